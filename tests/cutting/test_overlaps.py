"""Rows of lines that overlap, as PyMuPDF prints them: where they are parted, and where never.

A B side by side; from the fourth row on the lines of B stand a little higher than those of A:

    A1   B1
    A2   B2
    A3   B3
         B4A4
         B5A5
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest
from rapidfuzz import fuzz

import layoutfix
from layoutfix import Config, ngrams
from layoutfix.cutting.cut import cut_rows
from layoutfix.cutting.overlaps import part_overlaps
from layoutfix.sheet import Sheet, read_sheet
from tests.helpers import FIXTURES, article_to_lines, assert_promises

PAGES = [("zh", "zh-Hans-01-hetang-water", 18, 21), ("en", "en-05-lighthouse-keeper", 36, 40)]
LEVEL = 3
"""Rows whose lines are level."""


def _columns(name: str, width: int, *, rows: int = 12) -> tuple[list[str], list[str]]:
    if name.startswith("zh"):
        lines = article_to_lines(name, width, 2 * rows)
    else:
        text = (FIXTURES / "articles" / f"{name}.txt").read_text(encoding="utf-8")
        lines = textwrap.wrap(" ".join(text.split()), width)[: 2 * rows]
    return lines[:rows], lines[rows:]


def _overlapping(left: Sequence[str], right: Sequence[str], place: int) -> str:
    """Two columns as PyMuPDF prints them, the right one beginning behind `place` blanks."""
    rows = [
        f"{a:{place}}{b}" if k < LEVEL else " " * place + b + a
        for k, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    return "\n".join(rows) + "\n"


def _sheet(dump: str, language: str) -> Sheet:
    return read_sheet(dump, 0, len(dump), ngrams.load(language), Config())


@pytest.mark.parametrize(("language", "name", "width", "place"), PAGES)
def test_what_is_glued_begins_a_line_at_the_left_edge(
    language: str, name: str, width: int, place: int
) -> None:
    left, right = _columns(name, width)
    sheet = _sheet(_overlapping(left, right, place), language)
    parted = part_overlaps(sheet, cut_rows(sheet))
    assert parted is not None
    assert parted.placed
    found = {(row.indent, row.text) for row in parted.rows}
    own = {(place, b) for b in right[LEVEL:]} | {(0, a) for a in left[LEVEL:]}
    assert len(own - found) <= len(own) // 4  # where words are fused, some are cut elsewhere


@pytest.mark.parametrize(("language", "name", "width", "place"), PAGES)
def test_a_page_of_them_is_read_from_the_left(
    language: str, name: str, width: int, place: int
) -> None:
    """Before, the right column came first: its lines stand first in most rows."""
    left, right = _columns(name, width)
    result = layoutfix.fix(_overlapping(left, right, place))
    assert_promises(result)
    text = "".join(result.fragments[i].text for i in result.order)
    # a character or a short word may be cut to the other line
    assert fuzz.ratio(text.replace(" ", ""), "".join([*left, *right]).replace(" ", "")) > 98


def test_blanks_are_counted_from_the_left_edge_where_a_line_would_end_beyond_all_rows() -> None:
    """B stands a little lower than A, and its blanks are printed behind the text of A."""
    left, right = _columns("zh-Hans-01-hetang-water", 18)
    rows = [
        f"{a:21}{b}" if k < LEVEL else a + " " * 21 + b
        for k, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    sheet = _sheet("\n".join([*rows, " " * 21 + right[0]]) + "\n", "zh")
    parted = part_overlaps(sheet, cut_rows(sheet))
    assert parted is not None
    rows_apart = [row.indent >= 21 for row in parted.rows[LEVEL:-1]]
    assert rows_apart == [False, True] * (len(left) - LEVEL)


@pytest.mark.parametrize(("language", "name", "width", "place"), PAGES)
def test_columns_whose_rows_are_whole_are_not_parted(
    language: str, name: str, width: int, place: int
) -> None:
    """`pdftotext -layout`: a headline that is indented, rows that hold the right column alone."""
    left, right = _columns(name, width)
    rows = [" " * 12 + left[0][:12], *(f"{a:{place}}{b}" for a, b in zip(left, right, strict=True))]
    rows += [" " * place + line for line in right[:3]]
    sheet = _sheet("\n".join(rows) + "\n", language)
    assert part_overlaps(sheet, cut_rows(sheet)) is None


def test_a_page_without_indents_has_none() -> None:
    dump = "\n".join(_columns("en-05-lighthouse-keeper", 36)[0]) + "\n"
    sheet = _sheet(dump, "en")
    assert part_overlaps(sheet, cut_rows(sheet)) is None
