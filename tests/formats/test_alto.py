"""ALTO as engines and libraries write it -> lines, words, boxes, and the order that it states."""

from __future__ import annotations

import re

import pytest

import layoutfix
from layoutfix.document import Box, Document
from layoutfix.errors import InputError
from tests.formats.pages import clean_rows, fused_rows, to_alto


def read_layout(layout: str, before: str = "") -> Document:
    """A document of what stands in the first page of an ALTO file."""
    data = f"<alto>{before}<Layout><Page ID='p' WIDTH='100' HEIGHT='80'>{layout}</Page></Layout>"
    return layoutfix.read(f"{data}</alto>".encode())


def block(id: str, *lines: str, more: str = "") -> str:
    """A TextBlock with lines of one string."""
    inner = "".join(f"<TextLine ID='{id}{k}'>{line}</TextLine>" for k, line in enumerate(lines))
    return f"<TextBlock ID='{id}' {more}>{inner}</TextBlock>"


def string(text: str, more: str = "") -> str:
    """A String."""
    return f"<String CONTENT='{text}' {more}/>"


def texts(document: Document) -> list[str]:
    """The lines of the first page as they are read."""
    return [line.text for line in document.pages[0].lines]


@pytest.mark.parametrize("version", ["", "2.0", "3.1", "4.4"])
def test_all_versions_are_read(version: str) -> None:
    """Words with boxes, confidences and ids, in any namespace and in none."""
    document = layoutfix.read(to_alto(clean_rows(), version))
    (page,) = document.pages
    line = page.lines[0]
    assert document.version == version
    assert (page.width, page.height, page.id) == (1000, 800, "p1")
    assert line.text == "The ferry left the old harbour at dawn with"
    assert line.box == Box(60, 60, 447, 88)
    assert line.words[1].box == Box(96, 60, 141, 88)
    assert (line.words[1].id, line.words[1].confidence) == ("s0_1", 0.9)


def test_a_prefix_does_no_harm() -> None:
    """Elements may have one, whatever it is."""
    data = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", to_alto(clean_rows(), "4.0")).replace(
        b"xmlns=", b"xmlns:x="
    )
    assert layoutfix.read(data).text == layoutfix.read(to_alto(clean_rows(), "4.0")).text


def test_hyphens_are_part_of_their_line() -> None:
    """HYP is the hyphen of the last word, once, whether the word has it in CONTENT or not."""
    hyp = "<HYP CONTENT='-'/>"
    document = read_layout(
        block(
            "b",
            string("har", "SUBS_TYPE='HypPart1' SUBS_CONTENT='harbour'") + hyp,
            string("bour-") + hyp,
            string("ferry") + "<HYP CONTENT='\N{SOFT HYPHEN}'/>",
            string("map") + "<HYP/>",
        )
    )
    assert texts(document) == ["har-", "bour-", "ferry\N{SOFT HYPHEN}", "map-"]
    assert document.pages[0].lines[0].words[0].end == 4


def test_strings_are_parted_by_spaces() -> None:
    """Where a page has SP, strings without one between are one word; else all are parted."""
    with_spaces = block("b", string("It") + "<SP/>" + string("was") + string("n’t"))
    assert texts(read_layout(with_spaces)) == ["It wasn’t"]
    assert texts(read_layout(block("b", string("It") + string("was")))) == ["It was"]


def test_lines_may_have_one_string_of_all() -> None:
    """kraken and eScriptorium write a line's text as one String."""
    document = read_layout(
        block("b", string("It was late.", "HPOS='0' VPOS='0' WIDTH='9' HEIGHT='2'"))
    )
    assert texts(document) == ["It was late."]
    assert document.pages[0].lines[0].box == Box(0, 0, 9, 2)


def test_words_without_height_are_as_high_as_their_line() -> None:
    """Some libraries give HPOS and WIDTH of words alone."""
    word = "<String CONTENT='It' HPOS='3' WIDTH='7'/>"
    line = f"<TextLine HPOS='0' VPOS='5' WIDTH='90' HEIGHT='10'>{word}</TextLine>"
    document = read_layout(f"<TextBlock>{line}</TextBlock>")
    assert document.pages[0].lines[0].words[0].box == Box(3, 5, 10, 15)


def test_polygons_are_outlines() -> None:
    """A line's Shape, or its BASELINE of several points; its box is around it where it has none."""
    shape = "<Shape><Polygon POINTS='1,2 9,2 9,6 1,6'/></Shape>"
    line = "<TextLine {}>{}<String CONTENT='It'/></TextLine>"
    for points in (shape, shape.replace(",", " ")):
        (found,) = read_layout(f"<TextBlock>{line.format('', points)}</TextBlock>").pages[0].lines
        assert found.polygon == ((1, 2), (9, 2), (9, 6), (1, 6))
        assert found.box == Box(1, 2, 9, 6)
    based = line.format("BASELINE='1,5 9,6'", "")
    assert read_layout(f"<TextBlock>{based}</TextBlock>").pages[0].lines[0].polygon == (
        (1, 5),
        (9, 6),
    )


