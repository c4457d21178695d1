"""Exchange of tails: what tells is at the foot of the columns."""

from __future__ import annotations

import numpy as np

from layoutfix.config import UnshuffleConfig
from layoutfix.ordering.exchange import exchange_tails, turn_cost
from layoutfix.ordering.unshuffle import Lines


def _lines(n: int) -> Lines:
    return Lines(
        links=np.zeros((n, 32), np.float32),
        row=np.arange(n, dtype=np.int32),
        x=np.full(n, np.nan, np.float32),
        width=np.full(n, 30, np.float32),
        length=np.full(n, 15, np.int32),
        stops=np.zeros(n, bool),
        spans=np.full(n, -3, np.float32),
    )


def _exchange(
    runs: list[list[int]], links: dict[tuple[int, int], float], n: int
) -> list[list[int]]:
    return exchange_tails(
        runs,
        _lines(n),
        lambda pairs: {p: links.get(p, -1.0) for p in pairs},
        sorted,
        UnshuffleConfig(),
        most_rounds=5,
        most_tried=20,
        least_gain=0.5,
    )


def test_the_link_from_foot_to_head_undoes_a_crossing() -> None:
    """
    A0 B1      the joints at the crossing say nothing; that A10 goes on with B1, at the head
    A2 B3      of the next column, does
    A4 B5 ...
    """
    n = 12
    left, right = list(range(0, n, 2)), list(range(1, n, 2))
    links = {(a, a + 2): 2.0 for a in range(n - 2)}
    for a, b in ((4, 6), (5, 7), (4, 7), (5, 6)):
        links[a, b] = 0.0
    links[10, 1] = 5.0
    crossed = [[0, 2, 4, 7, 9, 11], [1, 3, 5, 6, 8, 10]]
    assert _exchange(crossed, links, n) == [left, right]


def test_columns_that_read_well_stay() -> None:
    """No exchange where every joint is good."""
    n = 12
    runs = [list(range(0, n, 2)), list(range(1, n, 2))]
    links = {(a, a + 2): 2.0 for a in range(n - 2)}
    assert _exchange(runs, links, n) == runs


def test_one_column_has_nothing_to_exchange() -> None:
    """A single run comes back as it is."""
    assert _exchange([[0, 1, 2]], {}, 3) == [[0, 1, 2]]


def test_columns_that_take_turns_cost_only_their_opening() -> None:
    """A column that is passed over costs; taking turns does not."""
    config = UnshuffleConfig()
    lines = _lines(8)
    regular = turn_cost([[0, 2, 4, 6], [1, 3, 5, 7]], lines, config)
    skipped = turn_cost([[0, 2, 3, 4, 6], [1, 5, 7]], lines, config)
    assert regular == config.open_cost
    assert skipped > regular
