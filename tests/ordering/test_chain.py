"""The objective by which finished orders are compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from layoutfix.config import ChainConfig, UnshuffleConfig
from layoutfix.ordering.chain import order_to_regions, order_value
from tests.ordering.plain import plain_lines

Floats = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]


class _Links:
    """All links are worth `usual`, but for those given."""

    def __init__(self, n: int, usual: float, known: dict[tuple[int, int], float]) -> None:
        self._n = n
        self._dense = np.full((n, n), usual, np.float32)
        for pair, value in known.items():
            self._dense[pair] = value

    def score(self, left: Index, right: Index) -> Floats:
        return self._dense[left, right]

    def rivals(self, left: Index, right: Index) -> Floats:
        return np.zeros(len(left), np.float32)

    def starts(self) -> Floats:
        return np.zeros(self._n, np.float32)

    def ends(self) -> Floats:
        return np.zeros(self._n, np.float32)


def _value(
    order: list[int],
    known: dict[tuple[int, int], float] | None = None,
    *,
    either_way: bool = False,
) -> float:
    n = len(order)
    lines = replace(plain_lines(n), row=np.arange(n, dtype=np.int32) // 2)
    if either_way:
        lines = replace(lines, rtl_cost=16.0)
    return order_value(order, lines, _Links(n, 1.0, known or {}), ChainConfig(), UnshuffleConfig())


def test_columns_in_turns_are_worth_more() -> None:
    """Of two orders with equal links, that whose columns take turns wins."""
    assert _value([0, 2, 4, 6, 1, 3, 5, 7]) > _value([0, 2, 3, 4, 6, 1, 5, 7])


def test_good_links_outbid_turns() -> None:
    """Turns are a price, not a rule: what reads far better wins over them."""
    known = dict.fromkeys([(2, 3), (3, 4), (1, 5)], 9.0)
    assert _value([0, 2, 4, 6, 1, 3, 5, 7], known) < _value([0, 2, 3, 4, 6, 1, 5, 7], known)


def test_the_order_of_the_dump_has_no_columns_to_pay_for() -> None:
    """Without columns the objective is the links alone."""
    assert _value(list(range(6))) == 5.0


def test_columns_in_reverse_pay_for_their_turns_only() -> None:
    """Where columns may be read from right to left, either direction has the same turns."""
    there, back = [0, 2, 4, 6, 1, 3, 5, 7], [1, 3, 5, 7, 0, 2, 4, 6]
    assert _value(back, either_way=True) == _value(there, either_way=True)
    assert _value(back) < _value(there)


def test_regions_are_whole_stretches_of_the_dump() -> None:
    """
    0            a region ends where all that came before it in the dump has been read, its runs
    1 2          are those parts that keep the dump's order; the first line of columns that are
    3 4          read as they stand is a region by itself
    5
    """
    assert order_to_regions([0, 1, 3, 2, 4, 5]) == [[[0]], [[1]], [[3], [2]], [[4]], [[5]]]
    assert order_to_regions([0, 2, 4, 1, 3, 5]) == [[[0]], [[2, 4], [1, 3]], [[5]]]
    assert order_to_regions([3, 2, 1, 0]) == [[[3], [2], [1], [0]]]
    assert order_to_regions([0, 1, 2]) == [[[0]], [[1]], [[2]]]
