"""The order that a PAGE file states: ReadingOrder, else `custom="readingOrder {index:0;}"`.

ReadingOrder wins over `custom`, which Transkribus writes on regions and lines. Groups may stand in
groups; in an ordered one `index` counts, wherever its elements stand. What none names is last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from layoutfix.formats.markup import children, local_name
from layoutfix.formats.nodes import PageNode, RegionNode
from layoutfix.formats.values import read_number

CUSTOM_RE = re.compile(r"(readingOrder\s{0,9}\{[^}]{0,99}?\bindex\s{0,9}:\s{0,9})(\d{1,9})")

_LAST = float("inf")


def state_order(node: PageNode) -> bool:
    """Note the order of a page's regions that its file states; whether ReadingOrder does."""
    at: dict[str, int] = {}
    for order in children(node.element, "ReadingOrder"):
        for ref in references(order):
            at.setdefault(ref, len(at))
    if any(region.id in at for region in node.regions):
        places = [_place(region.element, node.element, at) for region in node.regions]
        node.order = tuple(sorted(range(len(places)), key=places.__getitem__))
        return True
    ranks = [_ranks(region.element, node.element) for region in node.regions]
    if any(rank[-1] < _LAST for rank in ranks):
        node.order = tuple(sorted(range(len(ranks)), key=ranks.__getitem__))
    return False


def references(group: etree._Element) -> Iterator[str]:
    """The ids that a group names, in its order; a group may be one of a region."""
    stack = [group]
    while stack:
        element = stack.pop()
        ref = element.get("regionRef")
        if ref:
            yield ref
        stack += reversed(members_of(element))


def members_of(group: etree._Element) -> list[etree._Element]:
    """The references and groups in a group, in its order."""
    found = [e for e in group if local_name(e).startswith(("RegionRef", "Ordered", "Unordered"))]
    if local_name(group).startswith("Ordered"):
        found.sort(key=lambda e: _number(e.get("index")))
    return found


def _number(text: str | None) -> float:
    value = read_number(text)
    return _LAST if value is None else value


def _place(element: etree._Element, top: etree._Element, at: dict[str, int]) -> float:
    """The place of a region, or of the one that it stands in."""
    above: etree._Element | None = element
    while above is not None and above is not top:
        if above.get("id") in at:
            return at[above.get("id", "")]
        above = above.getparent()
    return _LAST


def custom_index(element: etree._Element) -> float:
    """The index that Transkribus has in `custom`; infinite where there is none."""
    found = CUSTOM_RE.search(element.get("custom") or "")
    return _number(found[2]) if found else _LAST


def _ranks(element: etree._Element, top: etree._Element) -> tuple[float, ...]:
    """The index of a region, below those of the regions that it stands in."""
    found = []
    above: etree._Element | None = element
    while above is not None and above is not top:
        found.append(custom_index(above))
        above = above.getparent()
    return tuple(reversed(found))


def sort_lines(region: RegionNode, *, uses_custom: bool) -> None:
    """Put the lines of a region into the order of their `index`, or of `custom`."""
    ranks = {line.element: _number(line.element.get("index")) for line in region.lines}
    if uses_custom and all(rank == _LAST for rank in ranks.values()):
        ranks = {line.element: custom_index(line.element) for line in region.lines}
    region.lines.sort(key=lambda line: ranks[line.element])
