"""Frames -> pieces: spans of the dump in the order of frames; items that frames part are cut.

Where a box over two lines is cut is told by both: where its letters are likely to stand beside
the strip, and how well its words hold together.

半年以来最严和环境卫生及勤洗手      the strip is about here, and 最严|和 holds together least
       |  |
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Doubles
from layoutfix.cutting.beside_gutters import cut_marks
from layoutfix.cutting.bonds import place_odds
from layoutfix.cutting.frames import Frames
from layoutfix.cutting.items import Items
from layoutfix.linking.cohesion import RowUnits
from layoutfix.result import DROPPING_RULE
from layoutfix.script import Script
from layoutfix.sheet import Sheet

_MOST_GUTTER = 2.5
"""Cells that a box over two lines has between them at most: wider gaps are seen."""
_NEAR_CJK, _NEAR_SPACED = 6.0, 9.0
"""Cells about a strip within which a line is cut."""
_STRAY = 2.0
"""Cells by which letters stand aside of where they are put."""
_SAME_ROW = 0.5
"""Share of a line's height by which lines of one row stand apart."""
_FAR_FROM_BLANK = 8
"""Characters without a blank in which a line in a script with spaces is cut inside a word."""


class Piece(NamedTuple):
    """What stands in a frame as one line: a span of the dump, of one row of it.

    row, frame, band  their numbers; x, y: its left edge and its middle, in cells
    """

    start: int
    end: int
    row: int
    frame: int
    band: int
    x: float
    y: float


class _Line(NamedTuple):
    """Words of a row that stand in a frame one after the other; `high`: the highest of them."""

    start: int
    end: int
    row: int
    x: float
    y: float
    high: float


def frames_to_pieces(frames: Frames, items: Items, sheet: Sheet) -> list[Piece]:
    """The pieces in the order of their frames, in each from the top. O(items log items)."""
    cuts = _cut_items(frames, items, sheet)
    starts = np.array([row.start for row in sheet.rows], np.intp)
    middle, high = items.middle, items.bottom - items.top
    found = []
    for f, (parts, band) in enumerate(zip(frames.parts, frames.band, strict=True)):
        words = []
        for part in parts:
            i = part.item
            start, end = cuts.get((i, f), (int(items.start[i]), int(items.end[i])))
            row = max(int(np.searchsorted(starts, start, side="right")) - 1, 0)
            start = max(start, sheet.rows[row].start)
            if start < end:
                words.append(_Line(start, end, row, part.begin, float(middle[i]), float(high[i])))
        found += [
            Piece(line.start, line.end, line.row, f, band, line.x, line.y)
            for line in _from_the_top(_join_words(words, sheet.dump))
        ]
    return found


def _join_words(words: Sequence[_Line], dump: str) -> list[_Line]:
    """Words that follow one another in a row of the dump as one."""
    lines: list[_Line] = []
    count = 0
    for word in sorted(words):
        last = lines[-1] if lines else None
        if last is None or last.row != word.row or dump[last.end : word.start].strip():
            lines.append(word)
            count = 1
            continue
        y = (last.y * count + word.y) / (count + 1)
        count += 1
        x, high = min(last.x, word.x), max(last.high, word.high)
        lines[-1] = _Line(last.start, word.end, last.row, x, y, high)
    return lines


