"""Dirt at the margins of a scan, which OCR read as letters: what it is, and that it is no column.

    | Carver, Dunmore and Sons. See Arber. | that the lid of the kettle may be lifted; |
    hi 4.655. | by a lever of bent wire beside it. 4.720. He |

Where many rows of a dump begin or end with pieces that are too short to be lines, these are specks.
Left among the lines they would take turns like a column, and stand between lines that belong
together. Rows are cut again where they are known to be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from layoutfix.chardata import HYPHENS
from layoutfix.config import SeamsConfig
from layoutfix.fragments.lattice import FusedRow

Bools = npt.NDArray[np.bool_]


def find_specks(texts: Sequence[str], row: npt.NDArray[np.int32], config: SeamsConfig) -> Bools:
    """Which of n pieces are specks at the margins, (n,); none where few rows have any.

    texts  of the pieces in the dump's order; row: (n,) the row of each. Scripts with spaces.
    """
    short = np.array([_is_short(text, config) for text in texts], bool)
    specks = np.zeros(len(texts), bool)
    rows = np.split(np.arange(len(texts)), np.flatnonzero(np.diff(row)) + 1)
    for pieces in rows:
        lines = pieces[~short[pieces]]
        if len(lines):  # else the row is a short line
            specks[pieces[0] : lines[0]] = specks[lines[-1] + 1 : pieces[-1] + 1] = True
    dirty = len(np.unique(row[specks]))
    if dirty < max(config.least_specks, config.least_speck_share * len(rows)):
        return np.zeros(len(texts), bool)
    return specks


def weigh_specks(
    rows: Sequence[FusedRow], chosen: Sequence[Sequence[int]], config: SeamsConfig
) -> list[FusedRow] | None:
    """The rows with higher odds of places that part dirt at a margin; None where there is none.

    chosen  the places at which each row was cut
    """
    pieces = [
        row.parts(np.array(list(pairwise((-1, *cuts, len(row.places.offset))))))
        for row, cuts in zip(rows, chosen, strict=True)
    ]
    number = np.repeat(np.arange(len(rows), dtype=np.int32), [len(own) for own in pieces])
    if not find_specks([text for own in pieces for text in own], number, config).any():
        return None
    return [_likelier_at_specks(row, config) for row in rows]


def _likelier_at_specks(row: FusedRow, config: SeamsConfig) -> FusedRow:
    p = row.places
    spans = zip(p.left_offset.tolist(), p.offset.tolist(), strict=True)
    parts = [
        _is_short(row.text[:left], config) or _is_short(row.text[right:], config)
        for left, right in spans
    ]
    return row.likelier(config.speck_gain * np.array(parts, np.float32))


def _is_short(text: str, config: SeamsConfig) -> bool:
    """A few letters, not broken off at a hyphen, and no number that could mean something."""
    digits = sum(map(str.isdigit, text))
    signs = sum(map(str.isalnum, text))
    return (
        signs <= config.most_speck
        and digits <= config.most_speck_digits
        and text[-1:] not in HYPHENS
    )
