"""The objective by which finished orders are compared."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from layoutfix.ordering.chain import (
    order_to_regions,
    order_value,
    streams_to_order,
    streams_to_regions,
)
from layoutfix.ordering.unshuffle import Streams

from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks, plain_lines


def _links(n: int, usual: float, known: dict[tuple[int, int], float]) -> DenseLinks:
    """All links are worth `usual`, but for those given."""
    table = np.full((n, n), usual, np.float32)
    for pair, value in known.items():
        table[pair] = value
    return DenseLinks(table)


def _value(
    order: list[int],
    known: dict[tuple[int, int], float] | None = None,
    *,
    mirrored: bool = False,
) -> float:
    n = len(order)
    lines = replace(plain_lines(n), row=np.arange(n, dtype=np.int32) // 2)
    lines = replace(lines, rtl_cost=16.0, mirrored=mirrored)
    return order_value(order, lines, _links(n, 1.0, known or {}), SPACED.chain, SPACED.turns)


def test_columns_in_turns_are_worth_more() -> None:
    """Of two orders with equal links, that whose columns take turns wins."""
    assert _value([0, 2, 4, 6, 1, 3, 5, 7]) > _value([0, 2, 3, 4, 6, 1, 5, 7])


def test_good_links_outbid_turns() -> None:
    """Turns are a price, not a rule: what reads far better wins over them."""
    known = dict.fromkeys([(2, 3), (3, 4), (1, 5)], 9.0)
    assert _value([0, 2, 4, 6, 1, 3, 5, 7], known) < _value([0, 2, 3, 4, 6, 1, 5, 7], known)


def test_the_order_of_the_dump_has_no_columns_to_pay_for() -> None:
    """Without columns the objective is the links alone."""
    assert _value(list(range(6))) == 5.0


def test_columns_in_reverse_pay_unless_the_page_was_turned() -> None:
    """The same turns cost the same in either direction, once that is decided."""
    there, back = [0, 2, 4, 6, 1, 3, 5, 7], [1, 3, 5, 7, 0, 2, 4, 6]
    assert _value(back, mirrored=True) == _value(there)
    assert _value(back) < _value(there)


def test_a_headline_does_not_make_its_column_the_first() -> None:
    """
    H          The search gave H to the right column. In the rows the left one stands before it.
    A B
    A B ...
    """
    row = np.array([0, *np.repeat(np.arange(1, 7), 2)], np.int32)
    lines = replace(plain_lines(13), row=row)
    stream = np.array([0, *([1, 0] * 6)], np.int32)
    streams = Streams(stream, np.zeros(13, np.int32), 0.0)
    left, right = list(range(1, 13, 2)), [0, *range(2, 13, 2)]
    assert streams_to_regions(lines, streams) == [[left, right]]


def test_a_headline_over_a_column_that_comes_later_has_its_price() -> None:
    """
    H          H is read before C or before A; only where C goes on in it is that its heading.
    A B C
    A B C ...
    """
    n, weights = 13, SPACED.chain
    columns = [list(range(s, n, 3)) for s in (1, 2, 3)]
    in_rows = [0, *(i for run in columns for i in run)]
    rotated = [0, *(i for run in (columns[2], *columns[:2]) for i in run)]

    def value(order: list[int], known: dict[tuple[int, int], float]) -> float:
        return order_value(order, plain_lines(n), _links(n, -1.0, known), weights, SPACED.turns)

    assert value(in_rows, {}) - value(rotated, {}) == pytest.approx(weights.rotation_cost)
    assert value(rotated, {(0, 3): 1.0}) > value(in_rows, {(0, 3): 1.0})


def test_a_heading_as_high_as_two_lines_has_no_price() -> None:
    """
    H  B0     H is A's: while it lasts all others had two turns.
    .  B1
    A0 B2 ...
    """
    lines, weights = plain_lines(9), SPACED.chain
    order = [0, 3, 5, 7, 1, 2, 4, 6, 8]
    paid = [
        order_value(
            order,
            lines,
            _links(9, -1.0, {}),
            replace(weights, rotation_cost=cost),
            SPACED.turns,
        )
        for cost in (0.0, 5.0)
    ]
    assert paid[0] == paid[1]


def test_columns_stand_as_they_take_turns() -> None:
    """Without rows: what stands farther right comes later in most turns, not in the first."""
    turns = [0, 2, 1, *([0, 1, 2] * 8)]
    lines = replace(plain_lines(27), row=np.arange(27, dtype=np.int32))
    streams = Streams(np.array(turns, np.int32), np.zeros(27, np.int32), 0.0)
    assert [run[0] for run in streams_to_regions(lines, streams)[0]] == [0, 2, 1]


def test_whole_turns_leave_the_order_of_first_appearance() -> None:
    """B C A B C A may stand for B C A as well as for A B C that begins a row higher."""
    turns = [1, 2, *([0, 1, 2] * 8)]
    lines = replace(plain_lines(26), row=np.arange(26, dtype=np.int32))
    streams = Streams(np.array(turns, np.int32), np.zeros(26, np.int32), 0.0)
    assert [run[0] for run in streams_to_regions(lines, streams)[0]] == [0, 1, 2]


def test_where_a_block_begins_the_columns_begin() -> None:
    """B C A | B C A | B C A: from block to block nothing is said of what stands to the left, but
    within each A comes after C; so the order of the blocks' own rows is that of the columns."""
    n = 27
    begins = np.arange(n) % 3 == 0
    lines = replace(plain_lines(n), row=np.arange(n, dtype=np.int32), begins=begins)
    turns = [0, 2, 1, *([1, 2, 0] * 8)]  # the first row was read in another order
    streams = Streams(np.array(turns, np.int32), np.zeros(n, np.int32), 0.0)
    assert [run[0] for run in streams_to_regions(lines, streams)[0]] == [2, 1, 0]


def test_regions_are_whole_stretches_of_the_dump() -> None:
    """
    0            a region ends where all that came before it in the dump has been read, its runs
    1 2          are those parts that keep the dump's order; the first line of columns that are
    3 4          read as they stand is a region by itself
    5
    """
    assert order_to_regions([0, 1, 3, 2, 4, 5]) == [[[0]], [[1]], [[3], [2]], [[4]], [[5]]]
    assert order_to_regions([0, 2, 4, 1, 3, 5]) == [[[0]], [[2, 4], [1, 3]], [[5]]]
    assert order_to_regions([3, 2, 1, 0]) == [[[3], [2], [1], [0]]]
    assert order_to_regions([0, 1, 2]) == [[[0]], [[1]], [[2]]]


def test_two_articles_do_not_change_places_for_one_good_link() -> None:
    """
    A B       What the columns of the lower article end with would go on well in the first line of
    A B       the page. To read the lower article first, its lines would have to wait for those of
    C D ...   the upper one, which costs more than one link is worth.
    """
    upper, lower = list(range(16)), list(range(16, 32))
    stream = np.array([0, 1] * 16, np.int32)
    region = np.repeat(np.array([0, 1], np.int32), 16)
    lines = replace(plain_lines(32), row=np.arange(32, dtype=np.int32) // 2)
    runs = [upper[::2], upper[1::2], lower[::2], lower[1::2]]
    known = {pair: 4.0 for run in runs for pair in pairwise(run)}
    known |= {(14, 1): 4.0, (30, 17): 4.0, (31, 0): 8.0}
    order, _ = streams_to_order(
        lines,
        Streams(stream, region, 0.0),
        _links(32, -3.5, known),
        SPACED.chain,
        SPACED.turns,
    )
    assert order == [i for run in runs for i in run]
