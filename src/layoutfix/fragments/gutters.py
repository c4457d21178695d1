"""Rows -> cells: rows are split where blanks line up over several rows.

`pdftotext -layout`, `tesseract` and every fixed-width dump keep the x-position of a segment as its
character column. A blank strip that runs down over rows is a gutter, as good as a box:

    a gutter runs down        through the rows,
    the   stretched   words   of a justified row
    are none.  Two spaces     after a full stop
    are none either.          They do not line up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import regex as re

from layoutfix.config import FragmentsConfig
from layoutfix.fragments.rows import TAB_STOP, Row

MOST_COLUMNS = 2000
"""Character columns beyond this keep no position: a paragraph on one line, not a layout."""

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


def rows_to_cells(rows: list[Row], config: FragmentsConfig) -> list[list[Cell]]:
    """The cells of each row, left to right. O(characters + rows * widest row).

    A run of blanks is a gutter when the column before its right edge is blank in most rows around,
    and one of them has a wide run of blanks there too; or when it is `lone_gutter_spaces` wide and
    stands out from the other blanks of its row (a justified row is stretched everywhere).
    """
    blanks = _find_blanks(rows)
    wide = [[b for b in bs if b.right - b.left >= 2] for bs in blanks]
    if not any(wide):
        return [_cut_row(row, []) for row in rows]
    blank = _blank_columns(rows, blanks)
    cells = []
    for r, row in enumerate(rows):
        cuts = [b for b in wide[r] if _is_gutter(b, r, blanks[r], wide, blank, config)]
        cells.append(_cut_row(row, cuts))
    sizes = sorted(c.end - c.start for row in cells if len(row) > 1 for c in row)
    if sizes and sizes[len(sizes) // 2] < config.least_cell_characters:
        return [_cut_row(row, []) for row in rows]  # a table, not columns of text
    return cells


def _blank_columns(rows: list[Row], blanks: list[list[_Blank]]) -> npt.NDArray[np.int32]:
    """Rows above (exclusive) in which a character column is blank, (rows + 1, columns)."""
    widest = max(
        (b[-1].right + r.end - r.start - b[-1].end) if b else (r.indent + r.end - r.start)
        for r, b in zip(rows, blanks, strict=True)
    )
    blank = np.ones((len(rows), min(widest, MOST_COLUMNS) + 1), np.int32)
    for r, (row, found) in enumerate(zip(rows, blanks, strict=True)):
        at = row.indent
        for b in found:
            blank[r, at : b.left] = 0
            at = b.right
        blank[r, at : at + (row.end - row.start) - (found[-1].end if found else 0)] = 0
    return np.concatenate([np.zeros((1, blank.shape[1]), np.int32), np.cumsum(blank, 0)]).astype(
        np.int32
    )


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
    blank: _Blank,
    r: int,
    others: list[_Blank],
    wide: list[list[_Blank]],
    columns: npt.NDArray[np.int32],
    config: FragmentsConfig,
) -> bool:
    size = blank.right - blank.left
    lo, hi = max(0, r - config.gutter_reach_rows), min(len(wide), r + config.gutter_reach_rows + 1)
    edge = min(blank.right - 1, columns.shape[1] - 1)
    share = float(columns[hi, edge] - columns[lo, edge]) / (hi - lo)
    if share >= config.least_blank_share:
        support = sum(
            any(b.left < blank.right and blank.left < b.right for b in wide[k])
            for k in range(lo, hi)
            if k != r
        )
        if support >= config.min_gutter_support:
            return True
    rest = sorted(b.right - b.left for b in others if b is not blank)
    usual = rest[len(rest) // 2] if rest else 1
    return size >= max(config.lone_gutter_spaces, 3 * usual)


def _cut_row(row: Row, cuts: list[_Blank]) -> list[Cell]:
    cells = []
    at, column, gap = 0, float(row.indent), row.indent
    for blank in cuts:
        cells.append(Cell(row.start + at, row.start + blank.start, column, gap))
        at, column, gap = blank.end, float(blank.right), blank.right - blank.left
    cells.append(Cell(row.start + at, row.end, column, gap))
    return cells
