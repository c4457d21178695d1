"""Page whose rows are displaced blocks -> order: the blocks first, then the columns in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import score_links
from layoutfix.ordering.blocks import (
    inside_links,
    join_blocks,
    known_links,
    links_to_shares,
    order_blocks,
    read_across,
)
from layoutfix.ordering.columns import mean_row, order_columns
from layoutfix.ordering.path import path_value
from layoutfix.ordering.search import FoundOrder
from layoutfix.page import Page, take_fragments
from layoutfix.pins import Pair, renumber_pairs
from layoutfix.sheet import Sheet
from layoutfix.weights import BlockWeights


def holds_blocks(pieces: Page, weights: BlockWeights) -> bool:
    """Whether most rows of a dump are blocks of several lines, with blank lines between them."""
    rows = pieces.row
    if rows[0] == rows[-1] or len(rows) > weights.most_fragments or not np.isnan(pieces.x).all():
        return False
    first = np.flatnonzero(np.diff(rows))
    apart = float((pieces.blank_above[first + 1] > 0).mean())
    return apart >= weights.least_blank_share and mean_row(rows) >= weights.least_fragments


def order_in_blocks(
    pieces: Page,
    links: LinkScorer,
    sheet: Sheet,
    pairs: list[Pair],
) -> tuple[FoundOrder, float]:
    """The best order of fragments found with the blocks in order; and its objective, in nats.

    The objective is `path_value` in the new order of the blocks, less a price for
    each two that were neighbours and are no more. Several gains for staying neighbours are tried,
    and each order of the columns says anew which lines of a block go on in it.
    """
    c = sheet.weights.blocks
    block = np.unique(pieces.row, return_inverse=True)[1]
    gain = links_to_shares(links, len(block), c) - c.join_from
    members = [np.flatnonzero(block == b) for b in range(int(block.max()) + 1)]
    inside = [inside_links(own, gain) for own in members]
    across = [read_across(own, after) for own, after in zip(members, inside, strict=True)]
    first_joints = join_blocks(members, inside, gain)
    seen: set[tuple[int, ...]] = set()
    tried: list[tuple[float, FoundOrder, float]] = []
    for keep_gain in c.keep_gains:
        known: list[int] | None = None
        for _ in range(c.rounds):
            joints = first_joints
            if known is not None:
                joints = join_blocks(members, [known_links(own, known) for own in members], gain)
            sequence = order_blocks(joints, keep_gain, c)
            if tuple(sequence) in seen:
                break
            seen.add(tuple(sequence))
            ids = [i for b in sequence for i in across[b]]
            parts = replace(take_fragments(pieces, ids), row=np.arange(len(ids), dtype=np.int32))
            part_links = score_links(parts, sheet)
            part_links.pin(renumber_pairs(pairs, ids))
            begins = np.diff(block[ids], prepend=-1) != 0
            found = order_columns(parts, part_links, sheet, begins=begins)
            known = [ids[k] for k in found.order]
            cost = c.move_cost * sum(b != a + 1 for a, b in pairwise(sequence))
            reads = path_value(found.order, part_links, sheet.weights.path) - cost
            tried.append((found.value - cost, replace(found, order=known), reads))
    _, best, reads = max(tried, key=lambda item: round(item[0], 3))
    return best, reads
