"""hOCR as engines write it -> lines, words, boxes."""

from __future__ import annotations

import pytest

import layoutfix
from layoutfix.document import Box, Document
from layoutfix.errors import InputError
from tests.formats.pages import clean_rows, to_hocr


def read_body(body: str, head: str = "") -> Document:
    """A document of what stands in the body of an hOCR file."""
    return layoutfix.read(f"<html>{head}<body>{body}</body></html>".encode(), format="hocr")


def test_words_have_boxes_ids_and_confidences() -> None:
    """A page of tesseract's comes with all that it says."""
    document = layoutfix.read(to_hocr(clean_rows()))
    (page,) = document.pages
    line = page.lines[0]
    assert (page.width, page.height, page.language) == (1000, 800, "eng")
    assert document.version == "engine 1.0"
    assert line.text == "The ferry left the old harbour at dawn with"
    assert line.box == Box(60, 60, 447, 88)
    assert line.words[1].box == Box(96, 60, 141, 88)
    assert (line.words[1].id, line.words[1].confidence) == ("word_1_0_1", 0.91)
    assert page.regions[0].kind == "ocr_par"


def test_what_stands_in_place_of_lines_is_a_line() -> None:
    """tesseract's `ocr_header`, `ocr_caption` are lines; those with lines in them are not."""
    document = read_body(
        "<div class='ocr_page'><p class='ocr_par'>"
        "<span class='ocr_header'><span class='ocrx_word'>Fen</span>"
        " <span class='ocrx_word'>Life</span></span>"
        "<span class='ocrx_line'>The map was old.</span></p>"
        "<div class='ocr_caption'><span class='ocr_line'>A view</span>"
        "<span class='ocr_line'>of the quay</span></div></div>"
    )
    assert document.text == "Fen Life\nThe map was old.\nA view\nof the quay\n"
    assert [region.kind for region in document.pages[0].regions] == ["ocr_header", "ocr_caption"]


def test_pages_are_parted_by_form_feeds() -> None:
    """Each `ocr_page` is a page; text outside of them is none of any."""
    line = "<div class='ocr_page'><span class='ocr_line'>{}</span></div>"
    document = read_body(line.format("One.") + line.format("Two."))
    assert document.text == "One.\n\fTwo.\n"
    assert [len(page.lines) for page in document.pages] == [1, 1]


def test_a_file_without_pages_is_one() -> None:
    """Lines that stand in no `ocr_page` are of one page."""
    document = read_body("<span class='ocr_line'>One.</span><span class='ocr_line'>Two.</span>")
    assert document.text == "One.\nTwo.\n"


def test_words_without_lines_are_those_of_their_paragraph() -> None:
    """Where a page has no lines, each paragraph is read as one."""
    word = "<span class='ocrx_word' title='bbox {0} 0 {1} 9'>{2}</span>"
    document = read_body(
        "<p class='ocr_par'>"
        + word.format(0, 30, "The")
        + " "
        + word.format(40, 70, "map")
        + "</p>"
        "<p class='ocr_par'>" + word.format(0, 30, "was") + "</p>"
    )
    assert document.text == "The map\nwas\n"
    assert document.pages[0].lines[0].box == Box(0, 0, 70, 9)


def test_characters_are_no_words_of_their_own_in_latin() -> None:
    """Blanks between `ocrx_cinfo` are white space of the file; in Chinese each has its box."""
    latin = "".join(
        f"\n <span class='ocrx_cinfo' title='x_bboxes {k} 0 {k + 1} 9; x_conf 9'>{c}</span>"
        for k, c in enumerate("map")
    )
    han = latin.replace(">m<", ">第<").replace(">a<", ">一<").replace(">p<", ">章<")
    line = "<span class='ocr_line'><span class='ocrx_word'>{}</span></span>"
    assert read_body(line.format(latin)).text == "map\n"
    (found,) = read_body(line.format(han)).pages[0].lines
    assert found.text == "第一章"
    assert [word.box for word in found.words] == [Box(k, 0, k + 1, 9) for k in range(3)]


def test_blanks_between_chinese_words_are_the_engines() -> None:
    """Nothing stands between two Chinese words without a gap; a gutter stays a blank."""
    word = "<span class='ocrx_word' title='bbox {0} 0 {1} 20'>{2}</span> "
    line = "<span class='ocr_line'>{}</span>".format(
        word.format(0, 40, "春天")
        + word.format(42, 60, "的")
        + word.format(120, 160, "城市")
        + word.format(164, 200, "AB")
    )
    assert read_body(line).text == "春天的 城市 AB\n"


def test_html_that_is_no_xml_is_read() -> None:
    """Unclosed elements, bare ampersands and named characters do no harm."""
    document = layoutfix.read(
        b"<!DOCTYPE html><html><head><meta name='ocr-system' content='x'><title>a</title>"
        b"<body><div class=ocr_page><p class=ocr_par><span class=ocr_line>Fish &amp; chips"
        b"&nbsp;&mdash; A & B<br></span></div></html>"
    )
    assert document.text == "Fish & chips\N{NO-BREAK SPACE}— A & B\n"


def test_named_characters_of_xhtml_are_read() -> None:
    """`&shy;` and its like need no DTD."""
    document = read_body("<span class='ocr_line'>Caf&eacute; har&shy;bour</span>")
    assert document.text == "Café har\N{SOFT HYPHEN}bour\n"


def test_a_file_that_is_cut_short_is_read_with_a_note() -> None:
    """What is there of it is read, and the note says that more may be missing."""
    data = to_hocr(clean_rows())
    document = layoutfix.read(data[: len(data) // 2])
    assert 3 < len(document.pages[0].lines) < 18
    assert "ends before its end" in document.notes[0]


def test_html_without_the_classes_is_refused() -> None:
    """A web page is none of the formats, and none by force."""
    page = b"<html><body><p>Nothing here.</p></body></html>"
    with pytest.raises(InputError, match="no format"):
        layoutfix.read(page)
    with pytest.raises(InputError, match="without the classes"):
        layoutfix.read(page, format="hocr")


@pytest.mark.parametrize("box", ["9 9 1 1", "nan 0 1 1", "0 0 1e99 1", "-5 -5 a 9", "1 2 3"])
def test_unsound_boxes_are_as_if_not_there(box: str) -> None:
    """A line whose box is upside down, endless or no number is read without one."""
    document = read_body(f"<span class='ocr_line' title='bbox {box}'>It was late.</span>")
    assert document.pages[0].lines[0].box is None


def test_the_baseline_of_a_parted_line_counts_from_its_own_corner() -> None:
    """A baseline that rises has another offset at the left end of the second piece."""
    words = "".join(
        f"<span class='ocrx_word' title='bbox {x} 0 {x + 40} 20'>{text}</span> "
        for x, text in ((0, "one"), (100, "two"))
    )
    data = (
        "<html><div class='ocr_page'><span class='ocr_line' id='a' title='bbox 0 0 140 20;"
        f" baseline 0.1 -5'>{words}</span></div></html>"
    ).encode()
    document = layoutfix.read(data)
    from layoutfix.formats.hocr.write import write_hocr
    from layoutfix.formats.order import Block, LinePiece

    right, left = LinePiece(0, 0, 4, 7, 1, 2, False), LinePiece(0, 0, 0, 4, 0, 1, False)
    written = write_hocr(document, ((Block("body", (right, left)),),)).decode()
    assert 'id="a_2" title="bbox 100 0 140 20; baseline 0.1 5"' in written
    assert 'id="a" title="bbox 0 0 40 20; baseline 0.1 -5"' in written
    assert written.index("two") < written.index("one")
