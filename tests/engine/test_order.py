"""The order of a page's pieces, and what it says of the cuts."""

from __future__ import annotations

import numpy as np

from layoutfix.config import Config
from layoutfix.engine.judge import judge_page
from layoutfix.engine.order import order_page
from layoutfix.model import Fragment
from layoutfix.ngrams import load
from layoutfix.page import Page
from layoutfix.page_order import PageOrder
from layoutfix.sheet import read_sheet

PARTS = (
    ["县里的图书馆今年换了新址，就在", "河"],
    ["边的老粮仓里。", "馆长说，每天来借书的"],
    ["人比去年多了一倍，孩子们放学以后"],
)
"""Rows of one column; two of them were cut, one where a sentence ends."""


def _order(blank: str) -> PageOrder:
    dump = "\n".join(blank.join(row) for row in PARTS)
    fragments = []
    for text in (text for row in PARTS for text in row):
        start = dump.index(text, fragments[-1].end if fragments else 0)
        fragments.append(Fragment(start, start + len(text), text))
    n = len(fragments)
    pieces = Page(
        fragments=fragments,
        row=np.repeat(np.arange(len(PARTS)), [len(row) for row in PARTS]).astype(np.int32),
        x=np.full(n, np.nan, np.float32),
        lead=np.full(n, np.nan, np.float32),
        width=np.array([2 * len(f.text) for f in fragments], np.float32),
        dropped=[],
        marked=np.zeros(n, bool),
        blank_above=np.zeros(n, np.int32),
        rest=np.zeros(n, np.int32),
        numbers=np.zeros(n, bool),
    )
    return order_page(pieces, read_sheet(dump, 0, len(dump), load("zh"), Config()))


def test_a_cut_without_a_blank_that_the_order_does_not_confirm_is_undone() -> None:
    """The two parts are one line: no paragraph ends there, nor is anything lost."""
    page = _order("")
    assert page.order == [0, 1, 2, 3, 4]
    assert page.held.tolist() == [True, False, True, False, False]
    breaks = judge_page(page).evidence.breaks
    assert np.isneginf(breaks).tolist() == [True, False, True, False]


def test_a_cut_at_a_blank_stays() -> None:
    """Two lines of a column may stand side by side in a row."""
    page = _order(" ")
    assert not page.held.any()
