"""Part of a page as a grid: what each of its places says for a strip that runs down there.

A row of the grid is half a line high, a column half a cell wide. Blank between two texts speaks for
a strip: the wider it is, and the more lines around begin or end where it does. What is printed
speaks against it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats, Index, Ints
from layoutfix.cutting.items import STEP, Items
from layoutfix.weights import FrameWeights

LINE_ROWS = 2
"""Rows of the grid a line is high."""
MOST_PLACES = 4_000_000
"""Places of a grid beyond which no strips are sought: bounds memory."""

_REACH = 12 * LINE_ROWS
"""Rows of the grid above and below within which lines begin and end alike."""
_SURE_ROWS = 8.0 * LINE_ROWS
"""Rows with text on both sides from which it counts in full how many are alike."""
_LEAST_SHARE = 0.02
_LEAST_HEIGHT = 0.4
"""Half the height of the flattest words, as a share of a line's."""
_INK_SHARE = 0.8
"""The share of an item's height in which nothing else can stand."""


@dataclass(frozen=True, slots=True)
class PrintGrid:
    """A grid of (rows, columns) over m items of a page, or parts of them.

    score       nats for a strip at each place
    between     where it is blank, with text on both sides
    gap_left, gap_right  columns at which the blank around each place begins and ends (exclusive)
    left, top   where it begins on the page, in cells; row_high: the height of a row
    """

    score: Doubles
    between: Bools
    gap_left: Index
    gap_right: Index
    left: float
    top: float
    row_high: float


def draw_grid(
    items: Items,
    own: Index,
    begin: Doubles,
    end: Doubles,
    bonds: Floats | None,
    weights: FrameWeights,
) -> PrintGrid | None:
    """The grid of some items (m,), printed from `begin` to `end`; None where it is too large.

    bonds  of all items of the page, as `weigh_bonds` has them
    """
    row_high = items.high / LINE_ROWS
    middle = items.middle[own]
    half = (items.bottom[own] - items.top[own]) / 2 * _INK_SHARE
    half = np.maximum(half, _LEAST_HEIGHT * items.high)
    left = items.left.min() + STEP * float(np.floor((begin.min() - items.left.min()) / STEP))
    top = float((middle - half).min())
    a, b = _bins(middle - half, middle + half, top, row_high)
    size = items.size[own]
    lo, hi = _bins(begin, end, left, STEP)
    shape = int(b.max()), int(hi.max())
    if shape[0] * shape[1] > MOST_PLACES:
        return None
    wide = end - begin
    soft = items.whole[own] & (size < weights.body_size) & (wide > 2 * weights.least_column)
    large = (size >= weights.large_size) & (wide > 1.5 * weights.least_column)
    firm = _paint(a, b, lo, hi, shape, ~soft)
    text = firm | _paint(a, b, lo, hi, shape, soft)
    gap_left, gap_right, between = _gaps(text)
    score = np.where(between, _gap_odds(gap_left, gap_right, between, items, weights), 0.0)
    if float(items.whole[own].mean()) > 0.5:
        score[between] += weights.boxed_gain
    score[text & ~firm] = -weights.unread_cost if bonds is None else 0.0
    if bonds is not None:
        first = round((left - float(items.left.min())) / STEP)
        meets = _paint_bonds(bonds[own], np.flatnonzero(soft), (a, b, lo, hi), first, shape)
        at = text & ~firm & np.isfinite(meets)
        score[at] = meets[at]
    score[firm] = -weights.printed_cost
    score[_paint(a, b, lo, hi, shape, large)] = -weights.headline_cost
    score /= LINE_ROWS
    return PrintGrid(score, between, gap_left, gap_right, left, top, row_high)


def _bins(begin: Doubles, end: Doubles, start: float, size: float) -> tuple[Index, Index]:
    """The first bin that each stretch touches, and the one behind its last."""
    first = np.floor((begin - start) / size).astype(np.intp)
    first = np.maximum(first, 0)  # the start is rounded, and may come to lie behind the first
    return first, np.maximum(np.ceil((end - start) / size).astype(np.intp), first + 1)


