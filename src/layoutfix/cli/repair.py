"""`layoutfix repair`: the text mended in the order it came in."""

from __future__ import annotations

import click

from layoutfix.cli.files import do_files
from layoutfix.cli.options import (
    EPILOG,
    file_options,
    make_repair_config,
    rule_options,
    show_options,
)
from layoutfix.cli.work import Format, Options
from layoutfix.config import Config


@click.command("repair", epilog=EPILOG)
@file_options
@rule_options
@show_options
def repair_command(
    *,
    files: tuple[str, ...],
    output: str | None,
    format: Format | None,
    language: str,
    model: str | None,
    encoding: str | None,
    only: tuple[str, ...],
    with_rules: tuple[str, ...],
    without: tuple[str, ...],
    confusions: bool,
    variants: str,
    explain: bool,
    diff: bool,
    check: bool,
    jobs: int,
    quiet: bool,
    force: bool,
) -> int:
    """Mend the text of FILEs, without putting it into another order.

    Blanks inside Chinese words, broken words, ligatures, half-width punctuation, running heads:
    one rule each (docs/repair.md). Without FILE, or where FILE is -, standard input is read. Text
    that needs nothing comes back as it was.
    """
    repair = make_repair_config(only, with_rules, without, confusions=confusions, variants=variants)
    options = Options(
        command="repair",
        format=format or "text",
        language=language,
        model=model,
        encoding=encoding,
        config=Config(repair=repair),
        explain=explain,
        diff=diff,
    )
    return do_files(
        files,
        options,
        output=output,
        format_given=format is not None,
        check=check,
        jobs=jobs,
        quiet=quiet,
        force=force,
    )
