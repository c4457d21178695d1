"""HTML of a block -> its lines of text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

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
_INLINE_RE = re.compile(
    r"</?(?:b|br|code|del|em|i|mark|math|s|small|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def html_to_lines(html: str) -> list[str]:
    """Lines of text of HTML: one a paragraph, item, row of a table; <br> ends one, too.

    >>> html_to_lines("<p>It was <b>late</b>.<br/>A &amp; B</p><ul><li>one</li></ul>")
    ['It was late.', 'A & B', 'one']
    >>> html_to_lines("<table><tr><td>a</td><td>1</td></tr></table>")
    ['a 1']
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.lines()


def without_marks(text: str) -> str:
    """A line without the tags of its type (bold, sub, math); other angle brackets stay.

    >>> without_marks("H<sub>2</sub>O, a < b")
    'H2O, a < b'
    """
    return _INLINE_RE.sub("", text) if "<" in text else text


class _Reader(HTMLParser):
    """Collects text; a line feed where a line ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self._parts.append("\n")
        elif tag in _CELLS:
            self._parts.append(" ")
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self._parts.append("\n")
        self._silent -= tag in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(_BLANKS_RE.sub(" ", data))

    def lines(self) -> list[str]:
        rows = "".join(self._parts).split("\n")
        return [text for row in rows if (text := as_text(_BLANKS_RE.sub(" ", row)))]
