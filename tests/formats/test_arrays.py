"""The boxes of documents as the engine gets them."""

from __future__ import annotations

import numpy as np
import pytest

import layoutfix
from layoutfix.boxes import WordBoxes
from layoutfix.document import Box, Document, DocumentPage, Line, Region, Word
from layoutfix.engine import document as engine
from layoutfix.formats import document_to_boxes
from layoutfix.sheet import Sheet, read_sheet
from tests.formats.pages import clean_rows, fused_rows, to_hocr


def _two_pages() -> Document:
    one, two = to_hocr(clean_rows()[:4]), to_hocr(clean_rows()[9:12])
    page = two[two.index(b"<div class='ocr_page'") : two.index(b" </body>")]
    return layoutfix.read(one.replace(b" </body>", page + b" </body>"))


def test_words_stand_at_their_offsets() -> None:
    """Each box is that of the word whose text stands at its offsets, on all pages."""
    document = _two_pages()
    boxes = document_to_boxes(document)
    assert len(boxes) == 2
    for page, found in zip(document.pages, boxes, strict=True):
        assert found is not None
        assert (found.width, found.height, found.order) == (1000, 800, None)
        words = [(k, line, w) for k, line in enumerate(page.lines) for w in line.words]
        assert len(found) == len(words)
        for n, (k, line, word) in enumerate(words):
            assert document.text[found.start[n] : found.end[n]] == line.text[word.start : word.end]
            assert found.line[n] == k
            box = [getattr(found, side)[n] for side in Box._fields]
            assert box == list(word.box or ())


def test_lines_without_words_are_one_word() -> None:
    """A line whose words have no boxes has its own; one without any is left out."""
    lines = (
        Line("one two", Box(0, 0, 9, 2), (Word(0, 3), Word(4, 7))),
        Line("three"),
        Line("four", Box(0, 5, 9, 7)),
    )
    (found,) = document_to_boxes(Document((DocumentPage((Region(lines),)),), "hocr"))
    assert found is not None
    assert found.start.tolist() == [0, 14]
    assert found.end.tolist() == [7, 18]
    assert found.line.tolist() == [0, 2]


@pytest.mark.parametrize("value", [np.nan, np.inf, -1e30])
def test_unsound_boxes_are_left_out(value: float) -> None:
    """No number that is none reaches the engine."""
    line = Line("one two", words=(Word(0, 3, Box(value, 0, 3, 2)), Word(4, 7, Box(4, 0, 7, 2))))
    (found,) = document_to_boxes(Document((DocumentPage((Region((line,)),)),), "hocr"))
    assert found is not None
    assert (found.start.tolist(), found.left.tolist()) == ([0], [4.0])


@pytest.mark.parametrize(
    "line",
    [
        Line("was open.", words=(Word(0, 3, Box(10, 40, 30, 50)),)),
        Line("was open.", words=(Word(4, 9, Box(30, 40, 50, 50)),)),
        Line("was open."),
    ],
)
def test_text_without_a_box_is_kept(line: Line) -> None:
    """Words of a line that the file has no box of, and whole lines, are read with the others."""
    lines = (Line("The weir", Box(10, 20, 50, 30)), line, Line("It rained.", Box(10, 60, 50, 70)))
    document = Document((DocumentPage((Region(lines),)),), "textract")
    assert layoutfix.fix(document, language="und").text == document.text


def test_a_stated_order_is_that_of_the_text() -> None:
    """Lines come as the file states, and `order` says that it does."""
    regions = tuple(Region((Line(text, Box(0, 0, 9, 2)),)) for text in ("one", "two"))
    document = Document((DocumentPage(regions, order=(1, 0)),), "page")
    (found,) = document_to_boxes(document)
    assert document.text == "two\none\n"
    assert found is not None
    assert found.order == (0, 1)


def test_pages_without_boxes_have_none() -> None:
    """There is nothing to be said of them."""
    document = Document((DocumentPage((Region((Line("one"),)),)),) * 2, "hocr")
    assert document_to_boxes(document) == [None, None]
    assert layoutfix.fix(document).text == document.text


def test_each_page_of_the_engine_has_its_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet gets the boxes of its own words, with offsets in the text and lines from 0."""
    sheets: list[Sheet] = []

    def read(*given: object) -> Sheet:
        sheets.append(read_sheet(*given))  # type: ignore[arg-type]
        return sheets[-1]

    monkeypatch.setattr(engine, "read_sheet", read)
    document = _two_pages()
    layoutfix.fix(document)
    assert len(sheets) == 2
    for sheet, page in zip(sheets, document.pages, strict=True):
        boxes: WordBoxes | None = sheet.boxes
        assert boxes is not None
        assert len(boxes) == sum(len(line.words) for line in page.lines)
        assert boxes.line[0] == 0
        assert sheet.start <= boxes.start[0] < boxes.end[-1] <= sheet.end
        first = page.lines[0].words[0]
        assert sheet.dump[boxes.start[0] : boxes.end[0]] == page.lines[0].text[: first.end]


def test_plain_text_has_no_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is told of none where there are none."""
    found: list[WordBoxes | None] = []

    def read(*given: object) -> Sheet:
        sheet = read_sheet(*given)  # type: ignore[arg-type]
        found.append(sheet.boxes)
        return sheet

    monkeypatch.setattr(engine, "read_sheet", read)
    layoutfix.fix("It was late.\nNobody came.\n")
    assert found == [None]


def test_documents_go_through_fix_many() -> None:
    """Texts and documents may be mixed; each gives what `fix` gives."""
    document = layoutfix.read(to_hocr(fused_rows()))
    many = list(layoutfix.fix_many([document, document.text, "It was late."]))
    assert [r.text for r in many] == [
        layoutfix.fix(document).text,
        layoutfix.fix(document.text).text,
        "It was late.",
    ]
