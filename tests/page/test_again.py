"""Parts of a page that are searched again, whole and in two."""

from __future__ import annotations

import pytest

from layoutfix import fix
from tests.helpers import FIXTURES

_ROWS = 8


def _columns(name: str, count: int, width: int) -> list[list[str]]:
    """The beginning of an article in so many columns of eight lines, nothing between its words."""
    article = (FIXTURES / "articles" / f"{name}.txt").read_text(encoding="utf-8")
    text = "".join(article.split())
    lines = [text[k * width : (k + 1) * width] for k in range(count * _ROWS)]
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
    rows = [line for columns in page for row in zip(*columns, strict=True) for line in row]
    result = fix("\n".join(rows), language="zh")
    found = [result.fragments[i].text for i in result.order]
    assert found == [line for columns in page for column in columns for line in column]
