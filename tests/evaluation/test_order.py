"""The measures of the order of lines, on sequences counted by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.evaluation import OrderTest, score_order
from layoutfix.evaluation.order import (
    average_relative_distance,
    bleu,
    edit_distance,
    kendall_tau,
    locate_lines,
)
from tests.evaluation.pages import DUMP, FIXED, TRUTH

permutations = st.integers(2, 12).flatmap(lambda n: st.permutations(range(n)))


def test_the_right_text_is_in_order() -> None:
    """Every line at its place, although the caption stands among them."""
    order = score_order(FIXED, TRUTH, DUMP)
    assert order.in_order and order.lines == 10
    assert (order.successors, order.kendall_tau, order.bleu, order.placed) == (1.0, 1.0, 1.0, 1.0)
    assert (order.ard, order.edit_distance, order.order_tests) == (0.0, 0.0, 1.0)


def test_a_dump_read_across() -> None:
    """Lines 1 4 2 5 3 6 of the first article: one successor there, both of the other."""
    order = score_order(DUMP, TRUTH, DUMP)
    assert order.successors == 3 / 8
    assert order.kendall_tau == pytest.approx(1 - 4 * 3 / (10 * 9))
    assert order.ard == pytest.approx((0 + 0 + 1 + 2 + 2 + 1 + 0 + 0 + 0 + 0) / 10)
    assert not order.in_order


def test_a_line_that_is_missing_counts_against_the_text() -> None:
    """ARD counts it as n, order tests fail; a line that the dump never had does not count."""
    less = FIXED.replace("the porter for the hour.", "")
    order = score_order(less, TRUTH, DUMP)
    assert order.placed == 9 / 10 and order.ard == pytest.approx(1.0)
    assert order.order_tests is not None and order.order_tests < 1.0
    assert score_order(less, TRUTH, less).lines == 9


def test_tests_that_came_with_the_page() -> None:
    """`before` and `after` are looked for in the text; a missing one fails."""
    tests = (
        OrderTest("great flood", "stones grind"),
        OrderTest("A clock", "the old mill"),
        OrderTest("great flood", "a dragon"),
    )
    assert score_order(FIXED, replace(TRUTH, tests=tests)).order_tests == pytest.approx(1 / 3)


def test_equal_lines_take_places_of_their_own() -> None:
    """The second one of two lines of one wording is not the first one again."""
    assert locate_lines(["again", "dawnbroke", "again"], "againdawnbrokeagain") == [0, 5, 14]
    assert locate_lines(["again", "again"], "again") == [0, 0]
    assert locate_lines(["ab"], "xxabxx") == [None]


@given(permutations)
def test_tau_counts_pairs(order: list[int]) -> None:
    """Against the plain count over all pairs."""
    signs = [1 if a < b else -1 for a, b in combinations(order, 2)]
    assert kendall_tau(order) == pytest.approx(sum(signs) / len(signs))


@given(permutations)
def test_only_the_true_order_is_perfect(order: list[int]) -> None:
    """BLEU, ARD and edit distance agree on what is perfect, and stay in their ranges."""
    n = len(order)
    perfect = order == list(range(n))
    assert (average_relative_distance(order, n) == 0) == perfect
    assert (edit_distance(order, range(n)) == 0) == perfect
    assert math.isclose(bleu(order, range(n)), 1.0) == perfect
    assert 0 <= bleu(order, range(n)) <= 1
    assert 0 <= edit_distance(order, range(n)) <= 1


def test_bleu_is_that_of_the_textbook() -> None:
    """0 1 2 3 5 4: precisions 6/6, 3/5, 2/4, 1/3; a short one is punished by exp(1 - r/c)."""
    expected = (1 * 3 / 5 * 2 / 4 * 1 / 3) ** 0.25
    assert bleu([0, 1, 2, 3, 5, 4], range(6)) == pytest.approx(expected)
    assert bleu([0, 1, 2, 3], range(6)) == pytest.approx(math.exp(1 - 6 / 4))
