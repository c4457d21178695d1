"""Rows of one column -> their order, where pieces of running text stand in the wrong place.

The damage: paragraphs were torn and their pieces put elsewhere, with blank lines between them. No
column takes turns, so what tells is sentences that break off at the end of a full line:

    the bridge was closed until the       the bridge was closed until the
                                          ice had gone.
    Prices fell again.                ->
                                          Prices fell again.
    ice had gone.

Only such sentences are mended. A whole paragraph has no open end by which its place could be told,
and stays where it stood. Of all places for the mended paragraphs those are taken under which the
fewest pieces were displaced.
What it gets wrong: two pieces of like topic that both break off may be exchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Bools, Doubles, Index
from layoutfix.linking import LinkScorer
from layoutfix.linking.links import PINNED
from layoutfix.ordering.proposals.assignment import best_assignment
from layoutfix.page import Page
from layoutfix.pins import Pair
from layoutfix.script import Script
from layoutfix.weights import DisplacedWeights

_NEVER = -1e6
MOST_SEGMENTS = 200
"""Stretches between blank lines up to which they are put in order: time grows with the cube."""


@dataclass(frozen=True, slots=True)
class _SegmentLinks:
    """How m segments go on in one another, in nats.

    sentence  (m, m) whether one sentence goes over the joint, where i stands before j
    link      (m, m) what the joint is worth
    first, last  (m,) what a segment is worth at the text's beginning, at its end
    """

    sentence: Bools
    link: Doubles
    first: Doubles
    last: Doubles


def order_displaced(
    pieces: Page, links: LinkScorer, pairs: Sequence[Pair], weights: DisplacedWeights
) -> list[int] | None:
    """The order of n rows with displaced pieces put back; None where that gains too little.

    pieces  whole rows in the dump's order; pairs: what the user pinned
    O(m^3) for m pieces between blank lines.
    """
    cuts = np.flatnonzero(pieces.blank_above[1:]) + 1
    n, m = len(pieces.fragments), len(cuts) + 1
    if not 3 <= m <= MOST_SEGMENTS or n < weights.least_rows * m:
        return None
    segments = [part.tolist() for part in np.split(np.arange(n), cuts)]
    heads = np.array([segment[0] for segment in segments])
    feet = np.array([segment[-1] for segment in segments])
    is_full = _are_full(feet, links, weights)
    if not is_full.any():
        return None
    found = _link_segments(feet, heads, is_full, links, weights)
    _pin(found, segments, pairs)
    following = _following(found, weights)
    moved = [(i, j) for i, j in following.items() if j != i + 1]
    if not moved:
        return None
    order = _segment_order(following, [len(segment) for segment in segments])
    if not _gains_enough(order, moved, found, weights):
        return None
    return [row for s in order for row in segments[s]]


def _are_full(feet: Index, links: LinkScorer, weights: DisplacedWeights) -> Bools:
    """Whether the last rows of segments are full lines, so that a sentence may break off, (m,)."""
    s = links.shapes
    full = s.width[feet] >= weights.full_share * s.column[feet]
    return full & ~s.is_number[feet]


def _link_segments(
    feet: Index, heads: Index, is_full: Bools, links: LinkScorer, weights: DisplacedWeights
) -> _SegmentLinks:
    m, s = len(feet), links.shapes
    i, j = np.divmod(np.arange(m * m), m)
    evidence = links.evidence(feet[i], heads[j])
    encoded = links.weights.encoder_paragraph_weight * evidence.encoder
    paragraph = evidence.paragraph - encoded  # like topics tell no neighbours
    may = ~s.ends_stop[feet[i]]
    if links.script is Script.SPACED:
        may |= s.starts_lower[heads[j]]
    may &= is_full[i] & ~s.is_number[heads[j]]
    same = np.where(may, np.minimum(evidence.same, weights.most_link), -np.inf)
    sentence = same > paragraph
    link = np.where(sentence, same, np.minimum(paragraph, weights.most_paragraph))
    return _SegmentLinks(
        sentence=sentence.reshape(m, m),
        link=np.maximum(link, evidence.gap).reshape(m, m).astype(np.float64),
        first=np.maximum(links.starts()[heads], evidence.gap).astype(np.float64),
        last=np.maximum(links.ends()[feet], evidence.gap).astype(np.float64),
    )


def _pin(found: _SegmentLinks, segments: Sequence[list[int]], pairs: Sequence[Pair]) -> None:
    """What the user knows of the end of one segment and the head of another outweighs all."""
    ending = {segment[-1]: k for k, segment in enumerate(segments)}
    beginning = {segment[0]: k for k, segment in enumerate(segments)}
    for i, j, together in pairs:
        if i in ending and j in beginning:
            at = ending[i], beginning[j]
            found.sentence[at] = together
            found.link[at] = PINNED if together else -PINNED


def _following(found: _SegmentLinks, weights: DisplacedWeights) -> dict[int, int]:
    """The segments that one sentence joins, {left: right}, without cycles.

    Of the best assignment those are kept that are worth clearly more than what they part.
    """
    m = len(found.link)
    gain = np.full((m + 1, m + 1), _NEVER)  # the last row begins the text, the last column ends it
    gain[:m, :m] = found.link
    gain[m, :m], gain[:m, m] = found.first, found.last
    neighbours = np.arange(m + 1)
    gain[neighbours - 1, neighbours] += weights.keep_gain
    gain[neighbours[:m], neighbours[:m]] = _NEVER
    chosen = best_assignment(gain)[:m].tolist()
    following: dict[int, int] = {}
    for i, j in enumerate(chosen):
        if j < m and found.sentence[i, j] and found.link[i, j] > 0:
            parted = max(_joints(found, [i, j - 1]), default=-np.inf) if j != i + 1 else -np.inf
            if found.link[i, j] > parted + weights.least_advantage:
                following[i] = j
    return _without_cycles(following, found.link)


def _joints(found: _SegmentLinks, left: Sequence[int]) -> list[float]:
    """What the joints of the dump behind these segments are worth."""
    m = len(found.link)
    return [float(found.link[i, i + 1]) for i in left if 0 <= i < m - 1]


def _without_cycles(following: dict[int, int], link: Doubles) -> dict[int, int]:
    """The joints without the weakest one of each cycle."""
    kept = dict(following)
    for begin in following:
        run, at = [begin], kept.get(begin)
        while at is not None and at != begin:
            run.append(at)
            at = kept.get(at)
        if at == begin:
            del kept[min(run, key=lambda i: link[i, kept[i]])]
    return kept


def _segment_order(following: dict[int, int], size: Sequence[int]) -> list[int]:
    """The segments with those that are joined side by side, and the fewest of them moved.

    Each run of joined ones stands where one of its own stood: at first where its longest did.
    """
    behind = set(following.values())
    runs = []
    for head in range(len(size)):
        if head not in behind:
            run = [head]
            while run[-1] in following:
                run.append(following[run[-1]])
            runs.append(run)
    places = [max(run, key=lambda s: (size[s], -s)) for run in runs]
    best, better = _stayed(_by_place(runs, places), size), True
    while better:
        better = False
        for k, run in enumerate(runs):
            for place in set(run) - {places[k]}:
                other = [*places[:k], place, *places[k + 1 :]]
                stayed = _stayed(_by_place(runs, other), size)
                if stayed > best:
                    best, places, better = stayed, other, True
    return _by_place(runs, places)


def _by_place(runs: Sequence[list[int]], places: Sequence[int]) -> list[int]:
    return [s for k in np.argsort(places) for s in runs[k]]


def _stayed(order: Sequence[int], size: Sequence[int]) -> tuple[int, int]:
    """The segments that need not have moved, and their rows: the best increasing subsequence."""
    best: list[tuple[int, int]] = []  # of those that end in each segment so far
    ends: list[int] = []
    for s in order:
        count, rows = max((b for b, e in zip(best, ends, strict=True) if e < s), default=(0, 0))
        best.append((count + 1, rows + size[s]))
        ends.append(s)
    return max(best)


def _gains_enough(
    order: Sequence[int],
    moved: Sequence[tuple[int, int]],
    found: _SegmentLinks,
    weights: DisplacedWeights,
) -> bool:
    """Whether the new joints read well, those of the dump that they part do not, and all gains."""
    new = float(np.mean([found.link[i, j] for i, j in moved]))
    parted = _joints(found, [k for i, j in moved for k in (i, j - 1)])
    gain = sum(float(found.link[i, j]) for i, j in pairwise(order))
    gain -= sum(_joints(found, range(len(order) - 1)))
    return (
        gain >= weights.least_gain
        and new >= weights.least_new_link
        and (not parted or float(np.mean(parted)) <= weights.most_parted_link)
    )
