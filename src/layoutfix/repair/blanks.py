"""Blanks that were lost between words, put back where many were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from layoutfix import ngrams
from layoutfix.languages import NO_LANGUAGE, detect_languages
from layoutfix.linking.lost_blanks import LONGEST_WORD, find_lost_blanks, find_runs, put_blanks
from layoutfix.ngrams import NgramModel
from layoutfix.patterns import pattern
from layoutfix.repair.draft import Draft, Edit
from layoutfix.weights import RepairWeights

_LANGUAGES = frozenset(("en", "es", "fr", "it", "pt"))
"""Those in which clean text stays as it is. Others write compounds as one word (German), or inflect
so much that the lexicon lacks many forms: Russian "параметров" would be "пара метров"."""

_LONG_RE = pattern(rf"\p{{L}}{{{LONGEST_WORD + 1}}}")
"""In a run of letters longer than words are: without one a text has lost no blanks."""

_SHORT = 3
"""A word of fewer letters must be a frequent one: "es" ends many that the model does not know."""


def fix_blanks(draft: Draft, weights: RepairWeights) -> list[Edit]:
    r"""Blanks that were lost between words are put back, where a text has lost many.

    RapidOCR drops blanks of English lines ("liftedofffromthe"), and many PDFs have none to give.
    Where runs of letters that are no word, and longer than words are, have more than 2 % of the
    letters, each run that is no word is parted into the likeliest words (Viterbi), if all of them
    are known; a blank is put behind marks, too.

    >>> from layoutfix.repair.draft import preview
    >>> text = "Theshuttlelifted offfromthe launchpadlastmonth,andmanypeople watchedfromtheshore"
    >>> preview(fix_blanks, text, "en")
    'The shuttle lifted off from the launchpad last month, and many people watched from the shore'
    >>> preview(fix_blanks, "Afewlostblanks are no reason to touch a text of the usual kind.", "en")
    'Afewlostblanks are no reason to touch a text of the usual kind.'

    English, Spanish, French, Italian and Portuguese only; lines in another language stay. Gets
    wrong: rare words that are two known ones ("overshooting" becomes "over shooting").
    """
    if not _has_long_run(draft):
        return []
    model = draft.model
    if model is None or model.lexicon is None or model.language not in _LANGUAGES:
        return []
    lines = draft.text.split("\n")
    edits: list[Edit] = []
    at = 0
    found = find_lost_blanks(lines, model)
    codes = detect_languages(lines, ngrams.available(), model.language) if any(found) else []
    for k, (line, lost) in enumerate(zip(lines, found, strict=True)):
        if lost and codes[k] in {model.language, NO_LANGUAGE}:
            edits += [
                Edit(at + k, at + k, " ")
                for k in _sure(line, lost, model)
                if not (draft.is_protected(at + k) or draft.is_structured(at + k))
            ]
        at += len(line) + 1
    return edits


def _has_long_run(draft: Draft) -> bool:
    """Whether a run of letters is longer than words are; sought where no blank is for so long."""
    blanks = np.flatnonzero(draft.codes <= ord(" "))
    edges = np.concatenate([[-1], blanks, [len(draft.text)]])
    wide = np.flatnonzero(np.diff(edges) > LONGEST_WORD)
    spans = zip((edges[wide] + 1).tolist(), edges[wide + 1].tolist(), strict=True)
    return any(_LONG_RE.search(draft.text, lo, hi) for lo, hi in spans)


def _sure(line: str, lost: Sequence[int], model: NgramModel) -> list[int]:
    """The offsets of lost blanks behind marks, and in runs of letters that are all known words.

    O(letters).
    """
    assert model.lexicon is not None
    kept = {k for k in lost if not (line[k - 1] == "." and line[k].islower())}  # "nasa.gov"
    parted = list(_part_runs(line, lost))
    if not parted:
        return sorted(kept)
    words = [word for _, its in parted for word in its]
    floor = model.lexicon.unknown
    least = [floor / 2 if len(word) < _SHORT else floor for word in words]
    is_known = model.word_log_prob(words).astype(np.float64) > least
    at = 0
    for inside, its in parted:
        if not is_known[at : at + len(its)].all():
            kept -= {*inside}
        at += len(its)
    return sorted(kept)


def _part_runs(line: str, lost: Sequence[int]) -> Iterator[tuple[Sequence[int], list[str]]]:
    """The runs of letters inside of which blanks were lost: at which offsets, and their words."""
    at = 0
    for start, run in find_runs([line])[0]:
        while at < len(lost) and lost[at] <= start:
            at += 1
        first = at
        while at < len(lost) and lost[at] < start + len(run):
            at += 1
        inside = lost[first:at]
        if inside:
            yield inside, put_blanks(run, [k - start for k in inside]).split(" ")
