"""A compact, immutable map from 64-bit hashes to small numbers.

A binary fuse filter (Graf and Lemire 2022, "Binary fuse filters: fast and smaller than xor
filters") that holds a payload beside the fingerprint. Every key has three slots; the exclusive or
of the three words is `fingerprint << payload_bits | payload`. The price is 1.13 words
a key, a look-up is three gathers without a loop, and a key that was never put in is taken for one
that was with a chance of `2 ** -fingerprint_bits`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layoutfix import kernels
from layoutfix.ngrams.hashing import Hashes, mix


@dataclass(frozen=True, slots=True)
class Geometry:
    """The shape of a table: what decides which three slots a hash has."""

    segment_length: int
    """Slots in a segment; a power of two."""
    span: int
    """Number of slots in which the first of the three can lie."""
    seed: int
    """Chosen by the builder so that the table can be solved."""

    @property
    def slots(self) -> int:
        """The number of words of the table."""
        return self.span + 2 * self.segment_length

    def locate(
        self, hashes: Hashes
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32]]:
        """Return the three slots of each hash, and 32 bits of which fingerprints are made.

        hashes: uint64 (m,); each of the four results has the shape (m,).
        """
        mixed = mix(hashes, self.seed)
        high = mixed >> np.uint64(32)
        mask = np.uint64(self.segment_length - 1)
        length = np.uint64(self.segment_length)
        first = (high * np.uint64(self.span)) >> np.uint64(32)
        second = (first + length) ^ ((mixed >> np.uint64(18)) & mask)
        third = (first + (length + length)) ^ (mixed & mask)
        fingerprint = (mixed ^ high).astype(np.uint32)
        return first.view(np.int64), second.view(np.int64), third.view(np.int64), fingerprint


@dataclass(frozen=True, slots=True)
class FuseTable:
    """The map: `words` uint32 (slots,), each fingerprint_bits + payload_bits wide."""

    words: NDArray[np.uint32]
    geometry: Geometry
    fingerprint_bits: int
    payload_bits: int

    def look_up(self, hashes: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
        """Return for each hash whether it is in the table, and its payload.

        hashes: uint64 (m,); the results are bool (m,) and uint32 (m,). The payload of an
        absent key is meaningless, but fits in payload_bits.
        """
        if kernels.COMPILED:
            return kernels.ngrams.look_up(self, hashes)
        return self.look_up_by_arrays(hashes)

    def look_up_by_arrays(self, hashes: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
        """`look_up` in numpy."""
        first, second, third, fingerprint = self.geometry.locate(hashes)
        words = self.words[first]
        words ^= self.words[second]
        words ^= self.words[third]
        fingerprint &= np.uint32((1 << self.fingerprint_bits) - 1)
        found = (words >> np.uint32(self.payload_bits)) == fingerprint
        return found, words & np.uint32((1 << self.payload_bits) - 1)
