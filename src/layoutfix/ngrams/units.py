"""From text to unit ids: characters where a script has no spaces, words elsewhere.

Both kinds fold for scoring only: what stands in the dump is never changed here. Folded are
typographic variants of one quote, the widths of punctuation, traditional to simplified characters,
long s and ligatures, and what the vocabulary of the model does not have (to a class by its shape).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from layoutfix.ranks import is_among

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

    def encode_all(self, texts: Sequence[str]) -> list[UnitIds]:
        """Return the unit ids of each text, int32 (n,) each."""
        ...

    def encode_with_offsets(self, text: str) -> tuple[UnitIds, Offsets, Offsets]:
        """Return the unit ids of a text, and where each starts and ends in it, int32 (n,) each."""
        ...


@dataclass(frozen=True, slots=True)
class CharUnits:
    """Characters, each folded by one look-up in a table.

    `table`, uint16 (65536,): the unit id of each code point, or DROPPED. Where it drops the voicing
    marks of kana (Japanese), these are first put together with the kana before them.
    """

    table: NDArray[np.uint16]

    def encode(self, text: str) -> UnitIds:
        """Return the unit ids of a text, int32 (n,), n at most its length; spaces are dropped."""
        folded = self._fold(text)
        ids: UnitIds = folded[folded != DROPPED]
        return ids

    def encode_all(self, texts: Sequence[str]) -> list[UnitIds]:
        """Return `encode` of each text, in one call."""
        folded = self._fold("\n".join(texts))
        kept = folded != DROPPED
        at = np.zeros(len(folded) + 1, np.intp)
        np.cumsum(kept, out=at[1:])
        ends = np.cumsum([len(text) + 1 for text in texts]) - 1
        starts = ends - [len(text) for text in texts]
        ids = folded[kept]
        return [ids[a:b] for a, b in zip(at[starts].tolist(), at[ends].tolist(), strict=True)]

    def encode_with_offsets(self, text: str) -> tuple[UnitIds, Offsets, Offsets]:
        """Return the unit ids of a text, and where each starts and ends in it, int32 (n,) each."""
        ids = self._fold(text)
        starts = np.flatnonzero(ids != DROPPED).astype(np.int32)
        return ids[starts], starts, starts + np.int32(1)

    def _fold(self, text: str) -> UnitIds:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        if codes.size and int(codes.max()) >= TABLE_SIZE:
            codes = np.minimum(codes, TABLE_SIZE - 1)  # U+FFFF is no character: UNKNOWN
        if self.table[_VOICING_MARKS[0]] == DROPPED and any(chr(m) in text for m in _VOICING_MARKS):
            codes = _voice_kana(codes)
        ids: UnitIds = self.table[codes].astype(np.int32)
        return ids


_VOICING_MARKS = (0xFF9E, 0xFF9F, 0x3099, 0x309A)
"""Half-width and combining marks that make ka into ga and ha into pa."""


def _voice_kana(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Kana with a voicing mark after it -> the voiced kana; the mark stays where it is."""
    marks = np.flatnonzero(is_among(codes, _VOICING_MARKS))
    if not marks.size:
        return codes
    voiced = codes.copy()
    for at in marks[marks > 0].tolist():
        pair = chr(int(codes[at - 1])) + chr(int(codes[at]))
        whole = unicodedata.normalize("NFKC", pair)
        if len(whole) == 1:
            voiced[at - 1] = ord(whole)
    return voiced


_LETTER = r"[^\W\d_]"
_APOSTROPHE = "['\u2019\u02bc]"
_MARKS = "[\u00ad\u0300-\u036f]"
_WORD = rf"{_LETTER}(?:{_LETTER}|{_MARKS})*"
_NUMBER = r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?"
_OTHER = r"\.\.+|\S"
_WITH_ELISION = rf"\n|{_WORD}(?:{_APOSTROPHE}(?={_LETTER}))?|{_NUMBER}|{_OTHER}"

TOKEN_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        # English: don't is one word, but the genitive 's is its own: names before it stay known
        "en": rf"\n|{_APOSTROPHE}s\b"
        rf"|{_WORD}(?:{_APOSTROPHE}(?!s\b){_WORD})*|{_NUMBER}|{_OTHER}",
        "de": rf"\n|{_WORD}(?:{_APOSTROPHE}{_WORD})?|{_NUMBER}|{_OTHER}",
        # the elided article or pronoun is a word of its own, with its apostrophe: l', dell', d'
        "fr": _WITH_ELISION,
        "it": _WITH_ELISION,
        "pt": _WITH_ELISION,
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
        "\ufffe": "-", "\u0002": "-", "⸗": "-", "¬": "-", "\u2010": "-", "\u2011": "-",
        "\u2012": "-", "—": "–", "―": "–", "\u00ad": None, "…": "...",
    }
)  # fmt: skip
"""Typographic and historic variants, folded where a token is not in the vocabulary as it stands."""

_SUFFIX_LENGTHS = (3, 2)


_RUSSIAN = str.maketrans("ѣіїѳѵёѢІЇѲѴЁ", "еиифиеЕИИФИЕ")
"""Letters that the reform of 1918 abolished, and ё, which is mostly printed as е."""


