"""How well a line fits a column: log-odds by its width.

A line is about as wide as its column, or shorter where a paragraph ends; `column_widths` finds how
wide the columns of a page are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.weights import ColumnWeights, LineWeights

_RIVAL_COST = 1.2
"""Nats against a row a whole number of columns wide, where lines of that part are as wide."""

_OVER_COST = 12.0
"""A line wider than its column may be, at most: it grows with the square."""


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
def fit_table(column: float, weights: LineWeights) -> Floats:
    """`line_fit` by width in steps, (2, w): of lines that do not end a paragraph, and that do.

    w reaches to the widest part that is tried as a line of the column.
    """
    reach = max(weights.over_reach, 1.0) * weights.slack(column)
    size = int((column + reach) * STEPS) + 2
    widths = (np.arange(size) + 0.5) / STEPS
    fits = [_fit(widths, [column], weights, stops=stops)[:, 0] for stops in (False, True)]
    return np.array(fits, np.float32)


def whole_fit(total: Floats, column: float, weights: LineWeights) -> Floats:
    """Log-odds (n,) that rows of these widths were never fused."""
    width, slack = total.astype(np.float64), weights.slack(column)
    cost = weights.full_spread * ((width - column) / slack) ** 2
    cost = np.minimum(np.minimum(cost, _OVER_COST), weights.span_cost)
    return np.where(width <= column + slack, 0.0, -cost).astype(np.float32)


def multiple_odds(
    total: Floats, number: Index, column: ColumnWidth, weights: ColumnWeights
) -> Floats:
    """Log-odds (n,) that rows are fused, of those a whole number of columns wide, two at least.

    total  (n,) widths of the rows; number: (n,) of the rows on the page
    """
    multiple = total / column.cells
    off = np.abs(multiple - np.round(multiple)) * column.cells
    is_multiple = (multiple > 1.5) & (off <= weights.multiple_cells * np.round(multiple))
    odds = np.full(len(total), column.multiple_gain, np.float32)
    for lo, hi in column.rivals:
        odds[(number >= lo) & (number < hi)] = -_RIVAL_COST
    return np.where(is_multiple, odds, np.float32(0.0))


def _fit(width: Doubles, columns: Sequence[float], weights: LineWeights, *, stops: bool) -> Doubles:
    """Log-odds (..., H) that lines of these widths, (...), stand in each of H columns."""
    column = np.array(columns, np.float64)
    off, slack = width[..., None] - column, np.array([weights.slack(c) for c in columns])
    ragged = weights.ragged_cells + weights.ragged_share * column
    scale = np.where(off > slack, slack, np.maximum(np.where(off < 0, ragged, slack), 0.1))
    full = weights.full_spread * (off / scale) ** 2
    indented = np.abs(off + weights.indent_cells) <= 1.0
    short = weights.short_stop_cost if stops else weights.short_cost
    cost = np.where(indented, weights.indented_cost, short)
    cost = np.where(off >= -ragged, full, cost)
    return -np.where(off > slack, np.minimum(full, _OVER_COST), cost)


def line_fit(width: Doubles, columns: Sequence[float], weights: LineWeights) -> Doubles:
    """Log-odds that lines of these widths, of any shape, stand in some of the columns."""
    if not len(columns):
        return np.zeros_like(width)
    return np.asarray(_fit(width, columns, weights, stops=True).max(axis=-1))
