"""`layoutfix models`: which language models there are, and what is known of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layoutfix.errors import cannot_be_read

if TYPE_CHECKING:
    from layoutfix.ngrams import NgramModel

EPILOG = """\b
Exit codes:
  0    done
  2    a model that is missing, damaged or none; the others are listed
  123  a bug of ours
"""

UNITS = {"char": "characters", "word": "words"}
SOURCES_SHOWN = 3


@click.command("models", epilog=EPILOG, short_help="List the language models, or describe some.")
@click.argument("paths", metavar="[MODEL ...]", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON document, with all that is known.")
def models_command(*, paths: tuple[str, ...], as_json: bool) -> int:
    """List the language models that are installed, or describe the files MODEL.

    For each its code, where it comes from, its units, order, size, perplexity on text that was
    held back (where its file says it), and the text that it was counted from.
    """
    records, mistakes = _describe_files(paths) if paths else _describe_installed()
    if as_json:
        click.echo(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_print(record) for record in records))
    for mistake in mistakes:
        click.echo(f"layoutfix: {mistake}", err=True)
    return 2 if mistakes else 0


def _describe_installed() -> tuple[list[dict[str, Any]], list[str]]:
    from layoutfix.ngrams import ModelError, installed, load  # noqa: PLC0415 - numpy

    records, mistakes = [], []
    for code, entry in installed().items():
        try:
            records.append(_describe(code, entry.origin, entry.find_path(), load(code)))
        except ModelError as error:
            mistakes.append(str(error))
    return records, mistakes


def _describe_files(paths: tuple[str, ...]) -> tuple[list[dict[str, Any]], list[str]]:
    from layoutfix.ngrams import ModelError, load_path_once  # noqa: PLC0415 - numpy

    records, mistakes = [], []
    for path in paths:
        try:
            model = load_path_once(path)
            records.append(_describe(model.language, path, Path(path), model))
        except ModelError as error:
            mistakes.append(str(error))
    return records, mistakes


def _describe(code: str, origin: str, path: Path, model: NgramModel) -> dict[str, Any]:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise cannot_be_read(path, error) from None
    return {
        "code": code,
        "language": model.language,
        "name": model.name,
        "origin": origin,
        "unit": model.unit,
        "order": model.order,
        "bytes": size,
        "perplexity": model.meta.get("perplexity"),
        "sources": list(model.meta.get("sources", [])),
        "meta": dict(model.meta),
    }


def _print(record: dict[str, Any]) -> str:
    """Three or four lines on one model."""
    kind = UNITS.get(record["unit"], record["unit"])
    lines = [
        f"{record['code']}  {record['name']}, from {record['origin']}",
        f"    {kind}, order {record['order']}, {record['bytes'] / 1e6:.2f} MB",
    ]
    if record["language"] != record["code"]:
        lines[1] += f", language {record['language']}"
    found = record["perplexity"]
    if found:
        figures = ", ".join(f"{value:g} a {what}" for what, value in found.items())
        lines.append(f"    perplexity {figures}")
    sources = record["sources"]
    if sources:
        shown = ", ".join(sources[:SOURCES_SHOWN])
        rest = len(sources) - SOURCES_SHOWN
        lines.append(f"    counted from {shown}" + (f" and {rest} more" if rest > 0 else ""))
    return "\n".join(lines)
