"""The shipped weights as text: a fit puts its numbers where they live, a line a number."""

from __future__ import annotations

import datetime
import hashlib
import json
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import layoutfix
from layoutfix.script import Script

FOLDER = Path(layoutfix.__file__).parent / "data" / "weights"
_DIGEST = 16


def digest_of(paths: Iterable[Path]) -> str:
    """The digest of the files that something was fitted on."""
    data = b"".join(path.read_bytes() for path in paths)
    return hashlib.sha256(data).hexdigest()[:_DIGEST]


def fold_of(document: str, folds: int) -> int:
    """The fold, of so many, that a document is left out with: the same in every run."""
    return hashlib.sha256(document.encode()).digest()[0] % folds


def put_numbers(
    script: Script,
    section: str,
    numbers: Mapping[str, Any],
    fit: str,
    digest: str | None,
    folder: Path = FOLDER,
) -> None:
    """Replace numbers of a section, and say of their fit that it is of this month and digest.

    KeyError where the file has no such number or fit: a fit brings no names of its own.
    """
    path = folder / f"{script.value}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["fits"][fit] |= {"date": f"{datetime.date.today():%Y-%m}", "digest": digest}
    known = data["weights"][section]
    for name, value in numbers.items():
        known[name][:] = value, fit
    path.write_text(weights_to_text(data), encoding="utf-8")


def weights_to_text(data: Mapping[str, Any]) -> str:
    """The text of a file of weights: a line a number and a fit; named ones have several."""
    fits = [f"  {json.dumps(name)}: {json.dumps(fit)}" for name, fit in data["fits"].items()]
    sections = []
    for section, numbers in data["weights"].items():
        lines = [f"   {json.dumps(name)}: {_to_text(*pair)}" for name, pair in numbers.items()]
        sections.append(f"  {json.dumps(section)}: {{\n" + ",\n".join(lines) + "\n  }")
    head = f'{{\n "family": {json.dumps(data["family"])},\n "fits": {{\n'
    return head + ",\n".join(fits) + '\n },\n "weights": {\n' + ",\n".join(sections) + "\n }\n}\n"


def _to_text(value: Any, fit: str) -> str:
    """A number and its fit; numbers by name in lines of their own."""
    if not isinstance(value, dict):
        return json.dumps([value, fit])
    named = [f"{json.dumps(name)}:\0{json.dumps(number)}" for name, number in value.items()]
    lines = textwrap.wrap(", ".join(named), _WIDTH, break_long_words=False, break_on_hyphens=False)
    inside = "".join(f"    {line}\n" for line in lines).replace("\0", " ")
    return f"[{{\n{inside}   }}, {json.dumps(fit)}]"


_WIDTH = 92
