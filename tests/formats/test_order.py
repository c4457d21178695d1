"""What `fix` found, as lines of the file and pieces of lines."""

from __future__ import annotations

import layoutfix
from layoutfix.document import Document, DocumentPage, Line, Region, Word
from layoutfix.formats import PageOrders, result_to_order
from layoutfix.model import Fragment, Paragraph, ParagraphKind
from layoutfix.result import Result
from tests.formats.pages import LEFT, RIGHT, fused_rows, to_hocr


def _line(text: str) -> Line:
    words, at = [], 0
    for word in text.split(" "):
        words.append(Word(at, at + len(word)))
        at += len(word) + 1
    return Line(text, words=tuple(words))


def _document(*pages: list[str]) -> Document:
    return Document(
        tuple(DocumentPage((Region(tuple(map(_line, lines))),)) for lines in pages), "hocr"
    )


def _result(document: Document, *paragraphs: tuple[ParagraphKind, list[str]]) -> Result:
    """A result whose paragraphs are pieces of the text, each of which stands once in it."""
    text = document.text
    spans = sorted((text.index(t), t) for _, texts in paragraphs for t in texts)
    number = {t: k for k, (_, t) in enumerate(spans)}
    made = tuple(Paragraph(kind, tuple(number[t] for t in texts), "") for kind, texts in paragraphs)
    fragments = tuple(Fragment(at, at + len(t), t) for at, t in spans)
    order = tuple(i for p in made for i in p.fragments)
    return Result(text, made, (), fragments, order, (), "en", "", text)


def _texts(document: Document, orders: PageOrders) -> list[list[list[str]]]:
    return [
        [
            [page.regions[p.region].lines[p.line].text[p.start : p.end] for p in block.pieces]
            for block in blocks
        ]
        for page, blocks in zip(document.pages, orders, strict=True)
    ]


def test_lines_that_were_cut_are_pieces() -> None:
    """Each character of a line stands in one piece, blanks with the piece before them."""
    document = _document(["one two", "three four"])
    orders = result_to_order(
        document, _result(document, ("heading", ["one", "three"]), ("body", ["two", "four"]))
    )
    assert _texts(document, orders) == [[["one ", "three "], ["two", "four"]]]
    assert [block.kind for block in orders[0]] == ["heading", "body"]
    assert [(p.first, p.stop, p.whole) for p in orders[0][1].pieces] == [(1, 2, False)] * 2


def test_pieces_that_follow_one_another_are_one_line() -> None:
    """A line that was cut, and is read as it stood, is whole."""
    document = _document(["one two", "three four"])
    orders = result_to_order(
        document, _result(document, ("body", ["three", "four"]), ("body", ["one", "two"]))
    )
    assert _texts(document, orders) == [[["three four"], ["one two"]]]
    assert all(piece.whole for block in orders[0] for piece in block.pieces)


def test_what_was_dropped_stays_with_its_neighbour() -> None:
    """Dirt between columns stays with the piece before it, a dropped line with the one above."""
    document = _document(["one | two", "17", "three | four", "19"])
    orders = result_to_order(
        document, _result(document, ("body", ["one", "three"]), ("body", ["two", "four"]))
    )
    assert _texts(document, orders) == [[["one | ", "three | "], ["two"], ["17"], ["four"], ["19"]]]
    first = _document(["17", "one", "two"])
    orders = result_to_order(first, _result(first, ("body", ["two", "one"])))
    assert _texts(first, orders) == [[["17"], ["two", "one"]]]


def test_a_sentence_over_a_page_end_leaves_the_head_on_top() -> None:
    """It is printed before what stands between the pages; on paper the head is first."""
    document = _document(
        ["The boat lay", "Fen Life 16"], ["Fen Life 17", "still that night.", "It was late."]
    )
    orders = result_to_order(
        document,
        _result(
            document,
            ("body", ["The boat lay", "still that night."]),
            ("aside", ["Fen Life 16"]),
            ("aside", ["Fen Life 17"]),
            ("body", ["It was late."]),
        ),
    )
    assert _texts(document, orders) == [
        [["The boat lay"], ["Fen Life 16"]],
        [["Fen Life 17"], ["still that night."], ["It was late."]],
    ]


def test_the_order_of_a_file_that_was_read_across() -> None:
    """Pieces of the left column come before those of the right, with their words."""
    document = layoutfix.read(to_hocr(fused_rows()))
    (blocks,) = result_to_order(document, layoutfix.fix(document))
    pieces = [piece for block in blocks for piece in block.pieces]
    lines = document.pages[0].regions[0].lines
    assert [lines[p.line].text[p.start : p.end].strip() for p in pieces] == [*LEFT, *RIGHT]
    for piece in pieces:
        words = lines[piece.line].words[piece.first : piece.stop]
        assert (words[0].start, words[-1].end) == (
            piece.start,
            len(lines[piece.line].text[: piece.end].rstrip()),
        )
