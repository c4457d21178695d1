"""Fragments -> order by path search: for dumps whose columns do not take turns.

Where blocks were displaced and lines of other places stand in between, no column is read in turn.
Then each fragment looks for its successor among all others: the link scores, plus a prior on the
jump j - i that is learned from the dump itself (solve with a broad prior, count the jumps of that
solution, smooth, solve again). Scores are made doubly stochastic (Sinkhorn), so that two fragments
that want the same successor compete for it; edges are then taken greedily, surest first.

    jump +1 +1 +2 -1 +2 +2 ...      on two columns mostly +2, in intact blocks mostly +1
"""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Doubles, Index
from layoutfix.ordering.view import Links
from layoutfix.weights import PathWeights

MOST_FRAGMENTS = 260
"""Fragments of a page up to which a path is sought: memory grows with the square."""
_ROUNDS = 3
"""Solutions, each with a prior on jumps learned from the one before."""
_SINKHORN_ROUNDS, _LEAST_LOG_P = 25, -9.0
"""Of the doubly stochastic matrix; edges below are not taken."""
_MOST_MOVES, _LONGEST_BLOCK, _LEAST_GAIN, _WEAK_STEP = 40, 24, 0.3, -1.0
"""Block moves at most, fragments of a block, nats that one must gain, and the joint below which it
may be cut."""


def path_in_place(links: Links, order: list[int], weights: PathWeights) -> list[int] | None:
    """The path to take in place of an order in columns; None where these are to stay.

    It must read far better; where the columns read worse than the dump as it stands (a table in
    running text), any path that reads better is taken, for the gate to judge.
    """
    columns, dump = (path_value(each, links, weights) for each in (order, sorted(order)))
    path = links_to_path(links, len(order), weights)
    least = 0.0 if columns < dump else weights.least_advantage * len(order)
    if path_value(path, links, weights) <= columns + least:
        return None
    return path


def links_to_path(links: Links, n: int, weights: PathWeights) -> list[int]:
    """The order of n fragments. O(n^2 log n) time, O(n^2) memory."""
    if n < 3:
        return list(range(n))
    i, j = np.divmod(np.arange(n * n), n)
    score = links.score(i, j).reshape(n, n).astype(np.float64)
    np.fill_diagonal(score, -np.inf)
    jump = np.arange(n)[None, :] - np.arange(n)[:, None]
    starts = links.starts().astype(np.float64)
    ends = links.ends().astype(np.float64)
    prior = _broad_prior(n, weights)
    order: list[int] = list(range(n))
    for _ in range(_ROUNDS):
        total = score + prior[jump + n - 1]
        order = _greedy_path(total, starts, ends, weights)
        order = _relocate(order, total, starts, ends, weights)
        prior = _learned_prior(order, n, weights)
    return order


def path_value(order: list[int], links: Links, weights: PathWeights) -> float:
    """Links of the order, less the nats that its jumps take to write down."""
    path = np.array(order, np.intp)
    total = float(links.score(path[:-1], path[1:]).sum()) - jump_cost(order, weights)
    return total + float(links.starts()[path[0]] + links.ends()[path[-1]])


def jump_cost(order: list[int] | Index, weights: PathWeights) -> float:
    """Nats that the jumps of an order take to write down, given how often each occurs in it."""
    path = np.asarray(order)
    n = len(path)
    if n < 2:
        return 0.0
    prior = _learned_prior(path, n, weights)
    return float(-prior[np.diff(path) + n - 1].sum())


def _broad_prior(n: int, weights: PathWeights) -> Doubles:
    """log P(jump), (2 n - 1,): short forward jumps likely, backward ones rare."""
    d = np.arange(-(n - 1), n)
    weight = np.where(d > 0, 1.0 / (1.0 + np.abs(d - 1) / weights.broad_scale) ** 2, 0.0)
    weight[d == 0] = 0.0
    weight = weight / max(weight.sum(), 1e-9)
    return np.asarray(np.log((1 - weights.far_share) * weight + weights.far_share / (2 * n)))


def _learned_prior(order: list[int] | Index, n: int, weights: PathWeights) -> Doubles:
    """log P(jump) from the jumps of an order: counted, smoothed, mixed with the broad one."""
    counts = np.bincount(np.diff(np.asarray(order)) + n - 1, minlength=2 * n - 1).astype(float)
    near = 0.2 * np.roll(counts, 1) + 0.2 * np.roll(counts, -1)
    counts = 0.6 * counts + near
    broad = np.exp(_broad_prior(n, weights))
    mixed = (counts + weights.prior_weight * broad) / (counts.sum() + weights.prior_weight)
    return np.asarray(np.log(mixed + 1e-12))