def _paint(a: Index, b: Index, lo: Index, hi: Index, shape: tuple[int, int], some: Bools) -> Bools:
    """Which places some of the boxes cover: rows a to b, columns lo to hi of each."""
    grid = np.zeros((shape[0] + 1, shape[1] + 1), np.int32)
    a, b, lo, hi = a[some], b[some], lo[some], hi[some]
    np.add.at(grid, (a, lo), 1)
    np.add.at(grid, (b, hi), 1)
    np.add.at(grid, (a, hi), -1)
    np.add.at(grid, (b, lo), -1)
    return np.asarray(grid.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0, bool)


def _paint_bonds(
    bonds: Floats,
    some: Index,
    spans: tuple[Index, Index, Index, Index],
    first: int,
    shape: tuple[int, int],
) -> Doubles:
    """The bonds of some of the items where they are printed; -inf elsewhere.

    first  the column of the page's grid at which this one begins
    """
    found = np.full(shape, -np.inf)
    a, b, lo, hi = spans
    for k in some.tolist():
        own = bonds[k, first + lo[k] : first + hi[k]]
        part = found[a[k] : b[k], lo[k] : lo[k] + len(own)]
        np.maximum(part, own, out=part)
    return found


def _gaps(text: Bools) -> tuple[Index, Index, Bools]:
    """Where the blank around each place begins and ends; whether text is on both sides of it."""
    wide = text.shape[1]
    at = np.arange(wide)
    before = np.maximum.accumulate(np.where(text, at + 1, 0), axis=1)
    behind = np.minimum.accumulate(np.where(text, at, wide)[:, ::-1], axis=1)[:, ::-1]
    return before, behind, ~text & (before > 0) & (behind < wide)


def _gap_odds(
    gap_left: Index, gap_right: Index, between: Bools, items: Items, weights: FrameWeights
) -> Doubles:
    """Log-odds of a gutter at each place between two texts."""
    gap = (gap_right - gap_left) * STEP
    odds = weights.gap_gain * (gap - items.blank) - weights.gap_prior
    odds = np.clip(odds, -weights.gap_cost, weights.gap_most)
    there = _sum_around(((gap_left > 0) & (gap_right < gap.shape[1])).astype(np.int32))
    sure = np.minimum(there / _SURE_ROWS, 1.0)
    for edge, gain, most in (
        (gap_right, weights.begin_gain, weights.begin_most),
        (gap_left, weights.end_gain, weights.end_most),
    ):
        share = _alike(edge, between, there)
        alike = gain * np.log(np.maximum(share, _LEAST_SHARE) / weights.usual_share)
        odds += np.clip(alike, -weights.gap_cost, most) * sure
    return np.asarray(odds, np.float64)


def _alike(edge: Index, between: Bools, there: Ints) -> Doubles:
    """Of each place the share of the rows around that have a gap with its edge at the same column.

    edge   where the gap around each place ends, or begins
    there  of each the rows around that have text on both sides
    """
    high, wide = between.shape
    at = np.zeros((high, wide + 2), np.int32)
    rows, columns = np.nonzero(between)
    at[rows, edge[rows, columns]] = 1
    spread = at.copy()
    spread[:, 1:] |= at[:, :-1]
    spread[:, :-1] |= at[:, 1:]
    counts = _sum_around(spread)[np.arange(high)[:, None], np.minimum(edge, wide - 1)]
    return np.asarray((counts - 1) / np.maximum(there - 1, 1), np.float64)


def _sum_around(values: Ints) -> Ints:
    """Sums of each place and those in the rows around it."""
    high = len(values)
    total = np.zeros((high + 1, values.shape[1]), np.int32)
    np.cumsum(values, axis=0, out=total[1:])
    row = np.arange(high)
    above, below = np.maximum(row - _REACH, 0), np.minimum(row + _REACH + 1, high)
    return np.asarray(total[below] - total[above], np.int32)
