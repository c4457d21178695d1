"""Perplexity of layoutfix's n-grams beside KenLM's at the same size, on text not trained on.

    python tools/compare_kenlm.py --corpora ../shared/corpora --language es --order 5 --megabytes 2

Needs KenLM's programs `lmplz`, `build_binary` and `query` on PATH (built from its source). Both
sides get the same text as the same units: each unit id is a word of KenLM's, a paragraph a line, so
that its `<s>` and `</s>` are our paragraph break. KenLM's model is pruned by count (`--prune`, the
mildest of PRUNINGS whose file fits) and written as a trie with 8 bits for probabilities and
back-off weights (`trie -q 8 -b 8 -a 22`, without the words themselves). Ours then gets as many
bytes: file size against file size. Held out is what `layoutfix.training.ngrams` holds out.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams import NgramModel, save_path
from layoutfix.ngrams.units import BREAK, Units
from layoutfix.training.ngrams.build import (
    RECIPES,
    build_backoff,
    build_classes,
    choose_units,
    documents_of,
    encode_corpus,
)
from layoutfix.training.ngrams.counting import count_ngrams, max_vocabulary
from layoutfix.training.ngrams.task import perplexity

PROGRAMS = ("lmplz", "build_binary", "query")
MOST_PRUNED = 40
"""Largest count that is pruned away at the highest order."""


def prunings(order: int) -> list[tuple[int, ...]]:
    """Counts up to which n-grams are left out, by order from 1; mildest first, never falling.

    >>> prunings(3)[:3]
    [(0, 0, 0), (0, 0, 1), (0, 0, 2)]
    """
    steps = (0, 1, 2, 3, 5, 8, 13, 21, MOST_PRUNED)
    found = [(0, a, *[b] * (order - 2)) for a, b in product(steps, steps) if a <= b]
    return sorted(found, key=lambda p: (sum(p), p))


def write_text(ids: NDArray[np.int32], path: Path) -> None:
    """Unit ids as words, a paragraph a line."""
    ends = np.flatnonzero(ids == BREAK)
    with path.open("w", encoding="ascii") as file:
        for start, end in zip(ends[:-1] + 1, ends[1:], strict=True):
            if end > start:
                file.write(" ".join(f"u{unit}" for unit in ids[start:end].tolist()) + "\n")


def build_kenlm(text: Path, order: int, pruning: Iterable[int], folder: Path) -> Path:
    """KenLM's binary file for a text."""
    arpa, binary = folder / "model.arpa", folder / "model.bin"
    estimate = ["lmplz", "-o", str(order), "-S", "2G", "-T", str(folder), "--discount_fallback"]
    estimate += ["--prune", *map(str, pruning)]
    with text.open("rb") as read, arpa.open("wb") as write:
        subprocess.run(estimate, stdin=read, stdout=write, stderr=subprocess.DEVNULL, check=True)
    pack = ["build_binary", "-q", "8", "-b", "8", "-a", "22", "-v", "-T", str(folder), "trie"]
    subprocess.run([*pack, str(arpa), str(binary)], capture_output=True, check=True)
    return binary


def query_perplexity(binary: Path, text: Path) -> float:
    """KenLM's perplexity a word, ends of paragraphs included."""
    with text.open("rb") as read:
        done = subprocess.run(
            ["query", "-v", "summary", str(binary)], stdin=read, capture_output=True, check=True
        )
    printed = (done.stdout + done.stderr).decode()
    found = re.search(r"Perplexity including OOVs:\s*([0-9.e+]+)", printed)
    if found is None:
        raise ValueError(f"query printed no perplexity: {printed[-300:]}")
    return float(found[1])


