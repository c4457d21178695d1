"""Plans: which column each fragment of a region belongs to, and in which order columns are read.

The search for a better plan looks at hundreds of them that differ in one move, so all that is asked
of plans is asked of many at once: as labels of shape (c, n), where `label[p, i]` is the number of
the column to which fragment i belongs under plan p. Fragments stand in the dump's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, permutations

import numpy as np

from layoutfix import kernels
from layoutfix.arrays import Doubles, Index, Ints
from layoutfix.ordering.view import PageView
from layoutfix.ranks import distinct

Column = list[int]

NOT_THERE = -1
"""The label of a fragment that a plan does not have."""


def columns_to_labels(plans: Sequence[Sequence[Column]]) -> tuple[Index, Index]:
    """Columns of fragments as labels: the fragments (c, n), and the number of each one's column.

    Columns count from 0 in the order in which they are given. A plan with fewer fragments than
    another has NOT_THERE at its end, and any fragment.
    """
    sizes = [sum(map(len, columns)) for columns in plans]
    at = np.zeros((len(plans), max(sizes)), np.intp)
    label = np.full(at.shape, NOT_THERE, np.intp)
    for p, (columns, size) in enumerate(zip(plans, sizes, strict=True)):
        members = np.array([i for column in columns for i in column], np.intp)
        order = members.argsort()
        at[p, :size] = members[order]
        label[p, :size] = np.repeat(np.arange(len(columns)), [len(column) for column in columns])[
            order
        ]
    return at, label


def label_to_columns(at: Index, label: Index) -> list[Column]:
    """The columns of one plan, (n,) each, in the order of their numbers."""
    ends = np.bincount(label + 1).cumsum().tolist()  # what is not there comes first
    by_column = at[label.argsort(kind="stable")].tolist()
    return [by_column[begin:end] for begin, end in pairwise(ends) if begin < end]


def left_to_right(columns: list[Column], view: PageView) -> list[Column]:
    """The columns of a region as they are read: from left to right, or in reverse (`mirrored`)."""
    if len(columns) < 2:
        return columns
    at, label = columns_to_labels([columns])
    return label_to_columns(at[0], arrange(at, label, view)[0])


def arrange(at: Index, label: Index, view: PageView) -> Index:
    """The labels (c, n) with the columns of each plan numbered as they are read; `at` (c or 1, n).

    From left to right as they stand on the page: by their character columns where each column of a
    plan has one, else by the turns that they take in the rows. In reverse where the page is
    mirrored, from another one on where it is turned.
    """
    if kernels.COMPILED:
        return kernels.plans.arrange(at, label, view)
    return arrange_by_arrays(at, label, view)


def arrange_by_arrays(at: Index, label: Index, view: PageView) -> Index:
    """`arrange`, the twin of the kernel."""
    first = first_places(label)
    count = (first < label.shape[1]).sum(1)
    rank = _inverse(first.argsort(axis=1, kind="stable"))  # in the order of first appearance
    if np.isnan(view.x).all():
        rank = _turns_to_rank(at, _renumber(label, rank), view, rank, count)
    else:
        rank = _columns_to_rank(at, label, view, rank, first)
    if view.mirrored:
        rank = np.where(rank < count[:, None], count[:, None] - 1 - rank, rank)
    if view.turned:
        rank = np.where(rank < count[:, None], (rank - view.turned) % count[:, None], rank)
    return _renumber(label, rank)


def first_places(label: Index) -> Index:
    """Where the first fragment of each column stands, (c, k); n where a plan has no such column."""
    c, n = label.shape
    k = int(label.max(initial=0)) + 1
    first = np.full((c, k + 1), n, np.intp)
    first[np.arange(c)[:, None], label[:, ::-1]] = np.arange(n - 1, -1, -1)
    return first[:, :k]


def last_places(label: Index) -> Index:
    """Where the last fragment of each column stands, (c, k); -1 where a plan has no such column."""
    c, n = label.shape
    k = int(label.max(initial=0)) + 1
    last = np.full((c, k + 1), -1, np.intp)
    last[np.arange(c)[:, None], label] = np.arange(n)
    return last[:, :k]


class Around:
    """For each column s and place p: the last of s up to p, and the first after p; -1 for none."""

    def __init__(self, label: Index) -> None:
        m, k = len(label), int(label.max()) + 1
        place = np.arange(m)
        own = label == np.arange(k)[:, None]
        self.before = np.maximum.accumulate(np.where(own, place, -1), axis=1)  # (k, m)
        after = np.minimum.accumulate(np.where(own, place, m)[:, ::-1], axis=1)[:, ::-1]
        self.after = np.full((k, m), -1)
        self.after[:, :-1] = np.where(after[:, 1:] < m, after[:, 1:], -1)
        self.previous = np.full(m, -1)  # of the place's own column
        self.previous[1:] = self.before[label[1:], place[:-1]]
        self.following = self.after[label, place]


def _renumber(label: Index, rank: Index) -> Index:
    padded = np.concatenate([rank, np.full((len(rank), 1), NOT_THERE)], axis=1)
    return np.take_along_axis(padded, label, axis=1)


def _inverse(order: Index) -> Index:
    rank = np.empty_like(order)
    rank[np.arange(len(order))[:, None], order] = np.arange(order.shape[1])
    return rank


def _columns_to_rank(at: Index, label: Index, view: PageView, rank: Index, first: Index) -> Index:
    """Ranks of the columns (c, k) by the median of their first character columns."""
    x = view.x[at]
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
"""So many fragments of a column say where it stands: farther down it may have another's tail."""


