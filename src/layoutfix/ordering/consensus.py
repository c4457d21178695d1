"""Of several orders of a page, the one on which all that are likely agree most.

The best order under the objective may be right about the links and wrong about one column, and a
second that is worth a nat less has that column where two others have it, too. So each order counts
for the others as much as it is likely, and the one with the least expected loss is taken (minimum
Bayes risk: Kumar and Byrne 2004, there for translations).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

_MOST_COMPARED = 400
"""Fragments of an order whose places are compared, evenly spread: that is quadratic."""


def most_agreed(orders: Sequence[Sequence[int]], values: Sequence[float], nats: float) -> int:
    """The number of the order that agrees most with all, each weighted by its value.

    orders  permutations of the same n fragments; values: what each is worth, in nats
    nats    that one must be worth less to weigh 1/e; 0: the best one is taken
    O(orders^2 * n^2), for n up to a few hundred.

    >>> orders = [[2, 3, 0, 1], [0, 1, 2, 3], [0, 1, 3, 2]]
    >>> most_agreed(orders, [10.0, 9.9, 9.8], 4.0), most_agreed(orders, [10.0, 9.9, 9.8], 0.0)
    (1, 0)
    """
    worth = np.asarray(values, np.float64)
    best = int(np.argmax(np.round(worth, 3)))
    if len(orders) < 3 or nats <= 0.0 or len(orders[0]) < 2:
        return best
    weight = np.exp((worth - worth[best]) / nats)
    n = len(orders[0])
    looked_at = np.arange(0, n, -(-n // _MOST_COMPARED))
    places = [np.argsort(order)[looked_at] for order in orders]
    before = [place[:, None] < place[None, :] for place in places]
    joints = [set(pairwise(order)) for order in orders]
    agreed = [
        sum(
            w * (float((a == b).mean()) + len(i & j) / (n - 1))
            for w, b, j in zip(weight.tolist(), before, joints, strict=True)
        )
        for a, i in zip(before, joints, strict=True)
    ]
    return int(np.argmax(np.round(agreed, 6)))
