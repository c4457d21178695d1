"""The language model: what follows what, and how likely.

A model of words is a mixture of two: n-grams of words, which know the phrases of a language, and
longer n-grams of word classes, which know its grammar and do not mind a rare word. A model
of characters has the first kind only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams import backoff
from layoutfix.ngrams.backoff import Backoff
from layoutfix.ngrams.hashing import word_hashes
from layoutfix.ngrams.table import FuseTable
from layoutfix.ngrams.units import BREAK, UNKNOWN, Offsets, UnitIds, Units, fold_tokens


@dataclass(frozen=True, slots=True)
class WordClasses:
    """The second component of a mixture: n-grams of classes, and the words in each class.

    `class_of`, int32 (V,): the class of each unit; `emission`, float32 (V,): log P(unit | class);
    `weight`: the share of this component, 0..1.
    """

    ngrams: Backoff
    class_of: NDArray[np.int32]
    emission: NDArray[np.float32]
    weight: float

    def to_classes(self, units: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the classes of unit ids of any shape; -1 stays -1."""
        return np.where(units < 0, np.int32(-1), self.class_of[units])


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Written words, with the log probability of each among the words of the training text."""

    table: FuseTable
    log_probs: NDArray[np.float32]
    floor: float
    """Log probability of a word that it does not have."""

    @property
    def unknown(self) -> float:
        """The floor as words have it: rounded to single precision, as their log probabilities."""
        return float(np.float32(self.floor))

    def look_up(self, words: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """Return for each word whether it is known, and its log probability (or the floor)."""
        known, codes = self.table.look_up(word_hashes(words))
        return known, np.where(known, self.log_probs[codes], np.float32(self.floor))


@dataclass(frozen=True, slots=True)
class Base:
    """A general model that a model of one domain is mixed with, and how its units are reached.

    The domain's units are those of the general model and, after them, its own words.
    `unit_of`, int32 (V,): the unit of the general model for each; `emission`, float32 (V,):
    log P(unit | that unit); `weight`: the share of the general model, 0..1.
    """

    model: NgramModel
    unit_of: NDArray[np.int32]
    emission: NDArray[np.float32]
    weight: float

    def to_units(self, units: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the general model's units, of any shape; -1 stays -1."""
        return np.where(units < 0, np.int32(-1), self.unit_of[units])

    def log_prob(
        self, ngrams: NDArray[np.int32], context_len: NDArray[np.integer[Any]]
    ) -> NDArray[np.float32]:
        """Return what `NgramModel.log_prob` of the general model says of the domain's units."""
        order = self.model.order
        result = self.model.log_prob(
            self.to_units(ngrams[:, -order:]), np.minimum(context_len, order - 1)
        )
        return result + self.emission[ngrams[:, -1]]


