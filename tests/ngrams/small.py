"""Small models for the tests, built in a moment from text of our own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.ngrams.backoff import Backoff
from layoutfix.ngrams.loading import class_emission
from layoutfix.ngrams.model import NgramModel, WordClasses
from layoutfix.ngrams.units import BREAK, TOKEN_PATTERNS
from layoutfix.training.ngrams.classes import cluster_words
from layoutfix.training.ngrams.counting import count_ngrams
from layoutfix.training.ngrams.packing import Bits, pack_backoff, pack_lexicon
from layoutfix.training.ngrams.smoothing import Level, prune, smooth
from layoutfix.training.ngrams.vocabulary import choose_chars, choose_words, count_written_words

WIDE = Bits(20, 7, 5)
"""Fingerprints so long that no test meets a false one."""

CHINESE = """老王在河边种了三棵柳树，每天早上都去浇水。
河水很清，孩子们常在柳树下看书，老王也坐在那里。
今年春天雨水多，柳树长得很高，河边的人都说好看。
老王说：“柳树比我还老的时候，孩子们也会在这里看书。”
"""

ENGLISH = """The old man planted three willows by the river, and he watered them in the morning.
The river was clear, and the children read books under the willows in the morning.
"It rained a lot in the spring," the old man said, "and the willows grew by the river."
In the evening the children walked home by the river, and the old man said good night.
"""


@dataclass(frozen=True, slots=True)
class SmallBackoff:
    """A back-off model, and the sorted n-grams that it was packed from."""

    backoff: Backoff
    levels: list[Level]
    ids: np.ndarray


def build_small(ids: Sequence[int], vocabulary: int, order: int, keep: float = 0.6) -> SmallBackoff:
    """Return a model of ids in which about a share `keep` of the n-grams is left."""
    text = np.array([BREAK, *ids, BREAK], dtype=np.int32)
    counts = count_ngrams(text, order, vocabulary)
    levels = smooth(counts, vocabulary, [1] * order, continuation=False)
    total = sum(level.keys.size for level in levels[1:])
    levels = prune(levels, [0.0, *[1.0] * (order - 1)], keep * total)
    bits = [*[WIDE] * (order - 2), Bits(24, 8, 0)]
    return SmallBackoff(pack_backoff(levels, bits), levels, text)


def chinese_model() -> NgramModel:
    """Return a model of order 3 of the Chinese characters above."""
    units, names = choose_chars([CHINESE], 500, 1, fold_digits=True)
    small = build_small(units.encode(CHINESE).tolist(), len(names), 3)
    return NgramModel("small", "zh", "char", 3, {}, units, small.backoff, None, None)


def english_model() -> NgramModel:
    """Return a model of the English words above: order 2, with classes of order 3, a lexicon."""
    tokens = Counter(re.findall(TOKEN_PATTERNS["en"], ENGLISH))
    units, names = choose_words(tokens, "en", 60, 1, 5)
    size = len(names)
    ids = units.encode(ENGLISH)
    small = build_small(ids.tolist(), size, 2)
    counts = count_ngrams(small.ids, 2, size)
    class_of = cluster_words(counts[1].keys, counts[1].raw, size, 8)
    by_class = build_small(class_of[ids].tolist(), 10, 3).backoff
    emission = class_emission(small.backoff.log_probs, class_of)
    classes = WordClasses(by_class, class_of, emission, 0.5)
    lexicon = pack_lexicon(count_written_words(tokens), 1)
    return NgramModel("small", "en", "word", 3, {}, units, small.backoff, classes, lexicon)


def plain_log_prob(small: SmallBackoff, vocabulary: int) -> Callable[[Sequence[int], int], float]:
    """Return log P(unit | context) as a plain loop over a dict: the twin of the vectorised one."""
    backoff = small.backoff
    known: dict[tuple[int, ...], tuple[float, float]] = {}
    for unit in range(vocabulary):
        known[(unit,)] = (float(backoff.log_probs[unit]), float(backoff.backoffs[unit]))
    for n, level in enumerate(small.levels[1:], start=2):
        for key in level.keys.tolist():
            gram = tuple(key // vocabulary ** (n - 1 - k) % vocabulary for k in range(n))
            value = 0
            for unit in gram:
                value = (value * 0xD1342543DE82EF95 + int(backoff.unit_values[unit])) % 2**64
            found, log_prob, weight = backoff.tables[n - 2].look_up(np.array([value], np.uint64))
            assert found[0]
            known[gram] = (float(log_prob[0]), float(weight[0]))

    def log_prob(context: Sequence[int], unit: int) -> float:
        past = tuple(context)[max(0, len(context) - backoff.order + 1) :]
        if (*past, unit) in known:
            return known[(*past, unit)][0]
        return known.get(past, (0.0, 0.0))[1] + log_prob(past[1:], unit)

    return log_prob
