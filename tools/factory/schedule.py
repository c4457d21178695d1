"""Which language and part page k has, its place among pages of the same kind, its dice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from .languages import LANGUAGES

PARTS: Mapping[str, int] = MappingProxyType({"fit": 50, "choose": 20, "test": 30})
"""Share of documents, and of pages, of each part, in percent."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Page number k: its language and part, and how many such pages come before it."""

    number: int
    language: str
    part: str
    ordinal: int


def _all_slots() -> Iterator[Slot]:
    weights = {
        (name, part): language.share * percent / 10_000
        for name, language in LANGUAGES.items()
        for part, percent in PARTS.items()
    }
    had = dict.fromkeys(weights, 0)
    number = 0
    while True:
        cell = max(weights, key=lambda c: weights[c] * (number + 1) - had[c])
        yield Slot(number, *cell, had[cell])
        had[cell] += 1
        number += 1


def slots(count: int) -> list[Slot]:
    """The first pages: each comes from the language and part that lags most behind its share.

    So any prefix has all of them in proportion.

    >>> from collections import Counter
    >>> Counter(slot.part for slot in slots(100)).most_common(1)
    [('fit', 51)]
    >>> slots(3) == slots(50)[:3]
    True
    """
    return list(islice(_all_slots(), count))


def dice(seed: int, number: int, what: str) -> random.Random:
    """The random numbers of one side of page `number`: its layout, its damage, its engines.

    Each side has its own, so that a change of one leaves the others as they were.
    """
    return random.Random(f"{seed}:{number}:{what}")
