"""A tree of PAGE -> its pages, regions, lines and words, each beside the element that it is of.

A region is what holds lines or text: TextRegion, nested ones too, and the cells of tables. The text
of a line is its TextEquiv with the lowest index, else that of its words. A region without lines has
those of its own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from layoutfix.document import Line
from layoutfix.formats.markup import children, local_name
from layoutfix.formats.nodes import LineNode, PageNode, RegionNode, WordNode, most_common, with_box
from layoutfix.formats.page.stated import sort_lines, state_order
from layoutfix.formats.pieces import Points
from layoutfix.formats.values import (
    box_around,
    clean_text,
    points_to_box,
    read_length,
    read_number,
    read_points,
    read_share,
)
from layoutfix.formats.words import FileWord, find_spans, join_words, place_words

_VERSION_RE = re.compile(r"/pagecontent/(\d{4})-\d\d-\d\d")
_TYPE_RE = re.compile(r"structure\s{0,9}\{[^}]{0,99}\btype\s{0,9}:\s{0,9}([^;}\s]+)")
_HOLDERS = ("TextRegion", "TableCell")


def version_of(root: etree._Element) -> str:
    """The year of the version that a file is in; "" where its namespace says none."""
    for uri in root.nsmap.values():
        found = _VERSION_RE.search(uri or "")
        if found is not None:
            return found[1]
    return ""


def walk(root: etree._Element) -> list[PageNode]:
    """The pages of a tree, in order."""
    return [_walk_page(page) for page in children(root, "Page")]


def _walk_page(page: etree._Element) -> PageNode:
    node = PageNode(page, id=page.get("id") or page.get("imageFilename") or "")
    node.image = page.get("imageFilename", "")
    node.width = read_length(page.get("imageWidth"))
    node.height = read_length(page.get("imageHeight"))
    languages = []
    holders: set[etree._Element | None] = {*page.iter("{*}TextRegion", "{*}TableCell")}
    holders.update(line.getparent() for line in page.iter("{*}TextLine"))
    for element in page.iter(etree.Element) if holders else ():
        if element in holders:
            node.regions.append(_walk_region(element))
            languages.append(element.get("primaryLanguage", ""))
    node.language = page.get("primaryLanguage") or most_common(languages)
    turn = read_number(page.get("orientation"))
    node.rotation = -turn % 360 if turn else 0.0
    has_order = state_order(node)
    for region in node.regions:
        sort_lines(region, uses_custom=not has_order)
    return node


def _walk_region(element: etree._Element) -> RegionNode:
    custom = _TYPE_RE.search(element.get("custom") or "")
    kind = element.get("type") or (custom[1] if custom else "") or local_name(element)
    region = RegionNode(
        element, kind=kind, box=points_to_box(read_coords(element)), id=element.get("id", "")
    )
    lines = list(children(element, "TextLine"))
    for line in lines:
        made = _walk_line(line)
        if made is not None:
            region.lines.append(made)
    if not lines:
        region.lines += _lines_of_text(element)
    return region


def _lines_of_text(region: etree._Element) -> Iterator[LineNode]:
    """The lines of a region that has only text: nothing says where they stand."""
    equiv = main_equiv(region)
    for text in (unicode_of(equiv) or "").splitlines() if equiv is not None else ():
        if clean_text(text):
            yield LineNode(region, Line(clean_text(text)))


def _walk_line(element: etree._Element) -> LineNode | None:
    """A line; None where it has no text."""
    words: list[FileWord] = []
    elements: list[etree._Element] = []
    for child in children(element, "Word"):
        word = _make_word(child)
        if word.text:
            words.append(word)
            elements.append(child)
    equiv = main_equiv(element)
    text = clean_text(unicode_of(equiv))
    if text:
        spans = find_spans(text, [word.text for word in words])
        placed = place_words(words, spans)
    else:
        text, placed, spans = join_words(words)
    if not text:
        return None
    polygon = read_coords(element)
    confidence = None if equiv is None else read_share(equiv.get("conf"))
    known = [word.confidence for word in placed if word.confidence is not None]
    if confidence is None and known:
        confidence = sum(known) / len(known)
    line = Line(text, points_to_box(polygon), placed, confidence, element.get("id", ""), polygon)
    nodes = [WordNode(e, *span) for e, span in zip(elements, spans, strict=True) if span[0] >= 0]
    return LineNode(element, with_box(line, box_around(word.box for word in placed)), nodes)


def _make_word(element: etree._Element) -> FileWord:
    equiv = main_equiv(element)
    glyphs = list(children(element, "Glyph"))
    text = clean_text(unicode_of(equiv))
    if not text:
        text = "".join(clean_text(unicode_of(main_equiv(glyph))) for glyph in glyphs)
    return FileWord(
        text=text,
        box=points_to_box(read_coords(element)),
        confidence=None if equiv is None else read_share(equiv.get("conf")),
        id=element.get("id", ""),
        chars=[points_to_box(read_coords(glyph)) for glyph in glyphs],
    )


def equivs_of(element: etree._Element) -> list[etree._Element]:
    """The texts of an element, the main one first: that with the lowest index."""
    found = list(children(element, "TextEquiv"))
    if len(found) > 1:
        found.sort(key=lambda equiv: _index_of(equiv.get("index")))
    return found


def _index_of(text: str | None) -> float:
    value = read_number(text)
    return float("inf") if value is None else value


def main_equiv(element: etree._Element) -> etree._Element | None:
    """The main text of an element; None where it has none."""
    return next(iter(equivs_of(element)), None)


def unicode_of(equiv: etree._Element | None) -> str | None:
    """What a TextEquiv says: its Unicode, else its PlainText."""
    if equiv is None:
        return None
    texts = {local_name(child): child.text for child in equiv}
    return texts.get("Unicode") or texts.get("PlainText")


def read_coords(element: etree._Element) -> Points:
    """The outline of an element: `points`, or elements Point (2010 and before); () without one."""
    for coords in children(element, "Coords"):
        points = coords.get("points")
        if points is not None:
            return read_points(points)
        return read_points(
            " ".join(f"{p.get('x')},{p.get('y')}" for p in children(coords, "Point"))
        )
    return ()