def _from_the_top(lines: Sequence[_Line]) -> list[_Line]:
    """Lines from the top, those that stand side by side from the left."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda each: each.y):
        first = rows[-1][0] if rows else None
        if first is not None and line.y - first.y < _SAME_ROW * min(line.high, first.high):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.x)]


def _cut_items(
    frames: Frames, items: Items, sheet: Sheet
) -> dict[tuple[int, int], tuple[int, int]]:
    """Where items that stand in several frames are cut: spans of the dump by item and frame."""
    owners: dict[int, list[tuple[float, float, int]]] = {}
    for f, parts in enumerate(frames.parts):
        for part in parts:
            owners.setdefault(part.item, []).append((part.begin, part.end, f))
    fused = {i: sorted(own) for i, own in owners.items() if len(own) > 1}
    texts = [sheet.dump[items.start[i] : items.end[i]] for i in fused]
    units = None
    if sheet.model is not None and texts:
        units = RowUnits(texts, sheet.model, sheet.weights.links.unseen_mix)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for r, (i, own) in enumerate(fused.items()):
        text, bounds = texts[r], [0]
        for x, edges in _strips_in(items, i, own):
            bounds.append(_place(text, edges, x, bounds[-1], (units, r), sheet))
        bounds.append(len(text))
        for (_, _, f), (lo, hi) in zip(own, pairwise(bounds), strict=True):
            kept = text[lo:hi]
            lead = lo + len(kept) - len(kept.lstrip())
            start = int(items.start[i]) + lead
            found[i, f] = start, start + len(kept.strip())
    return found


def _strips_in(
    items: Items, i: int, own: Sequence[tuple[float, float, int]]
) -> list[tuple[float, Doubles]]:
    """The strips that cross an item: where its letters are parted, and where these stand.

    The letters of a box over two lines are spread over it, gutter and all: these are put together.
    """
    edges, strips = items.edges[i], list(pairwise(own))
    if items.exact[i]:
        return [((a[1] + b[0]) / 2, edges) for a, b in strips]
    gutters = [min(b[0] - a[1], _MOST_GUTTER) for a, b in strips]
    wide = float(items.right[i] - items.left[i])
    close = items.left[i] + (edges - items.left[i]) * (wide - sum(gutters)) / max(wide, 1e-6)
    return [(b[0] - sum(gutters[: k + 1]), close) for k, (_, b) in enumerate(strips)]


def _place(
    text: str,
    edges: Doubles,
    x: float,
    least: int,
    units: tuple[RowUnits | None, int],
    sheet: Sheet,
) -> int:
    """The offset at which a text is cut near a place across the page.

    edges  where its characters begin; least: an offset before which it is not cut
    units  those of all texts, and the number of this one
    """
    cjk = sheet.script is Script.CJK
    near = np.abs(edges[:-1] - x) <= (_NEAR_CJK if cjk else _NEAR_SPACED)
    some = [
        k
        for k in range(least + 1, len(text))
        if near[k] and text[k] != " " and (cjk or _may_cut(text, k))
    ]
    if not some:
        return max(least, min(int(np.searchsorted(edges, x)), len(text)))
    offset = np.array(some, np.intp)
    worth = -(((edges[offset] - x) / _STRAY) ** 2) / 2
    if units[0] is not None:
        worth = worth + place_odds(units[0], units[1], offset, sheet)
    return int(offset[int(np.argmax(np.round(worth, 3)))])


def _may_cut(text: str, k: int) -> bool:
    """Whether a word begins at an offset, or no blank is near."""
    return text[k - 1] == " " or " " not in text[max(0, k - _FAR_FROM_BLANK) : k + _FAR_FROM_BLANK]


def drop_marks(
    pieces: Sequence[Piece], sheet: Sheet
) -> tuple[list[Piece], list[tuple[int, int, str]]]:
    """The pieces without marks that were read beside gutters; and these, with their rule."""
    rows: list[list[int]] = [[] for _ in sheet.rows]
    for k in sorted(range(len(pieces)), key=lambda k: pieces[k].start):
        rows[pieces[k].row].append(k)
    spans = [[(pieces[k].start, pieces[k].end) for k in own] for own in rows]
    found, dropped = list(pieces), []
    for own, cuts in zip(rows, cut_marks(sheet, spans), strict=True):
        for k, cut in zip(own, cuts, strict=True):
            found[k] = pieces[k]._replace(start=cut.start, end=cut.end)
            dropped += [(a, b, DROPPING_RULE) for a, b in cut.junk]
    return found, dropped
