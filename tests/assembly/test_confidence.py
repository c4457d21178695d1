"""How the joints of an order stand in the dump and beside one another."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.arrays import Floats
from layoutfix.assembly.confidence import (
    FEATURES,
    Surroundings,
    joint_features,
    nothing_seen,
    order_to_surroundings,
)
from layoutfix.assembly.joints import neighbours_to_chance, neighbours_to_features
from layoutfix.config import Config
from layoutfix.script import Script
from layoutfix.weights import load_weights
from tests.assembly.plain import plain_neighbours
from tests.helpers import SPACED


def _around(order: list[int], table: Floats | None = None) -> Surroundings:
    n = len(order)
    links = np.zeros((n, n), np.float32) if table is None else table
    return order_to_surroundings(order, lambda a, b: links[a, b], np.zeros(n, bool))


def test_columns_that_take_turns_are_regular() -> None:
    """A0 B1 A2 B3 ...: all joints but the one from foot to head go two on, side by side."""
    found = _around([0, 2, 4, 6, 8, 1, 3, 5, 7, 9])
    assert found.back.tolist() == [False] * 4 + [True] + [False] * 4
    assert found.parallel.tolist() == [1, 2, 2, 2, 0, 2, 2, 2, 1]
    assert found.alike.tolist() == [2, 3, 3, 3, 0, 3, 3, 3, 2]
    assert found.near.tolist() == [True] * 4 + [False] + [True] * 4
    assert not found.far.any()


def test_a_joint_that_passes_others_over_is_far() -> None:
    found = _around([0, 2, 4, 6, 12, 14, 1, 3, 5, 7, 8, 9, 10, 11, 13])
    assert found.far.tolist().index(True) == 3
    assert found.far.sum() == 1


@given(n=st.integers(2, 9), seed=st.integers(0, 2**16))
def test_crossings_are_all_exchanges_with_overlapping_joints(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    order = rng.permutation(n).tolist()
    table = rng.normal(0, 2, (n, n)).astype(np.float32)
    expected = []
    joints = list(pairwise(order))
    for i, j in joints:
        total = 1.0
        for a, b in joints:
            overlap = i < j and a < b and (a, b) != (i, j) and max(i, a) < min(j, b)
            if overlap and (i < a < j or a < i < b):
                total += np.exp(table[i, b] + table[a, j] - table[i, j] - table[a, b])
        expected.append(min(np.log(total), 8.0))
    assert _around(order, table).crossing == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_short_orders_have_surroundings(n: int) -> None:
    for order in permutations(range(n)):
        found = _around(list(order))
        assert len(found.back) == len(found.crossing) == n - 1
        odds = np.zeros(n - 1, np.float32)
        features = joint_features(odds, odds, odds, found, nothing_seen(n - 1), SPACED.assembly)
        assert features.shape == (n - 1, len(FEATURES))


@pytest.mark.parametrize("script", Script)
def test_there_is_a_weight_for_each_feature(script: Script) -> None:
    weights = load_weights(script).assembly
    assert tuple(weights.confidence_odds) == FEATURES
    assert weights.confidence_odds_kept.keys() < set(FEATURES)


@pytest.mark.parametrize("script", [Script.CJK, Script.SPACED])
def test_lines_that_are_seen_below_each_other_are_likelier_to_go_on(script: Script) -> None:
    """Items of a list have poor links; that the page shows one column of them says enough."""
    links = [0.5, -1.0, 1.0, -0.5, 0.0, 1.5]
    guessed, seen = (plain_neighbours(links, below=below, script=script) for below in (False, True))
    weights = load_weights(script).assembly
    assert (neighbours_to_chance(seen, weights) > neighbours_to_chance(guessed, weights)).all()
    assert neighbours_to_chance(seen, weights).min() > Config().doubtful_below


def test_features_of_the_page_are_the_same_for_all_its_joints() -> None:
    found = neighbours_to_features(plain_neighbours([3.0, 1.0, 2.0], below=True), SPACED.assembly)
    page = [FEATURES.index(name) for name in ("page", "regular")]
    assert found[:, page] == pytest.approx(np.tile([2.0, 4.0], (3, 1)))
