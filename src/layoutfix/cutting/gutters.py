"""Gutters: runs of blanks that line up over several rows.

`pdftotext -layout`, `tesseract` and every fixed-width dump keep the x-position of a cell as its
character column. A blank strip that runs down over rows is a gutter, as good as a box:

    a gutter runs down        through the rows,
    the   stretched   words   of a justified row
    are none.  Two spaces     after a full stop
    are none either.          They do not line up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Doubles
from layoutfix.chardata import CLOSING, OPENING
from layoutfix.patterns import pattern
from layoutfix.rows import TAB_STOP, Row
from layoutfix.script import Script
from layoutfix.weights import GutterWeights

MOST_COLUMNS = 2000
"""Character columns beyond this keep no position: a paragraph on one line, not a layout."""

BLANK_RUN_RE = pattern(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_WIDE_RE = pattern(r"[ \u00a0\u2000-\u200a]{2}|[\t\u3000]")
"""Without such a blank, a row has none that is wide."""


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
    rows: list[Row], weights: GutterWeights, *, script: Script = Script.SPACED
) -> list[list[Gutter]]:
    """The gutters of each row, left to right. O(characters + rows * columns).

    A run of two blanks or more is a gutter by `gutter_odds`: how wide it is, alone and beside the
    others of its row (a justified row is stretched everywhere), and how many rows have one there
    too. Where short cells stand between them they part a table, and there are none.
    """
    blanks = _find_blanks(rows)
    wide = [[b for b in bs if b.right - b.left >= 2] for bs in blanks]
    if not any(wide):
        return [[] for _ in rows]
    odds = iter(_log_odds(blanks, wide, weights).tolist())
    prior = weights.prior
    judged = [[(b, prior + next(odds)) for b in bs] for bs in wide]
    found = [[(b, o) for b, o in bs if o > 0] for bs in judged]
    sizes = sorted(
        size for row, cuts in zip(rows, found, strict=True) if cuts for size in _sizes(row, cuts)
    )
    wide_as = 2 if script is Script.CJK else 1
    if sizes and wide_as * sizes[len(sizes) // 2] < weights.least_cell:
        return [[] for _ in rows]
    return [[Gutter(b.end, b.right, odds) for b, odds in cuts] for cuts in found]


def _sizes(row: Row, cuts: list[tuple[_Blank, float]]) -> list[int]:
    """The lengths of the cells of a row, in characters."""
    starts, ends = [0, *(b.end for b, _ in cuts)], [*(b.start for b, _ in cuts), len(row.text)]
    return [b - a for a, b in zip(starts, ends, strict=True)]


def _find_blanks(rows: list[Row]) -> list[list[_Blank]]:
    """The blanks of each row that has a wide one; of others none."""
    found: list[list[_Blank]] = []
    for row in rows:
        blanks: list[_Blank] = []
        if not _WIDE_RE.search(row.text):
            found.append(blanks)
            continue
        shift = row.indent
        for m in BLANK_RUN_RE.finditer(row.text):
            if row.text[m.start() - 1] in OPENING and row.text[m.end()] in CLOSING:
                continue  # to be filled in
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
    blanks: list[list[_Blank]], wide: list[list[_Blank]], weights: GutterWeights
) -> Doubles:
    """That each wide run of blanks of some rows is a gutter, (n,), row by row."""
    rows = len(wide)
    row = np.repeat(np.arange(rows), [len(bs) for bs in wide])
    left = np.array([b.left for bs in wide for b in bs])
    right = np.array([b.right for bs in wide for b in bs])
    size = (right - left).astype(np.float64)
    usual = np.array(
        [_usual(b, others) for others, bs in zip(blanks, wide, strict=True) for b in bs]
    )
    columns = min(int(right.max()), MOST_COLUMNS) + 2
    ended = np.zeros((rows, columns), bool)
    covered = np.zeros((rows, columns), np.int32)
    for r, at, end in zip(row.tolist(), left.tolist(), right.tolist(), strict=True):
        covered[r, at + 1 : end + 1] = 1
        ended[r, end - 1 : end + 2] = True
    covered.cumsum(axis=1, out=covered)  # columns of wide blanks up to each, exclusive
    left, right = np.minimum(left, columns - 1), np.minimum(right, columns - 1)
    reach = weights.reach_rows
    near = row[:, None] + np.arange(-reach, reach + 1)
    there = (near >= 0) & (near < rows)
    near = np.clip(near, 0, rows - 1)
    over = (covered[near, right[:, None]] > covered[near, left[:, None]]) & there
    same = ended[near, right[:, None]] & there
    around = np.maximum(there.sum(axis=1) - 1, 1)
    others = np.array([len(bs) - 1 for bs in wide])[row]
    features = (
        np.ones(len(row)),
        np.log(size),
        np.log(size / usual),
        (over.sum(axis=1) - 1) / around,
        (same.sum(axis=1) - 1) / around,
        (ended.sum(axis=0)[right] - 1) / max(rows - 1, 1),
        np.minimum(others, _MOST_STRETCHED),
    )
    odds: Doubles = np.stack(features, axis=1) @ np.array(weights.odds)
    return odds


def _usual(blank: _Blank, others: list[_Blank]) -> int:
    """The median width of the other runs of blanks in the row; 1 where there are none."""
    rest = sorted(b.right - b.left for b in others if b is not blank)
    return rest[len(rest) // 2] if rest else 1


_MOST_STRETCHED = 6
"""More wide blanks in a row than this say no more of how stretched it is."""
