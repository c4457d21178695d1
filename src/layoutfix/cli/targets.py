"""Where the output goes. A file is written whole or not at all, and never over another unasked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from layoutfix.atomic import replace_file
from layoutfix.errors import InputError

Format = Literal["text", "markdown", "json", "tsv"]

EXTENSIONS: dict[Format, str] = {"text": ".txt", "markdown": ".md", "json": ".json", "tsv": ".tsv"}

STDIN_STEM = "stdin"

SAME = "same"
"""What `--to` calls the format that a file is in."""


def plan_targets(
    sources: Sequence[Path | None], output: str, extension: str | None, *, force: bool
) -> list[Path]:
    """The file of each source (None is standard input), after all refusals: nothing is written yet.

    extension  of what is written; None where each file keeps its own
    `output` is a directory if it is one, ends in a slash, or several sources go there; it is made
    when it is missing.
    """
    separators = tuple(s for s in (os.sep, os.altsep) if s)
    is_directory = Path(output).is_dir() or output.endswith(separators)
    if not is_directory and len(sources) == 1:
        targets = [Path(output)]
    else:
        targets = [Path(output) / _file_name(source, extension) for source in sources]
        _refuse_clashes(sources, targets)
    for target in targets:
        refuse_overwriting(target, force=force)
    _make_directories(targets, is_directory or len(sources) > 1)
    return targets


def write_whole(target: Path, content: str | bytes, *, force: bool) -> None:
    """Write bytes, or a text as UTF-8: all of it, or the file is as it was. InputError if not."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # /dev/stdout, a named pipe: nothing there to keep
            return
        refuse_overwriting(target, force=force)
        replace_file(target.resolve(), data)
    except OSError as error:
        raise InputError(
            f"{target} cannot be written: {error.strerror or error}; what was there is as it was."
        ) from None


def _file_name(source: Path | None, extension: str | None) -> str:
    if source is None:
        if extension is None:
            raise InputError(
                "Standard input has no name, and so no extension: give -o the name of a file."
            )
        return STDIN_STEM + extension
    return source.name if extension is None else source.stem + extension


def _refuse_clashes(sources: Sequence[Path | None], targets: Sequence[Path]) -> None:
    taken: dict[str, Path | None] = {}
    for source, target in zip(sources, targets, strict=True):
        key = os.path.normcase(target)
        if key in taken:
            if taken[key] == source:
                raise InputError(f"{source or 'Standard input'} is named twice: name it once.")
            first = taken[key] or "standard input"
            second = source or "standard input"
            raise InputError(
                f"{first} and {second} would both be written to {target}: rename one of them,"
                " or give them an output directory each."
            )
        taken[key] = source


def refuse_overwriting(target: Path, *, force: bool) -> None:
    """InputError where the target is a directory, or a file and `force` is not given."""
    if target.is_dir():
        raise InputError(f"{target} is a directory: give -o a file name, or rename it.")
    if target.is_file() and not force:
        raise InputError(f"{target} exists: pass --force to overwrite it, or another -o.")


def _make_directories(targets: Sequence[Path], may_make: bool) -> None:
    for directory in dict.fromkeys(target.parent for target in targets):
        if directory.is_dir():
            continue
        if not may_make:
            raise InputError(f"There is no directory {directory}: make it, or give another -o.")
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"The directory {directory} cannot be made: {error.strerror or error}."
            ) from None
