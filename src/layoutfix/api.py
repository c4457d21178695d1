"""The public functions: arguments settled, a model chosen, then the stages in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from layoutfix.arguments import AUTO, check_is_text, check_jobs, settle_config, settle_pins
from layoutfix.assembly.in_place import assemble_in_place
from layoutfix.boxes import WordBoxes
from layoutfix.checks import check_result
from layoutfix.conclusion import leave_undone, make_result, state_repair
from layoutfix.config import Config
from layoutfix.document import Document
from layoutfix.model import Pin
from layoutfix.model_choice import ModelLike, choose_language, choose_model
from layoutfix.pins import Corrections
from layoutfix.pool import map_in_order
from layoutfix.reading import read_text
from layoutfix.result import Result
from layoutfix.scorers import ScorerLike, settle_scorer


def fix(
    text: str | Document,
    *,
    language: str = AUTO,
    model: ModelLike = None,
    scorer: ScorerLike = None,
    pins: Iterable[Pin] | Corrections = (),
    layout: str | None = None,
    config: Config | None = None,
) -> Result:
    r"""The text with its reading order and paragraphs restored, and the record of what was done.

    text      what is to be repaired, or a document that `layoutfix.read` made of a file with
              coordinates: then its text is, and the boxes of its words are evidence, too; offsets
              are those of `document.text`
    language  code of the model to score with ("zh", "en", "de", "fr"), "auto" to detect it, "und"
              to use none: shape and the dump's own words are left then, and less is changed
    model     a model of your own instead, or the path of its file (`layoutfix train` makes one); it
              scores every text, whatever its language
    scorer    a language model of your own that judges text farther apart, where two orders of a
              page are worth nearly the same: a `Scorer`, or the path of a folder that transformers
              loads or of a .gguf file. Nothing is downloaded (docs/models.md)
    pins      spans that are known to belong together, or apart; the order honours them. Or all that
              you know of the text (`Corrections`), as `read_pins` reads it from FILE.pins.json
    layout    what is known of the pages, as `Config.layout`: "keep", "columns", "columns:3"
    config    settings; `Config(min_confidence=0.9)` is cautious

    Raises TypeError for what is not a str, InputError for an unknown language, a pin outside the
    text or a scorer that cannot be loaded, ModelError for a model's file that is missing or
    damaged. Time is about linear in the number of lines.

    >>> fix("It was a quiet day.\nNothing happened.\n").changed
    False
    """
    boxes: list[WordBoxes | None] = []
    if isinstance(text, Document):
        from layoutfix.formats.arrays import document_to_boxes  # noqa: PLC0415 - not of plain text

        boxes, text = document_to_boxes(text), text.text
    check_is_text(text, "fix")
    config = settle_config(config, layout)
    known = settle_pins(pins, text)
    choice, judge = choose_model(text, language, model), settle_scorer(scorer)
    if choice.is_fixed:
        config = replace(config, mixed_languages=False)

    return read_text(text, choice, config, known, judge, boxes)


def fix_lines(
    lines: Sequence[str],
    *,
    language: str = AUTO,
    model: ModelLike = None,
    scorer: ScorerLike = None,
    pins: Iterable[Pin] | Corrections = (),
    layout: str | None = None,
    config: Config | None = None,
) -> Result:
    """`fix` for a dump that is already in lines; offsets are those of the lines joined by newlines.

    >>> fix_lines(["It was a quiet day.", "Nothing happened."]).order
    (0, 1)
    """
    if isinstance(lines, str):
        raise TypeError("layoutfix.fix_lines needs a list of lines; use layoutfix.fix for one text")
    return fix(
        "\n".join(lines),
        language=language,
        model=model,
        scorer=scorer,
        pins=pins,
        layout=layout,
        config=config,
    )


def fix_many(
    texts: Iterable[str | Document],
    *,
    jobs: int = 1,
    language: str = AUTO,
    model: ModelLike = None,
    scorer: ScorerLike = None,
    layout: str | None = None,
    config: Config | None = None,
) -> Iterator[Result]:
    """The results of many texts or documents, in their order, made by `jobs` processes.

    Texts are read as their results are taken, some (`AHEAD_PER_JOB` of the pool) ahead for each
    process: they may come from an endless iterator; of those the largest are begun first. What
    `fix` raises is raised in place of the result, and ends the work. A text at which a process dies
    (killed, out of memory) is tried once more; then its result is the text as it was, `verdict` and
    `notes` say why, and the work goes on.

    Processes are spawned on every system: a script that asks for several jobs does so under
    `if __name__ == "__main__":`. On Linux the others are forks of the first, which share the memory
    of what it has loaded. With a scorer they are not: one that is named by its path is loaded by
    each process, one that is an object is pickled for each.

    >>> [r.changed for r in fix_many(["One line.", "Another line."])]
    [False, False]
    """
    check_jobs(jobs)
    if isinstance(texts, str):
        raise TypeError("layoutfix.fix_many needs many texts; use layoutfix.fix for one")
    work = partial(fix, language=language, model=model, scorer=scorer, layout=layout, config=config)
    yield from map_in_order(
        work, texts, jobs, measure=_size_of, if_lost=_leave_lost, forks=scorer is None
    )


def _size_of(text: str | Document) -> int:
    if isinstance(text, Document):
        return len(text.text) + len(text.source)
    return len(text) if isinstance(text, str) else 0  # what else there is, `fix` refuses


def _leave_lost(text: str | Document, why: str) -> Result:
    return leave_undone(text.text if isinstance(text, Document) else text, why)


def repair(
    text: str | Document,
    *,
    language: str = AUTO,
    model: ModelLike = None,
    config: Config | None = None,
) -> Result:
    r"""The text with what OCR did to it mended, in the order it came in; and the record.

    The rules of `config.repair` run (docs/repair.md has a section on each); `text`, `language`,
    `model` and the errors are those of `fix`. Fragments are the lines of the
    text. 2 MB/s and more on text that needs nothing.

    >>> repair("经 济 增长 ，人民生活水平提高 。\n").text
    '经济增长，人民生活水平提高。\n'
    >>> repair("It was a quiet day.\nNothing happened.\n").changed
    False
    """
    if isinstance(text, Document):
        text = text.text
    check_is_text(text, "repair")
    config = settle_config(config, None)
    choice = choose_language(text, language, model)
    result = make_result(text, assemble_in_place(text), choice, config)
    return check_result(state_repair(result))
