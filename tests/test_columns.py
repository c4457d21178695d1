"""Columns that are read from right to left: forced, and found by what the text shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import layoutfix
from layoutfix import synthesis
from layoutfix.chardata import may_be_rtl
from layoutfix.config import COLUMNS, Config
from tests.helpers import assert_promises, scramble_article
from tests.measures import joint_recall

DATA = Path(__file__).parent / "languages" / "data"


def _page(name: str, preset: str, *, rtl: bool) -> dict[str, Any]:
    style, damage = synthesis.presets()[preset]
    width = 10 if name.startswith(("zh", "ja")) else 16
    style = replace(style, rtl=rtl, width_em=width)
    return scramble_article(DATA / f"{name}.txt", style, damage, 1).to_dict()


def _fix(page: dict[str, Any], columns: str) -> layoutfix.Result:
    return layoutfix.fix(page["dump"], config=Config(columns=columns))


def _start(text: str, line: dict[str, Any]) -> int:
    """Where a true line begins in a text, without blanks."""
    return "".join(text.split()).find("".join(line["text"].split())[:6])


@pytest.mark.parametrize(
    ("columns", "rtl", "floor"),
    [
        ("auto", True, 0.90),
        ("rtl", True, 0.90),
        ("auto", False, 0.95),
    ],
)
def test_vertical_chinese_is_read_as_it_shows(columns: str, rtl: bool, floor: float) -> None:
    """Marks of vertical setting let weak evidence turn the columns; it must still be there."""
    page = _page("zh-vertical", "gutter-3", rtl=rtl)
    result = _fix(page, columns)
    assert joint_recall(result.text, page["lines"]) >= floor
    body = [x for x in page["lines"] if x["kind"] == "body"]
    assert 0 <= _start(result.text, body[1]) < _start(result.text, body[-1])
    assert_promises(result)


def test_the_wrong_columns_are_obeyed() -> None:
    """Forced is forced: the article's end comes before its start."""
    page = _page("zh-vertical", "gutter-2", rtl=True)
    body = [x for x in page["lines"] if x["kind"] == "body"]
    text = _fix(page, "ltr").text
    assert 0 <= _start(text, body[-1]) < _start(text, body[1])


@pytest.mark.parametrize("name", ["he-bridge", "ar-market"])
@pytest.mark.parametrize("columns", ["auto", "ltr"])
def test_rows_in_logical_order_are_read_as_they_stand(name: str, columns: str) -> None:
    """Engines that print Hebrew and Arabic rows from the right put the first column first."""
    page = _page(name, "gutter-2", rtl=False)
    result = _fix(page, columns)
    assert joint_recall(page["dump"], page["lines"]) < 0.1
    assert joint_recall(result.text, page["lines"]) >= 0.95
    assert_promises(result)


def test_hebrew_rows_printed_from_the_left_are_turned_when_forced() -> None:
    """The end of the article, at the left of the page, is read last."""
    page = _page("he-bridge", "gutter-3", rtl=True)
    result = _fix(page, "rtl")
    assert joint_recall(result.text, page["lines"]) >= 0.88
    body = [x for x in page["lines"] if x["kind"] == "body"]
    assert 0 <= _start(result.text, body[3]) < _start(result.text, body[-1])
    assert_promises(result)


def test_horizontal_pages_are_not_turned() -> None:
    """Without a sign of such setting the columns stay as they stand, forced or not."""
    page = _page("zh-vertical", "interleaved-2", rtl=False)
    dump = page["dump"].translate({ord("﹁"): "“", ord("﹂"): "”"})
    assert not may_be_rtl(dump)
    assert _fix({"dump": dump}, "auto").text == _fix({"dump": dump}, "ltr").text


def test_a_table_without_a_model_stays() -> None:
    """Gutters alone do not make columns of a list."""
    rows = [("Pfirsiche aus dem Süden", "drei Kisten"), ("Birnen vom Markt", "zwölf Kilo")] * 6
    table = "\n".join(f"{a:<30}{b}" for a, b in rows) + "\n"
    assert layoutfix.fix(table, language="und").order == tuple(range(len(rows)))


def test_an_unknown_column_order_is_one_sentence() -> None:
    """The sentence lists what there is."""
    with pytest.raises(layoutfix.InputError, match="'sideways': choose one of auto, ltr, rtl"):
        layoutfix.fix("One line.", config=Config(columns="sideways"))
    assert COLUMNS == ("auto", "ltr", "rtl")
