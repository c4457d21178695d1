"""Dump -> pages, and the rows that stand between them: separators, repeated heads and feet.

Pages end at form feeds. Where a tool wrote rows in their place, these are told:

    the last row of a page      the gate was shut and
    --- Page 2 ---              - 14 -                     {12}----------
    the first of the next       nobody saw the clerk       [p. 3]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import regex as re

from layoutfix.furniture import is_running_head
from layoutfix.labels import roman_value
from layoutfix.patterns import pattern

LEAST_ROWS_APART = 8
"""Rows of text between numbers that stand bare, for them to part pages."""

_MARKS = r"(?:[^\w\n\f]|_)*"
_NUMBER = r"\d{1,4}"
_SEPARATOR_RE = pattern(
    rf"""
    (?:^|(?<=\f)) [^\S\n\f]*+ (?P<row>
        (?P<open>{_MARKS}) (?:(?:end|start|beginning|ende|fin)\s?(?:of\s|der\s|de\s)?)?
        (?: (?:page|seite|blatt|p[áa]gina|strona|страница|sida|bladzijde)
          | (?P<short>p[áa]g|pg|p|s|стр|blz) )
        [ _]?(?:no|nr|number)?\b [^\w\n\f]{{0,4}} (?P<n>{_NUMBER})
        (?P<of>\s?(?:of|von|de|sur|di|van|z|из|/)\s?{_NUMBER})? (?P<close>{_MARKS})
      | (?P<open>{_MARKS}) 第[ ]?(?P<n>[\d一二三四五六七八九十百〇零]{{1,5}})[ ]?(?:[页頁]|ページ)
        (?P<of>[^\w\n\f]{{0,3}}共[ ]?[\d一二三四五六七八九十百〇零]{{1,5}}[ ]?[页頁])?
        (?P<close>{_MARKS})
      | (?P<open>{_MARKS}) page[ _-]?break (?P<close>{_MARKS})
      | (?P<in_marks> [-–—=*~_·•]+[ ]? (?P<n>{_NUMBER}|[ivxlc]{{1,7}}) [ ]?[-–—=*~_·•]+
          | \{{(?P<n>{_NUMBER})\}} [-=]{{3,}} | (?P<n>{_NUMBER})[ ]?/[ ]?{_NUMBER} )
      | (?P<bare>{_NUMBER})
    ) [^\S\n\f]*+ (?:$|(?=\f))
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
"""Rows that may part pages, whole; `row` may end in blanks."""

EDGE_ROWS = 2
"""Rows at either end of a page among which heads and feet are sought that other pages repeat."""

LONGEST_HEAD = 80
LEAST_SHARE = 0.3
"""Share of the pages that must have the like of a head, and two at least."""

_DIGITS_RE = pattern(r"\d+|[一二三四五六七八九十〇]{1,3}(?=[版页頁期])")
_HAS_NAME_RE = pattern(r"\p{L}{2}")


