"""Items of lists begin lines of their own where the page around them is put in order."""

from __future__ import annotations

import pytest

from layoutfix import fix
from layoutfix.assembly.items import find_items, part_items, read_marks
from layoutfix.model import JointKind
from tests.assembly.plain import plain_lines, plain_neighbours, wrap_article
from tests.helpers import assert_promises

FULL = "The yard lends its tools to members on"


def _items(texts: list[str], *, same: float = 0.0) -> list[int]:
    joints = plain_neighbours([same] * (len(texts) - 1), breaks=[-3.0] * (len(texts) - 1))
    return sorted(find_items(plain_lines(texts), joints))


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("• two saws", [("•", 0)]),
        ("- two saws", [("-", 0)]),
        ("-two saws", []),
        ("12. two saws", [("1.", 12)]),
        ("3.5 per cent", []),
        ("1990 war broke out", []),
        ("（二）打开后盖", [("（一）", 2)]),
        ("十二、打开后盖", [("一、", 12)]),
        ("②　打开后盖", [("①", 2)]),
        ("(a two saws", []),
        ("B．放开手", [("A．", 2)]),
    ],
)
def test_marks(text: str, shapes: list[tuple[str, int]]) -> None:
    """A shape and a value; none where the line only begins with a number or a dash."""
    assert [(mark.shape, mark.value) for mark in read_marks(text)] == shapes


def test_a_bullet_must_come_twice() -> None:
    assert _items(["• two saws", "• the ladder", FULL]) == [0, 1]
    assert _items(["• two saws", "the ladder", FULL]) == []


def test_a_number_must_count_on() -> None:
    assert _items(["1. two saws.", "with teeth.", "2. the ladder", FULL]) == [0, 2]
    assert _items(["1. two saws.", "3. the ladder", FULL]) == []


def test_a_date_in_a_sentence_is_no_item() -> None:
    """Two of them count on, but the line before goes on in each."""
    texts = [f"{FULL} the", "3. Oktober und am", f"{FULL} dem", "4. Oktober"]
    assert _items(texts, same=4.0) == []


def test_items_are_lines_and_a_list_ends_at_a_line_with_room() -> None:
    """An item's second line is joined to it; the colon above belongs to the list."""
    texts = [FULL + ".", "You may borrow:", "• two saws and one of the old planes", "or a file",
             "• the cat", "Bring it back", FULL]  # fmt: skip
    kinds: list[JointKind] = ["paragraph", "space", "space", "space", "space", "space"]
    lines = plain_lines(texts)
    joints = plain_neighbours([0.0] * 6, breaks=[0.0, -1.0, -1.0, -1.0, -1.0, -1.0])
    part_items(find_items(lines, joints), lines, joints, kinds)
    assert kinds == ["paragraph", "line", "space", "line", "paragraph", "space"]


def test_an_item_with_room_goes_on_where_the_sentence_surely_does() -> None:
    """A column that runs round a picture leaves lines short in the middle of a sentence."""
    texts = [FULL + ".", "• two saws and", "one of the planes.", "• the cat", FULL]
    kinds: list[JointKind] = ["paragraph", "space", "paragraph", "paragraph"]
    lines = plain_lines(texts)
    joints = plain_neighbours([0.0] * 4, breaks=[0.0, -6.0, 0.0, 0.0])
    part_items(find_items(lines, joints), lines, joints, kinds)
    assert kinds == ["paragraph", "space", "line", "paragraph"]


def test_a_list_in_a_column_stays_one() -> None:
    prose = wrap_article("en-02-barley-harvest", 38)[2:30]
    items = ["• two saws and one plane at a time", "• the long ladder, for a day only",
             "• any number of clamps, but the red", "  one, which is bent",
             "• the cat"]  # fmt: skip
    left, right = prose[:14], [*prose[14:21], "He lends:", *items, "Nothing else."]
    rows = [f"{a:<42}{b}" for a, b in zip(left, right, strict=True)]
    result = fix("\n".join(rows) + "\n")
    assert "time\n• the long ladder, for a day only\n• any number of clamps, but the red one," in (
        result.text
    )
    assert "list" in {p.kind for p in result.paragraphs}
    assert_promises(result)
