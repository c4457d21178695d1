"""Whether what stands as a heading is one, and whether headings stand as such."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from layoutfix.evaluation.flat import FlatText, flatten
from layoutfix.evaluation.truth import Truth, lines_to_blocks

CUTOFF = 85.0
"""Least ratio of the text of a heading to that of a true one, 0 to 100, for the two to be one."""


def score_headings(
    headings: Sequence[str], truth: Truth, dump: FlatText | None = None
) -> tuple[float | None, float | None]:
    """Precision and recall of the headings of a text, against those of its page.

    A heading is right where it is one of the page's, all of it and nothing else; each counts once.
    Of a dump only those count of which each line stands in it. Precision is None where nothing is
    told as a heading, recall where there is none; both where the truth has no blocks.

    >>> from layoutfix.evaluation.truth import text_to_truth
    >>> truth = text_to_truth("## Snow in the\\nhills\\n\\nIt fell all night.\\n", "p")
    >>> score_headings(["Snow in the hills"], truth), score_headings(["Snow in"], truth)
    ((1.0, 1.0), (0.0, 0.0))
    """
    if all(line.block is None for line in truth.lines):
        return None, None
    known = [
        "".join(flatten(line.text) for line in block)
        for block in lines_to_blocks(truth.lines)
        if block[0].kind == "heading"
        and (dump is None or all(dump.find(flatten(x.text), CUTOFF) for x in block))
    ]
    left, right = list(known), 0
    for told in map(flatten, headings):
        ratios = [fuzz.ratio(told, heading) for heading in left]
        best = max(range(len(left)), key=ratios.__getitem__, default=None)
        if best is not None and ratios[best] >= CUTOFF:
            del left[best]
            right += 1
    precision = right / len(headings) if headings else None
    return precision, right / len(known) if known else None
