"""Fused rows -> cuts: all rows of a page are cut together.

Each row has a few best ways to be cut, by the widths of its parts and by how it holds together. Of
these one is chosen for each row so that the parts go on in one another from row to row:

    had been out of sight of the | shore since then. What     the first part goes on in the first
    until the fog had gone, and  | nobody had seen was the    one below, the second in the second

The ways of the rows are a lattice; its best path is found by dynamic programming (Viterbi), first
with n-grams alone. The seam encoder judges what that leaves open. A row may have a part less than
the next one, where a column has a gap; then the best pairing of the others counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Floats, Index
from layoutfix.cutting.seams import (
    STEPS,
    ColumnWidth,
    CutPlaces,
    fit_table,
    multiple_odds,
    whole_fit,
)
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.encoder import SeamEncoder
from layoutfix.linking.vectors import PageVectors
from layoutfix.weights import SeamWeights

NEVER = np.float32(-1e6)


@dataclass(frozen=True, slots=True)
class FusedRow:
    """A row of text that may be fused: its places to cut at, its printed width, its end.

    text  as the places count it; total: width in half-width cells; stops: it ends as a paragraph
    """

    text: str
    places: CutPlaces
    total: float
    stops: bool

    def likelier(self, gain: npt.NDArray[np.floating] | float) -> FusedRow:
        """The row with log-odds added to those of its places, (m,) or one for all."""
        raised = (self.places.gain + gain).astype(np.float32)
        return replace(self, places=replace(self.places, gain=raised))

    def widths(self, cuts: Sequence[int]) -> list[float]:
        """Printed widths of its parts where it is cut at some places."""
        begins = [0.0, *self.places.right[list(cuts)].tolist()]
        ends = [*self.places.left[list(cuts)].tolist(), self.total]
        return [end - begin for begin, end in zip(begins, ends, strict=True)]

    def parts(self, spans: Index) -> list[str]:
        """Its parts (s,) as text; of `spans` (s, 2), each after a place and before another.

        -1 and m stand for the row's ends.
        """
        starts = [0, *self.places.offset.tolist()]
        ends = [*self.places.left_offset.tolist(), len(self.text)]
        return [self.text[starts[first + 1] : ends[last]] for first, last in spans.tolist()]


@dataclass(frozen=True, slots=True)
class RowLinks:
    """What says which part of a row goes on in which part of the next; encoder may be missing."""

    units: RowUnits
    encoder: SeamEncoder | None


@dataclass(frozen=True, slots=True)
class _Ways:
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


def cut_together(
    rows: Sequence[FusedRow],
    columns: Sequence[ColumnWidth],
    links: RowLinks | None,
    weights: SeamWeights,
) -> tuple[list[list[int]], float]:
    """Per row the places to cut it at, from left to right; and what that gains over whole rows.

    links  None where rows are not above one another, or there is no model: then each row is cut by
           itself, and only the width of its column depends on the others
    O(rows * (places^2 * columns * ways + ways^2)).
    """
    if not rows:
        return [], 0.0
    ways = _find_all_ways(rows, columns, weights)
    enter = np.array([0.0 if c.seen else weights.guess_cost for c in columns] + [0.0], np.float32)
    joints = _joints(rows, ways, links, None, weights)
    forward = _forward([way.gain for way in ways], joints, enter, weights)
    whole = _forward(*_only_whole(ways, joints), enter, weights)
    gain = float(forward[-1].max()) - float(whole[-1].max())
    if links is not None and links.encoder is not None and weights.seam_encoder_weight:
        ways = _prune(ways, joints, forward, enter, weights)
        texts = [text for row, way in zip(rows, ways, strict=True) for text in row.parts(way.spans)]
        vectors = PageVectors(links.encoder, texts)
        joints = _joints(rows, ways, links, vectors, weights)
        ways = _weigh_seams(ways, vectors, weights)
        forward = _forward([way.gain for way in ways], joints, enter, weights)
    path = _best_path(forward, joints, enter, weights)
    return [list(way.cuts[u]) for way, u in zip(ways, path, strict=True)], gain


_CHUNK = 128
"""Rows that are looked at in one go."""
_MANY_PLACES = 400
"""Rows of more places are paragraphs on a line, or pages: of these the best way alone is kept."""


def _in_chunks(rows: Sequence[FusedRow]) -> Iterator[Sequence[FusedRow]]:
    """Runs of rows; long ones by themselves, since all rows of a run take the room of the longest.

    >>> [len(chunk) for chunk in _in_chunks([])]
    []
    """
    lo = 0
    for r, row in enumerate(rows):
        long = len(row.places.offset) > _MANY_PLACES
        if r > lo and (long or r - lo == _CHUNK or len(rows[r - 1].places.offset) > _MANY_PLACES):
            yield rows[lo:r]
            lo = r
    if lo < len(rows):
        yield rows[lo:]


def _find_all_ways(
    rows: Sequence[FusedRow], columns: Sequence[ColumnWidth], weights: SeamWeights
) -> list[_Ways]:
    """The best few ways to cut each row; those without places stay whole."""
    number = np.flatnonzero([len(row.places.offset) for row in rows])
    found: list[_Ways] = []
    for chunk in _in_chunks([rows[r] for r in number.tolist()]):
        found += _find_ways(chunk, number[len(found) : len(found) + len(chunk)], columns, weights)
    ways = dict(zip(number.tolist(), found, strict=True))
    for r, row in enumerate(rows):
        if r not in ways:
            ways[r] = _collect(0, row, [], _whole_fits(row, r, columns, weights), weights)
    return [ways[r] for r in range(len(rows))]


def _find_ways(
    rows: Sequence[FusedRow], number: Index, columns: Sequence[ColumnWidth], weights: SeamWeights
) -> list[_Ways]:
    """The best few ways to cut each row, under all widths of columns; `number`: of the rows."""
    table, n = _to_table(rows), len(rows)
    found: list[_Found] = []
    for column in columns:
        first, end = 0, n
        if column.rows is not None:
            first, end = (int(r) for r in np.searchsorted(number, column.rows))
        if first >= end:
            found.append(([[]] * n, [[]] * n))
            continue
        part = table.part(first, end)
        value, nodes = _best_ways(part, column, weights)
        value += multiple_odds(part.total, number[first:end], column, weights)[:, None]
        values: list[list[float]] = [[] for _ in range(n)]
        cuts: list[list[list[int]]] = [[] for _ in range(n)]
        values[first:end], cuts[first:end] = value.tolist(), nodes.tolist()
        found.append((values, cuts))
    return [
        _collect(k, row, found, _whole_fits(row, r, columns, weights), weights)
        for k, (row, r) in enumerate(zip(rows, number.tolist(), strict=True))
    ]


def best_cuts(
    rows: Sequence[FusedRow], column: ColumnWidth, weights: SeamWeights
) -> list[tuple[float, list[int]]]:
    """Per row the best way to cut it into lines of a column, and its log-odds against none.

    Each by itself; a row that is no wider than a line, or cannot be cut so, stays whole.
    """
    widest = weights.widest(column.cells)
    found: list[tuple[float, list[int]]] = [(0.0, [])] * len(rows)
    wide = [r for r, row in enumerate(rows) if row.total > widest and len(row.places.offset)]
    for chunk in _in_chunks([rows[r] for r in wide]):
        values, nodes = _best_ways(_to_table(chunk), column, weights)
        best = values.argmax(axis=1)
        for k, u in enumerate(best.tolist()):
            if values[k, u] > NEVER / 2:
                cuts = [node - 1 for node in nodes[k, u, ::-1].tolist() if node]
                found[wide[k]] = float(values[k, u]), cuts
        wide = wide[len(chunk) :]
    return found


_Found: TypeAlias = tuple[list[list[float]], list[list[list[int]]]]


def _whole_fits(
    row: FusedRow, r: int, columns: Sequence[ColumnWidth], weights: SeamWeights
) -> list[float]:
    """Log-odds, by width of columns, that row r was never fused."""
    return [
        whole_fit(row.total, c.cells, weights)
        if c.rows is None or c.rows[0] <= r < c.rows[1]
        else float(NEVER)
        for c in columns
    ]


@dataclass(frozen=True, slots=True)
class _Table:
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

    def part(self, first: int, end: int) -> _Table:
        """The rows from the first on, up to the end."""
        if end - first == len(self.last):
            return self
        own = (getattr(self, field.name)[first:end] for field in fields(self))
        return _Table(*own)


def _to_table(rows: Sequence[FusedRow]) -> _Table:
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
    return _Table(left, right, gain, stops, last, total)


def _best_ways(table: _Table, column: ColumnWidth, weights: SeamWeights) -> tuple[Floats, Index]:
    """The best ways to cut each row into lines of a column, by dynamic programming over its nodes.

    Returns log-odds (n, K) against a row that was never fused, but for `multiple_odds`, NEVER where
    there is no such way, and the nodes to cut at, (n, K, D), from the right, 0 beyond the last one.
    """
    n, nodes = table.left.shape
    most = weights.most_ways
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


def _collect(
    r: int,
    row: FusedRow,
    found: Sequence[_Found],
    whole: Sequence[float],
    weights: SeamWeights,
) -> _Ways:
    """The best of the ways found for the r-th of some rows, under any column; and to leave it."""
    nothing = [float(NEVER)] * (len(whole) + 1)
    gains: dict[tuple[int, ...], list[float]] = {(): [*whole, 0.0]}
    best = max((max(values[r], default=0.0) for values, _ in found), default=0.0)
    floor = max(best - weights.most_behind, float(NEVER) / 2)
    for h, (values, nodes) in enumerate(found):
        for value, cuts in zip(values[r], nodes[r], strict=True):
            if value < floor:
                continue
            way = tuple([node - 1 for node in cuts[::-1] if node])
            if way:  # the row as a whole has odds of its own
                gains.setdefault(way, nothing.copy())[h] = value
    most = weights.most_kept if len(row.places.offset) <= _MANY_PLACES else 1
    items = sorted(gains.items(), key=lambda item: (-max(item[1]), item[0]))[:most]
    if all(way for way, _ in items):
        items.append(((), gains[()]))
    gain = np.array([gain for _, gain in items], np.float32).T
    return _to_ways([way for way, _ in items], gain, len(row.places.offset))


def _to_ways(cuts: Sequence[tuple[int, ...]], gain: Floats, places: int) -> _Ways:
    spans: dict[tuple[int, int], int] = {}
    most = max(map(len, cuts)) + 1
    parts = []
    for way in cuts:
        known = [spans.setdefault(span, len(spans)) for span in pairwise((-1, *way, places))]
        parts.append(known + [-1] * (most - len(known)))
    count = np.array([len(way) + 1 for way in cuts], np.intp)
    numbers = np.array(parts, np.intp)
    return _Ways(tuple(cuts), gain, np.array(list(spans), np.intp), numbers, count)


def _joints(
    rows: Sequence[FusedRow],
    ways: Sequence[_Ways],
    links: RowLinks | None,
    vectors: PageVectors | None,
    weights: SeamWeights,
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
    limits = weights.least_seam_link, weights.most_seam_link
    first = np.cumsum([0, *(len(way.spans) for way in ways)])
    bounds = list(zip(first, first[1:], first[2:], strict=False))
    joints = []
    for lo in range(0, len(bounds), _CHUNK):
        chunk = bounds[lo : lo + _CHUNK]
        left = np.concatenate([np.repeat(np.arange(a, b), c - b) for a, b, c in chunk])
        right = np.concatenate([np.tile(np.arange(b, c), b - a) for a, b, c in chunk])
        pairs, which = np.unique(tail[left] * many + head[right], return_inverse=True)
        gain = np.clip(links.units.gain(*np.divmod(pairs, many)), *limits)[which]
        gain *= np.float32(weights.seam_link_weight)
        if vectors is not None:
            gain += weights.seam_encoder_weight * np.clip(vectors.gain(left, right), *limits)
        wider = np.maximum(width[left], width[right])
        off = (width[left] - width[right]) / (weights.alike_cells + weights.alike_share * wider)
        gain += weights.alike_gain * np.exp(-0.5 * off**2) - weights.seam_link_cost
        joints += _pair_up(ways[lo : lo + len(chunk) + 1], gain.astype(np.float32), weights)
    return joints


def _weigh_seams(ways: Sequence[_Ways], vectors: PageVectors, weights: SeamWeights) -> list[_Ways]:
    """The ways less what the encoder says for parts of a row that go on in the next part of it."""
    first = np.cumsum([0, *(len(way.spans) for way in ways)])
    weighed = []
    for way, base in zip(ways, first.tolist(), strict=False):
        row, k = np.nonzero(way.parts[:, 1:] >= 0)
        link = vectors.gain(base + way.parts[row, k], base + way.parts[row, k + 1])
        link = np.clip(link, weights.least_seam_link, weights.most_seam_link)
        loss = np.bincount(row, link, len(way.cuts)).astype(np.float32)
        gain = way.gain - np.float32(weights.seam_encoder_loss) * loss
        weighed.append(replace(way, gain=gain))
    return weighed


def _part_ends(r: int, row: FusedRow, way: _Ways, units: RowUnits) -> tuple[Index, Index, Floats]:
    """Of each part of row r the places of its start and end in `units`, and its width, (S,)."""
    p, (first, last) = row.places, way.spans.T
    head = units.places_of(r, np.append(p.offset, 0))
    tail = np.append(units.places_of(r, p.left_offset), units.row_ends[r])
    right, left = np.append(p.right, 0.0), np.append(p.left, row.total)
    return head[first], tail[last], (left[last] - right[first]).astype(np.float32)


def _pair_up(ways: Sequence[_Ways], link: Floats, weights: SeamWeights) -> list[Floats]:
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


def _to_parts(ways: Sequence[_Ways], k: int) -> _Parts:
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
    above: _Parts, below: _Parts, size: Index, base: Index, values: Floats, weights: SeamWeights
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


def _forward(
    gains: Sequence[Floats], joints: Sequence[Floats], enter: Floats, weights: SeamWeights
) -> list[Floats]:
    """Per row the log-odds (H + 1, U) of the best path up to each of its ways, with its `gains`."""
    value = [gains[0] - enter[:, None]]
    for gain, joint in zip(gains[1:], joints, strict=True):
        switched = value[-1].max(0) - np.float32(weights.switch_cost) - enter[:, None]
        before = np.maximum(value[-1], switched)
        value.append((before[:, :, None] + joint).max(1) + gain)
    return value


def _backward(
    gains: Sequence[Floats], joints: Sequence[Floats], enter: Floats, weights: SeamWeights
) -> list[Floats]:
    """Per row the log-odds (H + 1, U) of the best path from each of its ways on, without it."""
    value = [np.zeros_like(gains[-1])]
    for gain, joint in zip(gains[:0:-1], joints[::-1], strict=True):
        after = ((gain + value[-1])[:, None, :] + joint).max(2)
        switched = (after - np.float32(weights.switch_cost) - enter[:, None]).max(0)
        value.append(np.maximum(after, switched))
    return value[::-1]


def _prune(
    ways: Sequence[_Ways],
    joints: Sequence[Floats],
    forward: Sequence[Floats],
    enter: Floats,
    weights: SeamWeights,
) -> list[_Ways]:
    """The ways whose best path is at most `prune_below` nats behind the best of all."""
    backward = _backward([way.gain for way in ways], joints, enter, weights)
    kept = []
    for way, before, after in zip(ways, forward, backward, strict=True):
        value = (before + after).max(0)
        at = np.flatnonzero(value >= value.max() - weights.prune_below)
        places = int(way.spans[:, 1].max())
        kept.append(_to_ways([way.cuts[u] for u in at.tolist()], way.gain[:, at], places))
    return kept


def _only_whole(
    ways: Sequence[_Ways], joints: Sequence[Floats]
) -> tuple[list[Floats], list[Floats]]:
    """Gains and joints where every row stays whole."""
    at = [way.cuts.index(()) for way in ways]
    gains = [way.gain[:, [u]] for way, u in zip(ways, at, strict=True)]
    pairs = zip(joints, pairwise(at), strict=True)
    return gains, [joint[u : u + 1, v : v + 1] for joint, (u, v) in pairs]


def _best_path(
    forward: Sequence[Floats], joints: Sequence[Floats], enter: Floats, weights: SeamWeights
) -> list[int]:
    """The number of the way that each row takes on the best path (Viterbi)."""
    h, u = divmod(int(np.argmax(np.round(forward[-1], 3))), forward[-1].shape[1])
    path = [u]
    for value, joint in zip(forward[-2::-1], joints[::-1], strict=True):
        other = np.arange(len(enter))[:, None] != h
        switch = np.where(other, np.float32(weights.switch_cost) + enter[h], np.float32(0))
        odds = np.round(value + joint[:, u] - switch, 3)
        h, u = divmod(int(np.argmax(odds)), odds.shape[1])
        path.append(u)
    return path[::-1]
