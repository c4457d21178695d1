"""Plans: which run each fragment of a region belongs to, and in which order the runs are read.

The search for a better plan looks at hundreds of them that differ in one move, so all that is asked
of plans is asked of many at once: as labels of shape (c, n), where `label[p, i]` is the number of
the run to which fragment i belongs under plan p. Fragments stand in the dump's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import permutations

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats, Index, Ints
from layoutfix.ordering.unshuffle import Lines, foot_share, passing_beside
from layoutfix.weights import TurnWeights

Run = list[int]

NOT_THERE = -1
"""The label of a fragment that a plan does not have."""


def runs_to_labels(plans: Sequence[Sequence[Run]]) -> tuple[Index, Index]:
    """Runs of fragments as labels: the fragments (c, n) and the number of each one's run (c, n).

    Runs count from 0 in the order in which they are given. A plan with fewer fragments than another
    has NOT_THERE at its end, and any fragment.
    """
    sizes = [sum(map(len, runs)) for runs in plans]
    at = np.zeros((len(plans), max(sizes)), np.intp)
    label = np.full(at.shape, NOT_THERE, np.intp)
    for p, (runs, size) in enumerate(zip(plans, sizes, strict=True)):
        members = np.array([i for run in runs for i in run], np.intp)
        order = members.argsort()
        at[p, :size] = members[order]
        label[p, :size] = np.repeat(np.arange(len(runs)), [len(run) for run in runs])[order]
    return at, label


def label_to_runs(at: Index, label: Index) -> list[Run]:
    """The runs of one plan, (n,) each, in the order of their numbers."""
    runs: list[Run] = [[] for _ in range(int(label.max(initial=-1)) + 1)]
    for i, s in zip(at.tolist(), label.tolist(), strict=True):
        if s != NOT_THERE:
            runs[s].append(i)
    return [run for run in runs if run]


def left_to_right(runs: list[Run], lines: Lines) -> list[Run]:
    """The runs of a region as they are read: from left to right, or in reverse (`mirrored`)."""
    if len(runs) < 2:
        return runs
    at, label = runs_to_labels([runs])
    return label_to_runs(at[0], arrange(at, label, lines)[0])


def arrange(at: Index, label: Index, lines: Lines) -> Index:
    """The labels (c, n) with the runs of each plan numbered as they are read; `at` (c or 1, n).

    From left to right as they stand on the page: by their character columns where each run of a
    plan has one, else by the turns that they take in the rows. In reverse where the lines are
    mirrored.
    """
    first = first_places(label)
    count = (first < label.shape[1]).sum(1)
    rank = _inverse(first.argsort(axis=1, kind="stable"))  # in the order of first appearance
    if np.isnan(lines.x).all():
        rank = _turns_to_rank(at, _renumber(label, rank), lines, rank, count)
    else:
        rank = _columns_to_rank(at, label, lines, rank, first)
    if lines.mirrored:
        rank = np.where(rank < count[:, None], count[:, None] - 1 - rank, rank)
    return _renumber(label, rank)


def late_runs(at: Index, label: Index, lines: Lines, weights: TurnWeights) -> Bools:
    """Which runs (c, k) open late and never share a row of the dump with others.

    Under a picture lines stand at other heights than those beside it, so that an engine which
    gives each line a row of its own puts them anywhere between these: turns do not tell where such
    a column stands.
    """
    first = first_places(label)
    if not np.isnan(lines.x).all():
        return np.zeros(first.shape, bool)
    rows = lines.row[at]
    same = rows[:, 1:] == rows[:, :-1]
    shared = np.zeros(rows.shape, bool)
    shared[:, 1:] |= same
    shared[:, :-1] |= same
    own = label[:, :, None] == np.arange(first.shape[1])
    beside = (own & shared[:, :, None]).any(axis=1)
    late: Bools = (first >= weights.fresh_fragments) & (first < label.shape[1]) & ~beside
    return late


def first_places(label: Index) -> Index:
    """Where the first fragment of each run stands, (c, k); n for runs that a plan does not have."""
    c, n = label.shape
    k = int(label.max(initial=0)) + 1
    first = np.full((c, k + 1), n, np.intp)
    first[np.arange(c)[:, None], label[:, ::-1]] = np.arange(n - 1, -1, -1)
    return first[:, :k]


def last_places(label: Index) -> Index:
    """Where the last fragment of each run stands, (c, k); -1 for runs that a plan does not have."""
    c, n = label.shape
    k = int(label.max(initial=0)) + 1
    last = np.full((c, k + 1), -1, np.intp)
    last[np.arange(c)[:, None], label] = np.arange(n)
    return last[:, :k]


class Around:
    """For each run s and place p: the last member of s up to p and the first after p; else -1."""

    def __init__(self, label: Index) -> None:
        m, k = len(label), int(label.max()) + 1
        place = np.arange(m)
        own = label == np.arange(k)[:, None]
        self.before = np.maximum.accumulate(np.where(own, place, -1), axis=1)  # (k, m)
        after = np.minimum.accumulate(np.where(own, place, m)[:, ::-1], axis=1)[:, ::-1]
        self.after = np.full((k, m), -1)
        self.after[:, :-1] = np.where(after[:, 1:] < m, after[:, 1:], -1)
        self.previous = np.full(m, -1)  # of the place's own run
        self.previous[1:] = self.before[label[1:], place[:-1]]
        self.following = self.after[label, place]


def _renumber(label: Index, rank: Index) -> Index:
    padded = np.concatenate([rank, np.full((len(rank), 1), NOT_THERE)], axis=1)
    return np.take_along_axis(padded, label, axis=1)


def _inverse(order: Index) -> Index:
    rank = np.empty_like(order)
    rank[np.arange(len(order))[:, None], order] = np.arange(order.shape[1])
    return rank


def _columns_to_rank(at: Index, label: Index, lines: Lines, rank: Index, first: Index) -> Index:
    """Ranks of the runs (c, k) by the median of their first character columns."""
    x = lines.x[at]
    own = label[:, :, None] == np.arange(first.shape[1])
    counted = own & (own.cumsum(axis=1, dtype=np.int32) <= 2 * _PLACES)
    counted &= ~np.isnan(x)[:, :, None]
    counted &= counted.cumsum(axis=1, dtype=np.int32) <= _PLACES
    by_x = np.broadcast_to(x.argsort(axis=1, kind="stable"), label.shape)
    each = np.arange(len(label))[:, None]
    counted = counted[each, by_x]
    number = counted.cumsum(axis=1, dtype=np.int32)
    values = np.broadcast_to(x, label.shape)[each, by_x]
    middle = [(number == m).argmax(axis=1) for m in _middle(number[:, -1:])]
    place = (values[each, middle[0]] + values[each, middle[1]]) / 2
    there = first < label.shape[1]
    known = ((number[:, -1] > 0) | ~there).all(axis=1)
    place = np.where(there, place, np.inf)
    return np.where(known[:, None], _inverse(np.lexsort((first, place), axis=1)), rank)


def _middle(count: Ints) -> tuple[Ints, Ints]:
    """The numbers, from 1, of the one or two in the middle."""
    return (count + 1) // 2, count // 2 + 1


_PLACES = 7
"""So many fragments of a run say where it stands: farther down it may have another's tail."""


