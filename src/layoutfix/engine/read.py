"""Reads a page: cuts its rows, finds the order, and moves the cuts once the order is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from layoutfix import ngrams
from layoutfix.config import Config
from layoutfix.cutting.asides import find_heads
from layoutfix.cutting.cut import cut_rows, whole_rows
from layoutfix.cutting.dirt import keep_printed_marks
from layoutfix.cutting.overlaps import part_overlaps
from layoutfix.cutting.shift import move_cuts_by_order
from layoutfix.engine.by_blanks import read_by_blanks
from layoutfix.engine.judge import is_certain_enough
from layoutfix.engine.listing import (
    mean_link,
    one_column,
    read_glyph_rows,
    read_grid_page,
    read_reversed,
)
from layoutfix.engine.order import order_page
from layoutfix.engine.placed import read_placed
from layoutfix.engine.seen import order_seen, see_columns
from layoutfix.languages import detect_language
from layoutfix.layouts import Layout, parse_layout
from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import score_links
from layoutfix.ordering.gate import (
    is_prose,
    joint_losses,
    judge_order,
    judge_seen_order,
    open_for_seen_columns,
    open_gate,
    poor_stretches,
    reads_well,
)
from layoutfix.ordering.proposals.displaced import order_displaced
from layoutfix.ordering.torn import blank_gain
from layoutfix.ordering.view import reads_badly
from layoutfix.page import Page
from layoutfix.page_order import CLOSED, GateReading, PageOrder
from layoutfix.pins import apply_pins, pins_to_pairs
from layoutfix.rows import Row, cell_markup_share, markup_share, parted_share
from layoutfix.script import Script
from layoutfix.sheet import Sheet, read_sheet
from layoutfix.successions import are_pairs, count_successions


def read_dump(dump: str, config: Config) -> PageOrder | None:
    """The order of a dump of one page, by the model of the language that it seems to be in.

    Without links of words where there is no model (`links.knows_language`); None without text.
    """
    known = ngrams.available()
    code = detect_language(dump, known)
    model = ngrams.load(code) if code in known else None
    return read_page(read_sheet(dump, 0, len(dump), model, config))


def read_page(sheet: Sheet, near: Sequence[Row] = ()) -> PageOrder | None:
    """The order of a page; None where it has no text. Boxes of its words are used where known.

    near  as in `read_text`
    """
    if not sheet.rows:
        return None
    if sheet.boxes is None:
        return read_text(sheet, near)
    return read_placed(sheet, partial(read_text, sheet, near))


def read_text(sheet: Sheet, near: Sequence[Row] = ()) -> PageOrder:
    """The order of a page that has text, by that alone.

    Columns are sought where the page does not read well as it stands; else, and where the gate
    leaves it alone, its rows are the fragments, in the dump's order but for displaced pieces.

    near  rows of another page of the document, whose gutters the page shares if it has any
    """
    layout = parse_layout(sheet.config.layout)
    if layout.kind == "columns":
        sheet = _in_columns(sheet, layout)
    whole = whole_rows(sheet)
    links = score_links(whole, sheet)
    if layout.kind == "keep" and not sheet.pins:
        return _as_it_stands(sheet, whole, links, CLOSED)
    is_known = bool(sheet.pins) or layout.kind == "columns"
    stays = not is_known and sheet.model is not None and _reads_well(links, sheet, near)
    is_marked = not is_known and _is_marked(sheet, cells=not stays)
    listed = None
    if not (stays or is_known or is_marked):
        listed = _read_listing(sheet, whole, links)
    found = None
    if not stays:
        found = _read_seen(sheet, is_marked=is_marked)
        if not is_marked and (found is None or _hides_columns(found)):
            cut = _read_blocks(sheet, whole, _read_columns(sheet, near))
            if found is None or (cut.gate.opens and _reads_better(cut, found)):
                found = cut
    if found is not None and found.gate.opens and not _reads_better(listed, found):
        pieces = _read_displaced(sheet, whole, links) if found.gate.in_blocks else None
        return read_by_blanks(found, sheet) if pieces is None else pieces
    is_seen = found is not None and found.seen is not None
    if listed is None and sheet.model is not None and not (is_marked or is_seen):
        listed = _read_displaced(sheet, whole, links)
    if listed is not None and (sheet.pins or not _parts_items(listed, whole)):
        return listed
    if found is not None and sheet.pins and found.order != sorted(found.order):
        return found
    return _as_it_stands(sheet, whole, links, found.gate if found else CLOSED)


def _hides_columns(seen: PageOrder) -> bool:
    """Whether many joints do not read in the order of columns that are seen, nor are a table's.

    Strips may show some of the columns alone, where others have one blank between them.
    """
    if seen.seen is not None and "table" in seen.seen.kinds.values():
        return False
    return reads_badly(seen.order, seen.links)


def _read_blocks(sheet: Sheet, whole: Page, cut: PageOrder) -> PageOrder:
    """The page with its rows whole in place of `cut`, where it is in blocks and reads better so.

    Justified lines have wide blanks, too. Asked where rows were cut and many joints do not read.
    """
    is_cut = bool((cut.page.row_size > 1).any())
    blanks = float((whole.blank_above > 0).mean())
    if not is_cut or blanks < _LEAST_BLANKS or not reads_badly(cut.order, cut.links):
        return cut
    rows = order_page(whole, sheet)
    is_better = rows.gate.opens and not (cut.gate.opens and _reading(cut) >= _reading(rows))
    return rows if is_better else cut


_LEAST_BLANKS = 0.1
"""Share of rows with a blank line above from which they may be lines of blocks."""


def _in_columns(sheet: Sheet, layout: Layout) -> Sheet:
    """A page that is known to be in columns, in so many if that is said."""
    weights = sheet.weights
    turns = weights.turns
    if layout.count is not None:
        turns = replace(turns, max_columns=layout.count)
    return replace(sheet, weights=replace(weights, gate=open_gate(weights.gate), turns=turns))


def _reads_well(links: LinkScorer, sheet: Sheet, near: Sequence[Row] = ()) -> bool:
    """Whether the rows of a page read on in one another as they stand.

    Where they do but for some stretches, these are read by themselves: if none of them is put in
    another order, the page reads well.
    """
    s, weights = links.shapes, sheet.weights.gate
    left = np.arange(len(s.width) - 1)
    link, is_open = links.evidence_along().total, links.may_go_on(left, left + 1)
    loss = joint_losses(link, is_open, s.width, s.column, weights)
    # in columns from right to left, sentences by the line may be listed in reverse
    parted = 1.0 if sheet.config.columns == "rtl" else parted_share(sheet.rows)
    if reads_well(loss, s.ends_stop, weights, parted=parted):
        return True
    stretches = poor_stretches(loss, weights)
    if sum(b - a for a, b in stretches) > _MOST_POOR * len(sheet.rows) or not stretches:
        return False
    parts = (replace(sheet, rows=sheet.rows[a:b]) for a, b in stretches)
    return not any(read_text(part, near).gate.opens for part in parts)


_MOST_POOR = 0.5
"""Share of the rows in poor stretches from which the whole page is read at once."""


def _is_marked(sheet: Sheet, *, cells: bool) -> bool:
    """Whether too many rows are those of lists, tables or code for anything to be moved."""
    return markup_share(sheet.rows, sheet.dump, cells=cells) > sheet.weights.gate.most_markup_share


def _parts_items(found: PageOrder, whole: Page) -> bool:
    """Whether fewer items count on in an order of rows than in the dump's."""
    texts = [found.page.fragments[i].text for i in found.order]
    return count_successions(texts) < count_successions([f.text for f in whole.fragments])


