"""Words -> a line: its text, and where in it each word stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from layoutfix.chardata import HAN_RE, KANA_RE, WIDE_RANGES
from layoutfix.document import Box, Line, Word
from layoutfix.formats.values import box_around

WIDE_GAP_EM = 1.0
"""Gap beside a wide character, in heights of the line, from which on it is a blank. Their boxes
are those of the ink, so a gap within a word may reach half of that; raised, blanks between
columns are lost, lowered, they come into Chinese and Japanese words."""

_LEAST_WIDE = chr(WIDE_RANGES[1][0])
"""Characters below are narrow, but for old Hangul, which has blanks between words."""


class Token(NamedTuple):
    """A word before it is part of a line."""

    text: str
    box: Box | None = None
    confidence: float | None = None
    id: str = ""


def words_to_line(
    tokens: Sequence[Token],
    *,
    box: Box | None = None,
    confidence: float | None = None,
    id: str = "",
    polygon: tuple[tuple[float, float], ...] = (),
) -> Line:
    """The line of words in their order; blanks between them but in Chinese and Japanese.

    Without a box of its own it has that around its words.

    >>> line = words_to_line([Token("It"), Token("was"), Token("late.")])
    >>> line.text, line.words[1]
    ('It was late.', Word(start=3, end=6, box=None, confidence=None, id=''))
    >>> words_to_line([Token("天"), Token("色"), Token("已晚")]).text
    '天色已晚'
    """
    tokens = [token for token in tokens if token.text]
    around = box or box_around(token.box for token in tokens)
    em = around.height if around else 0.0
    parts, words, at = [], [], 0
    for k, token in enumerate(tokens):
        if k and has_blank(tokens[k - 1], token, em):
            parts.append(" ")
            at += 1
        parts.append(token.text)
        words.append(Word(at, at + len(token.text), token.box, token.confidence, token.id))
        at += len(token.text)
    return Line("".join(parts), around, tuple(words), confidence, id, polygon)


def has_blank(left: Token, right: Token, em: float) -> bool:
    """Whether a blank stands between two words of a line that is `em` high.

    Formats that list words do not say so. There is one unless a character of Han or kana, or a
    mark as wide as these, stands on either side and the gap is a narrow one.

    >>> has_blank(Token("a"), Token("b"), 10), has_blank(Token("年"), Token("月"), 10)
    (True, False)
    >>> has_blank(Token("年", Box(0, 0, 10, 10)), Token("月", Box(30, 0, 40, 10)), 10)
    True
    """
    wide = _is_wide(left.text[-1]), _is_wide(right.text[0])
    if not any(wide):
        return True
    if left.box is None or right.box is None or em <= 0:
        return not all(wide)
    gap = max(right.box.left - left.box.right, left.box.left - right.box.right)
    return gap >= WIDE_GAP_EM * em


def place_words(text: str, tokens: Sequence[Token]) -> tuple[Word, ...]:
    """Words as spans of a line that is known as a text of its own; those not in it are left out.

    >>> place_words("It was.", [Token("It"), Token("is"), Token("was")])[1].start
    3
    """
    words, at = [], 0
    for token in tokens:
        found = text.find(token.text, at) if token.text else -1
        if found >= 0:
            at = found + len(token.text)
            words.append(Word(found, at, token.box, token.confidence, token.id))
    return tuple(words)


def _is_wide(character: str) -> bool:
    if character < _LEAST_WIDE:
        return False
    if HAN_RE.match(character) or KANA_RE.match(character):
        return True
    return character in "、。〈〉《》「」『』【】〔〕" or "\uff00" <= character <= "\uff60"
