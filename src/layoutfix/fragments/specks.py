"""Dirt at the margins of a scan, which OCR read as letters: what it is, and that it is no column.

    | Carver, Dunmore and Sons. See Arber. | that the lid of the kettle may be lifted; |
    hi 4.655. | by a lever of bent wire beside it. 4.720. He |

Where many rows of a dump begin or end with pieces that are too short to be lines, these are specks.
Left among the lines they would take turns like a column, and stand between lines that belong
together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from layoutfix.chardata import HYPHENS
from layoutfix.config import FragmentsConfig

Bools = npt.NDArray[np.bool_]


def find_specks(texts: Sequence[str], row: npt.NDArray[np.int32], config: FragmentsConfig) -> Bools:
    """Which of n pieces are specks at the margins, (n,); none where few rows have any.

    texts  of the pieces in the dump's order; row: (n,) the row of each. Scripts with spaces.
    """
    short = np.array([_is_short(text, config) for text in texts], bool)
    if len(texts) < 2:
        return np.zeros(len(texts), bool)
    apart = row[1:] != row[:-1]
    first, last = np.append(True, apart), np.append(apart, True)
    specks = short & (first != last)  # a row's only piece is a short line
    rows = len(np.unique(row))
    dirty = len(np.unique(row[specks]))
    if dirty < max(config.least_specks, config.least_speck_share * rows):
        return np.zeros(len(texts), bool)
    return np.asarray(specks, bool)


def _is_short(text: str, config: FragmentsConfig) -> bool:
    """A few letters, not broken off at a hyphen, and no number that could mean something."""
    digits = sum(map(str.isdigit, text))
    signs = sum(map(str.isalnum, text))
    return (
        signs <= config.most_speck
        and digits <= config.most_speck_digits
        and text[-1:] not in HYPHENS
    )
