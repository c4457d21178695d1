"""What an order is worth: each of its terms prices a damage of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.ordering.objective import Objective, Terms, order_to_regions
from layoutfix.ordering.plans import left_to_right
from layoutfix.ordering.view import PageView
from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks, links_of, plain_view, random_page
from tests.ordering.reference import plain_terms

PRICES = SPACED.order
ACROSS = [0, 2, 4, 6, 1, 3, 5, 7]
"""Two columns of four rows that take turns in the dump."""


def _objective(view: PageView, known: Mapping[tuple[int, int], float] | None = None) -> Objective:
    """Links are worth 1 but for those known."""
    links = links_of(len(view.row), 1.0, known or {})
    return Objective(view, links, PRICES, SPACED.turns)


def _pairs(n: int) -> PageView:
    """n lines, two to a row."""
    return replace(plain_view(n), row=np.arange(n, dtype=np.int32) // 2)


def _worth(order: list[int], known: Mapping[tuple[int, int], float] | None = None) -> float:
    return _objective(_pairs(len(order)), known).worth(order)


def test_a_link_that_reads_is_worth_what_it_says() -> None:
    """A torn sentence: the dump has another line between its halves."""
    known = {(0, 2): 6.0}
    objective = _objective(plain_view(4), known)
    torn, mended = objective.terms([0, 1, 2, 3]), objective.terms([0, 2, 1, 3])
    assert torn.link == 3.0
    assert mended.link == 8.0


def test_a_text_begins_and_ends_where_one_may() -> None:
    """Two articles that changed places: no joint says so, but the last line begins a text."""
    starts, ends = np.array([-1.0, 0.0, 3.0]), np.array([0.5, 2.0, -2.0])
    links = DenseLinks(np.ones((3, 3)), starts, ends)
    objective = Objective(plain_view(3), links, PRICES, SPACED.turns)
    assert objective.terms([0, 1, 2]).ends == -3.0
    assert objective.terms([2, 0, 1]).ends == 5.0


def test_what_the_dump_has_first_is_read_first() -> None:
    """The right column read before the left one; in reverse it stands there."""
    objective = _objective(_pairs(8))
    assert objective.terms(ACROSS).first == 1.0
    assert objective.terms(ACROSS[4:] + ACROSS[:4]).first == 0.0
    assert objective.reversed().terms(ACROSS[4:] + ACROSS[:4]).first == 1.0


def test_a_part_of_a_page_begins_with_its_own_first() -> None:
    """An order of a region by itself."""
    objective = _objective(_pairs(8))
    assert objective.terms([4, 6, 5, 7]).first == 1.0
    assert objective.terms([5, 7, 4, 6]).first == 0.0


def test_columns_in_turns_are_worth_more() -> None:
    """A line that was given to the wrong column: of two orders with equal links, turns tell."""
    assert _worth(ACROSS) > _worth([0, 2, 3, 4, 6, 1, 5, 7])


def test_good_links_outbid_turns() -> None:
    """Turns are a price, not a rule: what reads far better wins over them."""
    known = dict.fromkeys([(2, 3), (3, 4), (1, 5)], 9.0)
    assert _worth(ACROSS, known) < _worth([0, 2, 3, 4, 6, 1, 5, 7], known)


def test_the_order_of_the_dump_has_no_columns_to_pay_for() -> None:
    """Without columns the objective is links and ends alone."""
    assert _worth(list(range(6))) == 5.0 + PRICES.first_gain


def test_each_region_of_columns_has_its_price() -> None:
    """Two articles below one another, and one whose columns were cut in two for nothing."""
    n = 16
    objective = _objective(_pairs(n))
    whole = [*range(0, n, 2), *range(1, n, 2)]
    cut = [*range(0, 8, 2), *range(1, 8, 2), *range(8, n, 2), *range(9, n, 2)]
    assert [objective.terms(order).regions for order in (list(range(n)), whole, cut)] == [0, 1, 2]


def _under_a_picture() -> tuple[list[int], list[int], list[int]]:
    """Columns B, A and C; C opens late, each line has a row of its own."""
    b, a = [0, 3, 5, 7, 9, 12, 15], [1, 2, 4, 6, 8, 10, 13, 16]
    return b, a, [11, 14, 17]


def test_a_late_column_pays_for_each_that_it_passes() -> None:
    """A column under a picture is read elsewhere than its turns say."""
    b, a, c = _under_a_picture()
    objective = _objective(plain_view(18))
    standing = left_to_right([a, b, c], objective.view)
    late = standing.index(c)
    others = [column for column in standing if column is not c and column != c]
    for place in range(3):
        order = [i for column in [*others[:place], c, *others[place:]] for i in column]
        assert objective.terms(order).displaced == abs(place - late)


def test_a_column_that_opens_near_the_top_passes_none() -> None:
    objective = _objective(_pairs(8))
    assert objective.terms(ACROSS[4:] + ACROSS[:4]).displaced == 0


def test_columns_in_reverse_pay_unless_that_is_known() -> None:
    """All columns read from the wrong side."""
    back = ACROSS[4:] + ACROSS[:4]
    for cost, paid in ((16.0, 16.0), (-np.inf, 0.0)):
        objective = _objective(replace(_pairs(8), rtl_cost=cost))
        assert objective.terms(back).reverse == 0.0
        assert objective.reversed().terms(back).reverse == paid


def test_columns_pay_for_the_rows_that_they_are_read_on_over() -> None:
    """
    0 1        4 is a headline below 0 to 3: who reads the columns on over it pays for it, and not
    2 3        for 0, at which they begin; nor does who reads it between them
    4___
    5 6
    """
    crossing = np.array([7, 0, 0, 0, 5, 0, 0], np.float32)
    objective = _objective(replace(plain_view(7), crossing=crossing))
    assert objective.terms([0, 2, 4, 5, 1, 3, 6]).crossing == 5.0
    assert objective.terms([0, 2, 1, 3, 4, 5, 6]).crossing == 0.0
    assert objective.terms([0, 2, 1, 3, 4, 6, 5]).crossing == 0.0


def test_terms_have_their_prices() -> None:
    none = Terms(0.0, 0.0, 0.0, 0.0, 0, 0, 0.0)
    worth = {
        "link": 1.0,
        "ends": 1.0,
        "first": PRICES.first_gain,
        "turns": -PRICES.turns_price,
        "regions": -PRICES.region_cost,
        "displaced": -PRICES.displaced_cost,
        "reverse": -1.0,
        "crossing": -1.0,
    }
    assert set(worth) == set(Terms._fields)
    for name, price in worth.items():
        assert none._replace(**{name: 1}).worth(PRICES) == price


def test_regions_are_whole_stretches_of_the_dump() -> None:
    """
    0            a region ends where all that came before it in the dump has been read; its columns
    1 2          are those parts that keep the dump's order; the first line of columns that are
    3 4          read as they stand is a region by itself
    5
    """
    assert order_to_regions([0, 1, 3, 2, 4, 5]) == [[[0]], [[1]], [[3], [2]], [[4]], [[5]]]
    assert order_to_regions([0, 2, 4, 1, 3, 5]) == [[[0]], [[2, 4], [1, 3]], [[5]]]
    assert order_to_regions([3, 2, 1, 0]) == [[[3], [2], [1], [0]]]
    assert order_to_regions([0, 1, 2]) == [[[0]], [[1]], [[2]]]


_PAGES = {"n": st.integers(2, 24), "columns": st.integers(1, 5), "seed": st.integers(0, 2**16)}


def _assert_terms(found: Terms, expected: Terms) -> None:
    assert tuple(found) == pytest.approx(tuple(expected), abs=1e-2)
    assert found.displaced == expected.displaced


@settings(deadline=None)
@given(**_PAGES)
def test_terms_are_those_of_plain_loops(n: int, columns: int, seed: int) -> None:
    """Of columns read one after the other, in any order."""
    plan, objective = random_page(n, columns, seed)
    order = [i for column in plan for i in column]
    _assert_terms(objective.terms(order), plain_terms(order, objective))


@settings(deadline=None)
@given(n=st.integers(2, 12), seed=st.integers(0, 2**16))
def test_terms_of_any_order_are_those_of_plain_loops(n: int, seed: int) -> None:
    _, objective = random_page(n, 3, seed)
    order = np.random.default_rng(seed).permutation(n).tolist()
    _assert_terms(objective.terms(order), plain_terms(order, objective))
