"""Reads a page: cuts its rows, finds the order, and moves the cuts once the order is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from layoutfix import ngrams
from layoutfix.chardata import codes_to_widths, is_cjk_text, text_to_codes
from layoutfix.config import Config
from layoutfix.continuity import LinkScorer
from layoutfix.fragments.rows import Row, dump_to_rows, markup_share
from layoutfix.languages import detect_language
from layoutfix.model import Pin
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.gate import CLOSED, GateReading, reads_well
from layoutfix.ordering.pins import apply_pins, pins_to_pairs
from layoutfix.page.asides import find_heads
from layoutfix.page.displaced import order_displaced
from layoutfix.page.order import PageOrder, order_pieces
from layoutfix.page.pieces import Pieces, cut_rows, whole_rows
from layoutfix.page.scoring import score_links
from layoutfix.page.shift import move_cuts_by_order

Floats = npt.NDArray[np.float32]


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
) -> PageOrder | None:
    """The order of `dump[start:end]`; None where it has no text.

    Columns are sought where the page does not read well as it stands; else, and where the gate
    leaves it alone, its rows are the fragments, in the dump's order but for displaced pieces.
    """
    rows = dump_to_rows(dump, start, end)
    if not rows:
        return None
    cjk = is_cjk_text(dump[start:end])
    at = np.zeros(end - start + 1, np.float32)
    np.cumsum(codes_to_widths(text_to_codes(dump[start:end]), cjk=cjk), out=at[1:])
    whole = whole_rows(dump, rows, start, at)
    links = score_links(whole, model, config, cjk=cjk)
    found = None
    is_marked = markup_share(rows, dump) > config.gate.most_markup_share
    stays = is_marked or (
        model is not None
        and reads_well(links, links.shapes.width, links.shapes.column, config.gate)
    )
    if pins or not stays:
        found = _read_columns(dump, rows, start, at, model, config, pins, cjk=cjk)
        if found.gate.opens:
            return found
    if model is not None and (pins or not is_marked):
        placed = _read_displaced(whole, links, pins, config)
        if placed is not None:
            return placed
    if found is not None and pins and found.order != sorted(found.order):
        return found
    return _whole_page(whole, list(range(len(rows))), links, found.gate if found else CLOSED)


def _read_columns(
    dump: str,
    rows: list[Row],
    start: int,
    at: Floats,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin],
    *,
    cjk: bool,
) -> PageOrder:
    """The page with its rows cut into lines of columns, in their order."""
    pieces = cut_rows(dump, rows, start, at, model, config, cjk=cjk)
    found = order_pieces(pieces, model, config, pins, cjk=cjk)
    if found.gate.opens and model is not None:
        found = move_cuts_by_order(dump, start, at, found, model, config, pins, cjk=cjk)
    return found


def _read_displaced(
    whole: Pieces, links: LinkScorer, pins: Sequence[Pin], config: Config
) -> PageOrder | None:
    """The page as one column whose displaced pieces were put back; None where there are none."""
    pairs = pins_to_pairs(pins, whole.fragments)
    order = order_displaced(whole, links, pairs, config.displaced)
    if order is None:
        return None
    return _whole_page(whole, apply_pins(order, pairs), links, replace(CLOSED, opens=True))


def _whole_page(
    pieces: Pieces, order: list[int], links: LinkScorer, gate: GateReading
) -> PageOrder:
    """A page of one column whose rows were not cut, in an order of theirs."""
    n = len(order)
    spans, none, sure = np.zeros(n, np.float32), np.zeros(n, bool), np.ones(n, np.float32)
    heads = find_heads(pieces)
    return PageOrder(pieces, order, links, spans, 1, gate, held=none, asides=heads, sure=sure)
