"""Line breaking: kinsoku, whole words, hyphens."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.synthesis.articles import CHINESE, ENGLISH, FRENCH

from layoutfix.chardata import NO_LINE_START, OPENING
from layoutfix.script import Script
from layoutfix.synthesis.linebreak import hyphen_point, split_units, take_line
from layoutfix.synthesis.widths import CELL, EM, text_width

CHINESE_TEXT = "".join(b.text for b in CHINESE.blocks)
ENGLISH_TEXT = " ".join(b.text for b in ENGLISH.blocks)
FRENCH_TEXT = " ".join(b.text for b in FRENCH.blocks)


def lines_of(
    text: str, width: int, *, script: Script, hyphenate: bool = False, hang: bool = False
) -> list[str]:
    units = deque(split_units(text, script=script))
    lines = []
    while units:
        lines.append(take_line(units, width, script=script, hyphenate=hyphenate, hang=hang).text)
    return lines


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("em", range(6, 40))
@pytest.mark.parametrize("hang", [False, True])
def test_kinsoku_holds(em: int, hang: bool) -> None:
    """At no width does a line start with a closing mark or end with an opening bracket."""
    lines = lines_of(CHINESE_TEXT, em * EM, script=Script.CJK, hang=hang)
    assert not [line for line in lines if line[0] in NO_LINE_START]
    assert not [line for line in lines if line[-1] in OPENING]
    assert "".join(map(bare, lines)) == bare(CHINESE_TEXT)


def test_numbers_and_words_stay_whole() -> None:
    """Digits with their points and percent signs, and Latin words, are not broken."""
    lines = lines_of("共有216块，占32.5%，用GPS-3测量" * 30, 11 * EM, script=Script.CJK)
    joined = "|".join(lines)
    assert "216|" not in joined.replace("216|块", "") and "32|" not in joined
    assert joined.count("32.5%") == 30 and joined.count("GPS-3") == 30


@pytest.mark.parametrize("hang", [False, True])
def test_lines_fill_the_column(hang: bool) -> None:
    """A line is at most one mark too wide, and ends early only by what could not be broken."""
    width = 15 * EM
    lines = lines_of(CHINESE_TEXT, width, script=Script.CJK, hang=hang)
    widths = [text_width(line, script=Script.CJK) for line in lines[:-1]]
    assert max(widths) <= width + (EM if hang else CELL)
    assert sum(widths) / len(widths) > 0.93 * width


def test_latin_breaks_at_spaces_hyphens_and_dashes_only() -> None:
    """Without hyphenation, every break is at a space or after a mark that was there."""
    lines = lines_of(ENGLISH_TEXT, 14 * EM, script=Script.SPACED)
    again = ""
    for line in lines:
        again += line if line[-1] in "-—–" else line + " "
    assert again.strip() == " ".join(ENGLISH_TEXT.split())


def test_french_marks_stay_with_their_word() -> None:
    """No line starts with a colon or a closing guillemet, or ends with an opening one."""
    for em in range(8, 30):
        lines = lines_of(FRENCH_TEXT, em * EM, script=Script.SPACED)
        assert not [line for line in lines if line[0] in ":;!?»" or line[-1] == "«"]


def test_hyphenation_adds_only_hyphens() -> None:
    """Words are broken with a hyphen, at most one a line, and nothing else changes."""
    units = deque(split_units(ENGLISH_TEXT, script=Script.SPACED))
    again, count = "", 0
    while units:
        line = take_line(units, 10 * EM, script=Script.SPACED, hyphenate=True, hang=False)
        count += line.hyphenated
        again += line.text[:-1] if line.hyphenated else line.text
    assert bare(again) == bare(ENGLISH_TEXT)
    assert count > 5


@pytest.mark.parametrize("word", ["don't", "7,000,000", "a.m.", "short", "GPS-3000"])
def test_not_hyphenated(word: str) -> None:
    """Short words, numbers and abbreviations are left whole."""
    assert hyphen_point(word, 3 * EM) == 0


@example("« ", 1, True, False)
@given(st.text(max_size=80), st.integers(1, 30), st.booleans(), st.booleans())
def test_nothing_is_lost(text: str, em: int, script: Script, hang: bool) -> None:
    """Any text comes out whole but for its spaces, in lines that are never empty."""
    lines = lines_of(text, em * EM, script=script, hang=hang)
    assert bare("".join(lines)) == bare(text)
    assert all(line.strip() for line in lines)
