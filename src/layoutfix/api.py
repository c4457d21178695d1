"""fix() and repair(): the stages in reading order, and the bounded loop between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from os import PathLike
from typing import TypeAlias

from layoutfix import ngrams
from layoutfix.assembly.assemble import Assembled, OrderedPage
from layoutfix.assembly.hyphens import Forms
from layoutfix.assembly.pages import Part, join_pages, page_to_part, row_to_part
from layoutfix.assembly.risks import describe_risks
from layoutfix.checks import check_result
from layoutfix.config import COLUMNS, Config
from layoutfix.cutting.page_spans import split_pages
from layoutfix.engine import judge_page, read_pages
from layoutfix.errors import InputError
from layoutfix.languages import NO_LANGUAGE, detect_language, fits_script
from layoutfix.layouts import parse_layout
from layoutfix.model import Fragment, Joint, Paragraph, Pin
from layoutfix.ngrams import NgramModel
from layoutfix.page_order import PageOrder
from layoutfix.repair import (
    ASIDE_RULES,
    MISSING_NOTE,
    edits_to_steps,
    is_active,
    needs_ftfy,
    repair_text,
    set_apart,
    variants_note,
)
from layoutfix.replay import Piece, replay_pieces
from layoutfix.result import Result
from layoutfix.rows import Row, dump_to_rows

AUTO = "auto"
CJK_FROM = "\u2e80"
"""Characters from here on are set without blanks between them, but for Hangul."""

ModelLike: TypeAlias = NgramModel | str | PathLike[str] | None
"""A model, the path of its file, or None for one of those installed."""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Who scores a text: what was asked for, the code found, its model; `given` by the caller."""

    language: str
    code: str
    model: NgramModel | None
    given: NgramModel | None


def fix(
    text: str,
    *,
    language: str = AUTO,
    model: ModelLike = None,
    pins: Sequence[Pin] = (),
    layout: str | None = None,
    config: Config | None = None,
) -> Result:
    r"""The text with its reading order and paragraphs restored, and the record of what was done.

    language  code of the model to score with ("zh", "en", "de", "fr"), "auto" to detect it, "und"
              to use none: shape and the dump's own words are left then, and less is changed
    model     a model of your own instead, or the path of its file (`layoutfix train` makes one); it
              scores every text, whatever its language
    pins      spans that are known to belong together, or apart; the order honours them
    layout    what is known of the pages, as `Config.layout`: "keep", "columns", "columns:3"
    config    settings; `Config(min_confidence=0.9)` is cautious

    Raises TypeError for what is not a str, InputError for an unknown language or a pin outside the
    text, ModelError for a model's file that is missing or damaged. Time is about linear in the
    number of lines.

    >>> fix("It was a quiet day.\nNothing happened.\n").changed
    False
    """
    _check_is_text(text)
    config = config or Config()
    if layout is not None:
        config = replace(config, layout=layout)
    parse_layout(config.layout)
    _check_columns(config)
    pins = tuple(pins)
    _check_pins(pins, len(text))
    given = _given_model(model, language)
    code, chosen, notes = _choose_model(text, language, given)
    if given is not None or language != AUTO:  # one language was asked for
        config = replace(config, mixed_languages=False)
    result = _fix_pages(text, _Judge(language, code, chosen, given), pins, config, notes)
    return check_result(result)


def repair(
    text: str,
    *,
    language: str = AUTO,
    model: ModelLike = None,
    config: Config | None = None,
) -> Result:
    r"""The text with what OCR did to it mended, in the order it came in; and the record.

    The rules of `config.repair` run (docs/repair.md has a section on each); `language`,
    `model` and the errors are those of `fix`. Fragments are the lines of the
    text. 2 MB/s and more on text that needs nothing.

    >>> repair("经 济 增长 ，人民生活水平提高 。\n").text
    '经济增长，人民生活水平提高。\n'
    >>> repair("It was a quiet day.\nNothing happened.\n").changed
    False
    """
    _check_is_text(text, "repair")
    config = config or Config()
    given = _given_model(model, language)
    _check_language(language)
    rows = dump_to_rows(text)
    fragments = [Fragment(r.mark_start, r.end, text[r.mark_start : r.end]) for r in rows]
    whole = Assembled(
        fragments=fragments,
        order=list(range(len(fragments))),
        joints=[_kept_joint(k, a, b) for k, (a, b) in enumerate(pairwise(rows))],
        paragraphs=_blocks(rows),
        steps=[],
    )
    code = given.language if given is not None else language
    code = detect_language(text, ngrams.available()) if code == AUTO else code
    result = _assemble_result(text, whole, _Judge(language, code, given, given), config, [])
    return check_result(replace(result, verdict=_repair_verdict(result)))


