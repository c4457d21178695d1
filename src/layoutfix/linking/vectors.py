"""What the seam encoder says of the joints of one page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.linking.encoder import SeamEncoder

MOST_DENSE = 400
"""Pages of up to so many fragments have all their pairs scored at once, where many are asked for:
one call costs as much as a thousand pairs."""
_MOST_SAMPLED = 400
_CHUNK = 1 << 9
"""Pairs whose vectors are taken at a time: they stay in the processor's cache."""


class PageVectors:
    """What the encoder says of the joints of one page, as log-odds against a random line of it.

    The score of a pair is taken less the log of its mean over the page, for the left line and for
    the right one, half of each: what goes well with everything is no evidence. Taken in
    doubles, as the vectors are. O(n * sample).
    """

    def __init__(self, encoder: SeamEncoder, texts: Sequence[str]) -> None:
        self._ends, self._starts = encoder.encode(texts)
        n = len(texts)
        self._all = None
        if n <= MOST_DENSE:
            self._all = self._ends @ self._starts.T
            self._left, self._right = _log_mean_exp_both(self._all)
            return
        some = np.linspace(0, n - 1, _MOST_SAMPLED).astype(np.intp)
        self._left = _log_mean_exp(self._ends @ self._starts[some].T)
        self._right = _log_mean_exp(self._starts @ self._ends[some].T)

    def gain(self, left: Index, right: Index) -> Floats:
        """Log-odds (p,) that right[k] follows left[k]."""
        if self._all is not None:
            score = self._all[left, right]
        else:
            score = np.empty(len(left))
            for lo in range(0, len(left), _CHUNK):
                part = slice(lo, lo + _CHUNK)
                ends, starts = self._ends[left[part]], self._starts[right[part]]
                np.einsum("pd,pd->p", ends, starts, out=score[part])
        return np.asarray(score - 0.5 * (self._left[left] + self._right[right]), np.float32)


def _log_mean_exp(scores: Doubles) -> Doubles:
    top = scores.max(1)
    return np.asarray(top + np.log(np.exp(scores - top[:, None]).mean(1)), np.float64)


def _log_mean_exp_both(scores: Doubles) -> tuple[Doubles, Doubles]:
    """The log of the mean of exp(scores) over each row of (n, n), and over each column.

    Each exp is taken once, less the highest score of its row.
    """
    if not len(scores):
        return scores[:, :0].sum(1), scores[:0].sum(0)
    top = scores.max(1)
    powers = np.exp(scores - top[:, None])
    left = top + np.log(powers.mean(1))
    highest = top.max()
    columns = np.exp(top - highest) @ powers / len(scores)
    right = highest + np.log(np.maximum(columns, _TINY))
    return np.asarray(left, np.float64), np.asarray(right, np.float64)


_TINY = np.finfo(np.float64).tiny
