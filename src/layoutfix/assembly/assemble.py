"""Pages in order -> result: joints, paragraphs, steps and text of the whole dump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from layoutfix.assembly.glue import (
    GAP_MARK,
    PARAGRAPH_END,
    IsWord,
    joints_to_steps,
    keeps_hyphen,
)
from layoutfix.assembly.joints import (
    CONTINUES,
    Neighbours,
    neighbours_to_confidence,
    neighbours_to_kinds,
)
from layoutfix.assembly.paragraphs import group_paragraphs, is_heading_like
from layoutfix.config import Config
from layoutfix.model import Fragment, Joint, JointKind, Paragraph, Step

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OrderedPage:
    """What assembly needs of a page: fragments in the dump's order, evidence in reading order.

    order       fragment ids (of this page) in reading order
    evidence    of its n - 1 joints
    features    by name the log-odds of each joint, (n - 1,) each, for the record
    across      (n,) by fragment id: stood across the columns, or behind a heading mark
    asides      (n,) by fragment id: running heads, and dirt at the margins
    above_columns   joints between what stands above columns and the first line of these, in order
    dropped     spans that are not printed
    reordered   whether the gate opened; a page left alone is printed as it is
    """

    fragments: list[Fragment]
    order: list[int]
    evidence: Neighbours
    features: dict[str, Floats]
    across: npt.NDArray[np.bool_]
    asides: npt.NDArray[np.bool_]
    above_columns: Sequence[int]
    dropped: list[tuple[int, int, str]]
    reordered: bool


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
    is_word: IsWord | None,
    *,
    goes_on: bool = False,
) -> Assembled:
    """One page as part of a result; its fragments get ids from `first_id` on.

    A page that goes on in the last sentence of the page before begins with no heading.
    """
    order = page.order
    texts = [page.fragments[i].text for i in order]
    across = [bool(page.across[i]) for i in order]
    kinds = neighbours_to_kinds(texts, page.evidence, config.assembly)
    kinds = heal_headings(texts, across, kinds, page.evidence.breaks, config)
    asides = [bool(page.asides[i]) for i in order]
    begins = asides.index(False) if False in asides else 0
    if order and order[begins] == begins and not goes_on:
        part_title(texts, kinds, page.evidence, config, begins, page.above_columns)
    set_apart(asides, kinds)
    confidence = neighbours_to_confidence(page.evidence, config.assembly)
    features = {name: np.round(values, 3).tolist() for name, values in page.features.items()}
    told = [float(round(value, 4)) for value in confidence]
    joints = [
        Joint(
            first_id + i,
            first_id + j,
            kinds[k],
            told[k],
            {name: values[k] for name, values in features.items()},
        )
        for k, (i, j) in enumerate(pairwise(order))
    ]
    steps: list[Step] = []
    if page.reordered:
        separators = [_separator(kind, config) for kind in kinds]
        for k, kind in enumerate(kinds):
            if kind == "hyphen" and keeps_hyphen(texts[k], texts[k + 1], is_word):
                kinds[k] = "join"
                joints[k] = _with_kind(joints[k], "join")
        steps = joints_to_steps(dump, page.fragments, order, kinds, separators, page.dropped)
    grouping = group_paragraphs(texts, kinds, across, asides, config.assembly)
    paragraphs = [
        Paragraph(kind, tuple(first_id + order[k] for k in run), "")
        for run, kind in zip(grouping.runs, grouping.kinds, strict=True)
    ]
    return Assembled(page.fragments, [first_id + i for i in order], joints, paragraphs, steps)


def heal_headings(
    texts: Sequence[str],
    across: Sequence[bool],
    kinds: list[JointKind],
    breaks: Floats,
    config: Config,
) -> list[JointKind]:
    """The kinds of the n - 1 joints, with the headings among n texts in reading order.

    A row across the columns that reads as a heading stands alone, unless the text goes on in it.

    across  whether each text stands across the columns
    breaks  (n - 1,) log-odds that a paragraph ends at each joint
    """
    healed = list(kinds)
    for k, kind in enumerate(kinds):
        goes_on = kind != "gap" and float(breaks[k]) + config.assembly.heading_prior < 0.0
        if across[k] != across[k + 1] and not goes_on:
            heading = texts[k] if across[k] else texts[k + 1]
            if is_heading_like(heading):
                healed[k] = "heading"
    return healed


def part_title(
    texts: Sequence[str],
    kinds: list[JointKind],
    evidence: Neighbours,
    config: Config,
    begins: int = 0,
    above_columns: Sequence[int] = (),
) -> None:
    """The first lines that read as a heading stand alone, unless they clearly go on in the next.

    A headline ends where the columns below it begin. Where it has none, it has up to
    `heading_lines` lines and ends where a paragraph is likeliest to end.

    begins         where the text begins: running heads stand before it
    above_columns  joints of what stands above columns and the first line of these, in order
    """
    c = config.assembly
    within = range(begins, begins + c.most_above_columns)
    last = next((k for k in above_columns if k in within), None)
    if last is not None and float(evidence.breaks[last]) > 0.0:
        if _may_be_title(texts[last], is_first=last == begins) and kinds[last] != "gap":
            kinds[last] = "heading"
        return
    ends: list[tuple[float, int]] = []
    for k in range(begins, min(begins + c.heading_lines, len(kinds))):
        if not _may_be_title(texts[k], is_first=k == begins):
            break
        if float(evidence.same[k]) < c.title_link:
            ends.append((float(evidence.breaks[k]) - c.title_line_cost * (k - begins), -k))
    if ends:
        kinds[-max(ends)[1]] = "heading"


def _may_be_title(line: str, *, is_first: bool) -> bool:
    """Whether a line reads as one of a title, of which only the first begins a sentence."""
    return is_heading_like(line if is_first else line[:1].upper() + line[1:])


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
    if kind == "gap" and config.mark_gaps:
        return f"{PARAGRAPH_END}{GAP_MARK}{PARAGRAPH_END}"
    return PARAGRAPH_END


def _with_kind(joint: Joint, kind: JointKind) -> Joint:
    return Joint(joint.left, joint.right, kind, joint.confidence, joint.evidence)
