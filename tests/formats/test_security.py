"""No file makes layoutfix ask the net, open another file, or take more memory than it should."""

from __future__ import annotations

import gzip
import socket
from contextlib import suppress
from pathlib import Path

import pytest

import layoutfix
from layoutfix.errors import InputError
from layoutfix.formats import markup
from tests.formats.pages import clean_rows, to_alto, to_hocr, to_page

FILES = {
    "alto": to_alto(clean_rows()),
    "page": to_page(clean_rows()),
    "hocr": to_hocr(clean_rows()),
}


@pytest.fixture(autouse=True)
def _no_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a socket fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the net was asked")

    monkeypatch.setattr(socket, "socket", refuse)


def _with_doctype(name: str, doctype: str, text: str = "&x;") -> bytes:
    root = {"alto": b"<alto", "page": b"<PcGts", "hocr": b"<html"}[name]
    data = FILES[name].replace(root, doctype.encode() + b"\n" + root, 1)
    return data.replace(b"ferry", text.encode())


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY x SYSTEM "http://localhost:1/x">',
        '<!ENTITY % p SYSTEM "http://localhost:1/x"> %p;',
        "<!ENTITY a 'ha'>" + "".join(f"<!ENTITY x{k} '{'&a;' * 9}'>" for k in range(9)),
    ],
    ids=["file", "net", "parameter", "laughs"],
)
def test_entities_are_refused(name: str, entities: str) -> None:
    """A file that declares entities, inner or outer ones, is refused in one sentence."""
    data = _with_doctype(name, f"<!DOCTYPE x [{entities}]>")
    with pytest.raises(InputError, match="entities"):
        layoutfix.read(data)


@pytest.mark.parametrize("name", FILES)
def test_entities_are_found_in_other_encodings(name: str) -> None:
    """An encoding does not hide them."""
    data = _with_doctype(name, '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>')
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        text = data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        with pytest.raises(InputError):
            layoutfix.read(text.encode(encoding), format=name)


@pytest.mark.parametrize("name", FILES)
def test_dtds_are_not_loaded(name: str, tmp_path: Path) -> None:
    """A DTD that is named is not opened: not from disk, not from the net."""
    (tmp_path / "x.dtd").write_text('<!ENTITY x "loaded">', encoding="utf-8")
    for place in ("http://localhost:1/x.dtd", (tmp_path / "x.dtd").as_uri()):
        data = _with_doctype(name, f'<!DOCTYPE x SYSTEM "{place}">', text="boat")
        assert "boat" in layoutfix.read(data).text
        data = _with_doctype(name, f'<!DOCTYPE x SYSTEM "{place}">')
        with suppress(InputError):
            assert "loaded" not in layoutfix.read(data).text


def test_deep_files_are_refused() -> None:
    """Elements may not stand ten thousand deep."""
    data = b"<alto>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</alto>"
    with pytest.raises(InputError, match="no well-formed ALTO"):
        layoutfix.read(data)


def test_deep_html_does_no_harm() -> None:
    """HTML of ten thousand elements in one another is read or refused."""
    data = b"<html><div class='ocr_page'>" + b"<div>" * 10_000 + b"<span class='ocr_line'>It</span>"
    try:
        assert layoutfix.read(data).text in {"", "It\n"}
    except InputError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("name", ["alto", "page"])
def test_files_of_too_many_bytes_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file above the bound is refused before it is parsed."""
    monkeypatch.setattr(markup, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match="split it"):
        layoutfix.read(FILES[name])


def test_files_of_too_many_tags_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small elements take more memory than bytes."""
    monkeypatch.setattr(markup, "MOST_TAGS", 100)
    with pytest.raises(InputError, match="tags"):
        layoutfix.read(FILES["alto"])


def test_a_stream_is_not_read_beyond_its_bound() -> None:
    """No more is taken of an endless stream than the format reads."""

    class Endless:
        taken = 0

        def read(self, size: int) -> bytes:
            piece = (FILES["alto"] if not self.taken else b"").ljust(size, b" ")[:size]
            self.taken += size
            return piece

    stream = Endless()
    with pytest.raises(InputError, match="more than 128 MB"):
        layoutfix.read(stream)  # type: ignore[arg-type]
    assert stream.taken <= markup.MOST_BYTES + 2


def test_packed_files_are_not_unpacked() -> None:
    """A gzip of a file is none of the formats."""
    with pytest.raises(InputError, match="no format with coordinates"):
        layoutfix.read(gzip.compress(FILES["alto"]))
