"""The assignment problem, and cycles made one path: the exact core of putting segments in order."""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Doubles, Index


def best_assignment(gain: Doubles) -> Index:
    """The permutation p (n,) that maximises the sum of gain[i, p[i]].

    Shortest augmenting paths with potentials (Jonker and Volgenant 1987), one row at a time; the
    inner loop is over arrays. O(n^3) time, exact up to rounding of the gains.

    >>> best_assignment(np.array([[1.0, 5.0], [2.0, 9.0]])).tolist()
    [0, 1]
    """
    cost = -np.asarray(gain, np.float64)
    n = len(cost)
    u, v = np.zeros(n + 1), np.zeros(n + 1)
    row_of = np.zeros(n + 1, np.intp)  # of each column (1-based; 0 is the column being left)
    for i in range(1, n + 1):
        row_of[0] = i
        column = 0
        least = np.full(n + 1, np.inf)
        came = np.zeros(n + 1, np.intp)
        used = np.zeros(n + 1, bool)
        while True:
            used[column] = True
            row = row_of[column]
            reduced = cost[row - 1] - u[row] - v[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better] = reduced[better]
            came[1:][better] = column
            free = np.where(used[1:], np.inf, least[1:])
            following = int(np.argmin(free)) + 1
            delta = least[following]
            u[row_of[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            column = following
            if row_of[column] == 0:
                break
        while column:
            row_of[column] = row_of[came[column]]
            column = int(came[column])
    result = np.empty(n, np.intp)
    result[row_of[1:] - 1] = np.arange(n)
    return result


def assignment_to_path(following: Index, gain: Doubles) -> list[int]:
    """One cycle through all nodes, from node 0 on, by joining the cycles of an assignment.

    Two cycles a -> b and c -> d become one by a -> d and c -> b; the cheapest joint is made first.
    """
    after = following.copy()
    n = len(after)
    while True:
        label = _cycles(after)
        if label.max() == 0:
            break
        i = np.arange(n)
        # swapping the successors of i and j joins their cycles
        change = gain[:, after] + gain[:, after].T - (gain[i, after][:, None] + gain[i, after])
        change = np.where(label[:, None] == label[None, :], -np.inf, np.round(change, 6))
        a, c = divmod(int(np.argmax(change)), n)
        after[a], after[c] = after[c], after[a]
    path, at = [0], int(after[0])
    while at:
        path.append(at)
        at = int(after[at])
    return path


def _cycles(after: Index) -> Index:
    label = np.full(len(after), -1, np.intp)
    count = 0
    for k in range(len(after)):
        if label[k] < 0:
            at = k
            while label[at] < 0:
                label[at] = count
                at = int(after[at])
            count += 1
    return label
