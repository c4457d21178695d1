"""Page -> order: what is of no column is set aside, the rest put in order, and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from layoutfix.cutting.asides import find_asides, put_back
from layoutfix.cutting.boxed import join_boxes
from layoutfix.cutting.column_widths import main_width
from layoutfix.cutting.marks import are_marks, judge_marks, put_marks
from layoutfix.linking import LinkScorer
from layoutfix.linking.runs import RunLinkScorer
from layoutfix.linking.scoring import score_links, spanning_odds
from layoutfix.ordering.gate import judge_order, open_for_seen_columns
from layoutfix.ordering.proposals.blocks import holds_blocks, order_in_blocks
from layoutfix.ordering.proposals.path import MOST_FRAGMENTS, path_in_place, path_value
from layoutfix.ordering.runs import find_runs
from layoutfix.ordering.search import FoundOrder, order_columns
from layoutfix.page import Page, join_fragments, stand_apart
from layoutfix.page_order import GateReading, PageOrder
from layoutfix.pins import Pair, apply_pins, pins_to_pairs, renumber_pairs
from layoutfix.script import Script
from layoutfix.sheet import Sheet


def order_page(page: Page, sheet: Sheet) -> PageOrder:
    """The reading order of a page's fragments, whether the gate opens, and what decided."""
    pairs = pins_to_pairs(sheet.pins, page.fragments)
    pinned = {i for pair in pairs for i in pair[:2]}
    asides = find_asides(page, pinned, sheet)
    links = score_links(page, sheet)
    links.pin(pairs)
    lines = _find_lines(page, np.flatnonzero(~asides.loose).tolist(), links, sheet, pairs)
    found = _order_lines(page, lines, links, sheet, pairs)
    order = put_back([i for k in found.order for i in lines[k]], asides, page)
    held = np.zeros(len(page.fragments), bool)
    held[[i for line in lines for i in line[:-1]]] = True
    marks = are_marks(page, pinned) & ~asides.apart
    clean = put_marks(page, judge_marks(marks, order, page, links, sheet.weights.dirt))
    apart = asides.apart
    if clean.page is not page:
        order, page = _renumber(order, clean.kept), clean.page
        apart, held = apart[clean.kept], held[clean.kept]
        links = score_links(page, sheet)
        links.pin(renumber_pairs(pairs, clean.kept))
    held[_cuts_undone(page, order)] = True
    spans = spanning_odds(page, links, sheet.weights.regions)
    judged = [i for i in order if not apart[i]]
    gate = _judge(page, judged, links, sheet)
    if found.in_blocks and not gate.opens:
        gate = replace(_judge(page, judged, links, _in_blocks(sheet)), in_blocks=True)
    sure = np.ones(len(page.fragments), np.float32)
    return PageOrder(sheet, page, order, links, spans, found.columns, gate, held, apart, sure)


def _in_blocks(sheet: Sheet) -> Sheet:
    """A page in blocks, of which the gate asks what it asks of short dumps: few joints are torn."""
    weights = sheet.weights
    least = weights.runs.least_mended
    gate = replace(weights.gate, least_short_share=0.0, least_short_mended=least)
    return replace(sheet, weights=replace(weights, gate=gate))


def _judge(page: Page, order: Sequence[int], links: LinkScorer, sheet: Sheet) -> GateReading:
    """The gate's reading of an order; without a model gutters alone may be enough."""
    weights = sheet.weights.gate
    if sheet.model is not None:
        return judge_order(order, links, weights)
    gate = judge_order(order, links, weights, certainty=0.5)
    return open_for_seen_columns(gate, page.x, page.width, links.shapes.column, weights)


def _order_lines(
    page: Page, lines: list[list[int]], links: LinkScorer, sheet: Sheet, pairs: list[Pair]
) -> FoundOrder:
    """The order of lines of one or several fragments each, some of the page's."""
    if len(lines) < len(page.fragments):
        pairs = renumber_pairs(pairs, [line[0] for line in lines])
        page = join_fragments(page, lines, sheet.script)
        links = score_links(page, sheet)
        links.pin(pairs)
    weights, in_rows = sheet.weights, holds_blocks(page, sheet.weights.blocks)
    runs = None if pairs or in_rows else find_runs(page, links, weights.runs)
    if runs is not None:
        return _order_runs(page, runs, links, sheet)
    found = order_columns(page, links, sheet)
    if len(page.row) <= MOST_FRAGMENTS and page.row_size.mean() > weights.path.block_row_fragments:
        path = path_in_place(links, found.order, weights.path)
        found = found if path is None else FoundOrder(path, 0, found.worth)
    if in_rows:
        other, reads = order_in_blocks(page, links, sheet, pairs)
        if reads + weights.blocks.slack > path_value(found.order, links, weights.path):
            found = other
    return replace(found, order=apply_pins(found.order, pairs))


def _order_runs(page: Page, runs: list[list[int]], links: LinkScorer, sheet: Sheet) -> FoundOrder:
    """The order of the lines of a page in blocks, each run of them as one: turns tell little."""
    price = sheet.weights.runs.turns_price
    order = replace(sheet.weights.order, turns_price=price)
    found = order_columns(
        join_fragments(page, runs, sheet.script, below=True),
        RunLinkScorer(links, runs),
        replace(sheet, weights=replace(sheet.weights, order=order)),
    )
    return replace(found, order=[i for r in found.order for i in runs[r]], in_blocks=True)


def _cuts_undone(page: Page, order: Sequence[int]) -> list[int]:
    """The fragments that the order, too, has before the next one of the dump, without a blank.

    A row was cut there, and the order says that it is one line.
    """
    f = page.fragments
    return [i for i, j in pairwise(order) if j == i + 1 and f[i].end == f[j].start]


def _find_lines(
    page: Page, core: list[int], links: LinkScorer, sheet: Sheet, pairs: list[Pair]
) -> list[list[int]]:
    """The fragments `core` as lines, where the words of a line stand in rows of their own."""
    apart = [[i] for i in core]
    if sheet.model is None or pairs or (sheet.script is Script.CJK and not stand_apart(page)):
        return apart
    at = np.array(core, np.intp)
    row, width, weights = page.row[at], page.width[at], sheet.weights
    single = np.bincount(row)[row] == 1
    if not np.isnan(page.x[at]).all() or single.mean() < weights.boxes.least_single_share:
        return apart
    column = main_width(width, weights.columns, script=sheet.script)
    if column is None:
        return apart
    gain = links.evidence(at[:-1], at[1:]).ngram
    lines = join_boxes(width, gain, links.shapes.ends_stop[at], single, column, weights)
    return [[core[k] for k in line] for line in lines]


def _renumber(order: Sequence[int], kept: Sequence[int]) -> list[int]:
    """An order by the places of its fragments in `kept`, without the others."""
    place = {i: k for k, i in enumerate(kept)}
    return [place[i] for i in order if i in place]
