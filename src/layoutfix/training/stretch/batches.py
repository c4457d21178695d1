"""From joints to the arrays that a step of training sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Ints, Longs
from layoutfix.linking.stretch import to_shared
from layoutfix.linking.stretch_grams import (
    COLUMNS,
    StretchUnits,
    to_vector_buckets,
    to_weight_buckets,
)
from layoutfix.training.stretch.pages import Joint


@dataclass(frozen=True, slots=True)
class Batch:
    """Joints of some pages.

    page, slot     int64 (joints,): which page, and which joint of it
    above, below   int32 (joints, reach, 2): rows of the tables, nearest first; -1 for no unit
    left, right    int64 (matches,): joints of one page that share a gram, above and below
    weight, column, zone, count  int64 (matches,): of the gram; zones and counts of both sides as
                   one number
    grams          int64: weights of all grams below, each once a stretch
    """

    page: Longs
    slot: Longs
    above: Ints
    below: Ints
    left: Longs
    right: Longs
    weight: Longs
    column: Longs
    zone: Longs
    count: Longs
    grams: Longs


def to_batch(
    joints: Sequence[Joint], page: Longs, units: StretchUnits, reach: tuple[int, int]
) -> Batch:
    """The arrays of joints of pages in order; page: of each joint."""
    sides, shared = [], []
    for side, most in enumerate(reach):
        cut = [joint[side] for joint in joints]
        lengths = np.array([len(x) for x in cut])
        owner = np.repeat(np.arange(len(cut)), lengths)
        at = np.arange(len(owner)) - (np.cumsum(lengths) - lengths)[owner]
        distance = at if side else lengths[owner] - 1 - at
        grams = units.to_grams(np.concatenate(cut), np.append(owner[1:] == owner[:-1], False))
        rows = np.full((len(cut), most, 2), -1, np.int32)
        rows[owner, distance] = to_vector_buckets(grams, units.sizes)
        sides.append(rows)
        shared.append(to_shared(grams, owner, distance))
    (ids, own, zone, count), (ids_b, own_b, zone_b, count_b) = shared
    key = (page[own].astype(np.uint64) << np.uint64(32)) | ids
    key_b = (page[own_b].astype(np.uint64) << np.uint64(32)) | ids_b
    order = np.argsort(key, kind="stable")
    first = np.searchsorted(key[order], key_b, "left")
    found = np.searchsorted(key[order], key_b, "right") - first
    right = np.repeat(np.arange(len(key_b)), found)
    nth = np.arange(len(right)) - (np.cumsum(found) - found)[right]
    left = order[first[right] + nth]
    return Batch(
        page=page,
        slot=np.arange(len(page)) - np.searchsorted(page, page),
        above=sides[0],
        below=sides[1],
        left=own[left],
        right=own_b[right],
        weight=to_weight_buckets(ids_b[right]),
        column=(ids_b[right] % np.uint64(COLUMNS)).astype(np.int64),
        zone=zone[left] * 4 + zone_b[right],
        count=count[left] * 3 + count_b[right],
        grams=to_weight_buckets(ids_b),
    )
