"""Documents: where an offset of the text is from."""

from layoutfix.document import Document, DocumentPage, Line, Place, Region, Word

LINES = (Line("It was late.", words=(Word(0, 2), Word(3, 6), Word(7, 12))), Line(""), Line("No."))
PAGE = DocumentPage((Region(LINES[:1]), Region(LINES[1:])))
TWO = Document((PAGE, DocumentPage(()), PAGE), "hocr")


def test_text_has_a_row_a_line_and_form_feeds_between_pages():
    """Empty lines are no rows; a page without text leaves its form feed."""
    assert TWO.text == "It was late.\nNo.\n\f\fIt was late.\nNo.\n"


def test_spans_are_those_of_the_text():
    """Each span of a line reads as that line."""
    for start, end, place in TWO.spans():
        line = TWO.pages[place.page].regions[place.region].lines[place.line]
        assert TWO.text[start:end] == line.text


def test_offsets_lead_back_to_words():
    """Every character is located, breaks and blanks between words to no word."""
    text = TWO.text
    last = text.rindex("late")
    assert TWO.locate(last) == Place(2, 0, 0, 2)
    assert TWO.locate(text.index(" ")) == Place(0, 0, 0, -1)
    assert TWO.locate(text.index("\n")) is None
    assert TWO.locate(text.index("No.")) == Place(0, 1, 1, -1)
    assert TWO.locate(-1) is None
    assert TWO.locate(len(text)) is None
