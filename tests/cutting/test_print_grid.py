"""The grid of a page, on which strips between columns are sought."""

from __future__ import annotations

import numpy as np

from layoutfix.cutting.print_grid import _bins


def test_what_begins_where_the_grid_does_is_in_its_first_column() -> None:
    """The grid begins at a whole step from the page's edge, which rounding may put behind it."""
    edge, begin, step = 4.591397849462366, 24.591397849462364, 0.5
    start = edge + step * float(np.floor((begin - edge) / step))
    assert start > begin
    first, stop = _bins(np.array([begin]), np.array([begin + 4.0]), start, step)
    assert first.tolist() == [0]
    assert stop.tolist() == [8]
