"""`layoutfix train`: a language model of the user's own domain."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from layoutfix.cli.bar import Bar
from layoutfix.cli.options import read_encoding
from layoutfix.cli.targets import refuse_overwriting, write_whole
from layoutfix.errors import InputError

if TYPE_CHECKING:
    from layoutfix.ngrams import NgramModel
    from layoutfix.training.domain import Corpus, Trained

EPILOG = """\b
Exit codes:
  0    done
  2    a mistake in what was given: a file, an option, too little text, an output that exists
  123  a bug of ours
  130  interrupted (Ctrl-C)
In each case but the first, no model is written, and what was there is as it was.
"""

REFRESH_SECONDS = 0.2
DETECTED_BLOCKS = 20
_CODE_RE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _check_code(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and (value == "und" or not _CODE_RE.fullmatch(value)):
        raise click.UsageError(f"{value!r} is no code of a language: write zh, en, la or the like.")
    return value


@click.command("train", epilog=EPILOG, short_help="Make a language model of a CORPUS.")
@click.argument("files", metavar="CORPUS...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="MODEL", required=True, help="Write the model there.")
@click.option(
    "--language",
    metavar="CODE",
    callback=_check_code,
    help="Language of the text; detected if not given. One that has no model is possible.",
)
@click.option("--name", metavar="NAME", help="Name of the model; that of the file if not given.")
@click.option(
    "--alone",
    is_flag=True,
    help="Do not mix with the installed model of the language.",
)
@click.option(
    "--size",
    metavar="MB",
    type=click.FloatRange(0.1, 200.0),
    default=4.0,
    show_default=True,
    help="What the n-grams of the CORPUS may take; the installed model comes on top.",
)
@click.option(
    "--field",
    metavar="NAME",
    default="text",
    show_default=True,
    help="Member of JSON lines, or column of Parquet, that has the text.",
)
@click.option(
    "--wrapped",
    is_flag=True,
    help="Lines are parts of paragraphs, which blank lines end; else each line is a paragraph.",
)
@click.option(
    "--encoding",
    metavar="ENC",
    callback=read_encoding,
    help="Encoding of text files; detected if not given.",
)
@click.option("-q", "--quiet", is_flag=True, help="No summary and no progress bar.")
@click.option("--force", is_flag=True, help="Overwrite MODEL if it exists.")
def train_command(
    *,
    files: tuple[str, ...],
    output: str,
    language: str | None,
    name: str | None,
    alone: bool,
    size: float,
    field: str,
    wrapped: bool,
    encoding: str | None,
    quiet: bool,
    force: bool,
) -> int:
    """Make a language model of the texts CORPUS, for `layoutfix fix --model`.

    Plain text, JSON lines (.jsonl, .ndjson) and Parquet, also compressed with gzip, xz or
    zstd. It is mixed with the installed model of its language, with the weight that suits text
    held back from the CORPUS best. The texts are read as a stream, twice.
    """
    target = Path(output)
    if output.endswith(("/", "\\")) or target.is_dir():
        raise InputError(f"{output} is a directory: give -o the name of a file.")
    refuse_overwriting(target, force=force)
    if not target.absolute().parent.is_dir():
        raise InputError(f"There is no directory {target.parent}: make it, or give another -o.")
    from layoutfix.ngrams.loading import pack_model  # noqa: PLC0415 - numpy, not for --help
    from layoutfix.training.domain import open_corpus, train_model  # noqa: PLC0415

    paths = [Path(f) for f in files]
    corpus = open_corpus(paths, field=field, encoding=encoding, wrapped=wrapped)
    code = language or _detect(corpus)
    base = None if alone else _base_of(code)
    with Bar("reading", 2 * corpus.total_bytes, wanted=not quiet, in_bytes=True) as bar:
        tell = _Steps(bar, corpus.total_bytes).tell
        trained = train_model(
            corpus, code, base, name=name or target.stem, megabytes=size, progress=tell
        )
    blob = pack_model(trained.model)
    write_whole(target, blob, force=force)
    if not quiet:
        click.echo(_summarise(target, len(blob), trained), err=True)
    return 0


def _base_of(code: str) -> NgramModel | None:
    from layoutfix.ngrams import available, load  # noqa: PLC0415

    return load(code) if code in available() else None


def _detect(corpus: Corpus) -> str:
    from layoutfix.languages import NO_LANGUAGE, detect_language  # noqa: PLC0415
    from layoutfix.ngrams import available  # noqa: PLC0415

    sample = []
    for _, block in corpus.blocks():
        sample.append(block)
        if len(sample) == DETECTED_BLOCKS:
            break
    code = detect_language("\n".join(sample), available())
    if code == NO_LANGUAGE:
        raise InputError("The language of the corpus is not known: pass --language.")
    return code


def _summarise(target: Path, size: int, trained: Trained) -> str:
    model = trained.model
    units = {"char": "character", "word": "word"}[model.unit]
    text = f"{trained.characters:,} characters held back"
    lines = [
        f"{target}: {model.language}, {size / 1e6:.2f} MB,"
        f" counted from {model.meta['training_units']:,} {units}s"
    ]
    if trained.before is None or model.base is None:
        lines.append(f"perplexity a {units} on {text}: {trained.after:.1f}")
    else:
        lines.append(
            f"perplexity a {units} on {text}: {trained.before:.1f} with the model"
            f" {model.base.model.name}, {trained.after:.1f} with this one"
            f" ({100 * model.base.weight:.0f} % of it {model.base.model.name})"
        )
    return "\n".join(lines)


class _Steps:
    """The steps of a training on a bar, which is drawn no more often than one can see.

    total  bytes of the corpus, which is read twice
    """

    def __init__(self, bar: Bar, total: int) -> None:
        self._bar = bar
        self._before = {"reading": 0, "counting": total, "building": total}
        self._last = 0.0

    def tell(self, step: str, done: int) -> None:
        """The step, and how far it has come."""
        now = time.monotonic()
        if now - self._last >= REFRESH_SECONDS or step == "building":
            self._last = now
            self._bar.move(self._before[step] + done, step)
