"""The elements of a page put into the order of its lines; what held two columns becomes two.

    <div A> 1 2 3 4 </div>     in the order 1 3 2 4    <div A> 1 3 </div> <div A_2> 2 4 </div>
                                                       where a paragraph begins with 2

Elements stay who they are: each keeps its attributes, its id, and whatever else stands in it. One
whose lines are no longer read one after another is divided: the first part is the element itself,
the others are copies of its attributes, with new ids.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from layoutfix.document import Box
from layoutfix.formats.nodes import LineNode, PageNode, WordNode, pieces_of_line
from layoutfix.formats.order import Block, LinePiece
from layoutfix.formats.pieces import begins_column, piece_to_box
from layoutfix.formats.values import box_around

Chain = tuple[etree._Element, ...]


@dataclass(slots=True)
class Leaf:
    """A line, or a piece of one, to be put in its place.

    chain  the elements that the line stands in, from below the page to its parent
    box    where it stands
    begins whether a paragraph begins with it
    column whether another column of its region does
    """

    element: etree._Element
    chain: Chain
    box: Box | None = None
    begins: bool = False
    column: bool = False


@dataclass(frozen=True, slots=True)
class Hooks:
    """What is the format's own.

    copy          an element like another, without what stands in it, under a new id
    fit           makes the box of a divided element that of what it holds now
    is_block      whether an element is divided where another column begins
    is_paragraph  whether it is divided at paragraphs, too, if it is divided at all
    """

    copy: Callable[[etree._Element], etree._Element]
    fit: Callable[[etree._Element, Box], None]
    is_block: Callable[[etree._Element], bool]
    is_paragraph: Callable[[etree._Element], bool] = field(default=lambda _: False)


def regroup(top: etree._Element, leaves: Sequence[Leaf], hooks: Hooks) -> None:
    """Put the leaves below `top` in their order. O(leaves x depth)."""
    divided = _find_divided(leaves, hooks)
    made = _Made(hooks, {top: top})
    path: list[tuple[etree._Element, etree._Element]] = []
    for leaf in leaves:
        depth = 0
        for (own, _), other in zip(path, leaf.chain, strict=False):
            ends = leaf.column and hooks.is_block(own)
            ends = ends or (leaf.begins and own in divided and hooks.is_paragraph(own))
            if own is not other or ends:
                break
            depth += 1
        del path[depth:]
        for own in leaf.chain[depth:]:
            parent = path[-1][1] if path else top
            path.append((own, made.instance(own, parent)))
        made.add(path[-1][1] if path else top, leaf)
    made.settle()


def _find_divided(leaves: Sequence[Leaf], hooks: Hooks) -> set[etree._Element]:
    """The elements whose leaves do not all follow one another, or stand in several columns."""
    divided: set[etree._Element] = set()
    seen: set[etree._Element] = set()
    last: frozenset[etree._Element] = frozenset()
    for leaf in leaves:
        now = frozenset(leaf.chain)
        divided |= (now - last) & seen
        if leaf.column:
            divided |= {own for own in now & last if hooks.is_block(own)}
        seen |= now
        last = now
    return divided


class _Made:
    """The elements as they come to stand: what is in each, and which are copies."""

    def __init__(self, hooks: Hooks, known: dict[etree._Element, etree._Element]) -> None:
        self.hooks = hooks
        self.inside: dict[etree._Element, list[etree._Element]] = {key: [] for key in known}
        self.boxes: dict[etree._Element, list[Box | None]] = {key: [] for key in known}
        self.parents: dict[etree._Element, etree._Element] = {}
        self.copies: dict[etree._Element, etree._Element] = {}
        self.divided: set[etree._Element] = set()

    def instance(self, own: etree._Element, parent: etree._Element) -> etree._Element:
        """The element itself the first time, then a copy; it is put behind what is in `parent`."""
        made = own
        if own in self.inside:
            made = self.hooks.copy(own)
            self.copies[made] = own
            self.divided |= {own, made}
        self.inside[made], self.boxes[made] = [], []
        self.parents[made] = parent
        self.inside[parent].append(made)
        return made

    def add(self, parent: etree._Element, leaf: Leaf) -> None:
        """Put a leaf behind what is in `parent`."""
        self.inside[parent].append(leaf.element)
        above: etree._Element | None = parent
        while above is not None:
            self.boxes[above].append(leaf.box)
            above = self.parents.get(above)

    def settle(self) -> None:
        """Move the elements to where they come to stand."""
        bearing = {child for inside in self.inside.values() for child in inside}
        plans = {
            parent: _arrange(list(parent), inside, bearing)
            for parent, inside in self.inside.items()
        }
        spaces = {parent: _Spaces.of(self.copies.get(parent, parent)) for parent in plans}
        for parent, plan in plans.items():
            if plan is not None:
                for child in list(parent):
                    parent.remove(child)
        for parent, plan in plans.items():
            if plan is not None:
                spaces[parent].fill(parent, plan)
        for element in self.divided:
            box = box_around(self.boxes[element])
            if box is not None:
                self.hooks.fit(element, box)


def _arrange(
    old: list[etree._Element], inside: list[etree._Element], bearing: set[etree._Element]
) -> list[etree._Element] | None:
    """The children of an element in their new order; None where that is the one they have.

    What bears no lines stays behind the sibling that it stood behind, or before or after all.
    """
    own = [child for child in old if child in bearing]
    if own == inside:
        return None
    kept = set(inside)
    behind: dict[etree._Element | None, list[etree._Element]] = {None: []}
    last, stop = None, max((k for k, c in enumerate(old) if c in bearing), default=len(old) - 1)
    for child in old[: stop + 1]:
        if child in bearing:
            last = child if child in kept else last
        else:
            behind.setdefault(last, []).append(child)
    found = behind[None]
    for child in inside:
        found.append(child)
        found += behind.get(child, ())
    return found + old[stop + 1 :]


@dataclass(slots=True)
class _Spaces:
    """The blanks between the children of an element, as its file is laid out."""

    text: str | None
    inner: str | None
    last: str | None

    @classmethod
    def of(cls, element: etree._Element) -> _Spaces:
        tails = [child.tail for child in element]
        inner = next((t for t in tails if t is not None), None) if len(tails) > 1 else element.text
        return cls(element.text, inner, tails[-1] if tails else None)

    def fill(self, parent: etree._Element, plan: list[etree._Element]) -> None:
        """Put children into an element that has none."""
        if not (parent.text or "").strip():
            parent.text = self.text
        for child in plan:
            if not (child.tail or "").strip():
                child.tail = self.inner
            parent.append(child)
        if plan and not (plan[-1].tail or "").strip():
            plan[-1].tail = self.last


def blocks_to_leaves(
    node: PageNode,
    blocks: Sequence[Block],
    tops: Sequence[etree._Element],
    split: Callable[[LineNode, Sequence[LinePiece]], list[etree._Element]],
) -> list[tuple[etree._Element, Leaf]]:
    """The lines and pieces of lines of a page in the order of blocks, each with its top.

    tops   elements below the page, or the page, that lines are moved within; a line's is the
           nearest above it
    split  the elements of the pieces of a line, from left to right; the first is the line's own
    """
    chains: dict[int, tuple[etree._Element, Chain]] = {}
    for region in node.regions:
        for line in region.lines:
            chains[id(line)] = _top_and_chain(line.element, tops)
    parts: dict[LinePiece, etree._Element] = {}
    for (r, k), pieces in pieces_of_line(blocks).items():
        parts.update(zip(pieces, split(node.regions[r].lines[k], pieces), strict=True))
    found = []
    last: tuple[LinePiece, Box | None] | None = None
    for block in blocks:
        for n, piece in enumerate(block.pieces):
            line = node.regions[piece.region].lines[piece.line]
            top, chain = chains[id(line)]
            box = piece_to_box(line.line, piece)
            column = last is not None and begins_column(*last, piece, box)
            leaf = Leaf(parts.get(piece, line.element), chain, box, n == 0, column)
            found.append((top, leaf))
            last = piece, box
    return found


def _top_and_chain(
    element: etree._Element, tops: Sequence[etree._Element]
) -> tuple[etree._Element, Chain]:
    found = []
    parent = element.getparent()
    while parent is not None and parent not in tops:
        found.append(parent)
        parent = parent.getparent()
    return (tops[-1] if parent is None else parent), tuple(reversed(found))


def cut_words(
    words: Sequence[WordNode],
    pieces: Sequence[LinePiece],
    cut: Callable[[WordNode, int], tuple[WordNode, WordNode]],
) -> list[WordNode]:
    """The words of a line, those in which a piece begins as two, by `cut` at that character."""
    found: list[WordNode] = []
    for word in words:
        rest = word
        for piece in pieces[1:]:
            if word.start < piece.start < word.end:
                first, rest = cut(rest, piece.start)
                found.append(first)
        found.append(rest)
    return found
