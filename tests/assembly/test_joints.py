"""How sure a joint is said to be, and what is no joint."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.assembly.joints import (
    continuing_kind,
    neighbours_to_chance,
    neighbours_to_confidence,
    neighbours_to_kinds,
)
from layoutfix.script import Script
from layoutfix.weights import load_weights
from tests.assembly.plain import plain_neighbours, plain_surroundings
from tests.helpers import CJK, SPACED

WEIGHTS = SPACED.assembly


def _confidence(
    totals: list[float], *, script: Script = Script.SPACED, moved: bool = True
) -> list[float]:
    neighbours = plain_neighbours(totals, script=script, moved=moved)
    return neighbours_to_confidence(neighbours, load_weights(script).assembly).tolist()


@pytest.mark.parametrize("moved", [True, False])
@pytest.mark.parametrize("script", [Script.CJK, Script.SPACED])
@given(totals=st.lists(st.floats(-5, 12), min_size=2, max_size=9))
def test_a_better_link_is_never_less_certain(
    totals: list[float], script: Script, moved: bool
) -> None:
    """Between neighbours that are as good, confidence does not fall as the link gets better."""
    for k in range(1, len(totals) - 1):
        worse, better = sorted(totals[k - 1 : k + 1])
        low, high = ([4.0, link, 4.0] for link in (worse, better))
        first = _confidence(low, script=script, moved=moved)[1]
        assert first <= _confidence(high, script=script, moved=moved)[1] + 1e-6
    assert all(0.0 <= c <= 1.0 for c in _confidence(totals, script=script, moved=moved))


@pytest.mark.parametrize("script", [Script.CJK, Script.SPACED])
@given(totals=st.lists(st.floats(-5, 12), min_size=1, max_size=9))
def test_more_than_nine_in_ten_is_nearly_certain(totals: list[float], script: Script) -> None:
    """Nothing is told as between 0.9 and `confidence_sure`: who filters by 0.9 wants no errors."""
    found = _confidence(totals, script=script)
    assert not [c for c in found if 0.9 <= c < WEIGHTS.confidence_sure - 1e-6]


def test_both_sides_of_the_gap_are_used() -> None:
    """Good links are certain, middling ones are told as just below 0.9."""
    good, middling = _confidence([8.0, 8.0])[0], _confidence([-0.5, -0.5])[0]
    assert good > WEIGHTS.confidence_sure
    assert 0.89 < middling < 0.9


@pytest.mark.parametrize("script", [Script.CJK, Script.SPACED])
def test_a_joint_that_goes_as_far_on_as_the_others_is_more_certain(script: Script) -> None:
    """Words alone say as much of both; that one stands among joints alike, and one does not."""
    weights = load_weights(script).assembly
    joints = [plain_neighbours([1.0], regular=regular, script=script) for regular in (True, False)]
    alike, alone = (neighbours_to_confidence(n, weights)[0] for n in joints)
    assert alike > alone + 0.2


@pytest.mark.parametrize("script", [Script.CJK, Script.SPACED])
def test_a_joint_whose_ends_could_be_exchanged_is_less_certain(script: Script) -> None:
    plain, weights = plain_neighbours([1.0], script=script), load_weights(script).assembly
    crossed = replace(plain.around, crossing=np.array([2.0]))
    across = replace(plain.around, across=np.array([True]))
    certain, *doubtful = (
        neighbours_to_chance(replace(plain, around=around), weights)[0]
        for around in (plain.around, crossed, across)
    )
    assert max(doubtful) < certain


TEXTS = ["the boats lay near the", "harbour wall until noon."]


def test_what_columns_do_not_bear_out_is_a_gap() -> None:
    """The same poor link: among joints alike it goes on; alone, and with a rival, it is a gap."""
    regular = plain_neighbours([-3.0])
    alone = replace(
        regular, around=plain_surroundings(1, regular=False), rival=np.array([3.0], np.float32)
    )
    kinds = [neighbours_to_kinds(TEXTS, n, WEIGHTS)[0] for n in (regular, alone)]
    assert kinds == ["space", "gap"]


@pytest.mark.parametrize(("columns", "kind"), [(0, "gap"), (1, "gap"), (2, "join")])
def test_where_no_column_stands_behind_a_joint_it_must_read(columns: int, kind: str) -> None:
    """A poor link holds among joints that go as far on, if these are of a column."""
    found = plain_neighbours([-1.1], regular=True, script=Script.CJK)
    found = replace(found, columns=columns)
    kinds = neighbours_to_kinds(["河上的渔船停在", "港口的石墙边。"], found, CJK.assembly)
    assert kinds == [kind]


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("the ham-", "mer fell", "hyphen"),
        ("die 2G-", "Regel gilt", "join"),
        ("the Franco-", "Prussian war", "join"),
        ("Deutscher Staats⸗", "Anzeiger", "join"),
        ("from 1914-", "1918 on", "join"),
        ("Vor-", "und Nachteile", "space"),
        ("two-", "or threefold", "space"),
        ("he said -", "The end", "space"),
        ("he said -", "the end", "space"),
        ("in the old", "harbour", "space"),
    ],
)
def test_a_hyphen_at_a_lines_end(left: str, right: str, kind: str) -> None:
    """It breaks a word, belongs to it, or stands for what follows."""
    assert continuing_kind(left, right) == kind
