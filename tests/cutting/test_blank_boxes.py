"""Boxes of words by the blanks between them."""

from __future__ import annotations

import pytest

from layoutfix import Config, ngrams
from layoutfix.boxes import WordBoxes
from layoutfix.cutting.blank_boxes import rows_to_boxes
from layoutfix.sheet import read_sheet


def _boxes(page: str, language: str) -> WordBoxes:
    boxes = rows_to_boxes(read_sheet(page, 0, len(page), ngrams.load(language), Config()))
    assert boxes is not None
    return boxes


def test_words_stand_where_blanks_put_them() -> None:
    page = "the ferry      was sold\nto nobody      in town\n"
    boxes = _boxes(page, "en")
    words = [page[a:b] for a, b in zip(boxes.start, boxes.end, strict=True)]
    assert words == page.split()
    left = dict(zip(words, boxes.left.tolist(), strict=True))
    assert (left["ferry"], left["was"], left["in"]) == (4, 15, 15)
    assert boxes.line.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_blank_lines_are_as_high_as_others() -> None:
    boxes = _boxes(
        "the ferry      was sold\n\nto nobody      in town\nfor years      at all\n", "en"
    )
    first, second, third = sorted(set(boxes.top.tolist()))
    assert second - first == pytest.approx(2 * (third - second))


def test_each_han_character_has_a_box_of_two_cells() -> None:
    left, right = ("渡船已經停航", "橋上燈火", "河中"), ("兩岸無人相送", "倒影依舊在", "無人再問起")
    page = "".join(f"{a}{' ' * (18 - 2 * len(a))}{b}\n" for a, b in zip(left, right, strict=True))
    boxes = _boxes(page, "zh")
    assert len(boxes) == len("".join(page.split()))
    assert (boxes.right - boxes.left).tolist() == [2.0] * len(boxes)


def test_a_page_of_one_row_has_none() -> None:
    page = "the ferry      was sold\n"
    assert rows_to_boxes(read_sheet(page, 0, len(page), ngrams.load("en"), Config())) is None
