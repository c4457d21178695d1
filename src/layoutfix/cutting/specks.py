"""Dirt at the margins of a scan, which OCR read as letters: what it is, and that it is no column.

    | Carver, Dunmore and Sons. See Arber. | that the lid of the kettle may be lifted; |
    hi 4.655. | by a lever of bent wire beside it. 4.720. He |

Where many rows of a dump begin or end with parts that are too short to be lines, these are specks.
Left among the lines they would take turns like a column, and stand between lines that belong
together. Rows are cut again where they are known to be there. Marks alone, several in a row, are
dirt as well: of a column whose lines stand at another height OCR reads `. . ; .` in each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Bools, Ints
from layoutfix.chardata import HYPHENS
from layoutfix.cutting.places import FusedRow
from layoutfix.patterns import pattern
from layoutfix.ranks import distinct

FIRST_MARKS_RE = pattern(r"(?:[^\w\s]{1,2} +){2,}")
LAST_MARKS_RE = pattern(r"(?: +[^\w\s]{1,2}){2,}$")
"""Marks that stand alone, several in a row: what OCR reads of lines at another height."""

_MOST_LETTERS, _MOST_DIGITS = 4, 2
"""Letters and digits of a part at a margin that may be dirt, and digits among them; raised, short
last lines and numbers are set aside."""
_LEAST_ROWS, _LEAST_SHARE = 5, 0.15
"""Rows with such parts, and their share, from which on they are dirt: dirty scans (dev) have 0.28
to 0.54, all others 0.10 at most."""
_GAIN = 4.0
"""Nats for a cut that parts dirt; about what a short line costs. From 2 to 4 more lines are freed
of it (J of eight such pages 0.75 to 0.81 and 0.84)."""
_MARKS_GAIN = 12.0
"""The same for marks that stand alone, several in a row; raised, the last words of lines go."""


def find_specks(texts: Sequence[str], row: Ints) -> Bools:
    """Which of n parts are specks at the margins, (n,); none where few rows have any.

    texts  of the parts in the dump's order; row: (n,) the row of each. Scripts with spaces.
    """
    short = np.array([_is_short(text) for text in texts], bool)
    specks = np.zeros(len(texts), bool)
    rows = np.split(np.arange(len(texts)), np.flatnonzero(np.diff(row)) + 1)
    for own in rows:
        lines = own[~short[own]]
        if len(lines):  # else the row is a short line
            specks[own[0] : lines[0]] = specks[lines[-1] + 1 : own[-1] + 1] = True
    if not _are_many(len(distinct(row[specks])), len(rows)):
        return np.zeros(len(texts), bool)
    return specks


def _are_many(dirty: int, rows: int) -> bool:
    return dirty >= max(_LEAST_ROWS, _LEAST_SHARE * rows)


def weigh_specks(
    rows: Sequence[FusedRow], chosen: Sequence[Sequence[int]]
) -> list[FusedRow] | None:
    """The rows with higher odds of places that part dirt at a margin; None where there is little.

    chosen  the places at which each row was cut
    """
    parts = [
        row.parts(np.array(list(pairwise((-1, *cuts, len(row.places.offset))))))
        for row, cuts in zip(rows, chosen, strict=True)
    ]
    number = np.repeat(np.arange(len(rows), dtype=np.int32), [len(own) for own in parts])
    texts = [text for own in parts for text in own]
    marks = sum(
        bool(FIRST_MARKS_RE.match(row.text) or LAST_MARKS_RE.search(row.text)) for row in rows
    )
    letters = bool(find_specks(texts, number).any())
    if not letters and not _are_many(marks, len(rows)):
        return None
    return [_likelier_at_specks(row, letters=letters) for row in rows]


def _likelier_at_specks(row: FusedRow, *, letters: bool) -> FusedRow:
    """A row with the odds of marks that stand alone, and of short parts where dirt has letters."""
    p = row.places
    spans = zip(p.left_offset.tolist(), p.offset.tolist(), strict=True)
    parts = [
        letters and (_is_short(row.text[:left]) or _is_short(row.text[right:]))
        for left, right in spans
    ]
    gain = _GAIN * np.array(parts, np.float32)
    first, last = FIRST_MARKS_RE.match(row.text), LAST_MARKS_RE.search(row.text)
    if first:
        gain[p.offset == first.end()] = _MARKS_GAIN
    if last:
        gain[p.left_offset == last.start()] = _MARKS_GAIN
    return row.likelier(gain)


def _is_short(text: str) -> bool:
    """A few letters, not broken off at a hyphen, and no number that could mean something."""
    digits = sum(map(str.isdigit, text))
    signs = sum(map(str.isalnum, text))
    return signs <= _MOST_LETTERS and digits <= _MOST_DIGITS and text[-1:] not in HYPHENS
