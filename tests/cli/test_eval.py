"""`layoutfix eval`: files are matched, tables and JSON printed, mix-ups refused."""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result as CliResult

from layoutfix.cli import cli
from tests.cli.conftest import DUMP as FERRY_DUMP
from tests.cli.conftest import make_changed
from tests.evaluation.pages import DUMP, FIXED, TRUTH

Eval = Callable[..., CliResult]
FERRY_TRUTH = """the ferry left
at dawn with-
out its crew.

the mayor opened
the new market
hall on Monday.

!caption A view of the harbour
"""


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Eval:
    """Runs `layoutfix eval` in a folder with the page "mill": its truth, dump and repair."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LAYOUTFIX_TRACEBACK", raising=False)
    lines = [
        {"text": t.text, "article": t.article, "block": t.block, "kind": t.kind}
        for t in TRUTH.lines
    ]
    truth = {"lines": lines, "dump": DUMP, "preset": "rows", "lang": "en", "columns": [2, 1]}
    for folder in ("truth", "fixed"):
        (tmp_path / folder).mkdir()
    (tmp_path / "truth" / "mill.json").write_text(json.dumps(truth), encoding="utf-8")
    (tmp_path / "fixed" / "mill.txt").write_text(FIXED, encoding="utf-8")

    def run(*args: str) -> CliResult:
        return CliRunner().invoke(cli, ["eval", *args], prog_name="layoutfix")

    return run


def refused(result: CliResult, *words: str) -> bool:
    """One sentence on stderr, nothing on stdout, exit code 2."""
    message = result.stderr.strip()
    one = message.startswith("layoutfix: ") and "\n" not in message
    return one and result.exit_code == 2 and not result.stdout and all(w in message for w in words)


def test_folders_are_matched_by_stem(evaluate: Eval) -> None:
    """A table of the group, the measures with dump and ceiling, the worst harm."""
    result = evaluate("fixed", "--truth", "truth", "--worst", "1")
    assert result.exit_code == 0, result.stderr
    assert "en rows" in result.stdout and "worst harm +0.625, on mill" in result.stdout
    assert "ARD" in result.stdout and "worst pages" in result.stdout
    assert not result.stderr


def test_json_has_every_number(evaluate: Eval) -> None:
    """All pages, groups and means, for other programs."""
    result = evaluate("fixed/mill.txt", "--truth", "truth/mill.json", "--json")
    record = json.loads(result.stdout)
    assert record["pages"][0]["score"]["joint_recall"] == 1.0
    assert record["all"]["means"]["dump_joint_recall"]["mean"] == pytest.approx(3 / 8)
    assert [g["label"] for g in record["groups"]] == ["en rows"]


def test_plain_truth_and_a_record(evaluate: Eval, tmp_path: Path) -> None:
    """A text as truth, the dump by --dump, the JSON of fix: joints are judged."""
    (tmp_path / "ferry.json").write_text(make_changed().to_json(), encoding="utf-8")
    (tmp_path / "lines").mkdir()
    (tmp_path / "lines" / "ferry.txt").write_text(FERRY_TRUTH, encoding="utf-8")
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "ferry.txt").write_text(FERRY_DUMP, encoding="utf-8")
    args = ("ferry.json", "--truth", "lines", "--dump", "dumps", "--json")
    page = json.loads(evaluate(*args).stdout)["pages"][0]
    assert page["joints"] == [[0.91, True], [0.99, True], [0.31, True], [0.97, True]]
    assert page["perfect"] and page["score"]["lost"] == 0.0 and page["harm"] > 0


def test_engines_of_a_page(evaluate: Eval, tmp_path: Path) -> None:
    """`page.engine.txt` is measured against that dump of the page."""
    path = tmp_path / "truth" / "mill.json"
    truth = json.loads(path.read_text(encoding="utf-8"))
    truth["dumps"] = {"tess6": truth.pop("dump"), "other": FIXED}
    path.write_text(json.dumps(truth), encoding="utf-8")
    (tmp_path / "fixed" / "mill.txt").rename(tmp_path / "fixed" / "mill.tess6.txt")
    page = json.loads(evaluate("fixed", "--truth", "truth", "--json").stdout)["pages"][0]
    assert page["damage"] == "tess6" and page["harm"] == pytest.approx(5 / 8)


def test_without_a_dump_it_says_what_is_missing(evaluate: Eval, tmp_path: Path) -> None:
    """No ceiling, no harm: said on stderr, and not printed as 0."""
    (tmp_path / "mill.txt").write_text("\n".join(t.text for t in TRUTH.lines), encoding="utf-8")
    result = evaluate("fixed", "--truth", "mill.txt")
    assert result.exit_code == 0 and "1 of 1 without a dump" in result.stderr
    assert "harm, mean" not in result.stdout


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_charts_are_pictures(evaluate: Eval, tmp_path: Path, suffix: str) -> None:
    """The same run draws the same bytes; an existing file is kept unless --force is given."""
    pytest.importorskip("matplotlib")
    chart = tmp_path / f"c.{suffix}"
    args = ("fixed", "--truth", "truth", "--chart", chart.name)
    assert evaluate(*args).exit_code == 0
    first = chart.read_bytes()
    assert first.startswith((b"\x89PNG", b"<?xml", b"%PDF"))
    assert refused(evaluate(*args), "exists", "--force")
    assert evaluate(*args, "--force").exit_code == 0
    assert chart.read_bytes() == first


def test_charts_need_matplotlib(evaluate: Eval, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra one sentence says how to get it."""
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = evaluate("fixed", "--truth", "truth", "--chart", "c.png")
    assert refused(result, "layoutfix[charts]") and not Path("c.png").exists()


