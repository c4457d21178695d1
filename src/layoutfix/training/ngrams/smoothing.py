"""From counts to probabilities, and from all n-grams to those worth their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from layoutfix.training.ngrams.counting import Counts

_MAX_DISCOUNTED = 3
_LEAST_MASS = 1e-4


@dataclass(frozen=True, slots=True)
class Level:
    """The n-grams of one order that may be kept, sorted by key.

    prefix, suffix: where the n-gram without its last / first unit stands one order below,
    int64 (m,). share: how often it occurs, as a share of all units. probability:
    P(last unit | units before it), interpolated with the order below.
    """

    keys: NDArray[np.uint64]
    prefix: NDArray[np.int64]
    suffix: NDArray[np.int64]
    share: NDArray[np.float64]
    probability: NDArray[np.float64]


def discounts(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what is taken from counts of 0, 1, 2, 3 and more, float64 (4,).

    Modified Kneser-Ney discounts (Chen and Goodman 1999) from the numbers of n-grams that occur
    once to four times.
    """
    n = [float(np.count_nonzero(counts == times)) for times in range(1, 5)]
    if min(n) == 0:
        return np.array([0.0, 0.5, 0.75, 0.9])
    y = n[0] / (n[0] + 2 * n[1])
    found = [i + 1 - (i + 2) * y * n[i + 1] / n[i] for i in range(3)]
    return np.array([0.0, *np.clip(found, [0.1, 0.2, 0.3], [0.95, 1.9, 2.9])])


def smooth(
    counts: list[Counts],
    vocabulary: int,
    min_counts: list[int],
    continuation: bool,
    lossy: list[NDArray[np.float64]] | None = None,
) -> list[Level]:
    """Return the interpolated probabilities of the n-grams that occur often enough.

    min_counts: the least number of occurrences for an n-gram to be kept, by order, not falling.
    continuation: count the different units before an n-gram instead of its occurrences
    at the lower orders (Kneser-Ney); else the occurrences (absolute discounting).
    lossy: rare n-grams were dropped while counting (`training.domain.tally`): the discounts of
    each order as they were before that; what a context lacks was seen once each.
    """
    total = float(counts[0].raw.sum())
    single = np.zeros(vocabulary)
    seen = counts[0].keys.astype(np.int64)
    first = counts[0].continuation if continuation else counts[0].raw
    single[seen] = first
    single += 0.5  # every unit, the unknown one too, gets a little
    single /= single.sum()
    share = np.zeros(vocabulary)
    share[seen] = counts[0].raw / total
    nothing = np.zeros(vocabulary, dtype=np.int64)
    keys = np.arange(vocabulary, dtype=np.uint64)
    levels = [Level(keys, nothing, nothing, share, single)]
    for n in range(2, len(counts) + 1):
        levels.append(
            _smooth_order(
                counts[n - 1],
                levels[-1],
                vocabulary=vocabulary,
                n=n,
                min_count=min_counts[n - 1],
                continuation=continuation,
                total=total,
                lossy=None if lossy is None else (counts[n - 2], lossy[n - 1]),
            )
        )
    return levels


