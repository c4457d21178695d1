"""A tree of ALTO -> its pages, regions, lines and words, each beside the element that it is of.

A region is a TextBlock, wherever it stands: in a PrintSpace, a margin, a ComposedBlock. The margins
come where they are read: the upper one first, the lower one last. A line's text is the CONTENT of
its strings, parted by SP where the page has any SP, and by blanks elsewhere; HYP is its hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from layoutfix.chardata import HYPHENS
from layoutfix.document import Box, Line
from layoutfix.formats.alto.stated import states_order
from layoutfix.formats.markup import children, local_name
from layoutfix.formats.nodes import LineNode, PageNode, RegionNode, WordNode, most_common, with_box
from layoutfix.formats.values import (
    box_around,
    clean_text,
    make_box,
    points_to_box,
    read_length,
    read_number,
    read_points,
    read_share,
)
from layoutfix.formats.words import FileWord, join_words

SPACES = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")
"""The parts of a page, in the order in which they are read."""

_VERSION_RES = (re.compile(r"alto-v?(\d)[-.](\d)"), re.compile(r"ns-v(\d)#|alto/v(\d)"))


def version_of(root: etree._Element) -> str:
    """The version of ALTO that a file says it is in; "" where it says none.

    >>> version_of(etree.fromstring('<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"/>'))
    '4'
    """
    said = root.get("SCHEMAVERSION")
    if said:
        return said.strip()
    location = [str(v) for k, v in root.attrib.items() if str(k).endswith("schemaLocation")]
    said = " ".join([*location, str(root.tag)])
    for pattern in _VERSION_RES:
        found = pattern.search(said)
        if found is not None:
            return ".".join(part for part in found.groups() if part)
    return ""


def pages_of(root: etree._Element) -> list[etree._Element]:
    """The pages of a file, in order."""
    return [page for layout in children(root, "Layout") for page in children(layout, "Page")]


def spaces_of(page: etree._Element) -> list[etree._Element]:
    """The margins and print spaces of a page in the order in which they are read.

    Blocks that stand in none of them are those of the page, which comes last.
    """
    found = [space for name in SPACES for space in children(page, name)]
    return [*found, page]


def blocks_of(space: etree._Element, page: etree._Element) -> Iterator[etree._Element]:
    """The text blocks in a part of a page, as they stand in the file."""
    if space is not page:
        yield from space.iter("{*}TextBlock")
        return
    for child in page:
        if local_name(child) not in SPACES and isinstance(child.tag, str):
            yield from child.iter("{*}TextBlock")


def walk(root: etree._Element) -> list[PageNode]:
    """The pages of a tree, in order."""
    labels = _read_labels(root)
    nodes = [_walk_page(page, labels) for page in pages_of(root)]
    if len(nodes) == 1:  # the name of one scan is no other page's
        nodes[0].image = next((n.text or "" for n in root.iter("{*}fileName")), "").strip()
    states_order(root, nodes)
    return nodes


def _read_labels(root: etree._Element) -> dict[str, str]:
    """What the tags of a file are called, by their ids."""
    return {
        tag.get("ID", ""): tag.get("LABEL", "") or tag.get("TYPE", "")
        for tags in children(root, "Tags")
        for tag in tags.iterchildren(etree.Element)
    }


def _walk_page(page: etree._Element, labels: dict[str, str]) -> PageNode:
    node = PageNode(page, id=page.get("ID", ""))
    node.width = read_length(page.get("WIDTH"))
    node.height = read_length(page.get("HEIGHT"))
    has_blanks = next(page.iter("{*}SP"), None) is not None
    languages, turns = [page.get("LANG", "")], []
    for space in spaces_of(page):
        for block in blocks_of(space, page):
            region = _walk_block(block, space, labels, has_blanks=has_blanks)
            languages.append(block.get("LANG") or block.get("language") or "")
            turns.append(block.get("ROTATION") or page.get("ROTATION") or "0")
            node.regions.append(region)
    node.language = page.get("LANG") or most_common(languages)
    turn = read_number(most_common(turns))
    node.rotation = -turn % 360 if turn else 0.0
    return node


def _walk_block(
    block: etree._Element, space: etree._Element, labels: dict[str, str], *, has_blanks: bool
) -> RegionNode:
    kinds = [labels.get(ref, "") for ref in (block.get("TAGREFS") or "").split()]
    kind = next(filter(None, kinds), "") or block.get("TYPE")
    where = local_name(space)
    plain = where if where.endswith("Margin") else "TextBlock"
    region = RegionNode(block, kind=kind or plain, box=read_box(block), id=block.get("ID", ""))
    for line in children(block, "TextLine"):
        made = _walk_line(line, has_blanks=has_blanks)
        if made is not None:
            region.lines.append(made)
    return region


def _walk_line(line: etree._Element, *, has_blanks: bool) -> LineNode | None:
    """A line; None where it has no text."""
    box, polygon = read_box(line), read_shape(line)
    words: list[FileWord] = []
    elements: list[etree._Element] = []
    blank, hyphen = True, None
    for child in line:
        name = local_name(child)
        if name == "String":
            text = clean_text(child.get("CONTENT"))
            if text:
                words.append(_make_word(child, text, box, blank=blank))
                elements.append(child)
                blank = not has_blanks
        elif name == "SP":
            blank = True
        elif name == "HYP":
            hyphen = child
    if not words:
        return None
    mark = "" if hyphen is None else _hyphen_of(hyphen, words[-1].text)
    words[-1] = words[-1]._replace(text=words[-1].text + mark)
    text, placed, spans = join_words(words)
    nodes = [WordNode(e, *span) for e, span in zip(elements, spans, strict=True)]
    if hyphen is not None:
        nodes[-1].end -= len(mark)
        nodes.append(WordNode(hyphen, len(text) - 1, len(text)))
    known = [word.confidence for word in placed if word.confidence is not None]
    made = Line(
        text=text,
        box=box,
        words=placed,
        confidence=sum(known) / len(known) if known else None,
        id=line.get("ID", ""),
        polygon=polygon or read_points(line.get("BASELINE")),
    )
    around = box_around(word.box for word in placed) or points_to_box(polygon)
    return LineNode(line, with_box(made, around), nodes)


def _hyphen_of(element: etree._Element, before: str) -> str:
    """The hyphen that HYP adds to a line's last word; "" where the word has it already."""
    mark = clean_text(element.get("CONTENT")) or "-"
    return "" if before[-1:] in HYPHENS else mark


def _make_word(element: etree._Element, text: str, line: Box | None, *, blank: bool) -> FileWord:
    glyphs = [e for e in element if local_name(e) == "Glyph"] if len(element) else []
    return FileWord(
        text=text,
        box=read_box(element, line),
        confidence=read_share(element.get("WC")),
        id=element.get("ID", ""),
        blank=blank,
        chars=[read_box(glyph, line) for glyph in glyphs],
    )


def read_box(element: etree._Element, line: Box | None = None) -> Box | None:
    """The box of an element; where it only says left and width, as high as the line around it."""
    get = element.get
    try:
        left, width = float(get("HPOS", "")), float(get("WIDTH", ""))
    except ValueError:
        return None
    try:
        top, height = float(get("VPOS", "")), float(get("HEIGHT", ""))
    except ValueError:
        return None if line is None else make_box(left, line.top, left + width, line.bottom)
    return make_box(left, top, left + width, top + height)


def read_shape(element: etree._Element) -> tuple[tuple[float, float], ...]:
    """The polygon of an element; () where it has none."""
    for shape in children(element, "Shape"):
        for polygon in children(shape, "Polygon"):
            return read_points(polygon.get("POINTS"))
    return ()
