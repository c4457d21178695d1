"""Rows -> cells: rows are split where blanks line up over several rows.

`pdftotext -layout`, `tesseract` and every fixed-width dump keep the x-position of a segment as its
character column. A blank strip that runs down over rows is a gutter, as good as a box:

    of two wide spaces      and a gutter that
    the first is noise.     Two spaces after a
    full stop are not a     gutter.  They do not
    gutter                  line up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import regex as re

from layoutfix.chardata import is_cjk_text, text_to_codes, codes_to_widths
from layoutfix.config import FragmentsConfig
from layoutfix.fragments.rows import TAB_STOP, Row

BLANK_RUN_RE = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a row between gutters: offsets in the dump, and its character column.

    gap  blanks before it in its row, in character columns; the row's indent for its first cell
    """

    start: int
    end: int
    column: float
    gap: int


@dataclass(frozen=True, slots=True)
class _Blank:
    """A run of blanks inside a row: offsets in the row's text, and the columns it fills."""

    start: int
    end: int
    left: int
    right: int


def rows_to_cells(dump: str, rows: list[Row], config: FragmentsConfig) -> list[list[Cell]]:
    """The cells of each row, left to right. O(characters + gaps log gaps).

    A run of blanks is a gutter when it is `min_gutter_spaces` wide, or when it is at least two wide
    and a run of blanks in a row nearby covers the same column.
    """
    blanks = _find_blanks(rows)
    wide = [[b for b in bs if b.right - b.left >= 2] for bs in blanks]
    cells = []
    for r, row in enumerate(rows):
        cuts = [b for b in wide[r] if _is_gutter(b, r, row, wide, config)]
        cells.append(_cut_row(row, cuts))
    return cells


def _find_blanks(rows: list[Row]) -> list[list[_Blank]]:
    found = []
    for row in rows:
        blanks = []
        shift = row.indent
        for m in BLANK_RUN_RE.finditer(row.text):
            left = m.start() + shift
            right = m.end() + shift
            if "\t" in m[0] or "\u3000" in m[0]:
                right = left
                for c in m[0]:
                    right += TAB_STOP - right % TAB_STOP if c == "\t" else 1 + (c == "\u3000")
                shift = right - m.end()
            blanks.append(_Blank(m.start(), m.end(), left, right))
        found.append(blanks)
    return found


def _is_gutter(
    blank: _Blank, r: int, row: Row, wide: list[list[_Blank]], config: FragmentsConfig
) -> bool:
    size = blank.right - blank.left
    if size >= config.min_gutter_spaces:
        return True
    reach = config.gutter_reach_rows
    support = 0
    for other in range(max(0, r - reach), min(len(wide), r + reach + 1)):
        if other != r and any(b.left < blank.right and blank.left < b.right for b in wide[other]):
            support += 1
    after_stop = row.text[blank.start - 1] in ".?!:;”\"’'"
    return support >= (config.min_gutter_support + 2 if after_stop else config.min_gutter_support)


def _cut_row(row: Row, cuts: list[_Blank]) -> list[Cell]:
    cells = []
    at, column, gap = 0, float(row.indent), row.indent
    for blank in cuts:
        cells.append(Cell(row.start + at, row.start + blank.start, column, gap))
        at, column, gap = blank.end, float(blank.right), blank.right - blank.left
    cells.append(Cell(row.start + at, row.end, column, gap))
    return cells
