"""From text to unit ids: characters where a script has no spaces, words elsewhere.

Both kinds fold for scoring only: what stands in the dump is never changed here. Folded are
typographic variants of one quote, the widths of punctuation, traditional to simplified characters,
long s and ligatures, and what the vocabulary of the model does not have (to a class by its shape).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

UnitIds: TypeAlias = NDArray[np.int32]
Offsets: TypeAlias = NDArray[np.int32]

UNKNOWN = 0
"""Unit id of what has no other."""
BREAK = 1
"""Unit id of the paragraph break, a newline in the text."""
DROPPED = 0xFFFF
"""Entry of a character table for what is no unit at all: spaces, control characters."""
TABLE_SIZE = 0x10000
"""Characters from here on (outside the Basic Multilingual Plane) are UNKNOWN."""


class Units(Protocol):
    """What a model needs of its units."""

    def encode(self, text: str) -> UnitIds:
        """Return the unit ids of a text, int32 (n,)."""
        ...

    def encode_with_offsets(self, text: str) -> tuple[UnitIds, Offsets, Offsets]:
        """Return the unit ids of a text, and where each starts and ends in it, int32 (n,) each."""
        ...


@dataclass(frozen=True, slots=True)
class CharUnits:
    """Characters, each folded by one look-up in a table.

    `table`, uint16 (65536,): the unit id of each code point, or DROPPED.
    """

    table: NDArray[np.uint16]

    def encode(self, text: str) -> UnitIds:
        """Return the unit ids of a text, int32 (n,), n at most its length; spaces are dropped."""
        folded = self._fold(text)
        ids: UnitIds = folded[folded != DROPPED]
        return ids

    def encode_with_offsets(self, text: str) -> tuple[UnitIds, Offsets, Offsets]:
        """Return the unit ids of a text, and where each starts and ends in it, int32 (n,) each."""
        ids = self._fold(text)
        starts = np.flatnonzero(ids != DROPPED).astype(np.int32)
        return ids[starts], starts, starts + np.int32(1)

    def _fold(self, text: str) -> UnitIds:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        if codes.size and int(codes.max()) >= TABLE_SIZE:
            codes = np.minimum(codes, TABLE_SIZE - 1)  # U+FFFF is no character: UNKNOWN
        ids: UnitIds = self.table[codes].astype(np.int32)
        return ids


_LETTER = r"[^\W\d_]"
_APOSTROPHE = "['\u2019\u02bc]"
_MARKS = "[\u00ad\u0300-\u036f]"
_WORD = rf"{_LETTER}(?:{_LETTER}|{_MARKS})*"
_NUMBER = r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?"
_OTHER = r"\.\.+|\S"

TOKEN_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        # English: don't is one word, but the genitive 's is its own: names before it stay known
        "en": rf"\n|{_APOSTROPHE}s\b"
        rf"|{_WORD}(?:{_APOSTROPHE}(?!s\b){_WORD})*|{_NUMBER}|{_OTHER}",
        "de": rf"\n|{_WORD}(?:{_APOSTROPHE}{_WORD})?|{_NUMBER}|{_OTHER}",
        # French: the elided article or pronoun is a word of its own, with its apostrophe
        "fr": rf"\n|{_WORD}(?:{_APOSTROPHE}(?={_LETTER}))?|{_NUMBER}|{_OTHER}",
    }
)
"""How the text of each language is cut into words. Each punctuation mark is a unit."""


def token_pattern(language: str) -> str:
    """Return the pattern of a language; one that has none of its own gets that of German.

    >>> import re
    >>> re.findall(token_pattern("la"), "arma virumque cano, Troiae")
    ['arma', 'virumque', 'cano', ',', 'Troiae']
    """
    return TOKEN_PATTERNS.get(language, TOKEN_PATTERNS["de"])


_TYPOGRAPHY = str.maketrans(
    {
        "ſ": "s", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
        "\u2019": "'", "\u02bc": "'", "\u2018": '"', "\u201a": '"', "\u2039": '"', "\u203a": '"',
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "«": '"', "»": '"',
        "⸗": "-", "¬": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "—": "–", "―": "–",
        "\u00ad": None, "…": "...",
    }
)  # fmt: skip
"""Typographic and historic variants, folded where a token is not in the vocabulary as it stands."""

_SUFFIX_LENGTHS = (3, 2)


def fold_token(token: str) -> str:
    """Return a token with typographic and historic variants folded.

    >>> fold_token("Waſſer"), fold_token("don’t"), fold_token("water")
    ('Wasser', "don't", 'water')
    """
    folded = token if token.isascii() else token.translate(_TYPOGRAPHY)
    return "..." if folded.startswith("..") else folded


def shape_class(token: str, suffixes: frozenset[str] = frozenset()) -> str:
    """Return the class of a token that is not in the vocabulary: its shape, and a known ending.

    >>> shape_class("1947"), shape_class("3.5"), shape_class("Smith"), shape_class("NATO")
    ('<9999>', '<9.9>', '<Aa>', '<AA>')
    >>> shape_class("blinking", frozenset({"ing"}))
    '<a-ing>'
    """
    if token[0].isdigit():
        return _number_class(token)
    if not token[0].isalpha():
        return "<?>"
    if len(token) == 1:
        return "<A>" if token.isupper() else "<a>"
    if token.isupper():
        return "<AA>"
    head = "Aa" if token[0].isupper() else "a"
    for length in _SUFFIX_LENGTHS:
        if len(token) > length + 1 and token[-length:] in suffixes:
            return f"<{head}-{token[-length:]}>"
    return f"<{head}>"


def _number_class(token: str) -> str:
    if token.isdigit():
        return "<" + "9" * min(len(token), 5) + ">"
    return "<9.9>" if token[-1].isdigit() else "<9th>"


@dataclass(frozen=True, slots=True)
class WordUnits:
    """Words and punctuation marks.

    `vocabulary` maps words as they are written (with their capitals) and the classes of
    `shape_class` to ids. A word that it does not have is looked up folded, then without its
    capitals or with only the first, then by its class.
    """

    vocabulary: Mapping[str, int]
    suffixes: frozenset[str]
    token_re: re.Pattern[str]

    def __reduce__(self) -> tuple[type[WordUnits], tuple[Any, ...]]:
        """Pickled for other processes; a read-only view of a dict cannot be."""
        return WordUnits, (dict(self.vocabulary), self.suffixes, self.token_re)

    def encode(self, text: str) -> UnitIds:
        """Return the unit ids of a text, int32 (n,); spaces and soft hyphens are no units."""
        known = self.vocabulary.get
        ids = []
        for token in self.token_re.findall(text):
            unit = known(token)
            ids.append(self.unit_of(token) if unit is None else unit)
        return np.array(ids, dtype=np.int32)

    def encode_with_offsets(self, text: str) -> tuple[UnitIds, Offsets, Offsets]:
        """Return the unit ids of a text, and where each starts and ends in it, int32 (n,) each."""
        rows = [
            (self.unit_of(match.group()), match.start(), match.end())
            for match in self.token_re.finditer(text)
        ]
        table = np.array(rows, dtype=np.int32).reshape(-1, 3)
        return table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()

    def unit_of(self, token: str) -> int:
        """Return the unit id of one token."""
        known = self.vocabulary
        unit = known.get(token)
        if unit is None:
            token = fold_token(token) or "-"
            unit = known.get(token)
        if unit is None and not token.islower():
            unit = known.get(token.lower())
            if unit is None:
                unit = known.get(token.capitalize())
        if unit is None:
            unit = known.get(shape_class(token, self.suffixes))
        if unit is None:
            unit = known.get(shape_class(token), UNKNOWN)
        return unit
