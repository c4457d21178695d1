"""How sure each joint of an order is: what its link says, and how it stands among the others.

1 A1      In a page of two columns the joints A1-A2, B1-B2, A2-A3 ... go two fragments on each.
2 B1      One that does, beside others that do, is likelier than its words alone would make it;
3 A2      one that passes others over, or whose ends could be exchanged with those of a joint
4 B2      that runs beside it at little loss (A1-B2 and B1-A2), is less so.
...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from layoutfix.arrays import Bools, Doubles, Floats, Index
from layoutfix.weights import AssemblyWeights


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How the n - 1 joints of an order stand in the dump, and beside one another; each (n - 1,).

    A joint's step is how many fragments of the dump it goes on.

    back        the second fragment stands before the first in the dump
    as_before, as_after  the joint before, or after, in the order has the same step
    alike       how many of the two joints before and the two after have it
    near, far   the step is at most one from the median of the forward steps around, or more above
    parallel    how many of the joints of the fragments next in the dump, one on each side, run
                beside it: from the one next to the first fragment to the one next to the second
    crossing    nats: log of 1 and the odds of all exchanges of ends with the joints that overlap
    across      one of the two stands across the columns
    """

    back: Bools
    as_before: Bools
    as_after: Bools
    alike: Index
    near: Bools
    far: Bools
    parallel: Index
    crossing: Doubles
    across: Bools


def order_to_surroundings(
    order: Sequence[int], score: Callable[[Index, Index], Floats], across: Bools
) -> Surroundings:
    """Of the joints of an order of n fragments. O(n * overlapping joints).

    score   (left, right) -> log-odds (p,) that right[k] follows left[k]
    across  (n,) by fragment
    """
    path = np.array(order, np.intp)
    left, right = path[:-1], path[1:]
    step = right - left
    around = np.pad(step, _REACH, constant_values=0)
    alike = [around[_REACH + k : len(around) - _REACH + k] == step for k in (-2, -1, 1, 2)]
    median = _median_step(step)
    after = np.full(len(path) + 2, _NOTHING)
    after[left + 1] = right  # one place is left free on either side
    return Surroundings(
        back=step < 0,
        as_before=alike[1],
        as_after=alike[2],
        alike=np.sum(alike, axis=0),
        near=(step > 0) & (np.abs(step - median) <= 1),
        far=(step > 0) & (step > median + 1),
        parallel=_are_parallel(left, right, after, -1) + _are_parallel(left, right, after, 1),
        crossing=_crossings(left, right, score),
        across=across[left] | across[right],
    )


_REACH = 4
"""So many joints before and after say which step is usual."""
_NOTHING = -9
_MOST_OVERLAPPING = 64
_MOST_CROSSING = 8.0


