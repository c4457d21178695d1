"""A text with the orders of its pages, before and after the corrections of the user.

What costs time is found once (`read_orders`); corrections are then put on (`conclude`), as often
as the user changes his mind.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from layoutfix.assembly.hyphens import Forms
from layoutfix.assembly.pages import assemble_pages, lines_of_text
from layoutfix.boxes import WordBoxes
from layoutfix.checks import check_result
from layoutfix.conclusion import make_result, state_order
from layoutfix.config import Config
from layoutfix.cutting.page_spans import split_pages
from layoutfix.engine import PageOrder, correct_page, judge_page, read_pages
from layoutfix.formats.arrays import boxes_of_spans
from layoutfix.linking.memory import texts_remembered
from layoutfix.linking.page_ends import score_page_ends
from layoutfix.model_choice import ModelChoice
from layoutfix.pins import NOTHING, Corrections
from layoutfix.result import Result
from layoutfix.scorers import Scorer


@dataclass(frozen=True, slots=True)
class Reading:
    """A text whose pages are read.

    spans   start, end of each page and of each row between pages, and whether it is such a row
    pages   the orders of the pages, as they were found
    forms   what is known of the words of the text
    """

    text: str
    spans: Sequence[tuple[int, int, bool]]
    pages: Sequence[PageOrder]
    choice: ModelChoice
    forms: Forms
    config: Config


def read_text(
    text: str,
    choice: ModelChoice,
    config: Config,
    known: Corrections = NOTHING,
    scorer: Scorer | None = None,
    boxes: Sequence[WordBoxes | None] = (),
) -> Result:
    """The result of a text, with the corrections put on; its only page is remembered throughout.

    boxes  as in `read_orders`
    """
    spans = split_pages(text)
    pages = sum(not is_aside for _, _, is_aside in spans)
    with texts_remembered() if pages == 1 else nullcontext():
        reading = read_orders(text, choice, config, known, scorer, boxes, spans)
        return conclude(reading, known)[0]


def read_orders(
    text: str,
    choice: ModelChoice,
    config: Config,
    known: Corrections = NOTHING,
    scorer: Scorer | None = None,
    boxes: Sequence[WordBoxes | None] = (),
    spans: Sequence[tuple[int, int, bool]] | None = None,
) -> Reading:
    """The orders of a text's pages; sought with the corrections only where these are to be.

    boxes  of the words of each page of a document; () where there are none
    spans  what `split_pages` gives, where that is known
    """
    spans = split_pages(text) if spans is None else spans
    page_spans = [(start, end) for start, end, is_aside in spans if not is_aside]
    sought = known if known.anew else NOTHING
    where = boxes_of_spans(text, page_spans, boxes) if boxes else ()
    pages = read_pages(text, page_spans, choice.model, config, sought, scorer, where)
    return Reading(text, spans, pages, choice, Forms(text, choice.model), config)


def conclude(reading: Reading, known: Corrections = NOTHING) -> tuple[Result, list[PageOrder]]:
    """The result of a reading with the corrections put on, and the orders of its pages."""
    text, config, model = reading.text, reading.config, reading.choice.model
    pages = [correct_page(page, known) for page in reading.pages]
    judged = [judge_page(page) for page in pages]
    over_ends = score_page_ends([*map(lines_of_text, judged)], model, config)
    assembled = assemble_pages(text, reading.spans, judged, over_ends, reading.forms, config)
    result = make_result(text, assembled, reading.choice, config)
    return check_result(state_order(result, pages, config)), pages
