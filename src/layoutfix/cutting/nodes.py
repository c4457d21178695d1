"""Rows -> the nodes at which their parts may begin and end, and the widths that are tried on them.

    had been out of sight of the | shore since then.      three nodes: the start of the row, one
    ^                            ^                  ^     place to cut it at, its end

All rows of a page stand in one table, row by row, as those that search it want them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from layoutfix.arrays import Bools, Floats, Index, Ints
from layoutfix.cutting.fit import ColumnWidth, fit_table, multiple_odds, whole_fit
from layoutfix.cutting.places import FusedRow
from layoutfix.linking.cohesion import RowUnits
from layoutfix.weights import LineWeights, Weights


@dataclass(frozen=True, slots=True)
class NodeTable:
    """The nodes of n rows at which a part may end or begin: of each its start, m places, its end.

    first (n + 1,)          number of each row's first node, of N
    left, right (N,)        width of the row up to the end of a part that ends at the node, and up
                            to the start of one that starts there; NaN where none does
    gain (N,), stops (N,)   as in `CutPlaces`
    """

    first: Index
    left: Floats
    right: Floats
    gain: Floats
    stops: Bools

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def total(self) -> Floats:
        """Width of each row, (n,)."""
        return self.left[self.first[1:] - 1]

    def padded(self, rows: Index) -> PaddedNodes:
        """Some of the rows, side by side."""
        size = self.first[rows + 1] - self.first[rows]
        step = np.arange(int(size.max()))
        there = step < size[:, None]
        at = np.where(there, self.first[rows, None] + step, 0)
        return PaddedNodes(
            np.where(there, self.left[at], np.float32(np.nan)),
            np.where(there & (step < size[:, None] - 1), self.right[at], np.float32(np.nan)),
            np.where(there, self.gain[at], np.float32(0.0)),
            there & self.stops[at],
            size - 1,
        )


@dataclass(frozen=True, slots=True)
class PaddedNodes:
    """The nodes of n rows as arrays (n, M), as in `NodeTable`; last (n,) the node of each end."""

    left: Floats
    right: Floats
    gain: Floats
    stops: Bools
    last: Index


@dataclass(frozen=True, slots=True)
class LinkedNodes:
    """The nodes of rows that stand above one another, and the units of these.

    head, tail (N,)  place among the units where a part begins or ends; 0 where none does
    """

    table: NodeTable
    units: RowUnits
    head: Index
    tail: Index


def link_nodes(rows: Sequence[FusedRow], table: NodeTable, units: RowUnits) -> LinkedNodes:
    """The nodes of some rows, with where they stand among their units."""
    size = np.diff(table.first) - 2
    starts, ends, inside = _by_kind(table.first)
    row = np.repeat(np.arange(len(rows)), size)
    head, tail = np.zeros(len(table.left), np.intp), np.zeros(len(table.left), np.intp)
    if rows:
        offset = np.concatenate([row.places.offset for row in rows])
        head[inside] = places_of_all(units, row, offset)
        left = np.concatenate([row.places.left_offset for row in rows])
        tail[inside] = places_of_all(units, row, left)
    head[starts], tail[ends] = units.row_places[: len(rows)], units.row_ends[: len(rows)]
    return LinkedNodes(table, units, head, tail)


def places_of_all(units: RowUnits, row: Index, offset: Ints) -> Index:
    """`RowUnits.places_of` for character offsets (p,) of several rows."""
    first = np.cumsum([0, *map(len, units.offsets)])
    flat = np.concatenate(units.offsets)
    within: Index = find_in_rows(first, flat, row, offset) - first[row]
    return units.row_places[row] + within


def find_in_rows(
    first: Index, known: Ints, row: Index, asked: Ints, side: Literal["left", "right"] = "left"
) -> Index:
    """`np.searchsorted` in each row's own part of `known`: numbers (p,) among all of it.

    first  (n + 1,) where that of each row begins; row (p,) where to look for what is asked (p,)
    """
    apart = int(max(known.max(initial=0), asked.max(initial=0))) + 1
    owner = np.repeat(np.arange(len(first) - 1), np.diff(first))
    found: Index = (owner * apart + known).searchsorted(row * apart + asked, side)
    return found


def to_table(rows: Sequence[FusedRow]) -> NodeTable:
    """The nodes of some rows."""
    first = np.cumsum([0, *(len(row.places.offset) + 2 for row in rows)])
    starts, ends, inside = _by_kind(first)
    left = np.full(len(inside), np.nan, np.float32)
    right, gain = left.copy(), np.zeros_like(left)
    stops = np.zeros(len(inside), bool)
    if rows:
        left[inside] = np.concatenate([row.places.left for row in rows])
        right[inside] = np.concatenate([row.places.right for row in rows])
        gain[inside] = np.concatenate([row.places.gain for row in rows])
        stops[inside] = np.concatenate([row.places.stops for row in rows])
    left[ends], right[starts] = [row.total for row in rows], 0.0
    stops[ends] = [row.stops for row in rows]
    return NodeTable(first, left, right, gain, stops)


def _by_kind(first: Index) -> tuple[Index, Index, Bools]:
    """The nodes where rows start, and end, (n,) each; and whether each node is a place, (N,)."""
    starts, ends = first[:-1], first[1:] - 1
    inside = np.ones(int(first[-1]), bool)
    inside[starts] = inside[ends] = False
    return starts, ends, inside


@dataclass(frozen=True, slots=True)
class TriedWidth:
    """A width of columns that rows are cut by: how well lines fit it, `fit_table`; the widest."""

    fit: Floats
    widest: float


def tried_width(cells: float, weights: LineWeights) -> TriedWidth:
    """A width of so many half-width cells."""
    return TriedWidth(fit_table(cells, weights), weights.widest(cells))


@dataclass(frozen=True, slots=True)
class TriedColumns:
    """The H columns that the n rows of a page may be cut by.

    rows      (H, 2) the first row that may have such columns, and the one after the last
    multiple  (H, n) `multiple_odds` of each row, that it is fused
    whole     (H, n) log-odds that it never was; NEVER beyond `rows`
    """

    widths: Sequence[TriedWidth]
    rows: Index
    multiple: Floats
    whole: Floats


NEVER = np.float32(-1e6)
"""Log-odds of what cannot be."""


def try_columns(total: Floats, columns: Sequence[ColumnWidth], weights: Weights) -> TriedColumns:
    """The columns as rows of so many cells, (n,), are cut by them."""
    n, lines = len(total), weights.lines
    rows = np.array([c.rows or (0, n) for c in columns], np.intp).reshape(-1, 2).clip(0, n)
    number = np.arange(n)
    multiple = np.zeros((len(columns), n), np.float32)
    whole = np.full((len(columns), n), NEVER)
    for h, (column, (lo, hi)) in enumerate(zip(columns, rows.tolist(), strict=True)):
        multiple[h] = multiple_odds(total, number, column, weights.columns)
        whole[h, lo:hi] = whole_fit(total[lo:hi], column.cells, lines)
    return TriedColumns([tried_width(c.cells, lines) for c in columns], rows, multiple, whole)
