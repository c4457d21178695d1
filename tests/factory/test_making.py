"""Pages are checked, written whole or not at all, and told where they cannot be made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tools.factory import cli as program
from tools.factory import engines, record
from tools.factory.browser import disagreeing, letters_to_lines
from tools.factory.errors import PageError
from tools.factory.schedule import Slot, slots


def letters(text: str, left: float, top: float) -> list[tuple[Any, ...]]:
    """A line of letters, each 8 wide and 10 high."""
    return [(c, left + 8 * k, top, left + 8 * k + 8, top + 10) for k, c in enumerate(text)]


def test_lines_end_where_the_next_letter_is_below_or_in_another_column() -> None:
    found = [*letters("ab ", 0, 0), *letters("cd", 0, 12), *letters("ef", 60, 0)]
    lines = letters_to_lines(found, vertical=False)
    assert [line["text"] for line in lines] == ["ab", "cd", "ef"]
    assert lines[1]["box"] == [0, 12, 16, 22]


def test_the_row_of_a_table_is_one_line() -> None:
    found = [*letters("ab", 0, 0), *letters("12", 90, 0)]
    assert [line["text"] for line in letters_to_lines(found, vertical=False)] == ["ab", "12"]
    assert [line["text"] for line in letters_to_lines(found, vertical=False, row=True)] == ["ab 12"]


def test_vertical_lines_end_where_the_next_letter_is_beside() -> None:
    found = [("一", 50, 0, 60, 10), ("二", 50, 10, 60, 20), ("三", 35, 0, 45, 10)]
    assert [line["text"] for line in letters_to_lines(found, vertical=True)] == ["一二", "三"]


def test_a_line_that_the_pdf_has_otherwise_is_told() -> None:
    lines = letters_to_lines(letters("abc", 0, 0), vertical=False)
    assert not disagreeing(lines, letters("abc", 0, 0), vertical=False)
    assert disagreeing(lines, letters("abd", 0, 0), vertical=False)
    assert disagreeing(lines, letters("abc", 0, 40), vertical=False)
    assert disagreeing(lines, [], vertical=False)


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "page.json"
    record.write_whole(path, b"first")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        record.write_whole(path, b"second")
    assert [p.name for p in path.parent.iterdir()] == ["page.json"]
    assert path.read_bytes() == b"first"


def a_page(number: int) -> dict[str, Any]:
    """A page as it is written."""
    return {
        **{"id": record.name_of(0, number, "en", "simple"), "lang": "en", "group": "simple"},
        **{"part": "fit", "seed": 0, "damage": None, "engines": {"tess6": "tesseract 5"}},
    }


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    record.write_page(tmp_path, a_page(2), b"%PDF", None)
    assert record.numbers_there(tmp_path, 0) == {2}
    assert record.numbers_there(tmp_path, 1) == set()
    todo = program.wanted(5, done=record.numbers_there(tmp_path, 0))
    assert [slot.number for slot in todo] == [0, 1, 3, 4]


def test_the_manifest_counts(tmp_path: Path) -> None:
    record.write_page(tmp_path, a_page(2), b"%PDF", b"tsv")
    found = record.manifest(tmp_path)
    assert found["pages"] == 1
    assert found["scan"] == {"none": 1}
    assert found["engine"] == {"tess6": 1}
    assert sorted(p.suffix for p in (tmp_path / "files").iterdir()) == [".gz", ".pdf"]


def test_only_pages_that_are_asked_for() -> None:
    assert {slot.language for slot in program.wanted(60, language="en")} == {"en"}
    assert program.wanted(60, part="test") == [s for s in slots(60) if s.part == "test"]


def test_what_is_missing_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--out", str(tmp_path / "out"), "--corpora"]
    assert program.main([*arguments, str(tmp_path / "none")]) == 2
    told = capsys.readouterr().err
    assert "corpora" in told and told.count("\n") == 1
    monkeypatch.setattr(engines.shutil, "which", lambda _: None)
    assert program.main([*arguments, str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "chromium" in told and told.count("\n") == 1
    monkeypatch.setattr(engines.shutil, "which", str)
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda _: None)
    assert program.main([*arguments, str(tmp_path)]) == 2
    assert ".[factory]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_page_that_fails_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Factory:
        """Fails at page 1."""

        def make(self, slot: Slot) -> str:
            if slot.number == 1:
                raise PageError("no article")
            record.write_page(tmp_path, a_page(slot.number), b"%PDF", None)
            return f"page-{slot.number}"

        def close(self) -> None:
            """Nothing is open."""

    monkeypatch.setattr(program, "check", lambda _: None)
    monkeypatch.setattr(program, "_start", lambda *_: program._WORKER.update(factory=Factory()))
    assert program.main(["--out", str(tmp_path), "--pages", "4"]) == 1
    told = capsys.readouterr().out
    assert "page 1 (" in told and "PageError: no article" in told
    assert "4/4" in told and "min left" in told
    assert record.numbers_there(tmp_path, 0) == {0, 2, 3}
    assert json.loads((tmp_path / "manifest.json").read_text())["pages"] == 3
