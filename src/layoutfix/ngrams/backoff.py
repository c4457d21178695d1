"""One back-off model: the n-grams of one kind of unit, and the kernels that look them up.

P(w | h) is the stored probability of the longest n-gram h' w that the model has, times
the back-off weights of the contexts that were too long. All look-ups are vectorised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layoutfix import kernels
from layoutfix.ngrams.hashing import Hashes, base_power, prefix_hashes, suffix_hashes
from layoutfix.ngrams.table import FuseTable

_CHUNK_PAIRS = 1 << 14  # pairs scored at a time: the temporaries stay in the cache


@dataclass(frozen=True, slots=True)
class NgramTable:
    """The n-grams of one order: quantised log probability and log back-off weight of each.

    A payload is `code of log probability << backoff_bits | code of back-off weight`.
    """

    table: FuseTable
    log_probs: NDArray[np.float32]
    backoffs: NDArray[np.float32]
    backoff_bits: int

    def look_up(
        self, hashes: Hashes
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32], NDArray[np.float32]]:
        """Return for each hash: is it known, its log probability, its log back-off weight.

        hashes: uint64 (m,). The numbers of an unknown n-gram are meaningless.
        """
        found, payload = self.table.look_up(hashes)
        log_probs = self.log_probs[payload >> np.uint32(self.backoff_bits)]
        if not self.backoff_bits:
            return found, log_probs, np.zeros_like(log_probs)
        backoffs = self.backoffs[payload & np.uint32((1 << self.backoff_bits) - 1)]
        return found, log_probs, backoffs


@dataclass(frozen=True, slots=True)
class Backoff:
    """The n-grams of orders 1 to `order`. All logarithms are natural.

    `unit_values`, uint64 (V,): the hash of each unit id; `log_probs` and `backoffs`, float32 (V,):
    those of single units; `tables`: those of order 2 and higher.
    """

    order: int
    unit_values: Hashes
    log_probs: NDArray[np.float32]
    backoffs: NDArray[np.float32]
    tables: tuple[NgramTable, ...]

    def log_prob(
        self, ngrams: NDArray[np.int32], context_len: NDArray[np.integer[Any]]
    ) -> NDArray[np.float32]:
        """Return log P(last unit | the context_len units before it) of each row, float32 (m,).

        ngrams: int32 (m, width up to order), right-aligned, padded with -1; context_len: (m,),
        at most width - 1. Time and memory are linear in m.
        """
        if kernels.COMPILED:
            return kernels.ngrams.log_prob(self, ngrams, context_len)
        return self.log_prob_by_arrays(ngrams, context_len)

    def log_prob_by_arrays(
        self, ngrams: NDArray[np.int32], context_len: NDArray[np.integer[Any]]
    ) -> NDArray[np.float32]:
        """`log_prob` in numpy."""
        width = ngrams.shape[1]
        hashes = suffix_hashes(ngrams, self.unit_values)
        context_hashes = suffix_hashes(ngrams[:, : width - 1], self.unit_values)
        result = self.log_probs[ngrams[:, -1]]
        backoff = np.zeros_like(result)
        if width > 1:
            backoff = np.where(context_len >= 1, self.backoffs[ngrams[:, -2]], 0).astype(np.float32)
        alive = np.arange(result.size)
        context_alive = alive
        for n in range(2, width + 1):
            # backoff: weight of the context of n - 1 units; the n-gram need only be looked up
            # where its suffix is known, since a model has the suffix of all that it has
            result += backoff
            alive = alive[context_len[alive] >= n - 1]
            found, log_probs, _ = self.tables[n - 2].look_up(hashes[alive, n])
            alive = alive[found]
            result[alive] = log_probs[found]
            backoff = np.zeros_like(result)
            if n < width:
                context_alive = context_alive[context_len[context_alive] >= n]
                found, _, backoffs = self.tables[n - 2].look_up(context_hashes[context_alive, n])
                context_alive = context_alive[found]
                backoff[context_alive] = backoffs[found]
        return result

    def head_log_prob(
        self, heads: NDArray[np.int32], head_lens: NDArray[np.integer[Any]]
    ) -> NDArray[np.float32]:
        """Return log P of each unit of each head given only the units of the head before it.

        heads: int32 (m, width), left-aligned; head_lens: (m,). The result is float32 (m, width),
        0 where the head has no such unit.
        """
        rows, width = heads.shape
        result = np.zeros((rows, width), dtype=np.float32)
        before = np.full((rows, self.order - 1), -1, dtype=np.int32)
        windows = np.lib.stride_tricks.sliding_window_view(
            np.concatenate([before, heads], axis=1), self.order, axis=1
        )
        at, k = np.nonzero(np.arange(width) < np.asarray(head_lens)[:, None])
        result[at, k] = self.log_prob(windows[at, k], np.minimum(k, self.order - 1))
        return result


class Crossings:
    """Tails and heads of one page, and what is known of each by itself: any pairs can be asked.

    tails: int32 (n, at least order - 1), right-aligned; heads: int32 (m, at least order - 1),
    left-aligned; both padded with -1, with the numbers of their units.
    `head_log_prob`, float32 (m, width): as `Backoff.head_log_prob`.
    """

    def __init__(
        self,
        model: Backoff,
        tails: NDArray[np.int32],
        tail_lens: NDArray[np.integer[Any]],
        heads: NDArray[np.int32],
        head_lens: NDArray[np.integer[Any]],
    ) -> None:
        self.model = model
        self.head_lens = head_lens
        self.head_log_prob = model.head_log_prob(heads, head_lens)
        # [t, i]: of the last t units of tail i, and of the first t units of head i
        self.head_hashes = np.ascontiguousarray(
            prefix_hashes(heads[:, : model.order - 1], model.unit_values).T
        )
        self.tail_hashes = np.ascontiguousarray(
            suffix_hashes(tails[:, tails.shape[1] - model.order + 1 :], model.unit_values).T
        )
        # a tail's last t units as a context: known to the model, and with which weight
        lengths = np.arange(model.order)[:, None]
        self.tail_known, self.head_known = tail_lens >= lengths, head_lens >= lengths
        self.tail_backoff = np.zeros(self.tail_known.shape, dtype=np.float32)
        self.tail_backoff[1] = np.where(self.tail_known[1], model.backoffs[tails[:, -1]], 0)
        for n in range(2, model.order):
            table = model.tables[n - 2]
            found, _, backoff = table.look_up(self.tail_hashes[n])
            self.tail_known[n] &= found & self.tail_known[n - 1]
            self.tail_backoff[n] = np.where(self.tail_known[n], backoff, 0)
            self.head_known[n] &= table.look_up(self.head_hashes[n])[0]

    def log_prob(self, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return log P of each unit of a head that follows a tail, float32 (p, width of heads).

        As `NgramModel.crossing_log_prob`. Units of the head beyond the reach of the tail have the
        probability that they have in the head alone.
        """
        width = self.head_log_prob.shape[1]
        if kernels.COMPILED:
            return kernels.ngrams.cross(self, left, right, width)
        result = np.empty((left.size, width), dtype=np.float32)
        for start in range(0, left.size, _CHUNK_PAIRS):
            chunk = slice(start, start + _CHUNK_PAIRS)
            self._write(left[chunk], right[chunk], result[chunk])
        return result

    def _write(
        self, left: NDArray[np.intp], right: NDArray[np.intp], result: NDArray[np.float32]
    ) -> None:
        """Write the log probabilities of the pairs into result, float32 (p, width)."""
        order = self.model.order
        result[:, order - 1 :] = self.head_log_prob[right, order - 1 :]
        # known[t], backoff[t]: of the context made of t units of the tail and k - 1 of the head
        known = [row[left] for row in self.tail_known]
        backoff = [row[left] for row in self.tail_backoff]
        for k in range(1, order):
            log_prob = self.head_log_prob[right, k - 1]
            suffix_known = self.head_known[k][right]
            for t in range(1, order - k + 1):
                log_prob += backoff[t]
                rows = np.flatnonzero(known[t] & suffix_known)
                hashes = (self.tail_hashes[t] * base_power(k))[left[rows]]
                hashes += self.head_hashes[k][right[rows]]
                found, log_probs, backoffs = self.model.tables[t + k - 2].look_up(hashes)
                hits = rows[found]
                log_prob[hits] = log_probs[found]
                known[t] = np.zeros(left.size, dtype=np.bool_)
                known[t][hits] = True
                backoff[t] = np.zeros(left.size, dtype=np.float32)
                backoff[t][hits] = backoffs[found]
                suffix_known = known[t]
            log_prob[self.head_lens[right] < k] = 0
            result[:, k - 1] = log_prob
