"""What the dump itself says: n-grams of its own intact lines (names repeat within an article)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]

_MULTIPLIER = 0x9E3779B97F4A7C15
MULTIPLIER = np.uint64(_MULTIPLIER)
_BITS = 16
_SHIFT = np.uint64(64 - _BITS)


class OwnNgrams:
    """The n-grams (of 2 to `order` units) that stand inside lines, for look-up at joints.

    Known by hashes; a table of `_BITS` bits says of most hashes at once that they are not.
    """

    def __init__(self, lines: list[Ids], order: int) -> None:
        self.order = order
        units, owner = _concatenate(lines)
        self._seen: dict[int, Hashes] = {}
        self._likely: dict[int, npt.NDArray[np.bool_]] = {}
        for n in range(2, order + 1):
            if len(units) < n:
                continue
            key = units[: len(units) - n + 1].copy()
            for k in range(1, n):
                key = key * MULTIPLIER + units[k : len(units) - n + 1 + k]
            inside = owner[: len(owner) - n + 1] == owner[n - 1 :]
            self._seen[n] = np.unique(key[inside])
            self._likely[n] = np.zeros(1 << _BITS, bool)
            self._likely[n][self._seen[n] >> _SHIFT] = True
        # hashes of the last and of the first units of each line, and whether it has so many
        most = range(order)
        self._sizes = np.array([len(line) for line in lines], np.int32)
        self._tails = [_line_hashes([x[len(x) - k :] for x in lines], k) for k in most]
        self._heads = [_line_hashes([x[:k] for x in lines], k) for k in most]

    def crossing_hits(
        self, left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.int32]:
        """Units of the longest n-gram over each joint of two lines that stands inside a line, (p,).

        0 where there is none.
        """
        best = np.zeros(len(left), np.int32)
        for n, seen in self._seen.items():
            if not len(seen):
                continue
            for from_tail in range(1, n):
                from_head = n - from_tail
                shifted = self._tails[from_tail] * np.uint64(pow(_MULTIPLIER, from_head, 1 << 64))
                key = shifted[left] + self._heads[from_head][right]
                at = np.flatnonzero(self._likely[n][key >> _SHIFT])
                known = seen[np.minimum(np.searchsorted(seen, key[at]), len(seen) - 1)] == key[at]
                known &= self._sizes[left[at]] >= from_tail
                known &= self._sizes[right[at]] >= from_head
                best[at[known]] = n
        return best


def _line_hashes(pieces: list[Ids], k: int) -> Hashes:
    """The hash of each piece of k units, (n,); meaningless for those that have fewer."""
    units = np.zeros((len(pieces), k), np.uint64)
    for row, piece in zip(units, pieces, strict=True):
        if len(piece) == k:
            row[:] = piece
    key = np.zeros(len(pieces), np.uint64)
    for unit in units.T:
        key = key * MULTIPLIER + (unit + np.uint64(1))
    return key


def _concatenate(lines: list[Ids]) -> tuple[Hashes, npt.NDArray[np.int32]]:
    if not lines:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    units = np.concatenate(lines).astype(np.uint64) + np.uint64(1)
    owner = np.repeat(np.arange(len(lines), dtype=np.int32), [len(x) for x in lines])
    return units, owner
