"""Pages printed with their blanks, read by frames where the order of the text reads badly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layoutfix import Config
from layoutfix.engine.by_blanks import read_by_blanks
from layoutfix.engine.read import read_text
from layoutfix.ngrams import load
from layoutfix.page_order import PageOrder
from layoutfix.script import Script
from layoutfix.sheet import Sheet, read_sheet
from tests.helpers import article_to_lines, config_with

LINES = article_to_lines("zh-Hans-02-puppet-troupe", 16, 40)[4:]


def _sheet(config: Config) -> Sheet:
    """Two columns of one article, side by side."""
    half = len(LINES) // 2
    page = "".join(
        f"{a}{' ' * (36 - 2 * len(a))}{b}\n"
        for a, b in zip(LINES[:half], LINES[half : 2 * half], strict=True)
    )
    return read_sheet(page, 0, len(page), load("zh"), config)


def _across(sheet: Sheet) -> PageOrder:
    """The page cut as it should be, and read across."""
    found = read_text(sheet)
    assert found.gate.opens
    return replace(found, order=sorted(found.order))


def _texts(found: PageOrder) -> list[str]:
    return [found.page.fragments[i].text for i in found.order]


def _fail(sheet: Sheet) -> None:
    pytest.fail("boxes were asked for")


def test_a_page_that_is_read_across_is_read_by_its_frames() -> None:
    sheet = _sheet(Config())
    found = read_by_blanks(_across(sheet), sheet)
    assert _texts(found) == LINES[: len(LINES) // 2 * 2]
    assert found.sheet.boxes is None  # they are none of the file's


def test_a_page_that_reads_on_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = _sheet(Config())
    monkeypatch.setattr("layoutfix.engine.by_blanks.rows_to_boxes", _fail)
    monkeypatch.setattr(
        "layoutfix.engine.by_blanks._POOR_SHARE", 0.5
    )  # lines are short, names rare
    found = read_text(sheet)
    assert read_by_blanks(found, sheet) is found


def test_frames_must_gain_clearly() -> None:
    sheet = _sheet(config_with(Script.CJK, following={"blanks_gain": 1e6}))
    across = _across(sheet)
    assert read_by_blanks(across, sheet) is across
