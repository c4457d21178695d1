"""Train the trees that tell where paragraphs end (needs LightGBM: `pip install '.[training]'`).

    python tools/train_paragraphs.py --corpora CORPORA --test ../shared/bench/dev

Pages are made of documents that no model has seen (one in 64 of each file), scrambled as engines
do, and put in order; the right joints among them are the examples. Features whose direction is
known (a better link never makes an end likelier) are held to it. Prints how well the trees do on
the pages of `--test`, beside the logistic regression that knows no order (`odds`); with `--write`
the shipped files are replaced.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

import layoutfix
from layoutfix.arrays import Bools, Doubles
from layoutfix.assembly.ends import FEATURES
from layoutfix.assembly.trees import dict_to_trees
from layoutfix.training.paragraphs.articles import PAGES, make_pages
from layoutfix.training.paragraphs.examples import Examples, page_to_examples, together

_SEED = 7
_DIRECTIONS = {"odds": 1, "start": 1, "ngram": -1, "encoder": -1, "room": 1, "left": -1}
_TREES = 120
_SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "boost_from_average": False,
    "num_leaves": 8,
    "learning_rate": 0.08,
    "min_data_in_leaf": 60,
    "lambda_l2": 5.0,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.7,
    "seed": 0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
    "monotone_constraints": [_DIRECTIONS.get(name, 0) for name in FEATURES],
}
_DIGITS = 4
_FOLDER = Path(layoutfix.__file__).parent / "data" / "paragraphs"


def fit_trees(examples: Examples) -> dict[str, Any]:
    """Trees of the examples as plain data, for `dict_to_trees`."""
    known = lightgbm.Dataset(examples.features, examples.ends.astype(float))
    found = lightgbm.train(_SETTINGS, known, _TREES).dump_model()["tree_info"]
    trees = [flatten_tree(tree["tree_structure"]) for tree in found]
    return {"features": list(FEATURES), "base": 0.0, "trees": trees}


def flatten_tree(root: dict[str, Any]) -> list[list[float]]:
    """The nodes of a tree of LightGBM in a list, parents first."""
    nodes: list[list[float]] = []

    def add(node: dict[str, Any]) -> int:
        number = len(nodes)
        if "leaf_value" in node:
            nodes.append([round(float(node["leaf_value"]), _DIGITS)])
            return number
        threshold = float(f"{node['threshold']:.6g}")
        nodes.append([])
        children = [add(node["left_child"]), add(node["right_child"])]
        nodes[number] = [int(node["split_feature"]), threshold, *children]
        return number

    add(root)
    return nodes


def describe(odds: Doubles, examples: Examples) -> str:
    """How good log-odds (n,) of ends are: nats, F1 over all joints and as a mean of pages."""
    told, true = odds > 0, examples.ends
    nats = float(np.logaddexp(0, np.where(true, -odds, odds)).mean())
    pages = [examples.page == name for name in np.unique(examples.page)]
    each = [_f1(told[p], true[p]) for p in pages if (told[p] | true[p]).any()]
    return f"{nats:.4f} nats, F1 {_f1(told, true):.3f}, mean of pages {np.mean(each):.3f}"


def _f1(told: Bools, true: Bools) -> float:
    both = int((told & true).sum())
    return 2 * both / max(1, int(told.sum()) + int(true.sum()))


def collect(pages: Iterable[dict[str, Any]], jobs: int) -> Examples:
    """The examples of pages, worked on by several processes."""
    with multiprocessing.Pool(jobs) as pool:
        return together([e for part in pool.imap(page_to_examples, pages, 4) for e in part])


def load_examples(path: Path) -> Examples:
    """What was kept by an earlier run."""
    with np.load(path) as arrays:
        return Examples(**arrays)


def main() -> None:
    """Make pages, train, test, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[], help="folders of pages")
    parser.add_argument("--examples", type=Path, help="read from, or kept in, this .npz file")
    parser.add_argument("--write", action="store_true", help="replace the shipped trees")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if options.examples and options.examples.exists():
        examples = load_examples(options.examples)
    else:
        made = (page for lang in PAGES for page in make_pages(options.corpora, lang, _SEED))
        examples = collect(made, options.jobs)
        if options.examples:
            np.savez(options.examples, **asdict(examples))
    tests = {}
    for folder in options.test:
        paths = sorted(folder.glob("*.json"))
        pages = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
        tests[folder] = collect(pages, options.jobs)
    for scripts, cjk in (("cjk", True), ("spaced", False)):
        own = examples.of(examples.cjk == cjk)
        data = fit_trees(own)
        trees = dict_to_trees(data)
        print(f"{scripts}: {len(own.ends)} joints, {own.ends.mean():.3f} of them ends")
        for folder, every in tests.items():
            test = every.of(every.cjk == cjk)
            print(f"  {folder}, {len(test.ends)} joints")
            print("    odds ", describe(test.features[:, 0], test))
            print("    trees", describe(trees.log_odds(test.features), test))
        if options.write:
            _FOLDER.mkdir(exist_ok=True)
            text = json.dumps(data, separators=(",", ":")).replace("]],[[", "]],\n[[")
            (_FOLDER / f"{scripts}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
