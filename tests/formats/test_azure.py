"""Azure Document Intelligence, and what came before it."""

import pytest

from layoutfix.document import Box
from tests.formats.samples import read_sample, read_value, value


def test_paragraphs_are_regions_and_words_are_found_by_their_offsets():
    """A line has no words of its own: its span names them. Units stay inches."""
    document = read_sample("azure.read")
    (page,) = document.pages
    assert document.text == "Notice\nThe weir\nwas open.\n"
    assert (document.version, page.width, page.rotation, page.id) == ("2024-11-30", 8.5, 0.3, "1")
    assert [region.kind for region in page.regions] == ["title", ""]
    line = page.lines[1]
    assert line.box == Box(1, 2, 2, 2.2)
    assert [(w.start, w.end, w.confidence) for w in line.words] == [(0, 3, 0.9), (4, 8, 0.8)]


def test_the_result_alone_is_read():
    """What `as_dict` of the library gives has no `analyzeResult` around it."""
    result = value("azure.read")["analyzeResult"]
    assert read_value("azure", result).pages == read_sample("azure.read").pages


@pytest.mark.parametrize("name", ["readResults", "recognitionResults"])
def test_answers_of_read_2_and_3_are_read(name):
    """Their lines have words and texts, and `boundingBox`."""
    sample = value("azure.read-3")
    result = sample["analyzeResult"]
    result[name] = result.pop("readResults")
    (page,) = read_value("azure", sample).pages
    (line,) = page.lines
    assert (line.text, line.box, page.height) == ("The weir", Box(10, 5, 90, 15), 100)
    assert [w.box for w in line.words] == [Box(10, 5, 40, 15), Box(45, 5, 90, 15)]


def test_image_analysis_4_is_read():
    """Its lines stand in blocks; the size is in the metadata."""
    points = [{"x": 1, "y": 2}, {"x": 9, "y": 2}, {"x": 9, "y": 4}, {"x": 1, "y": 4}]
    line = {"text": "Open.", "boundingPolygon": points, "words": []}
    content = {
        "readResult": {"blocks": [{"lines": [line]}]},
        "metadata": {"width": 20, "height": 10},
    }
    (page,) = read_value("azure", content).pages
    assert (page.width, page.lines[0].box) == (20, Box(1, 2, 9, 4))
