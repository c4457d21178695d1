"""Orders worth nearly the same are told apart by the text farther away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from layoutfix.linking.far import FarReading, Stretch
from layoutfix.ordering.moves.far import settle_by_text
from layoutfix.ordering.objective import Objective
from tests.helpers import SPACED, weights_with
from tests.ordering.plain import links_of, plain_view

N = 12
LEFT, RIGHT = list(range(0, N, 2)), list(range(1, N, 2))
CROSSED = [0, 2, 4, 7, 9, 11, 1, 3, 5, 6, 8, 10]
TEXTS = ["a" if i % 2 == 0 else "b" for i in range(N)]


class SameLetter:
    """Evidence that a text goes on in one that ends with the letter that it begins with."""

    def gains(self, stretches: Sequence[Stretch]) -> list[float]:
        return [1.0 if s.up[-1:] == s.down[:1] else -1.0 for s in stretches]


def _settle(order: list[int], gap: float, price: float = 1.0, **far: float) -> list[int]:
    """
    A0 B1      Both columns may go on in either behind A4 and B5: the exchange of their tails
    A2 B3      is worth `gap` nats more than that they stay
    A4 B5 ...
    """
    known = {p: 2.0 for column in (LEFT, RIGHT) for p in pairwise(column)}
    known |= {(4, 6): 0.0, (5, 7): 0.0, (4, 7): gap / 2, (5, 6): gap / 2}
    known |= {(10, 1): 0.0, (11, 1): 0.0}
    prices = replace(SPACED.order, turns_price=0.0)
    objective = Objective(plain_view(N), links_of(N, -9.0, known), prices, SPACED.turns)
    weights = weights_with(SPACED, far={"least_gain": 1.0, "most_behind": 6.0, **far}).far
    reading = FarReading(TEXTS, [(price, SameLetter())], weights, "")
    return settle_by_text(order, objective, reading)


def test_the_text_farther_away_undoes_a_crossing() -> None:
    """It is worth 4 nats here (two joints, each +1 for -1), the links 2 for the crossed columns."""
    assert _settle(CROSSED, gap=2.0) == [*LEFT, *RIGHT]
    assert _settle([*LEFT, *RIGHT], gap=2.0) == [*LEFT, *RIGHT]


def test_links_that_say_more_win() -> None:
    """5 nats of links against 4 of the text; and nothing beyond `most_behind` is looked at."""
    assert _settle(CROSSED, gap=5.0) == CROSSED
    assert _settle(CROSSED, gap=3.0, price=9.0) == [*LEFT, *RIGHT]
    assert _settle(CROSSED, gap=3.0, price=9.0, most_behind=2.0) == CROSSED


def test_an_exchange_must_gain_something() -> None:
    """1.5 nats in all are more than `least_gain`, or less."""
    assert _settle(CROSSED, gap=2.5, least_gain=1.4) == [*LEFT, *RIGHT]
    assert _settle(CROSSED, gap=2.5, least_gain=1.6) == CROSSED


def test_one_column_stays() -> None:
    """Where nothing can be exchanged, nothing is asked."""
    order = list(range(N))
    objective = Objective(plain_view(N), links_of(N, 2.0, {}), replace(SPACED.order), SPACED.turns)
    reading = FarReading(TEXTS, [(9.0, SameLetter())], SPACED.far, "")
    assert settle_by_text(order, objective, reading) == order
