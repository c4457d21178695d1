"""A dump whose lines stay where they are, in the form that `repair` mends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from layoutfix.assembly.assemble import Assembled
from layoutfix.chardata import CJK_FROM
from layoutfix.model import Fragment, Joint, Paragraph
from layoutfix.rows import Row, dump_to_rows


def assemble_in_place(dump: str) -> Assembled:
    """The lines of a dump as fragments, in its order, in paragraphs that blank lines part.

    >>> whole = assemble_in_place("The gate\\nwas shut.\\n\\nNobody came.\\n")
    >>> [joint.kind for joint in whole.joints], [p.fragments for p in whole.paragraphs]
    (['space', 'paragraph'], [(0, 1), (2,)])
    """
    rows = dump_to_rows(dump)
    return Assembled(
        fragments=[Fragment(r.mark_start, r.end, dump[r.mark_start : r.end]) for r in rows],
        order=list(range(len(rows))),
        joints=[_kept_joint(k, a, b) for k, (a, b) in enumerate(pairwise(rows))],
        paragraphs=_blocks(rows),
        steps=[],
    )


def _kept_joint(k: int, left: Row, right: Row) -> Joint:
    """How two lines meet that stay as they were."""
    if right.blanks_above:
        return Joint(k, k + 1, "paragraph", 1.0)
    wide = left.text[-1] >= CJK_FROM or right.text[0] >= CJK_FROM
    return Joint(k, k + 1, "join" if wide else "space", 1.0)


def _blocks(rows: Sequence[Row]) -> list[Paragraph]:
    """The lines between blank lines, as paragraphs."""
    blocks: list[Paragraph] = []
    run: list[int] = []
    for k, row in enumerate(rows):
        if run and row.blanks_above:
            blocks.append(Paragraph("body", tuple(run), ""))
            run = []
        run.append(k)
    return [*blocks, Paragraph("body", tuple(run), "")] if run else blocks
