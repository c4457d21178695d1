"""One page from its number to its files."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from .articles import read_texts
from .browser import Browser, Line, disagreeing
from .compose import compose
from .damage import Damage, Image, degrade, draw_damage, fitting_dpi
from .engines import Readings, Scan, draw_engines, read_pdf, read_scan, versions
from .errors import PageError
from .record import name_of, write_page
from .schedule import Slot, dice
from .sheet import Sheet

ATTEMPTS = 3
"""How often a page is drawn anew where it cannot be made."""

_MOST_PRINTED = 200
"""Pages: then Chromium is started anew, which frees what it holds."""
_LEAST_LINES = 15
_MOST_WRONG = 0.01


class Factory:
    """What makes pages, one after the other, in one process."""

    def __init__(self, corpora: Path, out: Path, seed: int) -> None:
        self._corpora, self._out, self._seed = corpora, out, seed
        self._folder = Path(tempfile.mkdtemp(prefix="layoutfix-factory-"))
        self._browser = self._start()
        self._printed = 0

    def _start(self) -> Browser:
        return Browser(shutil.which("chromium") or "chromium")

    def _restart(self) -> None:
        self._browser.close()
        self._browser = self._start()
        self._printed = 0

    def close(self) -> None:
        """Ends the browser and removes what was left of the last page."""
        self._browser.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def make(self, slot: Slot) -> str:
        """Makes a page and returns its name, or raises the reason why the last attempt failed."""
        if self._printed >= _MOST_PRINTED:
            self._restart()
        self._printed += 1
        for attempt in range(ATTEMPTS):
            try:
                return self._make(slot, attempt)
            except PageError:
                if attempt == ATTEMPTS - 1:
                    raise
            except Exception:
                self._restart()  # the browser may have ended
                raise
        raise AssertionError("there is at least one attempt")

    def _make(self, slot: Slot, attempt: int) -> str:
        texts = read_texts(self._corpora, slot.language)[slot.part]
        if not texts:
            raise PageError(f"no article of {slot.language} is in {slot.part}")
        clock = [time.perf_counter()]
        group, sheet = compose(slot, texts, self._seed, attempt)
        pdf, lines = self._browser.set_page(sheet)
        clock.append(time.perf_counter())
        name = name_of(self._seed, slot.number, slot.language, group)
        path = self._folder / "page.pdf"
        path.write_bytes(pdf)
        self._check(path, sheet, lines)
        clock.append(time.perf_counter())
        readings = Readings()
        read_pdf(path, readings)
        clock.append(time.perf_counter())
        rng = dice(self._seed, slot.number, "engines")
        names = draw_engines(rng, slot.language, slot.part, vertical=sheet.vertical)
        damage = None
        if names:
            damage, image = self._scan(slot, path, sheet)
            scan = Scan(self._folder / "page.png", image, damage.dpi)
            _write_png(scan)
            clock.append(time.perf_counter())
            read_scan(scan, names, slot.language, readings)
            clock.append(time.perf_counter())
        given = {**readings.dumps, **readings.sees_page}
        page: dict[str, Any] = {
            "id": name,
            "group": group,
            "lang": slot.language,
            "columns": sheet.columns,
            "part": slot.part,
            "seed": self._seed,
            "number": slot.number,
            "attempt": attempt,
            "sources": [text.source for text in sheet.texts],
            "layout": {**sheet.layout, "width": sheet.width, "vertical": sheet.vertical},
            "damage": damage and damage.to_data(),
            "engines": {
                "chromium": f"chromium {self._browser.version}",
                **{engine: versions()[engine] for engine in sorted(given)},
            },
            "blocks": [{k: v for k, v in b.items() if k != "row"} for b in sheet.blocks],
            "lines": lines,
            "dumps": readings.dumps,
            "sees_page": readings.sees_page,
        }
        if readings.boxes is not None:
            page["boxes"] = readings.boxes
        if readings.failed:
            page["failed"] = readings.failed
        steps = zip(
            ("set", "check", "read_pdf", "scan", "read_scan"), clock, clock[1:], strict=False
        )
        page["seconds"] = {step: round(end - start, 2) for step, start, end in steps}
        write_page(self._out, page, pdf, readings.tsv)
        return name

    def _check(self, pdf: Path, sheet: Sheet, lines: list[Line]) -> None:
        """Raises an error where the PDF is not one page with the true lines at their places."""
        import pymupdf  # noqa: PLC0415

        with pymupdf.open(pdf) as document:
            if len(document) != 1:
                raise PageError(f"the PDF has {len(document)} pages")
            letters = [
                (c["c"], *c["bbox"])
                for block in document[0].get_text("rawdict")["blocks"]
                for line in block.get("lines", ())
                for span in line["spans"]
                for c in span["chars"]
            ]
        if len(lines) < _LEAST_LINES:
            raise PageError(f"the page has {len(lines)} lines")
        wrong = disagreeing(lines, letters, vertical=sheet.vertical)
        if len(wrong) > _MOST_WRONG * len(lines):
            raise PageError(f"{len(wrong)} of {len(lines)} lines differ: {wrong[0]}")

    def _scan(self, slot: Slot, pdf: Path, sheet: Sheet) -> tuple[Damage, Image]:
        """What is done to the page's image, and that image."""
        import pymupdf  # noqa: PLC0415

        damage = draw_damage(dice(self._seed, slot.number, "damage"))
        least = min(style["size"] for style in sheet.layout["styles"])
        with pymupdf.open(pdf) as document:
            page = document[0]
            dpi = fitting_dpi(damage.dpi, least, page.rect.width * page.rect.height)
            damage = replace(damage, dpi=dpi)
            pixels = page.get_pixmap(dpi=damage.dpi, colorspace=pymupdf.csGRAY)
            image: Image = np.frombuffer(pixels.samples, np.uint8)
            image = image.reshape(pixels.height, pixels.stride)[:, : pixels.width]
        grain = np.random.default_rng([self._seed, slot.number])
        return damage, degrade(np.ascontiguousarray(image), damage, grain)


def _write_png(scan: Scan) -> None:
    import cv2  # noqa: PLC0415

    cv2.imwrite(str(scan.path), scan.image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
