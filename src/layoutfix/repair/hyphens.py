"""Words broken by hyphens, made whole where the whole is known; real hyphens stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import regex as re

from layoutfix.chardata import is_suspended
from layoutfix.config import RepairConfig
from layoutfix.repair.draft import Draft, Edit, sum_log_probs

HYPHEN_RE = re.compile(r"(?<=\p{L}\p{L})(?:[-‐‑] |[¬⸗\u00ad] ?)(?=\p{Ll}[\p{L}\p{M}])")
"""A hyphen and a blank inside a word, or a mark that breaks words only."""

LEFT_RE = re.compile(r"(?<![\w’'-])\p{L}[\p{L}\p{M}]+$")
RIGHT_RE = re.compile(r"\p{L}[\p{L}\p{M}]+(?![\w-])")
LONGEST_PIECE = 40
CONTEXT = 40
"""Characters of the line on either side that are read with a word made whole."""

SOFT = frozenset("¬⸗\u00ad")

Flags: TypeAlias = npt.NDArray[np.bool_]
Verdict = Literal["undo", "keep", "suspended"]


class Broken(NamedTuple):
    """A word broken at `[start:end)` into two pieces, the second of which ends at `behind`."""

    start: int
    end: int
    behind: int
    left: str
    right: str


def fix_hyphens(draft: Draft, config: RepairConfig) -> list[Edit]:
    r"""Words broken inside a line are made whole where the whole word is known.

    Lines that were put together with blanks leave "ham- mer"; engines leave soft hyphens, ¬ and
    the double hyphen of Fraktur (U+2E17). The whole is taken when the language model's lexicon or
    the text itself has it, its halves joined by a hyphen are not likelier, and the line reads on
    over it. Where most words broken so are not known as wholes, the lines are rows of columns that
    were read across, and all hyphens stay.

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
    text = draft.text
    if text.isascii() and "- " not in text:
        return []
    sure: list[Broken] = []
    broken: list[Broken] = []
    candidates = 0
    for found in HYPHEN_RE.finditer(text):
        at, end = found.span()
        left = LEFT_RE.search(text[max(0, at - LONGEST_PIECE) : at])
        right = RIGHT_RE.match(text, end, end + LONGEST_PIECE)
        if left is None or right is None or draft.is_structured(at) or draft.is_protected(at):
            continue
        lone = end == at + 1
        verdict = judge_hyphen(draft, config, left[0], text[at], right[0], lone=lone)
        candidates += not lone and verdict != "suspended"
        if verdict == "undo":
            (sure if lone else broken).append(Broken(at, end, right.end(), left[0], right[0]))
    if len(broken) >= config.least_whole_share * candidates:
        reads_on = _read_on(draft, broken, config).tolist()
        sure += [b for b, goes_on in zip(broken, reads_on, strict=True) if goes_on]
    return [Edit(b.start, b.end, "") for b in sorted(sure)]


def _read_on(draft: Draft, broken: Sequence[Broken], config: RepairConfig) -> Flags:
    """Whether the line reads on over each whole word (n,): where columns were read across, the
    piece behind the hyphen belongs to another column, and may complete the word by chance."""
    model = draft.model
    if model is None or not broken:
        return np.ones(len(broken), bool)
    sequences = []
    for b in broken:
        lo, hi = draft.line_at(b.start)
        start = b.start - len(b.left)
        context = model.encode(draft.text[max(lo, start - CONTEXT) : start])
        word = model.encode(b.left + b.right)
        after = model.encode(draft.text[b.behind : min(hi, b.behind + CONTEXT)])
        left = np.concatenate([context, word])
        sequences += [context, word, left, after, np.concatenate([left, after])]
    log_p = sum_log_probs(model, sequences).reshape(-1, 5)
    p_context, p_word, p_left, p_after, p_whole = log_p.T
    bond = (p_whole - p_left - p_after) + (p_left - p_context - p_word)
    return np.asarray(bond >= config.least_hyphen_bond)


def judge_hyphen(
    draft: Draft, config: RepairConfig, left: str, mark: str, right: str, *, lone: bool
) -> Verdict:
    """What a hyphen between two pieces is: the typesetter's, the word's own, or a suspended one.

    `lone` says that nothing else stands between the pieces.
    """
    if mark == "\u00ad":
        return "undo"
    if is_suspended(right) and not (mark in SOFT and lone):
        return "suspended"
    whole = left + right
    model = draft.model
    if model is None or model.lexicon is None:
        return "undo" if draft.own_words.get(whole.lower(), 0) else "keep"
    log_p, hyphened = (float(x) for x in model.word_log_prob([whole, f"{left}-{right}"]))
    known = log_p >= config.least_word_log_p or draft.own_words.get(whole.lower(), 0) > 1
    return "undo" if known and hyphened < log_p - config.hyphen_margin else "keep"
