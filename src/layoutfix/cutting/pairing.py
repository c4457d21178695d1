"""How well a way to cut one row goes with a way to cut the next: part by part.

    had been out of sight of the | shore since then. What     the first part goes on in the first
    until the fog had gone, and  | nobody had seen was the    one below, the second in the second

Parts are judged by n-grams and encoder, and by whether they are as wide. A row may have a part less
than the next one, where a column has a gap; then the best pairing of the others counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Floats, Index
from layoutfix.cutting.places import FusedRow
from layoutfix.cutting.ways import Ways
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.encoder import SeamEncoder
from layoutfix.linking.vectors import PageVectors
from layoutfix.weights import LatticeWeights

_CHUNK = 128
"""Pairs of rows whose parts are judged in one go."""

_ALIKE_CELLS = 0.5
"""Cells by which parts that are as wide may differ, beside a share of their width."""


@dataclass(frozen=True, slots=True)
class RowLinks:
    """What says which part of a row goes on in which part of the next; encoder may be missing."""

    units: RowUnits
    encoder: SeamEncoder | None


def join_rows(
    rows: Sequence[FusedRow],
    ways: Sequence[Ways],
    links: RowLinks | None,
    vectors: PageVectors | None,
    weights: LatticeWeights,
) -> list[Floats]:
    """For rows r and r + 1, log-odds (U, U') of each way of the one beside each of the other.

    vectors  of the parts of all rows, one after the other; None: n-grams alone tell
    """
    if links is None or len(rows) < 2:
        return [np.zeros((len(a.cuts), len(b.cuts)), np.float32) for a, b in pairwise(ways)]
    both = enumerate(zip(rows, ways, strict=True))
    parts = [_part_ends(r, row, way, links.units) for r, (row, way) in both]
    head, tail, width = (np.concatenate(each) for each in zip(*parts, strict=True))
    many = len(links.units.flat) + 1
    limits = weights.least_link, weights.most_link
    first = np.cumsum([0, *(len(way.spans) for way in ways)])
    bounds = list(zip(first, first[1:], first[2:], strict=False))
    joints = []
    for lo in range(0, len(bounds), _CHUNK):
        chunk = bounds[lo : lo + _CHUNK]
        left = np.concatenate([np.repeat(np.arange(a, b), c - b) for a, b, c in chunk])
        right = np.concatenate([np.tile(np.arange(b, c), b - a) for a, b, c in chunk])
        pairs, which = np.unique(tail[left] * many + head[right], return_inverse=True)
        gain = np.clip(links.units.gain(*np.divmod(pairs, many)), *limits)[which]
        gain *= np.float32(weights.link_weight)
        if vectors is not None:
            gain += weights.encoder_weight * np.clip(vectors.gain(left, right), *limits)
        wider = np.maximum(width[left], width[right])
        off = (width[left] - width[right]) / (_ALIKE_CELLS + weights.alike_share * wider)
        gain += weights.alike_gain * np.exp(-0.5 * off**2) - weights.link_cost
        joints += _pair_up(ways[lo : lo + len(chunk) + 1], gain.astype(np.float32), weights)
    return joints


def weigh_seams(ways: Sequence[Ways], vectors: PageVectors, weights: LatticeWeights) -> list[Ways]:
    """The ways less what the encoder says for parts of a row that go on in the next part of it."""
    first = np.cumsum([0, *(len(way.spans) for way in ways)])
    weighed = []
    for way, base in zip(ways, first.tolist(), strict=False):
        row, k = np.nonzero(way.parts[:, 1:] >= 0)
        link = vectors.gain(base + way.parts[row, k], base + way.parts[row, k + 1])
        link = np.clip(link, weights.least_link, weights.most_link)
        loss = np.bincount(row, link, len(way.cuts)).astype(np.float32)
        gain = way.gain - np.float32(weights.encoder_loss) * loss
        weighed.append(replace(way, gain=gain))
    return weighed


def _part_ends(r: int, row: FusedRow, way: Ways, units: RowUnits) -> tuple[Index, Index, Floats]:
    """Of each part of row r the places of its start and end in `units`, and its width, (S,)."""
    p, (first, last) = row.places, way.spans.T
    head = units.places_of(r, np.append(p.offset, 0))
    tail = np.append(units.places_of(r, p.left_offset), units.row_ends[r])
    right, left = np.append(p.right, 0.0), np.append(p.left, row.total)
    return head[first], tail[last], (left[last] - right[first]).astype(np.float32)


def _pair_up(ways: Sequence[Ways], link: Floats, weights: LatticeWeights) -> list[Floats]:
    """For each row but the last, log-odds (U, U') of its ways above those of the next.

    link  those of their parts, (S, S') for each pair of rows, one after the other
    Parts are paired from the left and from the right, where their numbers differ: what has no
    partner stands between the two.
    """
    spans = np.array([len(way.spans) for way in ways])
    bases = np.cumsum([0, *(spans[:-1] * spans[1:]).tolist()])
    many = [way.parts.shape[1] > _MANY_PARTS for way in ways]
    alone = [a or b for a, b in pairwise(many)]
    together = np.flatnonzero(~np.array(alone))
    groups = [together.tolist()] if together.size else []
    groups += [[r] for r, by_itself in enumerate(alone) if by_itself]
    values = np.append(link, np.float32(0.0))  # the last is what has no partner
    found: dict[int, Floats] = {}
    for rows in groups:
        above, below = [ways[r] for r in rows], [ways[r + 1] for r in rows]
        k = min(max(way.parts.shape[1] for way in group) for group in (above, below))
        a, b = _to_parts(above, k), _to_parts(below, k)
        size, base = spans[1:][rows], bases[rows]
        best = _best_pairing(a, b, size[:, None, None, None], base, values, weights)
        for r, odds, x, y in zip(rows, best, above, below, strict=True):
            found[r] = odds[: len(x.cuts), : len(y.cuts)]
    return [found[r] for r in range(len(ways) - 1)]


_MANY_PARTS = 12
"""Rows that may have more parts are paired by themselves: all take the room of the most."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of R rows' ways, -1 where there is none: the first K from the left and the right.

    left, right (R, U, K); count (R, U) parts of each way
    """

    left: Index
    right: Index
    count: Index


def _to_parts(ways: Sequence[Ways], k: int) -> _Parts:
    most = max(len(way.cuts) for way in ways)
    left = np.full((len(ways), most, k), -1, np.intp)
    right = left.copy()
    count = np.zeros(left.shape[:2], np.intp)
    for r, way in enumerate(ways):
        u, size = len(way.cuts), min(k, way.parts.shape[1])
        left[r, :u, :size] = way.parts[:, :size]
        at = way.count[:, None] - 1 - np.arange(k)
        right[r, :u] = np.where(at < 0, -1, np.take_along_axis(way.parts, np.maximum(at, 0), 1))
        count[r, :u] = way.count
    return _Parts(left, right, count)


def _best_pairing(
    above: _Parts, below: _Parts, size: Index, base: Index, values: Floats, weights: LatticeWeights
) -> Floats:
    """Log-odds (R, U, U') of R rows' ways; `values[base + a * size + b]` has those of parts."""

    def links(a: Index, b: Index) -> Floats:
        a, b = a[:, :, None], b[:, None]
        at = a * size + b + base[:, None, None, None]
        return values.take(np.where((a < 0) | (b < 0), len(values) - 1, at))

    k = above.left.shape[2]
    few = np.minimum(above.count[:, :, None], below.count[:, None])
    apart = np.abs(above.count[:, :, None] - below.count[:, None])
    sums = links(above.left, below.left).cumsum(3)
    best = sums[:, :, :, -1]
    if apart.any():
        back = links(above.right, below.right).cumsum(3)
        best = np.maximum(best, back[:, :, :, -1])
        for x in range(1, k):
            rest = few - x
            other = np.take_along_axis(back, np.maximum(rest - 1, 0)[:, :, :, None], 3)[:, :, :, 0]
            best = np.maximum(best, sums[:, :, :, x - 1] + np.where(rest > 0, other, 0.0))
    return np.asarray(best - np.float32(weights.parts_cost) * apart, np.float32)
