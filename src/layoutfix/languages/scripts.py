"""Which script each character is in, and how many of each a text has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from layoutfix.chardata import HAN_RE, Codes

Counts = npt.NDArray[np.int64]


class Script(IntEnum):
    """What characters are told apart by; NONE: digits, marks, spaces."""

    NONE = 0
    LATIN = 1
    CYRILLIC = 2
    HAN = 3
    KANA = 4
    LIKE_HAN = 5
    """Katakana that OCR takes for a Han character, and the reverse: ロ and 口, 一 and ー."""
    HANGUL = 6
    ARABIC = 7
    HEBREW = 8
    GREEK = 9
    THAI = 10
    DEVANAGARI = 11
    OTHER = 12


_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x41, 0x5A, Script.LATIN),
    (0x61, 0x7A, Script.LATIN),
    (0xC0, 0x24F, Script.LATIN),
    (0x370, 0x3FF, Script.GREEK),
    (0x400, 0x52F, Script.CYRILLIC),
    (0x530, 0x58F, Script.OTHER),
    (0x591, 0x5F4, Script.HEBREW),
    (0x620, 0x65F, Script.ARABIC),
    (0x66E, 0x6D3, Script.ARABIC),
    (0x6D5, 0x6EF, Script.ARABIC),
    (0x6FA, 0x77F, Script.ARABIC),
    (0x900, 0x963, Script.DEVANAGARI),
    (0x980, 0xDFF, Script.OTHER),
    (0xE01, 0xE4E, Script.THAI),
    (0xE80, 0x10FF, Script.OTHER),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1200, 0x1DFF, Script.OTHER),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x2E80, 0x2FDF, Script.HAN),
    (0x3005, 0x3007, Script.HAN),
    (0x3041, 0x309A, Script.KANA),
    (0x30A1, 0x30FA, Script.KANA),
    (0x3130, 0x318F, Script.HANGUL),
    (0x3400, 0x9FFF, Script.HAN),
    (0xA960, 0xA97F, Script.HANGUL),
    (0xAC00, 0xD7FF, Script.HANGUL),
    (0xF900, 0xFAFF, Script.HAN),
    (0xFB00, 0xFB06, Script.LATIN),
    (0xFB1D, 0xFB4F, Script.HEBREW),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFC, Script.ARABIC),
    (0xFF21, 0xFF3A, Script.LATIN),
    (0xFF41, 0xFF5A, Script.LATIN),
    (0xFF66, 0xFF9D, Script.KANA),
)
_LIKE_HAN = "ロカエタトニハヘチミ"


@cache
def _build_table() -> npt.NDArray[np.uint8]:
    table = np.zeros(0x10000, np.uint8)
    for lo, hi, script in _RANGES:
        table[lo : hi + 1] = script
    table[[0xD7, 0xF7]] = Script.NONE
    table[[ord(c) for c in _LIKE_HAN]] = Script.LIKE_HAN
    return table


def codes_to_scripts(codes: Codes) -> npt.NDArray[np.uint8]:
    """The script of each character, (n,). Beyond the basic plane all are Han or none."""
    scripts = _build_table()[np.minimum(codes, 0xFFFF)]
    scripts[(codes >= 0x20000) & (codes <= 0x3FFFF)] = Script.HAN
    return scripts


def count_scripts(codes: Codes, lengths: Sequence[int]) -> Counts:
    """How many characters of each script each text has, (texts, scripts).

    codes: of all texts, one after the other; lengths: of each.
    """
    n, kinds = len(lengths), len(Script)
    text = np.repeat(np.arange(n), lengths)
    cells = np.bincount(text * kinds + codes_to_scripts(codes), minlength=n * kinds)
    return cells.reshape(n, kinds)


_SHARED = "着"
"""Not in Big5, but printed in Hong Kong."""


@cache
def _country_of(han: str) -> int:
    """1 for a character of simplified print alone, -1 for one of traditional print alone, else 0.

    By the national standards: GB 2312 has the simplified characters, Big5 (with Hong Kong's
    supplement, which has some simplified ones, too) the traditional ones.
    """
    if _has(han, "gb2312"):
        return 0 if _has(han, "big5") or han in _SHARED else 1
    return -1 if _has(han, "big5hkscs") else 0


def _has(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def written_han(text: str) -> Literal["hans", "hant", ""]:
    """Whether Chinese is written in simplified or in traditional characters; "" if nothing tells.

    >>> written_han("我们在群众面前吃饭"), written_han("我們在群眾面前吃飯"), written_han("山水")
    ('hans', 'hant', '')

    Names keep old characters in simplified print (乾隆), so that the majority tells.
    """
    found = sum(_country_of(c) * n for c, n in Counter(HAN_RE.findall(text)).items())
    return "hans" if found > 0 else "hant" if found < 0 else ""
