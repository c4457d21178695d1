"""A file or a byte stream -> the text to repair, with what is needed to write it back alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO

from layoutfix.errors import InputError, cannot_be_read
from layoutfix.readers.encodings import decode

NEWLINE_RE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a file, and how it was read.

    text        what to repair: newlines are LF, there is no byte order mark
    decoded     the text as it was decoded, with the newlines of the file
    newline     the file's newline, "\\n", "\\r\\n" or "\\r"; the most frequent one if it mixes them
    encoding    name of the encoding, as Python writes it
    confidence  how sure the encoding is, 0..1
    how         how it was found: "given", "byte order mark", "valid UTF-8", "NUL bytes",
                "likely characters", "charset-normalizer"
    had_bom     whether the file began with a byte order mark
    """

    text: str
    decoded: str = field(repr=False)
    newline: str
    encoding: str
    confidence: float
    how: str
    had_bom: bool

    def restore_newlines(self, output: str) -> str:
        r"""Output with the newlines of the file; the file's own text where nothing was changed.

        >>> read = ReadText("a\nb", "a\r\nb", "\r\n", "utf-8", 1.0, "given", False)
        >>> read.restore_newlines("b\na")
        'b\r\na'
        """
        if output == self.text:
            return self.decoded
        return output if self.newline == "\n" else output.replace("\n", self.newline)


def read_text(
    source: str | PathLike[str] | BinaryIO, encoding: str | None = None, *, name: str | None = None
) -> ReadText:
    """The text of a file (by path) or of a binary stream.

    `encoding` forces one, otherwise it is detected (encodings.py). `name` is what messages call the
    input, the path if it is not given. InputError if the file cannot be read or is no text.
    """
    if isinstance(source, str | PathLike):
        name = name or fspath(source)
        data = _read_bytes(Path(source), name)
    else:
        name = name or getattr(source, "name", None) or "the input"
        data = source.read()
        if not isinstance(data, bytes):
            raise TypeError("read_text needs a binary stream: open the file with mode 'rb'")
    decoded = decode(data, encoding=encoding, name=str(name))
    newline = _find_newline(decoded.text)
    return ReadText(
        text=NEWLINE_RE.sub("\n", decoded.text) if "\r" in decoded.text else decoded.text,
        decoded=decoded.text,
        newline=newline,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        how=decoded.how,
        had_bom=decoded.had_bom,
    )


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise InputError(f"{name} is a directory: name the files in it.") from None
    except OSError as error:
        raise cannot_be_read(name, error) from None


def _find_newline(text: str) -> str:
    """The most frequent newline; LF where there is none."""
    crlf = text.count("\r\n")
    counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    return max(counts, key=counts.__getitem__)
