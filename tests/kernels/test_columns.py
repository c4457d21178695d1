"""The compiled beam finds what its twin in numpy finds, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import kernels
from layoutfix.ordering.proposals.columns import find_columns, follow_by_arrays, step_costs
from layoutfix.weights import TurnWeights
from tests.helpers import CJK, SPACED
from tests.ordering.plain import random_view

pytestmark = pytest.mark.skipif(not kernels.COMPILED, reason="the kernels were not built")


def _ways(base: TurnWeights, seed: int) -> list[TurnWeights]:
    """The settings of some beams."""
    rng = np.random.default_rng(seed)
    base = replace(
        base,
        max_columns=int(rng.integers(1, 8)),
        halves_share=float(rng.choice([0.0, 0.9, 1.3])),
        fresh_fragments=int(rng.integers(1, 9)),
        x_cost=float(rng.choice([2.0, 8.0])),
    )
    return [
        replace(
            base,
            open_cost=base.open_cost * factor,
            late_open_cost=base.late_open_cost * factor,
            pass_costs=tuple(cost / factor for cost in base.pass_costs),
        )
        for factor in rng.choice([0.3, 0.7, 1.0, 1.55], rng.integers(1, 4)).tolist()
    ]


@settings(deadline=None, max_examples=200)
@given(
    n=st.integers(1, 60),
    beam=st.sampled_from([1, 2, 7, 40]),
    seed=st.integers(0, 2**16),
    headings=st.booleans(),
    grid=st.sampled_from([0, 3]),
)
def test_the_kernel_keeps_the_states_of_its_twin(
    n: int, beam: int, seed: int, headings: bool, grid: int
) -> None:
    """All states that are on the way to one kept at the end, and the score of the best."""
    view = random_view(n, seed, seen=seed % 3 == 0)
    view = replace(view, links=view.links.round(grid), heading=view.heading if headings else None)
    ways = _ways((CJK if seed % 2 else SPACED).turns, seed)
    costs = step_costs(view, ways)
    expected = follow_by_arrays(view, costs, len(ways), beam)
    found = kernels.columns.follow(view, costs, len(ways), beam)
    assert found[2].tolist() == expected[2].tolist()
    for w in range(len(ways)):
        at = np.array([0])
        for j in range(n - 1, -1, -1):
            assert found[1][j, w, at].tolist() == expected[1][j, w, at].tolist()
            assert found[0][j, w, at].tolist() == expected[0][j, w, at].tolist()
            at = expected[0][j, w, at]


def test_the_kernel_runs_where_it_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search asks it, not its twin."""
    view = random_view(20, 1, seen=False)
    expected = find_columns(view, SPACED.turns)
    monkeypatch.setattr("layoutfix.ordering.proposals.columns.follow_by_arrays", None)
    (found,) = find_columns(view, SPACED.turns)
    assert found.column.tolist() == expected[0].column.tolist()
