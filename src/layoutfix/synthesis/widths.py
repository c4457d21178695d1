"""How wide characters are printed: whole thousandths of an em, so that sums are exact.

The Latin widths are those of a Times-like face. They differ on purpose from the rough table that
the engine uses (`chardata`): it must not be tested on the very widths that it assumes.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from layoutfix.chardata import CJK_WIDE_MARKS
from layoutfix.script import Script

EM = 1000
CELL = 500
"""Half an em: the width of a half-width cell."""

_LATIN_GROUPS = {
    250: " .,\u00a0",
    278: "ijlt/:;\\",
    333: "frsI-()[]!'’‘`",
    389: 'zceaJ"',
    444: "“”„«»?",
    500: "bdghknopquvxy0123456789$#*+–_",
    556: "FPSL",
    611: "EBTZR",
    667: "CAVY",
    722: "wDGHKNOQUX&",
    778: "mM%",
    944: "W—…@",
}
_LATIN = {c: width for width, group in _LATIN_GROUPS.items() for c in group}


@cache
def char_width(char: str, script: Script) -> int:
    """Width of one character, in thousandths of an em.

    >>> [char_width(c, Script.CJK) for c in "山“i"], char_width("“", Script.SPACED)
    ([1000, 1000, 278], 444)
    """
    if unicodedata.east_asian_width(char) in "WF" or (
        script is Script.CJK and char in CJK_WIDE_MARKS
    ):
        return EM
    if script is Script.CJK and char.isascii() and char.isdigit():
        return CELL
    base = unicodedata.normalize("NFD", char)[0]
    return _LATIN.get(base, CELL)


def text_width(text: str, *, script: Script) -> int:
    """Width of a text in one line, in thousandths of an em."""
    return sum(char_width(c, script) for c in text)


def count_columns(text: str) -> int:
    """Columns of a fixed-width screen that a text takes: two for a full-width character.

    >>> count_columns("3月，go")
    7
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
