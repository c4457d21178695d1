"""Marks that begin no line of Chinese or Japanese (kinsoku).

Typesetters keep commas, stops and closing brackets off the start of a line. So a row is not cut
before them, and what begins with one behind a blank has junk of the gutter at its start. Old and
narrow print does not always keep to it: the starts of rows tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.chardata import NO_LINE_START

_MAY_BE_OPENING = frozenset("”’")

_MOST_CLOSED_SHARE = 0.04
"""Rows that begin with such marks, as a share, up to which lines are taken to begin with none;
raised, marks of lines are dropped as junk."""


def keep_kinsoku(rows: Sequence[str]) -> bool:
    """Whether lines do not begin with such marks, as far as those at the start of rows tell.

    rows  texts of the rows, or of the first cell of each

    >>> keep_kinsoku(["清早的雾", "，渡口边"]), keep_kinsoku([])
    (False, True)
    """
    closed = sum(row[0] in NO_LINE_START for row in rows)
    return closed <= _MOST_CLOSED_SHARE * len(rows)


def begins_no_line(mark: str) -> bool:
    """Whether no line begins with this character; OCR reads “ as ”, so that one may.

    >>> begins_no_line("，"), begins_no_line("”"), begins_no_line("雾")
    (True, False, False)
    """
    return mark in NO_LINE_START and mark not in _MAY_BE_OPENING
