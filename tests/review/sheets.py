"""A page with coordinates for the tests of reviews: two columns that an engine read across."""

from __future__ import annotations

import struct
import zlib
from html import escape
from pathlib import Path

from tests.review.pages import LAMPS, LOG

WIDTH, HEIGHT = 900, 560
LINE, MARGIN, COLUMN = 36, 40, 450
EM = 11
"""Width of a character."""


def _words(text: str, left: int, top: int) -> str:
    made = []
    for word in text.split():
        box = f"bbox {left} {top} {left + EM * len(word)} {top + 24}"
        made.append(f'<span class="ocrx_word" title="{box}">{escape(word)}</span>')
        left += EM * (len(word) + 1)
    return " ".join(made)


def hocr(image: str = "scan.png") -> str:
    """An hOCR file whose lines go across two columns, as the boxes of their words show."""
    lines = []
    for k, (lamps, log) in enumerate(zip(LAMPS, LOG, strict=True)):
        top = MARGIN + LINE * k
        words = f"{_words(lamps, MARGIN, top)} {_words(log, COLUMN + MARGIN, top)}"
        box = f"bbox {MARGIN} {top} {WIDTH - MARGIN} {top + 24}"
        lines.append(f'<span class="ocr_line" title="{box}">{words}</span>')
    title = f"image &quot;{image}&quot;; bbox 0 0 {WIDTH} {HEIGHT}"
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f'<div class="ocr_page" title="{title}"><p class="ocr_par">{"".join(lines)}</p></div>'
        "</body></html>"
    )


def png(width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A white PNG of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def write_page(folder: Path, image: str = "scan.png") -> Path:
    """The hOCR file in a folder, with the scan that it names beside it."""
    path = folder / "page.hocr"
    path.write_text(hocr(image), encoding="utf-8")
    (folder / "scan.png").write_bytes(png())
    return path
