"""Fit what a blank before a number tells in Chinese and Japanese, on rows made of whole true lines.

    python tools/fit_places.py --pages ~/.cache/layoutfix/factory/pages          # prints
    python tools/fit_places.py --pages ~/.cache/layoutfix/factory/pages --write  # and writes

Blanks between two Han characters keep their log-odds, as widths and links are weighed against them:
they tell what is common to all rows. Beside that, and what the n-gram model says of each place, the
log-odds of blanks between the end of a clause and a number is a logistic regression with one
number, drawn to that of other blanks. A document counts as a few places at most, so that a list of
telephone numbers does not outvote the others. Told as well: the loss, documents left out in turn.
The same pages give the same number.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from layoutfix import ngrams
from layoutfix.arrays import Doubles
from layoutfix.chardata import is_cjk
from layoutfix.cutting.find_places import tells_number
from layoutfix.cutting.junk import SPACES_RE
from layoutfix.cutting.nodes import places_of_all
from layoutfix.linking.cohesion import RowUnits
from layoutfix.script import Script
from layoutfix.weights import load_weights
from weight_files import digest_of, fold_of, put_numbers

ENGINES = ("pdfcollapsed", "mupdf", "tess6", "rapidocr")
MOST_PLACES = 8.0
"""Places that a document counts for at most."""
SPREAD = 2.0
"""Standard deviation, in nats, around what other blanks tell."""
FOLDS, STEPS, DIGITS = 5, 60, 1


@dataclass(frozen=True, slots=True)
class Place:
    """A blank of a row: its document, log-odds of the model, whether a line ends there.

    number  whether it stands before a number; else it stands between two Han characters
    """

    document: str
    cohesion: float
    ends: bool
    number: bool


def lines_of(bare: str, known: Sequence[str]) -> list[int] | None:
    """Where each of the lines that a row without blanks is made of ends; None if it is of others.

    >>> lines_of("onetwothree", ["three", "one", "onetwo"])
    [6, 11]
    """
    ends, at = [], 0
    for _ in bare:
        size = max((len(k) for k in known if k and bare.startswith(k, at)), default=0)
        if at == len(bare) or not size:
            break
        at += size
        ends.append(at)
    return ends if at == len(bare) else None


def places_of(page: Mapping[str, Any], engine: str) -> Iterator[Place]:
    """The blanks of one character between two words in rows that are made of whole lines."""
    weights = load_weights(Script.CJK)
    model = ngrams.load("zh" if page["lang"].startswith("zh") else "ja")
    known = ["".join(line["text"].split()) for line in page["lines"]]
    rows = [row for row in map(str.strip, page["dumps"][engine].split("\n")) if row]
    units = RowUnits(rows, model, weights.links.unseen_mix, None)
    for r, row in enumerate(rows):
        ends = lines_of("".join(row.split()), known)
        blanks = [m for m in SPACES_RE.finditer(row) if m.end() - m.start() == 1]
        if not ends or not blanks:
            continue
        start = np.array([m.start() for m in blanks], np.int32)
        owner = np.full(len(blanks), r)
        tail, head = (places_of_all(units, owner, at) for at in (start, start + 1))
        c = weights.places
        odds = np.interp(units.gain(tail, head), c.cohesion_knots, c.cohesion_odds)
        for at, cohesion in zip(start.tolist(), odds.tolist(), strict=True):
            a, b = row[at - 1], row[at + 1]
            number = tells_number(a, b)
            if number or (is_cjk(a) and is_cjk(b) and a.isalpha() and b.isalpha()):
                before = len("".join(row[:at].split()))
                yield Place(page["id"], cohesion, before in ends, number)


def fit(places: Sequence[Place]) -> tuple[float, float]:
    """What is common to all blanks, and the log-odds of those before numbers."""
    shipped = load_weights(Script.CJK).places
    constant = _fit_one([p for p in places if not p.number], shipped.space_gain, np.inf)
    usual = shipped.mixed_space_gain
    more = _fit_one([p for p in places if p.number], constant + usual, SPREAD)
    return constant, usual + more


def _fit_one(places: Sequence[Place], usual: float, spread: float) -> float:
    """What is to be added to the usual log-odds (Newton's method)."""
    fixed = np.array([usual + p.cohesion for p in places])
    ends = np.array([p.ends for p in places])
    weight = _weights_of(places)
    more = 0.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(fixed + more)))
        slope = float((weight * (ends - chance)).sum()) - more / spread**2
        bend = float((weight * chance * (1 - chance)).sum()) + 1 / spread**2
        more += float(np.clip(slope / max(bend, 1e-6), -1.0, 1.0))
    return more


def _weights_of(places: Sequence[Place]) -> Doubles:
    many = Counter(p.document for p in places)
    return np.array([min(1.0, MOST_PLACES / many[p.document]) for p in places])


def loss(places: Sequence[Place], log_odds: float) -> float:
    """Nats of all places, by the weights of the fit; `log_odds` beside what the model says."""
    odds = np.array([log_odds + p.cohesion for p in places])
    ends = np.array([p.ends for p in places])
    return float((_weights_of(places) * np.logaddexp(0.0, np.where(ends, -odds, odds))).sum())


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=Path, required=True, metavar="DIR")
    parser.add_argument("--write", action="store_true", help="into the shipped weights")
    options = parser.parse_args()
    used, places = [], list[Place]()
    for path in sorted(options.pages.glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        if page["part"] == "fit" and page["lang"][:2] in ("zh", "ja"):
            used.append(path)
            for engine in ENGINES:
                if engine in page["dumps"] and page["group"] != "vertical":
                    places += places_of(page, engine)
    gain = round(fit(places)[1], DIGITS)
    numbers = [p for p in places if p.number]
    documents = len({p.document for p in numbers})
    print(f"{gain} by {len(numbers)} blanks before numbers, of {documents} documents")
    before = after = 0.0
    usual = load_weights(Script.CJK).places.mixed_space_gain
    for fold in range(FOLDS):
        constant, found = fit([p for p in places if fold_of(p.document, FOLDS) != fold])
        own = [p for p in numbers if fold_of(p.document, FOLDS) == fold]
        before += loss(own, constant + usual)
        after += loss(own, constant + found)
    many = float(_weights_of(numbers).sum())
    print(f"documents left out: {before / many:.4f} nats a blank as others, {after / many:.4f} so")
    if options.write:
        put_numbers(Script.CJK, "places", {"number_gain": gain}, "numbers", digest_of(used))


if __name__ == "__main__":
    main()
