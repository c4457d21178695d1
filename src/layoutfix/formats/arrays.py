"""The boxes of a document as the engine reads them: arrays, in step with the document's text."""

from __future__ import annotations

import math
from collections.abc import Sequence

from layoutfix.boxes import WordBoxes, boxes_of
from layoutfix.document import PAGE_END, Box, Document, DocumentPage

MOST_UNITS = 1e7
"""Coordinates that are larger are a mistake of the file: the page is read without boxes there."""


def document_to_boxes(document: Document) -> list[WordBoxes | None]:
    """The boxes of each page, with offsets in `document.text`; None for a page that has none.

    A line whose words have no boxes is one word; one without a box is left out. A word without a
    box goes with the one before it, or else the next one, in its line. O(words).

    >>> from layoutfix.document import Line, Region, Word
    >>> words = Word(0, 2, Box(5, 5, 20, 15)), Word(3, 6, Box(25, 5, 50, 15))
    >>> page = DocumentPage((Region((Line("It was", words=words),)),), width=100, height=80)
    >>> (boxes,) = document_to_boxes(Document((page,), "hocr"))
    >>> boxes.start.tolist(), boxes.left.tolist()
    ([0, 3], [5.0, 25.0])
    """
    found, at = [], 0
    for page in document.pages:
        found.append(_page_to_boxes(page, at))
        at += sum(len(line.text) + 1 for line in page.lines) + len(PAGE_END)
    return found


def boxes_of_spans(
    text: str, spans: Sequence[tuple[int, int]], boxes: Sequence[WordBoxes | None]
) -> list[WordBoxes | None]:
    """The boxes of the page that each span of a document's text is on.

    A page of the file is several spans where a row of it, a running head, stands apart.

    >>> boxes_of_spans("a\\n\\fb\\n", [(0, 2), (3, 5)], [None, None])
    [None, None]
    """
    found, at, page = [], 0, 0
    for start, _ in spans:
        page += text.count(PAGE_END, at, start)
        at = start
        found.append(boxes[page])
    return found


def _page_to_boxes(page: DocumentPage, at: int) -> WordBoxes | None:
    """The boxes of a page whose text begins at an offset."""
    words: list[tuple[int, int, int, Box]] = []
    count = 0
    for count, line in enumerate(page.lines, 1):
        number = count - 1
        inside = [
            (at + word.start, at + word.end, number, word.box)
            for word in line.words
            if word.box is not None and is_sound(word.box)
        ]
        if not inside and line.box is not None and is_sound(line.box):
            inside = [(at, at + len(line.text), number, line.box)]
        words += _cover(inside, at, line.text)
        at += len(line.text) + 1
    if not words:
        return None
    order = None if page.order is None else tuple(range(count))
    return boxes_of(words, width=page.width, height=page.height, order=order)


def _cover(
    words: list[tuple[int, int, int, Box]], at: int, text: str
) -> list[tuple[int, int, int, Box]]:
    """Words of a line that begins at an offset, so that no character of it is in none.

    >>> box = Box(0, 0, 9, 9)
    >>> [word[:2] for word in _cover([(14, 17, 0, box), (23, 25, 0, box)], 10, "is it not so on")]
    [(10, 22), (23, 25)]
    """
    words = sorted(words)
    covered = []
    for k, (start, end, number, box) in enumerate(words):
        stop = words[k + 1][0] - at if k + 1 < len(words) else len(text)
        reach = at + len(text[:stop].rstrip())
        covered.append((start if k else min(start, at), max(end, reach), number, box))
    return covered


def is_sound(box: Box) -> bool:
    """Whether a box is upright, and its numbers are such that a page can have.

    >>> is_sound(Box(0, 0, 10, 5)), is_sound(Box(0, 0, float("nan"), 5)), is_sound(Box(9, 0, 3, 5))
    (True, False, False)
    """
    return (
        all(math.isfinite(v) and abs(v) <= MOST_UNITS for v in box)
        and box.left <= box.right
        and box.top <= box.bottom
    )
