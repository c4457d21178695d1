"""One text, from file to printed form; many, in order. What workers do: all can be pickled."""

from __future__ import annotations

import json
import traceback
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from layoutfix.api import fix, repair
from layoutfix.cli.outcome import Outcome, describe_bug, describe_loss
from layoutfix.cli.targets import SAME, Format
from layoutfix.document import Document
from layoutfix.errors import InputError
from layoutfix.formats import find_format, write
from layoutfix.loading import Read, read_source
from layoutfix.ngrams import ModelError
from layoutfix.pins import NOTHING, Corrections
from layoutfix.pool import map_in_order, use_one_thread
from layoutfix.readers import ReadText

if TYPE_CHECKING:
    from layoutfix.config import Config
    from layoutfix.result import Result

Command = Literal["fix", "repair"]

SURE_ENOUGH = 0.95
"""A guess of the encoding that is less certain is mentioned; raised, sound ones are too."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of every text."""

    command: Command = "fix"
    format: Format = "text"
    language: str = "auto"
    model: str | None = None
    scorer: str | None = None
    encoding: str | None = None
    source_format: str | None = None
    target_format: str | None = None
    config: Config | None = None
    known: Corrections = NOTHING
    explain: bool = False
    diff: bool = False
    names_in_output: bool = False
    colour_stdout: bool = False
    colour_stderr: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A text to be read: a file, or the bytes of standard input."""

    name: str
    source: Path | bytes


def do_tasks(tasks: Sequence[Task], options: Options, jobs: int) -> Generator[Outcome, None, None]:
    """The outcomes in the order of the tasks, by `jobs` processes."""
    use_one_thread()
    work = partial(do_task, options=options)
    forks = options.scorer is None  # one may have threads, or an accelerator
    return map_in_order(work, tasks, jobs, measure=_size_of, if_lost=_lose_task, forks=forks)


def _size_of(task: Task) -> int:
    """Bytes of the source; 0 where the system does not say."""
    if isinstance(task.source, bytes):
        return len(task.source)
    try:
        return task.source.stat().st_size
    except (OSError, ValueError):  # told when it is read
        return 0


def _lose_task(task: Task, why: str) -> Outcome:
    return Outcome(task.name, "bug", message=describe_loss(task.name, why))


def do_task(task: Task, options: Options) -> Outcome:
    """Read, repair and print one text; never raises but for Ctrl-C and the like."""
    try:
        return _do(task, options)
    except (InputError, ModelError) as error:
        message = str(error)
        if task.name not in message:
            message = f"{task.name}: {message}"
        return Outcome(task.name, "failed", message=message)
    except Exception as error:
        return Outcome(
            task.name,
            "bug",
            message=describe_bug(task.name, error),
            trace="".join(traceback.format_exception(error)),
        )


def _do(task: Task, options: Options) -> Outcome:
    found = read_source(
        task.source, task.name, encoding=options.encoding, source_format=options.source_format
    )
    read, document = found.text, found.document
    work = repair
    if options.command == "fix":
        work = partial(fix, scorer=options.scorer)
        if options.known is not NOTHING:
            work = partial(work, pins=options.known)
    result = work(
        read.text if document is None else document,
        language=options.language,
        model=options.model,
        config=options.config,
    )
    is_empty = not read.text.strip()
    return Outcome(
        name=task.name,
        status="empty" if is_empty else "repaired" if result.changed else "alone",
        output=_print(task, found, result, options),
        explanation=_print_explanation(task, read, result, options),
        verdict=result.verdict,
        remarks=(*_remark_on_encoding(read), *(document.notes if document else ())),
        notes=result.notes,
        joints=len(result.joints),
        doubtful=len(result.doubtful()),
        dropped=len(result.dropped),
    )


def _print(task: Task, read: Read, result: Result, options: Options) -> str | bytes:
    """The text in its format; where several share stdout, JSON and TSV say which file it is of."""
    if options.diff:
        return _print_diff(task, result, options)
    if options.target_format is not None:
        return _write_document(read.document, result, options.target_format)
    if options.format == "json":
        record = result.to_dict()
        if options.names_in_output:
            record = {"file": task.name, **record}
        return json.dumps(record, ensure_ascii=False) + "\n"
    if options.format == "tsv":
        rows = result.to_tsv()
        return _add_file_column(rows, task.name) if options.names_in_output else rows
    text = result.to_markdown() if options.format == "markdown" else result.text
    return read.text.restore_newlines(text)


def _write_document(document: Document | None, result: Result, target: str) -> bytes:
    """The file that was read, with its order put right."""
    if document is None and not result.dump.strip():
        raise InputError("The file is empty, so there is no order to write: leave out --to.")
    if document is None:
        raise InputError(
            "--to writes the order into files with coordinates, and this is plain text: leave out"
            " --to, or use --format."
        )
    if target not in {SAME, document.format}:
        title = find_format(document.format).title
        raise InputError(f"The file is {title} and stays so: pass --to same, or leave out --to.")
    return write(document, result)


def _add_file_column(rows: str, name: str) -> str:
    header, *lines = rows.splitlines()
    cell = " ".join(name.split())
    return "\n".join([f"file\t{header}", *(f"{cell}\t{line}" for line in lines)]) + "\n"


def _print_diff(task: Task, result: Result, options: Options) -> str:
    from layoutfix.cli.diff import print_diff  # noqa: PLC0415 - brings rich with it

    return print_diff(task.name, result, colour=options.colour_stdout)


def _print_explanation(task: Task, read: ReadText, result: Result, options: Options) -> str:
    if not options.explain:
        return ""
    from layoutfix.cli.explain import print_explanation  # noqa: PLC0415 - brings rich with it

    return print_explanation(task.name, read, result, colour=options.colour_stderr)


def _remark_on_encoding(read: ReadText) -> tuple[str, ...]:
    if read.confidence >= SURE_ENOUGH:
        return ()
    percent = f"{100 * read.confidence:.0f} %"
    return (f"read as {read.encoding}, {percent} sure: pass --encoding if it reads wrong",)
