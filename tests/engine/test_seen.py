"""Pages whose columns are seen: how they are cut, what their lines are, how they are read."""

from __future__ import annotations

import numpy as np

from layoutfix.config import Config
from layoutfix.engine.seen import order_seen, see_columns
from layoutfix.linking.scoring import score_links
from layoutfix.ngrams import load
from layoutfix.page_order import SeenPage
from layoutfix.sheet import Sheet, read_sheet

LEFT = [
    "The keeper went down to the lock",
    "before it was light, and found",
    "that the upper gate stood open.",
    "He called his wife and the boys,",
]
RIGHT = [
    "asked who had let the water out,",
    "and nobody knew. The boats lay",
    "on the mud until the evening, and",
    "then it began to rain.",
]
TITLE = "What the keeper and his boys nevertheless reported to the river board"
"""It has no blank where the columns part."""


def _beside(left: list[str], right: list[str]) -> str:
    return "".join(f"{a:36}{b}".rstrip() + "\n" for a, b in zip(left, right, strict=True))


def _sheet(dump: str, layout: str = "auto") -> Sheet:
    return read_sheet(dump, 0, len(dump), load("en"), Config(layout=layout))


def _see(dump: str, layout: str = "auto") -> SeenPage:
    seen = see_columns(_sheet(dump, layout))
    assert seen is not None
    return seen


def _read(dump: str, layout: str = "auto") -> list[str]:
    """The lines of a page in the order in which they are read."""
    sheet, seen = _sheet(dump, layout), _see(dump, layout)
    order = order_seen(seen, score_links(seen.page, sheet), sheet)
    return [seen.page.fragments[i].text for i in order]


def test_a_page_is_cut_at_its_strip_and_each_fragment_knows_its_column() -> None:
    seen = _see(_beside(LEFT, RIGHT))
    assert seen.columns == 2
    assert seen.column.tolist() == [0, 1] * 4
    assert set(seen.region.tolist()) == {0}
    assert seen.page.texts[::2] == LEFT
    assert seen.page.texts[1::2] == RIGHT


def test_columns_are_read_one_after_the_other() -> None:
    assert _read(_beside(LEFT, RIGHT)) == LEFT + RIGHT


def test_what_stands_across_the_columns_is_a_region_of_its_own() -> None:
    """It parts the page: the columns above it are read before it, those below behind it."""
    dump = _beside(LEFT, RIGHT) + "\n" + TITLE + "\n\n" + _beside(LEFT, RIGHT)
    seen = _see(dump)
    region = seen.region[seen.page.texts.index(TITLE)]
    assert (seen.region == region).sum() == 1
    assert _read(dump) == [*LEFT, *RIGHT, TITLE, *LEFT, *RIGHT]


def test_a_page_of_one_column_shows_none() -> None:
    assert see_columns(_sheet("\n".join([*LEFT, *RIGHT]))) is None


def test_columns_in_fewer_than_most_rows_are_not_what_the_page_is_read_by() -> None:
    """A table of two rows in a page of prose is no page of two columns."""
    dump = _beside(LEFT, RIGHT) + "\n".join([TITLE] * 5)
    assert see_columns(_sheet(dump)) is None


def test_a_row_that_was_fused_right_above_a_band_hides_a_part_of_it() -> None:
    """It may be one row of the columns; a blank line between says that it is none."""
    fused = f"{LEFT[0]} {RIGHT[0]}"
    band = _beside(LEFT[1:] + LEFT, RIGHT[1:] + RIGHT)
    assert see_columns(_sheet(f"{TITLE}\n\n{fused}\n{band}")) is None
    assert see_columns(_sheet(f"{TITLE}\n\n{fused}\n\n{band}")) is not None


def test_no_more_columns_than_were_said() -> None:
    """The widest strip parts them."""
    rows = zip(LEFT, RIGHT, LEFT, strict=True)
    page = "".join(f"{a:36}{b:45}{c}\n" for a, b, c in rows)
    assert _see(page, "columns").columns == 3
    two = _see(page, "columns:2")
    assert two.columns == 2
    assert two.page.texts[1::2] == LEFT


def test_numbers_that_count_the_lines_are_of_no_text() -> None:
    """They stand at the end of the order, so that no sentence runs over one."""
    left = [f"{k:2} {text[:30]}" for k, text in enumerate(LEFT + RIGHT, 1)]
    dump = _beside(left, [text[:30] for text in RIGHT + LEFT])
    seen = _see(dump)
    numbers = [f.text for f, own in zip(seen.page.fragments, seen.page.numbers, strict=True) if own]
    assert numbers == [str(k) for k in range(1, 9)]
    assert _read(dump)[-8:] == numbers


def test_a_running_head_is_of_no_band() -> None:
    dump = "12                                  THE RIVER GAZETTE\n\n" + _beside(LEFT, RIGHT)
    seen = _see(dump)
    assert seen.region[0] != seen.region[1]
    assert np.isnan(seen.page.x[0])


def test_a_paragraph_that_ends_at_the_foot_of_a_column_begins_anew_in_the_next() -> None:
    """The last line had room and ends a sentence; without the full stop the text goes on."""
    ends = [*LEFT[:3], "Nobody answered."]
    begins = _see(_beside(ends, RIGHT)).begins
    assert begins[1] == 1
    assert _see(_beside(LEFT, RIGHT)).begins[1] == 0


def test_notes_below_a_blank_line_are_read_below_the_text_that_goes_on_above_it() -> None:
    """The sentence at the foot of the first column goes on at the head of the second."""
    left = [*LEFT[:3], "He called the old woman who had", "", "1 Letter of the keeper."]
    right = ["sold them eels, and asked who had", *RIGHT[1:], "", "2 Books of the board."]
    assert _read(_beside(left, right)) == [*left[:4], *right[:4], left[5], right[5]]