class PageSpan(NamedTuple):
    """A span of the dump: the text of one page, or one row between pages (`is_aside`)."""

    start: int
    end: int
    is_aside: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that may be a separator. `alone`: its form is that of nothing else."""

    start: int
    end: int
    shape: str
    number: int | None
    alone: bool
    bare: bool


def split_pages(dump: str) -> list[PageSpan]:
    r"""The pages of a dump that have text, and the rows between them, in order. O(characters).

    >>> [dump[s:e] for dump in ["a\n--- Page 2 ---\nb\n"] for s, e, _ in split_pages(dump)]
    ['a\n', '--- Page 2 ---', 'b\n']

    A number between two rows may be an item's: it must count up.

    >>> [is_aside for _, _, is_aside in split_pages("one\n- 2 -\ntwo")]
    [False]

    Heads and feet that other pages repeat, but for their digits, stand between the pages, too.

    >>> [dump[s:e] for dump in ["Fen Life 3\na\nb\n\fFen Life 4\nc\nd\n"]
    ...     for s, e, is_aside in split_pages(dump) if is_aside]
    ['Fen Life 3', 'Fen Life 4']

    Gets wrong: chapters whose number stands in dashes, of columns that came line by line.
    """
    separators = find_separators(dump)
    pages = list(_between(dump, separators))
    heads = _find_repeated(dump, pages) if len(pages) > 1 else []
    rows = sorted([*separators, *heads])
    spans = [PageSpan(start, end, is_aside=True) for start, end in rows]
    spans += [PageSpan(start, end, is_aside=False) for start, end in _between(dump, rows)]
    return sorted(spans)


def find_separators(dump: str) -> list[tuple[int, int]]:
    r"""The rows that part pages, as spans without blanks around. O(characters).

    A row that names a page parts pages where its form says so alone: marks on both sides, the
    number of all pages beside it, or a blank line above and below. Others, and numbers in marks,
    must count up by one; bare numbers have blank lines around them and rows of text between, too.

    >>> [dump[s:e] for dump in ["a\n[p. 3]\nb\nc\nSeite 4 von 9\nd\n\n第 3 页\n\ne"]
    ...     for s, e in find_separators(dump)]
    ['[p. 3]', 'Seite 4 von 9', '第 3 页']
    >>> find_separators("the map\n(page 3)\nand\npage 7.\nshow it, and so does\n- 2 -\nof us")
    []
    """
    candidates = [_candidate(dump, match) for match in _SEPARATOR_RE.finditer(dump)]
    shapes = Counter(c.shape for c in candidates if c.number is not None)
    counted: set[int] = set()
    for shape, often in shapes.items():
        if often > 1:
            counted |= _count_up(dump, [c for c in candidates if c.shape == shape])
    return [(c.start, c.end) for c in candidates if c.alone or c.start in counted]


def _candidate(dump: str, match: re.Match[str]) -> _Candidate:
    start, row = match.start("row"), match["row"].rstrip()
    end = start + len(row)
    bare, in_marks = match["bare"] is not None, match["in_marks"] is not None
    number = _number(match["bare"] or match["n"] or "")
    alone = False
    if not bare and not in_marks:
        opening, closing = match["open"].strip(), match["close"].strip()
        has_marks = bool(opening.strip("(（\"'“‘")) and bool(closing.strip(".,;:!?)）\"'”’"))
        apart = not match["short"] and not closing and _is_apart(dump, start, end)
        alone = has_marks or match["of"] is not None or apart
    if bare and not _is_apart(dump, start, end):
        number = None
    digits = re.sub(r"\d+", "#", row) if row[:1].isdigit() or any(map(str.isdigit, row)) else ""
    shape = re.sub(r"([^\w\s])\1+", r"\1", re.sub(r"\s+", "", digits or re.sub(r"\w+", "#", row)))
    return _Candidate(start, end, shape.lower(), number, alone, bare)


def _number(text: str) -> int | None:
    """The number that is written in digits or in Roman numerals."""
    if text.isdecimal():
        return int(text)
    return roman_value(text)


def _is_apart(dump: str, start: int, end: int) -> bool:
    """Whether no text stands in the line above and in that below (a page's end is none)."""
    above, below = dump.rfind("\n", 0, start), dump.find("\n", end)
    before = dump[dump.rfind("\n", 0, above) + 1 : above] if above > 0 else ""
    after = "" if below < 0 else dump[below + 1 : _line_end(dump, below + 1)]
    return not before.rpartition("\f")[2].strip() and not after.partition("\f")[0].strip()


def _line_end(dump: str, start: int) -> int:
    end = dump.find("\n", start)
    return len(dump) if end < 0 else end


def _count_up(dump: str, rows: Sequence[_Candidate]) -> set[int]:
    """The starts of those rows of one shape that count up, page after page."""
    found: set[int] = set()
    last = None
    numbered = [c for c in rows if c.number is not None]
    for a, b in pairwise(numbered):
        if b.number == (a.number or 0) + 1 and (not a.bare or _rows_between(dump, a, b)):
            found |= {a.start, b.start}
            last = b
        elif last is not None and a is last and b.number is not None and not b.bare:
            step = b.number - (a.number or 0)
            if 0 < step <= _MOST_STEP:  # a number between was lost
                found.add(b.start)
                last = b
    return found


_MOST_STEP = 3


def _rows_between(dump: str, a: _Candidate, b: _Candidate) -> bool:
    between = dump[a.end : b.start].splitlines()
    return sum(bool(line.strip()) for line in between) >= LEAST_ROWS_APART


def _between(dump: str, rows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans with text between form feeds and these rows, without the ends of their lines."""
    at = 0
    for start, end in [*rows, (len(dump), len(dump))]:
        for page in dump[at:start].split("\f"):
            if page.strip():
                yield at, at + len(page)
            at += len(page) + 1
        at = end
        if dump.startswith("\n", at):
            at += 1


def _find_repeated(dump: str, pages: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rows at the ends of pages that other pages have there, too, but for their digits.

    A page number that stands outside of them goes with them.
    """
    edges: list[list[tuple[int, int]]] = []  # rows from either end of each page inwards
    for start, end in pages:
        rows = list(_rows(dump, start, end))
        if len(rows) > 2 * EDGE_ROWS:
            edges += [rows[:EDGE_ROWS], rows[: -EDGE_ROWS - 1 : -1]]
        elif len(rows) > 2:
            edges += [rows[:1], rows[-1:]]
        else:
            edges += [[], []]
    count: dict[tuple[str, int], set[int]] = defaultdict(set)
    for k, rows in enumerate(edges):
        for start, end in rows:
            count[_head_key(dump[start:end]), k % 2].add(k // 2)
    least = max(2, LEAST_SHARE * len(pages))
    repeated = {key for key, on in count.items() if key[0] and len(on) >= least}
    found: list[tuple[int, int]] = []
    for k, rows in enumerate(edges):
        inner = [
            n
            for n, (start, end) in enumerate(rows)
            if (_head_key(dump[start:end]), k % 2) in repeated
        ]
        if inner and all(
            n in inner or is_running_head(dump[rows[n][0] : rows[n][1]]) for n in range(inner[-1])
        ):
            found += rows[: inner[-1] + 1]
    return found


def _rows(dump: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for line in dump[start:end].split("\n"):
        body = line.strip()
        if body:
            lead = at + len(line) - len(line.lstrip())
            yield lead, lead + len(body)
        at += len(line) + 1


def _head_key(row: str) -> str:
    """What pages share of a running head; empty for what is none."""
    if len(row) > LONGEST_HEAD or not _HAS_NAME_RE.search(row):
        return ""
    return _DIGITS_RE.sub("#", "".join(row.lower().split())).strip("#.,-–—|·")
