"""Of several orders the one is taken on which all that are likely agree."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.ordering.consensus import most_agreed

ALONE = [4, 5, 0, 1, 2, 3]
USUAL = [0, 1, 2, 3, 4, 5]
NEAR = [0, 1, 2, 3, 5, 4]


def test_two_that_agree_outvote_one_that_is_a_little_better() -> None:
    assert most_agreed([ALONE, USUAL, NEAR], [10.0, 9.5, 9.0], 4.0) == 1


def test_what_is_worth_far_less_has_no_vote() -> None:
    assert most_agreed([ALONE, USUAL, NEAR], [90.0, 9.5, 9.0], 4.0) == 0


def test_without_nats_the_best_is_taken() -> None:
    assert most_agreed([USUAL, ALONE, NEAR], [1.0, 3.0, 2.0], 0.0) == 1


def test_of_two_the_better_is_taken() -> None:
    assert most_agreed([USUAL, ALONE], [1.0, 1.5], 4.0) == 1


@given(st.permutations(range(9)), st.permutations(range(9)), st.permutations(range(9)))
def test_the_names_of_fragments_do_not_matter(
    first: list[int], second: list[int], names: list[int]
) -> None:
    """Renaming the fragments in all orders alike changes nothing but places in the dump."""
    orders = [first, second, list(range(9))]
    renamed = [[names[i] for i in order] for order in orders]
    values = [3.0, 2.5, 2.0]
    assert most_agreed(orders, values, 4.0) == most_agreed(renamed, values, 4.0)


def test_long_orders_are_compared_at_some_places() -> None:
    rng = np.random.default_rng(1)
    usual = list(range(5000))
    other = rng.permutation(5000).tolist()
    assert most_agreed([other, usual, usual[1:] + usual[:1]], [2.0, 1.9, 1.8], 4.0) > 0
