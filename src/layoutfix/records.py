"""Dataclasses that cost little to define: their methods are made when the first of them is.

`dataclasses.dataclass` writes and compiles six functions for each class, 0.5 ms and more, also for
the many that a page never makes an object of. Here `__init__` is compiled for the third object;
what else a record does, it does by one function for all. A type checker sees the dataclasses
of the standard library, and `dataclasses.fields`, `replace` and `asdict` take records as they take
these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, replace
else:

    def dataclass(*, frozen=False, slots=False, eq=True, repr=True):
        """A class decorator; the options mean what they mean for `dataclasses.dataclass`.

        A record inherits no fields: neither it nor its bases may be records of another.

        >>> @dataclass(frozen=True, slots=True)
        ... class Span:
        ...     start: int
        ...     end: int = 0
        >>> Span(3), Span(3) == Span(3, 0), len({Span(1, 2), Span(1, 2)})
        (Span(start=3, end=0), True, 1)
        """
        return lambda cls: _make_record(cls, frozen=frozen, slots=slots, eq=eq, repr=repr)

    def field(**options):
        """What is particular of a field: the options of `dataclasses.field`."""
        return Field(**options)

    def fields(record):
        """The fields of a record or of its class, each with its name, type and default."""
        if not hasattr(record, _FIELDS):
            from dataclasses import fields as standard  # noqa: PLC0415 - of a dataclass of others

            return standard(record)
        return getattr(record, _FIELDS)

    def replace(record, /, **changes):
        """A record with other values in some fields, as `dataclasses.replace` makes it.

        >>> @dataclass(frozen=True)
        ... class Span:
        ...     start: int
        ...     end: int
        >>> replace(Span(3, 4), end=9)
        Span(start=3, end=9)
        """
        for one in fields(record):
            if one.init:
                if one.name not in changes:
                    changes[one.name] = getattr(record, one.name)
            elif one.name in changes:
                raise ValueError(f"field {one.name} is declared with init=False, it cannot be set")
        return record.__class__(**changes)


__all__ = ["dataclass", "field", "fields", "replace"]

_FIELDS = "__record_fields__"
_LEFT = "__objects_left__"
"""How many objects are made before `__init__` is compiled."""
_NOTHING = object()


class _Made:
    """Stands in a signature for what a factory makes."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE = _Made()


class Field:
    """A field of a record; attributes as those of `dataclasses.Field`."""

    __slots__ = ("compare", "default", "default_factory", "hash", "init", "name", "repr", "type")

    def __init__(
        self,
        *,
        default: Any = _NOTHING,
        default_factory: Any = _NOTHING,
        init: bool = True,
        repr: bool = True,
        hash: bool | None = None,
        compare: bool = True,
    ) -> None:
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare
        self.hash = compare if hash is None else hash
        self.name = self.type = ""

    def again(self) -> Any:
        """The field as one of the standard library's, or its default where that says all."""
        from dataclasses import field as standard  # noqa: PLC0415 - as `_Standard` says

        options = {name: getattr(self, name) for name in ("init", "repr", "hash", "compare")}
        for name in ("default", "default_factory"):
            if getattr(self, name) is not _NOTHING:
                options[name] = getattr(self, name)
        return standard(**options)


def _make_record(cls: type, *, frozen: bool, slots: bool, eq: bool, repr: bool) -> type:
    own = dict(cls.__dict__)
    found = []
    for name, kind in cls.__annotations__.items():
        if str(kind).startswith("ClassVar"):
            continue
        said = own.pop(name, _NOTHING)
        one = said if isinstance(said, Field) else Field(default=said)
        one.name, one.type = name, kind
        found.append(one)
        if not slots and one.default is not _NOTHING:
            own[name] = one.default
    own[_FIELDS] = tuple(found)
    own.setdefault("__match_args__", tuple(one.name for one in found if one.init))
    for name in ("__dataclass_fields__", "__dataclass_params__"):
        own[name] = _Standard(name, frozen=frozen, eq=eq, repr=repr)
    if eq:
        _compare(own, found, frozen=frozen)
    if repr:
        own.setdefault("__repr__", _show)
    if frozen:
        own["__setattr__"], own["__delattr__"] = _refuse_to_set, _refuse_to_delete
    if slots:
        own["__slots__"] = tuple(one.name for one in found)
        if frozen:
            own.setdefault("__getstate__", _get_state)
            own.setdefault("__setstate__", _set_state)
    for name in ("__dict__", "__weakref__"):
        own.pop(name, None)
    own["__init__"], own["__signature__"] = _init_at_first, _Signature()
    own[_LEFT] = 2
    made: type = type(cls)(cls.__name__, cls.__bases__, own)
    made.__qualname__ = cls.__qualname__
    return made


