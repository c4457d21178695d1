"""What of a page is cut and searched at all."""

from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest

import layoutfix
from layoutfix.config import Config
from layoutfix.engine import read
from layoutfix.ngrams import load
from layoutfix.sheet import Sheet, read_sheet
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


FERRY = (
    "今年入春以来镇上的老码头又热闹起来了天刚亮挑担的菜农就顺着石阶往河边走船工老周把缆绳解开"
    "回头招呼大家慢些上船他撑了三十多年的渡船从来没有误过一趟有人问他为什么不歇一歇他说对岸的"
    "孩子还要过河去上学呢去年冬天县里决定在下游修一座新桥消息传到渡口大家都围着老周打听他却只"
    "是笑一笑说桥修好了自己也就可以安心回家种地了不过他还是舍不得这条河舍不得每天清早水面上升"
    "起的那一层薄雾施工队进场的那天老周特意换上了一件干净的蓝布衫站在船头看了很久工人们请他讲"
    "一讲河床的深浅他便一处一处地指给他们看哪里有暗礁哪里水流最急说得清清楚楚工程师听了连连点"
)


def _with_one_strip(rows: int = 7, width: int = 12) -> str:
    """Three columns, the second and the third with a blank between them in every other row."""
    lines = [FERRY[k : k + width] for k in range(0, 3 * rows * width, width)]
    both = zip(lines[:rows], lines[rows : 2 * rows], lines[2 * rows :], strict=True)
    return "".join(f"{a}      {b}{' ' * (k % 2)}{c}\n" for k, (a, b, c) in enumerate(both))


def test_columns_that_no_strip_shows_are_found_by_the_text() -> None:
    found = layoutfix.fix(_with_one_strip())
    assert found.text.replace("\n", "") == FERRY[: 3 * 7 * 12]


def test_poor_joints_tell_of_columns_that_no_strip_shows_unless_there_is_a_table() -> None:
    dump = _with_one_strip()
    found = read._read_seen(read_sheet(dump, 0, len(dump), load("zh"), Config()))
    assert found is not None
    assert found.seen is not None
    assert found.columns == 2
    assert read._hides_columns(found)
    with_table = replace(found.seen, kinds={0: "table"})
    assert not read._hides_columns(replace(found, seen=with_table))
