"""From a page to a dump with its truth: scramble."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.synthesis.damage import Damage, Layout, Piece, Row, Scrambled, Span, Strip
from layoutfix.synthesis.draw import chance, integer, pick
from layoutfix.synthesis.noise import read_lines
from layoutfix.synthesis.page import Page
from layoutfix.synthesis.pieces import print_blocks, print_seedlike
from layoutfix.synthesis.rows import interleave, print_rows

MIXED_LAYOUTS: tuple[Layout, ...] = ("interleaved", "rows", "blocks", "seedlike", "columns")
BANDS = (2, 4)
"""Into how many bands a mixed page is cut."""


def scramble(page: Page, damage: Damage, rng: np.random.Generator) -> Scrambled:
    """The dump that a reader without eyes for columns would give of a page, and its truth.

    Every non-space character of the page's lines is in the dump, in order within its line, except
    where `lost_lines`, `wrong_chars` and `halfwidth` say otherwise; the dump has others only where
    `glue="junk"`, `seedlike` and `mixed` put marks.
    """
    strips = read_lines(page, damage, rng)
    rows = _print_page(strips, page, damage, damage.layout, rng)
    spaced: list[Row] = []
    for k, row in enumerate(rows):
        spaced.append(row)
        if chance(rng, damage.blank_rows) and row and k + 1 < len(rows) and rows[k + 1]:
            spaced.append(())
    dump, spans = _rows_to_dump(spaced)
    seen = {s.line for s in strips}
    return Scrambled(
        dump=dump,
        lines=page.lines,
        spans=spans,
        lost=tuple(n for n in range(len(page.lines)) if n not in seen),
        noisy=tuple(s.line for s in strips if s.text != s.at.text),
    )


def _print_page(
    strips: Sequence[Strip], page: Page, damage: Damage, layout: Layout, rng: np.random.Generator
) -> list[Row]:
    match layout:
        case "interleaved":
            return interleave(strips, page, damage, rng)
        case "rows":
            return print_rows(strips, page, damage, rng)
        case "blocks":
            return print_blocks(strips, damage, rng)
        case "seedlike":
            return print_seedlike(strips, damage, rng)
        case "columns":
            return [(Piece(s.text, s.line),) for s in strips]
        case "mixed":
            rows: list[Row] = []
            for band in _cut_bands(strips, rng):
                rows += _print_page(band, page, damage, pick(rng, MIXED_LAYOUTS), rng)
            return rows


def _cut_bands(strips: Sequence[Strip], rng: np.random.Generator) -> list[list[Strip]]:
    """The page cut across into bands of whole rows, each in reading order."""
    last = max((s.at.row for s in strips), default=0)
    edges = sorted({integer(rng, 1, max(1, last)) for _ in range(integer(rng, *BANDS) - 1)})
    bands: list[list[Strip]] = [[] for _ in range(len(edges) + 1)]
    for strip in strips:
        bands[sum(edge <= strip.at.row for edge in edges)].append(strip)
    return [band for band in bands if band]


def _rows_to_dump(rows: Sequence[Row]) -> tuple[str, tuple[Span, ...]]:
    """The rows as one text that ends with a line break, and where the lines stand in it."""
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for row in rows:
        for piece in row:
            if piece.line is not None and piece.text:
                spans.append(Span(piece.line, at, at + len(piece.text)))
            parts.append(piece.text)
            at += len(piece.text)
        parts.append("\n")
        at += 1
    return "".join(parts), tuple(spans)
