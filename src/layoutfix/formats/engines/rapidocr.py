"""RapidOCR: a list of [box, text, score] (1.x), of objects (3.x `to_json`), or lists side by side.

What is read, too: a whole return value with the times beside it, word boxes, the answers of its API
and of RapidOCR-json. A page without text is `null`.
"""

from __future__ import annotations

from collections.abc import Iterator

from layoutfix.document import DocumentPage
from layoutfix.formats.engines.fields import as_list, as_objects, pick
from layoutfix.formats.engines.items import Item, columns, is_quad, is_text_row, items_to_page
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format

_TEXT = ("txt", "rec_txt", "text")
_BOX = ("box", "dt_boxes")
_NO_TEXT = 101
"""Code of RapidOCR-json for a page without text; its `data` is a sentence then."""


def matches(value: object) -> bool:
    """Whether a value is what RapidOCR gives for a page."""
    if value is None or _is_empty_output(value):
        return True
    if isinstance(value, dict):
        if "txts" in value and "boxes" in value:
            return True
        if "code" in value and "data" in value:  # RapidOCR-json
            return value["code"] == _NO_TEXT or _is_object(next(iter(as_list(value["data"])), None))
        return bool(value) and all(
            isinstance(item, dict) and "rec_txt" in item for item in value.values()
        )
    first = next(iter(as_list(_without_times(value))), None)
    return _is_object(first) or is_text_row(first)


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The page; RapidOCR is given one at a time."""
    lost.page = 1
    yield items_to_page(_items(value, lost), lost)


def _items(value: object, lost: Lost) -> Iterator[Item]:
    if isinstance(value, dict) and "txts" in value:
        words = columns(value["txts"], value.get("word_results"))
        rows = columns(value["txts"], value.get("boxes"), value.get("scores"))
        for (text, box, score), (_, inside) in zip(rows, words, strict=True):
            yield Item(text, box, score, _word_results(inside))
    elif isinstance(value, dict):
        inner = value["data"] if "data" in value else list(value.values())
        yield from _objects(inner, lost)
    else:
        entries: list[object] = [] if _is_empty_output(value) else as_list(_without_times(value))
        for row in entries:
            if isinstance(row, dict):
                yield _object(row)
            elif isinstance(row, list) and is_text_row(row):
                box, text, *rest = row
                score = rest[0] if rest else None
                inside = columns(*_words_of(rest)) if len(rest) > 1 else []
                yield Item(text, box, score, [(w[0], w[1], w[2]) for w in inside])
            else:
                lost.add("item")


def _objects(value: object, lost: Lost) -> Iterator[Item]:
    found = as_objects(value)
    for _ in range(len(as_list(value)) - len(found)):
        lost.add("item")
    yield from map(_object, found)


def _object(item: dict[str, object]) -> Item:
    return Item(pick(item, *_TEXT), pick(item, *_BOX), item.get("score"))


def _words_of(rest: list[object]) -> tuple[object, object, object]:
    """Texts, boxes and scores of the words of a row of 1.x: [score, boxes, texts, scores]."""
    boxes, texts, scores = (*rest[1:4], None, None)[:3]
    return texts, boxes, scores


def _word_results(value: object) -> list[tuple[object, object, object]]:
    """Words of 3.x: (text, score, box)."""
    rows = [row for row in as_list(value) if isinstance(row, list) and len(row) == 3]
    return [(text, box, score) for text, score, box in rows]


def _is_object(value: object) -> bool:
    return pick(value, *_TEXT) is not None and is_quad(pick(value, *_BOX))


def _without_times(value: object) -> object:
    """The lines of a return value of 1.x that was saved whole, [lines, times]."""
    if isinstance(value, list) and len(value) == 2:
        lines, times = value
        is_times = isinstance(times, list) and all(isinstance(t, int | float) for t in times)
        if isinstance(lines, list) and (times is None or (is_times and times)):
            return lines
    return value


def _is_empty_output(value: object) -> bool:
    """[null, null] of 1.x for a page without text, a list beside no times."""
    return value == [None, None]


FORMAT = make_format("rapidocr", "JSON of RapidOCR", matches, read_pages)
