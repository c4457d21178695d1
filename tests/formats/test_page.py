"""PAGE as tools write it -> regions, lines, words, and the order that it states; and written."""

from __future__ import annotations

import re

import pytest

import layoutfix
from layoutfix.document import Box, Document
from layoutfix.errors import InputError
from layoutfix.formats.order import Block, LinePiece
from layoutfix.formats.page import FORMAT
from tests.formats.pages import LEFT, RIGHT, clean_rows, fused_rows, to_page


def read_page(inner: str) -> Document:
    """A document of what stands in the Page of a file."""
    page = f"<Page imageFilename='a.png' imageWidth='100' imageHeight='80'>{inner}</Page>"
    return layoutfix.read(f"<PcGts>{page}</PcGts>".encode())


def region(id: str, *lines: str, more: str = "") -> str:
    """A TextRegion of lines, of which the first word is their id."""
    inner = "".join(f"<TextLine id='{line.split()[0]}'>{equiv(line)}</TextLine>" for line in lines)
    return f"<TextRegion id='{id}' {more}>{inner}</TextRegion>"


def equiv(text: str, more: str = "") -> str:
    """A TextEquiv."""
    return f"<TextEquiv {more}><Unicode>{text}</Unicode></TextEquiv>"


def texts(document: Document) -> list[str]:
    """The lines of the first page as they are read."""
    return [line.text for line in document.pages[0].lines]


def put_in_order(document: Document, *pieces: LinePiece) -> str:
    """The file with pieces of its lines in an order."""
    assert FORMAT.write is not None
    return FORMAT.write(document, ((Block("body", pieces),),)).decode()


def whole(r: int, k: int, text: str) -> LinePiece:
    """A whole line without words."""
    return LinePiece(r, k, 0, len(text), 0, 0, True)


@pytest.mark.parametrize("version", ["2013-07-15", "2016-07-15", "2019-07-15"])
def test_all_versions_are_read(version: str) -> None:
    """Lines and words with outlines, boxes, confidences and ids."""
    document = layoutfix.read(to_page(clean_rows(), version))
    (page,) = document.pages
    line = page.lines[0]
    assert document.version == version[:4]
    assert (page.width, page.height, page.order) == (1000, 800, None)
    assert line.text == "The ferry left the old harbour at dawn with"
    assert line.box == Box(60, 60, 447, 88)
    assert line.polygon == ((60, 60), (447, 60), (447, 88), (60, 88))
    assert (line.words[1].id, line.words[1].box) == ("w0_1", Box(96, 60, 141, 88))
    assert (line.id, line.confidence, page.regions[0].kind) == ("l0", 0.8, "paragraph")


def test_outlines_of_2010_are_read() -> None:
    """There, points are elements."""
    coords = "<Coords><Point x='1' y='2'/><Point x='9' y='2'/><Point x='9' y='6'/></Coords>"
    document = read_page(
        f"<TextRegion id='r'>{coords}<TextLine id='l'>{coords}{equiv('It')}</TextLine></TextRegion>"
    )
    assert document.pages[0].regions[0].box == Box(1, 2, 9, 6)
    assert document.pages[0].lines[0].polygon == ((1, 2), (9, 2), (9, 6))


def test_the_text_is_the_alternative_with_the_lowest_index() -> None:
    """Wherever it stands; Unicode before PlainText."""
    both = equiv("worse", "index='1'") + equiv("better", "index='0'") + equiv("none")
    plain = "<TextEquiv><PlainText>plain</PlainText><Unicode></Unicode></TextEquiv>"
    document = read_page(
        f"<TextRegion id='r'><TextLine id='a'>{both}</TextLine><TextLine id='b'>{plain}</TextLine>"
        "</TextRegion>"
    )
    assert texts(document) == ["better", "plain"]


def test_lines_without_text_have_that_of_their_words() -> None:
    """And words that of their glyphs."""
    glyphs = "".join(f"<Glyph id='g{c}'>{equiv(c)}</Glyph>" for c in "map")
    document = read_page(
        f"<TextRegion id='r'><TextLine id='l'><Word id='v'>{equiv('The')}</Word>"
        f"<Word id='w'>{glyphs}</Word></TextLine></TextRegion>"
    )
    assert texts(document) == ["The map"]
    assert [word.id for word in document.pages[0].lines[0].words] == ["v", "w"]


