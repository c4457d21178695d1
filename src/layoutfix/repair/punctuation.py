"""Half-width punctuation in Chinese and Japanese sentences, straight quotes, dots and dashes."""

from __future__ import annotations

import numpy as np
import regex as re

from layoutfix.arrays import Index
from layoutfix.chardata import KANA_RE
from layoutfix.patterns import pattern
from layoutfix.ranks import distinct
from layoutfix.repair.draft import BLANK, CJK, CLOSE, DIGIT, HALF, LATIN, OPEN, PAUSE, Draft, Edit
from layoutfix.weights import RepairWeights

WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

SENTENCE_RE = pattern("[。！？，；]")
"""Full-width marks that only running text has."""

DOTS_RE = pattern(
    r"(?<=[\p{Han}\p{Hiragana}\p{Katakana}”」』])\.{3,6}(?=[\p{Han}\p{Hiragana}\p{Katakana}。，！？”」』]|$)",
    re.M,
)
DASHES_RE = pattern(
    r"(?<=[\p{Han}\p{Hiragana}\p{Katakana}”」』，。])-{2,3}(?=[\p{Han}\p{Hiragana}\p{Katakana}“「『])"
)
CJK_BEFORE = r"(?<=[\p{Han}\p{Hiragana}\p{Katakana}”」』）])"
HALF_COMMA_RE = pattern(
    r"(?<=[\p{Han}\p{Hiragana}\p{Katakana}]{4}),(?=[\p{Han}\p{Hiragana}\p{Katakana}]{3})"
)
"""An ASCII comma in a CJK sentence, rather than in a record of short fields."""

LEAST_CLAUSE = 4
"""Mean CJK characters between commas that make a line of ASCII commas a sentence."""

BRACKETS_RE = pattern(r"\([^()（）\n]{1,60}\)|\([^()（）\n]{1,60}）|（[^()（）\n]{1,60}\)")
QUOTED_RE = pattern(r'"([^"\n]{1,200})"')


