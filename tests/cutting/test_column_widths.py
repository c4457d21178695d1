"""How wide columns are: the widths that lines share, and those of the parts of rows once cut."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest

from layoutfix.cutting.column_widths import candidate_columns, columns_of_parts, main_width
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.script import Script
from tests.cutting.cutting import plain_row
from tests.helpers import SPACED

WEIGHTS = SPACED.columns
LINES = [34.0, 35.5, 36.0, 33.0, 36.5, 35.0, 12.5, 36.0, 34.5, 35.5]
"""Lines of a column, and the last one of a paragraph."""


def _fused(*, by: int) -> list[list[float]]:
    """Rows in which all lines are fused."""
    return [[sum(LINES[k : k + by]) + by - 1] for k in range(0, len(LINES) - by + 1, by)] * 2


def test_single_lines_show_the_width() -> None:
    """The mode of the widths; last lines of paragraphs have none."""
    found = [
        c for c in candidate_columns([[w] for w in LINES], WEIGHTS, script=Script.SPACED) if c.seen
    ]
    assert all(34 <= c.cells <= 37 for c in found)
    assert found


@pytest.mark.parametrize("by", [2, 3])
def test_where_all_rows_are_fused_the_width_is_a_guess(by: int) -> None:
    """A share of the widest rows comes near it."""
    guessed = [
        c.cells
        for c in candidate_columns(_fused(by=by), WEIGHTS, script=Script.SPACED)
        if not c.seen
    ]
    assert any(33 <= cells <= 40 for cells in guessed)


def test_the_parts_of_cut_rows_show_it() -> None:
    """It takes the place of the guess beside it; other widths stay, the widest first."""
    guesses = [ColumnWidth(w, seen=False) for w in (74.0, 37.0, 18.5)]
    parts = [LINES[k : k + 2] for k in range(0, len(LINES), 2)]
    found = columns_of_parts(parts, guesses, WEIGHTS)
    assert [c.cells for c in found] == sorted((c.cells for c in found), reverse=True)
    assert {74.0, 18.5} <= {c.cells for c in found if not c.seen}
    seen = [c.cells for c in found if c.seen]
    assert seen
    assert all(34 <= cells <= 37 for cells in seen)
    assert 37.0 not in {c.cells for c in found if not c.seen}
    width = main_width(np.array([*chain(*parts)], np.float32), WEIGHTS, script=Script.SPACED)
    assert width in seen


def test_without_lines_nothing_is_seen() -> None:
    """Pages of short rows alone have no columns; guesses stay."""
    assert candidate_columns([[3.0], [4.0]], WEIGHTS, script=Script.SPACED) == []
    guesses = [ColumnWidth(30.0, seen=False)]
    assert columns_of_parts([[2.0, 3.0]], guesses, WEIGHTS) == guesses


def test_widths_of_parts_leave_out_what_is_between_them() -> None:
    """A row of plain text, cut at its first and last blank."""
    row = plain_row("had been out   of sight since")
    assert row.widths([0, 2]) == [3.0, 8.0, 14.0]
    assert row.widths([]) == [row.total]
