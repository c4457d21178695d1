"""Words broken by hyphens, made whole where the whole is known; real hyphens stay."""

from __future__ import annotations

from typing import Literal

import regex as re

from layoutfix.config import RepairConfig
from layoutfix.repair.draft import Draft, Edit

BROKEN_RE = re.compile(
    r"(?<![\w’'-])(\p{L}[\p{L}\p{M}]+)([-‐‑¬⸗\u00ad]) ?(\p{L}[\p{L}\p{M}]+)(?![\w-])"
)
"""Two pieces of a word with a hyphen, and perhaps a blank, between them."""

QUICK_RE = re.compile(r"\p{L}(?:[¬⸗\u00ad] ?|[-‐‑] ?)\p{Ll}")

SOFT = frozenset("¬⸗\u00ad")
SUSPENDED = frozenset(
    """und oder bzw sowie bis noch als wie noch statt and or to nor but by et ou ni y e o u en of
    von vom zur zum""".split()
)
"""Words before which a hyphen is suspended: "Drucker- und Verlagshaus", "two- or threefold"."""

Verdict = Literal["undo", "keep", "suspended"]


def fix_hyphens(draft: Draft, config: RepairConfig) -> list[Edit]:
    r"""Words broken by a hyphen inside a line are made whole where the whole word is known.

    Lines that were put together with blanks leave "ham- mer"; engines leave soft hyphens, ¬ and
    the double hyphen of Fraktur (U+2E17). The whole is taken when the language model's lexicon or
    the text itself has it, and its halves joined by a hyphen are not likelier.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_hyphens, "The regu- lation of con\u00adtinuous work", "en")
    'The regulation of continuous work'
    >>> preview(fix_hyphens, "Drucker- und Setzer, Nord-Ost und Süd-West", "de")
    'Drucker- und Setzer, Nord-Ost und Süd-West'
    >>> preview(fix_hyphens, "a well-known, Cross-sectional two-year-old study", "en")
    'a well-known, Cross-sectional two-year-old study'

    Words broken at the end of a line are left to `fix_joins`. Gets wrong: "re- cover" becomes
    "recover" also where "re-cover" was meant; names and rare words stay broken.
    """
    if draft.text.isascii() and "-" not in draft.text:
        return []
    edits = []
    for found in BROKEN_RE.finditer(draft.text):
        left, mark, right = found.groups()
        at = found.end(1)
        lone = found.start(3) == at + 1
        if not right[0].islower() or draft.is_structured(at) or draft.is_protected(at):
            continue
        if judge_hyphen(draft, config, left, mark, right, lone=lone) == "undo":
            edits.append(Edit(at, found.start(3), ""))
    return edits


def judge_hyphen(
    draft: Draft, config: RepairConfig, left: str, mark: str, right: str, *, lone: bool
) -> Verdict:
    """What a hyphen between two pieces is: the typesetter's, the word's own, or a suspended one.

    `lone` says that nothing else stands between the pieces: then a plain hyphen is meant.
    """
    if mark == "\u00ad":
        return "undo"
    if right.lower() in SUSPENDED and not (mark in SOFT and lone):
        return "suspended"
    whole = left + right
    own = draft.own_words
    model = draft.model
    if model is None or model.lexicon is None:
        known = own.get(whole.lower(), 0) > 0
        return "undo" if known and (not lone or mark in SOFT) else "keep"
    log_p, hyphened, first, second = (
        float(x) for x in model.word_log_prob([whole, f"{left}-{right}", left, right])
    )
    known = log_p >= config.least_word_log_p or own.get(whole.lower(), 0) > 1
    if not known or hyphened >= log_p - config.hyphen_margin:
        return "keep"
    return "undo" if not lone or mark in SOFT else "keep"
