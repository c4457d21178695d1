"""The text layer of PDFs."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layoutfix.errors import InputError
from layoutfix.formats import detect_format, find_format
from layoutfix.formats.pdf import read as pdf
from tests.formats.pdfs import UP, Sheet, Show, make_pdf
from tests.formats.test_fuzz_readers import check

pytest.importorskip("pypdfium2")

LEFT = [Show(20, 250 - 12 * k, text) for k, text in enumerate(("The weir was", "open at dawn."))]
RIGHT = [Show(220, 250 - 12 * k, text) for k, text in enumerate(("Nobody came", "to see it."))]


def read(*sheets):
    return find_format("pdf").read(make_pdf(*sheets), "page.pdf")


def texts(document):
    return [line.text for line in document.pages[0].lines]


def test_words_have_boxes_from_the_upper_left_corner():
    """In points; y runs downwards."""
    document = read(Sheet(LEFT))
    (page,) = document.pages
    assert (document.version, page.width, page.height, page.rotation) == ("1.4", 400, 300, 0)
    assert document.text == "The weir was\nopen at dawn.\n"
    line = page.lines[0]
    assert [line.text[w.start : w.end] for w in line.words] == ["The", "weir", "was"]
    first = line.words[0].box
    assert first.left == pytest.approx(20, abs=1)
    assert first.top < 300 - 250 < first.bottom
    assert first.height == pytest.approx(11, abs=2)


def test_lines_come_in_the_order_in_which_they_are_painted():
    """Down the columns or row by row: two columns stay two lines where they are painted apart."""
    assert texts(read(Sheet([*LEFT, *RIGHT]))) == [
        *("The weir was", "open at dawn.", "Nobody came", "to see it.")
    ]
    rows = [LEFT[0], RIGHT[0], LEFT[1], RIGHT[1]]
    assert texts(read(Sheet(rows))) == [
        "The weir was",
        "Nobody came",
        "open at dawn.",
        "to see it.",
    ]


def test_columns_painted_line_by_line_stay_apart():
    """However narrow their gutter is: here it is no wider than a blank."""
    left = [
        Show(20, 250 - 12 * k, text) for k, text in enumerate(("The weir was", "open at dawn."))
    ]
    right = [Show(82, 250 - 12 * k, text) for k, text in enumerate(("nobody came", "to see it."))]
    assert texts(read(Sheet([*left, *right]))) == [s.text for s in (*left, *right)]


def test_a_word_that_is_painted_later_stands_in_its_line():
    """A word in bold, say; a line begins where its first piece is painted."""
    shows = [Show(20, 250, "The"), Show(63, 250, "was open."), LEFT[1], Show(40, 250, "weir")]
    assert texts(read(Sheet(shows))) == ["The weir was open.", "open at dawn."]


def test_characters_painted_in_any_order_are_words_and_lines():
    """Each letter by itself, last ones first."""
    widths = {"w": 7.22, "e": 5.56, "i": 2.22, "r": 3.33, "s": 5, " ": 2.78}
    shows, x = [], 20.0
    for letter in "weirs open":
        shows.append(Show(x, 250, letter))
        x += widths.get(letter, 5.56)
    shows = [show for show in shows if show.text != " "]
    assert texts(read(Sheet(shows[::-1]))) == ["weirs open"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(rotate):
    """Text that was painted for a turned page is upright on it, and the boxes are within it."""
    turns = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
    start = {0: (20, 250), 90: (50, 20), 180: (380, 50), 270: (350, 280)}[rotate]
    shows = [Show(*start, "The weir was", matrix=turns[rotate])]
    (page,) = read(Sheet(shows, rotate=rotate)).pages
    (line,) = page.lines
    assert (page.width, page.height) == ((300, 400) if rotate % 180 else (400, 300))
    assert (line.text, page.rotation) == ("The weir was", 0)
    assert line.box.left == pytest.approx(20, abs=1)
    assert line.box.top < 50 < line.box.bottom
    assert line.box.width > 3 * line.box.height


def test_text_that_is_turned_on_its_page_is_lines_too():
    """Read upwards, its lines come from left to right; the page says by how much it is turned."""
    shows = [Show(50 + 12 * k, 20, show.text, matrix=UP) for k, show in enumerate(LEFT)]
    (page,) = read(Sheet(shows)).pages
    assert [line.text for line in page.lines] == ["The weir was", "open at dawn."]
    assert page.rotation == 270
    assert page.lines[0].box.height > 3 * page.lines[0].box.width


def test_crop_boxes_move_boxes_and_hide_words():
    """What stands outside of what is shown is left out, and that is told."""
    document = read(Sheet([*LEFT, Show(20, 20, "Hidden")], crop=(10, 100, 210, 290)))
    (page,) = document.pages
    assert (page.width, page.height) == (200, 190)
    assert document.text == "The weir was\nopen at dawn.\n"
    assert page.lines[0].box.left == pytest.approx(10, abs=1)
    assert page.lines[0].box.top < 40 < page.lines[0].box.bottom
    assert document.notes == (
        "pages that have words outside of what is shown, which are left out: 1",
    )


def test_hyphens_at_the_ends_of_lines_are_hyphens():
    """PDFium prints one character for a hyphen and its line break."""
    document = read(Sheet([Show(20, 250, "The weirs were regu-"), Show(20, 238, "lated by hand.")]))
    assert document.text == "The weirs were regu-\nlated by hand.\n"


def test_an_invisible_layer_is_read():
    """OCR engines put their text under the picture of a page in mode 3."""
    assert texts(read(Sheet([show._replace(mode=3) for show in LEFT]))) == [s.text for s in LEFT]


def test_pages_without_text_are_told():
    """Between form feeds they are nothing."""
    document = read(Sheet(LEFT), Sheet([]), Sheet(RIGHT))
    assert document.text == "The weir was\nopen at dawn.\n\f\fNobody came\nto see it.\n"
    assert document.notes == ("pages that have no text layer: 2",)


def test_stretched_lines_and_raised_figures_stay_lines():
    """Blanks as wide as two letters, and a note's mark above the line."""
    words = [Show(20 + 42 * k, 250, word) for k, word in enumerate(["the", "mill", "stood"])]
    mark = Show(20 + 42 * 2 + 26, 254, "7", size=6)
    (line,) = texts(read(Sheet([*words, mark])))
    assert line.replace(" 7", "7") == "the mill stood7"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (make_pdf(Sheet([])), "has no text layer: give its pages to an OCR engine"),
        (make_pdf(), "is a damaged PDF"),
        (b"%PDF-1.4\nnothing", "is a damaged PDF"),
        (b"It was late.", "is a damaged PDF, or none"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data, said):
    """It names the file, and says what to try."""
    with pytest.raises(InputError, match=said) as caught:
        find_format("pdf").read(data, "page.pdf")
    assert str(caught.value).startswith("page.pdf ")


