"""Train the seam encoder of a script family, and calibrate and measure it on held-out pages.

    OMP_NUM_THREADS=1 python tools/train_encoder.py train --corpora ../shared/corpora \
        --family han --minutes 35 --weights /tmp/han.lfse
    python tools/train_encoder.py measure --corpora ../shared/corpora \
        --family han --weights /tmp/han.lfse --out src/layoutfix/data/encoders/han.lfse

The corpora folder is that of `tools/count_ngrams.py`, and so is the hold-out. Only `train` needs
PyTorch; it saves the weights so far every few minutes, and `measure` takes them as they are.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from layoutfix.continuity.encoder import SeamEncoder, load_path, save_path
from layoutfix.training.encoder import measure
from layoutfix.training.encoder.pages import RECIPES, read_corpus


def main() -> None:
    """Train or measure one encoder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("task", choices=["train", "measure"])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--family", choices=sorted(RECIPES), required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=35.0)
    parser.add_argument("--save-every", type=float, default=180.0, help="seconds")
    parser.add_argument("--pages", type=int, default=60, help="of each language, to measure")
    parser.add_argument("--out", type=Path, help="the calibrated encoder")
    options = parser.parse_args()
    if options.task == "train":
        train(options)
    else:
        calibrate(options)


def train(options: argparse.Namespace) -> None:
    """Train one encoder on running text."""
    from layoutfix.training.encoder.fit import fit  # noqa: PLC0415 - only this needs PyTorch

    def save(encoder: SeamEncoder) -> None:
        _save(options.weights, encoder)

    report = partial(print, flush=True)
    began = time.monotonic()
    corpus = read_corpus(options.corpora, RECIPES[options.family], "training")
    report(f"read {sum(map(len, corpus.documents))} documents in {time.monotonic() - began:.0f} s")
    seconds = options.minutes * 60
    save(fit(options.family, corpus, seconds, report, save, save_every=options.save_every))


def calibrate(options: argparse.Namespace) -> None:
    """Fit the scale of an encoder's scores on one set of held-out pages, measure on another."""
    encoder, recipe = load_path(options.weights), RECIPES[options.family]
    pages = {
        language: measure.language_pages(options.corpora, recipe, encoder, language, options.pages)
        for language in measure.FAMILIES[options.family]
    }
    half = [page for found in pages.values() for page in found[::2]]
    scale, offset, _ = measure.fit_pair_scale(half)
    measures = {}
    for language, found in pages.items():
        scaled = [replace(page, encoder=page.encoder * scale + offset) for page in found]
        measures[language] = measure.measures_to_meta(measure.measure_pages(scaled))
        print(language, measures[language])
    print(f"scale {scale:.4f} offset {offset:.4f}")
    if options.out is not None:
        calibrated = replace(
            encoder,
            scale=encoder.scale * scale,
            offset=encoder.offset * scale + offset,
            meta={**encoder.meta, "sources": list(recipe.shares), "measures": measures},
        )
        print(f"{options.out}: {_save(options.out, calibrated) / 1e6:.2f} MB")


def _save(path: Path, encoder: SeamEncoder) -> int:
    """Write under another name and rename, so that a reader never sees half a file."""
    spare = path.with_suffix(".part")
    size = save_path(spare, encoder)
    spare.replace(path)
    return size


if __name__ == "__main__":
    main()
