"""From a corpus to the model of a domain: two passes over the text, then the mixture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from layoutfix.errors import InputError
from layoutfix.ngrams import NgramModel
from layoutfix.ngrams.backoff import Backoff
from layoutfix.ngrams.model import Lexicon
from layoutfix.ngrams.units import UnitIds, Units, token_pattern
from layoutfix.training.domain.extension import extend_units, make_base, with_weight
from layoutfix.training.domain.reading import LEAST_BLOCKS, Corpus, with_small_blocks
from layoutfix.training.domain.tally import NgramTally, WordTally
from layoutfix.training.ngrams.counting import max_vocabulary
from layoutfix.training.ngrams.packing import pack_backoff, pack_lexicon, plan_bits
from layoutfix.training.ngrams.smoothing import prune, smooth
from layoutfix.training.ngrams.vocabulary import (
    choose_chars_of,
    choose_words,
    count_written_words,
    hyphenated_words,
)

Unit = Literal["char", "word"]
Progress = Callable[[str, int], None]
"""Told the step, and how many bytes of the corpus it has gone through."""

CHAR_LANGUAGES = frozenset({"zh", "ja", "yue", "wuu", "lzh"})
ORDERS = {"char": 5, "word": 4}  # words of order 3: less on all domains measured (docs/models.md)
MIN_COUNTS = {"char": (1, 1, 2, 2, 2), "word": (1, 1, 2, 2)}
VOCABULARY = {"char": 7_000, "word": 40_000}
"""Largest number of units where there is no general model."""
LEAST_UNIT_COUNT = {"char": 3, "word": 5}
SUFFIXES = 40
LEXICON_LEAST = 3
MEGABYTES = 4.0
HELD_OUT_CHARACTERS = 1_000_000
"""Of each of the two parts that are held out; what is more is counted."""
EM_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what was measured of it: perplexities a unit on text that was held out.

    `before`: the general model alone, over the same units (None where there is none); `alone`:
    the domain's n-grams alone; `after`: the mixture.
    """

    model: NgramModel
    before: float | None
    alone: float
    after: float
    characters: int
    """Held out to measure."""


def train_model(
    corpus: Corpus,
    language: str,
    base: NgramModel | None,
    *,
    name: str,
    megabytes: float = MEGABYTES,
    progress: Progress | None = None,
) -> Trained:
    """Count a corpus and mix it with the general model of its language.

    Two passes over the files; memory does not grow with them (1 GB of text: docs/models.md). The
    same files give the same model. InputError where there is too little text.
    """
    tell = progress or (lambda step, done: None)
    unit: Unit = base.unit if base else "char" if language in CHAR_LANGUAGES else "word"
    corpus, tally = _count_words(corpus, language, unit, tell)
    units, unit_of, size = _choose_units(base, unit, language, tally)
    ngrams = NgramTally(ORDERS[unit], size)
    held = _count_ngrams(corpus, units, ngrams, tell)
    tell("building", corpus.total_bytes)
    domain, sizes, single = _build(ngrams, size, MIN_COUNTS[unit], megabytes)
    model = NgramModel(
        name=name,
        language=language,
        unit=unit,
        order=max(ORDERS[unit], base.order if base else 0),
        meta={},
        units=units,
        ngrams=domain,
        classes=None,
        lexicon=_pack_words(tally, base) if unit == "word" else None,
    )
    fitting, measured = ([units.encode(f"\n{text}\n") for text in held[k] if text] for k in (0, 1))
    alone = _perplexity(model, measured)
    before = None
    if base is not None and unit_of is not None:
        mixed = make_base(base, unit_of, single, 0.5)
        before = _perplexity(replace(model, base=with_weight(mixed, 1.0)), measured)
        weight = fit_weight(model, replace(model, base=with_weight(mixed, 1.0)), fitting)
        model = replace(model, base=with_weight(mixed, weight))
    after = _perplexity(model, measured)
    meta: dict[str, Any] = {
        "sources": [path.name for path in corpus.paths],
        "training_units": ngrams.units,
        "smoothing": "absolute discounting",
        "ngrams": sizes,
        "perplexity": {"unit": float(f"{after:.3g}")},
    }
    if model.base is not None and before is not None:
        meta["base"] = model.base.model.name
        meta["perplexity_of_base"] = {"unit": float(f"{before:.3g}")}
    characters = sum(map(len, held[1]))
    return Trained(replace(model, meta=meta), before, alone, after, characters)


