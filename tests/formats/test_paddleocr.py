"""PaddleOCR 2 and 3."""

from layoutfix.document import Box
from tests.formats.samples import read_sample, read_value, value


def test_nested_lists_of_2_are_pages():
    """`null` is a page without text; a list of lines alone (before 2.6) is one page."""
    document = read_sample("paddleocr.2")
    assert document.text == "The weir was\nopen at dawn.\n\f"
    flat = read_value("paddleocr", value("paddleocr.2")[0])
    assert flat.pages == document.pages[:1]
    assert len(read_value("paddleocr", [[], []]).pages) == 2


def test_objects_of_3_are_read_with_and_without_the_level_res():
    """`save_to_json` has none, `.json` has; lists of them are pages."""
    page = value("paddleocr.3")
    saved, inside = read_value("paddleocr", page), read_value("paddleocr", {"res": page})
    assert saved.pages == inside.pages
    assert read_value("paddleocr", [page, {"res": page}]).pages == saved.pages * 2
    line = saved.pages[0].lines[0]
    assert (line.text, line.box, line.confidence) == ("The weir was", Box(10, 5, 90, 15), 0.98)
    assert [line.text[w.start : w.end] for w in line.words] == ["The", "weir", "was"]


def test_an_empty_page_of_3_has_lists_of_no_rows():
    """`rec_boxes` has the shape (0,) then."""
    document = read_sample("paddleocr.3-empty")
    assert (len(document.pages), document.text, document.notes) == (1, "", ())


def test_lines_stand_in_the_blocks_of_structure():
    """Each line is in the block that has its centre, others last; `block_order` is stated."""
    document = read_sample("paddleocr.structure")
    (page,) = document.pages
    assert (page.width, page.height) == (200, 100)
    assert page.order == (1, 0, 2, 3)
    assert [region.kind for region in page.regions] == ["text", "paragraph_title", "number", ""]
    assert document.text == "The weir was\nopen at dawn.\nBill\n"


def test_blocks_of_structure_without_lines_have_their_own_text():
    """A block of one line has its box; where it has more, its lines have none."""
    page = value("paddleocr.structure")["res"]
    del page["overall_ocr_res"]
    page["parsing_res_list"][0]["block_content"] = "open\nat dawn."
    document = read_value("paddleocr", page)
    assert document.text == "The weir was\nopen\nat dawn.\n7\n"
    assert [line.box is None for line in document.pages[0].lines] == [False, True, True, False]


def test_lines_beyond_the_boxes_are_read_without():
    """Lists of different lengths go as far as the texts."""
    page = value("paddleocr.3")
    page["rec_polys"], page["rec_scores"] = [[[1, 2], [float("nan"), 2]]], "high"
    document = read_value("paddleocr", page)
    assert [line.box for line in document.pages[0].lines] == [None, None]
    assert document.notes == ("page 1: boxes that are missing or cannot be used: 2",)
