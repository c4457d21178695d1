"""tesseract's TSV, read and written."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import layoutfix
from layoutfix.document import Box
from layoutfix.errors import InputError
from layoutfix.formats import detect_format, find_format
from layoutfix.formats.order import Block, LinePiece
from layoutfix.formats.tsv import FORMAT
from tests.formats.samples import read_sample, sample

DATA = sample("tsv.columns")


def cut(document, *, second_first=False):
    """The order of the sample's page by its two columns, parted after the second word."""
    pieces = []
    for k, line in enumerate(document.pages[0].regions[0].lines):
        end = line.words[2].start
        pieces.append(
            (
                LinePiece(0, k, 0, end, 0, 2, False),
                LinePiece(0, k, end, len(line.text), 2, 3, False),
            )
        )
    columns = [Block("body", column) for column in zip(*pieces, strict=True)]
    return tuple(columns[::-1] if second_first else columns), ()


def rows(data):
    return [line.split("\t") for line in data.decode().splitlines()]


def test_rows_become_pages_paragraphs_lines_and_words():
    """Paragraphs are regions; confidences are shares; a row without text is no word."""
    document = read_sample("tsv.columns")
    page, empty = document.pages
    assert document.text == "The weir Nobody\nwas open. came.\n\f"
    assert (page.width, page.height, page.id, empty.id) == (400, 300, "1", "2")
    assert [region.id for region in page.regions] == ["1_1", "2_1"]
    line = page.lines[0]
    assert (line.box, line.id) == (Box(10, 10, 390, 30), "1_1_1")
    assert line.words[1].box == Box(70, 10, 130, 30)
    assert [w.confidence for w in line.words] == [0.965, 0.91, 0.9]


def test_blanks_between_chinese_words_are_those_of_gaps():
    """tesseract parts all words; where boxes are close there is none."""
    numbers = [(10, 40), (52, 40), (150, 40)]
    text = "".join(
        f"5\t1\t1\t1\t1\t{k}\t{x}\t10\t{w}\t20\t90\t{said}\n"
        for k, ((x, w), said) in enumerate(zip(numbers, ("水位", "已降", "無人"), strict=True), 1)
    )
    data = DATA.partition(b"\n")[0] + b"\n" + text.encode()
    assert FORMAT.read(data, "page").text == "水位已降 無人\n"


def test_an_order_is_written_as_rows():
    """Columns become paragraphs of blocks of their own, numbers start at 1, boxes are theirs."""
    document = read_sample("tsv.columns")
    out = FORMAT.write(document, cut(document))
    found = rows(out)
    assert found[0] == rows(DATA)[0]
    assert [row[:10] for row in found if row[0] in "234"][:5] == [
        ["2", "1", "1", "0", "0", "0", "10", "10", "120", "60"],
        ["3", "1", "1", "1", "0", "0", "10", "10", "120", "60"],
        ["4", "1", "1", "1", "1", "0", "10", "10", "120", "20"],
        ["4", "1", "1", "1", "2", "0", "10", "50", "120", "20"],
        ["2", "1", "2", "0", "0", "0", "250", "10", "60", "60"],
    ]
    assert FORMAT.read(out, "page").text == "The weir\nwas open.\nNobody\ncame.\n\f"


def test_nothing_of_a_file_is_lost():
    """All words keep their fields, what has no text comes last on its page; a page that stays as
    it is keeps its rows."""
    document = read_sample("tsv.columns")
    out = rows(FORMAT.write(document, cut(document, second_first=True)))
    before = rows(DATA)

    def words(table):
        return sorted(tuple(row[6:]) for row in table if row[0] == "5")

    assert words(out) == words(before)
    assert [row[0] for row in out[-5:]] == ["2", "3", "4", "5", "1"]
    assert out[-1] == before[-1]


def test_the_order_of_the_file_gives_its_bytes():
    """Also where these are not as tesseract would write them."""
    data = DATA.replace(b"\n", b"\r\n") + b"\r\n\r\n"
    document = FORMAT.read(data, "page")
    order = tuple(Block("body", (LinePiece(0, k, 0, 99, 0, 3, True),)) for k in range(2))
    assert FORMAT.write(document, (order, ())) == data


def test_line_ends_and_encodings_are_kept():
    """CRLF, a byte order mark, and columns of one's own in any order."""
    names, *others = DATA.decode().splitlines()
    moved = ["more\t" + names, *("x\t" + row for row in others)]
    data = "\ufeff".encode() + "\r\n".join([*moved, ""]).encode()
    document = FORMAT.read(data, "page")
    out = FORMAT.write(document, cut(document))
    assert out.startswith(b"\xef\xbb\xbfmore\tlevel")
    assert out.count(b"\r\n") == out.count(b"\n")
    assert b"\r\nx\t5\t1\t1\t1\t2\t1\t10\t50" in out
    assert FORMAT.read(out, "page").text.startswith("The weir\nwas open.\n")


