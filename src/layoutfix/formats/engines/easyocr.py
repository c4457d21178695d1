"""EasyOCR: a list of [box, text, confidence], of objects, or of objects written as texts.

With `paragraph=True` there is no confidence and each entry is a paragraph: one line here.
`detail=0` gives texts without boxes, and is refused. A page without text is [].
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from layoutfix.document import DocumentPage
from layoutfix.formats.engines.fields import as_list, as_object
from layoutfix.formats.engines.items import Item, is_quad, is_text_row, items_to_page
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format


def matches(value: object) -> bool:
    """Whether a value is a result of `readtext`; lists of RapidOCR 1.x look the same."""
    if value == []:
        return True
    first = _entry(next(iter(as_list(value)), None))
    if isinstance(first, dict):
        return "text" in first and is_quad(first.get("boxes"))
    return is_text_row(first)


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The page; EasyOCR is given one at a time."""
    lost.page = 1
    yield items_to_page(_items(value, lost), lost)


def _items(value: object, lost: Lost) -> Iterator[Item]:
    for raw in as_list(value):
        entry = _entry(raw)
        if isinstance(entry, dict):
            fields = as_object(entry)
            yield Item(fields.get("text"), fields.get("boxes"), fields.get("confident"))
        elif isinstance(entry, list) and is_text_row(entry):
            yield Item(entry[1], entry[0], entry[2] if len(entry) > 2 else None)
        else:
            lost.add("item")


def _entry(value: object) -> object:
    """An entry; with output_format="json" it is a text of JSON."""
    if not isinstance(value, str):
        return value
    try:
        entry: object = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return entry


FORMAT = make_format("easyocr", "JSON of EasyOCR", matches, read_pages)
