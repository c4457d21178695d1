"""Parts of rows that are still too wide are cut again, given those of the rows around them.

Widths alone do not tell where lines of unlike widths were fused: the last line of a paragraph and
the first of another, a line beside a picture. What tells is that each part has its own neighbours:

    ... had been out of sight   of the shore since         what is left of the cut goes on in some
    until the fog was gone. The council has now met        part below, what is right of it comes
    Nobody asked who would pay  for the second boat        from some part above

Wide parts alone are looked at; each is cut where both neighbours and the n-grams over the cut say
so, and then again, until nothing gains: a part may be several lines that are still to be cut. Wrong
where a line reads on well in two places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.cutting.fit import line_fit
from layoutfix.cutting.nodes import places_of_all
from layoutfix.cutting.places import CutPlaces
from layoutfix.linking.cohesion import RowUnits
from layoutfix.ranks import median
from layoutfix.weights import Weights

_REACH = 6
"""Parts before and after whose links and widths judge a wide one; raised, some of them fit by
chance."""
_MOST_LINES = 4
"""Lines of a part beyond which it is not asked how many they are."""

_LEAST_PART = 4.0
"""The narrowest part of a cut, in cells; raised, the last words of paragraphs stay with the line
beside them."""
_STOP_GAIN = 0.5
"""The left part ends with a full stop; raised, lines are cut after their sentences."""


@dataclass(frozen=True, slots=True)
class _RowPart:
    """A part of a row: between cut `first` and cut `last` of it (-1: from the start, to the end).

    `tail` and `head` are the places of its end and start among the units of all rows.
    """

    row: int
    first: int
    last: int
    head: int
    tail: int
    width: float


def cut_by_neighbours(
    places: Sequence[CutPlaces],
    chosen: list[list[int]],
    totals: Sequence[float],
    units: RowUnits,
    columns: Sequence[float],
    weights: Weights,
) -> list[list[int]]:
    """The cuts of each row, with those added that the rows around ask for.

    totals   widths of the rows; columns: widths that columns of the page have, in half-width cells
    O(wide parts * places * neighbours).
    """
    around = _Neighbours(places, units, weights)
    parts: list[_RowPart] = []
    for r, (p, cuts) in enumerate(zip(places, chosen, strict=True)):
        parts += _row_parts(r, p, cuts, totals[r], around)
    _ask_wide(parts, range(len(parts)), around, weights)
    found: dict[int, list[int]] = {}
    at = 0
    while at < len(parts):
        part = parts[at]
        p = places[part.row]
        cut = None
        if _is_wide(parts, at, weights):
            cut = _best_cut(parts, at, p, around, columns, weights)
        if cut is None:
            at += 1
            continue
        found.setdefault(part.row, []).append(cut)
        ends, starts = int(around.tail[part.row][cut]), int(around.head[part.row][cut])
        left, right = _left_edge(p, part.first), _right_edge(p, part.last, totals[part.row])
        parts[at : at + 1] = [
            _RowPart(part.row, part.first, cut, part.head, ends, float(p.left[cut]) - left),
            _RowPart(part.row, cut, part.last, starts, part.tail, right - float(p.right[cut])),
        ]
        _ask_wide(parts, range(at, min(at + _REACH + 2, len(parts))), around, weights)
    return [sorted({*cuts, *found.get(r, [])}) for r, cuts in enumerate(chosen)]


_Key: TypeAlias = tuple[int, int, bool]
"""The place among the units where a part ends, and a row in which it goes on; or, with True, where
one begins that goes on from that row."""


class _Neighbours:
    """How likely parts go on at the places of other rows: each is asked once, many at a time.

    head, tail  of each row, (m,) where a part begins that is cut at each place, and where one ends
    """

    def __init__(self, places: Sequence[CutPlaces], units: RowUnits, weights: Weights) -> None:
        self.units, self._weights = units, weights.reading
        sizes = [len(p.offset) for p in places]
        row, bounds = np.repeat(np.arange(len(sizes)), sizes), np.cumsum(sizes)[:-1]
        begins = np.concatenate([p.offset for p in places])
        ends = np.concatenate([p.left_offset for p in places])
        self.head = np.split(places_of_all(units, row, begins), bounds)
        self.tail = np.split(places_of_all(units, row, ends), bounds)
        self._known: dict[_Key, Doubles] = {}

    def ask(self, keys: Sequence[_Key]) -> None:
        """Find the odds of these, unless they are known."""
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        if not new:
            return
        own = [self.tail[row] if is_behind else self.head[row] for _, row, is_behind in new]
        sizes = [len(each) for each in own]
        here, there = np.concatenate(own), np.repeat([place for place, _, _ in new], sizes)
        behind = np.repeat([is_behind for _, _, is_behind in new], sizes)
        gain = self.units.gain(np.where(behind, here, there), np.where(behind, there, here))
        c = self._weights
        odds = np.exp(np.interp(gain, c.neighbour_knots, c.neighbour_odds))
        self._known.update(zip(new, np.split(odds, np.cumsum(sizes)[:-1]), strict=True))

    def mean_odds(self, keys: Sequence[_Key], inside: Index) -> Floats:
        """Log-odds that some of the parts goes on at places of one row, or comes from there."""
        self.ask(keys)
        odds = np.stack([self._known[key][inside] for key in keys], axis=1)
        return np.asarray(np.log(odds.mean(1)), np.float32)


def _ask_wide(
    parts: Sequence[_RowPart], some: range, around: _Neighbours, weights: Weights
) -> None:
    """Ask in one call what some of the parts will be judged by, as far as they are wide."""
    wide = [at for at in some if _is_wide(parts, at, weights)]
    around.ask([key for at in wide for keys in _near_keys(parts, at) for key in keys])


def _near_keys(parts: Sequence[_RowPart], at: int) -> tuple[list[_Key], list[_Key]]:
    """What the parts before one are asked, and what those after it are."""
    row = parts[at].row
    above = [(q.tail, row, False) for q in parts[max(0, at - _REACH) : at]]
    below = [(q.head, row, True) for q in parts[at + 1 : at + 1 + _REACH]]
    return above, below


def _row_parts(
    row: int, p: CutPlaces, cuts: list[int], total: float, around: _Neighbours
) -> list[_RowPart]:
    heads = [int(around.units.row_places[row]), *around.head[row][cuts].tolist()]
    tails = [*around.tail[row][cuts].tolist(), int(around.units.row_ends[row])]
    edges = [-1, *cuts, -1]
    return [
        _RowPart(
            row,
            edges[k],
            edges[k + 1],
            heads[k],
            tails[k],
            _right_edge(p, edges[k + 1], total) - _left_edge(p, edges[k]),
        )
        for k in range(len(cuts) + 1)
    ]


def _left_edge(p: CutPlaces, cut: int) -> float:
    return 0.0 if cut < 0 else float(p.right[cut])


def _right_edge(p: CutPlaces, cut: int, total: float) -> float:
    return total if cut < 0 else float(p.left[cut])


def _is_wide(parts: Sequence[_RowPart], at: int, weights: Weights) -> bool:
    """Whether a part is so much wider than those around it that it may be several."""
    usual = float(median(np.array([q.width for q in _around(parts, at)])))
    return parts[at].width >= weights.recut.wide_from * usual


def _around(parts: Sequence[_RowPart], at: int) -> Sequence[_RowPart]:
    return parts[max(0, at - _REACH) : at + _REACH + 1]


def _best_cut(
    parts: list[_RowPart],
    at: int,
    p: CutPlaces,
    around: _Neighbours,
    columns: Sequence[float],
    weights: Weights,
) -> int | None:
    """The place at which a part is to be cut, or None."""
    part = parts[at]
    lo = part.first + 1
    hi = part.last if part.last >= 0 else len(p.offset)
    inside = np.arange(lo, hi)
    left = p.left[lo:hi] - _left_edge(p, part.first)
    right = part.width + _left_edge(p, part.first) - p.right[lo:hi]
    keep = (left >= _LEAST_PART) & (right >= _LEAST_PART)
    inside, left, right = inside[keep], left[keep], right[keep]
    if not len(inside):
        return None
    above, below = _near_keys(parts, at)
    odds = p.gain[inside].astype(np.float64)
    for keys in (above, below):
        if keys:
            odds += around.mean_odds(keys, inside)
    local = sorted({*columns, *(q.width for q in _around(parts, at) if q is not part)})
    fit = _part_fit(left, columns, weights) + _part_fit(right, columns, weights)
    fit += weights.recut.alike_gain * (_alike(left, local, weights) + _alike(right, local, weights))
    stops = p.stops[inside]
    odds += fit + np.where(stops, _STOP_GAIN, 0.0)
    best = int(np.argmax(np.round(odds, 3)))
    whole = float(line_fit(np.array(part.width), columns, weights.lines))
    cost = weights.recut.cost * (1 if above and below else 2)  # a headline has nothing above it
    gain = float(odds[best]) - max(whole, -weights.lines.span_cost) - cost
    return int(inside[best]) if gain > 0 else None


def _part_fit(width: Floats, columns: Sequence[float], weights: Weights) -> Doubles:
    """Log-odds (m,) of parts of these widths: a line, several still to be cut, or neither."""
    lines = np.arange(1, _MOST_LINES + 1)
    fits = line_fit(width.astype(np.float64)[:, None] / lines, columns, weights.lines)
    fits -= weights.recut.more_cost * (lines - 1)
    return np.asarray(np.maximum(fits.max(axis=1), -weights.lines.span_cost))


def _alike(widths: Floats, local: Sequence[float], weights: Weights) -> Floats:
    """Whether parts nearby are as wide, (m,) 0 or 1."""
    off = np.abs(widths[:, None] - np.array(local)[None, :]).min(1)
    return np.asarray(off <= weights.lines.over_cells, np.float32)
