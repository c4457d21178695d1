"""Options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any

import click

from layoutfix.cli.targets import EXTENSIONS, Format
from layoutfix.config import RepairConfig
from layoutfix.readers.encodings import check_encoding

EPILOG = """\b
Exit codes:
  0    done
  1    --check: a text would change
  2    a mistake in what was given: an option, a file that is missing or no text,
       an output that exists (the other files are done)
  123  a bug of ours; the input is untouched, LAYOUTFIX_TRACEBACK=1 shows where
  130  interrupted (Ctrl-C)
"""


SWITCHES = tuple(f.name.removeprefix("fix_") for f in fields(RepairConfig) if f.type == "bool")
"""The rules of repair that are on or off, without their prefix."""

VARIANTS = ("keep", "hans", "hant", "tw", "hk")

Callback = Callable[..., int]
"""What a command does with the options that it is given by name; the exit code."""

Option = Callable[[Callback], Callback]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked by the options that `fix` and `repair` share, and of which FILEs.

    format  None where none is named
    repair  the settings that the rules named ask for
    """

    files: tuple[str, ...]
    output: str | None
    format: Format | None
    language: str
    model: str | None
    encoding: str | None
    source_format: str | None
    repair: RepairConfig
    explain: bool
    diff: bool
    check: bool
    jobs: int
    quiet: bool
    force: bool


SHARED = tuple(f.name for f in fields(Request) if f.name != "repair")
RULES = ("only", "with_rules", "without", "confusions", "variants")
"""Names under which the options come that make `Request.repair`."""


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


