"""Pages whose words have boxes are read by these and by what they say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from layoutfix.boxes import WordBoxes, boxes_of
from layoutfix.config import Config
from layoutfix.engine import read as engine_read
from layoutfix.engine import read_pages
from layoutfix.model_choice import choose_model
from layoutfix.page_order import PageOrder
from layoutfix.rows import Row
from layoutfix.sheet import Sheet

WIDE, HIGH, PITCH = 10.0, 20.0, 30.0
"""Of a half-width character and of a line, in pixels."""

FERRY = [
    "The old ferry has not run for",
    "eleven days, and nobody at the",
    "harbour can say when it will",
    "cross again. The boatman told",
    "us that a rope had parted in the",
    "night, and that the new one was",
    "still lying in a shed on the far",
    "side of the water.",
]
BREAD = [
    "In the bakery behind the church",
    "the oven was lit at four, as it",
    "had been on every morning since",
    "the war. The baker weighed out",
    "flour and salt, and his daughter",
    "carried the loaves to the window",
    "where the first children were",
    "waiting with their coins.",
]
YARD = [
    "Three men were mending a boat",
    "in the yard when the rain began",
    "to fall. They pulled a sheet over",
    "the planks and sat down under",
    "it, and one of them sang.",
]
WELL = [
    "The well in the square is dry,",
    "so water is now brought by cart",
    "from the spring on the hill, and",
    "each house is given two buckets",
    "in the morning.",
]
HANS = [
    "渡口的老船已经停了十一天，码头",
    "上没有人知道它什么时候能再开。",
    "船夫告诉我们，夜里断了一根缆绳，",
    "新的还放在对岸的棚子里，要等风",
    "停了以后才能运过来。",
]
HANT = [
    "教堂后面的面包房四点就生了火，",
    "从战后起每天早上都是这样。师傅",
    "称好面粉和盐，他的女儿把面包端",
    "到窗口，孩子们拿着零钱在那里等",
    "着，谁也不肯先回家去。",
]
"""Articles of our own, as lines of a column."""

Word = tuple[str, tuple[float, float, float, float]]


def cells(text: str) -> int:
    """How many half-width characters a text is wide."""
    return sum(1 + (c >= "\u2e80") for c in text)


def words_of(line: str, left: float, top: float) -> list[Word]:
    """The words of a line in print, each with its box."""
    found, x = [], left
    for word in line.split(" "):
        right = x + WIDE * cells(word)
        found.append((word, (x, top, right, top + HIGH)))
        x = right + WIDE
    return found


def one_box(line: str, left: float, top: float) -> list[Word]:
    """A line as one box."""
    return [(line, (left, top, left + WIDE * cells(line), top + HIGH))]


def to_page(lines: Sequence[Sequence[Word]], blank: str = " ") -> tuple[str, WordBoxes]:
    """The dump of lines as they stand in a file, one a row, and the boxes of their words."""
    dump, words = "", []
    for k, line in enumerate(lines):
        for n, (text, box) in enumerate(line):
            dump += blank * (n > 0)
            words.append((len(dump), len(dump) + len(text), k, box))
            dump += text
        dump += "\n"
    return dump, boxes_of(words)


def read(dump: str, boxes: WordBoxes | None, config: Config | None = None) -> PageOrder:
    """The page in its order."""
    model = choose_model(dump, "auto", None).model
    found = read_pages(dump, [(0, len(dump))], model, config or Config(), boxes=[boxes])
    return found[0]


def text_of(found: PageOrder) -> str:
    """The fragments of a page in their order, a blank between."""
    return " ".join(found.page.fragments[i].text for i in found.order)


def across(
    left: Sequence[str], right: Sequence[str], gutter: float, top: float = 0.0
) -> list[list[Word]]:
    """Two columns as an engine reads them that sees rows: a line holds the words of both."""
    begin = WIDE * max(map(cells, left)) + gutter
    rows = []
    for k in range(max(len(left), len(right))):
        y = top + PITCH * k
        row = words_of(left[k], 0, y) if k < len(left) else []
        rows.append(row + (words_of(right[k], begin, y) if k < len(right) else []))
    return rows


@pytest.mark.parametrize("gutter", [15.0, 25.0, 60.0])
def test_rows_across_two_columns_are_cut_at_the_strip_between(gutter: float) -> None:
    """However narrow it is: lines that begin below one another show it."""
    found = read(*to_page(across(FERRY, BREAD, gutter)))
    assert text_of(found) == " ".join([*FERRY, *BREAD])
    assert found.columns == 2


def test_a_headline_parts_what_is_above_it_from_what_is_below() -> None:
    """Columns above it are read before it, and those below after it."""
    top = PITCH * (len(FERRY) + 1)
    headline = [("Water", (180, top, 330, top + 45)), ("dear", (350, top, 470, top + 45))]
    rows = across(FERRY, BREAD, 30.0)
    rows += [headline, *across(YARD, WELL, 30.0, top + 80)]
    found = read(*to_page(rows))
    wanted = " ".join([*FERRY, *BREAD, "Water dear", *YARD, *WELL])
    assert text_of(found) == wanted


def test_articles_below_one_another_are_parted_where_the_text_says_so() -> None:
    """No headline crosses the strip: the sentences tell that a page is two."""
    rows = across(FERRY, BREAD, 30.0)
    rows += across(YARD, WELL, 30.0, PITCH * (len(FERRY) + 2.5))
    found = read(*to_page(rows))
    text = text_of(found)
    assert text.index(FERRY[-1]) < text.index(BREAD[0]) < text.index(YARD[0])


def fused_rows() -> list[list[Word]]:
    """Two columns of which three rows of five came as one box each."""
    begin = WIDE * cells(HANS[2]) + 20
    lines: list[list[Word]] = []
    for k, (a, b) in enumerate(zip(HANS, HANT, strict=True)):
        y = PITCH * k
        if k in {1, 2, 3}:
            lines.append([(a + b, (0, y, begin + WIDE * cells(b), y + HIGH))])
        else:
            lines += [one_box(a, 0, y), one_box(b, begin, y)]
    return lines


def test_boxes_that_fuse_two_lines_are_cut_to_the_character() -> None:
    """The other rows, and the words, show where."""
    found = read(*to_page(fused_rows(), ""))
    assert text_of(found).replace(" ", "") == "".join([*HANS, *HANT])


def test_a_file_whose_order_is_right_stays_as_it_is() -> None:
    """Lines listed column by column, as engines list them that see blocks."""
    lines = [words_of(line, 0, PITCH * k) for k, line in enumerate(FERRY)]
    lines += [words_of(line, 400, PITCH * k) for k, line in enumerate(BREAD)]
    found = read(*to_page(lines))
    assert found.order == list(range(len(found.page.fragments)))
    assert text_of(found) == " ".join([*FERRY, *BREAD])


def test_frames_that_read_well_need_no_reading_of_the_text_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Words in two columns are in order without it; boxes of whole lines are not."""
    asked: list[object] = []
    read_text = engine_read.read_text

    def count(sheet: Sheet, near: Sequence[Row]) -> PageOrder:
        asked.append(sheet)
        return read_text(sheet, near)

    monkeypatch.setattr(engine_read, "read_text", count)
    found = read(*to_page(across(FERRY, YARD, 25.0)))
    assert text_of(found) == " ".join([*FERRY, *YARD])
    assert not asked
    read(*to_page(fused_rows(), ""))
    assert len(asked) == 1


