"""`layoutfix repair`: its options, on the library as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as CliResult

from layoutfix.cli import cli

TEXT = "全省经济稳定增长 ，人民生活水平提高 。\nThe oﬃce was closed.\n"


def run(*args: str, stdin: str = TEXT) -> CliResult:
    return CliRunner().invoke(cli, ["repair", *args], input=stdin, prog_name="layoutfix")


def test_mends_standard_input() -> None:
    """The text on stdout, the count of edits on stderr."""
    result = run()
    assert result.stdout == "全省经济稳定增长，人民生活水平提高。\nThe office was closed.\n"
    assert result.stderr == "standard input: repaired, 3 edits\n"


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        (["--only", "spaces"], "全省经济稳定增长，人民生活水平提高。\nThe oﬃce was closed.\n"),
        (["--only", "fix_ligatures,width"], TEXT.replace("ﬃ", "ffi")),
        (["--without", "spaces", "--without", "ligatures"], TEXT),
        (
            ["--variants", "hant", "--without", "spaces", "--without", "ligatures"],
            TEXT.replace("经济稳定增长", "經濟穩定增長"),
        ),
    ],
)
def test_rules_are_chosen(options: list[str], changed: str) -> None:
    """--only, --without, --variants."""
    assert run(*options).stdout == changed


def test_rules_that_are_off_are_switched_on() -> None:
    """--with and --confusions."""
    wrapped = "今年村里的橘子熟得特别早，村民们\n清晨五点就上山采摘，忙到天黑。\n"
    assert run("--with", "joins", stdin=wrapped).stdout.count("\n") == 1
    wrong = "进人新时代以来，中国人民的生活水平不断提高。\n"
    assert run("--confusions", stdin=wrong).stdout == wrong.replace("进人", "进入")
    assert run(stdin=wrong).stdout == wrong


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--only", "nonsense"], "There is no rule 'nonsense': choose among"),
        (["--only", "spaces", "--without", "width"], "--only names all rules"),
        (["--with", "joins", "--without", "joins"], "both asked for and left out"),
        (["--check", "-o", "x.txt"], "--check writes no text"),
    ],
)
def test_mistakes(options: list[str], said: str) -> None:
    """One sentence, exit code 2."""
    result = run(*options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_check() -> None:
    """Exit code 1 where a text would change, 0 where it would not."""
    assert run("--check").exit_code == 1
    assert run("--check", stdin="Nothing happened.\n").exit_code == 0


def test_explain_groups_by_rule() -> None:
    """What changed and why, by rule, with counts."""
    said = run("--explain").stderr
    assert "fix_spaces: 2 (Blanks inside CJK words" in said
    assert 'line 1: " " removed' in said


def test_files_go_into_a_directory(tmp_path: Path) -> None:
    """Targets as those of `fix`."""
    page = tmp_path / "page.txt"
    page.write_text(TEXT, encoding="utf-8")
    result = run(str(page), "-o", f"{tmp_path}/out/")
    assert result.exit_code == 0
    assert (
        (tmp_path / "out" / "page.txt").read_text(encoding="utf-8").startswith("全省经济稳定增长，")
    )


def test_fix_has_the_same_switches() -> None:
    """`layoutfix fix --without spaces` leaves blanks."""
    result = CliRunner().invoke(cli, ["fix", "--without", "spaces"], input=TEXT)
    assert "增长 ，" in result.stdout
    assert "office" in result.stdout
