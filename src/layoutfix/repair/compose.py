"""Edits of two rules, one run after the other -> those that do both at once."""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.repair.draft import Edit, apply_edits


def compose(first: Sequence[Edit], second: Sequence[Edit], middle: str) -> list[Edit]:
    """Edits of the base text that do what `first`, then `second` on its outcome do. O(f + s).

    `middle` is the outcome of the first ones. Where a second edit touches what a first one printed,
    they become one edit, named after the second.

    >>> first = [Edit(2, 3, "--", "a")]  # of "ab-cd"
    >>> compose(first, [Edit(0, 1, "", "b"), Edit(3, 5, "!", "b")], "ab--cd")
    [Edit(start=0, end=1, after='', rule='b'), Edit(start=2, end=4, after='-!', rule='b')]
    """
    out: list[Edit] = []
    shift = 0  # offsets of the middle less those of the base, behind the edits that are done with
    k = s = 0
    while k < len(first) and s < len(second):
        edit, at = second[s], first[k].start + shift
        until = at + len(first[k].after)
        if until <= edit.start:
            out.append(first[k])
            shift += len(first[k].after) - (first[k].end - first[k].start)
            k += 1
            continue
        if at >= edit.end:
            out.append(Edit(edit.start - shift, edit.end - shift, edit.after, edit.rule))
            s += 1
            continue
        lo = min(at, edit.start)
        start = lo - shift
        hi = lo + 1
        group: list[Edit] = []
        while True:
            if k < len(first) and first[k].start + shift < hi:
                hi = max(hi, first[k].start + shift + len(first[k].after))
                shift += len(first[k].after) - (first[k].end - first[k].start)
                k += 1
            elif s < len(second) and second[s].start < hi:
                hi = max(hi, second[s].end)
                group.append(second[s])
                s += 1
            else:
                break
        inside = [Edit(e.start - lo, e.end - lo, e.after, e.rule) for e in group]
        after = apply_edits(middle[lo:hi], inside)
        out.append(Edit(start, hi - shift, after, group[-1].rule))
    out += first[k:]
    out += [Edit(e.start - shift, e.end - shift, e.after, e.rule) for e in second[s:]]
    return out
