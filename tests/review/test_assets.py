"""Colours of the page: readable on their grounds, and the same as in a notebook."""

from __future__ import annotations

import re

import pytest

from layoutfix.notebook import PALETTE
from layoutfix.review.view import SCRIPTS, read_asset

LEAST_CONTRAST = 4.5
"""WCAG 2.2, level AA, for text of any size."""

STYLE = read_asset("review.css")
COLUMNS = re.findall(r"\.c(\d) \{ --c: (#\w{6}); --t: (#\w{6}); \}", STYLE)
NAMED = dict(re.findall(r"--([\w-]+): (#\w{6});", STYLE.partition("}")[0]))


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("number", "colour", "tint"), COLUMNS)
def test_columns_are_readable(number: str, colour: str, tint: str) -> None:
    """Letters in a column's colour, and the text, on its tint and on paper."""
    assert colour == PALETTE[int(number)]
    for ink in (colour, NAMED["ink"]):
        assert _contrast(ink, tint) >= LEAST_CONTRAST
        assert _contrast(ink, NAMED["paper"]) >= LEAST_CONTRAST


@pytest.mark.parametrize(
    ("ink", "ground"),
    [("soft", "paper"), ("soft", "desk"), ("doubt", "doubt-ground"), ("doubt", "desk")],
)
def test_what_is_said_is_readable(ink: str, ground: str) -> None:
    """Remarks and doubts, on all they stand on."""
    assert _contrast(NAMED[ink], NAMED[ground]) >= LEAST_CONTRAST


def test_there_is_a_class_for_each_colour() -> None:
    """As many as a notebook has."""
    assert len(COLUMNS) == len(PALETTE)


def test_both_languages_say_the_same_things() -> None:
    """Each word of the page is there in English and in Chinese."""
    _, english, chinese = re.split(r"^  (?:en|zh): \{$", read_asset("words.js"), flags=re.MULTILINE)
    keys = r"(\w+): [\"\[]"
    assert sorted(re.findall(keys, english)) == sorted(re.findall(keys, chinese))


def test_nothing_is_fetched_from_elsewhere() -> None:
    """No part of the page names an address but that of the SVG language."""
    for name in ("index.html", "review.css", *SCRIPTS):
        found = set(re.findall(r"https?://[^\"\s)]+", read_asset(name)))
        assert found <= {"http://www.w3.org/2000/svg"}
        assert "innerHTML" not in read_asset(name)
