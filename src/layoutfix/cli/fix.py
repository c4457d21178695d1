"""`layoutfix fix`: its options, and the settings they make."""

from __future__ import annotations

import math

import click

from layoutfix.cli.files import do_files
from layoutfix.cli.options import EPILOG, Option, Request, read_format, text_options
from layoutfix.config import COLUMNS, Config, RepairConfig
from layoutfix.errors import InputError
from layoutfix.layouts import parse_layout
from layoutfix.pins import NOTHING
from layoutfix.pins_file import read_pins
from layoutfix.scorers import check_scorer_path


def _check_number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is not a number from 0 to 1.", ctx=ctx, param=param)
    return value


def _check_layout(ctx: click.Context, param: click.Parameter, value: str) -> str:
    try:
        parse_layout(value)
    except InputError as error:
        raise click.BadParameter(f"{error}.", ctx=ctx, param=param) from None
    return value


def _check_scorer(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """What is there and what is installed is said once, before any text; each process loads it."""
    if value is not None:
        check_scorer_path(value)
    return value


ORDER_OPTIONS: tuple[Option, ...] = (
    click.option(
        "--scorer",
        metavar="PATH",
        callback=_check_scorer,
        help="Let a language model of your own judge text farther apart, where two orders are worth"
        " nearly the same: a folder that transformers loads, or a .gguf file (docs/models.md).",
    ),
    click.option(
        "--min-confidence",
        metavar="X",
        type=click.FloatRange(0.0, 1.0),
        callback=_check_number,
        help="From 0, bold (default), to 1, cautious: joints less certain than X keep the order"
        " they came in.",
    ),
    click.option(
        "--columns",
        type=click.Choice(COLUMNS),
        default="auto",
        show_default=True,
        help="ltr: columns are read as they stand in the rows; rtl: the last of a row is read"
        " first, as in vertical Chinese; auto: as they stand, unless the text says otherwise.",
    ),
    click.option(
        "--layout",
        metavar="LAYOUT",
        default="auto",
        show_default=True,
        callback=_check_layout,
        help="What is known of the pages: keep, their order stays; columns, they are in columns,"
        " which are read also where a page would be left alone; columns:3, in three.",
    ),
    click.option(
        "--mark-gaps", is_flag=True, help="Print [...] where the end of a sentence is lost."
    ),
)
"""What is asked of the order."""


@click.command("fix", epilog=EPILOG)
@text_options(
    click.option(
        "--to",
        "target_format",
        metavar="NAME",
        callback=read_format,
        help="Write the FILE itself, with its reading order put right: same, or the name of its"
        " format (hocr, alto, page...). Only for files with coordinates (docs/formats.md).",
    ),
    *ORDER_OPTIONS,
    click.option(
        "--pins",
        metavar="PATH",
        help="Honour what is known of the one FILE: a .pins.json that `layoutfix review` wrote"
        " (docs/review.md).",
    ),
)
def fix_command(
    request: Request,
    *,
    target_format: str | None,
    scorer: str | None,
    min_confidence: float | None,
    columns: str,
    layout: str,
    mark_gaps: bool,
    pins: str | None,
) -> int:
    """Put the text of FILEs back into reading order, and mend it.

    Without FILE, or where FILE is -, standard input is read. Text that reads well as it stands
    comes back as it was. Files with coordinates (hOCR, ALTO, PAGE...) are told by their content.
    """
    config = make_config(min_confidence, columns, layout, mark_gaps, request.repair)
    if pins is not None and len(request.files) > 1:
        raise click.UsageError("--pins is what is known of one text: name one FILE.")
    known = NOTHING if pins is None else read_pins(pins)
    return do_files("fix", request, config, scorer, target_format, known)


def make_config(
    min_confidence: float | None,
    columns: str,
    layout: str,
    mark_gaps: bool,
    repair: RepairConfig,
) -> Config | None:
    """The settings that these options ask for."""
    config = Config(
        min_confidence=Config().min_confidence if min_confidence is None else min_confidence,
        mark_gaps=mark_gaps,
        layout=layout,
        columns=columns,
        repair=repair,
    )
    return None if min_confidence is None and config == Config() else config
