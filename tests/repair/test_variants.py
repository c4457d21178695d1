"""Variants of Chinese: the configuration of OpenCC is chosen by what the text is."""

from __future__ import annotations

from dataclasses import replace

import pytest

import layoutfix
from layoutfix import Config, RepairConfig, Result
from tests.repair.test_cases import only


def _printed(text: str, variant: str) -> Result:
    repair = replace(only().repair, fix_variants=variant)
    return layoutfix.repair(text, config=Config(repair=repair))


@pytest.mark.parametrize(
    ("variant", "text", "after", "asked"),
    [
        ("hans", "他看著河面，想起那部著名的電影。", "他看着河面，想起那部著名的电影。", "tw2s"),
        ("hans", "香港説着衞生", "香港说着卫生", "hk2s"),
        ("hans", "这条龍舟是新的。", "这条龙舟是新的。", "t2s"),
        ("hant", "他们吃的头发菜", "他們吃的頭髮菜", "s2t"),
        ("hant", "我們吃了飯，为什麼不走？", "我們吃了飯，為什麼不走？", "s2t"),
        ("tw", "裏面的鐘錶", "裡面的鐘錶", "hk2t and t2tw"),
        ("hk", "說在裡面", "説在裏面", "tw2t and t2hk"),
    ],
)
def test_configuration(variant: str, text: str, after: str, asked: str) -> None:
    """The text is printed as wanted, a note says by what, and a second pass changes nothing."""
    result = _printed(text, variant)
    assert result.text == after
    assert result.notes == (f"fix_variants ({variant}) asked OpenCC for {asked}",)
    assert not _printed(after, variant).changed


@pytest.mark.parametrize("text", ["我們在群眾面前吃飯，為什麼不說話？", "店裡的牀和裏面的床"])
def test_traditional_text_stays_traditional(text: str) -> None:
    """Print that is in the wanted variant comes back as it is, without a note."""
    result = _printed(text, "hant")
    assert (result.text, result.notes) == (text, ())


def test_a_shared_text_is_taken_for_neither() -> None:
    """Without a character of either print nothing is known, and nothing of it changes."""
    assert (
        layoutfix.repair("山水", config=Config(repair=RepairConfig(fix_variants="hant"))).text
        == "山水"
    )
