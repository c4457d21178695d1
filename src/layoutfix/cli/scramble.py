"""`layoutfix scramble`: dumps with known order, out of clean articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layoutfix.cli.targets import refuse_overwriting, write_whole
from layoutfix.errors import InputError, cannot_be_read

if TYPE_CHECKING:
    from layoutfix.synthesis import Article, Suite

EPILOG = """\b
Exit codes:
  0    done
  2    a mistake in what was given: an article, a preset, an output that exists
  123  a bug of ours
"""


@click.command(
    "scramble", epilog=EPILOG, short_help="Set ARTICLEs into columns, as OCR reads them."
)
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", required=True, help="Write there; made if missing.")
@click.option(
    "--preset",
    "names",
    metavar="NAME",
    multiple=True,
    default=("page-rapidocr",),
    show_default=True,
    help="How pages are set and damaged (docs/synthesis.md has the list); may be given several"
    " times; `all` is all of them.",
)
@click.option("--pages", metavar="N", type=click.IntRange(min=1), default=1, show_default=True,
              help="Pages of each ARTICLE and preset.")  # fmt: skip
@click.option("--seed", metavar="N", type=click.IntRange(min=0), default=0, show_default=True,
              help="Of the first page; the next has the next seed.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def scramble_command(
    *,
    articles: tuple[str, ...],
    output: str,
    names: tuple[str, ...],
    pages: int,
    seed: int,
    force: bool,
    quiet: bool,
) -> int:
    """Set clean ARTICLEs into columns and print them as a column-blind OCR engine would.

    Each page is a dump, NAME.txt, and its truth, NAME.json: the lines in reading order, their
    kinds, articles and offsets in the dump, and what was damaged. The same seed gives the same
    bytes. `layoutfix eval` reads these truths.
    """
    from layoutfix.synthesis import read_article  # noqa: PLC0415 - numpy, which --help does not need

    chosen = _choose_suites(names)
    paths = [Path(a) for a in articles]
    stems = [p.stem for p in paths]
    doubled = next((s for s in stems if stems.count(s) > 1), None)
    if doubled is not None:
        raise InputError(
            f"Two articles are named {doubled}: their pages would overwrite each other."
        )
    read = [_read(path, read_article) for path in paths]
    folder = Path(output)
    jobs = [
        (number, name, s)
        for name in chosen
        for number in range(len(paths))
        for s in range(seed, seed + pages)
    ]
    targets = [folder / f"{stems[number]}-{name}-s{s}" for number, name, s in jobs]
    for target in targets:
        for suffix in (".txt", ".json"):
            refuse_overwriting(target.with_name(target.name + suffix), force=force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made: {error.strerror or error}.") from None
    for (number, name, s), target in zip(jobs, targets, strict=True):
        truth = _make_page(read, stems, number, name, chosen[name], s)
        text = json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
        write_whole(target.with_name(target.name + ".txt"), truth["dump"], force=force)
        write_whole(target.with_name(target.name + ".json"), text, force=force)
    if not quiet:
        click.echo(f"{len(jobs):,} pages and their truths in {folder}", err=True)
    return 0


def _choose_suites(names: tuple[str, ...]) -> dict[str, Suite]:
    from layoutfix.synthesis import suites  # noqa: PLC0415

    known = suites()
    if "all" in names:
        return known
    for name in names:
        if name not in known:
            raise InputError(f"There is no preset {name!r}: choose all, {', '.join(known)}.")
    return {name: known[name] for name in names}


def _read(path: Path, read_article: Any) -> Article:
    """An article; InputError where the file cannot be read as one."""
    try:
        article: Article = read_article(path)
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8: articles must be.") from None
    except OSError as error:
        raise cannot_be_read(path, error) from None
    return article


def _make_page(
    articles: list[Article], stems: list[str], number: int, name: str, suite: Suite, seed: int
) -> dict[str, Any]:
    """The truth of one page, its dump included. Other articles of the command may join it."""
    from layoutfix.synthesis import make_truth, page_rng, scramble_articles  # noqa: PLC0415

    rng = page_rng(seed, stems[number], name)
    turned = list(range(number, len(articles))) + list(range(number))
    made = scramble_articles([articles[k] for k in turned], suite, rng)
    names = [stems[turned[k]] for k in made.articles]
    return make_truth(made, name=name, seed=seed, articles=names)
