"""Pages whose words have boxes: cut and read by where words stand, and by what they say.

    boxes -> items -> frames -> pieces -> fragments     `cutting`: what stands in a column together
    frames one after the other                          a proposal, and
    the page in two, one above the other                what the text says against it (`geometry`)
    the file's order, the text by itself                the other proposals

Which is right is judged by one worth: the links of the order, what holds together where rows were
cut, and whether lines are read that stand below one another (`following`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from layoutfix.arrays import Bools, Doubles, Index
from layoutfix.boxes import WordBoxes
from layoutfix.cutting.asides import find_heads
from layoutfix.cutting.bonds import weigh_bonds
from layoutfix.cutting.cut import row_marks, whole_rows
from layoutfix.cutting.frames import find_frames
from layoutfix.cutting.items import Items, boxes_to_items
from layoutfix.cutting.pieces import Piece, drop_marks, frames_to_pieces
from layoutfix.cutting.shift import move_cuts_by_order
from layoutfix.engine.listing import mean_link, one_column
from layoutfix.layouts import parse_layout
from layoutfix.linking.scoring import find_indents, score_links
from layoutfix.ordering.following import following_odds
from layoutfix.ordering.gate import judge_order
from layoutfix.ordering.proposals.geometry import find_divisions
from layoutfix.page import FragmentSpan, Page, spans_to_page
from layoutfix.page_order import CLOSED, PageOrder, SeenPage
from layoutfix.pins import apply_pins, pins_to_pairs
from layoutfix.ranks import distinct
from layoutfix.sheet import Sheet
from layoutfix.weights import FollowingWeights

_MOST_ROUNDS = 3
"""Times that a page is parted anew at the heights that the text speaks for: bounds time."""


def read_placed(sheet: Sheet, read_text: Callable[[], PageOrder]) -> PageOrder:
    """The page by the boxes of its words, in the file's order or by its text: what is worth most.

    read_text  the page as it is read without boxes: not asked where the frames read well
    """
    boxes, layout = sheet.boxes, parse_layout(sheet.config.layout)
    if boxes is None or len(boxes) < 2 or layout.kind == "keep" or sheet.config.columns == "rtl":
        return read_text()
    if not _has_all(boxes, sheet):  # where the other lines stand cannot be known
        return read_text()
    items = boxes_to_items(boxes, sheet)
    best, others = read_frames(items, sheet, None), read_file(items, sheet)
    if not _is_sure(best, items):
        by_text = read_text()
        others.append(by_text)
        if items.whole.any() and by_text.gate.opens:  # where the text is cut, boxes are two
            best = read_frames(items, sheet, cuts_of(by_text))
    best = move_cuts(best)
    if not others:
        return with_indents(best, items)
    weights = sheet.weights.following
    prior = weights.file_gain * len(sheet.rows)
    worths = [worth(each, items) + prior * _is_as_filed(each) for each in others]
    k = int(np.argmax(worths))
    gain = worth(best, items) + weights.frames_gain - worths[k]
    return with_indents(best, items) if gain > 0 else others[k]


def _has_all(boxes: WordBoxes, sheet: Sheet) -> bool:
    """Whether all text of a page is that of words with boxes. O(words log words)."""
    at = sheet.start
    for start, end in sorted(zip(boxes.start.tolist(), boxes.end.tolist(), strict=True)):
        if sheet.dump[at:start].strip():
            return False
        at = max(at, end)
    return not sheet.dump[at : sheet.end].strip()


def _is_sure(found: PageOrder, items: Items) -> bool:
    """Whether frames read so well that the text by itself need not be asked.

    Never where engines box lines, which may be two: the text knows better where these are cut.
    """
    if found.sheet.model is None or float(items.whole.mean()) > _MOST_WHOLE:
        return False
    return mean_link(found) >= found.sheet.weights.following.sure_link


_MOST_WHOLE = 0.05
"""The share of items that are whole lines up to which a page is one of words."""


def _is_as_filed(found: PageOrder) -> bool:
    """Whether a page has whole rows in the order that the file has or states."""
    return not found.gate.opens or found.order == _stated_rows(found.sheet)


def move_cuts(found: PageOrder) -> PageOrder:
    """The page with its cuts moved to where its order says, if it has another than the dump's."""
    model = found.sheet.model
    return move_cuts_by_order(found, model) if found.gate.opens and model is not None else found