def _smooth_order(
    counts: Counts,
    below: Level,
    *,
    vocabulary: int,
    n: int,
    min_count: int,
    continuation: bool,
    total: float,
    lossy: tuple[Counts, NDArray[np.float64]] | None,
) -> Level:
    used = counts.continuation if continuation else counts.raw
    discount = discounts(used) if lossy is None else lossy[1]
    contexts = counts.keys // np.uint64(vocabulary)
    first = np.ones(contexts.size, dtype=np.bool_)
    first[1:] = contexts[1:] != contexts[:-1]
    starts = np.flatnonzero(first)
    taken = discount[np.minimum(used, _MAX_DISCOUNTED)]
    mass = np.add.reduceat(used, starts).astype(np.float64)
    left = np.add.reduceat(taken, starts)
    if lossy is not None:
        lower = lossy[0]
        whole = lower.raw[np.searchsorted(lower.keys, contexts[starts])]
        missing = np.maximum(whole - mass, 0.0)
        left += discount[1] * missing
        mass += missing
    rest = left / mass
    kept = np.flatnonzero(counts.raw >= min_count)
    group = np.searchsorted(starts, kept, side="right") - 1
    keys = counts.keys[kept]
    suffix = np.searchsorted(below.keys, keys % np.uint64(vocabulary ** (n - 1)))
    prefix = np.searchsorted(below.keys, keys // np.uint64(vocabulary))
    probability = (used[kept] - taken[kept]) / mass[group]
    probability += rest[group] * below.probability[suffix]
    share = counts.raw[kept] / total
    return Level(keys, prefix, suffix, share, probability)


def backoff_weights(level: Level, below: Level, slack: float = 0.0) -> NDArray[np.float64]:
    """Return for each n-gram of the order below the weight of backing off from it, float64.

    The weight makes the probabilities of all units after that context sum to one: what the
    n-grams of this order leave, over what their suffixes leave. 1 where nothing follows.
    slack: added to both; where rounding has made a small rest meaningless the weight then
    goes to 1 instead of to infinity.
    """
    upper, lower = _rests(level, below)
    weights: NDArray[np.float64] = (upper + slack) / (lower + slack)
    return weights


def _rests(level: Level, below: Level) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each context what its n-grams leave of 1, and what their suffixes leave."""
    size = below.keys.size
    upper = 1.0 - np.bincount(level.prefix, weights=level.probability, minlength=size)
    implied = below.probability[level.suffix]
    lower = 1.0 - np.bincount(level.prefix, weights=implied, minlength=size)
    return np.maximum(upper, _LEAST_MASS), np.maximum(lower, _LEAST_MASS)


def pruning_losses(levels: list[Level]) -> list[NDArray[np.float64]]:
    """Return for each n-gram of each order what leaving it out would cost, in nats a unit.

    Relative entropy between the model with and without it (Stolcke 1998), the probability of
    the context taken from its occurrences. Unigrams are never left out: their cost is infinite.
    """
    losses = [np.full(levels[0].keys.size, np.inf)]
    for below, level in pairwise(levels):
        lower_probability = below.probability[level.suffix]
        upper, lower = (rest[level.prefix] for rest in _rests(level, below))
        log_old = np.log(upper / lower)
        log_new = np.log((upper + level.probability) / (lower + lower_probability))
        gain = np.log(level.probability) - np.log(lower_probability) - log_new
        cost = level.probability * gain - upper * (log_new - log_old)
        losses.append(below.share[level.prefix] * cost)
    return losses


def prune(levels: list[Level], bytes_each: list[float], budget: float) -> list[Level]:
    """Return the n-grams that fit in a budget of bytes, dearest first.

    bytes_each: what an n-gram of each order takes. An n-gram stays only together with its
    prefix (which holds the back-off weight) and its suffix (so that a look-up can stop early):
    both stay when it does.
    """
    losses = pruning_losses(levels)
    finite = np.concatenate(losses[1:])
    finite.sort()
    low, high = 0, finite.size  # leaving out `low` may be too few, `high` is enough
    kept = _close(levels, losses, np.inf)
    while high - low > max(1, finite.size // 4096):
        middle = (low + high) // 2
        masks = _close(levels, losses, float(finite[middle]))
        size = sum(
            each * float(np.count_nonzero(mask))
            for each, mask in zip(bytes_each, masks, strict=True)
        )
        if size > budget:
            low = middle
        else:
            high, kept = middle, masks
    if low == 0:
        kept = [np.ones(level.keys.size, dtype=np.bool_) for level in levels]
    return _select(levels, kept)


def _close(
    levels: list[Level], losses: list[NDArray[np.float64]], threshold: float
) -> list[NDArray[np.bool_]]:
    masks = [loss >= threshold for loss in losses]
    for n in range(len(levels) - 1, 0, -1):
        level, mask = levels[n], masks[n]
        masks[n - 1][level.prefix[mask]] = True
        masks[n - 1][level.suffix[mask]] = True
    masks[0][:] = True
    return masks


def _select(levels: list[Level], masks: list[NDArray[np.bool_]]) -> list[Level]:
    selected = []
    place = np.zeros(1, dtype=np.int64)
    for n, (level, mask) in enumerate(zip(levels, masks, strict=True)):
        prefix = level.prefix[mask] if n == 0 else place[level.prefix[mask]]
        suffix = level.suffix[mask] if n == 0 else place[level.suffix[mask]]
        selected.append(
            Level(level.keys[mask], prefix, suffix, level.share[mask], level.probability[mask])
        )
        place = np.cumsum(mask) - 1
    return selected
