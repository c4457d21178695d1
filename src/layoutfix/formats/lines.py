"""Words -> the `Line` that they make."""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.document import Box, Line, Word
from layoutfix.formats.values import box_around
from layoutfix.formats.words import FileWord, join_words


def words_to_line(
    words: Sequence[FileWord],
    *,
    box: Box | None = None,
    confidence: float | None = None,
    id: str = "",
    polygon: tuple[tuple[float, float], ...] = (),
) -> Line:
    """The line of words in their order; words without text are left out.

    Without a box of its own it has that around its words.

    >>> line = words_to_line([FileWord("It", Box(0, 0, 9, 9)), FileWord("was", Box(12, 0, 40, 9))])
    >>> line.text, line.box
    ('It was', Box(left=0, top=0, right=40, bottom=9))
    """
    words = [word for word in words if word.text]
    text, found, _ = join_words(words)
    around = box or box_around(word.box for word in words)
    return Line(text, around, found, confidence, id, polygon)


MOST_SKIPPED = 1000
"""Characters of a line that a word is sought in, from where the last one ended."""


def find_words(text: str, words: Sequence[FileWord]) -> tuple[Word, ...]:
    """Words as spans of a line that has a text of its own; those not in it are left out.

    >>> find_words("It was.", [FileWord("It"), FileWord("is"), FileWord("was")])[1].start
    3
    """
    found, at = [], 0
    for word in words:
        start = text.find(word.text, at, at + len(word.text) + MOST_SKIPPED) if word.text else -1
        if start >= 0:
            at = start + len(word.text)
            found.append(Word(start, at, word.box, word.confidence, word.id))
    return tuple(found)
