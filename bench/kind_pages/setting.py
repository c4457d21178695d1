"""Sets texts in lines and columns of a fixed-width screen, with the text that is right for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from layoutfix.chardata import NO_LINE_START, OPENING
from layoutfix.synthesis import read_article

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CJK = ("zh-Hans", "zh-Hant", "ja")
CLAUSE_END_RE = re.compile(
    r"[,;:.!?]+(?:\s+|$)|\s*[，。；：！？、—–“”「」『』«»„\"()（）]+[.,;:]*\s*"
)
SENTENCE_END_RE = re.compile(
    r"(?<=[.!?])[\"”»]?\s+(?=[\"“„«]?[^\W\d_a-zß-ÿ])|(?<=[。！？])(?![”」])"
)
CJK_UNIT_RE = re.compile(r"[0-9A-Za-z.%]+|.")


class Text(NamedTuple):
    """What pages are made of: a language and paragraphs, each one long line."""

    language: str
    paragraphs: tuple[str, ...]
    headline: str = ""

    @property
    def cjk(self) -> bool:
        """Whether it is set without blanks between words."""
        return self.language in CJK

    @property
    def clauses(self) -> list[str]:
        """Page between marks, without these: what lists, verse and tables are made of."""
        pieces = [p.strip() for p in CLAUSE_END_RE.split(" ".join(self.paragraphs))]
        least, most = (4, 13) if self.cjk else (12, 40)
        return [p for p in pieces if least <= len(p) <= most]

    @property
    def sentences(self) -> list[str]:
        """The sentences that are no longer than a few lines."""
        whole = [s.strip() for p in self.paragraphs for s in SENTENCE_END_RE.split(p)]
        least, most = (10, 70) if self.cjk else (30, 190)
        return [s for s in whole if least <= len(s) <= most]

    def halves(self) -> tuple[Text, Text]:
        """The text as two."""
        middle = len(self.paragraphs) // 2
        halves = self.paragraphs[:middle], self.paragraphs[middle:]
        return Text(self.language, halves[0]), Text(self.language, halves[1])

    def shorten(self, text: str, most: int) -> str:
        """The beginning of a text, of whole words."""
        if self.cjk or len(text) <= most:
            return text[:most]
        return text[: most + 1].rsplit(" ", 1)[0]

    def heading(self, clause: str, most: int) -> str:
        """A clause as a heading of at most so many characters."""
        short = self.shorten(clause, most)
        return short[:1].upper() + short[1:]


class Block(NamedTuple):
    """A paragraph, item, row or heading.

    `lead` is printed before its first line (an indent, or a label with the blanks behind it), so
    many blanks as `hang` before the others. An `item` is parted from what stands before it by a
    line break alone, a paragraph by an empty line. What is `printed` is never wrapped.
    """

    text: str
    lead: str = ""
    hang: int = 0
    item: bool = False
    printed: bool = False
    heading: bool = False


class Line(NamedTuple):
    """One printed line, the words that the right text has of it, and the block it belongs to."""

    print: str
    words: str
    block: int
    item: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A dump and what a person would want of it.

    headings  lines that are headings; any other heading in the result is wrong
    loose     full lines (a regex) that may stand anywhere in the result as long as they stand alone
    slack     how many paragraphs more than the right text has are as good (pages that are not
              joined)
    breaks    whether the number of paragraphs is told by the page
    """

    dump: str
    right: str
    headings: tuple[str, ...] = ()
    loose: str = ""
    slack: int = 0
    breaks: bool = True


def read_texts(language: str) -> list[Text]:
    """The fixture articles of a language, and its texts."""
    paths = sorted((FIXTURES / "articles").glob(f"{language}-*.txt"))
    paths += sorted((FIXTURES / "texts").glob(f"{language}-*.txt"))
    return [
        Text(language, tuple(b.text for b in a.blocks if b.kind == "body"), a.headline)
        for a in map(read_article, paths)
    ]


def cells(text: str) -> int:
    """Cells of a screen that a text takes: two for wide characters and the marks among them."""
    wide = "WFA" if any("\u2e80" <= c <= "\uffef" for c in text) else "WF"
    return sum(1 + (unicodedata.east_asian_width(c) in wide and not c.isdigit()) for c in text)


def wrap(text: str, first: int, width: int, *, cjk: bool, strict: bool = True) -> list[str]:
    """Lines of at most `width` cells, the first of `first`; `strict` keeps marks off its start."""
    lines, line, room = [], "", first
    units = (CJK_UNIT_RE.findall(text) if strict else list(text)) if cjk else text.split()
    for unit in units:
        longer = unit if not line or cjk else " " + unit
        if not line or cells(line + longer) <= room:
            line += longer
            continue
        carried = ""
        if cjk and strict and unit in NO_LINE_START and len(line) > 2:
            line, carried = line[:-1], line[-1]
        while cjk and strict and line[-1] in OPENING and len(line) > 2:
            line, carried = line[:-1], line[-1] + carried
        lines.append(line)
        line, room = carried + unit, width
    return [*lines, line] if line else lines


def set_blocks(
    blocks: Sequence[Block], width: int, *, cjk: bool, strict: bool = True
) -> list[Line]:
    """The blocks in lines of `width` cells, labels and indents included."""
    lines = []
    for k, block in enumerate(blocks):
        label = block.lead.strip() + (" " if block.lead[-1:].isspace() else "")
        label = "" if label == " " else label
        room = width - cells(block.lead), width - block.hang
        parts = [block.text] if block.printed else wrap(block.text, *room, cjk=cjk, strict=strict)
        for n, part in enumerate(parts):
            before = " " * block.hang if n else block.lead
            words = part if n else label + part
            lines.append(Line(before + part, words, k, block.item, block.heading))
    return lines


def right_text(lines: Sequence[Line], *, cjk: bool) -> str:
    """The paragraphs of the lines: a block joined, blocks parted, items by a line break."""
    text = ""
    said = [line for line in lines if line.words]
    for _, members in groupby(said, key=lambda line: line.block):
        block = list(members)
        words = ("" if cjk else " ").join(line.words for line in block)
        text += ("" if not text else "\n" if block[0].item else "\n\n") + words
    return text + "\n"


def in_columns(lines: Sequence[Line], count: int) -> list[list[Line]]:
    """The lines in columns of the same length; the last one may be shorter."""
    size = -(-len(lines) // count)
    return [list(lines[k * size : (k + 1) * size]) for k in range(count)]


def paste(columns: Sequence[Sequence[str]], starts: Sequence[int]) -> str:
    """Rows of columns side by side, the k-th from cell `starts[k]` on."""
    rows = []
    for k in range(max(map(len, columns))):
        row = ""
        for column, start in zip(columns, starts, strict=True):
            cell = column[k] if k < len(column) else ""
            row += " " * (start - cells(row)) + cell if cell else ""
        rows.append(row.rstrip())
    return "\n".join(rows) + "\n"


def printed(lines: Sequence[Line]) -> list[str]:
    """What is printed of lines."""
    return [line.print for line in lines]


def heading_texts(lines: Sequence[Line]) -> tuple[str, ...]:
    """The words of those lines that are headings."""
    return tuple(line.words for line in lines if line.heading)
