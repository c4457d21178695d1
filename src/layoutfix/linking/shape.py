"""What the shape of lines says: full or short, indented, ended by a full stop, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from layoutfix.arrays import Bools, Floats
from layoutfix.chardata import (
    CLOSING,
    FULL_STOPS,
    HYPHENS,
    ITEM_NUMBER_RE,
    NO_LINE_START,
    OPENING,
    SENTENCE_END,
)
from layoutfix.linking.memory import recall
from layoutfix.script import Script


@dataclass(frozen=True, slots=True)
class LineShapes:
    """Shape of n lines, each array (n,).

    width         printed width in half-width cells
    column        width of a full line of the same column, estimated from the lines around
    first_word    width of what would have had to fit on the line before: the first word
    ends_stop     the last character (quotes aside) is a full stop, question or exclamation mark
    ends_pause    it is a mark after which a paragraph may end (colon, semicolon) or a comma
    ends_open     it is an opening bracket or quotation mark
    ends_hyphen   it is a hyphen after a letter
    starts_closed the first character may not stand at the start of a line
    starts_lower  the first character is a lower-case letter
    starts_upper  it is an upper-case letter
    is_number     the line is the number of a list's item and nothing else
    """

    width: Floats
    column: Floats
    first_word: Floats
    ends_stop: Bools
    ends_pause: Bools
    ends_open: Bools
    ends_hyphen: Bools
    starts_closed: Bools
    starts_lower: Bools
    starts_upper: Bools
    is_number: Bools


def texts_to_shapes(
    texts: Sequence[str], width: Floats, column: Floats | None = None, *, script: Script
) -> LineShapes:
    """The shapes of lines of these texts, widths and columns, if these are known. O(n * window)."""
    if column is None:
        column = estimate_column_widths(width, script=script)
    rows = recall(("shape", script), texts, lambda new: [_text_to_shape(t, script) for t in new])
    table = np.array(rows, np.float32).reshape(-1, len(_OF_TEXT)).T
    first_word = np.ascontiguousarray(table[0])
    marks = {name: row > 0 for name, row in zip(_OF_TEXT[1:], table[1:], strict=True)}
    return LineShapes(width=width, column=column, first_word=first_word, **marks)


_OF_TEXT = tuple(field.name for field in fields(LineShapes))[2:]
"""What a text alone says of its line."""


def _text_to_shape(text: str, script: Script) -> tuple[float, ...]:
    """What a text says of its line, in the order of `_OF_TEXT`."""
    mark, first, last = last_mark(text), text[:1], text[-1:]
    return (
        _first_word_cells(text, script=script),
        mark in FULL_STOPS,
        mark in SENTENCE_END,
        last in OPENING,
        last in HYPHENS and text[-2:-1].isalpha(),
        first in NO_LINE_START,
        first.islower(),
        first.isupper(),
        ITEM_NUMBER_RE.fullmatch(text) is not None,
    )


def estimate_column_widths(width: Floats, *, script: Script, window: int = 30) -> Floats:
    """Width of a full line of the column of each line, shape (n,), in half-width cells.

    The width that most lines around share (the mode) is the column's, as ragged and last lines are
    all of different lengths; a line wider than that is a column of its own. Widths are compared
    within one em in CJK (which sets full squares) and within 6 % in other scripts.
    """
    n = len(width)
    column = np.empty(n, np.float32)
    for lo in range(0, n, window):
        hi = min(n, lo + window)
        near = width[max(0, lo - window) : min(n, hi + window)]
        column[lo:hi] = _modes(near, width[lo:hi], script=script)
    return column


def _modes(near: Floats, mine: Floats, *, script: Script) -> Floats:
    tolerance = (
        np.full(len(near), 2.0, np.float32)
        if script is Script.CJK
        else np.maximum(1.5, 0.06 * near)
    )
    close = np.abs(near[:, None] - near[None, :]) <= tolerance[:, None]
    votes = close.sum(1) + 1e-3 * near  # of equals the wider
    # each line asks: of the widths no narrower than mine (or so), which is the most common?
    fits = near[None, :] >= mine[:, None] - tolerance[None, :]
    best = np.argmax(np.where(fits, votes[None, :], -1.0), axis=1)
    mode = near[best]
    if (
        script is Script.SPACED
    ):  # ragged lines: a full line is nearly as long as the longest of its kind
        group = np.where(close[best], near[None, :], 0.0)
        mode = group.max(axis=1)
    return np.asarray(np.maximum(mode, mine), np.float32)


def last_mark(text: str) -> str:
    """The last character of a text, closing quotes and brackets aside; "" of an empty one."""
    k = len(text) - 1
    while k > 0 and text[k] in CLOSING:
        k -= 1
    return text[k : k + 1]


def _first_word_cells(text: str, *, script: Script) -> float:
    if script is Script.CJK and text and ord(text[0]) >= 0x2E80:
        return 2.0
    word = text.split(" ", 1)[0]
    return min(float(len(word)), 30.0) + (0.0 if script is Script.CJK else 1.0)
