"""One column whose pieces were torn and displaced: sentences that break off find their other end.

A A A        the first half of a paragraph
(blank)
C C C        another paragraph
(blank)
a a a        the second half of the first
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import layoutfix
from layoutfix import synthesis
from layoutfix.assembly.joints import CONTINUES
from layoutfix.ordering.proposals.displaced import _segment_order, _without_cycles
from tests.helpers import FIXTURES, assert_promises, config_with, scramble_article
from tests.measures import joint_recall

ARTICLES = FIXTURES / "articles"
NEVER = config_with(displaced={"least_rows": np.inf}, runs={"least_mended": np.inf})


def _scrambled(stem: str, seed: int, displaced: float = 0.3) -> synthesis.Scrambled:
    """An article in one column, half of its paragraphs torn, a share of the pieces displaced."""
    style = synthesis.PageStyle(columns=(1,), width_em=16 if "zh" in stem else 24, across=False)
    damage = synthesis.Damage(layout="blocks", displaced=displaced)
    return scramble_article(ARTICLES / f"{stem}.txt", style, damage, seed)


DAMAGED = [
    ("zh-Hans-03-orange-price", 2),
    ("zh-Hans-10-bell-museum", 0),
    ("zh-Hant-01-ferry-island", 2),
    ("en-03-clock-museum", 2),
    ("fr-01-halles", 0),
    ("de-02-kreisblatt-altstil", 3),
]


@pytest.mark.parametrize(("stem", "seed"), DAMAGED)
def test_torn_sentences_are_mended(stem: str, seed: int) -> None:
    """Of the true joints more are there than in the dump, which stays as it was without."""
    made = _scrambled(stem, seed)
    lines = made.to_dict()["lines"]
    result = layoutfix.fix(made.dump)
    assert_promises(result)
    assert joint_recall(result.text, lines) > joint_recall(made.dump, lines) + 0.03
    assert result.verdict.startswith("reordered 1 column")
    without = layoutfix.fix(made.dump, config=NEVER)
    assert not _is_moved(without)


@pytest.mark.parametrize(("stem", "seed"), DAMAGED)
def test_mended_sentences_are_the_right_ones(stem: str, seed: int) -> None:
    """A new joint inside a sentence is one of the true text; what is less certain stays apart."""
    made = _scrambled(stem, seed)
    true = {a.text + b.text for a, b in pairwise(made.lines)}
    result = layoutfix.fix(made.dump)
    new = [j for j in result.joints if j.right != j.left + 1 and j.kind in CONTINUES]
    texts = [f.text for f in result.fragments]
    assert new
    assert all(texts[j.left] + texts[j.right] in true for j in new)


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*-*.txt")), ids=lambda p: p.stem)
def test_torn_pieces_in_place_stay(path: Path) -> None:
    """Blank lines inside paragraphs alone move nothing: no sentence goes on elsewhere."""
    result = layoutfix.fix(_scrambled(path.stem, 5, displaced=0.0).dump)
    assert not _is_moved(result)


@pytest.mark.parametrize("damaged", [DAMAGED[1], DAMAGED[4]])
def test_single_rows_are_no_pieces(damaged: tuple[str, int]) -> None:
    """Rows that all have a blank line above may be a list; only running text is put in order."""
    rows = [row for row in _scrambled(*damaged).dump.split("\n") if row]
    dump = "\n\n".join(rows)
    ready = config_with(displaced={"least_rows": 0.0})
    assert not _is_moved(layoutfix.fix(dump))
    assert _is_moved(layoutfix.fix(dump, config=ready))


def _is_moved(result: layoutfix.Result) -> bool:
    return list(result.order) != sorted(result.order)


def test_pins_hold_among_displaced_pieces() -> None:
    """A joint that the user forbids is not made, and one that is asked for is."""
    made = _scrambled(*DAMAGED[0])
    result = layoutfix.fix(made.dump)
    joint = next(j for j in result.joints if j.right != j.left + 1 and j.kind == "join")
    left, right = result.fragments[joint.left], result.fragments[joint.right]
    apart = layoutfix.Pin((left.start, left.end), (right.start, right.end), together=False)
    pinned = layoutfix.fix(made.dump, pins=[apart])
    assert (left.start, right.start) not in _neighbours(pinned)
    first, last = result.fragments[0], result.fragments[-1]
    asked = layoutfix.Pin((last.start, last.end), (first.start, first.end))
    pinned = layoutfix.fix(made.dump, pins=[asked])
    assert (last.start, first.start) in _neighbours(pinned)


def _neighbours(result: layoutfix.Result) -> set[tuple[int, int]]:
    starts = [f.start for f in result.fragments]
    return {(starts[j.left], starts[j.right]) for j in result.joints}


def test_cycles_break_at_their_weakest_joint() -> None:
    link = np.array([[0.0, 5.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0], [4.0, 0.0, 0.0, 0.0], [0.0] * 4])
    assert _without_cycles({0: 1, 1: 2, 2: 0}, link) == {0: 1, 2: 0}
    assert _without_cycles({0: 1, 1: 3}, link) == {0: 1, 1: 3}


def test_the_fewest_segments_move() -> None:
    """1 + 4 are one paragraph, and so are 3 + 5: then 4 was displaced, though it is longer."""
    assert _segment_order({}, [1, 1, 1]) == [0, 1, 2]
    assert _segment_order({0: 2}, [5, 3, 1]) == [0, 2, 1]
    assert _segment_order({0: 2}, [1, 3, 5]) == [1, 0, 2]
    assert _segment_order({1: 4, 3: 5}, [3, 2, 3, 3, 8, 3]) == [0, 1, 4, 2, 3, 5]
