"""The best ways to cut a row into lines of one column, by dynamic programming over its places.

    the boats lay near it for a week | nobody came to the pier     two lines of this column
    the boats lay near it for a week nobody | came to the pier     the next best

What a way is worth is the sum over its lines, of how well their widths fit the column, and over its
places, of how likely a cut is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from layoutfix import kernels
from layoutfix.arrays import Floats, Index
from layoutfix.cutting.fit import STEPS
from layoutfix.cutting.nodes import NEVER, NodeTable, PaddedNodes, TriedWidth

_CHUNK = 128
"""Rows that are looked at in one go."""
MANY_PLACES = 400
"""Rows of more places are paragraphs on a line, or pages: of these the best way alone is kept."""


def in_chunks(size: Index) -> Iterator[Index]:
    """Numbers of rows with so many nodes, (n,), some at a time; long ones by themselves.

    All rows of a chunk take the room of the longest.

    >>> [chunk.tolist() for chunk in in_chunks(np.array([9, 5, 900, 7]))]
    [[0, 1], [2], [3]]
    """
    lo, long = 0, (size > MANY_PLACES + 2).tolist()
    for r in range(1, len(size) + 1):
        if r == len(size) or long[r] or long[r - 1] or r - lo == _CHUNK:
            yield np.arange(lo, r)
            lo = r


def best_ways(nodes: PaddedNodes, width: TriedWidth, most: int) -> tuple[Floats, Index]:
    """The `most` best ways to cut each row into lines of a width, best first.

    Returns log-odds (n, K) against a row that was never fused, but for `multiple_odds`, NEVER where
    there is no such way, and the nodes to cut at, (n, K, D), from the right, 0 beyond the last one.
    Of ways as good, the one whose last cut is farther left is better. O(n * places * reach * K).
    """
    n, many = nodes.left.shape
    size = width.fit.shape[1] + 1
    fit = np.append(width.fit, np.full((2, 1), 2 * NEVER), axis=1).ravel()  # what does not fit
    first = _first_fitting(nodes, width)
    best = np.full((n, many, most), NEVER)
    best[:, 0, 0] = 0.0
    back = np.zeros((n, many, most), np.intp)
    row = np.arange(n)
    for e in range(1, many):
        lo = min(first[e], e - 1)
        wide = nodes.left[:, e, None] - nodes.right[:, lo:e]
        fits = (wide > 0) & (wide <= width.widest)
        step = np.where(fits, wide * STEPS, size - 1).astype(np.intp)
        step += nodes.stops[:, e, None] * size
        value = (best[:, lo:e] + fit.take(step)[:, :, None]).reshape(n, -1)
        for rank in range(min(most, value.shape[1])):
            top = value.argmax(axis=1)
            gain = value[row, top]
            known = gain > NEVER / 2
            best[:, e, rank] = np.where(known, gain + nodes.gain[:, e], NEVER)
            back[:, e, rank] = np.where(known, top + lo * most, 0)
            value[row, top] = 2 * NEVER
    return _trace_back(best, back, nodes.last)


def _first_fitting(nodes: PaddedNodes, width: TriedWidth) -> list[int]:
    """The first node from which a part that ends at each node may come, in any of the rows."""
    many = nodes.left.shape[1]
    left, right = (
        np.where(np.isnan(each), far, each)
        for each, far in ((nodes.left, -_FAR), (nodes.right, _FAR))
    )
    farthest = [
        np.searchsorted(r, x - (width.widest + 1.0)) for x, r in zip(left, right, strict=True)
    ]
    first: list[int] = np.where(np.isnan(nodes.left), many, farthest).min(axis=0).tolist()
    return first


_FAR = np.float32(1e7)
"""Where a part would begin that cannot, in half-width cells."""


def _trace_back(best: Floats, back: Index, last: Index) -> tuple[Floats, Index]:
    n, _, most = best.shape
    row = np.arange(n)[:, None]
    at, rank = np.repeat(last[:, None], most, 1), np.tile(np.arange(most), (n, 1))
    value = best[row, at, rank]
    cuts = []
    while at.any():
        at, rank = np.divmod(back[row, at, rank], most)
        cuts.append(at)
    return value, np.stack(cuts, axis=2)


@dataclass(frozen=True, slots=True)
class BestCuts:
    """The best way to cut each of n rows: its log-odds (n,), and its places, row by row.

    first  (n + 1,) where those of each row begin in `places`
    """

    gain: Floats
    first: Index
    places: Index

    def of(self, r: int) -> list[int]:
        """The places to cut row r at, from the left."""
        found: list[int] = self.places[self.first[r] : self.first[r + 1]].tolist()
        return found


def best_cuts(table: NodeTable, width: TriedWidth) -> BestCuts:
    """Per row the best way to cut it into lines of a width, and its log-odds against none.

    Each by itself; a row that is no wider than a line, or cannot be cut so, stays whole, for 0.
    """
    if kernels.COMPILED:
        return BestCuts(*kernels.rows.best_cuts(table, width))
    return BestCuts(*best_cuts_by_arrays(table, width))


def best_cuts_by_arrays(table: NodeTable, width: TriedWidth) -> tuple[Floats, Index, Index]:
    """`best_cuts`, the twin of the kernel."""
    gain, places = np.zeros(len(table), np.float32), [np.zeros(0, np.intp)] * len(table)
    size = np.diff(table.first)
    wide = np.flatnonzero((table.total.astype(np.float64) > width.widest) & (size > 2))
    for chunk in in_chunks(size[wide]):
        rows = wide[chunk]
        values, nodes = best_ways(table.padded(rows), width, 1)
        for r, value, cuts in zip(rows.tolist(), values[:, 0], nodes[:, 0, ::-1], strict=True):
            if value > NEVER / 2:
                gain[r], places[r] = value, cuts[cuts > 0] - 1
    return gain, np.cumsum([0, *map(len, places)]), np.concatenate([*places, np.zeros(0, np.intp)])
