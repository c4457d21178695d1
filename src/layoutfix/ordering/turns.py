"""What it costs that columns do not take turns: one price list for the search and for its moves.

A1 B1 A2 B2 A3 A4 A5      B is passed over at A4 and again at A5: the second time costs less, as
                          it may have ended; near the foot of a page even less

A line of a heading is as high as two lines of text, so the column that it heads is passed over once
by each other column:

    HHHHH B1 C1        H B1 C1 B2 C2 A1 B3 C3
          B2 C2
    A1    B3 C3
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix import kernels
from layoutfix.arrays import Bools, Floats, Index, Ints, Longs
from layoutfix.ordering.plans import Column, columns_to_labels
from layoutfix.ordering.thousandths import price, to_thousandths
from layoutfix.ordering.view import PageView
from layoutfix.weights import TurnWeights


def turn_costs(plans: Sequence[Sequence[Column]], view: PageView, weights: TurnWeights) -> Longs:
    """What the search for columns charges for columns passed over or opened late, (c,).

    In thousandths of a nat. Each plan has its columns in reading order.
    """
    at, label = columns_to_labels(plans)
    return label_turn_costs(at, label, view, weights)


def label_turn_costs(at: Index, label: Index, view: PageView, weights: TurnWeights) -> Longs:
    """The same for plans as labels (c, n), numbered in reading order; `at` (c or 1, n).

    O(c * n * k) for k columns. Only the end of a plan may be NOT_THERE.
    """
    if kernels.COMPILED:
        return kernels.plans.turn_costs(at, label, view, weights)
    return turn_costs_by_arrays(at, label, view, weights)


def turn_costs_by_arrays(at: Index, label: Index, view: PageView, weights: TurnWeights) -> Longs:
    """`label_turn_costs`, the twin of the kernel."""
    there = label >= 0
    count = label.max(axis=1, keepdims=True) + 1
    if view.mirrored:  # as they stand in rows
        label = np.where(there, count - 1 - label, label)
    n, k = label.shape[1], int(count.max())
    rows = view.row[at]
    step = np.arange(n, dtype=np.int32)[:, None]
    own = label[:, :, None] == np.arange(k)  # whose turn it is, (c, n, k) as all that follows
    turn = np.maximum.accumulate(np.where(own, step, np.int32(-1)), axis=1)  # the last turn of each
    before = np.full_like(turn, -1)
    before[:, 1:] = turn[:, :-1]
    column = np.maximum(label, 0)[:, :, None]
    mine = np.take_along_axis(before, column, 2)
    is_new = (mine[:, :, 0] < 0) & there
    opened = is_new.cumsum(1)
    same_row = (rows[:, 1:] == rows[:, :-1]) & there[:, 1:]
    counted = ~(is_new | _go_on_in_turn(at, label, own, same_row, view, weights)) & there
    counts = (before >= 0) & (before < mine) & counted[:, :, None]
    cost, passed = _passing(at, before, _times_passed(counts, own), opened, view, weights)
    cost *= counts
    near = foot_share(there.sum(1)[:, None] - step[:, 0], opened, weights)[:, :, None]
    cost *= np.where(turn[:, -1:] < step, near, np.float32(1.0))
    seen = ~np.isnan(view.x[at])
    if seen.any():
        cost *= np.where(seen, np.float32(weights.x_pass_share), np.float32(1.0))[:, :, None]
    total = np.rint(cost).sum((1, 2), dtype=np.int64)
    is_fresh = step[:, 0] < weights.fresh_fragments
    fresh = np.where(is_fresh, price(weights.open_cost), price(weights.late_open_cost))
    total += (is_new[:, 1:] * fresh[1:]).sum(1)
    mine_passed = np.take_along_axis(passed, column, 2)[:, :, 0]
    total += price(weights.return_cost) * (counted & (mine_passed >= weights.ended_after)).sum(1)
    total += price(weights.same_row_cost) * ((label[:, 1:] <= label[:, :-1]) & same_row).sum(1)
    return np.asarray(total, np.int64)


def _passing(
    at: Index, before: Ints, passed: Ints, opened: Index, view: PageView, weights: TurnWeights
) -> tuple[Floats, Ints]:
    """What it costs to pass over each column at each place, and how often it was, both (c, n, k).

    In thousandths, not yet whole. Beside a heading lines of the other columns stand that do not
    count.

    before  (c, n, k) the place of each column's last fragment, -1 where it has none
    passed  (c, n, k) how often it was passed over since; opened (c, n) the columns there are
    """
    costs = to_thousandths(np.array(weights.pass_costs)).astype(np.float32)
    if view.heading is None or not view.heading[at].any():
        return costs[np.minimum(passed, len(costs) - 1)], passed
    heading = np.broadcast_to(view.heading[at], opened.shape)
    headed = heading[np.arange(len(opened))[:, None, None], before] & (before >= 0)
    beside = np.where(headed, opened[:, :, None] - 1, 0).astype(np.int32)
    share, nth, away = passing_beside(passed, beside, weights)
    return costs[np.minimum(nth, len(costs) - 1)] * share, away


def passing_beside(passed: Ints, beside: Ints, weights: TurnWeights) -> tuple[Floats, Ints, Ints]:
    """What of a cost is paid for passing over a column again, which cost, how often it was away.

    passed  how often it was passed over
    beside  how often for its height alone, where it ends with a heading; of one shape, as all
    """
    is_beside = passed < beside
    share = np.where(is_beside, np.float32(weights.heading_pass_share), np.float32(1.0))
    away = passed - beside
    return share, np.where(is_beside, passed, away), np.where(is_beside, np.int32(0), away)


def _times_passed(counts: Bools, own: Bools) -> Ints:
    """How often each column was passed over since its last turn, before each place, (c, n, k)."""
    passes = counts.cumsum(1, dtype=np.int32)
    at_turn = np.maximum.accumulate(np.where(own, passes, np.int32(0)), axis=1)
    passed = np.zeros_like(passes)
    passed[:, 1:] = (passes - at_turn)[:, :-1]
    return passed


def _go_on_in_turn(
    at: Index, label: Index, own: Bools, same_row: Bools, view: PageView, weights: TurnWeights
) -> Bools:
    """Which fragments (c, n) are one turn with the one before: halves of a line.

    Two fragments running that are no wider together than a line of their column are its halves.
    """
    half = np.zeros(label.shape, bool)
    on = label[:, 1:] == label[:, :-1]
    if weights.halves_share > 0:
        widths = view.width[at]
        widest = np.where(own, widths[:, :, None], np.float32(0.0)).max(axis=1)
        both = widths[:, 1:] + widths[:, :-1]
        each = np.arange(len(label))[:, None]
        halves = both <= weights.halves_share * widest[each, label[:, 1:]]
        half[:, 1:] = halves & ~same_row & ~view.stops[at[:, :-1]] & on
    return half


def foot_share(
    left: int | npt.NDArray[np.integer[Any]], opened: Ints | Index, weights: TurnWeights
) -> Floats:
    """The share of the cost of passing a column over, `left` fragments before the end.

    Columns end at different rows: near the end of a page, one passed over may be at its foot. Of
    the shape that `left` and `opened` have together.
    """
    rows = np.maximum(left / np.maximum(opened, 1) / weights.foot_rows, weights.foot_share)
    return np.minimum(rows, 1.0).astype(np.float32)
