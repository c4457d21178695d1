"""Files of weights -> frozen sections, checked: no number is missing, none is of another name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from layoutfix.errors import InputError
from layoutfix.script import Script
from layoutfix.weights.assembly import AssemblyWeights
from layoutfix.weights.cutting import (
    BoxWeights,
    ColumnWeights,
    DirtWeights,
    GutterWeights,
    LatticeWeights,
    LineWeights,
    PlaceWeights,
    ReadingWeights,
    RecutWeights,
    ShiftWeights,
)
from layoutfix.weights.gate import GateWeights
from layoutfix.weights.linking import LinkWeights
from layoutfix.weights.ordering import (
    BlockWeights,
    DisplacedWeights,
    ListingWeights,
    OrderWeights,
    PathWeights,
    RegionWeights,
    TurnWeights,
)
from layoutfix.weights.repair import RepairWeights

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights for one family of scripts, a section a stage."""

    gutters: GutterWeights
    dirt: DirtWeights
    lines: LineWeights
    columns: ColumnWeights
    places: PlaceWeights
    reading: ReadingWeights
    lattice: LatticeWeights
    shifts: ShiftWeights
    recut: RecutWeights
    boxes: BoxWeights
    links: LinkWeights
    regions: RegionWeights
    turns: TurnWeights
    order: OrderWeights
    path: PathWeights
    blocks: BlockWeights
    displaced: DisplacedWeights
    listing: ListingWeights
    gate: GateWeights
    assembly: AssemblyWeights


@cache
def load_weights(script: Script) -> Weights:
    """The weights that are shipped for a family of scripts. Later calls are free.

    >>> load_weights(Script.CJK).gate == load_weights(Script.SPACED).gate
    True
    """
    return read_weights(_shipped(script.value))


@cache
def load_repair_weights() -> RepairWeights:
    """The weights that are shipped for the rules of repair."""
    path = _shipped("repair")
    return _to_section(RepairWeights, _values(path)["repair"], path, "repair")


def read_weights(path: Path) -> Weights:
    """The weights of a file. InputError where a number is missing, misspelt or of another kind."""
    found = _values(path)
    kinds = get_type_hints(Weights)
    _check_names(found, kinds, path, "sections")
    sections = {name: _to_section(kind, found[name], path, name) for name, kind in kinds.items()}
    return Weights(**sections)


def _shipped(name: str) -> Path:
    return Path(str(files("layoutfix") / "data" / "weights" / f"{name}.json"))


def _values(path: Path) -> Mapping[str, Any]:
    """The sections of a file."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        fits, sections = data["fits"], data["weights"]
        for section in sections.values():
            for value, fit in section.values():
                fits[fit], value  # each number names a fit of the file
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the weights in {path} are damaged or are none: {error}") from error
    found: Mapping[str, Any] = sections
    return found


def _check_names(found: Mapping[str, Any], known: Mapping[str, Any], path: Path, what: str) -> None:
    missing, unknown = known.keys() - found.keys(), found.keys() - known.keys()
    if missing or unknown:
        said = [f"lack {', '.join(sorted(missing))}"] * bool(missing)
        said += [f"have unknown {', '.join(sorted(unknown))}"] * bool(unknown)
        raise InputError(f"the weights in {path} {' and '.join(said)} ({what})")


def _to_section(kind: type[T], found: Mapping[str, Any], path: Path, name: str) -> T:
    """A section of its numbers, each of which stands beside the name of its fit."""
    _check_names(found, {field.name: field for field in fields(kind)}, path, name)  # type: ignore[arg-type]
    return kind(**{field: _to_value(value) for field, (value, _) in found.items()})


def _to_value(value: Any) -> Any:
    """A number, or numbers by name, as they are; lists as tuples."""
    return tuple(map(_to_value, value)) if isinstance(value, list) else value
