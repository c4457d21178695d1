"""Where the lines of a page stand in a text, and the measures of their order.

J and NED look at characters; these look at lines as whole things, as the literature does: Kendall
tau, successor edges, BLEU and ARD (ReadingBank), edit distance of the reading order (OmniDocBench),
"A stands before B" (olmOCR-bench).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from layoutfix.evaluation.flat import flatten, flatten_lines
from layoutfix.evaluation.truth import OrderTest, Truth

SHORTEST_LINE = 4
"""Characters from which on a line can be told from others."""

LINE_CUTOFF = 75.0
"""Least partial ratio at which a place of the text is taken for a line that OCR damaged."""

LONGEST_NGRAM = 4


@dataclass(frozen=True, slots=True)
class OrderScore:
    """How the lines of the running text are ordered. Lines that the dump never had do not count.

    lines          lines that could be placed
    placed         share of them found in the text
    successors     share of the pairs of consecutive lines of one article that follow each other
    kendall_tau    1 all pairs in order, 0 as good as random, -1 reversed; None below two lines
    bleu           of the sequence of lines, as ReadingBank has it of words
    ard            average relative distance, in lines; 0 is good, a missing line counts as n
    edit_distance  of the sequence of blocks (lines where blocks are not known), 0 good, 1 bad
    order_tests    share passed of "line A stands before line B of its article"
    in_order       every line is placed and in its place
    """

    lines: int
    placed: float
    successors: float
    kendall_tau: float | None
    bleu: float
    ard: float
    edit_distance: float
    order_tests: float | None
    in_order: bool


def score_order(text: str, truth: Truth, dump: str | None = None) -> OrderScore:
    """The measures of the order of lines in a text. Cost: a fuzzy search a damaged line.

    >>> from layoutfix.evaluation.truth import text_to_truth
    >>> truth = text_to_truth("out of sight since\\ndawn and nobody\\nasked who would pay", "p")
    >>> score_order("dawn and nobody out of sight since asked who would pay", truth).successors
    0.0
    """
    flow = truth.flow
    flat = [flatten(line.text) for line in flow]
    seen = [True] * len(flat)
    if dump is not None:
        seen = [place is not None for place in locate_lines(flat, flatten_lines(dump).text)]
    kept = [k for k, line in enumerate(flat) if seen[k] and len(line) >= SHORTEST_LINE]
    places = locate_lines([flat[k] for k in kept], flatten_lines(text).text)
    articles = [flow[k].article for k in kept]
    blocks = [k if flow[k].block is None else (flow[k].article, flow[k].block) for k in kept]
    order = places_to_order(places)
    edges = [(a, b) for a, b in pairwise(range(len(kept))) if articles[a] == articles[b]]
    followed = set(pairwise(order))
    return OrderScore(
        lines=len(kept),
        placed=len(order) / len(kept) if kept else 1.0,
        successors=sum(e in followed for e in edges) / len(edges) if edges else 1.0,
        kendall_tau=kendall_tau(order),
        bleu=bleu(order, range(len(kept))),
        ard=average_relative_distance(order, len(kept)),
        edit_distance=edit_distance([blocks[k] for k in order], blocks),
        order_tests=_pass_order_tests(places, articles, truth.tests, text),
        in_order=order == list(range(len(kept))),
    )


def locate_lines(lines: Sequence[str], text: str) -> list[int | None]:
    """Where each flat line starts in a flat text; None where it does not stand, or is too short.

    Of several places of one wording, a line takes the first after the line before it that no other
    line has taken.

    >>> locate_lines(["thecity", "atdawn", "thecity"], "thecityatdawnthecity")
    [0, 7, 13]
    """
    taken: set[int] = set()
    places: list[int | None] = []
    last = 0
    for line in lines:
        place = _place_line(line, text, last, taken) if len(line) >= SHORTEST_LINE else None
        places.append(place)
        if place is not None:
            taken.add(place)
            last = place
    return places


def _place_line(line: str, text: str, last: int, taken: set[int]) -> int | None:
    free = [p for p in _occurrences(line, text) if p not in taken]
    if free:
        return next((p for p in free if p >= last), free[0])
    if len(text) < len(line):
        return None
    found = fuzz.partial_ratio_alignment(line, text, score_cutoff=LINE_CUTOFF)
    return found.dest_start if found else None


def _occurrences(pattern: str, text: str) -> list[int]:
    found = []
    at = text.find(pattern)
    while at >= 0:
        found.append(at)
        at = text.find(pattern, at + 1)
    return found


def places_to_order(places: Sequence[int | None]) -> list[int]:
    """Numbers of the placed lines, in the order in which they stand; ties by number."""
    return [k for _, k in sorted((p, k) for k, p in enumerate(places) if p is not None)]


def kendall_tau(order: Sequence[int]) -> float | None:
    """Share of the pairs in order, less share of the others; None below two lines. O(n^2).

    >>> kendall_tau([0, 1, 2]), kendall_tau([2, 1, 0]), kendall_tau([0])
    (1.0, -1.0, None)
    """
    n = len(order)
    if n < 2:
        return None
    ranks = np.asarray(order)
    reversed_pairs = sum(int((ranks[k + 1 :] < ranks[k]).sum()) for k in range(n - 1))
    return 1.0 - 4.0 * reversed_pairs / (n * (n - 1))


def bleu(order: Sequence[int], truth: Sequence[int]) -> float:
    """BLEU-4 of a sequence against the true one: one reference, brevity penalty, no smoothing.

    Where the page has fewer than four lines, n-grams up to its length count.

    >>> round(bleu([0, 1, 2, 3, 4, 5], range(6)), 3), bleu([5, 3, 1, 4, 2, 0], range(6))
    (1.0, 0.0)
    """
    longest = min(LONGEST_NGRAM, len(truth))
    if len(order) < max(1, longest):
        return 1.0 if not truth else 0.0
    logs = 0.0
    for size in range(1, longest + 1):
        wanted = Counter(tuple(truth[k : k + size]) for k in range(len(truth) - size + 1))
        given = Counter(tuple(order[k : k + size]) for k in range(len(order) - size + 1))
        hits = (wanted & given).total()
        if not hits:
            return 0.0
        logs += math.log(hits / given.total()) / longest
    brevity = min(0.0, 1.0 - len(truth) / len(order))
    return math.exp(logs + brevity)


def average_relative_distance(order: Sequence[int], n: int) -> float:
    """Mean distance of an element from its true place; an element that is missing counts as n.

    >>> average_relative_distance([1, 0, 2], 3), average_relative_distance([0, 1], 3)
    (0.6666666666666666, 1.0)
    """
    at = {element: place for place, element in enumerate(order)}
    return sum(abs(k - at[k]) if k in at else n for k in range(n)) / n if n else 0.0


def edit_distance(order: Sequence[object], truth: Sequence[object]) -> float:
    """Normalised edit distance of two sequences of blocks; a block in one run counts once.

    >>> edit_distance("aabb", "aabb"), edit_distance("abab", "aabb")
    (0.0, 0.5)
    """
    given = [block for block, _ in groupby(order)]
    wanted = [block for block, _ in groupby(truth)]
    return Levenshtein.normalized_distance(given, wanted)


def _pass_order_tests(
    places: Sequence[int | None],
    articles: Sequence[int],
    tests: Sequence[OrderTest],
    text: str,
) -> float | None:
    """Share of order tests passed: those that came with the page, else pairs of its lines.

    The pairs are lines 1, 2, 4, 8... apart in one article: neighbours, and beginnings of columns.
    """
    if tests:
        flat = flatten_lines(text)
        passed = [_passes(test, flat.text) for test in tests]
        return sum(passed) / len(passed)
    n, passed_pairs, pairs = len(places), 0, 0
    step = 1
    while step < n:
        for a, b in zip(range(n - step), range(step, n), strict=True):
            if articles[a] != articles[b]:
                continue
            first, second = places[a], places[b]
            pairs += 1
            passed_pairs += first is not None and second is not None and first < second
        step *= 2
    return passed_pairs / pairs if pairs else None


def _passes(test: OrderTest, text: str) -> bool:
    """Whether any place of the one stands before any place of the other."""
    before, after = flatten(test.before), flatten(test.after)
    first = _occurrences(before, text) or [p for p in locate_lines([before], text) if p is not None]
    second = _occurrences(after, text) or [p for p in locate_lines([after], text) if p is not None]
    return bool(first and second) and min(first) < max(second)
