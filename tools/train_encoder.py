"""Train a seam encoder on running text and write it (needs PyTorch: `pip install '.[training]'`).

    python tools/train_encoder.py --corpora ../shared/corpora --family han --minutes 48 \
        --out src/layoutfix/data/encoders/han.lfse

One document in 64 is held out, never learnt from, and used to measure. The shipped encoders took
48 minutes on one core each; the weights depend on how many steps that was, so they are not the same
byte for byte when trained again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from layoutfix.continuity.encoder import save_encoder
from layoutfix.continuity.features import SECOND_BUCKETS, chars_to_features
from layoutfix.ngrams import load, load_path
from layoutfix.training.encoder.export import to_encoder
from layoutfix.training.encoder.fit import fit
from layoutfix.training.encoder.lines import Corpus, Pages, join_corpora
from layoutfix.training.encoder.network import SeamEncoder
from layoutfix.training.encoder.texts import FAMILIES, MOST_UNITS, family_documents

_WIDTHS = {
    "han": (16.0, 52.0),
    "latin": (20.0, 60.0),
    "romance": (20.0, 60.0),
    "cyrillic": (20.0, 60.0),
}
"""Narrowest and widest column, in half-width cells."""
_REACH = {"han": 24, "latin": 14, "romance": 14, "cyrillic": 14}
_SHAPES = {
    "han": (64, 320, 128),
    "latin": (64, 320, 128),
    "romance": (24, 256, 128),
    "cyrillic": (24, 256, 128),
}
"""Size of a unit's vector, of the hidden layer, and of a line's vector."""
_CHARACTERS = {"han": "zh"}
"""Families of characters, and the language model whose units they share."""
_HELD_OUT_UNITS = 300_000
_LINES, _PAGES, _NOISE = 64, 12, 0.03


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--family", choices=sorted(FAMILIES), required=True)
    parser.add_argument("--minutes", type=float, default=48)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--resume", type=Path, help="state of an earlier run, OUT.pt")
    parser.add_argument(
        "--model", type=Path, help="whose characters are the units; default: shipped"
    )
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    family = options.family
    units = None
    if family in _CHARACTERS:
        model = load_path(options.model) if options.model else load(_CHARACTERS[family])
        units = model.units

    def pages(part: str, most: int, seed: int) -> Pages:
        documents = family_documents(options.corpora, family, part, most, units)  # type: ignore[arg-type]
        corpus: Corpus = join_corpora(documents)
        print(f"{part}: {len(corpus.features):,} units", flush=True)
        return Pages(
            corpus,
            _WIDTHS[family],
            _REACH[family],
            alone=None if units is None else _alone(),
            lines=_LINES,
            pages=_PAGES,
            noise=_NOISE,
            seed=seed,
        )

    size, hidden, out = _SHAPES[family]
    net = SeamEncoder(size, hidden=hidden, out=out)
    if options.resume:
        net.load_state_dict(torch.load(options.resume)["state"])
    state = options.out.with_suffix(".pt")
    fit(
        net,
        pages("training", MOST_UNITS[family], seed=101 if options.resume else 1),
        pages("held-out", _HELD_OUT_UNITS, seed=2),
        minutes=options.minutes,
        rate=options.rate,
        say=lambda text: print(text, flush=True),
        save=lambda: torch.save({"state": net.state_dict()}, state),
    )
    encoder = to_encoder(net, family, _REACH[family], units)  # type: ignore[arg-type]
    meta = {"sources": [s.path for s in FAMILIES[family]]}
    print(f"{options.out}: {save_encoder(options.out, encoder, meta) / 1e6:.2f} MB")


def _alone() -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """The first feature of each character where none follows it."""
    each = [chars_to_features(np.array([i], np.int32))[0, 0] for i in range(SECOND_BUCKETS)]
    return np.array(each, np.int32)


if __name__ == "__main__":
    main()
