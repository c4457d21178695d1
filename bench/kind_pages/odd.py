"""Vertical text printed the wrong way round, and lines of one column that change places."""

from __future__ import annotations

import numpy as np

from kind_pages.blocks import paragraph_blocks
from kind_pages.setting import Sample, Text, printed, right_text, set_blocks
from layoutfix.synthesis.draw import chance, integer, pick


def swapped_pairs(text: Text, rng: np.random.Generator) -> Sample:
    """Lines of one column swapped in pairs, as on a tilted scan."""
    width = 2 * integer(rng, 24, 36) if text.cjk else integer(rng, 58, 76)
    lines = set_blocks(paragraph_blocks(text, rng, 2), width, cjk=text.cjk)
    lines = lines[: 2 * integer(rng, 4, 8)]
    all_pairs = chance(rng, 0.6)
    rows = printed(lines)
    for k in range(0, len(rows) - 1, 2):
        if all_pairs or chance(rng, 0.6):
            rows[k], rows[k + 1] = rows[k + 1], rows[k]
    return Sample("\n".join(rows) + "\n", right_text(lines, cjk=text.cjk))


def vertical_reversed(text: Text, rng: np.random.Generator) -> Sample:
    """Vertical lines, each a row, listed from the left."""
    lines = _vertical_lines(text, rng, integer(rng, 8, 18), integer(rng, 12, 22))
    return Sample("\n".join(reversed(lines)) + "\n", "".join(lines) + "\n", breaks=False)


def vertical_tiers_reversed(text: Text, rng: np.random.Generator) -> Sample:
    """Two tiers of vertical lines, each listed from the left."""
    size = integer(rng, 8, 14)
    lines = _vertical_lines(text, rng, 2 * size, integer(rng, 10, 16))
    rows = [*reversed(lines[:size]), *reversed(lines[size:])]
    return Sample("\n".join(rows) + "\n", "".join(lines) + "\n", breaks=False)


def glyph_grid(text: Text, rng: np.random.Generator) -> Sample:
    """Rows that hold one character of every vertical line."""
    height = integer(rng, 10, 16)
    lines = _vertical_lines(text, rng, integer(rng, 7, 14), height)
    blank = pick(rng, (" ", " ", "  ", ""))
    rows = [
        blank.join(line[k] if k < len(line) else "　" for line in reversed(lines)).rstrip()
        for k in range(height)
    ]
    return Sample("\n".join(rows) + "\n", "".join(lines) + "\n", breaks=False)


def _vertical_lines(text: Text, rng: np.random.Generator, count: int, size: int) -> list[str]:
    start = integer(rng, 0, len(text.paragraphs) - 1)
    running = "".join("".join(p.split()) for p in (*text.paragraphs[start:], *text.paragraphs))
    digits = str.maketrans("0123456789", "〇一二三四五六七八九")
    running = running.translate(digits)
    lines = [running[k * size : (k + 1) * size] for k in range(count)]
    return [line for line in lines if line]
