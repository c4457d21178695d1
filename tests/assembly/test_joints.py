"""How sure a joint is said to be."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.assembly.joints import (
    Neighbours,
    neighbours_to_confidence,
    neighbours_to_kinds,
)
from layoutfix.config import AssemblyConfig

CONFIG = AssemblyConfig()


def _confidence(*totals: float) -> list[float]:
    total = np.array(totals, np.float32)
    none = np.zeros(len(total), np.float32)
    moved = np.ones(len(total), bool)
    neighbours = Neighbours(none, none, none, -3.5, total, none, moved, in_columns=True)
    return neighbours_to_confidence(neighbours, CONFIG).tolist()


@given(st.lists(st.floats(-5, 12), min_size=2, max_size=9))
def test_a_better_link_is_never_less_certain(totals: list[float]) -> None:
    """On one page confidence does not fall as links get better."""
    confidence = _confidence(*sorted(totals))
    assert confidence == sorted(confidence)
    assert all(0.0 <= c <= 1.0 for c in confidence)


@given(st.lists(st.floats(-5, 12), min_size=1, max_size=9))
def test_more_than_nine_in_ten_is_nearly_certain(totals: list[float]) -> None:
    """Nothing is told as between 0.9 and `confidence_sure`: who filters by 0.9 wants no errors."""
    assert not [c for c in _confidence(*totals) if 0.9 <= c < CONFIG.confidence_sure - 1e-6]


def test_both_sides_of_the_gap_are_used() -> None:
    """Good links are certain, middling ones are told as just below 0.9."""
    good, middling = _confidence(8.0, 8.0)[0], _confidence(2.0, 2.0)[0]
    assert good > CONFIG.confidence_sure
    assert 0.89 < middling < 0.9


def _lone(same: float, *, moved: bool, in_columns: bool) -> Neighbours:
    """One joint at which a sentence goes on with so many nats."""
    odds, none = np.array([same], np.float32), np.zeros(1, np.float32)
    low = none - 9.0
    return Neighbours(odds, low, low, -3.5, odds, none, np.array([moved]), in_columns)


def test_a_joint_without_a_column_behind_it_needs_better_links() -> None:
    """What a path search joined at a loss is torn rather than spliced; columns vouch for theirs."""
    texts = ["the boats lay near the", "harbour wall until noon."]
    kinds = [
        neighbours_to_kinds(texts, _lone(-1.0, moved=moved, in_columns=columns), CONFIG)[0]
        for moved, columns in ((True, False), (False, False), (True, True))
    ]
    assert kinds == ["gap", "space", "space"]


def test_a_joint_without_a_column_behind_it_is_less_certain() -> None:
    alone = neighbours_to_confidence(_lone(2.0, moved=True, in_columns=False), CONFIG)[0]
    backed = neighbours_to_confidence(_lone(2.0, moved=True, in_columns=True), CONFIG)[0]
    assert alone < backed
