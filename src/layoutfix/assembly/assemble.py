"""Pages in order -> result: joints, paragraphs, steps and text of the whole dump."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Bools, Floats
from layoutfix.assembly.given import apply_given, asides_as_given
from layoutfix.assembly.glue import (
    GAP_MARK,
    LINE_END,
    PARAGRAPH_END,
    joints_to_steps,
)
from layoutfix.assembly.headings import find_headings
from layoutfix.assembly.hyphens import Forms, keeps_hyphen
from layoutfix.assembly.items import find_items, part_items
from layoutfix.assembly.joints import (
    CONTINUES,
    Neighbours,
    continuing_kind,
    neighbours_to_confidence,
    neighbours_to_kinds,
)
from layoutfix.assembly.lines import OrderedLines
from layoutfix.assembly.paragraphs import group_paragraphs
from layoutfix.config import Config
from layoutfix.labels import Mark
from layoutfix.model import Fragment, Joint, JointKind, Paragraph, ParagraphKind, Step
from layoutfix.pins import Given
from layoutfix.weights import AssemblyWeights


@dataclass(frozen=True, slots=True)
class OrderedPage:
    """What assembly needs of a page: fragments in the dump's order, evidence in reading order.

    weights     for the script of the page
    order       fragment ids (of this page) in reading order
    evidence    of its n - 1 joints
    features    by name the log-odds of each joint, (n - 1,) each, for the record
    lines       the fragments as lines, in reading order
    dropped     spans that are not printed
    told        by fragment id: the kind of the block whose line it is, where that keeps its lines
                (`table`, `verse`, `list`)
    reordered   whether the gate opened; a page left alone is printed as it is
    inside      of the joints, those between characters of one vertical line; None: none is
    numbers     fragments (ids) that count the lines and belong to no text: they are not printed
    given       what the user knows of them
    """

    fragments: list[Fragment]
    weights: AssemblyWeights
    order: list[int]
    evidence: Neighbours
    features: dict[str, Floats]
    lines: OrderedLines
    dropped: list[tuple[int, int, str]]
    reordered: bool
    told: Mapping[int, ParagraphKind] = field(default_factory=dict)
    inside: Bools | None = None
    numbers: frozenset[int] = frozenset()
    given: Given = field(default_factory=Given)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The parts of a result, with fragment ids of the whole dump."""

    fragments: list[Fragment]
    order: list[int]
    joints: list[Joint]
    paragraphs: list[Paragraph]
    steps: list[Step]


def assemble_page(
    dump: str,
    page: OrderedPage,
    first_id: int,
    config: Config,
    forms: Forms,
    *,
    goes_on: bool = False,
) -> Assembled:
    """One page as part of a result; its fragments get ids from `first_id` on.

    A page that goes on in the last sentence of the page before begins with no heading.

    forms  what is known of the words of the whole dump
    """
    order, texts = page.order, page.lines.texts
    told = [page.told.get(i) for i in order]
    kinds = _page_to_kinds(page, told, goes_on=goes_on)
    steps: list[Step] = []
    if page.reordered:
        for k, kind in enumerate(kinds):
            if kind == "hyphen" and keeps_hyphen(texts[k], texts[k + 1], forms):
                kinds[k] = "join"
        steps = _page_to_steps(dump, page, kinds, config)
    asides = asides_as_given(page.given, order, page.lines.asides.tolist())
    grouping = group_paragraphs(texts, kinds, asides, told, page.weights)
    paragraphs = [
        Paragraph(kind, tuple(first_id + order[k] for k in run), _words_of(run, order, page))
        for run, kind in zip(grouping.runs, grouping.kinds, strict=True)
    ]
    joints = _page_to_joints(page, kinds, first_id)
    return Assembled(page.fragments, [first_id + i for i in order], joints, paragraphs, steps)


def _page_to_kinds(
    page: OrderedPage, told: list[ParagraphKind | None], *, goes_on: bool
) -> list[JointKind]:
    """How the lines of a page meet: headings, lists, tables, asides. `told` gets the headings."""
    lines, texts = page.lines, page.lines.texts
    kinds = neighbours_to_kinds(texts, page.evidence, page.weights)
    items = find_items(lines, page.evidence)
    headings = _find_free_headings(page, told, items, goes_on=goes_on)
    part_items(items, lines, page.evidence, kinds)
    part_headings(headings, texts, kinds)
    for k in (k for run in headings for k in run):
        told[k] = "heading"
    keep_lines(told, kinds)
    set_apart(lines.asides.tolist(), kinds)
    for k in [] if page.inside is None else np.flatnonzero(page.inside).tolist():
        kinds[k] = "join"
    apply_given(page.given, page.order, texts, told, kinds)
    return kinds


