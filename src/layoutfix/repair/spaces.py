"""Blanks where there should be none: in CJK words, around CJK punctuation, before Latin marks."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import regex as re

from layoutfix.config import RepairConfig
from layoutfix.repair.draft import (
    BLANK,
    CJK,
    CLOSE,
    LATIN,
    OPEN,
    PAUSE,
    Draft,
    Edit,
    Ints,
)

BEFORE_MARK_RE = re.compile(r"(?<=[^\W\d_]{2}) (?=[,.](?:\s|$))(?!\. ?\.)")
"""A blank before a comma or a full stop that ends a word."""

BEFORE_OTHER_RE = re.compile(r"(?<=[^\W\d_]{2}) (?=[;:?!](?:\s|$))(?![?!:;]\S)")
"""The same before marks that French sets off with a blank."""

INSIDE_BRACKET_RE = re.compile(r"(?<=\s\() (?=\w)|(?<=\w) (?=\)[\s,.;:])")

TIGHT_LANGUAGES = frozenset({"en", "de"})
"""Languages in which no blank stands before ; : ? !"""

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

    Gutters, tables, U+3000 and blanks between CJK and Latin stay, and so does one where a name may
    stand behind it. Gets wrong: torn words that the model does not know stay torn; two phrases in a
    heading that belong together closely are joined.
    """
    edits: list[Edit] = []
    if draft.has_cjk:
        edits = _fix_cjk(draft, config)
    return sorted(edits + _fix_latin(draft))


def _fix_latin(draft: Draft) -> list[Edit]:
    patterns = [BEFORE_MARK_RE, INSIDE_BRACKET_RE]
    if draft.language in TIGHT_LANGUAGES:
        patterns.append(BEFORE_OTHER_RE)
    edits = []
    for pattern in patterns:
        for found in pattern.finditer(draft.text):
            at = found.start()
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
    at_mark |= (left & PAUSE > 0) & (right & (CJK | OPEN) > 0) & (length == 1)
    at_mark |= (left & OPEN > 0) & (right & some > 0)
    at_mark &= length <= MOST_BLANKS
    inside = (left & CJK > 0) & (right & CJK > 0) & (length == 1)
    goes = at_mark.copy()
    if inside.any():
        goes[np.flatnonzero(inside)[_are_torn(draft, starts[inside], config)]] = True
    return [
        Edit(s, e, "")
        for s, e in zip(starts[goes].tolist(), ends[goes].tolist(), strict=True)
        if not draft.is_structured(s)
    ]


def _are_torn(draft: Draft, blanks: Ints, config: RepairConfig) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of these lone blanks between CJK characters tear a word; (n,)."""
    bonds = draft.bonds((blanks + 1).tolist())
    torn = np.zeros(len(blanks), bool)
    by_line: dict[int, list[int]] = defaultdict(list)
    for k, at in enumerate(blanks.tolist()):
        by_line[draft.line_at(at)[0]].append(k)
    for members in by_line.values():
        lo, hi = draft.line_at(int(blanks[members[0]]))
        line = draft.text[lo:hi]
        pieces = line.split()
        characters = int(np.count_nonzero(draft.kinds[lo + 1 : hi + 1] & CJK))
        here = np.array(members)
        mean_piece = characters / max(1, len(pieces))
        if characters >= config.torn_characters and mean_piece <= config.torn_piece:
            lone = np.mean([len(p) == 1 for p in pieces])
            if draft.model is None:
                torn[here] = lone >= 0.6  # noqa: PLR2004
            else:
                torn[here] = bonds[here].mean() >= config.least_torn_bond
            continue
        for k in members:
            following = line[int(blanks[k]) + 1 - lo :].split(" ", 1)[0]
            is_name = len(re.match(r"\p{Han}*", following)[0]) in (2, 3) and not re.match(r"\p{Han}*[，。]", following)
            torn[k] = bonds[k] >= (config.least_name_bond if is_name else config.least_bond)
    return torn
