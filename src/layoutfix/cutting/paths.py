"""The best path through the ways of all rows: one way of each, and the column that it is cut by.

Dynamic programming (Viterbi), row by row; values are log-odds (H + 1, U), by column and by way. To
change columns from one row to the next costs, and so does a column that no line shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix import kernels
from layoutfix.arrays import Floats, Index
from layoutfix.cutting.pairing import Joints
from layoutfix.cutting.ways import Ways


@dataclass(frozen=True, slots=True)
class Lattice:
    """The ways of n rows, how they go together, and what it costs to change columns.

    first, gain  as in `Ways`; joints: as in `Joints`
    enter        (H + 1,) price of each column where it begins; switch_cost: of any change
    """

    first: Index
    gain: Floats
    joints: Joints
    enter: Floats
    switch_cost: float

    def only_whole(self, ways: Ways) -> Lattice:
        """The lattice where each row stays whole."""
        at = np.flatnonzero(ways.count == 1)
        u, v = at - self.first[:-1], np.diff(self.first)
        odds = self.joints.odds[self.joints.first[:-1] + u[:-1] * v[1:] + u[1:]]
        joints = Joints(np.arange(len(at)), odds)
        gain = np.ascontiguousarray(self.gain[:, at])
        return Lattice(np.arange(len(at) + 1), gain, joints, self.enter, self.switch_cost)


def forward(lattice: Lattice) -> Floats:
    """Log-odds of the best path up to each way, with its gain."""
    if kernels.COMPILED:
        return kernels.lattice.forward(lattice)
    return forward_by_arrays(lattice)


def forward_by_arrays(lattice: Lattice) -> Floats:
    """`forward`, the twin of the kernel."""
    value = np.empty_like(lattice.gain)
    first, enter = lattice.first.tolist(), lattice.enter[:, None]
    value[:, : first[1]] = lattice.gain[:, : first[1]] - enter
    for r in range(1, len(first) - 1):
        before = value[:, first[r - 1] : first[r]]
        switched = before.max(0) - np.float32(lattice.switch_cost) - enter
        reached = np.maximum(before, switched)[:, :, None] + _joint(lattice, r - 1)
        own = slice(first[r], first[r + 1])
        value[:, own] = reached.max(1) + lattice.gain[:, own]
    return value


def backward(lattice: Lattice) -> Floats:
    """Log-odds of the best path from each way on, without its gain."""
    if kernels.COMPILED:
        return kernels.lattice.backward(lattice)
    return backward_by_arrays(lattice)


def backward_by_arrays(lattice: Lattice) -> Floats:
    """`backward`, the twin of the kernel."""
    value = np.zeros_like(lattice.gain)
    first, enter = lattice.first.tolist(), lattice.enter[:, None]
    for r in range(len(first) - 3, -1, -1):
        below = slice(first[r + 1], first[r + 2])
        after = ((lattice.gain[:, below] + value[:, below])[:, None] + _joint(lattice, r)).max(2)
        switched = (after - np.float32(lattice.switch_cost) - enter).max(0)
        value[:, first[r] : first[r + 1]] = np.maximum(after, switched)
    return value


def best_path(lattice: Lattice, value: Floats) -> Index:
    """The number of the way that each row takes on the best path, (n,); `value` of `forward`."""
    if kernels.COMPILED:
        return kernels.lattice.best_path(lattice, value)
    return best_path_by_arrays(lattice, value)


def best_path_by_arrays(lattice: Lattice, value: Floats) -> Index:
    """`best_path`, the twin of the kernel: the first of paths that differ by less than 0.001."""
    first, enter = lattice.first.tolist(), lattice.enter
    path = np.empty(len(first) - 1, np.intp)
    last = np.round(value[:, first[-2] :], 3)
    h, u = divmod(int(last.argmax()), last.shape[1])
    path[-1] = first[-2] + u
    for r in range(len(first) - 3, -1, -1):
        other = np.arange(len(enter)) != h
        switch = np.where(other, np.float32(lattice.switch_cost) + enter[h], np.float32(0))
        joint = _joint(lattice, r)[:, u]
        odds = np.round(value[:, first[r] : first[r + 1]] + joint - switch[:, None], 3)
        h, u = divmod(int(odds.argmax()), odds.shape[1])
        path[r] = first[r] + u
    return path


def _joint(lattice: Lattice, r: int) -> Floats:
    """Log-odds (U, U') of the ways of row r beside those of the next."""
    begin, end = lattice.joints.first[r : r + 2]
    many = lattice.first[r + 2] - lattice.first[r + 1]
    return lattice.joints.odds[begin:end].reshape(-1, many)
