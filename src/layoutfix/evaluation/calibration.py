"""Whether the confidence of joints means what it says.

A joint is right when its two fragments stand one after the other in one article (or one caption or
box) of the truth. Right joints should be as frequent among those of confidence 0.8 as it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz

from layoutfix.evaluation.flat import flatten, is_wordless
from layoutfix.evaluation.score import CJK_ENDS, SPACED_ENDS
from layoutfix.evaluation.truth import ASIDES, Truth

CLAIMS = frozenset({"join", "space", "hyphen", "line", "paragraph", "heading"})
"""Kinds of joints that claim a continuation; `gap`, `article`, `aside` say that there is none."""

BINS = 10
LEVELS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
SLACK = 2
"""Characters by which ends that were matched fuzzily may miss each other."""

SURE = 0.9
"""From here on, a joint is said to be nearly certain."""

SEPARATOR = "\n"
"""Between what is not one article: a flat text has none."""


@dataclass(frozen=True, slots=True)
class MadeJoint:
    """A joint of a result: the texts of its two fragments, its kind and its confidence."""

    left: str
    right: str
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class JudgedJoint:
    """A joint's confidence, and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Joints of a range of confidence: how many, their mean confidence, how many were right."""

    low: float
    high: float
    joints: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Level:
    """The joints at or above a confidence: what share they are of all, and of them are right."""

    confidence: float
    share: float
    precision: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of all judged joints. `ece`: mean gap between confidence and rightness over the bins."""

    joints: int
    right: float
    ece: float
    bins: tuple[Bin, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """Whether those who read joints are warned of the false ones.

    joints, told, right  how many; their mean confidence; the share that are right
    sure, false_sure     how many are told as more than 0.9 certain; false ones per 1,000 of these
    false, warned        how many are false; the share of these that are doubtful
    alarms               the share of the right ones that are doubtful
    """

    joints: int
    told: float
    right: float
    sure: int
    false_sure: float
    false: int
    warned: float
    alarms: float


class JointJudge:
    """Says of joints whether they are right, against one page."""

    def __init__(self, truth: Truth) -> None:
        self._ends = CJK_ENDS if is_wordless("".join(t.text for t in truth.lines)) else SPACED_ENDS
        asides = (line for line in truth.lines if line.kind in ASIDES)
        units = [
            *(list(group) for _, group in groupby(truth.flow, key=lambda line: line.article)),
            *(list(group) for _, group in groupby(asides, key=lambda x: (x.article, x.block))),
        ]
        self._text, self._block_ends = "", set[int]()
        self._knows_blocks = any(line.block is not None for line in truth.lines)
        for unit in units:
            self._text += SEPARATOR if self._text else ""
            for k, line in enumerate(unit):
                if k and line.block != unit[k - 1].block:
                    self._block_ends.add(len(self._text))
                self._text += flatten(line.text)

    def judge(self, joint: MadeJoint) -> bool | None:
        """Whether a joint is right; None where it claims nothing or an end is not of this page.

        An end too short to be told from others (`the`) is looked up in all its places.
        """
        meeting = self._meeting(joint) if joint.kind in CLAIMS else None
        return None if meeting is None else bool(meeting[0])

    def ends_block(self, joint: MadeJoint) -> bool | None:
        """Whether a paragraph or heading ends at a right joint; None of others, or if unknown."""
        meeting = self._meeting(joint) if self._knows_blocks else None
        if meeting is None or not meeting[0]:
            return None
        places, slack = meeting
        near = {place + k for place in places for k in range(-slack, slack + 1)}
        return not near.isdisjoint(self._block_ends)

    def _meeting(self, joint: MadeJoint) -> tuple[list[int], int] | None:
        """Where the ends of a joint meet in the true text, and by how much that may be wrong.

        None where one is not of this page.
        """
        tail = flatten(joint.left)[-self._ends.width :]
        head = flatten(joint.right)[: self._ends.width]
        if not tail or not head:
            return None
        ends, ends_exact = self._places(tail, at_end=True)
        starts, starts_exact = self._places(head, at_end=False)
        if not ends or not starts:
            return None
        slack = 0 if ends_exact and starts_exact else SLACK
        return [b for b in starts if any(abs(a - b) <= slack for a in ends)], slack

    def _places(self, end: str, *, at_end: bool) -> tuple[list[int], bool]:
        """Where a tail ends, or a head starts, and whether it stands there to the letter."""
        found = []
        at = self._text.find(end)
        while at >= 0:
            found.append(at + len(end) if at_end else at)
            at = self._text.find(end, at + 1)
        if found:
            return found, True
        if len(end) < self._ends.width // 2:
            return [], False
        near = fuzz.partial_ratio_alignment(end, self._text, score_cutoff=self._ends.cutoff)
        if near is None:
            return [], False
        return [near.dest_end if at_end else near.dest_start], False


def judge_joints(joints: Iterable[MadeJoint], truth: Truth) -> tuple[JudgedJoint, ...]:
    """The joints of a page that can be judged."""
    judge = JointJudge(truth)
    judged = []
    for joint in joints:
        right = judge.judge(joint)
        if right is not None:
            judged.append(JudgedJoint(joint.confidence, right))
    return tuple(judged)


def calibrate(joints: Sequence[JudgedJoint]) -> Calibration | None:
    """How far confidence can be trusted; None without joints.

    >>> calibrate([JudgedJoint(0.9, True), JudgedJoint(0.9, False)]).ece
    0.4
    """
    if not joints:
        return None
    n = len(joints)
    bins = []
    for k in range(BINS):
        inside = [j for j in joints if min(BINS - 1, int(j.confidence * BINS)) == k]
        if inside:
            bins.append(
                Bin(
                    low=k / BINS,
                    high=(k + 1) / BINS,
                    joints=len(inside),
                    confidence=sum(j.confidence for j in inside) / len(inside),
                    right=sum(j.right for j in inside) / len(inside),
                )
            )
    levels = []
    for level in LEVELS:
        above = [j for j in joints if j.confidence >= level]
        if above:
            right = sum(j.right for j in above) / len(above)
            levels.append(Level(level, len(above) / n, right))
    return Calibration(
        joints=n,
        right=sum(j.right for j in joints) / n,
        ece=sum(b.joints * abs(b.confidence - b.right) for b in bins) / n,
        bins=tuple(bins),
        levels=tuple(levels),
    )


def count_warned(joints: Sequence[JudgedJoint], doubtful_below: float = 0.5) -> Warned | None:
    """How many false joints are told as doubtful, and as nearly certain; None without joints.

    Shares of none are 0.

    >>> found = count_warned([JudgedJoint(0.95, True), JudgedJoint(0.3, False)])
    >>> found.false_sure, found.warned, found.alarms
    (0.0, 1.0, 0.0)
    """
    if not joints:
        return None
    n = len(joints)
    right = [j.confidence for j in joints if j.right]
    false = [j.confidence for j in joints if not j.right]
    sure = sum(j.confidence >= SURE for j in joints)
    return Warned(
        joints=n,
        told=sum(j.confidence for j in joints) / n,
        right=len(right) / n,
        sure=sure,
        false_sure=1000 * sum(c >= SURE for c in false) / max(sure, 1),
        false=len(false),
        warned=sum(c < doubtful_below for c in false) / max(len(false), 1),
        alarms=sum(c < doubtful_below for c in right) / max(len(right), 1),
    )
