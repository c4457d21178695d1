"""ABBYY FineReader XML."""

import pytest

from layoutfix.document import Box
from layoutfix.errors import InputError
from layoutfix.formats import detect_format
from layoutfix.formats.abbyy import FORMAT
from tests.formats.samples import read_sample, sample

DATA = sample("abbyy.10")


def test_characters_become_words():
    """Parted by blanks; the mean confidence of those that have one; ¬ is kept."""
    document = read_sample("abbyy.10")
    (page,) = document.pages
    assert document.text == "The weir¬\nhead was open.\nLevel\n"
    assert (document.version, page.width, page.height, page.rotation) == ("10-v1", 400, 300, 90)
    assert page.language == "EnglishUnitedStates"
    line = page.lines[0]
    assert line.box == Box(10, 10, 100, 24)
    assert [(w.start, w.end, w.box) for w in line.words] == [
        (0, 3, Box(10, 10, 39, 24)),
        (4, 9, Box(50, 10, 99, 24)),
    ]
    assert [w.confidence for w in line.words] == pytest.approx([0.9, 0.5])


def test_blocks_are_regions():
    """With their types and names; pictures are none. Cells are lines of their table."""
    regions = read_sample("abbyy.10").pages[0].regions
    assert [(r.kind, r.id, r.box) for r in regions] == [
        ("Text", "t1", Box(5, 5, 110, 60)),
        ("Table", "", Box(5, 100, 110, 130)),
    ]


@pytest.mark.parametrize("schema", ["FineReader6-schema-v1", "FineReader8-schema-v2", ""])
def test_other_namespaces_are_read(schema):
    """Each version has one of its own; some files have none."""
    name = f"http://www.abbyy.com/FineReader_xml/{schema}.xml"
    old = b' xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"'
    data = DATA.replace(old, f' xmlns="{name}"'.encode() if schema else b"")
    document = FORMAT.read(data, "page.xml")
    assert document.text == read_sample("abbyy.10").text
    assert document.version == (schema[10:].replace("-schema", "") if schema else "1.0")
    assert (detect_format(data) is FORMAT) == bool(schema)


def test_chinese_characters_are_words_of_their_own():
    """Where all of a word are."""
    data = (
        DATA.replace(b">T<", ">水<".encode())
        .replace(b">h<", ">位<".encode())
        .replace(b">e<", ">低<".encode(), 1)
    )
    line = FORMAT.read(data, "page.xml").pages[0].lines[0]
    assert line.text.startswith("水位低")
    assert [(w.start, w.end) for w in line.words][:3] == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DATA[:-30], "is no well-formed ABBYY XML"),
        (DATA.replace(b"page", b"leaf"), "is ABBYY XML without any page"),
        (b"<alto/>", "its first element is <alto>"),
        (b'<!DOCTYPE d [<!ENTITY a "b">]>' + DATA.partition(b"?>")[2], "declares entities"),
    ],
)
def test_what_is_broken_is_one_sentence(data, said):
    """It names the file, and says what to try."""
    with pytest.raises(InputError, match=said) as caught:
        FORMAT.read(data, "page.xml")
    assert "\n" not in str(caught.value)
