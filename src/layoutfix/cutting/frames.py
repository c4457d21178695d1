"""Boxes -> frames: parts of the printed page that are read from top to bottom, one after the other.

    A headline over both            frame 1
    had been out of    Nobody       frames 2 and 3: a strip runs down between them that most lines
    sight of the       asked who    leave blank. Some boxes cross it: an engine took two lines for
    shore sin[ce it w]as closed     one where the gap is narrow, and they are cut there
    A foot below both               frame 4

Strips are found on a grid of the page, half a line high and half a cell wide: each place that is
blank between two texts speaks for a strip, each that is printed over speaks against it, little
where one box of the body's type crosses it and no word says where its letters stand. Of all strips
the one is taken that gains most (the best stretch of lines at each place across, Kadane 1984); then
what is to its left and right, above and below is looked at in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats, Index, Ints

_STEP = 0.5
"""Cells that a column of the grid is wide."""
_LINE_BINS = 2
"""Rows of the grid a line of the body's type is high."""
_MOST_GRID = 4_000_000
"""Places of a grid beyond which no strips are sought: bounds memory."""
_MOST_FRAMES = 400
"""Frames of a page beyond which no more strips are sought: bounds time."""

FIRM, SOFT = -4.0, -1.2
"""Nats for a strip, a line: where a word is printed over it, and where a box of body type is."""
HEADLINE = -60.0
WIDE_GAP, LEAST_GAP = 2.2, -1.0
LEAST_STRIP = 0.4
LEAST_COLUMN = 7.0


@dataclass(slots=True)
class Items:
    """Words of a page, or boxes of whole lines; arrays are (n,), lengths in cells of body type.

    left, top, right, bottom  of each
    size   cells that one of its half-width characters is wide: 1 for the body's type
    whole  whether it is a box of a whole line, whose words have none
    solid  whether it has letters or figures: others are no obstacle
    blank  usual gap between words
    line   height of a line of the body
    bonds  (n, columns of the grid): log-odds that a whole line is two that meet there, by its words;
           None where that is not known
    """

    start: Index
    end: Index
    line: Index
    left: Doubles
    top: Doubles
    right: Doubles
    bottom: Doubles
    size: Doubles
    whole: Bools
    exact: Bools
    solid: Bools
    edges: list[Doubles]
    blank: float
    line_high: float
    bonds: Floats | None = None

    @property
    def page_left(self) -> float:
        """Where the page's grid begins."""
        return float(self.left.min())


