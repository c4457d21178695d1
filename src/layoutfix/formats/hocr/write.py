"""hOCR in reading order: lines and words moved, `ocr_carea` and `ocr_par` made anew where needed.

An area or paragraph whose lines are no longer read one after another is divided; what is divided
has a paragraph (`ocr_par`) for each that `fix` found. A line that held two columns becomes two,
parted between words. Files that are left as they are come back byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from layoutfix.document import Box, Document
from layoutfix.errors import InputError
from layoutfix.formats.hocr.walk import BLOCKS, classes_of, title_to_box, walk
from layoutfix.formats.markup import (
    Ids,
    copy_shallow,
    html_to_bytes,
    inner_text,
    parse_html,
    parse_xml,
    tree_to_bytes,
)
from layoutfix.formats.nodes import (
    LineNode,
    PageNode,
    WordNode,
    check_kept,
    is_order_of_file,
    is_unchanged,
    refuse_to_write,
    take_walk,
)
from layoutfix.formats.order import Block, LinePiece, PageOrders
from layoutfix.formats.pieces import part_of_box, piece_to_box
from layoutfix.formats.regroup import Hooks, blocks_to_leaves, cut_words, regroup

_BBOX_RE = re.compile(r"\bbbox(?:\s+-?[\d.]+){4}")
_BASELINE_RE = re.compile(r"\bbaseline\s+(-?[\d.]+)\s+(-?[\d.]+)")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
"""Elements that never have an end tag."""


def write_hocr(document: Document, orders: PageOrders) -> bytes:
    """The file of a document with its lines in an order."""
    if is_unchanged(document, orders):
        return document.source
    source = document.source
    tree, nodes = take_walk("hocr", source, _parse, walk)
    ids = Ids.of(tree.getroot(), "id")
    before = inner_text(tree.getroot())
    for node, page, blocks in zip(nodes, document.pages, orders, strict=True):
        if is_order_of_file(page, blocks):
            continue
        try:
            _order_page(node, blocks, ids)
        except ValueError:  # names that HTML lets pass, lines in words
            raise refuse_to_write() from None
    check_kept(before, inner_text(tree.getroot()))
    if isinstance(tree.parser, etree.HTMLParser):
        return html_to_bytes(tree)
    for element in tree.getroot().iter(etree.Element):
        if not len(element) and element.text is None and not _is_void(element):
            element.text = ""  # browsers take <title/> for one that is never closed
    return tree_to_bytes(tree, source)


def _parse(source: bytes) -> etree._ElementTree:
    try:
        return parse_xml(source, "the file", "XHTML")
    except InputError:
        return parse_html(source, "the file")


def _is_void(element: etree._Element) -> bool:
    return str(element.tag).rpartition("}")[2].lower() in _VOID


def _order_page(node: PageNode, blocks: Sequence[Block], ids: Ids) -> None:
    """Put the lines of a page into the order of blocks."""
    hooks = Hooks(
        copy=lambda own: _copy(own, ids),
        fit=set_box,
        is_block=lambda own: bool(classes_of(own) & BLOCKS),
        is_paragraph=lambda own: "ocr_par" in classes_of(own),
    )
    leaves = blocks_to_leaves(
        node, blocks, [node.element], lambda line, pieces: _split_line(line, pieces, ids)
    )
    regroup(node.element, [leaf for _, leaf in leaves], hooks)


def _copy(element: etree._Element, ids: Ids) -> etree._Element:
    """An element like another, without what stands in it, under a new id."""
    made = copy_shallow(element)
    own = element.get("id")
    if own:
        made.set("id", ids.new(own))
    return made


def set_box(element: etree._Element, box: Box) -> None:
    """Write a box into the title of an element that has one."""
    title = element.get("title")
    if title and _BBOX_RE.search(title):
        numbers = " ".join(f"{value:.0f}" for value in box)
        element.set("title", _BBOX_RE.sub(f"bbox {numbers}", title, count=1))


def _split_line(node: LineNode, pieces: Sequence[LinePiece], ids: Ids) -> list[etree._Element]:
    """The elements of the pieces of a line; the first is its own."""
    before = title_to_box(node.element.get("title"))
    boxes = [piece_to_box(node.line, piece) for piece in pieces]
    made = [node.element, *(_copy(node.element, ids) for _ in pieces[1:])]
    if node.words and node.words[0].element is not node.element:
        words = cut_words(
            node.words, pieces, lambda word, at: _cut_word(word, at, node.line.text, ids)
        )
        for piece, element in zip(pieces[1:], made[1:], strict=True):
            element.text = node.element.text if not (node.element.text or "").strip() else None
            _move(node.element, element, words, piece)
        _close(node.element, made)
    else:
        for piece, element in zip(pieces, made, strict=True):
            if element is node.element:
                for child in list(element):
                    element.remove(child)
            element.text = node.line.text[piece.start : piece.end].strip()
    for element, box in zip(made, boxes, strict=True):
        if box is not None:
            set_box(element, box)
            _move_baseline(element, before, box)
    return made


def _cut_word(word: WordNode, cut: int, text: str, ids: Ids) -> tuple[WordNode, WordNode]:
    """A word's element, and a copy of it with what stands behind the cut."""
    element, at = word.element, cut - word.start
    box = title_to_box(element.get("title"))
    other = deepcopy(element)
    if element.get("id"):
        other.set("id", ids.new(element.get("id", "")))
    for inner in other.iterdescendants(etree.Element):
        if inner.get("id"):
            inner.set("id", ids.new(inner.get("id", "")))
    element.addnext(other)
    element.tail, other.tail = None, element.tail if other.tail is None else other.tail
    length = word.end - word.start
    inked = len("".join(text[word.start : cut].split()))
    _keep_characters(element, 0, inked)
    _keep_characters(other, inked, length)
    if box is not None:
        set_box(element, part_of_box(box, length, 0, at))
        set_box(other, part_of_box(box, length, at, length))
    return WordNode(element, word.start, cut), WordNode(other, cut, word.end)