@dataclass(frozen=True, slots=True)
class NgramModel:
    """A language model. Unit ids are int32; rows are padded with -1; logarithms are natural.

    order    the longest n-gram, in units; a caller needs order - 1 units on each side of a joint
    unit     "char" (Chinese, Japanese; spaces are no units) or "word" (words and punctuation marks)
    meta     sources, number of n-grams, smoothing: what the model card says
    """

    name: str
    language: str
    unit: Literal["char", "word"]
    order: int
    meta: Mapping[str, Any]
    units: Units
    ngrams: Backoff
    classes: WordClasses | None
    lexicon: Lexicon | None
    base: Base | None = None
    break_id: int = BREAK
    unknown_id: int = UNKNOWN

    def __reduce__(self) -> tuple[type[NgramModel], tuple[Any, ...]]:
        """Pickled for other processes; a read-only view of a dict cannot be."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return NgramModel, tuple({**values, "meta": dict(self.meta)}.values())

    def encode(self, text: str) -> UnitIds:
        """Return the unit ids of a text, int32 (n,). A newline is the paragraph break."""
        return self.units.encode(text)

    def encode_all(self, texts: Sequence[str]) -> list[UnitIds]:
        """Return the unit ids of each text, int32 (n,) each."""
        return self.units.encode_all(texts)

    def encode_with_offsets(self, text: str) -> tuple[UnitIds, Offsets, Offsets]:
        """Return the unit ids of a text, and where each starts and ends in it, int32 (n,) each."""
        return self.units.encode_with_offsets(text)

    def tails(self, sequences: Iterable[UnitIds]) -> tuple[UnitIds, NDArray[np.int32]]:
        """Return the last order - 1 units of each sequence, right-aligned, and how many there are.

        int32 (n, order - 1) padded with -1 on the left, and int32 (n,).
        """
        width = self.order - 1
        pieces = [sequence[-width:] for sequence in sequences]
        rows = np.full((len(pieces), width), -1, dtype=np.int32)
        for row, piece in zip(rows, pieces, strict=True):
            row[width - piece.size :] = piece
        return rows, np.array([piece.size for piece in pieces], dtype=np.int32)

    def heads(self, sequences: Iterable[UnitIds]) -> tuple[UnitIds, NDArray[np.int32]]:
        """Return the first order - 1 units of each sequence, left-aligned, and how many there are.

        int32 (n, order - 1) padded with -1 on the right, and int32 (n,).
        """
        width = self.order - 1
        pieces = [sequence[:width] for sequence in sequences]
        rows = np.full((len(pieces), width), -1, dtype=np.int32)
        for row, piece in zip(rows, pieces, strict=True):
            row[: piece.size] = piece
        return rows, np.array([piece.size for piece in pieces], dtype=np.int32)

    def log_prob(
        self, ngrams: NDArray[np.int32], context_len: NDArray[np.integer[Any]]
    ) -> NDArray[np.float32]:
        """Return log P(last unit | the context_len units before it) of each row, float32 (m,).

        ngrams: int32 (m, order), right-aligned, padded with -1; context_len: (m,), at most
        order - 1. Time and memory are linear in m.
        """
        result = self.ngrams.log_prob(
            ngrams[:, -self.ngrams.order :], np.minimum(context_len, self.ngrams.order - 1)
        )
        if self.classes is not None:
            classes, order = self.classes, self.classes.ngrams.order
            by_class = classes.ngrams.log_prob(
                classes.to_classes(ngrams[:, -order:]), np.minimum(context_len, order - 1)
            )
            by_class += classes.emission[ngrams[:, -1]]
            result = _mix(result, by_class, classes.weight)
        if self.base is not None:
            result = _mix(result, self.base.log_prob(ngrams, context_len), self.base.weight)
        return result

    def sequence_log_prob(self, ids: UnitIds) -> NDArray[np.float32]:
        """Return log P of each unit given those before it, float32 (len,)."""
        if not ids.size:
            return np.zeros(0, dtype=np.float32)
        padded = np.concatenate([np.full(self.order - 1, -1, dtype=np.int32), ids])
        windows = np.lib.stride_tricks.sliding_window_view(padded, self.order)
        return self.log_prob(windows, np.minimum(np.arange(ids.size), self.order - 1))

    def head_log_prob(
        self, heads: NDArray[np.int32], head_lens: NDArray[np.integer[Any]]
    ) -> NDArray[np.float32]:
        """Return log P of each unit of each head given only the units of the head before it.

        heads: int32 (m, order - 1), left-aligned; head_lens: (m,). The result is float32
        (m, order - 1), 0 where the head has no such unit.
        """
        none = np.full((1, self.order - 1), -1, dtype=np.int32)
        return self.crossings(none, np.zeros(1, np.int32), heads, head_lens).head_log_prob

    def crossing_log_prob(
        self,
        tails: NDArray[np.int32],
        tail_lens: NDArray[np.integer[Any]],
        heads: NDArray[np.int32],
        head_lens: NDArray[np.integer[Any]],
        left: NDArray[np.intp],
        right: NDArray[np.intp],
    ) -> NDArray[np.float32]:
        """Return log P of each unit of a head that follows a tail, for each pair of the two.

        tails: int32 (n, order - 1), right-aligned; heads: int32 (m, order - 1), left-aligned; both
        padded with -1; tail_lens (n,), head_lens (m,). left, right: intp (p,), row of
        the tail and of the head of each pair. The result is float32 (p, order - 1): `[q, k]` is
        log P(unit k of the head | the tail, units 0 .. k - 1 of the head), 0 beyond the head.

        Time: at most order * (order - 1) / 2 look-ups a pair, about a third of that in practice,
        since an n-gram is looked up only where its prefix and its suffix are known.
        """
        return self.crossings(tails, tail_lens, heads, head_lens).log_prob(left, right)

    def crossings(
        self,
        tails: NDArray[np.int32],
        tail_lens: NDArray[np.integer[Any]],
        heads: NDArray[np.int32],
        head_lens: NDArray[np.integer[Any]],
    ) -> Crossings:
        """Return what answers `crossing_log_prob` for the same tails and heads again and again."""
        return Crossings(self, tails, tail_lens, heads, head_lens)

    def is_word(self, text: str) -> bool:
        """Return whether a word is known as it is written, or in lower case.

        Hyphens inside a word count: "well-known" is one word. Without a lexicon (Chinese) no word
        is known. Fewer than one in 60,000 letter jumbles is taken for a word by chance.
        """
        return bool(self.known_words([text])[0])

    def known_words(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Return `is_word` of each word, bool (m,)."""
        if self.lexicon is None:
            return np.zeros(len(words), dtype=np.bool_)
        return np.isfinite(self._word_log_prob(words, floor=-np.inf))

    def word_log_prob(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the log probability of each word in running text, float32 (m,).

        Words that the lexicon does not have get its floor. Raises ValueError for a model
        without a lexicon (Chinese).
        """
        if self.lexicon is None:
            raise ValueError(f"the model {self.name} has no lexicon")
        return self._word_log_prob(words, floor=self.lexicon.floor)

    def join_log_odds(self, left: str, right: str) -> float:
        """Return the log-odds that two pieces around a line-end hyphen are one word.

        left: the piece before the hyphen, right: the piece at the start of the next line, both
        without the hyphen. Positive where the joined word is known: log P(joined word) - floor;
        0 where it is not. Compare with `word_log_prob([f"{left}-{right}"])` to see
        whether the hyphen belongs to the word.
        """
        if self.lexicon is None:
            return 0.0
        return float(self.word_log_prob([left + right])[0] - self.lexicon.floor)

    def _word_log_prob(self, words: Sequence[str], floor: float) -> NDArray[np.float32]:
        assert self.lexicon is not None
        folded = fold_tokens(words, self.language)
        known, log_probs = self.lexicon.look_up(folded)
        known_lower, log_probs_lower = known, log_probs
        letters = "".join(folded)
        with_capitals: list[int] = []
        if letters != letters.lower():
            with_capitals = [k for k, word in enumerate(folded) if not word.islower()]
        if with_capitals:
            lower = [folded[k].lower() for k in with_capitals]
            known_lower, log_probs_lower = known.copy(), log_probs.copy()
            known_lower[with_capitals], log_probs_lower[with_capitals] = self.lexicon.look_up(lower)
        best = np.where(known_lower, log_probs_lower, np.float32(floor))
        result = np.where(known, np.maximum(log_probs, best), best)
        if self.base is not None and self.base.model.lexicon is not None:
            # a word of either is a word; the floor is the lower of both (see training)
            result = np.maximum(result, self.base.model._word_log_prob(words, floor))
        return result


class Crossings:
    """Tails and heads of one page, and what is known of each by itself: any pairs can be asked.

    `head_log_prob`, float32 (m, order - 1): as `NgramModel.head_log_prob`. Not for use by several
    threads at a time.
    """

    def __init__(
        self,
        model: NgramModel,
        tails: NDArray[np.int32],
        tail_lens: NDArray[np.integer[Any]],
        heads: NDArray[np.int32],
        head_lens: NDArray[np.integer[Any]],
    ) -> None:
        self._present = np.arange(heads.shape[1]) < np.asarray(head_lens)[:, None]
        self._words = backoff.Crossings(model.ngrams, tails, tail_lens, heads, head_lens)
        self.head_log_prob = self._words.head_log_prob
        self._others: list[tuple[backoff.Crossings | Crossings, NDArray[np.float32], float]] = []
        if model.classes is not None:
            ids = model.classes.to_classes
            by_class = backoff.Crossings(
                model.classes.ngrams, ids(tails), tail_lens, ids(heads), head_lens
            )
            self._add(by_class, model.classes.emission[heads], model.classes.weight)
        if model.base is not None:
            ids = model.base.to_units
            general = Crossings(model.base.model, ids(tails), tail_lens, ids(heads), head_lens)
            self._add(general, model.base.emission[heads], model.base.weight)

    def _add(
        self, other: backoff.Crossings | Crossings, emission: NDArray[np.float32], weight: float
    ) -> None:
        self._others.append((other, emission, weight))
        mixed = _mix(self.head_log_prob, other.head_log_prob + emission, weight)
        self.head_log_prob = np.where(self._present, mixed, np.float32(0))

    def log_prob(self, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float32]:
        """As `NgramModel.crossing_log_prob` of the tails and heads, float32 (p, order - 1)."""
        result = self._words.log_prob(left, right)
        for other, emission, weight in self._others:
            mixed = _mix(result, other.log_prob(left, right) + emission[right], weight)
            result = np.where(self._present[right], mixed, np.float32(0))
        return result

    def gain(
        self, left: NDArray[np.intp], right: NDArray[np.intp], unseen_mix: float
    ) -> NDArray[np.float32]:
        """Return log P(head | tail) - log P(head), float32 (p,): positive where it goes on.

        Each unit's share is mixed with `unseen_mix` of the unconditional probability, so that one
        unseen n-gram cannot veto.
        """
        gain = self.log_prob(left, right) - self.head_log_prob[right]
        keep = np.float32(unseen_mix)
        mixed = np.log((1 - keep) * np.exp(np.minimum(gain, 20.0)) + keep)
        return np.asarray(mixed.sum(1), dtype=np.float32)


def _mix(
    first: NDArray[np.float32], second: NDArray[np.float32], weight: float
) -> NDArray[np.float32]:
    """Return the log of the mixture of two probabilities; weight: the share of the second."""
    share = np.float32(weight)
    return np.log((1 - share) * np.exp(first) + share * np.exp(second))
