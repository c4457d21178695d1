"""What n-grams say of the joints of some lines: those of a language, and the dump's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Floats, Index
from layoutfix.linking.memory import recall
from layoutfix.linking.own import OwnNgrams
from layoutfix.ngrams import NgramModel


class LineNgrams:
    """The lines of a page as units, and what is known of them: any pairs can be asked.

    ends    log-odds (n,) of a paragraph's end after each line
    starts  gain (n,) of each line as the first of a paragraph, in nats
    """

    def __init__(self, texts: Sequence[str], model: NgramModel, own_order: int) -> None:
        ids = recall(("units", id(model)), texts, model.encode_all)
        # the last tail and the last head are a paragraph's break
        with_break = [*ids, np.array([model.break_id], np.int32)]
        tails, heads = model.tails(with_break), model.heads(with_break)
        self._crossings = model.crossings(*tails, *heads)
        self._own = OwnNgrams(ids, tails, heads, own_order, model.ngrams.unit_values)
        self.ends, self.starts = self._break_evidence(len(texts))

    def gain(self, left: Index, right: Index, unseen_mix: float) -> Floats:
        """log P(right | left) - log P(right), (p,), as `ngrams.model.Crossings.gain`."""
        return self._crossings.gain(left, right, unseen_mix)

    def own_gain(self, left: Index, right: Index, gains: Sequence[float]) -> Floats:
        """What n-grams over the joint are worth (p,) that stand inside lines, by their length."""
        hits = self._own.crossing_hits(left, right)
        return np.asarray(gains, np.float32)[np.minimum(hits, len(gains) - 1)]

    def _break_evidence(self, n: int) -> tuple[Floats, Floats]:
        """The `ends` and `starts` of n lines."""
        everyone, breaks = np.arange(n), np.full(n, n)
        free = self._crossings.head_log_prob
        after = self._crossings.log_prob(everyone, breaks)[:, 0] - free[n, 0]
        first = self._crossings.log_prob(breaks, everyone) - free[:n]
        return after, first.sum(1).astype(np.float32)
