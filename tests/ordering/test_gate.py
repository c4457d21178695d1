"""The gate: what it reads off an order of all fragments of a page, or of some of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from layoutfix.config import GateConfig
from layoutfix.ordering.gate import CLOSED, judge_order
from tests.ordering.plain import DenseLinks, Floats, Index

CONFIG = GateConfig()


class _Links(DenseLinks):
    """Links by which sentences go on, where the left fragment is not one of those that end them."""

    def __init__(self, table: Floats, ends: set[int]) -> None:
        super().__init__(table)
        self._open = np.array([i not in ends for i in range(len(table))])

    def sentence_gain(self, left: Index, right: Index) -> tuple[Floats, npt.NDArray[np.bool_]]:
        return np.clip(self.score(left, right), -2.0, 4.0), self._open[left]


def _table(ids: list[int], n: int, gain: float) -> Floats:
    """By chance, but for the links of each of `ids` to the one two behind it."""
    table = np.random.default_rng(0).normal(-2.0, 0.5, (n, n))
    table[ids[:-2], ids[2:]] += gain
    return table.astype(np.float32)


def _columns(n: int) -> list[int]:
    return [*range(0, n, 2), *range(1, n, 2)]


EVERYONE = list(range(40))


def test_it_opens_for_columns_that_go_on() -> None:
    links = _Links(_table(EVERYONE, 40, 6.0), {0, 5, 38})
    reading = judge_order(_columns(40), links, CONFIG)
    assert reading.opens
    assert reading.changed_joints == 39
    assert reading.torn == 36  # the old joints but those behind 0, 5 and 38


def test_it_stays_closed_where_little_is_gained() -> None:
    assert not judge_order(_columns(40), _Links(_table(EVERYONE, 40, 0.3), set()), CONFIG).opens


@pytest.mark.parametrize("order", [[], [0], [1, 0], EVERYONE])
def test_short_pages_and_the_dumps_own_order(order: list[int]) -> None:
    assert judge_order(order, _Links(_table(EVERYONE, 40, 6.0), set()), CONFIG) == CLOSED


def test_an_order_of_some_fragments_is_judged_by_these() -> None:
    """The others, set apart, neither speak for the order nor against it."""
    ids = [i for i in range(50) if i % 5]
    table = _table(ids, 50, 6.0)
    table[:, ::5] = table[::5] = -50.0
    found = judge_order([ids[k] for k in _columns(40)], _Links(table, {7, 13}), CONFIG)
    alone = _Links(table[np.ix_(ids, ids)], {ids.index(7), ids.index(13)})
    assert found == judge_order(_columns(40), alone, CONFIG)
    assert found.opens
