"""The assignment problem against brute force."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.ordering.proposals.assignment import assignment_to_path, best_assignment


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_assignment_is_optimal(n: int, seed: int) -> None:
    """No permutation gains more than the one found."""
    gain = np.random.default_rng(seed).normal(size=(n, n)).round(2)
    found = best_assignment(gain)
    best = max(sum(gain[i, p[i]] for i in range(n)) for p in permutations(range(n)))
    assert sum(gain[i, found[i]] for i in range(n)) == pytest.approx(best)


@given(st.integers(2, 8), st.integers(0, 10_000))
def test_a_patched_assignment_is_one_path(n: int, seed: int) -> None:
    """All nodes stand on the path, once each, from node 0 on."""
    gain = np.random.default_rng(seed).normal(size=(n, n))
    np.fill_diagonal(gain, -1e6)
    path = assignment_to_path(best_assignment(gain), gain)
    assert path[0] == 0
    assert sorted(path) == list(range(n))
