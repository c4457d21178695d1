"""Words that a line's end broke: whether their halves make a word that the model knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from layoutfix.arrays import Bools, Floats, Index, Longs
from layoutfix.linking.memory import recall_one
from layoutfix.ngrams import NgramModel
from layoutfix.patterns import pattern
from layoutfix.ranks import distinct
from layoutfix.weights import LinkWeights

_LAST_PART_RE = pattern(r"\p{L}[\p{L}\p{M}]*(?=\p{Pd}?[\u00ac\u2e17\u00ad]?$)")
_FIRST_PART_RE = pattern(r"[\p{L}\p{M}]+")


class BrokenWords:
    """Whether the halves of a word that a line's end broke make a word that the model knows.

    Looked up once a page for each two halves; halves are sought in lines that are asked about.
    """

    def __init__(self, texts: Sequence[str], model: NgramModel) -> None:
        self._texts = texts
        self._words = recall_one("halves", id(model), lambda: _KnownWords(model))
        self._last, self._first = np.full((2, len(texts)), -1, np.int64)  # numbers of halves

    def gain(self, left: Index, right: Index, broken: Bools, weights: LinkWeights) -> Floats:
        """Log-odds (p,) for the pairs at which a word is broken; 0 elsewhere."""
        found = np.zeros(len(left), np.float32)
        at = np.flatnonzero(broken)
        if len(at):
            last, first = left[at], right[at]
            self._number(self._last, last, _last_part)
            self._number(self._first, first, _first_part)
            known = self._words.are_known(self._last[last], self._first[first])
            found[at] = np.where(known, weights.known_word_gain, 0.0)
        return found

    def _number(self, numbers: Longs, lines: Index, find: Callable[[str], str]) -> None:
        """Number the halves of some lines, where they are not."""
        for i in set(lines[numbers[lines] < 0].tolist()):
            numbers[i] = self._words.number_of(find(self._texts[i]))


class _KnownWords:
    """Which two halves make a word that a model knows, as far as was asked; halves have numbers."""

    def __init__(self, model: NgramModel) -> None:
        self._model = model
        self._numbers: dict[str, int] = {}
        self._asked = np.zeros(0, np.int64)  # the numbers of both halves as one, ascending
        self._known = np.zeros(0, np.bool_)

    def number_of(self, half: str) -> int:
        """The number of a half."""
        return self._numbers.setdefault(half, len(self._numbers))

    def are_known(self, last: Longs, first: Longs) -> Bools:
        """Whether two halves make a known word, (p,), by their numbers."""
        asked = (last << _HALF) | first
        at = np.searchsorted(self._asked, asked)
        is_new = at == len(self._asked)
        is_new[~is_new] = self._asked[at[~is_new]] != asked[~is_new]
        if is_new.any():
            new = distinct(asked[is_new])
            halves = [*self._numbers]
            pairs = zip((new >> _HALF).tolist(), (new & _MASK).tolist(), strict=True)
            known = self._model.known_words([halves[a] + halves[b] for a, b in pairs])
            order = np.argsort(every := np.concatenate([self._asked, new]))
            self._asked, self._known = every[order], np.concatenate([self._known, known])[order]
        return self._known[np.searchsorted(self._asked, asked)]


_HALF = 32  # bits
_MASK = (1 << _HALF) - 1


def _last_part(text: str) -> str:
    found = _LAST_PART_RE.search(text[-40:])
    return found.group() if found else ""


def _first_part(text: str) -> str:
    found = _FIRST_PART_RE.match(text[:40])
    return found.group() if found else ""
