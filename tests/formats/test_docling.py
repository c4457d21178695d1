"""docling's DoclingDocument."""

from layoutfix.document import Box
from tests.formats.samples import read_sample, read_value, value


def test_items_come_in_the_order_of_the_body():
    """Groups are looked into; what the body does not list comes last on its page."""
    document = read_sample("docling.document")
    first, second = document.pages
    assert first.order == (1, 2, 4, 0, 3)
    assert document.text == "Notice\none thing\nLevel 3 m\nThe weir\n7\n\fwas open.\n"
    assert [region.kind for region in first.regions] == [
        *("text", "section_header", "list_item", "page_footer", "table")
    ]
    assert (document.version, second.width, second.id) == ("1.10.0", 100, "2")


def test_boxes_with_their_origin_below_are_turned():
    """Those of cells have it above."""
    first = read_sample("docling.document").pages[0]
    assert first.regions[1].lines[0].box == Box(50, 10, 90, 20)
    (row,) = first.regions[4].lines
    assert [w.box for w in row.words] == [Box(50, 70, 65, 80), Box(70, 70, 90, 80)]


def test_an_item_in_two_places_is_divided_by_its_spans():
    """Without spans that go through it, all of it is in the first place."""
    sample = value("docling.document")
    assert read_value("docling", sample).pages[1].lines[0].text == "was open."
    sample["texts"][0]["prov"][0]["charspan"] = [0, 99]
    document = read_value("docling", sample)
    assert document.text.endswith("The weir was open.\n7\n\f")


def test_groups_that_hold_one_another_end():
    """References in a circle are followed once."""
    sample = value("docling.document")
    sample["groups"][0]["children"] += [{"$ref": "#/groups/0"}, {"$ref": "#/body"}]
    assert read_value("docling", sample).text == read_sample("docling.document").text


def test_without_a_page_height_boxes_are_not_turned():
    """They are left out, and that is told."""
    sample = value("docling.document")
    del sample["pages"]["1"]
    document = read_value("docling", sample)
    assert document.pages[0].regions[1].lines[0].box is None
    assert any("boxes that are missing" in note for note in document.notes)
