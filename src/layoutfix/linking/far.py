"""Far evidence: how well the text below a joint goes with the column above it, lines away.

A link reads a few words on either side, and where a paragraph ends these say little. What goes on
is whom and what a column speaks of:

    The ferry was sold last spring.     ->  The new owner of the ferry lives     it speaks of the
    Nobody asked who had bought it.         in town, and has sold two others.    ferry, of a sale

That is for models which read more: the stretch encoder, and a scorer that the user brought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import NamedTuple, Protocol

from layoutfix.errors import InputError
from layoutfix.linking.stretch import StretchEncoder, stretch_encoder_of
from layoutfix.page import Page
from layoutfix.scorers import Scorer
from layoutfix.script import Script
from layoutfix.sheet import Sheet
from layoutfix.weights import FarWeights


class Stretch(NamedTuple):
    """The text above a joint, and the text below it, each as far as it is asked."""

    up: str
    down: str


class FarEvidence(Protocol):
    """What says how well a text goes on in another by more than their lines at the joint."""

    def gains(self, stretches: Sequence[Stretch]) -> list[float]:
        """Log-odds, in nats, that each text below goes on the one above, against any other."""
        ...


class EncoderEvidence:
    """Far evidence by a stretch encoder, whose gains are set against those of no text.

    Of either text alone it has a constant; so a column that ends compares with one that goes on.
    """

    def __init__(self, encoder: StretchEncoder) -> None:
        self._encoder = encoder

    def gains(self, stretches: Sequence[Stretch]) -> list[float]:
        """As `FarEvidence.gains`; each text is read once."""
        ups, downs = (list(dict.fromkeys(("", *texts))) for texts in zip(*stretches, strict=True))
        found = self._encoder.gains(ups, downs)
        found = found - found[:1] - found[:, :1] + found[:1, :1]
        row, column = ({text: k for k, text in enumerate(texts)} for texts in (ups, downs))
        return [float(found[row[s.up], column[s.down]]) for s in stretches]


class ScorerEvidence:
    """Far evidence by a scorer of the user's own: log P(down | up) - log P(down)."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def gains(self, stretches: Sequence[Stretch]) -> list[float]:
        """As `FarEvidence.gains`; the scorer is asked once for each text above, and for none.

        Raises InputError where its answer is not one finite number for each continuation.
        """
        below: dict[str, dict[str, float]] = {"": {}}
        for up, down in stretches:
            below[""][down] = below.setdefault(up, {})[down] = 0.0
        for up, asked in below.items():
            asked.update(zip(asked, self._ask(up, [*asked]), strict=True))
        return [below[up][down] - below[""][down] for up, down in stretches]

    def _ask(self, context: str, continuations: list[str]) -> list[float]:
        if not continuations:
            return []
        found = [float(value) for value in self._scorer.score(context, continuations)]
        if len(found) != len(continuations) or not all(map(isfinite, found)):
            raise InputError(
                f"the scorer gave {found} for {len(continuations)} continuations: a finite number"
                " for each is needed, its log-likelihood in nats"
            )
        return found


@dataclass(frozen=True, slots=True)
class FarReading:
    """The fragments of a page as texts, and what judges stretches of them.

    evidence  what says how well a stretch goes on, and its price
    space     what stands between two lines: a blank, or nothing in Chinese and Japanese
    """

    texts: Sequence[str]
    evidence: Sequence[tuple[float, FarEvidence]]
    weights: FarWeights
    space: str
    _known: dict[Stretch, float] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def gains(self, order: Sequence[int], others: Sequence[Sequence[int]]) -> list[float]:
        """What the text around the joints in which some orders differ says for each, in nats.

        0 where other fragments begin the texts below: what a text is by itself would count.
        """
        asked = [self._differing(order, other) for other in others]
        self._look_up([s for both in asked for stretches in both for s in stretches])
        known = self._known
        return [sum(known[s] for s in new) - sum(known[s] for s in old) for old, new in asked]

    def _differing(
        self, order: Sequence[int], other: Sequence[int]
    ) -> tuple[list[Stretch], list[Stretch]]:
        """What stands around the joints inside columns that either order has alone."""
        old, new = _joints(order, other), _joints(other, order)
        if {order[at] for at in old} != {other[at] for at in new}:
            return [], []
        return [self._stretch(order, at) for at in old], [self._stretch(other, at) for at in new]

    def _stretch(self, order: Sequence[int], at: int) -> Stretch:
        """The texts above and below a place of an order, in its column, as far as they are asked.

        Not beyond the column: so tails that are exchanged have the same texts around them.
        """
        head, foot = at - 1, at + 1
        while head > 0 and order[head - 1] < order[head]:
            head -= 1
        while foot < len(order) and order[foot - 1] < order[foot]:
            foot += 1
        above, below = self.weights.above, self.weights.below
        up = self._lines(reversed(order[head:at]), above)[::-1]
        down = self._lines(iter(order[at:foot]), below)
        return Stretch(self.space.join(up)[-above:], self.space.join(down)[:below])

    def _lines(self, fragments: Iterator[int], most: int) -> list[str]:
        """The texts of fragments, until they have so many characters."""
        lines: list[str] = []
        size = 0
        for i in fragments:
            if size >= most:
                break
            lines.append(self.texts[i])
            size += len(self.texts[i]) + len(self.space)
        return lines

    def _look_up(self, stretches: Sequence[Stretch]) -> None:
        new = [s for s in dict.fromkeys(stretches) if s not in self._known]
        if not new:
            return
        totals = [0.0] * len(new)
        for price, evidence in self.evidence:
            gains = evidence.gains(new)
            totals = [t + price * g for t, g in zip(totals, gains, strict=True)]
        self._known.update(zip(new, totals, strict=True))


def _joints(order: Sequence[int], other: Sequence[int]) -> list[int]:
    """The places in an order of the right ones of joints inside columns that another has not."""
    there = set(pairwise(other))
    return [at for at, (i, j) in enumerate(pairwise(order), 1) if i < j and (i, j) not in there]


def far_reading(page: Page, sheet: Sheet) -> FarReading | None:
    """What judges stretches of a page by far evidence; None where nothing does."""
    weights = sheet.weights.far
    evidence: list[tuple[float, FarEvidence]] = []
    if sheet.scorer is not None:
        evidence.append((weights.scorer_price, ScorerEvidence(sheet.scorer)))
    language = "" if sheet.model is None else sheet.model.language
    encoder = stretch_encoder_of("".join(page.texts), language) if weights.encoder_price else None
    if encoder is not None:
        evidence.append((weights.encoder_price, EncoderEvidence(encoder)))
    if not evidence:
        return None
    space = "" if sheet.script is Script.CJK else " "
    return FarReading(page.texts, evidence, weights, space)
