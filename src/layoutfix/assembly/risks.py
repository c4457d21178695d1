"""Doubtful joints -> sentences that say what may be wrong, and where in the dump."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from layoutfix.model import Fragment, Joint

Risk = Literal["swap", "chain", "cut", "gap", "order"]
"""What may be wrong where a joint is doubtful.

swap    from one line of a column to the next: the other column may go on there
chain   from the foot of a column to the head of another: another may be read first
cut     where a row was cut without a wide blank: a word may stand on the wrong side
gap     something may be lost between the two
order   a page without columns: another fragment may follow
"""

_SEVERITY: tuple[Risk, ...] = ("swap", "chain", "order", "gap", "cut")
"""The gravest first."""

NEAR_LINES = 6
"""Doubtful joints this near to each other, in lines of the dump, are one place."""

MOST_PLACES = 3
"""So many places are named; of more, how many."""


class Placed(NamedTuple):
    """A risk and the lines of the dump, from 1, between which its joint stands."""

    risk: Risk
    left: int
    right: int


def describe_risks(
    dump: str,
    fragments: Sequence[Fragment],
    joints: Sequence[Joint],
    columns: int,
    doubtful_below: float,
) -> list[str]:
    """What may be wrong in a text that was put in order, the gravest first: a sentence a kind.

    fragments, joints  of the whole dump, joints in reading order
    columns            of the page that has most; 0 where blocks were put in order
    """
    starts = [0, *(k + 1 for k, c in enumerate(dump) if c == "\n")]
    found: dict[Risk, list[Placed]] = defaultdict(list)
    for joint in joints:
        if joint.confidence < doubtful_below and joint.kind != "aside":
            placed = _place(dump, starts, fragments, joint, columns)
            if placed is not None:
                found[placed.risk].append(placed)
    return [_describe(risk, found[risk]) for risk in _SEVERITY if risk in found]


def _place(
    dump: str, starts: list[int], fragments: Sequence[Fragment], joint: Joint, columns: int
) -> Placed | None:
    """What may be wrong at a joint; None where the dump has the two side by side."""
    left, right = fragments[joint.left], fragments[joint.right]
    at, to = bisect_right(starts, left.start), bisect_right(starts, right.start)
    if joint.kind == "gap":
        return Placed("gap", at, to)
    if joint.right == joint.left + 1:
        return None
    if columns < 2:
        return Placed("order", at, to)
    if not 0 <= to - at <= NEAR_LINES:
        return Placed("chain", at, to)
    beside = [(joint.left, joint.left + 1), (joint.right - 1, joint.right)]
    if any(_is_tight(dump, fragments, i, j) for i, j in beside):
        return Placed("cut", at, to)
    return Placed("swap", at, to)


def _is_tight(dump: str, fragments: Sequence[Fragment], i: int, j: int) -> bool:
    """Whether two fragments were cut from one row where it shows one blank or none."""
    if not 0 <= i < j < len(fragments):
        return False
    between = dump[fragments[i].end : fragments[j].start]
    return len(between) < 2 and "\n" not in between


def _describe(risk: Risk, placed: Sequence[Placed]) -> str:
    if risk == "cut":
        lines = sorted({p.left for p in placed})
        cuts = f"{len(placed)} cuts in fused rows" if len(placed) > 1 else "a cut in a fused row"
        return f"{cuts} may be a word off: {_name_lines(lines)}"
    if risk == "swap":
        return f"two columns may swap from {_name_lines(_first_lines(placed))} on"
    if risk == "gap":
        return f"text may be missing after {_name_lines(sorted({p.left for p in placed}))}"
    pairs = list(dict.fromkeys((p.left, p.right) for p in placed))
    what = "columns" if risk == "chain" else "paragraphs"
    named = ", ".join(f"line {b} after line {a}" for a, b in pairs[:MOST_PLACES])
    more = f" and {len(pairs) - MOST_PLACES} more" if len(pairs) > MOST_PLACES else ""
    return f"{what} may be in the wrong order: {named}{more}"


def _first_lines(placed: Sequence[Placed]) -> list[int]:
    """Where each place begins: lines, but for those that follow another one closely."""
    lines = sorted({p.left for p in placed})
    return lines[:1] + [b for a, b in pairwise(lines) if b - a > NEAR_LINES]


def _name_lines(lines: Sequence[int]) -> str:
    """Numbers of lines in words.

    >>> _name_lines([4]), _name_lines([4, 9]), _name_lines([1, 2, 3, 4, 5])
    ('line 4', 'lines 4 and 9', 'lines 1, 2, 3 and 2 more')
    """
    if len(lines) == 1:
        return f"line {lines[0]}"
    if len(lines) > MOST_PLACES:
        return (
            f"lines {', '.join(map(str, lines[:MOST_PLACES]))} and {len(lines) - MOST_PLACES} more"
        )
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"
