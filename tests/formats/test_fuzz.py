"""Files that are cut short, mixed up or full of odd numbers give a document or one sentence."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import layoutfix
from layoutfix.document import Document
from layoutfix.errors import InputError
from layoutfix.formats import document_to_boxes, result_to_order
from layoutfix.formats.registry import find_format
from layoutfix.model import Fragment, Paragraph
from layoutfix.result import Result
from tests.formats.pages import fused_rows, to_alto, to_hocr, to_page

SOURCES = {
    "hocr": to_hocr(fused_rows()[:3]),
    "alto": to_alto(fused_rows()[:3], "4.4"),
    "page": to_page(fused_rows()[:3], custom=True),
}
ODD = (
    b"NaN",
    b"-1",
    b"1e400",
    b"99999999999999999999",
    b"",
    b"<",
    b">",
    b'"',
    b"&",
    b"&#0;",
    b"&x;",
    b"\x00",
    b"\xff\xfe",
    b"</",
    b"<!--",
    b"<![CDATA[",
    b"\xc3",
    b"xmlns=''",
    b"l0",
    b"r1",
)
"""What is put into a file in place of a piece of it."""

Change = tuple[float, int, int]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), st.integers(0, len(ODD) - 1)), max_size=6
)
QUIET = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def spoil(data: bytes, changes: list[Change], cut: float) -> bytes:
    """The file with pieces replaced, and cut off."""
    for place, length, odd in changes:
        at = int(place * len(data))
        data = data[:at] + ODD[odd] + data[at + length :]
    return data[: int(cut * len(data)) + 1]


def any_order(document: Document, keys: list[int]) -> Result:
    """A result that reads the halves of a document's lines in an order of keys."""
    text = document.text
    fragments = []
    for start, end, _ in document.spans():
        middle = (start + end) // 2
        for lo, hi in ((start, middle), (middle, end)):
            if text[lo:hi].strip():
                fragments.append(Fragment(lo, hi, text[lo:hi]))
    order = sorted(range(len(fragments)), key=lambda k: (keys[k % len(keys)], k))
    paragraphs = tuple(Paragraph("body", (k,), "") for k in order)
    return Result(text, paragraphs, (), tuple(fragments), tuple(order), (), "und", "", text)


@pytest.mark.parametrize("name", SOURCES)
@QUIET
@given(changes=CHANGES, cut=st.floats(0.3, 1), keys=st.lists(st.integers(0, 9), min_size=1))
def test_spoilt_files_are_read_or_refused(
    name: str, changes: list[Change], cut: float, keys: list[int]
) -> None:
    """One InputError of one sentence, or a document that can be written in any order."""
    data = spoil(SOURCES[name], changes, cut)
    try:
        document = layoutfix.read(data, format=name)
    except InputError as error:
        assert "\n" not in str(error)
        return
    assert "\n\n" not in document.text
    document_to_boxes(document)
    result = any_order(document, keys)
    write = find_format(name).write
    assert write is not None
    try:
        written = write(document, result_to_order(document, result))
    except InputError as error:
        assert "without loss" in str(error)
        return
    again = layoutfix.read(written, format=name)
    kept = sorted(again.text.replace(" ", "").replace("\n", ""))
    assert kept == sorted(document.text.replace(" ", "").replace("\n", ""))


@pytest.mark.parametrize("name", SOURCES)
@QUIET
@given(keys=st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_any_order_is_written_as_it_is(name: str, keys: list[int]) -> None:
    """Halves of lines in an order of no sense come back in that order, none lost."""
    document = layoutfix.read(SOURCES[name])
    result = any_order(document, keys)
    written = layoutfix.write(document, result)
    goal = "".join(result.fragments[i].text for i in result.order)
    assert "".join(layoutfix.read(written).text.split()) == "".join(goal.split())
