"""What a model of one domain gains on text of that domain that it was not trained on.

    python tools/measure_domain.py --corpora ../shared/corpora --source de/gesetze_laws

Whole documents are held back (one in five), of those that the shipped model has not seen; the
others are what `layoutfix train` gets. Prints the perplexity a unit and the share of lines
whose true continuation scores highest of 80 (docs/models.md), for the shipped model, the
domain's n-grams alone, and mixtures of the two.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

from layoutfix.ngrams import NgramModel, load
from layoutfix.training.domain import open_corpus, train_model
from layoutfix.training.ngrams.corpus import SOURCES, Source, read_documents
from layoutfix.training.ngrams.task import continuation_task, perplexity, wrap_pages

_WIDTHS = {"char": (12, 25), "word": (25, 60)}
_PAGES = 150
_HELD_BACK_IN = 5


def split(corpora: Path, source: Source) -> tuple[list[str], list[str]]:
    """The documents to train on, and those held back, which the shipped model has not seen."""
    whole = replace(source, share=1.0)
    seen = set(read_documents(corpora, source, "training"))
    documents = [
        *read_documents(corpora, whole, "training"),
        *read_documents(corpora, whole, "held-out"),
    ]
    held = {
        text
        for text in documents
        if text not in seen and zlib.crc32(text.encode()) % _HELD_BACK_IN == 0
    }
    return (
        [text for text in documents if text not in held],
        [text for text in documents if text in held],
    )


def describe(name: str, model: NgramModel, held: list[str]) -> str:
    """A row of the table."""
    pages = list(wrap_pages(held, _WIDTHS[model.unit], model.unit == "word", seed=1))
    sample = random.Random(1).sample(pages, min(_PAGES, len(pages)))
    found = continuation_task(model, sample)
    unit, _ = perplexity(model, held)
    return f"{name:34} perplexity {unit:7.1f}  top-1 {found.top1:.3f}  of {found.lines} lines"


def main() -> None:
    """Train, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--source", required=True, help="such as de/gesetze_laws")
    parser.add_argument("--megabytes", type=float, default=4.0)
    options = parser.parse_args()
    known = {source.path: source for sources in SOURCES.values() for source in sources}
    source = known.get(options.source, Source(options.source, 0.0, ""))
    language = options.source.partition("/")[0].partition("-")[0]
    training, held = split(options.corpora, source)
    print(f"{sum(map(len, training)):,} characters to train on, {sum(map(len, held)):,} held back")
    base = load(language)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "domain.txt"
        path.write_text("\n".join(training), encoding="utf-8")
        corpus = open_corpus([path])
        mixed = train_model(
            corpus, language, base, name="domain", megabytes=options.megabytes
        ).model
    assert mixed.base is not None
    fitted = mixed.base.weight
    print(describe("shipped", base, held))
    for weight in sorted({1.0, 0.1, 0.3, 0.5, 0.7, fitted}):
        name = f"shares {weight:.2f}{' (fitted)' if weight == fitted else ''}"
        model = replace(mixed, base=replace(mixed.base, weight=weight))
        print(describe(name, model, held))
    print(describe("domain alone", replace(mixed, base=None), held))


if __name__ == "__main__":
    main()
