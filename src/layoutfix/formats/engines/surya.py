"""Surya: pages of `blocks` with HTML and a reading order (0.22), or of `text_lines` (before).

A file is an object of names, each with its pages; one page, or a list of pages, is read as well. A
block's lines have no boxes of their own: that of the block is theirs where they are one.
"""

from __future__ import annotations

from collections.abc import Iterator

from layoutfix.document import DocumentPage, Line, Region
from layoutfix.formats.engines.fields import (
    as_list,
    as_number,
    as_object,
    as_objects,
    as_points,
    as_share,
    as_text,
    order_of,
    pick,
)
from layoutfix.formats.engines.html import html_to_lines, without_marks
from layoutfix.formats.engines.items import Item, item_to_line
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format
from layoutfix.formats.values import points_to_box


def matches(value: object) -> bool:
    """Whether a value is a results.json of Surya, or a page or pages of it."""
    return any(True for _ in _pages(value))


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The pages of all names, in the order of the file."""
    for number, (name, page) in enumerate(_pages(value), 1):
        lost.page = number
        yield _read_page(name, page, lost)


def _pages(value: object) -> Iterator[tuple[str, dict[str, object]]]:
    """Pages, and the names that they are under."""
    if isinstance(value, dict) and not _is_page(value):
        for name, pages in value.items():
            yield from ((as_text(name), page) for page in as_objects(pages) if _is_page(page))
    else:
        pages = value if isinstance(value, list) else [value]
        yield from (("", page) for page in pages if isinstance(page, dict) and _is_page(page))


def _is_page(value: dict[str, object]) -> bool:
    if isinstance(value.get("text_lines"), list):
        return True
    blocks = value.get("blocks")
    first = next(iter(as_list(blocks)), None)
    return isinstance(blocks, list) and ("image_bbox" in value or "html" in as_object(first))


def _read_page(name: str, page: dict[str, object], lost: Lost) -> DocumentPage:
    around = points_to_box(as_points(page.get("image_bbox")))
    width, height = (max(around.right, 0), max(around.bottom, 0)) if around else (0.0, 0.0)
    language = as_text(next(iter(as_list(page.get("languages"))), None))
    if isinstance(page.get("text_lines"), list):
        items = as_objects(page["text_lines"])
        lines = tuple(line for item in items if (line := _read_line(item, lost)) is not None)
        regions: tuple[Region, ...] = (Region(lines),) if lines else ()
        return DocumentPage(regions, width, height, id=name, language=language)
    blocks = as_objects(page.get("blocks"))
    regions = tuple(_read_block(block, lost) for block in blocks)
    order = order_of([as_number(block.get("reading_order")) for block in blocks])
    return DocumentPage(regions, width, height, order, name, language)


def _read_line(item: dict[str, object], lost: Lost) -> Line | None:
    inside = as_objects(item.get("words")) or as_objects(item.get("chars"))
    words = [
        (_plain(word.get("text")), pick(word, "polygon", "bbox"), word.get("confidence"))
        for word in inside
    ]
    box = pick(item, "polygon", "bbox")
    return item_to_line(Item(_plain(item.get("text")), box, item.get("confidence"), words), lost)


def _plain(text: object) -> object:
    return without_marks(text) if isinstance(text, str) else text


def _read_block(block: dict[str, object], lost: Lost) -> Region:
    html = block.get("html")
    texts = html_to_lines(html) if isinstance(html, str) else []
    box, polygon = lost.box(as_points(pick(block, "polygon", "bbox")))
    sure = as_share(block.get("confidence"))
    if len(texts) == 1:
        lines: tuple[Line, ...] = (Line(texts[0], box, confidence=sure, polygon=polygon),)
    else:
        lines = tuple(Line(text, confidence=sure) for text in texts)
    return Region(lines, box, as_text(block.get("label")))


FORMAT = make_format("surya", "JSON of Surya", matches, read_pages)