def test_words_that_their_line_does_not_have_are_left_out() -> None:
    """A line's own text is believed; what it shares with its words has their boxes."""
    document = read_page(
        f"<TextRegion id='r'><TextLine id='l'><Word id='v'>{equiv('Tne')}</Word>"
        f"<Word id='w'>{equiv('map')}</Word>{equiv('The map')}</TextLine></TextRegion>"
    )
    (line,) = document.pages[0].lines
    assert [(w.start, w.end, w.id) for w in line.words] == [(4, 7, "w")]


def test_regions_without_lines_have_those_of_their_text() -> None:
    """One line a row, without boxes; in another order the region's text is written anew."""
    document = read_page(f"<TextRegion id='r'>{equiv('one&#10;&#10; two ')}</TextRegion>")
    assert texts(document) == ["one", "two"]
    written = put_in_order(document, whole(0, 1, "two"), whole(0, 0, "one"))
    assert "<Unicode>two\none</Unicode>" in written


def test_regions_in_regions_and_tables_are_read() -> None:
    """Nested regions and Transkribus' TableCell are regions of their own."""
    cell = (
        f"<TableCell id='c' row='0' col='0'><TextLine id='x'>{equiv('cell')}</TextLine></TableCell>"
    )
    document = read_page(
        f"<TableRegion id='t'>{cell}</TableRegion>"
        f"<TextRegion id='r'><TextLine id='y'>{equiv('outer')}</TextLine>{region('s', 'inner')}"
        "</TextRegion>"
    )
    assert [(r.id, r.kind) for r in document.pages[0].regions] == [
        ("c", "TableCell"),
        ("r", "TextRegion"),
        ("s", "TextRegion"),
    ]
    assert texts(document) == ["cell", "outer", "inner"]


NESTED = """<ReadingOrder><OrderedGroup id='o'>
 <RegionRefIndexed index='2' regionRef='a'/>
 <UnorderedGroupIndexed id='u' index='0'><RegionRef regionRef='d'/><RegionRef regionRef='p'/>
 </UnorderedGroupIndexed>
 <OrderedGroupIndexed id='n' index='1' regionRef='b'><RegionRefIndexed index='0' regionRef='c'/>
 </OrderedGroupIndexed></OrderedGroup></ReadingOrder>"""


def test_reading_order_counts_by_index() -> None:
    """Groups in groups, by `index` and not by place; what none names is last."""
    document = read_page(NESTED + "".join(region(i, i * 3) for i in "eabcd"))
    assert texts(document) == ["ddd", "bbb", "ccc", "aaa", "eee"]
    assert document.pages[0].order == (4, 2, 3, 1, 0)


def test_a_region_in_a_region_follows_it() -> None:
    """Where ReadingOrder names only the outer one."""
    order = (
        "<ReadingOrder><OrderedGroup id='o'><RegionRefIndexed index='0' regionRef='b'/>"
        "<RegionRefIndexed index='1' regionRef='a'/></OrderedGroup></ReadingOrder>"
    )
    outer = region("b", "outer").replace("</TextRegion>", region("s", "inner") + "</TextRegion>")
    assert texts(read_page(order + region("a", "last") + outer)) == ["outer", "inner", "last"]


def _custom(index: int) -> str:
    return f"custom='readingOrder {{index:{index};}} structure {{type:heading;}}'"


def test_custom_orders_regions_and_lines() -> None:
    """Transkribus' index counts where there is no ReadingOrder, and only there."""
    first = region("a", "two", "one", more=_custom(1))
    first = first.replace("id='two'", f"id='two' {_custom(1)}").replace(
        "id='one'", f"id='one' {_custom(0)}"
    )
    inner = first + region("b", "zero", more=_custom(0))
    document = read_page(inner)
    assert texts(document) == ["zero", "one", "two"]
    assert document.pages[0].regions[0].kind == "heading"
    order = (
        "<ReadingOrder><OrderedGroup id='o'><RegionRefIndexed index='0' regionRef='a'/>"
        "</OrderedGroup></ReadingOrder>"
    )
    assert texts(read_page(order + inner)) == ["two", "one", "zero"]


def test_index_orders_lines() -> None:
    """The attribute `index` of lines counts in any case."""
    inner = region("a", "two", "one").replace("id='two'", "id='two' index='1'")
    assert texts(read_page(inner.replace("id='one'", "id='one' index='0'"))) == ["one", "two"]


