"""`layoutfix review`: pages in the browser, put right by hand."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from layoutfix.arguments import AUTO
from layoutfix.cli.options import read_encoding
from layoutfix.cli.targets import write_whole
from layoutfix.config import COLUMNS, Config
from layoutfix.errors import InputError
from layoutfix.loading import PLAIN
from layoutfix.review.desk import Desk, Settings, lay_out
from layoutfix.review.static import paper_to_html

HIGHEST_PORT = 65535


@click.command("review")
@click.argument("files", metavar="FILE ...", nargs=-1)
@click.option(
    "--from",
    "report",
    metavar="REPORT",
    help="Open the worst pages of a run of `layoutfix batch`, as its report.json names them.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    help="Write texts and records there instead of beside each FILE; pins stay beside it.",
)
@click.option(
    "--image",
    "images",
    metavar="PATH",
    multiple=True,
    help="Scan (PNG, JPEG) of the one FILE with coordinates; again for each further page. Without"
    " it, that which FILE names is shown where it lies beside FILE.",
)
@click.option(
    "--html",
    metavar="PATH",
    help="Write the page of the one FILE as a file that needs no server, and start none.",
)
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, HIGHEST_PORT),
    default=0,
    help="Listen there instead of on any free port.",
)
@click.option("--no-browser", is_flag=True, help="Print the address alone.")
@click.option("--language", metavar="CODE", default="auto", show_default=True, help="As in `fix`.")
@click.option("--model", metavar="PATH", help="As in `fix`.")
@click.option(
    "--encoding", metavar="ENC", callback=read_encoding, help="Encoding of the FILEs, as in `fix`."
)
@click.option("--columns", type=click.Choice(COLUMNS), default="auto", help="As in `fix`.")
@click.option("--layout", metavar="LAYOUT", default="auto", help="As in `fix`.")
@click.option("--force", is_flag=True, help="Let texts that exist be overwritten.")
def review_command(
    *,
    files: tuple[str, ...],
    report: str | None,
    output: str | None,
    images: tuple[str, ...],
    html: str | None,
    port: int,
    no_browser: bool,
    language: str,
    model: str | None,
    encoding: str | None,
    columns: str,
    layout: str,
    force: bool,
) -> int:
    """See FILEs in the browser, and put right by hand what `fix` is unsure of.

    Corrections are kept in FILE.pins.json as they are made; `layoutfix fix --pins` honours them.
    """
    settings = Settings(
        language=language,
        model=model,
        encoding=encoding,
        config=Config(columns=columns, layout=layout),
        output=None if output is None else Path(output),
        force=force,
        images=tuple(map(Path, images)),
    )
    if images and len(files) > 1:
        raise click.UsageError("--image names scans of one text: name one FILE.")
    if bool(files) == (report is not None):
        raise click.UsageError("name FILEs, or pages of an archive by --from report.json.")
    paths = [Path(name) for name in files]
    if report is not None:
        paths, settings = _lay_out_worst(Path(report), settings)
    desk = lay_out(paths, settings)
    if html is not None:
        return _write_page(desk, html, force=force)
    desk.papers[0].open()  # what is wrong with it is said here, not in the browser
    _serve(desk, port, opens=not no_browser)
    return 0


def _lay_out_worst(report: Path, settings: Settings) -> tuple[list[Path], Settings]:
    """The pages of a report, to be read as its run did, but for what is asked otherwise now."""
    from layoutfix.batch import lay_out_worst  # noqa: PLC0415 - no other review needs it

    paths, run = lay_out_worst(report)
    is_asked = settings.config != Config()
    return paths, replace(
        settings,
        language=run.language if settings.language == AUTO else settings.language,
        model=settings.model or run.model,
        config=settings.config if is_asked else run.config,
        encoding="utf-8",
        source=PLAIN,
    )


def _write_page(desk: Desk, html: str, *, force: bool) -> int:
    if len(desk.papers) > 1:
        raise click.UsageError("--html writes the page of one text: name one FILE.")
    target = Path(html)
    if target.exists() and not force:
        raise InputError(f"{target} exists: pass --force to overwrite it, or another --html.")
    write_whole(target, paper_to_html(desk.papers[0]), force=force)
    return 0


def _serve(desk: Desk, port: int, *, opens: bool) -> None:
    _require_server()
    from layoutfix.review.launch import run_review  # noqa: PLC0415 - the extra

    def tell(address: str) -> None:
        click.echo(f"layoutfix: {address} (Ctrl-C ends the review; corrections are kept)", err=True)
        if opens:
            webbrowser.open(address)

    with suppress(KeyboardInterrupt):  # the way to end it
        run_review(desk, port, tell)


def _require_server() -> None:
    try:
        import starlette  # noqa: F401, PLC0415
        import uvicorn  # noqa: F401, PLC0415
    except ImportError:
        raise InputError(
            "`layoutfix review` needs the extra `review`: pip install 'layoutfix[review]'."
        ) from None
