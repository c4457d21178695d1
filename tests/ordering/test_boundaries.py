"""What the rows say of where a region begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from layoutfix.ordering.chain import streams_to_order
from layoutfix.ordering.unshuffle import Streams

from layoutfix.arrays import Floats
from layoutfix.ordering.boundaries import boundary_odds
from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks, plain_lines

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


def test_columns_are_divided_for_less_where_the_rows_say_so() -> None:
    """
    A B ...   The links gain 5 nats where the columns are divided, less what the turns of the
    C D ...   parts cost; it takes 4 where nothing else speaks for it.
    """
    n = 32
    table = np.full((n, n), -3.5, np.float32)
    for start in (0, 1):
        for i in range(start, n - 2, 2):
            table[i, i + 2] = 4.0
    table[[14, 15, 30], [16, 17, 1]] = 0.0  # the columns run on into the lower article
    table[[14, 15, 30], [1, 16, 17]] = 5.0 / 3.0
    stream = np.array([0, 1] * (n // 2), np.int32)
    lines = replace(plain_lines(n), row=np.arange(n, dtype=np.int32) // 2)
    orders = []
    for nats in (0.0, 6.0):
        boundary = np.where(np.arange(n) == 16, np.float32(nats), np.float32(0.0))
        order, _ = streams_to_order(
            replace(lines, boundary=boundary),
            Streams(stream, np.zeros(n, np.int32), 0.0),
            DenseLinks(table),
            SPACED.chain,
            SPACED.turns,
        )
        orders.append(order)
    whole = [*range(0, n, 2), *range(1, n, 2)]
    parts = [*range(0, 16, 2), *range(1, 16, 2), *range(16, n, 2), *range(17, n, 2)]
    assert orders == [whole, parts]
