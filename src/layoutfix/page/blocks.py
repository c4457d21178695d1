"""Pieces whose rows are displaced blocks -> order: the blocks first, then the columns in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from layoutfix.config import Config
from layoutfix.continuity import LinkScorer
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.blocks import links_to_shares, order_blocks, read_across
from layoutfix.page.columns import FoundOrder, mean_row, objective, order_columns
from layoutfix.page.pieces import Pieces, take_pieces
from layoutfix.page.scoring import score_links

Pairs = list[tuple[int, int, bool]]
"""Pins as ids of two fragments, and whether they belong together."""


def holds_blocks(pieces: Pieces, config: Config) -> bool:
    """Whether most rows of a dump are blocks of several lines, with blank lines between them."""
    c = config.blocks
    if pieces.row[-1] < 1 or len(pieces.row) > c.most_fragments or not np.isnan(pieces.x).all():
        return False
    first = np.flatnonzero(np.diff(pieces.row))
    apart = float((pieces.blank_above[first + 1] > 0).mean())
    return apart >= c.least_blank_share and mean_row(pieces.row) >= c.least_fragments


def order_in_blocks(
    pieces: Pieces,
    links: LinkScorer,
    model: NgramModel | None,
    config: Config,
    pairs: Pairs,
    *,
    cjk: bool,
) -> tuple[FoundOrder, float]:
    """The best order of fragments found with the blocks in order; and its objective, in nats.

    The objective is that of `columns.objective` in the new order of the blocks, less a price for
    each two that were neighbours and are no more. Several gains for staying neighbours are tried,
    and each order of the columns says anew which lines of a block go on in it.
    """
    c = config.blocks
    block = np.unique(pieces.row, return_inverse=True)[1].astype(np.int32)
    shares = links_to_shares(links, len(block), c)
    members = [np.flatnonzero(block == b) for b in range(int(block.max()) + 1)]
    across = [read_across(own, shares - c.join_from) for own in members]
    seen: set[tuple[int, ...]] = set()
    tried: list[tuple[float, FoundOrder, float]] = []
    for keep_gain in c.keep_gains:
        known: list[int] | None = None
        for _ in range(c.rounds):
            sequence = order_blocks(block, shares, keep_gain, c, known)
            if tuple(sequence) in seen:
                break
            seen.add(tuple(sequence))
            ids = [i for b in sequence for i in across[b]]
            parts, part_links = _renumbered(pieces, ids, model, config, pairs, cjk=cjk)
            begins = np.diff(block[ids], prepend=-1) != 0
            found = order_columns(parts, part_links, config, cjk=cjk, begins=begins)
            known = [ids[k] for k in found.order]
            cost = c.move_cost * sum(b != a + 1 for a, b in pairwise(sequence))
            reads = objective(found.order, part_links, config) - cost
            tried.append((found.value - cost, replace(found, order=known), reads))
    _, best, reads = max(tried, key=lambda item: round(item[0], 3))
    return best, reads


def _renumbered(
    pieces: Pieces,
    ids: list[int],
    model: NgramModel | None,
    config: Config,
    pairs: Pairs,
    *,
    cjk: bool,
) -> tuple[Pieces, LinkScorer]:
    """The pieces in another order, each a row of its own, and their links."""
    parts = replace(take_pieces(pieces, ids), row=np.arange(len(ids), dtype=np.int32))
    links = score_links(parts, model, config, cjk=cjk)
    place = {i: k for k, i in enumerate(ids)}
    links.pin([(place[i], place[j], together) for i, j, together in pairs])
    return parts, links
