"""Weights are data: each number names its fit, and a file that lacks one is said to."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import regex as re
from tools.weight_files import FOLDER, digest_of, put_numbers, weights_to_text

from layoutfix import Config, InputError, RepairConfig, fix
from layoutfix.script import Script
from layoutfix.weights import (
    RepairWeights,
    Weights,
    load_repair_weights,
    load_weights,
    read_weights,
)
from tests.helpers import config_with

FILES = sorted(FOLDER.glob("*.json"))
FAMILIES = [script.value for script in Script]
SECTIONS = [*get_type_hints(Weights).values(), RepairWeights]
DUMP = """The ferry had been out of
Council members voted on
sight since dawn, and on the
Monday to repair the bridge
quay the women waited with
over the mill stream, which
their baskets in the rain
has been closed to carts
until the harbour master
since the flood in March.
came down to them and told
The work will cost twelve
what the wireless had said
thousand pounds and should
about the storm at sea.
be finished before winter.
"""


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def _is_of(value: Any, kind: Any) -> bool:
    """Whether a value is of a field's type: numbers, tuples of them, and numbers by name."""
    if get_origin(kind) is Mapping:
        return isinstance(value, dict) and all(_is_of(v, get_args(kind)[1]) for v in value.values())
    if get_origin(kind) is tuple:
        inner = [k for k in get_args(kind) if k is not ...]
        kinds = inner * len(value) if ... in get_args(kind) else inner
        return isinstance(value, tuple) and all(map(_is_of, value, kinds))
    return isinstance(value, int if kind is int else int | float) and math.isfinite(value)


def test_there_is_a_file_for_each_family_and_one_for_repair() -> None:
    assert [path.stem for path in FILES] == sorted([*FAMILIES, "repair"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_number_names_a_fit_of_its_file(path: Path) -> None:
    """And each fit of the file is of some number; it says how it was made, on what, and when."""
    data = _read(path)
    named = {fit for section in data["weights"].values() for _, fit in section.values()}
    assert named == set(data["fits"])
    for fit in data["fits"].values():
        assert fit.keys() == {"how", "on", "date", "digest"}
        assert fit["how"]
        assert fit["on"]
        assert re.fullmatch(r"\d{4}-\d{2}", fit["date"])
        assert fit["digest"] is None or re.fullmatch(r"[0-9a-f]{16}", fit["digest"])


@pytest.mark.parametrize("script", Script)
def test_shipped_numbers_are_finite_and_of_the_type_that_their_field_has(script: Script) -> None:
    weights = load_weights(script)
    for section in (*(getattr(weights, f.name) for f in fields(Weights)), load_repair_weights()):
        for name, kind in get_type_hints(type(section)).items():
            assert _is_of(getattr(section, name), kind), name


@pytest.mark.parametrize("section", SECTIONS, ids=lambda c: c.__name__)
def test_every_number_is_explained(section: type) -> None:
    """In the docstring of its section, which explains nothing that is gone."""
    names, text = {f.name for f in fields(section)}, section.__doc__ or ""
    assert names - set(re.findall(r"\w+", text)) == set()
    entries = re.findall(r"^ {4}(\w+(?:, \w+)*) {2,}", text, re.MULTILINE)
    assert {name for entry in entries for name in entry.split(", ")} - names == set()


def _lack(data: dict[str, Any]) -> None:
    del data["weights"]["gate"]["least_gain"]


def _misspell(data: dict[str, Any]) -> None:
    data["weights"]["gate"]["least_gian"] = data["weights"]["gate"].pop("least_gain")


def _add(data: dict[str, Any]) -> None:
    data["weights"]["gate"]["most_gain"] = [1.0, "gate"]


def _lack_section(data: dict[str, Any]) -> None:
    del data["weights"]["gate"]


def _name_no_fit(data: dict[str, Any]) -> None:
    data["weights"]["gate"]["least_gain"][1] = "guess"


def _set(section: str, name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data["weights"][section][name][0] = value

    return change


def _lack_a_name(data: dict[str, Any]) -> None:
    del data["weights"]["assembly"]["heading_odds"][0]["bias"]


def _of_no_family(data: dict[str, Any]) -> None:
    data["family"] = "kanji"


def _stand_alone(data: dict[str, Any]) -> None:
    data["weights"]["gate"]["least_gain"] = 4.0


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_lack, "lack least_gain (gate)"),
        (_misspell, "lack least_gain and have unknown least_gian (gate)"),
        (_add, "have unknown most_gain (gate)"),
        (_lack_section, "lack gate (sections)"),
        (_name_no_fit, "gate.least_gain names no fit of the file ('guess')"),
        (_stand_alone, "are damaged or are none: "),
        (_set("gate", "least_gain", "8"), "needs a finite number, not '8'"),
        (_set("gate", "least_gain", None), "needs a finite number, not None"),
        (_set("gate", "least_gain", True), "needs a finite number, not True"),
        (_set("gate", "least_gain", math.nan), "needs a finite number, not nan"),
        (_set("turns", "max_columns", 7.5), "turns.max_columns in "),
        (_set("turns", "max_columns", 7.5), "needs a whole number, not 7.5"),
        (_set("gutters", "odds", [1.0, 2.0]), "needs a list of 7 values"),
        (_set("gutters", "odds", 1.0), "needs a list of 7 values, not 1.0"),
        (_of_no_family, "are of family 'kanji': choose one of cjk, spaced"),
        (_lack_a_name, "assembly.heading_odds in "),
    ],
)
def test_a_file_of_other_numbers_is_refused(
    damage: Callable[[dict[str, Any]], None], said: str, tmp_path: Path
) -> None:
    """In one sentence that names the file and the number."""
    data = _read(FOLDER / "cjk.json")
    damage(data)
    path = tmp_path / "own.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_weights(path)
    assert said in str(raised.value)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"fits": {}, "weights": []}', "\x00"])
