"""ALTO in reading order: blocks and lines moved within their print space or margin, or divided.

The schema has one print space a page, and margins before it, whatever is read when: their places
stay, and where the version has it (from 4.3 on) ReadingOrder says the order of all. A TextBlock
whose lines are no longer read one after another is divided, a TextLine that held two columns parted
between its strings. Files that are left as they are come back byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import partial

from lxml import etree

from layoutfix.document import Box, Document, DocumentPage
from layoutfix.formats.alto.stated import GROUPS, first_group
from layoutfix.formats.alto.walk import SPACES, read_box, read_shape, version_of, walk
from layoutfix.formats.markup import (
    Ids,
    children,
    copy_shallow,
    drop,
    local_name,
    parse_xml,
    same_namespace,
    tree_to_bytes,
)
from layoutfix.formats.nodes import (
    LineNode,
    PageNode,
    WordNode,
    check_kept,
    is_order_of_file,
    is_unchanged,
    take_walk,
)
from layoutfix.formats.order import Block, LinePiece, PageOrders
from layoutfix.formats.pieces import clip_path, clip_polygon, part_of_box, piece_to_box
from layoutfix.formats.regroup import Hooks, Leaf, blocks_to_leaves, cut_words, regroup
from layoutfix.formats.values import clean_text, print_number, read_points

READING_ORDER_FROM = (4, 3)
"""The version from which on files may state their reading order."""

_BOX = ("HPOS", "VPOS", "WIDTH", "HEIGHT")


def write_alto(document: Document, orders: PageOrders) -> bytes:
    """The file of a document with its blocks in an order."""
    if is_unchanged(document, orders):
        return document.source
    parse = partial(parse_xml, name="the file", title="ALTO")
    tree, nodes = take_walk("alto", document.source, parse, walk)
    root = tree.getroot()
    ids = Ids.of(root, "ID")
    before = _contents(root)
    states = _may_state(version_of(root)) or first_group(root) is not None
    sequences: list[list[etree._Element]] = []
    is_same = True
    for node, page, blocks in zip(nodes, document.pages, orders, strict=True):
        if is_order_of_file(page, blocks):
            sequences.append([node.regions[r].element for r in page.numbers])
            continue
        if states or _moves_in_spaces(node, page, blocks):
            is_same = False
            sequences.append(_order_page(node, blocks, ids))
        else:
            sequences.append([region.element for region in node.regions])
    if is_same:
        return document.source
    check_kept(before, _contents(root))
    if states:
        _state_order(root, sequences, ids)
    _set_next(sequences)
    return tree_to_bytes(tree, document.source)


def _contents(root: etree._Element) -> str:
    """The text of all strings and hyphens."""
    return "".join(e.get("CONTENT") or "" for e in root.iter("{*}String", "{*}HYP"))


def _may_state(version: str) -> bool:
    try:
        numbers = tuple(int(part) for part in version.split("."))
    except ValueError:
        return False
    return numbers >= READING_ORDER_FROM


def _tops(node: PageNode) -> list[etree._Element]:
    """The print space and the margins of a page, and the page, which must be last."""
    return [*children(node.element, *SPACES), node.element]


def _moves_in_spaces(node: PageNode, page: DocumentPage, blocks: Sequence[Block]) -> bool:
    """Whether an order is another than the file's within a print space or margin."""
    pieces = [piece for block in blocks for piece in block.pieces]
    if not all(piece.whole for piece in pieces):
        return True
    tops = _tops(node)
    space = [_space_of(region.element, tops) for region in node.regions]
    own = [
        (r, k)
        for r, region in enumerate(page.regions)
        for k, line in enumerate(region.lines)
        if line.text
    ]
    new = [(piece.region, piece.line) for piece in pieces]
    return any(
        [p for p in own if space[p[0]] is top] != [p for p in new if space[p[0]] is top]
        for top in tops
    )


def _space_of(element: etree._Element, tops: Sequence[etree._Element]) -> etree._Element:
    above: etree._Element | None = element
    while above is not None and above not in tops:
        above = above.getparent()
    return tops[-1] if above is None else above


def _order_page(node: PageNode, blocks: Sequence[Block], ids: Ids) -> list[etree._Element]:
    """Put the lines of a page into the order of blocks; its text blocks in that order."""
    tops = _tops(node)
    found = blocks_to_leaves(node, blocks, tops, lambda line, pieces: _split(line, pieces, ids))
    leaves: dict[etree._Element, list[Leaf]] = {top: [] for top in tops}
    for top, leaf in found:
        leaves[top].append(leaf)
    hooks = Hooks(
        copy=lambda own: _copy(own, ids),
        fit=set_box,
        is_block=lambda own: local_name(own) == "TextBlock",
    )
    for top in tops:
        if leaves[top]:
            regroup(top, leaves[top], hooks)
    sequence: dict[etree._Element, None] = {}
    for _, leaf in found:
        parent = leaf.element.getparent()
        if parent is not None:
            sequence[parent] = None
    for region in node.regions:
        sequence.setdefault(region.element, None)
    return list(sequence)


def _copy(element: etree._Element, ids: Ids) -> etree._Element:
    """An element like another, without what stands in it, under a new id."""
    made = copy_shallow(element)
    if element.get("ID"):
        made.set("ID", ids.new(element.get("ID", "")))
    drop(made, "IDNEXT")
    return made


def set_box(element: etree._Element, box: Box) -> None:
    """Write a box into an element that has one, and in place of its outline."""
    for name, value in zip(_BOX, (box.left, box.top, box.width, box.height), strict=True):
        before = element.get(name)
        if before is not None:
            element.set(name, print_like(before, value))
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom))
    _set_shape(element, (*corners, (box.left, box.bottom)))