def test_margins_come_where_they_are_read() -> None:
    """The upper margin first, the lower one last, whatever the schema has them stand in."""
    document = read_layout(
        f"<TopMargin>{block('t', string('Fen Life'))}</TopMargin>"
        f"<BottomMargin>{block('f', string('17'))}</BottomMargin>"
        f"<PrintSpace><ComposedBlock>{block('b', string('It was'))}</ComposedBlock>"
        f"{block('c', string('late.'))}</PrintSpace>"
    )
    assert texts(document) == ["Fen Life", "It was", "late.", "17"]
    assert [r.kind for r in document.pages[0].regions] == [
        "TopMargin",
        "TextBlock",
        "TextBlock",
        "BottomMargin",
    ]


def test_tags_and_languages_are_kept() -> None:
    """The label of a tag is the region's kind; the language is the page's, or most blocks'."""
    tags = "<Tags><OtherTag ID='T1' LABEL='MainZone'/></Tags>"
    document = read_layout(block("b", string("It"), more="TAGREFS='T1' LANG='en'"), tags)
    assert document.pages[0].regions[0].kind == "MainZone"
    assert document.pages[0].language == "en"


def test_reading_order_is_read() -> None:
    """Blocks come as ReadingOrder names them, what it does not name comes last."""
    blocks = "".join(block(i, string(i * 3)) for i in "abcd")
    order = (
        "<ReadingOrder><OrderedGroup ID='g'><ElementRef ID='x' REF='c'/><OrderedGroup ID='h'>"
        "<ElementRef ID='y' REF='a'/></OrderedGroup></OrderedGroup></ReadingOrder>"
    )
    document = read_layout(f"<PrintSpace>{blocks}</PrintSpace>", order)
    assert document.pages[0].order == (2, 0, 1, 3)
    assert texts(document) == ["ccc", "aaa", "bbb", "ddd"]


def test_reading_order_may_name_lines() -> None:
    """Lines come as they are named, within their block."""
    order = "<ReadingOrder><OrderedGroup ID='g'>{}</OrderedGroup></ReadingOrder>".format(
        "".join(f"<ElementRef ID='{r}' REF='{r[1:]}'/>" for r in ("xb1", "xb0", "xa0"))
    )
    blocks = block("a", string("one")) + block("b", string("two"), string("three"))
    assert texts(read_layout(f"<PrintSpace>{blocks}</PrintSpace>", order)) == [
        "three",
        "two",
        "one",
    ]


def test_next_blocks_are_followed() -> None:
    """IDNEXT is the order where it leads through all blocks."""
    blocks = (
        block("a", string("three"))
        + block("b", string("one"), more="IDNEXT='c'")
        + block("c", string("two"), more="IDNEXT='a'")
    )
    assert texts(read_layout(f"<PrintSpace>{blocks}</PrintSpace>")) == ["one", "two", "three"]
    circle = block("a", string("one"), more="IDNEXT='b'") + block(
        "b", string("two"), more="IDNEXT='a'"
    )
    assert read_layout(f"<PrintSpace>{circle}</PrintSpace>").pages[0].order is None


def test_reading_order_is_written_from_4_3_on() -> None:
    """Older versions have none; the file's own is written anew under its id."""
    order = (
        '\n <ReadingOrder><OrderedGroup ID="ro"><ElementRef ID="ref" REF="b1"/></OrderedGroup>'
        "</ReadingOrder>"
    )
    for version, given, goal in (
        ("4.2", "", []),
        ("4.3", "", ["b1", "b1_2"]),
        ("4.4", order, ["b1", "b1_2"]),
    ):
        document = layoutfix.read(to_alto(fused_rows(), version, order=given))
        written = layoutfix.write(document, layoutfix.fix(document)).decode()
        assert re.findall(r'<ElementRef ID="\w+" REF="(\w+)"', written) == goal
    assert '<OrderedGroup ID="ro">' in written


def test_repeated_ids_are_noted() -> None:
    """A file whose ids stand twice is read, and a note says so."""
    document = read_layout(block("a", string("one")) + block("a", string("two")))
    assert texts(document) == ["one", "two"]
    assert "more than once" in document.notes[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<alto><Layout></Layout></alto>", "without a page"),
        (b"<alto><Layout><Page>", "no well-formed ALTO"),
        (b"", "empty"),
        (b"<other/>", "first element is other"),
        ('<?xml version="1.0" encoding="utf-8"?><alto>ä</alto>'.encode("latin-1"), "encoding"),
    ],
)
def test_broken_files_are_refused_in_words(data: bytes, said: str) -> None:
    """One sentence names the file and what is wrong."""
    with pytest.raises(InputError, match=said) as caught:
        layoutfix.read(data, format="alto", name="a.xml")
    assert str(caught.value).startswith("a.xml ")
    assert "\n" not in str(caught.value)


def test_utf8_that_says_it_is_utf16_is_read() -> None:
    """The bytes are believed."""
    data = to_alto(clean_rows()).replace(b'encoding="UTF-8"', b'encoding="UTF-16"')
    assert len(texts(layoutfix.read(data))) == 18


def test_utf16_is_read_and_written() -> None:
    """A file in UTF-16 comes back in UTF-16."""
    text = to_alto(fused_rows()).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    document = layoutfix.read(text.encode("utf-16"))
    written = layoutfix.write(document, layoutfix.fix(document))
    assert written.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert texts(layoutfix.read(written))[0] == "The ferry left the old harbour at dawn with"
