"""Whether a CJK text is spaced out, and which of its lines are: judged over all of its blanks.

    县 里 的 修 表 匠 搬 进 了 新 街 口      every character or every word: tesseract, segmenters
    今年村 里的橘子熟 得早，农户很 高兴      words torn at random: line breaks that became blanks
    王小山 李大河 张秋月                     blanks that mean something stay

A stretch is what stands between two gutters. One of many short pieces is spaced out if its
characters hold together over the blanks, if words of grammar stand alone in it, or if blanks stand
before its marks: lists have none of these. When most of what has blanks is spaced out, the text is,
and less is asked of its other stretches.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import regex as re

from layoutfix.arrays import Bools, Floats, Index
from layoutfix.chardata import text_to_codes
from layoutfix.grids import find_grids
from layoutfix.patterns import pattern
from layoutfix.ranks import is_among
from layoutfix.repair.draft import CJK, Draft
from layoutfix.repair.stretches import LETTER, Stretch, find_stretches
from layoutfix.weights import RepairWeights

SENTENCE_PAUSE_RE = pattern(f"{LETTER}[，。；！？]")
CHAPTER_RE = pattern(r"第[\p{Han}\d-]{1,6}[章节節条條款项項编編部篇回卷]")
LABEL_RE = pattern(
    r"(?:第[\p{Han}\d -]{1,9}[章节節条條款项項编編部篇回卷]|[\p{Nd}一二三四五六七八九十]+[、.]?)$"
)
"""Number of a chapter or an article: what follows it is its title."""

ITEM_RE = pattern(r"(?:.*：)?[\p{Nd}一二三四五六七八九十]{1,3}[、.]?")
"""The number of an item at the start of a sentence, or behind a colon."""

LABEL_END_RE = pattern(r"[\p{Nd}一二三四五六七八九十、.章节節條条款项項编編部篇回卷]")
"""The last character of a label."""

LONGEST_LABEL = 16
PARTICLES = frozenset("的了着著是在和也就都把被这這那个個们們はがをに")
"""Those that hardly stand in names, titles and verse."""


def find_spaced(
    draft: Draft, blanks: Index, weights: RepairWeights, *, damaged: bool
) -> tuple[Bools, list[Stretch]]:
    """Which of these lone blanks between CJK characters tear a text that is one without them, (n,);
    and the stretches that are spaced out.

    blanks   offsets, in order
    damaged  blanks stand before the text's full-width marks: then less is asked for
    """
    bonds, pairs = draft.bonds((blanks + 1).tolist()), draft.pair_bonds((blanks + 1).tolist())
    stretches = find_stretches(draft, blanks)
    torn = np.zeros(len(blanks), bool)
    out: list[Stretch] = []
    kept: list[int] = []  # blanks behind labels
    judged = draft.model is not None
    dense = [_is_dense(s, weights, judged=judged) for s in stretches]
    spaced = [d and _gain(s, bonds, weights) >= 0.0 for s, d in zip(stretches, dense, strict=True)]
    letters = np.array([s.letters for s in stretches])
    is_spaced_text = letters[spaced].sum() > weights.spaced_share * letters.sum()
    sound = _is_sure(draft, stretches, blanks, bonds, pairs, weights)
    certain = [0, *np.cumsum(sound).tolist()]  # blanks before each that are
    sparse = [s for s, d in zip(stretches, dense, strict=True) if not d]
    is_torn_text = _is_torn(sparse, certain, weights) and (damaged or len(sparse) > 1)
    ends = _find_label_ends(draft, blanks)
    for k, s in enumerate(stretches):
        if spaced[k] or (is_spaced_text and _is_like_the_text(s, weights)):
            torn[s.blanks] = True
            kept += _end_labels(draft, s, blanks, ends, CHAPTER_RE)
            out.append(s)
        elif (is_torn_text or _is_torn([s], certain, weights)) and _is_prose(draft, s):
            torn[s.blanks] = True
            kept += _end_labels(draft, s, blanks, ends, CHAPTER_RE)
            kept += _end_labels(draft, s, blanks, ends, ITEM_RE)
        elif s.blank_count < weights.most_lone:
            holds = sound[s.blanks]
            if damaged:
                holds = holds | (bonds[s.blanks] >= weights.least_damaged_bond)
            torn[s.blanks] = holds & ~_are_labels(draft, s, blanks)
    torn[kept] = False
    return torn, out


def _is_torn(stretches: Sequence[Stretch], certain: Sequence[int], weights: RepairWeights) -> bool:
    """Whether blanks tear words of these stretches at random: they are many, and enough of them
    stand inside words for certain, or before marks."""
    blanks = sum(s.blank_count for s in stretches)
    letters = sum(s.letters for s in stretches)
    if blanks < weights.torn_density * letters:
        return False
    shown = sum(certain[s.blanks.stop] - certain[s.blanks.start] for s in stretches)
    at_mark = sum(s.at_mark for s in stretches)
    is_segmented = blanks >= weights.segmented_density * letters
    if is_segmented and at_mark >= weights.torn_marks * sum(s.marks for s in stretches):
        shown += at_mark
    return bool(shown >= max(1, weights.torn_share * blanks))


def _is_like_the_text(stretch: Stretch, weights: RepairWeights) -> bool:
    """Whether a stretch of a text that is spaced out is, too: of few pieces most must be single
    characters, or a mark or a word of grammar must stand apart, since it may be a name and title.
    """
    if stretch.is_sequence or stretch.letters > weights.torn_piece * stretch.pieces:
        return False
    is_long = stretch.pieces >= weights.torn_pieces
    shows = stretch.at_mark > 0 or stretch.grammar > 0
    return is_long or shows or 2 * stretch.lone >= stretch.pieces


def _is_dense(stretch: Stretch, weights: RepairWeights, *, judged: bool) -> bool:
    """Whether it is many short pieces; without a model, most must be single characters."""
    most = weights.torn_piece if judged else 2.0 - weights.least_lone_share
    return (
        stretch.pieces >= weights.torn_pieces
        and stretch.letters <= most * stretch.pieces
        and not stretch.is_sequence
    )


def _gain(stretch: Stretch, bonds: Floats, weights: RepairWeights) -> float:
    """Evidence in nats that a stretch of short pieces is a spaced sentence and no list."""
    held = float(bonds[stretch.blanks].sum()) + weights.torn_lone * stretch.lone
    shown = weights.torn_grammar * stretch.grammar + weights.torn_mark * stretch.at_mark
    return held + shown - weights.least_torn_gain


def _is_sure(
    draft: Draft,
    stretches: Sequence[Stretch],
    blanks: Index,
    bonds: Floats,
    pairs: Floats,
    weights: RepairWeights,
) -> Bools:
    """Which blanks stand inside a word for certain, (n,); never between two lone characters."""
    sure = (bonds >= weights.least_bond) & (pairs >= weights.least_pair_bond)
    kinds = draft.kinds
    for k in np.flatnonzero(sure).tolist():
        at = int(blanks[k]) + 1  # kinds has one before
        lone = not kinds[at - 2] & CJK and not kinds[at + 2] & CJK
        sure[k] = not lone and draft.text[at - 2] != draft.text[at]
    return sure


def _is_prose(draft: Draft, stretch: Stretch) -> bool:
    """Whether a stretch is a sentence: it has a mark behind a word, or a particle."""
    text = draft.text[stretch.start : stretch.end]
    if not PARTICLES.isdisjoint(text):
        return True
    return SENTENCE_PAUSE_RE.search(text.replace(" ", "")) is not None


def _find_label_ends(draft: Draft, blanks: Index) -> list[int]:
    """Numbers of the blanks behind what may be the last character of a label."""
    last = text_to_codes("".join(LABEL_END_RE.findall(draft.characters)))
    return np.flatnonzero(is_among(draft.codes[blanks - 1], last)).tolist()


def _end_labels(
    draft: Draft, stretch: Stretch, blanks: Index, ends: Sequence[int], label: re.Pattern[str]
) -> list[int]:
    """Numbers of the blanks between a label at the start of a stretch and its title or text,
    whether or not the label is spaced out itself; `ends` as `_find_label_ends` has them."""
    text, start = draft.text, stretch.start
    if label is CHAPTER_RE and text[start] != "第":
        return []
    first = bisect_left(ends, stretch.blanks.start)
    last = bisect_left(ends, stretch.blanks.stop, first)
    return [
        k for k in ends[first:last] if label.fullmatch(text[start : blanks[k]].replace(" ", ""))
    ]


def _are_labels(draft: Draft, stretch: Stretch, blanks: Index) -> Bools:
    """Which blanks of a stretch stand behind the number of a chapter, or between two characters
    that were spaced out ("总 则")."""
    found = []
    for at in blanks[stretch.blanks].tolist():
        before = draft.text[stretch.start : at]
        after = draft.text[at + 1 : min(stretch.end, at + 3)]
        lone = len(before.split(" ")[-1]) == 1 and len(after.split(" ")[0]) == 1
        found.append(lone or is_label(draft.text, at))
    return np.array(found, bool)


def is_label(text: str, at: int) -> bool:
    """Whether the number of a chapter or an item ends before `text[at]`."""
    return LABEL_RE.search(text, max(0, at - LONGEST_LABEL), at) is not None


def find_gridded(draft: Draft, blanks: Index) -> Bools:
    """Which blanks (n,) stand in a grid of single characters, where they keep the place."""
    inside = np.zeros(len(blanks), bool)
    starts = [*draft.line_starts, len(draft.text) + 1]
    lines = [draft.text[a : b - 1] for a, b in pairwise(starts)]
    for rows in find_grids(lines, draft.model):
        inside |= (blanks >= starts[rows.start]) & (blanks < starts[rows.stop])
    return inside
