"""Order and joints -> steps: the separators between neighbours, junk and marks removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from layoutfix.model import Fragment, JointKind, Step
from layoutfix.patterns import pattern

BLANKS_RE = pattern(r"[ \t\u00a0\u2000-\u200a]{2,}")
"""Blanks that a justified line was stretched by."""

LINE_END = "\n"
PARAGRAPH_END = "\n\n"
GAP_MARK = "[...]"


def joints_to_steps(
    dump: str,
    fragments: Sequence[Fragment],
    order: Sequence[int],
    kinds: Sequence[JointKind],
    separators: Sequence[str],
    dropped: Sequence[tuple[int, int, str]],
    as_printed: Collection[int] = (),
) -> list[Step]:
    """The steps that print `separators[k]` between order[k] and order[k + 1].

    `dropped` are spans outside all fragments that are not printed, with the rule that drops them.
    Between neighbours of the dump the dump's own text is replaced; elsewhere the separator is
    inserted after the left one. Blanks that stretch a line are squeezed, but in fragments that stay
    `as_printed` (by id), as rows of tables.
    """
    steps = []
    claimed: set[int] = set()
    for k, (i, j) in enumerate(pairwise(order)):
        left = fragments[i]
        end = left.end
        if kinds[k] == "hyphen":
            end -= 1
            steps.append(Step("undo_hyphenation", end, left.end, dump[end : left.end], ""))
        after = separators[k]
        rule = _rule_of(kinds[k], after)
        if j == i + 1:
            start, stop = left.end, fragments[j].start
            before = dump[start:stop]
            inside = [(s, e, r) for s, e, r in dropped if start <= s and e <= stop]
            if inside:
                claimed.update(s for s, _, _ in inside)
                rule = inside[0][2]
            if before != after:
                steps.append(Step(rule, start, stop, before, after))
        elif after:
            steps.append(Step(rule, left.end, left.end, "", after))
    for i, f in enumerate(fragments):
        for run in () if i in as_printed else BLANKS_RE.finditer(f.text):
            at = f.start + run.start()
            steps.append(Step("squeeze_blanks", at, f.start + run.end(), run[0], " "))
    steps += [Step(r, s, e, dump[s:e], "") for s, e, r in dropped if s not in claimed]
    return steps


def _rule_of(kind: JointKind, after: str) -> str:
    if GAP_MARK in after:
        return "mark_gap"
    if kind in {"join", "space", "hyphen"}:
        return "join_lines"
    if kind == "line":
        return "break_line"
    return "break_paragraph"
