"""A document and the pieces of its text -> sheets: where on each page each piece stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from layoutfix.document import Box, Document, DocumentPage, Line
from layoutfix.formats.arrays import is_sound
from layoutfix.review.scans import Scan

Sheet = dict[str, Any]


def document_to_sheets(
    document: Document, pieces: Sequence[tuple[int, int]], scans: Sequence[Scan | None]
) -> list[Sheet]:
    """The pages of a document as they are drawn; [] where no piece has a box.

    pieces  start, end in `document.text`, ascending
    scans   of the pages, as many as are known

    width, height  of the page in the units of its file; where it says none, those of its scan, or
                   as far as its boxes reach
    scan           whether there is one
    boxes          [piece, left, top, right, bottom]

    >>> from layoutfix.document import Region, Word
    >>> words = Word(0, 2, Box(5, 5, 20, 15)), Word(3, 6, Box(25, 4, 50, 15))
    >>> page = DocumentPage((Region((Line("It was", words=words),)),), width=100, height=80)
    >>> (sheet,) = document_to_sheets(Document((page,), "hocr"), [(0, 2), (3, 6)], [])
    >>> sheet["boxes"]
    [[0, 5, 5, 20, 15], [1, 25, 4, 50, 15]]
    """
    boxes: list[list[list[float]]] = [[] for _ in document.pages]
    starts = [start for start, _ in pieces]
    ends = [end for _, end in pieces]
    for start, end, place in document.spans():
        line = document.pages[place.page].regions[place.region].lines[place.line]
        for i in range(bisect_right(ends, start), bisect_left(starts, end)):
            box = _box_of(line, pieces[i][0] - start, pieces[i][1] - start)
            if box is not None:
                boxes[place.page].append([i, *(round(edge, 2) for edge in box)])
    if not any(boxes):
        return []
    return [
        _make_sheet(page, boxes[p], scans[p] if p < len(scans) else None)
        for p, page in enumerate(document.pages)
    ]


def _make_sheet(page: DocumentPage, boxes: list[list[float]], scan: Scan | None) -> Sheet:
    width, height = page.width, page.height
    if not (width > 0 and height > 0):
        width, height = (0, 0) if scan is None else (scan.width, scan.height)
    return {
        "width": width or max((box[3] for box in boxes), default=1) or 1,
        "height": height or max((box[4] for box in boxes), default=1) or 1,
        "scan": scan is not None,
        "boxes": boxes,
    }


def _box_of(line: Line, start: int, end: int) -> Box | None:
    """The box around the words of a line that are in a part of it, or else that of the line."""
    found = [*_boxes_of_words(line, start, end)]
    if found:
        return Box(
            min(b.left for b in found),
            min(b.top for b in found),
            max(b.right for b in found),
            max(b.bottom for b in found),
        )
    return line.box if line.box is not None and is_sound(line.box) else None


def _boxes_of_words(line: Line, start: int, end: int) -> Iterator[Box]:
    for word in line.words:
        inside = word.start < end and word.end > start
        if inside and word.box is not None and is_sound(word.box):
            yield word.box
