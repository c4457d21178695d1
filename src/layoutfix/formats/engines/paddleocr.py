"""PaddleOCR 2 (nested lists) and 3 (PaddleX: objects, with or without a `res` level).

PP-StructureV3 has its blocks in `parsing_res_list` and its lines in `overall_ocr_res`: each line is
put into the smallest block that has its centre, and `block_order` is the order that is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layoutfix.document import Box, DocumentPage, Line, Region
from layoutfix.formats.engines.fields import (
    as_list,
    as_number,
    as_object,
    as_objects,
    as_points,
    as_size,
    as_text,
    order_of,
    path,
    pick,
)
from layoutfix.formats.engines.items import (
    Item,
    columns,
    is_quad,
    item_to_line,
    items_to_page,
)
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format
from layoutfix.formats.values import points_to_box

MOST_PAIRS = 4_000_000
"""Lines times blocks of a page up to which lines are put into their blocks."""

_KEYS = ("rec_texts", "dt_polys", "parsing_res_list", "overall_ocr_res")


def matches(value: object) -> bool:
    """Whether a value is a page or a list of pages of PaddleOCR."""
    items: list[object] = value if isinstance(value, list) else [value]
    first = next((item for item in items if item is not None), None)
    if isinstance(first, dict):
        return any(key in _result(first) for key in _KEYS)
    if first is None or first == []:
        return isinstance(value, list) and value not in ([], [None, None])
    return isinstance(value, list) and (_is_row(first) or _is_row(_first(first)))


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The pages; `null` and [] are pages without text."""
    items: list[object] = value if isinstance(value, list) else [value]
    if any(_is_row(item) for item in items):  # before 2.6: the lines of one page
        items = [items]
    for number, item in enumerate(items, 1):
        lost.page = number
        if isinstance(item, dict):
            yield _read_object(_result(item), lost)
        else:
            yield items_to_page(_rows(item, lost), lost)


def _result(value: object) -> dict[str, object]:
    return as_object(pick(value, "res") or value)


def _first(value: object) -> object:
    return next(iter(as_list(value)), None)


def _is_row(value: object) -> bool:
    """[box, [text, score]]"""
    return (
        isinstance(value, list)
        and len(value) == 2
        and is_quad(value[0])
        and isinstance(value[1], list)
        and len(value[1]) == 2
        and isinstance(value[1][0], str)
    )


def _rows(value: object, lost: Lost) -> Iterator[Item]:
    for row in as_list(value):
        if isinstance(row, list) and _is_row(row):
            yield Item(row[1][0], row[0], row[1][1])
        else:
            lost.add("item")


def _read_object(page: dict[str, object], lost: Lost) -> DocumentPage:
    """A page of PaddleOCR 3, with blocks where there are any."""
    width, height = as_size(page.get("width")), as_size(page.get("height"))
    inner = as_object(page.get("overall_ocr_res"))
    blocks = as_objects(page.get("parsing_res_list"))
    items = _items(inner or page)
    if not blocks:
        return items_to_page(items, lost, width, height)
    lines = [line for item in items if (line := item_to_line(item, lost)) is not None]
    if not lines:
        regions = tuple(_block_to_region(block, (), told=True) for block in blocks)
    else:
        inside = _sort_into_blocks(lines, blocks)
        regions = tuple(
            _block_to_region(block, found, told=False)
            for block, found in zip(blocks, inside, strict=False)
        )
        if inside[-1]:
            regions = (*regions, Region(tuple(inside[-1])))
    numbers = [as_number(block.get("block_order")) for block in blocks]
    numbers += [None] * (len(regions) - len(blocks))
    return DocumentPage(regions, width, height, order_of(numbers))


def _items(page: dict[str, object]) -> Iterator[Item]:
    """Lines of lists side by side; those of seals have no `rec_boxes`."""
    boxes = page.get("rec_polys") or page.get("rec_boxes")
    rows = columns(
        page.get("rec_texts"),
        boxes,
        page.get("rec_scores"),
        page.get("text_word"),
        page.get("text_word_boxes"),
    )
    for text, box, score, words, where in rows:
        inside = [(word, place, None) for word, place in columns(words, where)]
        yield Item(text, box, score, inside)


def _sort_into_blocks(
    lines: Sequence[Line], blocks: Sequence[dict[str, object]]
) -> list[list[Line]]:
    """The lines of each block and, last, those in none. O(lines * blocks)."""
    boxes = [points_to_box(as_points(block.get("block_bbox"))) for block in blocks]
    if len(lines) * len(blocks) > MOST_PAIRS:
        return [*([] for _ in blocks), list(lines)]
    sized = sorted((b.width * b.height, k, b) for k, b in enumerate(boxes) if b is not None)
    found: list[list[Line]] = [[] for _ in range(len(blocks) + 1)]
    for line in lines:
        k = next((k for _, k, box in sized if line.box and _has_centre(box, line.box)), -1)
        found[k].append(line)
    return found


def _has_centre(box: Box, other: Box) -> bool:
    x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _block_to_region(block: dict[str, object], lines: Sequence[Line], *, told: bool) -> Region:
    """A block with its lines; where none were read, with those of its own text (`told`)."""
    box = points_to_box(as_points(block.get("block_bbox")))
    if told:
        content = path(block, "block_content")
        rows = content.splitlines() if isinstance(content, str) else []
        texts = [text for row in rows if (text := as_text(row))]
        lines = [Line(text, box if len(texts) == 1 else None) for text in texts]
    number = as_number(block.get("block_id"))
    return Region(
        tuple(lines),
        box,
        as_text(block.get("block_label")),
        "" if number is None else f"{number:g}",
    )


FORMAT = make_format("paddleocr", "JSON of PaddleOCR", matches, read_pages)
