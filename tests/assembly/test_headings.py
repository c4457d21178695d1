"""Headings across the columns stand alone; lines that only look like them do not."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix.assembly.assemble import heal_headings, part_title, set_apart
from layoutfix.assembly.paragraphs import group_paragraphs
from layoutfix.config import AssemblyConfig, Config
from layoutfix.model import JointKind, ParagraphKind
from tests.assembly.plain import plain_neighbours

CONFIG = AssemblyConfig()
TEXTS = ["The harbour was quiet", "Ferry to be replaced", "A new boat was ordered"]
ACROSS = [False, True, False]


def _kinds(kinds: list[JointKind], breaks: list[float]) -> list[JointKind]:
    return heal_headings(TEXTS, ACROSS, kinds, np.array(breaks, np.float32), Config())


def test_a_row_across_the_columns_is_a_heading_where_the_text_may_end() -> None:
    """Both of its joints are parted, though a sentence was a little likelier."""
    assert _kinds(["space", "space"], [0.5, -1.0]) == ["heading", "heading"]


def test_a_row_in_which_the_sentence_goes_on_is_none() -> None:
    """A wide line of a column has no break beside it."""
    assert _kinds(["space", "space"], [-6.0, -4.0]) == ["space", "space"]


def test_where_something_was_lost_a_heading_stands_alone() -> None:
    """A gap is no place at which a sentence goes on."""
    assert _kinds(["gap", "space"], [-6.0, -6.0]) == ["heading", "space"]


def _title(
    breaks: list[float], same: list[float], begins: int = 0, above: tuple[int, ...] = ()
) -> list[JointKind]:
    """The kinds of the joints of a title on two lines and the first lines of its text."""
    texts = ["Harbour wall to be", "rebuilt before the spring", "The council voted on Monday", "to"]
    neighbours = plain_neighbours(same, paragraph=0.0, breaks=breaks)
    kinds: list[JointKind] = ["space", "space", "space"]
    part_title(texts, kinds, neighbours, Config(), begins, above)
    return kinds


def test_a_title_on_two_lines_ends_where_a_paragraph_is_likeliest_to_end() -> None:
    assert _title([-1.0, 2.0, -3.0], [0.0, 0.0, 0.0]) == ["space", "heading", "space"]


def test_a_title_ends_at_its_first_line_unless_a_later_end_is_clearly_likelier() -> None:
    assert _title([1.0, 1.2, -3.0], [0.0, 0.0, 0.0]) == ["heading", "space", "space"]


def test_a_sentence_that_clearly_goes_on_is_no_title() -> None:
    assert _title([1.0, 2.0, 3.0], [9.0, 9.0, 9.0]) == ["space", "space", "space"]


def test_a_title_ends_where_the_columns_below_it_begin() -> None:
    breaks, same = [2.0, 1.0, -3.0], [0.0, 0.0, 0.0]
    assert _title(breaks, same) == ["heading", "space", "space"]
    assert _title(breaks, same, above=(1,)) == ["space", "heading", "space"]


def test_it_ends_elsewhere_where_the_sentence_goes_on_into_the_columns() -> None:
    assert _title([2.0, -1.0, -3.0], [0.0] * 3, above=(1,)) == ["heading", "space", "space"]


def test_a_title_begins_below_the_running_head() -> None:
    assert _title([3.0, 2.0, 1.0], [0.0] * 3, begins=2) == ["space", "space", "heading"]


def test_specks_stand_together_and_apart_from_the_text() -> None:
    kinds: list[JointKind] = ["space", "join", "paragraph", "heading"]
    set_apart([False, False, True, True, False], kinds)
    assert kinds == ["space", "aside", "space", "aside"]


@pytest.mark.parametrize(
    ("kind", "found"), [("heading", ["heading", "body"]), ("paragraph", ["body", "body"])]
)
def test_a_long_headline_is_one_where_the_page_shows_its_end(
    kind: JointKind, found: list[ParagraphKind]
) -> None:
    """Of 67 characters, which are too many for what reads as a heading anywhere."""
    texts = [
        "Harbour wall to be rebuilt before the end of spring",
        "says the council",
        "The",
        "vote",
    ]
    none = [False] * len(texts)
    assert group_paragraphs(texts, ["space", kind, "space"], none, none, CONFIG).kinds == found


def test_a_second_long_line_is_no_headline() -> None:
    texts = ["Harbour wall", "The ferry company had asked for it, so had the town's fishermen", "a"]
    none = [False] * len(texts)
    kinds = group_paragraphs(texts, ["heading", "heading"], none, none, CONFIG).kinds
    assert kinds == ["heading", "body", "body"]
