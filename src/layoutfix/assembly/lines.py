"""The lines of a page in reading order, and how they stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from layoutfix.arrays import Bools, Floats
from layoutfix.fullness import widest_around
from layoutfix.script import Script

_AROUND = 6
"""Lines before and after one among which are full ones of its column."""
_SLACK = 1.0
"""Cells that a line may have left, beside the next word, and yet be full."""
_SLACK_CJK = 3.0
"""The same where marks are kept off the starts of lines."""
_HANGS_EM = 0.4


@dataclass(frozen=True)
class OrderedLines:
    """The n lines of a page in reading order; arrays are (n,).

    width            printed, in half-width cells
    first_word       cells of what would have had to fit on the line before
    across, marked   stood across the columns; behind a heading mark of markdown
    asides           running heads and dirt, which are no lines of the text
    blank_above      blank lines directly above its row
    alone            no other fragment stood in its row
    indent           in ems; NaN where it is not seen
    script              set without blanks between words
    above_columns    joints between what stands above columns and the first line of these
    """

    texts: Sequence[str]
    width: Floats
    first_word: Floats
    across: Bools
    marked: Bools
    asides: Bools
    blank_above: Bools
    alone: Bools
    indent: Floats
    script: Script = Script.SPACED
    above_columns: frozenset[int] = frozenset()

    def spread(
        self, sizes: Sequence[int], texts: Sequence[str], joints: Sequence[int]
    ) -> OrderedLines:
        """Each line as so many fragments of it, with their texts; `joints` are those of lines."""
        at = np.repeat(np.arange(len(sizes)), sizes)
        arrays = {
            field.name: getattr(self, field.name)[at]
            for field in fields(self)
            if isinstance(getattr(self, field.name), np.ndarray)
        }
        above = frozenset(joints[k] for k in self.above_columns)
        return replace(self, texts=texts, above_columns=above, **arrays)

    @cached_property
    def room(self) -> Bools:
        """Whether the first word of the next line would have fitted on each, (n,); not on the last.

        A full line is as wide as the second widest around: the widest may be two in one.
        """
        full = widest_around(self.width, above=_AROUND, below=_AROUND, rank=2)
        slack = np.float32(_SLACK_CJK if self.script is Script.CJK else _SLACK)
        fits = self.width[:-1] + self.first_word[1:] + slack <= full[:-1]
        return np.append(fits, False)

    def hangs(self, k: int) -> bool:
        """Whether line k is seen to be indented."""
        return bool(self.indent[k] > _HANGS_EM)
