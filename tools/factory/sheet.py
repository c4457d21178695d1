"""A page in the making: its HTML, its blocks in reading order, the style it is set in."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .articles import Text
from .languages import LANGUAGES, Language

_WORD_RE = re.compile(r"[^\W\d_]{5,}")
_SENTENCE_RE = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Style:
    """How running text is set; sizes in pixels of the browser (96 an inch), `indent` in ems.

    gutter      between columns
    gap         between paragraphs, in ems
    """

    face: str
    size: int
    leading: float
    justified: bool
    indent: float
    gap: float
    gutter: int
    rule: bool


@dataclass(slots=True)
class Sheet:
    """What a builder of pages writes on.

    texts    the articles of the page
    others   sentences of other documents of the same part: captions, subheads, notices
    layout   what was drawn, as plain data
    quoted   the sentences of `others` that are on the page: none stands there twice
    hyphens  whether body text is hyphenated, by `hyphenator`: a word with soft hyphens
    columns  of each article
    """

    rng: random.Random
    name: str
    texts: Sequence[Text]
    others: Sequence[str]
    blocks: list[dict[str, Any]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    columns: list[int] = field(default_factory=list)
    width: int = 0
    margin: int = 40
    vertical: bool = False
    quoted: set[str] = field(default_factory=set)
    hyphens: bool = False
    hyphenator: Callable[[str], str] = str

    @property
    def language(self) -> Language:
        """What is known of the page's language."""
        return LANGUAGES[self.name]

    def block(self, kind: str, article: int, text: str, tag: str = "p", css: str = "") -> str:
        """The HTML of one block, which is written down as the next in reading order."""
        self.blocks.append({"kind": kind, "article": article, "text": text})
        number = len(self.blocks) - 1
        shown = self.hyphenate(text) if self.hyphens and kind == "body" else text
        return f'<{tag} data-b="{number}" style="{css}">{html.escape(shown)}</{tag}>'

    def rest(self, text: str, css: str = "") -> str:
        """The HTML of what is left of the last block, after a break that is no paragraph's end."""
        self.blocks[-1]["text"] += text
        return f'<p data-b="{len(self.blocks) - 1}" style="{css}">{html.escape(text)}</p>'

    def row(self, article: int, cells: Sequence[str], css: str = "") -> str:
        """A row of a table: one block, a cell after the other."""
        text = " ".join(cells)
        self.blocks.append({"kind": "aside", "article": article, "text": text, "row": True})
        number = len(self.blocks) - 1
        inner = "".join(f'<td style="{css}">{html.escape(cell)}</td>' for cell in cells)
        return f'<tr data-b="{number}">{inner}</tr>'

    def hyphenate(self, text: str) -> str:
        """The text with soft hyphens where its words may be parted."""
        return _WORD_RE.sub(lambda word: self.hyphenator(word[0]), text)

    def note(self, key: str, value: Any = 1) -> None:
        """Count, or write down, something that was drawn."""
        if value == 1 and isinstance(self.layout.get(key, 0), int):
            self.layout[key] = self.layout.get(key, 0) + 1
        else:
            self.layout[key] = value

    def sentence(self, least: int, most: int) -> str:
        """A sentence of another document, in characters of CJK; others have 2.5 times as many."""
        if not self.language.is_cjk:
            least, most = round(2.5 * least), round(2.5 * most)
        new = [s for s in self.others if s not in self.quoted]
        fit = [s for s in new if least <= len(s) <= most]
        if not fit and not new:
            return ""
        chosen = self.rng.choice(fit or new)
        self.quoted.add(chosen)
        return chosen if fit else chosen[:most]

    def phrase(self, most: int) -> str:
        """The start of such a sentence, as a heading has it."""
        text = re.split(r"[。！？.!?，,：:；;]", self.sentence(8, 60))[0]
        if self.language.is_cjk:
            return text[:most]
        return text[: round(2.5 * most)].rsplit(" ", 1)[0] if len(text) > 2.5 * most else text

    def page_html(self) -> str:
        """The whole page."""
        width = f"{self.width}px" if self.width else "max-content"
        style = (
            f"@page{{margin:0}} html{{margin:0}} body{{margin:0;padding:{self.margin}px;"
            f"width:{width};overflow-wrap:break-word}} p,h1,h2{{margin:0}}"
        )
        return (
            f'<!doctype html><html lang="{self.name}"><meta charset="utf-8">'
            f"<style>{style}</style><body>" + "\n".join(self.parts) + "</body></html>"
        )


def to_sentences(texts: Sequence[Text]) -> tuple[str, ...]:
    """Their sentences, in order.

    >>> to_sentences([Text("", "", (("body", "One. Two? Three."),))])
    ('One.', 'Two?', 'Three.')
    """
    return tuple(
        sentence.strip()
        for text in texts
        for _, paragraph in text.paragraphs
        for sentence in _SENTENCE_RE.split(paragraph)
        if len(sentence.strip()) > 3
    )


def draw_style(rng: random.Random, language: Language) -> Style:
    """The style of a page's running text."""
    faces = language.faces
    weights = [10, 3, 2, 2, 1][: len(faces)]
    if language.is_cjk:
        size = rng.choice((18, 18, 18, 16, 16, 15, 14, 17, 20))
        indent = rng.choice((2.0, 2.0, 2.0, 2.0, 1.0, 0.0))
    else:
        size = rng.choice((16, 16, 16, 15, 14, 13, 17, 18))
        indent = rng.choice((1.2, 1.2, 1.2, 1.0, 2.0, 0.5, 0.0))
    gap = rng.choice((0.0, 0.5, 0.8)) if indent == 0 else rng.choice((0.0,) * 9 + (0.4,))
    return Style(
        face=rng.choices(faces, weights)[0],
        size=size,
        leading=rng.choice((1.35, 1.35, 1.5, 1.5, 1.6, 1.25, 1.7)),
        justified=rng.random() < 0.85,
        indent=indent,
        gap=gap,
        gutter=rng.choice((12, 16, 20, 24, 30, 36, 12, 16, 20, 24, 30, 36, 8, 10, 44)),
        rule=rng.random() < 0.25,
    )


def vary_style(rng: random.Random, style: Style, language: Language) -> Style:
    """The style of another article of the page: mostly the same, sometimes of another size."""
    if rng.random() < 0.75:
        return style
    face = rng.choice(language.faces) if rng.random() < 0.3 else style.face
    return replace(style, size=style.size + rng.choice((-2, -1, 1, 2)), face=face)


def style_css(style: Style) -> str:
    """Declarations for an element that holds running text."""
    return (
        f"font-family:'{style.face}';font-size:{style.size}px;line-height:{style.leading};"
        f"text-align:{'justify' if style.justified else 'left'};"
    )


def style_data(style: Style) -> dict[str, Any]:
    """A style as plain data."""
    return asdict(style)
