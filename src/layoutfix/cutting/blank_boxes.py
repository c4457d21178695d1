"""Rows printed with their blanks -> boxes of their words, as if a character were as wide as it is.

`pdftotext -layout` and pdfplumber put each word where it stood, to a character or two:

    the old ferry    of the town.      the boxes of `ferry` and `town.` end at columns 13 and 28;
    was sold when    Nobody knew       those of the rows are a line's height apart

So pages without coordinates have some, if rough ones.
"""

from __future__ import annotations

import re

import numpy as np

from layoutfix.boxes import WordBoxes, boxes_of
from layoutfix.cutting.strips import find_bands
from layoutfix.ranks import median
from layoutfix.script import Script
from layoutfix.sheet import Sheet

_WORD_RE = re.compile(r"\S+")
_PITCH, _HEIGHT = 2.4, 1.6
"""From line to line, and height of a line, in widths of a half-width cell."""
_LEAST_WIDTH = 0.5
"""Of a character that has no width of its own, in character columns."""
_LONG = 4
"""Characters of a word from which it tells how wide a cell is."""


def rows_to_boxes(sheet: Sheet) -> WordBoxes | None:
    """The words of a page (characters in Chinese and Japanese) where blanks show them. O(text).

    None where no ruler tells the places of the rows, as on pages of too many.
    """
    _, places = find_bands(sheet.rows)
    if not len(places.column):
        return None
    cell = _cell_width(sheet, places.column)
    one_by_one = sheet.script is Script.CJK
    words, y = [], 0.0
    for k, (row, column) in enumerate(zip(sheet.rows, places.column, strict=True)):
        y += (1 + row.blanks_above if k else 0) * _PITCH * cell
        at = column.tolist()
        for match in _WORD_RE.finditer(row.text):
            start, end = match.span()
            spans = [(i, i + 1) for i in range(start, end)] if one_by_one else [(start, end)]
            for a, b in spans:
                box = (at[a], y, max(at[b], at[a] + _LEAST_WIDTH), y + _HEIGHT * cell)
                words.append((row.start + a, row.start + b, k, box))
    return boxes_of(words)


def _cell_width(sheet: Sheet, columns: list[np.ndarray]) -> float:
    """Character columns that a half-width cell takes, the median of words."""
    found = []
    for row, column in zip(sheet.rows, columns, strict=True):
        first = row.start - sheet.start
        for match in _WORD_RE.finditer(row.text):
            a, b = match.span()
            printed = float(sheet.at[first + b] - sheet.at[first + a])
            if b - a >= _LONG and printed > 0:
                found.append(float(column[b] - column[a]) / printed)
    return float(median(np.array(found))) if found else 1.0
