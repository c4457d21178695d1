"""Breaks a paragraph into lines, one at a time, as typesetters do.

Chinese and Japanese may break between any two characters, except (kinsoku) before closing
punctuation and after an opening bracket; digits and Latin words stay whole. Latin scripts break at
spaces, after hyphens and dashes, and, if asked, inside words at a hyphen that is added.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from layoutfix.chardata import NO_LINE_START, OPENING
from layoutfix.script import Script
from layoutfix.synthesis.widths import CELL, EM, char_width, text_width

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
_OPEN = re.escape("".join(sorted(OPENING)))
_SHUT = re.escape("".join(sorted(NO_LINE_START)))
_SHUT_WIDE = re.escape("".join(sorted(c for c in NO_LINE_START if not c.isascii())))

CJK_UNIT_RE = re.compile(
    rf"[{_OPEN}]*"
    rf"(?:[{_SHUT}]+|…+|—+|[{_WIDE}]|[^\s—{_WIDE}{_OPEN}{_SHUT_WIDE}]+|(?=\s)|$)"
    rf"(?:[{_SHUT}]|…)*"
)
"""What no line of Chinese or Japanese may break: brackets, a character or run, closing marks."""

LATIN_UNIT_RE = re.compile(r"(?:«\s+)?[^\s\-—–]+[-—–]*(?:\s+[»:;?!]+(?=\s|$))*|[-—–]+")
"""A word, or the part of one up to a hyphen or dash, after which a line may break.

French marks that stand apart from their word (`« mot » :`) stay with it.
"""

SYLLABLE_RE = re.compile(
    r"(?i)[aeiouyäöüàâéèêëîïôûù][bcdfghjklmnpqrstvwxz]?(?=[bcdfghjklmnpqrstvwxz][aeiouyäöüéèê])"
)
MIN_WORD_TO_HYPHENATE = 6
MIN_LETTERS_BEFORE, MIN_LETTERS_AFTER = 2, 3
MIN_LINE_EM = 4
"""Lines narrower than this are not set: a picture leaves no room for text there."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Text that is not broken, and whether a space follows it."""

    text: str
    space: bool


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line, its width in thousandths of an em, and whether its last hyphen was added."""

    text: str
    width: int
    hyphenated: bool


def split_units(text: str, *, script: Script) -> Iterator[Unit]:
    """The units of a paragraph, in order. Runs of spaces count as one.

    >>> [u.text for u in split_units("他说：“3.5元（含税）。”", script=Script.CJK)]
    ['他', '说：', '“3.5', '元', '（含', '税）。”']
    >>> [u.text for u in split_units("a well-kept inn", script=Script.SPACED)]
    ['a', 'well-', 'kept', 'inn']
    """
    pattern = CJK_UNIT_RE if script is Script.CJK else LATIN_UNIT_RE
    for found in pattern.finditer(text):
        if found[0]:
            yield Unit(found[0], text[found.end() : found.end() + 1].isspace())


def take_line(
    units: deque[Unit], width: int, *, script: Script, hyphenate: bool, hang: bool
) -> BrokenLine:
    """Takes the next line off the front of `units`.

    `width` is in thousandths of an em. With `hang`, a closing mark at the end of a Chinese line may
    stand outside the column; without it, it is squeezed to half its width there. A unit wider than
    the line is broken between characters. Always takes at least one character.
    """
    line, used, pending = "", 0, ""
    while units:
        unit = units[0]
        needed = text_width(pending + unit.text, script=script)
        saved = _saving(unit.text, hang=hang) if script is Script.CJK else 0
        if used + needed - saved <= width:
            line, used = line + pending + unit.text, used + needed
            pending = " " if unit.space else ""
            units.popleft()
            continue
        room = width - used - text_width(pending, script=script)
        if hyphenate and script is Script.SPACED and (cut := hyphen_point(unit.text, room)):
            units[0] = Unit(unit.text[cut:], unit.space)
            line += pending + unit.text[:cut] + "-"
            return BrokenLine(line, text_width(line, script=script), True)
        if not line:
            cut = _forced_cut(unit.text, width, script=script)
            units[0] = Unit(unit.text[cut:], unit.space)
            return BrokenLine(unit.text[:cut], text_width(unit.text[:cut], script=script), False)
        break
    return BrokenLine(line, used, False)


def hyphen_point(word: str, room: int) -> int:
    """Where a word may be broken so that its first part and a hyphen fit; 0 if nowhere.

    Good guesses only (vowel, consonant | consonant, vowel), as many dumps have them from machines.

    >>> hyphen_point("presidential", 3200), hyphen_point("strength", 3200)
    (5, 0)
    """
    if len(word) < MIN_WORD_TO_HYPHENATE or not word.isalpha():
        return 0
    best = 0
    for found in SYLLABLE_RE.finditer(word):
        cut = found.end()
        if MIN_LETTERS_BEFORE <= cut <= len(word) - MIN_LETTERS_AFTER:
            if text_width(word[:cut] + "-", script=Script.SPACED) > room:
                break
            best = cut
    return best


def _saving(text: str, *, hang: bool) -> int:
    """How much narrower a unit is at the end of a line, thanks to its last mark."""
    if len(text) < 2 or text[-1] not in NO_LINE_START or char_width(text[-1], Script.CJK) < EM:
        return 0
    return EM if hang else CELL


def _forced_cut(text: str, width: int, *, script: Script) -> int:
    """How many characters of a unit fit into a whole line: at least one, and never all of them."""
    used = 0
    for k, char in enumerate(text):
        used += char_width(char, script)
        if used > width:
            return max(1, k)
    return len(text)
