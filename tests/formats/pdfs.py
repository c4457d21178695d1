"""Small PDFs of ours, written by hand: text in Helvetica where it is put."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Show(NamedTuple):
    """A text that is painted: where its first letter stands, how large, and turned how."""

    x: float
    y: float
    text: str
    size: float = 10
    matrix: tuple[float, float, float, float] = (1, 0, 0, 1)
    mode: int = 0


UP = (0.0, 1.0, -1.0, 0.0)
"""Text that is read upwards."""


class Sheet(NamedTuple):
    """A page: what is painted on it, in this order."""

    shows: Sequence[Show]
    media: tuple[float, float, float, float] = (0, 0, 400, 300)
    crop: tuple[float, float, float, float] | None = None
    rotate: int = 0


def make_pdf(*sheets: Sheet) -> bytes:
    """The bytes of a PDF of these pages."""
    kids = " ".join(f"{4 + 2 * k} 0 R" for k in range(len(sheets)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for k, sheet in enumerate(sheets):
        crop = f"/CropBox [{_numbers(sheet.crop)}]" if sheet.crop else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{_numbers(sheet.media)}] {crop}"
            f" /Rotate {sheet.rotate} /Contents {5 + 2 * k} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        stream = "\n".join(map(_paint, sheet.shows))
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for number, said in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{said}\nendobj\n"
    start = len(out)
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def _numbers(box: Sequence[float]) -> str:
    return " ".join(f"{number:g}" for number in box)


def _paint(show: Show) -> str:
    text = show.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    matrix = _numbers((*show.matrix, show.x, show.y))
    return f"BT /F1 {show.size:g} Tf {show.mode} Tr {matrix} Tm ({text}) Tj ET"
