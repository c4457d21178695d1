"""How well a way to cut one row goes with a way to cut the next: part by part.

    had been out of sight of the | shore since then. What     the first part goes on in the first
    until the fog had gone, and  | nobody had seen was the    one below, the second in the second

Parts are judged by n-grams and encoder, and by whether they are as wide. A row may have a part less
than the next one, where a column has a gap; then the best pairing of the others counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from layoutfix import kernels
from layoutfix.arrays import Bools, Floats, Index
from layoutfix.cutting.nodes import LinkedNodes
from layoutfix.cutting.ways import Ways, number_as_they_occur
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.encoder import SeamEncoder
from layoutfix.linking.vectors import PageVectors
from layoutfix.ranks import distinct
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


@dataclass(frozen=True, slots=True)
class Joints:
    """Log-odds of each way of a row beside each of the next: one after the other, row by row.

    first  (n,) where those of row r and the next begin in `odds`; of way u of the one and v of the
           other, counted from the first of each, they stand at first[r] + u * (ways of r + 1) + v
    """

    first: Index
    odds: Floats


def join_rows(
    nodes: LinkedNodes | None,
    ways: Ways,
    vectors: PageVectors | None,
    weights: LatticeWeights,
) -> Joints:
    """For rows r and r + 1, log-odds of each way of the one beside each of the other.

    nodes    None where rows do not stand above one another: then nothing tells
    vectors  of the parts of all rows, one after the other; None: n-grams alone tell
    """
    size = np.diff(ways.first)
    first = np.concatenate([[0], (size[:-1] * size[1:]).cumsum()])
    if nodes is None or len(ways) < 2:
        return Joints(first, np.zeros(int(first[-1]), np.float32))
    ends = _part_ends(nodes, ways)
    limits = weights.least_link, weights.most_link
    find, number, pair = find_pairs_by_arrays, number_pairs_by_arrays, pair_up_by_arrays
    if kernels.COMPILED:
        kernel = kernels.lattice
        find, number, pair = kernel.find_pairs, kernel.number_pairs, kernel.pair_up
    odds = [np.zeros(0, np.float32)]
    for lo in range(0, len(ways) - 1, _CHUNK):
        hi = min(lo + _CHUNK, len(ways) - 1)
        at, left, right = find(ways, lo, hi)
        tail, head = ends.tail[left], ends.head[right]
        once, which = number(tail, head)
        gain = np.clip(nodes.units.gain(tail[once], head[once]), *limits)[which]
        gain *= np.float32(weights.link_weight)
        if vectors is not None:
            gain += weights.encoder_weight * np.clip(vectors.gain(left, right), *limits)
        wider = np.maximum(ends.width[left], ends.width[right])
        off = ends.width[left] - ends.width[right]
        off /= _ALIKE_CELLS + weights.alike_share * wider
        gain += weights.alike_gain * np.exp(-0.5 * off**2) - weights.link_cost
        odds.append(pair(ways, lo, hi, at, gain.astype(np.float32), weights.parts_cost))
    return Joints(first, np.concatenate(odds))


def weigh_seams(ways: Ways, vectors: PageVectors, weights: LatticeWeights) -> Ways:
    """The ways less what the encoder says for parts of a row that go on in the next part of it."""
    way = np.repeat(np.arange(len(ways.count)), ways.count)
    seam = np.flatnonzero(way[:-1] == way[1:])
    link = vectors.gain(ways.parts[seam], ways.parts[seam + 1])
    link = np.clip(link, weights.least_link, weights.most_link)
    loss = np.bincount(way[seam], link, len(ways.count)).astype(np.float32)
    return replace(ways, gain=ways.gain - np.float32(weights.encoder_loss) * loss)


@dataclass(frozen=True, slots=True)
class _PartEnds:
    """Of each part the places of its start and end among the units, and its width, (S,)."""

    head: Index
    tail: Index
    width: Floats


def _part_ends(nodes: LinkedNodes, ways: Ways) -> _PartEnds:
    base = np.repeat(nodes.table.first[:-1], np.diff(ways.first_span)) + 1
    first, last = base + ways.spans[:, 0], base + ways.spans[:, 1]
    width = nodes.table.left[last] - nodes.table.right[first]
    return _PartEnds(nodes.head[first], nodes.tail[last], width)


def find_pairs_by_arrays(ways: Ways, lo: int, hi: int) -> tuple[Index, Index, Index]:
    """The parts that some pairing of rows lo to hi - 1 with the next puts together.

    Numbers (p,) of pairs, of the upper parts and of the lower ones. A pair of parts a and b of row
    r and the next, counted from the first of each, has the number a * (parts of r + 1) + b, and
    those of rows from lo on come one after the other. The twin of the kernel.
    """
    size = np.diff(ways.first_span)
    base = np.cumsum([0, *(size[lo:hi] * size[lo + 1 : hi + 1])])
    used = np.zeros(int(base[-1]), bool)
    most, rows = int(ways.count.max()), np.arange(lo, hi)
    place = rows[:, None] * most + np.arange(most)  # k-th parts of each row
    for from_right in (False, True):
        first, parts = _list_parts(ways, most, from_right=from_right)
        above, below = (np.diff(first)[at].ravel() for at in (place, place + most))
        group = np.repeat(np.arange(len(above)), above * below)
        at = np.arange(len(group)) - np.repeat(
            (above * below).cumsum() - above * below, above * below
        )
        a = parts[first[place].ravel()[group] + at // below[group]]
        b = parts[first[place + most].ravel()[group] + at % below[group]]
        row = lo + group // most
        a, b = a - ways.first_span[row], b - ways.first_span[row + 1]
        used[base[row - lo] + a * size[row + 1] + b] = True
    at = np.flatnonzero(used)
    row = np.searchsorted(base, at, "right") - 1
    left, right = np.divmod(at - base[row], size[lo + 1 + row])
    return at, left + ways.first_span[lo + row], right + ways.first_span[lo + 1 + row]


def _list_parts(ways: Ways, most: int, *, from_right: bool) -> tuple[Index, Index]:
    """The parts that are the k-th of some way of row r, from the left or right, each once.

    Those of r and k, which is below `most`, stand between first[r * most + k] and the next.
    """
    way = np.repeat(np.arange(len(ways.count)), ways.count)
    k = np.arange(len(way)) - ways.first_part[way]
    k = ways.count[way] - 1 - k if from_right else k
    row = np.repeat(np.arange(len(ways)), np.diff(ways.first))
    many = len(ways.spans)
    place, parts = np.divmod(distinct((row[way] * most + k) * many + ways.parts), many)
    return np.searchsorted(place, np.arange(len(ways) * most + 1)), parts


def number_pairs_by_arrays(left: Index, right: Index) -> tuple[Index, Index]:
    """Where each pair occurs first among some (p,), and of each pair the number of its first.

    Numbers count those that differ, as they occur. The twin of the kernel.
    """
    return number_as_they_occur(left * (int(right.max(initial=0)) + 1) + right)


def pair_up_by_arrays(
    ways: Ways, lo: int, hi: int, pairs: Index, link: Floats, parts_cost: float
) -> Floats:
    """Log-odds of the ways of rows lo to hi - 1 beside those of the next, as in `Joints`.

    pairs, link  (p,) as `find_pairs_by_arrays` numbers them, and log-odds of each
    parts_cost   of each part that one of the two has more
    Parts are paired from the left and from the right, where their numbers differ: what has no
    partner stands between the two. The twin of the kernel.
    """
    size = np.diff(ways.first_span)
    base = np.cumsum([0, *(size[lo:hi] * size[lo + 1 : hi + 1])])
    values = np.zeros(int(base[-1]) + 1, np.float32)  # the last is what has no partner
    values[pairs] = link
    found: dict[int, Floats] = {}
    many = np.diff(ways.first)
    for rows, pairing in _pairings(ways, lo, hi):
        best = _best_pairing(pairing, base[rows - lo], values, parts_cost)
        for r, odds in zip(rows.tolist(), best, strict=True):
            found[r] = odds[: many[r], : many[r + 1]].ravel()
    return np.concatenate([found[r] for r in range(lo, hi)])


_MANY_PARTS = 12
"""Rows that may have more parts are paired by themselves: all take the room of the most."""


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Which parts of R rows' ways meet those of the next: -1 where none does.

    left, right    (R, U, U', K) pairs of parts as numbers, counted from the left and from the right
    above, below   (R, U) and (R, U') parts of each way
    """

    left: Index
    right: Index
    above: Index
    below: Index


