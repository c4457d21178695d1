"""ReadingOrder written anew: its groups stay where the order lets them, else one group has all.

UnorderedGroup           articles stay groups while each is read in one go; where the new order
  OrderedGroup  a b      leads from one into another and back, a single OrderedGroup names all
  OrderedGroup  c d
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from layoutfix.formats.markup import Ids, children, local_name, same_namespace
from layoutfix.formats.page.stated import members_of, references


def write_order(
    page: etree._Element, order: Sequence[str], origin: Mapping[str, str], ids: Ids
) -> None:
    """Write the ids of regions, in their order, into the ReadingOrder of a page.

    origin  of each region the one that it was part of; its own id where it was not divided
    """
    stated = next(children(page, "ReadingOrder"), None)
    group = None if stated is None else next(iter(members_of_order(stated)), None)
    if stated is None or group is None:
        _flatten(_make_order(page, stated), None, order, ids)
        return
    known = list(references(group))
    goal = _with_others(order, known)
    place = {ref: k for k, ref in enumerate(goal)}
    _add_parts(group, order, origin, place)
    if _sort_groups(group, place) and [r for r in references(group) if r in place] == goal:
        return
    _flatten(stated, group, goal, ids)


def members_of_order(stated: etree._Element) -> list[etree._Element]:
    """The groups of a ReadingOrder; files have one."""
    return [e for e in stated if local_name(e) in {"OrderedGroup", "UnorderedGroup"}]


def _make_order(page: etree._Element, stated: etree._Element | None) -> etree._Element:
    """The ReadingOrder of a page that has none, where the schema has it."""
    if stated is not None:
        return stated
    made = etree.Element(same_namespace(page, "ReadingOrder"))
    before = list(children(page, "AlternativeImage", "Border", "PrintSpace"))
    at = page.index(before[-1]) + 1 if before else 0
    made.tail = before[-1].tail if before else page.text
    page.insert(at, made)
    return made


def _with_others(order: Sequence[str], known: Sequence[str]) -> list[str]:
    """The order, and what else was named (pictures) behind what it stood behind."""
    behind: dict[str | None, list[str]] = {None: []}
    last, named = None, set(order)
    for ref in known:
        if ref in named:
            last = ref
        else:
            behind.setdefault(last, []).append(ref)
    goal = behind[None]
    for ref in order:
        goal += [ref, *behind.get(ref, ())]
    return list(dict.fromkeys(goal))


def _add_parts(
    group: etree._Element,
    order: Sequence[str],
    origin: Mapping[str, str],
    place: Mapping[str, int],
) -> None:
    """Name what the groups do not name yet: parts beside their region, others at the end."""
    owner: dict[str, etree._Element] = {}
    for element in group.iter(etree.Element):
        if element.get("regionRef") and local_name(element).startswith("RegionRef"):
            owner.setdefault(element.get("regionRef", ""), element)
    for ref in order:
        if ref in owner:
            continue
        beside = owner.get(origin.get(ref, ""))
        above = group if beside is None else beside.getparent()
        if above is None:
            continue
        is_ordered = local_name(above).startswith("Ordered")
        made = etree.SubElement(
            above, same_namespace(group, "RegionRefIndexed" if is_ordered else "RegionRef")
        )
        if is_ordered:
            made.set("index", str(place[ref]))
        made.set("regionRef", ref)
        owner[ref] = made


def _sort_groups(group: etree._Element, place: Mapping[str, int]) -> bool:
    """Sort each group by the order; whether each then names regions that are read in one go."""
    for element in [e for e in group.iter(etree.Element) if members_of(e)]:
        inside = sorted(place[ref] for ref in references(element) if ref in place)
        if inside and inside[-1] - inside[0] + 1 != len(set(inside)):
            return False
        members = members_of(element)
        ranked = sorted(members, key=lambda e: _first_place(e, place))
        is_ordered = local_name(element).startswith("Ordered")
        inside_it = set(members)
        tails = [child.tail for child in element if child in inside_it]
        at = next(k for k, child in enumerate(element) if child in inside_it)
        for member in members:
            element.remove(member)
        for k, member in enumerate(ranked):
            member.tail = tails[min(k, len(tails) - 1)]
            element.insert(at + k, member)
            if is_ordered:
                member.set("index", str(k))
    return True


def _first_place(element: etree._Element, place: Mapping[str, int]) -> int:
    return min((place[ref] for ref in references(element) if ref in place), default=len(place))


def _flatten(
    stated: etree._Element, group: etree._Element | None, order: Sequence[str], ids: Ids
) -> None:
    """One ordered group that names all regions, in place of the group that there is."""
    made = etree.Element(same_namespace(stated, "OrderedGroup"))
    if group is None:
        made.set("id", ids.new("ro"))
        stated.append(made)
    else:
        for name, value in group.attrib.items():
            made.set(name, value)
        for child in group:
            if child not in members_of(group):
                made.append(child)
        made.tail = group.tail
        stated.replace(group, made)
    for k, ref in enumerate(order):
        member = etree.SubElement(made, same_namespace(stated, "RegionRefIndexed"))
        member.set("index", str(k))
        member.set("regionRef", ref)
