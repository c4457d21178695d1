"""The compiled exchange looks into the same plans as its twin in numpy, and values them alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import kernels
from layoutfix.ordering.moves.exchange import (
    BOUNDS,
    Plan,
    exchange_parts,
    look_around_by_arrays,
    near_plans,
    region_plans,
)
from layoutfix.ordering.plans import arrange, left_to_right
from tests.kernels.twins import twins
from tests.ordering.plain import random_page

pytestmark = pytest.mark.skipif(not kernels.COMPILED, reason="the kernels were not built")

_PAGES = {"n": st.integers(2, 50), "columns": st.integers(2, 6), "seed": st.integers(0, 2**16)}


@settings(deadline=None, max_examples=200)
@given(**_PAGES)
def test_what_is_between_columns_is_worth_the_same(n: int, columns: int, seed: int) -> None:
    page, objective = random_page(n, columns, seed)
    plans = region_plans(page, objective)
    rng = np.random.default_rng(seed)
    label = np.where(rng.random((4, n)) < 0.7, np.arange(n) % columns, rng.integers(0, columns))
    label[:, :5] = rng.integers(0, columns)  # a header
    label = arrange(plans.at, label, objective.view)
    found = kernels.exchange.between(plans, label, BOUNDS)
    with twins():
        assert found.tolist() == plans.between_by_arrays(label).tolist()


@settings(deadline=None, max_examples=200)
@given(**_PAGES, tails_only=st.booleans(), least=st.sampled_from([-20_000, -3_000, 500]))
def test_the_same_plans_are_found(
    n: int, columns: int, seed: int, tails_only: bool, least: int
) -> None:
    page, objective = random_page(n, columns, seed)
    plans = region_plans(page, objective)
    owner = np.random.default_rng(seed).integers(0, columns, (1, n))
    label = arrange(plans.at, owner, objective.view)
    plan = Plan(label[0], int(plans.between(label)[0]), int(plans.turn_costs(label)[0]))
    bounds = BOUNDS if seed % 2 else BOUNDS._replace(looked_into=9, tried=4, loss=3_000)
    found = kernels.exchange.look_around(plans, plan, least, tails_only, bounds)
    with twins():
        twin = look_around_by_arrays(plan, plans, least, bounds, tails_only=tails_only)
    expected = (twin.label, twin.between, twin.paid, twin.gain)
    for kernel_array, twin_array in zip(found, expected, strict=True):
        assert kernel_array.tolist() == twin_array.tolist()


@settings(deadline=None, max_examples=50)
@given(**_PAGES)
def test_regions_become_the_same(n: int, columns: int, seed: int) -> None:
    """After all rounds; and the plans near the one that was found."""
    page, objective = random_page(n, columns, seed)
    page = left_to_right(page, objective.view)
    objective = replace(objective, weights=replace(objective.weights, exchange_gain=0.1))
    found, near = exchange_parts(page, objective), near_plans(page, objective, 2.0)
    with twins():
        assert exchange_parts(page, objective) == found
        assert near_plans(page, objective, 2.0) == near
