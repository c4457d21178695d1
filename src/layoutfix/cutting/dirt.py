"""Marks that were cut away at gutters: those that stand in print go back to their lines.

    过河                ，桥离得太远        a comma begins a line: text that keeps no kinsoku
    the Regal and       *** (out of five)   a sign of its own: nothing says that it is dirt
    三年来就业人数超过 。 引进企业二百家    one of twenty, and the sentence reads on: dirt

What an engine reads in a gutter is out of the way while the order is sought. Once it is known,
each mark is judged: dirt comes in several rows of a page, and the sentence reads on without it.
Where only its place speaks against a mark, it is printed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from layoutfix.chardata import codes_to_widths, text_to_codes
from layoutfix.linking import LinkScorer
from layoutfix.linking.encoder import encoder_of
from layoutfix.linking.scoring import score_links
from layoutfix.model import Fragment
from layoutfix.page import Page
from layoutfix.page_order import PageOrder
from layoutfix.result import DROPPING_RULE
from layoutfix.script import Script
from layoutfix.weights import DirtWeights

Class = Literal["rule", "mark", "sign"]

_RULES = frozenset("|_¦\\~^=<>+/{}[]")
"""What OCR reads of a rule between columns."""
_MARKS = frozenset("。.,，、;；:：!！?？…'\"“”‘’《》")
"""Marks of sentences; other signs, as bullets and stars, are no dirt."""


@dataclass(frozen=True, slots=True)
class Place:
    """Marks between two fragments of a row, as they stand in the dump: `[start, end)`.

    left, right   the fragments before and behind them; None at the margins
    """

    start: int
    end: int
    text: str
    left: int | None
    right: int | None

    @property
    def kind(self) -> Class:
        """Whether they may be read of a rule, are marks of a sentence, or other signs."""
        marks = {*self.text} - {" "}
        if marks <= _RULES:
            return "rule"
        return "mark" if marks <= _MARKS | _RULES else "sign"


def keep_printed_marks(found: PageOrder) -> PageOrder:
    """The page with the marks back at their lines that are no dirt of its gutters."""
    page, sheet = found.page, found.sheet
    places = find_places(sheet.dump, page)
    if not places:
        return found
    rows = len({_row_of(place, page) for place in places if place.kind == "mark"})
    gains = [(np.nan, np.nan)] * len(places)
    if any(_asks_gain(place, page, rows, sheet.weights.dirt) for place in places):
        gains = _gains(places, found)
    kept = [
        (place, _goes_left(place, page, gain))
        for place, gain in zip(places, gains, strict=True)
        if not _is_dirt(place, page, gain, rows, sheet.weights.dirt)
    ]
    if not kept:
        return found
    clean = put_back_marks(sheet.dump, page, kept, script=sheet.script)
    return replace(found, page=clean, links=score_links(clean, sheet))


def _row_of(place: Place, page: Page) -> int:
    at = place.left if place.left is not None else place.right
    return -1 if at is None else int(page.row[at])


def find_places(dump: str, page: Page) -> list[Place]:
    """Where marks were dropped at gutters; those between two fragments are one."""
    fragments = page.fragments
    starts = [f.start for f in fragments]
    found: dict[tuple[int | None, int | None], Place] = {}
    for start, end, rule in sorted(page.dropped):
        if rule != DROPPING_RULE:
            continue
        i = bisect_right(starts, start) - 1
        left = i if i >= 0 and "\n" not in dump[fragments[i].end : start] else None
        is_last = i + 1 >= len(fragments)
        right = None if is_last or "\n" in dump[end : fragments[i + 1].start] else i + 1
        if left is None and right is None:
            continue
        first = found[left, right].start if (left, right) in found else start
        found[left, right] = Place(first, end, dump[first:end], left, right)
    return list(found.values())


def _gains(places: Sequence[Place], found: PageOrder) -> list[tuple[float, float]]:
    """How much better the line before the marks, and the one behind, read without them, in nats.

    NaN where there is no such line, or nothing goes on in it.
    """
    fragments, order, sheet = found.page.fragments, found.order, found.sheet
    number = {i: k for k, i in enumerate(order)}
    texts, widths = [f.text for f in fragments], found.page.width.tolist()
    pairs: list[tuple[int, int, int]] = []
    asked: list[tuple[int, int]] = []  # of each pair: the place, and which of its sides
    for p, place in enumerate(places):
        for side, pair in enumerate(_joints_of(place, order, number)):
            if pair is not None:
                texts.append(texts[pair[0]] + place.text.strip())
                widths.append(widths[pair[0]])
                pairs.append((pair[0], len(texts) - 1, pair[1]))
                asked.append((p, side))
    told = np.full((len(places), 2), np.nan)
    if pairs and sheet.model is not None:
        plain, marked, right = np.array(pairs, np.intp).T
        links = LinkScorer(
            texts,
            np.array(widths, np.float32),
            sheet.weights.links,
            script=sheet.script,
            model=sheet.model,
            encoder=encoder_of([f.text for f in fragments], sheet.model),
            finds_doubles=False,
        )
        gain = links.sentence_gain(plain, right)[0] - links.sentence_gain(marked, right)[0]
        told[tuple(np.array(asked, np.intp).T)] = gain
    return [(float(a), float(b)) for a, b in told]


def _joints_of(
    place: Place, order: Sequence[int], number: dict[int, int]
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The joints of the order at which the marks would stand: after the line before them, and
    before the one behind them."""
    left = right = None
    if place.left is not None and number[place.left] + 1 < len(order):
        left = place.left, order[number[place.left] + 1]
    if place.right is not None and number[place.right] > 0:
        right = order[number[place.right] - 1], place.right
    return left, right


