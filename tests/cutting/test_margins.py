"""Seams by what the dump itself shows: how rows begin and end, what stands together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import regex as re

from layoutfix.cutting import margins
from layoutfix.cutting.margins import weigh_by_dump, word_shape
from layoutfix.cutting.places import FusedRow
from tests.cutting.cutting import cut_dump, plain_row
from tests.helpers import SPACED

WEIGHTS = SPACED.places

NAMES = [
    "Allard",
    "Berton",
    "Carlier",
    "Dorval",
    "Estève",
    "Fournel",
    "Garnault",
    "Hurel",
    "Imbert",
    "Jolivet",
]
TRADES = ["pump", "clock", "bridge", "valve", "lamp", "barrel", "bell", "plough", "wheel", "oven"]


def _entry(k: int) -> str:
    """One entry of a list of patents, the way each ends: with its number."""
    return f"{NAMES[k % 10]}. Better {TRADES[(3 * k) % 10]} with {TRADES[k % 7]}. 7.{100 + k}"


ROWS = [plain_row(f"{_entry(k)} {_entry(k + 40)}") for k in range(20)]


def _likeliest(row: FusedRow) -> str:
    """What follows the place that is the likeliest seam."""
    return row.text[int(row.places.offset[row.places.gain.argmax()]) :]


def test_lines_end_as_rows_end_and_begin_as_they_begin() -> None:
    """Entries begin with names and end with numbers, and so the seam is behind the number."""
    weighed = weigh_by_dump(ROWS, WEIGHTS)
    assert [_likeliest(row) for row in weighed] == [_entry(k + 40) for k in range(20)]


def test_what_no_row_begins_with_begins_no_line() -> None:
    """
    17 300 M. are owed        rows end with numbers, too; but the M belongs to what it counts
    """
    texts = [f"the sum of {k} 0{k} M. is owed for {k + 7} M." for k in range(11, 31)]
    texts += [f"which were {k} M. and more in {k} 86{k}" for k in range(11, 31)]
    for row in weigh_by_dump([plain_row(text) for text in texts], WEIGHTS):
        begins = [row.text[o:].split()[0] for o in row.places.offset]
        worst = [begins[k] for k in np.argsort(row.places.gain)[: begins.count("M.")]]
        assert set(worst) == {"M."}


def test_specks_at_the_margin_are_no_words() -> None:
    """Dirt at the edge of the page is what each row begins and ends with."""
    dirty = [plain_row(f"|. {row.text} ii |") for row in ROWS]
    weighed = weigh_by_dump(dirty, WEIGHTS)
    clean = [_likeliest(row).removesuffix(" ii |") for row in weighed]
    assert clean == [_entry(k + 40) for k in range(20)]


def test_few_rows_tell_nothing() -> None:
    rows = ROWS[: margins._LEAST_ROWS - 1]
    assert weigh_by_dump(rows, WEIGHTS) == rows
    assert weigh_by_dump([], WEIGHTS) == []


def test_rows_without_places_stay() -> None:
    bare = replace(ROWS[0], text="Alone", places=plain_row("a b").places)
    none = replace(bare, places=bare.places.at(np.zeros(1, bool)))
    weighed = weigh_by_dump([*ROWS, none], WEIGHTS)
    assert len(weighed) == len(ROWS) + 1
    assert len(weighed[-1].places.gain) == 0


@pytest.mark.parametrize("seed", range(4))
def test_odds_are_those_of_plain_counts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = ["Titel", "Pos.", "12", "350", "M.", "and", "the", "(see", "harbour,", "X", "|"]
    texts = [" ".join(known[k] for k in rng.integers(0, 11, rng.integers(4, 9))) for _ in range(15)]
    rows = [plain_row(re.sub(r"^\| | \|$", "", text)) for text in texts]
    found = weigh_by_dump(rows, WEIGHTS)
    for row, expected in zip(found, _plain_odds(rows), strict=True):
        np.testing.assert_allclose(row.places.gain, expected, atol=1e-4)


def _plain_odds(rows: list[FusedRow]) -> list[list[float]]:
    """The same in loops, word by word."""
    lines = [re.sub(r"\d+", "0", row.text).split() for row in rows]
    words = [word for line in lines for word in line]
    sound = [[w for w in line if len(w) > 2 and re.search(r"\w", w)] for line in lines]
    sound = [own if len(line) > 2 else [] for own, line in zip(sound, lines, strict=True)]
    starts, ends = [w[0] for w in sound if w], [w[-1] for w in sound if w]
    shapes = Counter((word_shape(a), word_shape(b)) for line in lines for a, b in pairwise(line))

    def margin(word: str, at: list[str]) -> float:
        share, prior = len(at) / len(words), margins._PRIOR
        alike = [w for w in words if word_shape(w) == word_shape(word)]
        of_shape = sum(word_shape(w) == word_shape(word) for w in at) + prior
        of_shape /= len(alike) * share + prior
        rate = (at.count(word) + prior * of_shape) / (words.count(word) * share + prior)
        return float(np.clip(np.log(rate), -margins._MOST_ODDS, margins._MOST_ODDS))

    def together(a: str, b: str) -> float:
        kinds = [word_shape(w) for w in words]
        a, b = word_shape(a), word_shape(b)
        chance = kinds.count(a) * kinds.count(b) / len(words)
        prior = margins._PAIR_PRIOR
        odds = np.log((max(shapes[a, b] - 1, 0) + prior) / (chance + prior))
        return margins._PAIR_WEIGHT * float(odds)

    odds = []
    for row in rows:
        own = []
        for left, right in zip(row.places.left_offset, row.places.offset, strict=True):
            a = re.sub(r"\d+", "0", row.text[:left].split()[-1])
            b = re.sub(r"\d+", "0", row.text[right:].split()[0])
            both = margin(a, ends) + margin(b, starts)
            own.append(WEIGHTS.margin_weight * both - together(a, b))
        odds.append(own)
    return odds


def test_entries_of_two_columns_are_cut_behind_their_numbers() -> None:
    """A whole list through the engine: no row is cut in the middle of an entry."""
    dump = "\n".join(row.text for row in ROWS)
    found = cut_dump(dump, "en", SPACED)
    assert sum(row == [_entry(k), _entry(k + 40)] for k, row in enumerate(found)) >= 18
