"""The quality gate: joint recall by group against pinned floors, and clean texts left alone.

    python bench/quality.py                      # fails (exit 1) below a floor
    python bench/quality.py --update             # raises floors to what is measured, less a margin
    python bench/quality.py --update --lower     # lets floors fall, too

Groups are the fixture articles scrambled by `layoutfix.synthesis` presets with fixed seeds, by
language, and the dev pages of ../shared/bench where they are. Floors lie in fixtures/floors.json
with a digest of the articles: when these change, the floors of synthetic groups must be measured
again. Clean texts (fixtures/cases/untouched and the articles themselves) must not change at all.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

import layoutfix
from layoutfix import synthesis

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "fixtures" / "floors.json"
SHARED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
PRESETS = (
    "gutter-2", "gutter-3", "fused-spaces-3", "collapsed-2", "interleaved-2", "interleaved-3",
    "rapidocr-3", "seedlike-2", "blocks-2",
)  # fmt: skip
MARGIN = 0.03
WIDTH = 8

Job = tuple[str, str, list[dict[str, Any]]]


def main() -> int:
    """Measure, compare, perhaps update; the exit code."""
    parser = argparse.ArgumentParser(description="joint recall by group against floors")
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--lower", action="store_true", help="with --update: let floors fall")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    harmed = harmed_texts()
    with ProcessPoolExecutor(arguments.jobs) as pool:
        scores = list(pool.map(score_job, [*synthetic_jobs(), *dev_jobs()], chunksize=4))
    means: dict[str, float] = {}
    found: dict[str, list[float]] = defaultdict(list)
    for group, score in scores:
        found[group].append(score)
    for group, values in sorted(found.items()):
        means[group] = float(np.mean(values))
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    known = floors.get("floors", {})
    below = [g for g, mean in means.items() if mean < known.get(g, 0.0)]
    for group, mean in means.items():
        mark = "  BELOW" if group in below else ""
        floor = known.get(group, 0.0)
        print(f"{group:38} {len(found[group]):3} pages  {mean:.3f}  floor {floor:.3f}{mark}")
    print(f"clean texts changed: {len(harmed)} {' '.join(harmed)}")
    if arguments.update:
        update = dict(known)
        for group, mean in means.items():
            new = round(mean - MARGIN, 3)
            update[group] = new if arguments.lower else max(new, known.get(group, 0.0))
        record = {"articles": digest(), "margin": MARGIN, "floors": dict(sorted(update.items()))}
        FLOORS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        return 0
    if floors and floors["articles"] != digest():
        print("the articles changed: measure the floors again with --update")
        return 1
    failed = bool(below or harmed)
    groups = len(means)
    print(f"{groups - len(below)} passed, {len(below) + len(harmed)} failed")
    return int(failed)


def articles() -> list[Path]:
    """The fixture articles."""
    return sorted((ROOT / "fixtures" / "articles").glob("*-*.txt"))


def digest() -> str:
    """SHA-256 over the articles: floors belong to these."""
    return hashlib.sha256(b"".join(p.read_bytes() for p in articles())).hexdigest()[:16]


def harmed_texts() -> list[str]:
    """Names of clean texts that do not come back byte for byte."""
    harmed = []
    for path in [*sorted((ROOT / "fixtures" / "cases" / "untouched").glob("*.txt")), *articles()]:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read().split("=== dump\n", 1)[-1]
        if layoutfix.fix(text).text != text:
            harmed.append(path.stem)
    return harmed


def synthetic_jobs(names: Sequence[str] = PRESETS) -> list[Job]:
    """(group, dump, true lines) of every article under every preset of these names."""
    jobs = []
    for preset in names:
        style, damage = synthesis.presets()[preset]
        for path in articles():
            rng = np.random.default_rng(11)
            page = synthesis.set_page([synthesis.read_article(path)], style, rng)
            data = synthesis.scramble(page, damage, rng).to_dict()
            language = re.split(r"-\d", path.stem)[0]
            jobs.append((f"{preset} {language}", data["dump"], data["lines"]))
    return jobs


def dev_jobs() -> list[Job]:
    """The dev pages as jobs; none where the folder is absent."""
    jobs = []
    for path in sorted((SHARED / "bench" / "dev").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for engine, dump in data["dumps"].items():
            jobs.append((f"dev {data['group']} {data['lang']} {engine}", dump, data["lines"]))
    return jobs


def score_job(job: Job) -> tuple[str, float]:
    """Joint recall of one dump, by the shared scorer for dev pages and a plain count for others."""
    group, dump, lines = job
    output = layoutfix.fix(dump).text
    if group.startswith("dev "):
        return group, float(_shared_score(output, lines, dump)["J"])
    flat = _letters(output)
    flow = [x for x in lines if x["kind"] not in {"caption", "aside"}]
    pairs = [(a, b) for a, b in pairwise(flow) if a["article"] == b["article"]]
    hits = [_letters(a["text"])[-WIDTH:] + _letters(b["text"])[:WIDTH] in flat for a, b in pairs]
    return group, sum(hits) / max(1, len(hits))


def _letters(text: str) -> str:
    """Letters and digits alone: punctuation is often damaged, too."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _shared_score(output: str, lines: list[dict[str, Any]], dump: str) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("score", SHARED / "bench" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "bench" / "score.py")
    module = sys.modules.get("layoutfix_shared_score")
    if module is None:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules["layoutfix_shared_score"] = module
    found: dict[str, Any] = module.score(output, lines, dump)
    return found


if __name__ == "__main__":
    sys.exit(main())