def read_frames(items: Items, sheet: Sheet, cuts: Sequence[int] | None) -> PageOrder:
    """The page by its frames, of all ways to part it the one that is worth most.

    cuts  offsets at which the text by itself has rows cut; None where that is not known
    """
    return max(frames_to_orders(items, sheet, cuts), key=lambda found: worth(found, items))


def frames_to_orders(
    items: Items, sheet: Sheet, known: Sequence[int] | None
) -> Iterator[PageOrder]:
    """The page in the order of its frames; and parted where the text speaks for it, and again."""
    weights = sheet.weights
    bonds = weigh_bonds(items, sheet, known)
    cuts: set[float] = set()
    for _ in range(_MOST_ROUNDS):
        frames = find_frames(items, bonds, weights.frames, sorted(cuts))
        pieces, dropped = drop_marks(frames_to_pieces(frames, items, sheet), sheet)
        found = _pieces_to_order(pieces, dropped, sheet)
        yield found
        heights = find_divisions(
            _order_of(pieces),
            [piece.band for piece in pieces],
            [piece.frame for piece in pieces],
            np.array([piece.y for piece in pieces]),
            items.high,
            found.links,
            weights.following,
        )
        if cuts.issuperset(heights):
            return
        cuts.update(heights)


def read_file(items: Items, sheet: Sheet) -> list[PageOrder]:
    """The rows of the page in the order that the file states, and in that in which it has them.

    Not where these are rows across columns: most then pass the line below them.
    """
    whole, stated = whole_rows(sheet), _stated_rows(sheet)
    own = list(range(len(whole.fragments)))
    boxes = _fragment_boxes(whole, items)
    odds = following_odds(own, boxes, items.high, sheet.weights.following)
    orders = [own] if float(odds.sum()) > 0 else []
    orders += [] if stated is None or stated == own else [stated]
    if not orders:
        return []
    links = score_links(whole, sheet)
    pairs = pins_to_pairs(sheet.pins, whole.fragments)
    links.pin(pairs)
    found = []
    for order in orders:
        moved = apply_pins(order, pairs)
        gate = replace(CLOSED, opens=moved != own)
        found.append(one_column(sheet, whole, moved, links, gate))
    return found


def _stated_rows(sheet: Sheet) -> list[int] | None:
    """The rows in the order that the file states; None where it states none, or not of all."""
    boxes = sheet.boxes
    if boxes is None or boxes.order is None:
        return None
    starts = np.array([row.start for row in sheet.rows], np.intp)
    row = np.searchsorted(starts, boxes.start, side="right") - 1
    of_line = dict(zip(boxes.line.tolist(), np.maximum(row, 0).tolist(), strict=True))
    found = list(dict.fromkeys(of_line[k] for k in boxes.order if k in of_line))
    return found if len(found) == len(starts) else None


def cuts_of(found: PageOrder) -> list[int] | None:
    """Offsets at which a page's rows were cut; None where it was left as it is."""
    if not found.gate.opens:
        return None
    f, row = found.page.fragments, found.page.row
    return [f[i].start for i in range(1, len(f)) if row[i] == row[i - 1]]


def worth(found: PageOrder, items: Items, weights: FollowingWeights | None = None) -> float:
    """What an order is worth, in nats, whatever its rows were cut to.

    Links and places of its joints, less what holds rows together where they were cut; the parts of
    a row that stay together have neither.

    weights  of places; None for those of the page
    """
    weights = weights or found.sheet.weights.following
    order, row = np.array(found.order, np.intp), found.page.row
    if len(order) < 2:
        return 0.0
    left, right = order[:-1], order[1:]
    parted = (row[left] != row[right]) | (right != left + 1)
    after = np.full(len(order), -1)
    after[left] = right
    cut = np.flatnonzero((row[1:] == row[:-1]) & (after[:-1] != np.arange(1, len(order))))
    boxes = _fragment_boxes(found.page, items)
    places = following_odds(found.order, boxes, items.high, weights)
    links = found.links.score(left[parted], right[parted])
    bonds = found.links.bond(cut, cut + 1) if len(cut) else np.zeros(0)
    return float(links.sum() + places[parted].sum() - bonds.sum())


def _fragment_boxes(page: Page, items: Items) -> tuple[Doubles, Doubles, Doubles]:
    """Left and right edges of the fragments of a page, and their heights, (n,) each."""
    start = np.array([f.start for f in page.fragments], np.intp)
    end = np.array([f.end for f in page.fragments], np.intp)
    most = len(items.start) - 1
    first = np.minimum(np.searchsorted(items.end, start, side="right"), most)
    last = np.maximum(np.searchsorted(items.start, end, side="left") - 1, first)
    left, right = _edge_at(items, first, start), _edge_at(items, last, end)
    y = (items.middle[first] + items.middle[last]) / 2
    return left, np.maximum(left, right), y


