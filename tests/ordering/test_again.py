"""Parts of a page that are searched again, whole and in two."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from layoutfix import fix
from layoutfix.ordering import again
from tests.helpers import article_to_lines, config_with, read_across

_ROWS = 8


def _columns(name: str, count: int, width: int) -> list[list[str]]:
    """The beginning of an article in so many columns of eight lines."""
    lines = article_to_lines(name, width, count * _ROWS)
    return [lines[k * _ROWS : (k + 1) * _ROWS] for k in range(count)]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("zh-Hans-05-court-drone", 3, 12), ("zh-Hans-03-orange-price", 3, 12)),
        (("zh-Hans-08-village-school", 2, 12), ("zh-Hans-04-deep-cave-lab", 3, 12)),
        (("zh-Hans-03-orange-price", 4, 11), ("zh-Hans-06-marathon", 3, 11)),
        (("zh-Hans-07-editorial-benches", 4, 11), ("zh-Hans-05-court-drone", 3, 11)),
    ],
)
def test_columns_end_where_another_article_begins(
    upper: tuple[str, int, int], lower: tuple[str, int, int]
) -> None:
    """Two articles below one another, each line a row: nothing but the text parts them.

    The first search carries columns of the upper article on into the lower one.
    """
    page = [_columns(*upper), _columns(*lower)]
    result = fix(read_across(page), language="zh")
    found = [result.fragments[i].text for i in result.order]
    assert found == [line for columns in page for column in columns for line in column]


def test_parts_that_would_be_read_from_right_to_left_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All of a page is read in one direction: the order stays that of the first search."""
    search = again.search_columns
    asked = []

    def from_right_to_left(lines, *settings):  # type: ignore[no-untyped-def]
        found, seen = search(lines, *settings)
        asked.append(len(lines.row))
        return found, replace(seen, mirrored=True)

    worth = count()
    monkeypatch.setattr(again, "search_columns", from_right_to_left)
    monkeypatch.setattr(again, "order_value", lambda *_: 1e6 + next(worth))  # all else is better
    page = [_columns("zh-Hans-05-court-drone", 3, 12), _columns("zh-Hans-03-orange-price", 3, 12)]
    once = config_with(chain={"most_divisions": 0})
    first = fix(read_across(page), language="zh", config=once)
    result = fix(read_across(page), language="zh")
    assert asked
    assert result.order == first.order
