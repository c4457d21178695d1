"""Words broken by hyphens, made whole where the whole is known; real hyphens stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import regex as re

from layoutfix.arrays import Bools, Doubles
from layoutfix.assembly.hyphens import keeps_hyphen
from layoutfix.chardata import BREAK_HYPHENS, SOFT_HYPHENS, is_suspended
from layoutfix.patterns import pattern
from layoutfix.repair.draft import Draft, Edit, sum_log_probs
from layoutfix.weights import RepairWeights

HYPHEN_RE = pattern(r"(?<=\p{L})(?:[-‐‑] |(?<=\p{L}\p{L})[¬⸗\u00ad] ?)(?=\p{Ll}[\p{L}\p{M}])")
"""A hyphen and a blank inside a word, or a mark that breaks words only."""

BREAK_RE = pattern(f"(?<=[\\p{{L}}\\p{{M}}\\p{{N}})])[{''.join(sorted(BREAK_HYPHENS))}]")
"""A hyphen and the line break behind it in one character, as PDFium prints them."""

LEFT_RE = pattern(r"(?<![\w’'-])\p{L}[\p{L}\p{M}]*$")
RIGHT_RE = pattern(r"\p{L}[\p{L}\p{M}]+(?![\w-])")
LONGEST_PIECE = 40
CONTEXT = 40
"""Characters of the line on either side that are read with a word made whole."""

Verdict = Literal["undo", "own", "keep", "suspended"]
"""What is done: made whole; the word's own hyphen, only the blank goes; left alone; the same, and
no evidence either way."""


class Broken(NamedTuple):
    """A word broken at `[start:end)` into two pieces, the second of which ends at `behind`;
    `mark` is the first character between them, `hyphen` what stands there when it is whole."""

    start: int
    end: int
    behind: int
    left: str
    right: str
    mark: str
    hyphen: str = ""

    @property
    def is_lone(self) -> bool:
        """Whether nothing but the mark stands between the pieces."""
        return self.end == self.start + 1


def fix_hyphens(draft: Draft, weights: RepairWeights) -> list[Edit]:
    r"""Words broken inside a line are made whole where the whole word is known.

    Lines that were put together with blanks leave "ham- mer"; engines leave soft hyphens, ¬ and
    the double hyphen of Fraktur (U+2E17). The whole is taken when the language model's lexicon or
    the text itself has it, its halves joined by a hyphen are not likelier, and the line reads on
    over it. Where these, or the text itself, have the word with its hyphen, only the blank goes.
    Where most words broken so are not known as wholes, the lines are rows of columns that
    were read across, and all hyphens stay.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_hyphens, "The regu- lation of con\u00adtinuous work", "en")
    'The regulation of continuous work'
    >>> preview(fix_hyphens, "Drucker- und Setzer, Nord-Ost und Süd-West", "de")
    'Drucker- und Setzer, Nord-Ost und Süd-West'
    >>> preview(fix_hyphens, "a well-known, Cross-sectional two-year-old study", "en")
    'a well-known, Cross-sectional two-year-old study'
    >>> preview(fix_hyphens, "A long- term trap with n-octanal, and one with n- octanal", "en")
    'A long-term trap with n-octanal, and one with n-octanal'

    PDFium prints one character (U+FFFE or U+0002) for the hyphen at a line's end and its line
    break: it is undone as a line's end is by `fix`.

    >>> preview(fix_hyphens, "the munici\ufffepality of Alsace\ufffeLorraine", "en")
    'the municipality of Alsace-Lorraine'

    Words broken at the end of a line are left to `fix_joins`. Gets wrong: "re- cover" becomes
    "recover" also where "re-cover" was meant; names and rare words stay broken.
    """
    text = draft.text
    breaks = []
    if any(mark in text for mark in BREAK_HYPHENS):
        breaks = [_undo_break(draft, found) for found in BREAK_RE.finditer(text)]
    if text.isascii() and "- " not in text:
        return breaks
    sure: list[Broken] = []
    broken: list[Broken] = []
    candidates = 0
    found = _find_broken(draft)
    for word, log_p in zip(found, _log_probs(draft, found), strict=True):
        verdict = judge_hyphen(draft, weights, word, log_p)
        candidates += not word.is_lone and verdict != "suspended"
        if verdict in {"undo", "own"}:
            hyphen = "-" if verdict == "own" else ""
            is_sure = hyphen and draft.forms.prefers_hyphen(word.left, word.right)
            (sure if word.is_lone or is_sure else broken).append(word._replace(hyphen=hyphen))
    if len(broken) >= weights.least_whole_share * candidates:
        reads_on = _read_on(draft, broken, weights).tolist()
        sure += [b for b, goes_on in zip(broken, reads_on, strict=True) if goes_on]
    return sorted([*breaks, *(Edit(b.start + len(b.hyphen), b.end, "") for b in sure)])


def _find_broken(draft: Draft) -> list[Broken]:
    """The words of prose with a hyphen and a blank in them, or with a mark that breaks words."""
    text, broken = draft.text, []
    for found in HYPHEN_RE.finditer(text):
        at, end = found.span()
        left = LEFT_RE.search(text[max(0, at - LONGEST_PIECE) : at])
        right = RIGHT_RE.match(text, end, end + LONGEST_PIECE)
        if left and right and not (draft.is_structured(at) or draft.is_protected(at)):
            broken.append(Broken(at, end, right.end(), left[0], right[0], text[at]))
    return broken


def _log_probs(draft: Draft, broken: Sequence[Broken]) -> Doubles:
    """Log probability of each word whole, and with a hyphen, (n, 2); NaN without a lexicon."""
    model = draft.model
    if model is None or model.lexicon is None or not broken:
        return np.full((len(broken), 2), np.nan)
    words = [w for b in broken for w in (b.left + b.right, f"{b.left}-{b.right}")]
    return np.asarray(model.word_log_prob(words), np.float64).reshape(-1, 2)


def _undo_break(draft: Draft, found: re.Match[str]) -> Edit:
    """A hyphen and its line break in one character, as it would be at the end of a line."""
    at = found.start()
    lo, hi = draft.line_at(at)
    left, right = draft.text[max(lo, at - CONTEXT) : at + 1], draft.text[at + 1 : hi][:CONTEXT]
    if is_suspended(right):
        return Edit(at, at + 1, "- ")
    breaks_word = left[-2].isalpha() and right[:1].islower()
    undone = breaks_word and not keeps_hyphen(left, right, draft.forms)
    return Edit(at, at + 1, "" if undone else "-")


def _read_on(draft: Draft, broken: Sequence[Broken], weights: RepairWeights) -> Bools:
    """Whether the line reads on over each whole word (n,): where columns were read across, the
    piece behind the hyphen belongs to another column, and may complete the word by chance."""
    model = draft.model
    if model is None or not broken:
        return np.ones(len(broken), bool)
    texts = []
    for b in broken:
        lo, hi = draft.line_at(b.start)
        start = b.start - len(b.left)
        texts.append(draft.text[max(lo, start - CONTEXT) : start])
        texts.append(b.left + b.hyphen + b.right)
        texts.append(draft.text[b.behind : min(hi, b.behind + CONTEXT)])
    ids = model.encode_all(texts)
    sequences = []
    for context, word, after in zip(ids[::3], ids[1::3], ids[2::3], strict=True):
        left = np.concatenate([context, word])
        sequences += [context, word, left, after, np.concatenate([left, after])]
    log_p = sum_log_probs(model, sequences).reshape(-1, 5)
    p_context, p_word, p_left, p_after, p_whole = log_p.T
    bond = (p_whole - p_left - p_after) + (p_left - p_context - p_word)
    return np.asarray(bond >= weights.least_hyphen_bond)


def judge_hyphen(draft: Draft, weights: RepairWeights, word: Broken, log_p: Doubles) -> Verdict:
    """What a hyphen between two pieces is: the typesetter's, the word's own, or a suspended one.

    log_p  (2,) of the word whole and with a hyphen, by the model's lexicon; NaN without one
    """
    mark, is_soft = word.mark, word.mark in SOFT_HYPHENS
    if mark == "\u00ad":
        return "undo"
    if is_suspended(word.right) and not (is_soft and word.is_lone):
        return "suspended"
    own = draft.forms.prefers_hyphen(word.left, word.right)
    if own and not is_soft:
        return "own"
    if len(word.left) == 1:
        return "keep"
    if np.isnan(log_p).any():
        return "undo" if own is False else "keep"
    return _judge_by_lexicon(draft, weights, word, log_p)


def _judge_by_lexicon(
    draft: Draft, weights: RepairWeights, word: Broken, log_p: Doubles
) -> Verdict:
    """The same by what the language knows."""
    whole, compound = log_p.tolist()
    is_known = whole >= weights.least_word_log_p or draft.forms.count(word.left + word.right) > 1
    if is_known and compound < whole - weights.hyphen_margin:
        return "undo"
    if word.mark in SOFT_HYPHENS or compound < weights.least_word_log_p:
        return "keep"
    return "own" if whole < compound - weights.hyphen_margin else "keep"
