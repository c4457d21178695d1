"""Articles of documents that no shipped model has learnt from, split into parts by document."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from layoutfix.training.ngrams.build import RECIPES
from layoutfix.training.ngrams.corpus import SOURCES, read_documents
from layoutfix.training.paragraphs.articles import SIZES, document_to_articles

from .languages import LANGUAGES
from .schedule import PARTS

STRETCH = 20_000
"""Characters: a longer document is a book, and each such stretch of it a document of its own."""

MOST_OF_SOURCE = 400
"""Articles: a source with more would drown the others."""

_SALT = "factory-253"
"""Of 400 tried, the one that leaves no language with a small part (few have many documents)."""
_STOP_RE = re.compile(r"[。！？][」』”’]?|[.!?][\"'»”]?(?=\s|$)")
_WITHOUT_ARTICLES = ("titles", "/ud_", "laws")


@dataclass(frozen=True, slots=True)
class Text:
    """One article: where it is from, its title, its paragraphs as (kind, text)."""

    source: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]


def part_of(document: str) -> str:
    """The part that a document belongs to, by a checksum of its text alone.

    >>> part_of("a document") == part_of("a document")
    True
    """
    digest = hashlib.sha256(f"{_SALT}\n{document}".encode()).digest()
    rank = int.from_bytes(digest[:4], "big") % 100
    for part, percent in PARTS.items():
        if rank < percent:
            return part
        rank -= percent
    raise AssertionError("the parts make up less than all")


def to_stretches(document: str) -> Iterator[str]:
    """A document as it is or, where it is a book, stretches of whole paragraphs.

    >>> [len(s) for s in to_stretches("\\n".join(["x" * 9_999] * 5))]
    [29999, 19999]
    """
    if len(document) <= STRETCH:
        yield document
        return
    held: list[str] = []
    size = 0
    for line in document.split("\n"):
        held.append(line)
        size += len(line)
        if size >= STRETCH:
            yield "\n".join(held)
            held, size = [], 0
    if held:
        yield "\n".join(held)


def whole(paragraph: str, longest: int) -> str:
    """A paragraph that was cut for its length less its unfinished sentence.

    >>> whole("One. Two. Thr", 13)
    'One. Two.'
    >>> whole("One. Two", 13)
    'One. Two'
    """
    if len(paragraph) < longest:
        return paragraph
    ends = [end.end() for end in _STOP_RE.finditer(paragraph)]
    return paragraph[: ends[-1]] if ends else paragraph


@cache
def read_texts(corpora: Path, language: str) -> dict[str, tuple[Text, ...]]:
    """The articles of a language by part, in an order that is always the same.

    Sources are mixed; no article of one document is in two parts.
    """
    known = LANGUAGES[language]
    sizes = SIZES[RECIPES[known.model].unit]
    found: dict[str, list[Text]] = {part: [] for part in PARTS}
    for source in SOURCES[known.model]:
        if any(word in source.path for word in _WITHOUT_ARTICLES):
            continue
        if known.folders and not source.path.startswith(known.folders):
            continue
        own: list[tuple[str, Text]] = []
        for number, document in enumerate(read_documents(corpora, source, "held-out")):
            for at, stretch in enumerate(to_stretches(document)):
                name = f"{source.path}:{number}.{at}"
                rng = np.random.default_rng(zlib.crc32(stretch.encode()))
                for article in document_to_articles(stretch, sizes, rng):
                    blocks = tuple(
                        (block.kind, whole(block.text, sizes.longest)) for block in article.blocks
                    )
                    own.append((part_of(stretch), Text(name, article.headline, blocks)))
        own.sort(key=lambda pair: _rank(pair[1]))
        for part, text in own[:MOST_OF_SOURCE]:
            found[part].append(text)
    return {part: tuple(sorted(texts, key=_rank)) for part, texts in found.items()}


def _rank(text: Text) -> bytes:
    return hashlib.sha256((text.source + text.title + text.paragraphs[0][1]).encode()).digest()


def texts_of(texts: tuple[Text, ...], ordinal: int, count: int) -> list[Text]:
    """The articles of a page: the next ones, so that all are used equally often."""
    first = 2 * ordinal
    return [texts[(first + k) % len(texts)] for k in range(min(count, len(texts)))]
