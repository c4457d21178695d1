"""The text under repair as the rules see it: characters by class, lines, units of the model.

A rule is a function `fix_x(draft, weights) -> list[Edit]`; its edits are in order and do not
overlap. `compose` (compose.py) lays the edits of one rule over those of the rules before it, so
that the record speaks of the text as it was given, whatever order the rules ran in.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import regex as re

from layoutfix import ngrams
from layoutfix.arrays import Bools, Doubles, Floats, Index, Ints
from layoutfix.assembly.hyphens import Forms
from layoutfix.chardata import Codes, text_to_codes
from layoutfix.config import RepairConfig
from layoutfix.languages import NO_LANGUAGE, detect_language
from layoutfix.linking.memory import recall
from layoutfix.ngrams import NgramModel
from layoutfix.patterns import pattern
from layoutfix.repair.structure import LONGEST_CODE, find_structure
from layoutfix.weights import RepairWeights, load_repair_weights

Kinds: TypeAlias = npt.NDArray[np.uint16]

MOST_ROUNDS = 8
"""Times that all rules run, until none finds anything."""

CJK = 1
"""Han, Kana, Bopomofo."""
PAUSE = 2
"""Full-width commas and stops: nothing stands before them, and no blank after."""
CLOSE = 4
OPEN = 8
BLANK = 16
"""Blanks that separate words; not U+3000, which is set on purpose, not tabs."""
DIGIT = 32
LATIN = 64
HALF = 128
"""Half-width marks that have a full-width form."""
ODD = 256
"""Compatibility forms: radicals, ligatures, full-width letters and digits, combining marks."""

CJK_RANGES = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3041, 0x3096),
    (0x309D, 0x30FF),
    (0x3105, 0x312F),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)
LATIN_RANGES = ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF), (0x400, 0x4FF))
"""Latin and Cyrillic letters."""

ODD_RANGES = (
    (0x300, 0x36F),
    (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF),
    (0xFB00, 0xFB06),
    (0xFF0E, 0xFF0E),
    (0xFF10, 0xFF19),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
)
BLANKS = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
PAUSES = "，。、；：！？"
CLOSERS = "”’」』）】》〉〕］｝〗"
OPENERS = "“‘「『（【《〈〔［｛〖"
HALVES = ",;:?!()\"'.-"

PROTECTED_RE = pattern(
    r"""(?:https?|ftp)://\S+ | www\.\S+ | [\w.+-]+@[\w-]+\.[\w.]+ | `[^`\n]*`
      | (?:[A-Za-z]:)?(?:[\\/][\w.-]+){2,} | \$[^$\n]{1,80}\$""",
    re.VERBOSE,
)
"""Addresses, paths, inline code and formulas: no rule of punctuation or spaces touches them."""

SIGN_RE = pattern(r"[/@`$\\]|www")
LONGEST_ADDRESS = 200
"""Characters before and behind that are looked at for an address."""

WORD_RE = pattern(r"[^\W\d_]+")


class Edit(NamedTuple):
    """`text[start:end]` becomes `after`; `start < end`, and the two differ."""

    start: int
    end: int
    after: str
    rule: str = ""


Rule: TypeAlias = "Callable[[Draft, RepairWeights], list[Edit]]"


@cache
def _build_kinds() -> Kinds:
    table = np.zeros(0x10000, np.uint16)
    for lo, hi in CJK_RANGES:
        table[lo : hi + 1] |= CJK
    table[[0x3006, 0x30FB]] = 0  # 〆 and the middle dot
    for characters, kind in (
        (PAUSES, PAUSE), (CLOSERS, CLOSE), (OPENERS, OPEN), (BLANKS, BLANK), (HALVES, HALF),
    ):  # fmt: skip
        for c in characters:
            table[ord(c)] |= kind
    table[ord("0") : ord("9") + 1] |= DIGIT
    for lo, hi in LATIN_RANGES:
        table[lo : hi + 1] |= LATIN
    table[[0xD7, 0xF7]] = 0  # the signs of multiplication and division
    for lo, hi in ODD_RANGES:
        table[lo : hi + 1] |= ODD
    return table


class Draft:
    """A text, and what the rules ask of it; each answer is found once, when it is first asked."""

    def __init__(
        self,
        text: str,
        language: str = "auto",
        model: NgramModel | None = None,
        variants: str = "keep",
    ) -> None:
        self.text = text
        self.variants = variants
        self._given = model
        self._language = language
        self._structured: dict[int, bool] = {}
        self._counted: dict[int, Index] = {}

    @cached_property
    def language(self) -> str:
        """Code of the model that judges, or NO_LANGUAGE."""
        if self._given is not None:
            return self._given.language
        if self._language != "auto":
            return self._language
        return detect_language(self.text, ngrams.available())

    @property
    def model(self) -> NgramModel | None:
        """The n-gram model of the language, if there is one."""
        if self._given is not None:
            return self._given
        return None if self.language == NO_LANGUAGE else ngrams.load(self.language)

    @cached_property
    def codes(self) -> Codes:
        """The code point of each character, (n,)."""
        return text_to_codes(self.text)

    @cached_property
    def kinds(self) -> Kinds:
        """The class of each character, with a newline (class 0) before and after: (n + 2,).

        `kinds[i + 1]` is that of `text[i]`.
        """
        codes = self.codes
        kinds = np.zeros(len(codes) + 2, np.uint16)
        astral = codes >= 0x10000
        kinds[1:-1] = _build_kinds()[np.where(astral, 0, codes)]
        kinds[1:-1][astral & (codes >= 0x20000)] = CJK
        kinds[1:-1][(codes >= 0x2F800) & (codes <= 0x2FA1F)] |= ODD
        return kinds

    @cached_property
    def _present(self) -> Bools:
        """Which code points stand in the text."""
        present = np.zeros(sys.maxunicode + 1, bool)
        present[self.codes] = True
        return present

    def has_any(self, characters: str) -> bool:
        """Whether some of these characters stand in the text; the text is read once for all."""
        return bool(self._present[text_to_codes(characters)].any())

    @cached_property
    def characters(self) -> str:
        """Each character of the text once, in the order of their code points."""
        return "".join(map(chr, np.flatnonzero(self._present).tolist()))

    @cached_property
    def has_cjk(self) -> bool:
        """Whether there is any Han or Kana."""
        return not self.text.isascii() and bool((self.kinds & CJK).any())

    @cached_property
    def has_odd(self) -> bool:
        """Whether there is any compatibility form or combining mark."""
        return not self.text.isascii() and bool((self.kinds & ODD).any())

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets at which lines start; form feeds end lines, too."""
        codes = self.codes
        return [0, *(np.flatnonzero((codes == 10) | (codes == 12)) + 1).tolist()]

    def line_at(self, i: int) -> tuple[int, int]:
        """The line that has character i, as `(start, end)` without its newline."""
        k = bisect_right(self.line_starts, i)
        end = self.line_starts[k] - 1 if k < len(self.line_starts) else len(self.text)
        return self.line_starts[k - 1], end

    def lines_at(self, offsets: Index) -> tuple[Index, Index]:
        """The starts and ends (n,) of the lines of many characters, as `line_at` has them."""
        line = np.searchsorted(self._edges, offsets, "right") - 1
        return self._edges[line], self._edges[line + 1] - 1

    @cached_property
    def _edges(self) -> Index:
        return np.array([*self.line_starts, len(self.text) + 1], np.intp)

    def is_structured(self, i: int) -> bool:
        """Whether the line of character i belongs to code, a table or a list of records."""
        lo, hi = self.line_at(i)
        if lo not in self._structured:
            line = self.text[lo : min(hi, lo + LONGEST_CODE)]
            (self._structured[lo],) = recall("structured", [line], find_structure)
        return self._structured[lo]

    def are_structured(self, offsets: Index) -> Bools:
        """`is_structured` of many characters (n,): once for each line that has any."""
        starts, line = np.unique(self.lines_at(offsets)[0], return_inverse=True)
        spans = zip(*(edges.tolist() for edges in self.lines_at(starts)), strict=True)
        texts = [self.text[lo : min(hi, lo + LONGEST_CODE)] for lo, hi in spans]
        return np.array(recall("structured", texts, find_structure), bool)[line]

    @cached_property
    def _has_signs(self) -> bool:
        return SIGN_RE.search(self.text) is not None

    def is_protected(self, i: int) -> bool:
        """Whether character i stands in an address, a path, inline code or a formula."""
        if not self._has_signs:
            return False
        lo, hi = self.line_at(i)
        lo, hi = max(lo, i - LONGEST_ADDRESS), min(hi, i + LONGEST_ADDRESS)
        if SIGN_RE.search(self.text, lo, hi) is None:
            return False
        return any(m.start() <= i < m.end() for m in PROTECTED_RE.finditer(self.text, lo, hi))

    def is_cjk_line(self, i: int) -> bool:
        """Whether Han and Kana are more than Latin letters in the line of character i."""
        lo, hi = self.line_at(i)
        return self.count(CJK, lo, hi) * 2 > self.count(LATIN, lo, hi)

    def count(self, kind: int, start: int, end: int) -> int:
        """How many characters of `text[start:end]` are of a class."""
        before = self._before(kind)
        return int(before[end] - before[start])

    def counts(self, kind: int, starts: Index, ends: Index) -> Index:
        """The same of many spans, (n,)."""
        before = self._before(kind)
        return np.asarray(before[ends] - before[starts])

    def _before(self, kind: int) -> Index:
        if kind not in self._counted:
            self._counted[kind] = np.cumsum(self.kinds[:-1] & kind > 0)
        return self._counted[kind]

    @cached_property
    def own_words(self) -> dict[str, int]:
        """How often each word of the text stands in it, in lower case."""
        counts: dict[str, int] = {}
        for word in WORD_RE.findall(self.text.lower()):
            counts[word] = counts.get(word, 0) + 1
        return counts

    @cached_property
    def forms(self) -> Forms:
        """What is known of its words, for those that hyphens break."""
        return Forms(self.text, self.model)

    @cached_property
    def units(self) -> tuple[Ints, Index]:
        """Unit ids of the whole text under the model, and where each starts: (m,) each."""
        assert self.model is not None
        ids, starts, _ = self.model.encode_with_offsets(self.text)
        return ids, starts.astype(np.intp)

    def pair_bonds(self, offsets: Sequence[int]) -> Floats:
        """Log P(unit at each offset | the one before) - log P(unit), (len(offsets),): high inside
        words, lower where one word often follows another."""
        model = self.model
        if model is None or not offsets:
            return np.zeros(len(offsets), np.float32)
        ids, starts = self.units
        at = np.searchsorted(starts, np.asarray(offsets, np.intp))
        inside = np.flatnonzero((at > 0) & (at < len(ids)))
        grams = np.full((len(at), model.order), model.break_id, np.int32)
        grams[inside, -2] = ids[at[inside] - 1]
        grams[inside, -1] = ids[at[inside]]
        one = np.ones(len(at), np.intp)
        return model.log_prob(grams, one) - model.log_prob(grams, one - 1)

    def bonds(self, offsets: Sequence[int]) -> Floats:
        """How strongly the text holds together at each offset, in nats; (len(offsets),).

        That is log P(unit at the offset | those before it in the line) - log P(unit), plus the same
        for the unit after it: mutual information over the place. Spaces are no units.
        """
        model = self.model
        if model is None or not offsets:
            return np.zeros(len(offsets), np.float32)
        ids, starts = self.units
        order = model.order
        at = np.searchsorted(starts, np.asarray(offsets, np.intp))
        last_break = np.maximum.accumulate(
            np.where(ids == model.break_id, np.arange(len(ids)), -1), dtype=np.intp
        )
        total = np.zeros(len(at), np.float32)
        padded = np.concatenate(
            [np.full(order - 1, -1, np.int32), ids, np.full(2, model.break_id, np.int32)]
        )
        windows = np.lib.stride_tricks.sliding_window_view(padded, order)
        for k in range(2):
            here = at + k
            inside = (here < len(ids)) & (last_break[np.minimum(here, len(ids) - 1)] < at)
            rows = np.flatnonzero(inside)
            place = here[rows]
            reach = np.minimum(place - last_break[at[rows] - 1] - 1, order - 1)
            reach = np.where(at[rows] > 0, reach, 0)
            grams = windows[place]
            given = model.log_prob(grams, reach)
            alone = model.log_prob(grams, np.full(len(rows), k))
            total[rows] += np.where(reach > k, given - alone, 0)
        return total


