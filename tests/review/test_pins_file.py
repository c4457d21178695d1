"""FILE.pins.json: what is written is read, and what is no such file is refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import layoutfix
from layoutfix.model import Pin
from layoutfix.pins import Break, Corrections, Cut, Kind
from layoutfix.pins_file import corrections_to_json, json_to_corrections, text_to_digest
from tests.helpers import ROOT

TEXT = "One line.\nAnother line.\n"
KNOWN = Corrections(
    pins=(Pin((0, 9), (10, 23)), Pin((10, 23), (0, 9), together=False)),
    cuts=(Cut(4), Cut(10, apart=False)),
    breaks=(Break(10), Break(0, begins=False)),
    kinds=(Kind((0, 9), "heading"),),
    anew=False,
    digest=text_to_digest(TEXT),
)


def test_what_is_written_is_read() -> None:
    """All fields come back, with the digest of the text."""
    assert json_to_corrections(corrections_to_json(KNOWN, TEXT)) == KNOWN


def test_the_file_is_as_its_schema_has_it() -> None:
    """docs/pins.schema.json allows what is written, and the example of docs/review.md."""
    schema = json.loads((ROOT / "docs" / "pins.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(corrections_to_json(KNOWN, TEXT)))
    told = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    example = told.partition("```json\n")[2].partition("```")[0]
    validator.validate(json.loads(example))
    json_to_corrections(example)


def test_a_file_is_used_by_its_path(tmp_path: Path) -> None:
    """`fix(text, pins=read_pins(path))` honours what the file says."""
    path = tmp_path / "page.txt.pins.json"
    known = Corrections(breaks=(Break(10),), anew=False)
    path.write_text(corrections_to_json(known, TEXT), encoding="utf-8")
    assert layoutfix.fix(TEXT, pins=layoutfix.read_pins(path)).text == TEXT.replace("\nA", "\n\nA")


def _with(**fields: Any) -> str:
    return json.dumps({**json.loads(corrections_to_json(KNOWN, TEXT)), **fields})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[", "is no JSON"),
        ("[]", "is no file of pins"),
        ('{"format": "other"}', "is no file of pins"),
        (_with(version=2), "is of version 2"),
        (_with(more=1), "a field 'more'"),
        (_with(text={}), "which text it is of"),
        (_with(anew=1), "anew is 1"),
        (_with(cuts={}), "cuts is no list"),
        (_with(cuts=[{"at": -1}]), "entry 1 of cuts"),
        (_with(kinds=[{"span": [0, 9], "kind": "poster"}]), "entry 1 of kinds"),
        (_with(pins=[{"left": [0, 9], "right": [9, 9]}]), "entry 1 of pins"),
        (_with(pins=[7]), "entry 1 of pins"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """The sentence names the file and what is wrong in it."""
    path = tmp_path / "p.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(layoutfix.InputError, match=r"p\.json") as refused:
        layoutfix.read_pins(path)
    assert said in str(refused.value)


def test_a_file_of_another_text_is_refused() -> None:
    """Pins whose digest is not that of the text are not used."""
    with pytest.raises(layoutfix.InputError, match="another text"):
        layoutfix.fix("Some other text.", pins=KNOWN)