def _touches(place: Place, page: Page) -> tuple[int, int]:
    """Blanks between the marks and the lines before and behind them; many where there is none."""
    f = page.fragments
    left = _FAR if place.left is None else place.start - f[place.left].end
    right = _FAR if place.right is None else f[place.right].start - place.end
    return left, right


_FAR = 99


def _goes_left(place: Place, page: Page, gain: tuple[float, float]) -> bool:
    """Whether the marks belong to the line before them: to the nearer, else the one they suit."""
    left, right = _touches(place, page)
    if left != right:
        return left < right
    if place.kind == "sign":
        return False  # as a bullet
    a, b = np.nan_to_num(gain, nan=0.0)
    return bool(a <= b)


def _asks_gain(place: Place, page: Page, rows: int, weights: DirtWeights) -> bool:
    """Whether it counts how the lines beside the marks read without them, as below and above."""
    if place.kind != "mark":
        return False
    left, right = _touches(place, page)
    return left == right or rows >= weights.least_dirty_rows


def _is_dirt(
    place: Place, page: Page, gain: tuple[float, float], rows: int, weights: DirtWeights
) -> bool:
    """Whether marks are dirt, as all that is read of a rule is; `rows` of the page have such."""
    if place.kind != "mark":
        return place.kind == "rule"
    left, right = _touches(place, page)
    known = [
        g for g, blanks in zip(gain, (left, right), strict=True) if not np.isnan(g) and blanks == 0
    ]
    known = known or [g for g in gain if not np.isnan(g)] or [0.0]
    if rows < weights.least_dirty_rows:
        return False
    return bool(min(known) + np.log2(rows / weights.least_dirty_rows) > weights.dirt_gain)


def put_back_marks(
    dump: str, page: Page, kept: Sequence[tuple[Place, bool]], *, script: Script
) -> Page:
    """The page with marks at the end (True) or the start of the lines beside them."""
    spans = [[f.start, f.end] for f in page.fragments]
    for place, to_left in kept:
        if to_left and place.left is not None:
            spans[place.left][1] = place.end
        elif place.right is not None:
            spans[place.right][0] = place.start
    inside = [(place.start, place.end) for place, _ in kept]
    fragments = [Fragment(s, e, dump[s:e]) for s, e in spans]
    shift = [float(f.start - s) for f, (s, _) in zip(page.fragments, spans, strict=True)]
    width = page.width.copy()
    for i, (old, new) in enumerate(zip(page.fragments, fragments, strict=True)):
        if old != new:
            width[i] = codes_to_widths(text_to_codes(new.text), script=script).sum()
    return replace(
        page,
        fragments=fragments,
        width=width,
        x=page.x - np.array(shift, np.float32),
        lead=page.lead - np.array(shift, np.float32),
        dropped=[
            (s, e, rule)
            for s, e, rule in page.dropped
            if rule != DROPPING_RULE or not any(a <= s and e <= b for a, b in inside)
        ],
    )
