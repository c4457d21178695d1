"""The command line: one module per command. Nothing else in the package prints or exits.

fix.py       `layoutfix fix`
repair.py    `layoutfix repair`
batch.py     `layoutfix batch`; what it says, pace.py
review.py    `layoutfix review`
options.py   the options that commands share, and the Request that `fix` and `repair` get of them
files.py     what goes where, what is said, exit codes
reading.py   a FILE as text, or as a document with coordinates
work.py      one text from file to printed form, many in order; what runs in the worker processes
outcome.py   what became of a text
targets.py   where output goes; files written whole or not at all
explain.py   --explain: doubtful joints and steps
diff.py      --diff: moved blocks
paint.py     what both share: places, excerpts, colours
report.py    messages and the summary on stderr; exit codes
bar.py       the progress bar
"""

from __future__ import annotations

import gc

from layoutfix.cli.group import cli
from layoutfix.pool.threads import ask_for_one_thread

__all__ = ["cli", "main"]

COLLECTED_FROM = 100_000
"""Objects that Python's collector waits for before it looks for cycles, 700 by itself: 4 % of the
time of a page from a cold start, and more of a text that is mended. There are next to no cycles."""


def main() -> None:
    """Run the command line and exit with its code."""
    gc.set_threshold(COLLECTED_FROM)
    ask_for_one_thread()
    cli.main(prog_name="layoutfix")
