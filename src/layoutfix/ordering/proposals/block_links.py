"""Blocks of a dump -> their order: damage of which whole rows of columns were displaced.

Some dumps join a few printed rows into one block, and put the block elsewhere:

    L1 R1 L2 R2        within a block columns take turns, and where one block follows another,
                       each column goes on: L2 in L3, R2 in R3. No single joint tells where a
    L5 R5 L6           block belongs, those of all its columns together do.

    R3 L3 R4 L4        Blocks are put in order first; then the dump is one in which columns take
                       turns from its first row to its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Doubles, Index
from layoutfix.ordering.proposals.assignment import best_assignment
from layoutfix.ordering.proposals.sequence import best_sequence
from layoutfix.ordering.view import Links
from layoutfix.weights import BlockWeights

_NEVER = -99.0
_SINKHORN_ROUNDS = 20
_MOST_MOVES, _LEAST_MOVE_GAIN = 60, 0.5
"""Of the search for the sequence."""


def links_to_shares(links: Links, n: int, weights: BlockWeights) -> Doubles:
    """log share (n, n) of j among all that may follow i, and of i among all before j.

    A fragment may also stand alone, at odds `alone`. The matrix is made doubly stochastic
    (Sinkhorn and Knopp 1967): of several fragments that one would follow, not all can.
    """
    i, j = np.divmod(np.arange(n * n), n)
    weight = np.full((n + 1, n + 1), weights.alone)
    weight[:n, :n] = links.score(i, j).reshape(n, n)
    np.fill_diagonal(weight, -50.0)
    for _ in range(_SINKHORN_ROUNDS):
        weight[:n] -= np.logaddexp.reduce(weight[:n], axis=1, keepdims=True)
        weight[:, :n] -= np.logaddexp.reduce(weight[:, :n], axis=0, keepdims=True)
    return weight[:n, :n]


def join_blocks(
    members: Sequence[Index], following: Sequence[Sequence[int]], gain: Doubles
) -> Doubles:
    """What each of m blocks gains after each other, (m, m) nats: the joints of all their columns.

    members    the fragments of each block; following: which goes on in which, as `inside_links`
    gain       (n, n) nats of each link above that from which it counts
    O(blocks^2 * columns^2).
    """
    ends = [_open_ends(own, after) for own, after in zip(members, following, strict=True)]
    joints = np.zeros((len(ends), len(ends)))
    for a, (_, tails) in enumerate(ends):
        for b, (heads, _) in enumerate(ends):
            if a != b:
                joints[a, b] = _side_by_side(gain[np.ix_(tails, heads)])
    return joints


def order_blocks(joints: Doubles, keep_gain: float, weights: BlockWeights) -> list[int]:
    """The numbers of the blocks in reading order.

    joints     of `join_blocks`; keep_gain: nats that two blocks gain where they stay neighbours
    """
    m = len(joints)
    if m < 2:
        return list(range(m))
    links = np.zeros((m + 2, m + 2))
    links[1 : m + 1, 1 : m + 1] = joints
    at = np.arange(m + 1)
    links[at, at + 1] += keep_gain
    links[0, m + 1] = -1e6
    return best_sequence(links, _MOST_MOVES, _LEAST_MOVE_GAIN)


def _open_ends(own: Index, following: Sequence[int]) -> tuple[list[int], list[int]]:
    """Of a block's fragments those that follow none of it, and those that none of it follows."""
    inside = set(following)
    heads = [int(i) for k, i in enumerate(own) if k not in inside]
    tails = [int(i) for i, k in zip(own, following, strict=True) if k < 0]
    return heads, tails


def inside_links(own: Index, gain: Doubles) -> list[int]:
    """For each of a block's m fragments the number of the one that goes on in it, -1 for none.

    Within a block lines keep their order, so the best assignment of later ones has no cycles.
    """
    m = len(own)
    later = np.where(np.triu(np.ones((m, m), bool), 1), gain[np.ix_(own, own)], _NEVER)
    square = np.zeros((2 * m, 2 * m))
    square[:m, :m] = later
    chosen = best_assignment(square)[:m]
    return [int(k) if k < m and later[i, k] > 0 else -1 for i, k in enumerate(chosen)]


def known_links(own: Index, found: Sequence[int]) -> list[int]:
    """The same by an order of all fragments that was found before."""
    after = dict(pairwise(found))
    place = {int(i): k for k, i in enumerate(own)}
    known = [place.get(after.get(int(i), -1), -1) for i in own]
    return [k if k > at else -1 for at, k in enumerate(known)]


def _side_by_side(gain: Doubles) -> float:
    """What the joints of two blocks gain: columns stand in the same order in both."""
    rows, columns = gain.shape
    best = [0.0] * (columns + 1)
    for i in range(rows):
        before, best = best, [0.0] * (columns + 1)
        for j, value in enumerate(gain[i].tolist()):
            best[j + 1] = max(before[j + 1], best[j], before[j] + max(value, 0.0))
    return best[-1]


def read_across(own: Index, following: Sequence[int]) -> list[int]:
    """The fragments of a block as columns would take turns, where they stand one after the other.

    L1 L2 L3 R1 R2 R3 -> L1 R1 L2 R2 L3 R3; any other block stays. `following`: as `inside_links`.
    """
    run_of: dict[int, int] = {}
    runs: list[list[int]] = []
    for k in range(len(own)):
        if k not in run_of:
            runs.append([])
        r = run_of.setdefault(k, len(runs) - 1)
        runs[r].append(int(own[k]))
        if following[k] >= 0:
            run_of[following[k]] = r
    order = [run_of[k] for k in range(len(own))]
    turns = sum(a != b for a, b in pairwise(order))
    if len(own) < _LEAST_TO_TURN or len(runs) < 2 or turns != len(runs) - 1:
        return [int(i) for i in own]
    longest = max(map(len, runs))
    return [run[k] for k in range(longest) for run in runs if k < len(run)]


_LEAST_TO_TURN = 4
"""Fragments of a block below which it may be one row of columns."""
