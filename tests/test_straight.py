"""Boxes are straightened before anything else is made of them."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix.boxes import WordBoxes, boxes_of
from layoutfix.straight import find_slope, straighten

LINES, WORDS, PITCH, HIGH = 30, 8, 30.0, 20.0


def leaning(slope: float) -> WordBoxes:
    """A page of words of which each line falls by `slope` from left to right, and margins lean."""
    words = []
    for k in range(LINES):
        for w in range(WORDS):
            x, y = 40.0 + 90 * w, 50 + PITCH * k
            left, top = x - slope * y, y + slope * x
            at = (k * WORDS + w) * 6
            words.append((at, at + 5, k, (left, top, left + 80, top + HIGH)))
    return boxes_of(words)


@pytest.mark.parametrize("slope", [-0.04, -0.012, 0.02, 0.05])
def test_a_lean_is_found_and_taken_out(slope: float) -> None:
    """Lines are level and margins upright afterwards, within a fourth of a line."""
    boxes = leaning(slope)
    assert find_slope(boxes) == pytest.approx(slope, abs=0.002)
    level = straighten(boxes)
    for k in range(LINES):
        own = level.line == k
        assert np.ptp(level.top[own]) < PITCH / 4
    first = np.flatnonzero(np.diff(level.line, prepend=-1))
    assert np.ptp(level.left[first]) < PITCH / 4


def test_a_level_page_stays_as_it_is() -> None:
    """Nothing is moved, to the last bit."""
    boxes = leaning(0.0)
    assert straighten(boxes) is boxes


def test_a_few_lines_show_no_lean() -> None:
    """Of three lines none is told."""
    words = [(k, k + 1, k, (10.0 - k, 30.0 * k, 400.0 - k, 30.0 * k + 20)) for k in range(3)]
    assert find_slope(boxes_of(words)) == 0.0


def test_vertical_lines_are_turned() -> None:
    """The line at the right is the topmost, and what was its top is at the left."""
    words = [
        (10 * k, 10 * k + 9, k, (500.0 - 40 * k, 60.0, 530.0 - 40 * k, 400.0)) for k in range(5)
    ]
    turned = straighten(boxes_of(words, width=600, height=450))
    assert (np.diff(turned.top) > 0).all()
    assert turned.left.tolist() == [60.0] * 5
    assert turned.right.tolist() == [400.0] * 5
    assert (turned.width, turned.height) == (450, 600)


def test_words_are_put_in_the_order_of_the_dump() -> None:
    """Readers may list them by regions."""
    words = [(4, 9, 1, (10.0, 30.0, 60.0, 50.0)), (0, 3, 0, (10.0, 0.0, 40.0, 20.0))]
    assert straighten(boxes_of(words)).start.tolist() == [0, 4]
