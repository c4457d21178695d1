"""`layoutfix batch`: an archive of pages, on any number of machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layoutfix.cli.fix import ORDER_OPTIONS, make_config
from layoutfix.cli.options import (
    MODEL_OPTIONS,
    RULE_OPTIONS,
    RULES,
    Option,
    jobs_option,
    make_repair_config,
)
from layoutfix.cli.pace import PaceBar
from layoutfix.cli.report import EXIT_BUG, EXIT_MISTAKE, EXIT_OK
from layoutfix.config import Config

if TYPE_CHECKING:
    from layoutfix.batch import Order, Settings
    from layoutfix.batch.shards import Hands

EPILOG = """\b
Exit codes:
  0    done
  2    a mistake in what was given: an option, an input that is missing, damaged or has changed,
       an output of another run, a full disk, more failed pages than --max-errors;
       or done, and some pages failed: they are in quarantine.jsonl
  123  a bug of ours, also where it is of some pages alone, or a worker process died at one
  130  interrupted (Ctrl-C)
Whatever happens, shards that are done stay: the same command goes on behind them.
"""

KINDS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet")
ADDED = ("steps", "joints")


def _read_added(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    names = {name.strip() for part in value for name in part.split(",")}
    for name in sorted(names.difference(ADDED)):
        raise click.UsageError(f"There is no column {name!r} to add: choose steps, joints or both.")
    return tuple(name for name in ADDED if name in names)


INPUT_OPTIONS: tuple[Option, ...] = (
    click.argument("inputs", metavar="INPUT...", nargs=-1, required=True),
    click.option(
        "-o", "--output", metavar="DIR", required=True, help="Write there; go on if it was begun."
    ),
    click.option(
        "--text-column",
        metavar="NAME",
        default="text",
        show_default=True,
        help="Column of Parquet, or member of JSON lines, that has the dump.",
    ),
    click.option(
        "--id-column",
        metavar="NAME",
        help="Column that names a page in reports; where it stands, if not given.",
    ),
    click.option(
        "--to", "kind", type=click.Choice(KINDS), help="What is written; as the input by default."
    ),
    click.option("--keep-dump", is_flag=True, help="Write the text as it came, too (dump)."),
    click.option(
        "--add",
        "added",
        metavar="COLUMN",
        multiple=True,
        callback=_read_added,
        help="Write these, too: steps, joints (docs/json.md). May be repeated, or have commas.",
    ),
    click.option(
        "--prefix",
        metavar="PREFIX",
        default="",
        help="Before the names of written columns, text too: where the input has such names.",
    ),
)
"""What is read and written."""

RUN_OPTIONS: tuple[Option, ...] = (
    click.option(
        "--shard-size",
        metavar="N",
        type=click.IntRange(min=1),
        default=1000,
        show_default=True,
        help="Pages of a file of the output, which is written whole or not at all.",
    ),
    click.option(
        "--shard",
        "part",
        metavar="I/N",
        default="1/1",
        help="Do the I-th of N parts: for several machines on one DIR, with the same N.",
    ),
    jobs_option("pages"),
    click.option(
        "--page-seconds",
        metavar="S",
        type=click.FloatRange(min=0.1),
        default=300.0,
        show_default=True,
        help="A page that takes longer has failed.",
    ),
    click.option(
        "--max-errors",
        metavar="N",
        type=click.IntRange(min=0),
        help="End when more than N pages have failed; no bound if not given.",
    ),
    click.option(
        "--ray",
        "address",
        metavar="ADDRESS",
        help="Let a Ray cluster do the work: its address, auto, or local to start one here.",
    ),
    click.option("--restart", is_flag=True, help="Begin anew: take out what is in DIR first."),
    click.option("-q", "--quiet", is_flag=True, help="No progress and no summary."),
)
"""How a run goes."""


def _with_options(command: Any) -> Any:
    groups = (*INPUT_OPTIONS, *MODEL_OPTIONS, *ORDER_OPTIONS, *RULE_OPTIONS, *RUN_OPTIONS)
    for option in reversed(groups):
        command = option(command)
    return command


@click.command("batch", epilog=EPILOG)
@_with_options
def batch_command(inputs: tuple[str, ...], output: str, **given: Any) -> int:
    """Put an archive of pages into reading order, and mend it.

    INPUT is JSON lines or Parquet (a page a record), a tar or a folder of text files, or a pattern
    of such files. The output is a folder of shards of the same kind: the columns of the input,
    the repaired text, and what is to be known of it (docs/batch.md). A run that was ended, in
    whatever way, goes on when the same command is given again.
    """
    from layoutfix.batch import run_batch  # noqa: PLC0415 - numpy, not for --help

    quiet = given["quiet"]
    order = _order_of(given)
    hands = _hands_of(given)
    settings, folder = _settings_of(given), Path(output)
    try:
        with PaceBar(quiet=quiet) as progress:
            report = run_batch(
                inputs, folder, settings, hands=hands, order=order, progress=progress
            )
    except KeyboardInterrupt:
        if not quiet:
            click.echo("layoutfix: interrupted; the same command goes on from here", err=True)
        raise
    if not quiet:
        click.echo(_summarise(report, output), err=True)
    if report["bugs"]:
        return EXIT_BUG
    return EXIT_MISTAKE if report["failed"] else EXIT_OK


def _settings_of(given: dict[str, Any]) -> Settings:
    from layoutfix.batch import Settings  # noqa: PLC0415 - as above

    if given["model"] is not None and given["language"] != "auto":
        raise click.UsageError("--model has its language: leave out --language, or --model.")
    repair = make_repair_config(**{name: given[name] for name in RULES})
    asked = ("min_confidence", "columns", "layout", "mark_gaps")
    config = make_config(**{name: given[name] for name in asked}, repair=repair)
    same = (
        *("language", "model", "scorer", "text_column", "id_column", "encoding", "kind"),
        *("prefix", "keep_dump", "added", "shard_size", "page_seconds"),
    )
    return Settings(config=config or Config(), **{name: given[name] for name in same})


def _order_of(given: dict[str, Any]) -> Order:
    from layoutfix.batch import Order, parse_part  # noqa: PLC0415 - as above

    part = parse_part(given["part"])
    if given["restart"] and part.of > 1:
        raise click.UsageError(
            "--restart takes out the work of all machines: leave out --shard, or give another -o."
        )
    return Order(part=part, max_errors=given["max_errors"], restart=given["restart"])


def _hands_of(given: dict[str, Any]) -> Hands:
    if given["address"] is not None:
        from layoutfix.integrations.ray import Cluster  # noqa: PLC0415 - of an extra

        return Cluster(given["address"], given["jobs"])
    from layoutfix.batch import Processes  # noqa: PLC0415 - as above

    return Processes(given["jobs"])


def _summarise(report: dict[str, Any], output: str) -> str:
    run = report["run"]
    counts = (
        f"{report['pages']:,} page{'s' * (report['pages'] != 1)}: {report['changed']:,} repaired"
    )
    alone = report["pages"] - report["changed"] - report["failed"]
    said = f"{counts}, {alone:,} left alone"
    if report["failed"]:
        said += f", {report['failed']:,} failed (quarantine)"
    pace = f"{run['pages']:,} in this run, {run['pages_per_second']:.1f} pages/s"
    return f"{said}; {pace}; {output}/report.txt has more"
