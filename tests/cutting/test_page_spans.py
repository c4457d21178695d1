"""Where pages end, and what stands between them."""

from __future__ import annotations

import pytest

from layoutfix.cutting.page_spans import find_separators, split_pages

PAGES = (
    "the first page goes\non in its second row\nand a third",
    "so does the next\none, too",
    "end",
)

ROWS = (
    "--- Page {} ---", "=== Page {} ===", "[p. {}]", "[Page {}]", "Seite {} von 9", "— Seite {} —",
    "第 {} 页", "【第{}页】", "第{}頁 共12頁", "<!-- page {} -->", "--- end of page {} ---",
    "Page {} of 12", "- {} -", "— {} —", "{{{}}}----------------", "{} / 12", "p. {}", "~ {} ~",
)  # fmt: skip


def _document(row: str, blanks: str = "") -> str:
    first, second, third = PAGES
    rows = [f"\n{blanks}{row.format(k)}\n{blanks}" for k in (2, 3)]
    return f"{first}{rows[0]}{second}{rows[1]}{third}\n"


@pytest.mark.parametrize("blanks", ["", "\n"])
@pytest.mark.parametrize("row", ROWS)
def test_rows_between_pages_are_told(row: str, blanks: str) -> None:
    """Rows that name a page, and numbers in marks that count up, part pages."""
    dump = _document(row, blanks)
    spans = split_pages(dump)
    assert [s.is_aside for s in spans] == [False, True, False, True, False]
    assert [dump[s.start : s.end] for s in spans if s.is_aside] == [row.format(2), row.format(3)]


@pytest.mark.parametrize(
    "dump",
    [
        "one\n- 2 -\ntwo",
        "one\n- 2 -\ntwo\n- 5 -\nthree\n- 1 -\nfour",
        "1\n\nthe first verse\n\n2\n\nthe second\n\n3\n\nthe last",
        "as he said on\npage 7.\nof the book, and\n(page 8)\nsays so, too",
        "- milk\n- 2 eggs\n- 3 -\n",
        "| 1 |\n| 2 |\n| 3 |\n",
        "12\n13\n14\n",
    ],
)
def test_other_numbers_part_nothing(dump: str) -> None:
    """A number of an item, of a verse, of a table, or within a sentence is no page's."""
    assert find_separators(dump) == []


def test_bare_numbers_part_pages_with_text_between() -> None:
    """Numbers on lines of their own part pages where they count up over rows of text."""
    page = "\n".join(["a row of the page"] * 9)
    dump = f"{page}\n\n31\n\n{page}\n\n32\n\n{page}\n"
    assert [dump[s:e] for s, e in find_separators(dump)] == ["31", "32"]


def test_form_feeds_alone_part_pages_as_they_are() -> None:
    """Without rows between them the spans are those between form feeds that have text."""
    dump = "one\n\ftwo\n\f \n\fthree"
    assert [dump[s.start : s.end] for s in split_pages(dump)] == ["one\n", "two\n", "three"]


def test_a_head_that_pages_repeat_is_between_them() -> None:
    """A row at the same end of several pages, but for its digits, and the number outside of it."""
    dump = "14\nThe Fen Review\na\nb\nc\n\f15\nThe Fen Review\nd\ne\nf\n"
    rows = [dump[s.start : s.end] for s in split_pages(dump) if s.is_aside]
    assert rows == ["14", "The Fen Review", "15", "The Fen Review"]
