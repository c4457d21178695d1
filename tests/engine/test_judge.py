"""What assembly is told of the joints of a page."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from layoutfix import fix
from layoutfix.assembly.joints import neighbours_to_confidence
from layoutfix.assembly.risks import describe_risks
from layoutfix.config import Config
from layoutfix.engine import judge_page, read_dump
from layoutfix.engine.judge import joints_above_columns
from layoutfix.model import Joint
from layoutfix.page_order import PageOrder
from layoutfix.synthesis import read_article
from tests.assembly.plain import wrap_article
from tests.helpers import FIXTURES, SPACED, read_across

ARTICLES = [0, 1, 2, 4, 3, 5, 6, 7, 9, 8, 10]
"""Two lines above two columns, and one line above two others."""


def _joints(order: list[int], *asides: int, most: int = 4) -> list[int]:
    apart = np.zeros(len(order), bool)
    apart[list(asides)] = True
    return joints_above_columns(order, apart, replace(SPACED.assembly, most_above_columns=most))


def test_the_last_line_above_each_columns_meets_the_first_line_of_these() -> None:
    assert _joints(ARTICLES) == [1, 6]


def test_columns_with_nothing_above_have_no_such_joint() -> None:
    assert _joints([0, 2, 1, 3]) == []


def test_a_text_in_one_column_above_is_no_headline() -> None:
    order = [0, 1, 2, 3, 4, 5, 7, 6, 8]
    assert _joints(order) == []
    assert _joints(order, most=5) == [4]


def test_asides_are_no_lines_of_a_headline() -> None:
    order = [0, 1, 2, 3, 4, 5, 7, 6, 8]
    assert _joints(order, 0) == [4]
    assert _joints([0, 1, 3, 2, 4], 0) == []


def test_a_headline_on_three_lines_ends_where_its_columns_begin() -> None:
    """By the words alone it ends at its second line."""
    headline = ["Stadtrat Berät über", "Kauf der Alten", "Hafenbahn"]
    article = read_article(FIXTURES / "articles" / "de-01-hafenbahn.txt")
    body = [block.text for block in article.blocks if block.kind == "body"]
    lines = [line for text in body for line in textwrap.wrap(text, 36)]
    found = fix("\n".join(headline) + "\n" + read_across([[lines[:20], lines[20:40]]])).text
    assert found.startswith(" ".join(headline) + "\n\n")


def _risks(page: PageOrder, dump: str) -> list[str]:
    """What is said to be at risk in the order of a page."""
    judged = judge_page(page)
    told = neighbours_to_confidence(judged.evidence, page.sheet.weights.assembly).tolist()
    joints = [
        Joint(a, b, "space", chance)
        for (a, b), chance in zip(pairwise(judged.order), told, strict=True)
    ]
    below = page.sheet.config.doubtful_below
    return describe_risks(dump, judged.fragments, joints, page.columns, below)


def _read(dump: str) -> PageOrder:
    page = read_dump(dump, Config())
    assert page is not None
    assert page.columns == 2
    return page


@pytest.mark.parametrize(
    ("name", "width"), [("en-03-clock-museum", 36), ("zh-Hans-06-marathon", 18)]
)
def test_columns_that_are_seen_do_not_swap(name: str, width: int) -> None:
    """A page with a clear gutter says itself what stands below what."""
    lines = wrap_article(name, width)[:40]
    size = 2 if name.startswith("zh") else 1
    dump = "".join(
        f"{a}{' ' * (width * size + 4 - size * len(a))}{b}\n"
        for a, b in zip(lines[:20], lines[20:], strict=True)
    )
    assert _read(dump).seen is not None
    assert _risks(_read(dump), dump) == []


@pytest.mark.parametrize(
    ("name", "width"), [("en-03-clock-museum", 36), ("zh-Hans-06-marathon", 18)]
)
def test_columns_that_are_swapped_are_told(name: str, width: int) -> None:
    """A1 .. A6 B7 .. B20, B1 .. B6 A7 .. A20: the tails of two columns are exchanged."""
    lines = wrap_article(name, width)[:40]
    dump = "".join(f"{a}\n{b}\n" for a, b in zip(lines[:20], lines[20:], strict=True))
    page = _read(dump)
    assert len(page.order) == len(lines)
    a, b = [*range(0, 40, 2)], [*range(1, 40, 2)]
    swapped = replace(page, order=[*a[:6], *b[6:], *b[:6], *a[6:]])
    found = _risks(swapped, dump)
    assert any(risk.startswith("two columns may swap from line") for risk in found), found
