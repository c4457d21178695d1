"""Boxes of words -> items: what stands on the page, measured in cells of the body's type.

had been out of sight            in scripts with spaces each word is an item
香港特区政府政务司司长           a line that has one box is an item, and its letters are put
                                 where they are likely to stand
香 港特区  政务 司               characters that were boxed one by one are an item as far as no
                                 gap parts them
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Bools, Doubles, Index
from layoutfix.boxes import WordBoxes
from layoutfix.chardata import CJK_FROM
from layoutfix.cutting.junk import RULE_RE
from layoutfix.ranks import median
from layoutfix.script import Script
from layoutfix.sheet import Sheet

STEP = 0.5
"""Cells that a column of the page's grid is wide."""

_RUN_GAP = 1.2
"""Cells between characters of Chinese or Japanese from which they are two items."""
_MOST_INK = 0.9
"""Cells on either side by which the square of a character may be wider than its ink."""
_ONE_BY_ONE = 4.0
"""Cells of the widest words whose boxes are those of their ink."""
_LEAST_WHOLE = 8.0
"""Cells from which a line that has one box may be two lines."""
_PITCH_SHARE = 0.7
"""Lines are at most so high, as a share of how far they stand below one another: some files have
boxes as high as the type's square and more."""
_LEAST_LINE = 1.2
_MOST_BLANK, _CJK_BLANK = 1.0, 0.4
"""Cells of the usual blank between words: more are gutters; in Chinese there is none."""
_SURE_CELLS = 3.0
_LEAST_SIZE, _MOST_SIZE, _NO_TYPE = 0.3, 3.0, 8.0
"""Sizes of type, the body's being 1, outside of which a few letters are dirt, or anything is."""


