"""Labels: what counts items, what counts lines, and what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.labels import (
    Label,
    find_labels,
    find_line_numbers,
    has_wide_blank,
    is_label,
    label_size,
    mark_of,
)
from layoutfix.successions import count_successions

PROSE = [
    "The rules of the pool are old, and each",
    "boat gives a tenth of its herring to the",
    "keeper, who weighs it on the quay every",
    "evening and writes it down in a book. No",
    "one has seen the book since the winter in",
    "which the store burnt, but all know what",
    "was in it, and what was not. A boat that",
    "comes in late gives a fifth, and one that",
    "does not come in at all gives nothing to",
    "anybody but the widow and the bell.",
]
ZH = [
    "渡口的规矩很老了，每条船交出鲱鱼的十",
    "分之一，由看仓库的人天天傍晚在码头上",
    "过秤，写进一本账簿里。自从那年冬天仓",
    "库失火，再没有人见过那本账簿，可是里",
    "面写过什么，没写过什么，大家都知道。",
]


def _rests(texts: list[str], labels: list[Label | None]) -> list[str]:
    """The texts without their labels."""
    return [
        text if label is None else text[: label.rest] if label.start else text[label.rest :]
        for text, label in zip(texts, labels, strict=True)
    ]


@pytest.mark.parametrize(
    "mark",
    ["1.", "2)", "1.1", "2.3.1.", "[12]", "(a)", "（三）", "【4】", "iv.", "B.", "①", "⑵", "•", "—",
     "-", "三、", "§ 12", "7:30", "一：二十", "３．"],
)  # fmt: skip
def test_marks_of_items_are_told(mark: str) -> None:
    """A list, a law, notes and references begin with these, and blanks behind them are theirs."""
    assert mark_of(mark + "  Hemp") == len(mark)
    assert label_size(mark + "  Hemp") == len(mark) + 2
    assert is_label(mark)


@pytest.mark.parametrize(
    "text", ["1990 war", "Hemp", "17", "3.5kg Teer", "e-limonene", "1.1", "2)x", "(see there)"]
)
def test_words_and_numbers_that_begin_a_text_are_no_marks(text: str) -> None:
    """A bare number may be a year, and behind a mark something must stand."""
    assert mark_of(text) == 0


def test_marks_that_begin_nothing_else_need_no_blank() -> None:
    """Chinese lists have none behind them."""
    assert label_size("①打开后盖") == 1
    assert label_size("三、会费") == 2


@pytest.mark.parametrize("lines", [PROSE, ZH])
@pytest.mark.parametrize("blanks", [1, 2, 5])
def test_numbers_before_each_line_count_them(lines: list[str], blanks: int) -> None:
    texts = [f"{k}{' ' * blanks}{line}" for k, line in enumerate(lines, 9)]
    labels = find_line_numbers(texts)
    assert _rests(texts, labels) == lines
    assert {label.kind for label in labels if label} == {"line"}


def test_numbers_behind_each_fifth_line_count_them() -> None:
    """At the right margin they stand behind two blanks and more."""
    texts = [f"{line}    {k}" if k % 2 == 0 else line for k, line in enumerate(PROSE, 1)]
    labels = find_line_numbers(texts)
    assert [k for k, label in enumerate(labels) if label] == [1, 3, 5, 7, 9]
    assert [text.rstrip() for text in _rests(texts, labels)] == PROSE


def test_a_number_in_the_text_is_none_that_counts() -> None:
    """One line begins with a year, and keeps it."""
    lines = [*PROSE[:4], "1883 was the winter in which it burnt, and", *PROSE[5:]]
    texts = [f"{k}  {line}" for k, line in enumerate(lines, 1)]
    assert _rests(texts, find_line_numbers(texts)) == lines


def test_a_number_that_ocr_misread_leaves_the_others() -> None:
    texts = [f"{k}  {line}" for k, line in enumerate(PROSE, 1)]
    texts[4] = "6" + texts[4][1:]
    labels = find_line_numbers(texts)
    assert [k for k, label in enumerate(labels) if not label] == [4]


def test_items_of_lists_are_not_counted_as_lines() -> None:
    """They are short, whatever they are numbered by; their numbers belong to them."""
    texts = ["1 egg", "2 onions", "3 tomatoes", "4 leeks"]
    assert find_line_numbers(texts) == [None] * 4
    assert [label and label.kind for label in find_labels(texts)] == ["item"] * 4


def test_two_numbers_that_count_on_are_chance() -> None:
    """Three must; years and figures at line starts grow, too."""
    assert find_labels(["12 nets were lost and", "13 found again in"]) == [None, None]
    assert (
        find_labels(["1960 the mill burnt", "1972 it was built anew", "1975 it burnt again"])
        == [None] * 3
    )


def test_wide_blanks_behind_labels() -> None:
    """They could be taken for gutters: two blanks, a tab, an ideographic space."""
    assert [has_wide_blank(text, label_size(text)) for text in ("1.  Hemp", "1. Hemp")] == [
        True,
        False,
    ]
    assert has_wide_blank("①　打开", 2)
    assert has_wide_blank("a)\tTar", 3)


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (["1. Hemp", "2. Tar", "3. Rope"], 2),
        (["(a) Hemp", "(b) Tar", "(c) Rope"], 2),
        (["九、麻", "十、油", "十一、绳"], 2),
        (["① 麻", "② 油", "③ 绳"], 2),
        (["1.9 Hemp", "1.10 Tar", "2.1 Rope"], 1),
        (["1. Hemp", "a line that goes on", "2. Tar"], 1),
        (["1. Hemp", "15. Rope", "2. Tar", "16. Sail"], 0),
        (["• Hemp", "• Tar"], 0),
    ],
)
def test_items_count_on(texts: list[str], count: int) -> None:
    """By numbers, letters and Han numerals, each form by itself; bullets do not count."""
    assert count_successions(texts) == count


_LINES = st.lists(
    st.from_regex(
        r"([0-9]{1,3}[.) ]? {0,3}|[-•(a)①] ?)?[a-z 江边]{0,12}[a-z]( {2,4}[0-9]{1,2})?",
        fullmatch=True,
    ),
    max_size=12,
)  # fmt: skip


@given(_LINES)
def test_labels_are_spans_of_their_texts(texts: list[str]) -> None:
    """A label and the rest of its text never overlap, and have all of the text but blanks."""
    labels = find_labels(texts)
    assert len(labels) == len(texts)
    for text, label in zip(texts, labels, strict=True):
        if label is None:
            continue
        assert 0 <= label.start <= label.end <= len(text)
        if label.start and label.rest <= label.start:  # behind its line
            assert text[label.rest : label.start].strip() == ""
        else:
            assert label.start == 0
            assert label.end <= label.rest <= len(text)
            assert label.kind == "item" or text[label.end : label.rest].strip() == ""


def test_numbers_behind_full_lines_stand_one_blank_away() -> None:
    """A line that fills its column leaves no more room before the number."""
    texts = [
        "今年的秋天，山里的果农做了一个决定 1",
        "一个也不急着卖。  2",
        "往年这个时候，货车排着队开进村里 3",
        "果子熟了不等人，越卖越便宜也只能 4",
        "抢着往外送，大家心里都不是滋味的 5",
    ]
    assert all(find_line_numbers(texts))
