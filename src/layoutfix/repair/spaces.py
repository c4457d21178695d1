"""Blanks where there should be none: in CJK words, around CJK punctuation, before Latin marks."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import regex as re

from layoutfix.chardata import KANA_RE
from layoutfix.config import RepairConfig
from layoutfix.repair.draft import (
    BLANK,
    CJK,
    CLOSE,
    HALF,
    OPEN,
    PAUSE,
    Draft,
    Edit,
    Ints,
)

Flags: TypeAlias = npt.NDArray[np.bool_]

BEFORE_MARK_RE = re.compile(r"(?<=[^\W\d_]{2}) (?=[,.](?:\s|$))(?!\. ?\.)")
"""A blank before a comma or a full stop that ends a word."""

BEFORE_OTHER_RE = re.compile(r"(?<=[^\W\d_]{2}) (?=[;?!](?:\s|$))")
"""The same before marks that French sets off with a blank; colons part fields of records, too."""

INSIDE_BRACKET_RE = re.compile(r"(?<=\s\() (?=\w)|(?<=\w) (?=\)[\s,.;:])")

LABEL_RE = re.compile(
    r"(?:第[\p{Han}\d -]{1,9}[章节節条條款项項编編部篇回卷]|[\p{Nd}一二三四五六七八九十]+[、.]?)$"
)
"""Number of a chapter or an article: what follows it is its title."""

TIGHT_LANGUAGES = frozenset({"en", "de"})
"""Languages in which no blank stands before ; ? !"""

CJK_RE = re.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}，。、；：！？“”「」『』（）《》…]+")
SENTENCE_RE = re.compile("[。，、；：！？]")
HAN_TAIL_RE = re.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]*$")
HAN_HEAD_RE = re.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]*")

MOST_LONE = 3
"""So many lone blanks in a line that is not torn may part the entries of a list."""

MOST_BLANKS = 3
"""A longer run of blanks is a gutter."""


def fix_spaces(draft: Draft, config: RepairConfig) -> list[Edit]:
    """Blanks inside CJK words and around CJK punctuation go, and those before Latin marks.

    tesseract prints "经 济 增 长" and "增长 ，"; line breaks that were made spaces tear words.
    A blank at full-width punctuation goes; between two CJK characters it goes where the n-gram
    model says that they are one phrase, or where the whole line is torn into characters.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_spaces, "全省经 济稳定增长 ，人民生活水 平提高 。")
    '全省经济稳定增长，人民生活水平提高。'
    >>> preview(fix_spaces, "本报记者 王小山  摄影 李大河")
    '本报记者 王小山  摄影 李大河'
    >>> preview(fix_spaces, "The oranges are in , and it was the best of years .")
    'The oranges are in, and it was the best of years.'

    Gutters, tables, U+3000 and blanks between CJK and Latin stay, and so do those that part names,
    titles and the entries of lists: a lone blank must stand inside a word for certain, unless the
    text shows by its marks that it is full of blanks. Gets wrong: torn words that the model does
    not know stay torn; a name before a place may be joined to it.
    """
    edits: list[Edit] = []
    if draft.has_cjk:
        edits = _fix_cjk(draft, config)
    return sorted({*edits, *_fix_latin(draft)})


def _fix_latin(draft: Draft) -> list[Edit]:
    patterns = [BEFORE_MARK_RE, INSIDE_BRACKET_RE]
    if draft.language in TIGHT_LANGUAGES:
        patterns.append(BEFORE_OTHER_RE)
    kinds = draft.kinds[1:-1]
    half, blank = kinds & HALF > 0, kinds & BLANK > 0
    hits = np.flatnonzero(blank[:-1] & half[1:]).tolist()
    hits += (np.flatnonzero(half[:-1] & blank[1:]) + 1).tolist()
    edits = []
    for at in sorted(set(hits)):
        if not any(pattern.match(draft.text, at) for pattern in patterns):
            continue
        if not draft.is_structured(at) and not draft.is_protected(at):
            edits.append(Edit(at, at + 1, ""))
    return edits


def _fix_cjk(draft: Draft, config: RepairConfig) -> list[Edit]:
    kinds = draft.kinds
    blank = (kinds & BLANK) > 0
    starts = np.flatnonzero(blank[1:] & ~blank[:-1])  # offsets in the text: kinds has one before
    ends = np.flatnonzero(~blank[1:] & blank[:-1])
    left, right, length = kinds[starts], kinds[ends + 1], ends - starts
    some = CJK | PAUSE | OPEN | CLOSE
    at_mark = (right & (PAUSE | CLOSE) > 0) & (left & some > 0)
    after = np.flatnonzero((left & PAUSE > 0) & (right & (CJK | OPEN) > 0) & (length == 1))
    at_mark[after[_goes_on(draft, starts[after])]] = True
    at_mark |= (left & OPEN > 0) & (right & some > 0)
    ascii_marks = (right & HALF > 0) & (left & CJK > 0) & (length == 1)
    for k in np.flatnonzero(ascii_marks).tolist():
        at_mark[k] = draft.text[ends[k]] in ",;?!" and draft.is_cjk_line(int(starts[k]))
    at_mark &= length <= MOST_BLANKS
    inside = (left & CJK > 0) & (right & CJK > 0) & (length == 1)
    goes = at_mark.copy()
    if inside.any():
        marks = max(1, int(np.count_nonzero(kinds & PAUSE)))
        damaged = np.count_nonzero(at_mark) > config.least_blank_share * marks
        torn = _are_torn(draft, starts[inside], config, damaged=bool(damaged))
        goes[np.flatnonzero(inside)[torn]] = True
    return [
        Edit(s, e, "")
        for s, e in zip(starts[goes].tolist(), ends[goes].tolist(), strict=True)
        if not draft.is_structured(s)
    ]


def _goes_on(draft: Draft, blanks: Ints) -> Flags:
    """Whether a sentence follows a mark and a blank: not what Japanese parts by a blank after
    ！ and ？, nor a credit ("图为新桥。 王小山 摄") after 。; (n,)."""
    text = draft.text
    is_japanese = KANA_RE.search(text) is not None
    found = []
    for at in blanks.tolist():
        mark = text[at - 1] if at else ""
        _, end = draft.line_at(at)
        goes_on = mark not in "！？。" or SENTENCE_RE.search(text, at, end) is not None
        found.append(goes_on and not (mark in "！？" and is_japanese))
    return np.array(found, bool)


def _are_torn(draft: Draft, blanks: Ints, config: RepairConfig, *, damaged: bool) -> Flags:
    """Which of these lone blanks between CJK characters tear a word; (n,).

    `damaged` says that blanks stand before the text's full-width marks: then less is asked for.
    """
    offsets = (blanks + 1).tolist()
    bonds = draft.bonds(offsets)
    holds = (bonds >= config.least_bond) & (draft.pair_bonds(offsets) >= config.least_pair_bond)
    if damaged:
        holds |= bonds >= config.least_damaged_bond
    torn = np.zeros(len(blanks), bool)
    by_line: dict[int, list[int]] = defaultdict(list)
    for k, at in enumerate(blanks.tolist()):
        by_line[draft.line_at(at)[0]].append(k)
    for start, members in by_line.items():
        line = draft.text[slice(*draft.line_at(start))]
        here = np.array(members)
        if _is_torn_line(line, float(bonds[here].mean()), config, judged=draft.model is not None):
            torn[here] = True
        elif len(members) < MOST_LONE:
            for k in here[holds[here]].tolist():
                torn[k] = not _parts_titles(line, int(blanks[k]) - start)
    return torn


def _is_torn_line(line: str, bond: float, config: RepairConfig, *, judged: bool) -> bool:
    """Whether a line is torn into single characters; without a model, more of them must be."""
    pieces = [m[0] for p in line.split() if (m := CJK_RE.match(p))]
    characters = sum(map(len, pieces))
    if characters < config.torn_characters or characters > config.torn_piece * len(pieces):
        return False
    lone = sum(len(p) == 1 for p in pieces) / len(pieces)
    return bond >= config.least_torn_bond if judged else lone >= config.least_lone_share


def _parts_titles(line: str, at: int) -> bool:
    """Whether the blank at `line[at]` stands after a chapter's number, or between letters that were
    spaced out ("总 则")."""
    left = HAN_TAIL_RE.search(line, 0, at)
    right = HAN_HEAD_RE.match(line, at + 1)
    longest = max(len(m[0]) if m else 0 for m in (left, right))
    return longest == 1 or LABEL_RE.search(line, 0, at) is not None
