"""What the lines of a column that is seen are: entries, rows of a table, items, verse."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix.engine.entries import SeenColumn, ends_text, find_tables, lines_to_entries
from layoutfix.labels import label_size
from layoutfix.successions import form_of

FIRST, GOES_ON, UNSEEN = 1, -1, 0


def _column(drawn: str) -> SeenColumn:
    """The lines of a drawn column: places, labels and blank lines as it shows them."""
    rows = [(r, line) for r, line in enumerate(drawn.strip("\n").split("\n")) if line.strip()]
    bare = [line.lstrip(" ") for _, line in rows]
    sizes = [label_size(text) for text in bare]
    edge = np.array([len(line) - len(text) for (_, line), text in zip(rows, bare, strict=True)])
    texts = [text[size:] for text, size in zip(bare, sizes, strict=True)]
    row = np.array([r for r, _ in rows], np.int32)
    return SeenColumn(
        texts=texts,
        width=np.array([sum(1 + (c >= "\u2e80") for c in t) for t in texts], np.float32),
        edge=edge.astype(np.float32),
        lead=(edge + np.array(sizes)).astype(np.float32),
        row=row,
        labelled=np.array(sizes) > 0,
        blank=np.diff(row, prepend=row[0]) > 1,
        forms=[form_of(text[:size].rstrip()) for text, size in zip(bare, sizes, strict=True)],
    )


def _begins(drawn: str) -> list[int]:
    return lines_to_entries(_column(drawn)).begins.tolist()


def _kinds(drawn: str) -> list[str | None]:
    return [*lines_to_entries(_column(drawn)).kinds]


def test_an_entry_begins_at_a_blank_line_if_the_line_before_has_ended() -> None:
    """Lines at other heights leave blank lines inside a sentence, too."""
    ended = """
The lock was shut for a week in
March, and nobody said a word.

Boats lay at the quay above and
below it until the ice had gone
and the first of them came down
with all hands and the new lamp
"""
    assert _begins(ended)[2] == FIRST
    assert _begins(ended.replace("nobody said a word.", "nobody said anything"))[2] == UNSEEN


def test_each_label_begins_an_entry_and_what_hangs_below_its_text_goes_on() -> None:
    drawn = """
1.1  These terms apply to every
     hire of a boat from our
     yard.
1.2  One third of the price is
     due on booking and the rest
     before the boat leaves.
"""
    assert _begins(drawn) == [FIRST, GOES_ON, GOES_ON, FIRST, GOES_ON, GOES_ON]


def test_one_label_alone_may_be_none() -> None:
    """A year or a number of a sentence stands at the start of a line, too."""
    drawn = """
The lock was rebuilt in the year
12.  was its number in the books
of the river board until it fell
"""
    assert FIRST not in _begins(drawn)


def test_lines_that_hang_out_begin_entries_where_the_lines_before_have_ended() -> None:
    """A bibliography without numbers; indented first lines of prose are the other way round."""
    hanging = """
Aldous, J. The weight of ropes.
    Low Quay 1911.
Brandt, I. On latches and locks
    of the upper river. 1920.
Corran, M. A ferry in winter.
    Ash Hill 1931.
"""
    found = lines_to_entries(_column(hanging))
    assert found.begins.tolist() == [FIRST, GOES_ON] * 3
    assert found.indent.tolist() == [2.0, 0.0] * 3  # as first lines of paragraphs are indented
    prose = """
    The weight of ropes that hang
wet all night is twice what they
weigh when dry, as he had said.
    Nobody believed him until the
winter of that year, in which it
was weighed before the council.
"""
    assert GOES_ON not in _begins(prose)


def test_rows_of_a_table_show_strips_of_their_own() -> None:
    drawn = """
Village     Herring   Eel
Ash Hill       41.0   0.3
Low Quay       17.2   1.1
Upper Weir      9.9   4.0
"""
    assert _kinds(drawn) == ["table"] * 4
    assert find_tables(_column(drawn)) == [(0, 4)]


def test_stretched_lines_are_no_table() -> None:
    """Their wide blanks stand at another place in each line."""
    drawn = """
The   weight of ropes that hang
wet all night is  twice what it
was   when they were dry, as he
had said to   the whole council
"""
    assert find_tables(_column(drawn)) == []


def test_three_items_of_one_form_are_a_list_and_two_are_none() -> None:
    items = "• two saws and a plane\n• the long ladder\n• a lamp with a new wick\n"
    assert _kinds(items) == ["list"] * 3
    assert "list" not in _kinds(items.replace("• a lamp with a new wick\n", ""))


def test_items_of_another_form_end_a_list() -> None:
    drawn = "1. hemp\n2. tar\n3. oakum\n(a) black rope\n(b) brown rope\n(c) a long rope\n"
    assert _kinds(drawn) == ["list"] * 6
    mixed = "1. hemp\n2. tar\n(a) black rope\n(b) brown rope\n"
    assert "list" not in _kinds(mixed)


VERSE = """
Slow water, carry down
The light upon the hill;
The ferryman is gone,
His lantern burning still,
And no one at the stile
"""


def test_lines_that_had_room_and_begin_with_capitals_are_verse() -> None:
    assert _kinds(VERSE) == ["verse"] * 5


def test_one_wide_line_does_not_make_a_column_verse() -> None:
    """A caption runs into the next column; the lines beside it are as full as before."""
    drawn = """
这座桥是去年春天修好的全村人
都来看过老人说水从来没有这样
高过孩子们在桥上跑来跑去一直
图为渡口的老船工和他的徒弟在新修的桥上合影。
到天黑才回家第二天清早船就开
了河面上起了雾什么也看不见了
只听见有人在对岸喊他的名字后
"""
    assert "verse" not in _kinds(drawn)


def test_blank_lines_part_stanzas() -> None:
    two = VERSE.rstrip() + "\n" + VERSE
    begins = lines_to_entries(_column(two)).begins.tolist()
    assert begins[5] == FIRST
    assert begins.count(FIRST) <= 2


@pytest.mark.parametrize(
    ("last", "higher", "ends"),
    [
        ("on the mud.", False, True),  # room for the next word
        ("the quay until the night fell.", False, False),  # none
        ("the quay until the night fell.", True, True),  # but the column stops above the next one
        ("on the mud until", True, False),  # the sentence goes on
    ],
)
def test_a_paragraph_ends_at_the_foot_of_a_column_that_has_room(
    last: str, higher: bool, ends: bool
) -> None:
    above = (
        "The keeper went down to the lock\nbefore it was light and found it\nopen: all boats lay at"
    )
    assert ends_text(_column(f"{above}\n{last}"), "Nobody knew", higher=higher) is ends