def fit_weight(domain: NgramModel, general: NgramModel, texts: list[UnitIds]) -> float:
    """The share of the general model that makes held-out text likeliest (EM), 0.01 to 0.99."""
    own, other = (
        np.concatenate([np.exp(model.sequence_log_prob(ids)[1:].astype(np.float64))
                        for ids in texts])
        for model in (domain, general)
    )  # fmt: skip
    weight = 0.5
    for _ in range(EM_ROUNDS):
        general_part = weight * other
        weight = float(np.mean(general_part / (general_part + (1 - weight) * own)))
    return round(min(max(weight, 0.01), 0.99), 4)


def _count_words(
    corpus: Corpus, language: str, unit: Unit, tell: Progress
) -> tuple[Corpus, Counter[str]]:
    """The first pass: words, or characters. Blocks are made smaller where there are too few."""
    find = re.compile(token_pattern(language)).findall
    for tried in (corpus, with_small_blocks(corpus)):
        tally = WordTally()
        blocks = 0
        for part, text in tried.blocks(lambda done: tell("reading", done)):
            blocks += 1
            if part != "training":
                continue
            if unit == "char":
                tally.add(text)
            else:
                tally.add(find(text))
                tally.add(hyphenated_words(text))
        if blocks >= LEAST_BLOCKS:
            return tried, tally.counts
    raise InputError(
        f"the corpus has too little text for a model: {LEAST_BLOCKS * corpus.block:,} characters"
        " are the least, a million and more are worth while."
    )


def _choose_units(
    base: NgramModel | None, unit: Unit, language: str, tally: Counter[str]
) -> tuple[Units, NDArray[np.int32] | None, int]:
    """The units, the general model's unit of each, and how many there are."""
    order = ORDERS[unit]
    if base is not None:
        units, unit_of = extend_units(base, tally, order)
        return units, unit_of, unit_of.size
    most, least = min(VOCABULARY[unit], max_vocabulary(order)), LEAST_UNIT_COUNT[unit]
    if unit == "char":
        chars, names = choose_chars_of(tally, most, least, fold_digits=True, language=language)
        return chars, None, len(names)
    words, names = choose_words(tally, language, most, least, SUFFIXES)
    return words, None, len(names)


def _count_ngrams(
    corpus: Corpus, units: Units, ngrams: NgramTally, tell: Progress
) -> tuple[list[str], list[str]]:
    """The second pass. Returns what was held out: to fit the mixture, to measure it."""
    fitting: list[str] = []
    measured: list[str] = []
    lists = {"fitting": fitting, "held-out": measured}
    amount = Counter[str]()
    for part, text in corpus.blocks(lambda done: tell("counting", done)):
        if part != "training" and amount[part] < HELD_OUT_CHARACTERS:
            amount[part] += len(text)
            lists[part].append(text)
        else:
            ngrams.add(units.encode(text + "\n"))
    return fitting, measured


def _build(
    tally: NgramTally, vocabulary: int, min_counts: tuple[int, ...], megabytes: float
) -> tuple[Backoff, dict[str, int], NDArray[np.int64]]:
    """The pruned n-grams, how many there are by order, and how often each unit occurs."""
    counts, discounts = tally.finish(min_counts)
    if any(not level.keys.size for level in counts):
        raise InputError("the corpus has too little text for a model: nothing occurs twice.")
    single = np.zeros(vocabulary, dtype=np.int64)
    single[counts[0].keys.astype(np.int64)] = counts[0].raw
    ones = [1] * len(counts)  # what is too rare has been left out by the tally
    levels = smooth(counts, vocabulary, ones, continuation=False, lossy=discounts)
    bits = plan_bits(len(counts))
    kept = prune(levels, [0.0, *[entry.bytes_each for entry in bits]], megabytes * 1e6)
    sizes = {str(n): int(level.keys.size) for n, level in enumerate(kept, start=1)}
    return pack_backoff(kept, bits), sizes, single


def _pack_words(tally: Counter[str], base: NgramModel | None) -> Lexicon | None:
    words = count_written_words(tally)
    if not any(count >= LEXICON_LEAST for count in words.values()):
        return None
    lexicon = pack_lexicon(words, LEXICON_LEAST)
    if base is None or base.lexicon is None:
        return lexicon
    # a small corpus has a high floor, above the rare words of the general model
    return replace(lexicon, floor=min(lexicon.floor, base.lexicon.floor))


def _perplexity(model: NgramModel, texts: list[UnitIds]) -> float:
    total = sum(float(model.sequence_log_prob(ids)[1:].sum(dtype=np.float64)) for ids in texts)
    return float(np.exp(-total / sum(ids.size - 1 for ids in texts)))