def test_the_number_of_pages_is_bounded(monkeypatch):
    """A PDF of more pages is not read."""
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    with pytest.raises(InputError, match="is a PDF with more than 1 pages"):
        read(Sheet(LEFT), Sheet(RIGHT))


def test_a_password_is_asked_for():
    """An encrypted PDF that an empty password does not open."""
    with pytest.raises(InputError, match="wants a password"):
        find_format("pdf").read(ENCRYPTED, "page.pdf")


def test_without_pypdfium2_the_extra_is_named(monkeypatch):
    """Nothing else of the library needs it."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(InputError, match=r"pip install 'layoutfix\[pdf\]'"):
        read(Sheet(LEFT))


def test_a_pdf_is_told_by_its_content():
    """Also after some bytes of junk."""
    assert detect_format(b"\r\n\r\n" + make_pdf(Sheet(LEFT))).name == "pdf"


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_may_be_changed(data):
    """Numbers become huge, bytes are cut out or put in, the file ends early."""
    content = make_pdf(Sheet([*LEFT, *RIGHT]), Sheet(RIGHT, rotate=90))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(9, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 30)))
        put = data.draw(
            st.sampled_from([b"", b"9" * 30, b"-1", b"NaN", b"\xff\0", b">>", b"0 0 0"])
        )
        content = content[:start] + put + content[end:]
    check("pdf", content)


ENCRYPTED = make_pdf(Sheet(LEFT)).replace(
    b"trailer <<",
    b"trailer << /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
    + b"5a" * 32
    + b"> /U <"
    + b"a5" * 32
    + b"> >>",
)
"""Encrypted by the standard filter, with keys that no empty password gives."""
