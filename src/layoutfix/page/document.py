"""The pages of one document, judged together: what one shows of its columns tells of the next."""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.config import Config
from layoutfix.continuity.encoder import lines_remembered
from layoutfix.model import Pin
from layoutfix.ngrams import NgramModel
from layoutfix.page.order import PageOrder
from layoutfix.page.read import read_page


def read_pages(
    dump: str,
    spans: Sequence[tuple[int, int]],
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin] = (),
) -> list[PageOrder]:
    """The orders of the pages of a dump, each a span with text."""
    pages: list[PageOrder] = []
    for start, end in spans:
        with lines_remembered():
            page = read_page(dump, start, end, model, config, pins)
        assert page is not None
        pages.append(page)
    return pages
