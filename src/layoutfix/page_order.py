"""The reading order that was found for a page, and all that it was decided by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Floats, Ints
from layoutfix.linking import LinkScorer
from layoutfix.model import Fragment, ParagraphKind
from layoutfix.page import Page
from layoutfix.sheet import Sheet


@dataclass(frozen=True, slots=True)
class GateReading:
    """What the gate saw, and the decision.

    gain            links of the new order less those of the dump's, in nats
    changed_joints  neighbours of the dump that the new order parts
    torn            of these, those at which a sentence was open
    mended          mean log-odds that a sentence goes over the new joints, where one was open
    mended_gain     how much that is more than over the old ones, summed
    in_blocks       it asked what it asks of pages in blocks, of which displaced pieces come first
    keeps           it would open, but that most joints stay and the new ones mend too little
    """

    gain: float
    changed_joints: int
    torn: int
    mended: float
    mended_gain: float
    opens: bool
    in_blocks: bool = False
    keeps: bool = False


CLOSED = GateReading(0.0, 0, 0, 0.0, 0.0, opens=False)


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page cut at the strips between its columns.

    page     its fragments, in the dump's order
    region   (n,) the band of each, or the row across the columns, from top to bottom
    column   (n,) its column there, from the left
    columns  the most columns of a band
    begins   (n,) as in `entries.Entries`
    kinds    what keeps its lines, by fragment: rows of tables, verse
    """

    page: Page
    region: Ints
    column: Ints
    columns: int
    begins: npt.NDArray[np.int8]
    kinds: dict[int, ParagraphKind]


@dataclass(frozen=True, slots=True)
class PageOrder:
    """The reading order of a page: ids into `page.fragments`, and what it was decided by.

    `sheet` is the page as it came.
    `columns` counts those that took turns; 1 where the rows were not cut, 0 where no columns were
    found and the path search decided.
    `held` (n,) bool: the fragment and the next one of the dump are parts of one line.
    `asides` (n,) bool: running heads, which stand above or below the text, and dirt at the margins,
    which stands at the end.
    `sure` (n,) 0..1: the chance that the cut between the fragment and the next one of its row is
    where it belongs; 1 where there is none, or nothing says that it is not. With `parts`, that the
    line is followed by the right one.
    `seen` is the layout that the page itself shows; None where columns were guessed.
    `parts`: where fragments are not listed as in the dump but as they are read, those of the dump
    that each is made of.
    `known`: the columns are those of another page, by its gutters.
    `torn`: where blank lines stand inside its sentences, nats by which one makes the end of a
    paragraph likelier: its paragraphs are printed anew, in any order.
    """

    sheet: Sheet
    page: Page
    order: list[int]
    links: LinkScorer
    spans: Floats
    columns: int
    gate: GateReading
    held: Bools
    asides: Bools
    sure: Floats
    seen: SeenPage | None = None
    parts: tuple[tuple[Fragment, ...], ...] | None = None
    known: bool = False
    torn: float | None = None
