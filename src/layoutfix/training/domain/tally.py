"""Counting in bounded memory: what is rare is dropped when there is too much of it.

Lossy counting (Manku and Motwani 2002): whenever a table outgrows its bound, the rarest entries go.
What occurs often is undercounted by at most what was dropped each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.units import BREAK
from layoutfix.training.ngrams.counting import Counts, count_ngrams
from layoutfix.training.ngrams.smoothing import discounts

MOST_WORDS = 1_500_000
"""Different words held: 200 MB."""
MOST_NGRAMS = 4_000_000
"""Different n-grams held of each order: what smoothing and pruning take of them is about 1 GB."""
CHUNK_UNITS = 3_000_000
"""Units counted at a time: 120 MB."""
_KEPT_SHARE = 0.7  # after dropping, so that it does not happen at every chunk


class WordTally:
    """How often each word occurs."""

    def __init__(self, most: int = MOST_WORDS) -> None:
        self.counts: Counter[str] = Counter()
        self._most = most
        self._least = 0

    def add(self, words: Iterable[str]) -> None:
        """Count more words."""
        self.counts.update(words)
        while len(self.counts) > self._most:
            self._least += 1
            kept = {word: n for word, n in self.counts.items() if n > self._least}
            self.counts = Counter(kept)


class NgramTally:
    """How often each n-gram of unit ids occurs, by order from 1."""

    def __init__(
        self,
        order: int,
        vocabulary: int,
        most: int = MOST_NGRAMS,
        chunk: int = CHUNK_UNITS,
    ) -> None:
        self.units = 0
        self._order, self._vocabulary = order, vocabulary
        self._most, self._chunk = most, chunk
        self._pieces: list[NDArray[np.int32]] = []
        self._waiting = 0
        empty = np.zeros(0, np.uint64), np.zeros(0, np.int64)
        self._tables = [empty] * order
        self._discounts: list[NDArray[np.float64] | None] = [None] * order

    def add(self, ids: NDArray[np.int32]) -> None:
        """Count a block, which ends with a break."""
        self._pieces.append(ids)
        self._waiting += ids.size
        if self._waiting >= self._chunk:
            self._flush()

    def finish(self, min_counts: tuple[int, ...]) -> tuple[list[Counts], list[NDArray[np.float64]]]:
        """The n-grams that occur often enough, and the discounts of all, as `smooth` takes them.

        An n-gram whose prefix or suffix was dropped goes with it.
        """
        self._flush()
        counts: list[Counts] = []
        taken: list[NDArray[np.float64]] = []
        for n, (keys, raw) in enumerate(self._tables, start=1):
            known = self._discounts[n - 1]
            taken.append(discounts(raw) if known is None else known)
            kept = raw >= min_counts[n - 1]
            if n > 1:
                below = counts[-1].keys
                kept &= _is_in(keys // np.uint64(self._vocabulary), below)
                kept &= _is_in(keys % np.uint64(self._vocabulary ** (n - 1)), below)
            counts.append(Counts(keys[kept], raw[kept], raw[kept]))
            self._tables[n - 1] = (keys[:0], raw[:0])
        return counts, taken

    def _flush(self) -> None:
        if not self._pieces:
            return
        ids = np.concatenate([np.array([BREAK], np.int32), *self._pieces])
        self._pieces.clear()
        self.units += ids.size - 1
        self._waiting = 0
        for n, found in enumerate(count_ngrams(ids, self._order, self._vocabulary)):
            keys, raw = _merge(*self._tables[n], found.keys, found.raw)
            if keys.size > self._most and n > 0:
                if self._discounts[n] is None:
                    self._discounts[n] = discounts(raw)
                kept = raw > _threshold(raw, int(self._most * _KEPT_SHARE))
                keys, raw = keys[kept], raw[kept]
            self._tables[n] = (keys, raw)


def _threshold(raw: NDArray[np.int64], most: int) -> int:
    """The least number of occurrences that leaves at most so many n-grams with more."""
    times = np.bincount(np.minimum(raw, 1 << 16))
    above = raw.size - np.cumsum(times)
    return int(np.argmax(above <= most))


def _is_in(keys: NDArray[np.uint64], ordered: NDArray[np.uint64]) -> NDArray[np.bool_]:
    if not ordered.size:
        return np.zeros(keys.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(ordered, keys), ordered.size - 1)
    found: NDArray[np.bool_] = ordered[place] == keys
    return found


def _merge(
    keys: NDArray[np.uint64],
    raw: NDArray[np.int64],
    more_keys: NDArray[np.uint64],
    more_raw: NDArray[np.int64],
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Two sorted tables as one."""
    if not keys.size:
        return more_keys, more_raw
    place = np.minimum(np.searchsorted(keys, more_keys), keys.size - 1)
    known = keys[place] == more_keys
    summed = raw.copy()
    summed[place[known]] += more_raw[known]  # keys of one table are unique
    fresh = np.flatnonzero(~known)
    at = np.searchsorted(keys, more_keys[fresh])
    return np.insert(keys, at, more_keys[fresh]), np.insert(summed, at, more_raw[fresh])
