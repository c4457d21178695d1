"""The best few ways to cut a row into lines, each row by itself, under each width of columns.

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

from layoutfix.arrays import Floats, Index
from layoutfix.cutting.fit import ColumnWidth, multiple_odds, whole_fit
from layoutfix.cutting.places import FusedRow
from layoutfix.cutting.row_search import (
    MANY_PLACES,
    MOST_WAYS,
    NEVER,
    best_ways,
    in_chunks,
    to_table,
)
from layoutfix.script import Script
from layoutfix.weights import LineWeights, Weights


@dataclass(frozen=True, slots=True)
class Ways:
    """The U ways to cut one row.

    cuts    the places of each way; () leaves the row whole
    gain    (H + 1, U) log-odds of each under each width of columns; the last is that of none
    spans   (S, 2) the parts that occur in any way, each from after a place to before another; -1
            and m stand for the row's ends
    parts   (U, K) numbers of the parts of each way in `spans`, from the left; -1 beyond the last
    count   (U,) parts of each
    """

    cuts: tuple[tuple[int, ...], ...]
    gain: Floats
    spans: Index
    parts: Index
    count: Index


def find_ways_of_all(
    rows: Sequence[FusedRow], columns: Sequence[ColumnWidth], weights: Weights, *, script: Script
) -> list[Ways]:
    """The best few ways to cut each row; those without places stay whole."""
    number = np.flatnonzero([len(row.places.offset) for row in rows])
    found: list[Ways] = []
    for chunk in in_chunks([rows[r] for r in number.tolist()]):
        own = number[len(found) : len(found) + len(chunk)]
        found += _find_ways(chunk, own, columns, weights, script=script)
    ways = dict(zip(number.tolist(), found, strict=True))
    for r, row in enumerate(rows):
        if r not in ways:
            whole = _whole_fits(row, r, columns, weights.lines)
            ways[r] = _collect(0, row, [], whole, _MOST_KEPT[script])
    return [ways[r] for r in range(len(rows))]


def _find_ways(
    rows: Sequence[FusedRow],
    number: Index,
    columns: Sequence[ColumnWidth],
    weights: Weights,
    *,
    script: Script,
) -> list[Ways]:
    """The best few ways to cut each row, under all widths of columns; `number`: of the rows."""
    table, n = to_table(rows), len(rows)
    found: list[_Found] = []
    for column in columns:
        first, end = 0, n
        if column.rows is not None:
            first, end = (int(r) for r in np.searchsorted(number, column.rows))
        if first >= end:
            found.append(([[]] * n, [[]] * n))
            continue
        part = table.part(first, end)
        value, nodes = best_ways(part, column, MOST_WAYS[script], weights.lines)
        value += multiple_odds(part.total, number[first:end], column, weights.columns)[:, None]
        values: list[list[float]] = [[] for _ in range(n)]
        cuts: list[list[list[int]]] = [[] for _ in range(n)]
        values[first:end], cuts[first:end] = value.tolist(), nodes.tolist()
        found.append((values, cuts))
    return [
        _collect(k, row, found, _whole_fits(row, r, columns, weights.lines), _MOST_KEPT[script])
        for k, (row, r) in enumerate(zip(rows, number.tolist(), strict=True))
    ]


_MOST_KEPT = {Script.CJK: 12, Script.SPACED: 32}
"""Ways to cut a row that are kept, of all widths of columns; raised, slower for little."""
_MOST_BEHIND = 12.0
"""Nats behind the best way of a row up to which they are kept."""

_Found: TypeAlias = tuple[list[list[float]], list[list[list[int]]]]


def _whole_fits(
    row: FusedRow, r: int, columns: Sequence[ColumnWidth], weights: LineWeights
) -> list[float]:
    """Log-odds, by width of columns, that row r was never fused."""
    return [
        whole_fit(row.total, c.cells, weights)
        if c.rows is None or c.rows[0] <= r < c.rows[1]
        else float(NEVER)
        for c in columns
    ]


def _collect(
    r: int,
    row: FusedRow,
    found: Sequence[_Found],
    whole: Sequence[float],
    most: int,
) -> Ways:
    """The `most` best of the ways found for the r-th of some rows, under any column; and none."""
    nothing = [float(NEVER)] * (len(whole) + 1)
    gains: dict[tuple[int, ...], list[float]] = {(): [*whole, 0.0]}
    best = max((max(values[r], default=0.0) for values, _ in found), default=0.0)
    floor = max(best - _MOST_BEHIND, float(NEVER) / 2)
    for h, (values, nodes) in enumerate(found):
        for value, cuts in zip(values[r], nodes[r], strict=True):
            if value < floor:
                continue
            way = tuple([node - 1 for node in cuts[::-1] if node])
            if way:  # the row as a whole has odds of its own
                gains.setdefault(way, nothing.copy())[h] = value
    if len(row.places.offset) > MANY_PLACES:
        most = 1
    items = sorted(gains.items(), key=lambda item: (-max(item[1]), item[0]))[:most]
    if all(way for way, _ in items):
        items.append(((), gains[()]))
    gain = np.array([gain for _, gain in items], np.float32).T
    return to_ways([way for way, _ in items], gain, len(row.places.offset))


def to_ways(cuts: Sequence[tuple[int, ...]], gain: Floats, places: int) -> Ways:
    """Ways by their cuts and what they gain, of a row with so many places."""
    spans: dict[tuple[int, int], int] = {}
    most = max(map(len, cuts)) + 1
    parts = []
    for way in cuts:
        known = [spans.setdefault(span, len(spans)) for span in pairwise((-1, *way, places))]
        parts.append(known + [-1] * (most - len(known)))
    count = np.array([len(way) + 1 for way in cuts], np.intp)
    numbers = np.array(parts, np.intp)
    return Ways(tuple(cuts), gain, np.array(list(spans), np.intp), numbers, count)