def test_unmatched_files_are_mistakes(evaluate: Eval, tmp_path: Path) -> None:
    """A prediction without truth; a truth without prediction, unless --partial."""
    (tmp_path / "fixed" / "harbour.txt").write_text(FIXED, encoding="utf-8")
    assert refused(evaluate("fixed", "--truth", "truth"), "harbour has no truth", "mill")
    (tmp_path / "fixed" / "harbour.txt").unlink()
    for name in ("harbour", "quay", "pier", "dock"):
        (tmp_path / "truth" / f"{name}.json").write_text('{"lines": ["A line"]}')
    result = evaluate("fixed", "--truth", "truth")
    assert refused(result, "No prediction of dock, harbour, pier and 1 more", "--partial")
    assert evaluate("fixed", "--truth", "truth", "--partial").exit_code == 0


def test_different_pages_are_a_mistake(evaluate: Eval, tmp_path: Path) -> None:
    """A text of another page under the name of this one."""
    (tmp_path / "fixed" / "mill.txt").write_text(FERRY_DUMP, encoding="utf-8")
    assert refused(evaluate("fixed", "--truth", "truth"), "not of the page mill")


def test_a_record_of_another_dump_is_a_mistake(evaluate: Eval, tmp_path: Path) -> None:
    """Its fragments are not at their offsets."""
    (tmp_path / "ferry.json").write_text(make_changed().to_json(), encoding="utf-8")
    (tmp_path / "lines").mkdir()
    (tmp_path / "lines" / "ferry.txt").write_text(FERRY_TRUTH, encoding="utf-8")
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "ferry.txt").write_text(DUMP, encoding="utf-8")
    result = evaluate("ferry.json", "--truth", "lines", "--dump", "dumps")
    assert refused(result, "ferry was not made from this dump")


def test_empty_predictions_are_a_mistake(evaluate: Eval, tmp_path: Path) -> None:
    """An empty file is no repair that scores 0; neither is an empty folder."""
    (tmp_path / "fixed" / "mill.txt").write_text(" \n", encoding="utf-8")
    assert refused(evaluate("fixed", "--truth", "truth"), "mill.txt is empty")
    (tmp_path / "fixed" / "mill.txt").unlink()
    assert refused(evaluate("fixed", "--truth", "truth"), "fixed has no file")


def test_a_page_given_twice_is_a_mistake(evaluate: Eval, tmp_path: Path) -> None:
    """Text and JSON of one page, or two truths of it: which one counts is not guessed."""
    (tmp_path / "fixed" / "mill.md").write_text(FIXED, encoding="utf-8")
    assert refused(evaluate("fixed", "--truth", "truth"), "second prediction of the name mill")
    args = ("fixed/mill.txt", "--truth", "truth", "--truth", "truth/mill.json")
    assert refused(evaluate(*args), "second truth of the name mill")


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("--json", "--worst", "2"), "--worst"),
        (("--force",), "--chart"),
        (("--chart", "c.bmp"), ".png"),
        (("--chart", "no/c.png"), "no directory"),
        (("--dump", "nothing.txt"), "nothing.txt"),
    ],
)
def test_options_that_cannot_work_are_mistakes(
    evaluate: Eval, args: tuple[str, ...], word: str
) -> None:
    """Before any work is done."""
    assert refused(evaluate("fixed", "--truth", "truth", *args), word)
