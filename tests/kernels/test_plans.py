"""The compiled kernels of plans: the same numbers as their twins in numpy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import kernels
from layoutfix.arrays import Index
from layoutfix.ordering.plans import NOT_THERE, arrange_by_arrays
from layoutfix.ordering.turns import turn_costs_by_arrays
from layoutfix.ordering.view import PageView
from layoutfix.weights import TurnWeights
from tests.helpers import CJK, SPACED
from tests.ordering.plain import random_view

pytestmark = pytest.mark.skipif(not kernels.COMPILED, reason="the kernels were not built")

_PAGES = {
    "n": st.integers(1, 60),
    "columns": st.integers(1, 8),
    "plans": st.integers(1, 4),
    "seed": st.integers(0, 2**16),
}


def random_plans(
    n: int, columns: int, plans: int, seed: int
) -> tuple[Index, Index, PageView, TurnWeights]:
    """Plans that differ in a few lines; some have fewer lines, some lines of their own."""
    rng = np.random.default_rng(seed)
    view = random_view(n + 5, seed, seen=seed % 3 == 0)
    if seed % 6 == 0:  # some places are not known
        view = replace(view, x=np.where(rng.random(n + 5) < 0.3, np.nan, view.x).astype(np.float32))
    begins = rng.random(n + 5) < 0.1
    view = replace(
        view, mirrored=seed % 5 == 0, turned=int(rng.integers(0, columns + 1)) * (seed % 7 < 3)
    )
    view = replace(view, begins=begins if seed % 4 == 0 else None)
    in_turn = np.concatenate([rng.permutation(columns), np.tile(rng.permutation(columns), n)])[:n]
    label = np.where(rng.random((plans, n)) < 0.7, in_turn, rng.integers(0, columns, (plans, n)))
    at = np.arange(n)[None]
    if seed % 2:
        at = np.sort(rng.permuted(np.tile(np.arange(n + 5), (plans, 1)), axis=1)[:, :n], axis=1)
        label[-1, n - int(rng.integers(0, n)) :] = NOT_THERE
    weights = (CJK if seed % 4 < 2 else SPACED).turns
    return at, label, view, replace(weights, halves_share=float(rng.choice([0.0, 1.3])))


@settings(deadline=None, max_examples=300)
@given(**_PAGES)
def test_plans_are_arranged_as_by_arrays(n: int, columns: int, plans: int, seed: int) -> None:
    at, label, view, _ = random_plans(n, columns, plans, seed)
    found = kernels.plans.arrange(at, label, view)
    assert found.tolist() == arrange_by_arrays(at, label, view).tolist()


@settings(deadline=None, max_examples=300)
@given(**_PAGES)
def test_turns_cost_the_same_as_by_arrays(n: int, columns: int, plans: int, seed: int) -> None:
    at, label, view, weights = random_plans(n, columns, plans, seed)
    label = arrange_by_arrays(at, label, view)
    found = kernels.plans.turn_costs(at, label, view, weights)
    assert found.tolist() == turn_costs_by_arrays(at, label, view, weights).tolist()
