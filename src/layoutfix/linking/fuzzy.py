"""Lines that were recognised twice: two boxes over one line of print, two readings of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from layoutfix.arrays import Bools, Index

MOST_TEXTS = 600
"""Texts beyond which none are compared: O(n^2) time and memory."""
_FEW = 0.1
"""Share of all pairs up to which only those that are asked for are compared."""


class DoubleReadings:
    """Which of some texts are two readings of one line.

    likeness          normalised indel similarity, 0..100, from which two texts are the same line
    least_characters  shorter texts are alike too easily

    None are where there are more than `MOST_TEXTS`.

    >>> lines = ["the old bridge was closed", "the o1d bridge was closed", "the new bridge opens"]
    >>> doubles = DoubleReadings(lines, likeness=90, least_characters=8)
    >>> doubles.among(np.array([0, 0, 0]), np.array([0, 1, 2])).tolist()
    [False, True, False]
    """

    def __init__(self, texts: Sequence[str], *, likeness: float, least_characters: int) -> None:
        self._texts, self._likeness = texts, likeness
        self._long = np.array([len(text) >= least_characters for text in texts], np.bool_)
        self._all: Bools | None = None
        self._asked = 0  # pairs so far

    def among(self, left: Index, right: Index) -> Bools:
        """Whether left[k] and right[k] are such, (p,); no text is with itself."""
        n = len(self._texts)
        if n > MOST_TEXTS:
            return np.zeros(len(left), np.bool_)
        self._asked += len(left)
        if self._all is None and self._asked > _FEW * n * n:
            self._all = process.cdist(self._texts, self._texts, **self._scoring) > 0
        may: Bools = self._long[left] & self._long[right] & (left != right)
        if self._all is not None:
            return np.asarray(may & self._all[left, right])
        pairs = np.flatnonzero(may)
        a = [self._texts[i] for i in left[pairs].tolist()]
        b = [self._texts[j] for j in right[pairs].tolist()]
        may[pairs] = process.cpdist(a, b, **self._scoring) > 0
        return may

    @property
    def _scoring(self) -> dict[str, Any]:
        return {"scorer": fuzz.ratio, "score_cutoff": self._likeness, "dtype": np.uint8}
