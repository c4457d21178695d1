"""What an encoder adds to the n-grams of a language: which line of the page goes on with this one?

    python tools/measure_encoders.py --corpora ../shared/corpora --language es it pt \
        --encoder latin

Held-out documents are wrapped as for `count_ngrams.py`; of all 80 lines of a page, does the true
continuation score highest, by n-grams alone, by the encoder alone, and by both with the weights of
`LinkWeights`? `--encoder` takes a shipped family or a file, `--model` a file in place
of the shipped model.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from layoutfix.linking.encoder import SMALL_FAMILIES, SeamEncoder, encoder_for, load_encoder
from layoutfix.linking.vectors import PageVectors
from layoutfix.ngrams import NgramModel, load, load_path
from layoutfix.script import Script
from layoutfix.training.ngrams.build import RECIPES, documents_of
from layoutfix.training.ngrams.task import PAGE_LINES, wrap_pages
from layoutfix.weights import load_weights

_WIDTHS = {"char": (12, 25), "word": (25, 60)}
_PAGES = 150

Floats = NDArray[np.float32]


def ngram_scores(model: NgramModel, texts: Sequence[str], unseen_mix: float) -> Floats:
    """What n-grams say of all pairs of lines, (n, n), mixed as in `linking.links`."""
    n = len(texts)
    ids = model.encode_all(texts)
    crossings = model.crossings(*model.tails(ids), *model.heads(ids))
    left, right = np.divmod(np.arange(n * n), n)
    return crossings.gain(left, right, unseen_mix).reshape(n, n)


def encoder_scores(encoder: SeamEncoder, texts: Sequence[str]) -> Floats:
    """What the encoder says of all pairs of lines, (n, n)."""
    n = len(texts)
    left, right = np.divmod(np.arange(n * n), n)
    return PageVectors(encoder, texts).gain(left, right).reshape(n, n)


def main() -> None:
    """Print a line for each language and encoder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--language", choices=sorted(RECIPES), nargs="+", required=True)
    parser.add_argument("--encoder", nargs="+", required=True, help="families or files")
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    print(
        "| language | encoder | lines | n-grams | encoder alone | both |\n|---|---|---|---|---|---|"
    )
    for language in options.language:
        model = load(language) if options.model is None else load_path(options.model)
        held_out = documents_of(options.corpora, language, "held-out")
        by_words = RECIPES[language].unit == "word"
        weights = load_weights(Script.SPACED if by_words else Script.CJK).links
        pages = list(wrap_pages(held_out, _WIDTHS[RECIPES[language].unit], by_words, seed=1))
        pages = random.Random(1).sample(pages, min(_PAGES, len(pages)))
        for name in options.encoder:
            path = Path(name)
            encoder = load_encoder(path) if path.suffix else encoder_for(name)
            if encoder is None:
                parser.error(f"there is no encoder {name}")
            hits, asked = np.zeros(3), 0
            for page in pages:
                texts = [line for line, _ in page]
                ngram = ngram_scores(model, texts, weights.unseen_mix)
                encoded = encoder_scores(encoder, texts)
                small = encoder.family in SMALL_FAMILIES
                weight = weights.ngram_weight_small if small else weights.ngram_weight
                both = weight * ngram + weights.encoder_weight * encoded
                lines = np.array([i for i, (_, continued) in enumerate(page) if continued])
                for k, scores in enumerate((ngram, encoded, both)):
                    others = scores.copy()
                    others[np.arange(PAGE_LINES), np.arange(PAGE_LINES)] = -np.inf
                    true = others[lines, lines + 1].copy()
                    others[lines, lines + 1] = -np.inf
                    hits[k] += np.count_nonzero(true > others[lines].max(1))
                asked += lines.size
            cells = " | ".join(f"{share:.3f}" for share in hits / asked)
            print(f"| {language} | {path.stem} | {asked:,} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
