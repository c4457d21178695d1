"""Lines that were recognised twice: two boxes over one line of print, two readings of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from layoutfix.arrays import Bools

MOST_TEXTS = 600
"""Texts beyond which none are compared: O(n^2) time and memory."""


def find_double_readings(
    texts: Sequence[str], *, likeness: float, least_characters: int
) -> Bools | None:
    """Which texts are two readings of one line, bool (n, n), symmetric, False on the diagonal.

    None where there are more than `MOST_TEXTS`.

    likeness          normalised indel similarity, 0..100, from which two texts are the same line
    least_characters  shorter texts are alike too easily

    >>> lines = ["the old bridge was closed", "the o1d bridge was closed", "the new bridge opens"]
    >>> found = find_double_readings(lines, likeness=90, least_characters=8)
    >>> bool(found[0, 1]), bool(found[0, 2])
    (True, False)
    """
    n = len(texts)
    if n > MOST_TEXTS:
        return None
    alike = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=likeness, dtype=np.uint8)
    long = np.array([len(t) >= least_characters for t in texts], np.bool_)
    return np.asarray((alike > 0) & long[:, None] & long & ~np.eye(n, dtype=np.bool_))
