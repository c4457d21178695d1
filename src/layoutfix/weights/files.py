"""Files of weights -> frozen sections, checked: no number is missing, none is of another name."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from layoutfix.errors import InputError
from layoutfix.script import Script
from layoutfix.shipped import shipped
from layoutfix.weights import cutting, ordering
from layoutfix.weights.assembly import AssemblyWeights
from layoutfix.weights.gate import GateWeights
from layoutfix.weights.linking import LinkWeights
from layoutfix.weights.repair import RepairWeights

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights for one family of scripts, a section a stage."""

    gutters: cutting.GutterWeights
    dirt: cutting.DirtWeights
    lines: cutting.LineWeights
    columns: cutting.ColumnWeights
    places: cutting.PlaceWeights
    reading: cutting.ReadingWeights
    lattice: cutting.LatticeWeights
    shifts: cutting.ShiftWeights
    recut: cutting.RecutWeights
    boxes: cutting.BoxWeights
    frames: cutting.FrameWeights
    links: LinkWeights
    regions: ordering.RegionWeights
    turns: ordering.TurnWeights
    order: ordering.OrderWeights
    far: ordering.FarWeights
    path: ordering.PathWeights
    runs: ordering.RunWeights
    blocks: ordering.BlockWeights
    displaced: ordering.DisplacedWeights
    listing: ordering.ListingWeights
    following: ordering.FollowingWeights
    gate: GateWeights
    assembly: AssemblyWeights


@cache
def load_weights(script: Script) -> Weights:
    """The weights that are shipped for a family of scripts. Later calls are free.

    >>> load_weights(Script.CJK).gate == load_weights(Script.SPACED).gate
    True
    """
    path = _shipped(script.value)
    return _to_weights(_values(path)[1], path)


@cache
def load_repair_weights() -> RepairWeights:
    """The weights that are shipped for the rules of repair."""
    path = _shipped("repair")
    return _to_section(RepairWeights, _values(path)[1]["repair"], path, "repair")


def read_weights(path: str | Path) -> Weights:
    """The weights of a file, `Config(weights={Script.CJK: read_weights("own.json")})`.

    Raises InputError, which names the file and the number, where one is missing, misspelt or of
    another kind than in the weights that are shipped for its family (as many in a list, the same
    names).
    """
    path = Path(path)
    family, found = _values(path)
    if family not in {script.value for script in Script}:
        known = ", ".join(script.value for script in Script)
        raise InputError(f"the weights in {path} are of family {family!r}: choose one of {known}")
    read, shipped = _to_weights(found, path), load_weights(Script(family))
    for section in fields(Weights):
        own, other = getattr(read, section.name), getattr(shipped, section.name)
        for field in fields(own):
            _check_kind(
                getattr(own, field.name),
                getattr(other, field.name),
                f"{section.name}.{field.name} in {path}",
            )
    return read


def _to_weights(found: Mapping[str, Any], path: Path) -> Weights:
    """The weights of a file's sections; InputError where a name is missing or unknown."""
    kinds = get_type_hints(Weights)
    _check_names(found, kinds, path, "sections")
    sections = {name: _to_section(kind, found[name], path, name) for name, kind in kinds.items()}
    return Weights(**sections)


def _check_kind(own: Any, shipped: Any, name: str) -> None:
    """InputError for a value that is not of the kind of the shipped one."""
    if isinstance(shipped, Mapping):
        if not isinstance(own, dict) or own.keys() != shipped.keys():
            raise InputError(f"{name} needs a number for each of {', '.join(shipped)}")
        own, shipped = tuple(own.values()), tuple(shipped.values())
    if isinstance(shipped, tuple):
        if not isinstance(own, tuple) or len(own) != len(shipped):
            raise InputError(f"{name} needs a list of {len(shipped)} values, not {own!r}")
        for value, other in zip(own, shipped, strict=True):
            _check_kind(value, other, name)
    elif isinstance(own, bool) or not isinstance(own, int | float) or not math.isfinite(own):
        raise InputError(f"{name} needs a finite number, not {own!r}")
    elif isinstance(shipped, int) and not isinstance(own, int):
        raise InputError(f"{name} needs a whole number, not {own!r}")


def _shipped(name: str) -> Path:
    return shipped("weights", f"{name}.json")


def _values(path: Path) -> tuple[Any, Mapping[str, Any]]:
    """The family that a file names, and its sections."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        family, fits, sections = data["family"], data["fits"], data["weights"]
        unfit = [
            f"{section}.{name} names no fit of the file ({fit!r})"
            for section, values in sections.items()
            for name, (_, fit) in values.items()
            if fit not in fits
        ]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"the weights in {path} are damaged or are none: copy a file of data/weights, and"
            " change numbers in it"
        ) from error
    if unfit:
        raise InputError(f"{path}: {unfit[0]}")
    return family, sections


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
