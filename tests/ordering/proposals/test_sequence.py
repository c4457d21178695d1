"""The best sequence of things by what each gains after each other."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.arrays import Doubles
from layoutfix.ordering.proposals.sequence import best_sequence


def _worth(sequence: list[int], gain: Doubles) -> float:
    path = [0, *(thing + 1 for thing in sequence), len(sequence) + 1]
    return float(sum(gain[pair] for pair in pairwise(path)))


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_a_sequence_is_no_worse_than_that_of_the_dump(m: int, seed: int) -> None:
    gain = np.random.default_rng(seed).normal(size=(m + 2, m + 2))
    found = best_sequence(gain, 50, 1e-3)
    assert sorted(found) == list(range(m))
    assert _worth(found, gain) >= _worth(list(range(m)), gain) - 1e-6


@pytest.mark.parametrize("sequence", list(permutations(range(4))))
def test_things_that_clearly_go_on_follow_one_another(sequence: tuple[int, ...]) -> None:
    gain = np.full((6, 6), -1.0)
    for pair in pairwise([0, *(thing + 1 for thing in sequence), 5]):
        gain[pair] = 5.0
    assert best_sequence(gain, 50, 1e-3) == list(sequence)
