"""The units of a domain: those of the general model, and words or characters of its own.

A word that the general model takes for one of a class (`<Aa-ung>`) becomes a unit where the domain
has it often; the general model's probability of the class is shared out by how often each occurs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.model import Base, NgramModel
from layoutfix.ngrams.units import (
    DROPPED,
    TABLE_SIZE,
    UNKNOWN,
    CharUnits,
    Units,
    WordUnits,
    fold_token,
)
from layoutfix.training.ngrams.counting import max_vocabulary
from layoutfix.training.ngrams.vocabulary import fold_char, variant_table

MOST_NEW = 20_000
LEAST_COUNT = 5
"""Occurrences that make a word a unit; as in the recipes of the shipped models."""
HALF = 0.5
"""What a class keeps for words not seen yet, as a number of occurrences."""


def extend_units(
    base: NgramModel, tally: Mapping[str, int], order: int
) -> tuple[Units, NDArray[np.int32]]:
    """The units with new ones after those of the general model, and the old unit of each, (V,).

    tally: how often each word, or each character, occurs as it is written.
    """
    size = base.ngrams.log_probs.size
    most = max(0, min(MOST_NEW, max_vocabulary(order) - size))
    if isinstance(base.units, WordUnits):
        return _extend_words(base.units, tally, size, most)
    if isinstance(base.units, CharUnits):
        return _extend_chars(base.units, tally, size, most, base.language)
    raise TypeError(f"units of the type {type(base.units).__name__} cannot be extended")


def make_base(
    base: NgramModel, unit_of: NDArray[np.int32], counts: NDArray[np.int64], weight: float
) -> Base:
    """The general model for units that were extended; counts: of each unit in the domain, (V,)."""
    size = base.ngrams.log_probs.size
    amount = counts.astype(np.float64)
    amount[:size] += HALF
    whole = np.bincount(unit_of, weights=amount, minlength=size)
    emission = np.log(np.maximum(amount, HALF) / whole[unit_of])
    emission[:size] = np.where(whole == amount[:size], 0.0, emission[:size])
    # as they are in the file, so that what is measured is what is read
    rounded = emission.astype(np.float16).astype(np.float32)
    return Base(base, unit_of, rounded, weight)


def with_weight(base: Base, weight: float) -> Base:
    """The same with another share of the general model."""
    return replace(base, weight=weight)


def _extend_words(
    units: WordUnits, tally: Mapping[str, int], size: int, most: int
) -> tuple[WordUnits, NDArray[np.int32]]:
    classes = {i for name, i in units.vocabulary.items() if _is_class(name)} | {UNKNOWN}
    folded: Counter[str] = Counter()
    for token, count in tally.items():
        if token[0].isalpha() and "-" not in token:
            folded[fold_token(token, units.language) or "-"] += count
    common = [t for t, n in folded.items() if n >= LEAST_COUNT and units.unit_of(t) in classes]
    for token in [t for t in common if len(t) > 1 and t.isupper()]:
        # a heading in capitals is no word of its own, see `choose_words`
        if max(folded[token.lower()], folded[token.capitalize()]) > folded[token]:
            common.remove(token)
    new = sorted(common, key=lambda t: (-folded[t], t))[:most]
    vocabulary = {**units.vocabulary, **{t: size + k for k, t in enumerate(new)}}
    old = np.array([units.unit_of(t) for t in new], dtype=np.int32)
    unit_of = np.concatenate([np.arange(size, dtype=np.int32), old])
    return replace(units, vocabulary=vocabulary), unit_of


def _is_class(name: str) -> bool:
    return len(name) > 2 and name[0] == "<" and name[-1] == ">"


def _extend_chars(
    units: CharUnits, tally: Mapping[str, int], size: int, most: int, language: str
) -> tuple[CharUnits, NDArray[np.int32]]:
    usual = variant_table(language)
    table = units.table.copy()
    groups: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for char, count in tally.items():
        if ord(char) < TABLE_SIZE - 1 and table[ord(char)] == UNKNOWN:
            folded = fold_char(char, usual, fold_digits=True)
            if folded:
                groups.setdefault(folded, []).append(char)
                counts[folded] += count
    common = [char for char, count in counts.items() if count >= LEAST_COUNT]
    new = sorted(common, key=lambda char: (-counts[char], char))[: min(most, DROPPED - size)]
    for k, folded in enumerate(new):
        for char in groups[folded]:
            table[ord(char)] = size + k
    unit_of = np.concatenate([np.arange(size, dtype=np.int32), np.zeros(len(new), dtype=np.int32)])
    return CharUnits(table), unit_of