def sum_log_probs(model: NgramModel, sequences: Sequence[Ints]) -> Doubles:
    """Log probability of each of n sequences of unit ids by itself, (n,), in one batch."""
    lengths = np.array([len(s) for s in sequences], np.intp)
    if not lengths.sum():
        return np.zeros(len(lengths))
    order = model.order
    owner = np.repeat(np.arange(len(lengths)), lengths)
    place = np.arange(len(owner)) - (np.cumsum(lengths) - lengths)[owner]
    padded = np.concatenate([np.full(order - 1, -1, np.int32), *sequences])
    windows = np.lib.stride_tricks.sliding_window_view(padded, order)
    log_p = model.log_prob(windows, np.minimum(place, order - 1))
    return np.asarray(np.bincount(owner, weights=log_p, minlength=len(lengths)), np.float64)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made; they are in order and do not overlap."""
    parts: list[str] = []
    at = 0
    for start, end, after, _ in edits:
        parts += (text[at:start], after)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def without_overlaps(edits: Sequence[Edit]) -> list[Edit]:
    """The edits in order, without those that touch what an earlier one has changed.

    >>> without_overlaps([Edit(4, 6, "x"), Edit(0, 2, ""), Edit(1, 3, "y")])
    [Edit(start=0, end=2, after='', rule=''), Edit(start=4, end=6, after='x', rule='')]
    """
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def preview(
    rule: Rule, text: str, language: str = "auto", config: RepairConfig | None = None
) -> str:
    """The text after one rule alone, run until it finds nothing: what doctests show."""
    variants, weights = (config or RepairConfig()).fix_variants, load_repair_weights()
    for _ in range(MOST_ROUNDS):
        edits = without_overlaps(rule(Draft(text, language, variants=variants), weights))
        if not edits:
            break
        text = apply_edits(text, edits)
    return text
