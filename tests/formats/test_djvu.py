"""The text of DjVu files."""

import pytest

from layoutfix.document import Box
from layoutfix.errors import InputError
from layoutfix.formats import detect_format
from layoutfix.formats.djvu import FORMAT
from tests.formats.samples import read_sample, sample

DATA = sample("djvu.sexpr")


def test_zones_become_regions_lines_and_words():
    """y runs upwards in the file; escapes are bytes of UTF-8; a page without text is one."""
    document = read_sample("djvu.sexpr")
    page, empty = document.pages
    assert document.text == 'Grün "is"\nab\nNobody came.\n\f'
    assert (page.width, page.height, empty.width) == (400, 300, 0)
    assert [(r.kind, r.box) for r in page.regions] == [("para", Box(10, 10, 200, 100)), ("", None)]
    first, second, third = page.lines
    assert first.box == Box(10, 10, 200, 30)
    assert [(w.start, w.end, w.box) for w in first.words] == [
        (0, 4, Box(10, 10, 60, 30)),
        (5, 9, Box(70, 10, 130, 30)),
    ]
    assert second.words[0].box == Box(10, 40, 60, 60)
    assert (third.box, third.words) == (Box(10, 270, 100, 290), ())


def test_commands_between_pages_name_them():
    """What `output-txt` prints; with `-u` letters are not escaped."""
    text = DATA.replace(rb"\303\274", "ü".encode())
    page, _, _empty = text.partition(b"(page 0 0 0 0")
    data = b'select; remove-txt\n# ----\nselect "p1.djvu" # page 1\nset-txt\n' + page + b"\n.\n"
    document = FORMAT.read(data, "page.txt")
    assert document.text == 'Grün "is"\nab\nNobody came.\n'
    assert [p.id for p in document.pages] == ["p1.djvu"]
    assert detect_format(data) is FORMAT


def test_a_page_may_be_one_text():
    """Its line breaks are lines without boxes; words without lines are one."""
    data = b'(page 0 0 400 300 "The weir\\nwas open.\\n")\n'
    assert FORMAT.read(data, "page.txt").text == "The weir\nwas open.\n"
    words = b'(page 0 0 400 300 (word 1 1 9 9 "The") (word 11 1 19 9 "weir"))\n'
    assert FORMAT.read(words, "page.txt").text == "The weir\n"


def test_djvuxml_is_the_same_with_y_downwards():
    """Control characters that djvutoxml writes as references are blanks."""
    document = read_sample("djvu.xml")
    (page,) = document.pages
    assert [line.text.split() for line in page.lines] == [["The", "weir"], ["was", "open."]]
    assert (page.width, page.height, page.id, document.version) == (400, 300, "p1.djvu", "xml")
    assert [line.box for line in page.lines] == [Box(10, 10, 130, 30), Box(10, 40, 130, 60)]
    assert detect_format(sample("djvu.xml")) is FORMAT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DATA[:60], "is broken DjVu text at byte 60"),
        (DATA + b")", "a bracket is closed that none opens"),
        (b'(word 1 2 3 4 "a")', "has no page of DjVu text"),
        (sample("djvu.xml")[:-30], "is no well-formed DjVuXML"),
        (b"<DjVuXML/>", "is DjVuXML without any page"),
    ],
)
def test_what_is_broken_is_one_sentence(data, said):
    """It names the file, and says what to try."""
    with pytest.raises(InputError, match=said) as caught:
        FORMAT.read(data, "page.txt")
    assert str(caught.value).startswith("page.txt ")


def test_zones_may_be_nested_deep():
    """Nothing is read by recursion."""
    depth = 50_000
    data = b"(page 0 0 9 9 " + b"(para 0 0 9 9 " * depth + b'"a"' + b")" * (depth + 1)
    assert FORMAT.read(data, "page.txt").text == "a\n"


def test_zones_that_are_none_are_told():
    """What has no four numbers is left out."""
    document = FORMAT.read(b'(page 0 0 9 9 (line 1 2 "a") (line 0 0 9 9 "b"))', "page.txt")
    assert document.text == "b\n"
    assert document.notes == ("zones that are not djvused's, left out: 1",)
