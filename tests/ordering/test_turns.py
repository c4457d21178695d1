"""What it costs that columns do not take turns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.ordering.thousandths import price
from layoutfix.ordering.turns import turn_costs
from tests.helpers import SPACED
from tests.ordering.plain import plain_view, random_view
from tests.ordering.reference import plain_turn_cost


def test_columns_that_take_turns_cost_only_their_opening() -> None:
    """A column that is passed over costs; taking turns does not."""
    weights = SPACED.turns
    view = plain_view(8)
    plans = [[[0, 2, 4, 6], [1, 3, 5, 7]], [[0, 2, 3, 4, 6], [1, 5, 7]]]
    regular, skipped = turn_costs(plans, view, weights)
    assert regular == price(weights.open_cost)
    assert skipped > regular


def test_plans_are_costed_one_by_one() -> None:
    """What a plan costs does not depend on the others that are followed with it."""
    weights, view = SPACED.turns, plain_view(9)
    plans = [
        [[0, 2, 4, 6, 8], [1, 3, 5, 7]],
        [[0, 3, 6], [1, 4, 7], [2, 5, 8]],
        [[0, 1, 2, 3, 8], [4, 5, 6, 7]],
    ]
    alone = [int(turn_costs([plan], view, weights)[0]) for plan in plans]
    assert turn_costs(plans, view, weights).tolist() == alone


def test_a_column_that_ends_early_costs_little_at_the_foot() -> None:
    """Columns end at different rows: passing one over for good costs less near a page's end."""
    weights, view = SPACED.turns, plain_view(16)
    high = [[0, 2, *range(4, 16)], [1, 3]]
    low = [[*range(0, 12, 2), *range(12, 16)], [*range(1, 12, 2)]]
    strict = replace(weights, foot_share=1.0)
    assert turn_costs([low], view, weights) < turn_costs([low], view, strict)
    assert turn_costs([low], view, weights) < turn_costs([high], view, weights)


def test_the_same_turns_cost_the_same_from_either_side() -> None:
    """Once it is decided that columns are read in reverse."""
    view = replace(plain_view(8), row=np.arange(8, dtype=np.int32) // 2)
    plan = [[0, 2, 4, 6], [1, 3, 5, 7]]
    there = turn_costs([plan], view, SPACED.turns)
    back = turn_costs([plan[::-1]], view.reversed(), SPACED.turns)
    assert back == there
    assert turn_costs([plan[::-1]], view, SPACED.turns) > there  # rows in the wrong order


def test_a_heading_is_as_high_as_two_lines() -> None:
    """
    H  B0 C0
    .  B1 C1     what is beside a heading's second half costs its column little
    A0 B2 C2
    """
    columns = [[0, *range(5, 26, 3)], [1, *range(3, 26, 3)], [2, *range(4, 26, 3)]]
    weights = SPACED.turns
    plain, headed = (
        int(turn_costs([columns], replace(plain_view(26), heading=h), weights)[0])
        for h in (None, np.arange(26) == 0)
    )
    beside = weights.pass_costs[0] + weights.pass_costs[1]
    assert plain - headed == pytest.approx(1000 * (1 - weights.heading_pass_share) * beside)


@given(n=st.integers(2, 40), columns=st.integers(2, 5), seed=st.integers(0, 2**16))
def test_turns_are_charged_as_if_followed_one_by_one(n: int, columns: int, seed: int) -> None:
    """The cost of a plan is that of its fragments, taken in the dump's order."""
    view = random_view(n, seed, seen=seed % 2 == 0)
    given_to = np.random.default_rng(seed + 1).integers(0, columns, n)
    plan = [np.flatnonzero(given_to == s).tolist() for s in range(columns)]
    plan = [column for column in plan if column]
    weights = SPACED.turns
    expected = plain_turn_cost(plan, view, weights)
    assert turn_costs([plan], view, weights)[0] == pytest.approx(1000 * expected, abs=n * columns)
