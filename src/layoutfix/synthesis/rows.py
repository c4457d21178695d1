"""Pages read across: interleaved lines (damage A) and fused rows (damage B)."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from layoutfix.script import Script
from layoutfix.synthesis.damage import Damage, Glue, Piece, Row, Strip
from layoutfix.synthesis.draw import chance, pick, wobble
from layoutfix.synthesis.page import ACROSS, Page
from layoutfix.synthesis.widths import count_columns

NARROW_GAP_CELLS = 3
"""A gap up to this is one space to `pdftotext`; seen on the dev pages between 1.3 and 2 em."""

FUSING_GAP_CELLS = 5
"""Boxes of neighbours are fused by detectors across gaps up to this."""

LEFT_FIRST_ROWS = 0.25
"""By how much later the right end of a row is seen than its left end: ties go left to right."""

GUTTER_JUNK_CJK = (" ", " ", " ", "  ", "", " 。 ", " ”", "” ", " “", " | ", " 、", " _ ")
GUTTER_JUNK_LATIN = (" ", " ", " ", " | ", " | ", "| ", "|", " _ ", " ' ", " . ", "")
"""What `tesseract --psm 6` makes of a gutter, about as often as on the dev pages."""

GUTTER_PSM6_LATIN = (*(" ",) * 17, " | ", " | ", " _ ")
"""The same, as often as between 893 neighbours on the Latin dev pages: 83 % one space."""

CELLS_PER_SPACE = 1.25
WIDE_WORD_GAP_CELLS = 1.0


def interleave(
    strips: Sequence[Strip], page: Page, damage: Damage, rng: np.random.Generator
) -> list[Row]:
    """Each line on its own row, row by row, left to right as far as `jitter_rows` allows.

    L1, R1, L2, R2... as detectors give their boxes; some neighbours fused, some lines in pieces.
    """
    heights = []
    for strip in strips:
        lag = LEFT_FIRST_ROWS * strip.at.x / max(1, page.width)
        heights.append(strip.at.row + lag + wobble(rng, damage.jitter_rows))
    order = sorted(range(len(strips)), key=lambda i: (heights[i], strips[i].line))
    rows: list[list[Strip]] = []
    for i in order:
        strip = strips[i]
        fuse = chance(rng, damage.fused)
        if fuse and rows and _touch(rows[-1][-1], strip):
            rows[-1].append(strip)
        else:
            rows.append([strip])
    printed: list[Row] = []
    for row in rows:
        if len(row) == 1:
            printed += [(piece,) for piece in _fall_apart(row[0], damage, rng)]
        else:
            printed.append(
                _glue_row(row, page, damage.glue, _Columns(strips, page, damage.glue), rng)
            )
    return printed


def print_rows(
    strips: Sequence[Strip], page: Page, damage: Damage, rng: np.random.Generator
) -> list[Row]:
    """The lines of each printed row side by side in one row of the dump."""
    by_row: dict[int, list[Strip]] = defaultdict(list)
    for strip in strips:
        by_row[strip.at.row].append(strip)
    columns = _Columns(strips, page, damage.glue)
    printed: list[Row] = []
    for number in sorted(by_row):
        row = sorted(by_row[number], key=lambda s: (s.at.x, s.line))
        parts = _split_at_wide_gaps(row) if damage.glue == "none" else [row]
        printed += [_glue_row(part, page, damage.glue, columns, rng) for part in parts]
    return printed


class _Columns:
    """At which character each column starts: after the longest line to the left of it.

    `pdftotext -layout` does so and counts every character as one: a column of Chinese text stands
    at half its place. On a screen of fixed width (`cells`) full-width characters count as two.
    """

    def __init__(self, strips: Sequence[Strip], page: Page, glue: Glue) -> None:
        ends: dict[tuple[int, int], int] = defaultdict(int)
        count: dict[int, int] = defaultdict(int)
        self.measure = count_columns if glue == "cells" else len
        self._halved = page.script is Script.CJK and glue != "cells"
        self._left: dict[tuple[int, int], int] = {}
        for strip in strips:
            key = (strip.at.article, strip.at.column)
            self._left[key] = min(self._left.get(key, strip.at.x), strip.at.x)
        for strip in strips:
            if strip.at.column != ACROSS:
                key = (strip.at.article, strip.at.column)
                ends[key] = max(ends[key], self.measure(strip.text) + self._indent(strip))
                count[strip.at.article] = max(count[strip.at.article], strip.at.column + 1)
        gap = max(1, math.floor(page.gutter / CELLS_PER_SPACE))
        self._starts: dict[tuple[int, int], int] = {}
        for article, columns in count.items():
            start = 0
            for column in range(columns):
                self._starts[article, column] = start
                start += ends[article, column] + gap

    def start(self, strip: Strip) -> int:
        """The column of the dump at which a line starts."""
        key = (strip.at.article, strip.at.column)
        if strip.at.column == ACROSS:
            return strip.at.x // 2 if self._halved else strip.at.x
        return self._starts[key] + self._indent(strip)

    def _indent(self, strip: Strip) -> int:
        """Characters by which a line starts right of its column's left edge."""
        cells = strip.at.x - self._left[strip.at.article, strip.at.column]
        return math.floor(cells / CELLS_PER_SPACE + 0.5) if self._halved else cells


