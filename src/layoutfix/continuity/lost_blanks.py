"""Words that lost the blanks between them, parted for scoring; the dump keeps them as they are.

    onejustbelowthefootbridge     one just below the footbridge

RapidOCR drops blanks of English lines, and many PDFs have none to give. The n-gram model knows
words, not letters, and takes such a run for one that it never saw.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from layoutfix.config import ContinuityConfig
from layoutfix.ngrams import NgramModel

RUN_RE = re.compile(r"\p{L}+(?![-‐‑¬⸗\u00ad]?\p{L}|[-‐‑¬⸗\u00ad]$)")
MARK_RE = re.compile(r"(?<=\p{L}{2}[\])]?[,;:.!?)])(?=\p{L}{2})")
"""Behind a mark between words that has no blank."""
COMPOUNDING = frozenset(("da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"))
"""Languages that write compounds as one word."""

_FEW = 3
"""Fewer long runs than this may be words that the model does not know."""
_LONGEST_RUN = 200
"""What has more letters is no line of words."""
_MOST_LETTERS = 20_000
"""A page that has more letters in such runs is no text."""


def part_words(
    texts: Sequence[str], model: NgramModel | None, config: ContinuityConfig
) -> list[str]:
    """The texts with blanks where words have lost them, if many have; else as they are.

    A run of letters that is no word, and longer than words of the language are, lost its blanks.
    Where such runs have more than `least_lost_share` of all letters, each that is no word is
    parted into the likeliest words (Viterbi over the lexicon's log probabilities).
    O(letters * longest_word).
    """
    found = list(texts)
    if model is None or model.lexicon is None:
        return found
    compounds = model.language in COMPOUNDING
    longest = config.longest_compound if compounds else config.longest_word
    runs = [m[0] for text in texts for m in RUN_RE.finditer(text)]
    long = sorted({run for run in runs if len(run) > longest})
    known = dict(zip(long, model.known_words(long).tolist(), strict=True))
    lost = [len(run) for run in runs if len(run) > longest and not known[run]]
    if len(lost) < _FEW or sum(lost) <= config.least_lost_share * sum(map(len, runs)):
        return found
    shortest = longest + 1 if compounds else config.least_parted
    some = sorted({run for run in runs if shortest <= len(run) <= _LONGEST_RUN})
    unknown = [r for r, k in zip(some, model.known_words(some).tolist(), strict=True) if not k]
    if sum(map(len, unknown)) > _MOST_LETTERS:
        return found
    parted = dict(zip(unknown, _to_words(unknown, model, config), strict=True))
    return [MARK_RE.sub(" ", RUN_RE.sub(lambda m: parted.get(m[0], m[0]), text)) for text in texts]


def _to_words(runs: Sequence[str], model: NgramModel, config: ContinuityConfig) -> list[str]:
    """Each run parted into its likeliest words; a piece that is no word costs by its letters."""
    assert model.lexicon is not None
    reach = config.longest_word
    pieces = sorted(
        {
            r[i:j]
            for r in runs
            for i in range(len(r))
            for j in range(i + 1, min(len(r), i + reach) + 1)
        }
    )
    floor = model.lexicon.floor
    value = {
        piece: p if p > floor else floor - config.unknown_letter_cost * len(piece)
        for piece, p in zip(pieces, model.word_log_prob(pieces).tolist(), strict=True)
    }
    return [_best_words(run, value, reach) for run in runs]


def _best_words(run: str, value: dict[str, float], reach: int) -> str:
    best = [0.0]
    back = [0]
    for j in range(1, len(run) + 1):
        total, i = max((best[i] + value[run[i:j]], i) for i in range(max(0, j - reach), j))
        best.append(total)
        back.append(i)
    words: list[str] = []
    j = len(run)
    while j:
        words.append(run[back[j] : j])
        j = back[j]
    return " ".join(reversed(words))
