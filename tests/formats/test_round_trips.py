"""A file that was read across is written back in order; what is in order comes back as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from lxml import etree

import layoutfix
from layoutfix.document import Document
from tests.formats.pages import LEFT, RIGHT, clean_rows, fused_rows, to_alto, to_hocr, to_page

FILES: dict[str, Callable[[], bytes]] = {
    "hocr": lambda: to_hocr(fused_rows()),
    "hocr-html": lambda: to_hocr(fused_rows(), html=True),
    "alto2": lambda: to_alto(fused_rows(), "2.1"),
    "alto3": lambda: to_alto(fused_rows(), "3.1"),
    "alto4": lambda: to_alto(fused_rows(), "4.2"),
    "alto44": lambda: to_alto(fused_rows(), "4.4"),
    "alto": lambda: to_alto(fused_rows(), ""),
    "page2013": lambda: to_page(fused_rows(), "2013-07-15"),
    "page2019": lambda: to_page(fused_rows(), "2019-07-15"),
    "page-lines": lambda: to_page(fused_rows(), words=False),
    "page-custom": lambda: to_page(fused_rows(), custom=True),
}
WORD = 45
"""About how wide a word is."""

CLEAN: dict[str, Callable[[], bytes]] = {
    "hocr": lambda: to_hocr(clean_rows()),
    "hocr-html": lambda: to_hocr(clean_rows(), html=True),
    "alto": lambda: to_alto(clean_rows(), "4.4"),
    "page": lambda: to_page(clean_rows(), custom=True),
}


@pytest.fixture(scope="module", params=FILES)
def written(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    """A document that was read across, and its file in order."""
    document = layoutfix.read(FILES[request.param]())
    return document, layoutfix.write(document, layoutfix.fix(document))


def _lines(data: bytes) -> list[str]:
    return [line.text for page in layoutfix.read(data).pages for line in page.lines]


def test_columns_come_one_after_the_other(written: tuple[Document, bytes]) -> None:
    """The file that is written has the lines of the left column, then those of the right."""
    document, data = written
    assert len(document.pages[0].lines) == len(LEFT)
    assert _lines(data) == [*LEFT, *RIGHT]


def test_a_region_with_two_columns_becomes_two(written: tuple[Document, bytes]) -> None:
    """Each column has a region, under an id of its own; the first keeps the region's."""
    document, data = written
    (before,) = document.pages[0].regions
    regions = {region.id: region for region in layoutfix.read(data).pages[0].regions}
    assert len(regions) == 2
    left, right = sorted(regions.values(), key=lambda region: region.box or (0,))
    assert left.id == before.id
    assert right.id not in {"", before.id}
    assert left.box is not None
    assert right.box is not None
    has_words = any(line.words for line in before.lines)  # else lines are divided by characters
    assert left.box.right <= right.box.left + (0 if has_words else 2 * WORD)
    assert [line.text for line in right.lines] == RIGHT


def test_a_second_run_changes_nothing(written: tuple[Document, bytes]) -> None:
    """Read, fixed and written again, the file is the same, byte for byte."""
    _, data = written
    again = layoutfix.read(data)
    assert layoutfix.write(again, layoutfix.fix(again)) == data


def test_nothing_of_the_file_is_lost(written: tuple[Document, bytes]) -> None:
    """Every element, attribute, word and comment is there as often as before, or more often."""
    document, data = written
    assert not _inventory(document.source) - _inventory(data)


def _inventory(data: bytes) -> Counter[str]:
    """Names of elements and attributes, comments, letters; not what a new order changes."""
    parser = etree.HTMLParser() if data.startswith(b"<!DOCTYPE") else etree.XMLParser()
    root = etree.fromstring(data, parser)
    found: Counter[str] = Counter()
    for element in root.iter():
        if not isinstance(element.tag, str):
            found[f"comment {element.text}"] += 1
            continue
        name = etree.QName(element).localname
        if name == "SP":  # none at the end of a line
            continue
        found[name] += 1
        found.update(f"{name} {attribute}" for attribute in element.attrib)
    found.update("".join(map(str, root.itertext())).split())
    return found


def test_ids_are_unique(written: tuple[Document, bytes]) -> None:
    """No id stands twice, and none of those that there were is gone."""
    document, data = written

    def ids(source: bytes) -> list[str]:
        parser = etree.HTMLParser() if source.startswith(b"<!DOCTYPE") else etree.XMLParser()
        root = etree.fromstring(source, parser)
        return [i for e in root.iter(etree.Element) for i in (e.get("id"), e.get("ID")) if i]

    after = ids(data)
    assert len(after) == len(set(after))
    assert set(ids(document.source)) <= set(after)


def test_words_stand_where_they_stood(written: tuple[Document, bytes]) -> None:
    """The boxes of all words are those of the file, and each piece of a line is around its own."""
    document, data = written

    def boxes(found: Document) -> Counter[object]:
        lines = found.pages[0].lines
        return Counter((line.text[w.start : w.end], w.box) for line in lines for w in line.words)

    after = layoutfix.read(data)
    assert boxes(document) == boxes(after)
    for line in after.pages[0].lines:
        for word in line.words:
            assert line.box is not None
            assert word.box is not None
            assert line.box.left <= word.box.left
            assert word.box.right <= line.box.right


@pytest.mark.parametrize("name", CLEAN)
def test_a_file_in_order_comes_back_byte_for_byte(name: str) -> None:
    """What reads well as it stands is left as it is, white space and quotes included."""
    data = CLEAN[name]()
    document = layoutfix.read(data)
    assert layoutfix.write(document, layoutfix.fix(document)) == data


@pytest.mark.parametrize("name", FILES)
def test_offsets_lead_back_to_words(name: str) -> None:
    """Each word of the text is found under its offset, with the id that the file has."""
    document = layoutfix.read(FILES[name]())
    for start, end, place in document.spans():
        line = document.pages[place.page].regions[place.region].lines[place.line]
        assert document.text[start:end] == line.text
        for number, word in enumerate(line.words):
            found = document.locate(start + word.start)
            assert found == place._replace(word=number)


@pytest.mark.parametrize("name", FILES)
def test_writing_twice_gives_the_same(name: str) -> None:
    """Whether the tree that was read is still there, or the file is parsed anew."""
    document = layoutfix.read(FILES[name]())
    result = layoutfix.fix(document)
    first = layoutfix.write(document, result)
    assert layoutfix.write(document, result) == first
    other = layoutfix.read(FILES[name]())
    assert layoutfix.write(document, result) == first
    assert layoutfix.write(other, result) == first
