"""What reads the pages: programs and packages, their versions, the text each gave."""

from __future__ import annotations

import gzip
import importlib
import importlib.util
import io
import logging
import os
import random
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .damage import Image
from .errors import MissingError
from .languages import LANGUAGES

PROGRAMS = ("chromium", "tesseract", "pdftotext")
PACKAGES: Mapping[str, str] = MappingProxyType(
    {
        "playwright": "playwright",
        "pymupdf": "PyMuPDF",
        "pdfplumber": "pdfplumber",
        "pdfminer": "pdfminer.six",
        "cv2": "opencv-python-headless",
        "rapidocr_onnxruntime": "rapidocr-onnxruntime",
        "rapidocr": "rapidocr",
        "pyphen": "pyphen",
    }
)
"""Modules, and the distribution each comes from."""

OF_PDF = ("pdflayout", "pdfcollapsed", "poppler", "pdfplumber", "mupdf", "pdfminer")
"""Engines that read the PDF of every page."""

CHANCES: Mapping[str, float] = MappingProxyType(
    {
        **{"tess6": 0.36, "rapidocr": 0.16, "rapidocr3": 0.04},
        **{"tess11": 0.06, "tess4": 0.04, "tess3": 0.07},
    }
)
"""Engines that read the scan, and the share of pages that each reads (twice in the test part)."""

RAPID_LANGUAGES = frozenset({"zh-Hans", "zh-Hant", "en"})
"""What RapidOCR 1.4 reads; of Japanese it drops the kana."""
_TIMEOUT_S = 900
"""Of one engine on one page: machines that are shared may be slow."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The image of a page, and the file it lies in."""

    path: Path
    image: Image
    dpi: int


@dataclass(slots=True)
class Readings:
    """What the engines gave: texts, boxes of RapidOCR, the TSV of tesseract (gzip)."""

    dumps: dict[str, str] = field(default_factory=dict)
    sees_page: dict[str, str] = field(default_factory=dict)
    boxes: list[Any] | None = None
    tsv: bytes | None = None
    failed: dict[str, str] = field(default_factory=dict)


def draw_engines(rng: random.Random, language: str, part: str, *, vertical: bool) -> list[str]:
    """The engines that read the scan of a page; many a page has none: OCR is what takes long."""
    chances = CHANCES
    if vertical:
        chances = {"tess5": 0.5, "tess6": 0.2, "rapidocr": 0.2, "rapidocr3": 0.06}
    names = []
    for name, chance in chances.items():
        drawn = rng.random() < min(1.0, chance * (2 if part == "test" else 1))
        if drawn and (name != "rapidocr" or language in RAPID_LANGUAGES):
            names.append(name)
    return names


def check(corpora: Path) -> None:
    """Raise an error that names what is missing, if anything is."""
    if not corpora.is_dir():
        raise MissingError(f"The corpora are not at {corpora}: name their folder with --corpora.")
    for program in PROGRAMS:
        if shutil.which(program) is None:
            raise MissingError(f"Program {program} is missing: see docs/factory.md for packages.")
    for module, package in PACKAGES.items():
        if importlib.util.find_spec(module) is None:
            raise MissingError(f"Package {package} is missing: pip install '.[factory]'.")
    listed = _output(["tesseract", "--list-langs"]).split()
    for language in LANGUAGES.values():
        if language.tess not in listed:
            raise MissingError(f"tesseract cannot read {language.tess}: install its data.")


@cache
def versions() -> dict[str, str]:
    """The version of each engine."""
    tess = re.search(r"[\d.]+", _output(["tesseract", "--version"]))
    poppler = re.search(r"[\d.]+", _output(["pdftotext", "-v"]))
    made = dict.fromkeys(
        ("tess3", "tess4", "tess5", "tess6", "tess11"), f"tesseract {tess[0] if tess else '?'}"
    )
    for name in ("pdflayout", "pdfcollapsed", "poppler", "pdfraw"):
        made[name] = f"poppler {poppler[0] if poppler else '?'}"
    for name, package in (
        *(("pdfplumber", "pdfplumber"), ("mupdf", "PyMuPDF"), ("pdfminer", "pdfminer.six")),
        *(("rapidocr", "rapidocr-onnxruntime"), ("rapidocr3", "rapidocr")),
    ):
        made[name] = f"{package} {metadata.version(package)}"
    return made


