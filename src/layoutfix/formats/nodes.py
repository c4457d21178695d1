"""Lines of a file beside the elements that they are of: what readers and writers of XML both walk.

A reader walks a tree and makes a `Document` of what it found; a writer walks it again, and finds
the elements that the pieces of the order are of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from layoutfix.document import Box, Document, DocumentPage, Line, Region
from layoutfix.errors import InputError
from layoutfix.formats.markup import local_name, parse_xml, repeated_ids
from layoutfix.formats.order import Block, LinePiece, PageOrders


@dataclass(slots=True)
class WordNode:
    """An element with a part of a line's text, `line.text[start:end]`."""

    element: etree._Element
    start: int
    end: int


@dataclass(slots=True)
class LineNode:
    """An element with a line; its words as elements, those without text left out."""

    element: etree._Element
    line: Line
    words: list[WordNode] = field(default_factory=list)


@dataclass(slots=True)
class RegionNode:
    """An element with lines, in the order that the file states for them."""

    element: etree._Element
    lines: list[LineNode] = field(default_factory=list)
    kind: str = ""
    box: Box | None = None
    id: str = ""


@dataclass(slots=True)
class PageNode:
    """An element with the regions of a page; the rest as in `DocumentPage`."""

    element: etree._Element
    regions: list[RegionNode] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0
    order: tuple[int, ...] | None = None
    id: str = ""
    language: str = ""
    rotation: float = 0.0
    image: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What tells one XML format from another when its files are read.

    root  name of its first element, in small letters; id: of the attribute that names elements
    """

    name: str
    title: str
    root: str
    id: str
    walk: Callable[[etree._Element], list[PageNode]]
    version_of: Callable[[etree._Element], str]


LARGEST_KEPT = 4 << 20
"""Bytes of a file whose tree is kept for its writer: a page, not a book."""

_kept: dict[str, tuple[bytes, etree._ElementTree, list[PageNode]]] = {}


def keep_walk(format: str, source: bytes, tree: etree._ElementTree, nodes: list[PageNode]) -> None:
    """Keep the tree that was read last, and its nodes: mostly, the same file is written next."""
    _kept.pop(format, None)
    if len(source) <= LARGEST_KEPT:
        _kept[format] = (source, tree, nodes)


def take_walk(
    format: str,
    source: bytes,
    parse: Callable[[bytes], etree._ElementTree],
    walk: Callable[[etree._Element], list[PageNode]],
) -> tuple[etree._ElementTree, list[PageNode]]:
    """The tree and nodes of a file, which may be changed; made anew if another was read last."""
    kept = _kept.pop(format, None)
    if kept is not None and kept[0] is source:
        return kept[1:]
    tree = parse(source)
    return tree, walk(tree.getroot())


def read_nodes(data: bytes, name: str, format: Dialect) -> Document:
    """The document of an XML file. InputError where it is of another format, or has no page."""
    tree = parse_xml(data, name, format.title)
    root = tree.getroot()
    short = format.name.upper()
    if local_name(root).lower() != format.root:
        raise InputError(f"{name} is XML, but no {short}: its first element is {local_name(root)}.")
    nodes = format.walk(root)
    if not nodes:
        raise InputError(f"{name} is {short} without a page: was it cut short? Export it again.")
    keep_walk(format.name, data, tree, nodes)
    notes = note_repeated_ids(root, format.id)
    return Document(nodes_to_pages(nodes), format.name, format.version_of(root), data, notes)


def nodes_to_pages(nodes: Sequence[PageNode]) -> tuple[DocumentPage, ...]:
    """The pages of a document, of the nodes of its file."""
    return tuple(
        DocumentPage(
            regions=tuple(
                Region(tuple(n.line for n in region.lines), region.box, region.kind, region.id)
                for region in node.regions
            ),
            width=node.width,
            height=node.height,
            order=node.order,
            id=node.id,
            language=node.language,
            rotation=node.rotation,
            image=node.image,
        )
        for node in nodes
    )


def is_order_of_file(page: DocumentPage, blocks: Sequence[Block]) -> bool:
    """Whether blocks read a page as the file has it, no line cut.

    >>> from layoutfix.formats.order import LinePiece
    >>> page = DocumentPage((Region((Line("a"), Line("b"))),))
    >>> a, b = LinePiece(0, 0, 0, 1, 0, 0, True), LinePiece(0, 1, 0, 1, 0, 0, True)
    >>> [is_order_of_file(page, [Block("body", pieces)]) for pieces in ((a, b), (b, a))]
    [True, False]
    """
    own = [
        (r, k) for r in page.numbers for k, line in enumerate(page.regions[r].lines) if line.text
    ]
    pieces = [piece for block in blocks for piece in block.pieces]
    return all(p.whole for p in pieces) and [(p.region, p.line) for p in pieces] == own


def is_unchanged(document: Document, orders: PageOrders) -> bool:
    """Whether an order is that of the file on every page."""
    return all(map(is_order_of_file, document.pages, orders))


def pieces_of_line(
    blocks: Sequence[Block],
) -> dict[tuple[int, int], list[LinePiece]]:
    """The pieces of each line that was cut, from left to right."""
    found: dict[tuple[int, int], list[LinePiece]] = {}
    for block in blocks:
        for piece in block.pieces:
            if not piece.whole:
                found.setdefault((piece.region, piece.line), []).append(piece)
    for pieces in found.values():
        pieces.sort(key=lambda piece: piece.start)
    return found


def most_common(values: Sequence[str]) -> str:
    """The value that stands most often; "" without any. What is "unknown" is none.

    >>> most_common(["", "unknown", "eng"])
    'eng'
    """
    counted = Counter(value for value in values if value not in {"", "unknown"})
    return counted.most_common(1)[0][0] if counted else ""


def with_box(line: Line, box: Box | None) -> Line:
    """A line with a box, where it has none of its own."""
    return line if line.box is not None or box is None else replace(line, box=box)


def note_repeated_ids(root: etree._Element, attribute: str) -> tuple[str, ...]:
    """A note on ids that stand more than once in a file; () where all are unique."""
    again = repeated_ids(e.get(attribute, "") for e in root.iter(etree.Element))
    if not again:
        return ()
    more = f" and {len(again) - 1} more" if len(again) > 1 else ""
    return (f"the id {again[0]}{more} stands more than once: orders that name it are not certain",)


def check_kept(before: str, after: str) -> None:
    """InputError where a file that was put in order has other characters than before.

    It is then marked up in a way that no writer is meant for: lines in words, words in no line.
    """
    if Counter("".join(before.split())) != Counter("".join(after.split())):
        raise refuse_to_write()


def refuse_to_write() -> InputError:
    """What is said where a file cannot be put in order."""
    return InputError(
        "The order cannot be written into this file without loss, since its lines and words are not"
        " marked up as they should be: take the text of the result, or export the file again."
    )