@dataclass(frozen=True, slots=True)
class Strip:
    """A blank strip from `left` to `right` down the page, `top` to `bottom`."""

    left: float
    right: float
    top: float
    bottom: float
    gain: float


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an item in a frame: the item, and from where to where of its printed width."""

    item: int
    begin: float
    end: float


@dataclass(slots=True)
class Frames:
    """Frames in reading order, and what is in them.

    parts   of each frame
    band    of each frame the stretch of the page that is read in columns of its own
    strips  that were found
    """

    parts: list[list[Part]] = field(default_factory=list)
    band: list[int] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)


@dataclass(slots=True)
class _Node:
    """Parts of items (m,) that are looked at together; `band` -1 where none encloses them."""

    item: Index
    begin: Doubles
    end: Doubles
    band: int


def find_frames(items: Items, cuts: Sequence[float] = (), least: float = 5.0) -> Frames:
    """The frames of a page in reading order: columns from the left, stretches from the top.

    cuts  heights at which the page is parted first
    """
    found = Frames()
    n = len(items.left)
    part = np.searchsorted(np.array(sorted(cuts)), (items.top + items.bottom) / 2)
    todo = []
    for k in range(len(cuts), -1, -1):
        own = np.flatnonzero(part == k)
        todo.append(_Node(own, items.left[own].copy(), items.right[own].copy(), -1))
    bands = 0
    while todo:
        node = todo.pop()
        if not len(node.item):
            continue
        strip = _best_strip(items, node, least) if len(found.strips) < _MOST_FRAMES else None
        if strip is None:
            band = node.band
            if band < 0:
                band, bands = bands, bands + 1
            found.parts.append(
                [
                    Part(*part)
                    for part in zip(
                        node.item.tolist(), node.begin.tolist(), node.end.tolist(), strict=True
                    )
                ]
            )
            found.band.append(band)
            continue
        found.strips.append(strip)
        band = node.band
        if band < 0:
            band, bands = bands, bands + 1
        above, left, right, below = _divide(items, node, strip, band)
        todo += [below, right, left, above]
    return found


def _divide(items: Items, node: _Node, strip: Strip, band: int) -> tuple[_Node, ...]:
    """What is above a strip, to its left and right, and below it."""
    middle = (items.top[node.item] + items.bottom[node.item]) / 2
    inside = (middle >= strip.top) & (middle <= strip.bottom)
    x = (strip.left + strip.right) / 2
    cut = inside & _crosses(items, node, strip) & items.whole[node.item]
    center = (node.begin + node.end) / 2
    on_left = inside & (cut | (center < x))
    on_right = inside & (cut | (center >= x))

    def part(some: Bools, own: int) -> _Node:
        return _Node(node.item[some], node.begin[some], node.end[some], own)

    left, right = part(on_left, band), part(on_right, band)
    left.end = np.where(cut[on_left], strip.left, left.end)
    right.begin = np.where(cut[on_right], strip.right, right.begin)
    outer = node.band
    return (
        part(~inside & (middle < strip.top), outer),
        left,
        right,
        part(~inside & (middle > strip.bottom), outer),
    )


def _crosses(items: Items, node: _Node, strip: Strip) -> Bools:
    """Which parts are printed on both sides of a strip, by more than they may be boxed too wide."""
    reach = 1.5
    return np.asarray((node.begin < strip.left - reach) & (node.end > strip.right + reach), bool)


def _best_strip(items: Items, node: _Node, least: float) -> Strip | None:
    """The strip that gains most; None where none gains enough."""
    solid = items.solid[node.item]
    if solid.sum() < 2:
        return None
    own = node.item[solid]
    left, right = node.begin[solid], node.end[solid]
    x0 = items.page_left + _STEP * float(np.floor((left.min() - items.page_left) / _STEP))
    bin_high = items.line_high / _LINE_BINS
    top, bottom = items.top[own], items.bottom[own]
    center = (top + bottom) / 2
    half = np.maximum((bottom - top) / 2 * 0.8, 0.4 * items.line_high)
    y0 = float((center - half).min())
    lo = np.floor((left - x0) / _STEP).astype(np.intp)
    hi = np.maximum(np.ceil((right - x0) / _STEP).astype(np.intp), lo + 1)
    a = np.floor((center - half - y0) / bin_high).astype(np.intp)
    b = np.maximum(np.ceil((center + half - y0) / bin_high).astype(np.intp), a + 1)
    high, wide = int(b.max()), int(hi.max())
    if high * wide > _MOST_GRID:
        return None
    soft = items.whole[own] & (items.size[own] < 1.25) & (right - left > 2 * LEAST_COLUMN)
    firm_grid = _paint(a, b, lo, hi, high, wide, ~soft)
    soft_grid = _paint(a, b, lo, hi, high, wide, soft)
    text = firm_grid | soft_grid
    gap_left, gap_right, between = _gaps(text)
    gap = (gap_right - gap_left) * _STEP
    gain = np.clip(0.5 * (gap - items.blank - 0.5), -0.5, 1.4)
    gain += _flush(gap_left, gap_right, between)
    gain += 0.8 * bool(items.whole[own].mean() > 0.5)
    score = np.where(between, gain, 0.0)
    score[firm_grid] = FIRM
    large = (items.size[own] >= 1.3) & (right - left > 3 * LEAST_COLUMN / 2)
    score[_paint(a, b, lo, hi, high, wide, large)] = HEADLINE
    if items.bonds is None:
        score[soft_grid & ~firm_grid] = SOFT
    else:
        first = round((x0 - items.page_left) / _STEP)
        meets = np.full(score.shape, -np.inf)
        for k in np.flatnonzero(soft).tolist():
            own_bonds = items.bonds[own[k], first + lo[k] : first + hi[k]]
            part = meets[a[k] : b[k], lo[k] : lo[k] + len(own_bonds)]
            np.maximum(part, own_bonds, out=part)
        at_soft = soft_grid & ~firm_grid & np.isfinite(meets)
        score[at_soft] = meets[at_soft]
    score /= _LINE_BINS
    return _search(score, gap_left, gap_right, between, (x0, y0, bin_high), items, node, least)


def _search(
    score: Doubles,
    gap_left: Index,
    gap_right: Index,
    between: Bools,
    at: tuple[float, float, float],
    items: Items,
    node: _Node,
    least_gain: float,
) -> Strip | None:
    """The best strip of a grid that holds columns on both sides."""
    x0, y0, bin_high = at
    total = np.zeros((score.shape[0] + 1, score.shape[1]))
    np.cumsum(score, axis=0, out=total[1:])
    least = np.minimum.accumulate(total, axis=0)
    best = (total - least).max(axis=0)
    for x in np.argsort(-best, kind="stable")[:: max(1, 1)][:_MOST_TRIED].tolist():
        if best[x] < least_gain:
            return None
        stop = int((total[:, x] - least[:, x]).argmax())
        first = int(total[: stop + 1, x].argmin())
        rows = np.flatnonzero(between[first:stop, x]) + first
        if len(rows) < _LINE_BINS:
            continue
        hi = _mode(gap_right[rows, x])
        near = gap_left[rows, x]
        lo = float(np.quantile(near[near <= hi - LEAST_STRIP / _STEP], 0.85, method="higher")) if (
            near <= hi - LEAST_STRIP / _STEP
        ).any() else hi
        if (hi - lo) * _STEP < LEAST_STRIP:
            continue
        fused = ~between[first:stop, x] & (score[first:stop, x] > FIRM / _LINE_BINS)
        if fused.sum() > 0.3 * len(rows):  # only narrow gaps are missed
            lo = max(lo, hi - _MOST_FUSED / _STEP)
        covered = np.minimum(gap_right[:, x], hi) - np.maximum(gap_left[:, x], lo)
        flush = np.abs(gap_right[:, x] - hi) <= 0.8 / _STEP
        shows = between[:, x] & ((covered >= 0.6 * (hi - lo)) | flush)
        own = np.where(shows, score[:, x], np.where(between[:, x], FIRM / _LINE_BINS, score[:, x]))
        first, stop, gain = _best_stretch(own)
        if gain < least_gain:
            continue
        strip = Strip(
            x0 + lo * _STEP,
            x0 + hi * _STEP,
            y0 + first * bin_high,
            y0 + stop * bin_high,
            gain,
        )
        strip = _extend(items, node, strip)
        if _holds_columns(items, node, strip):
            return strip
    return None


_MOST_TRIED = 24
_MOST_FUSED = 3.0


def _mode(values: Index) -> float:
    """The value that most are near to; of equals the lowest."""
    near = np.abs(values[:, None] - values[None, :]) <= 1
    return float(values[int((near.sum(1) * 1000 - values).argmax())])


def _best_stretch(score: Doubles) -> tuple[int, int, float]:
    total = np.append(0.0, np.cumsum(score))
    least = np.minimum.accumulate(total)
    stop = int((total - least).argmax())
    first = int(total[: stop + 1].argmin())
    return first, stop, float(total[stop] - total[first])


def _extend(items: Items, node: _Node, strip: Strip) -> Strip:
    """The strip up and down to where something crosses it that is not fused, or a wide blank is."""
    middle = (items.top[node.item] + items.bottom[node.item]) / 2
    crosses = (node.begin < strip.left - 1.0) & (node.end > strip.right + 1.0)
    crosses &= items.solid[node.item] & ~_may_be_fused(items, node, strip)
    order = np.argsort(middle)
    top, bottom = strip.top, strip.bottom
    for k in order[::-1].tolist():
        if middle[k] < top:
            if crosses[k] or top - middle[k] > 2.0 * items.line_high:
                break
            top = middle[k] - 0.01
    for k in order.tolist():
        if middle[k] > bottom:
            if crosses[k] or middle[k] - bottom > 2.0 * items.line_high:
                break
            bottom = middle[k] + 0.01
    return Strip(strip.left, strip.right, float(top), float(bottom), strip.gain)


def _may_be_fused(items: Items, node: _Node, strip: Strip) -> Bools:
    """Which parts begin where the lines to the left of a strip do, and may be cut there."""
    none = np.zeros(len(node.item), bool)
    if items.bonds is None:
        return none
    middle = (items.top[node.item] + items.bottom[node.item]) / 2
    inside = (middle >= strip.top) & (middle <= strip.bottom) & (node.end <= strip.left + 1.0)
    if inside.sum() < 2:
        return none
    edge = float(np.median(node.begin[inside]))
    flush = (np.abs(node.begin - edge) < 1.0) | (np.abs(node.begin - edge - 4.0) < 1.0)
    at = round((strip.left + strip.right) / 2 / _STEP - items.page_left / _STEP)
    bonds = items.bonds[node.item, min(max(at, 0), items.bonds.shape[1] - 1)]
    return np.asarray(
        flush & items.whole[node.item] & (items.size[node.item] < 1.25) & (bonds > -1.0), bool
    )


def _holds_columns(items: Items, node: _Node, strip: Strip) -> bool:
    """Whether lines stand on both sides, not figures or labels."""
    middle = (items.top[node.item] + items.bottom[node.item]) / 2
    inside = (middle >= strip.top) & (middle <= strip.bottom) & items.solid[node.item]
    center = (node.begin + node.end) / 2
    x = (strip.left + strip.right) / 2
    for side in (inside & (center < x), inside & (center >= x)):
        if not side.any():
            return False
        rows = np.round(middle[side] / items.line_high).astype(int)
        rows -= rows.min()
        begin = np.full(rows.max() + 1, np.inf)
        end = np.full(rows.max() + 1, -np.inf)
        np.minimum.at(begin, rows, node.begin[side])
        np.maximum.at(end, rows, node.end[side])
        width = (end - begin)[np.isfinite(begin)]
        if float(np.median(width)) < LEAST_COLUMN:
            return False
    return True


def _flush(gap_left: Index, gap_right: Index, between: Bools) -> Doubles:
    """Log-odds by how many lines around have text that begins, and ends, where a gap's does."""
    high, wide = between.shape
    row = np.arange(high)[:, None]
    reach = _REACH_LINES * _LINE_BINS
    found = np.zeros(between.shape)
    for edge, most, weight in ((gap_right, 2.4, 1.5), (gap_left, 1.2, 0.75)):
        at = np.zeros((high, wide + 2), np.int32)
        rows, columns = np.nonzero(between)
        at[rows, edge[rows, columns]] = 1
        spread = at.copy()
        spread[:, 1:] |= at[:, :-1]
        spread[:, :-1] |= at[:, 1:]
        count = _sum_around(spread, reach)
        there = _sum_around(_inside(between, gap_left, gap_right).astype(np.int32), reach)
        share = (count[row, np.minimum(edge, wide - 1)] - 1) / np.maximum(there - 1, 1)
        odds = np.clip(weight * np.log(np.maximum(share, 0.02) / 0.3), -0.5, most)
        found += odds * np.minimum(there / (8.0 * _LINE_BINS), 1.0)
    return found


