"""Pages -> one text: page ends are kept, a paragraph that runs on over a page is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from layoutfix.assembly.assemble import Assembled
from layoutfix.assembly.glue import PAGE_END, PARAGRAPH_END
from layoutfix.assembly.joints import continuing_kind
from layoutfix.model import Fragment, Joint, Step


def join_pages(dump: str, parts: Sequence[Assembled], runs_on: Sequence[float | None]) -> Assembled:
    """The pages as one. `runs_on[k]` is the confidence that page k + 1 goes on in page k's last
    sentence, or None where it does not.

    Neighbours of the dump keep what stood between them, the form feed included. Elsewhere the page
    end is printed after the last fragment of its page, or, where a paragraph runs on over it, after
    that paragraph.
    """
    fragments = [f for p in parts for f in p.fragments]
    order = [i for p in parts for i in p.order]
    joints = list(parts[0].joints) if parts else []
    paragraphs = list(parts[0].paragraphs) if parts else []
    steps = list(parts[0].steps) if parts else []
    for (above, below), confidence in zip(pairwise(parts), runs_on, strict=True):
        i, j = above.order[-1], below.order[0]
        left, right = fragments[i], fragments[j]
        below_steps = list(below.steps)
        first = below.paragraphs[0]
        after_first = _break_after(below_steps, fragments[first.fragments[-1]])
        if confidence is not None and after_first is not None:
            kind = continuing_kind(left.text, right.text)
            kind = "join" if kind == "hyphen" else kind
            below_steps[after_first] = replace(below_steps[after_first], after=PAGE_END)
            joints.append(Joint(i, j, kind, confidence))
            steps.append(_between(dump, left, right, j == i + 1, " " if kind == "space" else ""))
            last = paragraphs.pop()
            paragraphs.append(replace(last, fragments=last.fragments + first.fragments))
            paragraphs += below.paragraphs[1:]
        else:
            if j != i + 1:
                steps.append(Step("keep_page_end", left.end, left.end, "", PAGE_END))
            paragraphs += below.paragraphs
        joints += below.joints
        steps += below_steps
    steps += _ends(dump, fragments, order, steps)
    return Assembled(fragments, order, joints, paragraphs, steps)


def _break_after(steps: Sequence[Step], fragment: Fragment) -> int | None:
    """Index of the step that prints a paragraph break right after a fragment."""
    for k, step in enumerate(steps):
        if step.start == fragment.end and step.after == PARAGRAPH_END:
            return k
    return None


def _between(dump: str, left: Fragment, right: Fragment, neighbours: bool, after: str) -> Step:
    if neighbours:
        before = dump[left.end : right.start]
        return Step("join_pages", left.end, right.start, before, after)
    return Step("join_pages", left.end, left.end, "", after)


def _ends(
    dump: str, fragments: Sequence[Fragment], order: Sequence[int], steps: Sequence[Step]
) -> list[Step]:
    """Blanks before a changed text are dropped, its last newline is kept."""
    found: list[Step] = []
    if not steps or not order:
        return found
    head = fragments[0].start
    inside = any(s.start < head for s in steps)
    if order[0] == 0 and head and not inside and not dump[:head].strip():
        found.append(Step("trim_start", 0, head, dump[:head], ""))
    last = fragments[order[-1]]
    if order[-1] != len(fragments) - 1 and dump.endswith("\n"):
        found.append(Step("end_text", last.end, last.end, "", "\n"))
    return found