def test_a_word_that_two_columns_share_is_divided():
    """Its box by its characters, its other fields twice."""
    data = DATA.replace(b"\tweir\n", b"\tweirNo\n")
    document = FORMAT.read(data, "page")
    line = document.pages[0].regions[0].lines[0]
    end = line.text.index("No")
    first = LinePiece(0, 0, 0, end, 0, 2, False)
    second = LinePiece(0, 0, end, len(line.text), 2, 3, False)
    rest = LinePiece(0, 1, 0, 99, 0, 3, True)
    order = (Block("body", (first, rest)), Block("body", (second,))), ()
    out = rows(FORMAT.write(document, order))
    assert [row[6:] for row in out if row[-1] in {"weir", "No"}] == [
        ["70", "10", "40", "20", "91.0", "weir"],
        ["110", "10", "20", "20", "91.0", "No"],
    ]


def test_what_fix_finds_is_written_and_found_again():
    """A second run changes nothing."""
    left = [
        "The",
        "weir",
        "above",
        "the",
        "mill",
        "was",
        "open",
        "for",
        "most",
        "of",
        "the",
        "spring",
        "that",
        "year",
    ]
    right = [
        "Nobody",
        "in",
        "the",
        "town",
        "could",
        "say",
        "who",
        "had",
        "the",
        "key",
        "to",
        "its",
        "iron",
        "gate",
    ]
    lines = [
        DATA.partition(b"\n")[0].decode(),
        "\t".join(["1", "1", "0", "0", "0", "0", "0", "0", "900", "900", "-1"]) + "\t",
    ]
    for k in range(len(left)):
        top = 20 + 30 * k
        for w, (x, word) in enumerate(((20, left[k]), (500, right[k])), 1):
            lines.append(
                "\t".join(map(str, (5, 1, 1, 1, k + 1, w, x, top, 12 * len(word), 20, 90, word)))
            )
    document = layoutfix.read("\n".join([*lines, ""]).encode())
    once = layoutfix.write(document, layoutfix.fix(document))
    again = layoutfix.read(once)
    assert layoutfix.write(again, layoutfix.fix(again)) == once


def test_levels_that_are_not_there_are_not_made_up():
    """Words alone, as tables of words are often kept, are written as words alone."""
    head, *others = DATA.splitlines(keepends=True)
    data = b"".join([head, *(row for row in others if row.startswith(b"5\t"))])
    document = FORMAT.read(data, "page")
    assert [line.box for line in document.pages[0].lines] == [
        Box(10, 10, 310, 30),
        Box(10, 50, 310, 70),
    ]
    order, _ = cut(document)
    assert {row[0] for row in rows(FORMAT.write(document, (order,)))[1:]} == {"5"}


def test_rows_that_are_broken_are_told():
    """They are left out; words without boxes are read."""
    data = DATA + b"5\t1\n5\t2\t1\t1\t1\t1\tnan\t1\t1\t1\t90\tBill\nbill\n"
    document = FORMAT.read(data, "page")
    assert document.text.endswith("\fBill\n")
    assert document.notes == (
        "rows that are not tesseract's, left out: 2",
        "words without a box that can be used: 1",
    )


def test_files_one_behind_another_are_pages():
    """Each with the names of its columns."""
    assert len(FORMAT.read(DATA + DATA, "page").pages) == 4


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"level\tpage_num\n1\t1\n", "no tesseract TSV, it has no column 'block_num'"),
        (DATA.partition(b"\n")[0], "is a tesseract TSV without any row"),
    ],
)
def test_what_is_no_tsv_is_one_sentence(data, said):
    """It names the file, and says what to try."""
    with pytest.raises(InputError, match=said):
        FORMAT.read(data, "page.tsv")


def test_a_column_that_is_named_twice_is_two_fields():
    """Its rows keep their texts."""
    twice = b"\n".join(row + b"\t" + row.split(b"\t")[0] for row in DATA.splitlines()) + b"\n"
    assert layoutfix.read(twice, format="tsv").text == layoutfix.read(DATA).text


def test_a_table_of_other_columns_is_not_told_to_be_one():
    """The names of columns tell it, in any order."""
    assert detect_format(DATA) is find_format("tsv")
    assert detect_format(b"level\ttext\n1\ta\n") is None


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_of_any_pieces_keeps_all_words(data):
    """Lines cut at any character, pieces in any order, in blocks of any size."""
    document = read_sample("tsv.columns")
    pieces = []
    for k, line in enumerate(document.pages[0].regions[0].lines):
        inner = data.draw(st.sets(st.integers(1, len(line.text) - 1), max_size=3))
        edges = [0, *sorted(inner), len(line.text)]
        for start, end in itertools.pairwise(edges):
            pieces.append(LinePiece(0, k, start, end, 0, 0, len(edges) == 2))
    pieces = data.draw(st.permutations(pieces))
    size = data.draw(st.integers(1, len(pieces)))
    blocks = tuple(Block("body", tuple(pieces[k : k + size])) for k in range(0, len(pieces), size))
    out = FORMAT.write(document, (blocks, ()))
    again = FORMAT.read(out, "page")
    said = "".join(sorted("".join(document.text.split())))
    assert "".join(sorted("".join(again.text.split()))) == said
    read_in_order = [
        document.pages[0].regions[0].lines[p.line].text[p.start : p.end] for p in pieces
    ]
    assert "".join("".join(read_in_order).split()) == "".join(again.text.split())
