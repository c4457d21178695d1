"""What of a page is cut and searched at all."""

from __future__ import annotations

import textwrap

import pytest

import layoutfix
from layoutfix.engine import read
from layoutfix.sheet import Sheet
from tests.helpers import FIXTURES

ARTICLES = sorted((FIXTURES / "articles").glob("en-*.txt"))


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were cut at a time."""
    found: list[int] = []
    cut = read.cut_rows

    def spy(sheet: Sheet, *others: object) -> object:
        found.append(len(sheet.rows))
        return cut(sheet, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(read, "cut_rows", spy)
    return found


def _lines(width: int) -> list[str]:
    """The articles below one another, in lines."""
    paragraphs = [p for path in ARTICLES for p in path.read_text("utf-8").split("\n") if p]
    return [line for p in paragraphs for line in textwrap.wrap(p, width)]


def test_a_text_of_a_paragraph_a_line_is_not_cut(sizes: list[int]) -> None:
    text = ARTICLES[3].read_text("utf-8")
    assert layoutfix.fix(text).text == text
    assert sizes == []


def test_of_a_long_text_what_reads_poorly_is_cut_alone(sizes: list[int]) -> None:
    text = "\n".join(_lines(70)) + "\n"
    assert layoutfix.fix(text).text == text
    assert 0 < sum(sizes) <= text.count("\n") / 2


def test_a_long_text_is_read_as_a_whole_where_a_stretch_of_it_was_read_across(
    sizes: list[int],
) -> None:
    lines, half = _lines(70), 24
    first, second = lines[200 : 200 + half], lines[200 + half : 200 + 2 * half]
    across = [line for pair in zip(first, second, strict=True) for line in pair]
    dump = "\n".join([*lines[:200], *across, *lines[200 + 2 * half :]]) + "\n"
    order = layoutfix.fix(dump).order
    assert len(sizes) > 1
    assert sizes[-1] == len(lines)
    assert [*order] != sorted(order)
