"""EasyOCR."""

import json

import pytest

from layoutfix.document import Box
from layoutfix.errors import InputError
from layoutfix.formats import detect_format
from tests.formats.samples import read_sample, read_value, value


def test_lists_and_objects_are_the_same_page():
    """So are objects written as texts, which is what output_format="json" gives."""
    line = read_sample("easyocr.list").pages[0].lines[0]
    assert (line.text, line.box, line.confidence) == ("The weir was", Box(10, 5, 90, 15), 0.98)
    objects = value("easyocr.dict")
    assert read_value("easyocr", objects).pages[0].lines == (line,)
    assert read_value("easyocr", [json.dumps(entry) for entry in objects]).pages[0].lines == (line,)


def test_paragraphs_have_no_confidence():
    """`paragraph=True` leaves it out."""
    line = read_value("easyocr", [value("easyocr.list")[0][:2]]).pages[0].lines[0]
    assert (line.text, line.confidence) == ("The weir was", None)


def test_an_empty_list_is_a_page_without_text():
    """It is told to be EasyOCR's, too."""
    assert detect_format(b"[]").name == "easyocr"
    assert read_value("easyocr", []).text == ""


def test_texts_without_boxes_are_refused():
    """`detail=0` has nothing that an order could be found by."""
    assert detect_format(b'["The weir", "was open."]') is None
    with pytest.raises(InputError, match="but not JSON of EasyOCR"):
        read_value("easyocr", ["The weir", "was open."])
