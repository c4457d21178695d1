"""`layoutfix.read` and `layoutfix.write`: sources, names, refusals."""

from __future__ import annotations

import doctest
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layoutfix
from layoutfix.errors import InputError
from layoutfix.formats import all_formats, detect_format
from tests.formats.pages import clean_rows, fused_rows, to_alto, to_hocr, to_page
from tests.helpers import ROOT

FILES = {
    "hocr": to_hocr(clean_rows()),
    "alto": to_alto(clean_rows()),
    "page": to_page(clean_rows()),
}


@pytest.mark.parametrize("name", FILES)
def test_the_content_tells_the_format(name: str, tmp_path: Path) -> None:
    """Of a path, of bytes, of a stream: whatever the file is called."""
    path = tmp_path / "page.txt"
    path.write_bytes(FILES[name])
    for source in (path, str(path), FILES[name], BytesIO(FILES[name])):
        document = layoutfix.read(source)
        assert document.format == name
        assert document.source == FILES[name]


STARTS = ("", " ", "\n", "\ufeff", "\xa0", "\u3000", "\0", "x", "null", "<alto>", "{}", "[]", "# ")
BODIES = (
    *(data.decode() for data in FILES.values()),
    '(page 0 0 1 1 (line 0 0 1 1 (word 0 0 1 1 "a")))',
    'select 1\n(page 0 0 1 1 (line 0 0 1 1 (word 0 0 1 1 "a")))',
    "junk %PDF-1.4",
    "level\tpage_num\tblock_num\tline_num\tleft\ttext\n",
    '{"document": {"page": []}}',
    '[[[[0, 0], [1, 0], [1, 1], [0, 1]], "a", 0.9]]',
    "It was late.",
)


@given(
    st.lists(st.sampled_from(STARTS), max_size=3).map("".join),
    st.sampled_from(BODIES),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32", "gb18030"]),
)
def test_a_glance_overlooks_no_format(start: str, body: str, encoding: str) -> None:
    """What is passed over before formats are imported, none of them would take."""
    head = (start + body).encode(encoding)
    expected = next((known for known in all_formats() if known.detect(head)), None)
    assert detect_format(head) is expected


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_formats_are_told_in_any_encoding(name: str, encoding: str) -> None:
    """Byte order marks and NUL bytes do not hide what a file is."""
    found = detect_format(FILES[name].decode().encode(encoding))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "It was late.",
        "",
        "<p>It was late.</p>",
        "<html><body>alto</body></html>",
        "<!-- <alto> --><html></html>",
        "a < b > c",
    ],
)
def test_other_texts_are_none_of_them(text: str) -> None:
    """Plain text and other markup are in no format; the sentence says what was tried."""
    with pytest.raises(InputError, match=r"hOCR, ALTO XML, PAGE XML.*layoutfix\.fix"):
        layoutfix.read(text.encode(), name="a.txt")


def test_comments_and_doctypes_do_not_hide_the_root() -> None:
    """The first element counts, whatever stands before it."""
    for before in (b"<!-- <html> -->\n", b"\n\n", b'<?x y?><!DOCTYPE alto SYSTEM "a.dtd">'):
        data = to_alto(clean_rows()).partition(b"?>\n")[2]
        assert layoutfix.read(before + data).format == "alto"


def test_missing_files_are_refused_in_words(tmp_path: Path) -> None:
    """A path that is no file is one sentence with its name."""
    with pytest.raises(InputError, match=r"none\.xml cannot be read"):
        layoutfix.read(tmp_path / "none.xml")
    with pytest.raises(InputError, match="is a directory"):
        layoutfix.read(tmp_path)


def test_unknown_formats_are_refused_in_words() -> None:
    """The sentence lists those there are."""
    with pytest.raises(InputError, match="'docx': choose one of hocr"):
        layoutfix.read(b"", format="docx")


def test_streams_of_text_are_refused() -> None:
    """A stream has to be binary."""
    with pytest.raises(TypeError, match="mode 'rb'"):
        layoutfix.read(StringIO("x"))  # type: ignore[arg-type]


def test_only_its_own_result_is_written() -> None:
    """A result of another text has offsets that mean nothing here."""
    document = layoutfix.read(FILES["hocr"])
    with pytest.raises(InputError, match="not of this document"):
        layoutfix.write(document, layoutfix.fix("It was late."))


def test_a_document_is_written_in_its_format() -> None:
    """None becomes another."""
    document = layoutfix.read(FILES["hocr"])
    result = layoutfix.fix(document)
    assert layoutfix.write(document, result, format="hocr") == FILES["hocr"]
    with pytest.raises(InputError, match="read from hOCR"):
        layoutfix.write(document, result, format="alto")


def test_repair_takes_documents() -> None:
    """Its text is mended, its order stays."""
    document = layoutfix.read(to_hocr(fused_rows()))
    assert layoutfix.repair(document).text == layoutfix.repair(document.text).text


def test_every_format_is_documented() -> None:
    """docs/formats.md or docs/formats-engines.md has each, and its examples run."""
    docs = [ROOT / "docs" / name for name in ("formats.md", "formats-engines.md")]
    text = "".join(path.read_text(encoding="utf-8") for path in docs)
    assert [known.name for known in all_formats() if f"| `{known.name}` |" not in text] == []
    failed, tried = doctest.testfile(str(docs[0]), module_relative=False)
    assert tried
    assert not failed
