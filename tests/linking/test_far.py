"""Far evidence: the stretch encoder, a scorer of the user's own, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from layoutfix import InputError
from layoutfix.linking.far import (
    EncoderEvidence,
    FarEvidence,
    FarReading,
    ScorerEvidence,
    Stretch,
)
from layoutfix.linking.stretch import stretch_encoder_for
from tests.helpers import SPACED, weights_with

FERRY = "The ferry was sold last spring, and nobody asked who had bought it."
CLERK = "The clerk has lost the keys of the archive, and with them his good name."


class Listed:
    """Evidence that gives each stretch one, and lists what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Stretch] = []

    def gains(self, stretches: Sequence[Stretch]) -> list[float]:
        self.asked += stretches
        return [1.0] * len(stretches)


class Lengths:
    """A scorer for which a text behind another is one nat likelier for each of its characters."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[str]]] = []

    def score(self, context: str, continuations: Sequence[str]) -> list[float]:
        self.calls.append((context, [*continuations]))
        return [-100.0 + len(context) for _ in continuations]


class Answers:
    """A scorer with one answer to everything."""

    def __init__(self, answer: list[float]) -> None:
        self._answer = answer

    def score(self, context: str, continuations: Sequence[str]) -> list[float]:
        return self._answer


def _reading(texts: Sequence[str], evidence: FarEvidence, price: float = 1.0) -> FarReading:
    weights = weights_with(SPACED, far={"above": 12, "below": 9}).far
    return FarReading(texts, [(price, evidence)], weights, " ")


def test_the_stretch_encoder_tells_the_column() -> None:
    """A text goes on the one that speaks of the same; a text that is empty says nothing."""
    encoder = stretch_encoder_for("latin")
    assert encoder is not None
    evidence = EncoderEvidence(encoder)
    below = "The new owner of the ferry was seen on the quay."
    mine, others, none, end = evidence.gains(
        [Stretch(FERRY, below), Stretch(CLERK, below), Stretch("", below), Stretch(FERRY, "")]
    )
    assert mine > others + 0.5
    assert (none, end) == (0.0, 0.0)


def test_only_joints_in_which_orders_differ_are_asked() -> None:
    """
    A0 B1    the orders 0 2 | 1 3 and 0 3 | 1 2 differ in both of their columns; the joints
    A2 B3    from foot to head differ too, and are not asked
    """
    heard = Listed()
    reading = _reading(["aa", "bb", "cc", "dd"], heard, price=0.5)
    assert reading.gains([0, 2, 1, 3], [[0, 2, 1, 3]]) == [0.0]
    assert heard.asked == []
    assert reading.gains([0, 2, 1, 3], [[0, 3, 1, 2]]) == [0.0]
    assert {*heard.asked} == {
        Stretch("aa", "dd"),
        Stretch("bb", "cc"),
        Stretch("aa", "cc"),
        Stretch("bb", "dd"),
    }


def test_what_is_asked_is_near_the_joint_and_in_its_column() -> None:
    """The last characters above and the first below; nothing of the columns beside."""
    texts = ["the first line", "one", "of a long column", "two", "goes on here", "three"]
    heard = Listed()
    _reading(texts, heard).gains([0, 2, 4, 1, 3, 5], [[0, 2, 5, 1, 3, 4]])
    assert {*heard.asked} == {
        Stretch(" long column", "goes on h"),
        Stretch(" long column", "three"),
        Stretch("one two", "three"),
        Stretch("one two", "goes on h"),
    }


def test_orders_whose_columns_begin_elsewhere_are_not_compared() -> None:
    """
    0          the heading 0 stands above A in the one order, above B in the other: what would be
    A1 B2      compared is how likely the texts of A and B are, behind one heading
    A3 B4
    """
    heard = Listed()
    reading = _reading(["heading", "aa", "bb", "cc", "dd"], heard)
    assert reading.gains([0, 1, 3, 2, 4], [[0, 2, 4, 1, 3]]) == [0.0]
    assert heard.asked == []


def test_a_stretch_is_asked_once() -> None:
    """Rivals share their joints, and rounds their rivals."""
    heard = Listed()
    reading = _reading(["aa", "bb", "cc", "dd"], heard)
    for _ in range(2):
        reading.gains([0, 2, 1, 3], [[0, 3, 1, 2], [0, 3, 1, 2]])
    assert len(heard.asked) == len({*heard.asked}) == 4


def test_a_scorer_is_asked_once_for_each_context() -> None:
    """What a continuation gains is its likelihood behind the text above, less that by itself."""
    scorer = Lengths()
    evidence = ScorerEvidence(scorer)
    assert evidence.gains([Stretch("ab", "x"), Stretch("ab", "y"), Stretch("abc", "x")]) == [
        2.0,
        2.0,
        3.0,
    ]
    assert scorer.calls == [("", ["x", "y"]), ("ab", ["x", "y"]), ("abc", ["x"])]
    assert evidence.gains([]) == []


@pytest.mark.parametrize("answer", [[], [1.0, 2.0], [float("nan")], [float("-inf")]])
def test_an_answer_of_no_use_is_refused(answer: list[float]) -> None:
    """A scorer must give one finite number for each continuation."""
    with pytest.raises(InputError, match="finite"):
        ScorerEvidence(Answers(answer)).gains([Stretch("a", "b")])
