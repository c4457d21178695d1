"""What the seam encoder sees of a line: some hashed features for each of its units.

The features need no vocabulary, so one encoder serves every language of a script family. Columns
alternate: even ones are buckets of the encoder's first table, odd ones of its second.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.units import fold_token

Features: TypeAlias = NDArray[np.int32]

_FIRST_BITS = 15
FIRST_BUCKETS = 1 << _FIRST_BITS
"""Buckets of the first feature: pairs of characters, or words."""
SECOND_BUCKETS = 1 << 13
"""Buckets of the second: single characters, or endings with capitals, and beginnings."""
CHAR_FEATURES, WORD_FEATURES = 3, 4
"""Columns of a line of characters, and of one of words."""

_TOKEN_RE = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*['\u2019]?|\d+(?:[.,:]\d+)*|\.\.+|\S")
_ENDING, _BEGINNING = 3, 4
_32 = np.uint64(0xFFFFFFFF)


def chars_to_features(ids: NDArray[np.int32]) -> Features:
    """The features of a line of characters, int32 (n, 3): a pair, the character, the pair again.

    A pair is a character with the one after it; it is hashed in two ways, so that pairs which
    share a bucket by the one are told apart by the other.

    ids  (n,) of characters, below `SECOND_BUCKETS`
    """
    following = np.append(ids[1:], 0)
    first = _hash_pairs(ids, following, 0x9E3779B1, 0x85EBCA77)
    again = _hash_pairs(ids, following, 0x85EBCA6B, 0xC2B2AE35)
    return np.stack([first, ids, again], axis=1)


def _hash_pairs(
    ids: NDArray[np.int32], following: NDArray[np.int32], by: int, by_following: int
) -> NDArray[np.int32]:
    pair = (ids.astype(np.uint64) * np.uint64(by)) & _32
    pair += (following.astype(np.uint64) * np.uint64(by_following)) & _32
    pair &= _32
    pair ^= pair >> np.uint64(15)
    pair = (pair * np.uint64(0x2C1B3C6D)) & _32
    return (pair >> np.uint64(32 - _FIRST_BITS)).astype(np.int32)


def words_to_features(text: str) -> Features:
    """The features of a line of words and marks, int32 (n, 4).

    The word, its case and ending, the word hashed in another way, its first letters.
    """
    return all_words_to_features([text])[0]


def all_words_to_features(texts: Sequence[str]) -> list[Features]:
    """`words_to_features` of each text."""
    tokens = [_TOKEN_RE.findall(text) for text in texts]
    rows = [_word_features(token) for line in tokens for token in line]
    table = np.array(rows, np.int32).reshape(-1, WORD_FEATURES)
    ends = accumulate(map(len, tokens))
    return [table[end - len(line) : end] for line, end in zip(tokens, ends, strict=True)]


@lru_cache(maxsize=1 << 16)
def _word_features(token: str) -> tuple[int, int, int, int]:
    word = fold_token(token, "ru") or "-"  # of no effect but on Cyrillic
    lower = word.lower()
    if lower[0].isdigit():
        lower = re.sub(r"\d", "0", lower)
    case = "A" if word.isupper() and len(word) > 1 else "Aa" if word[0].isupper() else "a"
    return (
        _hash(lower) % FIRST_BUCKETS,
        _hash(f"{case}-{lower[-_ENDING:]}") % SECOND_BUCKETS,
        _hash(f"~{lower}") % FIRST_BUCKETS,
        _hash(f"^{lower[:_BEGINNING]}") % SECOND_BUCKETS,
    )


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
