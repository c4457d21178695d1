"""From probabilities to the model that is shipped: quantised, hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.hashing import BASE, Hashes, unit_values
from layoutfix.ngrams.model import Lexicon, NgramModel, NgramTable
from layoutfix.ngrams.units import BREAK, UNKNOWN, Units
from layoutfix.training.ngrams.fuse import build_table
from layoutfix.training.ngrams.smoothing import Level, backoff_weights

LOG_PROB_BITS = 8
BACKOFF_BITS = 8
FINGERPRINT_BITS = 16
SLOTS_A_KEY = 1.13
"""What a fuse table takes for each key."""
_KMEANS_ROUNDS = 12


def bytes_each(order: int) -> list[float]:
    """Return what an n-gram of each order takes in the file."""
    return [8.0, *[4.0 * SLOTS_A_KEY] * (order - 2), 3.0 * SLOTS_A_KEY]


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


def pack_model(
    levels: list[Level],
    units: Units,
    *,
    name: str,
    language: str,
    unit: Literal["char", "word"],
    meta: Mapping[str, Any],
    lexicon: Lexicon | None = None,
) -> NgramModel:
    """Return the model of pruned n-grams.

    Probabilities are quantised first, from the lowest order on, and the back-off weights are
    computed from what is left after that, so that the probabilities sum to one as
    nearly as the quantised weights allow.
    """
    vocabulary = levels[0].keys.size
    order = len(levels)
    books: list[NDArray[np.float32]] = [np.zeros(0, np.float32)]
    codes: list[NDArray[np.uint32]] = [np.zeros(0, np.uint32)]
    rounded = [levels[0]]
    for level in levels[1:]:
        book, code = quantise(np.log(level.probability), LOG_PROB_BITS)
        books.append(book)
        codes.append(code)
        rounded.append(replace(level, probability=np.exp(book[code].astype(np.float64))))
    tables = []
    for n in range(2, order + 1):
        level = rounded[n - 1]
        backoff_bits = BACKOFF_BITS if n < order else 0
        payload = codes[n - 1]
        backoff_book = np.zeros(0, np.float32)
        if n < order:
            weights = np.log(backoff_weights(rounded[n], level))
            backoff_book, backoff_codes = quantise(weights, BACKOFF_BITS)
            payload = (payload << np.uint32(BACKOFF_BITS)) | backoff_codes
        hashes = hash_keys(level.keys, n, vocabulary)
        table = build_table(hashes, payload, FINGERPRINT_BITS, LOG_PROB_BITS + backoff_bits)
        tables.append(NgramTable(table, books[n - 1], backoff_book, backoff_bits))
    single_backoff = (
        np.log(backoff_weights(rounded[1], rounded[0])) if order > 1 else np.zeros(vocabulary)
    )
    counts = {str(n): int(level.keys.size) for n, level in enumerate(levels, start=1)}
    return NgramModel(
        name=name,
        language=language,
        unit=unit,
        order=order,
        meta={**meta, "ngrams": counts},
        units=units,
        unit_values=unit_values(vocabulary),
        log_probs=np.log(rounded[0].probability).astype(np.float32),
        backoffs=single_backoff.astype(np.float32),
        tables=tuple(tables),
        lexicon=lexicon,
        break_id=BREAK,
        unknown_id=UNKNOWN,
    )
