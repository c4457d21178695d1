"""Scans of pages under review: PNG or JPEG, read once, shown from memory."""

from __future__ import annotations

import re
import struct
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from layoutfix.document import Document
from layoutfix.errors import InputError, cannot_be_read

MOST_BYTES = 64 << 20
"""Of one scan: it is kept in memory, and written into the page as a file. Raised, more is kept."""

KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""By the first bytes of a file: what every browser shows."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Second bytes of the segments of a JPEG that say its size."""
_SEPARATOR_RE = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan: its bytes, its media type, and its size in pixels (0 where its head is damaged)."""

    data: bytes
    kind: str
    width: int
    height: int


def read_scan(path: Path) -> Scan:
    """The scan in a file. InputError where it is no PNG or JPEG, or too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                f"{path} has more than {MOST_BYTES >> 20} MB: name a smaller copy of the scan."
            )
        data = path.read_bytes()
    except OSError as error:
        raise cannot_be_read(path, error) from None
    kind = next((kind for head, kind in KINDS.items() if data.startswith(head)), None)
    if kind is None:
        raise InputError(f"{path} is no PNG or JPEG: convert the scan to one of these.")
    width, height = _read_size(data)
    return Scan(data, kind, width, height)


def find_scans(document: Document, path: Path) -> list[Scan | None]:
    """The scan of each page that a document names, where it lies in the folder of its file.

    Whatever path is written in the file, only the last part of it is sought, and only there: a link
    that leads elsewhere is not followed. None where there is none that a browser can show, and
    for all pages after those that together have `MOST_BYTES`.
    """
    found: list[Scan | None] = []
    left = MOST_BYTES
    for page in document.pages:
        scan = _find_scan(_SEPARATOR_RE.split(page.image)[-1], path)
        if scan is not None and len(scan.data) > left:
            scan = None
        left -= 0 if scan is None else len(scan.data)
        found.append(scan)
    return found


def _find_scan(name: str, path: Path) -> Scan | None:
    if name in {"", ".", ".."} or "\0" in name:
        return None
    image = path.parent / name
    try:
        is_beside = image.is_file() and image.resolve().parent == path.parent.resolve()
        return read_scan(image) if is_beside else None
    except (InputError, OSError):
        return None


def scan_to_address(scan: Scan) -> str:
    """The scan as an address that holds all of it, for a page that is one file."""
    return f"data:{scan.kind};base64,{b64encode(scan.data).decode('ascii')}"


def _read_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG by its head; 0, 0 where it is damaged.

    >>> _read_size(bytes.fromhex("89504e470d0a1a0a0000000d4948445200000280000001e0"))
    (640, 480)
    >>> _read_size(bytes.fromhex("ffd8 ffe0 0004 0000 ffc0 0011 08 01e0 0280"))
    (640, 480)
    """
    try:
        if data.startswith(b"\x89"):
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        at = next(at for marker, at in _segments(data) if marker in _FRAMES)
        height, width = struct.unpack_from(">HH", data, at + 3)
    except (struct.error, StopIteration):
        return 0, 0
    return width, height


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Second byte of the mark of each segment of a JPEG, and where what follows the mark begins."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        yield data[at + 1], at + 2
        at += 2 + max(struct.unpack_from(">H", data, at + 2)[0], 2)