def test_the_order_that_was_found_stays_when_it_is_read_again() -> None:
    """The lines that were found, as a file that has them in that order: nothing moves."""
    dump, boxes = to_page(across(YARD, WELL, 15.0) + across(FERRY, BREAD, 15.0, 8 * PITCH))
    found = read(dump, boxes)
    lines = []
    for i in found.order:
        f = found.page.fragments[i]
        at = np.flatnonzero((boxes.start >= f.start) & (boxes.end <= f.end))
        sides = (boxes.left[at], boxes.top[at], boxes.right[at], boxes.bottom[at])
        places = zip(*(side.tolist() for side in sides), strict=True)
        texts = [dump[a:b] for a, b in zip(boxes.start[at], boxes.end[at], strict=True)]
        lines.append(list(zip(texts, places, strict=True)))
    again = read(*to_page(lines))
    assert again.order == list(range(len(lines)))


def test_one_column_stays_as_it_is() -> None:
    """Words of prose line up by chance in two lines, not in all."""
    found = read(
        *to_page([words_of(line, 0, PITCH * k) for k, line in enumerate([*FERRY, *BREAD])])
    )
    assert [f.text for f in found.page.fragments] == [*FERRY, *BREAD]
    assert found.order == list(range(len(FERRY) + len(BREAD)))


def test_the_order_that_a_file_states_is_a_proposal() -> None:
    """Lines stand in the file from the bottom; the order says so, and the places, too."""
    lines = [words_of(line, 0, PITCH * k) for k, line in enumerate(FERRY)][::-1]
    dump, boxes = to_page(lines)
    stated = boxes_of(
        [
            (int(a), int(b), int(line), (float(x), float(y), float(x2), float(y2)))
            for a, b, line, x, y, x2, y2 in zip(
                boxes.start,
                boxes.end,
                boxes.line,
                boxes.left,
                boxes.top,
                boxes.right,
                boxes.bottom,
                strict=True,
            )
        ],
        order=tuple(range(len(lines) - 1, -1, -1)),
    )
    assert text_of(read(dump, stated)) == " ".join(FERRY)


def test_what_the_user_says_of_a_page_comes_first() -> None:
    """`layout="keep"` keeps the file's order, boxes or none."""
    dump, boxes = to_page(across(FERRY, BREAD, 30.0))
    found = read(dump, boxes, Config(layout="keep"))
    assert found.order == list(range(len(FERRY)))


@pytest.mark.parametrize("seed", range(12))
def test_boxes_of_no_sense_do_no_harm(seed: int) -> None:
    """Numbers that are none, huge, negative, turned inside out: all text is still there, once."""
    dump, boxes = to_page(across(FERRY, BREAD, 30.0) if seed % 2 else fused_rows())
    rng = np.random.default_rng(seed)
    bad = [np.nan, np.inf, -np.inf, -5.0, 0.0, 1e6, 1e30, -1e30]
    for side in (boxes.left, boxes.top, boxes.right, boxes.bottom):
        some = rng.integers(0, len(boxes), 1 + seed // 2)
        side[some] = rng.choice(bad, len(some))
    found = read(dump, boxes)
    text = "".join(found.page.fragments[i].text for i in found.order)
    dropped = "".join(dump[a:b] for a, b, _ in found.page.dropped)
    assert sorted((text + dropped).replace(" ", "")) == sorted("".join(dump.split()))


def test_without_boxes_nothing_is_asked_of_them() -> None:
    """A page without boxes is read as before: same fragments, same order."""
    dump, _ = to_page(across(FERRY, BREAD, 30.0))
    model = choose_model(dump, "auto", None).model
    with_none = read_pages(dump, [(0, len(dump))], model, Config(), boxes=[None])[0]
    before = read_pages(dump, [(0, len(dump))], model, Config())[0]
    assert with_none.order == before.order
    assert with_none.page.fragments == before.page.fragments
