"""What the seam encoder sees of a line: two hashed features for each of its units.

The features need no vocabulary, so one encoder serves every language of a script family.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.units import fold_token

Features: TypeAlias = NDArray[np.int32]

_FIRST_BITS = 15
FIRST_BUCKETS = 1 << _FIRST_BITS
"""Buckets of the first feature: pairs of characters, or words."""
SECOND_BUCKETS = 1 << 13
"""Buckets of the second: single characters, or endings with capitals."""

_TOKEN_RE = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*['\u2019]?|\d+(?:[.,:]\d+)*|\.\.+|\S")
_ENDING = 3
_32 = np.uint64(0xFFFFFFFF)


def chars_to_features(ids: NDArray[np.int32]) -> Features:
    """The features of a line of characters, int32 (n, 2): each with the one after it, and alone.

    ids  (n,) of characters, below `SECOND_BUCKETS`
    """
    following = np.append(ids[1:], 0).astype(np.uint64)
    pair = (ids.astype(np.uint64) * np.uint64(0x9E3779B1) + following * np.uint64(0x85EBCA77)) & _32
    pair ^= pair >> np.uint64(15)
    pair = (pair * np.uint64(0x2C1B3C6D)) & _32
    features = np.empty((len(ids), 2), np.int32)
    features[:, 0] = pair >> np.uint64(32 - _FIRST_BITS)
    features[:, 1] = ids
    return features


def words_to_features(text: str) -> Features:
    """The features of a line of words and marks, int32 (n, 2): the word, its case and ending."""
    rows = [_word_features(token) for token in _TOKEN_RE.findall(text)]
    return np.array(rows, np.int32).reshape(-1, 2)


def words_to_features_and_ends(text: str) -> tuple[Features, NDArray[np.int32]]:
    """The same, and the offset in the text at which each word or mark ends, int32 (n,)."""
    found = list(_TOKEN_RE.finditer(text))
    rows = [_word_features(match.group()) for match in found]
    ends = np.array([match.end() for match in found], np.int32)
    return np.array(rows, np.int32).reshape(-1, 2), ends


@lru_cache(maxsize=1 << 16)
def _word_features(token: str) -> tuple[int, int]:
    word = fold_token(token, "ru") or "-"  # of no effect but on Cyrillic
    lower = word.lower()
    if lower[0].isdigit():
        lower = re.sub(r"\d", "0", lower)
    case = "A" if word.isupper() and len(word) > 1 else "Aa" if word[0].isupper() else "a"
    first = zlib.crc32(lower.encode("utf-8", "surrogatepass")) % FIRST_BUCKETS
    second = (
        zlib.crc32(f"{case}-{lower[-_ENDING:]}".encode("utf-8", "surrogatepass")) % SECOND_BUCKETS
    )
    return first, second
