"""Blanks where there should be none: in CJK words, around CJK punctuation, before Latin marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Bools, Index
from layoutfix.chardata import CJK_WIDE_MARKS, KANA_RE, codes_to_is_cjk
from layoutfix.patterns import pattern
from layoutfix.ranks import is_among
from layoutfix.repair.draft import BLANK, CJK, CLOSE, HALF, OPEN, PAUSE, Draft, Edit
from layoutfix.repair.spaced import find_gridded, find_spaced, is_label
from layoutfix.repair.stretches import Stretch
from layoutfix.weights import RepairWeights

BEFORE_MARK_RE = pattern(r"(?<=[^\W\d_]{2}) (?=[,.](?:\s|$))(?!\. ?\.)")
"""A blank before a comma or a full stop that ends a word."""

BEFORE_OTHER_RE = pattern(r"(?<=[^\W\d_]{2}) (?=[;?!](?:\s|$))")
"""The same before marks that French sets off with a blank; colons part fields of records, too."""

INSIDE_BRACKET_RE = pattern(r"(?<=\s\() (?=\w)|(?<=\w) (?=\)[\s,.;:])")

_BEFORE_BLANKS_GO = [ord(c) for c in ",.;?!)"]
"""Marks before which one of these patterns may take a blank away."""

TIGHT_LANGUAGES = frozenset({"en", "de"})
"""Languages in which no blank stands before ; ? !"""

SENTENCE_RE = pattern("[。，、；：！？]")

MOST_BLANKS = 3
"""A longer run of blanks is a gutter."""


def fix_spaces(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """Blanks inside CJK words and around CJK punctuation go, and those before Latin marks.

    tesseract prints "经 济 增 长" and "增长 ，"; line breaks that were made spaces tear words.
    A blank at full-width punctuation goes; between two CJK characters it goes where the n-gram
    model says that they are one phrase, or where the line, or the whole text, is spaced out
    (spaced.py).

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_spaces, "全省经 济稳定增长 ，人民生活水 平提高 。")
    '全省经济稳定增长，人民生活水平提高。'
    >>> preview(fix_spaces, "全 省 经 济 稳 定 增 长")
    '全省经济稳定增长'
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
        edits = _fix_cjk(draft, weights)
    return sorted({*edits, *_fix_latin(draft)})


def _fix_latin(draft: Draft) -> list[Edit]:
    patterns = [BEFORE_MARK_RE, INSIDE_BRACKET_RE]
    if draft.language in TIGHT_LANGUAGES:
        patterns.append(BEFORE_OTHER_RE)
    blanks = np.flatnonzero(draft.codes == ord(" "))
    after = np.append(draft.codes, 0)[blanks + 1]
    before = np.append(0, draft.codes)[blanks]
    may_go = is_among(after, _BEFORE_BLANKS_GO) | (before == ord("("))
    edits = []
    for at in blanks[may_go].tolist():
        if not any(pattern.match(draft.text, at) for pattern in patterns):
            continue
        if not draft.is_structured(at) and not draft.is_protected(at):
            edits.append(Edit(at, at + 1, ""))
    return edits


def _fix_cjk(draft: Draft, weights: RepairWeights) -> list[Edit]:
    kinds = draft.kinds
    blank = (kinds & BLANK) > 0
    starts = np.flatnonzero(blank[1:] & ~blank[:-1])  # offsets in the text: kinds has one before
    ends = np.flatnonzero(~blank[1:] & blank[:-1])
    left, right, length = kinds[starts], kinds[ends + 1], ends - starts
    some = CJK | PAUSE | OPEN | CLOSE
    at_mark = (right & (PAUSE | CLOSE) > 0) & (left & some > 0)
    before_mark = at_mark.copy()
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
        damaged = np.count_nonzero(before_mark) > weights.least_blank_share * marks
        torn, spaced = find_spaced(draft, starts[inside], weights, damaged=bool(damaged))
        goes[np.flatnonzero(inside)[torn]] = True
        goes |= (length == 1) & ~inside & _are_in(draft, spaced, starts)
    if goes.any():
        goes &= ~find_gridded(draft, starts)
    starts, ends = starts[goes], ends[goes]
    stays = draft.are_structured(starts).tolist()
    return [
        Edit(s, e, "")
        for s, e, stay in zip(starts.tolist(), ends.tolist(), stays, strict=True)
        if not stay
    ]


def _are_in(draft: Draft, spaced: Sequence[Stretch], blanks: Index) -> Bools:
    """Which blanks (n,) of stretches that are spaced out stand between full-width characters; where
    every character stands alone, between any two."""
    codes = draft.codes
    wide = np.zeros(len(codes) + 1, bool)
    wide[:-1] = codes_to_is_cjk(codes) | is_among(codes, [ord(c) for c in CJK_WIDE_MARKS])
    found = np.zeros(len(blanks), bool)
    for s in spaced:
        first, last = np.searchsorted(blanks, (s.start, s.end))
        here = blanks[first:last]
        found[first:last] = s.is_apart | (wide[here - 1] & wide[here + 1])
    return found


def _goes_on(draft: Draft, blanks: Index) -> Bools:
    """Whether a sentence follows a mark and a blank: not what Japanese parts by a blank after
    ！ and ？, nor a credit ("图为新桥。 王小山 摄") after 。, nor a title behind its number
    ("三、 结果"); (n,)."""
    text = draft.text
    is_japanese = KANA_RE.search(text) is not None
    found = []
    for at in blanks.tolist():
        mark = text[at - 1] if at else ""
        _, end = draft.line_at(at)
        if mark == "、" and is_label(text, at):
            found.append(False)
            continue
        goes_on = mark not in "！？。" or SENTENCE_RE.search(text, at, end) is not None
        found.append(goes_on and not (mark in "！？" and is_japanese))
    return np.array(found, bool)
