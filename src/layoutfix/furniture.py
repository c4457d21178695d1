"""Running heads and page numbers: what a page has above and below its text."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from layoutfix.chardata import RADICALS
from layoutfix.patterns import pattern

EDGE_ROWS = 3
"""Rows at either end of a page among which its running heads and feet stand."""

_LONGEST = 80
_LONGEST_NAME = 48
_SHORT_NAME = 10
"""Characters of a running head, and of what stands in it beside date and page (name, section), or
beside a page alone or a date with its weekday in Chinese."""

_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.|º)?"
_MONTH = r"(?:d[eu]\s+|d['’])?[^\W\d_]{3,12}\.?"
_DATE_RE = pattern(
    rf"""
        (?<!\d) {_YEAR} (?: \s*[-./]\s* \d{{1,2}} ){{2}} (?!\d)
      | (?<!\d) \d{{1,2}} (?: \s?[-./]\s? \d{{1,2}}) \s?[-./]\s? {_YEAR} (?!\d)
      | (?<!\d) {_YEAR} (?: \s+ \d{{1,2}} ){{2}} (?!\d)
      | {_YEAR} \s*年 \s*\d{{1,2}}\s*月 (?: \s*\d{{1,2}}\s*日 )?
      | (?<!\w) {_DAY} \s+ {_MONTH} (?:\s+d[eu])? ,? \s+ {_YEAR} (?!\d)
      | (?<!\w) {_MONTH} \s+ {_DAY} ,? \s+ {_YEAR} (?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PAGE_RE = pattern(
    r"""
        (?:(?<![^\W\d_]) (?:page|seite|pagina|página|blatt) | (?<!\w) (?:pág|pag|pg|p|s)\.) \s*
        \d{1,4} (?!\d)
      | 第 \s* [\d一二三四五六七八九十百〇]{1,4} \s* [版頁页张張]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER_RE = pattern(r"\d{1,3}|[-–—·(（\[]\s*\d{1,4}\s*[-–—·)）\]]")
_COUNTED_RE = pattern(
    r"\W*(?:page|seite|p\.|s\.)\s*\d{1,4}(?:\s*(?:of|von|/)\s*\d{1,4})?\W*", re.IGNORECASE
)
_NUMERAL_RE = pattern(r"[\d一二三四五六七八九十百〇]")
"""What every date and number of a page has."""
_RADICAL_RE = pattern(f"[{RADICALS}]")
_WEEKDAY_RE = pattern(r"(?:星期|[周週])[一二三四五六日天]")
_SENTENCE_RE = pattern(r"[。！？；;!?的]|\p{Ll}{3}\.(?:\s|$)|(?:(?<!\w)\p{Ll}+\b.*?){5}")
"""Ends of sentences, and many words without a capital: a running head has none."""


_FOLIO_RE = pattern(
    r"""
        (?P<number>\d{1,4}) (?:\s{2,}|\s*[|·•]\s*) (?P<name>\S.*)
      | (?P<name>.*?\S) (?:\s{2,}|\s*[|·•]\s*) (?P<number>\d{1,4})
    """,
    re.VERBOSE,
)
_YEAR_RE = pattern(_YEAR)
_VOLUME_RE = pattern(r"\b(?:vol|no|nr|bd|jg|heft|t|n)[.º°]", re.IGNORECASE)


def _is_folio(text: str) -> bool:
    """Whether a line is a name with the number of a page far from it.

    >>> _is_folio("Journal of Fens, vol. 3          117"), _is_folio("12 | The Fen Review")
    (True, True)
    >>> _is_folio("in the winter of         1921"), _is_folio("Pears 12")
    (False, False)
    """
    found = _FOLIO_RE.fullmatch(text.strip()) if len(text) <= 2 * _LONGEST else None
    if found is None or _YEAR_RE.fullmatch(found["number"]):
        return False
    name = found["name"]
    letters = [c for c in name if c.isalpha()]
    return (
        1 < len(letters) <= _LONGEST_NAME
        and not name[0].islower()
        and name[-1] not in ",-，、"
        and "  " not in name
        and not _SENTENCE_RE.search(_VOLUME_RE.sub("", name))
    )


def is_running_head(text: str) -> bool:
    """Whether a line is a running head or a page number: date and page, and a name at most.

    Beside a date alone, or a page alone, the name must be in capitals, or a few Chinese characters.

    >>> is_running_head("THE MORNING HERALD, 2005-8-25   Page 9"), is_running_head("- 12 -")
    (True, True)
    >>> is_running_head("Abendblatt, 3. Oktober 1921  Seite 5"), is_running_head("第4版 要闻")
    (True, True)
    >>> is_running_head("London, 3 March 1890"), is_running_head("as we said on page 5")
    (False, False)
    """
    core = text.strip()
    if len(core) > _LONGEST or not _NUMERAL_RE.search(core):
        return False
    if _NUMBER_RE.fullmatch(core) or _COUNTED_RE.fullmatch(core):
        return True
    without_date, dates = _DATE_RE.subn(" ", core) if _YEAR_RE.search(core) else (core, 0)
    name, pages = _PAGE_RE.subn(" ", without_date)
    if not (dates or pages) or _SENTENCE_RE.search(name):
        return False
    name, weekdays = _WEEKDAY_RE.subn(" ", name)
    letters = [c for c in name if c.isalpha() or _RADICAL_RE.match(c)]
    if dates and pages:
        return len(letters) <= _LONGEST_NAME
    if any(map(_has_no_case, letters)):
        few = _SHORT_NAME if pages or weekdays else 0
        return len(letters) <= few and "，" not in name
    return len(letters) <= _LONGEST_NAME and all(c.isupper() for c in letters)


def _has_no_case(letter: str) -> bool:
    return letter.lower() == letter.upper()


def find_running_heads(rows: Sequence[str]) -> list[int]:
    """Which of a page's rows are running heads or feet: their numbers, from 0.

    A bare number is one in the first and the last row alone: next to these it may be an item's. So
    is a name with a number far from it, where no other row is like it: rows of tables are.
    """
    n = len(rows)
    edges = sorted({*range(min(EDGE_ROWS, n)), *range(max(n - EDGE_ROWS, 0), n)})
    heads = [
        k
        for k in edges
        if is_running_head(rows[k]) and (k in {0, n - 1} or any(map(str.isalpha, rows[k])))
    ]
    folios = [k for k in sorted({0, n - 1}) if n > 2 and _is_folio(rows[k])]
    if folios and any(_is_folio(row) for row in rows[1:-1]):
        return heads
    return sorted({*heads, *folios})
