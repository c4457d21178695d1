"""A PDF's bytes -> its pages: passwords, damage, pages without a text layer, what is not shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from layoutfix.document import Box, Document, DocumentPage, Region
from layoutfix.errors import InputError
from layoutfix.formats.pdf.chars import PageChars, make_frame
from layoutfix.formats.pdf.rows import Placed, words_to_lines

MOST_PAGES = 10_000
MOST_LISTED = 10
"""Numbers of pages that a note lists."""

TURNED_SHARE = 0.5
"""Share of the words of a page that must be turned alike for the page to be said to be turned."""

_HEAD_BYTES = 1024
_VERSION_RE = re.compile(rb"%PDF-(\d\.\d)")
_PASSWORD = 4
"""PDFium's error code for a password that is missing."""


def looks_like_pdf(head: bytes) -> bool:
    """Whether a file begins as a PDF does, also after some bytes of junk."""
    return b"%PDF-" in head[:_HEAD_BYTES]


def read_pdf(data: bytes, name: str) -> Document:
    """The text layer of a PDF; boxes are in points, as the page is shown.

    InputError where it is damaged, wants a password, has too many pages, has no text at all, or
    pypdfium2 is not installed.
    """
    try:
        import pypdfium2  # noqa: PLC0415 - an extra
        import pypdfium2.raw as api  # noqa: PLC0415
    except ImportError:
        raise InputError(
            f"{name} is a PDF, and pypdfium2 is not installed: pip install 'layoutfix[pdf]'."
        ) from None
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refuse(name, getattr(error, "err_code", None)) from None
    with closing(pdf):
        count = len(pdf)
        if not 0 < count <= MOST_PAGES:
            said = "no pages" if not count else f"more than {MOST_PAGES:,} pages"
            raise InputError(f"{name} is a PDF with {said}: give one of 1 to {MOST_PAGES:,} pages.")
        notes = _Notes()
        pages = tuple(_read_page(pdf, k, pypdfium2.PdfiumError, api, notes) for k in range(count))
    if not any(page.regions for page in pages):
        raise InputError(
            f"{name} has no text layer: give its pages to an OCR engine, and give what that writes."
        )
    version = _VERSION_RE.search(data[:_HEAD_BYTES])
    return Document(
        pages, "pdf", version[1].decode() if version else "", data, tuple(notes.sentences())
    )


def _refuse(name: str, code: int | None) -> InputError:
    if code == _PASSWORD:
        return InputError(
            f"{name} is a PDF that wants a password: save it without one, for example with"
            " `qpdf --decrypt --password=...`."
        )
    return InputError(
        f"{name} is a damaged PDF, or none: repair it, for example with `qpdf` or"
        " `mutool clean`, or save it anew."
    )


class _Notes:
    """Numbers of the pages that something is to be said of."""

    def __init__(self) -> None:
        self.broken: list[int] = []
        self.empty: list[int] = []
        self.unknown: list[int] = []
        self.outside: list[int] = []

    def sentences(self) -> Iterator[str]:
        for pages, said in (
            (self.broken, "cannot be read: they are damaged"),
            (self.empty, "have no text layer"),
            (self.unknown, "have characters without a code, which are left out"),
            (self.outside, "have words outside of what is shown, which are left out"),
        ):
            if pages:
                more = f" and {len(pages) - MOST_LISTED} more" if len(pages) > MOST_LISTED else ""
                listed = ", ".join(map(str, pages[:MOST_LISTED]))
                yield f"pages that {said}: {listed}{more}"


def _read_page(
    pdf: Any, number: int, error: type[Exception], api: Any, notes: _Notes
) -> DocumentPage:
    label = str(number + 1)
    try:
        page = pdf[number]
    except error:
        notes.broken.append(number + 1)
        return DocumentPage((), id=label)
    with closing(page):
        width, height = page.get_size()
        frame = make_frame(_shown(page), page.get_rotation())
        try:
            text = page.get_textpage()
        except error:
            notes.broken.append(number + 1)
            return DocumentPage((), width, height, id=label)
        with closing(text):
            chars = PageChars(api, text.raw, frame)
            words = list(chars.words())
    if "\0" in chars.codes:
        notes.unknown.append(number + 1)
    shown = [word for word in words if _is_inside(word.box, width, height)]
    if len(shown) < len(words):
        notes.outside.append(number + 1)
    lines = tuple(words_to_lines(shown))
    if not lines:
        notes.empty.append(number + 1)
    regions = (Region(lines),) if lines else ()
    return DocumentPage(regions, width, height, id=label, rotation=_rotation(shown))


def _shown(page: Any) -> tuple[float, float, float, float]:
    """What of a page is shown: the part of its crop box on its medium."""
    left, bottom, right, top = page.get_mediabox()
    crop = page.get_cropbox()
    within = max(left, crop[0]), max(bottom, crop[1]), min(right, crop[2]), min(top, crop[3])
    sound = within[0] < within[2] and within[1] < within[3]
    return within if sound else (left, bottom, right, top)


def _is_inside(box: Box, width: float, height: float) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return 0 <= x <= width and 0 <= y <= height


def _rotation(words: list[Placed]) -> float:
    """Degrees clockwise by which most of the text stands turned."""
    if not words:
        return 0.0
    turn, count = Counter(word.turn for word in words).most_common(1)[0]
    return -90.0 * turn % 360 if count > TURNED_SHARE * len(words) else 0.0
