"""Exchange of parts of columns: what tells is at the foot of the columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.arrays import Longs
from layoutfix.ordering.moves import exchange
from layoutfix.ordering.moves.exchange import exchange_parts, region_plans
from layoutfix.ordering.objective import Objective, order_to_regions
from layoutfix.ordering.plans import (
    Column,
    arrange,
    columns_to_labels,
    label_to_columns,
    left_to_right,
)
from tests.helpers import SPACED
from tests.ordering.plain import links_of, plain_view, random_page
from tests.ordering.reference import plain_plan_worth

_PAGES = {"n": st.integers(2, 24), "columns": st.integers(1, 5), "seed": st.integers(0, 2**16)}


def _exchange(
    columns: list[Column], known: Mapping[tuple[int, int], float], n: int
) -> list[Column]:
    """What exchanges make of columns whose links are worth -1 but for those known."""
    weights = replace(SPACED.order, exchange_gain=0.5)
    objective = Objective(plain_view(n), links_of(n, -1.0, known), weights, SPACED.turns)
    return exchange_parts(columns, objective)


def test_the_link_from_foot_to_head_undoes_a_crossing() -> None:
    """
    A0 B1      the joints at the crossing say nothing; that A10 goes on with B1, at the head
    A2 B3      of the next column, does
    A4 B5 ...
    """
    n = 12
    left, right = list(range(0, n, 2)), list(range(1, n, 2))
    links = {(a, a + 2): 2.0 for a in range(n - 2)}
    for a, b in ((4, 6), (5, 7), (4, 7), (5, 6)):
        links[a, b] = 0.0
    links[10, 1] = 5.0
    crossed = [[0, 2, 4, 7, 9, 11], [1, 3, 5, 6, 8, 10]]
    assert _exchange(crossed, links, n) == [left, right]


def test_a_block_goes_back_to_its_column() -> None:
    """
    A0 B1      A4 and A6 were given to B: one exchange of tails cannot mend both of its ends,
    A2 B3      a block that changes its column can
    A4 B5 ...
    """
    n = 12
    left, right = list(range(0, n, 2)), list(range(1, n, 2))
    links = {p: 2.0 for column in (left, right) for p in pairwise(column)}
    assert _exchange([[0, 2, 8, 10], [1, 3, 4, 5, 6, 7, 9, 11]], links, n) == [left, right]


def test_columns_that_read_well_stay() -> None:
    """No exchange where every joint is good."""
    n = 12
    columns = [list(range(0, n, 2)), list(range(1, n, 2))]
    links = {(a, a + 2): 2.0 for a in range(n - 2)}
    assert _exchange(columns, links, n) == columns


def test_one_column_has_nothing_to_exchange() -> None:
    """A single column comes back as it is, and so does a region that is too large."""
    assert _exchange([[0, 1, 2]], {}, 3) == [[0, 1, 2]]
    n = exchange.MOST_DENSE + 2
    crossed = [[*range(0, 20, 2), *range(21, n, 2)], [*range(1, 20, 2), *range(20, n, 2)]]
    assert _exchange(crossed, {(a, a + 2): 2.0 for a in range(n - 2)}, n) == crossed


def test_a_crossing_is_undone_beside_a_column_that_opens_late() -> None:
    """
    A1 B2 D3          C opens under a picture and its lines stand lower than those beside it: D
    A4 B5 D6          comes before C in the rows. That A and D crossed over shows only at their
    A7 B8 D9          feet and heads, and only if C is read before D.
    A10 B11 D12 C13
    A14 B15 D16 C17 ...
    """
    rows = [[0, 1, 3]] * 3 + [[0, 1, 3, 2]] * 5
    columns: list[Column] = [[], [], [], []]
    for i, owner in enumerate(owner for row in rows for owner in row):
        columns[owner].append(i)
    n = sum(map(len, columns))
    links = {p: 2.0 for column in columns for p in pairwise(column)}
    links |= {(a[-1], b[0]): 3.0 for a, b in pairwise(columns)}
    a, b, c, d = columns
    for foot, head in ((a[2], a[3]), (d[2], d[3]), (a[2], d[3]), (d[2], a[3])):
        links[foot, head] = 0.0
    links[d[-1], b[0]] = 7.0  # as the columns stand, the crossing is worth as much as the truth
    crossed = [a[:3] + d[3:], b, c, d[:3] + a[3:]]
    assert _exchange(crossed, links, n) == columns


@settings(deadline=None)
@given(**_PAGES)
def test_moves_gain_what_the_links_inside_the_columns_gain(n: int, columns: int, seed: int) -> None:
    plan, _ = random_page(n, columns, seed)
    if len(plan) < 2:
        return
    score = np.random.default_rng(seed).integers(-4000, 4000, (n + 1, n + 1))
    score[-1] = score[:, -1] = 0
    label = columns_to_labels([plan])[1][0]
    moves = exchange._best_moves(label, score, -99_000, 500)
    before = _inside(plan, score)
    for after, gain in zip(exchange._make_moves(label, moves), moves.gain, strict=True):
        new = label_to_columns(np.arange(n), after)
        assert sorted(i for column in new for i in column) == list(range(n))
        assert _inside(new, score) - before == gain


def _inside(columns: list[Column], score: Longs) -> int:
    return int(sum(score[pair] for column in columns for pair in pairwise(column)))


@settings(deadline=None)
@given(**_PAGES)
def test_a_plan_is_worth_its_best_way_to_be_read(n: int, columns: int, seed: int) -> None:
    """With any header that it may have, and a late column elsewhere."""
    plan, objective = random_page(n, columns, seed)
    plan = left_to_right(plan, objective.view)
    found = region_plans(plan, objective).worth(columns_to_labels([plan])[1])
    expected = 1000 * plain_plan_worth(plan, objective)
    assert found.tolist() == pytest.approx([expected], abs=n * columns)


@settings(deadline=None)
@given(**_PAGES)
def test_a_plan_without_header_is_worth_what_its_order_is(n: int, columns: int, seed: int) -> None:
    """The arrays are the same sum as the objective, but for the price of the region itself."""
    plan, objective = random_page(n, columns, seed)
    # one row: nothing stands above; and what columns cross is the same for all plans
    view = replace(objective.view, row=np.zeros(n, np.int32), crossing=None)
    objective = Objective(view, objective.links, objective.weights, objective.turns)
    plan = left_to_right(plan, view)
    order = [i for column in plan for i in column]
    terms = objective.terms(order)
    if terms.regions != 1 or order_to_regions(order) != [plan]:
        return
    plans = region_plans(plan, objective)
    found = plans.worth(columns_to_labels([plan])[1])
    expected = terms.worth(objective.weights) + objective.weights.region_cost + terms.reverse
    assert found.tolist() == pytest.approx([1000 * expected], abs=1.0)


@settings(deadline=None)
@given(**_PAGES)
def test_plans_are_worth_the_same_alone(n: int, columns: int, seed: int) -> None:
    plan, objective = random_page(n, columns, seed)
    plans = region_plans(plan, objective)
    owners = np.random.default_rng(seed).integers(0, columns, (4, n))
    label = arrange(plans.at, owners, objective.view)
    assert plans.worth(label).tolist() == [int(plans.worth(each[None])[0]) for each in label]


@settings(deadline=None)
@given(**_PAGES)
def test_an_exchange_never_lowers_the_worth_of_a_region(n: int, columns: int, seed: int) -> None:
    plan, objective = random_page(n, columns, seed)
    plan = left_to_right(plan, objective.view)
    found = left_to_right(exchange_parts(plan, objective), objective.view)
    assert sorted(i for column in found for i in column) == list(range(n))
    plans = region_plans(plan, objective)
    before, after = (plans.worth(columns_to_labels([each])[1])[0] for each in (plan, found))
    assert after >= before