def test_groups_stay_where_the_order_lets_them() -> None:
    """Articles that are read in one go stay groups; else one group names all regions."""
    order = (
        "<ReadingOrder><UnorderedGroup id='u'>"
        "<OrderedGroup id='g'><RegionRefIndexed index='0' regionRef='a'/>"
        "<RegionRefIndexed index='1' regionRef='b'/></OrderedGroup>"
        "<OrderedGroup id='h'><RegionRefIndexed index='0' regionRef='c'/></OrderedGroup>"
        "</UnorderedGroup></ReadingOrder>"
    )
    document = read_page(order + "".join(region(i, i * 3) for i in "abc"))
    a, b, c = (whole(k, 0, "aaa") for k in range(3))
    kept = put_in_order(document, c, b, a)
    assert re.findall(r'Group id="(\w)"|regionRef="(\w)"', kept) == [
        ("u", ""),
        ("h", ""),
        ("", "c"),
        ("g", ""),
        ("", "b"),
        ("", "a"),
    ]
    assert texts(layoutfix.read(kept.encode())) == ["ccc", "bbb", "aaa"]
    flat = put_in_order(document, a, c, b)
    assert re.findall(r'index="(\d)" regionRef="(\w)"', flat) == [
        ("0", "a"),
        ("1", "c"),
        ("2", "b"),
    ]
    assert '<OrderedGroup id="u">' in flat


def test_pictures_stay_behind_the_region_that_they_were_named_behind() -> None:
    """A region without text is named where it was."""
    order = (
        "<ReadingOrder><OrderedGroup id='g'><RegionRefIndexed index='0' regionRef='a'/>"
        "<RegionRefIndexed index='1' regionRef='i'/><RegionRefIndexed index='2' regionRef='b'/>"
        "</OrderedGroup></ReadingOrder>"
    )
    document = read_page(order + region("a", "aaa") + "<ImageRegion id='i'/>" + region("b", "bbb"))
    written = put_in_order(document, whole(1, 0, "bbb"), whole(0, 0, "aaa"))
    assert re.findall(r'regionRef="(\w)"', written) == ["b", "a", "i"]


def test_tags_of_transkribus_count_from_their_piece() -> None:
    """Offsets of a parted line are those of its own text; a tag of the other piece goes there."""
    document = layoutfix.read(to_page(fused_rows(), custom=True))
    written = layoutfix.write(document, layoutfix.fix(document)).decode()
    left = re.search(r'<TextLine id="l0" custom="([^"]*)"', written)
    right = re.search(r'<TextLine id="l0_2" custom="([^"]*)"', written)
    assert left is not None
    assert right is not None
    assert left[1] == "readingOrder {index:0;} person {offset:4; length:5;}"
    assert right[1] == "readingOrder {index:0;}"


def test_alternatives_are_parted_with_their_line() -> None:
    """A text of another engine is cut at the blank nearest to where the line is."""
    main, other = equiv("The map was old", "index='0'"), equiv("The m ap was o1d", "index='1'")
    document = read_page(
        f"<TextRegion id='r'><TextLine id='l'>{main}{other}</TextLine></TextRegion>"
    )
    right, left = LinePiece(0, 0, 8, 15, 0, 0, False), LinePiece(0, 0, 0, 8, 0, 0, False)
    written = put_in_order(document, right, left)
    assert re.findall("<Unicode>(.*?)</Unicode>", written) == [
        "was old",
        "was o1d",
        "The map",
        "The m ap",
    ]


def test_a_regions_own_text_is_that_of_its_lines() -> None:
    """After a region was divided, each part says what its lines say."""
    document = layoutfix.read(to_page(fused_rows()))
    written = layoutfix.write(document, layoutfix.fix(document)).decode()
    found = re.findall(
        r"<TextEquiv>\s*<Unicode>([^<]*)</Unicode>\s*</TextEquiv>\s*</TextRegion>", written
    )
    assert found == ["\n".join(LEFT), "\n".join(RIGHT)]


def test_line_ends_of_windows_stay() -> None:
    """A file with CRLF comes back with CRLF."""
    data = to_page(fused_rows()).replace(b"\n", b"\r\n")
    document = layoutfix.read(data)
    written = layoutfix.write(document, layoutfix.fix(document))
    assert written.count(b"\n") == written.count(b"\r\n") > 100
    assert b"&#13;" not in written


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<PcGts></PcGts>", "without a page"),
        (b"<PcGts><Page>", "no well-formed PAGE"),
        (b"<alto/>", "first element is alto"),
    ],
)
def test_broken_files_are_refused_in_words(data: bytes, said: str) -> None:
    """One sentence names the file and what is wrong."""
    with pytest.raises(InputError, match=said) as caught:
        layoutfix.read(data, format="page", name="a.xml")
    assert str(caught.value).startswith("a.xml ")
    assert "\n" not in str(caught.value)
