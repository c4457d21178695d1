"""What a dump itself says of its seams: how its rows begin and end, which words stand together.

    Arber. Pump for wells  and lamps. 4.711.   every row begins with the start of a line and ends
    that freeze. 4.602.    Dunmore. Hinge of   with the end of one: lines begin with names here,
    Carver. Clock. 4.655.  bent wire. 4.720.   and end with numbers, before which there is no seam

What is rare at a margin and common in rows is no end of a line (`90,25 M`: no line begins with the
M), and words that stand side by side in other rows are not parted by a gutter. Words are counted
with digits alike, and by their shape where they are rare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Doubles, Index, Ints
from layoutfix.cutting.nodes import find_in_rows
from layoutfix.cutting.places import CutPlaces, FusedRow
from layoutfix.patterns import pattern
from layoutfix.ranks import all_but
from layoutfix.weights import PlaceWeights

_WORD_RE = pattern(r"[^\s|]+|\|")
_DIGITS_RE = pattern(r"\d+")
_SPECK = 2
"""Characters up to which a word at the margin may be dirt that OCR read there."""
_LONG_WORD = 4

_LEAST_ROWS = 8
"""Rows that must show how lines begin and end."""
_PRIOR, _MOST_ODDS = 3.0, 2.0
"""Words that their shape counts for as much as they themselves; bound of what one margin tells."""
_PAIR_WEIGHT, _PAIR_PRIOR = 1.0, 0.5
"""Weight of words that stand side by side elsewhere, and what is added to their number."""
_SHAPE_WEIGHT, _SHAPE_PRIOR = 0.6, 2.0
"""The same of words by their shape (capitals, marks, digits)."""


def weigh_by_dump(rows: Sequence[FusedRow], weights: PlaceWeights) -> list[FusedRow]:
    """The rows with the odds of their places as this dump's margins and pairs of words tell.

    As they are where there are too few rows to tell. O(words).
    """
    words, places = _to_words(rows), [row.places for row in rows]
    found = [_margins(words.text, first, end) for first, end in pairwise(words.first.tolist())]
    margins = np.array([each for each in found if each], np.intp)
    if len(margins) < _LEAST_ROWS:
        return list(rows)
    number, kind = _to_numbers(words.text)
    starts, ends = margins.T
    begins = _margin_odds(starts, number, kind)
    closes = _margin_odds(ends, number, kind)
    left, right = words.beside(places)
    gain = weights.margin_weight * (closes[left] + begins[right])
    inside = words.neighbours()
    gain -= _PAIR_WEIGHT * _pair_odds(inside, number, left, right, _PAIR_PRIOR)
    gain -= _SHAPE_WEIGHT * _pair_odds(inside, kind, left, right, _SHAPE_PRIOR)
    parts = np.split(gain.astype(np.float32), np.cumsum([len(p.offset) for p in places])[:-1])
    return [row.likelier(part) for row, part in zip(rows, parts, strict=True)]


@dataclass(frozen=True, slots=True)
class _RowWords:
    """The n words of all rows: `text` with digits as 0, `start` (n,) offsets in their rows.

    first  (rows + 1,) number of the first word of each row
    """

    text: list[str]
    start: Ints
    first: Index

    def beside(self, places: Sequence[CutPlaces]) -> tuple[Index, Index]:
        """The words before and behind the places of all rows, one after the other, (p,) each."""
        row = np.repeat(np.arange(len(places)), [len(p.offset) for p in places])
        first = self.first[row]
        left = np.concatenate([p.left_offset for p in places])
        right = np.concatenate([p.offset for p in places])
        before = find_in_rows(self.first, self.start, row, left) - 1
        after = find_in_rows(self.first, self.start, row, right, "right") - 1
        return np.maximum(before, first), np.maximum(after, first)

    def neighbours(self) -> Index:
        """The words that have another after them in their row."""
        return all_but(len(self.text), self.first[1:] - 1)


def _to_words(rows: Sequence[FusedRow]) -> _RowWords:
    found = [[(m.group(), m.start()) for m in _WORD_RE.finditer(row.text)] for row in rows]
    flat = [word for row in found for word in row]
    return _RowWords(
        [text if text.isalpha() else _DIGITS_RE.sub("0", text) for text, _ in flat],
        np.array([start for _, start in flat], np.int32),
        np.cumsum([0, *map(len, found)]),
    )


def _margins(words: Sequence[str], first: int, end: int) -> tuple[int, int] | None:
    """The first and the last word of a row, `words[first:end]`, that is more than a speck.

    None for a short row.
    """
    if end - first <= _SPECK:
        return None
    start = next((k for k in range(first, end) if _is_sound(words[k])), None)
    last = next((k for k in range(end - 1, first - 1, -1) if _is_sound(words[k])), first)
    return None if start is None else (start, last)


def _is_sound(word: str) -> bool:
    return len(word) > _SPECK and any(map(str.isalnum, word))


def _to_numbers(words: Sequence[str]) -> tuple[Index, Index]:
    """The number of each word among all that differ, and that of its shape, (n,) each."""
    numbers: dict[str, int] = {}
    number = np.array([numbers.setdefault(word, len(numbers)) for word in words], np.intp)
    shapes: dict[str, int] = {}
    shape = [shapes.setdefault(word_shape(word), len(shapes)) for word in numbers]
    return number, np.array(shape, np.intp)[number]


def word_shape(word: str) -> str:
    """What a word looks like: its marks before and behind, capitals, length.

    >>> word_shape("4.655."), word_shape("Carver."), word_shape("(see"), word_shape("lines")
    ('0.', 'Aa.', '(aa', 'a')
    """
    letters = word if word.isalpha() else [c for c in word if c.isalpha()]
    if not letters:
        core = "0" if any(map(str.isdigit, word)) else "."
    elif len(letters) == 1:
        core = "l"
    elif letters[0].isupper():
        core = "AA" if letters[1].isupper() else "Aa"
    else:
        core = "a" if len(letters) > _LONG_WORD else "aa"
    before = "" if word[0].isalnum() else word[0]
    behind = "" if word[-1].isalnum() else word[-1]
    return f"{before}{core}{behind}"


def _margin_odds(at: Index, number: Index, kind: Index) -> Doubles:
    """Log-odds (n,) that a word stands at that margin, against any place, by words `at` it.

    A rate of a word is shrunk to that of its shape, that of a shape to the rate of all.
    """
    prior = _PRIOR
    share = len(at) / len(number)
    shapes = np.bincount(kind)
    of_shape = (np.bincount(kind[at], minlength=len(shapes)) + prior) / (shapes * share + prior)
    words = np.bincount(number)
    shrunk = np.bincount(number[at], minlength=len(words))[number] + prior * of_shape[kind]
    odds = np.log(shrunk / (words[number] * share + prior))
    return np.asarray(np.clip(odds, -_MOST_ODDS, _MOST_ODDS))


def _pair_odds(inside: Index, number: Index, left: Index, right: Index, prior: float) -> Doubles:
    """Log-odds (p,) that left[k] and right[k] stand side by side more often than by chance.

    Pairs are counted elsewhere than here.

    inside  the words that have another after them in their row
    number  (n,) of each word, or of its shape
    """
    many = int(number.max()) + 1
    known, times = np.unique(number[inside] * many + number[inside + 1], return_counts=True)
    pair = number[left] * many + number[right]
    at = np.minimum(np.searchsorted(known, pair), len(known) - 1)
    elsewhere = np.where(known[at] == pair, times[at] - 1, 0)
    count = np.bincount(number)
    chance = count[number[left]] * count[number[right]] / len(number)
    return np.asarray(np.log((elsewhere + prior) / (chance + prior)))
