"""Boxes of a page's words as arrays, in step with the dump that they are the words of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from layoutfix.arrays import Floats, Index


@dataclass(frozen=True, slots=True)
class WordBoxes:
    """Boxes of the n words of a page, as they stand in the dump; arrays are (n,).

    start, end   offsets in the dump
    line         number of the line that a word is of, from 0
    left, top, right, bottom  in the units of the file, y downwards
    width, height  of the page, in the same units; 0 where not known
    order        line numbers in the order that the file states; None where it states none

    A line whose words have no boxes is there as one word.
    """

    start: Index
    end: Index
    line: Index
    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    width: float = 0.0
    height: float = 0.0
    order: tuple[int, ...] | None = None

    def __len__(self) -> int:
        return len(self.start)


def boxes_of(
    words: Sequence[tuple[int, int, int, tuple[float, float, float, float]]],
    *,
    width: float = 0.0,
    height: float = 0.0,
    order: tuple[int, ...] | None = None,
) -> WordBoxes:
    """Arrays of words given as (start, end, line, (left, top, right, bottom)).

    >>> boxes_of([(0, 3, 0, (10, 5, 40, 20))]).right.tolist()
    [40.0]
    """
    start, end, line = np.array([w[:3] for w in words], np.intp).reshape(-1, 3).T
    left, top, right, bottom = np.array([w[3] for w in words], np.float32).reshape(-1, 4).T
    return WordBoxes(start, end, line, left, top, right, bottom, width, height, order)


def boxes_between(boxes: WordBoxes, start: int, end: int) -> WordBoxes | None:
    """The boxes of the words in `dump[start:end]`, lines counted from 0; None where it has none.

    >>> two = boxes_of([(0, 3, 0, (10, 5, 40, 20)), (4, 9, 1, (10, 25, 80, 40))], order=(1, 0))
    >>> boxes_between(two, 4, 9).line.tolist()
    [0]
    >>> boxes_between(two, 0, 9) is two
    True
    """
    inside = (boxes.start >= start) & (boxes.end <= end)
    if inside.all():
        return boxes
    if not inside.any():
        return None
    line = boxes.line[inside]
    first, last = int(line.min()), int(line.max())
    order = boxes.order
    if order is not None:
        order = tuple(k - first for k in order if first <= k <= last)
    return replace(
        boxes,
        start=boxes.start[inside],
        end=boxes.end[inside],
        line=line - first,
        left=boxes.left[inside],
        top=boxes.top[inside],
        right=boxes.right[inside],
        bottom=boxes.bottom[inside],
        order=order,
    )
