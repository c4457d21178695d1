"""Reads a page: cuts its rows, finds the order, and moves the cuts once the order is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from layoutfix.chardata import codes_to_widths, is_cjk_text, text_to_codes
from layoutfix.config import Config
from layoutfix.continuity import LinkScorer
from layoutfix.fragments.rows import dump_to_rows, markup_share
from layoutfix.model import Pin
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.gate import CLOSED, GateReading
from layoutfix.ordering.pins import apply_pins, pins_to_pairs
from layoutfix.page.displaced import order_displaced
from layoutfix.page.order import PageOrder, order_pieces
from layoutfix.page.pieces import Pieces, cut_rows, whole_rows
from layoutfix.page.scoring import score_links
from layoutfix.page.shift import keep_order, move_cuts_by_order


def read_page(
    dump: str,
    start: int,
    end: int,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin] = (),
) -> PageOrder | None:
    """The order of `dump[start:end]`; None where it has no text.

    A page that the gate leaves alone has its rows as fragments, in the dump's order, but for
    displaced pieces of one column.
    """
    rows = dump_to_rows(dump, start, end)
    if not rows:
        return None
    cjk = is_cjk_text(dump[start:end])
    at = np.zeros(end - start + 1, np.float32)
    np.cumsum(codes_to_widths(text_to_codes(dump[start:end]), cjk=cjk), out=at[1:])
    gate, found = CLOSED, None
    if pins or markup_share(rows, dump) <= config.gate.most_markup_share:
        pieces = cut_rows(dump, rows, start, at, model, config, cjk=cjk)
        found = order_pieces(pieces, model, config, pins, cjk=cjk)
        if found.gate.opens and model is not None:
            moved = move_cuts_by_order(dump, start, at, found, model, config, cjk=cjk)
            if moved is not None:
                found = keep_order(moved, found, model, config, pins, cjk=cjk)
        gate = found.gate
        if gate.opens:
            return found
    whole = whole_rows(dump, rows, start, at)
    links = score_links(whole, model, config, cjk=cjk)
    if found is not None and model is not None:
        pairs = pins_to_pairs(pins, whole.fragments)
        placed = order_displaced(whole, links, pairs, config.displaced)
        if placed is not None:
            gate = replace(gate, opens=True)
            return _whole_page(whole, apply_pins(placed, pairs), links, gate)
    if found is not None and pins and found.order != sorted(found.order):
        return found
    return _whole_page(whole, list(range(len(whole.fragments))), links, gate)


def _whole_page(
    pieces: Pieces, order: list[int], links: LinkScorer, gate: GateReading
) -> PageOrder:
    """A page of one column whose rows were not cut, in an order of theirs."""
    n = len(order)
    spans, none = np.zeros(n, np.float32), np.zeros(n, bool)
    return PageOrder(pieces, order, links, spans, 1, gate, held=none, specks=none)
