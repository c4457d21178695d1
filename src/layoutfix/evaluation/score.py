"""The measures of a repaired text: joints, NED, words, paragraphs, asides, what was lost or added.

The definitions are those of the benchmark that comes with the dev pages; a test holds the numbers
to its own scorer. They are fixed: a changed constant here makes numbers incomparable.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from layoutfix.evaluation.flat import (
    FlatText,
    flatten,
    flatten_lines,
    is_wordless,
    split_words,
)
from layoutfix.evaluation.truth import ASIDES, TrueLine, Truth, lines_to_blocks

SHORTEST_END = 4
"""Characters that an end of a line must have for its joint to be counted."""

SHORTEST_ASIDE = 6
ASIDE_CUTOFF = 85.0
BROKEN_WORD_RE = re.compile(r"\w[-¬⸗\u00ad]$")


@dataclass(frozen=True, slots=True)
class TextScore:
    """How near a text is to the truth of its page. All but the last two: 0 to 1, high is good.

    joint_recall  of the joints of the page that the dump allows, the share that the text makes
    joints        how many the dump allows
    ned           1 - normalised Levenshtein distance of the running text
    words         the same on words; None for scripts without spaces
    para          F1 of the paragraph breaks among the joints made; None where not known
    aside         share of the captions and boxes in one piece; None where there are none
    lost, added   characters missing and characters too many, as shares of the dump; None without it
    """

    joint_recall: float
    joints: int
    ned: float
    words: float | None
    para: float | None
    aside: float | None
    lost: float | None
    added: float | None


@dataclass(frozen=True, slots=True)
class EndsMatch:
    """How far the ends of lines must agree: characters a side, and the least partial ratio."""

    width: int
    cutoff: float


CJK_ENDS = EndsMatch(8, 84.0)
SPACED_ENDS = EndsMatch(14, 88.0)


@dataclass(frozen=True)
class PageScorer:
    """Scores any number of texts against one page, for one dump of it.

    Without a dump every joint counts, even one whose lines the engine never saw.
    """

    truth: Truth
    dump: str | None = None

    @cached_property
    def wordless(self) -> bool:
        """Whether the page is compared by characters alone."""
        return is_wordless("".join(line.text for line in self.truth.lines))

    @property
    def ends(self) -> EndsMatch:
        """How far the ends of its lines must agree."""
        return CJK_ENDS if self.wordless else SPACED_ENDS

    @cached_property
    def _flat_dump(self) -> FlatText | None:
        return None if self.dump is None else flatten_lines(self.dump)

    @cached_property
    def _asides(self) -> list[list[TrueLine]]:
        return [b for b in lines_to_blocks(self.truth.lines) if b[0].kind in ASIDES]

    @cached_property
    def joints(self) -> list[tuple[TrueLine, TrueLine]]:
        """Consecutive lines of one article whose ends can be found in the dump."""
        width = self.ends.width
        found = []
        for left, right in pairwise(self.truth.flow):
            if left.article != right.article:
                continue
            tail, head = flatten(left.text)[-width:], flatten(right.text)[:width]
            if min(len(tail), len(head)) >= SHORTEST_END and self._seen(tail) and self._seen(head):
                found.append((left, right))
        return found

    def _seen(self, end: str) -> bool:
        flat = self._flat_dump
        return flat is None or flat.find(end, self.ends.cutoff) is not None

    @cached_property
    def _true_flow(self) -> str:
        return flatten("\n".join(line.text for line in self.truth.flow))

    @cached_property
    def _true_words(self) -> list[str]:
        return split_words(_join_blocks(self.truth.flow))

    def score(self, text: str) -> TextScore:
        """All measures of one text. Cost: some milliseconds a page."""
        whole = flatten_lines(text)
        flow, in_one_piece = self._take_asides_out(whole)
        joint_recall, para = self._score_joints(flow)
        words = None
        if not self.wordless:
            words = Levenshtein.normalized_similarity(split_words(text), self._true_words)
        lost, added = self._compare_characters(whole)
        return TextScore(
            joint_recall=joint_recall,
            joints=len(self.joints),
            ned=Levenshtein.normalized_similarity(flow.text, self._true_flow),
            words=words,
            para=para,
            aside=in_one_piece / len(self._asides) if self._asides else None,
            lost=lost,
            added=added,
        )

    def _take_asides_out(self, flat: FlatText) -> tuple[FlatText, int]:
        """The text without captions and boxes, and how many of those stood in one piece."""
        whole = 0
        for block in self._asides:
            pattern = flatten("".join(line.text for line in block))
            found = flat.find(pattern, ASIDE_CUTOFF) if len(pattern) >= SHORTEST_ASIDE else None
            if found:
                whole += 1
                flat = flat.without(*found)
                continue
            for line in block:
                pattern = flatten(line.text)
                start = flat.text.find(pattern)
                if len(pattern) >= SHORTEST_ASIDE and start >= 0:
                    flat = flat.without(start, start + len(pattern))
        return flat, whole

    def _score_joints(self, flat: FlatText) -> tuple[float, float | None]:
        """Joint recall, and F1 of the paragraph breaks among the joints that stand."""
        made = 0
        breaks: Counter[tuple[bool, bool]] = Counter()
        for left, right in self.joints:
            tail = flatten(left.text)[-self.ends.width :]
            head = flatten(right.text)[: self.ends.width]
            found = flat.find(tail + head, self.ends.cutoff)
            if not found:
                continue
            made += 1
            if left.block is None:
                continue
            seam = found[0] + len(tail)
            exact = found[1] - found[0] == len(tail + head)
            places = (seam,) if exact else (seam - 1, seam, seam + 1)
            broken = any(place in flat.breaks for place in places)
            breaks[broken, left.block != right.block] += 1
        recall = made / len(self.joints) if self.joints else 1.0
        if all(line.block is None for line in self.truth.lines):
            return recall, None
        right_ones = 2 * breaks[True, True]
        counted = right_ones + breaks[True, False] + breaks[False, True]
        return recall, right_ones / counted if counted else None

    def _compare_characters(self, whole: FlatText) -> tuple[float | None, float | None]:
        if self._flat_dump is None:
            return None, None
        printed, given = Counter(whole.text), Counter(self._flat_dump.text)
        size = max(1, len(self._flat_dump.text))
        return (given - printed).total() / size, (printed - given).total() / size


def score_text(text: str, truth: Truth, dump: str | None = None) -> TextScore:
    """The measures of one text against the truth of its page.

    >>> from layoutfix.evaluation.truth import text_to_truth
    >>> truth = text_to_truth("the ferry had been out of\\nsight of the shore since dawn", "p")
    >>> score_text("sight of the shore since dawn the ferry had been out of", truth).joint_recall
    0.0
    """
    return PageScorer(truth, dump).score(text)


def _join_blocks(lines: list[TrueLine]) -> str:
    """The running text with its broken words made whole, a line a paragraph."""
    paragraphs: list[str] = []
    block: int | None = None
    for line in lines:
        text = line.text.strip()
        is_new = not paragraphs or (line.block is not None and line.block != block)
        if is_new:
            paragraphs.append(text)
            block = line.block
        elif BROKEN_WORD_RE.search(paragraphs[-1]) and text[:1].islower():
            paragraphs[-1] = paragraphs[-1][:-1] + text
        else:
            paragraphs[-1] += " " + text
    return "\n".join(paragraphs)
