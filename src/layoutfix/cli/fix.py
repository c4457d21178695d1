"""`layoutfix fix`: options, what goes where, exit codes."""

from __future__ import annotations

import math
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from layoutfix.cli.pool import do_tasks
from layoutfix.cli.report import Report
from layoutfix.cli.targets import EXTENSIONS, plan_targets, write_whole
from layoutfix.cli.work import Format, Options, Outcome, Task
from layoutfix.errors import InputError
from layoutfix.readers.encodings import check_encoding

if TYPE_CHECKING:
    from layoutfix.config import Config

STDIN = "-"
STDIN_NAME = "standard input"

EPILOG = """\b
Exit codes:
  0    done
  1    --check: a text would change
  2    a mistake in what was given: an option, a file that is missing or no text,
       an output that exists (the other files are done)
  123  a bug of ours; the input is untouched, LAYOUTFIX_TRACEBACK=1 shows where
  130  interrupted (Ctrl-C)
"""


def _check_language(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value in {"auto", "und"}:
        return value
    from layoutfix.ngrams import available  # noqa: PLC0415 - numpy, which --help does not need

    if value not in available():
        known = ", ".join(["auto", *available(), "und"])
        raise click.UsageError(
            f"There is no language {value!r}: choose one of {known}"
            " (und: any other, judged by shape alone)."
        )
    return value


def _check_encoding(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else check_encoding(value)


def _check_number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is not a number from 0 to 1.", ctx=ctx, param=param)
    return value


@click.command("fix", epilog=EPILOG)
@click.argument("files", metavar="[FILE ... | -]", nargs=-1)
@click.option(
    "-o",
    "--output",
    metavar="FILE_OR_DIR",
    help="Write there instead of to standard output. A directory (one that exists, ends in a slash,"
    " or is given with several FILEs) gets a file each, named after its input.",
)
@click.option(
    "--format",
    type=click.Choice(list(EXTENSIONS)),
    help="text (default); markdown: headings marked; json: the whole record (docs/json.md);"
    " tsv: a row for each line of the page, with its line number.",
)
@click.option(
    "--language",
    metavar="CODE",
    default="auto",
    show_default=True,
    callback=_check_language,
    help="zh, en, ...; und for any other language.",
)
@click.option(
    "--encoding",
    metavar="ENC",
    callback=_check_encoding,
    help="Encoding of the FILEs, such as gb18030; detected if not given. Output is UTF-8.",
)
@click.option(
    "--min-confidence",
    metavar="X",
    type=click.FloatRange(0.0, 1.0),
    callback=_check_number,
    help="From 0, bold (default), to 1, cautious: joints less certain than X keep the order they"
    " came in.",
)
@click.option("--mark-gaps", is_flag=True, help="Print [...] where the end of a sentence is lost.")
@click.option(
    "--explain",
    is_flag=True,
    help="After the text, list doubtful joints and every step on standard error.",
)
@click.option("--diff", is_flag=True, help="Print the moved blocks and the edits, not the text.")
@click.option(
    "--check", is_flag=True, help="Print no text; exit 1 if any would change, and name it."
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Work on N files at a time.",
)
@click.option("-q", "--quiet", is_flag=True, help="No summary, remarks or progress bar.")
@click.option("--force", is_flag=True, help="Let -o overwrite files that exist.")
def fix_command(
    *,
    files: tuple[str, ...],
    output: str | None,
    format: Format | None,
    language: str,
    encoding: str | None,
    min_confidence: float | None,
    mark_gaps: bool,
    explain: bool,
    diff: bool,
    check: bool,
    jobs: int,
    quiet: bool,
    force: bool,
) -> int:
    """Put the text of FILEs back into reading order.

    Without FILE, or where FILE is -, standard input is read. Text that reads well as it stands
    comes back as it was.
    """
    names = files or (STDIN,)
    output = None if output == "-" else output
    _refuse_contradictions(names, output, format, diff=diff, check=check, force=force)
    sources = [None if name == STDIN else Path(name) for name in names]
    targets = plan_targets(sources, output, format or "text", force=force) if output else []
    prints = not targets and not (check and not diff)
    if prints and sys.stdout is None:  # closed by the shell: `>&-`
        raise InputError("Standard output is closed: pass -o.")
    options = Options(
        format=format or "text",
        language=language,
        encoding=encoding,
        config=_make_config(min_confidence, mark_gaps),
        explain=explain,
        diff=diff,
        names_in_output=prints and len(names) > 1,
        colour_stdout=_shows_colour(sys.stdout),
        colour_stderr=_shows_colour(sys.stderr),
    )
    tasks = [_make_task(source, quiet=quiet) for source in sources]
    stdout_is_shared = (prints and sys.stdout.isatty()) or explain
    report = Report(len(tasks), quiet=quiet, checking=check, stdout_is_shared=stdout_is_shared)
    with report, closing(do_tasks(tasks, options, jobs)) as outcomes:
        is_first = True
        for k, found in enumerate(outcomes):
            outcome = _write(found, targets[k], force=force) if targets else found
            if prints and outcome.is_done:
                _print(outcome, options, is_first=is_first)
                is_first = False
            _say_remarks(outcome, report)
            report.count(outcome)
    report.say_summary()
    return report.exit_code


def _refuse_contradictions(
    names: tuple[str, ...],
    output: str | None,
    format: str | None,
    *,
    diff: bool,
    check: bool,
    force: bool,
) -> None:
    """Options that would silently do nothing are mistakes."""
    if names.count(STDIN) > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    if output is not None and (diff or check):
        option = "--diff" if diff else "--check"
        raise click.UsageError(f"{option} writes no text: leave out -o, or {option}.")
    if format is not None and (diff or check):
        option = "--diff" if diff else "--check"
        raise click.UsageError(f"{option} prints no text: leave out --format, or {option}.")
    if force and output is None:
        raise click.UsageError("--force is for -o: nothing is overwritten without it.")
    if output == "":
        raise click.UsageError("-o needs the name of a file or of a directory.")


def _make_config(min_confidence: float | None, mark_gaps: bool) -> Config | None:
    if min_confidence is None and not mark_gaps:
        return None
    from layoutfix.config import Config  # noqa: PLC0415 - not needed for the defaults

    if min_confidence is None:
        return Config(mark_gaps=mark_gaps)
    return Config(min_confidence=min_confidence, mark_gaps=mark_gaps)


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
            report.say(f"{outcome.name}: {note}")
