"""docTR."""

from layoutfix.document import Box
from tests.formats.samples import read_sample, read_value, value


def test_shares_of_the_page_become_pixels():
    """Dimensions are (height, width); words have boxes and confidences."""
    (page,) = read_sample("doctr.export").pages
    assert (page.width, page.height, page.id, page.language) == (200, 400, "0", "en")
    line = page.lines[0]
    assert (line.text, line.box) == ("The weir", Box(10, 40, 100, 80))
    assert [(w.start, w.end, w.box, w.confidence) for w in line.words] == [
        (0, 3, Box(10, 40, 40, 80), 0.5),
        (4, 8, Box(50, 40, 100, 80), 0.75),
    ]


def test_tables_have_a_line_a_row():
    """Their words are not among the blocks; cells come from left to right."""
    document = read_sample("doctr.export")
    assert document.text == "The weir\nLevel 3 m\nFlow\n"
    assert [region.kind for region in document.pages[0].regions] == ["", "table"]


def test_rotated_boxes_are_polygons():
    """With straight boxes off, a geometry has four corners."""
    sample = value("doctr.export")
    line = sample["pages"][0]["blocks"][0]["lines"][0]
    line["geometry"] = [[0.05, 0.1], [0.5, 0.12], [0.5, 0.2], [0.05, 0.18]]
    found = read_value("doctr", sample).pages[0].lines[0]
    assert found.box == Box(10, 40, 100, 80)
    assert found.polygon == ((10, 40), (100, 48), (100, 80), (10, 72))


def test_without_dimensions_there_are_no_boxes():
    """Shares of nothing are no places: the text is read, and the loss told."""
    sample = value("doctr.export")
    sample["pages"][0]["dimensions"] = [0, "wide"]
    document = read_value("doctr", sample)
    assert document.text == "The weir\nLevel 3 m\nFlow\n"
    assert all(line.box is None for line in document.pages[0].lines)
    assert document.notes == ("page 1: boxes that are missing or cannot be used: 6",)