def _greedy_path(total: Doubles, starts: Doubles, ends: Doubles, weights: PathWeights) -> list[int]:
    n = len(total)
    weight = np.full((n + 1, n + 1), -np.inf)
    weight[:n, :n] = total
    weight[n, :n] = starts + weights.start_prior
    weight[n, 0] += weights.first_gain
    weight[:n, n] = ends + weights.start_prior
    log_p = _sinkhorn(weight, _SINKHORN_ROUNDS)
    inner = log_p[:n, :n]
    flat = np.flatnonzero(inner > _LEAST_LOG_P)
    flat = flat[np.lexsort((flat, -np.round(inner.ravel()[flat], 4)))]
    following = np.full(n, -1, np.intp)
    leading = np.full(n, -1, np.intp)
    foot = np.arange(n)  # of the chain that a head begins
    head = np.arange(n)  # of the chain that a foot ends
    for edge in flat.tolist():
        i, j = divmod(edge, n)
        if following[i] >= 0 or leading[j] >= 0 or head[i] == j:
            continue
        following[i], leading[j] = j, i
        h, f = head[i], foot[j]
        foot[h], head[f] = f, h
    chains = []
    for h in np.flatnonzero(leading < 0).tolist():
        chain = [h]
        while following[chain[-1]] >= 0:
            chain.append(int(following[chain[-1]]))
        chains.append(chain)
    return [i for chain in chains for i in chain]


def _sinkhorn(log_weight: Doubles, rounds: int) -> Doubles:
    log_p = log_weight.copy()
    for _ in range(rounds):
        log_p -= _logsumexp(log_p, 1)
        log_p -= _logsumexp(log_p, 0)
    return log_p


def _logsumexp(a: Doubles, axis: int) -> Doubles:
    top = np.maximum(a.max(axis=axis, keepdims=True), -1e9)
    return np.asarray(top + np.log(np.exp(a - top).sum(axis=axis, keepdims=True)))


def _relocate(
    order: list[int], total: Doubles, starts: Doubles, ends: Doubles, weights: PathWeights
) -> list[int]:
    """Block moves (or-opt) on the path until none gains, blocks of up to `longest_block`."""
    n = len(order)
    gain = np.full((n + 2, n + 2), -1e6)
    gain[1 : n + 1, 1 : n + 1] = np.where(np.isfinite(total), total, -1e6)
    gain[0, 1 : n + 1] = starts
    gain[0, 1] += weights.first_gain
    gain[1 : n + 1, n + 1] = ends
    path = np.array([0, *(i + 1 for i in order), n + 1])
    at = np.arange(n + 1)
    for _ in range(_MOST_MOVES):
        step = gain[path[:-1], path[1:]]
        best, found = _LEAST_GAIN, None
        weak = step < _WEAK_STEP
        for size in range(1, min(_LONGEST_BLOCK, n - 1) + 1):
            lo = np.arange(1, n - size + 2)
            lo = lo[weak[lo - 1] | weak[lo + size - 1]]
            if not len(lo):
                continue
            hi = lo + size
            saved = gain[path[lo - 1], path[hi]] - step[lo - 1] - step[hi - 1]
            put = (
                gain[path[at]][:, path[lo]].T
                + gain[path[hi - 1]][:, path[at + 1]]
                - step[at][None, :]
            )
            inside = (at[None, :] >= lo[:, None] - 1) & (at[None, :] < hi[:, None])
            value = np.where(inside, -1e9, np.round(saved[:, None] + put, 3))
            k = int(np.argmax(value))
            if value.flat[k] > best:
                row, col = divmod(k, n + 1)
                best, found = float(value.flat[k]), (int(lo[row]), int(hi[row]), int(at[col]))
        if found is None:
            break
        lo_, hi_, to = found
        block, rest = path[lo_:hi_], np.concatenate([path[:lo_], path[hi_:]])
        k = int(np.flatnonzero(rest == path[to])[0]) + 1
        path = np.concatenate([rest[:k], block, rest[k:]])
    return [int(p) - 1 for p in path[1:-1]]
