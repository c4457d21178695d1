"""Make the synthetic test cases from the fixture articles, with a seeded scrambler.

    python tools/make_cases.py            # rewrites fixtures/cases/synthetic and fixtures/dumps

Articles are set on pages and scrambled by `layoutfix.synthesis` presets. The `=== fixed` section of
a case is the true text, known from the typesetting and not from the engine. Of the pages made,
those are kept that the engine restores to the letter today: they must not get worse. How far it is
from the truth on all others is what `bench/quality.py` measures.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import numpy as np

import layoutfix
from layoutfix import synthesis
from layoutfix.assembly.joints import continuing_kind

ROOT = Path(__file__).resolve().parent.parent
PRESETS = ("gutter-2", "gutter-3", "fused-spaces-3", "interleaved-2", "collapsed-2", "rapidocr-3")
SEEDS = (1, 2, 3)
MOST_CASES = 16


def make_page(article: Path, preset: str, seed: int) -> dict[str, Any]:
    """The scrambled page as a dict: dump and true lines."""
    style, damage = synthesis.presets()[preset]
    rng = np.random.default_rng(seed)
    page = synthesis.set_page([synthesis.read_article(article)], style, rng)
    return synthesis.scramble(page, damage, rng).to_dict()


def true_text(lines: list[dict[str, Any]]) -> str:
    """The paragraphs of the true lines, as a perfect engine would print them."""
    paragraphs: list[tuple[Any, str]] = []
    for line in lines:
        text, block = line["text"].strip(), line["block"]
        if paragraphs and paragraphs[-1][0] == block:
            left = paragraphs[-1][1]
            kind = continuing_kind(left, text)
            if kind == "hyphen":
                left = left[:-1]
            paragraphs[-1] = (block, left + (" " if kind == "space" else "") + text)
        else:
            paragraphs.append((block, text))
    return "\n\n".join(text for _, text in paragraphs)


def main() -> None:
    """Write the cases."""
    argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0]).parse_args()
    articles = sorted((ROOT / "fixtures" / "articles").glob("*-*.txt"))
    folder = ROOT / "fixtures" / "cases" / "synthetic"
    dumps = ROOT / "fixtures" / "dumps"
    for path in (folder, dumps):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
    kept = 0
    for preset in PRESETS:
        of_preset = 0
        for article in articles:
            for seed in SEEDS:
                page = make_page(article, preset, seed)
                truth = true_text(page["lines"])
                result = layoutfix.fix(page["dump"])
                if not result.changed or result.text.strip() != truth or of_preset >= 4:
                    continue
                name = f"{article.stem[:10].rstrip('-')}-{preset}-{seed}"
                title = f"{name}; {article.name} scrambled as {preset}, seed {seed}"
                case = f"{title}\n=== dump\n{page['dump']}\n=== fixed\n{truth}\n"
                (folder / f"{name}.txt").write_text(case, encoding="utf-8")
                of_preset += 1
                kept += 1
                break
            if kept >= MOST_CASES:
                break
    print(f"{kept} cases in {folder}")
    for name, stem, preset, seed in (
        ("zh-two-columns", "zh-Hans-11", "gutter-2", 1),
        ("en-three-columns", "en-04", "gutter-3", 1),
        ("zh-lines-in-turn", "zh-Hans-06", "interleaved-2", 1),
    ):
        page = make_page(next((ROOT / "fixtures" / "articles").glob(f"{stem}*")), preset, seed)
        (dumps / f"{name}.txt").write_text(page["dump"] + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
