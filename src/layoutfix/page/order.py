"""Pieces -> order: in columns, by path or in blocks; the gate; pins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from layoutfix.config import Config
from layoutfix.continuity import LinkScorer
from layoutfix.fragments.boxed import join_boxes
from layoutfix.fragments.split import main_width
from layoutfix.model import Pin
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.gate import GateReading, judge_order, open_for_seen_columns
from layoutfix.ordering.pins import apply_pins, pins_to_pairs
from layoutfix.page.blocks import Pairs, holds_blocks, order_in_blocks
from layoutfix.page.columns import FoundOrder, objective, order_columns
from layoutfix.page.pieces import Pieces, join_pieces, take_pieces
from layoutfix.page.scoring import score_links, spanning_odds

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PageOrder:
    """The reading order of a page: ids into `pieces.fragments`, and what it was decided by.

    `columns` counts those that took turns; 0 where none were found and the path search decided.
    `held` (n,) bool: the fragment and the next one of the dump are parts of one line.
    """

    pieces: Pieces
    order: list[int]
    links: LinkScorer
    spans: Floats
    columns: int
    gate: GateReading
    held: Bools


def order_pieces(
    pieces: Pieces,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin],
    *,
    cjk: bool,
) -> PageOrder:
    """The reading order of pieces, whether the gate opens for it, and what it was decided by."""
    pairs = pins_to_pairs(pins, pieces.fragments)
    pinned = {i for pair in pairs for i in pair[:2]}
    texts = [f.text for f in pieces.fragments]
    core = [i for i, t in enumerate(texts) if i in pinned or not _LOOSE_RE.fullmatch(t)]
    if len(core) < 2:
        core = list(range(len(texts)))
    links = score_links(pieces, model, config, cjk=cjk)
    links.pin(pairs)
    parts, part_links = pieces, links
    if len(core) < len(texts):
        parts = take_pieces(pieces, core)
        part_links = score_links(parts, model, config, cjk=cjk)
        part_links.pin(_renumber(pairs, core))
    lines = [[i] for i in range(len(core))]
    if not cjk and model is not None and not pairs:
        lines = _boxes_to_lines(parts, part_links, config)
    if len(lines) < len(core):
        parts = join_pieces(parts, lines)
        part_links = score_links(parts, model, config, cjk=cjk)
    found = _find_order(parts, part_links, model, config, _renumber(pairs, core), cjk=cjk)
    order = _put_back([core[i] for k in found.order for i in lines[k]], len(texts))
    held = np.zeros(len(texts), bool)
    held[[core[i] for line in lines for i in line[:-1]]] = True
    spans = spanning_odds(pieces, links, config)
    gate = judge_order(order, links, config.gate, certainty=1.0 if model else 0.5)
    if model is None:
        gate = open_for_seen_columns(gate, pieces.x, pieces.width, links.shapes.column, config.gate)
    return PageOrder(pieces, order, links, spans, found.columns, gate, held)


_LOOSE_RE = re.compile(r"[\W_]*(?:(?![\u2e80-\u9fff\uac00-\ud7a3])\w[\W_]+)*")
"""Punctuation alone, or single letters: specks that OCR read beside the lines, of no column."""


def _boxes_to_lines(pieces: Pieces, links: LinkScorer, config: Config) -> list[list[int]]:
    """The fragments as lines, where the words of a line stand in rows of their own."""
    apart = [[i] for i in range(len(pieces.row))]
    single = np.bincount(pieces.row)[pieces.row] == 1
    c = config.spaced_seams
    if not np.isnan(pieces.x).all() or single.mean() < c.least_single_share:
        return apart
    column = main_width(pieces.width, c, cjk=False)
    if column is None:
        return apart
    left = np.arange(len(single) - 1)
    gain = links.evidence(left, left + 1).ngram
    return join_boxes(pieces.width, gain, links.shapes.ends_stop, single, column, c)


def _renumber(pairs: Pairs, ids: list[int]) -> Pairs:
    new = {old: k for k, old in enumerate(ids)}
    return [(new[i], new[j], together) for i, j, together in pairs]


def _put_back(order: list[int], n: int) -> list[int]:
    """The order of n fragments; those that it lacks follow the one before them in the dump."""
    kept = set(order)
    loose: dict[int, list[int]] = {}
    last = -1
    for i in range(n):
        if i in kept:
            last = i
        else:
            loose.setdefault(last, []).append(i)
    return [*loose.get(-1, []), *(k for i in order for k in (i, *loose.get(i, [])))]


def _find_order(
    pieces: Pieces,
    links: LinkScorer,
    model: NgramModel | None,
    config: Config,
    pairs: Pairs,
    *,
    cjk: bool,
) -> FoundOrder:
    """The order in columns or by path; where rows are blocks that may be displaced, the better."""
    found = order_columns(pieces, links, config, cjk=cjk)
    if holds_blocks(pieces, config):
        other, value = order_in_blocks(pieces, links, model, config, pairs, cjk=cjk)
        if value + config.blocks.slack > objective(found.order, links, config):
            found = other
    return replace(found, order=apply_pins(found.order, pairs))
