"""How well any two places of the dump's rows go together: for cuts, where nothing marks a joint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from layoutfix.ngrams import NgramModel

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Index = npt.NDArray[np.intp]


class RowUnits:
    """The rows of a page as one array of units, for scoring cuts at any of them.

    A *place* is an index into that array: the cut stands before the unit at that index.
    `row_places[r]` is the place of the start of row r, `row_ends[r]` that of its end.

    parted  the texts with blanks where words have lost them; offsets are those of the texts
    """

    def __init__(
        self,
        texts: Sequence[str],
        model: NgramModel,
        unseen_mix: float,
        parted: Sequence[str] | None = None,
    ) -> None:
        self._mix = unseen_mix
        reach = model.order - 1
        pad = np.full(reach, -1, np.int32)
        parts: list[Ints] = [pad]
        starts, ends, at = [], [], reach
        self.offsets: list[Ints] = []
        for text, read in zip(texts, texts if parted is None else parted, strict=True):
            ids, begin, _ = model.encode_with_offsets(read)
            if read != text:
                begin = begin - _blanks_before(text, read)[begin]
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


def _blanks_before(text: str, read: str) -> Ints:
    """How many blanks were put into a text before each character of what is read, (m,)."""
    added = np.zeros(len(read), np.int32)
    at = 0
    for k, c in enumerate(read):
        added[k] = k - at
        at += at < len(text) and c == text[at]
    return added


def _run_length(windows: Ints) -> Ints:
    """Leading units of each window before the first -1, (n,)."""
    absent = windows < 0
    return np.asarray(np.where(absent.any(1), absent.argmax(1), windows.shape[1]), np.int32)
