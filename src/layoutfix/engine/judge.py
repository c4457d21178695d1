"""A page whose order was found -> what assembly needs of it: the evidence for each joint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Bools, Floats, Index
from layoutfix.assembly.assemble import OrderedPage
from layoutfix.assembly.confidence import Seen, nothing_seen, order_to_surroundings
from layoutfix.assembly.ends import ends_of_paragraphs
from layoutfix.assembly.joints import Neighbours, neighbours_to_confidence
from layoutfix.assembly.lines import OrderedLines
from layoutfix.engine.parts import spread_parts
from layoutfix.linking import LinkEvidence
from layoutfix.ordering.objective import order_to_regions
from layoutfix.page_order import PageOrder
from layoutfix.pins import corrections_to_given
from layoutfix.ranks import median
from layoutfix.script import Script
from layoutfix.weights import AssemblyWeights


def judge_page(found: PageOrder) -> OrderedPage:
    """A page in its order, without the joints that are less certain than asked for."""
    order = found.order
    if found.sheet.config.min_confidence > 0:
        order = _keep_certain(order, found)
    evidence = _evidence(found, order)
    above = _above_columns(found, order)
    neighbours = _neighbours(found, order, evidence, above)
    lines = order_to_lines(found, order, above)
    judged = OrderedPage(
        fragments=found.page.fragments,
        weights=found.sheet.weights.assembly,
        order=order,
        evidence=neighbours,
        features={
            "ngram": evidence.ngram,
            "own": evidence.own,
            "shape": evidence.shape,
            "paragraph": evidence.paragraph,
            "total": evidence.total,
            "rival": neighbours.rival,
            "crossing": neighbours.around.crossing.astype(np.float32),
        },
        lines=lines,
        dropped=found.page.dropped,
        reordered=order != sorted(order) or found.torn is not None or found.sheet.known.reshapes,
        told=found.seen.kinds if found.seen else {},
        numbers=frozenset(np.flatnonzero(found.page.numbers).tolist()),
    )
    if found.parts is not None:
        judged = spread_parts(judged, found.parts)
    given = corrections_to_given(found.sheet.known, judged.fragments)
    return replace(judged, given=given)


def is_certain_enough(found: PageOrder) -> bool:
    """Whether most joints of a page whose lines were listed anew are as certain as asked for."""
    least = found.sheet.config.min_confidence
    if least <= 0 or len(found.order) < 2:
        return True
    evidence = _neighbours(found, found.order, _evidence(found, found.order), [])
    confidence = neighbours_to_confidence(evidence, found.sheet.weights.assembly)
    return float(median(confidence)) >= least


def _keep_certain(order: Sequence[int], found: PageOrder) -> list[int]:
    """The order without the joints that are less certain than asked for.

    What certain joints hold together stays together; these runs stand in the dump's order.
    """
    above = _above_columns(found, order)
    evidence = _neighbours(found, order, _evidence(found, order), above)
    confidence = neighbours_to_confidence(evidence, found.sheet.weights.assembly)
    pinned = corrections_to_given(found.sheet.known, found.page.fragments).together
    runs = [[order[0]]]
    for k, i in enumerate(order[1:]):
        if (order[k], i) in pinned:
            runs[-1].append(i)
        elif evidence.moved[k] and confidence[k] < found.sheet.config.min_confidence:
            runs.append([i])
        else:
            runs[-1].append(i)
    return [i for run in sorted(runs) for i in run]


def _evidence(found: PageOrder, order: Sequence[int]) -> LinkEvidence:
    """The evidence for the joints of an order."""
    path = np.array(order, np.intp)
    if np.array_equal(path, np.arange(len(found.page.fragments))):
        return found.links.evidence_along()
    return found.links.evidence(path[:-1], path[1:])


def _above_columns(found: PageOrder, order: Sequence[int]) -> list[int]:
    """`joints_above_columns` of an order of the page; none where no columns are known."""
    if found.columns == 0 or all(i < j for i, j in pairwise(order)):
        return []
    return joints_above_columns(order, found.asides, found.sheet.weights.assembly)


def _neighbours(
    found: PageOrder,
    order: Sequence[int],
    evidence: LinkEvidence,
    above: list[int],
) -> Neighbours:
    path, weights = np.array(order, np.intp), found.sheet.weights
    left, right = path[:-1], path[1:]
    one_line = found.held[left] & (right == left + 1)
    if found.columns > 0:  # the lines around a joint are those of its column
        texts = [fragment.text for fragment in found.page.fragments]
        ends = ends_of_paragraphs(texts, order, found.links, evidence, weights.assembly)
        ends[above] += weights.assembly.above_columns_gain
    else:
        ends = found.links.breaks(left, right, evidence)
    if found.parts is not None and found.links.script is Script.CJK:
        shapes = found.links.shapes
        full = shapes.width > shapes.column - 2.0  # by less than a character
        ends = ends - weights.listing.full_line_cost * (full[left] & full[right])
    if found.torn is not None:
        ends = ends + found.torn * (found.page.blank_above[right] > 0)
    breaks = np.where(one_line, -np.inf, ends)
    seen = _seen_joints(found, left, right)
    if found.seen is not None:
        shapes = found.links.shapes
        is_open = ~(shapes.ends_stop[left] | shapes.ends_pause[left]) & shapes.starts_lower[right]
        goes_on = seen.over & is_open
        begins = np.where(goes_on, -1, found.seen.begins[right])
        breaks = breaks + np.where(seen.follows, _SEEN * begins, 0.0)
    return Neighbours(
        same=np.where(one_line, np.maximum(evidence.same, 0.0), evidence.same),
        paragraph=evidence.paragraph,
        breaks=breaks.astype(np.float32),
        gap=evidence.gap,
        total=evidence.total,
        rival=found.links.rivals(left, right),
        moved=right != left + 1,
        around=order_to_surroundings(order, found.links.score, found.spans > 0),
        sure=found.sure[left] if found.parts is not None else ends_cut_surely(found.sure, path),
        columns=found.columns,
        script=found.links.script,
        seen=seen,
        known=found.known,
    )


_SEEN = 12.0
"""Nats for an entry that is seen to begin, and against one that is seen to go on."""


def _seen_joints(found: PageOrder, left: Index, right: Index) -> Seen:
    """What the page shows of joints."""
    if found.seen is None:
        return nothing_seen(len(left))
    region, column = found.seen.region, found.seen.column
    together = region[left] == region[right]
    step = np.abs(column[right] - column[left])
    return Seen(
        below=np.asarray(together & (step == 0), bool),
        over=np.asarray(together & (step == 1), bool),
    )


def order_to_lines(found: PageOrder, order: Sequence[int], above: Sequence[int]) -> OrderedLines:
    """The lines of an order of the page, as headings are told from them.

    above  joints of what stands above columns and the first line of these
    """
    path, page = np.array(order, np.intp), found.page
    return OrderedLines(
        texts=[page.fragments[i].text for i in order],
        width=page.width[path],
        first_word=found.links.shapes.first_word[path],
        across=found.spans[path] > 0,
        marked=page.marked[path],
        asides=found.asides[path],
        blank_above=page.blank_above[path] > 0,
        alone=page.row_size[path] == 1,
        indent=found.links.indents[path],
        script=found.links.script,
        above_columns=frozenset(above),
    )


def ends_cut_surely(sure: Floats, path: Index) -> Floats:
    """The chance (n - 1,) that the left part of each joint ends, and the right starts, as printed.

    sure  (n,) by fragment: that its cut from the next one of the dump is where it belongs

    >>> ends_cut_surely(np.array([0.5, 1, 1, 1], np.float32), np.array([0, 2, 1, 3])).tolist()
    [0.5, 0.5, 1.0]
    """
    left, right = path[:-1], path[1:]
    both = sure[left] * np.where(right > 0, sure[right - 1], np.float32(1.0))
    # neighbours of the dump have no other line between them that could take a word of either
    return np.where(right == left + 1, np.float32(1.0), both)


def joints_above_columns(
    order: Sequence[int], asides: Bools, weights: AssemblyWeights
) -> list[int]:
    """The joints of an order between what stands above columns, as a headline, and the first line.

    H1 H2 A1 B1 A2 B2   read H1 H2 A1 A2 B1 B2: the joint of H2 and A1, its second

    asides  (n,) by fragment: they are neither

    >>> from layoutfix.weights import load_weights
    >>> weights = load_weights(Script.CJK).assembly
    >>> joints_above_columns([0, 1, 2, 4, 3, 5], np.zeros(6, bool), weights)
    [1]
    """
    found: list[int] = []
    at = above = 0  # above: fragments since the last columns; the first line is one of them
    for region in order_to_regions([*order]):
        if len(region) == 1:
            above += int((~asides[region[0]]).sum())
        else:
            if 2 <= above <= weights.most_above_columns + 1:
                found.append(at - 2)
            above = 0
        at += sum(len(run) for run in region)
    return found
