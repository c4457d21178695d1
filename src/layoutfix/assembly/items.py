"""Items of lists: lines that begin with a mark which repeats on the page, or counts on.

    You may borrow:             three lines of a list and one that goes on
    • two saws and one plane
    • the long ladder, for
      one day only
    am
    3. Oktober begannen         no item: nothing counts on, and the sentence before goes on in it

One mark proves nothing: years, dates and initials begin lines of prose, too. A bullet must come
twice, a number or a letter must be followed by the next one, and where the mark is one that prose
has as well, the line before must be done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from layoutfix.assembly.joints import CONTINUES, Neighbours, continuing_kind
from layoutfix.assembly.lines import OrderedLines
from layoutfix.chardata import SENTENCE_END
from layoutfix.labels import Mark, read_marks
from layoutfix.model import JointKind

_REACH = 60
"""Lines within which the next item must come."""
_WELL = 2.0
"""Log-odds of one sentence above which a line goes on in the next."""


def find_items(lines: OrderedLines, joints: Neighbours) -> dict[int, Mark]:
    """The lines (by place in the order) that begin an item of a list, with their marks."""
    shapes: dict[str, list[tuple[int, Mark]]] = {}
    for k, text in enumerate(lines.texts):
        for mark in read_marks(text) if not lines.asides[k] else ():
            if mark.is_sure or _may_begin(k, lines, joints):
                shapes.setdefault(mark.shape, []).append((k, mark))
    found: dict[int, Mark] = {}
    for members in shapes.values():
        follows = _repeats if members[0][1].value == 0 else _counts_on
        for k, mark in _runs(members, follows):
            found.setdefault(k, mark)
    return found


def _may_begin(k: int, lines: OrderedLines, joints: Neighbours) -> bool:
    """Whether a line may begin something new: the one before is done, or does not go on in it."""
    if k == 0 or lines.asides[k - 1]:
        return True
    before = lines.texts[k - 1].rstrip("”’」』）)】》〉]\"»'")
    if before[-1:] in SENTENCE_END or lines.room[k - 1]:
        return True
    return float(joints.breaks[k - 1]) > 0 or float(joints.same[k - 1]) < -_WELL


def _repeats(before: Mark, after: Mark) -> bool:
    return True


def _counts_on(before: Mark, after: Mark) -> bool:
    return after.value == before.value + 1


def _runs(
    members: Sequence[tuple[int, Mark]], follows: Callable[[Mark, Mark], bool]
) -> list[tuple[int, Mark]]:
    """Those of a shape that another one follows, or that follow one."""
    kept = {}
    for (k, mark), (other_k, other) in pairwise(members):
        if other_k - k <= _REACH and follows(mark, other):
            kept[k], kept[other_k] = mark, other
    return sorted(kept.items())


def part_items(
    items: Mapping[int, Mark], lines: OrderedLines, joints: Neighbours, kinds: list[JointKind]
) -> None:
    """Items begin lines of their own, and the lines of one are joined.

    A line goes on in the next if it had no room for the next word, or that is seen to hang; where
    an item ends and no other begins, so does the list. A line of its own that ends with a colon
    belongs to the list below it.

    kinds  of the n - 1 joints of n lines in reading order, changed in place
    """
    is_list = hung = False
    for k in range(1, len(kinds) + 1):
        kind = kinds[k - 1]
        if k - 1 in items:
            is_list = True
        if kind not in _IN_LISTS or lines.asides[k]:
            is_list = hung = False
        elif k in items:
            goes_on = is_list or leads_to_list(k - 1, lines, kinds)
            kinds[k - 1] = "line" if goes_on and not lines.blank_above[k] else "paragraph"
        elif is_list and float(joints.breaks[k - 1]) < -_SURELY:
            kinds[k - 1] = _continuing(k - 1, kinds, lines)
        elif is_list and float(joints.breaks[k - 1]) > _SURELY:
            is_list = hung = False
        elif is_list:
            left, right = lines.texts[k - 1], lines.texts[k]
            ends = lines.room[k - 1] or hung or (k + 1 in items and right[-1] in ":：")
            is_close = kind in CONTINUES or bool(joints.around.near[k - 1])
            if is_close and (lines.hangs(k) or not (ends or left[-1] in _STOPS[kind])):
                kinds[k - 1] = _continuing(k - 1, kinds, lines)
                hung |= lines.hangs(k)
            else:
                kinds[k - 1] = kind if kind == "gap" else "paragraph"
                is_list = hung = False


def _continuing(k: int, kinds: Sequence[JointKind], lines: OrderedLines) -> JointKind:
    """How a line goes on in the next."""
    if kinds[k] in CONTINUES:
        return kinds[k]
    return continuing_kind(lines.texts[k], lines.texts[k + 1])


_SURELY = 4.0
"""Log-odds of the end of a paragraph from which a line surely begins one, or surely goes on."""
_IN_LISTS: frozenset[JointKind] = CONTINUES | {"paragraph", "gap"}
_STOPS = defaultdict(frozenset[str], paragraph=SENTENCE_END, gap=SENTENCE_END)
"""Marks behind which an item does not go on in the next line where the joint is of this kind."""


def leads_to_list(k: int, lines: OrderedLines, kinds: Sequence[JointKind]) -> bool:
    """Whether a line of its own ends with a colon, as what stands above a list does."""
    return lines.texts[k][-1] in ":：" and (k == 0 or kinds[k - 1] not in CONTINUES)
