"""Hyphens at the ends of lines: the typesetter's, or the word's own.

    the munici-        the blood-          traps with n-
    pality      ->     feeding      ->     octanal
    municipality       blood-feeding       n-octanal

What the dump prints elsewhere decides first, then what the language model knows of the whole, of
the compound and of its halves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

import regex as re

from layoutfix.chardata import HYPHENS, SOFT_HYPHENS
from layoutfix.ngrams import NgramModel
from layoutfix.patterns import pattern

LAST_RE = pattern(r"[\p{L}\p{M}]+$")
FIRST_RE = pattern(r"([\p{L}\p{M}]+)['’]?")
OWN_RE = pattern(r"[\p{L}\p{M}]+(?:[-‐‑][\p{L}\p{M}]+)*")
LONGEST_WORD = 40
"""Letters of a piece that are looked at."""

RARE_WHOLE = -13.0
"""Log probability below which a whole word that one letter would begin is in the lexicon by
accident ("ebook"): typesetters leave no single letter, but narrow columns of Spanish do."""

RARE_COMPOUND = -26.0
"""Sum of the log probabilities of two halves below which they are words by accident. Lowered, more
ordinary breaks keep a hyphen: 0.2 % of those in English have halves that are likelier."""

ENCLITICS: Mapping[str, frozenset[str]] = {
    language: frozenset(re.findall(r"\w+", words))
    for language, words in {
        "fr": "il elle ils elles on je tu nous vous ce là ci moi toi lui leur le la les y en t"
        " même mêmes",
        "pt": "se me te lhe lhes nos vos lo la los las no na nas o a os as",
        "ru": "то нибудь либо ка таки с",
    }.items()
}
"""Words that the language sets behind a hyphen, to any other."""

PREFIXES = frozenset({"cis", "trans", "tert", "sec"})
"""Of chemical names: they keep their hyphen where the whole is not known."""


class Forms:
    """What is known of a text's words: those that it prints whole, and the language's.

    model  of the text's language; one without words (Chinese) tells nothing

    >>> forms = Forms("traps with n-octanal, i-\\nbutyric acid", None)
    >>> forms.own["n-octanal"], forms.own.get("i-butyric", 0)
    (1, 0)
    """

    def __init__(self, text: str, model: NgramModel | None) -> None:
        self._text = text
        self._counts: dict[str, int] = {}
        self._model = model if model is not None and model.lexicon is not None else None

    @property
    def language(self) -> str:
        """Code of the model's language; "" without one."""
        return self._model.language if self._model else ""

    @cached_property
    def own(self) -> Mapping[str, int]:
        """How often each word stands whole in the text, in lower case; of compounds each pair of
        neighbours ("two-year-old" has "two-year" and "year-old")."""
        words = Counter(OWN_RE.findall(self._lower))
        counts = Counter({w: n for w, n in words.items() if w.isalpha()})
        for word, count in words.items():
            if not word.isalpha():
                parts = word.replace("‐", "-").replace("‑", "-").split("-")
                for form in [f"{a}-{b}" for a, b in pairwise(parts)] or parts:
                    counts[form] += count
        return counts

    def count(self, form: str) -> int:
        """How often the text has a word or a pair of words with a hyphen: its count in `own`.

        Few forms are sought in the text, which is read through for `own` when more are asked for.
        """
        form = form.lower()
        if form in self._counts:
            return self._counts[form]
        if "own" in vars(self) or len(self._counts) >= _FEW_FORMS:
            return self.own.get(form, 0)
        self._counts[form] = found = _count_form(form, self._lower)
        return found

    @cached_property
    def _lower(self) -> str:
        return self._text.lower()

    def prefers_hyphen(self, left: str, right: str) -> bool | None:
        """Whether the text itself prints two pieces with a hyphen more often than as one word;
        None where it does not tell."""
        whole = self.count(left + right)
        compound = self.count(f"{left}-{right}")
        return None if whole == compound else compound > whole

    def log_probs(self, *words: str) -> list[float | None]:
        """The log probability of each word in running text; None for one that is not known."""
        if self._model is None:
            return [None] * len(words)
        known = self._model.known_words(words).tolist()
        found = self._model.word_log_prob(words).tolist()
        return [p if is_known else None for p, is_known in zip(found, known, strict=True)]


_FEW_FORMS = 16
"""Forms that are sought one by one: as long as it takes to count all words of the text."""


def _count_form(form: str, text: str) -> int:
    """How often a form stands in a text in lower case, as `Forms.own` counts: a word by itself, a
    pair also inside a longer compound.

    >>> [_count_form(form, "a two-year-old and a year-old") for form in ("year-old", "old", "a")]
    [2, 0, 2]
    """
    left, hyphen, right = form.partition("-")
    if left not in text:
        return 0
    if hyphen:
        behind = rf"(?=[-‐‑]{re.escape(right)}(?!{_IN_WORD}))"  # it may begin another pair
        pattern = rf"(?<!{_IN_WORD}){re.escape(left)}{behind}"
    else:
        apart = rf"(?<!{_IN_WORD}[-‐‑]?)", rf"(?![-‐‑]?{_IN_WORD})"
        pattern = apart[0] + re.escape(form) + apart[1]
    return len(re.findall(pattern, text))


_IN_WORD = r"[\p{L}\p{M}]"


def keeps_hyphen(left: str, right: str, forms: Forms) -> bool:
    r"""Whether the hyphen at a line's end is part of the word, where the next line goes on small.

    >>> forms = Forms("The trap with n-octanal was the best of the municipality.", None)
    >>> keeps_hyphen("the one with n-", "octanal and", forms)
    True
    >>> keeps_hyphen("in the munici-", "pality of", forms)
    False

    One letter before or behind it keeps its hyphen (i-butyric, e-mail, a-t-il): no line is broken
    there. Else the likelier of whole and compound is taken; where the model knows neither, two
    known words are a compound ("blood-feeding"), anything else is one word. Without a model, one
    word. Gets wrong: compounds whose parts are names, and words that are both ("re-cover").
    """
    if left[-1] not in HYPHENS or left[-1] in SOFT_HYPHENS:
        return False
    last, first = LAST_RE.search(left[-LONGEST_WORD:-1]), FIRST_RE.match(right[:LONGEST_WORD])
    if last is None or first is None:
        return True
    own = forms.prefers_hyphen(last[0], first[1])
    if own is not None:
        return own
    behind_hyphen = left[: -len(last[0]) - 1][-1:] in HYPHENS and len(left) > len(last[0]) + 1
    return _is_compound(last[0], first[0], forms, behind_hyphen=behind_hyphen)


def _is_compound(left: str, right: str, forms: Forms, *, behind_hyphen: bool) -> bool:
    """Whether the language has the two pieces as a compound; `behind_hyphen`: the left one stands
    behind another hyphen ("a-t-il")."""
    bare = right.rstrip("'’")
    whole, compound, p, q = forms.log_probs(left + bare, f"{left}-{bare}", left, bare)
    if whole is None and bare != right:
        whole = forms.log_probs(left + right)[0]
    if compound is not None:
        return whole is None or compound > whole
    if len(left) == 1 or len(bare) == 1:
        return whole is None or whole < RARE_WHOLE or behind_hyphen
    if whole is not None:
        return False
    if forms.language == "de" and left.istitle():
        return False  # nouns are written as one word, or with a capital behind the hyphen
    is_set = bare.lower() in ENCLITICS.get(forms.language, ()) or left in PREFIXES
    return is_set or (p is not None and q is not None and p + q > RARE_COMPOUND)
