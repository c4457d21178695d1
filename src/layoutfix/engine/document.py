"""The pages of one document, judged together: what one shows of its columns tells of the next.

A last page of five rows in two columns shows little: links over four joints, a gutter that two
rows have. Beside a page whose two columns are as wide it is one more of them. And of forty pages in
order, the one that is not had better say so loudly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.boxes import WordBoxes
from layoutfix.config import Config
from layoutfix.engine.known import read_by_columns
from layoutfix.engine.read import read_page
from layoutfix.linking.memory import texts_remembered
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.gate import scale_gate
from layoutfix.page_order import PageOrder
from layoutfix.pins import NOTHING, Corrections
from layoutfix.ranks import median
from layoutfix.rows import Row
from layoutfix.scorers import Scorer
from layoutfix.sheet import Sheet, read_sheet
from layoutfix.weights import GateWeights

Span = tuple[int, int]


def read_pages(
    dump: str,
    spans: Sequence[Span],
    model: NgramModel | None,
    config: Config,
    known: Corrections = NOTHING,
    scorer: Scorer | None = None,
    boxes: Sequence[WordBoxes | None] = (),
) -> list[PageOrder]:
    """The orders of the pages of a dump, each a span with text.

    boxes  where the words of each stood, where that is known; () where it is of none

    Each is read by itself. One that was left alone beside one that was put in order is read again,
    and so is the only one that was put in order of many: the first needs less evidence, the second
    more.
    """
    where = boxes or [None] * len(spans)
    sheets = [
        read_sheet(dump, *span, model, config, known, scorer, its)
        for span, its in zip(spans, where, strict=True)
    ]
    pages = [_read(sheet) for sheet in sheets]
    in_columns = [k for k, page in enumerate(pages) if _is_in_columns(page)]
    k = in_columns[0] if len(in_columns) == 1 else -1
    if k >= 0 and len(pages) >= UNLIKE_PAGES and sheets[k].boxes is None:
        pages[k] = _read(sheets[k], sheets[k].weights.gate.unlike_certainty)
    for k, sheet in enumerate(sheets):
        beside = [pages[n] for n in (k - 1, k + 1) if 0 <= n < len(pages)]
        beside = [page for page in beside if _is_in_columns(page)]
        if beside and sheet.boxes is None:  # boxes show of each page what it is
            pages[k] = _read_beside(sheet, pages[k], beside)
    return pages


def _read(sheet: Sheet, certainty: float = 1.0, near: Sequence[Row] = ()) -> PageOrder:
    """The order of a page that has text, behind a gate that asks for less by a `certainty`."""
    if certainty != 1.0:
        sheet = sheet.with_gate(scale_gate(sheet.weights.gate, certainty))
    with texts_remembered():
        found = read_page(sheet, near)
    if found is None:
        raise ValueError(f"the page at {sheet.start} has no text")
    return found


def _read_beside(sheet: Sheet, found: PageOrder, beside: Sequence[PageOrder]) -> PageOrder:
    """The page by what pages beside it show, which were put in columns; else as it was found."""
    other, known = beside[0], None
    if (
        sheet.model is not None
        and not sheet.pins
        and not (found.seen and found.gate.opens)
        and (not found.gate.opens or _is_short(found, other))
    ):
        with texts_remembered():
            known = read_by_columns(sheet, other)
    if known is not None and known.known:
        return known
    if not found.gate.opens:
        weights = sheet.weights.gate
        again = _read(sheet, weights.like_certainty, _rows_with_gutters(other))
        if any(is_like(again, page, weights) for page in beside):
            found = again
    if known is not None and known.gate.gain + KNOWN_BONUS >= found.gate.gain:
        return known
    return found


UNLIKE_PAGES = 4
"""Pages of a document from which on the only one in columns must gain more than others."""

KNOWN_BONUS = 6.0
"""Nats that another order must gain beyond that by the turns of the page beside it."""


def _is_in_columns(found: PageOrder) -> bool:
    return found.gate.opens and found.columns > 1


def _is_short(found: PageOrder, other: PageOrder) -> bool:
    """Whether a page has few rows, as printed, and fewer than another."""
    rows, others = (int(p.page.row[-1]) + 1 for p in (found, other))
    lines = other.columns if other.page.row_size.max() == 1 else 1
    return rows < others and rows <= found.sheet.weights.gate.well_rows * lines


def _rows_with_gutters(found: PageOrder) -> list[Row]:
    """The rows of a page, where its gutters are seen."""
    return [] if np.isnan(found.page.x).all() else found.sheet.rows


def is_like(found: PageOrder, other: PageOrder, weights: GateWeights) -> bool:
    """Whether a page was put in order by columns that are those of another page, or some of them.

    By where they begin, if both show it, else by how wide their lines are.
    """
    if not found.gate.opens or not 2 <= found.columns <= other.columns:
        return False
    mine, others = _later_starts(found), _later_starts(other)
    if mine is not None and others is not None:
        return abs(mine - others) <= weights.like_columns
    wide = _full_width(other)
    return abs(_full_width(found) - wide) <= weights.like_width * wide


def _later_starts(found: PageOrder) -> float | None:
    """The character column at which most lines behind the first column begin; None if not seen."""
    first = found.page.row_firsts
    later = np.ones(len(found.page.row), bool)
    later[first] = False
    x = found.page.x[later]
    x = x[~np.isnan(x)]
    return float(median(x)) if len(x) else None


def _full_width(found: PageOrder) -> float:
    """The width of a full line: the median of the wider half."""
    width = np.sort(found.page.width)
    return float(median(width[len(width) // 2 :]))
