"""Zones of a page's text -> its regions and lines.

Text may stand in zones of any kind: a page that an engine read without boxes has one text, its line
breaks in it. The innermost of paragraph, region, column and page is the region of a line; words
that are in no line make one, as long as they follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from layoutfix.document import Box, DocumentPage, Line, Region
from layoutfix.formats.lines import words_to_line
from layoutfix.formats.values import box_around, clean_text
from layoutfix.formats.words import FileWord

CONTAINERS = frozenset({"page", "column", "region", "para"})
LOOSE = frozenset({"word", "char"})


@dataclass(slots=True, eq=False)
class Zone:
    """A part of a page: its kind as djvused names it, its box (y downwards), what is in it."""

    kind: str
    box: Box | None = None
    text: str = ""
    inside: list[Zone] = field(default_factory=list)


def zones_to_page(page: Zone, width: float, height: float, id: str = "") -> DocumentPage:
    """The page of a zone of kind `page`. O(zones); no recursion."""
    regions: list[Region] = []
    for zone, lines in groupby(_lines_of(page), key=lambda pair: pair[0]):
        found = tuple(line for _, line in lines if line.text)
        if found:
            is_page = zone is page
            regions.append(
                Region(found, None if is_page else zone.box, "" if is_page else zone.kind)
            )
    return DocumentPage(tuple(regions), width, height, id=id)


def _lines_of(page: Zone) -> Iterator[tuple[Zone, Line]]:
    """The lines below a page, as they stand, each with the zone that it is in."""
    stack: list[tuple[Zone, Zone]] = [(page, page)]
    while stack:
        zone, above = stack.pop()
        if zone.kind == "line":
            yield above, _to_line(zone)
            continue
        if zone.kind not in CONTAINERS:  # the first of words that are in no line
            words = [zone]
            while stack and stack[-1][1] is above and stack[-1][0].kind in LOOSE:
                words.append(stack.pop()[0])
            yield above, words_to_line([_to_word(word) for word in words])
            continue
        texts = [text for row in zone.text.splitlines() if (text := clean_text(row))]
        yield from ((zone, Line(text, zone.box if len(texts) == 1 else None)) for text in texts)
        stack += [(inner, zone) for inner in reversed(zone.inside)]


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
