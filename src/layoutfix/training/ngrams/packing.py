"""From probabilities to the model that is shipped: quantised, hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.backoff import Backoff, NgramTable
from layoutfix.ngrams.hashing import BASE, Hashes, unit_values, word_hashes
from layoutfix.ngrams.model import Lexicon
from layoutfix.training.ngrams.fuse import build_table
from layoutfix.training.ngrams.smoothing import Level, backoff_weights


@dataclass(frozen=True, slots=True)
class Bits:
    """How many bits an n-gram of one order takes in its table."""

    fingerprint: int
    log_prob: int
    backoff: int

    @property
    def bytes_each(self) -> float:
        """Bytes that an n-gram takes in the file: whole bytes, and the slack of the table."""
        return -(-(self.fingerprint + self.log_prob + self.backoff) // 8) * SLOTS_A_KEY


SLOTS_A_KEY = 1.13
"""What a fuse table takes for each key."""
_KMEANS_ROUNDS = 12
_ROUNDING_SLACK = 0.01
_LEXICON_BITS = 8
_LEXICON_FINGERPRINT_BITS = 16


def plan_bits(order: int) -> list[Bits]:
    """Return the bits of the n-grams of each order, from 2.

    A longer n-gram is looked up only where its prefix and suffix are known, so a short
    fingerprint does: what is taken for known by mistake is rare (measured: no difference in top-1
    between 12 and 16 bits).
    """
    middle = [Bits(12, 7, 5)] * (order - 2)
    return [*middle, Bits(9, 7, 0)]


def quantise(
    values: NDArray[np.float64], bits: int
) -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
    """Return a code book of 2 ** bits numbers, ascending, and the code of each value.

    Lloyd's algorithm on the sorted values from equally filled bins: the least squared error.
    """
    size = 1 << bits
    ordered = np.sort(values)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    ends = np.linspace(0, ordered.size, size + 1).astype(np.int64)
    book = np.linspace(ordered[0], ordered[-1], size)
    for _ in range(_KMEANS_ROUNDS):
        filled = np.diff(ends)
        means = np.diff(sums[ends]) / np.maximum(filled, 1)
        book = np.sort(np.where(filled > 0, means, book))
        ends = np.concatenate(
            [[0], np.searchsorted(ordered, (book[1:] + book[:-1]) / 2), [ordered.size]]
        )
    rounded = book.astype(np.float32)
    middles = (rounded[1:].astype(np.float64) + rounded[:-1]) / 2
    return rounded, np.searchsorted(middles, values).astype(np.uint32)


def hash_keys(keys: NDArray[np.uint64], order: int, vocabulary: int) -> Hashes:
    """Return the hash of each packed n-gram, uint64 (m,)."""
    values = unit_values(vocabulary)
    hashes = np.zeros(keys.size, dtype=np.uint64)
    for n in range(order - 1, -1, -1):
        units = (keys // np.uint64(vocabulary**n)) % np.uint64(vocabulary)
        hashes = hashes * np.uint64(BASE) + values[units.astype(np.int64)]
    return hashes


def pack_backoff(levels: list[Level], bits: list[Bits]) -> Backoff:
    """Return the back-off model of pruned n-grams; bits: those of each order from 2.

    Probabilities are quantised first, from the lowest order on, and the back-off weights are
    computed from what is left after that, so that the probabilities sum to one as
    nearly as the quantised weights allow.
    """
    vocabulary, order = levels[0].keys.size, len(levels)
    single = np.log(levels[0].probability).astype(np.float16)
    rounded = [replace(levels[0], probability=np.exp(single.astype(np.float64)))]
    books, codes = [], []
    for level, width in zip(levels[1:], bits, strict=True):
        book, code = quantise(np.log(level.probability), width.log_prob)
        books.append(book)
        codes.append(code)
        rounded.append(replace(level, probability=np.exp(book[code].astype(np.float64))))
    weights = [
        np.log(backoff_weights(level, below, _ROUNDING_SLACK)) for below, level in pairwise(rounded)
    ]
    tables = []
    for n, width in enumerate(bits):
        payload, backoff_book = codes[n], np.zeros(0, np.float32)
        if width.backoff:
            backoff_book, backoff_codes = quantise(weights[n + 1], width.backoff)
            payload = (payload << np.uint32(width.backoff)) | backoff_codes
        table = build_table(
            hash_keys(levels[n + 1].keys, n + 2, vocabulary),
            payload,
            width.fingerprint,
            width.log_prob + width.backoff,
        )
        tables.append(NgramTable(table, books[n], backoff_book, width.backoff))
    single_weights = weights[0] if weights else np.zeros(vocabulary)
    return Backoff(
        order=order,
        unit_values=unit_values(vocabulary),
        log_probs=single.astype(np.float32),
        backoffs=single_weights.astype(np.float16).astype(np.float32),
        tables=tuple(tables),
    )


def pack_lexicon(counts: Mapping[str, int], least: int) -> Lexicon:
    """Return the lexicon of the words that occur at least so often."""
    words = sorted(word for word, count in counts.items() if count >= least)
    total = sum(counts.values())
    log_probs = np.log(np.array([counts[word] for word in words]) / total)
    book, codes = quantise(log_probs, _LEXICON_BITS)
    table = build_table(word_hashes(words), codes, _LEXICON_FINGERPRINT_BITS, _LEXICON_BITS)
    return Lexicon(table=table, log_probs=book, floor=float(np.log(0.5 / total)))
