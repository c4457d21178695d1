"""Counting n-grams: exact, sorted, in numpy.

An n-gram of unit ids below V is packed in one 64-bit number, `x1 * V ** (n - 1) + ... + xn`,
so V ** order must be below 2 ** 64 (Chinese: 7,131 characters at order 5). Sorted numbers put the
n-grams of one context side by side; context and suffix are a division and a remainder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.units import BREAK


@dataclass(frozen=True, slots=True)
class Counts:
    """The n-grams of one order: `keys` uint64 (m,), sorted, and how often each occurs."""

    keys: NDArray[np.uint64]
    raw: NDArray[np.int64]
    """Number of occurrences, int64 (m,)."""
    continuation: NDArray[np.int64]
    """Number of different units that occur before it; the number of occurrences at the
    highest order, and for what begins a paragraph."""


def max_vocabulary(order: int) -> int:
    """Return the largest number of units whose n-grams fit in 64 bits."""
    size = int(2 ** (64 / order)) + 2
    while size**order >= 1 << 64:
        size -= 1
    return size


def count_ngrams(units: NDArray[np.int32], order: int, vocabulary: int) -> list[Counts]:
    """Return the counts of each order from 1 to `order`.

    units: int32 (n,), the text as ids; starts and ends with BREAK. An n-gram holds a
    break only as its first or its last unit: paragraphs do not know of one another. Time n log n,
    memory about 40 bytes n.
    """
    if vocabulary**order >= 1 << 64:
        raise ValueError(f"{vocabulary} units do not fit in 64 bits at order {order}")
    size = units.size
    # reach[i]: how many units after i the next break is, at most `order`
    reach = np.full(size, order, dtype=np.uint8)
    breaks = np.flatnonzero(units == BREAK)
    for distance in range(order - 1, 0, -1):
        reach[breaks[breaks >= distance] - distance] = distance
    packed = units.astype(np.uint64)
    tables: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []
    for n in range(1, order + 1):
        if n > 1:
            packed = packed[:-1]
            packed *= np.uint64(vocabulary)
            packed += units[n - 1 :].astype(np.uint64)
        valid = reach[: packed.size] >= n - 1
        tables.append(_count_sorted(np.sort(packed[valid])))
    counts = []
    for n, (keys, raw) in enumerate(tables, start=1):
        continuation = raw
        if n < order:
            continuation = raw.copy()
            suffixes = tables[n][0] % np.uint64(vocabulary**n)
            inner, different = _count_sorted(np.sort(suffixes))
            continuation[np.searchsorted(keys, inner)] = different
        counts.append(Counts(keys, raw, continuation))
    return counts


def _count_sorted(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    first = np.ones(keys.size, dtype=np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(first)
    return keys[starts], np.diff(np.append(starts, keys.size))
