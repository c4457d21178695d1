"""The best sequence of m things, by what each gains after each other: assignment, then or-opt."""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Doubles, Index
from layoutfix.ordering.proposals.assignment import assignment_to_path, best_assignment


def best_sequence(gain: Doubles, most_moves: int, least_move_gain: float) -> list[int]:
    """The numbers 0 to m - 1 in the best order found. O(m^3).

    gain  (m + 2, m + 2) of thing j - 1 after thing i - 1; row 0 stands for the start, column m + 1
          for the end. The exact assignment, its cycles patched, or the things as they stand,
          whichever is better; then runs of things move where that gains `least_move_gain`.
    """
    path = _best_path(gain)
    for _ in range(most_moves):
        move = _best_move(np.array(path), gain, least_move_gain)
        if move is None:
            break
        lo, hi, at = move  # path[lo:hi] goes between path[at] and path[at + 1]
        block = path[lo:hi]
        target = path[at]
        rest = path[:lo] + path[hi:]
        k = rest.index(target) + 1
        path = rest[:k] + block + rest[k:]
    return [node - 1 for node in path[1:-1]]


def _best_path(gain: Doubles) -> list[int]:
    """The better of the segments as they stand and the patched assignment; 0 and m + 1 are ends."""
    m = len(gain) - 2
    # one node stands for both ends: what leaves it is first, what comes to it is last
    square = gain[: m + 1, : m + 1].copy()
    square[1:, 0] = gain[1 : m + 1, m + 1]
    square[0, 0] = -1e6
    np.fill_diagonal(square[1:, 1:], -1e6)
    found = [*assignment_to_path(best_assignment(square), square), m + 1]
    kept = list(range(m + 2))
    return found if _value(found, gain) > _value(kept, gain) + 1e-6 else kept


def _value(path: list[int], gain: Doubles) -> float:
    return float(gain[path[:-1], path[1:]].sum())


def _best_move(path: Index, gain: Doubles, least_gain: float) -> tuple[int, int, int] | None:
    """The block move that gains most: path[lo:hi] to between path[at] and path[at + 1]."""
    m = len(path) - 2
    step = gain[path[:-1], path[1:]]
    best, found = least_gain, None
    at = np.arange(m + 1)
    for size in range(1, m):
        lo = np.arange(1, m - size + 2)
        hi = lo + size
        first, last = path[lo], path[hi - 1]
        saved = gain[path[lo - 1], path[hi]] - step[lo - 1] - step[hi - 1]
        put = gain[path[at]][:, first].T + gain[last][:, path[at + 1]] - step[at][None, :]
        inside = (at[None, :] >= lo[:, None] - 1) & (at[None, :] < hi[:, None])
        total = np.where(inside, -1e9, np.round(saved[:, None] + put, 3))
        k = int(np.argmax(total))
        value = float(total.flat[k])
        if value > best:
            row, col = divmod(k, m + 1)
            best, found = value, (int(lo[row]), int(hi[row]), int(at[col]))
    return found
