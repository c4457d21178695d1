"""How well any two places of the dump's rows go together: for cuts, where nothing marks a joint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Floats, Index, Ints
from layoutfix.linking.lost_blanks import put_blanks
from layoutfix.ngrams import NgramModel


class RowUnits:
    """The rows of a page as one array of units, for scoring cuts at any of them.

    A *place* is an index into that array: the cut stands before the unit at that index.
    `row_places[r]` is the place of the start of row r, `row_ends[r]` that of its end.

    lost  offsets in each text before which a blank was lost
    """

    def __init__(
        self,
        texts: Sequence[str],
        model: NgramModel,
        unseen_mix: float,
        lost: Sequence[Sequence[int]] | None = None,
    ) -> None:
        self._mix = unseen_mix
        reach = model.order - 1
        pad = np.full(reach, -1, np.int32)
        parts: list[Ints] = [pad]
        starts, ends, at = [], [], reach
        self.offsets: list[Ints] = []
        for r, text in enumerate(texts):
            gone = lost[r] if lost else ()
            ids, begin, _ = model.encode_with_offsets(put_blanks(text, gone))
            if gone:
                blanks = np.array(gone) + np.arange(len(gone))
                begin = (begin - np.searchsorted(blanks, begin)).astype(np.int32)
            parts += [ids, pad]
            starts.append(at)
            ends.append(at + len(ids))
            at += len(ids) + reach
            self.offsets.append(begin)
        self.flat = np.concatenate(parts)
        self.row_places = np.array(starts, np.intp)
        self.row_ends = np.array(ends, np.intp)
        step = np.arange(reach)
        everywhere = np.arange(reach, len(self.flat) - reach + 1)
        tails = self.flat[everywhere[:, None] - reach + step]
        heads = self.flat[everywhere[:, None] + step]
        # a window may reach over a row's end: what is beyond the padding is not of the row
        tail_lens, head_lens = _run_length(tails[:, ::-1]), _run_length(heads)
        tails[step < reach - tail_lens[:, None]] = -1
        heads[step >= head_lens[:, None]] = -1
        self._crossings = model.crossings(tails, tail_lens, heads, head_lens)
        self._shift = reach

    def place_of(self, row: int, offset: int) -> int:
        """The place of the first unit of row that starts at or after a character offset of it."""
        return int(self.row_places[row] + np.searchsorted(self.offsets[row], offset))

    def places_of(self, row: int, offsets: Ints) -> Index:
        """`place_of` for an array of character offsets of one row."""
        return np.asarray(
            self.row_places[row] + np.searchsorted(self.offsets[row], offsets), np.intp
        )

    def gain(self, tail: Index, head: Index) -> Floats:
        """log P(head | tail) - log P(head), (p,): positive where head continues tail.

        `tail[k]` is the place after the last unit of the left side, `head[k]` the place of the
        first unit of the right side; tail == head asks how well a row holds together there.
        """
        return self._crossings.gain(tail - self._shift, head - self._shift, self._mix)


def _run_length(windows: Ints) -> Ints:
    """Leading units of each window before the first -1, (n,)."""
    absent = windows < 0
    return np.asarray(np.where(absent.any(1), absent.argmax(1), windows.shape[1]), np.int32)
