"""Where a row of text can be cut, and a row that may be fused, with its places.

a row that is twice as wide as a column|and goes on here is two lines
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Floats, Index, Ints


@dataclass(frozen=True, slots=True)
class CutPlaces:
    """Where a row of text can be cut, m places from left to right.

    offset  (m,) character offset in the row; the right part starts there (blanks skipped)
    left_offset (m,) the left part ends there
    left    (m,) printed width of the row up to the end of the left part, in half-width cells
    right   (m,) printed width of the row up to the start of the right part
    gain    (m,) log-odds that a gutter is here: evidence of the n-gram model and of spaces
    stops   (m,) whether the left part ends as a paragraph does
    marked  (m,) whether blanks stand here between two words of some length, and are no gutter
    """

    offset: Ints
    left_offset: Ints
    left: Floats
    right: Floats
    gain: Floats
    stops: Bools
    marked: Bools

    def at(self, some: Bools) -> CutPlaces:
        """Some of the places, (m,)."""
        return CutPlaces(*(getattr(self, field.name)[some] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class FusedRow:
    """A row of text that may be fused: its places to cut at, its printed width, its end.

    text  as the places count it; total: width in half-width cells; stops: it ends as a paragraph
    """

    text: str
    places: CutPlaces
    total: float
    stops: bool

    def likelier(self, gain: npt.NDArray[np.floating] | float) -> FusedRow:
        """The row with log-odds added to those of its places, (m,) or one for all."""
        raised = (self.places.gain + gain).astype(np.float32)
        return replace(self, places=replace(self.places, gain=raised))

    def widths(self, cuts: Sequence[int]) -> list[float]:
        """Printed widths of its parts where it is cut at some places."""
        begins = [0.0, *self.places.right[list(cuts)].tolist()]
        ends = [*self.places.left[list(cuts)].tolist(), self.total]
        return [end - begin for begin, end in zip(begins, ends, strict=True)]

    def parts(self, spans: Index) -> list[str]:
        """Its parts (s,) as text; of `spans` (s, 2), each after a place and before another.

        -1 and m stand for the row's ends.
        """
        starts = [0, *self.places.offset.tolist()]
        ends = [*self.places.left_offset.tolist(), len(self.text)]
        return [self.text[starts[first + 1] : ends[last]] for first, last in spans.tolist()]
