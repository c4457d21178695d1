"""The types of a scrambled page: how it is damaged, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from layoutfix.errors import InputError
from layoutfix.synthesis.confusions import ENGINES
from layoutfix.synthesis.page import PageLine

Layout = Literal["interleaved", "rows", "blocks", "seedlike", "columns", "mixed"]
"""In which order lines are printed.

interleaved  each line on its own row, row by row over the page: L1, R1, L2, R2 (damage A)
rows         the lines of a printed row in one row of the dump (damage B)
blocks       each line on its own row, halves of paragraphs displaced (damage C)
seedlike     rows joined with single spaces into paragraphs, some displaced, false marks (damage D)
columns      as it is read: no damage
mixed        the page is cut into bands, each printed in one of the ways above
"""

Glue = Literal["none", "space", "gutter", "cells", "junk", "psm6"]
"""What stands between two columns in one row.

none    nothing, where the gap is narrow; a wide gap breaks the row
space   one space
gutter  spaces as `pdftotext -layout` prints them: one in a narrow gap, else up to the column at
        which the longest lines to the left end, every character counted as one
cells   spaces that line up on a screen of fixed width, full-width characters counted as two
junk    a space or the marks that OCR makes of a gutter: `|`, `_`, `”`, `。`
psm6    the same, but in Latin scripts as rarely a mark as `tesseract --psm 6` was measured to make
"""

SHARES = (
    "fused",
    "displaced",
    "false_marks",
    "blank_rows",
    "lost_lines",
    "wrong_chars",
    "cjk_spaces",
    "halfwidth",
    "split_words",
    "lost_spaces",
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What happens to a page. All but the first three and the last are shares, 0 to 1.

    layout       order of the lines
    glue         what stands between columns in one row (rows; fused rows of interleaved)
    jitter_rows  interleaved: standard deviation, in rows, of the height at which a line is seen
    fused        interleaved: pairs of neighbours with a narrow gap that come out as one row
    displaced    blocks, seedlike: pieces that stand elsewhere
    false_marks  seedlike: paragraphs with a `##` or `>` that they should not have
    blank_rows   rows followed by an empty one without reason
    lost_lines   lines that the engine did not see
    wrong_chars  characters taken for others
    cjk_spaces   places between two Chinese characters where a space appears
    halfwidth    full-width punctuation marks that come out as ASCII
    split_words  Latin: word gaps of widely spread lines at which the line falls apart (interleaved)
    lost_spaces  Latin: spaces between words that are not seen
    confusions   an engine (`rapidocr`, `tess6`) whose measured mistakes are made, each as often as
                 it was seen to make it, beside `wrong_chars`; empty for none
    """

    layout: Layout = "interleaved"
    glue: Glue = "none"
    jitter_rows: float = 0.0
    fused: float = 0.0
    displaced: float = 0.0
    false_marks: float = 0.0
    blank_rows: float = 0.0
    lost_lines: float = 0.0
    wrong_chars: float = 0.0
    cjk_spaces: float = 0.0
    halfwidth: float = 0.0
    split_words: float = 0.0
    lost_spaces: float = 0.0
    confusions: str = ""

    def __post_init__(self) -> None:
        if self.layout not in get_args(Layout):
            raise InputError(f"layout must be one of {', '.join(get_args(Layout))}.")
        if self.glue not in get_args(Glue):
            raise InputError(f"glue must be one of {', '.join(get_args(Glue))}.")
        for name in SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise InputError(f"{name} is a share from 0 to 1, not {getattr(self, name)}.")
        if self.confusions and self.confusions not in ENGINES:
            raise InputError(f"confusions must be one of {', '.join(ENGINES)}, or empty.")
        if self.jitter_rows < 0:
            raise InputError("jitter_rows must not be negative.")


@dataclass(frozen=True, slots=True)
class Span:
    """The dump's `[start:end)` is (a piece of) the truth's line number `line`."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scrambled:
    """A dump and its truth.

    dump   the damaged text
    lines  the page's lines in reading order, undamaged
    spans  which of them each piece of the dump is, by place in the dump
    lost   numbers of the lines that are not in the dump
    noisy  numbers of the lines of which a character was changed, or spaces came or went
    """

    dump: str
    lines: tuple[PageLine, ...]
    spans: tuple[Span, ...]
    lost: tuple[int, ...]
    noisy: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """The truth as plain data; `lines` has the schema of the dev pages."""
        return {
            "lines": [line.to_dict() for line in self.lines],
            "dump": self.dump,
            "spans": [[s.line, s.start, s.end] for s in self.spans],
            "lost": list(self.lost),
            "noisy": list(self.noisy),
        }


@dataclass(frozen=True, slots=True)
class Strip:
    """A line as the engine read it: its number in the truth, its text, and where it stood."""

    line: int
    text: str
    at: PageLine


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a row of the dump, and the number of its line; None for marks and blanks."""

    text: str
    line: int | None


Row = tuple[Piece, ...]
"""One row of the dump, left to right; an empty tuple is an empty row."""
