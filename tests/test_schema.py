"""docs/schema.json and docs/json.md against what is printed."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

import layoutfix
from layoutfix.checks import check_result
from layoutfix.model import Fragment, Joint, JointKind, Paragraph, ParagraphKind, Step
from layoutfix.replay import replay
from layoutfix.result import JSON_VERSION, Result

DOCS = Path(__file__).parents[1] / "docs"
SCHEMA = json.loads((DOCS / "schema.json").read_text(encoding="utf-8"))
JSON_MD = (DOCS / "json.md").read_text(encoding="utf-8")
EXAMPLE_DUMP = "Left one. Right one.\nLeft two. Right two.\n"

DUMPS = [
    "",
    " \n\n",
    "One line",
    "Der Markt war leer.\n\nAm Abend kam niemand mehr.\n",
    "第一行的文字在这里\n第二行的文字也在这里，\n然后是第三行。\n",
    "Left one goes on      Right one goes on\nin the next line,     into its second,\n"
    "and ends here.        and ends as well.\n",
    "a\fb\n\U0001f600 emoji\n",
]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(SCHEMA)


@pytest.fixture
def example() -> Any:
    block = re.search(r"```json\n(.*?)```", JSON_MD, re.DOTALL)
    assert block
    return json.loads(block.group(1))


def test_schema_is_valid() -> None:
    """The schema itself is valid JSON Schema 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("dump", DUMPS)
def test_real_output_validates(validator: Draft202012Validator, dump: str) -> None:
    """What fix() gives validates, whatever it is given."""
    result = layoutfix.fix(dump, language="und")
    validator.validate(json.loads(result.to_json()))
    validator.validate(result.to_dict())


def test_example_validates(validator: Draft202012Validator, example: Any) -> None:
    """The example in docs/json.md validates."""
    validator.validate(example)


def test_example_is_true(example: Any) -> None:
    """The example keeps every promise of a result, and prints as it stands in the docs."""
    fragments = tuple(Fragment(f["start"], f["end"], f["text"]) for f in example["fragments"])
    steps = tuple(Step(**step) for step in example["steps"])
    result = check_result(
        Result(
            text=replay(EXAMPLE_DUMP, fragments, example["order"], steps),
            paragraphs=tuple(
                Paragraph(p["kind"], tuple(p["fragments"]), p["text"])
                for p in example["paragraphs"]
            ),
            joints=tuple(Joint(**joint) for joint in example["joints"]),
            fragments=fragments,
            order=tuple(example["order"]),
            steps=steps,
            language=example["language"],
            verdict=example["verdict"],
            dump=EXAMPLE_DUMP,
        )
    )
    assert result.text == "Left one. Left two.\n\nRight one. Right two.\n"
    assert result.to_dict() == example


def test_version() -> None:
    """The schema is of the version that is printed."""
    assert SCHEMA["properties"]["version"] == {"const": JSON_VERSION}


def test_kinds_are_those_of_the_types() -> None:
    """The schema allows the kinds of the model, neither more nor fewer, and the docs name them."""
    joint = SCHEMA["properties"]["joints"]["items"]["properties"]
    paragraph = SCHEMA["properties"]["paragraphs"]["items"]["properties"]
    assert tuple(joint["kind"]["enum"]) == get_args(JointKind)
    assert tuple(paragraph["kind"]["enum"]) == get_args(ParagraphKind)
    for kind in (*get_args(JointKind), *get_args(ParagraphKind)):
        assert f"`{kind}`" in JSON_MD


def test_fields_are_those_of_the_types() -> None:
    """Joints and steps have the fields of their types, and the docs name every field."""
    items = SCHEMA["properties"]
    assert set(items["joints"]["items"]["properties"]) == {f.name for f in fields(Joint)}
    assert set(items["steps"]["items"]["properties"]) == {f.name for f in fields(Step)}
    for name in (*items, *(f.name for f in fields(Joint)), *(f.name for f in fields(Step))):
        assert f"`{name}`" in JSON_MD, name


@pytest.mark.parametrize("level", [(), ("fragments", 0), ("joints", 0), ("steps", 0)])
def test_unknown_fields_are_refused(
    validator: Draft202012Validator, example: Any, level: tuple[str | int, ...]
) -> None:
    """A field that the schema does not know is an error at every level."""
    part = example
    for key in level:
        part = part[key]
    part["surprise"] = 1
    assert not validator.is_valid(example)


def test_every_field_is_required(validator: Draft202012Validator, example: Any) -> None:
    """Leaving out any field but `file` is an error."""
    for name in example:
        assert not validator.is_valid({k: v for k, v in example.items() if k != name}), name
    assert validator.is_valid({"file": "page.txt", **example})
