"""Reads the fixture format: a clean article with its headings, captions and boxes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from layoutfix.chardata import script_of
from layoutfix.errors import InputError
from layoutfix.model import ParagraphKind
from layoutfix.script import Script

MARKS: tuple[tuple[str, ParagraphKind], ...] = (
    ("## ", "heading"),
    ("!caption ", "caption"),
    ("!aside ", "aside"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, sub-heading, caption or box of an article, as one line of text."""

    kind: ParagraphKind
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A headline and what stands below it, in reading order.

    The headline is empty on a page that goes on from the one before; `goes_on`: in mid-paragraph,
    so that its first line has no indent.
    """

    headline: str
    blocks: tuple[Block, ...]
    goes_on: bool = False

    @property
    def text(self) -> str:
        """All text, a line a block."""
        return "\n".join([self.headline, *(b.text for b in self.blocks)]).lstrip()

    @property
    def script(self) -> Script:
        """Whether its words are parted by blanks."""
        return script_of(self.text)


def read_article(source: str | Path) -> Article:
    """The article in a file, or in a text of the same format.

    A `Path`, or a `str` without a line break, names a file; a `str` with one is the text itself.
    The first line is the headline. Then every line that is not empty is a block: `## ` starts a
    sub-heading, `!caption ` the caption of a picture, `!aside ` a boxed text.

    >>> read_article("Snow at last\\n\\n## In the hills\\n\\nIt fell all night.\\n").blocks
    (Block(kind='heading', text='In the hills'), Block(kind='body', text='It fell all night.'))

    Raises InputError where there is no headline or nothing below it, OSError where the file cannot
    be read.
    """
    if isinstance(source, Path) or "\n" not in source:
        name, text = str(source), Path(source).read_text(encoding="utf-8-sig")
    else:
        name, text = "the article", source
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        raise InputError(f"{name} needs a headline and at least one paragraph below it.")
    return Article(lines[0], tuple(map(_line_to_block, lines[1:])))


def _line_to_block(line: str) -> Block:
    for mark, kind in MARKS:
        if line.startswith(mark):
            return Block(kind, line.removeprefix(mark).strip())
    return Block("body", line)
