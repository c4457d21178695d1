"""Files with coordinates on the command line: told, forced, written, refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as CliResult

import layoutfix
from layoutfix.cli import cli
from tests.formats.pages import LEFT, RIGHT, clean_rows, fused_rows, to_alto, to_hocr, to_page

NAMES = {"hocr": "a.hocr", "alto": "a.xml", "page": "b.xml"}
FILES = {
    "hocr": to_hocr(fused_rows()),
    "alto": to_alto(fused_rows()),
    "page": to_page(fused_rows()),
}
Fix = Callable[..., CliResult]


@pytest.fixture
def fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fix:
    """Run `layoutfix fix` beside the files, which lie in the working directory."""
    monkeypatch.chdir(tmp_path)
    for name, file in NAMES.items():
        (tmp_path / file).write_bytes(FILES[name])

    def run(*arguments: str, stdin: bytes | None = None) -> CliResult:
        return CliRunner().invoke(cli, ["fix", *arguments], input=stdin)

    return run


def _lines(data: bytes) -> list[str]:
    return [line.text for line in layoutfix.read(data).pages[0].lines]


@pytest.mark.parametrize("name", FILES)
def test_the_text_of_a_file_is_printed(fix: Fix, name: str) -> None:
    """Without --to, a file with coordinates gives its text in reading order."""
    found = fix(NAMES[name])
    assert found.exit_code == 0
    assert found.stdout == layoutfix.fix(layoutfix.read(FILES[name])).text


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("target", ["same", ""])
def test_the_file_is_written_in_order(fix: Fix, name: str, target: str) -> None:
    """With --to, its own bytes come out with the order in them; on standard output, too."""
    found = fix("--to", target or name, NAMES[name])
    assert found.exit_code == 0
    assert _lines(found.stdout_bytes) == [*LEFT, *RIGHT]
    again = fix("--to", "same", stdin=found.stdout_bytes)
    assert again.stdout_bytes == found.stdout_bytes


def test_files_keep_their_names(fix: Fix, tmp_path: Path) -> None:
    """-o with --to writes each file under its own name, extension included."""
    assert fix("--to", "same", "-o", "out/", *NAMES.values()).exit_code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(NAMES.values())
    for file in NAMES.values():
        assert _lines((tmp_path / "out" / file).read_bytes()) == [*LEFT, *RIGHT]


def test_the_input_is_not_overwritten(fix: Fix, tmp_path: Path) -> None:
    """-o into the folder of the files is a mistake without --force."""
    found = fix("--to", "same", "-o", ".", "a.hocr")
    assert found.exit_code == 2
    assert "a.hocr exists" in found.stderr
    assert (tmp_path / "a.hocr").read_bytes() == FILES["hocr"]


def test_a_broken_file_keeps_no_other_from_being_done(fix: Fix, tmp_path: Path) -> None:
    """It is reported in one sentence, exit code 2, and nothing is written for it."""
    (tmp_path / "broken.xml").write_bytes(FILES["alto"][:3000])
    found = fix("--to", "same", "-o", "out/", "broken.xml", "a.hocr")
    assert found.exit_code == 2
    assert "broken.xml is no well-formed ALTO" in found.stderr
    assert "Traceback" not in found.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["a.hocr"]


def test_a_format_is_forced(fix: Fix) -> None:
    """--from reads a file as what its content does not show, --from text as plain text."""
    fragment = b"<span class='ocrx_word'>It</span> <span class='ocrx_word'>was</span>"
    assert fix("--from", "hocr", stdin=b"<p class='ocr_par'>" + fragment).stdout == "It was\n"
    assert fix("--from", "text", stdin=FILES["page"]).stdout.startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "docx", "a.hocr"), "no format 'docx'"),
        (("--to", "docx", "a.hocr"), "no format 'docx'"),
        (("--to", "alto", "a.hocr"), "is hOCR and stays so"),
        (("--to", "same", "--format", "json", "a.hocr"), "--to and --format"),
        (("--to", "same", "--check", "a.hocr"), "--to and --check"),
        (("--to", "same", "--diff", "a.hocr"), "--to and --diff"),
        (("--to", "same", "a.hocr", "a.xml"), "needs -o"),
        (("--from", "alto", "a.hocr"), "first element is html"),
        (("--encoding", "latin-1", "a.hocr"), "leave out --encoding"),
    ],
)
def test_contradictions_are_mistakes(fix: Fix, arguments: tuple[str, ...], said: str) -> None:
    """One sentence, exit code 2, nothing printed."""
    found = fix(*arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr


def test_plain_text_has_no_order_to_write(fix: Fix) -> None:
    """--to on a text is a mistake that names the way out."""
    found = fix("--to", "same", stdin=b"It was late.\n")
    assert found.exit_code == 2
    assert "plain text" in found.stderr


def test_standard_input_has_no_name_for_a_folder(fix: Fix) -> None:
    """With --to same, -o must name a file."""
    found = fix("--to", "same", "-o", "out/", stdin=FILES["hocr"])
    assert found.exit_code == 2
    assert "Standard input has no name" in found.stderr


def test_notes_of_a_file_are_said(fix: Fix) -> None:
    """What could not be read of it stands on standard error."""
    data = to_hocr(clean_rows())
    found = fix(stdin=data[: len(data) // 2])
    assert found.exit_code == 0
    assert "text may be missing" in found.stderr


def test_pdfs_and_archives_are_named(fix: Fix) -> None:
    """What no format takes is named as before."""
    found = fix(stdin=b"PK\x03\x04 and so on")
    assert found.exit_code == 2
    assert "zip archive" in found.stderr


def test_an_empty_file_has_no_order_to_write(fix: Fix, tmp_path: Path) -> None:
    """It is called empty, not plain text."""
    (tmp_path / "empty.hocr").write_bytes(b"")
    found = fix("--to", "same", "empty.hocr")
    assert found.exit_code == 2
    assert "The file is empty" in found.stderr
    assert found.stdout == ""


def test_a_file_that_is_named_twice_is_read_once_or_not_at_all(fix: Fix, tmp_path: Path) -> None:
    """Two results would be written to one place, and renaming does not help."""
    found = fix("--to", "same", "a.hocr", "a.hocr", "-o", "out")
    assert found.exit_code == 2
    assert "a.hocr is named twice: name it once." in found.stderr
    assert not (tmp_path / "out").exists()