def fix_punctuation(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """Half-width marks in Chinese and Japanese sentences become full-width.

    tesseract prints every comma of Chinese as ASCII; RapidOCR does so here and there. A mark is
    changed where a CJK character stands before it, the line is a CJK sentence, and the text has the
    mark in full width more often than not, or has ASCII commas throughout (and 。): not in
    numbers, addresses, Latin phrases, tables, code. Straight quotes become “ ” or 「 」 when they
    are balanced in the line and fewer than those; `...` and `--` between CJK characters become
    …… and ——, by the same habit.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_punctuation, '今年收成好,比去年多一成(约3,000吨),村民说:好。')
    '今年收成好，比去年多一成（约3,000吨），村民说：好。'
    >>> preview(fix_punctuation, '“好。”他说。“真好！”“买吧。”又说："也好。"')
    '“好。”他说。“真好！”“买吧。”又说：“也好。”'
    >>> preview(fix_punctuation, "比分是3:1，参见 https://a.b/c,d。")
    '比分是3:1，参见 https://a.b/c,d。'
    >>> preview(fix_punctuation, "姓名,年龄,城市")
    '姓名,年龄,城市'

    Gets wrong: a text that sets ASCII commas on purpose, and full stops as 。; and an engine that
    prints colons in half width, but not commas, goes unseen.
    """
    if not draft.has_cjk:
        return []
    habits = Habits(draft.text)
    brackets = _fix_brackets(draft, weights, habits)
    edits = brackets + _fix_marks(draft, weights, habits, brackets)
    edits += _fix_quotes(draft, weights, habits)
    for marks, after, half in ((DOTS_RE, "……", "..."), (DASHES_RE, "——", "--")):
        for found in marks.finditer(draft.text):
            if not habits.has(after, half):
                break
            if _is_sentence(draft, found.start(), weights, habits):
                edits.append(Edit(found.start(), found.end(), after))
    return sorted(edits)


class Habits:
    """What the text sets in full width by habit: half-width marks are damage only there.

    `sentences` keeps of lines, by their start, whether they are CJK prose.

    A text that has a mark in half width throughout has it on purpose, except where all its commas
    are half-width, too: so do engines that know ASCII punctuation only.
    """

    def __init__(self, text: str) -> None:
        half_commas = len(HALF_COMMA_RE.findall(text))
        self.is_ascii = half_commas > text.count("，") + text.count("、") and "。" in text
        self._text = text
        self.sentences: dict[int, bool] = {}

    def has(self, wide: str, half: str) -> bool:
        """Whether the wide form of a mark is this text's habit."""
        if self.is_ascii:
            return True
        return self._text.count(wide) > len(re.findall(CJK_BEFORE + re.escape(half), self._text))


def _fix_marks(
    draft: Draft, weights: RepairWeights, habits: Habits, brackets: list[Edit]
) -> list[Edit]:
    kinds = draft.kinds.copy()
    for edit in brackets:
        kinds[edit.start + 1] = CLOSE if edit.after == "）" else OPEN
    half = kinds[1:-1] & HALF > 0
    before, after = kinds[:-2], kinds[2:]
    after_cjk = before & (CJK | CLOSE) > 0
    goes_on = after & (LATIN | DIGIT | CJK | OPEN | CLOSE | PAUSE | BLANK) > 0
    quotes = after & HALF > 0
    ends = (after == 0) & habits.is_ascii
    found = np.flatnonzero(half & after_cjk & (goes_on | ends | quotes))
    edits = []
    usual = {half: habits.has(wide, half) for half, wide in WIDE.items()} if len(found) else {}
    _judge_lines(draft, found, weights, habits)
    for at in found.tolist():
        wide = WIDE.get(draft.text[at])
        if (
            wide
            and usual[draft.text[at]]
            and _is_sentence(draft, at, weights, habits)
            and not draft.is_protected(at)
        ):
            edits.append(Edit(at, at + 1, wide))
    return edits


def _fix_brackets(draft: Draft, weights: RepairWeights, habits: Habits) -> list[Edit]:
    edits: list[Edit] = []
    kinds = draft.kinds
    if not habits.is_ascii:
        return []
    for found in BRACKETS_RE.finditer(draft.text):
        lo, hi = found.span()
        inside = kinds[lo + 2 : hi]
        if not (inside & CJK).any() or not (int(kinds[lo]) | int(kinds[hi + 1])) & (CJK | PAUSE):
            continue
        if not _is_sentence(draft, lo, weights, habits) or draft.is_protected(lo):
            continue
        if found[0][0] == "(":
            edits.append(Edit(lo, lo + 1, "（"))
        if found[0][-1] == ")":
            edits.append(Edit(hi - 1, hi, "）"))
    return edits


def _fix_quotes(draft: Draft, weights: RepairWeights, habits: Habits) -> list[Edit]:
    edits: list[Edit] = []
    kinds = draft.kinds
    corner = draft.text.count("「") > draft.text.count("“")
    if KANA_RE.search(draft.text):  # Japanese news sets straight quotes around titles
        return []
    opening, closing = "「」" if corner else "“”"
    if draft.text.count(opening) <= draft.text.count('"'):
        return []
    done = -1
    for found in QUOTED_RE.finditer(draft.text):
        line, end = draft.line_at(found.start())
        if line == done or not _is_sentence(draft, found.start(), weights, habits):
            continue
        done = line
        quotes = [k for k in range(line, end) if draft.text[k] == '"']
        if len(quotes) % 2:
            continue
        pairs = list(zip(quotes[::2], quotes[1::2], strict=True))
        if all(
            _is_quotation(kinds[a + 2 : b + 1], int(kinds[a]), int(kinds[b + 2])) for a, b in pairs
        ):
            for a, b in pairs:
                edits += (Edit(a, a + 1, opening), Edit(b, b + 1, closing))
    return edits


def _is_quotation(inside: np.ndarray, before: int, after: int) -> bool:
    """Whether what stands between two straight quotes is CJK, and so is what stands around them."""
    if not len(inside) or not (inside & CJK).any() or inside[0] & BLANK or inside[-1] & BLANK:
        return False
    if before & (DIGIT | LATIN):  # inches, seconds
        return False
    around = CJK | PAUSE | OPEN | CLOSE
    return bool((before | after) & around) or (before | after) == 0


def _is_sentence(draft: Draft, i: int, weights: RepairWeights, habits: Habits) -> bool:
    """Whether character i stands in a line of CJK prose; found once a line."""
    lo, _ = draft.line_at(i)
    if lo not in habits.sentences:
        _judge_lines(draft, np.array([i], np.intp), weights, habits)
    return habits.sentences[lo]


def _judge_lines(draft: Draft, at: Index, weights: RepairWeights, habits: Habits) -> None:
    """Tells of the lines of some characters (n,) which are of CJK prose."""
    lo, hi = draft.lines_at(distinct(draft.lines_at(at)[0]))
    characters = draft.counts(CJK, lo, hi)
    fits = (characters * 2 > draft.counts(LATIN, lo, hi)) & ~draft.are_structured(lo)
    fits &= characters >= weights.least_sentence
    rows = zip(lo.tolist(), hi.tolist(), characters.tolist(), fits.tolist(), strict=True)
    for start, end, count, fit in rows:
        habits.sentences[start] = fit and (
            SENTENCE_RE.search(draft.text, start, end) is not None
            or (habits.is_ascii and count >= LEAST_CLAUSE * (draft.text.count(",", start, end) + 1))
        )