@dataclass(frozen=True, slots=True)
class Items:
    """The n items of a page; arrays are (n,), lengths in cells of the body's type.

    start, end  offsets in the dump; line: the number of its line, as in `WordBoxes`
    left, top, right, bottom  of each
    size     of its type, where 1 is the body's
    whole    whether it may be several lines in one: lines of one box, in Chinese any long item
    exact    whether its letters are known to stand where `edges` says
    solid    whether it is text that nothing can be printed over: letters or figures, no dirt
    edges    of each where its characters begin, and its end: (characters + 1,)
    blank    the usual gap between words
    high     how high a line of the body is
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
    high: float

    @property
    def middle(self) -> Doubles:
        """Half way between top and bottom, (n,)."""
        return (self.top + self.bottom) / 2

    @property
    def grid_columns(self) -> int:
        """How many columns of the page's grid there are; it begins at the leftmost item."""
        return int((self.right.max() - self.left.min()) / STEP) + 2

    def to_column(self, x: Doubles | float) -> Index:
        """The columns of the page's grid at places across the page."""
        column = np.floor((np.asarray(x) - self.left.min()) / STEP).astype(np.intp)
        return np.asarray(np.clip(column, 0, self.grid_columns - 1), np.intp)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a page in cells, (n,) each; `cells`: printed widths of their texts."""

    boxes: WordBoxes
    left: Doubles
    top: Doubles
    right: Doubles
    bottom: Doubles
    cells: Doubles


def boxes_to_items(boxes: WordBoxes, sheet: Sheet) -> Items:
    """The items of a page that has boxes. O(words + lines^2)."""
    words = _measure(boxes, sheet)
    high = _weighted_median(words.bottom - words.top, words.cells)
    first = np.arange(len(boxes))
    if sheet.script is Script.CJK:
        words = _to_squares(words, sheet)
        first = _run_firsts(words, sheet)
    last = np.append(first[1:], len(boxes)) - 1
    cells = _printed(boxes.start[first], boxes.end[last], sheet)
    left, right = np.minimum.reduceat(words.left, first), np.maximum.reduceat(words.right, first)
    top, bottom = np.minimum.reduceat(words.top, first), np.maximum.reduceat(words.bottom, first)
    size = (right - left) / np.maximum(cells, 1.0)
    alone = np.bincount(boxes.line)[boxes.line[first]] == 1
    whole = (alone | (sheet.script is Script.CJK)) & (cells > _LEAST_WHOLE)
    lines = np.flatnonzero(whole & (last == first))
    left[lines], right[lines] = _apart(left[lines], right[lines], top[lines], bottom[lines])
    return Items(
        start=boxes.start[first],
        end=boxes.end[last],
        line=boxes.line[first],
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        size=np.minimum(size, (bottom - top) / max(high, 1e-6)),
        whole=whole,
        exact=last > first,
        solid=_are_solid(boxes.start[first], boxes.end[last], cells, size, sheet),
        edges=_edges_of_all(words, first, last, sheet),
        blank=_usual_blank(words, sheet),
        high=max(min(high, _PITCH_SHARE * _pitch(words, high)), _LEAST_LINE),
    )


def _apart(left: Doubles, right: Doubles, top: Doubles, bottom: Doubles) -> tuple[Doubles, Doubles]:
    """Left and right edges of lines, (n,) each, without what two of one row have in common.

    Boxes around lines that lean or bend are too wide, and reach into each other.
    """
    if not 1 < len(left) <= _MOST_LINES:
        return left, right
    over = right[:, None] - left[None, :]
    row = np.minimum(bottom[:, None], bottom[None, :]) - np.maximum(top[:, None], top[None, :])
    high = np.minimum((bottom - top)[:, None], (bottom - top)[None, :])
    wide = np.minimum((right - left)[:, None], (right - left)[None, :])
    common = (row > _SAME_ROW * high) & (over > 0) & (over < np.minimum(_MOST_COMMON, wide / 2))
    tall = bottom - top > _BENT * median(bottom - top)
    common &= (left[:, None] < left[None, :]) & (tall[:, None] | tall[None, :])
    i, j = np.nonzero(common)
    middle = (right[i] + left[j]) / 2
    new_left, new_right = left.copy(), right.copy()
    np.minimum.at(new_right, i, middle - STEP)
    np.maximum.at(new_left, j, middle + STEP)
    return new_left, np.maximum(new_left, new_right)


_SAME_ROW = 0.5
"""The share of the lower of two items that is beside the other, for both to be of one row."""
_BENT = 1.3
"""Boxes so many times as high as the usual one are around lines that lean or bend."""
_MOST_COMMON = 3.0
"""Cells that two boxes of one row have in common at most."""


def _measure(boxes: WordBoxes, sheet: Sheet) -> _Words:
    """The words in cells of the body's type."""
    sides = [
        np.asarray(side, np.float64) for side in (boxes.left, boxes.top, boxes.right, boxes.bottom)
    ]
    cells = _printed(boxes.start, boxes.end, sheet)
    wide, weight = sides[2] - sides[0], np.where(cells >= _ONE_BY_ONE, cells, 0.05 * cells)
    if sheet.script is Script.CJK:  # ink says little of how wide a character is: the next one does
        on = np.flatnonzero((boxes.line[1:] == boxes.line[:-1]) & (np.diff(sides[0]) > 0))
        wide[on], weight[on] = np.diff(sides[0])[on], cells[on]
    cell = max(_weighted_median(wide / np.maximum(cells, 1.0), weight), 1e-6)
    left, top, right, bottom = (side / cell for side in sides)
    return _Words(boxes, left, top, right, bottom, cells)


def _printed(start: Index, end: Index, sheet: Sheet) -> Doubles:
    """The printed widths of spans of the dump, in half-width cells."""
    at = sheet.at
    return np.asarray(at[end - sheet.start] - at[start - sheet.start], np.float64)


def _to_squares(words: _Words, sheet: Sheet) -> _Words:
    """The words with the boxes of single characters as wide as their squares."""
    wide = np.array([sheet.dump[a] >= CJK_FROM for a in words.boxes.start.tolist()], bool)
    room = np.clip((words.cells - words.right + words.left) / 2, 0.0, _MOST_INK)
    room *= wide & (words.cells <= _ONE_BY_ONE)
    return _Words(
        words.boxes, words.left - room, words.top, words.right + room, words.bottom, words.cells
    )


