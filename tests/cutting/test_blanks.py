"""What blanks mean is learned from the dump: where they end lines, no line ends without one."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix import synthesis
from layoutfix.cutting.blanks import weigh_blanks
from layoutfix.cutting.places import CutPlaces, FusedRow
from layoutfix.weights import Weights
from tests.cutting.cutting import cut_dump
from tests.helpers import CJK, FIXTURES, scramble_article, weights_with

ARTICLES = FIXTURES / "articles"
USUAL = weights_with(CJK, places={"blank_odds_from": np.inf})


def _row(blanks: int, others: int) -> FusedRow:
    """A row with so many blanks and, after them, so many other places."""
    n = blanks + others
    at = np.arange(1, n + 1)
    marked = np.arange(n) < blanks
    places = CutPlaces(
        offset=(2 * at + marked).astype(np.int32),
        left_offset=(2 * at).astype(np.int32),
        left=2.0 * at.astype(np.float32),
        right=(2.0 * at + marked).astype(np.float32),
        gain=np.zeros(n, np.float32),
        stops=np.zeros(n, bool),
        marked=marked,
    )
    return FusedRow("x" * (2 * n + 2), places, 2.0 * n, stops=False)


def test_odds_follow_what_was_cut() -> None:
    """Of 20 blanks 19 were cut, and one other place: the counts say 20 to 2, both ways."""
    weights = CJK.places
    weighed = weigh_blanks([_row(20, 30)], [[*range(19), 25]], weights)
    assert weighed is not None
    gain = weighed[0].places.gain
    assert gain[:20] == pytest.approx(np.log(20 / 2), abs=1e-4)
    assert gain[20:] == pytest.approx(-np.log(20 / 2), abs=1e-4)


@pytest.mark.parametrize(
    ("blanks", "cuts"),
    [
        (20, [*range(10), 25]),  # half of the blanks stand within lines
        (20, [*range(19), *range(25, 40)]),  # many rows are fused with no blank
        (20, [*range(20)]),  # nothing to correct
        (0, []),
    ],
)
def test_blanks_that_say_nothing_new_change_nothing(blanks: int, cuts: list[int]) -> None:
    assert weigh_blanks([_row(blanks, 30)], [cuts], CJK.places) is None


def _seams(weights: Weights) -> tuple[int, int]:
    """Cuts at true ends of lines, and other cuts, in blocks whose lines were joined by blanks."""
    right = wrong = 0
    style, damage = synthesis.presets()["seedlike-2"]
    for path in sorted(ARTICLES.glob("zh-Hans-0[1-4]-*.txt")):
        made = scramble_article(path, style, damage, 3)
        starts = {made.dump[s.start : s.end][:6] for s in made.spans}
        for row in cut_dump(made.dump, "zh", weights):
            heads = [piece[:6] for piece in row[1:]]
            right += sum(head in starts for head in heads)
            wrong += sum(head not in starts for head in heads)
    return right, wrong


def test_blocks_joined_by_blanks_are_cut_at_their_blanks() -> None:
    right, wrong = _seams(CJK)
    before, wrong_before = _seams(USUAL)
    assert right > before
    assert wrong < wrong_before / 2
