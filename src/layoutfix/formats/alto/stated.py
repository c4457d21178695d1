"""The order that an ALTO file states: ReadingOrder (from 4.3 on), else IDNEXT of its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from layoutfix.formats.markup import children, local_name
from layoutfix.formats.nodes import PageNode

GROUPS = ("OrderedGroup", "UnorderedGroup")


def states_order(root: etree._Element, nodes: Sequence[PageNode]) -> None:
    """Note on each page the order of its regions, and put lines into theirs, where one is stated.

    Of several groups the first is taken. What it does not name comes last.
    """
    group = first_group(root)
    if group is not None:
        at: dict[str, int] = {}
        for ref in _references(group):
            at.setdefault(ref, len(at))
        for node in nodes:
            _order_by(node, at)
        return
    for node in nodes:
        _follow_next(node)


def first_group(root: etree._Element) -> etree._Element | None:
    """The group of ReadingOrder that is read; None without one."""
    for order in children(root, "ReadingOrder"):
        return next(children(order, *GROUPS), None)
    return None


def _references(group: etree._Element) -> Iterator[str]:
    """The ids that a group names, in its order."""
    for element in group.iter(etree.Element):
        if local_name(element) in {"ElementRef", *GROUPS}:
            yield from (element.get("REF") or "").split()


def _order_by(node: PageNode, at: dict[str, int]) -> None:
    """The order of a page's regions and lines by the places of their ids."""
    places: list[int | None] = []
    for region in node.regions:
        named = [at[i] for i in _ids_around(region.element, node.element) if i in at]
        lines = {line.element: at.get(line.line.id) for line in region.lines}
        inner = [place for place in lines.values() if place is not None]
        if inner:
            last = len(at)
            region.lines.sort(key=lambda line: _or_last(lines[line.element], last))
        places.append(min(inner + named[:1]) if inner or named else None)
    if any(place is not None for place in places):
        rank = sorted(range(len(places)), key=lambda r: _or_last(places[r], len(at)))
        node.order = tuple(rank)


def _or_last(place: int | None, last: int) -> int:
    return last if place is None else place


def _ids_around(element: etree._Element, top: etree._Element) -> Iterator[str]:
    """The id of an element, then those of the blocks that it stands in."""
    above: etree._Element | None = element
    while above is not None and above is not top:
        yield above.get("ID", "")
        above = above.getparent()


def _follow_next(node: PageNode) -> None:
    """The order of a page's regions by IDNEXT, where it leads from each of them to the next."""
    number = {region.id: r for r, region in enumerate(node.regions) if region.id}
    following = {
        r: number[region.element.get("IDNEXT", "")]
        for r, region in enumerate(node.regions)
        if region.element.get("IDNEXT") in number
    }
    firsts = [r for r in range(len(node.regions)) if r not in set(following.values())]
    if not following or len(set(following.values())) != len(following):
        return
    order: list[int] = []
    for first in firsts:
        at: int | None = first
        while at is not None:
            order.append(at)
            at = following.get(at)
    if len(order) == len(node.regions):
        node.order = tuple(order)