def _run_firsts(words: _Words, sheet: Sheet) -> Index:
    """The words that begin an item: at the start of a line, behind a gap, beside a rule."""
    spans = zip(words.boxes.start.tolist(), words.boxes.end.tolist(), strict=True)
    rule = np.array([RULE_RE.fullmatch(sheet.dump, a, b) is not None for a, b in spans], bool)
    begins = np.ones(len(words.left), bool)
    begins[1:] = words.boxes.line[1:] != words.boxes.line[:-1]
    begins[1:] |= words.left[1:] - words.right[:-1] > _RUN_GAP
    begins[1:] |= (words.left[1:] < words.left[:-1]) | rule[1:] | rule[:-1]
    return np.flatnonzero(begins)


def _are_solid(start: Index, end: Index, cells: Doubles, size: Doubles, sheet: Sheet) -> Bools:
    """Which items are text, and no dirt of a few letters that are far too large or too small."""
    spans = zip(start.tolist(), end.tolist(), strict=True)
    letters = np.array([any(map(str.isalnum, sheet.dump[a:b])) for a, b in spans], bool)
    fits = (cells > _SURE_CELLS) | ((size < _MOST_SIZE) & (size > _LEAST_SIZE))
    return np.asarray(letters & fits & (size < _NO_TYPE), bool)


def _edges_of_all(words: _Words, first: Index, last: Index, sheet: Sheet) -> list[Doubles]:
    """`Items.edges` of items that are the words from `first` to `last` each."""
    return [_edges(words, a, b, sheet) for a, b in zip(first.tolist(), last.tolist(), strict=True)]


def _edges(words: _Words, first: int, last: int, sheet: Sheet) -> Doubles:
    """Where each character of the words `first` to `last` begins, and the end of the last."""
    own = slice(first, last + 1)
    start, end = words.boxes.start[own] - sheet.start, words.boxes.end[own] - sheet.start
    at = sheet.at[start[0] : end[-1] + 1].astype(np.float64)
    printed = np.stack([sheet.at[start], sheet.at[end]], axis=1).ravel()
    known = np.stack([words.left[own], words.right[own]], axis=1).ravel()
    return np.asarray(np.interp(at, printed, np.maximum.accumulate(known)), np.float64)


def _usual_blank(words: _Words, sheet: Sheet) -> float:
    """The median gap between words of a line."""
    same = words.boxes.line[1:] == words.boxes.line[:-1]
    gaps = (words.left[1:] - words.right[:-1])[same]
    gaps = gaps[gaps > 0]
    if sheet.script is Script.CJK or not len(gaps):
        return _CJK_BLANK if sheet.script is Script.CJK else _MOST_BLANK
    return min(float(median(gaps)), _MOST_BLANK)


def _pitch(words: _Words, high: float) -> float:
    """How far below one another lines stand: the median drop to the next one below."""
    first = np.flatnonzero(np.diff(words.boxes.line, prepend=-1))
    if len(first) > _MOST_LINES:
        return high / _PITCH_SHARE
    a, b = np.minimum.reduceat(words.left, first), np.maximum.reduceat(words.right, first)
    y = ((words.top + words.bottom) / 2)[first]
    drop = y[None, :] - y[:, None]
    shared = np.minimum(b[:, None], b[None, :]) - np.maximum(a[:, None], a[None, :])
    drop = np.where((shared > 0) & (drop > 0.3 * high), drop, np.inf).min(axis=1)
    drop = drop[np.isfinite(drop)]
    return float(median(drop)) if len(drop) else high / _PITCH_SHARE


_MOST_LINES = 2000
"""Lines of a page beyond which it is not measured how far apart they stand: bounds memory."""


def _weighted_median(values: Doubles, weights: Doubles) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order[min(int(np.searchsorted(total, total[-1] / 2)), len(order) - 1)]])