def _keep_characters(element: etree._Element, start: int, end: int) -> None:
    """Leave the characters `start` to `end` of a word in its element; blanks do not count."""
    at = 0
    for inner in [element, *element.iterdescendants(etree.Element)]:
        for name in ("text", "tail"):
            if inner is element and name == "tail":
                continue
            text = getattr(inner, name) or ""
            kept = []
            for character in text:
                if character.isspace():
                    kept.append(character)
                else:
                    kept += [character] if start <= at < end else []
                    at += 1
            if text:
                setattr(inner, name, "".join(kept))
    for inner in list(element.iterchildren(etree.Element)):
        if not inner_text(inner).strip() and not (inner.tail or "").strip():
            element.remove(inner)


def _move(
    line: etree._Element, other: etree._Element, words: Sequence[WordNode], piece: LinePiece
) -> None:
    """Move the words of a piece into its element, with what stands around and behind them."""
    bearing = {word.element: _child_around(word.element, line) for word in words}
    known = set(bearing.values())
    for word in words:
        if not piece.start <= word.start < piece.end:
            continue
        child: etree._Element | None = bearing[word.element]
        while child is not None:
            behind = child.getnext()
            other.append(child)
            child = None if behind in known else behind


def _child_around(word: etree._Element, line: etree._Element) -> etree._Element:
    """The child of a line that a word stands in; the word, where others stand in that, too."""
    child = word
    while True:
        above = child.getparent()
        if above is None or above is line or len(above) > 1:
            return child
        child = above


def _close(line: etree._Element, made: Sequence[etree._Element]) -> None:
    """The last word of each piece is followed by what the last of the line was."""
    tails = [element[-1].tail for element in made if len(element)]
    last = next((tail for tail in reversed(tails) if not (tail or "").strip()), None)
    for element in made:
        if len(element) and not (element[-1].tail or "").strip():
            element[-1].tail = last


def _move_baseline(element: etree._Element, before: Box | None, box: Box) -> None:
    """The baseline of a piece: it counts from the lower left corner of the line's box."""
    title = element.get("title") or ""
    found = _BASELINE_RE.search(title)
    if found is None or before is None:
        return
    slope, offset = float(found[1]), float(found[2])
    offset += slope * (box.left - before.left) + (before.bottom - box.bottom)
    element.set("title", _BASELINE_RE.sub(f"baseline {found[1]} {offset:g}", title, count=1))
