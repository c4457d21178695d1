"""Building of one model from the corpora folder, step by step."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.backoff import Backoff
from layoutfix.ngrams.loading import class_emission
from layoutfix.ngrams.model import NgramModel, WordClasses
from layoutfix.ngrams.units import BREAK, Units, token_pattern
from layoutfix.training.ngrams.classes import cluster_words
from layoutfix.training.ngrams.corpus import SOURCES, Part, read_documents
from layoutfix.training.ngrams.counting import Counts, count_ngrams, max_vocabulary
from layoutfix.training.ngrams.packing import pack_backoff, pack_lexicon, plan_bits
from layoutfix.training.ngrams.smoothing import prune, smooth
from layoutfix.training.ngrams.vocabulary import (
    choose_chars,
    choose_words,
    count_written_words,
    hyphenated_words,
)


@dataclass(frozen=True, slots=True)
class ClassRecipe:
    """How the class component of a model of words is made; see `Recipe`."""

    count: int
    order: int
    min_counts: tuple[int, ...]
    megabytes: float
    weight: float
    """Share of the component in the mixture."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the model of one language is made."""

    unit: Literal["char", "word"]
    order: int
    vocabulary: int
    """Largest number of units chosen by frequency."""
    min_unit_count: int
    min_counts: tuple[int, ...]
    """Least number of occurrences of an n-gram to be considered, by order from 1."""
    megabytes: float
    """What the n-grams of order 2 and higher may take."""
    continuation: bool = False
    """Kneser-Ney counts at the lower orders instead of occurrences."""
    suffixes: int = 40
    fold_digits: bool = True
    classes: ClassRecipe | None = None
    lexicon_min_count: int = 0
    """Least number of occurrences of a word of the lexicon; 0: no lexicon."""


_CLASSES = ClassRecipe(count=254, order=4, min_counts=(1, 1, 1, 1), megabytes=0.6, weight=0.5)
_SMALL = Recipe(
    unit="word",
    order=3,
    vocabulary=30_000,
    min_unit_count=5,
    min_counts=(1, 1, 2),
    megabytes=1.1,
    classes=replace(_CLASSES, megabytes=0.4),
    lexicon_min_count=4,
)
"""For languages with less text, and to keep all models within what a wheel may weigh."""

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "zh": Recipe("char", 5, 7100, 20, (1, 1, 2, 2, 2), 9.7),
        "en": Recipe("word", 3, 30_000, 5, (1, 1, 2), 1.8, classes=_CLASSES, lexicon_min_count=3),
        "de": Recipe("word", 3, 40_000, 5, (1, 1, 2), 1.6, classes=_CLASSES, lexicon_min_count=4),
        "fr": Recipe("word", 3, 30_000, 5, (1, 1, 2), 1.8, classes=_CLASSES, lexicon_min_count=3),
        "es": _SMALL,
        "it": _SMALL,
        "pt": _SMALL,
        "ru": _SMALL,
        "ja": Recipe("char", 5, 7100, 10, (1, 1, 2, 2, 2), 1.85),
    }
)
"""Chosen by measurement (docs/models.md, "How the recipes were chosen")."""

Report = Callable[[str], None]


def documents_of(corpora: Path, language: str, part: Part) -> Iterator[str]:
    """Yield the documents of one part of all sources of a language."""
    for source in SOURCES[language]:
        yield from read_documents(corpora, source, part)


def choose_units(
    corpora: Path, language: str, recipe: Recipe
) -> tuple[Units, list[str], Counter[str]]:
    """Return the units of a model, their names, and the counts of the words as written."""
    documents = documents_of(corpora, language, "training")
    if recipe.unit == "char":
        size = min(recipe.vocabulary, max_vocabulary(recipe.order))
        chars, names = choose_chars(
            documents, size, recipe.min_unit_count, recipe.fold_digits, language
        )
        return chars, names, Counter()
    tokens: Counter[str] = Counter()
    token_re = re.compile(token_pattern(language))
    for document in documents:
        tokens.update(token_re.findall(document))
        tokens.update(hyphenated_words(document))
    words, names = choose_words(
        tokens, language, recipe.vocabulary, recipe.min_unit_count, recipe.suffixes
    )
    return words, names, tokens


