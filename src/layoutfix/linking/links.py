"""Link scores: the log-odds that fragment j (right) continues fragment i (left).

Three ways to be adjacent, added in probability (docs/algorithm.md, "Links"):

1. same sentence: the n-gram model's log P(head | tail) - log P(head), unit by unit, each mixed with
   the unconditional so that one unseen n-gram cannot veto; n-grams of the dump's own lines;
2. paragraph break: P(break | tail) and P(head | start of paragraph), with the shape of both lines;
3. something was lost between them: a constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Floats, Index
from layoutfix.linking.broken_words import BrokenWords
from layoutfix.linking.encoder import SMALL_FAMILIES, SeamEncoder
from layoutfix.linking.fuzzy import DoubleReadings
from layoutfix.linking.line_ngrams import LineNgrams
from layoutfix.linking.memory import recall_one
from layoutfix.linking.shape import LineShapes, texts_to_shapes
from layoutfix.linking.vectors import MOST_DENSE, PageVectors
from layoutfix.ngrams import NgramModel
from layoutfix.script import Script
from layoutfix.weights import LinkWeights

Ids = npt.NDArray[np.int32]


PINNED = 60.0
"""What a pin is worth, in nats: more than all evidence."""
BAND_BACK, BAND_FORWARD = 8, 33
"""Neighbours in the dump, before and after a fragment, among which rivals of a link are sought."""

_CHUNK = 1 << 13
"""Pairs whose evidence is in memory at a time."""
_SMALL = 40
"""Fragments of a page whose links are all scored at once, however few are asked for."""


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """Log-odds by path of p pairs, each (p,): `total` adds the three in probability.

    start  log-odds that the left one ends a paragraph and the right one begins one
    room   whether the right one's first word would have had room at the end of the left one
    """

    same: Floats
    paragraph: Floats
    gap: float
    total: Floats
    ngram: Floats
    own: Floats
    encoder: Floats
    shape: Floats
    start: Floats
    room: Bools


class LinkScorer:
    """Scores pairs of the fragments of one page.

    texts   of the fragments; widths (n,) printed, in half-width cells
    model   None where there is none for the language: shape and own n-grams are left
    indents (n,) how far a fragment starts to the right of its column, in ems; NaN where unknown
    items   (n,) whether a fragment has the label of an item, so that no sentence goes on in it
    columns (n,) widths of full lines of its column, where known; else they are estimated
    finds_doubles  whether two readings of one line are told apart from two lines
    """

    def __init__(
        self,
        texts: Sequence[str],
        widths: Floats,
        weights: LinkWeights,
        *,
        script: Script,
        model: NgramModel | None,
        encoder: SeamEncoder | None = None,
        indents: Floats | None = None,
        items: Bools | None = None,
        columns: Floats | None = None,
        finds_doubles: bool = True,
    ) -> None:
        self.weights = weights
        self._vectors, self._ngrams = _read_lines(tuple(texts), model, encoder, weights.own_order)
        self._ngram_weight = _weigh_ngrams(encoder, weights)
        self.script = script
        self.shapes: LineShapes = texts_to_shapes(texts, widths, columns, script=script)
        self.indents = np.full(len(texts), np.nan, np.float32) if indents is None else indents
        self.items = np.zeros(len(texts), bool) if items is None else items
        self.model = model
        self.knows_language = model is not None
        self._band: Floats | None = None
        self._known: Floats | None = None  # scores (n, n) of the pairs asked so far; NaN elsewhere
        self._along: LinkEvidence | None = None
        self._doubles = None
        if finds_doubles:
            least = weights.double_characters
            self._doubles = DoubleReadings(
                texts, likeness=weights.double_likeness, least_characters=least
            )
        self._pinned: dict[tuple[int, int], float] = {}
        self._broken = None if script is Script.CJK or model is None else BrokenWords(texts, model)
        nothing = np.zeros(len(texts), np.float32)
        self._end_evidence = nothing if self._ngrams is None else self._ngrams.ends
        self._start_evidence = nothing if self._ngrams is None else self._ngrams.starts
        self._tail_same, self._tail_break = self._tail_shape()
        self._head_same, self._head_break = self._head_shape()

    def with_indents(self, indents: Floats) -> LinkScorer:
        """The same for fragments that start elsewhere in their columns: (n,), as in the class."""
        other = copy(self)
        other.indents = indents
        other._known = other._band = other._along = None
        other._pinned = dict(self._pinned)
        other._head_same, other._head_break = other._head_shape()
        return other

    def pin(self, pairs: Sequence[tuple[int, int, bool]]) -> None:
        """Make what the user knows of (left, right, together) outweigh all evidence."""
        self._known = self._band = None
        for i, j, together in pairs:
            self._pinned[i, j] = PINNED if together else -PINNED

    def score(self, left: Index, right: Index) -> Floats:
        """Log-odds (p,) that right[k] continues left[k]; every score of a pin is +-PINNED."""
        n = len(self.shapes.width)
        if n > MOST_DENSE:
            return self._score(left, right)
        if self._known is None:
            self._known = np.full((n, n), np.nan, np.float32)
            if n <= _SMALL:
                i, j = np.divmod(np.arange(n * n), n)
                self._known[i, j] = self._score(i, j)
        found = self._known[left, right]
        new = np.flatnonzero(np.isnan(found))
        if len(new):
            i, j = left[new], right[new]
            self._known[i, j] = found[new] = self._score(i, j)
        return found

    def _score(self, left: Index, right: Index) -> Floats:
        total = np.empty(len(left), np.float32)
        for lo in range(0, len(left), _CHUNK):
            part = slice(lo, lo + _CHUNK)
            total[part] = self.evidence(left[part], right[part]).total
        for (i, j), value in self._pinned.items():
            total[(left == i) & (right == j)] = value
        return total

    def sentence_gain(self, left: Index, right: Index) -> tuple[Floats, Bools]:
        """Log-odds (p,), within -2..4, that one sentence goes over the joint; and where it could.

        It could where the left fragment does not end with a full stop, the right one has no label,
        and neither is the number of a list's item alone: such numbers go on in one another.
        """
        same = self.evidence(left, right).same
        return np.clip(same, -2.0, 4.0).astype(np.float32), self.may_go_on(left, right)

    def may_go_on(self, left: Index, right: Index) -> Bools:
        """Where one sentence could go over the joint, (p,), as in `sentence_gain`."""
        s = self.shapes
        numbers = s.is_number[left] | s.is_number[right] | self.items[right]
        return ~(s.ends_stop[left] | numbers)

    def evidence_along(self) -> LinkEvidence:
        """All evidence for the neighbours of the dump, (n - 1,) each. Computed once."""
        if self._along is None:
            left = np.arange(len(self.shapes.width) - 1)
            self._along = self.evidence(left, left + 1)
        return self._along

    def evidence(self, left: Index, right: Index) -> LinkEvidence:
        """All evidence for the pairs left[k], right[k]. O(p * order)."""
        weights, s = self.weights, self.shapes
        ngram, own, encoded = self._words(left, right)
        start = self._end_evidence[left] + self._start_evidence[right]
        slack = s.column[left] - s.width[left] - s.first_word[right]
        room = slack > weights.slack_cells + weights.slack_share * s.column[left]
        same_shape = self._tail_same[left] + self._head_same[right]
        same_shape = same_shape - np.where(room, weights.early_end_cost, 0.0)
        break_shape = self._tail_break[left] + self._head_break[right]
        break_shape = break_shape + np.where(room, weights.early_end_gain, -weights.full_end_cost)
        case = np.zeros(len(left), np.float32)
        if self.script is Script.SPACED:
            case = self._case(left, right)
            break_shape -= np.where(s.starts_lower[right], weights.lower_start_cost, 0.0)
        same = self._ngram_weight * ngram + own + same_shape + case
        same = same + weights.encoder_weight * encoded
        if self._doubles is not None:
            same = same - np.where(self._doubles.among(left, right), weights.double_cost, 0.0)
        paragraph = weights.break_weight * np.maximum(start, weights.least_break) + break_shape
        paragraph = paragraph - weights.break_cost
        paragraph = paragraph + weights.encoder_paragraph_weight * encoded
        gap = np.float32(weights.gap)
        either = np.logaddexp(same.astype(np.float64), paragraph.astype(np.float64))
        total = np.logaddexp(either, gap)
        return LinkEvidence(
            same=same.astype(np.float32),
            paragraph=paragraph.astype(np.float32),
            gap=float(gap),
            total=np.round(total, 3).astype(np.float32),
            ngram=ngram,
            own=own,
            encoder=encoded,
            shape=(same_shape + case).astype(np.float32),
            start=start,
            room=room,
        )

    def _words(self, left: Index, right: Index) -> tuple[Floats, Floats, Floats]:
        """Log-odds (p,) by words that a sentence goes on: n-grams, the dump's own, the encoder."""
        ngram, own, encoded = np.zeros((3, len(left)), np.float32)
        if self._ngrams is not None:
            ngram = self._ngrams.gain(left, right, self.weights.unseen_mix)
            own = self._ngrams.own_gain(left, right, self.weights.own_gains)
        if self._vectors is not None:
            encoded = self._vectors.gain(left, right)
        if self.script is Script.SPACED:  # no encoder has seen a compound broken at its own hyphen
            compound = self.shapes.ends_hyphen[left] & ~self.shapes.starts_lower[right]
            encoded = np.where(compound, np.maximum(encoded, 0.0), encoded)
        return ngram, own, encoded

    def _case(self, left: Index, right: Index) -> Floats:
        """Log-odds (p,) of one sentence by capital letters and hyphens, in scripts with spaces."""
        weights, s = self.weights, self.shapes
        case = np.zeros(len(left), np.float32)
        stop_lower = s.ends_stop[left] & s.starts_lower[right]
        case -= np.where(stop_lower, weights.lower_after_stop_cost, 0.0)
        hyphen = s.ends_hyphen[left] & s.starts_lower[right]
        case += np.where(hyphen, weights.hyphen_gain, 0.0)
        case -= np.where(s.ends_hyphen[left] & ~s.starts_lower[right], weights.hyphen_gain, 0.0)
        if self._broken is not None:
            case += self._broken.gain(left, right, hyphen, weights)
        return case

    def bond(self, left: Index, right: Index) -> Floats:
        """Log-odds (p,) that right[k] goes on in left[k] by words alone, whatever their shape."""
        evidence = self.evidence(left, right)
        return self._ngram_weight * evidence.ngram + self.weights.encoder_weight * evidence.encoder

    def breaks(self, left: Index, right: Index, evidence: LinkEvidence) -> Floats:
        """Log-odds (p,) that a paragraph ends between neighbours: a logistic regression.

        `evidence` is that of the same pairs.
        """
        weights, s = self.weights, self.shapes
        indents = self.indents[right]
        stops = s.ends_stop[left]
        seen = np.stack(
            [
                np.ones(len(left)),
                np.clip(evidence.ngram, -6.0, 10.0),
                np.clip(evidence.encoder, -4.0, 8.0),
                np.clip(evidence.start, -6.0, 12.0),
                stops,
                ~(stops | s.ends_pause[left]),
                evidence.room,
                stops & evidence.room,
                indents >= weights.indent_em,
                indents < weights.indent_em,
                s.starts_closed[right],
                s.starts_lower[right],
                evidence.own > 0,
            ],
            axis=1,
        )
        odds = weights.break_odds
        return np.asarray(seen @ np.array(odds), np.float32)

    def band(self) -> Floats:
        """Scores of near pairs, (n, back + forward): `[i, t]` says how well i - back + t follows i.

        -inf where there is no such fragment, and for a fragment after itself. Computed once.
        """
        if self._band is None:
            back, reach = BAND_BACK, BAND_BACK + BAND_FORWARD
            n = len(self.shapes.width)
            i = np.repeat(np.arange(n), reach)
            j = i - back + np.tile(np.arange(reach), n)
            known = (j >= 0) & (j < n) & (j != i)
            band = np.full(n * reach, -np.inf, np.float32)
            band[known] = self.score(i[known], j[known])
            self._band = band.reshape(n, reach)
        return self._band

    def backwards(self) -> Floats:
        """Scores with the fragments before each, (n, forward): `[j, t]` for j after j - 1 - t.

        `weights.gap` where there is no such fragment.
        """
        band, back = self.band(), BAND_BACK
        n, forward = len(band), BAND_FORWARD
        j = np.arange(n)[:, None]
        i = j - 1 - np.arange(forward - 1)[None, :]
        value = band[np.maximum(i, 0), np.minimum(back + j - i, band.shape[1] - 1)]
        return np.where(i >= 0, value, np.float32(self.weights.gap)).astype(np.float32)

    def rivals(self, left: Index, right: Index) -> Floats:
        """The best other link of either side among near pairs, (p,); `weights.gap` at least."""
        band, back = self.band(), BAND_BACK
        n, reach = band.shape
        steps = np.arange(reach)
        after = np.where(left[:, None] - back + steps == right[:, None], -np.inf, band[left])
        i = right[:, None] + back - steps[None, :]
        inside = (i >= 0) & (i < n) & (i != left[:, None])
        before = np.where(inside, band[np.clip(i, 0, n - 1), steps], -np.inf)
        best = np.maximum(after.max(1), before.max(1))
        return np.asarray(np.maximum(best, self.weights.gap), np.float32)

    def starts(self) -> Floats:
        """Log-odds (n,) that a fragment begins a text: the first of the order has no left side."""
        odds = np.maximum(self._start_evidence + self._head_break, self.weights.gap)
        return np.asarray(np.round(odds, 3), np.float32)

    def ends(self) -> Floats:
        """Log-odds (n,) that a fragment ends a text: the last of the order has no right side."""
        odds = np.maximum(self._end_evidence + self._tail_break, self.weights.gap)
        return np.asarray(np.round(odds, 3), np.float32)

    def _tail_shape(self) -> tuple[Floats, Floats]:
        c, s = self.weights, self.shapes
        same = np.where(s.ends_open, c.open_gain, 0.0)
        pause = np.where(s.ends_pause, 0.0, -c.no_stop_cost)
        broken = np.where(s.ends_stop, c.stop_end_gain, pause)
        broken = broken - np.where(s.ends_open | s.ends_hyphen, c.no_stop_cost, 0.0)
        return same.astype(np.float32), broken.astype(np.float32)

    def _head_shape(self) -> tuple[Floats, Floats]:
        c, s = self.weights, self.shapes
        known = ~np.isnan(self.indents)
        indented = known & (self.indents >= c.indent_em)
        flush = known & (self.indents < c.indent_em)
        same = np.where(indented, -c.indent_cost, np.where(flush, 0.1, 0.0))
        broken = np.where(indented, c.indent_gain, np.where(flush, -c.flush_cost, 0.0))
        broken = broken - np.where(s.starts_closed, c.closed_start_cost, 0.0)
        return same.astype(np.float32), broken.astype(np.float32)


def _read_lines(
    texts: tuple[str, ...], model: NgramModel | None, encoder: SeamEncoder | None, own_order: int
) -> tuple[PageVectors | None, LineNgrams | None]:
    """What an encoder and n-grams say of lines by their texts alone: once a page."""
    vectors = ngrams = None
    if encoder is not None:
        vectors = recall_one(
            ("vectors of a page", encoder.family), texts, lambda: PageVectors(encoder, texts)
        )
    if model is not None:
        ngrams = recall_one(
            ("n-grams of a page", id(model), own_order),
            texts,
            lambda: LineNgrams(texts, model, own_order),
        )
    return vectors, ngrams


def _weigh_ngrams(encoder: SeamEncoder | None, weights: LinkWeights) -> float:
    """What n-grams count for beside an encoder, a small one, or none."""
    if encoder is None:
        return weights.ngram_weight_alone
    small = encoder.family in SMALL_FAMILIES
    return weights.ngram_weight_small if small else weights.ngram_weight
