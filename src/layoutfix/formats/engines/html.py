"""HTML of a block -> its lines of text."""

from __future__ import annotations

import html
import re

from layoutfix.formats.engines.fields import as_text

_BREAKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure"
        " footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot"
        " thead tr ul",
    )
)
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style"})
_BLANKS_RE = re.compile(r"[ \t\n\r\f]+")
_TAG_RE = re.compile(r"<!--[^<>]*-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[\s/][^<>]*)?>")
"""A tag or a comment; no brackets in attributes, so that the time is that of the length."""

_INLINE_RE = re.compile(
    r"</?(?:b|br|code|del|em|i|mark|math|s|small|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def html_to_lines(source: str) -> list[str]:
    """Lines of text of HTML: one a paragraph, item, row of a table; <br> ends one, too.

    >>> html_to_lines("<p>It was <b>late</b>.<br/>A &amp; B</p><ul><li>one</li></ul>")
    ['It was late.', 'A & B', 'one']
    >>> html_to_lines("<table><tr><td>a</td><td>1</td></tr></table>")
    ['a 1']
    """
    parts: list[str] = []
    at, silent = 0, ""
    for found in _TAG_RE.finditer(source):
        if not silent:
            parts.append(_BLANKS_RE.sub(" ", source[at : found.start()]))
        at = found.end()
        tag = (found[2] or "").lower()
        if tag in _SILENT:
            silent = "" if found[1] else tag
        elif tag in _BREAKS:
            parts.append("\n")
        elif tag in _CELLS:
            parts.append(" ")
    if not silent:
        parts.append(_BLANKS_RE.sub(" ", source[at:]))
    rows = html.unescape("".join(parts).replace("&#10;", " ")).split("\n")
    return [text for row in rows if (text := as_text(_BLANKS_RE.sub(" ", row)))]


def without_marks(text: str) -> str:
    """A line without the tags of its type (bold, sub, math); other angle brackets stay.

    >>> without_marks("H<sub>2</sub>O, a < b")
    'H2O, a < b'
    """
    return _INLINE_RE.sub("", text) if "<" in text else text
