"""Edits of the printed text -> steps of the dump, merged with the steps that printed it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from layoutfix.model import Fragment, Paragraph, Step
from layoutfix.repair.draft import Edit
from layoutfix.replay import Piece


def edits_to_steps(
    dump: str, pieces: Sequence[Piece], steps: Sequence[Step], edits: Sequence[Edit]
) -> list[Step]:
    """The steps that print the pieces' text with the edits made. O((p + e + s) log p).

    `steps` printed the pieces. An edit of the dump's own characters is a step of its own; where it
    lies over several pieces, its text is printed with the first of the dump's. One of characters
    that a step had inserted changes what that step prints, under the step's name.
    """
    printed = list(steps)
    added: list[Step] = []
    starts, at = [], 0
    for text, _, _, _ in pieces:
        starts.append(at)
        at += len(text)
    inserted: dict[int, list[tuple[int, int, str]]] = {}
    for lo, hi, after, rule in edits:
        k = bisect_right(starts, lo) - 1
        text, origin, _, step = pieces[k]
        # an insertion between two pieces has no place in either
        if origin is not None and starts[k] < hi <= starts[k] + len(text):
            start = origin + lo - starts[k]
            end = start + hi - lo
            added.append(Step(rule, start, end, dump[start:end], after))
            continue
        last = bisect_right(starts, hi - 1) - 1
        carrier = next((m for m in range(k, last + 1) if pieces[m][1] is not None), k)
        for m in range(k, last + 1):
            text, origin, _, step = pieces[m]
            a, b = max(lo, starts[m]) - starts[m], min(hi, starts[m] + len(text)) - starts[m]
            put = after if m == carrier else ""
            if origin is not None:
                start, end = origin + a, origin + b
                added.append(Step(rule, start, end, dump[start:end], put))
            else:
                assert step is not None
                inserted.setdefault(step, []).append((a, b, put))
    for index, changes in inserted.items():
        text = printed[index].after
        for a, b, after in reversed(changes):
            text = text[:a] + after + text[b:]
        printed[index] = replace(printed[index], after=text)
    kept = [s for s in printed if s.before != s.after]
    return sorted(kept + added, key=lambda s: (s.start, s.end))


def set_apart(
    paragraphs: Sequence[Paragraph],
    fragments: Sequence[Fragment],
    steps: Sequence[Step],
    rules: frozenset[str],
) -> list[Paragraph]:
    """The paragraphs, with fragments that a step of these rules took out whole as asides.

    An aside keeps its place between the paragraphs, and the text that is no longer printed.
    """
    taken = [(s.start, s.end) for s in steps if s.rule in rules]
    gone = {
        k
        for k, f in enumerate(fragments)
        if any(lo <= f.start and f.end <= hi for lo, hi in taken)
    } if taken else set()  # fmt: skip
    if not gone:
        return list(paragraphs)
    parted: list[Paragraph] = []
    for paragraph in paragraphs:
        for is_gone, run in groupby(paragraph.fragments, key=gone.__contains__):
            ids = tuple(run)
            text = " ".join(fragments[i].text for i in ids) if is_gone else ""
            parted.append(Paragraph("aside" if is_gone else paragraph.kind, ids, text))
    return parted
