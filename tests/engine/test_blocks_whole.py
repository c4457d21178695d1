"""Pages in blocks: rows that were cut and do not read are read whole as well."""

from __future__ import annotations

from pathlib import Path

from layoutfix import Config, ngrams
from layoutfix.cutting.cut import cut_rows, whole_rows
from layoutfix.engine.order import order_page
from layoutfix.engine.read import _read_blocks
from layoutfix.page import cut_fragments
from layoutfix.sheet import Sheet, read_sheet

CASE = Path(__file__).parents[2] / "fixtures" / "cases" / "wild" / "17-blocks-en.txt"
DUMP = CASE.read_text(encoding="utf-8").split("=== dump\n")[1].split("=== fixed\n")[0]


def _sheet(dump: str) -> Sheet:
    return read_sheet(dump, 0, len(dump), ngrams.load("en"), Config())


def test_rows_that_read_well_as_they_were_cut_stay_so() -> None:
    """Nothing else is asked of a page whose rows are whole lines already."""
    sheet = _sheet(DUMP)
    found = order_page(cut_rows(sheet), sheet)
    assert _read_blocks(sheet, whole_rows(sheet), found) is found


def test_rows_that_were_cut_within_lines_are_read_whole() -> None:
    """Lines of blocks that were cut in two read worse than the lines as they are."""
    sheet = _sheet(DUMP)
    whole = whole_rows(sheet)
    halves: list[tuple[int, int]] = []
    for f in whole.fragments:
        at = f.text.find(" ", len(f.text) // 2)
        cut = [(f.start, f.start + at), (f.start + at + 1, f.end)] if at > 0 else [(f.start, f.end)]
        halves += cut
    torn = order_page(cut_fragments(whole, halves, sheet), sheet)
    assert torn.page.row_size.max() > 1
    better = _read_blocks(sheet, whole, torn)
    assert better.page.row_size.max() == 1
    assert better.gate.opens
