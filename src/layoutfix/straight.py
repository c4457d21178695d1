"""Boxes of a page that was scanned askew or is set in vertical lines -> as if its lines were level.

A scan that leans: margins and rows      Vertical lines are turned by a quarter, so that
say by how much                          the first, at the right, is the topmost

    had been out                             雨 山
    of sight of         Nobody               還 上        ->    山上的雪
         the shore       asked               没 的              雨還没停
                                             停 雪
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from layoutfix.arrays import Bools, Doubles
from layoutfix.boxes import WordBoxes
from layoutfix.ranks import median

_MOST_SLOPE = 0.06
"""The steepest lean that is sought, as rise over run: 3.4 degrees."""
_SLOPES = 121
_TALL = 1.5
"""Boxes so many times as high as wide are those of vertical lines."""
_LEAST_CHARACTERS = 3
_LEAST_VERTICAL = 0.5
"""Share of the characters of a page in such boxes from which it is set in vertical lines."""
_CLEARER = 1.15
"""How much more the edges of lines must fall together for a page to lean."""
_LEAST_LINES = 12


def straighten(boxes: WordBoxes) -> WordBoxes:
    """The boxes with vertical lines turned and a lean taken out, in the units of the file.

    O(words * slopes).
    """
    if len(boxes) < 2:
        return boxes
    boxes = _sound(_in_order(boxes))
    if _is_vertical(boxes):
        boxes = _turned(boxes)
    slope = find_slope(boxes)
    if slope == 0.0:
        return boxes
    x = (boxes.left + boxes.right) / 2
    y = (boxes.top + boxes.bottom) / 2
    across, down = (slope * y).astype(np.float32), (slope * x).astype(np.float32)
    # a box around a line that leans is higher than the line
    lean = np.minimum(
        abs(slope) * (boxes.right - boxes.left), 0.5 * (boxes.bottom - boxes.top)
    ).astype(np.float32)
    return replace(
        boxes,
        left=boxes.left + across,
        right=boxes.right + across,
        top=boxes.top - down + lean / 2,
        bottom=boxes.bottom - down - lean / 2,
    )


def _in_order(boxes: WordBoxes) -> WordBoxes:
    """The words as they stand in the dump."""
    if (np.diff(boxes.start) >= 0).all():
        return boxes
    at = np.argsort(boxes.start, kind="stable")
    names = ("start", "end", "line", "left", "top", "right", "bottom")
    return replace(boxes, **{name: getattr(boxes, name)[at] for name in names})


def _sound(boxes: WordBoxes) -> WordBoxes:
    """The boxes with numbers that are none, or far beyond any page, at 0, and right of left."""
    sides = np.stack([boxes.left, boxes.top, boxes.right, boxes.bottom]).astype(np.float32)
    is_sound = np.isfinite(sides) & (np.abs(sides) < _FARTHEST)
    if is_sound.all() and (sides[:2] <= sides[2:]).all():
        return boxes
    sides = np.where(is_sound, sides, np.float32(0.0))
    near, far = np.minimum(sides[:2], sides[2:]), np.maximum(sides[:2], sides[2:])
    return replace(boxes, left=near[0], top=near[1], right=far[0], bottom=far[1])


_FARTHEST = np.float32(1e7)
"""Units of a file beyond which nothing stands on a page."""


def find_slope(boxes: WordBoxes) -> float:
    """How much the lines of a page fall from left to right, as fall over run; 0 where none shows.

    The slope is taken at which most lines begin, and end, at the same places across, and most words
    stand at the same heights.

    >>> from layoutfix.boxes import boxes_of
    >>> words = [(k, k + 1, k, (10 - k, 30 * k, 400 - k, 30 * k + 20)) for k in range(20)]
    >>> round(find_slope(boxes_of(words)), 2)
    0.03
    """
    begins = np.diff(boxes.line, prepend=-1) != 0
    ends = np.append(begins[1:], True)
    if begins.sum() < _LEAST_LINES:
        return 0.0
    high = float(median(boxes.bottom - boxes.top))
    if not high > 0:
        return 0.0
    slopes = np.linspace(-_MOST_SLOPE, _MOST_SLOPE, _SLOPES)
    x = ((boxes.left + boxes.right) / 2).astype(np.float64)
    y = ((boxes.top + boxes.bottom) / 2).astype(np.float64)
    left, right = boxes.left.astype(np.float64), boxes.right.astype(np.float64)
    total = _gathered(left[begins], y[begins], slopes, high / 3)
    total += _gathered(right[ends], y[ends], slopes, high / 3)
    total += _gathered(y, -x, slopes, high / 3) * (begins.sum() / len(y))
    level = total[_SLOPES // 2]
    best = int(total.argmax())
    return float(slopes[best]) if total[best] > _CLEARER * level else 0.0


def _gathered(place: Doubles, along: Doubles, slopes: Doubles, size: float) -> Doubles:
    """How much places fall together in bins at each slope, (s,): squares of their counts."""
    at = place[None, :] + slopes[:, None] * along[None, :]
    bins = np.floor((at - at.min()) / size).astype(np.intp)
    wide = int(bins.max()) + 2
    if wide > _MOST_BINS:
        return np.zeros(len(slopes))
    row = np.arange(len(slopes))[:, None] * wide
    counts = np.bincount((row + bins).ravel(), minlength=len(slopes) * wide).reshape(-1, wide)
    pairs = counts[:, :-1] + counts[:, 1:]
    return np.asarray((pairs.astype(np.float64) ** 2).sum(1), np.float64)


_MOST_BINS = 20_000
"""Bins across a page beyond which no lean is sought: bounds memory."""


def _is_vertical(boxes: WordBoxes) -> bool:
    """Whether most characters stand in boxes of vertical lines."""
    characters = boxes.end - boxes.start
    wide, high = boxes.right - boxes.left, boxes.bottom - boxes.top
    tall: Bools = (high > _TALL * wide) & (characters >= _LEAST_CHARACTERS)
    return bool(characters[tall].sum() > _LEAST_VERTICAL * characters.sum())


def _turned(boxes: WordBoxes) -> WordBoxes:
    """The boxes turned by a quarter: what is at the right comes to the top."""
    edge = np.float32(max(boxes.width, float(boxes.right.max())))
    return replace(
        boxes,
        left=boxes.top,
        right=boxes.bottom,
        top=edge - boxes.right,
        bottom=edge - boxes.left,
        width=boxes.height,
        height=boxes.width,
    )
