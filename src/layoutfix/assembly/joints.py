"""Neighbours of the order -> joints: one sentence, a paragraph's end, a gap, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats
from layoutfix.assembly.confidence import (
    FEATURES,
    Seen,
    Surroundings,
    joint_features,
)
from layoutfix.chardata import HYPHENS, is_cjk, is_suspended
from layoutfix.model import JointKind
from layoutfix.script import Script
from layoutfix.weights import AssemblyWeights

CONTINUES: frozenset[JointKind] = frozenset({"join", "space", "hyphen"})
"""Kinds of joints inside a sentence."""
INSIDE: frozenset[JointKind] = CONTINUES | {"line"}
"""Kinds of joints inside a paragraph: the items of a list are lines of one."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Evidence for the n - 1 joints of an order of n fragments; every array is (n - 1,).

    same, paragraph  log-odds of the two ways to go on; `gap` that something was lost
    total            the three together
    breaks           log-odds that a paragraph ends between the two, given that they are neighbours
    rival            log-odds of the best other link of either side
    moved            whether the two were not neighbours in the dump
    around           how each stands among the others
    sure             chance, 0..1, that the rows were cut where the two meet: a joint whose left end
                     or right start may be a word off is no surer than that
    columns          those of the page that stand behind the order; 0 where none does
    known            whether the columns, and with them the order, are those of another page
    script              whether the page is in a script without spaces
    seen             what the page shows of each
    """

    same: Floats
    paragraph: Floats
    breaks: Floats
    gap: float
    total: Floats
    rival: Floats
    moved: Bools
    around: Surroundings
    sure: Floats
    columns: int
    script: Script
    seen: Seen
    known: bool = False

    @property
    def in_columns(self) -> bool:
        """Whether columns stand behind the order: one alone says nothing of it."""
        return self.columns > 1


LEAST_LONE_LINK, LEAST_NEW_LINK = -1.0, 2.5
"""Link, in nats, below which a new joint inside a sentence is a gap on a page whose order no column
stands behind: of a path, which has all joints new, and of one column whose pieces were put back."""


def neighbours_to_kinds(
    texts: Sequence[str], neighbours: Neighbours, weights: AssemblyWeights
) -> list[JointKind]:
    """How texts[k] and texts[k + 1] meet, k = 0 .. n - 2 (texts in reading order)."""
    is_gap = _are_gaps(neighbours, weights).tolist()
    kinds: list[JointKind] = []
    for k, (left, right) in enumerate(pairwise(texts)):
        if is_gap[k]:
            kinds.append("gap")
        elif neighbours.breaks[k] > 0.0:
            kinds.append("paragraph")
        else:
            kinds.append(continuing_kind(left, right))
    return kinds


def _are_gaps(neighbours: Neighbours, weights: AssemblyWeights) -> Bools:
    """Whether something is lost between neighbours, (n - 1,): by the chance of each joint.

    On a page in the dump's order, or whose order was known, by its link alone.
    """
    if neighbours.known or not neighbours.moved.any():
        return np.maximum(neighbours.same, neighbours.paragraph) < neighbours.gap
    chance = neighbours_to_chance(neighbours, weights)
    is_gap = chance < weights.gap_below
    if neighbours.columns == 0:  # nothing but its link speaks for a joint
        is_gap |= neighbours.total < LEAST_LONE_LINK
    elif neighbours.columns == 1:
        inside = neighbours.moved & (neighbours.breaks <= 0)
        is_gap |= inside & (neighbours.total < LEAST_NEW_LINK)
    return is_gap & ~neighbours.seen.follows


def continuing_kind(left: str, right: str) -> JointKind:
    """How two lines of one sentence are written together.

    >>> continuing_kind("推动高质", "量发展"), continuing_kind("the old", "bridge")
    ('join', 'space')
    >>> continuing_kind("the ham-", "mer"), continuing_kind("版本", "GPT")
    ('hyphen', 'join')

    A hyphen before a capital or beside a number is the word's own; before "und" it is suspended.

    >>> continuing_kind("die 2G-", "Regel"), continuing_kind("von 1914-", "1918")
    ('join', 'join')
    >>> continuing_kind("a 30-", "year lease"), continuing_kind("1,2-", "dimethyl")
    ('join', 'join')
    >>> continuing_kind("Vor-", "und Nachteile"), continuing_kind("he said -", "The end")
    ('space', 'space')
    """
    a, b = left[-1], right[0]
    if a in HYPHENS and left[-2:-1].isalnum():
        if is_suspended(right):
            return "space"
        if b.islower() and left[-2].isalpha():
            return "hyphen"
        if b.isalnum():
            return "join"
    if is_cjk(a) or is_cjk(b):
        return "join"
    if not a.isalpha() and not b.isalpha() and _is_cjk_context(left, right):
        return "join"
    return "space"


def _is_cjk_context(left: str, right: str) -> bool:
    """Whether digits or marks meet inside Chinese or Japanese text."""
    around = left[-6:] + right[:6]
    return sum(map(is_cjk, around)) * 2 > len(around)


def neighbours_to_chance(neighbours: Neighbours, weights: AssemblyWeights) -> Doubles:
    """Estimated chance (n - 1,) that each joint is right: a logistic regression (`FEATURES`)."""
    features = neighbours_to_features(neighbours, weights)
    return odds_to_chance(features @ confidence_odds(weights, moved=bool(neighbours.moved.any())))


def neighbours_to_features(neighbours: Neighbours, weights: AssemblyWeights) -> Doubles:
    """`joint_features` (n - 1, len(FEATURES)) of neighbours."""
    n = neighbours
    return joint_features(n.total, n.rival, n.breaks, n.around, n.seen, weights)


def confidence_odds(weights: AssemblyWeights, *, moved: bool) -> Doubles:
    """The weight of each feature, (len(FEATURES),), on a page whose order was changed, or was not.

    On one that was left alone most features tell nothing: only those of its links do.
    """
    if moved:
        return np.array([weights.confidence_odds[name] for name in FEATURES])
    return np.array([weights.confidence_odds_kept.get(name, 0.0) for name in FEATURES])


def odds_to_chance(odds: Doubles) -> Doubles:
    """Log-odds as chances, of any shape."""
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def neighbours_to_confidence(neighbours: Neighbours, weights: AssemblyWeights) -> Floats:
    """The chance that each joint is right, both its ends included, as it is told, (n - 1,)."""
    chance = neighbours_to_chance(neighbours, weights) * neighbours.sure
    return chance_to_confidence(chance, weights)


def chance_to_confidence(chance: Doubles, weights: AssemblyWeights) -> Floats:
    """Chances (n,) as they are told.

    Who asks for joints above 0.9 wants them right: what is less certain than `confidence_sure` is
    told as just below 0.9, at most 0.08 too low.
    """
    told = np.where(chance < weights.confidence_sure, np.minimum(chance, _NOT_SURE), chance)
    return np.asarray(told, np.float32)


_NOT_SURE = 0.8999
"""The highest confidence of a joint that is not nearly certain."""
