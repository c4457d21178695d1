"""The pages of one document are judged together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import layoutfix
from layoutfix.config import Config
from layoutfix.engine import document
from layoutfix.engine.document import is_like
from layoutfix.engine.read import read_dump
from layoutfix.page_order import CLOSED
from tests.helpers import FIXTURES, SPACED, assert_promises, read_case

LAST_PAGE = FIXTURES / "cases" / "wild" / "08-last-page-de.txt"
SEPARATED = FIXTURES / "cases" / "wild" / "08-separators-page-en.txt"


def _dump(path: Path) -> str:
    return read_case(path).dump


def test_a_short_last_page_is_read_by_the_columns_before_it() -> None:
    """Three rows alone show too little; behind a page of columns they are put in order."""
    first, last = _dump(LAST_PAGE).split("\f")
    rows = "".join(last.splitlines(keepends=True)[:3])
    assert not layoutfix.fix(rows).changed
    assert not layoutfix.fix(first + "\f" + rows).text.endswith(rows)


def test_a_short_last_page_in_order_stays() -> None:
    """Beside a page of columns, a last page of one column is not touched."""
    first = _dump(LAST_PAGE).split("\f")[0]
    last = "Der Kran dreht sich wieder. Am\nSonntag sahen ihm alle zu, und\n"
    last += "niemand ging nach Hause, bevor\nes dunkel war und die Suppe\nim Kessel kalt.\n"
    result = layoutfix.fix(first + "\f" + last)
    assert result.changed
    assert result.text.endswith("\f" + last)
    assert_promises(result)


def test_a_sentence_runs_on_over_a_separator() -> None:
    """The separator stays between the halves; a joint says that they are one sentence."""
    result = layoutfix.fix(_dump(SEPARATED))
    rows = [p.text for p in result.paragraphs if p.kind == "aside"]
    assert rows == ["=== Page 2 ===", "=== Page 3 ==="]
    place = {i: k for k, i in enumerate(result.order)}
    over = [j for j in result.joints if place[j.right] - place[j.left] == 2]
    assert over
    assert all(j.kind in {"space", "join"} for j in over)
    assert_promises(result)


def test_the_only_page_in_columns_of_many_needs_more(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Of four pages the one that was put in order is read again, under a stricter gate."""
    first = _dump(LAST_PAGE).split("\f")[0]
    plain = "It was a quiet day.\nNothing happened.\n"
    dump = "\f".join([plain, plain, first, plain])
    asked: list[float] = []
    read = document.read_page

    def spy(sheet, near=()):  # type: ignore[no-untyped-def]
        asked.append(sheet.weights.gate.least_gain)
        return read(sheet, near)

    monkeypatch.setattr(document, "read_page", spy)
    layoutfix.fix(dump, language="de")
    gate = SPACED.gate
    assert gate.least_gain / gate.unlike_certainty in asked
    assert asked.count(gate.least_gain) == 4


def test_pages_are_alike_by_columns_and_width() -> None:
    """A page that was put in order is like itself, not like one of fewer columns or other width."""
    page = read_dump(_dump(LAST_PAGE).split("\f")[0], Config())
    assert page is not None
    gate = SPACED.gate
    assert is_like(page, page, gate)
    assert not is_like(replace(page, gate=CLOSED), page, gate)
    assert not is_like(page, replace(page, columns=1), gate)
