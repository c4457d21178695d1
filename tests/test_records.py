"""Records are the dataclasses of the standard library, made later."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import pprint
from typing import Any, ClassVar

import pytest

from layoutfix import records


def _make(made: Any) -> Any:
    """One class by a module that makes dataclasses: fields of all kinds."""

    @made.dataclass(frozen=True, slots=True)
    class Page:
        lines: int
        wide: ClassVar[int] = 80
        name: str = "a"
        notes: list[str] = made.field(default_factory=list, hash=False)
        known: dict[int, int] = made.field(
            default_factory=dict, init=False, repr=False, compare=False
        )

        @property
        def doubled(self) -> int:
            return 2 * self.lines

    return Page


Ours, Theirs = _make(records), _make(dataclasses)


@records.dataclass(frozen=True, slots=True)
class Span:
    """A class that can be pickled."""

    start: int
    end: int = 0


@records.dataclass(slots=True)
class Open:
    """A class whose objects change."""

    at: int
    found: list[int] = records.field(default_factory=list)


@records.dataclass(frozen=True)
class Wide:
    """A class without slots, with a check of its own."""

    width: float
    high: float = 1.0

    def __post_init__(self) -> None:
        if self.width <= 0:
            raise ValueError("no width")


@pytest.mark.parametrize(
    ("values", "named"),
    [((3,), {}), ((3, "b"), {}), ((3,), {"notes": ["x"]}), ((), {"lines": 4, "name": "c"})],
)
def test_objects_are_those_of_a_dataclass(values: Any, named: Any) -> None:
    """The same values, text, equality and hash, the same after a change."""
    theirs = Theirs(*values, **named)
    made = _make(records)
    for _ in range(4):  # the third is made in another way
        assert repr(made(*values, **named)) == repr(theirs)
    ours = Ours(*values, **named)
    assert repr(ours) == repr(theirs)
    assert hash(ours) == hash(theirs)
    assert ours == Ours(*values, **named)
    assert ours != theirs
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert ours.doubled == theirs.doubled
    for replace in (records.replace, dataclasses.replace):
        assert repr(replace(ours, lines=9)) == repr(dataclasses.replace(theirs, lines=9))
    assert pprint.pformat(ours) == repr(ours)


@pytest.mark.parametrize(("values", "named"), [((), {}), ((1, "a", [], {}), {}), ((1,), {"x": 2})])
def test_what_a_dataclass_does_not_take_is_refused(values: Any, named: Any) -> None:
    for made in (Ours, Theirs, _make(records), _make(records)):
        with pytest.raises(TypeError):
            made(*values, **named)


def test_each_object_has_a_default_of_its_own() -> None:
    a, b = Ours(1), Ours(1)
    a.notes.append("x")
    assert (b.notes, a.known is b.known) == ([], False)


def test_frozen_records_stay_as_they_are() -> None:
    """As a dataclass does, it says which field; no other attribute can be added."""
    for name in ("lines", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=name):
            setattr(Ours(1), name, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Ours(1).lines
    assert not hasattr(Ours(1), "__dict__")


def test_other_records_can_be_changed() -> None:
    """They are equal by their values, and so have no hash."""
    one = Open(1)
    one.at = 2
    assert one == Open(2)
    with pytest.raises(TypeError):
        hash(one)


def test_a_class_is_seen_as_a_dataclass() -> None:
    """Fields, their types and defaults, what matches by position, the signature."""
    ours, theirs = dataclasses.fields(Ours), dataclasses.fields(Theirs)
    for name in ("name", "type", "default", "init", "repr", "compare"):
        assert [getattr(f, name) for f in ours] == [getattr(f, name) for f in theirs]
    assert [f.name for f in records.fields(Ours)] == [f.name for f in theirs]
    assert dataclasses.is_dataclass(_make(records))
    assert Ours.__match_args__ == Theirs.__match_args__
    assert str(inspect.signature(_make(records))) == str(inspect.signature(Theirs))


def test_records_are_copied_and_pickled() -> None:
    """In a process that has not made one of them yet, too."""
    for one in (Span(1, 2), Open(3, [4]), Wide(2.0)):
        assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == copy.copy(one) == one
    empty = Span.__new__(Span)
    empty.__setstate__([5, 6])  # type: ignore[attr-defined]
    assert empty == Span(5, 6)


def test_a_check_of_its_own_is_made() -> None:
    assert Wide(2).high == 1.0
    assert vars(Wide(2)) == {"width": 2, "high": 1.0}
    with pytest.raises(ValueError, match="no width"):
        Wide(0)


def test_dataclasses_of_others_are_taken() -> None:
    assert repr(records.replace(Theirs(1), lines=2)) == repr(Theirs(2))
    assert [f.name for f in records.fields(Theirs)] == [f.name for f in records.fields(Ours)]


def test_a_value_that_is_not_given_at_the_start_cannot_be_replaced() -> None:
    with pytest.raises(ValueError, match="known"):
        records.replace(Ours(1), known={})


def test_who_inherits_may_have_an_init() -> None:
    class Longer(Span):
        __slots__ = ()

        def __init__(self) -> None:
            super().__init__(1, 9)

    assert (Longer().start, Longer().end) == (1, 9)
    assert Longer() != Span(1, 9)
