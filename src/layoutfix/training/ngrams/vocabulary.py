"""Choosing the units of a model: characters with their folding table, words with their classes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from layoutfix.ngrams.units import (
    BREAK,
    DROPPED,
    TABLE_SIZE,
    UNKNOWN,
    CharUnits,
    WordUnits,
    fold_token,
    shape_class,
    token_pattern,
)
from layoutfix.repair.forms import SUPPLEMENT

_VARIANTS = {
    "“": '"', "”": '"', "„": '"', "‟": '"', "「": '"', "」": '"', "『": '"', "』": '"', "＂": '"',
    "‘": "'", "’": "'", "﹁": '"', "﹂": '"', "｢": '"', "｣": '"', "〝": '"', "〞": '"',
    "—": "—", "―": "—", "–": "—", "－": "-", "‐": "-", "‑": "-", "…": "…", "⋯": "…",
    "·": "·", "•": "·", "・": "·", "‧": "·", "∙": "·", "〈": "《", "〉": "》",
    "。": "。", "．": ".", "､": "、", "｡": "。", "〜": "~",
}  # fmt: skip


_OLD_KANA = {"ゐ": "い", "ゑ": "え", "ヰ": "イ", "ヱ": "エ"}
_VOICING_MARKS = frozenset("\u3099\u309a\uff9e\uff9f")


def fold_char(char: str, usual: Mapping[str, str], fold_digits: bool) -> str:
    """Return what a character counts as in a model; "" where it counts as nothing.

    usual: `simplified_table` for Chinese, `shinjitai_table` for Japanese.

    >>> fold_char("Ａ", {}, True), fold_char("，", {}, True), fold_char("7", {}, True)
    ('a', ',', '0')
    """
    if char == "\n":
        return char
    char = _VARIANTS.get(char, SUPPLEMENT.get(char, char))
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) == 1:
        char = wide
    char = usual.get(char, char).lower()
    if (
        not char
        or char.isspace()
        or unicodedata.category(char[0]) in {"Cc", "Cf", "Cn", "Co", "Zs"}
    ):
        return ""
    if fold_digits and char.isdecimal():
        return "0"
    return char if len(char) <= 1 else char[0]


def variant_table(language: str) -> dict[str, str]:
    """Return the usual form of each character: of today's Japan for "ja", else simplified."""
    return shinjitai_table() if language == "ja" else simplified_table()


def simplified_table() -> dict[str, str]:
    """Return the simplified form of each traditional character that has one (OpenCC t2s)."""
    return _convert_han("t2s")


def shinjitai_table() -> dict[str, str]:
    """Return today's Japanese form of each older one (OpenCC t2jp), of characters and of kana.

    Voicing marks count as nothing: `CharUnits` puts them together with the kana before them.
    """
    return _convert_han("t2jp") | _OLD_KANA | dict.fromkeys(_VOICING_MARKS, "")


def _convert_han(name: str) -> dict[str, str]:
    import opencc  # noqa: PLC0415 - only the building of a model needs it

    converter = opencc.OpenCC(name)
    table: dict[str, str] = {}
    for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00)):
        char = unicodedata.normalize("NFKC", chr(code))
        simple = converter.convert(char)
        if len(simple) == 1 and simple != chr(code):
            table[chr(code)] = simple
    return table


def choose_chars(
    documents: Iterable[str],
    size: int,
    min_count: int,
    fold_digits: bool,
    language: str = "zh",
) -> tuple[CharUnits, list[str]]:
    """Return the character units that cover the documents best, and the character of each id."""
    raw: Counter[str] = Counter()
    for document in documents:
        raw.update(document)
    return choose_chars_of(raw, size, min_count, fold_digits, language)


def choose_chars_of(
    raw: Mapping[str, int],
    size: int,
    min_count: int,
    fold_digits: bool,
    language: str = "zh",
) -> tuple[CharUnits, list[str]]:
    """`choose_chars` of characters that are counted already."""
    usual = variant_table(language)
    folds = {chr(code): fold_char(chr(code), usual, fold_digits) for code in range(TABLE_SIZE - 1)
             if not 0xD800 <= code < 0xE000}  # fmt: skip
    counts: Counter[str] = Counter()
    for char, count in raw.items():
        counts[folds.get(char, "")] += count
    del counts[""], counts["\n"]
    ranked = sorted(counts, key=lambda char: (-counts[char], char))
    chosen = [char for char in ranked if counts[char] >= min_count][: size - 2]
    names = ["<unknown>", "\n", *chosen]
    ids = {char: i for i, char in enumerate(names)}
    table = np.full(TABLE_SIZE, UNKNOWN, dtype=np.uint16)
    for char, folded in folds.items():
        table[ord(char)] = ids.get(folded, UNKNOWN) if folded else DROPPED
    table[ord("\n")] = BREAK
    return CharUnits(table), names


def choose_words(
    tokens: Counter[str], language: str, size: int, min_count: int, suffix_count: int
) -> tuple[WordUnits, list[str]]:
    """Return the word units for the tokens of a corpus, and the name of each id.

    tokens: how often each token occurs, as it is written. The vocabulary has the `size` most
    frequent words, the classes of `shape_class`, and the break.
    """
    folded: Counter[str] = Counter()
    for token, count in tokens.items():
        if not _INNER_HYPHEN_RE.search(token):
            folded[fold_token(token, language) or "-"] += count
    folded.pop("\n", None)
    for token in [token for token in folded if len(token) > 1 and token.isupper()]:
        # a heading in capitals; NATO stays, which is hardly ever written otherwise
        for usual in (token.lower(), token.capitalize()):
            if folded[usual] > folded[token]:
                folded[usual] += folded.pop(token)
                break
    ranked = sorted(folded, key=lambda token: (-folded[token], token))
    words = [t for t in ranked if folded[t] >= min_count and not t[0].isdigit()][:size]
    chosen = set(words)
    endings: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for token in ranked:
        if token in chosen or token.lower() in chosen:
            continue
        if token.islower() and token.isalpha():
            for length in (3, 2):
                if len(token) > length + 1:
                    endings[token[-length:]] += folded[token]
        classes[shape_class(token)] += folded[token]
    suffixes = frozenset(
        sorted(endings, key=lambda ending: (-endings[ending], ending))[:suffix_count]
    )
    for token in ranked:
        if token not in chosen and token.lower() not in chosen:
            classes[shape_class(token, suffixes)] += folded[token]
    kinds = sorted(kind for kind in classes if classes[kind] >= min_count)
    names = ["<unknown>", "\n", *words, *kinds]
    units = WordUnits(
        vocabulary={name: i for i, name in enumerate(names) if i != UNKNOWN},
        suffixes=suffixes,
        token_re=re.compile(token_pattern(language)),
        language=language,
    )
    return units, names


_HYPHENATED_RE = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")
_INNER_HYPHEN_RE = re.compile(r"\w-\w")
_WRITTEN_WORD_RE = re.compile(r"[^\W\d_]{2,}(?:['-][^\W\d_]+)*'?")


def hyphenated_words(text: str) -> list[str]:
    """Return the words with a hyphen inside, which `TOKEN_PATTERNS` takes apart.

    >>> hyphenated_words("a well-known fact - of 1914-18")
    ['well-known']
    """
    return _HYPHENATED_RE.findall(text)


def count_written_words(tokens: Counter[str], language: str = "") -> Counter[str]:
    """Return the counts of folded words of two letters and more, hyphenated ones included."""
    words: Counter[str] = Counter()
    for token, count in tokens.items():
        folded = fold_token(token, language)
        if _WRITTEN_WORD_RE.fullmatch(folded):
            words[folded] += count
    return words