def _reading(found: PageOrder) -> float:
    """How well the joints of a page's order read, in nats a joint, with the items that count on."""
    texts = [found.page.fragments[i].text for i in found.order]
    counted = _COUNTED_GAIN * count_successions(texts)
    return mean_link(found) + counted / max(len(texts) - 1, 1)


_COUNTED_GAIN = 2.0
"""What an item that counts on from the one before tells, in nats."""


def _read_listing(sheet: Sheet, whole: Page, links: LinkScorer) -> PageOrder | None:
    """The page whose lines are only listed in another order than they are read; None if it is none.

    No such page where most of its joints are less certain than asked for.
    """
    listed = None
    if sheet.model is not None and sheet.script is Script.CJK:
        listed = read_grid_page(sheet, sheet.model) or read_glyph_rows(sheet)
    if listed is None:
        listed = read_reversed(whole, links, sheet)
    return listed if listed is not None and is_certain_enough(listed) else None


def _reads_better(listed: PageOrder | None, found: PageOrder) -> bool:
    """Whether a page reads better with its lines listed anew than in columns."""
    if listed is None:
        return False
    least = found.sheet.weights.listing.least_advantage
    return _reading(listed) > _reading(found) + least


def _read_columns(sheet: Sheet, near: Sequence[Row]) -> PageOrder:
    """The page with its rows cut into lines of columns, in their order.

    And with rows parted in which printed lines overlap, where it reads better so.
    """
    page = cut_rows(sheet, near)
    found = _order_cut(page, sheet)
    parted = _part_rows(page, sheet, near)
    if parted is None:
        return found
    other = _order_cut(*parted)
    least = _reading(found) - (_PARTED_SLACK if sheet.script is Script.CJK else 0.0)
    return other if other.gate.opens and _reading(other) > least else found


