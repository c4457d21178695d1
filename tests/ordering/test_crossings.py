"""Rows over which no columns are read on: wide, alone among rows of columns, below a blank line."""

from __future__ import annotations

import numpy as np

from layoutfix.ordering.crossings import crossing_costs
from tests.helpers import SPACED

_ROWS = 16
_AT = 2 * _ROWS
"""The fragment that stands alone, between so many rows of two columns and as many more."""


def _cost(*, width: float = 50.0, blank: bool = True, starts: float = 2.0) -> float:
    """What a row alone costs between rows of lines of 30 cells; these must cost nothing."""
    row = np.array([*np.repeat(np.arange(_ROWS), 2), _ROWS, *np.repeat(np.arange(17, 33), 2)])
    n = len(row)
    widths, begins = np.full(n, 30, np.float32), np.full(n, -2, np.float32)
    widths[_AT], begins[_AT] = width, starts
    below = (np.arange(n) == _AT) & blank
    costs = crossing_costs(row.astype(np.int32), widths, below, begins, SPACED.regions)
    assert not np.delete(costs, _AT).any()
    return float(costs[_AT])


def test_a_headline_over_two_columns_costs_those_that_are_read_on_over_it() -> None:
    assert _cost() > 3.0


def test_a_row_costs_nothing_that_is_no_wider_or_has_no_blank_line_above() -> None:
    """The last line of a column beside one that has ended; two lines that were not cut."""
    assert _cost(width=30.0) == 0.0
    assert _cost(blank=False) == 0.0


def test_a_row_that_begins_inside_a_sentence_costs_less() -> None:
    assert _cost(starts=-4.0) == 0.0 < _cost(starts=-1.0) < _cost()


def test_nothing_costs_where_each_line_has_a_row_of_its_own() -> None:
    n = 20
    width = np.full(n, 30, np.float32)
    width[10] = 60
    blank, starts = np.arange(n) == 10, np.full(n, 3, np.float32)
    assert not crossing_costs(
        np.arange(n, dtype=np.int32), width, blank, starts, SPACED.regions
    ).any()
