"""Marks that begin no line: rows are not cut before them, and junk that is one is dropped."""

from __future__ import annotations

import pytest

from layoutfix import fix
from layoutfix.chardata import NO_LINE_START
from layoutfix.cutting.kinsoku import keep_kinsoku
from layoutfix.weights import Weights
from tests.cutting.cutting import LEFT, RIGHT, cut_dump, dirty_rows
from tests.helpers import CJK, weights_with

DIRTY = (2, 5, 9)
"""Rows in whose gutter a mark was read."""


@pytest.mark.parametrize("mark", ["。", "、", "，", "”", "。”"])
def test_a_mark_glued_to_the_line_behind_the_gutter_is_junk(mark: str) -> None:
    """As `tesseract --psm 6` reads a rule or nothing; it is dropped with a step."""
    dump = "\n".join(dirty_rows(starts=dict.fromkeys(DIRTY, mark)))
    assert cut_dump(dump, "zh", CJK) == [[a, b] for a, b in zip(LEFT, RIGHT, strict=True)]
    result = fix(dump, language="zh")
    junk = [step.before for step in result.steps if step.rule == "drop_gutter_junk"]
    assert junk == [mark] * len(DIRTY)
    assert all(RIGHT[k - 1] + RIGHT[k] in result.text for k in DIRTY)


def test_where_rows_begin_with_marks_lines_may() -> None:
    """Print that does not keep to kinsoku: the marks are the text's own."""
    left = [f"，{line[:-1]}" if k in (4, 8) else line for k, line in enumerate(LEFT)]
    right = [f"，{line[:-1]}" if k in DIRTY else line for k, line in enumerate(RIGHT)]
    dump = "\n".join(f"{a} {b}" for a, b in zip(left, right, strict=True))
    assert cut_dump(dump, "zh", CJK) == [[a, b] for a, b in zip(left, right, strict=True)]


def test_a_fused_row_is_cut_before_no_mark() -> None:
    """RapidOCR: every second row is fused without a blank."""
    pairs = enumerate(zip(LEFT, RIGHT, strict=True))
    dump = "\n".join(a + b if k % 2 else f"{a}\n{b}" for k, (a, b) in pairs)

    def torn(weights: Weights) -> int:
        return sum(p[0] in NO_LINE_START for row in cut_dump(dump, "zh", weights) for p in row[1:])

    assert torn(weights_with(CJK, places={"closed_start_cost": 0.0})) == 1
    assert torn(CJK) == 0


def test_a_few_rows_that_begin_with_a_mark_say_nothing() -> None:
    """Dirt stands at the margin as well."""
    rows = ["雾还没有散"] * 39
    assert keep_kinsoku(["。雾还没有散", *rows])
    assert not keep_kinsoku(["，雾还没有散"] * 4 + rows)
