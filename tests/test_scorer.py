"""A scorer of the user's own, from `fix` to the joints at which it is asked."""

from __future__ import annotations

from collections.abc import Sequence

import layoutfix
from tests.helpers import FIXTURES, assert_promises, config_with


class Constant:
    """A scorer for which all is as likely; it counts what it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def score(self, context: str, continuations: Sequence[str]) -> list[float]:
        self.asked += len(continuations)
        return [-1.0] * len(continuations)


def _dump() -> str:
    """Two articles side by side, of four short paragraphs each; the columns are read across."""
    left = [
        "The ferry was sold last",
        "spring to a man in town.",
        "Nobody asked what he had",
        "paid for the old boat.",
        "The new owner has painted",
        "the ferry green and white.",
        "It crosses the river twice",
        "a day, if there is no fog.",
    ]
    right = [
        "The harvest of barley was",
        "poor after so wet a June.",
        "The price of a sack rose",
        "to nine crowns in a week.",
        "Some of the farmers keep",
        "their barley until spring.",
        "The brewers have begun to",
        "buy their grain abroad.",
    ]
    return "\n".join(f"{a}\n{b}" for a, b in zip(left, right, strict=True)) + "\n"


def test_a_scorer_that_says_nothing_changes_nothing() -> None:
    """Where all texts are as likely, the result is the one without a scorer."""
    for dump in (_dump(), (FIXTURES / "dumps" / "zh-two-columns.txt").read_text(encoding="utf-8")):
        result = layoutfix.fix(dump, scorer=Constant())
        assert result == layoutfix.fix(dump)
        assert_promises(result)


def test_a_scorer_is_asked_where_columns_may_change_their_tails() -> None:
    """At ends of paragraphs of a page in columns; never on a text that reads well as it stands."""
    page, prose = Constant(), Constant()
    assert layoutfix.fix(_dump(), scorer=page).changed
    assert page.asked > 0
    layoutfix.fix(layoutfix.fix(_dump()).text, scorer=prose)
    assert prose.asked == 0


def test_nothing_is_asked_where_there_is_nothing_to_ask() -> None:
    """No scorer, and no stretch encoder whose price is more than 0: there is no far evidence."""
    page = layoutfix.fix(_dump())
    none = config_with(far={"encoder_price": 0.0})
    assert layoutfix.fix(_dump(), config=none) == page
