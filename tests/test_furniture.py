"""What is a running head, and what only looks like one."""

from __future__ import annotations

import pytest

from layoutfix.furniture import EDGE_ROWS, find_running_heads, is_running_head

HEADS = (
    "THE MORNING HERALD, 2005-8-25   Page 9",
    "The Evening Post, 3 March 1890, page 4",
    "Page 12    THE HARBOUR GAZETTE",
    "SATURDAY, APRIL 5, 1884.",
    "THEMORNINGHERALD,2005-8-25Page 9",
    "Kreisblatt Nr. 113 vom 16. Mai 1930. S. 4.",
    "Le Courrier du port, le 4 juin 1921, page 2",
    "El Correo del puerto, 4 de junio de 1921. Pág. 2",
    "1996年4月24日 星期四 第17版 要闻",
    "晚报 2002 7 5 第23版 综合",
    "晚报200275第23版综合",
    "2009年10月15日 星期四",
    "2009年10月15日星期四第10服",
    "沙洲日报 2009年10月15日 星期四",
    "第4版 要闻",
    "- 12 -",
    "(12)",
    "12",
    "Page 3 of 8",
)
OTHERS = (
    "",
    "London, 3 March 1890",
    "as we said on page 5",
    "Am 16. Mai 1930 trat der Rat zusammen.",
    "本报荷塘4月12日电（记者 卢见山）",
    "1996年4月24日，他第一次来到荷塘县",
    "1996年4月24日星期四，他来了",
    "1996年4月24日星期四他第一次来到荷塘县县城",
    "2009年的第三版教材",
    "1984",
    "1870.)",
    "35%",
    "Harbour wall to be rebuilt",
    "HARBOUR WALL TO BE REBUILT",
    "Chapter 4",
    "The wall fell on 3 March 1890. It is on page 4",
)


@pytest.mark.parametrize("text", HEADS)
def test_names_dates_and_pages_make_a_running_head(text: str) -> None:
    assert is_running_head(text)


@pytest.mark.parametrize("text", OTHERS)
def test_datelines_sentences_and_years_are_none(text: str) -> None:
    assert not is_running_head(text)


def test_running_heads_stand_at_the_ends_of_a_page() -> None:
    page = [f"Line {k} of the text" for k in range(10)]
    page[1] = page[8] = "THE HARBOUR GAZETTE, page 12"
    assert find_running_heads(page) == [1, 8]
    page[EDGE_ROWS] = "THE HARBOUR GAZETTE, page 13"
    assert find_running_heads(page) == [1, 8]


def test_a_bare_number_is_one_in_the_first_or_the_last_row_alone() -> None:
    """A list whose numbers have rows of their own has more."""
    page = ["1", "Apples", "2", "Pears", "3", "Plums", "4"]
    assert find_running_heads(page) == [0, 6]


def test_a_page_may_have_few_rows() -> None:
    assert find_running_heads([]) == []
    assert find_running_heads(["- 12 -", "Line 1"]) == [0]


def test_a_name_far_from_a_number_is_a_foot_of_its_page() -> None:
    """In the first and the last row, and where no other row is like it."""
    page = ["a row of the page", "and one more", "Journal of Fens, vol. 3          117"]
    assert find_running_heads(page) == [2]
    assert find_running_heads(page[::-1]) == [0]
    assert find_running_heads(["Pears     12", "Plums     40", "Total     52"]) == []
    assert (
        find_running_heads(["a row", "in the year of         112", "in the year of         117"])
        == []
    )
