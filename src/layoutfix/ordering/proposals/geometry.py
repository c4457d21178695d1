"""Pieces in the order of frames -> heights at which the page is two, one above the other.

    A1 B1                A headline stands over its own column alone, and below it the page goes on
    A2 B2                in the same columns: no strip ends there, and the text says that B2 goes on
    HH ..       ->       in nothing of C, while A2 goes on in B1: A1 A2 B1 B2, H C1 D1
    C1 D1

What speaks for it is what the joints gain that it makes, over those that it parts; a blank across
all columns is worth as much as its height.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Doubles
from layoutfix.ordering.view import Links
from layoutfix.ranks import median
from layoutfix.weights import FollowingWeights

_LEAST_DROP, _USUAL_DROP = 1.0, 0.6
"""Heights of a line from which one is below another, and from which that says how far lines are."""
_MOST_ROOM = 3.0
"""More lines' heights of blank than these say no more."""


def find_divisions(
    order: Sequence[int],
    band: Sequence[int],
    frame: Sequence[int],
    y: Doubles,
    high: float,
    links: Links,
    weights: FollowingWeights,
) -> list[float]:
    """Heights at which reading what is above before what is below gains; O(n * heights).

    order        fragments in the order of frames
    band, frame  of each of these; y (n,) their heights; high: that of a line
    """
    tried: list[tuple[float, float]] = []
    pairs: list[tuple[int, int]] = []
    owner: list[int] = []
    sign: list[float] = []
    for own in _bands(band):
        if len({frame[k] for k in own}) < 2:
            continue
        before = _joints(own, own, len(order))
        for height, room in _heights(y[own], high):
            above, below = [k for k in own if y[k] < height], [k for k in own if y[k] >= height]
            after = _joints([*above, *below], own, len(order))
            if after == before:
                continue
            for joints, way in ((after - before, 1.0), (before - after, -1.0)):
                pairs += sorted(joints)
                owner += [len(tried)] * len(joints)
                sign += [way] * len(joints)
            tried.append((height, room))
    if not tried:
        return []
    left, right = np.array(order, np.intp)[np.array(pairs, np.intp)].T
    gain = np.bincount(owner, np.array(sign) * links.score(left, right))
    costs = [weights.division_cost - min(room, _MOST_ROOM) for _, room in tried]
    return [at for (at, _), g, c in zip(tried, gain.tolist(), costs, strict=True) if g > c]


def _bands(band: Sequence[int]) -> list[list[int]]:
    """The places of each band in an order; those of one stand together."""
    found: dict[int, list[int]] = {}
    for k, b in enumerate(band):
        found.setdefault(b, []).append(k)
    return list(found.values())


def _joints(read: Sequence[int], own: Sequence[int], n: int) -> set[tuple[int, int]]:
    """The joints of a band that is read in some order, with what stands before it and behind."""
    first, last = own[0] - 1, own[-1] + 1
    return set(pairwise([*([first] * (first >= 0)), *read, *([last] * (last < n))]))


def _heights(y: Doubles, high: float) -> list[tuple[float, float]]:
    """Heights between lines of a band, and how much more blank is there than usual, in lines."""
    at = np.sort(y)
    drop = np.diff(at)
    lines = drop[drop > _USUAL_DROP * high]
    usual = float(median(lines)) if len(lines) else high
    return [
        (float(at[k] + at[k + 1]) / 2, float(drop[k] - usual) / high)
        for k in np.flatnonzero(drop > _LEAST_DROP * high).tolist()
    ]