def encode_corpus(corpora: Path, language: str, units: Units) -> NDArray[np.int32]:
    """Return the training text of a language as ids, a break before, between and after all."""
    pieces = [np.array([BREAK], dtype=np.int32)]
    documents = documents_of(corpora, language, "training")
    pieces.extend(units.encode(document + "\n") for document in documents)
    return np.concatenate(pieces)


def build_backoff(
    counts: list[Counts],
    vocabulary: int,
    min_counts: tuple[int, ...],
    megabytes: float,
    continuation: bool = False,
) -> tuple[Backoff, dict[str, int]]:
    """Return the model of counted n-grams, smoothed and pruned, and how many it has by order."""
    levels = smooth(counts, vocabulary, list(min_counts), continuation)
    bits = plan_bits(len(counts))
    kept = prune(levels, [0.0, *[entry.bytes_each for entry in bits]], megabytes * 1e6)
    sizes = {str(n): int(level.keys.size) for n, level in enumerate(kept, start=1)}
    return pack_backoff(kept, bits), sizes


def build_classes(
    counts: list[Counts],
    ids: NDArray[np.int32],
    ngrams: Backoff,
    recipe: ClassRecipe,
) -> tuple[WordClasses, dict[str, int]]:
    """Return the class component of a model of words, and how many n-grams it has by order."""
    vocabulary = ngrams.log_probs.size
    class_of = cluster_words(counts[1].keys, counts[1].raw, vocabulary, recipe.count)
    total = recipe.count + 2
    class_counts = count_ngrams(class_of[ids], recipe.order, total)
    backoff, sizes = build_backoff(class_counts, total, recipe.min_counts, recipe.megabytes)
    emission = class_emission(ngrams.log_probs, class_of)
    return WordClasses(backoff, class_of, emission, recipe.weight), sizes


def build_model(corpora: Path, language: str, recipe: Recipe, report: Report) -> NgramModel:
    """Return the model of a language, counted from the corpora folder."""
    start = time.monotonic()

    def tell(text: str) -> None:
        report(f"{time.monotonic() - start:6.1f} s  {text}")

    units, names, tokens = choose_units(corpora, language, recipe)
    ids = encode_corpus(corpora, language, units)
    tell(f"{ids.size} units of text, {len(names)} different")
    counts = count_ngrams(ids, recipe.order, len(names))
    tell("n-grams: " + ", ".join(str(level.keys.size) for level in counts))
    ngrams, sizes = build_backoff(
        counts, len(names), recipe.min_counts, recipe.megabytes, recipe.continuation
    )
    meta: dict[str, Any] = {
        "sources": [source.path for source in SOURCES[language]],
        "training_units": int(ids.size),
        "smoothing": "Kneser-Ney" if recipe.continuation else "absolute discounting",
        "ngrams": sizes,
    }
    classes = lexicon = None
    if recipe.classes is not None:
        classes, meta["class_ngrams"] = build_classes(counts, ids, ngrams, recipe.classes)
        tell(f"{recipe.classes.count} classes")
    if recipe.lexicon_min_count:
        words = count_written_words(tokens, language)
        lexicon = pack_lexicon(words, recipe.lexicon_min_count)
        meta["words"] = sum(count >= recipe.lexicon_min_count for count in words.values())
        tell(f"{meta['words']} words in the lexicon")
    return NgramModel(
        name=f"layoutfix-{language}",
        language=language,
        unit=recipe.unit,
        order=max(recipe.order, recipe.classes.order if recipe.classes else 0),
        meta=meta,
        units=units,
        ngrams=ngrams,
        classes=classes,
        lexicon=lexicon,
    )
