"""`layoutfix eval`: how near texts are to the truth of their pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from layoutfix.cli.targets import refuse_overwriting, write_whole
from layoutfix.errors import InputError

if TYPE_CHECKING:
    from layoutfix.evaluation import PageReport, Prediction, Summary, Truth

PREDICTION_SUFFIXES = (".txt", ".md", ".json", ".jsonl")
DUMP_SUFFIXES = (".txt",)

EPILOG = """\b
Exit codes:
  0    done
  2    a mistake in what was given: files that do not match, of different pages, empty
  123  a bug of ours
"""


@click.command("eval", epilog=EPILOG)
@click.argument("predictions", metavar="PRED...", nargs=-1, required=True)
@click.option(
    "--truth",
    "truths",
    metavar="FILE_OR_DIR",
    multiple=True,
    required=True,
    help="The true lines, in JSON or plain text (docs/evaluation.md); may be given several times.",
)
@click.option(
    "--dump",
    "dumps",
    metavar="FILE_OR_DIR",
    multiple=True,
    help="The texts before the repair, for ceiling, harm, lost and added; not needed where the"
    " truth has them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all numbers as JSON, no tables.")
@click.option(
    "--chart",
    metavar="FILE",
    help="Draw score by damage and by columns, and a reliability diagram (png, svg, pdf).",
)
@click.option("--worst", metavar="N", type=click.IntRange(min=0), default=0, show_default=True,
              help="List the N worst pages of each group.")  # fmt: skip
@click.option("--partial", is_flag=True, help="Truths without a prediction are no mistake.")
@click.option("--seed", metavar="N", type=click.IntRange(min=0), default=0, show_default=True,
              help="Of the bootstrap intervals.")  # fmt: skip
@click.option("--force", is_flag=True, help="Let --chart overwrite a file that exists.")
def eval_command(
    *,
    predictions: tuple[str, ...],
    truths: tuple[str, ...],
    dumps: tuple[str, ...],
    as_json: bool,
    chart: str | None,
    worst: int,
    partial: bool,
    seed: int,
    force: bool,
) -> int:
    """Score repaired texts against the truth of their pages.

    PRED are texts, records of `layoutfix fix --format json` (then the confidence of joints is
    judged as well), or folders of them. Files are matched by their names without extension;
    `page.engine.txt` is made from the dump `engine` of the truth `page`.
    """
    if as_json and worst:
        raise click.UsageError("--json has every page: leave out --worst, or --json.")
    if force and chart is None:
        raise click.UsageError("--force is for --chart: nothing is overwritten without it.")
    from layoutfix.evaluation import find_files, page_label, summarise, summarise_by  # noqa: PLC0415

    if chart is not None:
        _check_chart(Path(chart), force=force)
    known = _read_truths(truths)
    given = {p.stem: p for p in find_files([Path(d) for d in dumps], DUMP_SUFFIXES)}
    made = _read_predictions(predictions)
    pages = _evaluate(made, known, given, partial=partial)
    groups, whole = summarise_by(pages, page_label, seed), summarise(pages, seed=seed)
    if chart is not None:
        from layoutfix.evaluation.charts import draw_chart  # noqa: PLC0415 - an extra

        picture = draw_chart(pages, Path(chart).suffix.removeprefix("."), seed)
        write_whole(Path(chart), picture, force=force)
    if as_json:
        click.echo(_scores_to_json(groups, whole, pages))
    else:
        from layoutfix.cli.scores import print_scores  # noqa: PLC0415 - brings rich with it

        click.echo(print_scores(groups, whole, pages, worst), nl=False)
    _say_without_dump(pages)
    return 0


def _scores_to_json(groups: Sequence[Summary], whole: Summary, pages: Sequence[PageReport]) -> str:
    record = {
        "all": whole.to_dict(),
        "groups": [g.to_dict() for g in groups],
        "pages": [_page_to_dict(p) for p in pages],
    }
    return json.dumps(record, ensure_ascii=False)


def _say_without_dump(pages: Sequence[PageReport]) -> None:
    without = sum(p.dump is None for p in pages)
    if without:
        click.echo(
            f"{without} of {len(pages)} without a dump: no ceiling, harm, lost or added for them"
            " (--dump)",
            err=True,
        )


def _check_chart(target: Path, *, force: bool) -> None:
    """Refuses what would fail only after all the work."""
    from layoutfix.evaluation.charts import FORMATS  # noqa: PLC0415

    if target.suffix.removeprefix(".") not in FORMATS:
        raise InputError(
            f"{target} is no picture: give --chart a name that ends in .{', .'.join(FORMATS)}."
        )
    refuse_overwriting(target, force=force)
    if not target.parent.is_dir():
        raise InputError(f"There is no directory {target.parent}: make it, or name another file.")


def _read_truths(names: tuple[str, ...]) -> dict[str, Truth]:
    """The truths by stem. Of a folder the JSON files; its texts only where it has no JSON."""
    from layoutfix.evaluation import find_files, read_truth  # noqa: PLC0415

    found: dict[str, Truth] = {}
    for name in names:
        path = Path(name)
        is_json = path.is_dir() and any(p.suffix == ".json" for p in path.iterdir())
        for file in find_files([path], [".json"] if is_json else [".json", ".txt"]):
            if file.stem in found:
                raise InputError(
                    f"{file} is a second truth of the name {file.stem}: give --truth each page"
                    " once."
                )
            found[file.stem] = read_truth(file)
    return found


def _read_predictions(names: tuple[str, ...]) -> list[Prediction]:
    from layoutfix.evaluation import find_files, read_predictions  # noqa: PLC0415

    found: dict[str, Prediction] = {}
    for file in find_files([Path(n) for n in names], PREDICTION_SUFFIXES):
        for prediction in read_predictions(file):
            if prediction.name in found:
                raise InputError(
                    f"{file} is a second prediction of the name {prediction.name}: give each page"
                    " once (a folder with .txt and .json of one page has it twice)."
                )
            found[prediction.name] = prediction
    return list(found.values())


def _evaluate(
    predictions: list[Prediction],
    truths: Mapping[str, Truth],
    dumps: Mapping[str, Path],
    *,
    partial: bool,
) -> list[PageReport]:
    """The reports, after every prediction has found its page: mix-ups end the run before work."""
    from layoutfix.evaluation import check_same_page, evaluate_page, match_truth  # noqa: PLC0415

    pairs = [(prediction, *match_truth(prediction, truths)) for prediction in predictions]
    used = {truth.name for _, truth, _ in pairs}
    missing = sorted(set(truths) - used)
    if missing and not partial:
        shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if missing[3:] else "")
        raise InputError(
            f"No prediction of {shown}: give one for each truth, or pass --partial to score those"
            " that there are."
        )
    reports = []
    for prediction, truth, engine in pairs:
        check_same_page(prediction, truth)
        dump = _find_dump(prediction, truth, engine, dumps)
        named = replace(prediction, engine=engine)
        exact = named if dump is None else named.on_dump(dump)
        reports.append(evaluate_page(exact, truth, dump))
    return reports


def _find_dump(
    prediction: Prediction, truth: Truth, engine: str, dumps: Mapping[str, Path]
) -> str | None:
    """The text before the repair: a file of --dump, the engine's in the truth, or its only one."""
    from layoutfix.readers import read_text  # noqa: PLC0415

    for name in (prediction.name, truth.name):
        if name in dumps:
            return read_text(dumps[name], None, name=str(dumps[name])).text
    if engine in truth.dumps:
        return truth.dumps[engine]
    if not engine and len(truth.dumps) == 1:
        return next(iter(truth.dumps.values()))
    return None


def _page_to_dict(page: PageReport) -> dict[str, object]:
    """A page's numbers; its judged joints as pairs of confidence and rightness."""
    record = asdict(page)
    record["joints"] = [[j.confidence, j.right] for j in page.joints]
    record |= {"harm": page.harm, "perfect": page.perfect}
    record["share_of_ceiling"] = page.share_of_ceiling
    return record
