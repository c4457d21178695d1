"""What the seam encoder says of the joints of one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.linking.encoder import SeamEncoder

MOST_DENSE = 400
"""Pages of up to so many fragments have all their pairs scored at once, where many are asked for:
one call costs as much as a thousand pairs."""
_MOST_SAMPLED = 400
_CHUNK = 1 << 9
"""Pairs whose vectors are taken at a time, and lines whose scores are: they stay in the cache."""


class PageVectors:
    """What the encoder says of the joints of one page, as log-odds against a random line of it.

    The score of a pair is taken less the log of its mean over the page, for the left line and for
    the right one, half of each: what goes well with everything is no evidence. Taken in
    doubles, as the vectors are. O(n * sample).
    """

    def __init__(self, encoder: SeamEncoder, texts: Sequence[str]) -> None:
        n = len(texts)
        self._all = None
        if n <= MOST_DENSE:
            ends, starts = encoder.encode(texts)
            self._all = ends @ starts.T
            self._left, self._right = _log_mean_exp_both(self._all)
            return
        some = [texts[i] for i in np.linspace(0, n - 1, _MOST_SAMPLED).astype(np.intp).tolist()]
        self._ends = _LongPage(texts, encoder.ends, encoder.starts(some))
        self._starts = _LongPage(texts, encoder.starts, encoder.ends(some))

    def gain(self, left: Index, right: Index) -> Floats:
        """Log-odds (p,) that right[k] follows left[k]."""
        if self._all is not None:
            score = self._all[left, right]
            mean = self._left[left] + self._right[right]
            return np.asarray(score - 0.5 * mean, np.float32)
        ends, starts = self._ends.of(left), self._starts.of(right)
        score = np.empty(len(left))
        for lo in range(0, len(left), _CHUNK):
            k = slice(lo, lo + _CHUNK)
            np.einsum("pd,pd->p", ends[left[k]], starts[right[k]], out=score[k])
        mean = self._ends.mean[left] + self._starts.mean[right]
        return np.asarray(score - 0.5 * mean, np.float32)


class _LongPage:
    """Vectors of the ends of n lines, or of their starts: found when they are asked for.

    encode  gives the vectors of some texts
    sample  (s, d) vectors of the other side of a sample of the lines
    mean    (n,) the log of the mean of exp(scores) with the sample; NaN where not asked for
    """

    def __init__(
        self, texts: Sequence[str], encode: Callable[[Sequence[str]], Doubles], sample: Doubles
    ) -> None:
        self._texts, self._encode, self._sample = texts, encode, sample
        self._vectors = np.empty((len(texts), sample.shape[1]))
        self.mean: Doubles = np.full(len(texts), np.nan)

    def of(self, lines: Index) -> Doubles:
        """Vectors (n, d): those of some lines, and what is there of the others."""
        is_new = np.zeros(len(self.mean), np.bool_)
        is_new[lines] = True
        new = np.flatnonzero(is_new & np.isnan(self.mean))
        if len(new):
            found = self._encode([self._texts[i] for i in new.tolist()])
            self._vectors[new] = found
            self.mean[new] = _log_mean_exp(found @ self._sample.T)
        return self._vectors


def _log_mean_exp(scores: Doubles) -> Doubles:
    """The log of the mean of exp(scores) over each row of (n, m); some rows at a time."""
    top = scores.max(1)
    mean = np.empty(len(scores))
    for lo in range(0, len(scores), _CHUNK):
        k = slice(lo, lo + _CHUNK)
        mean[k] = np.exp(scores[k] - top[k, None]).mean(1)
    return np.asarray(top + np.log(mean), np.float64)


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
    return left, right


_TINY = np.finfo(np.float64).tiny
