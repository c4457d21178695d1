"""Words that a line's end broke: whether their halves make a word that the model knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import regex as re

from layoutfix.arrays import Bools, Floats, Index
from layoutfix.linking.memory import recall
from layoutfix.ngrams import NgramModel
from layoutfix.weights import LinkWeights

_LAST_PART_RE = re.compile(r"\p{L}[\p{L}\p{M}]*(?=\p{Pd}?[\u00ac\u2e17\u00ad]?$)")
_FIRST_PART_RE = re.compile(r"[\p{L}\p{M}]+")


class BrokenWords:
    """Whether the halves of a word that a line's end broke make a word that the model knows.

    Looked up once a pair of halves; halves are sought in lines that are asked about.
    """

    def __init__(self, texts: Sequence[str], model: NgramModel) -> None:
        self._texts, self.model = texts, model

    def gain(self, left: Index, right: Index, broken: Bools, weights: LinkWeights) -> Floats:
        """Log-odds (p,) for the pairs at which a word is broken; 0 elsewhere."""
        found = np.zeros(len(left), np.float32)
        at = np.flatnonzero(broken)
        if not len(at):
            return found
        lefts, rights = left[at].tolist(), right[at].tolist()
        last = self._halves("last", lefts, _last_part)
        first = self._halves("first", rights, _first_part)
        halves = [(last[i], first[j]) for i, j in zip(lefts, rights, strict=True)]
        known = recall(("known", id(self.model)), halves, self._are_known)
        found[at] = np.where(known, weights.known_word_gain, 0.0)
        return found

    def _halves(
        self, side: str, lines: Sequence[int], find: Callable[[str], str]
    ) -> dict[int, str]:
        """The half of a word at that side of some lines, by line."""
        some = list(dict.fromkeys(lines))
        texts = [self._texts[i] for i in some]
        halves = recall(side, texts, lambda new: [find(text) for text in new])
        return dict(zip(some, halves, strict=True))

    def _are_known(self, halves: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether each two halves make a known word."""
        return [bool(known) for known in self.model.known_words([a + b for a, b in halves])]


def _last_part(text: str) -> str:
    found = _LAST_PART_RE.search(text[-40:])
    return found.group() if found else ""


def _first_part(text: str) -> str:
    found = _FIRST_PART_RE.match(text[:40])
    return found.group() if found else ""
