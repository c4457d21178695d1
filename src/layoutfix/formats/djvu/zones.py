"""Zones of a page's text -> its regions and lines.

Text may stand in zones of any kind: a page that an engine read without boxes has one text, its line
breaks in it. The innermost of paragraph, region, column and page is the region of a line; words
that are in no line make one, as long as they follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from layoutfix.document import Box, DocumentPage, Line, Region
from layoutfix.formats.lines import words_to_line
from layoutfix.formats.values import box_around, clean_text
from layoutfix.formats.words import FileWord

CONTAINERS = frozenset({"page", "column", "region", "para"})


@dataclass(slots=True)
class Zone:
    """A part of a page: its kind as djvused names it, its box (y downwards), what is in it."""

    kind: str
    box: Box | None = None
    text: str = ""
    inside: list[Zone] = field(default_factory=list)


def zones_to_page(page: Zone, width: float, height: float, id: str = "") -> DocumentPage:
    """The page of a zone of kind `page`. O(zones); no recursion."""
    regions: list[Region] = []
    stack = [page]
    while stack:
        zone = stack.pop()
        lines = tuple(_lines_of(zone))
        if lines:
            kind = "" if zone is page else zone.kind
            regions.append(Region(lines, None if zone is page else zone.box, kind))
        stack += [inner for inner in reversed(zone.inside) if inner.kind in CONTAINERS]
    return DocumentPage(tuple(regions), width, height, id=id)


def _lines_of(zone: Zone) -> Iterator[Line]:
    """The lines right below a zone, and those of its own text."""
    if zone.text:
        texts = [text for row in zone.text.splitlines() if (text := clean_text(row))]
        yield from (Line(text, zone.box if len(texts) == 1 else None) for text in texts)
    loose: list[FileWord] = []
    for inner in zone.inside:
        if inner.kind in {"word", "char"}:
            loose.append(_to_word(inner))
            continue
        if loose:
            yield from _with_text(words_to_line(loose))
            loose = []
        if inner.kind == "line":
            yield from _with_text(_to_line(inner))
    yield from _with_text(words_to_line(loose))


def _with_text(line: Line) -> Sequence[Line]:
    return (line,) if line.text else ()


def _to_line(zone: Zone) -> Line:
    if zone.text:
        return Line(clean_text(zone.text), zone.box)
    return words_to_line([_to_word(inner) for inner in zone.inside], box=zone.box)


def _to_word(zone: Zone) -> FileWord:
    """A word, which may stand as characters; these have boxes of their own."""
    if not zone.inside:
        return FileWord(clean_text(zone.text), zone.box)
    chars = [inner for inner in zone.inside if inner.text.strip()]
    text = clean_text("".join(inner.text for inner in chars))
    boxes = [inner.box for inner in chars]
    return FileWord(text, zone.box or box_around(boxes), chars=boxes)
