"""Fit what the gate asks of sentences over new joints, by what opening it brings to made pages.

    python bench/gate.py --pages ~/.cache/layoutfix/factory/pages --json readings.json
    python tools/fit_gate.py readings.json          # prints
    python tools/fit_gate.py readings.json --write  # and writes

A logistic regression of two numbers, the mean log-odds that sentences go over the new joints
(`mended`) and the share of joints that are changed: whether J and NED together gain. Each dump
counts for what it gains or twice what it loses, a document of many dumps no more than one. The gate
opens where that is more than nothing in the mean; in nats of `mended` that is `kept_mended` less
`changed_mended` for the share. Told as well: what it would have gained and lost with documents left
out in turn. The same readings give the same numbers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from layoutfix.arrays import Doubles
from layoutfix.script import Script
from layoutfix.weights import load_weights
from weight_files import digest_of, fold_of, put_numbers

FOLDS, STEPS, DIGITS = 5, 100, 1
HARM = 2.0
"""What a loss counts for beside a gain: to scramble a page is worse than to leave one scrambled."""
RIDGE = 1e-6
"""Drawn to nothing by as much: the numbers stay finite where a line parts all dumps."""

Row = dict[str, Any]


def fit(rows: Sequence[Row]) -> tuple[float, float]:
    """`kept_mended` and `changed_mended`, by Newton's method.

    >>> kept = [{"document": f"{k}", "mended": k / 4, "share": 0.1} for k in range(8)]
    >>> changed = [{"document": f"{k}", "mended": k / 4 - 1, "share": 0.6} for k in range(8)]
    >>> rows = [row | {"J": 0.1 * (-1) ** (int(row["document"]) < 4), "ned": 0.0}
    ...         for row in kept + changed]
    >>> [round(number, 1) for number in fit(rows)]
    [1.1, 2.0]
    """
    x = np.array([[1.0, row["mended"], row["share"]] for row in rows])
    gain = np.array([row["J"] + row["ned"] for row in rows])
    many = Counter(row["document"] for row in rows)
    weight = (
        np.where(gain < 0, HARM, 1.0)
        * np.abs(gain)
        / np.array([many[row["document"]] for row in rows])
    )
    odds = np.zeros(3)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-x @ odds))
        slope = x.T @ (weight * ((gain > 0) - chance)) - RIDGE * odds
        bend = (x * (weight * chance * (1 - chance))[:, None]).T @ x + RIDGE * np.eye(3)
        odds = odds + np.linalg.solve(bend, slope)
    return float(-odds[0] / odds[1]), float(odds[2] / odds[1])


def opens(rows: Sequence[Row], least: float, changed: float) -> Doubles:
    """Whether the gate would open, 0 or 1, (rows,)."""
    return np.array([float(r["mended"] >= least - changed * r["share"]) for r in rows])


def main() -> None:
    """Fit on the dumps for which all else is fulfilled, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("readings", type=Path)
    parser.add_argument("--write", action="store_true", help="into the shipped weights")
    options = parser.parse_args()
    shipped = load_weights(Script.CJK).gate
    rows = [
        row
        for row in json.loads(options.readings.read_text("utf-8"))
        if row["opens"] and row["mended"] >= shipped.least_mended
    ]
    least, changed = (round(number, DIGITS) for number in fit(rows))
    print(f"kept_mended {least}, changed_mended {changed} by {len(rows)} dumps")
    before, after = np.zeros(2), np.zeros(2)
    for fold in range(FOLDS):
        found = fit([row for row in rows if fold_of(row["document"], FOLDS) != fold])
        own = [row for row in rows if fold_of(row["document"], FOLDS) == fold]
        gains = np.array([[row["J"], row["ned"]] for row in own])
        before += opens(own, shipped.kept_mended, shipped.changed_mended) @ gains
        after += opens(own, *found) @ gains
    for name, sums in (("as shipped", before), ("documents left out", after)):
        print(f"{name}: J {sums[0] / len(rows):+.4f}, NED {sums[1] / len(rows):+.4f} a dump")
    if options.write:
        numbers = {"kept_mended": least, "changed_mended": changed}
        for script in Script:
            put_numbers(script, "gate", numbers, "gate-mended", digest_of([options.readings]))


if __name__ == "__main__":
    main()
