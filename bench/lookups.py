"""Look-ups a second: layoutfix's n-gram tables beside KenLM's, on the same joints.

    python bench/lookups.py                 # ours alone
    python bench/lookups.py --kenlm         # with `pip install kenlm` (built from its source)

The joints are those of all pairs of lines of the fixture articles of a language, `order - 1` units
a side. For KenLM the n-grams of the same articles and of CORPUS, where one is given, are counted
and written as an ARPA file (probabilities without smoothing: the time of a look-up does not depend
on them); it is asked, as from Python it must be, one joint at a time.
"""

from __future__ import annotations

import argparse
import lzma
import math
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from layoutfix.ngrams import load
from layoutfix.ngrams.model import NgramModel

ROOT = Path(__file__).resolve().parents[1]
_LANGUAGES = {"zh": "zh-Hans-*", "en": "en-*"}
_LINE = {"zh": 16, "en": 40}
_MOST_PAIRS = 40_000
_MOST_CHARACTERS = 6_000_000


def lines_of(language: str) -> list[str]:
    """Lines of the fixture articles, cut at one width."""
    width = _LINE[language]
    found = []
    for path in sorted((ROOT / "fixtures" / "articles").glob(f"{_LANGUAGES[language]}.txt")):
        text = path.read_text(encoding="utf-8").replace("\n", " ")
        found += [text[i : i + width] for i in range(0, len(text) - width, width)]
    return found


def time_ours(model: NgramModel, lines: list[str], left: Any, right: Any) -> float:
    """Joints a second."""
    ids = [model.encode(line) for line in lines]
    tails, tail_lens = model.tails(ids)
    heads, head_lens = model.heads(ids)
    best = math.inf
    for _ in range(5):
        start = time.perf_counter()
        model.crossing_log_prob(tails, tail_lens, heads, head_lens, left, right)
        best = min(best, time.perf_counter() - start)
    return len(left) / best


def write_arpa(sequences: list[list[str]], order: int, path: Path) -> int:
    """All n-grams of the sequences as an ARPA file; returns how many."""
    counts: list[Counter[tuple[str, ...]]] = [Counter() for _ in range(order)]
    for units in sequences:
        for n in range(1, order + 1):
            counts[n - 1].update(tuple(units[i : i + n]) for i in range(len(units) - n + 1))
    total = sum(counts[0].values())
    with path.open("w", encoding="utf-8") as file:
        file.write("\\data\\\n")
        for n in range(1, order + 1):
            extra = 3 if n == 1 else 0
            file.write(f"ngram {n}={len(counts[n - 1]) + extra}\n")
        for n in range(1, order + 1):
            file.write(f"\n\\{n}-grams:\n")
            back = "\t-0.3" if n < order else ""
            if n == 1:
                file.write(f"-9\t<unk>{back}\n-99\t<s>{back}\n-9\t</s>{back}\n")
            for gram, count in counts[n - 1].items():
                base = total if n == 1 else counts[n - 2][gram[:-1]]
                file.write(f"{math.log10(count / base):.4f}\t{' '.join(gram)}{back}\n")
        file.write("\n\\end\\\n")
    return sum(len(c) for c in counts)


def time_kenlm(
    model: NgramModel, lines: list[str], left: Any, right: Any, corpus: Path | None
) -> tuple[float, int]:
    """Joints a second, and the n-grams of the model that was asked."""
    import kenlm  # noqa: PLC0415  # of this bench only

    order, reach = model.order, model.order - 1
    named = [[f"u{u}" for u in model.encode(line).tolist()] for line in lines]
    sequences = list(named)
    if corpus is not None:
        with lzma.open(corpus, "rt", encoding="utf-8") as file:
            text = file.read(_MOST_CHARACTERS)
        sequences += [[f"u{u}" for u in model.encode(p).tolist()] for p in text.split("\n") if p]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.arpa"
        size = write_arpa(sequences, order, path)
        other = kenlm.Model(str(path))
        tails = [units[-reach:] for units in named]
        heads = [units[:reach] for units in named]
        start = time.perf_counter()
        for i, j in zip(left.tolist(), right.tolist(), strict=True):
            other.score(" ".join(tails[i] + heads[j]), bos=False, eos=False)
        return len(left) / (time.perf_counter() - start), size


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--kenlm", action="store_true")
    parser.add_argument("--corpus", type=Path, help="an .xz text whose n-grams KenLM has too (zh)")
    options = parser.parse_args()
    for language in _LANGUAGES:
        start = time.perf_counter()
        model = load(language)
        loaded = 1e3 * (time.perf_counter() - start)
        lines = lines_of(language)
        rng = np.random.default_rng(1)
        left, right = rng.integers(0, len(lines), (2, _MOST_PAIRS)).astype(np.intp)
        ours = time_ours(model, lines, left, right)
        units = ours * (model.order - 1)
        print(f"{language}: loads in {loaded:.0f} ms; {ours:,.0f} joints/s, {units:,.0f} units/s")
        if options.kenlm:
            corpus = options.corpus if language == "zh" else None
            theirs, size = time_kenlm(model, lines, left, right, corpus)
            print(f"{language}: KenLM, {size:,} n-grams: {theirs:,.0f} joints/s")


if __name__ == "__main__":
    main()
