"""Lines of a page of which nothing is seen but their order."""

from __future__ import annotations

import numpy as np

from layoutfix.ordering.unshuffle import Lines


def plain_lines(n: int) -> Lines:
    """n lines of one width, each in a row of its own."""
    return Lines(
        links=np.zeros((n, 32), np.float32),
        row=np.arange(n, dtype=np.int32),
        x=np.full(n, np.nan, np.float32),
        width=np.full(n, 30, np.float32),
        length=np.full(n, 15, np.int32),
        stops=np.zeros(n, bool),
        spans=np.full(n, -3, np.float32),
    )
