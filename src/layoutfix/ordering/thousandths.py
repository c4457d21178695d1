"""Nats as whole thousandths: what orders are worth lies on that grid, as links do.

Sums of whole numbers are the same in any order of adding up, so a search finds the same on all
machines, by arrays or compiled; and what is worth the same is exactly so.
"""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Doubles, Floats, Longs


def to_thousandths(nats: Floats | Doubles) -> Longs:
    """The nearest whole thousandths, of the same shape.

    >>> to_thousandths(np.array([0.25, -1.0006])).tolist()
    [250, -1001]
    """
    return np.rint(nats.astype(np.float64) * 1000).astype(np.int64)


def price(nats: float) -> int:
    """A weight in thousandths.

    >>> price(1.5)
    1500
    """
    return round(nats * 1000)
