"""Regions are parted: headers from columns, and columns at a row."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.arrays import Floats
from layoutfix.ordering.moves.regions import (
    _cut_columns,
    _links_gained,
    _turns_saved,
    divide,
    part_header,
)
from layoutfix.ordering.objective import Objective
from layoutfix.ordering.plans import Column, columns_to_labels, left_to_right
from layoutfix.ordering.turns import turn_costs
from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks, links_of, plain_view, random_page

_PAGES = {"n": st.integers(2, 24), "columns": st.integers(1, 5), "seed": st.integers(0, 2**16)}


def test_a_headline_is_parted_from_the_column_that_it_was_given_to() -> None:
    """
    H          the left column goes on in the right one, and nothing in H
    A1 B1
    A2 B2 ...
    """
    n = 13
    a, b = list(range(1, n, 2)), list(range(2, n, 2))
    row = np.array([0, *np.repeat(np.arange(1, 7), 2)], np.int32)
    known = {p: 3.0 for column in (a, b) for p in pairwise(column)}
    known |= {(0, a[0]): 1.0, (a[-1], b[0]): 2.0}
    view = replace(plain_view(n), row=row)
    objective = Objective(view, links_of(n, -2.0, known), SPACED.order, SPACED.turns)
    assert part_header([a, [0, *b]], objective) == [[[0]], [a, b]]


def test_what_shares_a_row_with_a_column_stands_not_above_it() -> None:
    n = 12
    columns = [list(range(0, n, 2)), list(range(1, n, 2))]
    view = replace(plain_view(n), row=np.arange(n, dtype=np.int32) // 2)
    objective = Objective(view, links_of(n, -2.0, {(0, 1): 50.0}), SPACED.order, SPACED.turns)
    assert part_header(columns[::-1], objective) == [columns[::-1]]


def test_a_region_is_cut_at_a_row_that_its_columns_pay_for() -> None:
    """
    A1 B1      both columns go on in those of the next article a little better than their sentences
    H          end there; H stands across
    A2 B2
    """
    n = 13
    left, right = [0, 2, 4, 6, 7, 9, 11], [1, 3, 5, 8, 10, 12]
    row = np.array([0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6], np.int32)
    links = links_of(n, 1.0, {(4, 6): 2.0, (5, 8): 2.0})
    view = replace(plain_view(n), row=row, spans=np.full(n, -8, np.float32))
    plain = Objective(view, links, SPACED.order, SPACED.turns)
    assert divide([left, right], plain) == [[left, right]]
    crossing = np.where(np.arange(n) == 6, 20.0, 0.0).astype(np.float32)
    told = Objective(replace(view, crossing=crossing), links, SPACED.order, SPACED.turns)
    parts = divide([left, right], told)
    assert [[i for column in part for i in column] for part in parts] == [
        [0, 2, 4, 1, 3, 5],
        [6, 7, 9, 11, 8, 10, 12],
    ]


@settings(deadline=None)
@given(**_PAGES)
def test_boundaries_gain_what_the_joints_of_their_parts_gain(
    n: int, columns: int, seed: int
) -> None:
    """Where the parts are read in the order that the columns have."""
    plan, _ = random_page(n, columns, seed)
    table = np.random.default_rng(seed).normal(0, 2, (n, n)).astype(np.float32)
    at, label = (array[0] for array in columns_to_labels([plan]))
    gained = _links_gained(at, label, np.arange(1, n), DenseLinks(table))
    for cut, links in zip(range(1, n), gained, strict=True):
        parts = [
            [part for column in plan if (part := [i for i in column if (i < cut) == above])]
            for above in (True, False)
        ]
        new = _along([column for part in parts for column in part], table)
        assert links == pytest.approx(new - _along(plan, table), abs=1e-3)


def _along(columns: list[Column], table: Floats) -> float:
    return float(sum(table[pair] for pair in pairwise(i for column in columns for i in column)))


@settings(deadline=None)
@given(**_PAGES)
def test_boundaries_save_the_turns_of_their_parts(n: int, columns: int, seed: int) -> None:
    """The turns of the whole, less those of both parts, each arranged anew."""
    plan, objective = random_page(n, columns, seed)
    plan = left_to_right(plan, objective.view)
    at, label = (array[0] for array in columns_to_labels([plan]))
    saved = _turns_saved(at, label, np.arange(1, n), objective)
    for cut, costs in zip(range(1, n), saved, strict=True):
        parts = [part for part in _cut_columns(plan, cut, objective) if len(part) > 1]
        paid = sum(int(turn_costs([p], objective.view, objective.turns)[0]) for p in parts)
        whole = int(turn_costs([plan], objective.view, objective.turns)[0])
        assert costs == pytest.approx(SPACED.order.turns_price * (whole - paid) / 1000)


@settings(deadline=None)
@given(**_PAGES)
def test_parting_a_header_never_lowers_the_worth_of_a_region(
    n: int, columns: int, seed: int
) -> None:
    plan, objective = random_page(n, columns, seed)
    plan = left_to_right(plan, objective.view)
    orders = [
        [i for region in regions for column in region for i in column]
        for regions in ([plan], part_header(plan, objective))
    ]
    assert sorted(orders[1]) == list(range(n))
    assert objective.worth(orders[1]) >= objective.worth(orders[0]) - 2e-3


def test_columns_are_divided_for_less_where_the_rows_say_so() -> None:
    """
    A B ...   What the links gain where the columns are divided, less what the parts cost, is not
    C D ...   enough where nothing else speaks for it.
    """
    n = 32
    table = np.full((n, n), -3.5, np.float32)
    for start in (0, 1):
        for i in range(start, n - 2, 2):
            table[i, i + 2] = 4.0
    table[[14, 15, 30], [16, 17, 1]] = 0.0  # the columns run on into the lower article
    table[[14, 15, 30], [1, 16, 17]] = 5.0 / 3.0
    weights = replace(SPACED.order, boundary_gain=4.0)
    view = replace(plain_view(n), row=np.arange(n, dtype=np.int32) // 2)
    whole = [[*range(0, n, 2)], [*range(1, n, 2)]]
    upper, lower = [[*range(s, 16, 2)] for s in (0, 1)], [[*range(s, n, 2)] for s in (16, 17)]
    found = []
    for nats in (0.0, 20.0):
        boundary = np.where(np.arange(n) == 16, np.float32(nats), np.float32(0.0))
        objective = Objective(
            replace(view, boundary=boundary), DenseLinks(table), weights, SPACED.turns
        )
        found.append(divide(whole, objective))
    assert found == [[whole], [upper, lower]]
