"""Files as engines write them, small, with texts of ours: data/by_format/FORMAT.what.extension."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from layoutfix import Document
from layoutfix.formats import find_format

DATA = Path(__file__).parent / "data" / "by_format"
ALIKE = {"easyocr.list.json": "rapidocr"}
"""Files that look the same as those of another format, and are told to be in that."""


def sample(name: str) -> bytes:
    """The bytes of a file, by the beginning of its name: "azure.read-3"."""
    (path,) = DATA.glob(f"{name}.*")
    return path.read_bytes()


def value(name: str) -> Any:
    """The value of a file of JSON."""
    return json.loads(sample(name))


def read_value(format: str, content: Any) -> Document:
    """The document of a value of JSON."""
    return find_format(format).read(json.dumps(content).encode(), "page.json")


def read_sample(name: str) -> Document:
    """The document of a file."""
    return find_format(name.partition(".")[0]).read(sample(name), name)


def all_samples(extension: str = "") -> list[Path]:
    """The files of formats that there are."""
    return sorted(path for path in DATA.glob(f"*.*{extension}") if path.is_file())
