"""What is to be scored: texts, or the records that `layoutfix fix --format json` prints."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from layoutfix.errors import InputError, cannot_be_read
from layoutfix.evaluation.calibration import MadeJoint
from layoutfix.model import Fragment, Step
from layoutfix.replay import replay
from layoutfix.result import Result

RECORD_SUFFIXES = frozenset({".json", ".jsonl"})
HEADING_RE = re.compile(r"(?m)^#+[ \t]+(.*\S)")


@dataclass(frozen=True, slots=True)
class Prediction:
    """A text to be scored.

    name    stem of its file
    engine  which of the page's dumps it was made from, where the name says so (`page.engine`)
    joints  those of a record; () where only the text is known
    headings  texts of its headings; of a plain text, what markdown marks: None if it marks nothing
    record  the record, to be replayed on its dump; None of a plain text
    """

    name: str
    text: str
    engine: str = ""
    joints: tuple[MadeJoint, ...] = ()
    headings: tuple[str, ...] | None = None
    record: Mapping[str, Any] | None = None

    def on_dump(self, dump: str) -> Prediction:
        """The prediction with the exact text that its record makes of a dump.

        Raises InputError where the record is not of this dump.
        """
        if self.record is None:
            return self
        fragments = [Fragment(f["start"], f["end"], f["text"]) for f in self.record["fragments"]]
        if any(dump[f.start : f.end] != f.text for f in fragments):
            raise InputError(
                f"{self.name} was not made from this dump: its fragments are not there at their"
                " offsets; pass the dump that `layoutfix fix` read."
            )
        if not self.record["changed"]:
            return replace(self, text=dump)
        steps = [
            Step(s["rule"], s["start"], s["end"], s["before"], s["after"])
            for s in self.record["steps"]
        ]
        return replace(self, text=replay(dump, fragments, self.record["order"], steps))


def result_to_prediction(result: Result, name: str) -> Prediction:
    """A result of `layoutfix.fix`, to be scored."""
    texts = [f.text for f in result.fragments]
    joints = tuple(
        MadeJoint(texts[j.left], texts[j.right], j.kind, j.confidence) for j in result.joints
    )
    headings = tuple(p.text for p in result.paragraphs if p.kind == "heading")
    return Prediction(name, result.text, joints=joints, headings=headings)


def read_predictions(path: Path) -> Iterator[Prediction]:
    """The predictions in a file: one, or of a JSON file one for each line that names its input.

    Raises InputError where the file is empty, or JSON that is not such a record.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8: predictions must be.") from None
    except OSError as error:
        raise cannot_be_read(path, error) from None
    if not text.strip():
        raise InputError(f"{path} is empty: there is nothing to score.")
    if path.suffix not in RECORD_SUFFIXES:
        marked = tuple(HEADING_RE.findall(text))
        yield Prediction(path.stem, text, headings=marked or None)
        return
    for record in _read_records(text, path):
        name = Path(record["file"]).stem if "file" in record else path.stem
        yield record_to_prediction(record, name)


def _read_records(text: str, path: Path) -> list[Mapping[str, Any]]:
    try:
        records = [json.loads(text)]
    except json.JSONDecodeError:
        try:
            records = [json.loads(line) for line in text.splitlines() if line.strip()]
        except json.JSONDecodeError as error:
            raise InputError(f"{path} is not JSON ({error}).") from None
    if not all(isinstance(r, dict) and "fragments" in r and "joints" in r for r in records):
        raise InputError(
            f"{path} is no record of `layoutfix fix --format json`: it has no fragments and joints."
        )
    return records


def record_to_prediction(record: Mapping[str, Any], name: str) -> Prediction:
    """The prediction in a record. Raises InputError where it has no text.

    The paragraphs stand for the text until `on_dump` makes it to the letter.
    """
    text = "\n\n".join(p["text"] for p in record["paragraphs"])
    if not text.strip():
        raise InputError(f"{name} is empty: there is nothing to score.")
    texts = [f["text"] for f in record["fragments"]]
    joints = tuple(
        MadeJoint(texts[j["left"]], texts[j["right"]], j["kind"], j["confidence"])
        for j in record["joints"]
    )
    headings = tuple(p["text"] for p in record["paragraphs"] if p["kind"] == "heading")
    return Prediction(name, text, joints=joints, headings=headings, record=record)