def _turns_to_rank(at: Index, label: Index, lines: Lines, rank: Index, count: Index) -> Index:
    """Ranks of the runs (c, k) by the turns that they take; `label` in order of appearance.

    In a row, what stands farther right comes later; so where a fragment is followed by one of a run
    to the left of its own, a row ends. Of all orders of the runs the one with the fewest such rows
    is taken, which has no fragments of one row of the dump in the wrong order; of equal ones the
    one in which the runs first appear. O(n + k! k^2) for k runs; many keep that order.
    """
    c, k = rank.shape
    rows = lines.row[at]
    weight = np.where(rows[:, 1:] == rows[:, :-1], _SAME_ROW, 1)
    if lines.begins is not None:
        weight[lines.begins[at[:, 1:]]] = 0
    there = label != NOT_THERE
    weight = weight * (there[:, 1:] & there[:, :-1])
    turns = np.maximum(label[:, :-1] * k + label[:, 1:], 0) + np.arange(c)[:, None] * (k * k)
    back = np.bincount(turns.ravel(), weight.ravel(), minlength=c * k * k).reshape(c, k, k)
    found = rank.copy()
    for runs in np.unique(count).tolist():
        if not 2 <= runs <= _MOST_PERMUTED:
            continue
        plans = np.flatnonzero(count == runs)
        places, inverted = _all_places(runs)
        ends = back[plans, :runs, :runs].reshape(len(plans), -1) @ inverted.T
        best = ends.argmin(axis=1)
        better = ends[np.arange(len(plans)), best] + _FEWER_ROWS <= ends[:, 0]
        others = np.broadcast_to(np.arange(runs, k), (len(places), k - runs))
        place = np.concatenate([places, others], axis=1)
        changed = plans[better]
        found[changed] = np.take_along_axis(place[best[better]], rank[changed], axis=1)
    return found


_MOST_PERMUTED = 6
"""Runs of which all orders are tried."""
_FEWER_ROWS = 5
"""So many rows fewer must another order than that of first appearance have."""
_SAME_ROW = 3
"""So many rows count where two fragments of one row of the dump stand in the wrong order."""


def inversions(columns: Sequence[int]) -> int:
    """How many pairs stand in the wrong order."""
    return sum(a > b for k, a in enumerate(columns) for b in columns[k + 1 :])


@cache
def all_orders(k: int) -> list[tuple[int, ...]]:
    """All orders of k runs, those with the fewest inversions first."""
    return sorted(permutations(range(k)), key=inversions)


