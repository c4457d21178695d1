"""Page -> order: in columns, by path or in blocks; the gate; pins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from layoutfix.cutting.asides import find_asides, put_back
from layoutfix.cutting.boxed import join_boxes, join_words
from layoutfix.cutting.column_widths import main_width
from layoutfix.cutting.marks import are_marks, drop_false_stops, judge_marks, put_marks
from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import score_links, spanning_odds
from layoutfix.ordering.gate import judge_order, open_for_seen_columns
from layoutfix.ordering.proposals.blocks import holds_blocks, order_in_blocks
from layoutfix.ordering.search import FoundOrder, order_columns
from layoutfix.page import Page, join_fragments, keeps_stretch, lines_of_blocks, stand_apart
from layoutfix.page_order import PageOrder
from layoutfix.pins import Pair, apply_pins, pins_to_pairs, renumber_pairs
from layoutfix.script import Script
from layoutfix.sheet import Sheet
from layoutfix.weights import SeamWeights


def order_pieces(pieces: Page, sheet: Sheet) -> PageOrder:
    """The reading order of pieces, whether the gate opens for it, and what it was decided by."""
    model, weights, script = sheet.model, sheet.weights, sheet.script
    pairs = pins_to_pairs(sheet.pins, pieces.fragments)
    pinned = {i for pair in pairs for i in pair[:2]}
    asides = find_asides(pieces, pinned, sheet)
    core = np.flatnonzero(~asides.loose).tolist()
    score = partial(score_links, sheet=sheet)
    links = score(pieces)
    links.pin(pairs)
    lines = [[i] for i in core]
    if script is Script.SPACED and model is not None and not pairs:
        lines = _boxes_to_lines(pieces, core, links, weights.seams)
    parts, part_links = pieces, links
    part_pairs = renumber_pairs(pairs, core)
    if len(lines) < len(pieces.fragments):
        column = None
        if stand_apart(pieces) and not keeps_stretch(pieces):
            column = main_width(pieces.width, weights.seams, script=script)
        parts = join_fragments(pieces, lines, column or 0.0)
        part_links = score(parts)
        part_links.pin(part_pairs)
    goes_on = lines_of_blocks(parts)
    if goes_on is not None and goes_on.any():
        if part_links is links:
            part_links = score(parts)
            part_links.pin(part_pairs)
        part_links.pin([(j - 1, j, True) for j in np.flatnonzero(goes_on).tolist()])
    found = _find_order(parts, part_links, sheet, part_pairs)
    order = put_back([i for k in found.order for i in lines[k]], asides, pieces)
    apart, held = asides.apart, np.zeros(len(pieces.fragments), bool)
    held[[i for line in lines for i in line[:-1]]] = True
    marks = judge_marks(are_marks(pieces, pinned) & ~apart, order, pieces, links, weights.dirt)
    clean, kept = pieces, list(range(len(pieces.fragments)))
    if marks.dirt or marks.ends:
        clean, kept = put_marks(pieces, marks)
        order = _renumber(order, kept)
        apart, held = apart[kept], held[kept]
    if script is Script.CJK and model is not None and not pairs:
        clean = drop_false_stops(clean, order, score, weights.dirt)
    if clean is not pieces:
        pieces, links = clean, score(clean)
        links.pin(renumber_pairs(pairs, kept))
    held[_cuts_undone(pieces, order)] = True
    spans = spanning_odds(pieces, links, weights.regions)
    judged = [i for i in order if not apart[i]]
    gate = judge_order(judged, links, weights.gate, certainty=1.0 if model else 0.5)
    if model is None:
        gate = open_for_seen_columns(
            gate, pieces.x, pieces.width, links.shapes.column, weights.gate
        )
    sure = np.ones(len(pieces.fragments), np.float32)
    return PageOrder(sheet, pieces, order, links, spans, found.columns, gate, held, apart, sure)


def _cuts_undone(pieces: Page, order: Sequence[int]) -> list[int]:
    """The fragments that the order, too, has before the next one of the dump, without a blank.

    A row was cut there, and the order says that it is one line.
    """
    f = pieces.fragments
    return [i for i, j in pairwise(order) if j == i + 1 and f[i].end == f[j].start]


def _boxes_to_lines(
    pieces: Page, core: list[int], links: LinkScorer, weights: SeamWeights
) -> list[list[int]]:
    """The fragments `core` as lines, where the words of a line stand in rows of their own."""
    apart = [[i] for i in core]
    at = np.array(core, np.intp)
    row, width, c = pieces.row[at], pieces.width[at], weights
    single = np.bincount(row)[row] == 1
    if not np.isnan(pieces.x[at]).all() or single.mean() < c.least_single_share:
        return apart
    column = main_width(width, c, script=Script.SPACED)
    if column is None:
        return apart
    if stand_apart(pieces) and not keeps_stretch(pieces):

        def gain_of(i: int, j: int) -> float:
            return float(links.evidence(at[[i]], at[[j]]).ngram[0])

        lines = join_words(width, gain_of, links.shapes.ends_stop[at], single, column, c)
        return [[core[k] for k in line] for line in lines]
    gain = links.evidence(at[:-1], at[1:]).ngram
    lines = join_boxes(width, gain, links.shapes.ends_stop[at], single, column, c)
    return [[core[k] for k in line] for line in lines]


def _renumber(order: Sequence[int], kept: Sequence[int]) -> list[int]:
    """An order by the places of its fragments in `kept`, without the others."""
    place = {i: k for k, i in enumerate(kept)}
    return [place[i] for i in order if i in place]


def _find_order(page: Page, links: LinkScorer, sheet: Sheet, pairs: list[Pair]) -> FoundOrder:
    """The order in columns; where rows are blocks that may be displaced, what is worth more."""
    found = order_columns(page, links, sheet)
    if holds_blocks(page, sheet.weights.blocks):
        found = max(found, order_in_blocks(page, links, sheet, pairs), key=lambda f: f.worth)
    return replace(found, order=apply_pins(found.order, pairs))
