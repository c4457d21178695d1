"""Building of one model from the corpora folder, step by step."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.model import NgramModel
from layoutfix.ngrams.units import BREAK, TOKEN_PATTERNS, Units
from layoutfix.training.ngrams.corpus import SOURCES, Part, read_documents
from layoutfix.training.ngrams.counting import Counts, count_ngrams, max_vocabulary
from layoutfix.training.ngrams.packing import bytes_each, pack_model
from layoutfix.training.ngrams.smoothing import prune, smooth
from layoutfix.training.ngrams.vocabulary import choose_chars, choose_words


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


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "zh": Recipe("char", 5, 7100, 20, (1, 1, 2, 2, 2), 9.6),
        "en": Recipe("word", 3, 40_000, 5, (1, 1, 2), 2.5),
        "de": Recipe("word", 3, 50_000, 5, (1, 1, 2), 2.4),
        "fr": Recipe("word", 3, 40_000, 5, (1, 1, 2), 2.5),
    }
)

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
        chars, names = choose_chars(documents, size, recipe.min_unit_count, recipe.fold_digits)
        return chars, names, Counter()
    tokens: Counter[str] = Counter()
    token_re = re.compile(TOKEN_PATTERNS[language])
    for document in documents:
        tokens.update(token_re.findall(document))
    words, names = choose_words(
        tokens, language, recipe.vocabulary, recipe.min_unit_count, recipe.suffixes
    )
    return words, names, tokens


def encode_corpus(corpora: Path, language: str, units: Units) -> NDArray[np.int32]:
    """Return the training text of a language as ids, a break before, between and after all."""
    pieces = [np.array([BREAK], dtype=np.int32)]
    for document in documents_of(corpora, language, "training"):
        pieces.append(units.encode(document + "\n"))
    return np.concatenate(pieces)


def build_from_counts(
    counts: list[Counts], units: Units, names: list[str], language: str, recipe: Recipe
) -> NgramModel:
    """Return the model of counted n-grams: smoothed, pruned, packed."""
    levels = smooth(counts, len(names), list(recipe.min_counts), recipe.continuation)
    kept = prune(levels, bytes_each(recipe.order), recipe.megabytes * 1e6 + 8 * len(names))
    meta = {
        "sources": [source.path for source in SOURCES.get(language, ())],
        "training_units": int(counts[0].raw.sum()),
        "smoothing": "Kneser-Ney" if recipe.continuation else "absolute discounting",
    }
    return pack_model(
        kept, units, name=f"layoutfix-{language}", language=language, unit=recipe.unit, meta=meta
    )


def build_model(corpora: Path, language: str, recipe: Recipe, report: Report) -> NgramModel:
    """Return the model of a language, counted from the corpora folder."""
    start = time.monotonic()

    def tell(text: str) -> None:
        report(f"{time.monotonic() - start:6.1f} s  {text}")

    units, names, _ = choose_units(corpora, language, recipe)
    tell(f"{len(names)} units")
    ids = encode_corpus(corpora, language, units)
    tell(f"{ids.size} units of text")
    counts = count_ngrams(ids, recipe.order, len(names))
    tell("n-grams: " + ", ".join(str(level.keys.size) for level in counts))
    model = build_from_counts(counts, units, names, language, recipe)
    tell(f"kept: {model.meta['ngrams']}")
    return model