def fit_kenlm(text: Path, order: int, most: float, folder: Path) -> tuple[Path, tuple[int, ...]]:
    """The largest pruned file of at most so many bytes: bisection, then its neighbours."""
    tried: dict[tuple[int, ...], int] = {}
    every = prunings(order)

    def size(pruning: tuple[int, ...]) -> int:
        if pruning not in tried:
            tried[pruning] = build_kenlm(text, order, pruning, folder).stat().st_size
        return tried[pruning]

    low, high = 0, len(every) - 1
    while low < high:
        middle = (low + high) // 2
        if size(every[middle]) > most:
            low = middle + 1
        else:
            high = middle
    near = every[low : low + 3]
    fitting = [p for p in near if size(p) <= most]
    best = max(fitting, key=size)
    return build_kenlm(text, order, best, folder), best


def our_model(
    language: str,
    units: Units,
    ids: NDArray[np.int32],
    vocabulary: int,
    order: int,
    most: float,
    folder: Path,
    *,
    continuation: bool = False,
    classes: bool = False,
) -> tuple[NgramModel, int]:
    """Ours in at most so many bytes, and its file's size."""
    recipe = RECIPES[language]
    counts = count_ngrams(ids, order, vocabulary)
    least = (*recipe.min_counts, *[recipe.min_counts[-1]] * order)[:order]
    model, spare, size = None, 0.0, 0
    for _ in range(2):  # the second time with what the units take left out
        share = recipe.classes.megabytes if classes and recipe.classes is not None else 0.0
        budget = (most - spare) / 1e6 - share
        ngrams, sizes = build_backoff(counts, vocabulary, least, budget, continuation)
        model = NgramModel(
            name="compared",
            language=language,
            unit=recipe.unit,
            order=order,
            meta={"ngrams": sizes},
            units=units,
            ngrams=ngrams,
            classes=None,
            lexicon=None,
        )
        if classes and recipe.classes is not None:
            component, _ = build_classes(counts, ids, ngrams, recipe.classes)
            longest = max(order, recipe.classes.order)
            model = replace(model, classes=component, order=longest)
        size = save_path(folder / "ours.lfng", model)
        if size <= most:
            break
        spare = size - most
    assert model is not None
    return model, size


def main() -> None:
    """Count, fit, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--language", choices=sorted(RECIPES), required=True)
    parser.add_argument("--order", type=int, nargs="+", default=[5])
    parser.add_argument("--megabytes", type=float, default=2.0)
    options = parser.parse_args()
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        sys.exit(f"not on PATH: {', '.join(missing)}; build KenLM from its source first")
    language, most = options.language, options.megabytes * 1e6
    recipe = RECIPES[language]
    longest = max(options.order)
    recipe = replace(recipe, vocabulary=min(recipe.vocabulary, max_vocabulary(longest) - 60))
    units, names, _ = choose_units(options.corpora, language, recipe)
    ids = encode_corpus(options.corpora, language, units)
    held_out = list(documents_of(options.corpora, language, "held-out"))
    unseen = np.concatenate(
        [np.array([BREAK], np.int32), *(units.encode(document + "\n") for document in held_out)]
    )
    print(f"{language}: {ids.size:,} units of text, {len(names):,} different", flush=True)
    print("| model | order | pruned | bytes | perplexity a unit |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_text(ids, folder / "text")
        write_text(unseen, folder / "unseen")
        for order in options.order:
            binary, pruning = fit_kenlm(folder / "text", order, most, folder)
            found = query_perplexity(binary, folder / "unseen")
            size, cut = binary.stat().st_size, " ".join(map(str, pruning))
            print(f"| KenLM | {order} | {cut} | {size:,} | {found:.1f} |", flush=True)
            for label, continuation in (("ours", False), ("ours, Kneser-Ney", True)):
                model, size = our_model(
                    language, units, ids, len(names), order, most, folder, continuation=continuation
                )
                mean, _ = perplexity(model, held_out)
                print(f"| {label} | {order} | | {size:,} | {mean:.1f} |", flush=True)
        if recipe.classes is not None:
            order = recipe.order
            model, size = our_model(
                language, units, ids, len(names), order, most, folder, classes=True
            )
            mean, _ = perplexity(model, held_out)
            print(f"| ours with classes | {order} | | {size:,} | {mean:.1f} |", flush=True)


if __name__ == "__main__":
    main()
