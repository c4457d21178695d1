"""Boxes -> frames: parts of the printed page that are read from top to bottom, one after the other.

    A headline over both            frame 1
    had been out of    Nobody       frames 2 and 3: a strip runs down between them that most lines
    sight of the       asked who    leave blank. Some boxes cross it: an engine took two lines for
    shore sin[ce it w]as closed     one where the gap is narrow, and they are cut there
    A foot below both               frame 4

Each place of the page's grid speaks for a strip there, or against it (`print_grid`). Of all places
across the page and all stretches of lines the best is taken (the stretch of most gain, Bentley
1984), and what is to its left and right, above and below is looked at in the same way: an XY-cut
whose cuts need not be blank all along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats, Index
from layoutfix.cutting.items import STEP, Items
from layoutfix.cutting.print_grid import LINE_ROWS, PrintGrid, draw_grid
from layoutfix.ranks import median
from layoutfix.weights import FrameWeights

MOST_STRIPS = 400
"""Strips of a page beyond which no more are sought: bounds time."""
_MOST_TRIED = 24
"""Places across the page that are tried for a strip, the best first."""
_LEAST_GUTTER = 0.4
"""Cells of the narrowest gutter."""
_END_SHARE = 0.85
"""Quantile of where lines end that says where their column ends."""
_SHOWN = 0.6
"""The share of a strip that a gap must be as wide as to show it."""
_UNLIKE_COST = 0.25
"""The share of the cost of a word over a strip that a gap costs which is unlike the others."""
_FLUSH = 0.8
"""Cells about which text that begins where most does shows a strip, too."""
_FUSED_SHARE, _MOST_FUSED = 0.3, 3.0
"""Where so many lines are fused, as a share of those that show a strip, it is at most so many cells
wide: wider ones are not missed."""
_OVER = 1.0
"""Cells by which a line is printed over a strip, and not only boxed too wide."""
_CUT_OVER = 1.5
_WIDE_BLANK = 2.0
"""Lines' heights of blank at which a strip ends."""
_LARGE_BLANK = 1.5
"""Cells of its own type that a blank of a headline is wide at most."""
_INDENT = 4.0
_LEAST_BOND = -1.0
"""Log-odds from which a line at the end of a strip may be two."""


class Strip(NamedTuple):
    """A strip from `left` to `right` across the page, `top` to `bottom` down it."""

    left: float
    right: float
    top: float
    bottom: float


