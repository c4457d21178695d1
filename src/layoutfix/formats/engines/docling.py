"""docling's DoclingDocument: items of text with their places (`prov`), in the order of `body`.

An item is a paragraph: one line of its region, in several where it goes on in another column or on
another page. A table has a line a row. What `body` does not list (heads and feet of pages in some
versions) comes last. Boxes with the origin below are turned.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from layoutfix.document import Box, DocumentPage, Line, Region
from layoutfix.formats.engines.fields import (
    as_count,
    as_list,
    as_object,
    as_objects,
    as_points,
    as_size,
    as_text,
    box_and_polygon,
    path,
)
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format
from layoutfix.formats.lines import words_to_line
from layoutfix.formats.values import box_around
from layoutfix.formats.words import FileWord

_LISTS = ("texts", "tables")


def matches(value: object) -> bool:
    """Whether a value is a DoclingDocument."""
    if path(value, "schema_name") == "DoclingDocument":
        return True
    return path(value, "body", "self_ref") is not None and isinstance(path(value, "texts"), list)


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The pages by their numbers, those without text, too."""
    document = as_object(value)
    sizes = _sizes(document)
    found: dict[int, list[_Piece]] = {number: [] for number in sizes}
    turns = {ref: k for k, ref in enumerate(_body_refs(document))}
    for name in _LISTS:
        for item in as_objects(document.get(name)):
            for piece in _read_item(item, sizes, lost):
                found.setdefault(piece.page, []).append(piece)
    for number, pieces in sorted(found.items()):
        order = sorted(range(len(pieces)), key=lambda k: turns.get(pieces[k].region.id, len(turns)))
        width, height = sizes.get(number, (0.0, 0.0))
        regions = tuple(piece.region for piece in pieces)
        yield DocumentPage(regions, width, height, tuple(order) or None, str(number))


class _Piece(NamedTuple):
    """What of an item is on one page, in one place."""

    page: int
    region: Region


_Sizes = dict[int, tuple[float, float]]


def _version(value: object) -> str:
    return as_text(path(value, "version"))


def _sizes(document: dict[str, object]) -> _Sizes:
    """Width and height of each page."""
    found: _Sizes = {}
    for key, page in as_object(document.get("pages")).items():
        number = as_count(key)
        if number is not None:
            size = as_object(path(page, "size"))
            found[number] = as_size(size.get("width")), as_size(size.get("height"))
    return found


def _body_refs(document: dict[str, object]) -> Iterator[str]:
    """References of the items below `body`, each once, depth first; no recursion."""
    stack = [as_object(document.get("furniture")), as_object(document.get("body"))]
    groups = {as_text(g.get("self_ref")): g for g in as_objects(document.get("groups"))}
    for name in ("texts", "tables", "pictures", "key_value_items", "form_items"):
        groups |= {as_text(g.get("self_ref")): g for g in as_objects(document.get(name))}
    seen: set[str] = set()
    while stack:
        item = stack.pop()
        ref = as_text(item.get("self_ref"))
        if ref in seen:
            continue
        seen.add(ref)
        yield ref
        names = [as_text(path(child, "$ref")) for child in as_list(item.get("children"))]
        stack += [groups[name] for name in reversed(names) if name in groups]


def _read_item(item: dict[str, object], sizes: _Sizes, lost: Lost) -> Iterator[_Piece]:
    """An item in pieces, one a place; one without a place is on the first page, without a box."""
    kind, ref = as_text(item.get("label")), as_text(item.get("self_ref"))
    places = as_objects(item.get("prov"))
    numbers = [as_count(place.get("page_no")) or 0 for place in places] or [min(sizes, default=1)]
    boxes = (
        [_box(place.get("bbox"), sizes.get(n)) for n, place in zip(numbers, places, strict=True)]
        if places
        else [None]
    )
    lost.page = numbers[0]
    if "data" in item:
        lines = tuple(_rows(as_object(item["data"]), sizes.get(numbers[0])))
        yield _Piece(numbers[0], Region(lines, boxes[0], kind, ref))
        return
    text = item.get("text") or item.get("orig")
    if not isinstance(text, str) or not as_text(text):
        return
    for number, box, part in zip(numbers, boxes, _parts(text, places), strict=True):
        said = as_text(part)
        if said:
            if box is None:
                lost.add("box")
            yield _Piece(number, Region((Line(said, box),), box, kind, ref))


def _parts(text: str, places: list[dict[str, object]]) -> list[str]:
    """The text as its places share it: by `charspan`, where these go through it in order."""
    if len(places) < 2:
        return [text]
    ends = []
    for place in places:
        span = as_list(place.get("charspan"))
        ends.append(as_count(span[1]) if len(span) == 2 else None)
    known = [end for end in ends if end is not None]
    if len(known) < len(places) or known != sorted(known) or known[-2] > len(text):
        return [text, *[""] * (len(places) - 1)]
    edges = [0, *known[:-1], len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


def _box(value: object, size: tuple[float, float] | None) -> Box | None:
    """A box with its origin above; None where it has none, or the page no height to turn it by."""
    names = ("l", "t", "r", "b")
    points = as_points([path(value, name) for name in names])
    if points and path(value, "coord_origin") == "BOTTOMLEFT":
        if size is None or not size[1]:
            return None
        points = tuple((x, size[1] - y) for x, y in points)
    return box_and_polygon(points)[0]


def _rows(data: dict[str, object], size: tuple[float, float] | None) -> Iterator[Line]:
    """The rows of a table: cells that begin in one row, from left to right."""
    rows: dict[int, list[tuple[int, FileWord]]] = {}
    for cell in as_objects(data.get("table_cells")):
        row = as_count(cell.get("start_row_offset_idx")) or 0
        column = as_count(cell.get("start_col_offset_idx")) or 0
        token = FileWord(as_text(cell.get("text")), _box(cell.get("bbox"), size))
        rows.setdefault(row, []).append((column, token))
    for _, cells in sorted(rows.items()):
        tokens = [token for _, token in sorted(cells, key=lambda pair: pair[0]) if token.text]
        if tokens:
            yield words_to_line(tokens, box=box_around(token.box for token in tokens))


FORMAT = make_format("docling", "JSON of docling (DoclingDocument)", matches, read_pages, _version)
