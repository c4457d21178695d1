"""Wrapped lines of a paragraph, joined as their script joins words."""

from __future__ import annotations

import numpy as np
import regex as re

from layoutfix.arrays import Doubles
from layoutfix.assembly.hyphens import keeps_hyphen
from layoutfix.assembly.joints import continuing_kind
from layoutfix.chardata import (
    HYPHENS,
    codes_to_widths,
    ends_sentence,
    is_suspended,
    text_to_codes,
)
from layoutfix.patterns import pattern
from layoutfix.repair.draft import CJK, LATIN, Draft, Edit
from layoutfix.script import Script
from layoutfix.weights import RepairWeights

BREAK_RE = pattern(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
START_RE = pattern(r"(?:[-*+•·▪◆●○■>#|]|\d{1,3}[.)、]|[（(][\p{Nd}\p{Han}]{1,3}[）)]|\u3000)")
"""What begins a line that does not go on: list marks, markdown, an indent."""

LAST_WORD_RE = pattern(r"(\p{L}[\p{L}\p{M}]+)([-‐‑¬⸗\u00ad])$")
FIRST_WORD_RE = pattern(r"\p{L}[\p{L}\p{M}]+")
INDENT_BLANKS = 2
WRAPPED_LINES = 3
"""Lines of one width that show that a block is wrapped."""


def fix_joins(draft: Draft, weights: RepairWeights) -> list[Edit]:
    r"""Lines of one paragraph are joined: CJK without a blank, Latin and Korean with one.

    Where half the lines of a block are about as wide as its widest, these go on in the next if
    that has no indent, list mark or markdown; one that ends a sentence, if it is as wide as
    several. Between CJK and Latin the blank is as elsewhere in the text. A word broken at the
    line's end is made whole as in `fix`, unless its halves are words and the whole is none.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_joins, "今年村里的橘子熟得早，\n村民们清晨就上山采摘。\n")
    '今年村里的橘子熟得早，村民们清晨就上山采摘。\n'
    >>> preview(fix_joins, "The ferry had been late and regu-\nlation of it was poor.\n", "en")
    'The ferry had been late and regulation of it was poor.\n'
    >>> preview(fix_joins, "- one thing of many\n- another of them\n")
    '- one thing of many\n- another of them\n'

    Off by default: wrapped text is no damage by itself, and verse set in lines of one width looks
    the same, which this gets wrong.
    """
    text = draft.text
    at = np.zeros(len(text) + 1, np.float64)
    np.cumsum(
        codes_to_widths(text_to_codes(text), script=Script.CJK if draft.has_cjk else Script.SPACED),
        out=at[1:],
    )
    edits = []
    blank_at_border = _blanks_at_borders(draft)
    wrapped = _wrapped_blocks(draft, at, weights)
    for found in BREAK_RE.finditer(text):
        lo, hi = found.span()
        start, _ = draft.line_at(lo)
        next_start, next_end = draft.line_at(hi)
        widest, is_sure = wrapped.get(start, (np.inf, False))
        share = (at[lo] - at[start]) / widest
        least = weights.full_line_share
        if ends_sentence(text[start:lo]):
            least = weights.full_stop_share if is_sure else np.inf
        if share < least or share > 1.0:
            continue
        indent = hi - next_start
        if indent >= INDENT_BLANKS or "\t" in found[0] or START_RE.match(text, hi):
            continue
        marked = text[start:lo].lstrip()[:1] in "#>|"
        if marked or draft.is_structured(lo) or draft.is_structured(hi):
            continue
        edits.append(_join(draft, (start, lo), (hi, next_end), blank=blank_at_border))
    return edits


def _join(
    draft: Draft,
    above: tuple[int, int],
    below: tuple[int, int],
    *,
    blank: bool,
) -> Edit:
    text = draft.text
    left, right = text[above[0] : above[1]], text[below[0] : below[1]]
    word, following = LAST_WORD_RE.search(left), FIRST_WORD_RE.match(right)
    if left[-1] in HYPHENS and word and following and right[0].islower():
        if is_suspended(following[0]):
            return Edit(above[1], below[0], " ")
        kept = keeps_hyphen(left, right, draft.forms)
        return Edit(above[1] - (not kept), below[0], "")
    kind = continuing_kind(left, right)
    a, b = int(draft.kinds[above[1]]), int(draft.kinds[below[0] + 1])
    border = (a & CJK and b & LATIN) or (a & LATIN and b & CJK)
    after = " " if kind == "space" or (border and blank) else ""
    return Edit(above[1], below[0], after)


def _blanks_at_borders(draft: Draft) -> bool:
    """Whether this text sets a blank between CJK and Latin more often than not."""
    if not draft.has_cjk:
        return False
    tight = re.findall(r"\p{Han}[A-Za-z]|[A-Za-z]\p{Han}", draft.text)
    loose = re.findall(r"\p{Han} [A-Za-z]|[A-Za-z] \p{Han}", draft.text)
    return len(loose) > len(tight)


def _wrapped_blocks(
    draft: Draft, at: Doubles, weights: RepairWeights
) -> dict[int, tuple[float, bool]]:
    """For each line start the width of the widest line of its block (between blank lines), and
    whether several lines of the block have that width. Lines too long for a page are left out."""
    text, starts = draft.text, draft.line_starts
    found: dict[int, tuple[float, bool]] = {}
    block: dict[int, float] = {}
    for k, start in enumerate([*starts, len(text)]):
        end = starts[k + 1] - 1 if k + 1 < len(starts) else len(text)
        if k == len(starts) or not text[start:end].strip():
            widest = max(block.values(), default=0.0)
            near = sum(w >= weights.full_line_share * widest for w in block.values())
            full = sum(w >= weights.full_stop_share * widest for w in block.values())
            if near >= weights.wrapped_share * len(block):
                found.update(dict.fromkeys(block, (widest, full >= WRAPPED_LINES)))
            block = {}
            continue
        width = float(at[end] - at[start])
        if width <= weights.widest_line:
            block[start] = width
    return found