_REACH_LINES = 12


def _inside(between: Bools, gap_left: Index, gap_right: Index) -> Bools:
    """Which places have text on both sides, printed over or not."""
    return np.asarray((gap_left > 0) & (gap_right < between.shape[1]), bool)


def _sum_around(values: Ints, reach: int) -> Ints:
    """Sums of each place and those up to `reach` rows above and below it."""
    high = len(values)
    total = np.zeros((high + 1, values.shape[1]), np.int32)
    np.cumsum(values, axis=0, out=total[1:])
    row = np.arange(high)
    return total[np.minimum(row + reach + 1, high)] - total[np.maximum(row - reach, 0)]


def _paint(
    a: Index, b: Index, lo: Index, hi: Index, high: int, wide: int, some: Bools
) -> Bools:
    """Which places (high, wide) some of the boxes cover."""
    grid = np.zeros((high + 1, wide + 1), np.int32)
    a, b, lo, hi = a[some], b[some], lo[some], hi[some]
    np.add.at(grid, (a, lo), 1)
    np.add.at(grid, (b, hi), 1)
    np.add.at(grid, (a, hi), -1)
    np.add.at(grid, (b, lo), -1)
    return np.asarray(grid.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0, bool)


def _gaps(text: Bools) -> tuple[Index, Index, Bools]:
    """Of each place where the blank around it begins and ends, and whether text is on both sides."""
    wide = text.shape[1]
    at = np.arange(wide)
    before = np.maximum.accumulate(np.where(text, at + 1, 0), axis=1)
    behind = np.minimum.accumulate(np.where(text, at, wide)[:, ::-1], axis=1)[:, ::-1]
    between = ~text & (before > 0) & (behind < wide)
    return before, behind, between
