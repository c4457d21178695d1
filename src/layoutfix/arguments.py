"""What the public functions take: each argument checked before any work, or refused in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from os import PathLike

from layoutfix import ngrams
from layoutfix.config import COLUMNS, Config, RepairConfig
from layoutfix.errors import InputError
from layoutfix.languages import NO_LANGUAGE
from layoutfix.layouts import parse_layout
from layoutfix.model import Pin
from layoutfix.pins import Corrections
from layoutfix.pins_file import check_digest
from layoutfix.script import Script
from layoutfix.weights import Weights

AUTO = "auto"
"""The language is to be detected."""


def check_is_text(text: object, function: str) -> None:
    """TypeError where the text of a public function is none, with the way to make it one.

    >>> check_is_text(b"abc", "fix")
    Traceback (most recent call last):
        ...
    TypeError: layoutfix.fix needs a str, not bytes: decode it first, for example \
data.decode('utf-8') or data.decode('gb18030')
    """
    if isinstance(text, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"layoutfix.{function} needs a str, not bytes: decode it first, for example"
            " data.decode('utf-8') or data.decode('gb18030')"
        )
    if not isinstance(text, str):
        raise TypeError(f"layoutfix.{function} needs a str, not {type(text).__name__}")


def check_language(language: str) -> None:
    """InputError for a code without a model, which names those there are."""
    available = ngrams.available()
    if language not in {AUTO, NO_LANGUAGE, *available}:
        raise InputError(
            f"there is no model for the language {language!r}: choose one of"
            f" {', '.join(available)}, or 'und' for none"
        )


def check_jobs(jobs: int) -> None:
    """InputError for fewer than one process."""
    if jobs < 1:
        raise InputError(f"jobs is {jobs}; it must be 1 or more")


def settle_config(config: Config | None, layout: str | None) -> Config:
    """The settings, with the layout that was named beside them.

    Raises InputError for a value of no use, TypeError for what is no `Config`.

    >>> settle_config(None, "columns:3").layout
    'columns:3'
    """
    config = _check_config(config)
    if layout is not None and not isinstance(layout, str):
        raise TypeError(f"layout needs a str such as 'columns:3', not {type(layout).__name__}")
    if layout is not None:
        config = replace(config, layout=layout)
    parse_layout(config.layout)
    if config.columns not in COLUMNS:
        raise InputError(
            f"there is no column order {config.columns!r}: choose one of {', '.join(COLUMNS)}"
        )
    return config


def _check_rules(rules: object) -> None:
    """TypeError for what is no `RepairConfig`."""
    if not isinstance(rules, RepairConfig):
        raise TypeError(f"Config.repair needs a layoutfix.RepairConfig, not {type(rules).__name__}")


def _check_config(config: object) -> Config:
    """The settings; InputError where a field has a value of no use."""
    if config is None:
        return Config()
    if not isinstance(config, Config):
        raise TypeError(f"config needs a layoutfix.Config, not {type(config).__name__}")
    _check_rules(config.repair)
    for name in ("min_confidence", "doubtful_below"):
        chance = getattr(config, name)
        if not isinstance(chance, int | float) or not 0 <= chance <= 1:
            raise InputError(f"Config.{name} is {chance!r}; it must be a chance, from 0 to 1")
    for settings in (config, config.repair):
        for field in fields(settings):
            value = getattr(settings, field.name)
            if isinstance(field.default, bool) and not isinstance(value, bool):
                name = f"{type(settings).__name__}.{field.name}"
                raise InputError(f"{name} is {value!r}; it must be True or False")
    own = config.weights
    if own is not None and not (
        isinstance(own, Mapping)
        and all(isinstance(k, Script) and isinstance(v, Weights) for k, v in own.items())
    ):
        raise InputError(
            "Config.weights needs weights by script, for example"
            ' {Script.CJK: layoutfix.weights.read_weights("own.json")}'
        )
    return config


def settle_pins(pins: Iterable[Pin] | Corrections, text: str) -> Corrections:
    """The corrections; InputError where one names a place that is not in the text.

    Pins alone, in any iterable, are corrections by which the order is sought anew.
    """
    if isinstance(pins, str | PathLike):
        raise TypeError("pins needs Pins or Corrections, not a path: layoutfix.read_pins reads it")
    known = pins if isinstance(pins, Corrections) else Corrections(pins=tuple(pins))
    for pin in known.pins:
        if not isinstance(pin, Pin):
            raise TypeError(f"pins needs layoutfix.Pin, not {type(pin).__name__}")
    check_digest(known, text)
    length = len(text)
    spans = [span for pin in known.pins for span in (pin.left, pin.right)]
    for lo, hi in [*spans, *(kind.span for kind in known.kinds)]:
        if not 0 <= lo < hi <= length:
            raise InputError(
                f"a pin names the span {lo}..{hi}, but the text has {length} characters:"
                " spans are (start, end) in code points"
            )
    for at in [*(cut.at for cut in known.cuts), *(told.at for told in known.breaks)]:
        if not 0 <= at < length:
            raise InputError(
                f"a correction names the character {at}, but the text has {length} characters,"
                " counted from 0"
            )
    return known
