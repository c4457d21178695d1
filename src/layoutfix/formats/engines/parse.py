"""Bytes -> a value of JSON, bounded; the head of a file -> the value it begins."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from layoutfix.errors import InputError

MOST_BYTES = 1 << 27
"""Of a file of JSON: about a thousand pages with characters, ten times that in memory."""

MOST_LISTS = 8_000_000
"""Lists and objects of a file: each takes some sixty bytes of memory, and two of the file."""

MOST_DEPTH = 64
"""Lists in lists at the head of a file up to which it may be an engine's: they have a dozen."""

_TOKEN_RE = re.compile(
    r'"(?:[^"\\]|\\[^u]|\\u[0-9a-fA-F]{4})*+(?:"|(\\(?:u[0-9a-fA-F]{0,3})?)?\Z)|[][{},]', re.DOTALL
)
"""A whole string, or one that the end cuts off, with a part of an escape as group 1; a bracket."""

_CLOSING = {"[": "]", "{": "}"}
_NOTHING = object()
"""What the head of a file is that is no JSON: `null` is a value."""


def parse_json(data: bytes, name: str) -> object:
    """The value of a file of JSON; InputError where it is none, or nested too deep.

    >>> parse_json(b'{"txts": null}', "page.json")
    {'txts': None}
    """
    if data.count(b"[") + data.count(b"{") > MOST_LISTS:
        raise InputError(
            f"{name} has more than {MOST_LISTS:,} lists and objects: split it into files of fewer"
            " pages."
        )
    try:
        text = _decode(data)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is JSON that is not in UTF-8 (byte {error.start}): convert it, for example"
            " with `iconv -f gb18030 -t utf-8`."
        ) from None
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is broken JSON at line {error.lineno}, column {error.colno} ({error.msg}):"
            " it may be cut off, so write it anew."
        ) from None
    except (RecursionError, ValueError):  # digits beyond what Python takes for a number
        raise InputError(
            f"{name} is JSON that is nested too deep, or has a number of too many digits: no"
            " engine writes such pages, so write it anew."
        ) from None
    return value


@lru_cache(maxsize=4)
def head_to_value(head: bytes) -> object:
    """The value that a file begins, as far as its first bytes go; `is_value` tells if it is one.

    >>> head_to_value(b'{"pages": [{"blocks": [1, 2')
    {'pages': [{'blocks': [1, 2]}]}
    >>> is_value(head_to_value(b"[sic] It was late."))
    False
    """
    try:
        text = _decode(head, "ignore").strip()
    except UnicodeDecodeError:
        return _NOTHING
    if text != "null" and not text.startswith(("[", "{")):
        return _NOTHING
    for whole in (text, *_closings(text)):
        try:
            value: object = json.loads(whole)
        except (ValueError, RecursionError):
            continue
        return value
    return _NOTHING


def is_value(value: object) -> bool:
    """Whether `head_to_value` found any JSON."""
    return value is not _NOTHING


def _decode(data: bytes, errors: str = "strict") -> str:
    encoding = json.detect_encoding(data)
    return data.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors)


def _closings(text: str) -> list[str]:
    """The text with its open strings, lists, objects closed, in ways of which one may be JSON."""
    stack: list[str] = []
    cut, at_cut, last = 0, "", None
    for last in _TOKEN_RE.finditer(text):
        token = last[0]
        if token in _CLOSING:
            stack.append(_CLOSING[token])
            if len(stack) > MOST_DEPTH:
                return []
            if len(stack) > 1:  # text may begin with a bracket, too
                cut, at_cut = last.end(), "".join(reversed(stack))
        elif token in "]}" and stack:
            stack.pop()
        elif token == ",":
            cut, at_cut = last.start(), "".join(reversed(stack))
    end = "".join(reversed(stack))
    found = []
    if last is not None and last.end() == len(text) and last[0][0] == '"':
        string = text[: last.start(1)] if last[1] else text
        found = [f'{string}"{end}', f'{string}":null{end}']
    return [*found, text + end, text[:cut] + at_cut]
