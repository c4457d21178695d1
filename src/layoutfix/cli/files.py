"""FILEs through `fix` or `repair`: what goes where, what is said, the exit code."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TextIO

import click

from layoutfix.cli.options import Request
from layoutfix.cli.outcome import Outcome
from layoutfix.cli.report import Report
from layoutfix.cli.targets import EXTENSIONS, plan_targets, write_whole
from layoutfix.cli.work import Command, Options, Task, do_tasks
from layoutfix.config import Config
from layoutfix.errors import InputError
from layoutfix.pins import NOTHING, Corrections

STDIN = "-"
STDIN_NAME = "standard input"


def do_files(
    command: Command,
    request: Request,
    config: Config | None,
    scorer: str | None = None,
    target_format: str | None = None,
    known: Corrections = NOTHING,
) -> int:
    """Work on the files as the request says, print or write the outcomes; the exit code."""
    names = request.files or (STDIN,)
    output = None if request.output == "-" else request.output
    if request.model is not None and request.language != "auto":
        raise click.UsageError("--model has its language: leave out --language, or --model.")
    _refuse_contradictions(names, output, request)
    _refuse_target(names, output, request, target_format)
    format = request.format or "text"
    sources = [None if name == STDIN else Path(name) for name in names]
    extension = EXTENSIONS[format] if target_format is None else None
    targets = plan_targets(sources, output, extension, force=request.force) if output else []
    prints = not targets and not (request.check and not request.diff)
    if prints and sys.stdout is None:  # closed by the shell: `>&-`
        raise InputError("Standard output is closed: pass -o.")
    options = Options(
        command=command,
        format=format,
        language=request.language,
        model=request.model,
        scorer=scorer,
        encoding=request.encoding,
        source_format=request.source_format,
        target_format=target_format,
        config=config,
        known=known,
        explain=request.explain,
        diff=request.diff,
        names_in_output=prints and len(names) > 1,
        colour_stdout=_shows_colour(sys.stdout),
        colour_stderr=_shows_colour(sys.stderr),
    )
    tasks = [_make_task(source, quiet=request.quiet) for source in sources]
    report = Report(
        len(tasks),
        quiet=request.quiet,
        checking=request.check,
        stdout_is_shared=(prints and sys.stdout.isatty()) or request.explain,
    )
    with report, closing(do_tasks(tasks, options, request.jobs)) as outcomes:
        is_first = True
        for k, found in enumerate(outcomes):
            outcome = _write(found, targets[k], force=request.force) if targets else found
            if prints and outcome.is_done:
                _print(outcome, options, is_first=is_first)
                is_first = False
            _say_remarks(outcome, report)
            report.count(outcome)
    report.say_summary()
    return report.exit_code


def _refuse_contradictions(names: tuple[str, ...], output: str | None, request: Request) -> None:
    """Options that would silently do nothing are mistakes."""
    if "" in names:
        raise click.UsageError("A FILE has no name: look at what the shell put in its place.")
    if names.count(STDIN) > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    if request.diff or request.check:
        option = "--diff" if request.diff else "--check"
        if output is not None:
            raise click.UsageError(f"{option} writes no text: leave out -o, or {option}.")
        if request.format is not None:
            raise click.UsageError(f"{option} prints no text: leave out --format, or {option}.")
    if request.force and output is None:
        raise click.UsageError("--force is for -o: nothing is overwritten without it.")
    if output == "":
        raise click.UsageError("-o needs the name of a file or of a directory.")


def _refuse_target(
    names: tuple[str, ...], output: str | None, request: Request, target_format: str | None
) -> None:
    """What `--to` does not go with."""
    if target_format is None:
        return
    for option, given in (
        ("--format", request.format),
        ("--diff", request.diff),
        ("--check", request.check),
    ):
        if given:
            raise click.UsageError(f"--to and {option} both say what is printed: leave out one.")
    if len(names) > 1 and output is None:
        raise click.UsageError("--to with several FILEs needs -o, a directory to write them to.")


def _make_task(source: Path | None, *, quiet: bool) -> Task:
    if source is not None:
        return Task(click.format_filename(source), source)
    if sys.stdin is None:  # closed by the shell: `<&-`
        raise InputError("Standard input is closed: name a FILE.")
    if sys.stdin.isatty() and not quiet:
        click.echo("reading from the terminal; end with Ctrl-D", err=True)
    return Task(STDIN_NAME, sys.stdin.buffer.read())


def _shows_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write(outcome: Outcome, target: Path, *, force: bool) -> Outcome:
    """The outcome after its text was written to a file; a failure where it could not be."""
    if not outcome.is_done:
        return outcome
    try:
        write_whole(target, outcome.output, force=force)
    except InputError as error:
        return Outcome(outcome.name, "failed", message=str(error))
    return outcome


def _print(outcome: Outcome, options: Options, *, is_first: bool) -> None:
    """One text on stdout; among several, it says which one it is."""
    text = outcome.output
    if isinstance(text, bytes):
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
        return
    if options.names_in_output and options.format == "tsv":
        text = text if is_first else text.partition("\n")[2]
    elif options.names_in_output and options.format != "json" and not options.diff:
        text = f"{'' if is_first else chr(10)}==> {outcome.name} <==\n{text}"
        text += "" if text.endswith(("\n", "\r")) else "\n"
    if sys.stdout.isatty():
        click.echo(text, nl=False, color=options.colour_stdout)
    else:
        # Bytes: neither the locale nor the system's newline changes what comes out.
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()


def _say_remarks(outcome: Outcome, report: Report) -> None:
    if outcome.message:
        report.say(f"layoutfix: {outcome.message}", even_if_quiet=True)
    if outcome.trace and os.environ.get("LAYOUTFIX_TRACEBACK"):
        report.say(outcome.trace.rstrip(), even_if_quiet=True)
    if outcome.explanation:
        report.say(outcome.explanation.rstrip("\n"), even_if_quiet=True)
    if outcome.status == "empty":
        report.say(f"{outcome.name}: empty, nothing to repair")
    if report.checking and outcome.status == "repaired":
        report.say(f"{outcome.name}: would change")
    for remark in outcome.remarks:
        report.say(f"{outcome.name}: {remark}")
    if report.total == 1 and not outcome.explanation:
        for note in outcome.notes:
            if note not in outcome.verdict:  # which names the gravest risk
                report.say(f"{outcome.name}: {note}")
