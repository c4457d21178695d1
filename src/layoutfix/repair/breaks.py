"""Marks that tools leave for the end of a column, a region, a paragraph, made into breaks."""

from __future__ import annotations

from layoutfix.chardata import BLOCK_BREAKS
from layoutfix.patterns import pattern
from layoutfix.repair.draft import Draft, Edit
from layoutfix.weights import RepairWeights

RUN_RE = pattern(rf"\n?(?:[ \t]*[{BLOCK_BREAKS}]+[ \t]*\n?)+")
"""Marks, with the line breaks that stand beside them."""

LINE_BREAK = "\v"
"""Alone inside a line it is a line's break in other tools (word processors)."""


def fix_breaks(draft: Draft, weights: RepairWeights) -> list[Edit]:
    r"""Marks of the ends of blocks become blank lines.

    djvutxt ends a column with U+000B, a region with U+001D, a paragraph with U+001F; editors show
    boxes there, or nothing.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_breaks, "The first of two\n\x1fparagraphs.\n\x1f\x1d\v\n")
    'The first of two\n\nparagraphs.\n'
    >>> preview(fix_breaks, "a line\nand another\n\nand a third")
    'a line\nand another\n\nand a third'

    U+000B inside a line becomes a line break. Gets wrong: text that uses these characters to part
    the fields of a record.
    """
    text = draft.text
    if not any(c in text for c in BLOCK_BREAKS):
        return []
    edits = []
    for found in RUN_RE.finditer(text):
        start, end = found.span()
        if start == 0:
            after = ""
        elif end == len(text) or text[end] == "\f":
            after = "\n"
        else:
            after = "\n" if found[0] == LINE_BREAK else "\n\n"
        edits.append(Edit(start, end, after))
    return edits
