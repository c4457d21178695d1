"""Page furniture: running heads, page numbers, watermarks over pages, and lines read twice."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

import regex as re

from layoutfix.patterns import pattern
from layoutfix.repair.draft import Draft, Edit
from layoutfix.weights import RepairWeights

NUMBER_RE = pattern(r"[-–—·. (（第]*(\d{1,4})[-–—·. )）页頁]*$")
DIGITS_RE = pattern(r"\d+|[一二三四五六七八九十〇○]{1,3}(?=[版页頁期])")
LONGEST_HEAD = 80
EDGE_LINES = 2
"""Lines at either end of a page that may be furniture."""

MOST_GROUPS = 200
"""Different lines that a line is compared with; bounds the time of long texts."""

MOST_NUMBERED_GAP = 4
"""Page numbers may rise by so much from one page that has one to the next."""


class Line(NamedTuple):
    """A line with text: its page, offsets with its newline, its text."""

    page: int
    start: int
    end: int
    text: str


def fix_furniture(draft: Draft, weights: RepairWeights) -> list[Edit]:
    r"""Running heads, page numbers, datelines and watermarks that pages repeat become asides.

    They stand in the text wherever a page ended, in the middle of sentences. Pages are told by form
    feeds. A line goes when enough pages have the like of it (but for digits) among their first or
    last two lines, and page numbers when they count up from page to page.

    >>> from layoutfix.repair.draft import preview
    >>> pages = [f"Harbour Gazette, page {k}\nLine {k} of the {w} tale\n" for k, w in
    ...          ((1, "first"), (2, "next"), (3, "third"))]
    >>> preview(fix_furniture, "\f".join(pages))
    'Line 1 of the first tale\n\x0cLine 2 of the next tale\n\x0cLine 3 of the third tale\n'
    >>> preview(fix_furniture, "A refrain\nA refrain\nA refrain\n")
    'A refrain\nA refrain\nA refrain\n'

    They are no longer printed, but stand in the result as asides, each with its step. Gets wrong: a
    text whose pages begin alike (forms, liturgies).
    """
    if draft.text.count("\f") + 1 < weights.furniture_pages:
        return []
    pages = _pages(draft.text)
    edges = [line for page in pages for line in _edge_lines(page)]
    least = max(weights.furniture_pages, weights.furniture_share * len(pages))
    taken = {
        line for group in _like_lines(edges, weights) if _pages_of(group) >= least for line in group
    }
    taken |= _page_numbers(edges, least)
    return [_remove(draft, line) for line in sorted(taken, key=lambda line: line.start)]


def fix_doubles(draft: Draft, weights: RepairWeights) -> list[Edit]:
    r"""A line that the engine read twice, one reading below the other, becomes an aside.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_doubles, "The mayor opened the hall\nThe mayor opened tbe hall\nat noon.")
    'The mayor opened the hall\nat noon.'
    >>> preview(fix_doubles, "Row one has 14 apples now\nRow one has 15 apples now\n")
    'Row one has 14 apples now\nRow one has 15 apples now\n'

    Lines that differ in a digit are two lines. Off by default: refrains, tables and laws repeat
    lines, which this gets wrong.
    """
    edits = []
    for page in _pages(draft.text):
        kept: Line | None = None
        for line in page:
            if kept is not None and _is_double(kept.text, line.text, weights):
                edits.append(_remove(draft, line))
            else:
                kept = line
    return edits


def _is_double(a: str, b: str, weights: RepairWeights) -> bool:
    if min(len(a), len(b)) < weights.double_characters:
        return False
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    return _are_alike(a, b, weights.double_likeness)


def _are_alike(a: str, b: str, least: float) -> bool:
    """Whether two texts are alike by so much of 100 (normalised indel similarity)."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - 5 ms, and texts without pages need none

    return bool(fuzz.ratio(a, b, score_cutoff=least))


def _pages(text: str) -> list[list[Line]]:
    pages, at = [], 0
    for number, page in enumerate(text.split("\f")):
        lines = []
        for line in page.splitlines(keepends=True):
            if line.strip():
                lines.append(Line(number, at, at + len(line), line.strip()))
            at += len(line)
        pages.append(lines)
        at += 1
    return pages


def _edge_lines(page: list[Line]) -> list[Line]:
    if len(page) <= 2 * EDGE_LINES:
        return page if len(page) > 1 else []
    return page[:EDGE_LINES] + page[-EDGE_LINES:]


def _pages_of(lines: list[Line]) -> int:
    return len({line.page for line in lines})


def _like_lines(lines: list[Line], weights: RepairWeights) -> list[list[Line]]:
    """Lines grouped by likeness, digits aside. Pure numbers are left out."""
    groups: list[tuple[str, list[Line]]] = []
    exact: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if len(line.text) <= LONGEST_HEAD and re.search(r"\p{L}{2}", line.text):
            exact[DIGITS_RE.sub("#", "".join(line.text.lower().split()))].append(line)
    for key in sorted(exact, key=lambda k: (-len(exact[k]), k)):
        for other, members in groups[:MOST_GROUPS]:
            if _are_alike(key, other, weights.furniture_likeness):
                members.extend(exact[key])
                break
        else:
            groups.append((key, list(exact[key])))
    return [members for _, members in groups]


def _page_numbers(lines: list[Line], least: float) -> set[Line]:
    """Lines that are a number which counts up from page to page."""
    numbered = [(line, int(m[1])) for line in lines if (m := NUMBER_RE.match(line.text))]
    best: list[tuple[Line, int]] = []
    by_offset: dict[int, list[tuple[Line, int]]] = defaultdict(list)
    for line, number in numbered:
        by_offset[number - line.page].append((line, number))
    for run in by_offset.values():
        if _pages_of([line for line, _ in run]) > _pages_of([line for line, _ in best]):
            best = run
    rising = all(b[1] - a[1] <= MOST_NUMBERED_GAP for a, b in pairwise(best))
    return {line for line, _ in best} if rising and len(best) >= least else set()


def _remove(draft: Draft, line: Line) -> Edit:
    """The line with its newline; the last of a page goes with the newline before it."""
    return Edit(line.start, line.end, "")
