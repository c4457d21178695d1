"""Train a stretch encoder on running text and write it (needs PyTorch, the extra `training`).

    python tools/train_stretch.py --corpora CORPORA --family han --steps 1200 \
        --out src/layoutfix/data/stretch/han.lfst

One core, some minutes. The vectors come from the covariance of what stands above and below the ends
of columns; weights and networks are fitted to tell the continuation of a column from those of the
others of its page. One document in 64 is held out, another one in 40 is not learnt from: on these
the progress is measured and the score made nats. With `--steps` the same seeds give the same bytes,
on the same machine.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from layoutfix.linking.stretch import FAMILIES, REACH, save_stretch_encoder
from layoutfix.linking.stretch_grams import Characters, StretchUnits, Words
from layoutfix.ngrams import load
from layoutfix.ngrams.units import CharUnits
from layoutfix.training.stretch.batches import Batch, to_batch
from layoutfix.training.stretch.export import to_stretch_encoder
from layoutfix.training.stretch.fit import fit, fit_slopes, score_batches
from layoutfix.training.stretch.network import StretchNet, first_rarity
from layoutfix.training.stretch.pages import (
    StretchDrawer,
    is_held_back,
    read_family,
    stretch_sources,
)
from layoutfix.training.stretch.start import start_vectors

_WITH_TOPIC = frozenset({"han"})
"""Families whose vectors are worth their size: those of words brought nothing."""
_PULL = {"han": 1e-5, "latin": 2e-4}
_START_SPAN = 10.0
_HELD_BACK_PAGES = 900
_RARITY_BATCHES = 60


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--family", choices=sorted(FAMILIES), required=True)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--steps", type=int, default=0, help="in place of minutes")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--size", type=int, default=40, help="of a vector")
    parser.add_argument("--pages", type=int, default=48, help="of one step")
    parser.add_argument("--start", type=int, default=600, help="batches of which vectors are made")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="where to write the encoder")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    family = options.family
    known: CharUnits | None = None
    units: StretchUnits = Words()
    if family == "han":
        known = load("zh").units  # type: ignore[assignment]
        assert isinstance(known, CharUnits)
        units = Characters.of(known.table)
    documents = read_family(options.corpora, family, units, "training")
    learnt = [document for document in documents if not is_held_back(document)]
    rest = [document for document in documents if is_held_back(document)]

    def draw(drawer: StretchDrawer, pages: int = options.pages) -> Batch:
        return to_batch(*drawer.draw(pages), units, REACH[family])

    has_topic = family in _WITH_TOPIC
    wide = StretchDrawer(learnt, family, seed=3, span=_START_SPAN, other=0.05, noisy=False)
    batches = [draw(wide) for _ in range(options.start if has_topic else 1)]
    vectors = start_vectors(batches, units.sizes, options.size, options.seed)
    drawer = StretchDrawer(learnt, family, seed=options.seed)
    rarity = first_rarity([draw(drawer) for _ in range(_RARITY_BATCHES)])
    net = StretchNet(vectors, rarity, has_topic=has_topic)
    held = StretchDrawer(rest, family, seed=5, span=5.0, columns=4, other=0.0)
    held_back = [draw(held) for _ in range(_HELD_BACK_PAGES // options.pages)]
    fit(
        net,
        lambda: draw(drawer),
        held_back,
        minutes=options.minutes,
        steps=options.steps,
        rate=options.rate,
        pull=_PULL[family],
        seed=options.seed,
        say=lambda text: print(text, flush=True),
    )
    slopes = fit_slopes(score_batches(net, held_back))
    encoder = to_stretch_encoder(net, family, units, known, slopes, topic=has_topic)
    meta = {"sources": [source.path for source in stretch_sources(family)]}
    size = save_stretch_encoder(options.out, encoder, meta)
    print(f"{options.out}: {size / 1e6:.2f} MB, slopes {slopes[0]:.3f} and {slopes[1]:.3f}")


if __name__ == "__main__":
    main()
