"""Closing quotation marks at the ends of lines: those that close nothing are dirt of the gutter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layoutfix import fix
from layoutfix.cutting.quotes import drop_false_ends
from layoutfix.cutting.split import Cut
from tests.cutting.cutting import LEFT, dirty_rows
from tests.helpers import SPACED

RIGHT = "县里的图书馆今年换了新址"


def _kept(lines: list[str], **changes: int) -> list[str]:
    """The left pieces of rows of two, after the dirt was dropped."""
    dump, rows = "", []
    for line in lines:
        start = len(dump)
        dump += f"{line} {RIGHT}\n"
        middle = start + len(line)
        rows.append([Cut(start, middle), Cut(middle + 1, middle + 1 + len(RIGHT))])
    found = drop_false_ends(dump, rows, replace(SPACED.dirt, **changes))
    assert [dump[cut.start : cut.end] for _, cut in found] == [RIGHT] * len(rows)
    for (cut, _), line, (old, _) in zip(found, lines, rows, strict=True):
        assert all(dump[a:b].strip("“”") == "" for a, b in cut.junk)
        assert dump[cut.start : old.end] == line
    return [dump[cut.start : cut.end] for cut, _ in found]


def test_a_mark_that_closes_nothing_is_dirt() -> None:
    assert _kept(["清早的雾还没有散”", "渡口边站满了人 ”", "老张把竹篙一点“”"]) == [
        "清早的雾还没有散",
        "渡口边站满了人",
        "老张把竹篙一点",
    ]


def test_a_quotation_of_the_line_keeps_its_end() -> None:
    lines = ["清早的雾还没有散”", "人称“老渡口”", "他说：「小船慢」”"]
    assert _kept(lines)[1] == "人称“老渡口”"


def test_quotations_over_several_lines_stay_where_nothing_is_surely_dirt() -> None:
    """One was opened a few rows above: it may be this one that ends."""
    lines = ["他说：“小船慢慢", "离开了岸边，就", "再也看不见了。”"]
    assert _kept(lines) == lines
    assert _kept(lines, quote_rows=1)[2] == "再也看不见了。"


def test_a_mark_alone_is_left_to_those_who_judge_marks() -> None:
    assert _kept(["清早的雾还没有散”", "”"]) == ["清早的雾还没有散", "”"]


PLACES = (5, 7, 9)
"""Rows at whose gutter a mark was read."""


@pytest.mark.parametrize("blank", [" ", "   "])
def test_the_text_is_free_of_it_and_the_steps_tell(blank: str) -> None:
    rows = dirty_rows(ends=dict.fromkeys(PLACES, "”"), blank=blank)
    result = fix("\n".join(rows), language="zh")
    assert all(LEFT[k] + LEFT[k + 1] in result.text for k in PLACES)
    dropped = [step.before for step in result.steps if step.rule == "drop_gutter_junk"]
    assert dropped == ["”"] * 3
