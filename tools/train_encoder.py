"""Train a seam encoder on running text and write it (needs PyTorch: `pip install '.[training]'`).

    python tools/train_encoder.py --corpora CORPORA --family kana --minutes 8 --state one.pt
    python tools/train_encoder.py --corpora CORPORA --family kana --minutes 8 --seed 2 \
        --resume one.pt --rate 1.4e-3 --out src/layoutfix/data/encoders/kana.lfse

Uses an accelerator where PyTorch sees one. One document in 64 is held out, never learnt from, and
used to measure. `--resume` goes on from the weights of an earlier run. The weights depend on how
many steps were done and on which pages were drawn first, so they are not the same byte for byte
when trained again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from layoutfix.linking.encoder import save_encoder
from layoutfix.ngrams import load, load_path
from layoutfix.script import Script
from layoutfix.training.encoder.batches import draw_batch, drawn_by_workers
from layoutfix.training.encoder.export import to_encoder
from layoutfix.training.encoder.fit import fit
from layoutfix.training.encoder.network import SeamEncoder
from layoutfix.training.encoder.pages import PageDrawer
from layoutfix.training.encoder.texts import FAMILIES, family_files, family_sources

_WIDTHS = {"han": (14.0, 56.0), "kana": (14.0, 56.0)}
_WIDTHS_OF_WORDS = (16.0, 60.0)
"""Narrowest and widest column, in half-width cells."""
_REACH = {"han": 24, "kana": 24}
_REACH_OF_WORDS = 14
_SMALL_SHAPE = (24, 10, 256, 128)
_SHAPES = {"romance": _SMALL_SHAPE, "cyrillic": _SMALL_SHAPE, "kana": (16, 12, 256, 128)}
_SHAPE = (64, 12, 384, 192)
"""Size of a unit's vector, units seen at their place, hidden layer, a line's vector."""
_CHARACTERS = {"han": "zh", "kana": "ja"}
"""Families of characters, and the language model whose units they share."""
_HELD_OUT_PAGES = 96


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--family", choices=sorted(FAMILIES), required=True)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--steps", type=int, default=0, help="in place of minutes")
    parser.add_argument("--rate", type=float, default=2.2e-3)
    parser.add_argument("--pages", type=int, default=192, help="of one step")
    parser.add_argument("--workers", type=int, default=6, help="processes that draw pages")
    parser.add_argument("--drop", type=float, default=0.08, help="share of units not seen")
    parser.add_argument("--dropout", type=float, default=0.05, help="of hidden numbers not seen")
    parser.add_argument("--seed", type=int, default=1, help="of the pages that are drawn")
    parser.add_argument("--resume", type=Path, help="state of an earlier run")
    parser.add_argument("--state", type=Path, help="where to write the state of this run")
    parser.add_argument(
        "--model", type=Path, help="whose characters are the units; default: shipped"
    )
    parser.add_argument("--out", type=Path, help="where to write the encoder")
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(options.seed)
    torch.set_float32_matmul_precision("high")
    family, units = options.family, None
    if family in _CHARACTERS:
        model = load_path(options.model) if options.model else load(_CHARACTERS[family])
        units = model.units
    reach, widths = _REACH.get(family, _REACH_OF_WORDS), _WIDTHS.get(family, _WIDTHS_OF_WORDS)
    files = family_files(options.corpora, family, "training")
    script = Script.SPACED if units is None else Script.CJK
    seeds = range(100 * options.seed, 100 * options.seed + options.workers)
    drawers = [PageDrawer(files, widths, script=script, seed=seed) for seed in seeds]
    rest = PageDrawer(
        family_files(options.corpora, family, "held-out"), widths, script=script, seed=7
    )
    shape = _SHAPES.get(family, _SHAPE)
    net = SeamEncoder(*shape, drop=options.drop, dropout=options.dropout)
    if options.resume:
        net.load_state_dict(torch.load(options.resume))
    net.to(device)
    with drawn_by_workers(drawers, units, reach) as batches:  # type: ignore[arg-type]
        fit(
            net,
            batches,
            draw_batch(rest, units, reach, _HELD_OUT_PAGES),  # type: ignore[arg-type]
            minutes=options.minutes,
            steps=options.steps,
            rate=options.rate,
            pages=options.pages,
            say=lambda text: print(text, flush=True),
            device=device,
        )
    net.to("cpu")
    if options.state:
        torch.save(net.state_dict(), options.state)
    if options.out:
        encoder = to_encoder(net, family, reach, units)  # type: ignore[arg-type]
        size = save_encoder(
            options.out, encoder, {"sources": [s.path for s in family_sources(family)]}
        )
        print(f"{options.out}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
