"""Articles as newspapers have them, of documents that no model has seen, and pages of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from layoutfix.chardata import FULL_STOPS
from layoutfix.linking.shape import last_mark
from layoutfix.script import Script
from layoutfix.synthesis import Article, Block, Suite, make_truth, page_rng, suites
from layoutfix.synthesis.draw import integer, pick
from layoutfix.synthesis.suites import scramble_articles
from layoutfix.training.ngrams.build import RECIPES
from layoutfix.training.ngrams.corpus import SOURCES, read_documents

PAGES: Mapping[str, int] = MappingProxyType(
    {
        **{"zh": 72, "ja": 16, "en": 72, "de": 44, "fr": 40},
        **{"es": 12, "it": 12, "pt": 12, "ru": 16},
    }
)
"""Pages of each language in each `page-` suite; of other suites a quarter."""

SUITES = (
    *("page-rapidocr", "page-tess6", "page-pdfcollapsed", "page-pdflayout"),
    *("simple-rapidocr", "simple-tess6", "simple-pdflayout"),
    *("collapsed-2", "tesseract-2", "interleaved-3"),
)
_INDENTS_CJK = (0.0, 1.0, 1.0, 2.0, 2.0, 2.0)
_INDENTS = (0.0, 1.0, 1.0, 1.0, 1.5, 2.0, 2.0, 2.0)
"""Indents of first lines, in ems, drawn for each page."""

_WITHOUT_ARTICLES = ("titles", "/ud_", "laws")
_MOST_OF_SOURCE = 60
_MOST_OF_TITLED = 20_000
"""A longer document is a book: its first line is no headline."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """In characters: of articles, paragraphs (drawn between two), the longest one, titles.

    spaced  whether words are parted by spaces
    """

    spaced: bool
    article: tuple[int, int]
    paragraph: tuple[int, int]
    longest: int
    title: int
    made_title: tuple[int, int]
    short: int


SIZES: Mapping[str, Sizes] = MappingProxyType(
    {
        "char": Sizes(False, (350, 1500), (40, 260), 600, 40, (8, 30), 14),
        "word": Sizes(True, (1000, 4500), (150, 700), 1500, 120, (18, 90), 45),
    }
)


def join_short(paragraphs: Sequence[str], sizes: Sizes, rng: np.random.Generator) -> list[str]:
    """The paragraphs of a document as long as those of newspapers: dialogues run on in one.

    A line that is short and ends no sentence stays alone: it is a heading.
    """
    found: list[str] = []
    wanted = integer(rng, *sizes.paragraph)
    for text in paragraphs:
        ended = bool(found) and last_mark(found[-1]) in FULL_STOPS
        if ended and len(found[-1]) < wanted and not _is_heading(text, sizes):
            found[-1] += (" " if sizes.spaced else "") + text
        else:
            found.append(text)
            wanted = integer(rng, *sizes.paragraph)
    return found


def _is_heading(text: str, sizes: Sizes) -> bool:
    return len(text) < sizes.short and last_mark(text) not in FULL_STOPS


def document_to_articles(
    document: str, sizes: Sizes, rng: np.random.Generator
) -> Iterator[Article]:
    """Cut a document into articles; where it has no headline, a paragraph's start is one."""
    lines = [line for line in document.split("\n") if line.strip()]
    if len(lines) < 2:
        return
    title = ""
    if len(document) < _MOST_OF_TITLED and len(lines[0]) < sizes.title:
        title, lines = lines[0], lines[1:]
    paragraphs = join_short(lines, sizes, rng)
    at = 0
    while at < len(paragraphs):
        if not title:
            title = _cut_title(paragraphs[at], sizes, rng)
            at += 1
        blocks: list[Block] = []
        size, wanted = 0, integer(rng, *sizes.article)
        while at < len(paragraphs) and size < wanted:
            text = paragraphs[at][: sizes.longest]
            blocks.append(Block("heading" if _is_heading(text, sizes) else "body", text))
            size, at = size + len(text), at + 1
        has_body = any(block.kind == "body" for block in blocks)
        if len(title) > 3 and has_body and size >= 0.7 * sizes.article[0]:
            yield Article(title, tuple(blocks))
        title = ""


def _cut_title(paragraph: str, sizes: Sizes, rng: np.random.Generator) -> str:
    title = paragraph[: integer(rng, *sizes.made_title)]
    if sizes.spaced:
        title = title.rsplit(" ", 1)[0]
    return title.rstrip("，。,.;:；：、 ")


def read_articles(corpora: Path, language: str, rng: np.random.Generator) -> list[Article]:
    """Articles of the held-out documents of a language, in random order."""
    sizes = SIZES[RECIPES[language].unit]
    found: list[Article] = []
    for source in SOURCES[language]:
        if any(part in source.path for part in _WITHOUT_ARTICLES):
            continue
        documents = read_documents(corpora, source, "held-out")
        own = [a for document in documents for a in document_to_articles(document, sizes, rng)]
        found += [own[k] for k in rng.permutation(len(own))[:_MOST_OF_SOURCE].tolist()]
    return [found[k] for k in rng.permutation(len(found)).tolist()]


def make_pages(corpora: Path, language: str, seed: int) -> Iterator[dict[str, Any]]:
    """Pages of a language as plain data (docs/evaluation.md), of all suites."""
    articles = read_articles(corpora, language, np.random.default_rng(seed))
    script = Script.CJK if RECIPES[language].unit == "char" else Script.SPACED
    for name in SUITES:
        many = PAGES[language] if name.startswith("page-") else max(2, PAGES[language] // 4)
        suite, shift = _with_indents(suites()[name], script=script), sum(map(ord, name))
        for k in range(many):
            at = [(7 * k + shift + q) % len(articles) for q in range(4)]
            rng = page_rng(seed, f"{language}-{k}", name)
            made = scramble_articles([articles[i] for i in at], suite, rng)
            numbers = [str(at[i]) for i in made.articles]
            truth = make_truth(made, name=name, seed=seed, articles=numbers)
            yield {**truth, "id": f"{language}-{name}-{k}", "lang": language}


def _with_indents(suite: Suite, *, script: Script) -> Suite:
    indents = _INDENTS_CJK if script is Script.CJK else _INDENTS
    return replace(
        suite,
        style=lambda rng, n: replace(suite.style(rng, n), indent_em=pick(rng, indents)),
    )
