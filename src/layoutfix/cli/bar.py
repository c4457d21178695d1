"""A progress bar on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """A progress bar, shown where it is wanted and standard error is a terminal."""

    def __init__(self, task: str, total: int, *, wanted: bool, in_bytes: bool = False) -> None:
        self._task = task
        self._total = total
        self._in_bytes = in_bytes
        self._shows = wanted and sys.stderr is not None and sys.stderr.isatty()
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        if self._shows:
            self._progress = _make_progress(in_bytes=self._in_bytes)
            self._id = self._progress.add_task(self._task, total=self._total)
            self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def move(self, done: int, task: str | None = None) -> None:
        """So much is done; the bar is drawn anew, with the name of another task if one is given."""
        if self._progress is not None:
            self._progress.update(self._id, completed=done, description=task, refresh=True)

    def say(self, message: str) -> None:
        """A line on standard error, above the bar."""
        if self._progress is not None:
            self._progress.console.out(message, highlight=False)
        else:
            click.echo(message, err=True)


def _make_progress(*, in_bytes: bool) -> Progress:
    from rich.console import Console  # noqa: PLC0415 - 50 ms
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = Progress.get_default_columns()
    if in_bytes:
        name = TextColumn("{task.description}")
        columns = (name, BarColumn(), DownloadColumn(), TimeRemainingColumn())
    # No refresh thread: worker processes may be started while the bar is shown.
    return Progress(*columns, console=Console(stderr=True), auto_refresh=False)