def _check_model(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The model is read before any text: a damaged one is said once."""
    if value is None:
        return None
    from layoutfix.ngrams import load_path_once  # noqa: PLC0415 - numpy, as above

    load_path_once(value)
    return value


def read_encoding(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of an encoding that Python knows, or None where none is given."""
    return None if value is None else check_encoding(value)


def read_format(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of a format of files, "text" or "same" where the option has that; None if not given.

    Formats that are only read are no format to write.
    """
    if value is None or value == OTHER_FORMATS[str(param.name)]:
        return value
    from layoutfix.formats import find_format  # noqa: PLC0415 - lxml, which --help does not need

    if find_format(value).write is None and param.name == "target_format":
        raise click.UsageError(f"{value} is only read: use --format, or another --to.")
    return value


OTHER_FORMATS = {"source_format": "text", "target_format": "same"}
"""What `--from` and `--to` take beside the names of formats."""


def _read_rules(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    names = [n.strip().removeprefix("fix_") for v in value for n in v.split(",")]
    for name in names:
        if name not in SWITCHES:
            raise click.UsageError(
                f"There is no rule {name!r}: choose among {', '.join(SWITCHES)}."
            )
    return tuple(names)


def jobs_option(what: str) -> Option:
    """--jobs, of a command that works on many files, or pages."""
    return click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help=f"Work on N {what} at a time.",
    )


MODEL_OPTIONS: tuple[Option, ...] = (
    click.option(
        "--language",
        metavar="CODE",
        default="auto",
        show_default=True,
        callback=_check_language,
        help="zh, en, ...; und for any other language.",
    ),
    click.option(
        "--model",
        metavar="PATH",
        callback=_check_model,
        help="Score with this model (`layoutfix train` makes one), whatever the language.",
    ),
    click.option(
        "--encoding",
        metavar="ENC",
        callback=read_encoding,
        help="Encoding of text FILEs, such as gb18030; detected if not given. Output is UTF-8.",
    ),
)
"""By what texts are scored, and how they are decoded."""

FILE_OPTIONS: tuple[Option, ...] = (
    click.argument("files", metavar="[FILE ... | -]", nargs=-1),
    click.option(
        "-o",
        "--output",
        metavar="FILE_OR_DIR",
        help="Write there instead of to standard output. A directory (one that exists, ends in"
        " a slash, or is given with several FILEs) gets a file each, named after its input.",
    ),
    click.option(
        "--format",
        type=click.Choice(list(EXTENSIONS)),
        help="text (default); markdown: headings marked; json: the whole record (docs/json.md);"
        " tsv: a row for each line of the page, with its line number.",
    ),
    click.option(
        "--from",
        "source_format",
        metavar="NAME",
        callback=read_format,
        help="Format of the FILEs: hocr, alto, page... (docs/formats.md), or text; told by their"
        " content if not given.",
    ),
    *MODEL_OPTIONS,
)
"""What is read, and where it goes."""

RULE_OPTIONS: tuple[Option, ...] = (
    click.option(
        "--only",
        metavar="RULE",
        multiple=True,
        callback=_read_rules,
        help="Run these rules of text repair and no others (docs/repair.md). May be repeated,"
        f" or given a list with commas. Rules: {', '.join(SWITCHES)}.",
    ),
    click.option(
        "--with",
        "with_rules",
        metavar="RULE",
        multiple=True,
        callback=_read_rules,
        help="Run this rule as well, which is off by default.",
    ),
    click.option(
        "--without",
        metavar="RULE",
        multiple=True,
        callback=_read_rules,
        help="Leave this rule out.",
    ),
    click.option(
        "--confusions",
        is_flag=True,
        help="Correct characters taken for one another, where all evidence says so.",
    ),
    click.option(
        "--variants",
        type=click.Choice(VARIANTS),
        default="keep",
        show_default=True,
        help="Print Chinese as simplified, traditional, or in the manner of Taiwan, Hong Kong.",
    ),
)
"""Which rules of repair run."""

SHOW_OPTIONS: tuple[Option, ...] = (
    click.option(
        "--explain",
        is_flag=True,
        help="After the text, list doubtful joints and every step on standard error.",
    ),
    click.option(
        "--diff", is_flag=True, help="Print the moved blocks and the edits, not the text."
    ),
    click.option(
        "--check", is_flag=True, help="Print no text; exit 1 if any would change, and name it."
    ),
    jobs_option("files"),
    click.option("-q", "--quiet", is_flag=True, help="No summary, remarks or progress bar."),
    click.option("--force", is_flag=True, help="Let -o overwrite files that exist."),
)
"""--explain and its like, in the order of the help text."""


def text_options(*own: Option) -> Option:
    """The options of every command that repairs FILEs; `own` are of one alone.

    The command gets a Request, and its own options by name.
    """

    def decorate(command: Callback) -> Callback:
        @wraps(command)
        def run(**given: Any) -> int:
            rules = {name: given.pop(name) for name in RULES}
            shared = {name: given.pop(name) for name in SHARED}
            request = Request(repair=make_repair_config(**rules), **shared)
            return command(request, **given)

        made: Callback = run
        for option in reversed((*FILE_OPTIONS, *own, *RULE_OPTIONS, *SHOW_OPTIONS)):
            made = option(made)
        return made

    return decorate


def make_repair_config(
    only: tuple[str, ...],
    with_rules: tuple[str, ...],
    without: tuple[str, ...],
    *,
    confusions: bool,
    variants: str,
) -> RepairConfig:
    """The settings that these options ask for."""
    if only and (with_rules or without or confusions):
        raise click.UsageError(
            "--only names all rules that run: leave out --with, --without and --confusions."
        )
    both = sorted({*with_rules, *(["confusions"] if confusions else [])} & {*without})
    if both:
        raise click.UsageError(f"The rule {both[0]} is both asked for and left out.")
    if only:
        switched = {f"fix_{n}": n in only for n in SWITCHES}
    else:
        switched = {f"fix_{n}": False for n in without} | {f"fix_{n}": True for n in with_rules}
        switched |= {"fix_confusions": True} if confusions else {}
    settings: dict[str, Any] = {"fix_variants": variants, **switched}
    return RepairConfig(**settings)
