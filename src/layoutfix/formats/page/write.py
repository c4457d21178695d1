"""PAGE in reading order: ReadingOrder says it; regions are divided where one held two columns.

Regions stay where they stand, under their ids. One whose lines are no longer read one after another
is divided: what is read first stays in it, the others are new regions behind it. Lines are put in
order within their region, and their region's own text with them. Files that are left as they are
come back byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from layoutfix.document import Box, Document
from layoutfix.formats.markup import (
    Ids,
    children,
    copy_shallow,
    inner_text,
    local_name,
    parse_xml,
    tree_to_bytes,
)
from layoutfix.formats.nodes import (
    PageNode,
    RegionNode,
    check_kept,
    is_order_of_file,
    is_unchanged,
    pieces_of_line,
    take_walk,
)
from layoutfix.formats.order import Block, LinePiece, PageOrders
from layoutfix.formats.page.custom import set_index
from layoutfix.formats.page.groups import write_order
from layoutfix.formats.page.parts import box_to_points, set_coords, set_text, split_line, trim
from layoutfix.formats.page.walk import main_equiv, read_coords, walk
from layoutfix.formats.pieces import begins_column, piece_to_box
from layoutfix.formats.values import box_around, points_to_box


@dataclass(slots=True)
class _Part:
    """What is read of a region in one go: elements of its lines, their texts, where they stand."""

    region: int
    lines: list[etree._Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)


def write_page(document: Document, orders: PageOrders) -> bytes:
    """The file of a document with its regions in an order."""
    if is_unchanged(document, orders):
        return document.source
    parse = partial(parse_xml, name="the file", title="PAGE XML")
    tree, nodes = take_walk("page", document.source, parse, walk)
    root = tree.getroot()
    ids = Ids.of(root, "id")
    before = _texts(root)
    for node, page, blocks in zip(nodes, document.pages, orders, strict=True):
        if not is_order_of_file(page, blocks):
            _order_page(node, blocks, ids)
    check_kept(before, _texts(root))
    return tree_to_bytes(tree, document.source)


def _texts(root: etree._Element) -> str:
    """The texts of all lines and words, alternatives too; those of regions are made of them."""
    return "".join(
        inner_text(equiv)
        for equiv in root.iter("{*}TextEquiv")
        if local_name(equiv.getparent()) in {"TextLine", "Word"}
    )


def _order_page(node: PageNode, blocks: Sequence[Block], ids: Ids) -> None:
    """Divide the regions of a page where needed, and write the order of blocks into it."""
    parts = _find_parts(node, blocks, ids)
    found: dict[int, list[_Part]] = {}
    for part in parts:
        found.setdefault(part.region, []).append(part)
    elements: dict[int, etree._Element] = {}
    for r, own in found.items():
        region = node.regions[r].element
        if not region.get("id"):
            region.set("id", ids.new("region"))
        made = _divide(node.regions[r], own, ids)
        elements.update((id(part), element) for part, element in zip(own, made, strict=True))
    sequence = [elements[id(part)] for part in parts]
    empty = [region.element for region in node.regions if not region.lines]
    origin = {
        elements[id(part)].get("id", ""): node.regions[part.region].element.get("id", "")
        for part in parts
    }
    write_order(node.element, [e.get("id", "") for e in sequence], origin, ids)
    for k, element in enumerate([*sequence, *empty]):
        set_index(element, k)


def _find_parts(node: PageNode, blocks: Sequence[Block], ids: Ids) -> list[_Part]:
    """The parts of regions in the order in which they are read; lines are parted here."""
    cut: dict[LinePiece, etree._Element] = {}
    for (r, k), pieces in pieces_of_line(blocks).items():
        line = node.regions[r].lines[k]
        if line.element is not node.regions[r].element:
            cut.update(zip(pieces, split_line(line, pieces, ids), strict=True))
    parts: list[_Part] = []
    last: tuple[LinePiece, Box | None] | None = None
    for block in blocks:
        for piece in block.pieces:
            line = node.regions[piece.region].lines[piece.line]
            box = piece_to_box(line.line, piece)
            if last is None or last[0].region != piece.region or begins_column(*last, piece, box):
                parts.append(_Part(piece.region))
            last = piece, box
            start, end = trim(line.line.text, piece)
            parts[-1].lines.append(cut.get(piece, line.element))
            parts[-1].texts.append(line.line.text[start:end])
            parts[-1].boxes.append(box)
    return parts


def _divide(node: RegionNode, parts: Sequence[_Part], ids: Ids) -> list[etree._Element]:
    """The regions of the parts of one; the first is the region itself."""
    region = node.element
    if len(parts) == 1 and _stands_so(node, parts[0]):
        return [region]
    polygon = read_coords(region)
    made, last = [region], region
    for part in parts[1:]:
        other = _copy_region(region, ids)
        last.addnext(other)
        other.tail = last.tail
        _put_lines(other, part.lines, like=region)
        made.append(other)
        last = other
    _put_lines(region, parts[0].lines, like=region)
    for part, element in zip(parts, made, strict=True):
        equiv = main_equiv(element)
        if equiv is not None:
            set_text(equiv, "\n".join(part.texts))
        box = box_around(part.boxes) or points_to_box(polygon)
        if len(parts) > 1 and box is not None:
            set_coords(element, box_to_points(box))
    return made


def _stands_so(node: RegionNode, part: _Part) -> bool:
    """Whether the lines of a region, none of them parted, stand in their order already."""
    if part.texts != [line.line.text for line in node.lines]:
        return False
    texts = set(part.lines)
    stand = [line for line in _lines_of(node.element) if line in texts]
    return part.lines == (stand or [node.element] * len(part.lines))


def _lines_of(region: etree._Element) -> list[etree._Element]:
    return list(children(region, "TextLine"))


def _copy_region(region: etree._Element, ids: Ids) -> etree._Element:
    """A region like another, without its lines and the regions in it, under a new id."""
    made = copy_shallow(region)
    made.text = region.text
    made.set("id", ids.new(region.get("id", "")))
    for child in region:
        if local_name(child) in {"Coords", "TextStyle"}:
            made.append(deepcopy(child))
    equiv = main_equiv(region)
    if equiv is not None:
        own = next(iter(children(made, "TextStyle")), None)
        copied = deepcopy(equiv)
        made.append(copied) if own is None else own.addprevious(copied)
    return made


def _put_lines(
    region: etree._Element, lines: Sequence[etree._Element], like: etree._Element
) -> None:
    """The lines as those of a region, in that order; lines of it that have no text come last."""
    if any(line is like for line in lines):
        return  # a region of mere text
    own = _lines_of(region)
    moved = set(lines)
    inner = own[0].tail if own else region.text
    last = own[-1].tail if own else (region[-1].tail if len(region) else None)
    at = region.index(own[0]) if own else _place_of_lines(region)
    for line in own:
        region.remove(line)
    ordered = [*lines, *(line for line in own if line not in moved)]
    for k, line in enumerate(ordered):
        line.tail = inner
        region.insert(at + k, line)
        set_index(line, k)
    if ordered:
        ordered[-1].tail = last


def _place_of_lines(region: etree._Element) -> int:
    """Where the schema has the lines of a region that has none: before its texts and styles."""
    behind = [k for k, e in enumerate(region) if local_name(e) in {"TextEquiv", "TextStyle"}]
    return min(behind, default=len(region))
