"""What assembly is told of the joints of a page."""

from __future__ import annotations

import textwrap

import numpy as np

from layoutfix import fix
from layoutfix.config import AssemblyConfig
from layoutfix.page.judge import joints_above_columns
from layoutfix.synthesis import read_article
from tests.helpers import FIXTURES, read_across

ARTICLES = [0, 1, 2, 4, 3, 5, 6, 7, 9, 8, 10]
"""Two lines above two columns, and one line above two others."""


def _joints(order: list[int], *asides: int, most: int = 4) -> list[int]:
    apart = np.zeros(len(order), bool)
    apart[list(asides)] = True
    return joints_above_columns(order, apart, AssemblyConfig(most_above_columns=most))


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
