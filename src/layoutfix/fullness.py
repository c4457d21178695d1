"""How full a line is: the width of a full line where it stands, and what the next word takes.

    The bridge was closed on      full: the sentence may go on
    Monday.                       had room for "Nobody": a paragraph may end here
    Nobody was told until the     full

How wide a full line is, its neighbours show: one of the widest of those around it, since last lines
are short and the very widest may be two lines in one. Where a column becomes narrower or wider,
only near lines tell of it; whoever asks says how far to look, and how many may be too wide.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from layoutfix.arrays import Doubles, Floats
from layoutfix.chardata import CJK_FROM, NO_LINE_START


def widest_around(width: Doubles | Floats, *, above: int, below: int, rank: int = 1) -> Doubles:
    """The width (n,) of a full line at each of n lines: the widest of those around, or the second.

    above, below  so many lines above and below each are looked at, beside itself
    rank          2: the second widest; where fewer lines stand there, the widest

    >>> width = np.array([20.0, 20, 9, 20, 31, 20])
    >>> widest_around(width, above=1, below=1).tolist()
    [20.0, 20.0, 20.0, 31.0, 31.0, 31.0]
    >>> widest_around(width, above=4, below=5, rank=3).tolist()
    [20.0, 20.0, 20.0, 20.0, 20.0, 20.0]
    """
    exact = width.astype(np.float64)
    if not len(exact):
        return exact
    padded = np.pad(exact, (above, below), constant_values=-np.inf)
    windows = np.sort(sliding_window_view(padded, above + 1 + below), axis=1)
    ranked = windows[:, -rank]
    return np.asarray(np.where(np.isinf(ranked), windows[:, -1], ranked))


def first_word_cells(text: str) -> float:
    """Width of what would have had to fit on the line before, with its blank, in half-width cells.

    A mark that begins no line goes with the character before it.

    >>> [first_word_cells(text) for text in ("the old bridge", "江边的人", "江，两岸")]
    [4.0, 2.0, 4.0]
    """
    if text[:1] and text[0] >= CJK_FROM:
        marks = len(text) - len(text[1:].lstrip(_NO_LINE_START)) - 1
        return 2.0 + 2.0 * marks
    return float(len(text.split(" ", 1)[0])) + 1.0


_NO_LINE_START = "".join(NO_LINE_START)
