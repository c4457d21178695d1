"""Widths by which rows are whole numbers of columns wide."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix.cutting.whole_columns import explain_rows
from tests.helpers import CJK

WEIGHTS = CJK.columns
FULL, LAST = 28.0, (6.0, 10.0, 18.0, 22.0)
"""A line of fourteen characters, and last lines of paragraphs."""


def _rows(counts: list[int]) -> list[list[float]]:
    """Rows of so many lines each; every fifth is short by what a last line lacks."""
    short = [FULL - LAST[k % 4] if k % 5 == 4 else 0.0 for k in range(len(counts))]
    return [[count * FULL - less] for count, less in zip(counts, short, strict=True)]


def _is_seen(rows: list[list[float]], width: float) -> bool:
    return any(abs(c.cells - width) <= 1 and c.seen for c in explain_rows(rows, WEIGHTS))


@pytest.mark.parametrize("counts", [[4, 2, 3, 2, 4, 3, 2, 3], [3, 1, 2, 3, 2, 1, 2, 3]])
def test_rows_of_several_lines_show_the_width(counts: list[int]) -> None:
    """Twice, three and four times a width explain rows that no single line does."""
    assert _is_seen(_rows(counts * 3), FULL)


def test_rows_that_are_fused_alike_leave_a_guess() -> None:
    """Nothing tells rows of four lines from lines four times as wide."""
    found = explain_rows(_rows([4] * 24), WEIGHTS)
    assert next(c.cells for c in found if c.seen) == 4 * FULL
    assert any(abs(c.cells - FULL) <= 1 and not c.seen for c in found)


def test_a_width_with_multiples_everywhere_is_none() -> None:
    """Rows of all widths have multiples of a narrow column among them, and do not show it."""
    drawn = np.random.default_rng(1).uniform(60, 140, 60).round()
    assert not any(c.cells < 20 and c.seen for c in explain_rows([[w] for w in drawn], WEIGHTS))


def test_pieces_between_blanks_are_single_lines() -> None:
    """Twice a width between blanks is a wider line, not two."""
    rows = [[FULL, 2 * FULL]] * 12
    assert {round(c.cells) for c in explain_rows(rows, WEIGHTS) if c.seen} == {28, 56}


def test_a_part_of_the_page_has_widths_of_its_own() -> None:
    """An article in narrower columns below another is seen in its rows alone."""
    rows = _rows([2, 1, 2] * 20) + [[36.0], [72.0], [36.0], [108.0]] * 4
    own = [c for c in explain_rows(rows, WEIGHTS) if abs(c.cells - 36) <= 1 and c.seen]
    assert own
    assert all(c.rows is None or c.rows[0] >= 40 for c in own)


def test_the_widest_come_first() -> None:
    """Whoever asks sees wide columns before narrow ones."""
    cells = [c.cells for c in explain_rows(_rows([3, 1, 2] * 9), WEIGHTS)]
    assert cells == sorted(cells, reverse=True)


def test_without_lines_nothing_is_seen() -> None:
    """Pages of short rows alone have no columns."""
    assert explain_rows([[3.0], [4.0]], WEIGHTS) == []
