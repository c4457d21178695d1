"""The continuation task against the size of the model, for each language; docs/model-sizes.svg.

    python tools/measure_sizes.py --corpora ../shared/corpora --language es ja --json sizes.json
    python tools/measure_sizes.py --json sizes.json --draw docs/model-sizes.svg

Each language is counted once; its n-grams are then pruned to several sizes, in the proportions of
its recipe, and each model says which of 80 lines goes on with this one, on held-out text. `--json`
gets a row a model; languages that are measured again replace their rows. Drawing needs matplotlib.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from layoutfix.ngrams import NgramModel, save_path
from layoutfix.ngrams.loading import class_emission
from layoutfix.ngrams.model import WordClasses
from layoutfix.training.ngrams.build import (
    RECIPES,
    build_backoff,
    choose_units,
    documents_of,
    encode_corpus,
)
from layoutfix.training.ngrams.classes import cluster_words
from layoutfix.training.ngrams.counting import count_ngrams
from layoutfix.training.ngrams.packing import pack_lexicon
from layoutfix.training.ngrams.task import continuation_task, perplexity, wrap_pages
from layoutfix.training.ngrams.vocabulary import count_written_words

SIZES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Bytes of the n-grams, as multiples of those of the recipe."""
_WIDTHS = {"char": (12, 25), "word": (25, 60)}
_PAGES = 100

Row = dict[str, Any]


def models_of(corpora: Path, language: str, sizes: Sequence[float]) -> Iterator[NgramModel]:
    """Models of a language, from the same counts, at several sizes."""
    recipe = RECIPES[language]
    units, names, tokens = choose_units(corpora, language, recipe)
    ids = encode_corpus(corpora, language, units)
    counts = count_ngrams(ids, recipe.order, len(names))
    classed, class_of = None, None
    if recipe.classes is not None:
        class_of = cluster_words(counts[1].keys, counts[1].raw, len(names), recipe.classes.count)
        total = recipe.classes.count + 2
        classed = count_ngrams(class_of[ids], recipe.classes.order, total)
    lexicon = None
    if recipe.lexicon_min_count:
        words = count_written_words(tokens, language)
        lexicon = pack_lexicon(words, recipe.lexicon_min_count)
    for size in sizes:
        ngrams, _ = build_backoff(
            counts, len(names), recipe.min_counts, size * recipe.megabytes, recipe.continuation
        )
        model = NgramModel(
            name=f"{language} {size}",
            language=language,
            unit=recipe.unit,
            order=recipe.order,
            meta={},
            units=units,
            ngrams=ngrams,
            classes=None,
            lexicon=lexicon,
        )
        if recipe.classes is not None and classed is not None and class_of is not None:
            part, total = recipe.classes, recipe.classes.count + 2
            backoff, _ = build_backoff(classed, total, part.min_counts, size * part.megabytes)
            emission = class_emission(ngrams.log_probs, class_of)
            component = WordClasses(backoff, class_of, emission, part.weight)
            model = replace(model, classes=component, order=max(recipe.order, part.order))
        yield model


def measure(corpora: Path, language: str, sizes: Sequence[float]) -> Iterator[Row]:
    """A row for each size: megabytes of the file, top-1, perplexity."""
    unit = RECIPES[language].unit
    held_out = list(documents_of(corpora, language, "held-out"))
    pages = list(wrap_pages(held_out, _WIDTHS[unit], unit == "word", seed=1))
    pages = random.Random(1).sample(pages, min(_PAGES, len(pages)))
    with tempfile.TemporaryDirectory() as folder:
        for model in models_of(corpora, language, sizes):
            found = continuation_task(model, pages)
            yield {
                "language": language,
                "times": float(model.name.split()[1]),
                "megabytes": round(save_path(Path(folder) / "x.lfng", model) / 1e6, 3),
                "top1": round(found.top1, 4),
                "lines": found.lines,
                "perplexity": round(perplexity(model, held_out)[0], 1),
            }


def draw(rows: Sequence[Row], path: Path) -> None:
    """A curve for each language; what is shipped is marked."""
    import matplotlib as mpl  # noqa: PLC0415 - of the extra `charts`

    mpl.use("svg")
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "layoutfix", "font.size": 9})
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(6.4, 4.0))
    for language in dict.fromkeys(row["language"] for row in rows):
        of = sorted((r for r in rows if r["language"] == language), key=lambda r: r["megabytes"])
        x, y = [r["megabytes"] for r in of], [r["top1"] for r in of]
        (line,) = axes.plot(x, y, linewidth=1.2)
        axes.annotate(language, (x[-1], y[-1]), (4, -3), textcoords="offset points")
        shipped = [r for r in of if r["times"] == 1.0]
        axes.plot(
            [r["megabytes"] for r in shipped],
            [r["top1"] for r in shipped],
            "o",
            color=line.get_color(),
            markersize=5,
        )
    axes.set_xscale("log")
    ticks = [0.5, 1, 2, 4, 8, 16, 32]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_xlabel("megabytes of the file (dot: shipped)")
    axes.set_ylabel("true next line first of 80")
    axes.set_ylim(bottom=0.0)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure, draw, or both."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--language", choices=sorted(RECIPES), nargs="+", default=[])
    parser.add_argument("--sizes", type=float, nargs="+", default=list(SIZES))
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--draw", type=Path)
    options = parser.parse_args()
    if options.language and options.corpora is None:
        parser.error("--language needs --corpora")
    rows: list[Row] = []
    if options.json.exists():
        rows = json.loads(options.json.read_text(encoding="utf-8"))
    for language in options.language:
        rows = [row for row in rows if row["language"] != language]
        for row in measure(options.corpora, language, options.sizes):
            print(row, flush=True)
            rows.append(row)
        text = json.dumps(rows, indent=1) + "\n"
        options.json.write_text(text, encoding="utf-8")
    if options.draw is not None:
        draw(rows, options.draw)


if __name__ == "__main__":
    main()
