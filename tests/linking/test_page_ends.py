"""Sentences over page ends: told where one is open and likely, of the pages' own text alone."""

from __future__ import annotations

import pytest

from layoutfix import ngrams
from layoutfix.config import Config
from layoutfix.linking.page_ends import score_page_ends

OPEN = ["The council met on Monday.", "The mayor opened the new market and said that the"]
GOES_ON = ["town would be proud of it for many years.", "Nobody else spoke."]
BEGINS = ["On Friday the ferry left late.", "Nobody was hurt."]


def over_ends(*pages: list[str]) -> list[float | None]:
    return score_page_ends(pages, ngrams.load("en"), Config())


def test_a_sentence_goes_on_where_it_is_open_and_likely() -> None:
    """Its log-odds stand with the page that it goes on to."""
    first, second = over_ends(OPEN, GOES_ON)
    assert first is None
    assert second is not None
    assert second > 0


@pytest.mark.parametrize("above", [GOES_ON, BEGINS])
def test_no_sentence_goes_on_where_none_is_open(above: list[str]) -> None:
    """A page that ends with a full stop."""
    assert over_ends(above, GOES_ON) == [None, None]


def test_a_page_without_text_ends_and_begins_no_sentence() -> None:
    """Neither over it nor into it does a sentence go on."""
    assert over_ends(OPEN, [], GOES_ON) == [None, None, None]
    assert over_ends() == []