def fold_token(token: str, language: str = "") -> str:
    """Return a token with typographic and historic variants folded.

    language: of Russian ("ru"), also the letters of before 1918 and the hard sign at the end of
    words; other languages of its script have some of these letters still.

    >>> fold_token("Waſſer"), fold_token("don’t"), fold_token("water")
    ('Wasser', "don't", 'water')
    >>> fold_token("хлѣбъ", "ru"), fold_token("объём", "ru"), fold_token("хлѣбъ")
    ('хлеб', 'объем', 'хлѣбъ')
    """
    if token.isascii():
        return "..." if token.startswith("..") else token
    folded = token.translate(_TYPOGRAPHY)
    if language == "ru":
        folded = folded.translate(_RUSSIAN)
        if len(folded) > 1 and folded[-1] in "ъЪ":
            folded = folded[:-1]
    return "..." if folded.startswith("..") else folded


def fold_tokens(tokens: Sequence[str], language: str = "") -> list[str]:
    """Return `fold_token` of each token."""
    letters = "".join(tokens)
    if letters.isascii() and "." not in letters:
        return list(tokens)
    return [fold_token(token, language) for token in tokens]


_U_AND_V = frozenset({"fr", "it", "es", "pt"})
_INITIAL_V_RE = re.compile(r"^v(?=[^aeiouyàâèéêëíîïóôòùúw])")
_INITIAL_I_RE = re.compile(r"^i(?=[aeouàâèéêëóôòùú])")
_INNER_U_RE = re.compile(r"(?<=.)u(?=[aeiouyàâèéêëíîïóôòùú])")
_OLD_ENDINGS = (("аго", "ого"), ("яго", "его"), ("ыя", "ые"), ("ия", "ие"))


def modern_spellings(token: str, language: str) -> Iterator[str]:
    """Yield how a word of old print may be written today, likeliest first; in lower case.

    Romance languages: u and v, i and j were letters of one sound each, written by their place.
    Russian: endings of adjectives. Only for words that a vocabulary does not have: what is yielded
    need not be a word.

    >>> list(modern_spellings("auoir", "fr")), list(modern_spellings("vne", "fr"))
    (['avoir'], ['une'])
    >>> list(modern_spellings("souuent", "fr")), list(modern_spellings("добраго", "ru"))
    (['souvent', 'sovuent'], ['доброго'])
    >>> list(modern_spellings("souvent", "fr")), list(modern_spellings("auoir", "en"))
    ([], [])
    """
    word = token.lower()
    if language == "ru":
        for old, new in _OLD_ENDINGS:
            if word.endswith(old):
                yield word[: -len(old)] + new
    if language not in _U_AND_V or not word.isalpha():
        return
    start = _INITIAL_I_RE.sub("j", _INITIAL_V_RE.sub("u", word))
    if start != word:
        yield start
    inner = list(_INNER_U_RE.finditer(start))
    for match in reversed(inner):
        yield start[: match.start()] + "v" + start[match.end() :]


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


MOST_REMEMBERED = 1 << 16
"""Tokens that are remembered of those that a vocabulary does not have: bounds memory."""


@dataclass(frozen=True, slots=True)
class WordUnits:
    """Words and punctuation marks.

    `vocabulary` maps words as they are written (with their capitals) and the classes of
    `shape_class` to ids. A word that it does not have is looked up folded, then without its
    capitals or with only the first, then (`old_print`) as it would be spelt today, then by its
    class. Models are counted without `old_print`, and used with it.
    """

    vocabulary: Mapping[str, int]
    suffixes: frozenset[str]
    token_re: re.Pattern[str]
    language: str = ""
    old_print: bool = False
    _found: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[WordUnits], tuple[Any, ...]]:
        """Pickled for other processes; a read-only view of a dict cannot be."""
        values = (self.suffixes, self.token_re, self.language, self.old_print)
        return WordUnits, (dict(self.vocabulary), *values)

    def encode(self, text: str) -> UnitIds:
        """Return the unit ids of a text, int32 (n,); spaces and soft hyphens are no units."""
        tokens = self.token_re.findall(text)
        ids = list(map(self.vocabulary.get, tokens))
        if None in ids:
            ids = [self.unit_of(t) if k is None else k for t, k in zip(tokens, ids, strict=True)]
        return np.array(ids, dtype=np.int32)

    def encode_all(self, texts: Sequence[str]) -> list[UnitIds]:
        """Return the unit ids of each text, int32 (n,) each."""
        return [self.encode(text) for text in texts]

    def encode_with_offsets(self, text: str) -> tuple[UnitIds, Offsets, Offsets]:
        """Return the unit ids of a text, and where each starts and ends in it, int32 (n,) each."""
        rows = [
            (self.unit_of(match.group()), match.start(), match.end())
            for match in self.token_re.finditer(text)
        ]
        table = np.array(rows, dtype=np.int32).reshape(-1, 3)
        return table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()

    def unit_of(self, token: str) -> int:
        """Return the unit id of one token. What was looked for before is remembered."""
        unit = self.vocabulary.get(token)
        if unit is None:
            unit = self._found.get(token)
        if unit is None:
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            unit = self._found[token] = self._find(token)
        return unit

    def _find(self, token: str) -> int:
        """The unit of a token that the vocabulary does not have as it stands."""
        known = self.vocabulary
        token = fold_token(token, self.language) or "-"
        unit = known.get(token)
        if unit is None and not token.islower():
            unit = known.get(token.lower())
            if unit is None:
                unit = known.get(token.capitalize())
        if unit is None and self.old_print:
            for word in modern_spellings(token, self.language):
                unit = known.get(word)
                if unit is not None:
                    break
        if unit is None:
            unit = known.get(shape_class(token, self.suffixes))
        if unit is None:
            unit = known.get(shape_class(token), UNKNOWN)
        return unit