def _median_step(step: Index) -> Doubles:
    """Of the forward steps around each joint, 1 where there is none."""
    if not len(step):
        return np.zeros(0)
    forward = np.where(step > 0, step, np.iinfo(np.intp).max)
    around = np.pad(forward, _REACH, constant_values=np.iinfo(np.intp).max)
    windows = np.sort(sliding_window_view(around, 2 * _REACH + 1), axis=1)
    count = (windows < np.iinfo(np.intp).max).sum(1)
    row = np.arange(len(step))
    middle = [windows[row, np.maximum(k, 0)] for k in ((count - 1) // 2, count // 2)]
    usual = np.where(count > 0, middle, 1).mean(axis=0)
    return np.asarray(usual, np.float64)


def _are_parallel(left: Index, right: Index, after: Index, side: int) -> Index:
    return np.asarray(after[left + 1 + side] == right + side, np.intp)


def _crossings(left: Index, right: Index, score: Callable[[Index, Index], Floats]) -> Doubles:
    n = len(left) + 1
    forward = np.flatnonzero(right > left)
    number = np.full(n + 1, -1)  # of the forward joint that begins at each fragment
    number[left[forward]] = forward
    many = np.minimum(right[forward] - left[forward] - 1, _MOST_OVERLAPPING)
    one = np.repeat(forward, many)
    inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + 1
    other = number[left[one] + inside]
    one, other = one[other >= 0], other[other >= 0]
    own = score(left, right).astype(np.float64)
    gain = score(left[one], right[other]).astype(np.float64) + score(left[other], right[one])
    odds = np.exp(np.minimum(gain - own[one] - own[other], _MOST_CROSSING))
    total = np.bincount(one, odds, n - 1) + np.bincount(other, odds, n - 1)
    return np.asarray(np.minimum(np.log1p(total), _MOST_CROSSING), np.float64)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page whose columns are seen shows of the n - 1 joints of an order; each (n - 1,).

    All False on a page whose columns were guessed.

    below  the two stand below each other in one column
    over   the first is the last of a column, the second the first of the next
    """

    below: Bools
    over: Bools

    @property
    def follows(self) -> Bools:
        """Whether the two follow each other in either way."""
        return self.below | self.over


def nothing_seen(joints: int) -> Seen:
    """Of a page whose columns were guessed."""
    none = np.zeros(joints, bool)
    return Seen(none, none)


FEATURES = (
    "bias",
    "total",
    "margin",
    "page",
    "back",
    "as_before",
    "as_after",
    "near",
    "far",
    "alike",
    "total_before",
    "total_after",
    "parallel",
    "breaks",
    "across",
    "crossing",
    "may_end",
    "regular",
    "below",
    "over",
)
"""What a joint's chance is estimated from, by the weights in `AssemblyWeights.confidence_odds`.

Beside `Surroundings`: its link, in nats, the link's margin over the best rival of either side, the
mean link of the page, the links of the joints before and after, the odds of a paragraph's end, and
these again where one is likelier than none (`may_end`: what follows an end says little); how alike
the steps of the page are, from 0 to 4; and what the page shows of the two (`Seen`),
less the more joints of the page read badly where no paragraph may end: there a gutter was missed.
"""
LEAST_TOTAL = -4.0
"""Links below it, in nats, count as much."""
_MOST_MARGIN, _MOST_BREAKS = 6.0, 8.0
_POOR = -0.5
"""Links below it, in nats, read badly."""
_TORN_COST = 5.0
"""Where a fifth of the joints read badly, what the page shows counts for nothing."""


def joint_features(
    total: Floats,
    rival: Floats,
    breaks: Floats,
    around: Surroundings,
    seen: Seen,
    weights: AssemblyWeights,
) -> Doubles:
    """The features (n - 1, len(FEATURES)) of the joints of an order."""
    link = np.clip(total, LEAST_TOTAL, weights.confidence_total_cap).astype(np.float64)
    page = np.clip(total.mean(), -2.0, 6.0) if len(total) else 0.0
    ends = np.clip(breaks, -_MOST_BREAKS, _MOST_BREAKS)
    torn = float(((total < _POOR) & (breaks < 0)).mean()) if len(total) else 0.0
    shown = max(0.0, 1.0 - _TORN_COST * torn)
    columns = {
        "bias": np.ones(len(total)),
        "total": link,
        "margin": np.clip(total - rival, -_MOST_MARGIN, _MOST_MARGIN),
        "page": np.full(len(total), page),
        "back": around.back,
        "as_before": around.as_before,
        "as_after": around.as_after,
        "near": around.near,
        "far": around.far,
        "alike": around.alike,
        "total_before": one_before(link, LEAST_TOTAL),
        "total_after": one_after(link, LEAST_TOTAL),
        "parallel": around.parallel,
        "breaks": ends,
        "across": around.across,
        "crossing": around.crossing,
        "may_end": np.maximum(ends, 0.0),
        "regular": np.full(len(total), around.alike.mean() if len(total) else 0.0),
        "below": seen.below * shown,
        "over": seen.over * shown,
    }
    return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float64)


def one_before(values: Doubles, first: float) -> Doubles:
    """Of n values in order, for each the one before it, (n,); `first` for the first."""
    return np.append(first, values[:-1])[: len(values)]


def one_after(values: Doubles, last: float) -> Doubles:
    """Of n values in order, for each the one after it, (n,); `last` for the last."""
    return np.append(values[1:], last)[: len(values)]
