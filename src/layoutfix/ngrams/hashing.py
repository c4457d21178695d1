"""Hashes of n-grams that can be put together from the hashes of their pieces.

An n-gram x1 ... xn of unit ids has the hash

    H = sum of value(x_m) * BASE ** (n - m)     (modulo 2 ** 64)

where value() is a pseudo-random 64-bit number for each id. The hash of a left piece followed by
a right piece of k units is therefore `H(left) * BASE ** k + H(right)`: one addition for each pair
once the products are known for each left piece. That is what makes the scoring of all pairs
of line ends and line starts cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Hashes: TypeAlias = NDArray[np.uint64]

BASE = 0xD1342543DE82EF95
"""Odd, so that no information is lost in the low bits; the value is part of the file format."""

MOST_UNITS = 16
"""Units of the longest n-gram that there may be: a kernel has room for so many."""

_SPLITMIX_STEP = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1


def base_power(exponent: int) -> np.uint64:
    """Return BASE ** exponent modulo 2 ** 64."""
    return np.uint64(pow(BASE, exponent, 1 << 64))


def unit_values(count: int) -> Hashes:
    """Return the pseudo-random value of the unit ids 0 .. count - 1, uint64 (count,).

    SplitMix64 (Steele, Lea and Flood 2014), so that a file need not hold them.
    """
    state = (np.arange(1, count + 1, dtype=np.uint64)) * np.uint64(_SPLITMIX_STEP)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


def mix(hashes: Hashes, seed: int) -> Hashes:
    """Return the hashes with all bits spread evenly, uint64 of the same shape.

    A polynomial hash is weak in its low bits; a table needs all of them. Another seed
    gives another, unrelated spread.
    """
    mixed = hashes ^ np.uint64(seed & _WORD)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(32)
    return mixed


def suffix_hashes(units: NDArray[np.int32], values: Hashes) -> Hashes:
    """Return the hash of the last n units of each row, for every n.

    units: int32 (m, width), right-aligned, padded with -1 on the left. The result is uint64
    (m, width + 1): `[i, n]` is the hash of the last n units of row i (meaningless where the row is
    shorter; the caller knows the lengths).
    """
    rows, width = units.shape
    hashes = np.zeros((rows, width + 1), dtype=np.uint64)
    for n in range(1, width + 1):
        term = values[units[:, width - n]] * base_power(n - 1)
        hashes[:, n] = hashes[:, n - 1] + term
    return hashes


def prefix_hashes(units: NDArray[np.int32], values: Hashes) -> Hashes:
    """Return the hash of the first n units of each row, for every n.

    units: int32 (m, width), left-aligned, padded with -1 on the right. The result is uint64
    (m, width + 1), see `suffix_hashes`.
    """
    rows, width = units.shape
    hashes = np.zeros((rows, width + 1), dtype=np.uint64)
    base = np.uint64(BASE)
    for n in range(1, width + 1):
        hashes[:, n] = hashes[:, n - 1] * base + values[units[:, n - 1]]
    return hashes


MOST_REMEMBERED = 1 << 16
"""Words whose hashes are remembered: bounds memory."""


def word_hashes(words: Sequence[str]) -> Hashes:
    """Return a hash of each word, uint64 (m,): BLAKE2b of its UTF-8 bytes, cut to 8 bytes."""
    return np.frombuffer(b"".join(map(_digest, words)), dtype="<u8").astype(np.uint64)


@lru_cache(maxsize=MOST_REMEMBERED)
def _digest(word: str) -> bytes:
    return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
