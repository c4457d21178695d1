"""Reads a page: cuts its rows, finds the order, and moves the cuts once the order is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.chardata import codes_to_widths, is_cjk_text, text_to_codes
from layoutfix.config import Config
from layoutfix.fragments.rows import dump_to_rows, markup_share
from layoutfix.model import Pin
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.gate import CLOSED
from layoutfix.page.order import PageOrder, order_pieces
from layoutfix.page.pieces import cut_rows, whole_rows
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

    A page that the gate leaves alone has its rows as fragments, in the dump's order.
    """
    rows = dump_to_rows(dump, start, end)
    if not rows:
        return None
    cjk = is_cjk_text(dump[start:end])
    at = np.zeros(end - start + 1, np.float32)
    np.cumsum(codes_to_widths(text_to_codes(dump[start:end]), cjk=cjk), out=at[1:])
    gate = CLOSED
    if pins or markup_share(rows, dump) <= config.gate.most_markup_share:
        pieces = cut_rows(dump, rows, start, at, model, config, cjk=cjk)
        found = order_pieces(pieces, model, config, pins, cjk=cjk)
        if found.gate.opens and model is not None:
            moved = move_cuts_by_order(dump, start, at, found, model, config, cjk=cjk)
            if moved is not None:
                found = keep_order(moved, found, model, config, pins, cjk=cjk)
        gate = found.gate
        if gate.opens or (pins and found.order != sorted(found.order)):
            return found
    whole = whole_rows(dump, rows, start, at)
    links = score_links(whole, model, config, cjk=cjk)
    n = len(whole.fragments)
    spans, none = np.zeros(n, np.float32), np.zeros(n, bool)
    return PageOrder(whole, list(range(n)), links, spans, 1, gate, held=none, specks=none)
