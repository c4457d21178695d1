"""The engine less one part at a time: dev pages, and pages of blocks out of their order.

    python bench/ablation.py --jobs 2 --json bench/results/ablation.json

Each part is switched off by its weights alone (`VARIANTS`). Columns: J / NED of groups of dev pages
(means of their engines' means), of all 29 groups and F1 of paragraph ends; and of the fixture
articles under the presets whose blocks are displaced, as `layoutfix.evaluation` scores them.

Exit codes: 0 fine, 2 the pages are not there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import dev_pages
import layoutfix
import quality
from layoutfix import Config, evaluation
from layoutfix.script import Script
from layoutfix.weights import Weights, load_weights

NEVER = 1e9
BLOCK_PRESETS = ("seedlike-2", "blocks-2", "mixed-3")
GROUPS = {
    "simple zh": r"^simple zh",
    "typeset zh": r"^typeset zh",
    "simple en": r"^simple en",
    "typeset en, de, fr": r"^typeset (en|de|fr)",
    "real": r"^real",
    "all": "",
}

Variant = Callable[[Weights], Weights]


def change(part: str, **fields: Any) -> Variant:
    """A variant that sets numbers of one section of the weights."""
    return lambda weights: replace(weights, **{part: replace(getattr(weights, part), **fields)})


def several(*variants: Variant) -> Variant:
    """All of them."""

    def apply(weights: Weights) -> Weights:
        for variant in variants:
            weights = variant(weights)
        return weights

    return apply


def without_own_ngrams(weights: Weights) -> Weights:
    """What the dump's own n-grams gain is nothing, for each of their lengths."""
    return change("links", own_gains=(0.0,) * len(weights.links.own_gains))(weights)


def to_config(name: str) -> Config:
    """Settings under which all pages are read by the weights of a variant."""
    return Config(weights={script: VARIANTS[name](load_weights(script)) for script in Script})


VARIANTS: dict[str, Variant] = {
    "all": lambda weights: weights,
    # 1 the order of columns
    "no exchange of parts": change("order", exchange_gain=NEVER),
    "no header parted from its column": change("order", header_gain=NEVER),
    "no second look": change("order", part_gain=NEVER, division_gain=NEVER),
    "no regions told by boundaries": change("order", boundary_gain=NEVER),
    "turns cost nothing": change("order", turns_price=0.0),
    "regions cost nothing": change("order", region_cost=0.0),
    "no late column read elsewhere": change("order", displaced_cost=NEVER),
    # 2 seams
    "rows cut without links from row to row": change("lattice", link_weight=0.0),
    "parts need not be as wide as those above": change("lattice", alike_gain=0.0, parts_cost=0.0),
    "cuts not moved": change("shifts", least_gain=float("inf")),
    # 3 the encoder, and n-grams
    "no encoder": several(
        change("links", encoder_weight=0.0, encoder_paragraph_weight=0.0, ngram_weight=1.0),
        change("lattice", encoder_weight=0.0),
    ),
    "no n-grams in links": change("links", ngram_weight=0.0, ngram_weight_small=0.0),
    # 5 search
    "one setting": change("turns", ways=((1.0, 1.0),)),
    "no path search": change("path", block_row_fragments=NEVER),
    # 6 blocks
    "no blocks": change("blocks", least_fragments=NEVER),
    "no displaced pieces": change("displaced", least_rows=NEVER),
    # 7 asides and paragraphs
    "no trees for paragraph ends": change("assembly", trees_share=0.0),
    # 8 the dump's own n-grams
    "no n-grams of the dump": without_own_ngrams,
}
"""Name -> what is left out."""


def start_worker(name: str) -> None:
    """Loads what each process needs once; `fix` is that of the variant."""
    dev_pages.start_worker(None, partial(layoutfix.fix, config=to_config(name)))


def score_blocks(job: quality.Job) -> tuple[str, float, float]:
    """Preset and language, J and NED of one article under a preset."""
    group, dump, lines = job
    output, _, _ = dev_pages.attempt(dump)
    score = evaluation.score_text(output, evaluation.dict_to_truth({"lines": lines}, group), dump)
    return group, score.joint_recall, score.ned or 0.0


def measure(name: str, tasks: list[dev_pages.Task], jobs: int) -> dict[str, tuple[float, ...]]:
    """J and NED of each group of pages; of all groups the F1 of paragraph ends as well."""
    with multiprocessing.Pool(jobs, start_worker, (name,)) as pool:
        rows = pool.map(dev_pages.run_task, tasks, chunksize=1)
        blocks = pool.map(score_blocks, quality.synthetic_jobs(BLOCK_PRESETS), chunksize=2)
    summaries = dev_pages.summaries_of(sorted(rows, key=lambda r: (r["label"], r["engine"])))
    found: dict[str, tuple[float, ...]] = {}
    for group, pattern in GROUPS.items():
        of = [s for s in summaries if re.search(pattern, s["group"])]
        means = [dev_pages.mean(s[m] for s in of) or 0.0 for m in ("J", "ned")]
        if group == "all":
            means.append(dev_pages.mean(s["para"] for s in of) or 0.0)
        found[group] = tuple(means)
    for preset in BLOCK_PRESETS:
        values = np.array([b[1:] for b in blocks if b[0].startswith(preset)])
        found[preset] = tuple(values.mean(axis=0).tolist())
    return found


def main() -> int:
    """Measure all variants; a row each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--only", default="", metavar="REGEX", help="parts to leave out")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--json", type=Path, metavar="OUT")
    options = parser.parse_args()
    names = [n for n in VARIANTS if n == "all" or re.search(options.only, n)]
    if not (dev_pages.SHARED / "bench" / "dev").exists():
        print("the dev pages are not there: set LAYOUTFIX_SHARED.", file=sys.stderr)
        return 2
    tasks = dev_pages.select_tasks("", "", sees_page=False, limit=None)
    found: dict[str, dict[str, tuple[float, ...]]] = {}
    columns = [*GROUPS, *BLOCK_PRESETS]
    print("| | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
    for name in names:
        found[name] = measure(name, tasks, options.jobs)
        cells = [" / ".join(f"{v:.3f}" for v in found[name][c]) for c in columns]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
