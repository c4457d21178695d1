"""What a page really says: its lines in reading order, as a file and as types."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layoutfix.errors import InputError, cannot_be_read

ASIDES = frozenset({"caption", "aside"})
"""Kinds that stand beside the flow of an article: the measures of order leave them out."""

KINDS = ASIDES | {"heading", "body"}

MARKS = (("## ", "heading"), ("# ", "heading"), ("!caption ", "caption"), ("!aside ", "aside"))
"""How a plain text says what a line is; the same marks as in the articles of `scramble`."""


@dataclass(frozen=True, slots=True)
class TrueLine:
    """A printed line.

    article  number of its article; lines of different articles are never joined
    block    number of its paragraph, heading, caption or box; None where that is not known
    kind     heading, body, caption or aside
    """

    text: str
    article: int = 0
    block: int | None = None
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class OrderTest:
    """`before` must stand before `after`."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Truth:
    """A page: its lines in reading order, and what the tables group it by.

    name     stem of its file
    lines    in reading order
    dumps    what engines made of it, by name; the only one of `scramble` is called ""
    group, language, damage  labels, "" where not known
    columns  columns of each article, () where not known
    tests    order tests that came with the page
    """

    name: str
    lines: tuple[TrueLine, ...]
    dumps: dict[str, str] = field(default_factory=dict)
    group: str = ""
    language: str = ""
    damage: str = ""
    columns: tuple[int, ...] = ()
    tests: tuple[OrderTest, ...] = ()

    @property
    def flow(self) -> list[TrueLine]:
        """The lines of the running text: without captions, boxes, running heads."""
        return [line for line in self.lines if line.kind not in ASIDES]


def lines_to_blocks(lines: Sequence[TrueLine]) -> list[list[TrueLine]]:
    """Runs of lines of one block; a line whose block is not known goes with the one before it."""
    blocks: list[list[TrueLine]] = []
    for line in lines:
        if blocks and line.block in (None, blocks[-1][0].block):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def read_truth(path: Path) -> Truth:
    """The truth in a JSON file (docs/evaluation.md has the format) or in a plain text.

    A plain text has the lines as they are printed, in reading order, an empty line between two
    paragraphs; `## `, `!caption ` and `!aside ` mark what is no paragraph of the running text.
    Raises InputError where the file is neither.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8: truth files must be.") from None
    except OSError as error:
        raise cannot_be_read(path, error) from None
    if path.suffix != ".json":
        return text_to_truth(text, path.stem)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path} is not JSON ({error}).") from None
    return dict_to_truth(data, path.stem)


def text_to_truth(text: str, name: str) -> Truth:
    """The truth in a plain text: a line a line, blocks between empty lines.

    >>> text_to_truth("## Snow\\n\\nIt fell\\nall night.\\n", "p").lines[2]
    TrueLine(text='all night.', article=0, block=1, kind='body')
    """
    lines: list[TrueLine] = []
    block, kind, is_new = -1, "body", True
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            is_new = True
            continue
        mark, marked = next(((m, k) for m, k in MARKS if line.startswith(m)), ("", ""))
        if is_new or marked:
            block, kind, is_new = block + 1, marked or "body", False
        lines.append(TrueLine(line.removeprefix(mark), 0, block, kind))
    if not lines:
        raise InputError(f"The truth {name} is empty: it must have the lines of its page.")
    return Truth(name, tuple(lines))


def dict_to_truth(data: Any, name: str) -> Truth:
    """The truth in the plain data of a JSON file. Raises InputError where `lines` are missing."""
    lines = data.get("lines") if isinstance(data, dict) else None
    if not isinstance(lines, list) or not lines:
        raise InputError(
            f"The truth {name} has no lines: it must be an object with a list `lines`"
            " (docs/evaluation.md)."
        )
    dumps = dict(data.get("dumps") or {})
    if isinstance(data.get("dump"), str):
        dumps[""] = data["dump"]
    tests = tuple(OrderTest(t["before"], t["after"]) for t in data.get("tests") or ())
    return Truth(
        name=name,
        lines=tuple(_to_line(line, name) for line in lines),
        dumps=dumps,
        group=str(data.get("group") or ""),
        language=str(data.get("lang") or ""),
        damage=str(data.get("preset") or ""),
        columns=tuple(data.get("columns") or ()),
        tests=tests,
    )


def _to_line(line: Any, name: str) -> TrueLine:
    if isinstance(line, str):
        return TrueLine(line)
    if not isinstance(line, dict) or not isinstance(line.get("text"), str):
        raise InputError(f"A line of the truth {name} has no text (docs/evaluation.md).")
    kind = line.get("kind", "body")
    if kind not in KINDS:
        raise InputError(
            f"A line of the truth {name} is of kind {kind!r}: only heading, body, caption and"
            " aside are known."
        )
    return TrueLine(line["text"], line.get("article", 0), line.get("block"), kind)