def _kept_joint(k: int, left: Row, right: Row) -> Joint:
    """How two lines meet that stay as they were."""
    if right.blanks_above:
        return Joint(k, k + 1, "paragraph", 1.0)
    wide = left.text[-1] >= CJK_FROM or right.text[0] >= CJK_FROM
    return Joint(k, k + 1, "join" if wide else "space", 1.0)


def _blocks(rows: Sequence[Row]) -> list[Paragraph]:
    """The lines between blank lines, as paragraphs."""
    blocks: list[Paragraph] = []
    run: list[int] = []
    for k, row in enumerate(rows):
        if run and row.blanks_above:
            blocks.append(Paragraph("body", tuple(run), ""))
            run = []
        run.append(k)
    return [*blocks, Paragraph("body", tuple(run), "")] if run else blocks


def _repair_verdict(result: Result) -> str:
    if not result.dump.strip():
        return "empty"
    return f"repaired, {_count(len(result.steps), 'edit')}" if result.changed else "left alone"


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'s' * (n != 1)}"


def fix_lines(
    lines: Sequence[str],
    *,
    language: str = AUTO,
    model: ModelLike = None,
    pins: Sequence[Pin] = (),
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
        "\n".join(lines), language=language, model=model, pins=pins, layout=layout, config=config
    )


def fix_many(
    texts: Iterable[str],
    *,
    jobs: int = 1,
    language: str = AUTO,
    model: ModelLike = None,
    layout: str | None = None,
    config: Config | None = None,
) -> Iterator[Result]:
    """The results of many texts, in their order, made by `jobs` processes.

    >>> [r.changed for r in fix_many(["One line.", "Another line."])]
    [False, False]
    """
    if jobs < 1:
        raise InputError(f"jobs is {jobs}; it must be 1 or more")
    work = partial(fix, language=language, model=model, layout=layout, config=config)
    if jobs == 1:
        yield from map(work, texts)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(work, texts, chunksize=4)


def _check_is_text(text: object, function: str = "fix") -> None:
    if isinstance(text, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"layoutfix.{function} needs a str, not bytes: decode it first, for example"
            " data.decode('utf-8') or data.decode('gb18030')"
        )
    if not isinstance(text, str):
        raise TypeError(f"layoutfix.{function} needs a str, not {type(text).__name__}")


def _check_language(language: str) -> None:
    available = ngrams.available()
    if language not in {AUTO, NO_LANGUAGE, *available}:
        raise InputError(
            f"there is no model for the language {language!r}: choose one of"
            f" {', '.join(available)}, or 'und' for none"
        )


def _check_columns(config: Config) -> None:
    if config.columns not in COLUMNS:
        raise InputError(
            f"there is no column order {config.columns!r}: choose one of {', '.join(COLUMNS)}"
        )


def _check_pins(pins: Sequence[Pin], length: int) -> None:
    for pin in pins:
        for lo, hi in (pin.left, pin.right):
            if not 0 <= lo < hi <= length:
                raise InputError(
                    f"a pin names the span {lo}..{hi}, but the text has {length} characters:"
                    " spans are (start, end) in code points"
                )


def _given_model(model: ModelLike, language: str) -> NgramModel | None:
    """The model that the caller brings. InputError where a language is named beside it."""
    if model is None:
        return None
    if language != AUTO:
        raise InputError(
            f"a model and the language {language!r} are both given: the model has its language,"
            " leave one of them out"
        )
    return model if isinstance(model, NgramModel) else ngrams.load_path_once(model)


def _choose_model(
    text: str, language: str, given: NgramModel | None
) -> tuple[str, NgramModel | None, list[str]]:
    if given is not None:
        return given.language, given, []
    _check_language(language)
    code = detect_language(text, ngrams.available()) if language == AUTO else language
    if code != NO_LANGUAGE:
        model = ngrams.load(code)  # also where it is not used: a damaged one is told
        if language == AUTO or fits_script(text, code):
            return code, model, []
        note = f"the model of {code!r} was not used: the text is in another script"
        return NO_LANGUAGE, None, [note]
    notes = []
    if text.strip():
        notes.append(
            "no model for the language of this text: judged by shape and by its own words alone,"
            " with less certainty"
        )
    return code, None, notes


