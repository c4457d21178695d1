"""One page of a dump before it is cut, with all that it is read by."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layoutfix.arrays import Floats
from layoutfix.boxes import WordBoxes, boxes_between
from layoutfix.chardata import script_of, text_to_offsets
from layoutfix.config import Config
from layoutfix.model import Pin
from layoutfix.ngrams import NgramModel
from layoutfix.pins import NOTHING, Corrections
from layoutfix.rows import Row, dump_to_rows
from layoutfix.scorers import Scorer
from layoutfix.script import Script
from layoutfix.straight import straighten
from layoutfix.weights import GateWeights, Weights


@dataclass(frozen=True, slots=True)
class Sheet:
    """The span `dump[start:end]`, read as one page.

    rows     its lines with text
    at       (end - start + 1,) printed width of the page up to each offset, in half-width cells
    script   of most of its letters
    model    of its language; None where none is known
    weights  for its script
    config   what the user asked for
    known    what the user knows of it, which its order is sought by
    scorer   what the user brought to score text that stands farther apart
    boxes    where its words stand in print, straightened, with offsets in the dump and lines
             counted on the page; None where that is not known
    placed   rows begin where their indents say, each in the column that stands there
    """

    dump: str
    start: int
    end: int
    rows: list[Row]
    at: Floats
    script: Script
    model: NgramModel | None
    weights: Weights
    config: Config
    known: Corrections = NOTHING
    scorer: Scorer | None = None
    boxes: WordBoxes | None = None
    placed: bool = False

    @property
    def pins(self) -> tuple[Pin, ...]:
        """The places that the user knows to be neighbours, or not."""
        return self.known.pins

    @property
    def text(self) -> str:
        """The page as it came."""
        return self.dump[self.start : self.end]

    def with_gate(self, gate: GateWeights) -> Sheet:
        """The same page behind another gate."""
        return replace(self, weights=replace(self.weights, gate=gate))


def read_sheet(
    dump: str,
    start: int,
    end: int,
    model: NgramModel | None,
    config: Config,
    known: Corrections = NOTHING,
    scorer: Scorer | None = None,
    boxes: WordBoxes | None = None,
) -> Sheet:
    """The page `dump[start:end]`; without rows where it has no text.

    boxes  of the words around it: those outside the page are left out
    """
    text = dump[start:end]
    script = script_of(text)
    own = None if boxes is None else boxes_between(boxes, start, end)
    return Sheet(
        dump=dump,
        start=start,
        end=end,
        rows=dump_to_rows(dump, start, end),
        at=text_to_offsets(text, script=script),
        script=script,
        model=model,
        weights=config.weights_for(script),
        config=config,
        known=known.within(start, end),
        scorer=scorer,
        boxes=None if own is None else straighten(own),
    )