def _edge_at(items: Items, item: Index, offset: Index) -> Doubles:
    """Where on the page offsets of the dump are, each in an item."""
    found = np.zeros(len(item))
    for k, (i, at) in enumerate(zip(item.tolist(), offset.tolist(), strict=True)):
        edges = items.edges[i]
        found[k] = edges[min(max(at - int(items.start[i]), 0), len(edges) - 1)]
    return found


def _order_of(pieces: Sequence[Piece]) -> list[int]:
    """The order of pieces as fragments, which are numbered as they stand in the dump."""
    by_start = sorted(range(len(pieces)), key=lambda k: pieces[k].start)
    number = {k: i for i, k in enumerate(by_start)}
    return [number[k] for k in range(len(pieces))]


def _pieces_to_order(
    pieces: Sequence[Piece], dropped: list[tuple[int, int, str]], sheet: Sheet
) -> PageOrder:
    """The page in the order of pieces."""
    placed = _pieces_to_page(pieces, dropped, sheet)
    page = placed.page
    links = score_links(page, sheet)
    pairs = pins_to_pairs(sheet.pins, page.fragments)
    links.pin(pairs)
    order = apply_pins(_order_of(pieces), pairs)
    gate = judge_order(order, links, sheet.weights.gate)
    gate = replace(gate, opens=order != sorted(order))
    own = np.bincount(placed.region, minlength=1)[placed.region]
    across = np.where(own > 1, -1.0, 1.0).astype(np.float32)
    heads = np.asarray(find_heads(page), bool)
    sure = np.ones(len(order), np.float32)
    return PageOrder(
        sheet,
        page,
        order,
        links,
        across,
        placed.columns,
        gate,
        _held(page, order),
        heads,
        sure,
        placed,
    )


def with_indents(found: PageOrder, items: Items) -> PageOrder:
    """The page with what its lines are indented by, which the text by itself does not know.

    Where most lines of a column hang, those that begin an entry count as indented.
    """
    if found.seen is None:
        return found
    left, _, _ = _fragment_boxes(found.page, items)
    lead = left.copy()
    place = found.seen.region * found.seen.columns + found.seen.column
    for k in distinct(place).tolist():
        own = np.flatnonzero(place == k)
        near = (np.abs(left[own][:, None] - left[own][None, :]) < _SAME_EDGE).sum(axis=1)
        edge = float(left[own][near.argmax()])
        lead[own] = edge + np.where(
            np.abs(left[own] - edge) < _SAME_EDGE, 0.0, np.abs(left[own] - edge)
        )
    page = replace(found.page, lead=lead.astype(np.float32))
    links = found.links.with_indents(find_indents(page, found.sheet.weights))
    return replace(found, page=page, links=links, seen=replace(found.seen, page=page))


_SAME_EDGE = 0.9
"""Cells about which lines that begin at one edge differ."""


def _held(page: Page, order: Sequence[int]) -> Bools:
    """Which fragments the next one of their row follows in the order, too: they are one line."""
    held = np.zeros(len(order), bool)
    path = np.array(order, np.intp)
    left, right = path[:-1], path[1:]
    held[left[(right == left + 1) & (page.row[left] == page.row[right])]] = True
    return held


def _pieces_to_page(
    pieces: Sequence[Piece], dropped: list[tuple[int, int, str]], sheet: Sheet
) -> SeenPage:
    """The fragments of a page in the dump's order, and the column of each."""
    placed = sorted(pieces)
    spans, last = [], -1
    for piece in placed:
        first = piece.row != last
        last = piece.row
        spans.append(FragmentSpan(piece.start, piece.end, piece.row, piece.x, np.nan, first))
    page = spans_to_page(sheet, spans, [*dropped, *row_marks(sheet.rows)])
    band = np.array([piece.band for piece in placed], np.int32)
    frame = np.array([piece.frame for piece in placed], np.int32)
    firsts = np.full(int(band.max()) + 1, len(placed), np.int32)
    np.minimum.at(firsts, band, frame)
    column = frame - firsts[band]
    nothing = np.zeros(len(placed), np.int8)
    return SeenPage(page, band, column, int(column.max()) + 1, nothing, {})
