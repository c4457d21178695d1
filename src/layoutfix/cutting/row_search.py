"""The best ways to cut a row into lines of one column, by dynamic programming over its places.

    the boats lay near it for a week | nobody came to the pier     two lines of this column
    the boats lay near it for a week nobody | came to the pier     the next best

What a way is worth is the sum over its lines, of how well their widths fit the column, and over its
places, of how likely a cut is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from layoutfix.arrays import Bools, Floats, Index
from layoutfix.cutting.fit import STEPS, ColumnWidth, fit_table
from layoutfix.cutting.places import FusedRow
from layoutfix.script import Script
from layoutfix.weights import LineWeights

NEVER = np.float32(-1e6)
MOST_WAYS = {Script.CJK: 4, Script.SPACED: 10}
"""Ways to cut a row that are kept for each width of columns; raised, slower for little."""
_CHUNK = 128
"""Rows that are looked at in one go."""
MANY_PLACES = 400
"""Rows of more places are paragraphs on a line, or pages: of these the best way alone is kept."""


def in_chunks(rows: Sequence[FusedRow]) -> Iterator[Sequence[FusedRow]]:
    """Runs of rows; long ones by themselves, since all rows of a run take the room of the longest.

    >>> [len(chunk) for chunk in in_chunks([])]
    []
    """
    lo = 0
    for r, row in enumerate(rows):
        long = len(row.places.offset) > MANY_PLACES
        if r > lo and (long or r - lo == _CHUNK or len(rows[r - 1].places.offset) > MANY_PLACES):
            yield rows[lo:r]
            lo = r
    if lo < len(rows):
        yield rows[lo:]


@dataclass(frozen=True, slots=True)
class NodeTable:
    """The nodes of n rows at which a part may end or begin: its start, m places, its end.

    left, right (n, M + 2)  width of the row up to the end of a part that ends at the node, and up
                            to the start of one that starts there; NaN where it is none
    gain (n, M + 2), stops (n, M + 2)  as in `CutPlaces`; last (n,) the node of the row's end
    total (n,)              width of the row
    """

    left: Floats
    right: Floats
    gain: Floats
    stops: Bools
    last: Index
    total: Floats

    def part(self, first: int, end: int) -> NodeTable:
        """The rows from the first on, up to the end."""
        if end - first == len(self.last):
            return self
        own = (getattr(self, field.name)[first:end] for field in fields(self))
        return NodeTable(*own)


def to_table(rows: Sequence[FusedRow]) -> NodeTable:
    """The nodes of some rows."""
    n, most = len(rows), max((len(row.places.offset) for row in rows), default=0)
    left = np.full((n, most + 2), np.nan, np.float32)
    right, gain = left.copy(), np.zeros_like(left)
    stops = np.zeros(left.shape, bool)
    last = np.zeros(n, np.intp)
    right[:, 0] = 0.0
    for r, row in enumerate(rows):
        p, m = row.places, len(row.places.offset)
        left[r, 1 : m + 1], right[r, 1 : m + 1] = p.left, p.right
        gain[r, 1 : m + 1], stops[r, 1 : m + 1] = p.gain, p.stops
        left[r, m + 1], stops[r, m + 1] = row.total, row.stops
        last[r] = m + 1
    total = np.array([row.total for row in rows], np.float32)
    return NodeTable(left, right, gain, stops, last, total)


def best_ways(
    table: NodeTable, column: ColumnWidth, most: int, weights: LineWeights
) -> tuple[Floats, Index]:
    """The `most` best ways to cut each row into lines of a column: dynamic programming over nodes.

    Returns log-odds (n, K) against a row that was never fused, but for `multiple_odds`, NEVER where
    there is no such way, and the nodes to cut at, (n, K, D), from the right, 0 beyond the last one.
    """
    n, nodes = table.left.shape
    widest = weights.widest(column.cells)
    fit = fit_table(column.cells, weights)
    size = fit.shape[1] + 1
    fit = np.append(fit, np.full((2, 1), NEVER), axis=1).ravel()  # the last is what does not fit
    ends = table.stops * size
    left, right = (
        np.where(np.isnan(each), far, each)
        for each, far in ((table.left, -_FAR), (table.right, _FAR))
    )
    farthest = [np.searchsorted(r, x - widest) for x, r in zip(left, right, strict=True)]
    first = np.where(np.isnan(table.left), nodes, farthest).min(axis=0).tolist()
    best = np.full((n, nodes, most), NEVER)
    best[:, 0, 0] = 0.0
    back = np.zeros((n, nodes, most), np.intp)
    row = np.arange(n)[:, None]
    for e in range(1, nodes):
        lo = min(first[e], e - 1)
        width = left[:, e, None] - right[:, lo:e]
        fits = (width > 0) & (width <= widest)
        step = np.where(fits, width * STEPS, size - 1).astype(np.intp)
        step += ends[:, e, None]
        value = (best[:, lo:e] + fit.take(step)[:, :, None]).reshape(n, -1)
        k = min(most, value.shape[1])
        top = value.argpartition(value.shape[1] - k, axis=1)[:, -k:]
        best[:, e, :k] = value[row, top] + table.gain[:, e, None]
        back[:, e, :k] = top + lo * most
    best = np.maximum(best, NEVER)
    at, rank = np.repeat(table.last[:, None], most, 1), np.tile(np.arange(most), (n, 1))
    value = best[row, at, rank]
    cuts = []
    while at.any():
        at, rank = np.divmod(back[row, at, rank], most)
        cuts.append(at)
    return value, np.stack(cuts, axis=2)


_FAR = np.float32(1e7)
"""Where a part would begin that cannot, in half-width cells."""


def best_cuts(
    rows: Sequence[FusedRow], column: ColumnWidth, weights: LineWeights
) -> list[tuple[float, list[int]]]:
    """Per row the best way to cut it into lines of a column, and its log-odds against none.

    Each by itself, in a script with spaces; a row that is no wider than a line, or cannot be cut
    so, stays whole.
    """
    widest = weights.widest(column.cells)
    found: list[tuple[float, list[int]]] = [(0.0, [])] * len(rows)
    wide = [r for r, row in enumerate(rows) if row.total > widest and len(row.places.offset)]
    for chunk in in_chunks([rows[r] for r in wide]):
        values, nodes = best_ways(to_table(chunk), column, MOST_WAYS[Script.SPACED], weights)
        best = values.argmax(axis=1)
        for k, u in enumerate(best.tolist()):
            if values[k, u] > NEVER / 2:
                cuts = [node - 1 for node in nodes[k, u, ::-1].tolist() if node]
                found[wide[k]] = float(values[k, u]), cuts
        wide = wide[len(chunk) :]
    return found
