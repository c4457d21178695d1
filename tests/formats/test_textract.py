"""AWS Textract."""

from layoutfix.document import Box
from layoutfix.formats.engines.textract import A4
from tests.formats.samples import read_sample, read_value, value


def test_shares_are_of_a_sheet():
    """The file does not say how large its pages are: A4, in millimetres."""
    document = read_sample("textract.layout")
    first, second = document.pages
    assert document.text == "The weir\nwas open.\n\fNobody came.\n"
    assert (first.width, first.height, second.id) == (*A4, "2")
    line = first.lines[0]
    width, height = A4
    assert line.box == Box(0.1 * width, 0.2 * height, 0.5 * width, (0.2 + 0.1) * height)
    assert (line.confidence, line.id) == (0.995, "l1")
    assert [(w.start, w.end, w.id) for w in line.words] == [(0, 3, "w1"), (4, 8, "w2")]


def test_blocks_of_layout_are_regions():
    """Lines that are in none come last."""
    regions = read_sample("textract.layout").pages[0].regions
    assert [(region.kind, region.id) for region in regions] == [("LAYOUT_TITLE", "t1"), ("", "")]


def test_boxes_stand_in_for_polygons_and_pages_for_one():
    """An answer about a picture has no numbers of pages."""
    sample = value("textract.layout")
    for block in sample["Blocks"]:
        del block["Geometry"]["Polygon"]
        block.pop("Page")
    (page,) = read_value("textract", sample).pages
    assert page.lines[0].box == read_sample("textract.layout").pages[0].lines[0].box


def test_several_answers_are_one_document():
    """Blocks of the next answer may be children of blocks of this one."""
    sample = value("textract.layout")
    blocks = sample["Blocks"]
    parts = [{**sample, "Blocks": blocks[:3]}, {**sample, "Blocks": blocks[3:]}]
    assert read_value("textract", parts).pages == read_sample("textract.layout").pages


def test_children_that_are_not_there_do_no_harm():
    """Nor do blocks that are their own children."""
    sample = value("textract.layout")
    sample["Blocks"][1]["Relationships"] = [{"Type": "CHILD", "Ids": ["l1", "gone", 7, None]}]
    line = read_value("textract", sample).pages[0].lines[0]
    assert (line.text, len(line.words)) == ("The weir", 1)
