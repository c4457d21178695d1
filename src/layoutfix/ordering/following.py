"""What the places of fragments in print say of the joints of an order.

A1  B1        A2 is the next below A1: A1-A2 is likely, and A1-B1 unlikely, as it passes A2
A2  B2        nothing is near below A3: where it goes on its place does not tell
A3
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Doubles
from layoutfix.weights import FollowingWeights

_SHARED = 0.5
"""The share of the narrower of two lines that is below the other, for both to be of one column."""
_LEAST_DROP, _MOST_DROP = 0.5, 2.2
"""Heights of a line by which the next one of a column is below."""
_AS_NEAR = 0.3
"""Heights of a line by which another is no farther below."""
MOST_FRAGMENTS = 3000
"""Fragments of a page beyond which places say nothing: bounds memory."""


def following_odds(
    order: Sequence[int],
    boxes: tuple[Doubles, Doubles, Doubles],
    high: float,
    weights: FollowingWeights,
) -> Doubles:
    """Log-odds (n - 1,) of the joints of an order of n fragments. O(n^2).

    boxes  left and right edges of the fragments and their heights, (n,) each; high: of a line
    """
    left, right, y = boxes
    path = np.array(order, np.intp)
    if len(path) > MOST_FRAGMENTS:
        return np.zeros(len(path) - 1)
    step = y[None, :] - y[:, None]  # [i, j]: how far j is below i
    shared = np.minimum(right[:, None], right[None, :]) - np.maximum(left[:, None], left[None, :])
    narrower = np.minimum((right - left)[:, None], (right - left)[None, :])
    below = (shared > _SHARED * narrower) & (step > _LEAST_DROP * high)
    drop = np.where(below, step, np.inf)
    nearest = drop.min(axis=1)
    i, j = path[:-1], path[1:]
    near = nearest[i] < _MOST_DROP * high
    is_next = near & (drop[i, j] <= nearest[i] + _AS_NEAR * high)
    odds = np.where(is_next, weights.next_gain, np.where(near, -weights.passed_cost, 0.0))
    return np.asarray(odds, np.float64)
