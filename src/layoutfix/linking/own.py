"""What the dump itself says: n-grams of its own intact lines (names repeat within an article)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Index, Ints
from layoutfix.ngrams.hashing import Hashes, base_power, prefix_hashes, suffix_hashes

Ids = npt.NDArray[np.int32]
Padded = tuple[Ids, Ids]
"""Units in rows padded with -1, and how many there are in each."""

_BITS = 16
_SHIFT = np.uint64(64 - _BITS)


class OwnNgrams:
    """The n-grams (of 2 to `order` units) that stand inside lines, for look-up at joints.

    Known by hashes; a table of `_BITS` bits says of most hashes at once that they are not.
    """

    def __init__(
        self, lines: list[Ids], tails: Padded, heads: Padded, order: int, values: Hashes
    ) -> None:
        """`tails` and `heads` of the lines are those of `NgramModel`; `values` of its units."""
        self._seen: dict[int, Hashes] = {}
        self._likely: dict[int, Bools] = {}
        # so much between lines that every n-gram has a window, and one over two lines a blank
        apart = np.full(order, -1, np.int32)
        units = np.concatenate([apart, *(part for line in lines for part in (line, apart))])
        windows = np.lib.stride_tricks.sliding_window_view(units, order)
        hashes = prefix_hashes(windows, values)
        for n in range(2, order + 1):
            seen = np.unique(hashes[(windows[:, :n] >= 0).all(1), n])
            if len(seen):
                self._seen[n] = seen
                self._likely[n] = np.zeros(1 << _BITS, bool)
                self._likely[n][seen >> _SHIFT] = True
        # [i, k]: of the last and of the first k units of line i
        self._tails, self._tail_lens = suffix_hashes(tails[0], values), tails[1]
        self._heads, self._head_lens = prefix_hashes(heads[0], values), heads[1]

    def crossing_hits(self, left: Index, right: Index) -> Ints:
        """Units of the longest n-gram over each joint of two lines that stands inside a line, (p,).

        0 where there is none.
        """
        best = np.zeros(len(left), np.int32)
        for n, seen in self._seen.items():
            for from_tail in range(1, n):
                from_head = n - from_tail
                if max(from_tail, from_head) >= self._tails.shape[1]:
                    continue
                key = (self._tails[:, from_tail] * base_power(from_head))[left]
                key += self._heads[:, from_head][right]
                at = np.flatnonzero(self._likely[n][key >> _SHIFT])
                known = seen[np.minimum(np.searchsorted(seen, key[at]), len(seen) - 1)] == key[at]
                known &= self._tail_lens[left[at]] >= from_tail
                known &= self._head_lens[right[at]] >= from_head
                best[at[known]] = n
        return best
