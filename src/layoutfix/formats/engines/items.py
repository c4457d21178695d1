"""Lines of engines that list boxes with texts: RapidOCR, PaddleOCR, EasyOCR."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from layoutfix.document import DocumentPage, Line, Region
from layoutfix.formats.engines.fields import as_box, as_list, as_points, as_share, as_text
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.lines import find_words
from layoutfix.formats.words import FileWord


class Item(NamedTuple):
    """What an engine says of a line, unchecked; `words` are (text, box, confidence)."""

    text: object
    box: object
    confidence: object = None
    words: Sequence[tuple[object, object, object]] = ()


def items_to_page(
    items: Iterable[Item], lost: Lost, width: float = 0.0, height: float = 0.0
) -> DocumentPage:
    """A page of one region: these engines know of no other. It has their lines as listed."""
    lines = tuple(line for item in items if (line := item_to_line(item, lost)) is not None)
    return DocumentPage((Region(lines),) if lines else (), width, height)


def item_to_line(item: Item, lost: Lost) -> Line | None:
    """The line; None, and counted, where it has no text."""
    text = as_text(item.text)
    if not text:
        lost.add("text")
        return None
    box, polygon = lost.box(as_points(item.box))
    tokens = [
        FileWord(as_text(word), as_box(where), as_share(sure)) for word, where, sure in item.words
    ]
    words = find_words(text, tokens)
    return Line(text, box, words, as_share(item.confidence), polygon=polygon)


def columns(*values: object) -> list[tuple[object, ...]]:
    """Lists that belong together, row by row, as long as the first; None for what is missing.

    >>> columns(["a", "b"], [1], None)
    [('a', 1, None), ('b', None, None)]
    """
    lists = [as_list(value) for value in values]
    return [
        tuple(column[k] if k < len(column) else None for column in lists)
        for k in range(len(lists[0]))
    ]


def is_quad(value: object) -> bool:
    """Whether a value looks like a box: points, or four numbers and more."""
    return isinstance(value, list) and len(value) >= 2 and isinstance(value[0], list | int | float)


def is_text_row(value: object) -> bool:
    """Whether a value looks like a line: a box, its text, and mostly how sure that is.

    >>> is_text_row([[[0, 0], [9, 0], [9, 5], [0, 5]], "late", 0.9]), is_text_row(["late", 0.9])
    (True, False)
    """
    return (
        isinstance(value, list)
        and len(value) >= 2
        and is_quad(value[0])
        and isinstance(value[1], str)
    )