def _set_shape(element: etree._Element, points: tuple[tuple[float, float], ...]) -> None:
    """Write the outline of an element that has a polygon."""
    for shape in children(element, "Shape"):
        for polygon in children(shape, "Polygon"):
            polygon.set("POINTS", _print_points(points, like=polygon.get("POINTS") or ""))


def _print_points(points: tuple[tuple[float, float], ...], like: str) -> str:
    comma = "," if "," in like else " "
    return " ".join(comma.join(print_like(like, n) for n in point) for point in points)


def print_like(before: str, value: float) -> str:
    """A number as the file has them: ALTO 2 takes whole ones alone.

    >>> print_like("12", 3.6), print_like("12.5", 3.6)
    ('4', '3.6')
    """
    return print_number(value) if "." in before else f"{value:.0f}"


def _split(node: LineNode, pieces: Sequence[LinePiece], ids: Ids) -> list[etree._Element]:
    """The elements of the pieces of a line; the first is its own."""
    line = node.element
    shape, baseline = read_shape(line), read_points(line.get("BASELINE"))
    boxes = [piece_to_box(node.line, piece) for piece in pieces]
    words = cut_words(node.words, pieces, lambda word, at: _cut_string(word, at, ids))
    made, tail = [line], line[-1].tail
    for piece in pieces[1:]:
        other = _copy(line, ids)
        other.text = line.text
        for own in children(line, "Shape"):
            other.append(deepcopy(own))
        for word in words:
            if piece.start <= word.start < piece.end:
                _move_with_space(word.element, other)
        made.append(other)
    for element, box in zip(made, boxes, strict=True):
        _end_with_string(element, tail)
        if box is None:
            continue
        set_box(element, box)
        if shape:
            _set_shape(element, clip_polygon(shape, box.left, box.right) or shape)
        if len(baseline) > 1:
            points = clip_path(baseline, box.left, box.right)
            element.set("BASELINE", _print_points(points, like=line.get("BASELINE") or ""))
    return made


def _move_with_space(element: etree._Element, other: etree._Element) -> None:
    """Move a string, and the space behind it, to the end of another line."""
    space = element.getnext()
    other.append(element)
    if space is not None and local_name(space) == "SP":
        other.append(space)


def _end_with_string(line: etree._Element, tail: str | None) -> None:
    """A line ends with a string or a hyphen: a space that is left at its end goes."""
    while len(line) and local_name(line[-1]) == "SP":
        line.remove(line[-1])
    if len(line):
        line[-1].tail = tail


def _cut_string(word: WordNode, cut: int, ids: Ids) -> tuple[WordNode, WordNode]:
    """A String parted in two at a character, its box by characters."""
    element, at = word.element, cut - word.start
    box, text = read_box(element), clean_text(element.get("CONTENT"))
    other = deepcopy(element)
    for inner in other.iter(etree.Element):
        if inner.get("ID"):
            inner.set("ID", ids.new(inner.get("ID", "")))
    element.addnext(other)
    element.set("CONTENT", text[:at].rstrip())
    other.set("CONTENT", text[at:].lstrip())
    whole = element if element.get("SUBS_TYPE") == "HypPart1" else other
    drop(whole, "SUBS_TYPE", "SUBS_CONTENT")  # the part of a broken word is the other half
    for half, lo, hi in ((element, 0, at), (other, at, len(text))):
        _keep_glyphs(half, lo, hi, len(text))
        if box is not None:
            set_box(half, part_of_box(box, len(text), lo, hi))
    return WordNode(element, word.start, cut), WordNode(other, cut, word.end)


def _keep_glyphs(element: etree._Element, start: int, end: int, length: int) -> None:
    """Leave the glyphs and confidences of some characters of a string in it."""
    glyphs = list(children(element, "Glyph"))
    if len(glyphs) == length:
        for k, glyph in enumerate(glyphs):
            if not start <= k < end:
                element.remove(glyph)
    each = (element.get("CC") or "").split()
    if len(each) == length:
        element.set("CC", " ".join(each[start:end]))
    elif len(each) == 1 and len(each[0]) == length:
        element.set("CC", each[0][start:end])


def _state_order(
    root: etree._Element, sequences: Sequence[Sequence[etree._Element]], ids: Ids
) -> None:
    """Write the blocks of all pages into ReadingOrder, in place of the group that was read."""
    tag = {name: same_namespace(root, name) for name in ("ReadingOrder", "ElementRef", GROUPS[0])}
    order = next(children(root, "ReadingOrder"), None)
    if order is None:
        order = etree.Element(tag["ReadingOrder"])
        layout = next(children(root, "Layout"))
        order.tail = "\n"
        layout.addprevious(order)
    group = first_group(root)
    made = etree.Element(tag[GROUPS[0]])
    made.set("ID", ids.new("order") if group is None else group.get("ID", "") or ids.new("order"))
    if group is None:
        order.insert(0, made)
    else:
        for name in ("TAGREFS",):
            if group.get(name):
                made.set(name, group.get(name, ""))
        made.tail = group.tail
        order.replace(group, made)
    for sequence in sequences:
        for block in sequence:
            if not block.get("ID"):
                block.set("ID", ids.new("block"))
            ref = etree.SubElement(made, tag["ElementRef"])
            ref.set("ID", ids.new("ref"))
            ref.set("REF", block.get("ID", ""))


def _set_next(sequences: Sequence[Sequence[etree._Element]]) -> None:
    """Write the order of blocks into IDNEXT where a page has it."""
    for sequence in sequences:
        if not any(block.get("IDNEXT") for block in sequence):
            continue
        for block, following in zip(sequence, [*sequence[1:], None], strict=True):
            drop(block, "IDNEXT")
            if following is not None and following.get("ID"):
                block.set("IDNEXT", following.get("ID", ""))
