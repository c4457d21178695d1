"""FILE.pins.json: corrections as they are kept beside the text they are of (docs/review.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypeVar, get_args

from layoutfix.errors import InputError, cannot_be_read
from layoutfix.model import ParagraphKind, Pin
from layoutfix.pins import Break, Corrections, Cut, Kind

FORMAT = "layoutfix pins"
PINS_VERSION = 1
"""Version of the format (docs/pins.schema.json); raised when a field changes its meaning."""

FIELDS = {"format", "version", "text", "anew", "pins", "cuts", "breaks", "kinds"}
KINDS: tuple[str, ...] = get_args(ParagraphKind)

T = TypeVar("T")


def text_to_digest(text: str) -> str:
    """SHA-256 of a text, as hexadecimal: of its UTF-8, newlines as LF.

    >>> text_to_digest("")[:8]
    'e3b0c442'
    """
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check_digest(known: Corrections, text: str) -> None:
    """InputError where corrections are of another text."""
    if known.digest and known.digest != text_to_digest(text):
        raise InputError(
            "the pins are those of another text, or the text was changed since: use the text that"
            " they were made for, or make them anew with `layoutfix review`"
        )


def corrections_to_json(known: Corrections, text: str) -> str:
    """The corrections of a text as they are written to a file."""
    record = {
        "format": FORMAT,
        "version": PINS_VERSION,
        "text": {"sha256": text_to_digest(text), "characters": len(text)},
        "anew": known.anew,
        "pins": [
            {"left": list(p.left), "right": list(p.right), "together": p.together}
            for p in known.pins
        ],
        "cuts": [{"at": c.at, "apart": c.apart} for c in known.cuts],
        "breaks": [{"at": b.at, "begins": b.begins} for b in known.breaks],
        "kinds": [{"span": list(k.span), "kind": k.kind} for k in known.kinds],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def read_pins(path: str | PathLike[str]) -> Corrections:
    """The corrections in a file of pins, for `fix(text, pins=...)`, which checks whose they are.

    Raises InputError where the file cannot be read, is none of pins, or of a later version.
    """
    name = fspath(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise cannot_be_read(name, error) from None
    return json_to_corrections(data, name)


def json_to_corrections(data: bytes | str, name: str = "the file of pins") -> Corrections:
    """The corrections that a file of pins has; `name` is what messages call it.

    >>> known = Corrections(cuts=(Cut(3),), anew=False)
    >>> json_to_corrections(corrections_to_json(known, "a text")).cuts
    (Cut(at=3, apart=True),)
    """
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        raise InputError(
            f"{name} is no JSON: name the .pins.json that `layoutfix review` wrote."
        ) from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise InputError(
            f"{name} is no file of pins: name the .pins.json that `layoutfix review` wrote."
        )
    if record.get("version") != PINS_VERSION:
        raise InputError(
            f"{name} is of version {record.get('version')!r}, and this layoutfix reads version"
            f" {PINS_VERSION}: install a later one."
        )
    unknown = sorted({*record} - FIELDS)
    if unknown:
        raise InputError(f"{name} has a field {unknown[0]!r}, which there is not: remove it.")
    return _read_record(record, name)


def _read_record(record: Mapping[str, Any], name: str) -> Corrections:
    text = record.get("text")
    digest = text.get("sha256") if isinstance(text, dict) else None
    if not isinstance(digest, str) or not digest:
        raise InputError(f"{name} does not say which text it is of (text.sha256): make it anew.")
    anew = record.get("anew", False)
    if not isinstance(anew, bool):
        raise InputError(f"{name}: anew is {anew!r}; it must be true or false.")
    known = Corrections(
        pins=_read_list(record, "pins", name, _read_pin),
        cuts=_read_list(record, "cuts", name, lambda e: Cut(_offset(e, "at"), _flag(e, "apart"))),
        breaks=_read_list(
            record, "breaks", name, lambda e: Break(_offset(e, "at"), _flag(e, "begins"))
        ),
        kinds=_read_list(record, "kinds", name, lambda e: Kind(_span(e, "span"), _kind(e))),
        anew=anew,
    )
    return replace(known, digest=digest)


def _read_list(
    record: Mapping[str, Any], field: str, name: str, read: Callable[[Mapping[str, Any]], T]
) -> tuple[T, ...]:
    entries = record.get(field, [])
    if not isinstance(entries, list):
        raise InputError(f"{name}: {field} is no list.")
    done = []
    for number, entry in enumerate(entries, 1):
        try:
            done.append(read(entry))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise InputError(
                f"{name}: entry {number} of {field} is not as docs/pins.schema.json has it."
            ) from None
    return tuple(done)


def _read_pin(entry: Mapping[str, Any]) -> Pin:
    return Pin(_span(entry, "left"), _span(entry, "right"), _flag(entry, "together"))


def _offset(entry: Mapping[str, Any], field: str) -> int:
    value = entry[field]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(field)
    return value


def _span(entry: Mapping[str, Any], field: str) -> tuple[int, int]:
    start, end = entry[field]
    span = _offset({"at": start}, "at"), _offset({"at": end}, "at")
    if span[0] >= span[1]:
        raise ValueError(field)
    return span


def _flag(entry: Mapping[str, Any], field: str) -> bool:
    value = entry.get(field, True)
    if not isinstance(value, bool):
        raise ValueError(field)
    return value


def _kind(entry: Mapping[str, Any]) -> ParagraphKind:
    kind: ParagraphKind = entry["kind"]
    if kind not in KINDS:
        raise ValueError(kind)
    return kind