def _output(command: Sequence[str]) -> str:
    done = subprocess.run(
        list(command), capture_output=True, timeout=_TIMEOUT_S, check=False, env=_environment()
    )
    return (done.stdout + (done.stderr if not done.stdout else b"")).decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}


def collapse(text: str) -> str:
    """A text whose runs of blanks are one blank each, and none at the start of a line.

    >>> collapse("  one    two\\n   three")
    'one two\\nthree'
    """
    return re.sub(r"(?m)^ ", "", re.sub(r"[ \t]+", " ", text))


def _tidy(text: str) -> str:
    return text.replace("\f", "").rstrip() + "\n"


def read_pdf(pdf: Path, readings: Readings) -> None:
    """Reads the text layer with every engine that does."""
    import pdfplumber  # noqa: PLC0415
    import pymupdf  # noqa: PLC0415
    from pdfminer.high_level import extract_text  # noqa: PLC0415

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    layout = _tidy(_output(["pdftotext", "-layout", str(pdf), "-"]))
    readings.dumps["pdflayout"] = layout
    readings.dumps["pdfcollapsed"] = collapse(layout)
    plain = _tidy(_output(["pdftotext", str(pdf), "-"]))
    readings.dumps["poppler"] = readings.sees_page["poppler"] = plain
    readings.sees_page["pdfraw"] = _tidy(_output(["pdftotext", "-raw", str(pdf), "-"]))

    def plumber() -> str:
        with pdfplumber.open(pdf) as document:
            text = document.pages[0].extract_text(layout=True)
        return re.sub(r"(?m)[ \t]+$", "", str(text))

    def mupdf() -> str:
        with pymupdf.open(pdf) as document:
            return str(document[0].get_text(sort=True))

    for name, read in (
        ("pdfplumber", plumber),
        ("mupdf", mupdf),
        ("pdfminer", lambda: str(extract_text(pdf))),
    ):
        try:
            readings.dumps[name] = _tidy(read())
        except Exception as problem:  # others may read it
            readings.failed[name] = f"{type(problem).__name__}: {problem}"


def read_scan(scan: Scan, names: Sequence[str], language: str, to: Readings) -> None:
    """Reads the scan with the engines that were drawn for it."""
    for name in names:
        try:
            if name.startswith("tess"):
                _tesseract(scan, name, language, to)
            else:
                _rapid(scan.image, name, to)
        except Exception as problem:  # others may read it
            to.failed[name] = f"{type(problem).__name__}: {problem}"


def _tesseract(scan: Scan, name: str, language: str, to: Readings) -> None:
    mode = name.removeprefix("tess")
    known = LANGUAGES[language].tess + ("_vert" if mode == "5" else "")
    base = scan.path.with_suffix("")
    outputs = ["txt", "tsv"] if mode == "6" else ["txt"]
    command = ["tesseract", str(scan.path), str(base), "-l", known, "--psm", mode]
    command += ["--dpi", str(scan.dpi), *outputs]
    subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=True, env=_environment())
    text = _tidy(base.with_suffix(".txt").read_text(encoding="utf-8"))
    (to.sees_page if mode == "3" else to.dumps)[name] = text
    if mode == "6":
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
            file.write(base.with_suffix(".tsv").read_bytes())
        to.tsv = packed.getvalue()


@cache
def _reader(name: str) -> Any:
    if name == "rapidocr":
        old = importlib.import_module("rapidocr_onnxruntime")
        return old.RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
    new = importlib.import_module("rapidocr")
    params = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Global.log_level": "error",
    }
    return new.RapidOCR(params=params)


def _rapid(image: Image, name: str, to: Readings) -> None:
    import cv2  # noqa: PLC0415

    colours = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    if name == "rapidocr":
        found = _reader(name)(colours)[0] or []
        to.boxes = [[[[round(float(x), 1) for x in q] for q in b], t] for b, t, _ in found]
        texts = [text for _, text, _ in found]
    else:
        texts = list(_reader(name)(colours).txts or ())
    to.dumps[name] = "\n".join(texts) + "\n"
