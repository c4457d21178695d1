"""Parts of a page whose columns have another width than those of most of it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from layoutfix import fix
from tests.helpers import article_to_lines, read_across


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
    narrow = article_to_lines(upper, 9, 60)
    above = [narrow[k * 12 : k * 12 + 12] for k in range(5)]
    wide = article_to_lines(lower, 22, 20)
    below = [wide[:10], wide[10:]]
    result = fix(read_across([above, below]), language="zh")
    found = [result.fragments[i].text for i in result.order]
    joints = set(pairwise(found))
    for column in below:
        kept = sum(pair in joints for pair in pairwise(column))
        assert kept >= 8, found
