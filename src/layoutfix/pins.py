"""Pins: what the user knows of two places is honoured in the order, whatever the scores say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from layoutfix.model import Fragment, Pin

Pair = tuple[int, int, bool]


def pins_to_pairs(pins: Sequence[Pin], fragments: Sequence[Fragment]) -> list[Pair]:
    """Pins as (left fragment, right fragment, together).

    The left fragment is the one in which the left span ends, the right one that in which the right
    span starts; pins of places in no fragment, or in one and the same, ask for nothing.
    """
    starts = [f.start for f in fragments]
    pairs = []
    for pin in pins:
        i = bisect_right(starts, max(pin.left[0], pin.left[1] - 1)) - 1
        j = bisect_right(starts, pin.right[0]) - 1
        inside = i >= 0 and j >= 0 and pin.left[1] > fragments[i].start
        if inside and i != j and pin.right[0] < fragments[j].end:
            pairs.append((i, j, pin.together))
    return pairs


def renumber_pairs(pairs: Sequence[Pair], ids: Sequence[int]) -> list[Pair]:
    """The pairs by the places of their fragments in `ids`, which has all of them."""
    place = {i: k for k, i in enumerate(ids)}
    return [(place[i], place[j], together) for i, j, together in pairs]


def apply_pins(order: Sequence[int], pairs: Sequence[Pair]) -> list[int]:
    """The order with pinned neighbours put together, and unwanted ones parted.

    >>> apply_pins([0, 1, 2, 3, 4], [(0, 3, True)])
    [0, 3, 4, 1, 2]
    >>> apply_pins([0, 1, 2], [(0, 1, False)])
    [0, 2, 1]
    """
    result = list(order)
    held = {i: j for i, j, together in pairs if together}
    for i, j, together in pairs:
        at, to = result.index(i), result.index(j)
        if together and to != at + 1:
            # j goes behind i with what follows it, up to i or the end
            stop = at if to < at else len(result)
            block = result[to:stop]
            rest = result[:to] + result[stop:]
            k = rest.index(i) + 1
            result = rest[:k] + block + rest[k:]
        elif not together and to == at + 1:
            # i and j are parted: j's run (what is pinned to it) goes one place further
            stop = to + 1
            while stop < len(result) and held.get(result[stop - 1]) == result[stop]:
                stop += 1
            if stop < len(result):
                result[to : stop + 1] = [result[stop], *result[to:stop]]
            else:
                result = result[to:] + result[:to]
    return result