def _compare(own: dict[str, Any], found: list[Field], *, frozen: bool) -> None:
    """Equality and hashes of a class, by the values of its fields."""
    values = _getter([one.name for one in found if one.compare])

    def equals(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    has_own = "__eq__" in own
    own.setdefault("__eq__", equals)
    if own.get("__hash__") is not None or ("__hash__" in own and not has_own):
        return
    hashed = _getter([one.name for one in found if one.hash])
    own["__hash__"] = (lambda self: hash(hashed(self))) if frozen else None


def _getter(names: list[str]) -> Callable[[Any], Any]:
    """A function of an object: the tuple of its attributes of these names."""
    if not names:
        return lambda _: ()
    values = attrgetter(*names)
    return values if len(names) > 1 else lambda record: (values(record),)


def _init_at_first(self: Any, /, *values: Any, **named: Any) -> None:
    """Stands for a record's `__init__`, which is compiled for its third object, or for a mistake.

    Settings and weights have one object: to set its fields one by one takes a tenth of that time.
    """
    cls = _class_of(type(self))
    left = cls.__dict__[_LEFT]
    if left > 0 and _set_fields(cls, self, values, named):
        setattr(cls, _LEFT, left - 1)
        return
    _compile_init(cls)(self, *values, **named)


def _set_fields(cls: Any, record: Any, values: Sequence[Any], named: Mapping[str, Any]) -> bool:
    """Gives each field its value; False, and nothing is done, where the arguments do not fit."""
    found = getattr(cls, _FIELDS)
    names = [one.name for one in found if one.init]
    given = {**dict(zip(names, values, strict=False)), **named}
    if len(given) != len(values) + len(named) or not given.keys() <= {*names}:
        return False
    lacking = [one for one in found if one.name not in given]
    if any(one.init and one.default is one.default_factory is _NOTHING for one in lacking):
        return False
    for one in lacking:
        if one.default_factory is not _NOTHING:
            given[one.name] = one.default_factory()
        elif one.default is not _NOTHING:
            given[one.name] = one.default
    for name, value in given.items():
        object.__setattr__(record, name, value)
    if hasattr(cls, "__post_init__"):
        record.__post_init__()
    return True


def _class_of(cls: type) -> type:
    """The class, of one and those that it inherits from, that is a record."""
    return next(each for each in cls.__mro__ if _FIELDS in each.__dict__)


def _compile_init(cls: Any) -> Callable[..., None]:
    """Gives a record's class the `__init__` of its fields."""
    known: dict[str, Any] = {"_made": _MADE, "_set": object.__setattr__}
    arguments, lines = [], []
    is_frozen = cls.__setattr__ is _refuse_to_set
    for one in getattr(cls, _FIELDS):
        name, argument, value = one.name, one.name, one.name
        if one.default is not _NOTHING:
            known[f"_default_{name}"] = one.default
            argument = value = f"{name}=_default_{name}"
        elif one.default_factory is not _NOTHING:
            known[f"_make_{name}"] = one.default_factory
            argument = f"{name}=_made"
            lines += [f"if {name} is _made: {name} = _make_{name}()"] * one.init
        if one.init:
            arguments.append(argument)
            value = name
        elif one.default_factory is not _NOTHING:
            value = f"_make_{name}()"
        elif one.default is not _NOTHING:
            value = f"_default_{name}"
        else:
            continue
        lines.append(_assignment(cls, name, value, known, is_frozen=is_frozen))
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n ".join(lines or ["pass"])
    exec(f"def __init__(self, {', '.join(arguments)}):\n {body}", known)
    made = known["__init__"]
    made.__qualname__, made.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    types = {one.name: one.type for one in getattr(cls, _FIELDS) if one.init}
    made.__annotations__ = {**types, "return": None}
    cls.__init__ = made
    cls.__signature__ = None  # that of `__init__`, which is there now
    return cast("Callable[..., None]", made)


def _assignment(cls: type, name: str, value: str, known: dict[str, Any], *, is_frozen: bool) -> str:
    """A line that gives a field its value; a slot sets it faster than its class does."""
    if not is_frozen:
        return f"self.{name} = {value}"
    if name in getattr(cls, "__slots__", ()):
        known[f"_set_{name}"] = cls.__dict__[name].__set__
        return f"_set_{name}(self, {value})"
    return f"_set(self, {name!r}, {value})"


class _Signature:
    """`__signature__` of a class whose `__init__` is not compiled: that of the one it will have."""

    def __get__(self, record: Any, cls: type) -> Any:
        import inspect  # noqa: PLC0415 - only who asks needs it

        _compile_init(_class_of(cls))
        return inspect.signature(cls)


class _Standard:
    """An attribute that the standard library looks for in a dataclass, made when it does."""

    def __init__(self, name: str, **options: bool) -> None:
        self._name, self._options = name, options

    def __get__(self, record: Any, cls: type) -> Any:
        import dataclasses  # noqa: PLC0415 - few ask, and it takes long to import

        cls = _class_of(cls)
        own: dict[str, Any] = {"__annotations__": {}, "__doc__": "", "__module__": cls.__module__}
        for one in getattr(cls, _FIELDS):
            own["__annotations__"][one.name] = one.type
            own[one.name] = one.again()
        twin: Any = dataclasses.dataclass(kw_only=True, **self._options)(
            type(cls.__name__, (), own)
        )
        for name in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(cls, name, getattr(twin, name))
        return getattr(cls, self._name)


@recursive_repr()
def _show(self: Any) -> str:
    said = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(said)})"


def _refuse_to_set(self: Any, name: str, value: Any) -> None:
    raise _frozen(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise _frozen(f"cannot delete field {name!r}")


def _frozen(message: str) -> AttributeError:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - as above

    return FrozenInstanceError(message)


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
