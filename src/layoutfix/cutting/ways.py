"""The best few ways to cut each row into lines, each row by itself, under each width of columns.

    the boats lay near it for a week | nobody came to the pier     two lines of one column
    the boats lay near | it for a week | nobody came to the pier   three of a narrower one

A way is a list of places. Of all there are, the few best are found by dynamic programming over the
places of a row; `lattice` chooses among them by what stands above and below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from layoutfix import kernels
from layoutfix.arrays import Floats, Index
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.cutting.nodes import NEVER, NodeTable, TriedColumns, try_columns
from layoutfix.cutting.row_search import MANY_PLACES, best_ways, in_chunks
from layoutfix.script import Script
from layoutfix.weights import Weights


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to cut the n rows of a page, U in all, row by row; of S parts in all.

    first       (n + 1,) number of the first way of each row
    gain        (H + 1, U) log-odds of each under each width of columns; the last is that of none
    first_span  (n + 1,) number of the first part of each row
    spans       (S, 2) the parts that occur in any way of a row, each from after a place to before
                another; -1 and m stand for the row's ends
    first_part  (U + 1,) where each way begins in `parts`
    parts       (P,) the parts of each way from the left, as numbers in `spans`
    """

    first: Index
    gain: Floats
    first_span: Index
    spans: Index
    first_part: Index
    parts: Index

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def count(self) -> Index:
        """How many parts each way has, (U,)."""
        return np.diff(self.first_part)

    def cuts(self, u: int) -> list[int]:
        """The places of way u, from the left; none where the row stays whole."""
        parts = self.parts[self.first_part[u] : self.first_part[u + 1] - 1]
        found: list[int] = self.spans[parts, 1].tolist()
        return found

    def take(self, kept: Index) -> Ways:
        """Some of the ways, by their numbers, which rise."""
        count = self.count[kept]
        first_part = np.cumsum([0, *count])
        at = np.repeat(self.first_part[kept] - first_part[:-1], count) + np.arange(first_part[-1])
        parts = self.parts[at]
        where, number = number_as_they_occur(parts)
        spans = parts[where]
        return Ways(
            np.searchsorted(kept, self.first),
            np.ascontiguousarray(self.gain[:, kept]),
            np.searchsorted(spans, self.first_span),
            self.spans[spans],
            first_part,
            number,
        )


def number_as_they_occur(keys: Index) -> tuple[Index, Index]:
    """Where each of the keys (p,) that differ occurs first, and of each key the number of that one.

    >>> [each.tolist() for each in number_as_they_occur(np.array([7, 3, 7, 5]))]
    [[0, 1, 3], [0, 1, 0, 2]]
    """
    _, where, number = np.unique(keys, return_index=True, return_inverse=True)
    order = where.argsort()
    rank = np.empty(len(order), np.intp)
    rank[order] = np.arange(len(order))
    return where[order], rank[number]


_MOST_WAYS = {Script.CJK: 4, Script.SPACED: 10}
"""Ways to cut a row that are kept for each width of columns; raised, slower for little."""
_MOST_KEPT = {Script.CJK: 12, Script.SPACED: 32}
"""Ways to cut a row that are kept, of all widths of columns; raised, slower for little."""
_MOST_BEHIND = 12.0
"""Nats behind the best way of a row up to which they are kept."""


def find_ways(
    table: NodeTable, columns: Sequence[ColumnWidth], weights: Weights, *, script: Script
) -> Ways:
    """The best few ways to cut each row, best first; those without places stay whole."""
    tried = try_columns(table.total, columns, weights)
    find = kernels.ways.find_ways if kernels.COMPILED else find_ways_by_arrays
    return Ways(*find(table, tried, _MOST_WAYS[script], _MOST_KEPT[script], _MOST_BEHIND))


WayArrays: TypeAlias = tuple[Index, Floats, Index, Index, Index, Index]
"""The arrays of `Ways`."""


def find_ways_by_arrays(
    table: NodeTable, columns: TriedColumns, most: int, kept: int, behind: float
) -> WayArrays:
    """`find_ways`, the twin of the kernel.

    most    ways of a row that are looked at under each column; kept: that are kept of all
    behind  nats behind the best way of a row up to which they are kept
    """
    found = _search(table, columns, most)
    ways, gains, first = [], [], [0]
    for r, own in enumerate(found):
        places = int(table.first[r + 1] - table.first[r]) - 2
        whole = columns.whole[:, r].tolist()
        items = _collect(own, whole, kept if places <= MANY_PLACES else 1, behind)
        ways += [(r, (-1, *way, places)) for way, _ in items]
        gains += [gain for _, gain in items]
        first.append(len(ways))
    gain = np.array(gains, np.float32).reshape(-1, len(columns.widths) + 1).T
    first_part = np.cumsum([0, *(len(way) - 1 for _, way in ways)])
    first_span, spans, parts = _number_parts(ways, len(table))
    return np.array(first), np.ascontiguousarray(gain), first_span, spans, first_part, parts


_Found: TypeAlias = list[tuple[int, list[float], list[list[int]]]]
"""Ways to cut one row, best first, by column: its number, their log-odds, and their nodes, (K, D),
from the right, 0 beyond the last one."""


def _search(table: NodeTable, columns: TriedColumns, most: int) -> list[_Found]:
    """Of each row the best ways to cut it, under each column that it may have."""
    found: list[_Found] = [[] for _ in range(len(table))]
    size = np.diff(table.first)
    for h, width in enumerate(columns.widths):
        lo, hi = columns.rows[h]
        for chunk in in_chunks(size[lo:hi]):
            rows = chunk + lo
            values, nodes = best_ways(table.padded(rows), width, most)
            values += columns.multiple[h, rows][:, None]
            for r, value, cuts in zip(rows.tolist(), values.tolist(), nodes.tolist(), strict=True):
                found[r].append((h, value, cuts))
    return found


def _collect(
    found: _Found, whole: Sequence[float], most: int, behind: float
) -> list[tuple[tuple[int, ...], list[float]]]:
    """The `most` best of the ways found for a row, with their odds under each column; and none."""
    nothing = [float(NEVER)] * (len(whole) + 1)
    gains: dict[tuple[int, ...], list[float]] = {(): [*whole, 0.0]}
    elsewhere = [0.0] if float(NEVER) in whole else []  # under columns of other rows it is whole
    floor = max([*elsewhere, *(values[0] for _, values, _ in found)], default=0.0) - behind
    floor = max(floor, float(NEVER) / 2)
    for h, values, nodes in found:
        for value, cuts in zip(values, nodes, strict=True):
            if value < floor:
                break
            way = tuple([node - 1 for node in cuts[::-1] if node])
            if way:  # the row as a whole has odds of its own
                gains.setdefault(way, nothing.copy())[h] = value
    items = sorted(gains.items(), key=lambda item: (-max(item[1]), item[0]))[:most]
    if all(way for way, _ in items):
        items.append(((), gains[()]))
    return items


def _number_parts(
    ways: Sequence[tuple[int, tuple[int, ...]]], rows: int
) -> tuple[Index, Index, Index]:
    """The spans of ways, each as its row and its places, ends included; and their parts.

    `first_span`, `spans`, `parts` as in `Ways`: spans are numbered as they first occur.
    """
    number: dict[tuple[int, int, int], int] = {}
    parts = [number.setdefault((r, a, b), len(number)) for r, way in ways for a, b in pairwise(way)]
    spans = np.array([span for _, *span in number], np.intp).reshape(-1, 2)
    row = np.array([r for r, _, _ in number], np.intp)
    return np.searchsorted(row, np.arange(rows + 1)), spans, np.array(parts, np.intp)
