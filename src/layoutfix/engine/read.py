"""Reads a page: cuts its rows, finds the order, and moves the cuts once the order is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from layoutfix import ngrams
from layoutfix.arrays import Floats
from layoutfix.chardata import script_of, text_to_offsets
from layoutfix.config import Config
from layoutfix.cutting.asides import find_heads
from layoutfix.cutting.cut import cut_rows, whole_rows
from layoutfix.cutting.dirt import keep_printed_marks
from layoutfix.cutting.shift import move_cuts_by_order
from layoutfix.engine.judge import is_certain_enough
from layoutfix.engine.listing import mean_link, read_grid_page, read_reversed
from layoutfix.engine.order import order_pieces
from layoutfix.engine.seen import order_seen, see_columns
from layoutfix.labels import are_pairs, count_successions
from layoutfix.languages import detect_language
from layoutfix.layouts import Layout, parse_layout
from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import score_links
from layoutfix.model import Pin
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.displaced import order_displaced
from layoutfix.ordering.gate import (
    is_prose,
    judge_order,
    judge_seen_order,
    open_for_seen_columns,
    open_gate,
    reads_well,
)
from layoutfix.page import Page
from layoutfix.page_order import CLOSED, GateReading, PageOrder
from layoutfix.pins import apply_pins, pins_to_pairs
from layoutfix.rows import Row, cell_markup_share, dump_to_rows, markup_share
from layoutfix.script import Script


def read_dump(dump: str, config: Config) -> PageOrder | None:
    """The order of a dump of one page, by the model of the language that it seems to be in.

    Without links of words where there is no model (`links.knows_language`); None without text.
    """
    known = ngrams.available()
    code = detect_language(dump, known)
    model = ngrams.load(code) if code in known else None
    return read_page(dump, 0, len(dump), model, config)


def read_page(
    dump: str,
    start: int,
    end: int,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin] = (),
    near: Sequence[Row] = (),
) -> PageOrder | None:
    """The order of `dump[start:end]`; None where it has no text.

    Columns are sought where the page does not read well as it stands; else, and where the gate
    leaves it alone, its rows are the fragments, in the dump's order but for displaced pieces.

    near  rows of another page of the document, whose gutters the page shares if it has any
    """
    rows = dump_to_rows(dump, start, end)
    if not rows:
        return None
    script = script_of(dump[start:end])
    at = text_to_offsets(dump[start:end], script=script)
    whole = whole_rows(dump, rows, start, at)
    links = score_links(whole, model, config, script=script)
    layout = parse_layout(config.layout)
    if layout.kind == "keep" and not pins:
        return _as_it_stands(whole, links, CLOSED)
    if layout.kind == "columns":
        config = _for_columns(config, layout)
    is_known = bool(pins) or layout.kind == "columns"
    stays = not is_known and (
        model is not None
        and reads_well(links, links.shapes.width, links.shapes.column, config.gate)
    )
    is_marked = not is_known and (
        markup_share(rows, dump, cells=not stays) > config.gate.most_markup_share
    )
    listed = None
    if not (stays or is_known or is_marked):
        listed = _read_listing(dump, rows, whole, links, model, config)
    found = None
    if not stays:
        found = _read_seen(
            dump, rows, start, at, model, config, pins, script=script, is_marked=is_marked
        )
        if found is None and not is_marked:
            found = _read_columns(dump, rows, start, at, model, config, pins, near, script=script)
    if found is not None and found.gate.opens and not _reads_better(listed, found, config):
        return found
    is_seen = found is not None and found.seen is not None
    if listed is None and model is not None and not (is_marked or is_seen):
        listed = _read_displaced(whole, links, pins, config)
    if listed is not None and (pins or not _parts_items(listed, whole)):
        return listed
    if found is not None and pins and found.order != sorted(found.order):
        return found
    return _as_it_stands(whole, links, found.gate if found else CLOSED)


def _for_columns(config: Config, layout: Layout) -> Config:
    """The settings for a page that is known to be in columns, in so many if that is said."""
    unshuffle = config.unshuffle
    if layout.count is not None:
        unshuffle = replace(unshuffle, max_streams=layout.count)
    return replace(config, gate=open_gate(config.gate), unshuffle=unshuffle)


def _parts_items(page: PageOrder, whole: Page) -> bool:
    """Whether fewer items count on in an order of rows than in the dump's."""
    texts = [page.pieces.fragments[i].text for i in page.order]
    return count_successions(texts) < count_successions([f.text for f in whole.fragments])


def _reading(page: PageOrder) -> float:
    """How well the joints of a page's order read, in nats a joint, with the items that count on."""
    texts = [page.pieces.fragments[i].text for i in page.order]
    counted = _COUNTED_GAIN * count_successions(texts)
    return mean_link(page) + counted / max(len(texts) - 1, 1)


