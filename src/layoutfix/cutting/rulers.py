"""Where the characters of rows stand, by a ruler: character columns as programs count them.

points  each code point is one, but for U+3000, which is two
cells   Han and Kana are two
marks   so are quotation marks and dashes
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from layoutfix.arrays import Bools, Index, Ints
from layoutfix.chardata import CJK_WIDE_MARKS, WIDE_RANGES, Codes, text_to_codes
from layoutfix.rows import TAB_STOP, Row

RULERS = ("points", "cells", "marks")

MOST_COLUMNS = 400
"""Character columns of a row beyond which it is no row of columns."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the characters of n rows stand, by one ruler; each row has a character more, its end.

    first    (n + 1,) number of the first character of each row, of N
    at       (N,) the character column of each
    printed  (N,) whether it is one, and no blank
    text     (rows, columns) whether something is printed there
    column   of each row, (characters + 1,): its part of `at`
    """

    first: Index
    at: Ints
    printed: Bools
    text: Bools
    column: list[Ints]


def no_places() -> Places:
    """Those of no rows."""
    none = np.zeros(0, np.int32)
    return Places(np.zeros(1, np.intp), none, none > 0, np.zeros((0, 0), bool), [])


def rows_to_places(rows: Sequence[Row], *rulers: str) -> list[Places]:
    """Where characters stand by each of the rulers, of RULERS. O(characters + rows * columns)."""
    codes = text_to_codes("\n".join([*(row.text for row in rows), ""]))
    first = np.cumsum([0, *(len(row.text) + 1 for row in rows)])
    printed = (codes >= len(_blanks())) | ~_blanks().take(codes, mode="clip")
    owner = np.repeat(np.arange(len(rows)), np.diff(first))
    return [_measure(rows, codes, first, printed, owner, ruler) for ruler in rulers]


def _measure(
    rows: Sequence[Row], codes: Codes, first: Index, printed: Bools, owner: Index, ruler: str
) -> Places:
    size = _sizes(ruler).take(codes, mode="clip")
    indent = np.array([row.indent + row.wide * (ruler != "points") for row in rows], np.int32)
    up_to = size.cumsum(dtype=np.int32) - size
    at = up_to + (indent - up_to[first[:-1]])[owner]
    column = [at[lo:hi] for lo, hi in zip(first.tolist(), first[1:].tolist(), strict=False)]
    for row, own in zip(rows, column, strict=True):
        if "\t" in row.text:
            _stretch_tabs(row.text, own)
    width = int(at[first[1:] - 1].max(initial=0)) + 1
    text = np.zeros((len(rows), min(width, MOST_COLUMNS + 1)), bool)
    wide = np.zeros(len(at), bool)  # characters two columns wide
    wide[:-1] = printed[:-1] & (at[1:] > at[:-1] + 1)
    for some, offset in ((printed, 0), (wide, 1)):
        there = at[some] + offset
        inside = there < text.shape[1]
        text[owner[some][inside], there[inside]] = True
    return Places(first, at, printed, text, column)


def _stretch_tabs(text: str, at: Ints) -> None:
    """Move what stands behind the tabs of a row, (characters + 1,), to their stops."""
    shift = 0
    for k, c in enumerate(text):
        here = int(at[k]) + shift
        if c == "\t":
            shift += TAB_STOP - here % TAB_STOP - 1
        at[k] = here
    at[-1] += shift


@cache
def _blanks() -> Bools:
    """Which code points are blanks; none beyond the last of these."""
    return np.fromiter(map(str.isspace, map(chr, range(0x3001))), bool)


@cache
def _sizes(ruler: str) -> Ints:
    """How many character columns each code point takes; all from the last on take as many."""
    size = np.ones(0x20001, np.int32)
    size[0x3000] = 2
    if ruler != "points":
        for lo, hi in WIDE_RANGES:
            size[lo : hi + 1] = 2
        size[-1] = 2
    if ruler == "marks":
        size[text_to_codes(CJK_WIDE_MARKS)] = 2
    return size
