"""`pdftotext -bbox-layout`, `-bbox`, and `-tsv`, which is read as tesseract's is."""

import shutil
import subprocess

import pytest

import layoutfix
from layoutfix.document import Box
from layoutfix.errors import InputError
from layoutfix.formats import detect_format
from layoutfix.formats.poppler import FORMAT
from tests.formats.pdfs import UP, Sheet, Show, make_pdf
from tests.formats.samples import read_sample, sample

TSV = sample("tsv.poppler").decode()
"""Of poppler 22.12: par_num stands before block_num, tesseract has them the other way about."""


def test_blocks_are_regions_of_lines_of_words():
    """In the file's order; a page without text is a page."""
    document = read_sample("poppler.bbox-layout")
    page, empty = document.pages
    assert document.text == "The weir\nopens.\nNobody.\n\f"
    assert (page.width, page.height, page.id, empty.id) == (400, 300, "1", "2")
    assert [region.box for region in page.regions] == [Box(10, 10, 100, 44), Box(210, 10, 300, 24)]
    line = page.lines[0]
    assert line.box == Box(10, 10, 100, 24)
    assert [(w.start, w.end, w.box) for w in line.words] == [
        (0, 3, Box(10, 10, 39, 24)),
        (4, 8, Box(50, 10, 100, 24)),
    ]


def test_words_alone_make_lines():
    """Those that go on along a line, in the order in which they stand."""
    page = read_sample("poppler.bbox").pages[0]
    assert [line.text for line in page.lines] == ["The weir", "opens.", "Nobody."]
    assert page.lines[0].box == Box(10, 10, 100, 24)


def test_words_without_a_sound_box_keep_their_text():
    """Behind those that have one."""
    data = sample("poppler.bbox").replace(b'xMax="90.000000"', b'xMax="nan"')
    document = FORMAT.read(data, "page.html")
    assert sorted(document.text.split()) == ["Nobody.", "The", "opens.", "weir"]


@pytest.mark.parametrize("name", ["bbox", "bbox-layout", "tsv"])
def test_a_turned_page_has_the_size_that_is_shown(name):
    """Poppler prints that of the page unturned; words outside tell, where they are inside it."""
    turned, beside = ((10, 320, 39, 334), (410, 320, 439, 334))

    def size(box):
        left, top, right, bottom = box
        if name == "tsv":
            row = f"{left}.00\t{top}.00\t{right - left}.00\t{bottom - top}.00"
            data = TSV.replace("10.00\t10.00\t29.00\t14.00", row).encode()
        else:
            data = sample(f"poppler.{name}").decode()
            old = '<word xMin="10.000000" yMin="10.000000" xMax="39.000000" yMax="24.000000">'
            assert old in data
            new = f'<word xMin="{left}" yMin="{top}" xMax="{right}" yMax="{bottom}">'
            data = data.replace(old, new).encode()
        page = layoutfix.read(data).pages[0]
        return page.width, page.height

    assert size(turned) == (300, 400)
    assert size(beside) == (400, 300)


@pytest.mark.parametrize("name", ["poppler.bbox", "poppler.bbox-layout"])
def test_it_is_told_by_its_pages(name):
    """Other XHTML is none, a page of hOCR neither."""
    assert detect_format(sample(name)) is FORMAT
    assert detect_format(sample(name).replace(b"<page ", b"<sheet ")) is not FORMAT


def test_without_a_page_it_is_refused():
    data = sample("poppler.bbox").replace(b"page", b"sheet")
    with pytest.raises(InputError, match="without any page: run it anew"):
        FORMAT.read(data, "page.html")


def test_tsv_of_poppler_is_read_by_the_names_of_its_columns():
    """`###PAGE###` and its like are no words; each block is a region."""
    document = layoutfix.read(TSV.encode())
    assert document.format == "tsv"
    assert document.text == "The weir\nNobody.\n"
    assert [region.id for region in document.pages[0].regions] == ["0_0", "1_0"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("option", ["-bbox", "-bbox-layout", "-tsv"])
@pytest.mark.parametrize("rotate", [0, 90])
def test_what_pdftotext_prints_today_is_read(tmp_path, option, rotate):
    """A page of two columns, upright and turned, as the program that is installed prints it."""
    matrix = UP if rotate else (1, 0, 0, 1)
    places = [(60, 10), (60, 150)] if rotate else [(10, 240), (150, 240)]
    texts = ("the weir & the mill", "nobody came")
    shows = [Show(x, y, t, matrix=matrix) for (x, y), t in zip(places, texts, strict=True)]
    path = tmp_path / "page.pdf"
    path.write_bytes(make_pdf(Sheet(shows, rotate=rotate)))
    printed = subprocess.run(["pdftotext", option, path, "-"], capture_output=True, check=True)
    document = layoutfix.read(printed.stdout)
    page = document.pages[0]
    assert document.format == ("tsv" if option == "-tsv" else "poppler")
    assert " ".join(line.text for line in page.lines) == "the weir & the mill nobody came"
    boxes = [word.box for line in page.lines for word in line.words]
    assert all(box.right <= page.width and box.bottom <= page.height for box in boxes)
