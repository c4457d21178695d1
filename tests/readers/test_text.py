"""Files and streams -> text: newlines, marks, errors."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.errors import InputError
from layoutfix.readers import read_text


@pytest.mark.parametrize(
    ("data", "text", "newline"),
    [
        (b"a\nb\n", "a\nb\n", "\n"),
        (b"a\r\nb\r\n", "a\nb\n", "\r\n"),
        (b"a\rb\r", "a\nb\n", "\r"),
        (b"a\r\nb\r\nc\n", "a\nb\nc\n", "\r\n"),
        (b"a\nb\nc\r\n", "a\nb\nc\n", "\n"),
        (b"a\r\r\nb", "a\n\nb", "\r\n"),
        (b"a", "a", "\n"),
        (b"", "", "\n"),
        (b"a\x0c\r\nb", "a\x0c\nb", "\r\n"),
        ("a\u2028b\x85c".encode(), "a\u2028b\x85c", "\n"),
    ],
)
def test_newlines(data: bytes, text: str, newline: str) -> None:
    """CRLF and CR become LF; the most frequent one is remembered; other separators are text."""
    read = read_text(BytesIO(data))
    if newline == "\r\n" and data == b"a\r\r\nb":
        assert read.newline in {"\r", "\r\n"}
    else:
        assert read.newline == newline
    assert read.text == text
    assert read.decoded == data.decode()


def test_newlines_are_restored() -> None:
    """A changed text is written with the file's newline, an unchanged one as it came."""
    read = read_text(BytesIO(b"a\r\nb\nc\r\n"))
    assert read.restore_newlines("c\nb\na\n") == "c\r\nb\r\na\r\n"
    assert read.restore_newlines(read.text) == "a\r\nb\nc\r\n"


@given(st.text(st.sampled_from("ab\r\n\x0c ")))
def test_unchanged_text_is_exact(text: str) -> None:
    """Reading and writing back an unchanged text gives the same text, whatever its newlines."""
    read = read_text(BytesIO(text.encode()))
    assert "\r" not in read.text
    assert read.restore_newlines(read.text) == text


def test_utf16_with_crlf() -> None:
    """Newlines are found after decoding."""
    read = read_text(BytesIO("\ufeffa\r\nb".encode("utf-16-le")))
    assert (read.text, read.newline, read.encoding, read.had_bom) == (
        "a\nb",
        "\r\n",
        "utf-16-le",
        True,
    )


def test_path(tmp_path: Path) -> None:
    """A file is read by its path, as str or Path."""
    path = tmp_path / "page.txt"
    path.write_bytes("第一页".encode("gb18030"))
    for source in (path, str(path)):
        read = read_text(source)
        assert (read.text, read.encoding) == ("第一页", "gb18030")


def test_open_file(tmp_path: Path) -> None:
    """An open file is named in messages by its own name."""
    path = tmp_path / "scan.bin"
    path.write_bytes(b"\0\1\2\3" * 20)
    with path.open("rb") as file, pytest.raises(InputError, match=r"scan\.bin looks binary"):
        read_text(file)


def test_encoding_is_forced() -> None:
    """A given encoding is used."""
    assert read_text(BytesIO(b"\xe4"), "latin-1").text == "ä"


def test_name_in_messages() -> None:
    """A name that is given stands in the message."""
    with pytest.raises(InputError, match=r"^the scan looks binary"):
        read_text(BytesIO(b"\0" * 9), name="the scan")


def test_missing_file(tmp_path: Path) -> None:
    """A missing file is an InputError, in the words of the system."""
    with pytest.raises(InputError, match=r"nope\.txt cannot be read: No such file"):
        read_text(tmp_path / "nope.txt")


def test_directory(tmp_path: Path) -> None:
    """A directory is told from a file."""
    with pytest.raises(InputError, match="is a directory"):
        read_text(tmp_path)


def test_text_stream() -> None:
    """A stream of str is the caller's mistake, and says how to open the file."""
    with pytest.raises(TypeError, match="'rb'"):
        read_text(StringIO("abc"))  # type: ignore[arg-type]
