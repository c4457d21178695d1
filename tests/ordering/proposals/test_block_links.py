"""Blocks of displaced rows: their order is found by the joints of all their columns."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix.arrays import Doubles, Ints
from layoutfix.ordering.proposals.block_links import (
    inside_links,
    join_blocks,
    links_to_shares,
    order_blocks,
    read_across,
)
from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks

WEIGHTS = SPACED.blocks


def _links(after: dict[int, int], n: int, good: float, bad: float, seed: int) -> DenseLinks:
    """Links of true successors are worth `good`, all others `bad`, with noise."""
    rng = np.random.default_rng(seed)
    table = bad + rng.normal(0.0, 1.0, (n, n))
    for i, j in after.items():
        table[i, j] = good + rng.normal(0.0, 1.0)
    return DenseLinks(table)


def _page(order: list[int], columns: int, rows: int) -> tuple[Ints, DenseLinks]:
    """Blocks of `rows` rows of `columns` columns, read across, which stand in another order.

    order[k] is the number on the page of the k-th block of the dump. Links are weak: a true one is
    worth 1 in the mean, another -2.
    """
    block, place = [], {}
    for k, b in enumerate(order):
        for r in range(rows):
            for c in range(columns):
                place[b * rows + r, c] = len(block)
                block.append(k)
    after = {i: place[r + 1, c] for (r, c), i in place.items() if (r + 1, c) in place}
    return np.array(block, np.int32), _links(after, len(block), 1.0, -2.0, seed=sum(order[:2]))


def _order(block: Ints, shares: Doubles) -> list[int]:
    """The blocks in reading order, by what their fragments share."""
    gain = shares - WEIGHTS.join_from
    members = [np.flatnonzero(block == b) for b in range(int(block.max()) + 1)]
    joints = join_blocks(members, [inside_links(own, gain) for own in members], gain)
    return order_blocks(joints, 1.5, WEIGHTS)


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5], [0, 3, 1, 2, 4, 5], [2, 0, 1, 5, 3, 4]])
def test_displaced_blocks_go_back(order: list[int]) -> None:
    block, links = _page(order, columns=3, rows=3)
    found = _order(block, links_to_shares(links, len(block), WEIGHTS))
    assert [order[k] for k in found] == list(range(6))


def test_blocks_without_joints_stay() -> None:
    block = np.repeat(np.arange(5), 4).astype(np.int32)
    links = _links({}, len(block), 0.0, -4.0, seed=1)
    shares = np.minimum(links_to_shares(links, len(block), WEIGHTS), WEIGHTS.join_from - 1.0)
    assert _order(block, shares) == [0, 1, 2, 3, 4]


def test_shares_are_of_one_whole() -> None:
    """What may follow a fragment, and what may come before it, adds up to 1 at most."""
    block, links = _page([0, 1, 2], columns=2, rows=2)
    shares = np.exp(links_to_shares(links, len(block), WEIGHTS))
    assert (shares.sum(0) <= 1.001).all()
    assert (shares.sum(1) <= 1.001).all()


def test_lines_of_a_block_go_on_in_later_ones() -> None:
    gain = np.full((4, 4), -1.0)
    gain[0, 2], gain[1, 3], gain[3, 0] = 2.0, 1.0, 5.0
    assert inside_links(np.arange(4), gain) == [2, 3, -1, -1]


def test_columns_that_stand_one_after_the_other_take_turns() -> None:
    """L1 L2 L3 R1 R2 R3 -> L1 R1 L2 R2 L3 R3"""
    gain = np.full((6, 6), -1.0)
    for i, j in ((0, 1), (1, 2), (3, 4), (4, 5)):
        gain[i, j] = 2.0
    assert read_across(np.arange(6), inside_links(np.arange(6), gain)) == [0, 3, 1, 4, 2, 5]


def test_columns_that_take_turns_stay() -> None:
    gain = np.full((6, 6), -1.0)
    for i in range(4):
        gain[i, i + 2] = 2.0
    assert read_across(np.arange(6), inside_links(np.arange(6), gain)) == list(range(6))