def _pairings(ways: Ways, lo: int, hi: int) -> list[tuple[Index, _Pairing]]:
    """Rows lo to hi - 1 beside the next ones, some at a time: their numbers, and how parts meet."""
    most = np.maximum.reduceat(ways.count, ways.first[:-1]) > _MANY_PARTS
    rows = np.arange(lo, hi)
    alone = most[rows] | most[rows + 1]
    groups = [rows[~alone]] if not alone.all() else []
    groups += [rows[r : r + 1] for r in np.flatnonzero(alone)]
    return [(group, _pair_parts(ways, group)) for group in groups]


def _pair_parts(ways: Ways, rows: Index) -> _Pairing:
    above, below = _to_parts(ways, rows), _to_parts(ways, rows + 1)
    k = min(above.left.shape[2], below.left.shape[2])
    size = np.diff(ways.first_span)[rows + 1][:, None, None, None]

    def meet(a: Index, b: Index) -> Index:
        a, b = a[:, :, None, :k], b[:, None, :, :k]
        there: Bools = (a >= 0) & (b >= 0)
        return np.where(there, a * size + b, -1)

    left, right = meet(above.left, below.left), meet(above.right, below.right)
    return _Pairing(left, right, above.count, below.count)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of R rows' ways, counted from the first of each row; -1 where there is none.

    left, right (R, U, K) from the left and from the right; count (R, U) parts of each way
    """

    left: Index
    right: Index
    count: Index


def _to_parts(ways: Ways, rows: Index) -> _Parts:
    many = ways.first[rows + 1] - ways.first[rows]
    step = np.arange(int(many.max()))
    there = step < many[:, None]
    way = np.where(there, ways.first[rows, None] + step, 0)
    count = np.where(there, ways.count[way], 0)
    step = np.arange(int(count.max()))
    inside = step < count[:, :, None]
    first, last = ways.first_part[way, None], ways.first_part[way + 1, None] - 1
    left, right = (
        np.where(
            inside, ways.parts[np.where(inside, at, 0)] - ways.first_span[rows, None, None], -1
        )
        for at in (first + step, last - step)
    )
    return _Parts(left, right, count)


def _best_pairing(pairing: _Pairing, base: Index, values: Floats, parts_cost: float) -> Floats:
    """Log-odds (R, U, U') of R rows' ways; `values[base + pair]` has those of parts."""

    def sum_up(pairs: Index) -> Floats:
        at = np.where(pairs < 0, len(values) - 1, pairs + base[:, None, None, None])
        return values.take(at).cumsum(3)

    k = pairing.left.shape[3]
    few = np.minimum(pairing.above[:, :, None], pairing.below[:, None])
    apart = np.abs(pairing.above[:, :, None] - pairing.below[:, None])
    sums = sum_up(pairing.left)
    back = sum_up(pairing.right)
    best = np.maximum(sums[:, :, :, -1], back[:, :, :, -1])
    for x in range(1, k):
        rest = few - x
        other = np.take_along_axis(back, np.maximum(rest - 1, 0)[:, :, :, None], 3)[:, :, :, 0]
        best = np.maximum(best, sums[:, :, :, x - 1] + np.where(rest > 0, other, 0.0))
    best = np.where(apart > 0, best, sums[:, :, :, -1])
    return np.asarray(best - np.float32(parts_cost) * apart, np.float32)
