"""`layoutfix repair`: the text mended in the order it came in."""

from __future__ import annotations

import click

from layoutfix.cli.files import do_files
from layoutfix.cli.options import EPILOG, Request, text_options
from layoutfix.config import Config


@click.command("repair", epilog=EPILOG)
@text_options()
def repair_command(request: Request) -> int:
    """Mend the text of FILEs, without putting it into another order.

    Blanks inside Chinese words, broken words, ligatures, half-width punctuation, running heads:
    one rule each (docs/repair.md). Without FILE, or where FILE is -, standard input is read. Text
    that needs nothing comes back as it was.
    """
    return do_files("repair", request, Config(repair=request.repair))