_PARTED_SLACK = 0.15
"""Nats a joint by which rows may read worse parted, in Chinese and Japanese, whose characters are
as wide as one another, so that places tell for sure where rows are two lines."""


def _order_cut(page: Page, sheet: Sheet) -> PageOrder:
    """The order of rows that were cut, their cuts moved by it, and the marks that are printed."""
    found = order_page(page, sheet)
    if found.gate.opens and sheet.model is not None:
        found = move_cuts_by_order(found, sheet.model)
    if found.gate.opens and not sheet.pins:
        found = keep_printed_marks(found)
    return found


def _part_rows(page: Page, sheet: Sheet, near: Sequence[Row]) -> tuple[Page, Sheet] | None:
    """The page with rows parted in which lines overlap, each time by what is seen of columns then;
    None where there are none.
    """
    first = sheet
    for _ in range(_MOST_PARTED):
        parted = part_overlaps(sheet, page)
        if parted is None:
            break
        sheet = parted
        page = cut_rows(sheet, near)
    return None if sheet is first else (page, sheet)


_MOST_PARTED = 3
"""Times that rows are parted in which lines overlap: bounds time."""


def _read_seen(sheet: Sheet, *, is_marked: bool = False) -> PageOrder | None:
    """The page in the order of its columns where strips of blanks show them; else None.

    is_marked  most rows are those of lists or tables: then only what counts on proves the order
    """
    seen = see_columns(sheet)
    if seen is None:
        return None
    page = seen.page
    links = score_links(page, sheet)
    pairs = pins_to_pairs(sheet.pins, page.fragments)
    links.pin(pairs)
    order = apply_pins(order_seen(seen, links, sheet), pairs)
    gate = _judge_seen(sheet, page, order, links, is_marked=is_marked)
    across = np.where(np.isnan(page.x), 1.0, -1.0).astype(np.float32)
    asides = np.asarray(find_heads(page) | page.numbers, bool)
    held, sure = np.zeros(len(order), bool), np.ones(len(order), np.float32)
    found = PageOrder(
        sheet, page, order, links, across, seen.columns, gate, held, asides, sure, seen
    )
    return found if not gate.opens or sheet.pins else keep_printed_marks(found)


def _judge_seen(
    sheet: Sheet, page: Page, order: Sequence[int], links: LinkScorer, *, is_marked: bool
) -> GateReading:
    """The gate's reading of an order down columns that are seen."""
    weights = sheet.weights.gate
    judged = [i for i in order if not page.numbers[i]]
    gate = judge_order(judged, links, weights, certainty=1.0 if sheet.model else 0.5)
    texts, sizes = [f.text for f in page.fragments], page.rest.tolist()
    counted = 0
    if not are_pairs(texts, page.row.tolist(), sizes):
        counted = count_successions([texts[i] for i in judged], [sizes[i] for i in judged])
        judged.sort()
        counted -= count_successions([texts[i] for i in judged], [sizes[i] for i in judged])
    if is_marked:
        is_marked = cell_markup_share(sheet.rows, texts) > weights.most_markup_share
    if not gate.opens or parse_layout(sheet.config.layout).kind != "columns":
        gate = judge_seen_order(gate, counted, weights, is_marked=is_marked)
    if sheet.model is None and is_prose(texts):
        column = links.shapes.column
        gate = open_for_seen_columns(gate, page.x, page.width, column, weights)
    return gate


def _read_displaced(sheet: Sheet, whole: Page, links: LinkScorer) -> PageOrder | None:
    """The page as one column whose displaced pieces were put back; None where there are none."""
    pairs = pins_to_pairs(sheet.pins, whole.fragments)
    order = order_displaced(whole, links, pairs, sheet.weights.displaced)
    if order is None:
        return None
    return one_column(sheet, whole, apply_pins(order, pairs), links, replace(CLOSED, opens=True))


def _as_it_stands(sheet: Sheet, whole: Page, links: LinkScorer, gate: GateReading) -> PageOrder:
    """The page in the dump's order; its paragraphs anew where blank lines tear its sentences.

    So they are, too, where other joints of it are torn, but not enough to be read otherwise.
    """
    found = one_column(sheet, whole, list(range(len(whole.fragments))), links, gate)
    if sheet.model is None or parse_layout(sheet.config.layout).kind == "keep":
        return found
    torn = blank_gain(whole, links, sheet.weights.runs, is_torn=gate.keeps)
    if torn is None or _is_marked(sheet, cells=True):
        return found
    return replace(found, torn=torn)
