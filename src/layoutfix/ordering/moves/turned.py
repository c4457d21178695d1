"""The columns of a region are read in another order where the joints between them say so.

Where each line has a row of its own, turns show which column follows which, round and round, but
not which of them is read first. A headline that was given to the wrong column, or one that stands
lower than the columns beside it begin, puts the wrong one first:

    H              found: H, B, C, A          B1 C1          found: B, C, H A
    A1 B1 C1       as B goes on better        H
    A2 B2 C2       after H than A does        A1 B2 C2

So other orders are tried, for a price for columns whose heads do not appear in the order in which
they are read, and one for rows that are read backwards. Fragments that stand alone beside a region
may be the first of its first column, or the last of its last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, permutations

import numpy as np

from layoutfix.arrays import Doubles
from layoutfix.ordering.moves.exchange import exchange_parts
from layoutfix.ordering.objective import Objective, order_to_regions
from layoutfix.ordering.plans import Column, inversions, left_to_right
from layoutfix.ranks import distinct

MOST_TURNED = 6
"""Columns of a region of which other orders are tried."""
LEAST_ROWS = 0.9
"""Rows of a region for each of its fragments."""
MOST_PERMUTED = 4
"""Columns of which all orders are tried; of more those that begin elsewhere."""
MOST_ABOVE, MOST_BELOW = 3, 1
"""Fragments before and after a region that may be of its first and of its last column."""
HEADS_ABOVE = 8
"""Fragments before a region of which one may be the head of its first column."""
MOST_HEADS = 2
"""Pairs of heads that count: on a skewed page all of several columns stand before the others."""
TRIED = 4
"""Orders of a region that are valued: those whose joints between columns gain most."""
MOST_BEHIND = 10.0
"""Nats that these may lose and exchanges bring back; bounds time, as the last does."""
_SAME_ROW = 3
"""So many rows count where two fragments of one row of the dump stand in the wrong order."""


def turn_columns(order: list[int], objective: Objective) -> list[int]:
    """The order with the columns of each region as they read best; not where places are seen."""
    view = objective.view
    if view.mirrored or not np.isnan(view.x).all():
        return order
    k = 0
    while k < len(regions := order_to_regions(order)):
        if 2 <= len(regions[k]) <= MOST_TURNED and _has_own_rows(regions[k], objective):
            order = _turn_region(_to_site(regions, k), order, objective)
        k += 1
    return order


@dataclass(frozen=True, slots=True)
class _Site:
    """A region that is read at places `begin` .. `end` - 1 of the order, and what is beside it.

    above, below  fragments that are read alone before it, the nearest first, and after it
    """

    columns: list[Column]
    begin: int
    end: int
    above: list[int]
    below: list[int]


@dataclass(frozen=True, slots=True)
class _Turned:
    """Columns of a region in another order, with some of the fragments beside it.

    gain  of the links between columns, less what the order costs, in nats
    cost  what it costs beside that of the objective
    """

    gain: float
    cost: float
    begin: int
    end: int
    columns: list[Column]


def _to_site(regions: list[list[Column]], k: int) -> _Site:
    begin = sum(len(column) for region in regions[:k] for column in region)
    size = sum(map(len, regions[k]))
    above, below = _alone(regions[:k][::-1]), _alone(regions[k + 1 :])
    return _Site(regions[k], begin, begin + size, above, below[:MOST_BELOW])


def _has_own_rows(region: list[Column], objective: Objective) -> bool:
    """Whether nearly each fragment has a row of its own: those of one row show what stands left."""
    rows = objective.view.row[[i for column in region for i in column]]
    return len(distinct(rows)) >= LEAST_ROWS * len(rows)


def _alone(regions: list[list[Column]]) -> list[int]:
    """The fragments that are regions of their own until the first region of columns."""
    found: list[int] = []
    for region in regions:
        if len(region) > 1 or len(found) == HEADS_ABOVE:
            break
        found += region[0]
    return found


def _turn_region(site: _Site, order: list[int], objective: Objective) -> list[int]:
    """The order with the columns of one region turned, where that gains."""
    weights = objective.weights
    paid = weights.turned_head_cost * _heads(site.columns, site.above)
    found = [each for each in _turned(site, order, objective) if each.gain + paid > -MOST_BEHIND]
    best, most = order, objective.worth(order) - paid + weights.turned_gain
    for each in sorted(found, key=lambda each: -each.gain)[:TRIED]:
        for columns in (each.columns, _exchanged(each.columns, objective)):
            inside = [i for column in columns for i in column]
            other = [*order[: each.begin], *inside, *order[each.end :]]
            worth = round(objective.worth(other) - each.cost, 3)
            if worth > most:
                best, most = other, worth
    return best


def _exchanged(columns: list[Column], objective: Objective) -> list[Column]:
    """Columns after exchanges that gain while they are read in this order, from one of them on."""
    standing = left_to_right(columns, objective.view)
    first = standing.index(columns[0])
    if [*standing[first:], *standing[:first]] != columns:
        return columns
    return exchange_parts(columns, objective.turned(first))


def _turned(site: _Site, order: list[int], objective: Objective) -> Iterator[_Turned]:
    """Other orders of the columns of a region, and of those with the fragments beside them."""
    weights = objective.weights
    for above in range(min(len(site.above), MOST_ABOVE) + 1):
        for below in range(len(site.below) + 1):
            columns = [list(column) for column in site.columns]
            columns[0] = site.above[:above][::-1] + columns[0]
            columns[-1] += site.below[:below]
            begin, end = site.begin - above, site.end + below
            joints = _joints(columns, order[:begin][-1:], order[end:][:1], objective)
            back = _rows_back(columns, objective)
            now = tuple(range(len(columns)))
            path_now, rows_now = _path(joints, now), _sum(back, now)
            for places in _other_orders(len(columns)):
                turned = [columns[c] for c in places]
                rows = max(_sum(back, places) - rows_now, 0.0)
                cost = weights.turned_head_cost * _heads(turned, site.above[above:])
                cost += weights.turned_row_cost * rows + weights.turned_above_cost * above
                gain = _path(joints, places) - path_now - cost
                yield _Turned(gain, cost, begin, end, turned)


def _joints(
    columns: list[Column], before: list[int], after: list[int], objective: Objective
) -> Doubles:
    """What it is worth that one column is read after another, (k + 1, k + 1).

    `[a, b]`: the head of column b after the foot of column a; the last row is for what is read
    before them, the last column for what is read after them, or for the ends of the text.
    """
    links = objective.links
    feet = [*(column[-1] for column in columns), *before]
    heads = [*(column[0] for column in columns), *after]
    left, right = np.repeat(feet, len(heads)), np.tile(heads, len(feet))
    table = np.zeros((len(columns) + 1, len(columns) + 1))
    table[: len(feet), : len(heads)] = links.score(left, right).reshape(len(feet), -1)
    if not before:
        table[-1, : len(heads)] = links.starts()[heads]
    if not after:
        table[: len(feet), -1] = links.ends()[feet]
    return table


def _path(joints: Doubles, places: Sequence[int]) -> float:
    """What the joints of columns in an order are worth."""
    return float(sum(joints[a, b] for a, b in pairwise((-1, *places, -1))))


def _rows_back(columns: list[Column], objective: Objective) -> Doubles:
    """`[a, b]`: after how many fragments of column a one of b stands, (k, k), of a row more."""
    members = np.array([i for column in columns for i in column], np.intp)
    label = np.repeat(np.arange(len(columns)), [len(column) for column in columns])
    by_place = members.argsort()
    row, label = objective.view.row[members[by_place]], label[by_place]
    back = np.zeros((len(columns), len(columns)))
    np.add.at(back, (label[:-1], label[1:]), np.where(row[1:] == row[:-1], _SAME_ROW, 1))
    return back


def _sum(back: Doubles, places: Sequence[int]) -> float:
    """How many rows end in an order of columns: one farther left follows."""
    return float(sum(back[b, a] for n, a in enumerate(places) for b in places[n + 1 :]))


def _heads(columns: list[Column], above: list[int]) -> int:
    """How many heads of columns stand before that of one that is read earlier, at most MOST_HEADS.

    One of the fragments above may be the head of the first column.
    """
    first, *others = (column[0] for column in columns)
    return min(inversions([min(first, *above, first), *others]), MOST_HEADS)


@cache
def _other_orders(k: int) -> list[tuple[int, ...]]:
    """Orders of k columns but that in which they are: all, or those that begin elsewhere.

    >>> _other_orders(2)
    [(1, 0)]
    """
    if k > MOST_PERMUTED:
        return [tuple((begin + c) % k for c in range(k)) for begin in range(1, k)]
    return list(permutations(range(k)))[1:]
