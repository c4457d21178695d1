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
from typing import TypeAlias

from layoutfix.model import Fragment, Step

Piece: TypeAlias = tuple[str, int | None, int, int | None]
"""A run of output characters: text, start, position, step. It is from the dump at `start`, or
inserted by a step (`start` None). `position` counts the fragments of the order: the piece belongs
to that one, or follows it. `step` is the index of the step that printed it, None for the dump's own
text. (A plain tuple: a text has thousands, and of these alone Python's collector keeps no count.)
"""


class _Printer:
    """What prints spans of a dump with the edits that lie in them, as pieces.

    spans   start, end and text of each edit, in order; `numbers` tells which step each is
    starts  where each starts
    """

    def __init__(self, dump: str, steps: Sequence[Step]) -> None:
        self.dump = dump
        ends = [(s.start, s.end) for s in steps]
        self.numbers = sorted(range(len(steps)), key=ends.__getitem__)
        self.spans = [(*ends[k], steps[k].after) for k in self.numbers]
        self.starts = [start for start, _, _ in self.spans]
        self.pieces: list[Piece] = []

    def print_span(
        self, lo: int, hi: int, position: int, first: int, *, insertions_at_lo: bool = False
    ) -> int:
        """Print dump[lo:hi] with the edits that lie in it; insertions at hi are left to others.

        first  number of the first edit that starts at lo or behind it; returned is that at hi
        """
        dump, spans, numbers, put = self.dump, self.spans, self.numbers, self.pieces.append
        at, k = lo, first
        while k < len(spans):
            start, end, after = spans[k]
            if start >= hi and not (start == end == lo == hi):
                break
            k += 1
            if end > hi or (start == end == lo and not insertions_at_lo):
                continue
            if at < start:
                put((dump[at:start], at, position, None))
            if after:
                put((after, None, position, numbers[k - 1]))
            if end > at:  # noqa: PLR1730 - half the time of `max`
                at = end
        if at < hi:
            put((dump[at:hi], at, position, None))
        return k

    def print_insertions(self, at: int, position: int) -> None:
        """Print what steps insert at an offset."""
        for k in range(bisect_left(self.starts, at), len(self.spans)):
            start, end, after = self.spans[k]
            if start > at:
                break
            if end == at and after:
                self.pieces.append((after, None, position, self.numbers[k]))


def replay_pieces(
    dump: str, fragments: Sequence[Fragment], order: Sequence[int], steps: Sequence[Step]
) -> list[Piece]:
    """The output as pieces, in order. O((n + s) log s) for n fragments and s steps."""
    printer = _Printer(dump, steps)
    if not order:
        printer.print_span(0, len(dump), 0, 0, insertions_at_lo=True)
        return printer.pieces
    if order[0] == 0:
        printer.print_span(0, fragments[0].start, 0, 0)
    put, starts = printer.pieces.append, printer.starts
    spans = [(f.start, f.end) for f in fragments]
    spans.append((len(dump), len(dump)))
    for position, (i, following) in enumerate(pairwise([*order, len(fragments)])):
        lo, hi = spans[i]
        until = spans[following][0] if following == i + 1 else hi  # of the dump's own text
        k = bisect_left(starts, lo) if starts else 0
        if k < len(starts) and starts[k] <= until:
            k = printer.print_span(lo, hi, position, k)
            if k < len(starts) and starts[k] <= until:
                printer.print_insertions(hi, position)
                if until > hi:
                    printer.print_span(hi, until, position, bisect_left(starts, hi))
                continue
        elif lo < hi:
            put((dump[lo:hi], lo, position, None))
        if hi < until:
            put((dump[hi:until], hi, position, None))
    return printer.pieces


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
    return pieces_to_text(replay_pieces(dump, fragments, order, steps))


def pieces_to_text(pieces: Sequence[Piece]) -> str:
    """What the pieces print."""
    return "".join([text for text, _, _, _ in pieces])


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
