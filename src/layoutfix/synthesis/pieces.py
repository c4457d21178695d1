"""Pages in pieces: displaced blocks (damage C) and seed-like blocks (damage D)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

import numpy as np

from layoutfix.synthesis.damage import Damage, Piece, Row, Strip
from layoutfix.synthesis.draw import chance, integer, pick

T = TypeVar("T")

SHORTEST_TO_CUT = 4
CUT_SHARE = 0.5
"""Share of the paragraphs of some length that are torn in two before pieces are displaced."""

ROWS_OF_A_CHUNK = (1, 6)
COLUMNWISE_SHARE = 0.2
"""Share of a seed-like page's paragraphs in which the lines of a column stayed together."""

FALSE_MARKS = ("## ", "> ", "# ")


def print_blocks(strips: Sequence[Strip], damage: Damage, rng: np.random.Generator) -> list[Row]:
    """Each line on its own row; pieces of paragraphs stand elsewhere, with empty rows around them.

    A piece is what one block has in one column, or half of it.
    """
    chunks: list[list[Strip]] = []
    for _, group in groupby(strips, key=lambda s: (s.at.block, s.at.column)):
        chunk = list(group)
        cut = integer(rng, 1, max(1, len(chunk) - 1))
        if chance(rng, CUT_SHARE) and len(chunk) >= SHORTEST_TO_CUT:
            chunks += [chunk[:cut], chunk[cut:]]
        else:
            chunks.append(chunk)
    rows: list[Row] = []
    for chunk in _displace(chunks, damage.displaced, rng):
        rows += [(Piece(s.text, s.line),) for s in chunk]
        rows.append(())
    return rows[:-1]


def print_seedlike(strips: Sequence[Strip], damage: Damage, rng: np.random.Generator) -> list[Row]:
    """Rows joined with single spaces into paragraphs, some of them displaced, some marked wrongly.

    Headings stand alone under `##`, their lines joined with a space.
    """
    headings: dict[int, list[Strip]] = defaultdict(list)
    by_row: dict[int, list[Strip]] = defaultdict(list)
    for strip in strips:
        if strip.at.kind == "heading":
            headings[strip.at.block].append(strip)
        else:
            by_row[strip.at.row].append(strip)
    for block in headings.values():  # whole, where its first line stood
        by_row[block[0].at.row] += block
    chunks: list[list[Strip]] = []
    room = 0
    for number in sorted(by_row):
        for block in _headings_of(by_row[number]):
            chunks.append(block)
            room = 0
        row = [s for s in by_row[number] if s.at.kind != "heading"]
        if not row:
            continue
        if room == 0:
            chunks.append([])
            room = integer(rng, *ROWS_OF_A_CHUNK)
        chunks[-1] += sorted(row, key=lambda s: (s.at.x, s.line))
        room -= 1
    rows: list[Row] = []
    for chunk in _displace(chunks, damage.displaced, rng):
        if chance(rng, COLUMNWISE_SHARE):
            chunk.sort(key=lambda s: s.line)
        rows += [_join(chunk, damage, rng), ()]
    return rows[:-1]


def _headings_of(row: Sequence[Strip]) -> list[list[Strip]]:
    found = sorted((s for s in row if s.at.kind == "heading"), key=lambda s: s.line)
    return [list(group) for _, group in groupby(found, key=lambda s: s.at.block)]


def _join(chunk: Sequence[Strip], damage: Damage, rng: np.random.Generator) -> Row:
    """A chunk as one row, with a mark if it is a heading or by mistake."""
    false = chance(rng, damage.false_marks)
    mark = pick(rng, FALSE_MARKS)
    pieces = []
    if chunk[0].at.kind == "heading":
        pieces.append(Piece("## ", None))
    elif false:
        pieces.append(Piece(mark, None))
    for k, strip in enumerate(chunk):
        if k:
            pieces.append(Piece(" ", None))
        pieces.append(Piece(strip.text, strip.line))
    return tuple(pieces)


def _displace(chunks: Sequence[T], share: float, rng: np.random.Generator) -> list[T]:
    """The chunks with a share of them taken out and put back anywhere."""
    stay: list[T] = []
    moved: list[T] = []
    for chunk in chunks:
        (moved if chance(rng, share) else stay).append(chunk)
    for chunk in moved:
        stay.insert(integer(rng, 0, len(stay)), chunk)
    return stay
