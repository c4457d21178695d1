"""Rows of one column -> their order, where some of them are listed the wrong way round.

Boxes sorted by their place come in an order that is right but for the direction of some stretches:

    4 3 2 1        vertical lines listed from the left: all in reverse
    3 2 1 6 5 4    two tiers of vertical lines, each listed from the left
    2 1 4 3 5 6    a tilted scan: neighbours swapped in pairs

All are the dump with stretches of it turned round, so one search finds them: of all ways to part
the dump into single rows and turned stretches, the one with the best links, less a price for each
stretch.
"""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Doubles, Index

Stretch = tuple[int, int]
"""First row of a stretch that is turned round, and the one after its last."""


def find_reversals(
    link: Doubles,
    starts: Doubles,
    ends: Doubles,
    *,
    costs: Doubles,
    pair_cost: float,
    border_cost: float,
) -> tuple[list[Stretch], float]:
    """The stretches of n rows that are to be turned round, and the links' sum less what they cost.

    O(n^3) time, O(n^2) memory.

    link          (n, n) `[i, j]`: log-odds that row j follows row i
    starts, ends  (n,) that a row begins the text, and ends it
    costs         (n,) nats that a stretch of more than a pair must gain which begins at each row
    pair_cost     and what a pair must
    border_cost   price of each end of a longer stretch that meets a row as it stands: of a tier,
                  all lines are listed the wrong way round

    >>> link = np.full((5, 5), -2.0)
    >>> for i, j in ((1, 0), (0, 3), (3, 2), (2, 4)):
    ...     link[i, j] = 5.0
    >>> costs = np.full(5, 3.0)
    >>> find_reversals(link, costs, costs, costs=costs, pair_cost=3, border_cost=3)
    ([(0, 2), (2, 4)], 20.0)
    """
    n = len(link)
    back = np.append(0.0, np.cumsum(link[np.arange(1, n), np.arange(n - 1)]))
    best = np.full((n + 1, n), -np.inf)  # [e, i]: rows before e are read, i the last of them
    came = np.full((n, n), -1, np.intp)  # [e, f]: the row before the one that begins at e with f
    for e in range(n):
        entering = starts[e:]
        if e:
            ways = best[e, :e, None] + link[:e, e:]
            ways[: max(0, e - 2), 0] -= border_cost
            ways[e - 1, 2:] -= border_cost
            came[e, e:] = np.argmax(np.round(ways, 3), axis=0)
            entering = ways.max(axis=0)
        best[e + 1, e] = entering[0]
        turned = np.arange(e + 1, n)
        best[turned + 1, e] = entering[1:] + back[turned] - back[e]
        best[turned + 1, e] -= np.where(turned == e + 1, pair_cost, costs[e])
    value = np.round(best[n] + ends, 3)
    last = int(np.argmax(value))
    return _trace_back(came, last), float(value[last])


def _trace_back(came: Index, last: int) -> list[Stretch]:
    """The stretches of which `last` is the row that is read last.

    came  (n, n) `[e, f]`: the row before the stretch that begins at e, of which f is read first
    """
    found: list[Stretch] = []
    stop = len(came)
    while stop:  # the last row of a stretch that was turned round is its first in the dump
        if stop - last > 1:
            found.append((last, stop))
        stop, last = last, int(came[last, stop - 1])
    return found[::-1]


def turn_round(n: int, stretches: list[Stretch]) -> list[int]:
    """The order of n rows with these stretches turned round.

    >>> turn_round(5, [(0, 2), (2, 5)])
    [1, 0, 4, 3, 2]
    """
    order = list(range(n))
    for lo, hi in stretches:
        order[lo:hi] = order[lo:hi][::-1]
    return order
