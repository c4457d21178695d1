"""What the rows say of where a region begins."""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Floats
from layoutfix.ordering.boundaries import boundary_odds
from tests.helpers import SPACED

_UNSEEN = np.nan


def _odds(rows: list[list[tuple[float, float]]]) -> tuple[Floats, list[int]]:
    """The odds of rows of (place, width), and which fragment each row begins with."""
    row = np.array([r for r, parts in enumerate(rows) for _ in parts], np.int32)
    x, width = np.array([part for parts in rows for part in parts], np.float32).T
    return boundary_odds(row, x, width, SPACED.regions), [
        int(np.searchsorted(row, r)) for r in range(len(rows))
    ]


def test_nothing_speaks_for_a_boundary_where_all_rows_are_alike() -> None:
    """One region: the same columns from top to bottom, whether their places are seen or not."""
    for place in (0.0, _UNSEEN):
        odds, _ = _odds([[(place, 30.0), (place + 32, 30.0)]] * 40)
        assert odds.max() == 0.0


def test_a_region_begins_where_columns_have_another_width() -> None:
    """Two wide columns under three narrow ones: the rows there say so, those far away do not."""
    upper = [[(_UNSEEN, 20.0)] * 3] * 20
    lower = [[(_UNSEEN, 32.0)] * 2] * 20
    odds, begins = _odds([*upper, *lower])
    assert odds[begins[20]] == odds.max() > 0.5
    assert not odds[[i for r, i in enumerate(begins) if abs(r - 20) > 8]].any()


def test_a_region_begins_where_columns_have_other_places() -> None:
    """Columns of one width that begin elsewhere."""
    upper = [[(0.0, 24.0), (30.0, 24.0)]] * 20
    lower = [[(12.0, 24.0), (50.0, 24.0)]] * 20
    odds, begins = _odds([*upper, *lower])
    assert odds.argmax() == begins[20]
    assert odds[begins[20]] > 1.0


def test_a_row_with_fewer_lines_says_less_the_more_there_are() -> None:
    """The last row above a headline has one line of two; on a page of gaps that is no sign."""
    both, one = [(_UNSEEN, 30.0), (_UNSEEN, 30.0)], [(_UNSEEN, 30.0)]
    odds, begins = _odds([*[both] * 19, one, *[both] * 20])
    assert odds[begins[20]] > 2.0
    odds, begins = _odds([*[both] * 19, one, *[both, both, one] * 7])
    assert odds[begins[20]] < 1.0


def test_only_the_first_line_of_a_row_may_begin_a_region() -> None:
    """A boundary runs across the page."""
    odds, begins = _odds([*[[(_UNSEEN, 20.0)] * 3] * 20, *[[(_UNSEEN, 32.0)] * 2] * 20])
    odds[begins] = 0.0
    assert not odds.any()


def test_no_rows_and_one_row_have_no_boundary() -> None:
    """Nothing stands above the first row."""
    none = np.zeros(0, np.float32)
    assert not len(boundary_odds(none.astype(np.int32), none, none, SPACED.regions))
    odds, _ = _odds([[(_UNSEEN, 20.0), (_UNSEEN, 20.0)]])
    assert odds.tolist() == [0.0, 0.0]