def _find_free_headings(
    page: OrderedPage,
    told: Sequence[ParagraphKind | None],
    items: Mapping[int, Mark],
    *,
    goes_on: bool,
) -> list[range]:
    """Headings where no item of a list stands, and nothing whose kind is told.

    goes_on  the first line goes on in a sentence of the page before
    """
    texts, asides = page.lines.texts, page.lines.asides.tolist()
    barred = {k for k, kind in enumerate(told) if kind}
    barred |= {k for k, mark in items.items() if not mark.counts_sections}
    barred |= {k - 1 for k in items if k and texts[k - 1][-1] in ":："}
    if goes_on and False in asides:
        barred.add(asides.index(False))
    found = find_headings(page.lines, page.evidence, page.weights)
    return [run for run in found if barred.isdisjoint(run)]


def _page_to_steps(
    dump: str, page: OrderedPage, kinds: Sequence[JointKind], config: Config
) -> list[Step]:
    """The steps that print a page in its order, the numbers of its lines left out."""
    order = page.order
    separators = [
        "" if j in page.numbers else _separator(kind, config)
        for kind, j in zip(kinds, order[1:], strict=True)
    ]
    printed = {i for i, kind in page.told.items() if kind in {"table", "verse"}}
    steps = joints_to_steps(dump, page.fragments, order, kinds, separators, page.dropped, printed)
    numbers = [page.fragments[i] for i in sorted(page.numbers)]
    return steps + [Step(NUMBER_RULE, f.start, f.end, f.text, "") for f in numbers]


def _page_to_joints(page: OrderedPage, kinds: Sequence[JointKind], first_id: int) -> list[Joint]:
    """The joints of a page as they are told, with what they were judged by."""
    features = {name: np.round(values, 3).tolist() for name, values in page.features.items()}
    sure = [
        float(round(chance, 4)) for chance in neighbours_to_confidence(page.evidence, page.weights)
    ]
    return [
        Joint(
            first_id + i,
            first_id + j,
            kinds[k],
            1.0 if j in page.numbers or (i, j) in page.given.together else sure[k],
            {name: values[k] for name, values in features.items()},
        )
        for k, (i, j) in enumerate(pairwise(page.order))
    ]


NUMBER_RULE = "drop_line_number"
"""The rule of steps that take numbers which count the lines out of the text."""


def _words_of(run: range, order: Sequence[int], page: OrderedPage) -> str:
    """What a paragraph keeps that is not printed: the numbers of lines."""
    return " ".join(page.fragments[order[k]].text for k in run if order[k] in page.numbers)


def part_headings(headings: Sequence[range], texts: Sequence[str], kinds: list[JointKind]) -> None:
    """Headings stand alone, and their lines are joined.

    headings  runs of positions of n texts in reading order; kinds: of their n - 1 joints, changed
              in place
    """
    for run in headings:
        if run.start > 0:
            kinds[run.start - 1] = "heading"
        if run.stop <= len(kinds):
            kinds[run.stop - 1] = "heading"
        for k in run[:-1]:
            kinds[k] = continuing_kind(texts[k], texts[k + 1])


def keep_lines(told: Sequence[ParagraphKind | None], kinds: list[JointKind]) -> None:
    """Lines of one table, list or verse stand below each other, apart from the text around them.

    told   kinds of the blocks of n texts in reading order; kinds: of their n - 1 joints, changed
           in place. What continues an item of a list stays, and so does what parts two verses

    >>> kinds: list[JointKind] = ["space", "space", "paragraph", "space"]
    >>> keep_lines([None, "table", "table", "table", None], kinds)
    >>> kinds
    ['paragraph', 'line', 'line', 'paragraph']
    """
    for k, (left, right) in enumerate(pairwise(told)):
        if left is None and right is None:
            continue
        if "heading" in {left, right}:
            continue
        if left != right:
            leads = right == "list" and left is None and kinds[k] == "line"
            kinds[k] = kinds[k] if kinds[k] == "gap" or leads else "paragraph"
        elif (
            left == "table"
            or (left == "verse" and kinds[k] in CONTINUES)
            or (left == "list" and kinds[k] == "paragraph")
        ):
            kinds[k] = "line"


def set_apart(asides: Sequence[bool], kinds: list[JointKind]) -> None:
    """Asides are written one after the other, and no sentence goes on in them.

    asides  of n texts in reading order; kinds: of their n - 1 joints, changed in place
    """
    for k, (left, right) in enumerate(pairwise(asides)):
        if left or right:
            kinds[k] = "space" if left and right else "aside"


def _separator(kind: JointKind, config: Config) -> str:
    if kind == "space":
        return " "
    if kind in CONTINUES:
        return ""
    if kind == "line":
        return LINE_END
    if kind == "gap" and config.mark_gaps:
        return f"{PARAGRAPH_END}{GAP_MARK}{PARAGRAPH_END}"
    return PARAGRAPH_END
