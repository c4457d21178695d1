"""What the dump itself says: n-grams of its own intact lines (names repeat within an article)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class OwnNgrams:
    """The n-grams (of 2 to `order` units) that stand inside lines, for look-up at joints."""

    def __init__(self, lines: list[Ids], order: int) -> None:
        self.order = order
        units, owner = _concatenate(lines)
        self._seen: dict[int, Hashes] = {}
        for n in range(2, order + 1):
            if len(units) < n:
                self._seen[n] = np.empty(0, np.uint64)
                continue
            key = units[: len(units) - n + 1].copy()
            for k in range(1, n):
                key = key * MULTIPLIER + units[k : len(units) - n + 1 + k]
            inside = owner[: len(owner) - n + 1] == owner[n - 1 :]
            self._seen[n] = np.unique(key[inside])

    def crossing_hits(
        self, tails: Ids, heads: Ids, left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.int32]:
        """Units of the longest n-gram over each joint that stands inside a line, shape (p,).

        0 where there is none. `tails` (n, t) right-aligned and `heads` (n, h) left-aligned, -1
        where there is no unit.
        """
        best = np.zeros(len(left), np.int32)
        for n in range(2, self.order + 1):
            seen = self._seen[n]
            if not len(seen):
                continue
            for from_tail in range(1, n):
                from_head = n - from_tail
                if from_tail > tails.shape[1] or from_head > heads.shape[1]:
                    continue
                gram = np.concatenate(
                    [tails[left, tails.shape[1] - from_tail :], heads[right, :from_head]], axis=1
                )
                key = gram[:, 0].astype(np.uint64) + np.uint64(1)
                for k in range(1, n):
                    key = key * MULTIPLIER + (gram[:, k].astype(np.uint64) + np.uint64(1))
                at = np.minimum(np.searchsorted(seen, key), len(seen) - 1)
                hit = (seen[at] == key) & (gram >= 0).all(1)
                best[hit] = n
        return best


def _concatenate(lines: list[Ids]) -> tuple[Hashes, npt.NDArray[np.int32]]:
    if not lines:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    units = np.concatenate(lines).astype(np.uint64) + np.uint64(1)
    owner = np.repeat(np.arange(len(lines), dtype=np.int32), [len(x) for x in lines])
    return units, owner
