"""Words that were boxed apart become lines again: the best way to join neighbours is found."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

import layoutfix
from layoutfix.config import Config
from layoutfix.cutting import boxed
from layoutfix.cutting.boxed import join_boxes
from layoutfix.cutting.fit import STEPS, fit_table
from layoutfix.weights import Weights
from tests.helpers import SPACED

WEIGHTS = SPACED
COLUMN = 30.0


def _join(widths: list[float], gain: list[float], **others: list[bool]) -> list[list[int]]:
    n = len(widths)
    return join_boxes(
        np.array(widths, np.float32),
        np.array(gain, np.float32),
        np.array(others.get("stops", [False] * n)),
        np.array(others.get("single", [True] * n)),
        COLUMN,
        WEIGHTS,
    )


@pytest.fixture(autouse=True)
def _one_is_enough(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with one line in pieces is taken for one, but where a test is about that."""
    if "one_line" not in request.node.name:
        monkeypatch.setattr(boxed, "_LEAST_LINES", 1)


def test_pieces_that_fill_a_line_are_one() -> None:
    """
    had | been out of | sight of it       8 + 1 + 10 + 1 + 9 cells in a column of 30
    until the fog had gone, and           a full line stays as it is
    """
    assert _join([8, 10, 9, 28], [2.0, 2.0, -2.0]) == [[0, 1, 2], [3]]


def test_full_lines_are_not_joined() -> None:
    assert _join([29, 28, 30], [2.0, 2.0]) == [[0], [1], [2]]


def test_a_page_with_one_line_in_pieces_is_left_as_it_is() -> None:
    """More likely these are the ends of two paragraphs."""
    widths, gain = np.array([8, 10, 9, 28], np.float32), np.array([2, 2, -2], np.float32)
    none, single = np.zeros(4, bool), np.ones(4, bool)
    assert join_boxes(widths, gain, none, single, COLUMN, WEIGHTS) == [[0], [1], [2], [3]]


def test_text_that_does_not_go_on_is_not_joined() -> None:
    assert _join([14, 13], [WEIGHTS.boxes.least_gain - 0.1]) == [[0], [1]]


def test_parts_of_one_row_are_not_joined() -> None:
    assert _join([14, 13], [2.0], single=[False, False]) == [[0], [1]]


def _value(
    lines: list[list[int]], widths: list[float], gain: list[float], weights: Weights
) -> float:
    """The objective of a way to join, term by term."""
    places = weights.places
    fit, total = fit_table(COLUMN, weights.lines), 0.0
    for line in lines:
        width = sum(widths[i] for i in line) + len(line) - 1
        if len(line) > 1 and width > COLUMN + weights.lines.slack(COLUMN):
            return -np.inf
        step = int(width * STEPS)
        whole = float(fit[0, step]) if step < fit.shape[1] else -np.inf
        total += max(whole, -weights.lines.span_cost)
        for i in line[:-1]:
            if gain[i] < weights.boxes.least_gain:
                return -np.inf
            total -= float(np.interp(gain[i], places.cohesion_knots, places.cohesion_odds))
            total -= weights.boxes.cost
    return total


@pytest.mark.parametrize("seed", range(8))
def test_the_best_way_is_found(seed: int) -> None:
    """No way to join seven neighbours is worth more than the one that is found."""
    rng = np.random.default_rng(seed)
    widths = [float(w) for w in rng.integers(3, 34, size=7)]
    gain = [float(g) for g in rng.normal(0.8, 1.5, size=6)]
    ways = []
    for joins in product((False, True), repeat=6):
        lines = [[0]]
        for i, join in enumerate(joins):
            if join:
                lines[-1].append(i + 1)
            else:
                lines.append([i + 1])
        ways.append(_value(lines, widths, gain, WEIGHTS))
    found = _join(widths, gain)
    assert _value(found, widths, gain, WEIGHTS) == pytest.approx(max(ways), abs=1e-3)


LEFT = (
    "The ferry had been out of",
    "sight since dawn, and on the",
    "quay the women waited with",
    "their baskets in the rain",
    "until the harbour master",
    "came down to them and told",
    "what the wireless had said",
    "about the storm at sea.",
)
RIGHT = (
    "Council members voted on",
    "Monday to repair the bridge",
    "over the mill stream, which",
    "has been closed to carts",
    "since the flood in March.",
    "The work will cost twelve",
    "thousand pounds and should",
    "be finished before winter.",
)


def _torn_page() -> str:
    """Two columns, line by line; every third line on the left word by word."""
    rows = []
    for k, (a, b) in enumerate(zip(LEFT, RIGHT, strict=True)):
        rows += [*(a.split() if k % 3 == 1 else [a]), b]
    return "\n".join(rows)


def _columns_whole(config: Config) -> list[bool]:
    """Whether each column stands in the text as it was printed."""
    text = " ".join(layoutfix.fix(_torn_page(), config=config).text.split())
    return [" ".join(column) in text for column in (LEFT, RIGHT)]


def test_a_page_with_lines_in_pieces_is_put_together() -> None:
    """Both columns are whole, pieces of lines included."""
    assert _columns_whole(Config()) == [True, True]


def test_a_line_in_pieces_has_no_paragraph_inside() -> None:
    result = layoutfix.fix(_torn_page())
    fragments = [result.fragments[i].text for i in result.order]
    joints = dict(zip(pairwise(fragments), result.joints, strict=True))
    assert joints["sight", "since"].kind == "space"
