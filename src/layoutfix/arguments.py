"""What the public functions take: each argument checked before any work, or refused in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from layoutfix import ngrams
from layoutfix.config import COLUMNS, Config
from layoutfix.errors import InputError
from layoutfix.languages import NO_LANGUAGE
from layoutfix.layouts import parse_layout
from layoutfix.model import Pin

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
    """The settings, with the layout that was named beside them. InputError where one is unknown.

    >>> settle_config(None, "columns:3").layout
    'columns:3'
    """
    config = config or Config()
    if layout is not None:
        config = replace(config, layout=layout)
    parse_layout(config.layout)
    if config.columns not in COLUMNS:
        raise InputError(
            f"there is no column order {config.columns!r}: choose one of {', '.join(COLUMNS)}"
        )
    return config


def settle_pins(pins: Iterable[Pin], length: int) -> tuple[Pin, ...]:
    """The pins; InputError where one names no span of a text of so many characters."""
    pins = tuple(pins)
    for pin in pins:
        for lo, hi in (pin.left, pin.right):
            if not 0 <= lo < hi <= length:
                raise InputError(
                    f"a pin names the span {lo}..{hi}, but the text has {length} characters:"
                    " spans are (start, end) in code points"
                )
    return pins
