"""Page whose rows are displaced blocks -> order: the blocks first, then the columns in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import score_links
from layoutfix.ordering.proposals.block_links import (
    inside_links,
    join_blocks,
    known_links,
    links_to_shares,
    order_blocks,
    read_across,
)
from layoutfix.ordering.proposals.path import path_value
from layoutfix.ordering.search import FoundOrder, order_columns
from layoutfix.page import Page, take_fragments
from layoutfix.pins import Pair, renumber_pairs
from layoutfix.sheet import Sheet
from layoutfix.weights import BlockWeights

MOST_FRAGMENTS = 400
"""Fragments of a page up to which blocks are put in order: memory grows with the square."""
_ROUNDS = 2
"""Orders of the blocks, each with what the columns of the one before say."""


def holds_blocks(page: Page, weights: BlockWeights) -> bool:
    """Whether most rows of a dump are blocks of several lines, with blank lines between them."""
    rows = page.row
    if rows[0] == rows[-1] or len(rows) > MOST_FRAGMENTS or not np.isnan(page.x).all():
        return False
    first = np.flatnonzero(np.diff(rows))
    apart = float((page.blank_above[first + 1] > 0).mean())
    mean_row = float(page.row_size.mean())
    return apart >= weights.least_blank_share and mean_row >= weights.least_fragments


def order_in_blocks(
    page: Page, links: LinkScorer, sheet: Sheet, pairs: list[Pair]
) -> tuple[FoundOrder, float]:
    """The best order of fragments found with the blocks in order, and its `path_value`.

    Its worth is that of the columns in the new order of the blocks, less a price for each two that
    were neighbours and are no more. Several gains for staying neighbours are tried, and each order
    of the columns says anew which lines of a block go on in it.
    """
    c = sheet.weights.blocks
    block = np.unique(page.row, return_inverse=True)[1]
    gain = links_to_shares(links, len(block), c) - c.join_from
    members = [np.flatnonzero(block == b) for b in range(int(block.max()) + 1)]
    inside = [inside_links(own, gain) for own in members]
    across = [read_across(own, after) for own, after in zip(members, inside, strict=True)]
    first_joints = join_blocks(members, inside, gain)
    tried: dict[tuple[int, ...], tuple[FoundOrder, float]] = {}
    for keep_gain in c.keep_gains:
        joints = first_joints
        for _ in range(_ROUNDS):
            sequence = order_blocks(joints, keep_gain, c)
            if tuple(sequence) in tried:
                break
            ids = [i for b in sequence for i in across[b]]
            part = replace(take_fragments(page, ids), row=np.arange(len(ids), dtype=np.int32))
            part_links = score_links(part, sheet)
            part_links.pin(renumber_pairs(pairs, ids))
            begins = np.diff(block[ids], prepend=-1) != 0
            found = order_columns(part, part_links, sheet, begins=begins)
            known = [ids[k] for k in found.order]
            cost = c.move_cost * sum(b != a + 1 for a, b in pairwise(sequence))
            reads = path_value(found.order, part_links, sheet.weights.path) - cost
            worth = FoundOrder(known, found.columns, found.worth - cost)
            tried[tuple(sequence)] = worth, reads
            joints = join_blocks(members, [known_links(own, known) for own in members], gain)
    return max(tried.values(), key=lambda each: round(each[0].worth, 3))
