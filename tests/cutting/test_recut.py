"""Lines of unlike width that were fused: their neighbours tell where."""

from __future__ import annotations

import pytest

from tests.cutting.cutting import cut_dump
from tests.helpers import CJK, weights_with

FERRY = (
    "清早的雾还没有散，渡口边",
    "已经站满了等船的人。老张",
    "把竹篙往水里一点，小船就",
    "慢慢离开了岸边，",
    "船上的人都不说话",
    "。第二天下起大雨，船没有",
    "开，人们只好在茶馆里等着",
    "雨停，一直等到了傍晚时分",
)
"""A column, with a picture beside its fourth and fifth line."""

LIBRARY = (
    "县里的图书馆今年换了新址",
    "，孩子们放学以后都愿意到",
    "那里去看书。馆长说，每天",
    "来借书的人比过去多了",
    "一倍，最受欢迎的书都",
    "是讲科学的。下个月还",
    "要请作家来和读者见面，谈",
    "谈写书的经过和生活体会。",
)
"""The column to its right, with a picture beside lines four to six."""


def _cut(dump: str, *, recut: bool = True) -> list[list[str]]:
    never = weights_with(CJK, recut={"cost": 999.0})
    return cut_dump(dump, "zh", CJK if recut else never)


def _rows(fused: int, left: tuple[str, ...] = FERRY) -> list[str]:
    """Lines of both columns in turns, those of one row fused."""
    rows: list[str] = []
    for k, (a, b) in enumerate(zip(left, LIBRARY, strict=True)):
        rows += [a + b] if k == fused else [a, b]
    return rows


EARLY = pytest.mark.xfail(strict=True, reason="the row below makes it two characters early")


@pytest.mark.parametrize("fused", [3, 4, pytest.param(5, marks=EARLY)])
def test_lines_of_unlike_width_are_cut_by_their_neighbours(fused: int) -> None:
    """
    ... 小船就 | 那里去看书...       a row of two short lines is too narrow for two columns, but
    慢慢离开了岸边，来借书的...      what stands left and right of the cut goes on elsewhere
    """
    dump = "\n".join(_rows(fused))
    assert [FERRY[fused] + LIBRARY[fused]] in _cut(dump, recut=False)
    assert _cut(dump) == [
        [a, b] if k == fused else [part]
        for k, (a, b) in enumerate(zip(FERRY, LIBRARY, strict=True))
        for part in ((a + b,) if k == fused else (a, b))
    ]


def test_the_last_line_of_a_paragraph_is_cut_from_the_line_beside_it() -> None:
    """A paragraph that ends in the left column is not spliced into the right one."""
    left = (*FERRY[:3], "慢慢离开了岸。", *FERRY[4:])
    found = _cut("\n".join(_rows(3, left)))
    assert ["慢慢离开了岸。", LIBRARY[3]] in found
    assert [len(pieces) for pieces in found if len(pieces) > 1] == [2]


SCHOOL = (
    "新学校的操场还没有铺好，",
    "学生们先在河边的空地上跑",
    "步。体育老师说，等到秋天",
    "开学的时候就能打篮球了，",
    "食堂也会搬进新的大楼，二",
    "楼是给老师用的。家长们最",
    "关心的是校车几点开，从哪",
    "条路走，冬天会不会太早。",
)
"""A third column."""


@pytest.mark.parametrize("fused", [1, 2])
def test_three_lines_in_a_row_among_single_ones(fused: int) -> None:
    """What is left or right of the first cut is two lines still, and is no worse for that."""
    columns = (FERRY, LIBRARY, SCHOOL)
    rows: list[str] = []
    for k, lines in enumerate(zip(*columns, strict=True)):
        rows += ["".join(lines)] if k == fused else list(lines)
    alone = weights_with(CJK, lattice={"parts_cost": 50.0})  # the lattice leaves all rows whole
    found = cut_dump("\n".join(rows), "zh", alone)
    assert [lines[fused] for lines in columns] in found
    assert [len(pieces) for pieces in found if len(pieces) > 1] == [3]
    lines_only = weights_with(alone, recut={"more_cost": 99.0})
    assert rows[3 * fused : 3 * fused + 1] in cut_dump("\n".join(rows), "zh", lines_only)


HEADLINES = (
    "联合国教育科学文化组织世界遗产委员会",
    "今年上半年全国居民消费价格指数同比上涨",
    "国务院办公厅关于加强食品安全工作的通知",
    "全国人民代表大会常务委员会关于环境保护的决定",
    "渡口重新开船和图书馆换新址两件喜事",
)
PLACES = (0, 8, 16)
CUT_TODAY = {(HEADLINES[4], 8), (HEADLINES[4], 0)}
"""What is still cut, in halves that are likely by themselves: a headline that names two things,
where its halves are as wide as lines of the page."""


def _headlines() -> list[pytest.param]:
    xfail = pytest.mark.xfail(strict=True, reason="halves of a headline may each stand alone")
    return [
        pytest.param(headline, place, marks=[xfail] if (headline, place) in CUT_TODAY else [])
        for headline in HEADLINES
        for place in PLACES
    ]


@pytest.mark.parametrize(("headline", "place"), _headlines())
def test_a_headline_across_the_columns_is_not_cut(headline: str, place: int) -> None:
    """It is as wide as such a row, but holds together, and goes on in no line below."""
    rows = _rows(fused=-1)
    rows.insert(place, headline)
    assert [headline] in _cut("\n".join(rows))


def test_lines_of_their_own_stay_whole() -> None:
    """Where nothing was fused nothing is cut."""
    rows = _rows(fused=-1)
    assert _cut("\n".join(rows)) == [[row] for row in rows]