def _turns_to_rank(at: Index, label: Index, view: PageView, rank: Index, count: Index) -> Index:
    """Ranks of the columns (c, k) by the turns that they take; `label` in order of appearance.

    In a row, what stands farther right comes later; so where a fragment is followed by one of a
    column to the left of its own, a row ends. Of all orders of the columns the one with the fewest
    such rows is taken, which has no fragments of one row of the dump in the wrong order; of equal
    ones the one in which the columns first appear. O(n + k! k^2) for k columns; many keep that.
    """
    c, k = rank.shape
    rows = view.row[at]
    weight = np.where(rows[:, 1:] == rows[:, :-1], _SAME_ROW, 1)
    if view.begins is not None:
        weight[view.begins[at[:, 1:]]] = 0
    there = label != NOT_THERE
    weight = weight * (there[:, 1:] & there[:, :-1])
    turns = np.maximum(label[:, :-1] * k + label[:, 1:], 0) + np.arange(c)[:, None] * (k * k)
    back = np.bincount(turns.ravel(), weight.ravel(), minlength=c * k * k).reshape(c, k, k)
    found = rank.copy()
    for columns in distinct(count).tolist():
        if not 2 <= columns <= _MOST_PERMUTED:
            continue
        places, inverted = _all_places(columns)
        plans = np.flatnonzero(count == columns)
        turns_back = back[plans, :columns, :columns].reshape(len(plans), -1)
        other_way = back[plans, :columns, :columns].swapaxes(1, 2).reshape(len(plans), -1)
        least = np.minimum(turns_back, other_way) @ inverted[0]  # of any order
        can_gain = turns_back @ inverted[0] >= least + _FEWER_ROWS
        plans, ends = plans[can_gain], turns_back[can_gain] @ inverted.T
        best = ends.argmin(axis=1)
        better = ends[np.arange(len(plans)), best] + _FEWER_ROWS <= ends[:, 0]
        others = np.broadcast_to(np.arange(columns, k), (len(places), k - columns))
        place = np.concatenate([places, others], axis=1)
        changed = plans[better]
        found[changed] = np.take_along_axis(place[best[better]], rank[changed], axis=1)
    return found


_MOST_PERMUTED = 6
"""Columns of which all orders are tried."""
_FEWER_ROWS = 5
"""So many rows fewer must another order than that of first appearance have."""
_SAME_ROW = 3
"""So many rows count where two fragments of one row of the dump stand in the wrong order."""


def inversions(columns: Sequence[int]) -> int:
    """How many pairs stand in the wrong order."""
    return sum(a > b for k, a in enumerate(columns) for b in columns[k + 1 :])


@cache
def all_orders(k: int) -> list[tuple[int, ...]]:
    """All orders of k columns, those with the fewest inversions first."""
    return sorted(permutations(range(k)), key=inversions)


@cache
def _all_places(k: int) -> tuple[Index, Doubles]:
    """For each order of k columns their places, and (k * k,) whether b is to the left of a."""
    places = np.argsort(np.array(all_orders(k)), axis=1)
    inverted = places[:, :, None] > places[:, None, :]
    return places, inverted.reshape(len(places), -1).astype(np.float64)
