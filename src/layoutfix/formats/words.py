"""Words of a file -> the text of their line, and where in it each stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from layoutfix.document import Box, Word

_HAN = r"\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
_HAN_RE = re.compile(f"[{_HAN}]")
_ALL_HAN_RE = re.compile(f"[{_HAN}]+")

CLOSE_EM = 1.0
"""Widest gap, in heights of a line, across which a blank between two Chinese words is the engine's.

Raised, gutters between columns go unseen; lowered, blanks stay behind full-width commas.
"""


class FileWord(NamedTuple):
    """A word as the file has it.

    blank  whether the file parts it from the word before
    chars  the boxes of its characters, one each, where the file has them
    """

    text: str
    box: Box | None = None
    confidence: float | None = None
    id: str = ""
    blank: bool = True
    chars: Sequence[Box | None] = ()


def join_words(words: Sequence[FileWord]) -> tuple[str, tuple[Word, ...], list[tuple[int, int]]]:
    """The text of a line, its words as spans of that, and the span of each word that was given.

    Engines part Chinese and Japanese words as they do English ones: such blanks are left out, but
    for wide gaps. Where these words have boxes of their characters, each is a word of its own.

    >>> join_words([FileWord("It"), FileWord("was"), FileWord("n't", blank=False)])[0]
    "It wasn't"
    >>> near, far = FileWord("第一", Box(0, 0, 20, 10)), FileWord("章", Box(22, 0, 32, 10))
    >>> join_words([near, far])[0]
    '第一章'
    """
    parts: list[str] = []
    found: list[Word] = []
    spans: list[tuple[int, int]] = []
    at, last = 0, None
    for word in words:
        if last is not None and word.blank and not _is_close(last, word):
            parts.append(" ")
            at += 1
        start, at = at, at + len(word.text)
        parts.append(word.text)
        spans.append((start, at))
        found += _word_to_words(word, start)
        last = word
    return "".join(parts), tuple(found), spans


@lru_cache(maxsize=4096)
def _is_han(character: str) -> bool:
    return _HAN_RE.match(character) is not None


def has_han(text: str) -> bool:
    """Whether a text has characters between which blanks may be an engine's.

    >>> has_han("第 1 章"), has_han("Größe")
    (True, False)
    """
    return not text.isascii() and _HAN_RE.search(text) is not None


def _word_to_words(word: FileWord, start: int) -> list[Word]:
    """A word, or its characters."""
    if not word.chars:
        return [Word(start, start + len(word.text), word.box, word.confidence, word.id)]
    if len(word.chars) == len(word.text) and _ALL_HAN_RE.fullmatch(word.text):
        return [
            Word(start + k, start + k + 1, box, word.confidence, word.id)
            for k, box in enumerate(word.chars)
        ]
    return [Word(start, start + len(word.text), word.box, word.confidence, word.id)]


def _is_close(left: FileWord, right: FileWord) -> bool:
    """Whether nothing parts two words on paper: both are Chinese, with no gap between."""
    if left.box is None or right.box is None or left.text.isascii():
        return False
    if not (_is_han(left.text[-1]) and _is_han(right.text[0])):
        return False
    height = max(left.box.height, right.box.height, left.box.width / len(left.text))
    return right.box.left - left.box.right < CLOSE_EM * height


def find_spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in their line's own text: (-1, -1) for what is not found.

    >>> find_spans("It wasn't late.", ["It", "hardly", "late."])
    [(0, 2), (-1, -1), (10, 15)]
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for word in words:
        start = text.find(word, at, at + len(word) + FARTHEST) if word else -1
        if start < 0 or (start > at + 1 and text.count(" ", at, start) > MOST_SKIPPED):
            spans.append((-1, -1))
        else:
            at = start + len(word)
            spans.append((start, at))
    return spans


def place_words(words: Sequence[FileWord], spans: Sequence[tuple[int, int]]) -> tuple[Word, ...]:
    """The words that were found, as spans of their line's text."""
    found: list[Word] = []
    for word, (start, _) in zip(words, spans, strict=True):
        if start >= 0:
            found += _word_to_words(word, start)
    return tuple(found)


FARTHEST = 200
"""Characters of a line's text within which a word is sought behind the last one that was found."""

MOST_SKIPPED = 3
"""Blanks of a line's text up to which a word is sought behind the last one that was found."""
