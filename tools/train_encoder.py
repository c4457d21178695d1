"""Train a seam encoder on running text and write its weights.

    python tools/train_encoder.py --corpora ../shared/corpora --family han --minutes 40 --out x.lfse
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from layoutfix.chardata import codes_to_widths, text_to_codes
from layoutfix.continuity.features import Features, chars_to_features, words_to_features
from layoutfix.ngrams import load
from layoutfix.training.encoder.fit import fit
from layoutfix.training.encoder.lines import Corpus, Pages, join_corpora
from layoutfix.training.encoder.network import SeamEncoder
from layoutfix.training.ngrams.corpus import SOURCES, Part, read_documents

FAMILIES = {"han": ("zh",), "latin": ("en", "de", "fr")}


def char_paragraph(text: str, model) -> tuple[Features, np.ndarray]:
    ids, starts, ends = model.encode_with_offsets(text)
    w = codes_to_widths(text_to_codes(text), cjk=True)
    return chars_to_features(ids), w[starts].astype(np.float32)


from layoutfix.continuity.features import _TOKEN_RE, _word_features


def word_paragraph(text: str) -> tuple[Features, np.ndarray]:
    rows, widths = [], []
    end = 0
    for m in _TOKEN_RE.finditer(text):
        rows.append(_word_features(m.group()))
        widths.append(m.end() - end)
        end = m.end()
    return np.array(rows, np.int32).reshape(-1, 2), np.array(widths, np.float32)


def documents(corpora: Path, family: str, part: Part, cap: float) -> Iterator[list]:
    for language in FAMILIES[family]:
        model = load(language) if family == "han" else None
        for source in SOURCES[language]:
            n = 0
            for doc in read_documents(corpora, source, part):
                paragraphs = []
                for text in doc.split("\n"):
                    f, w = char_paragraph(text, model) if model else word_paragraph(text)
                    if len(f):
                        paragraphs.append((f, w))
                        n += len(f)
                if paragraphs:
                    yield paragraphs
                if n > cap:
                    break
            print(source.path, part, n, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--family", choices=sorted(FAMILIES), required=True)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--exact", type=int, default=10)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--hidden", type=int, default=320)
    o = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    han = o.family == "han"
    cap = 16e6 if han else 4e6
    corpus: Corpus = join_corpora(documents(o.corpora, o.family, "training", cap))
    held = join_corpora(documents(o.corpora, o.family, "held-out", 3e5))
    print("units", len(corpus.features), len(held.features), flush=True)
    alone = None
    if han:
        alone = np.array([chars_to_features(np.array([i], np.int32))[0, 0] for i in range(8192)], np.int32)
    widths = (16.0, 52.0) if han else (20.0, 60.0)
    reach = 24 if han else 14
    def pages(c, noise, seed):
        return Pages(c, widths, reach, alone=alone, lines=64, pages=12, noise=noise, seed=seed)
    net = SeamEncoder(size=o.size, exact=o.exact, hidden=o.hidden)
    def save() -> None:
        torch.save({"state": net.state_dict(), "args": vars(o)}, o.out)
    fit(net, pages(corpus, 0.03, 1), pages(held, 0.03, 2), minutes=o.minutes, rate=o.rate, say=lambda s: print(s, flush=True), save=save)


if __name__ == "__main__":
    main()
