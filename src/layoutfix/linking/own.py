"""What the dump itself says: n-grams of its own intact lines (names repeat within an article)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix import kernels
from layoutfix.arrays import Bools, Index, Ints
from layoutfix.ngrams.hashing import MOST_UNITS, Hashes, base_power, prefix_hashes, suffix_hashes
from layoutfix.ranks import distinct

Ids = npt.NDArray[np.int32]
Padded = tuple[Ids, Ids]
"""Units in rows padded with -1, and how many there are in each."""

_BITS = 16
_SHIFT = np.uint64(64 - _BITS)


class OwnNgrams:
    """The n-grams (of 2 to `order` units) that stand inside lines, for look-up at joints.

    Known by hashes; a table of `_BITS` bits says of most hashes at once that they are not.

    seen    by the number of units: the hashes of such n-grams, ascending
    likely  likewise: whether any begins with these bits, (1 << _BITS,)
    tails, tail_lens  [i, k]: hash of the last k units of line i; and how many there are, (n,)
    heads, head_lens  the same of the first k units
    """

    def __init__(
        self, lines: list[Ids], tails: Padded, heads: Padded, order: int, values: Hashes
    ) -> None:
        """`tails` and `heads` of the lines are those of `NgramModel`; `values` of its units."""
        order = min(order, MOST_UNITS)
        self.seen: dict[int, Hashes] = {}
        self.likely: dict[int, Bools] = {}
        apart = np.full(1, -1, np.int32)
        units = np.concatenate([apart, *(part for line in lines for part in (line, apart))])
        at, ends = np.arange(len(units)), np.flatnonzero(units < 0)
        left = ends[np.searchsorted(ends, at)] - at  # units of the line from each on
        hashes = values[units]  # of n units from each place on that has so many
        for n in range(2, order + 1):
            whole = left[at] >= n
            at = at[whole]
            hashes = hashes[whole] * base_power(1) + values[units[at + n - 1]]
            seen = distinct(hashes)
            if len(seen):
                self.seen[n] = seen
                self.likely[n] = np.zeros(1 << _BITS, bool)
                self.likely[n][seen >> _SHIFT] = True
        self.tails, self.tail_lens = suffix_hashes(tails[0], values), tails[1]
        self.heads, self.head_lens = prefix_hashes(heads[0], values), heads[1]

    def crossing_hits(self, left: Index, right: Index) -> Ints:
        """Units of the longest n-gram over each joint of two lines that stands inside a line, (p,).

        0 where there is none.
        """
        if kernels.COMPILED:
            return kernels.ngrams.crossing_hits(self, left, right)
        best = np.zeros(len(left), np.int32)
        for n, seen in self.seen.items():
            for from_tail in range(1, n):
                from_head = n - from_tail
                if max(from_tail, from_head) >= self.tails.shape[1]:
                    continue
                key = (self.tails[:, from_tail] * base_power(from_head))[left]
                key += self.heads[:, from_head][right]
                at = np.flatnonzero(self.likely[n][key >> _SHIFT])
                known = seen[np.minimum(np.searchsorted(seen, key[at]), len(seen) - 1)] == key[at]
                known &= self.tail_lens[left[at]] >= from_tail
                known &= self.head_lens[right[at]] >= from_head
                best[at[known]] = n
        return best