_COUNTED_GAIN = 2.0
"""What an item that counts on from the one before tells, in nats."""


def _read_listing(
    dump: str,
    rows: list[Row],
    whole: Page,
    links: LinkScorer,
    model: NgramModel | None,
    config: Config,
) -> PageOrder | None:
    """The page whose lines are only listed in another order than they are read; None if it is none.

    No such page where most of its joints are less certain than asked for.
    """
    listed = None
    if model is not None and links.script is Script.CJK:
        listed = read_grid_page(dump, rows, model, config, script=links.script)
    if listed is None:
        listed = read_reversed(whole, links, model, config)
    return listed if listed is not None and is_certain_enough(listed, config) else None


def _reads_better(listed: PageOrder | None, found: PageOrder, config: Config) -> bool:
    """Whether a page reads better with its lines listed anew than in columns."""
    if listed is None:
        return False
    return _reading(listed) > _reading(found) + config.listing.least_advantage


def _read_columns(
    dump: str,
    rows: list[Row],
    start: int,
    at: Floats,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin],
    near: Sequence[Row],
    *,
    script: Script,
) -> PageOrder:
    """The page with its rows cut into lines of columns, in their order."""
    pieces = cut_rows(dump, rows, start, at, model, config, script=script, above=near)
    found = order_pieces(pieces, model, config, pins, script=script)
    if found.gate.opens and model is not None:
        found = move_cuts_by_order(dump, start, at, found, model, config, pins, script=script)
    if found.gate.opens and not pins:
        found = keep_printed_marks(dump, found, model, config, script=script)
    return found


def _read_seen(
    dump: str,
    rows: list[Row],
    start: int,
    at: Floats,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin],
    *,
    script: Script,
    is_marked: bool = False,
) -> PageOrder | None:
    """The page in the order of its columns where strips of blanks show them; else None.

    is_marked  most rows are those of lists or tables: then only what counts on proves the order
    """
    page = see_columns(dump, rows, start, at, config, script=script)
    if page is None:
        return None
    pieces = page.pieces
    links = score_links(pieces, model, config, script=script)
    pairs = pins_to_pairs(pins, pieces.fragments)
    links.pin(pairs)
    order = apply_pins(order_seen(page, links, config), pairs)
    judged = [i for i in order if not pieces.numbers[i]]
    gate = judge_order(judged, links, config.gate, certainty=1.0 if model else 0.5)
    texts = [f.text for f in pieces.fragments]
    sizes = pieces.rest.tolist()
    counted = 0
    if not are_pairs(texts, pieces.row.tolist(), sizes):
        counted = count_successions([texts[i] for i in judged], [sizes[i] for i in judged])
        judged.sort()
        counted -= count_successions([texts[i] for i in judged], [sizes[i] for i in judged])
    if is_marked:
        is_marked = cell_markup_share(rows, texts) > config.gate.most_markup_share
    if not gate.opens or parse_layout(config.layout).kind != "columns":
        gate = judge_seen_order(gate, counted, config.gate, is_marked=is_marked)
    if model is None and is_prose(texts):
        column = links.shapes.column
        gate = open_for_seen_columns(gate, pieces.x, pieces.width, column, config.gate)
    across = np.where(np.isnan(pieces.x), 1.0, -1.0).astype(np.float32)
    asides = np.asarray(find_heads(pieces) | pieces.numbers, bool)
    held = np.zeros(len(order), bool)
    sure = np.ones(len(order), np.float32)
    found = PageOrder(pieces, order, links, across, page.columns, gate, held, asides, sure, page)
    if not gate.opens or pins:
        return found
    return keep_printed_marks(dump, found, model, config, script=script)


def _read_displaced(
    whole: Page, links: LinkScorer, pins: Sequence[Pin], config: Config
) -> PageOrder | None:
    """The page as one column whose displaced pieces were put back; None where there are none."""
    pairs = pins_to_pairs(pins, whole.fragments)
    order = order_displaced(whole, links, pairs, config.displaced)
    if order is None:
        return None
    return _whole_page(whole, apply_pins(order, pairs), links, replace(CLOSED, opens=True))


def _as_it_stands(whole: Page, links: LinkScorer, gate: GateReading) -> PageOrder:
    """The page in the dump's order."""
    return _whole_page(whole, list(range(len(whole.fragments))), links, gate)


def _whole_page(pieces: Page, order: list[int], links: LinkScorer, gate: GateReading) -> PageOrder:
    """A page of one column whose rows were not cut, in an order of theirs."""
    n = len(order)
    spans, none, sure = np.zeros(n, np.float32), np.zeros(n, bool), np.ones(n, np.float32)
    heads = find_heads(pieces)
    return PageOrder(pieces, order, links, spans, 1, gate, held=none, asides=heads, sure=sure)
