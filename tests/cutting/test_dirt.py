"""Marks at gutters: what only its place speaks against is printed, dirt of the page goes."""

from __future__ import annotations

import pytest

from layoutfix import fix
from layoutfix.cli.outcome import Outcome
from layoutfix.cli.report import Report
from tests.assembly.plain import wrap_article
from tests.cutting.cutting import LEFT, RIGHT, dirty_rows
from tests.helpers import assert_promises, config_with


@pytest.mark.parametrize("mark", ["，", "。", "”"])
@pytest.mark.parametrize("rows", [(4,), (4, 9)])
def test_marks_that_begin_one_or_two_lines_stay(mark: str, rows: tuple[int, ...]) -> None:
    """No page is dirty that has two such rows."""
    result = fix("\n".join(dirty_rows(starts=dict.fromkeys(rows, mark), blank="    ")))
    assert result.text.count(mark) == "".join([*LEFT, *RIGHT]).count(mark) + len(rows)
    assert result.dropped == ()
    assert_promises(result)


def test_a_comma_at_the_start_of_a_line_ends_the_clause_of_the_one_before() -> None:
    """A text set in lines of one length, without kinsoku: nothing of it is lost."""
    lines = [line for name in ("zh-Hans-03-orange-price", "zh-Hans-05-court-drone")
             for line in wrap_article(name, 16)]  # fmt: skip
    for at in range(0, 40, 8):
        part = lines[at : at + 24]
        dump = "\n".join(f"{a}    {b}" for a, b in zip(part[:12], part[12:], strict=True))
        result = fix(dump, language="zh")
        assert sorted("".join(result.text.split())) == sorted("".join("".join(part).split()))


@pytest.mark.parametrize("sign", ["***", "§ 4", "—", "•"])
def test_signs_at_a_gutter_stay_with_the_line_that_they_stand_at(sign: str) -> None:
    """Stars, section marks and bullets are nothing that an engine reads in an empty gutter."""
    prose = wrap_article("en-05-lighthouse-keeper", 36)[1:33]
    left, right = prose[:16], prose[16:]
    right[6] = f"{sign} (out of five)"
    rows = [f"{a:<40}{b}" for a, b in zip(left, right, strict=True)]
    text = fix("\n".join(rows) + "\n").text
    assert f"{sign} (out of five)" in text


@pytest.mark.parametrize("sign", ["***", "* * *", "— — —"])
@pytest.mark.parametrize("column", [0, 1])
def test_a_row_of_stars_stands_where_it_stood(sign: str, column: int) -> None:
    """It parts two sections of a column."""
    prose = wrap_article("en-05-lighthouse-keeper", 36)[1:33]
    columns = prose[:16], prose[16:]
    columns[column][6] = sign
    rows = [f"{a:<40}{b}" for a, b in zip(*columns, strict=True)]
    text = fix("\n".join(rows) + "\n").text
    before, after = columns[column][5], columns[column][7]
    assert text.index(before) < text.index(sign) < text.index(after)
    assert text.index(sign) - text.index(before) < len(before) + 4


def test_a_rule_between_columns_is_dirt_and_is_told() -> None:
    """It stands in many rows; verdict and summary say how many marks went."""
    prose = wrap_article("en-05-lighthouse-keeper", 36)[1:33]
    rows = [f"{a:<36} {'|' if k % 3 == 0 else ' '} {b}"
            for k, (a, b) in enumerate(zip(prose[:16], prose[16:], strict=True))]  # fmt: skip
    result = fix("\n".join(rows) + "\n")
    assert "|" not in result.text
    assert len(result.dropped) == 6
    assert result.verdict.endswith(", dropped 6 marks")


def test_least_rows_of_dirt_can_be_set() -> None:
    """Two rows are enough where that is asked for."""
    dump = "\n".join(dirty_rows(starts={4: "。", 9: "。"}))
    config = config_with(dirt={"least_dirty_rows": 2})
    assert (len(fix(dump).dropped), len(fix(dump, config=config).dropped)) == (0, 2)
    config = config_with(dirt={"least_dirty_rows": 2, "dirt_gain": 50.0})
    assert fix(dump, config=config).dropped == ()


def test_the_summary_names_what_was_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    for total, said in ((1, "a.txt: reordered, dropped 3 marks: --explain\n"),
                        (2, "; dropped 3 marks: --explain\n")):  # fmt: skip
        report = Report(total, quiet=False, checking=False, stdout_is_shared=False)
        report.count(Outcome("a.txt", "repaired", verdict="reordered, dropped 3 marks", dropped=3))
        report.say_summary()
        assert capsys.readouterr().err.endswith(said)
