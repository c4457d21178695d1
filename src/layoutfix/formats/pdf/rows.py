"""Words as they are painted -> lines.

Words that follow one another are one line while they go on along it. What is painted elsewhere in
between, a word in bold that comes after its paragraph, is then put to the line it stands on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from layoutfix.document import Box, Line
from layoutfix.formats.lines import words_to_line
from layoutfix.formats.words import FileWord

DOWN = 4
"""Direction of vertical Chinese and Japanese; 0 to 3 are quarter turns, against the clock."""

LEAST_OVERLAP = 0.5
"""Share of the lower of two words that must stand beside the other one; raised, small type and
figures set high leave their lines, lowered, lines set without leading fuse."""

MOST_BACK_EM = 0.5
"""How far a word may begin within the one before: kerning, slanted type, boxes of OCR."""

MOST_GAP_EM = 4.0
"""Gap within a line that is painted in one go; raised, columns fuse that are painted row by row,
lowered, stretched lines come apart."""

JOIN_GAP_EM = 0.6
"""Gap across which pieces painted at different times are one line; raised, narrow gutters are
bridged where columns are not painted line by line, lowered, blanks of stretched lines are not."""

BLANK_GAP_EM = 0.15
"""Gap between such pieces from which on there is a blank between them."""

MOST_BESIDE = 64
"""Pieces at the height of a piece that are looked at, so that the time is that of their number."""

MOST_LEADING_EM = 2.5
"""Distance of two lines of a column; raised, headings count as lines of what is below them,
lowered, columns with wide leading are taken for words painted later."""

LEAST_DOWN = 4
"""Wide characters, one below the other, that are a vertical line; fewer are ends of short lines."""


class Placed(NamedTuple):
    """A word where it stands on the page, y downwards, and in which direction it is read."""

    text: str
    box: Box
    turn: int
    blank: bool
    is_wide: bool


class Along(NamedTuple):
    """A box as a reader of its direction has it: u along the line, v down the page."""

    start: float
    top: float
    end: float
    bottom: float


@dataclass(slots=True)
class Piece:
    """Words that are painted one after another along one line, no wide gap between them.

    tied  whether it goes on, beyond a wide gap, in the piece that is painted next
    """

    words: list[Placed]
    first: Along
    last: Along
    turn: int
    tied: bool = False


def turn_box(box: Box, turn: int) -> Along:
    """A box in the frame of text that is turned.

    >>> turn_box(Box(10, 20, 14, 80), 1)
    Along(start=-80, top=10, end=-20, bottom=14)
    """
    if turn == 0:
        return Along(*box)
    if turn == 1:
        return Along(-box.bottom, box.left, -box.top, box.right)
    if turn == 2:
        return Along(-box.right, -box.bottom, -box.left, -box.top)
    return Along(box.top, -box.right, box.bottom, -box.left)


def words_to_lines(words: Sequence[Placed]) -> list[Line]:
    """The lines of a page in the order in which their first words are painted. O(n log n)."""
    pieces = _cut_pieces(words, _find_vertical(words))
    chains = _join_pieces(pieces)
    return [_chain_to_line([pieces[k] for k in chain]) for chain in chains]


def _find_vertical(words: Sequence[Placed]) -> list[bool]:
    """Whether each word is a character of a vertical line."""
    found = [False] * len(words)
    start = 0
    for k in range(1, len(words) + 1):
        if k < len(words) and _is_below(words[k - 1], words[k]):
            continue
        if k - start >= LEAST_DOWN:
            found[start:k] = [True] * (k - start)
        start = k
    return found


def _is_below(above: Placed, below: Placed) -> bool:
    """Whether a wide character stands right below another."""
    if not (above.is_wide and below.is_wide and above.turn == below.turn == 0):
        return False
    a, b = above.box, below.box
    em = max(a.height, b.height)
    beside = min(a.right, b.right) - max(a.left, b.left)
    return beside >= LEAST_OVERLAP * min(a.width, b.width) and (
        (a.top + a.bottom) / 2 < b.top + MOST_BACK_EM * em
        and -MOST_BACK_EM * em <= b.top - a.bottom <= JOIN_GAP_EM * em
    )


def _cut_pieces(words: Sequence[Placed], vertical: Sequence[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    for word, is_vertical in zip(words, vertical, strict=True):
        turn = DOWN if is_vertical else word.turn
        here = turn_box(word.box, turn)
        piece = pieces[-1] if pieces else None
        goes_on = piece is not None and piece.turn == turn and _goes_on(piece.last, here)
        if piece is not None and goes_on:
            if here.start - piece.last.end <= JOIN_GAP_EM * _em(piece.last, here):
                piece.words.append(word)
                piece.last = here
                continue
            piece.tied = True
        pieces.append(Piece([word], here, here, turn))
    return pieces


def _beside(left: Along, right: Along) -> float:
    """Share of the lower of two boxes that stands beside the other."""
    height = min(left.bottom - left.top, right.bottom - right.top)
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    return shared / height if height > 0 else float(shared >= 0)


def _em(left: Along, right: Along) -> float:
    return max(left.bottom - left.top, right.bottom - right.top)


def _goes_on(left: Along, right: Along) -> bool:
    em = _em(left, right)
    gap = right.start - left.end
    return (
        -MOST_BACK_EM * em <= gap <= MOST_GAP_EM * em
        and right.end > left.start
        and _beside(left, right) >= LEAST_OVERLAP
    )


def _join_pieces(pieces: Sequence[Piece]) -> list[list[int]]:
    """Chains of pieces that are one line, by their first piece."""
    following = _find_following(pieces)
    led = {k for k in following if k >= 0}
    chains = []
    for k in range(len(pieces)):
        if k not in led:
            chain = [k]
            while following[chain[-1]] >= 0:
                chain.append(following[chain[-1]])
            chains.append(chain)
    return sorted(chains, key=min)


def _find_following(pieces: Sequence[Piece]) -> list[int]:
    """Of each piece the one that stands right behind it on its line, or -1.

    Each piece is followed by one at most and follows one at most: the nearest. As they follow to
    the right, no chain comes back to its beginning. A piece within the wide gap of a line is nearer
    than the line's own rest.
    """
    rows = sorted(range(len(pieces)), key=lambda k: (pieces[k].turn, _middle(pieces[k].first)))
    middles = [_middle(pieces[k].first) for k in rows]
    stacked = [_is_stacked(pieces, k) for k in range(len(pieces))]
    pairs: list[tuple[float, int, int]] = []
    for at, k in enumerate(rows):
        piece = pieces[k]
        height = piece.first.bottom - piece.first.top
        for other in range(at + 1, min(at + MOST_BESIDE, len(rows))):
            j = rows[other]
            if pieces[j].turn != piece.turn or middles[other] - middles[at] > height:
                break
            for left, right in ((k, j), (j, k)):
                gap = None if stacked[right] else _gap(pieces[left], pieces[right])
                if gap is not None:
                    pairs.append((gap, left, right))
    for k, piece in enumerate(pieces[:-1]):
        if piece.tied:
            gap = pieces[k + 1].first.start - piece.last.end
            pairs.append((gap / _em(piece.last, pieces[k + 1].first), k, k + 1))
    following, taken = [-1] * len(pieces), set()
    for _, left, right in sorted(pairs):
        if following[left] < 0 and right not in taken:
            following[left] = right
            taken.add(right)
    return following


def _is_stacked(pieces: Sequence[Piece], k: int) -> bool:
    """Whether a piece is a line of a column that is painted line by line: the piece before or after
    it begins where it does, right above or below. Such lines begin nothing but lines."""
    own = pieces[k].first
    for other in pieces[max(k - 1, 0) : k + 2]:
        there, em = other.first, _em(own, other.first)
        if (
            other is not pieces[k]
            and other.turn == pieces[k].turn
            and abs(there.start - own.start) <= MOST_BACK_EM * em
            and abs(_middle(there) - _middle(own)) <= MOST_LEADING_EM * em
            and _beside(own, there) < LEAST_OVERLAP
        ):
            return True
    return False


def _middle(box: Along) -> float:
    return (box.top + box.bottom) / 2


def _gap(left: Piece, right: Piece) -> float | None:
    """The distance of two pieces in em, where they may be one line."""
    a, b = left.last, right.first
    em = _em(a, b)
    gap = (b.start - a.end) / em if em > 0 else math.inf
    if not -MOST_BACK_EM <= gap <= JOIN_GAP_EM or _beside(a, b) < LEAST_OVERLAP:
        return None
    if b.start <= left.first.start or right.last.end <= a.end:
        return None
    return abs(gap)


def _chain_to_line(chain: Sequence[Piece]) -> Line:
    words: list[FileWord] = []
    last: Along | None = None
    for piece in chain:
        blank = last is not None and piece.first.start - last.end > BLANK_GAP_EM * _em(
            last, piece.first
        )
        for k, word in enumerate(piece.words):
            words.append(
                FileWord(word.text, word.box, blank=word.blank if k else blank or word.blank)
            )
        last = piece.last
    if chain[0].turn == DOWN:
        words = [word._replace(blank=False) for word in words]
    return words_to_line(words)
