"""Fit what places in print say of an order, on all orders that are proposed for made pages.

    python bench/boxes.py --pages PAGES --part fit --proposals found.jsonl
    python tools/fit_following.py found.jsonl --write

Each page has its proposals, with the terms of their worth and how right they are (J and NED). Of a
grid of weights those are taken under which the proposals that are worth most are the rightest, the
mean of J and NED over pages; of equals the first, so weights are as small as may be. The others of
the section stay: no page of the part tells `frames_gain` (0 to 6 are alike), and `division_cost` is
no term of worth.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

from layoutfix.script import Script
from layoutfix.weights import load_weights
from weight_files import digest_of, put_numbers

NEXT = (0.0, 0.5, 1.0, 1.5)
PASSED = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
FRAMES = load_weights(Script.CJK).following.frames_gain
DIGITS = 4

Page = dict[str, Any]
Numbers = tuple[float, float]
"""next_gain, passed_cost."""


def choose(page: Page, numbers: Numbers) -> dict[str, Any]:
    """The proposal that is worth most.

    >>> found = [
    ...     {"name": "text", "links": 9.0, "next": 11.0, "passed": 6.0},
    ...     {"name": "frames", "links": 8.0, "next": 12.0, "passed": 8.0},
    ... ]
    >>> [choose({"found": found}, (1.0, cost))["name"] for cost in (0.0, 2.0)]
    ['frames', 'frames']
    """
    next_gain, passed_cost = numbers

    def value(each: dict[str, Any]) -> float:
        places = next_gain * (each["next"] - each["links"])
        places += passed_cost * (each["passed"] - each["links"])
        return float(each["links"] + places + FRAMES * (each["name"] == "frames"))

    best: dict[str, Any] = max(page["found"], key=value)
    return best


def rightness(pages: Sequence[Page], numbers: Numbers) -> tuple[float, float]:
    """Mean J and NED of what is chosen."""
    chosen = [choose(page, numbers) for page in pages]
    return (
        sum(each["J"] for each in chosen) / len(chosen),
        sum(each["ned"] for each in chosen) / len(chosen),
    )


def fit(pages: Sequence[Page]) -> Numbers:
    """The numbers of the grid under which the rightest orders are chosen."""
    return max(
        product(NEXT, PASSED), key=lambda numbers: round(sum(rightness(pages, numbers)), DIGITS)
    )


def main() -> None:
    """Fit on all pages, print what each choice is worth, and write if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("found", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="replace the shipped weights")
    options = parser.parse_args()
    lines = [line for path in options.found for line in path.read_text("utf-8").splitlines()]
    pages = [page for line in lines if (page := json.loads(line))["found"]]
    numbers = fit(pages)
    best = [max(p["found"], key=lambda each: float(each["J"] + each["ned"])) for p in pages]
    print(f"{len(pages)} pages: next_gain, passed_cost {numbers}")
    print("J, NED of what is chosen:", *(f"{v:.4f}" for v in rightness(pages, numbers)))
    for name in ("J", "ned"):
        print(f"of the rightest, {name}: {sum(each[name] for each in best) / len(best):.4f}")
    if options.write:
        names = ("next_gain", "passed_cost")
        for script in Script:
            put_numbers(
                script,
                "following",
                dict(zip(names, numbers, strict=True)),
                fit="following",
                digest=digest_of(options.found),
            )


if __name__ == "__main__":
    main()
