"""What holds for every text, and for every permutation of a fixture."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import layoutfix
from layoutfix import Config, Pin
from tests.helpers import FIXTURES, assert_promises

RELAXED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    ["山上的雪化了", "。", "，", "\n", "\n\n", " ", "    ", "\u3000", "\t", "\f", "\x00", "\ud800",
     "# ", "> ", "the old bridge", "was closed.", "-", "”", "“", "12.5%", "😀", "\r\n", "ab- "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)


@given(TEXTS)
@example("-\nwas closed.was closed.was closed.山上的雪化了")  # one row with lines, below a speck
@RELAXED
def test_any_text_keeps_the_promises(text: str) -> None:
    """No text raises or loses a character."""
    assert_promises(layoutfix.fix(text))


@given(st.permutations(range(24)), st.sampled_from(["zh-Hans-03", "en-05"]))
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_any_permutation_keeps_all_text(order: list[int], stem: str) -> None:
    """Lines in any order come out complete, in an order that is a permutation."""
    text = next((FIXTURES / "articles").glob(f"{stem}*")).read_text(encoding="utf-8")
    flat = text.replace("\n", "")
    lines = [flat[k * 22 : k * 22 + 22] for k in range(24)]
    assert_promises(layoutfix.fix_lines([lines[k] for k in order]))


def _dump() -> str:
    return (FIXTURES / "dumps" / "zh-two-columns.txt").read_text(encoding="utf-8")


def test_is_deterministic() -> None:
    """The same input gives the same record."""
    assert layoutfix.fix(_dump()).to_json() == layoutfix.fix(_dump()).to_json()


@pytest.mark.parametrize("seed", range(4))
def test_pins_are_honoured(seed: int) -> None:
    """Two fragments pinned together follow each other; two pinned apart do not."""
    free = layoutfix.fix(_dump())
    rng = np.random.default_rng(seed)
    i, j = (int(k) for k in rng.choice(len(free.order), 2, replace=False))
    a, b = free.fragments[i], free.fragments[j]
    together = layoutfix.fix(_dump(), pins=[Pin((a.start, a.end), (b.start, b.end))])
    order = [together.fragments[k].start for k in together.order]
    assert order.index(b.start) == order.index(a.start) + 1
    left, right = (free.fragments[k] for k in free.order[5:7])
    apart = layoutfix.fix(
        _dump(), pins=[Pin((left.start, left.end), (right.start, right.end), together=False)]
    )
    order = [apart.fragments[k].start for k in apart.order]
    assert order.index(right.start) != order.index(left.start) + 1


def test_the_cautious_end_of_the_dial_keeps_the_order() -> None:
    """With a confidence of 1 required nothing is moved."""
    result = layoutfix.fix(_dump(), config=Config(min_confidence=1.0))
    assert list(result.order) == sorted(result.order)


def test_the_dial_moves_less_when_it_is_raised() -> None:
    """More caution, fewer joints that the dump did not have."""
    moved = []
    for x in (0.0, 0.6, 0.95):
        order = layoutfix.fix(_dump(), config=Config(min_confidence=x)).order
        moved.append(sum(b != a + 1 for a, b in pairwise(order)))
    assert moved[0] >= moved[1] >= moved[2]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["山" * 1_000_000, "word " * 200_000], ids=["zh", "en"])
def test_a_megabyte_without_a_newline(text: str) -> None:
    """A text on one line comes back as it is."""
    assert layoutfix.fix(text).text == text


@pytest.mark.slow
def test_five_thousand_lines() -> None:
    """A dump of many pages without page marks works."""
    dump = "\n".join([_dump()] * 80)
    assert_promises(layoutfix.fix(dump))