def _gap(left: Strip, right: Strip) -> int:
    return right.at.x - left.at.x - left.at.width


def _touch(left: Strip, right: Strip) -> bool:
    """Whether two lines stand so close in one row that a detector takes them for one."""
    if left.at.row != right.at.row or left.at.column == right.at.column:
        return False
    return 0 <= _gap(left, right) <= FUSING_GAP_CELLS


def _split_at_wide_gaps(row: list[Strip]) -> list[list[Strip]]:
    parts = [[row[0]]]
    for strip in row[1:]:
        if _gap(parts[-1][-1], strip) <= FUSING_GAP_CELLS:
            parts[-1].append(strip)
        else:
            parts.append([strip])
    return parts


def _glue_row(
    row: Sequence[Strip], page: Page, glue: Glue, columns: _Columns, rng: np.random.Generator
) -> Row:
    """One row of the dump. Spaces and marks between two lines are pieces of no line."""
    pieces: list[Piece] = []
    at = 0  # characters printed so far, or columns of the screen
    before: Strip | None = None
    for strip in row:
        text = _spread(strip) if glue == "gutter" else strip.text
        blank = ""
        if glue in ("gutter", "cells"):
            close = before is not None and _gap(before, strip) <= NARROW_GAP_CELLS
            to_start = max(int(before is not None), columns.start(strip) - at)
            blank = " " * (1 if close and glue == "gutter" else to_start)
        elif before is not None:
            blank = _between(before, strip, page, glue, rng)
        if blank:
            pieces.append(Piece(blank, None))
        pieces.append(Piece(text, strip.line))
        at += len(blank) + columns.measure(text)
        before = strip
    return tuple(pieces)


def _between(left: Strip, right: Strip, page: Page, glue: Glue, rng: np.random.Generator) -> str:
    if glue not in ("junk", "psm6"):
        return " " if glue == "space" else ""
    latin = GUTTER_PSM6_LATIN if glue == "psm6" else GUTTER_JUNK_LATIN
    marks = pick(rng, GUTTER_JUNK_CJK if page.script is Script.CJK else latin)
    gap = _gap(left, right)
    wide = gap > FUSING_GAP_CELLS  # a short line: tesseract keeps some of the blank after it
    return " " * (gap if page.script is Script.CJK else 1) if wide else marks


def _spread(strip: Strip) -> str:
    """A justified line as `pdftotext -layout` prints it: its wide word gaps as several spaces."""
    gaps = strip.text.count(" ")
    extra = math.floor(strip.at.slack / gaps / CELLS_PER_SPACE) if gaps else 0
    return strip.text.replace(" ", " " * (1 + extra)) if extra > 0 else strip.text


def _fall_apart(strip: Strip, damage: Damage, rng: np.random.Generator) -> list[Piece]:
    """A widely spread line comes out of a detector in pieces."""
    words = re.split(r" +", strip.text)
    if len(words) < 2 or strip.at.slack / (len(words) - 1) < WIDE_WORD_GAP_CELLS:
        return [Piece(strip.text, strip.line)]
    parts = [words[0]]
    for word in words[1:]:
        if chance(rng, damage.split_words):
            parts.append(word)
        else:
            parts[-1] += " " + word
    return [Piece(part, strip.line) for part in parts]
