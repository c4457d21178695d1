"""A column that opens late is read elsewhere than it stands, where that is worth more.

    A1 B1           Under a picture lines stand at other heights than those beside it, so that an
    A2 B2           engine which gives each line a row of its own puts them anywhere between these:
    A3 (pic)        turns do not tell where such a column stands.
    A4 C1 B3

One column of a region at most, for a price for each other column that it passes.
"""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Bools, Index, Longs
from layoutfix.ordering.plans import first_places
from layoutfix.ordering.view import PageView

NEVER = -(10**12)
"""What no move gains: thousandths."""


def late_columns(at: Index, label: Index, view: PageView, fresh: int) -> Bools:
    """Which columns (c, k) of plans open late and never share a row of the dump with others.

    fresh  fragments of a region within which a column does not open late
    """
    first = first_places(label)
    if not np.isnan(view.x).all():
        return np.zeros(first.shape, bool)
    rows = view.row[at]
    same = rows[:, 1:] == rows[:, :-1]
    shared = np.zeros(rows.shape, bool)
    shared[:, 1:] |= same
    shared[:, :-1] |= same
    own = label[:, :, None] == np.arange(first.shape[1])
    beside = (own & shared[:, :, None]).any(axis=1)
    late: Bools = (first >= fresh) & (first < label.shape[1]) & ~beside
    return late


def gain_elsewhere(
    joints: Longs, late: Bools, count: Index, cost: int
) -> tuple[Longs, Index, Index]:
    """What it gains to read one late column of each plan elsewhere: gain, column, after which (c,).

    joints  (c, k + 1, k + 2) `[p, i, j]`: what column j after column i is worth. Columns count from
            1; 0 stands for the beginning, count + 1 for the end
    late    (c, k); count (c,) columns of each plan
    cost    for each column that it passes; as all, in thousandths of a nat
    """
    c, k = late.shape
    places = np.arange(k + 1)
    path = np.where(places <= count[:, None], joints[:, places, places + 1], 0)
    column, after = (a.ravel() for a in np.meshgrid(np.arange(1, k + 1), places))
    moves = (after != column) & (after != column - 1)
    column, after = column[moves], after[moves]
    gain = joints[:, column - 1, np.minimum(column + 1, k + 1)]
    gain = gain - path[:, column - 1] - path[:, column]
    gain += joints[:, after, column] + joints[:, column, after + 1] - path[:, after]
    gain -= cost * np.where(after > column, after - column, column - 1 - after)
    last = count[:, None]
    may = late[:, column - 1] & (column <= last) & (after <= last)
    gain = np.where(may, gain, NEVER)
    best = gain.argmax(axis=1)
    return gain[np.arange(c), best], column[best], after[best]


def joint_table(
    heads: Index, feet: Index, count: Index, begin: Longs, score: Longs, ends: Longs
) -> Longs:
    """`joints` of `gain_elsewhere`, by the first and last places of the columns, (c, k) each.

    begin  (c, k) how well each column begins the text; score, ends as in `RegionPlans`
    """
    c, k = heads.shape
    table = np.zeros((c, k + 1, k + 2), np.int64)
    table[:, 0, 1 : k + 1] = begin
    left, right = np.maximum(feet, 0)[:, :, None], np.minimum(heads, len(score) - 1)[:, None, :]
    table[:, 1:, 1 : k + 1] = score[left, right]
    each = np.arange(c)[:, None]
    table[each, np.arange(1, k + 1), count[:, None] + 1] = ends[np.maximum(feet, 0)]
    return table
