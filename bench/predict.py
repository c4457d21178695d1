"""Do synthetic pages predict real ones? Group means of both, side by side, and their correlation.

    python bench/predict.py --dev bench/results/compare.json --write

The synthetic groups are the suites `page-ENGINE` and `simple-ENGINE` made of the fixture articles
of each language, fixed seeds; the real ones are read from the results of `bench/compare.py` (groups
`typeset` and `simple`). With --write the table goes into docs/evaluation.md, between its marks.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections import defaultdict
from pathlib import Path

import numpy as np

import layoutfix
from layoutfix import evaluation, synthesis

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs" / "evaluation.md"
BEGIN, END = "<!-- correlation: begin -->", "<!-- correlation: end -->"
LANGUAGES = ("zh-Hans", "zh-Hant", "en", "de", "fr")
ENGINES = ("rapidocr", "tess6", "pdfcollapsed", "pdflayout")
_PAGES = 12

Group = tuple[str, str, str]
"""Kind ("typeset" or "simple"), language, engine."""


def score_page(task: tuple[Group, int]) -> tuple[Group, float, float]:
    """J and NED of one synthetic page."""
    (kind, language, engine), seed = task
    paths = sorted((ROOT / "fixtures" / "articles").glob(f"{language}-[0-9]*.txt"))
    articles = [synthesis.read_article(path) for path in paths]
    name = f"{'page' if kind == 'typeset' else 'simple'}-{engine}"
    first = seed % len(articles)
    rng = synthesis.page_rng(seed, paths[first].stem, name)
    mixed = [articles[first], *articles[:first], *articles[first + 1 :]]
    made = synthesis.scramble_articles(mixed, synthesis.suites()[name], rng)
    plain = synthesis.make_truth(made, name=name, seed=seed, articles=[])
    truth = evaluation.dict_to_truth(plain, "page")
    dump = made.scrambled.dump
    score = evaluation.score_text(layoutfix.fix(dump).text, truth, dump)
    return task[0], float(score.joint_recall), float(score.ned)


def dev_means(path: Path) -> dict[Group, tuple[float, float, int]]:
    """J, NED and pages of layoutfix on each group of the dev pages."""
    found = {}
    for s in json.loads(path.read_text(encoding="utf-8"))["summaries"]:
        kind, _, language = s["group"].partition(" ")
        if s["peer"] == "layoutfix" and kind in ("typeset", "simple"):
            found[kind, language, s["engine"]] = (s["J"], s["ned"], s["pages"])
    return found


def main() -> None:
    """Print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--dev", type=Path, default=ROOT / "bench" / "results" / "compare.json")
    parser.add_argument("--pages", type=int, default=_PAGES)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    real = dev_means(options.dev)
    tasks = [(group, seed) for group in real for seed in range(options.pages)]
    made: dict[Group, list[tuple[float, float]]] = defaultdict(list)
    with multiprocessing.Pool(2) as pool:
        for group, joints, ned in pool.imap_unordered(score_page, tasks):
            made[group].append((joints, ned))
    lines = [
        "| group | engine | dev pages | J dev / synthetic | NED dev / synthetic |",
        "|---|---|---|---|---|",
    ]
    rows = []
    for group in sorted(real):
        joints, ned, pages = real[group]
        other = np.mean(made[group], axis=0)
        rows.append((joints, other[0], ned, other[1], pages))
        lines.append(
            f"| {group[0]} {group[1]} | {group[2]} | {pages} "
            f"| {joints:.2f} / {other[0]:.2f} | {ned:.2f} / {other[1]:.2f} |"
        )
    table = np.array(rows)
    r_joints = np.corrcoef(table[:, 0], table[:, 1])[0, 1]
    r_ned = np.corrcoef(table[:, 2], table[:, 3])[0, 1]
    easier = table[:, 1].mean() - table[:, 0].mean(), table[:, 3].mean() - table[:, 2].mean()
    lines += [
        "",
        f"Correlation of the {len(rows)} group means: J {r_joints:.2f}, NED {r_ned:.2f}. Synthetic "
        f"less real, mean over groups: J {easier[0]:+.3f}, NED {easier[1]:+.3f}.",
    ]
    print("\n".join(lines))
    if options.write:
        head, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
        _, _, tail = rest.partition(END)
        body = "\n".join(lines)
        DOCS.write_text(f"{head}{BEGIN}\n{body}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