class Part(NamedTuple):
    """What of an item stands in a frame: printed from `begin` to `end`."""

    item: int
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of a page in reading order.

    parts   of each frame
    band    of each the number of the stretch of the page that is read in columns of its own
    strips  that part them
    """

    parts: list[list[Part]]
    band: list[int]
    strips: list[Strip]


@dataclass(frozen=True, slots=True)
class _Node:
    """Parts of m items that are looked at together; `band` is -1 where none encloses them."""

    item: Index
    begin: Doubles
    end: Doubles
    band: int

    def some(self, which: Bools, band: int) -> _Node:
        """Some of its parts."""
        return _Node(self.item[which], self.begin[which], self.end[which], band)


@dataclass(frozen=True, slots=True)
class _Search:
    """What the search looks at."""

    items: Items
    bonds: Floats | None
    weights: FrameWeights


def find_frames(
    items: Items, bonds: Floats | None, weights: FrameWeights, cuts: Sequence[float] = ()
) -> Frames:
    """The frames of a page: columns from the left, stretches from the top. O(strips * grid).

    bonds  as `weigh_bonds` has them
    cuts   heights, in cells, at which the page is parted first
    """
    search, found = _Search(items, bonds, weights), Frames([], [], [])
    part = np.searchsorted(np.array(sorted(cuts)), items.middle)
    whole = _Node(np.arange(len(items.left)), items.left, _over_blanks(items, weights), -1)
    todo = [whole.some(part == k, -1) for k in range(len(cuts), -1, -1)]
    bands = 0
    while todo:
        node = todo.pop()
        if not len(node.item):
            continue
        strip = _best_strip(search, node) if len(found.strips) < MOST_STRIPS else None
        band, bands = (bands, bands + 1) if node.band < 0 else (node.band, bands)
        if strip is not None:
            found.strips.append(strip)
            todo += _divide(items, node, strip, band)
            continue
        columns = node.item.tolist(), node.begin.tolist(), node.end.tolist()
        found.parts.append([Part(*part) for part in zip(*columns, strict=True)])
        found.band.append(band)
    return found


def _over_blanks(items: Items, weights: FrameWeights) -> Doubles:
    """Where items end (n,): those of headlines where the next one of their line begins.

    The blanks between words of large type are as wide as gutters of the body's.
    """
    gap = items.left[1:] - items.right[:-1]
    large = np.minimum(items.size[1:], items.size[:-1]) >= weights.large_size
    near = (items.line[1:] == items.line[:-1]) & (gap > 0)
    near &= large & (gap < _LARGE_BLANK * items.size[:-1])
    end = items.right.copy()
    end[:-1][near] = items.left[1:][near]
    return end


def _divide(items: Items, node: _Node, strip: Strip, band: int) -> list[_Node]:
    """What is below a strip, to its right and left, and above it: the last is read first."""
    middle = items.middle[node.item]
    inside = (middle >= strip.top) & (middle <= strip.bottom)
    x = (strip.left + strip.right) / 2
    cut = inside & items.whole[node.item]
    cut &= (node.begin < strip.left - _CUT_OVER) & (node.end > strip.right + _CUT_OVER)
    center = (node.begin + node.end) / 2
    on_left, on_right = inside & (cut | (center < x)), inside & (cut | (center >= x))
    left, right = node.some(on_left, band), node.some(on_right, band)
    return [
        node.some(~inside & (middle > strip.bottom), node.band),
        replace(right, begin=np.where(cut[on_right], strip.right, right.begin)),
        replace(left, end=np.where(cut[on_left], strip.left, left.end)),
        node.some(~inside & (middle < strip.top), node.band),
    ]


def _best_strip(search: _Search, node: _Node) -> Strip | None:
    """The strip that gains most and holds columns on both sides; None where none gains enough."""
    items, weights = search.items, search.weights
    solid = items.solid[node.item]
    if solid.sum() < 2:
        return None
    text = node.some(solid, node.band)
    grid = draw_grid(items, text.item, text.begin, text.end, search.bonds, weights)
    if grid is None:
        return None
    total = np.zeros((len(grid.score) + 1, grid.score.shape[1]))
    np.cumsum(grid.score, axis=0, out=total[1:])
    least = np.minimum.accumulate(total, axis=0)
    gain = (total - least).max(axis=0)
    for x in np.argsort(-np.round(gain, 3), kind="stable")[:_MOST_TRIED].tolist():
        if gain[x] < weights.least_gain:
            return None
        stop = int((total[:, x] - least[:, x]).argmax())
        first = stop - int(total[stop::-1, x].argmin())
        strip = _measure_strip(grid, x, first, stop, weights)
        if strip is not None:
            strip = _extend(search, text, strip)
            if _holds_columns(items, text, strip, weights):
                return strip
    return None


def _measure_strip(
    grid: PrintGrid, x: int, first: int, stop: int, weights: FrameWeights
) -> Strip | None:
    """The strip at a column of the grid that rows `first` to `stop` show; None where too few do.

    Its right edge is where most lines behind it begin.
    """
    rows = np.flatnonzero(grid.between[first:stop, x]) + first
    if len(rows) < LINE_ROWS:
        return None
    right = _mode(grid.gap_right[rows, x])
    ends = grid.gap_left[rows, x]
    ends = ends[ends <= right - _LEAST_GUTTER / STEP]
    if not len(ends):
        return None
    left = float(np.quantile(ends, _END_SHARE, method="higher"))
    own = grid.score[:, x]
    between = grid.between[:, x]
    fused = ~between[first:stop] & (own[first:stop] > -weights.printed_cost / LINE_ROWS)
    if fused.sum() > _FUSED_SHARE * len(rows):
        left = max(left, right - _MOST_FUSED / STEP)
    covered = np.minimum(grid.gap_right[:, x], right) - np.maximum(grid.gap_left[:, x], left)
    flush = np.abs(grid.gap_right[:, x] - right) <= _FLUSH / STEP
    shows = between & ((covered >= _SHOWN * (right - left)) | flush)
    own = np.where(between & ~shows, -_UNLIKE_COST * weights.printed_cost / LINE_ROWS, own)
    first, stop, gain = _best_stretch(own)
    if gain < weights.least_gain:
        return None
    return Strip(
        grid.left + left * STEP,
        grid.left + right * STEP,
        grid.top + first * grid.row_high,
        grid.top + stop * grid.row_high,
    )


def _best_stretch(score: Doubles) -> tuple[int, int, float]:
    """The stretch of most gain: first row, the one behind the last, its gain."""
    total = np.append(0.0, np.cumsum(score))
    stop = int((total - np.minimum.accumulate(total)).argmax())
    first = stop - int(total[stop::-1].argmin())
    return first, stop, float(total[stop] - total[first])


def _mode(values: Index) -> float:
    """The value that most are near to; of equals the lowest.

    >>> _mode(np.array([4, 9, 10, 10, 11]))
    10.0
    """
    near = (np.abs(values[:, None] - values[None, :]) <= 1).sum(axis=1)
    return float(values[np.lexsort((values, -near))[0]])


def _extend(search: _Search, node: _Node, strip: Strip) -> Strip:
    """The strip up and down to what is printed over it and is not fused, or to a wide blank."""
    items = search.items
    middle = items.middle[node.item]
    over = (node.begin < strip.left - _OVER) & (node.end > strip.right + _OVER)
    over &= ~_may_be_fused(search, node, strip)
    large = items.size[node.item] >= search.weights.large_size
    order, room = np.argsort(middle, kind="stable"), _WIDE_BLANK * items.high
    top, bottom = strip.top, strip.bottom
    for k in order[middle[order] < top][::-1].tolist():
        if over[k] or large[k] or top - middle[k] > room:  # the last line of a headline is short
            break
        top = float(middle[k])
    for k in order[middle[order] > bottom].tolist():
        if over[k] or middle[k] - bottom > room:
            break
        bottom = float(middle[k])
    return strip._replace(top=top, bottom=bottom)


def _may_be_fused(search: _Search, node: _Node, strip: Strip) -> Bools:
    """Which parts begin where the lines to the left of a strip do, and may be two lines there."""
    items, middle = search.items, search.items.middle[node.item]
    inside = (middle >= strip.top) & (middle <= strip.bottom) & (node.end <= strip.left + _OVER)
    if search.bonds is None or inside.sum() < 2:
        return np.zeros(len(node.item), bool)
    edge = node.begin - float(median(node.begin[inside]))
    flush = (np.abs(edge) < _OVER) | (np.abs(edge - _INDENT) < _OVER)
    column = int(items.to_column((strip.left + strip.right) / 2))
    fused = items.whole[node.item] & (items.size[node.item] < search.weights.body_size)
    return np.asarray(flush & fused & (search.bonds[node.item, column] > _LEAST_BOND), bool)


def _holds_columns(items: Items, node: _Node, strip: Strip, weights: FrameWeights) -> bool:
    """Whether lines stand on both sides of a strip, not figures or labels."""
    middle = items.middle[node.item]
    inside = (middle >= strip.top) & (middle <= strip.bottom)
    center, x = (node.begin + node.end) / 2, (strip.left + strip.right) / 2
    for side in (inside & (center < x), inside & (center >= x)):
        if not side.any():
            return False
        _, row = np.unique(np.round(middle[side] / items.high), return_inverse=True)
        begin, end = np.full(row.max() + 1, np.inf), np.full(row.max() + 1, -np.inf)
        np.minimum.at(begin, row, node.begin[side])
        np.maximum.at(end, row, node.end[side])
        if float(median(end - begin)) < weights.least_column:
            return False
    return True
