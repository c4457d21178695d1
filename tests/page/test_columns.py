"""Parts of a page whose columns have another width than those of most of it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from layoutfix import fix
from tests.helpers import FIXTURES


def _lines(name: str, width: int, count: int) -> list[str]:
    article = (FIXTURES / "articles" / f"{name}.txt").read_text(encoding="utf-8")
    text = "".join("".join(article.split()))
    return [text[k * width : (k + 1) * width] for k in range(count)]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("zh-Hans-01-hetang-water", "zh-Hans-02-puppet-troupe"),
        ("zh-Hans-02-puppet-troupe", "zh-Hans-12-old-lift"),
        ("zh-Hans-03-orange-price", "zh-Hans-09-ai-port"),
    ],
)
def test_two_wide_columns_below_many_narrow_ones(upper: str, lower: str) -> None:
    """The lines of the wide ones are no headlines; each line is a row, as RapidOCR prints them."""
    above = [_lines(upper, 9, 60)[k * 12 : k * 12 + 12] for k in range(5)]
    wide = _lines(lower, 22, 20)
    below = [wide[:10], wide[10:]]
    rows = [
        line for columns in (above, below) for row in zip(*columns, strict=True) for line in row
    ]
    result = fix("\n".join(rows), language="zh")
    found = [result.fragments[i].text for i in result.order]
    joints = set(pairwise(found))
    for column in below:
        kept = sum(pair in joints for pair in pairwise(column))
        assert kept >= 8, found
