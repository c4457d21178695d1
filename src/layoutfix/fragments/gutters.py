"""Gutters: runs of blanks that line up over several rows.

`pdftotext -layout`, `tesseract` and every fixed-width dump keep the x-position of a segment as its
character column. A blank strip that runs down over rows is a gutter, as good as a box:

    a gutter runs down        through the rows,
    the   stretched   words   of a justified row
    are none.  Two spaces     after a full stop
    are none either.          They do not line up.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
import regex as re

from layoutfix.config import FragmentsConfig
from layoutfix.fragments.rows import TAB_STOP, Row

Bools = npt.NDArray[np.bool_]

MOST_COLUMNS = 2000
"""Character columns beyond this keep no position: a paragraph on one line, not a layout."""

BLANK_RUN_RE = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")


@dataclass(frozen=True, slots=True)
class Gutter:
    """Where a row goes on behind a gutter: offset in the row's text, and character column.

    odds    log-odds that it is one
    """

    offset: int
    column: int
    odds: float


@dataclass(frozen=True, slots=True)
class _Blank:
    """A run of blanks inside a row: offsets in the row's text, and the columns it fills."""

    start: int
    end: int
    left: int
    right: int


def find_gutters(
    rows: list[Row], config: FragmentsConfig, *, cjk: bool = False
) -> list[list[Gutter]]:
    """The gutters of each row, left to right. O(characters + wide blanks * rows).

    A run of two blanks or more is a gutter by `gutter_odds`: how wide it is, alone and beside the
    others of its row (a justified row is stretched everywhere), and how many rows have one there
    too. Where short pieces stand between them they part a table, and there are none.
    """
    blanks = _find_blanks(rows)
    wide = [[b for b in bs if b.right - b.left >= 2] for bs in blanks]
    if not any(wide):
        return [[] for _ in rows]
    page = _WideBlanks(wide)
    prior = config.gutter_odds_cjk if cjk else 0.0
    found: list[list[tuple[_Blank, float]]] = []
    for r, bs in enumerate(wide):
        odds = [prior + _log_odds(b, r, blanks[r], len(bs), page, config) for b in bs]
        found.append([(b, o) for b, o in zip(bs, odds, strict=True) if o > 0])
    sizes = sorted(
        size for row, cuts in zip(rows, found, strict=True) if cuts for size in _sizes(row, cuts)
    )
    if sizes and sizes[len(sizes) // 2] < config.least_cell_characters:
        return [[] for _ in rows]
    return [[Gutter(b.end, b.right, odds) for b, odds in cuts] for cuts in found]


def _sizes(row: Row, cuts: list[tuple[_Blank, float]]) -> list[int]:
    """The lengths of the pieces of a row, in characters."""
    starts, ends = [0, *(b.end for b, _ in cuts)], [*(b.start for b, _ in cuts), len(row.text)]
    return [b - a for a, b in zip(starts, ends, strict=True)]


class _WideBlanks:
    """Where the wide blanks of each row stand, and near which columns they end, (rows, columns)."""

    def __init__(self, wide: list[list[_Blank]]) -> None:
        columns = min(max(b.right for bs in wide for b in bs), MOST_COLUMNS) + 2
        self.covered = np.zeros((len(wide), columns), bool)
        self.ended = np.zeros((len(wide), columns), bool)
        for r, bs in enumerate(wide):
            for b in bs:
                self.covered[r, b.left : b.right] = True
                self.ended[r, b.right - 1 : b.right + 2] = True
        self.ended_in_all = self.ended.sum(axis=0)


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


def _log_odds(
    blank: _Blank,
    r: int,
    others: list[_Blank],
    count: int,
    page: _WideBlanks,
    config: FragmentsConfig,
) -> float:
    """That a wide run of blanks in row r is a gutter; `others`: all of the row, `count` wide."""
    size = blank.right - blank.left
    rest = sorted(b.right - b.left for b in others if b is not blank)
    usual = rest[len(rest) // 2] if rest else 1
    rows, columns = page.ended.shape
    lo, hi = max(0, r - config.gutter_reach_rows), min(rows, r + config.gutter_reach_rows + 1)
    around = max(hi - lo - 1, 1)
    right = min(blank.right, columns - 1)
    there = page.covered[lo:hi, blank.left : blank.right].any(axis=1).sum()
    features = (
        1.0,
        log(size),
        log(size / usual),
        (int(there) - 1) / around,
        (int(page.ended[lo:hi, right].sum()) - 1) / around,
        (int(page.ended_in_all[right]) - 1) / max(rows - 1, 1),
        min(count - 1, _MOST_STRETCHED),
    )
    return sum(a * b for a, b in zip(config.gutter_odds, features, strict=True))


_MOST_STRETCHED = 6
"""More wide blanks in a row than this say no more of how stretched it is."""