def _fix_pages(
    text: str,
    judge: _Judge,
    pins: Sequence[Pin],
    config: Config,
    notes: list[str],
) -> Result:
    model = judge.model
    spans = split_pages(text)
    pages = read_pages(
        text, [(s.start, s.end) for s in spans if not s.is_aside], model, config, pins
    )
    following = iter(pages)
    parts: list[Part] = []
    before: OrderedPage | None = None
    count = 0
    forms = Forms(text, model)
    for start, end, is_aside in spans:
        if is_aside:
            part = row_to_part(Fragment(start, end, text[start:end]), count)
        else:
            page = judge_page(next(following))
            part = page_to_part(text, page, before, count, model, config, forms)
            before = page
        parts.append(part)
        count += len(part.content.fragments)
    whole = join_pages(text, parts)
    result = _assemble_result(text, whole, judge, config, notes)
    return _judge_result(result, pages, config)


def _assemble_result(
    text: str, whole: Assembled, judge: _Judge, config: Config, notes: list[str]
) -> Result:
    """The parts as a result, after the rules of repair have run over what they print."""
    fragments, order = tuple(whole.fragments), tuple(whole.order)
    steps, paragraphs = tuple(whole.steps), whole.paragraphs
    pieces = replay_pieces(text, fragments, order, steps)
    printed = "".join(p.text for p in pieces)
    language = judge.code if judge.language == AUTO else judge.language
    edits = repair_text(printed, language, config.repair, judge.given)
    if any(e.rule == "fix_variants" for e in edits):
        notes = [*notes, variants_note(printed, config.repair)]
    if edits:
        steps = tuple(edits_to_steps(text, pieces, steps, edits))
        paragraphs = set_apart(paragraphs, fragments, steps, ASIDE_RULES)
        pieces = replay_pieces(text, fragments, order, steps)
        printed = "".join(p.text for p in pieces)
    if is_active(config.repair, "fix_mojibake") and needs_ftfy(printed):
        notes = [*notes, MISSING_NOTE]
    return Result(
        text=printed,
        paragraphs=_with_texts(paragraphs, pieces),
        joints=tuple(whole.joints),
        fragments=fragments,
        order=order,
        steps=steps,
        language=judge.code,
        verdict="",
        dump=text,
        notes=tuple(notes),
    )


def _with_texts(paragraphs: Sequence[Paragraph], pieces: Sequence[Piece]) -> tuple[Paragraph, ...]:
    """The paragraphs with the text that was printed for them."""
    printed: dict[int, list[str]] = {}
    for piece in pieces:
        printed.setdefault(piece.position, []).append(piece.text)
    done, at = [], 0
    for paragraph in paragraphs:
        size = len(paragraph.fragments)
        text = "".join(t for k in range(at, at + size) for t in printed.get(k, []))
        done.append(replace(paragraph, text=text.strip() or paragraph.text))
        at += size
    return tuple(done)


def _judge_result(result: Result, pages: Sequence[PageOrder], config: Config) -> Result:
    """The result with its verdict, and what may be wrong in it among the notes."""
    if not result.dump.strip():
        return replace(result, verdict="empty")
    if not result.changed:
        return replace(result, verdict="left alone")
    if list(result.order) == sorted(result.order) and not any(p.gate.opens for p in pages):
        return replace(result, verdict=_repair_verdict(result))
    columns = max(p.columns for p in pages)
    what = _count(columns, "column") if columns else "blocks"
    below = config.doubtful_below
    doubtful = _count(len(result.doubtful(below)), "doubtful joint")
    dropped = f", dropped {_count(len(result.dropped), 'mark')}" if result.dropped else ""
    risks = describe_risks(result.dump, result.fragments, result.joints, columns, below)
    said = f"reordered {what}, {doubtful} of {len(result.joints)}{dropped}"
    verdict = ": ".join([said, *risks[:1]])
    return replace(result, verdict=verdict, notes=(*result.notes, *risks))
