"""Building of the tables that `layoutfix.ngrams.table` reads."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.hashing import Hashes
from layoutfix.ngrams.table import FuseTable, Geometry

_MAX_SEEDS = 64
_MIN_KEYS = 2  # the formulas for the geometry take the logarithm of the number of keys


def plan_geometry(keys: int, seed: int) -> Geometry:
    """Return the table shape for a number of keys (formulas of Graf and Lemire 2022, 3-wise)."""
    keys = max(keys, _MIN_KEYS)
    exponent = math.floor(math.log(keys) / math.log(3.33) + 2.25)
    length = 1 << min(max(exponent, 2), 18)
    factor = max(1.125, 0.875 + 0.25 * math.log(1_000_000) / math.log(keys))
    segments = max(1, math.ceil(round(keys * factor) / length) - 2)
    return Geometry(segment_length=length, span=segments * length, seed=seed)


def build_table(
    hashes: Hashes, payload: NDArray[np.uint32], fingerprint_bits: int, payload_bits: int
) -> FuseTable:
    """Return a table that maps each hash to its payload.

    hashes: uint64 (m,), all different; payload: uint32 (m,), each below 2 ** payload_bits.
    Time and memory are linear in m. Raises RuntimeError when no seed solves the table (two hashes
    are the same).
    """
    for seed in range(1, _MAX_SEEDS + 1):
        geometry = plan_geometry(hashes.size, seed)
        first, second, third, mixed = geometry.locate(hashes)
        slots = np.stack([first, second, third])
        peeled = _peel(slots, geometry.slots)
        if peeled is None:
            continue
        fingerprint = mixed & np.uint32((1 << fingerprint_bits) - 1)
        target = (fingerprint << np.uint32(payload_bits)) | payload
        words = np.zeros(geometry.slots, dtype=np.uint32)
        for keys, free in reversed(peeled):
            # words[free] is still zero, so the three words give the other two
            others = words[slots[0, keys]] ^ words[slots[1, keys]] ^ words[slots[2, keys]]
            words[free] = others ^ target[keys]
        return FuseTable(words, geometry, fingerprint_bits, payload_bits)
    raise RuntimeError(f"no seed solves a table of {hashes.size} keys: are two of them the same?")


def _peel(
    slots: NDArray[np.int64], size: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]] | None:
    """Return rounds of (keys, the slot that only this key has), or None if some keys are left.

    slots: int64 (3, m). In each round every slot that one key alone uses gives that
    key away; the keys are then taken out. To be solved in the opposite order.
    """
    count = slots.shape[1]
    flat = slots.ravel()
    degree = np.bincount(flat, minlength=size)
    # the sum of the keys of a slot: the key itself where there is one (float64 is exact here)
    total = np.bincount(
        flat, weights=np.tile(np.arange(count, dtype=np.float64), 3), minlength=size
    )
    key_sum = total.astype(np.int64)
    rounds: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    frontier = np.flatnonzero(degree == 1)
    left = count
    while frontier.size:
        keys, where = np.unique(key_sum[frontier], return_index=True)
        rounds.append((keys, frontier[where]))
        left -= keys.size
        touched = slots[:, keys].ravel()
        np.subtract.at(degree, touched, 1)
        np.subtract.at(key_sum, touched, np.tile(keys, 3))
        touched = np.unique(touched)
        frontier = touched[degree[touched] == 1]
    return rounds if left == 0 else None