def test_what_is_no_file_of_weights_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="are damaged or are none"):
        read_weights(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_weights(tmp_path / "none.json")


@pytest.mark.parametrize("name", ["least_gain", "gate", "seams", "spaced_seams", "mingap"])
def test_an_unknown_setting_is_a_type_error(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        Config(**{name: 1.0})


def test_settings_are_few() -> None:
    assert len(fields(Config)) + len(fields(RepairConfig)) <= 25


CLOSED = {"gate": {"least_gain": 1e9, "most_markup_share": -1.0}}
"""Every page is taken for a table, whose rows are not moved."""


def test_own_weights_change_what_comes_out() -> None:
    """Of pages in their scripts alone."""
    assert fix(DUMP, language="en").changed
    assert not fix(DUMP, language="en", config=config_with(**CLOSED)).changed
    assert fix(DUMP, language="en", config=config_with(Script.CJK, **CLOSED)).changed


def test_weights_of_a_file_are_used(tmp_path: Path) -> None:
    data = _read(FOLDER / "spaced.json")
    for section, numbers in CLOSED.items():
        for name, value in numbers.items():
            data["weights"][section][name][0] = value
    path = tmp_path / "own.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    config = Config(weights={Script.SPACED: read_weights(path)})
    assert not fix(DUMP, language="en", config=config).changed


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_tools_write_files_as_they_are(path: Path) -> None:
    assert weights_to_text(_read(path)) == path.read_text(encoding="utf-8")


def test_a_fit_puts_its_numbers_where_they_live(tmp_path: Path) -> None:
    """With the digest of what it was fitted on, and nothing else of the file changed."""
    shipped = FOLDER / "cjk.json"
    own = tmp_path / shipped.name
    own.write_bytes(shipped.read_bytes())
    digest = digest_of([shipped])
    put_numbers(Script.CJK, "assembly", {"gap_below": 0.25}, "confidence", digest, tmp_path)
    assert read_weights(own).assembly.gap_below == 0.25
    old, new = (path.read_text(encoding="utf-8").splitlines() for path in (shipped, own))
    changed = [b for a, b in zip(old, new, strict=True) if a != b]
    assert [line.split(":")[0].strip() for line in changed] == ['"confidence"', '"gap_below"']
    with pytest.raises(KeyError):
        put_numbers(Script.CJK, "assembly", {"gap_bellow": 1}, "confidence", None, tmp_path)
