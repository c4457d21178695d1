"""What a line in a column looks like: places at which a fused row can be cut, widths that fit.

    a row that is twice as wide as a columnand goes on here is two lines

The width of a column shows as the mode of line widths. A line is about that wide, or shorter where
a paragraph ends. `lattice` finds the cuts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from layoutfix.arrays import Bools, Floats, Index, Ints
from layoutfix.weights import SeamWeights


@dataclass(frozen=True, slots=True)
class CutPlaces:
    """Where a row of text can be cut, m places from left to right.

    offset  (m,) character offset in the row; the right part starts there (blanks skipped)
    left_offset (m,) the left part ends there
    left    (m,) printed width of the row up to the end of the left part, in half-width cells
    right   (m,) printed width of the row up to the start of the right part
    gain    (m,) log-odds that a gutter is here: evidence of the n-gram model and of spaces
    stops   (m,) whether the left part ends as a paragraph does
    marked  (m,) whether blanks stand here between two words of some length, and are no gutter
    """

    offset: Ints
    left_offset: Ints
    left: Floats
    right: Floats
    gain: Floats
    stops: Bools
    marked: Bools

    def at(self, some: Bools) -> CutPlaces:
        """Some of the places, (m,)."""
        return CutPlaces(*(getattr(self, field.name)[some] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class ColumnWidth:
    """A width that columns of the page may have.

    seen           whether single lines show it, or it is a guess
    multiple_gain  log-odds that a row a whole number of such columns wide is fused
    rows           first row and the row after the last that may have such columns; None: all
    rivals         the same of parts of the page whose single lines are a whole number of such
                   columns wide: what is as wide there is likely one of those
    """

    cells: float
    seen: bool
    multiple_gain: float = 0.0
    rows: tuple[int, int] | None = None
    rivals: tuple[tuple[int, int], ...] = ()


STEPS = 8
"""Widths are told apart to an eighth of a half-width cell."""


@lru_cache(maxsize=64)
def fit_table(column: float, weights: SeamWeights) -> Floats:
    """`line_fit` by width in steps, (2, w): of lines that do not end a paragraph, and that do.

    w reaches to the widest part that is tried as a line of the column.
    """
    reach = max(weights.over_reach, 1.0) * weights.slack(column)
    size = int((column + reach) * STEPS) + 2
    widths = [(k + 0.5) / STEPS for k in range(size)]
    return np.array(
        [[_fit(w, column, stops, weights) for w in widths] for stops in (False, True)], np.float32
    )


def whole_fit(total: float, column: float, weights: SeamWeights) -> float:
    """Log-odds that a row of this width was never fused."""
    if total <= column + weights.slack(column):
        return 0.0
    return max(-weights.span_cost, _fit(total, column, True, weights))


def multiple_odds(
    total: Floats, number: Index, column: ColumnWidth, weights: SeamWeights
) -> Floats:
    """Log-odds (n,) that rows are fused, of those a whole number of columns wide, two at least.

    total  (n,) widths of the rows; number: (n,) of the rows on the page
    """
    multiple = total / column.cells
    off = np.abs(multiple - np.round(multiple)) * column.cells
    is_multiple = (multiple > 1.5) & (off <= weights.multiple_cells * np.round(multiple))
    odds = np.full(len(total), column.multiple_gain, np.float32)
    for lo, hi in column.rivals:
        odds[(number >= lo) & (number < hi)] = -weights.rival_cost
    return np.where(is_multiple, odds, np.float32(0.0))


def _fit(width: float, column: float, stops: bool, weights: SeamWeights) -> float:
    """Log-odds that a line of this width stands in a column of that width."""
    off = width - column
    slack = weights.slack(column)
    if off > slack:
        return -min(weights.full_spread * (off / slack) ** 2, weights.over_cost)
    ragged = weights.ragged_cells + weights.ragged_share * column
    if off >= -ragged:
        scale = ragged if off < 0 else slack
        return weights.full_gain - weights.full_spread * (off / max(scale, 0.1)) ** 2
    if abs(off + weights.indent_cells) <= 1.0:
        return -weights.indented_cost
    return -(weights.short_stop_cost if stops else weights.short_cost)


def line_fit(width: float, columns: Sequence[float], weights: SeamWeights) -> float:
    """Log-odds that a line of this width stands in some of the columns."""
    return max((_fit(width, c, True, weights) for c in columns), default=0.0)
