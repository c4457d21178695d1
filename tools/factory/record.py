"""The files of a page: written whole or not at all."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

PAGES, FILES = "pages", "files"
"""Folders: one JSON file a page (as the development pages), PDFs and TSVs of the same names."""


def name_of(seed: int, number: int, language: str, group: str) -> str:
    """The id of a page, which is the name of its files.

    >>> name_of(0, 12, "en", "simple")
    's0-00012-en-simple'
    """
    return f"s{seed}-{number:05}-{language}-{group}"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name first, so that it is never there in part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_page(out: Path, page: dict[str, Any], pdf: bytes, tsv: bytes | None) -> None:
    """The files of one page; the JSON is written last, and says that the page is there."""
    name = page["id"]
    write_whole(out / FILES / f"{name}.pdf", pdf)
    if tsv is not None:
        write_whole(out / FILES / f"{name}.tsv.gz", tsv)
    text = json.dumps(page, ensure_ascii=False)
    write_whole(out / PAGES / f"{name}.json", text.encode("utf-8"))


def numbers_there(out: Path, seed: int) -> set[int]:
    """The numbers of the pages of a seed that are there."""
    pages = (out / PAGES).glob(f"s{seed}-*.json")
    return {int(path.name.split("-")[1]) for path in pages}


def scan_of(page: dict[str, Any]) -> str:
    """Whether a page's scan is clean or damaged, or there is none.

    >>> scan_of({"damage": None})
    'none'
    """
    if page["damage"] is None:
        return "none"
    return "clean" if page["damage"]["clean"] else "damaged"


def manifest(out: Path) -> dict[str, Any]:
    """How many pages there are, by language, part, group and engine."""
    counts: dict[str, Counter[str]] = {
        key: Counter() for key in ("lang", "part", "group", "scan", "engine", "seed")
    }
    total = 0
    for path in sorted((out / PAGES).glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        total += 1
        for key in ("lang", "part", "group", "seed"):
            counts[key][str(page[key])] += 1
        counts["scan"][scan_of(page)] += 1
        counts["engine"].update(page["engines"].keys())
    ordered = {key: dict(sorted(found.items())) for key, found in counts.items()}
    return {"pages": total, **ordered}
