"""Words that lost the blanks between them: where the blanks stood; the dump keeps them as it is.

    onejustbelowthefootbridge     one just below the footbridge
    a stormNobody asked           a storm | Nobody asked: two lines, fused without a blank

RapidOCR drops blanks of English lines, and many PDFs have none to give. The n-gram model knows
words, not letters, and takes such a run for one that it never saw. Where RapidOCR fuses the lines
of two columns, it often leaves no blank between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import regex as re

from layoutfix.linking.memory import recall
from layoutfix.ngrams import NgramModel
from layoutfix.patterns import pattern

RUN_RE = pattern(r"\p{L}+(?![-‐‑¬⸗\u00ad]?\p{L}|[-‐‑¬⸗\u00ad]$)")
MARK_RE = pattern(r"(?<=\p{L}{2}[\])]?[,;:.!?)])(?=\p{L}{2})")
"""Behind a mark between words that has no blank."""
FUSED_RE = pattern(
    r"(?<=\p{L}[,;:.!?)\]\"”»“…]{1,2})(?=[\"“„«(]?\p{L})|(?<=\p{L})(?=[(„«]\p{L})"
    r"|(?<=\p{L}{2})(?=\d{2})|(?<=\d{2})(?=\p{L}{2})"
)
"""Between a word and a mark, or a number, where two lines may have been fused."""
BROKEN_RE = pattern(FUSED_RE.pattern + r"|(?<=\p{L}{2}[-‐‑¬⸗])(?=\p{L}{2})")
"""The same, and behind a hyphen at which a line may have ended."""
CASE_RE = pattern(r"(?<=\p{Ll}{2})(?=\p{Lu}\p{Ll}{2})")
"""Where a small letter stands before a capital one."""
COMPOUNDING = frozenset(("da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"))
"""Languages that write compounds as one word."""

LONGEST_WORD, LONGEST_COMPOUND = 15, 24
"""Letters of the longest word, and of that of a language with compounds; a longer run of letters
that is no word lost its blanks."""
_LEAST_LOST_SHARE = 0.04
"""Letters in such runs, as a share, above which words are parted for scoring; at 0.02 one page in
eight that lost hardly any is worse for it."""
_LEAST_PARTED = 5
"""Letters of the shortest run that is parted then; 5 and 8 are alike."""
_UNKNOWN_LETTER_COST = 1.0
"""Nats for each letter of a part that is no word; raised, names are parted."""
_FEW = 3
"""Fewer long runs than this may be words that the model does not know."""
_LONGEST_RUN = 200
"""What has more letters is no line of words."""
_MOST_LETTERS = 20_000
"""A page that has more letters in such runs is no text."""
_SHORTEST_FUSED = 4
"""Letters of two words that were fused."""
_SHORT = 3
"""A word of fewer letters is a part of others, unless it and what it stands by are frequent."""


def part_words(texts: Sequence[str], model: NgramModel | None) -> list[str]:
    """The texts with blanks where words have lost them, as `find_lost_blanks` has them."""
    lost = find_lost_blanks(texts, model)
    return [put_blanks(text, where) for text, where in zip(texts, lost, strict=True)]


def put_blanks(text: str, offsets: Sequence[int]) -> str:
    """The text with a blank before each of some offsets, ascending.

    >>> put_blanks("ofthe sea", [2])
    'of the sea'
    """
    edges = [0, *offsets, len(text)]
    return " ".join(text[a:b] for a, b in pairwise(edges))


def find_lost_blanks(texts: Sequence[str], model: NgramModel | None) -> list[list[int]]:
    """Offsets in each text before which words have lost a blank, if many have; else none.

    A run of letters that is no word, and longer than words of the language are, lost its blanks,
    where such runs are made of known words: names of chemistry are not.
    Where such runs have more than `_LEAST_LOST_SHARE` of all letters, each that is no word is
    parted into the likeliest words (Viterbi over the lexicon's log probabilities).
    O(letters * LONGEST_WORD).
    """
    nothing: list[list[int]] = [[] for _ in texts]
    if model is None or model.lexicon is None:
        return nothing
    compounds = model.language in COMPOUNDING
    longest = LONGEST_COMPOUND if compounds else LONGEST_WORD
    runs = [run for found in find_runs(texts) for _, run in found]
    fused = {*_find_unknown({run for run in runs if len(run) > longest}, model)}
    lost = [len(run) for run in runs if run in fused]
    if len(lost) < _FEW or sum(lost) <= _LEAST_LOST_SHARE * sum(map(len, runs)):
        return nothing
    if _share_of_words(sorted(fused), model) < _LEAST_KNOWN:
        return nothing
    unknown = _unknown_runs(runs, longest + 1 if compounds else _LEAST_PARTED, model)
    if sum(map(len, unknown)) > _MOST_LETTERS:
        return nothing
    return _offsets(texts, _to_words(unknown, model), MARK_RE)


def find_fused_words(
    texts: Sequence[str], model: NgramModel | None, *, broken: bool = False
) -> list[list[int]]:
    """Offsets in each text at which two lines may have been fused without a blank.

    In a run of letters that is no word: before a capital, or between two words, the likeliest; and
    beside marks. In languages that write compounds as one word, one of the two is frequent.
    O(letters).

    broken  whether to take hyphens for marks, too, where at least three runs are parted: the first
            of the two lines may end with a part of a word
    """
    if model is None or model.lexicon is None:
        return [[] for _ in texts]
    runs = [run for found in find_runs(texts) for _, run in found]
    unknown = _unknown_runs(runs, _SHORTEST_FUSED, model)
    if sum(map(len, unknown)) > _MOST_LETTERS:
        return [[] for _ in texts]
    capitals = {run: [m.start() for m in CASE_RE.finditer(run)] for run in unknown}
    halves = _to_halves([run for run in unknown if not capitals[run]], model)
    parted = capitals | halves
    is_broken = broken and sum(map(bool, parted.values())) >= _FEW
    return _offsets(texts, parted, BROKEN_RE if is_broken else FUSED_RE)


def _unknown_runs(runs: Sequence[str], shortest: int, model: NgramModel) -> list[str]:
    """Those that are no words."""
    return _find_unknown({run for run in runs if shortest <= len(run) <= _LONGEST_RUN}, model)


def _find_unknown(runs: set[str], model: NgramModel) -> list[str]:
    """Those that are no words, sorted."""
    some = sorted(runs)
    known = recall(("is word", id(model)), some, lambda new: model.known_words(new).tolist())
    return [run for run, is_word in zip(some, known, strict=True) if not is_word]


def find_runs(texts: Sequence[str]) -> list[list[tuple[int, str]]]:
    """The runs of letters in each text, with their offsets."""
    return recall(
        "runs", texts, lambda new: [[(m.start(), m[0]) for m in RUN_RE.finditer(t)] for t in new]
    )


def _offsets(
    texts: Sequence[str], parted: dict[str, list[int]], marks: re.Pattern[str]
) -> list[list[int]]:
    """Where each text has a run that is parted, at the offsets inside it, or one of the marks."""
    return [
        sorted(
            {start + k for start, run in runs for k in parted.get(run, ())}
            | {m.start() for m in marks.finditer(text)}
        )
        for text, runs in zip(texts, find_runs(texts), strict=True)
    ]


def _to_halves(runs: Sequence[str], model: NgramModel) -> dict[str, list[int]]:
    """Where each run is two words, the likeliest of all such places; else nowhere."""
    assert model.lexicon is not None
    compounds, floor = model.language in COMPOUNDING, model.lexicon.unknown
    found: dict[str, list[int]] = {}
    for run in runs:
        at = np.arange(1, len(run))
        left = model.word_log_prob([run[:k] for k in at.tolist()])
        right = model.word_log_prob([run[k:] for k in at.tolist()])
        frequent = np.array([left > floor / 2, right > floor / 2])
        short = np.minimum(at, len(run) - at) < _SHORT
        may = (left > floor) & (right > floor) & (~short | frequent.all(0))
        if compounds:
            may &= frequent.any(0)
        value = np.where(may, left + right, -np.inf)
        best = int(value.argmax())
        found[run] = [best + 1] if may[best] else []
    return found


def _to_words(runs: Sequence[str], model: NgramModel) -> dict[str, list[int]]:
    """Where the likeliest words of each run begin; a part that is no word costs by its letters."""
    starts = recall(("word starts", id(model)), runs, lambda new: _part_runs(new, model))
    return dict(zip(runs, starts, strict=True))


def _part_runs(runs: Sequence[str], model: NgramModel) -> list[list[int]]:
    """As `_to_words`, in the order of the runs."""
    assert model.lexicon is not None
    floor = model.lexicon.unknown
    reach = LONGEST_WORD
    parts = [
        run[i:j]
        for run in runs
        for j in range(1, len(run) + 1)
        for i in range(j - reach if j > reach else 0, j)
    ]
    letters = np.fromiter(map(len, parts), np.float64, len(parts))
    found = model.word_log_prob(parts).astype(np.float64)
    values = np.where(found > floor, found, floor - _UNKNOWN_LETTER_COST * letters).tolist()
    of_run = iter(values)
    return [_best_words(len(run), of_run, reach) for run in runs]


def _share_of_words(runs: Sequence[str], model: NgramModel) -> float:
    """Share of the letters of some runs that are those of known words, parted as is likeliest."""
    assert model.lexicon is not None
    if sum(map(len, runs)) > _MOST_LETTERS:
        return 1.0
    parted = _to_words(runs, model).items()
    words = [word for run, starts in parted for word in put_blanks(run, starts).split(" ")]
    known = model.word_log_prob(words).astype(np.float64) > model.lexicon.unknown
    letters = np.fromiter(map(len, words), np.int64, len(words))
    return int(letters[known].sum()) / sum(map(len, runs))


_LEAST_KNOWN = 0.4
"""Share of the letters of long runs that must be those of known words: OCR misreads some."""


def _best_words(size: int, values: Iterator[float], reach: int) -> list[int]:
    """Where the likeliest words of a run of so many letters begin, but for the first.

    values  of the run's parts: of those that end behind its first letter, then its second...
    """
    best, back = [0.0], [0]
    for j in range(1, size + 1):
        totals = [total + p for total, p in zip(best[-reach:], values, strict=False)]
        best.append(max(totals))
        back.append(j - 1 - totals[::-1].index(best[j]))  # of equal ones the shortest last word
    starts: list[int] = []
    j = size
    while back[j]:
        j = back[j]
        starts.append(j)
    return starts[::-1]
