"""Count n-grams of running text and write the language models that layoutfix ships.

    python tools/count_ngrams.py --corpora ../shared/corpora --language zh \
        --out src/layoutfix/data/ngrams/

The corpora folder has `<folder>/<name>.txt.xz` as `layoutfix.training.ngrams.corpus` lists them;
one document in 64 is held out, never counted, and used to measure the model. Chinese takes
70 s and 3.5 GB of memory, the others 30 to 50 s. The same corpora give the same bytes.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path

from layoutfix.ngrams import save_path
from layoutfix.training.ngrams.build import RECIPES, build_model, documents_of
from layoutfix.training.ngrams.task import continuation_task, perplexity, wrap_pages

_WIDTHS = {"char": (12, 25), "word": (25, 60)}
_PAGES = 150


def main() -> None:
    """Build, measure and write one model for each language asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--language", choices=sorted(RECIPES), nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    for language in options.language:
        recipe = RECIPES[language]
        model = build_model(options.corpora, language, recipe, print)
        path = options.out / f"{language}.lfng"
        held_out = list(documents_of(options.corpora, language, "held-out"))
        unit, char = perplexity(model, held_out)
        # three digits: the last ones may differ from machine to machine, the bytes must not
        measured = {"unit": float(f"{unit:.3g}"), "character": float(f"{char:.3g}")}
        model = replace(model, meta={**model.meta, "perplexity": measured})
        print(f"{path}: {save_path(path, model) / 1e6:.2f} MB")
        print(f"perplexity {unit:.1f} a unit, {char:.2f} a character")
        pages = list(wrap_pages(held_out, _WIDTHS[recipe.unit], recipe.unit == "word", seed=1))
        sample = random.Random(1).sample(pages, min(_PAGES, len(pages)))
        print(continuation_task(model, sample))


if __name__ == "__main__":
    main()
