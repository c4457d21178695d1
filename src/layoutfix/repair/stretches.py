"""Text between two gutters whose characters are parted by one blank here and there.

    县 里 的 修 表 匠   搬进 了 新 街 口      two stretches, of six pieces and of five

What stands in them is counted for all at once: a long text has thousands.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Bools, Index
from layoutfix.chardata import Codes, text_to_codes
from layoutfix.patterns import pattern
from layoutfix.ranks import is_among
from layoutfix.repair.draft import BLANKS, PAUSES, Draft

LETTER = r"[\p{Han}\p{Hiragana}\p{Katakana}ー]"
_LETTER_RE = pattern(LETTER)
_GUTTERS = "\n\f\t\u3000|" + "".join(map(chr, range(0x2500, 0x2580)))
"""Gutters, cells of tables and indents end a stretch, and so do two blanks."""

GRAMMAR = (
    "的了着著是在和也就都不将將被把从從对對向到给給让讓使但还還只很更最已这這那其之所以为為因"
    "能会會可过過得地个個们們我他她它有吗嗎呢吧はがのをにとでもへ"
)
"""Words and particles of one character that sentences are full of, and lists are not."""

SEQUENCES = (
    "〇零一二三四五六七八九十百千日天",
    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥",
    "春夏秋冬",
    "东東南西北中",
)
"""Characters that are told off one by one: a line of nothing else is a list."""

_DATE_RE = pattern("年 月 日")
"""Places to be filled in."""


class Stretch(NamedTuple):
    """Text between two gutters: its span, its lone blanks, and what is in its pieces.

    blanks   which of all lone blanks are its own, and how many
    letters  CJK characters
    pieces   pieces with any, how many of them are one character, and how many one of grammar
    marks    full-width marks, and how many of them have a blank before them
    is_sequence  told off one by one, or places to be filled in
    is_apart  every character stands alone
    """

    start: int
    end: int
    blanks: slice
    blank_count: int
    letters: int
    pieces: int
    lone: int
    grammar: int
    marks: int
    at_mark: int
    is_sequence: bool
    is_apart: bool


def find_stretches(draft: Draft, blanks: Index) -> list[Stretch]:
    """The stretches that have any of these lone blanks, which are offsets in order.

    O(characters of the lines that have any).
    """
    text, blanks, lines, shift = _take_lines(draft, blanks)
    for other in set(BLANKS[1:]).intersection(draft.characters):
        text = text.replace(other, " ")
    codes = text_to_codes(text)
    is_blank = codes == ord(" ")
    is_word = ~(is_blank | _are_among(codes, _GUTTERS))
    is_inside = is_word.copy()
    is_inside[1:-1] |= is_blank[1:-1] & is_word[:-2] & is_word[2:]
    starts, ends = _find_runs(is_inside)
    owner, firsts, lasts = _share_out(lines, blanks, starts, ends)
    starts, ends = starts[owner], ends[owner]
    letters, *of_sequences = (
        _count(_are_among(codes, these), starts, ends)
        for these in ("".join(_LETTER_RE.findall(draft.characters)), *SEQUENCES)
    )
    pieces, lone, grammar = _count_pieces(draft, codes, is_word, starts, ends)
    is_pause = _are_among(codes, PAUSES)
    at_mark = is_pause.copy()
    at_mark[:1] = False
    at_mark[1:] &= is_blank[:-1]
    parts = _count(is_blank, starts, ends) + 1
    is_list = (pieces > 1) & np.any([n == letters for n in of_sequences], axis=0)
    is_date = np.zeros(len(codes), bool)
    is_date[[m.start() for m in _DATE_RE.finditer(text)]] = True
    columns = (
        lasts - firsts,
        letters,
        pieces,
        lone,
        grammar,
        _count(is_pause, starts, ends),
        _count(at_mark, starts + 1, ends),
        is_list | (_count(is_date, starts, ends) > 0),
        ends - starts == 2 * parts - 1,
    )
    inside = map(slice, firsts.tolist(), lasts.tolist())
    moved = shift[np.searchsorted(lines, starts, "right") - 1]
    spans = (starts + moved).tolist(), (ends + moved).tolist()
    rows = zip(*spans, inside, *(c.tolist() for c in columns), strict=True)
    return [Stretch(*row) for row in rows]


def _take_lines(draft: Draft, blanks: Index) -> tuple[str, Index, Index, Index]:
    """The text (k lines) that has blanks, the offsets of these in it, where its lines start, and
    by how much each (k,) stands farther behind in the whole text."""
    edges = np.array([*draft.line_starts, len(draft.text)])
    line, own = np.unique(np.searchsorted(edges[:-1], blanks, "right") - 1, return_inverse=True)
    spans = list(zip(edges[line].tolist(), edges[line + 1].tolist(), strict=True))
    length = edges[line + 1] - edges[line]
    starts = np.cumsum(length) - length
    shift = edges[line] - starts
    return "".join(draft.text[lo:hi] for lo, hi in spans), blanks - shift[own], starts, shift


def _share_out(
    lines: Index, blanks: Index, starts: Index, ends: Index
) -> tuple[Index, Index, Index]:
    """The stretches (k,) with blanks: their numbers, the first of their blanks and that behind.

    A blank beside a gutter is one of the stretch behind it in its line, if there is one.
    """
    owner = np.searchsorted(ends, blanks, "right")
    where = np.flatnonzero(owner < len(ends))
    line, its_line = (
        np.searchsorted(lines, at, "right") for at in (blanks[where], starts[owner[where]])
    )
    where = where[line == its_line]
    found, first, count = np.unique(owner[where], return_index=True, return_counts=True)
    return found, where[first], where[first] + count


def _count_pieces(
    draft: Draft, codes: Codes, is_word: Bools, starts: Index, ends: Index
) -> tuple[Index, Index, Index]:
    """Pieces with a CJK letter in each stretch, those of one character, and of one of grammar."""
    first, behind = _find_runs(is_word)
    is_letter = _are_among(codes, "".join(_LETTER_RE.findall(draft.characters)))
    some = _count(is_letter, first, behind) > 0
    lone = some & (behind - first == 1)
    grammar = lone & _are_among(codes, GRAMMAR)[first]
    lo, hi = np.searchsorted(first, starts), np.searchsorted(first, ends)
    return _count(some, lo, hi), _count(lone, lo, hi), _count(grammar, lo, hi)


def _are_among(codes: Codes, characters: str) -> Bools:
    """Which characters (n,) are some of these."""
    return is_among(codes, text_to_codes(characters))


def _find_runs(fits: Bools) -> tuple[Index, Index]:
    """Where runs of what fits start, and where they end."""
    edges = np.flatnonzero(np.diff(fits, prepend=False, append=False))
    return edges[::2], edges[1::2]


def _count(fits: Bools, starts: Index, ends: Index) -> Index:
    """How many fit from each start to each end."""
    before = np.zeros(len(fits) + 1, np.intp)
    np.cumsum(fits, out=before[1:])
    return before[ends] - before[starts]
