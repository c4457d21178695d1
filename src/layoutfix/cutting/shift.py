"""Cuts are moved to where the order says (`cutting.adjust` tells how), and how sure each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from layoutfix.arrays import Bools, Floats, Index
from layoutfix.cutting.adjust import Span, Trial, find_trials, full_widths, move_cuts
from layoutfix.cutting.kinsoku import begins_no_line, keep_kinsoku
from layoutfix.linking import LinkScorer
from layoutfix.linking.encoder import encoder_of
from layoutfix.linking.mixed import LanguagePart, MixedLinkScorer
from layoutfix.linking.scoring import find_indents, score_links
from layoutfix.linking.shape import estimate_column_widths
from layoutfix.model import Fragment
from layoutfix.ngrams import NgramModel
from layoutfix.page_order import PageOrder
from layoutfix.pins import pins_to_pairs
from layoutfix.script import Script
from layoutfix.weights import LineWeights


def move_cuts_by_order(found: PageOrder, model: NgramModel) -> PageOrder:
    """The page with its cuts moved to where the order says, and how sure they are; same order."""
    page, sheet = found.page, found.sheet
    dump, weights, script = sheet.dump, sheet.weights, sheet.script
    spans = [(f.start, f.end) for f in page.fragments]
    worst = _worst_links(found)
    kinsoku = script is Script.CJK and keep_kinsoku(
        [page.fragments[i].text for i in page.row_firsts]
    )
    if kinsoku:
        lost = _lost_marks(dump, [start for start, _ in spans[1:]])
        worst[lost & np.isfinite(worst)] = -np.inf
    may_move = (worst < weights.shifts.below).tolist()
    trials = find_trials(dump, spans, page.row.tolist(), may_move, weights.shifts, script=script)
    told = [cut.at for cut in sheet.known.cuts]
    trials = [
        t for t in trials if not any(spans[t.left][1] <= at <= spans[t.left + 1][0] for at in told)
    ]
    if not trials:
        return found
    judge = _CutJudge(found, trials, model, kinsoku=kinsoku)
    tried = move_cuts(trials, judge, weights.shifts)
    sure = found.sure.copy()
    sure[list(tried.chance)] = list(tried.chance.values())
    found = replace(found, sure=sure)
    if not tried.moved:
        return found
    spans = _with_moved(spans, tried.moved)
    lo, hi = np.array(spans, np.intp).T - sheet.start
    page = replace(
        page,
        fragments=[Fragment(s, e, dump[s:e]) for s, e in spans],
        width=(sheet.at[hi] - sheet.at[lo]).astype(np.float32),
    )
    links = score_links(page, sheet)
    links.pin(pins_to_pairs(sheet.pins, page.fragments))
    return replace(found, page=page, links=links)


def _with_moved(spans: Sequence[Span], moved: Mapping[int, Span]) -> list[Span]:
    """The spans of fragments with some cuts moved."""
    found = list(spans)
    for i, (end, begin) in moved.items():
        found[i] = found[i][0], end
        found[i + 1] = begin, found[i + 1][1]
    return found


class _CutJudge:
    """Log-odds of the places that cuts may have.

    The links of both parts to what the order puts after the left and before the right one, less the
    row's own bond; widths that no line of the column has cost.
    """

    def __init__(
        self, found: PageOrder, trials: Sequence[Trial], model: NgramModel, *, kinsoku: bool
    ) -> None:
        self._found, self._sheet = found, found.sheet
        self._trials, self._model, self._kinsoku = trials, model, kinsoku
        self._spans = [(f.start, f.end) for f in found.page.fragments]
        self._after, self._before = _around(found.order)
        self._odds: list[Floats] = []
        self._moved: dict[int, Span] = {}

    def __call__(self, moved: Mapping[int, Span]) -> list[Floats]:
        """Of each trial, where some cuts have moved; what no cut beside it changes is kept."""
        if not self._odds:
            self._odds = self._judge(self._trials, {})
            return self._odds
        changed = {i for i in {*moved, *self._moved} if moved.get(i) != self._moved.get(i)}
        touched = changed | {i + 1 for i in changed}
        again = [k for k, trial in enumerate(self._trials) if touched & self._beside(trial.left)]
        if again:
            judged = self._judge([self._trials[k] for k in again], moved)
            self._odds = list(self._odds)
            for k, odds in zip(again, judged, strict=True):
                self._odds[k] = odds
        self._moved = dict(moved)
        return self._odds

    def _beside(self, i: int) -> set[int]:
        """What the cut after fragment i is judged by, but for its own two parts."""
        return {int(self._after[i]), int(self._before[i + 1]), int(self._after[i + 1])}

    def _score(self, texts: list[str], width: Floats, owner: Index) -> LinkScorer:
        """What scores the links of texts that are each a part of some fragment, its owner.

        Where the page is in several languages, each is scored by the model of its owner's.
        """
        found, sheet = self._found, self._sheet
        own = [f.text for f in found.page.fragments]
        indents = find_indents(found.page, sheet.weights)[owner]
        columns = estimate_column_widths(width, script=sheet.script)[owner]
        links = LinkScorer(
            texts,
            width,
            sheet.weights.links,
            script=sheet.script,
            model=self._model,
            encoder=encoder_of(own, self._model),
            indents=indents,
            columns=columns,
            finds_doubles=False,
        )
        if not isinstance(found.links, MixedLinkScorer):
            return links
        languages = found.links.languages[owner]
        parts = []
        for k, part in enumerate(found.links.parts):
            members = np.flatnonzero(languages == k + 1)
            mine = LinkScorer(
                [texts[i] for i in members],
                width[members],
                part.links.weights,
                script=part.links.script,
                model=part.links.model,
                encoder=encoder_of([own[i] for i in part.members], part.links.model),
                indents=indents[members],
                columns=columns[members],
                finds_doubles=False,
            )
            parts.append(LanguagePart(members, mine))
        return MixedLinkScorer(links, parts, languages)

    def _bond(self, links: LinkScorer, texts: Sequence[str], left: Index, right: Index) -> Floats:
        """What holds the row together at each of p places, in nats.

        Between two languages, instead how ill the words of both parts go with their own.
        """
        bond = links.bond(left, right)
        if not isinstance(links, MixedLinkScorer):
            return bond
        a, b = links.languages[left], links.languages[right]
        models = [self._model, *(part.links.model for part in links.parts)]
        for k in np.flatnonzero((a != b) & (a >= 0) & (b >= 0)).tolist():
            parts = (models[a[k]], texts[left[k]]), (models[b[k]], texts[right[k]])
            bond[k] = -_OWN_WORDS * sum(_log_prob(model, text) for model, text in parts if model)
        return bond

    def _judge(self, trials: Sequence[Trial], moved: Mapping[int, Span]) -> list[Floats]:
        dump, sheet = self._sheet.dump, self._sheet
        own = _with_moved(self._spans, moved)
        n = len(own)
        flat = np.array([trial.left for trial in trials for _ in trial.spans], np.intp)
        spans = list(own)
        for trial in trials:
            first, last = own[trial.left][0], own[trial.left + 1][1]
            for end, begin in trial.spans:
                spans += [(first, end), (begin, last)]
        owner = np.concatenate([np.arange(n), np.stack([flat, flat + 1], 1).ravel()])
        lo, hi = np.array(spans, np.intp).T - sheet.start
        width = (sheet.at[hi] - sheet.at[lo]).astype(np.float32)
        texts = [dump[s:e] if s < e else " " for s, e in spans]
        links = self._score(texts, width, owner)
        left = n + 2 * np.arange(len(flat))
        right = left + 1
        after, before = self._after[flat], self._before[flat + 1]
        total = _known_links(links, left, after) + _known_links(links, before, right)
        total -= self._bond(links, texts, left, right)
        total *= np.float32(sheet.weights.shifts.link_weight)
        total = self._less_widths(total, links, left, flat, width)
        blank = [dump[end:begin].isspace() for t in trials for end, begin in t.spans]
        total += np.float32(sheet.weights.shifts.blank_gain) * np.array(blank)
        if self._kinsoku:
            lost = _lost_marks(dump, [s for s, _ in spans[n + 1 :: 2]])
            total -= sheet.weights.places.closed_start_cost * lost
        total[(width[left] <= 0) | (width[right] <= 0)] = -np.inf
        sizes = np.cumsum([len(trial.spans) for trial in trials])[:-1]
        return [np.asarray(part, np.float32) for part in np.split(total, sizes)]

    def _less_widths(
        self, total: Floats, links: LinkScorer, left: Index, flat: Index, width: Floats
    ) -> Floats:
        """The odds less what the widths of both parts, and the room that is left, speak against.

        left   (p,) the left part of each trial, before the right one; flat: the fragment on the
               left of its cut
        width  of the fragments, and of these parts
        """
        weights, found = self._sheet.weights, self._found
        n, right = len(found.order), left + 1
        full = np.empty(n, np.float32)
        full[found.order] = full_widths(width[found.order], ~found.asides[found.order])
        for part, whole in ((left, full[flat]), (right, full[flat + 1])):
            over = (width[part] - whole) / _slack(whole, weights.lines)
            total -= weights.shifts.over_cost * np.clip(over, 0.0, _MOST_OVER)
        for a, b, i in (
            (left, self._after[flat], flat),
            (self._before[flat + 1], right, flat + 1),
            (right, self._after[flat + 1], flat + 1),
        ):
            total -= weights.shifts.room_cost * _room(links, a, b, full[i], weights.lines)
        return total


_MOST_OVER, _MOST_ROOM = 6.0, 3.0
"""Slacks of a column by which a line is too wide or has room, and beyond which it costs no more."""


_OWN_WORDS = 0.45
"""Weight of the log probability of a part under the model of its language."""
_UNKNOWN_WORD = 7.0
"""What a word that the model does not know costs more than the model says, in nats."""


def _log_prob(model: NgramModel, text: str) -> float:
    ids = model.encode(text)
    unknown = np.count_nonzero(ids == model.unknown_id)
    return float(model.sequence_log_prob(ids).sum()) - _UNKNOWN_WORD * unknown


def _known_links(links: LinkScorer, left: Index, right: Index) -> Floats:
    """The links (p,) of pairs; 0 where one of the two is -1, for none."""
    known = (left >= 0) & (right >= 0)
    score = links.score(np.where(known, left, 0), np.where(known, right, 0))
    return np.where(known, score, np.float32(0.0))


def _slack(full: Floats, weights: LineWeights) -> Floats:
    """How much wider than a full line others of its column may be, of any shape."""
    return (weights.over_cells + weights.over_share * full).astype(np.float32)


def _room(
    links: LinkScorer, left: Index, right: Index, full: Floats, weights: LineWeights
) -> Floats:
    """By how many slacks of its column a line (p,) ends too early for the next one's first word.

    0 where a full stop ends it, or either is not known (-1).
    """
    known = (left >= 0) & (right >= 0)
    a, b = np.where(known, left, 0), np.where(known, right, 0)
    room = (full - links.shapes.width[a] - links.shapes.first_word[b]) / _slack(full, weights)
    counts = known & ~links.shapes.ends_stop[a]
    return np.where(counts, np.clip(room, 0.0, _MOST_ROOM), np.float32(0.0)).astype(np.float32)


def _lost_marks(dump: str, starts: Sequence[int]) -> Bools:
    """Which parts, by where they start, (s,), begin with a mark of what stood before the cut."""
    return np.array([begins_no_line(dump[start]) for start in starts], bool)


def _around(order: Sequence[int]) -> tuple[Index, Index]:
    """What comes after and before each of n fragments, (n,) each; -1 where nothing does."""
    path = np.array(order, np.intp)
    after, before = np.full(len(path), -1), np.full(len(path), -1)
    after[path[:-1]], before[path[1:]] = path[1:], path[:-1]
    return after, before


def _worst_links(found: PageOrder) -> Floats:
    """The worse link of fragments i and i + 1 to what the order puts after i and before i + 1.

    (n - 1,), in nats; inf where the order keeps the two together, or has none.
    """
    after, before = _around(found.order)
    left = np.arange(len(after) - 1)
    worst = np.full(len(left), np.inf, np.float32)
    parted = after[:-1] != left + 1
    for a, b in ((left, after[:-1]), (before[1:], left + 1)):
        at = np.flatnonzero(parted & (a >= 0) & (b >= 0))
        worst[at] = np.minimum(worst[at], found.links.score(a[at], b[at]))
    return worst
