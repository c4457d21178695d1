"""How far a run over an archive is: a bar on a terminal, elsewhere a line each minute."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from layoutfix.cli.bar import Bar

if TYPE_CHECKING:
    from layoutfix.batch.timing import Pace

REFRESH_SECONDS = 0.25
LINE_SECONDS = 60.0


class PaceBar:
    """What a run says of itself on standard error; nothing if quiet. Use it as a context."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._step = ""
        self._bar: Bar | None = None
        self._last = time.monotonic()

    def __enter__(self) -> PaceBar:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(*error)
            self._bar = None

    def look(self, read: int, total: int) -> None:
        """So many bytes of the input have been looked through."""
        said = f"looking through the input, {100 * read // max(total, 1)} %"
        self._show("looking", read, total, said, in_bytes=True)

    def go(self, pace: Pace) -> None:
        """Pages were done."""
        said = f"{pace.rate:.1f} pages/s" if self._is_terminal else pace.describe()
        self._show("pages", pace.done, pace.total, said)

    def _show(self, step: str, done: int, total: int, said: str, *, in_bytes: bool = False) -> None:
        if self._quiet:
            return
        now = time.monotonic()
        if not self._is_terminal:
            if now - self._last >= LINE_SECONDS:
                self._last = now
                click.echo(f"layoutfix: {said}", err=True)
            return
        if step != self._step:
            self.__exit__()
            self._step = step
            self._bar = Bar(said, total, wanted=True, in_bytes=in_bytes).__enter__()
        if self._bar is not None and (now - self._last >= REFRESH_SECONDS or done == total):
            self._last = now
            self._bar.move(done, said)
