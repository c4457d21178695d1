"""AWS Textract: a list of `Blocks` that name their children; boxes are shares of the page.

An answer does not say how large its pages are: they are read as sheets of A4 in millimetres. Where
layout was asked for, its blocks are the regions, and their types the kinds. Several answers (an
answer has a thousand blocks at most) may stand in a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from layoutfix.document import Box, DocumentPage, Line, Region
from layoutfix.formats.engines.fields import (
    Points,
    as_box,
    as_count,
    as_list,
    as_objects,
    as_points,
    as_share,
    as_text,
    box_and_polygon,
    path,
    pick,
    scale,
    scale_box,
)
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format
from layoutfix.formats.lines import find_words
from layoutfix.formats.words import FileWord

A4 = (210.0, 297.0)
"""Size of a page in units of ours, which shares are turned into: the file has none."""

FULL = 100.0
"""Highest confidence."""


def matches(value: object) -> bool:
    """Whether a value is an answer of Textract's, or a list of them."""
    answers = value if isinstance(value, list) else [value]
    first = next(iter(answers), None)
    if not isinstance(first, dict) or "Blocks" not in first:
        return False
    block = next(iter(as_list(first["Blocks"])), None)
    return path(block, "BlockType") is not None or "DocumentMetadata" in first


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The pages by their numbers; an answer about one picture has none, it is page 1."""
    answers = value if isinstance(value, list) else [value]
    pages: dict[int, list[dict[str, object]]] = {}
    known: dict[str, dict[str, object]] = {}
    for answer in answers:
        for block in as_objects(path(answer, "Blocks")):
            pages.setdefault(as_count(block.get("Page")) or 1, []).append(block)
            known[as_text(block.get("Id"))] = block
    for number, blocks in sorted(pages.items()):
        lost.page = number
        yield _read_page(number, blocks, known, lost)


def _read_page(
    number: int,
    blocks: Sequence[dict[str, object]],
    known: dict[str, dict[str, object]],
    lost: Lost,
) -> DocumentPage:
    """A page: layout blocks with their lines, and what lines are in none."""
    free = {id(block): block for block in blocks if block.get("BlockType") == "LINE"}
    regions = []
    for block in blocks:
        kind = as_text(block.get("BlockType"))
        if not kind.startswith("LAYOUT_"):
            continue
        inside = [free.pop(id(child)) for child in _children(block, known) if id(child) in free]
        lines = _read_lines(inside, known, lost)
        if lines:
            box, _ = box_and_polygon(_points(block))
            regions.append(Region(lines, box, kind, as_text(block.get("Id"))))
    rest = _read_lines(list(free.values()), known, lost)
    if rest:
        regions.append(Region(rest))
    return DocumentPage(tuple(regions), *A4, id=str(number))


def _read_lines(
    blocks: Sequence[dict[str, object]], known: dict[str, dict[str, object]], lost: Lost
) -> tuple[Line, ...]:
    found = (_read_line(block, known, lost) for block in blocks)
    return tuple(line for line in found if line is not None)


def _children(
    block: dict[str, object], known: dict[str, dict[str, object]]
) -> Iterator[dict[str, object]]:
    for relation in as_objects(block.get("Relationships")):
        if relation.get("Type") == "CHILD":
            names = (as_text(name) for name in as_list(relation.get("Ids")))
            yield from (known[name] for name in names if name in known)


def _points(block: dict[str, object]) -> Points:
    geometry = block.get("Geometry")
    points = as_points(path(geometry, "Polygon"), ("X", "Y"))
    if not points:
        box = path(geometry, "BoundingBox")
        left, top = pick(box, "Left"), pick(box, "Top")
        width, height = pick(box, "Width"), pick(box, "Height")
        corner = as_points([left, top, width, height])
        if corner:
            (x, y), (w, h) = corner
            points = ((x, y), (x + w, y + h))
    return scale(points, *A4)


def _box(block: dict[str, object]) -> Box | None:
    box = as_box(path(block.get("Geometry"), "Polygon"), ("X", "Y"))
    return scale_box(box, *A4) if box else box_and_polygon(_points(block))[0]


def _read_line(
    block: dict[str, object], known: dict[str, dict[str, object]], lost: Lost
) -> Line | None:
    text = as_text(block.get("Text"))
    if not text:
        lost.add("text")
        return None
    box, polygon = lost.box(_points(block))
    tokens = [
        FileWord(
            as_text(word.get("Text")),
            _box(word),
            as_share(word.get("Confidence"), FULL),
            as_text(word.get("Id")),
        )
        for word in islice(_children(block, known), len(text))
    ]
    return Line(
        text,
        box,
        find_words(text, tokens),
        as_share(block.get("Confidence"), FULL),
        as_text(block.get("Id")),
        polygon,
    )


FORMAT = make_format("textract", "JSON of AWS Textract", matches, read_pages)
