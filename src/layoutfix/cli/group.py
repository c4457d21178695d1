"""The group `layoutfix`, and how any command ends: exit codes and one-sentence errors."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

import layoutfix
from layoutfix.cli.outcome import describe_bug
from layoutfix.cli.report import EXIT_BUG, EXIT_INTERRUPTED, EXIT_MISTAKE, EXIT_OK
from layoutfix.errors import BrokenPromiseError, LayoutfixError

COMMANDS = ("batch", "eval", "fix", "models", "repair", "review", "scramble", "train")
"""Each is `NAME_command` of the module of its name, which is imported when it is asked for."""

_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class Layoutfix(click.Group):
    """A group whose errors are one sentence on stderr, and whose exit codes are documented."""

    def main(  # type: ignore[override]  # this one always exits
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        **extra: Any,
    ) -> NoReturn:
        """Run a command line and exit: 0, 1, 2, 123 or 130."""
        extra.pop("standalone_mode", None)
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.Abort:
            code = EXIT_INTERRUPTED
        except click.ClickException as error:
            _say(f"layoutfix: {error.format_message()}")
            code = EXIT_MISTAKE
        except BrokenPromiseError as error:
            code = _end_with_bug(error)
        except LayoutfixError as error:
            _say(f"layoutfix: {error}")
            code = EXIT_MISTAKE
        except OSError as error:
            if error.errno not in _DISK_ERRORS:
                code = _end_with_bug(error)
            else:
                _forget_stdout()
                _say(f"layoutfix: The output cannot be written: {error.strerror}.")
                code = EXIT_MISTAKE
        except Exception as error:  # whatever it is, it is ours
            code = _end_with_bug(error)
        gc.freeze()  # Python need not look for cycles among what ends with the process
        sys.exit(code or EXIT_OK)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; when nobody reads its output any more (`| head`), end quietly."""
        try:
            code = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            _forget_stdout()
            return EXIT_OK
        return code

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of `--help`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"layoutfix.cli.{cmd_name}")
        found: click.Command = getattr(module, f"{cmd_name}_command")
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command; a file named in its place gets a hint."""
        if self.get_command(ctx, args[0]) is None and Path(args[0]).exists():
            raise click.UsageError(
                f"{args[0]} is a file, not a command: write `layoutfix fix {args[0]}`."
            )
        return super().resolve_command(ctx, args)


def _say(message: str) -> None:
    with suppress(BrokenPipeError):
        click.echo(message, err=True)


def _end_with_bug(error: Exception) -> int:
    _say(f"layoutfix: {describe_bug('the command', error)}")
    if os.environ.get("LAYOUTFIX_TRACEBACK"):
        _say("".join(traceback.format_exception(error)))
    return EXIT_BUG


def _forget_stdout() -> None:
    """What is left in the buffer of a closed stdout must not complain when Python ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def runs() -> str:
    """What `--version` says of the kernels: both give the same results."""
    from layoutfix import kernels  # noqa: PLC0415 - numpy, which no other option needs

    return "compiled" if kernels.COMPILED else "pure Python"


def _say_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"layoutfix {layoutfix.__version__} ({runs()})")
        ctx.exit()


@click.group(
    cls=Layoutfix,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version and exit.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Repair text whose page layout was scrambled by OCR."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
