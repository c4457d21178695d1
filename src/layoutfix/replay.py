"""Dump + fragments + order + steps -> the output text, and where each of its characters came from.

This is the only place where output text is made, so that what is recorded is what was done.

The text between two neighbours of the output is
- the dump's own text between them, where they are also neighbours in the dump (`b == a + 1`),
- nothing, where they are not;
steps change either: a step replaces the span of the dump it names, an insertion at a fragment's end
is printed after that fragment. Text before the first fragment is printed when the first fragment
of the dump comes first in the output, text after the last one when it comes last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from layoutfix.model import Fragment, Step


class Piece(NamedTuple):
    """A run of output characters: from the dump at `start`, or inserted by a step (`start` None).

    `position` counts the fragments of the order: the piece belongs to that one, or follows it.
    `step` is the index of the step that printed it, None for the dump's own text.
    """

    text: str
    start: int | None
    position: int
    step: int | None = None


def replay_pieces(
    dump: str, fragments: Sequence[Fragment], order: Sequence[int], steps: Sequence[Step]
) -> list[Piece]:
    """The output as pieces, in order. O((n + s) log s) for n fragments and s steps."""
    numbers = sorted(range(len(steps)), key=lambda k: (steps[k].start, steps[k].end))
    edits = [steps[k] for k in numbers]
    starts = [s.start for s in edits]
    pieces: list[Piece] = []
    position = 0

    def emit(text: str, start: int | None, step: int | None = None) -> None:
        if text:
            pieces.append(Piece(text, start, position, step))

    def emit_span(lo: int, hi: int, *, insertions_at_lo: bool) -> None:
        """Print dump[lo:hi] with the edits that lie in it; insertions at hi are left to others."""
        at = lo
        for k in range(bisect_left(starts, lo), len(edits)):
            edit = edits[k]
            if edit.start >= hi and not (edit.start == edit.end == lo == hi):
                break
            if edit.end > hi or (edit.start == edit.end == lo and not insertions_at_lo):
                continue
            emit(dump[at : edit.start], at)
            emit(edit.after, None, numbers[k])
            at = max(at, edit.end)
        emit(dump[at:hi], at)

    def emit_insertions(at: int) -> None:
        for k in range(bisect_left(starts, at), len(edits)):
            edit = edits[k]
            if edit.start > at:
                break
            if edit.end == at:
                emit(edit.after, None, numbers[k])

    if not order:
        emit_span(0, len(dump), insertions_at_lo=True)
        return pieces
    if order[0] == 0:
        emit_span(0, fragments[0].start, insertions_at_lo=False)
    for position, i in enumerate(order):
        fragment = fragments[i]
        lo, hi = fragment.start, fragment.end
        following = order[position + 1] if position + 1 < len(order) else len(fragments)
        until = hi  # where the dump's own text behind the fragment ends
        if following == i + 1:
            until = fragments[following].start if following < len(fragments) else len(dump)
        k = bisect_left(starts, lo)
        if k == len(starts) or starts[k] > until:  # no edit is near
            pieces.append(Piece(dump[lo:hi], lo, position))
            if until > hi:
                pieces.append(Piece(dump[hi:until], hi, position))
            continue
        emit_span(lo, hi, insertions_at_lo=False)
        emit_insertions(hi)
        if until > hi:
            emit_span(hi, until, insertions_at_lo=False)
    return pieces


def replay(
    dump: str, fragments: Sequence[Fragment], order: Sequence[int], steps: Sequence[Step]
) -> str:
    """The output text, made from the dump by the recorded order and steps alone.

    >>> dump = "a1 b1\\na2 b2"
    >>> spans = (0, 2), (3, 5), (6, 8), (9, 11)
    >>> fragments = [Fragment(s, e, dump[s:e]) for s, e in spans]
    >>> glue = [Step("join_lines", f.end, f.end, "", " ") for f in fragments[:3]]
    >>> replay(dump, fragments, [0, 2, 1, 3], glue)
    'a1 a2 b1 b2'
    >>> replay(dump, fragments, [0, 1, 2, 3], [])
    'a1 b1\\na2 b2'
    """
    if not steps and list(order) == list(range(len(fragments))):
        return dump
    return "".join(p.text for p in replay_pieces(dump, fragments, order, steps))


def uncovered_spans(
    length: int, fragments: Sequence[Fragment], steps: Sequence[Step]
) -> list[tuple[int, int]]:
    """Spans of a dump of that length that stand in no fragment and in no step's `[start:end)`."""
    covered = sorted([(f.start, f.end) for f in fragments] + [(s.start, s.end) for s in steps])
    covered = [(0, 0), *covered, (length, length)]
    gaps = []
    reach = 0
    for _, right in pairwise(covered):
        if right[0] > reach:
            gaps.append((reach, right[0]))
        reach = max(reach, right[1])
    return gaps
