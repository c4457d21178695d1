"""Surya before 0.22 and since."""

from layoutfix.document import Box
from layoutfix.formats.engines.html import html_to_lines
from tests.formats.samples import read_sample, read_value, value


def test_blocks_are_regions_in_their_reading_order():
    """A block of one line has its box, others have lines without; pictures have none."""
    document = read_sample("surya.blocks")
    (page,) = document.pages
    assert document.text == "The weir\nwas\nopen at dawn.\n"
    assert page.order == (1, 0, 2)
    assert [region.kind for region in page.regions] == ["Text", "SectionHeader", "Picture"]
    assert [line.box for line in page.lines] == [None, None, Box(110, 5, 190, 40)]
    assert (page.width, page.height, page.id, document.notes) == (200, 100, "page", ())


def test_lines_of_before_are_one_region():
    """Tags within a line are left out, its characters are words."""
    document = read_sample("surya.lines")
    (page,) = document.pages
    (line,) = page.lines
    assert (line.text, line.box, line.confidence) == ("The weir was", Box(10, 5, 90, 15), 0.9)
    assert [(w.start, w.end, w.confidence) for w in line.words] == [(0, 1, 0.8)]
    assert (page.language, page.order) == ("en", None)


def test_a_page_or_a_list_of_pages_is_read_without_names():
    """What `model_dump` of a page gives."""
    (page,) = value("surya.blocks")["page"]
    assert read_value("surya", page).text == read_sample("surya.blocks").text
    assert len(read_value("surya", [page, page]).pages) == 2


def test_html_becomes_lines():
    """Rows of tables are lines; what is broken or no text does no harm."""
    table = "<table><tr><th>Level</th><td>3 m</td></tr><tr><td>Flow<td>none</table>"
    assert html_to_lines(table) == ["Level 3 m", "Flow none"]
    assert html_to_lines("a &lt; b<script>no()</script> <p>c</p></p><!-- d -->&#10;") == [
        "a < b",
        "c",
    ]
    assert html_to_lines("") == []
