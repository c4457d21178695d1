"""RapidOCR 1.x and 3.x."""

import pytest

from layoutfix.document import Box
from tests.formats.samples import read_sample, read_value, value


@pytest.mark.parametrize("name", ["rapidocr.1", "rapidocr.3"])
def test_lists_of_1_and_objects_of_3_are_the_same_page(name):
    """Text, box and score of each line, as it is listed; the page has no size."""
    document = read_sample(name)
    (page,) = document.pages
    assert document.text == "The weir was\nopen at dawn.\n"
    first = page.lines[0]
    assert (first.box, first.confidence, first.polygon) == (Box(10, 5, 90, 15), 0.98, ())
    assert (page.width, page.order, document.notes) == (0.0, None, ())


def test_a_quadrilateral_that_is_not_upright_stays_as_the_polygon():
    """The box is the upright one around it."""
    _, line = read_sample("rapidocr.1").pages[0].lines
    assert line.box == Box(10, 20, 90, 32)
    assert line.polygon == ((10, 20), (90, 22), (90, 32), (10, 30))


def test_boxes_of_characters_and_words_are_words():
    """1.x lists boxes, texts and scores beside one another, 3.x (text, score, box)."""
    (old,) = read_sample("rapidocr.1-words").pages[0].lines
    assert [(w.start, w.end, w.box, w.confidence) for w in old.words] == [
        (0, 1, Box(10, 5, 24, 15), 0.8),
        (1, 2, Box(25, 5, 40, 15), 1.0),
    ]
    (new,) = read_sample("rapidocr.3-lists").pages[0].lines
    assert [(new.text[w.start : w.end], w.confidence) for w in new.words] == [
        ("The", 0.9),
        ("weir", 0.8),
    ]


@pytest.mark.parametrize(
    "empty",
    [
        None,
        [None, None],
        {"boxes": None, "txts": None, "scores": None, "word_results": [["", 1.0, None]]},
        {"code": 101, "data": "No text found in image."},
    ],
)
def test_a_page_without_text_is_a_page(empty):
    """`null` is what 1.x and `to_json` of 3.x give; texts are null in the lists of 3.10."""
    document = read_value("rapidocr", empty)
    assert (len(document.pages), document.text, document.notes) == (1, "", ())


def test_a_return_value_that_was_saved_whole_is_read():
    """The times beside the lines are no lines; neither are texts of scores a problem."""
    lines = value("rapidocr.1")
    lines[0][2] = "0.98"
    document = read_value("rapidocr", [lines, [0.1, 0.2, 0.3]])
    assert document.text == "The weir was\nopen at dawn.\n"
    assert document.pages[0].lines[0].confidence == 0.98


def test_answers_of_its_servers_are_read():
    """RapidOCR-json has a code beside its data, rapidocr_api numbers its lines."""
    quad = value("rapidocr.1")[0][0]
    data = {"code": 100, "data": [{"box": quad, "score": 0.9, "text": "Open."}]}
    api = {"0": {"rec_txt": "Open.", "dt_boxes": quad, "score": 0.9}}
    assert read_value("rapidocr", data).pages == read_value("rapidocr", api).pages


def test_what_is_lost_is_told():
    """A line without text is left out, one without a box is read; both are counted."""
    lines = [*value("rapidocr.1"), [value("rapidocr.1")[0][0], " ", 0.5], [[1, 2, None], "Bill", 2]]
    document = read_value("rapidocr", lines)
    assert document.text == "The weir was\nopen at dawn.\nBill\n"
    assert document.pages[0].lines[2].confidence is None
    assert document.notes == (
        "page 1: boxes that are missing or cannot be used: 1",
        "page 1: lines without text, left out: 1",
    )
