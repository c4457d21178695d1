"""Cuts are moved to where the order says (`fragments.adjust` tells how)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from layoutfix.config import Config
from layoutfix.continuity import LinkScorer
from layoutfix.continuity.encoder import encoder_of
from layoutfix.fragments.adjust import Trial, find_trials, move_cuts
from layoutfix.fragments.kinsoku import begins_no_line, keep_kinsoku
from layoutfix.fragments.seams import line_fit
from layoutfix.model import Fragment, Pin
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.pins import pins_to_pairs
from layoutfix.page.order import PageOrder
from layoutfix.page.pieces import Pieces
from layoutfix.page.scoring import find_indents, score_links

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Index = npt.NDArray[np.intp]


def move_cuts_by_order(
    dump: str,
    start: int,
    at: Floats,
    found: PageOrder,
    model: NgramModel,
    config: Config,
    *,
    cjk: bool,
) -> Pieces | None:
    """The pieces with their cuts moved to where the order says; None where all stay."""
    pieces, seams = found.pieces, config.seams if cjk else config.spaced_seams
    spans = [(f.start, f.end) for f in pieces.fragments]
    trials = find_trials(dump, spans, pieces.row.tolist(), seams, cjk=cjk)
    worst = _worst_links(found)
    kinsoku = cjk and keep_kinsoku([pieces.fragments[i].text for i in pieces.row_firsts], seams)
    if kinsoku:
        lost = _lost_marks(dump, [start for start, _ in spans[1:]])
        worst[lost & np.isfinite(worst)] = -np.inf
    trials = [t for t in trials if worst[t.left] < seams.shift_below]
    if not trials:
        return None

    def judge(trials: Sequence[Trial]) -> list[Floats]:
        return _judge_cuts(dump, start, at, found, trials, model, config, cjk=cjk, kinsoku=kinsoku)

    moved = move_cuts(trials, judge, seams)
    if not moved:
        return None
    for i, (end, begin) in moved.items():
        spans[i] = spans[i][0], end
        spans[i + 1] = begin, spans[i + 1][1]
    lo, hi = np.array(spans, np.intp).T - start
    return replace(
        pieces,
        fragments=[Fragment(s, e, dump[s:e]) for s, e in spans],
        width=(at[hi] - at[lo]).astype(np.float32),
    )


def keep_order(
    pieces: Pieces,
    found: PageOrder,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin],
    *,
    cjk: bool,
) -> PageOrder:
    """The order as found, with links of the fragments as they are cut now."""
    links = score_links(pieces, model, config, cjk=cjk)
    links.pin(pins_to_pairs(pins, pieces.fragments))
    return replace(found, pieces=pieces, links=links)


def _judge_cuts(
    dump: str,
    start: int,
    at: Floats,
    found: PageOrder,
    trials: Sequence[Trial],
    model: NgramModel,
    config: Config,
    *,
    cjk: bool,
    kinsoku: bool,
) -> list[Floats]:
    """Log-odds of the places that cuts may have: links of both parts, less the row's own bond."""
    pieces, order = found.pieces, found.order
    seams = config.seams if cjk else config.spaced_seams
    n = len(pieces.fragments)
    spans = [(f.start, f.end) for f in pieces.fragments]
    of: list[int] = []
    for trial in trials:
        i = trial.left
        for end, begin in trial.spans:
            spans += [(pieces.fragments[i].start, end), (begin, pieces.fragments[i + 1].end)]
            of += [i, i + 1]
    lo, hi = np.array(spans, np.intp).T - start
    width = (at[hi] - at[lo]).astype(np.float32)
    owner = np.concatenate([np.arange(n), np.array(of, np.intp)])
    links = LinkScorer(
        [dump[s:e] for s, e in spans],
        width,
        replace(config.continuity, double_most_texts=0),
        cjk=cjk,
        model=model,
        encoder=encoder_of([f.text for f in pieces.fragments], model),
        indents=find_indents(pieces, config)[owner],
    )
    links.shapes.column[n:] = links.shapes.column[owner[n:]]
    left, right, sign = [], [], []
    after, before = _around(order)
    for k, i in enumerate(_flat(trials)):
        new_left, new_right = n + 2 * k, n + 2 * k + 1
        for a, b in ((new_left, int(after[i])), (int(before[i + 1]), new_right)):
            known = a >= 0 and b >= 0
            left.append(a if known else new_left)
            right.append(b if known else new_right)
            sign.append(1.0 if known else 0.0)
    pairs = np.array(left, np.intp), np.array(right, np.intp)
    score = links.score(*pairs) * np.array(sign, np.float32)
    inside = n + 2 * np.arange(len(of) // 2)
    bond = links.evidence(inside, inside + 1).ngram * config.continuity.ngram_weight
    fit = np.array(
        [
            max(line_fit(float(w), [float(c)], seams), -seams.short_stop_cost)
            for w, c in zip(width[n:], links.shapes.column[n:], strict=True)
        ]
    )
    total = score[0::2] + score[1::2] - bond
    if kinsoku:
        starts = [start for start, _ in spans[n + 1 :: 2]]
        total -= seams.closed_start_cost * _lost_marks(dump, starts)
    total += seams.shift_width_weight * (fit[0::2] + fit[1::2])
    sizes = np.cumsum([len(trial.spans) for trial in trials])[:-1]
    return [np.asarray(part, np.float32) for part in np.split(total, sizes)]


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


def _flat(trials: Sequence[Trial]) -> list[int]:
    return [trial.left for trial in trials for _ in trial.spans]
