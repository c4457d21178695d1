"""`layoutfix review --from report.json`: the worst pages of an archive, one after the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from layoutfix.batch import Settings, lay_out_worst
from layoutfix.cli import cli
from layoutfix.errors import InputError
from layoutfix.review import desk as review
from tests.batch.helpers import make_pages, run, write_lines
from tests.review.pages import shuffled

MESS = Settings(language="en", shard_size=4)


def _make(tmp_path: Path, settings: Settings = MESS, name: str = "in.jsonl") -> Path:
    """The report of a run over eight pages, the sixth of which is a mess."""
    texts = make_pages(8)
    texts[5] = shuffled()
    source = tmp_path / name
    if source.suffix:
        write_lines(
            source, [{settings.text_column: t, "key": f"../k/{k}"} for k, t in enumerate(texts)]
        )
    else:
        source.mkdir()
        for k, text in enumerate(texts):
            (source / f"{k}.txt").write_text(text, encoding="utf-8")
    run(source, output=tmp_path / "out", settings=settings)
    return tmp_path / "out" / "report.json"


@pytest.mark.parametrize(
    ("settings", "name", "said"),
    [
        (MESS, "in.jsonl", "in_jsonl_6.txt"),
        (
            Settings(language="en", shard_size=4, text_column="ocr", id_column="key"),
            "in.jsonl",
            "k_5.txt",
        ),
        (
            Settings(language="en", shard_size=4, keep_dump=True, kind="jsonl.gz"),
            "in.jsonl",
            "in_jsonl_6.txt",
        ),
        (MESS, "papers", "5_txt.txt"),
    ],
)
def test_the_worst_page_is_laid_out(
    tmp_path: Path, settings: Settings, name: str, said: str
) -> None:
    """Its dump as the run read it, from the input or the shard, under a name that is safe."""
    paths, found = lay_out_worst(_make(tmp_path, settings, name))
    assert paths[0].parent == tmp_path / "out" / "review"
    assert paths[0].name.startswith("00001-000001-")
    assert paths[0].name.endswith(said)
    assert paths[0].read_text(encoding="utf-8") == shuffled()
    assert (found.language, found.config) == ("en", settings.config)


def test_dumps_that_were_kept_need_no_input(tmp_path: Path) -> None:
    """Where they were not kept, the sentence says what to do."""
    for kept in (True, False):
        folder = tmp_path / str(kept)
        folder.mkdir()
        report = _make(folder, Settings(language="en", shard_size=4, keep_dump=kept))
        (folder / "in.jsonl").unlink()
        if kept:
            assert lay_out_worst(report)[0][0].read_text(encoding="utf-8") == shuffled()
        else:
            with pytest.raises(InputError, match="is not there: start the review in the folder"):
                lay_out_worst(report)


def test_a_review_of_them_goes_on(tmp_path: Path) -> None:
    """The second time pages and corrections are there; the order is that of the report."""
    report = _make(tmp_path)
    paths, _ = lay_out_worst(report)
    paper = review.Paper(paths[0], review.Settings(language="en"))
    paper.open()
    paper.act(0, {"do": "break", "piece": 3, "begins": True})
    again, _ = lay_out_worst(report)
    assert again == paths
    assert review.Paper(again[0], review.Settings(language="en")).view()["corrections"] == 1


def test_the_command_opens_them(tmp_path: Path) -> None:
    """As the run read them; and a report or FILEs, not both and not neither."""
    report = _make(tmp_path)
    html = tmp_path / "page.html"

    def review_cli(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["review", *map(str, words)])
        return done.exit_code, done.stderr

    assert review_cli("--from", report, "--html", html) == (0, "")
    assert "NOTES FROM THE WATERFRONT" in html.read_text(encoding="utf-8")
    assert review_cli()[0] == review_cli(html, "--from", report)[0] == 2
    code, said = review_cli("--from", tmp_path / "in.jsonl")
    assert (code, said.count("\n")) == (2, 1)
    assert "is no report of `layoutfix batch`" in said


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    """No page to review, a report that was moved, an input that changed, pages of another run."""
    report = _make(tmp_path)
    (page,), _ = lay_out_worst(report)
    page.write_text("Something else.\n", encoding="utf-8")
    with pytest.raises(InputError, match="is the page of another run"):
        lay_out_worst(report)
    source = tmp_path / "in.jsonl"
    source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="the input has changed"):
        lay_out_worst(report)
    moved = tmp_path / "report.json"
    moved.write_bytes(report.read_bytes())
    with pytest.raises(InputError, match=r"manifest\.json is not beside"):
        lay_out_worst(moved)
    moved.write_text(json.dumps({"worst": []}), encoding="utf-8")
    with pytest.raises(InputError, match="names no page to review"):
        lay_out_worst(moved)
    with pytest.raises(InputError, match="cannot be read"):
        lay_out_worst(tmp_path / "missing.json")