@cache
def _all_places(k: int) -> tuple[Index, Doubles]:
    """For each order of k runs their places, and (k * k,) whether run b is to the left of run a."""
    places = np.argsort(np.array(all_orders(k)), axis=1)
    inverted = places[:, :, None] > places[:, None, :]
    return places, inverted.reshape(len(places), -1).astype(np.float64)


def turn_costs(plans: Sequence[Sequence[Run]], lines: Lines, weights: TurnWeights) -> Floats:
    """What the search for streams charges for columns passed over or opened late, nats, (c,).

    Each plan has its runs in reading order.
    """
    at, label = runs_to_labels(plans)
    return label_turn_costs(at, label, lines, weights)


def label_turn_costs(at: Index, label: Index, lines: Lines, weights: TurnWeights) -> Floats:
    """The same for plans as labels (c, n), numbered in reading order; `at` (c or 1, n).

    O(c * n * k) for k runs. Only the end of a plan may be NOT_THERE.
    """
    there = label >= 0
    size = there.sum(1)[:, None]
    count = label.max(axis=1, keepdims=True) + 1
    if lines.mirrored:  # as they stand in rows
        label = np.where(there, count - 1 - label, label)
    c, n = label.shape
    k = int(count.max())
    rows, widths = lines.row[at], lines.width[at]
    each, step = np.arange(c)[:, None], np.arange(n, dtype=np.int32)[:, None]
    own = label[:, :, None] == np.arange(k)  # whose turn it is, (c, n, k) as all that follows
    turn = np.maximum.accumulate(np.where(own, step, np.int32(-1)), axis=1)  # the last turn of each
    final = turn[:, -1:]
    before = np.full_like(turn, -1)
    before[:, 1:] = turn[:, :-1]
    column = np.maximum(label, 0)[:, :, None]
    mine = np.take_along_axis(before, column, 2)
    is_new = (mine[:, :, 0] < 0) & there
    opened = is_new.cumsum(1)
    same_row = (rows[:, 1:] == rows[:, :-1]) & there[:, 1:]
    half = np.zeros((c, n), bool)
    if weights.halves_share > 0:
        widest = np.where(own, widths[:, :, None], np.float32(0.0)).max(axis=1)
        both = widths[:, 1:] + widths[:, :-1]
        halves = both <= weights.halves_share * widest[each, label[:, 1:]]
        free = ~same_row & ~lines.stops[at[:, :-1]]
        half[:, 1:] = halves & free & (label[:, 1:] == label[:, :-1])
    if lines.goes_on is not None:
        next_of_block = lines.goes_on[at[:, 1:]] & (at[:, 1:] == at[:, :-1] + 1)
        half[:, 1:] |= next_of_block & (label[:, 1:] == label[:, :-1])
    counted = ~(is_new | half) & there
    counts = (before >= 0) & (before < mine) & counted[:, :, None]
    passes = counts.cumsum(1, dtype=np.int32)
    at_turn = np.maximum.accumulate(np.where(own, passes, np.int32(0)), axis=1)
    passed = np.zeros_like(passes)
    passed[:, 1:] = (passes - at_turn)[:, :-1]
    cost, passed = _passing(at, before, passed, opened, lines, weights)
    cost *= counts
    near = foot_share(size - step[:, 0], opened, weights)[:, :, None]
    cost *= np.where(final < step, near, np.float32(1.0))
    share = np.where(np.isnan(lines.x[at]), 1.0, weights.x_pass_share)
    total = (cost.sum(2, dtype=np.float64) * share).sum(1)
    fresh = np.where(
        step[:, 0] < weights.fresh_fragments, weights.open_cost, weights.late_open_cost
    )
    total += (is_new[:, 1:] * fresh[1:]).sum(1)
    mine_passed = np.take_along_axis(passed, column, 2)[:, :, 0]
    total += weights.return_cost * (counted & (mine_passed >= weights.ended_after)).sum(1)
    total += weights.same_row_cost * ((label[:, 1:] <= label[:, :-1]) & same_row).sum(1)
    return np.asarray(total, np.float32)


def _passing(
    at: Index, before: Ints, passed: Ints, opened: Index, lines: Lines, weights: TurnWeights
) -> tuple[Floats, Ints]:
    """What it costs to pass over each column at each place, and how often it was, both (c, n, k).

    Beside a heading lines of the other columns stand that do not count.

    before  (c, n, k) the place of each column's last fragment, -1 where it has none
    passed  (c, n, k) how often it was passed over since; opened (c, n) the columns there are
    """
    costs = np.asarray(weights.pass_costs, np.float32)
    if lines.heading is None or not lines.heading[at].any():
        return costs[np.minimum(passed, len(costs) - 1)], passed
    heading = np.broadcast_to(lines.heading[at], opened.shape)
    headed = heading[np.arange(len(opened))[:, None, None], before] & (before >= 0)
    beside = np.where(headed, opened[:, :, None] - 1, 0).astype(np.int32)
    share, nth, away = passing_beside(passed, beside, weights)
    return costs[np.minimum(nth, len(costs) - 1)] * share, away
