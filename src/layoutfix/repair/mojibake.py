"""Encoding damage: text decoded with the wrong encoding, handed to ftfy."""

from __future__ import annotations

import importlib.util

from layoutfix.chardata import BLOCK_BREAKS
from layoutfix.patterns import pattern
from layoutfix.repair.draft import Draft, Edit
from layoutfix.weights import RepairWeights

SIGN_RE = pattern(
    "[ÃÅÐÑ][\u0080-\u00bf‚-›ŒœŠšŽžŸ€™]|â€[\u0098-\u009d™œ˜“”¦¢]|Â[\u00a0-\u00bf]"
    "|[àáâãäåæçèéïð][\u0080-\u00bf‚-›ŒœŠšŽžŸˆ˜€™][\u0080-\u00bf‚-›ŒœŠšŽžŸˆ˜€™]"
)
"""UTF-8 read as Latin-1 or cp1252."""

_FIRST = "ÂÃÅÐÑàáâãäåæçèéïð"
"""What it begins with."""

MISSING_NOTE = (
    "the text shows encoding damage: install ftfy (pip install 'layoutfix[mojibake]') to have it"
    " repaired"
)


def fix_mojibake(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """Lines that were decoded with the wrong encoding are decoded again, by ftfy.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_mojibake, "Ein schÃ¶ner Garten") if can_fix_mojibake() else "Ein schöner Garten"
    'Ein schöner Garten'
    >>> preview(fix_mojibake, "Ein schöner Garten für Ângela")
    'Ein schöner Garten für Ângela'

    Needs the extra `mojibake`; without it nothing is done, and a note says so. Only lines that show
    the signs of UTF-8 read as an 8-bit encoding are given to ftfy, and only its repair of encodings
    is used. Gets wrong: text that speaks of mojibake.
    """
    if draft.text.isascii() or not draft.has_any(_FIRST) or not can_fix_mojibake():
        return []
    if SIGN_RE.search(draft.text) is None:
        return []
    from ftfy import fix_encoding  # noqa: PLC0415 - an extra

    edits: list[Edit] = []
    done = -1
    for found in SIGN_RE.finditer(draft.text):
        if found.start() < done:
            continue
        lo, hi = _row_at(draft, found.start())
        done = hi
        before = draft.text[lo:hi]
        after = fix_encoding(before)
        if after != before and "\n" not in after and "\f" not in after:
            edits.append(_narrow(lo, before, after))
    return edits


def _row_at(draft: Draft, at: int) -> tuple[int, int]:
    """The line that has character `at`, or what the ends of blocks leave of it."""
    lo, hi = draft.line_at(at)
    for mark in BLOCK_BREAKS:
        lo = max(lo, draft.text.rfind(mark, lo, at) + 1)
        end = draft.text.find(mark, at, hi)
        hi = end if end >= 0 else hi
    return lo, hi


def needs_ftfy(text: str) -> bool:
    """Whether a text shows encoding damage that nothing here can repair."""
    return not text.isascii() and not can_fix_mojibake() and SIGN_RE.search(text) is not None


def can_fix_mojibake() -> bool:
    """Whether ftfy is installed."""
    return importlib.util.find_spec("ftfy") is not None


def _narrow(at: int, before: str, after: str) -> Edit:
    """The edit without what the two have in common at either end; `before` never gets empty."""
    head = 0
    while head < min(len(before), len(after)) - 1 and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head - 1 and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Edit(at + head, at + len(before) - tail, after[head : len(after) - tail])
