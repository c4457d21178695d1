"""Marks that begin no line of Chinese or Japanese (kinsoku).

Typesetters keep commas, stops and closing brackets off the start of a line. So a row is not cut
before them, and what begins with one behind a blank has junk of the gutter at its start. Old and
narrow print does not always keep to it: the starts of rows tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.chardata import NO_LINE_START
from layoutfix.weights import SeamWeights

_MAY_BE_OPENING = frozenset("”’")


def keep_kinsoku(rows: Sequence[str], weights: SeamWeights) -> bool:
    """Whether lines do not begin with such marks, as far as those at the start of rows tell.

    rows  texts of the rows, or of the first piece of each

    >>> from layoutfix.script import Script
    >>> from layoutfix.weights import load_weights
    >>> weights = load_weights(Script.CJK).seams
    >>> keep_kinsoku(["清早的雾", "，渡口边"], weights), keep_kinsoku([], weights)
    (False, True)
    """
    closed = sum(row[0] in NO_LINE_START for row in rows)
    return closed <= weights.most_closed_share * len(rows)


def begins_no_line(mark: str) -> bool:
    """Whether no line begins with this character; OCR reads “ as ”, so that one may.

    >>> begins_no_line("，"), begins_no_line("”"), begins_no_line("雾")
    (True, False, False)
    """
    return mark in NO_LINE_START and mark not in _MAY_BE_OPENING
