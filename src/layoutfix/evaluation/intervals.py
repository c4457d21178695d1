"""Bootstrap intervals of means over pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
LOW, HIGH = 2.5, 97.5
SEED = 0


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over pages, and the 95 % interval of it; no interval below two pages."""

    mean: float
    low: float | None
    high: float | None
    pages: int


def mean_over_pages(values: Iterable[float | None], seed: int = SEED) -> Mean | None:
    """The mean of what is known, with a percentile bootstrap over pages; None if nothing is.

    Pages are drawn, not lines: lines of one page fail together. The same values and seed give the
    same interval. Few pages give intervals that are too narrow.

    >>> mean_over_pages([0.5, None, 0.5])
    Mean(mean=0.5, low=0.5, high=0.5, pages=2)
    """
    known = np.array([v for v in values if v is not None], dtype=np.float64)
    n = len(known)
    if n == 0:
        return None
    mean = float(known.mean())
    if n < 2:
        return Mean(mean, None, None, n)
    drawn = (np.random.default_rng(seed).random((RESAMPLES, n)) * n).astype(np.intp)
    low, high = np.percentile(known[drawn].mean(axis=1), [LOW, HIGH])
    return Mean(mean, float(low), float(high), n)
