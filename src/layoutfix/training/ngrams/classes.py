"""Word classes: words that stand between the same neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.units import BREAK, UNKNOWN

_ROUNDS = 16
_SMOOTHING = 0.02


def cluster_words(
    bigrams: NDArray[np.uint64], counts: NDArray[np.int64], vocabulary: int, classes: int
) -> NDArray[np.int32]:
    """Return the class of each word, int32 (vocabulary,), each below classes + 2.

    bigrams: packed pairs of word ids (see `counting`), uint64 (m,); counts: int64 (m,).
    The class of UNKNOWN is UNKNOWN and that of BREAK is BREAK.

    k-means with likelihoods for distances (a batch form of the exchange algorithm of Martin,
    Liermann and Ney 1998): each word goes to the class whose neighbours, as classes, make its own
    neighbours on both sides likeliest; the classes are then counted anew. The most frequent
    words begin with a class of their own. Time: a few seconds a round for 256 classes.
    """
    total = classes + 2
    left = (bigrams // np.uint64(vocabulary)).astype(np.int64)
    right = (bigrams % np.uint64(vocabulary)).astype(np.int64)
    weights = counts.astype(np.float64)
    frequency = np.bincount(left, weights=weights, minlength=vocabulary)
    rank = np.empty(vocabulary, dtype=np.int64)
    rank[np.argsort(-frequency, kind="stable")] = np.arange(vocabulary)
    class_of = rank % classes + 2
    class_of[UNKNOWN], class_of[BREAK] = UNKNOWN, BREAK
    for _ in range(_ROUNDS):
        after = _neighbour_classes(left, class_of[right], weights, vocabulary, total)
        before = _neighbour_classes(right, class_of[left], weights, vocabulary, total)
        neighbours = np.concatenate([after, before], axis=1)
        profile = np.zeros((total, 2 * total))
        np.add.at(profile, class_of, neighbours)
        overall = profile.sum(axis=0) / profile.sum()
        likelihood = np.empty((total, 2 * total), dtype=np.float32)
        for side in (slice(0, total), slice(total, 2 * total)):
            smooth = profile[:, side] + _SMOOTHING * overall[side] + 1e-6
            likelihood[:, side] = np.log(smooth / smooth.sum(axis=1, keepdims=True))
        score = neighbours @ likelihood.T
        score[:, :2] = -np.inf
        class_of = score.argmax(axis=1)
        class_of[UNKNOWN], class_of[BREAK] = UNKNOWN, BREAK
    return class_of.astype(np.int32)


def _neighbour_classes(
    words: NDArray[np.int64],
    neighbours: NDArray[np.int64],
    weights: NDArray[np.float64],
    vocabulary: int,
    total: int,
) -> NDArray[np.float32]:
    """Return how often each word has a neighbour of each class, float32 (vocabulary, total)."""
    flat = np.bincount(words * total + neighbours, weights=weights, minlength=vocabulary * total)
    return flat.reshape(vocabulary, total).astype(np.float32)
