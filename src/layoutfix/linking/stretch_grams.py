"""What the stretch encoder sees of a stretch of text: its units and hashes of runs of them.

A stretch is an array of units, int64 (n,): characters where a script has no spaces, else words and
marks. `to_grams` gives three hashes for each unit, the columns of all that follows:

characters  the character; it and the next one; it and the next two
words       the word without capitals; its first letters; it and the next word

Runs of units that hold a mark (no letter, no digit) are no grams that two stretches can share.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Longs
from layoutfix.ngrams.units import DROPPED, TABLE_SIZE, UNKNOWN

COLUMNS = 3
UNIT_BUCKETS = 1 << 13
"""Of single characters: fewer than those of pairs, as there are fewer."""
BUCKETS = 1 << 15
"""Of every other column."""
WEIGHTS = 1 << 17
"""Buckets of the weights of grams that two stretches share."""
DIGITS, RARE, RARE_MARKS = 8000, 4500, 7500
"""First ids of digits, each its own; of characters that the language model does not know; of marks
that it does not know."""
_PREFIX = 5
_WORD_RE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_ALPHANUMERIC_RE = re.compile(r"[^\W_]+")
_32 = np.uint64(0xFFFFFFFF)
_BY = (np.uint64(0x9E3779B1), np.uint64(0x85EBCA77), np.uint64(0xC2B2AE3D))
_BY_WEIGHT = np.uint64(0x9E3779B1)


@dataclass(frozen=True, slots=True)
class Grams:
    """Of n units: `hashes` uint64 (n, 3); `seen` (n, 3), which of them there are; `shared` (n, 3),
    which of these count where another stretch has them too."""

    hashes: npt.NDArray[np.uint64]
    seen: Bools
    shared: Bools


class StretchUnits(Protocol):
    """From text to units, and from units to hashes."""

    @property
    def sizes(self) -> tuple[int, int]:
        """Buckets of the first two columns, the ones that have vectors."""
        ...

    def encode(self, text: str) -> Longs:
        """The units of a text, int64 (n,)."""
        ...

    def to_grams(self, units: Longs, goes_on: Bools) -> Grams:
        """The grams of units of one or more stretches.

        goes_on  (n,) whether the next unit is of the same stretch; False for the last
        """
        ...


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters, folded by the table of a language model; digits and rare ones stay apart.

    table  int64 (65536,): id of each code point below `UNIT_BUCKETS`, -1 for none
    marks  (8192,): which ids are marks
    """

    table: Longs
    marks: Bools
    sizes: tuple[int, int] = (UNIT_BUCKETS, BUCKETS)

    @classmethod
    def of(cls, known: npt.NDArray[np.uint16]) -> Characters:
        """The units that a table of `layoutfix.ngrams.units.CharUnits` makes.

        A name may be the one rare character of an article, so a character that the table does not
        know is one of 3,000 units and not one of all.
        """
        table = known.astype(np.int64)
        codes = np.arange(TABLE_SIZE)
        plain = np.zeros(TABLE_SIZE, bool)
        for run in _ALPHANUMERIC_RE.finditer("".join(map(chr, range(TABLE_SIZE)))):
            plain[run.start() : run.end()] = True
        rare = ((codes * 2654435761) % (1 << 32)) >> 7
        ids = np.where(
            plain,
            RARE + rare % (RARE_MARKS - RARE),
            RARE_MARKS + rare % (DIGITS - RARE_MARKS),
        )
        table = np.where(table == UNKNOWN, ids, table)
        for zero in (0x30, 0xFF10):
            table[zero : zero + 10] = DIGITS + np.arange(10)
        table[table == DROPPED] = -1
        table[ord("\n")] = -1
        marks = np.zeros(UNIT_BUCKETS, bool)
        marks[table[~plain & (table >= 0)]] = True
        return cls(table, marks)

    def encode(self, text: str) -> Longs:
        """The units of a text, int64 (n,), n at most its length."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        ids = self.table[np.minimum(codes, TABLE_SIZE - 1)]
        return np.asarray(ids[ids >= 0], np.int64)

    def to_grams(self, units: Longs, goes_on: Bools) -> Grams:
        """See `StretchUnits`."""
        two, three = goes_on, goes_on & np.roll(goes_on, -1)
        x = units.astype(np.uint64)
        one = (x * _BY[0]) & _32
        pair = (one + ((np.roll(x, -1) * _BY[1]) & _32)) & _32
        triple = (pair + ((np.roll(x, -2) * _BY[2]) & _32)) & _32
        plain = ~self.marks[units]
        both = plain & np.roll(plain, -1)
        all_three = both & np.roll(plain, -2)
        return Grams(
            np.stack([_mix(one), _mix(pair), _mix(triple)], 1),
            np.stack([np.ones_like(two), two, three], 1),
            np.stack([plain, two & both, three & all_three], 1),
        )


@dataclass(frozen=True, slots=True)
class Words:
    """Words, runs of digits and single marks; they need no vocabulary."""

    sizes: tuple[int, int] = (BUCKETS, BUCKETS)

    def encode(self, text: str) -> Longs:
        """The units of a text, int64 (n,): hash of the word, of its first letters, if it is a mark.

        In bits 32-62, 1-31 and 0.
        """
        return np.array([_pack_word(word) for word in _WORD_RE.findall(text)], np.int64)

    def to_grams(self, units: Longs, goes_on: Bools) -> Grams:
        """See `StretchUnits`."""
        x = units.astype(np.uint64)
        word = x >> np.uint64(32)
        prefix = (x >> np.uint64(1)) & np.uint64((1 << 31) - 1)
        plain = (x & np.uint64(1)) == 0
        one = (word * _BY[0]) & _32
        pair = (one + ((np.roll(word, -1) * _BY[2]) & _32)) & _32
        return Grams(
            np.stack([_mix(one), _mix((prefix * _BY[1]) & _32), _mix(pair)], 1),
            np.stack([np.ones_like(plain), plain, goes_on], 1),
            np.stack([plain, plain, goes_on & plain & np.roll(plain, -1)], 1),
        )


@lru_cache(maxsize=1 << 16)
def _pack_word(word: str) -> int:
    lower = word.lower()
    whole, prefix = _hash(lower), _hash("^" + lower[:_PREFIX])
    return whole << 32 | prefix << 1 | (not lower[0].isalnum())


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) >> 1


def _mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Scatter numbers of 32 bits over all of them."""
    x = x ^ (x >> np.uint64(15))
    x = (x * np.uint64(0x2C1B3C6D)) & _32
    x = x ^ (x >> np.uint64(12))
    x = (x * np.uint64(0x297A2D39)) & _32
    return x ^ (x >> np.uint64(15))


def to_vector_buckets(grams: Grams, sizes: tuple[int, int]) -> Longs:
    """The rows of the tables of vectors, int64 (n, 2); the last row is for what is not there."""
    rows = [
        np.where(grams.seen[:, column], grams.hashes[:, column] % np.uint64(size), np.uint64(size))
        for column, size in enumerate(sizes)
    ]
    return np.stack(rows, 1).astype(np.int64)


def to_shared_ids(grams: Grams) -> npt.NDArray[np.uint64]:
    """An id of each gram, its column the remainder by 3; uint64 (n, 3)."""
    columns = np.arange(COLUMNS, dtype=np.uint64)
    return (grams.hashes >> np.uint64(5)) * np.uint64(COLUMNS) + columns


def to_weight_buckets(ids: npt.NDArray[np.uint64]) -> Longs:
    """The buckets of the weights of grams of `to_shared_ids`, of any shape."""
    return (((ids * _BY_WEIGHT) >> np.uint64(7)) % np.uint64(WEIGHTS)).astype(np.int64)
