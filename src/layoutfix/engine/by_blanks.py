"""Pages printed with their blanks, read as if words had boxes, where the text alone reads badly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from layoutfix.cutting.blank_boxes import rows_to_boxes
from layoutfix.cutting.dirt import keep_printed_marks
from layoutfix.cutting.items import boxes_to_items
from layoutfix.engine.placed import cuts_of, move_cuts, read_frames, with_indents, worth
from layoutfix.ordering.view import poor_share
from layoutfix.page_order import PageOrder
from layoutfix.sheet import Sheet


def read_by_blanks(found: PageOrder, sheet: Sheet) -> PageOrder:
    """The page by frames of its blanks, where that is worth clearly more than the order found.

    Asked only of an order that reads badly, of fragments of which most show their column.
    """
    if sheet.model is None or sheet.boxes is not None or sheet.pins:
        return found
    seen = float((~np.isnan(found.page.x)).mean())
    if seen < _LEAST_SEEN or len(found.order) < 2:
        return found
    if poor_share(found.order, found.links) <= _POOR_SHARE:
        return found
    boxes = rows_to_boxes(sheet)
    if boxes is None or len(boxes) < 2:
        return found
    placed = replace(sheet, boxes=boxes)
    items = boxes_to_items(boxes, placed)
    framed = keep_printed_marks(move_cuts(read_frames(items, placed, cuts_of(found))))
    gain = worth(framed, items) - worth(found, items)
    if gain < sheet.weights.following.blanks_gain:
        return found
    return replace(with_indents(framed, items), sheet=sheet)


_POOR_SHARE = 0.2
"""Share of the joints that do not read: at half of it twice as many pages are read once more."""
_LEAST_SEEN = 0.5
"""Share of the fragments whose column is seen: where blanks are collapsed, rows show none."""
