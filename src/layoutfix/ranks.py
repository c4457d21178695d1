"""Medians, quantiles and sets of values, as numpy's: without its masked arrays.

`np.median`, `np.quantile`, `np.unique`, `np.isin` ask whether they were given a masked array, and
so import what makes these: 15 ms of a process's first page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Index

_MOST_SPAN = 1 << 17
"""Between the least and the largest of the numbers for which a table is made."""


def distinct(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The values that there are, each once, in their order: `np.unique`; none may be NaN.

    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    found = np.sort(values, axis=None)
    is_new = np.ones(len(found), bool)
    np.not_equal(found[1:], found[:-1], out=is_new[1:])
    return found[is_new]


def is_among(values: npt.NDArray[Any], known: Sequence[int] | npt.NDArray[Any]) -> Bools:
    """Whether each whole number is one of those that are known: `np.isin`.

    >>> is_among(np.array([3, 1, 4]), [4, 3]).tolist()
    [True, False, True]
    """
    ordered = np.sort(np.asarray(known, np.int64))
    if not len(ordered):
        return np.zeros(values.shape, bool)
    low, span = int(ordered[0]), int(ordered[-1] - ordered[0])
    if span < _MOST_SPAN:
        table = np.zeros(span + 2, bool)  # its last stands for all beyond
        table[ordered - low] = True
        at = (values.astype(np.int64) - low).view(np.uint64)
        return np.asarray(table[np.minimum(at, np.uint64(span + 1)).view(np.int64)])
    place = np.searchsorted(ordered, values)
    return np.asarray(ordered[np.minimum(place, len(ordered) - 1)] == values)


def all_but(count: int, gone: Index) -> Index:
    """The numbers from 0 up to a count that are not among others: a difference of sets.

    >>> all_but(4, np.array([2, 7, -1]))
    array([0, 1, 3])
    """
    stays = np.ones(count, bool)
    stays[gone[(gone >= 0) & (gone < count)]] = False
    return np.flatnonzero(stays)


def median(values: npt.NDArray[Any], axis: int | None = None) -> Any:
    """The median of all values, or along an axis: `np.median`, whose result is the same.

    >>> float(median(np.array([4, 1, 3, 9])))
    3.5
    """
    n = values.size if axis is None else values.shape[axis]
    if not n:
        return np.median(values, axis=axis)
    middle = slice((n - 1) // 2, n // 2 + 1)
    ranks = {middle.start, middle.stop - 1, n - 1}  # what is no number goes to the end
    found = np.moveaxis(np.partition(values, sorted(ranks), axis=axis), axis or 0, 0)
    if values.dtype.kind == "f" and np.isnan(found[-1]).any():
        return np.median(values, axis=axis)
    return np.mean(found[middle], axis=0)


def quantile(values: npt.NDArray[Any], share: float) -> Any:
    """The value below which a share of the values lies: `np.quantile`, whose result is the same.

    values  floats, (n,), at least one; none may be NaN

    >>> float(quantile(np.array([1.0, 2.0, 4.0]), 0.75))
    3.0
    """
    found = np.sort(values)
    rank = (len(found) - 1) * share
    k = int(rank)
    low, high = found[k], found[min(k + 1, len(found) - 1)]
    beyond = rank - k
    step = high - low
    return high - step * (1 - beyond) if beyond >= 0.5 else low + step * beyond
