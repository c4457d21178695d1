"""Marks that cuts leave alone between two lines of a row."""

from __future__ import annotations

import re

import numpy as np
import pytest

from layoutfix import fix
from layoutfix.cutting.marks import LoneMarks, are_marks, judge_marks, put_marks
from layoutfix.linking import LinkScorer
from layoutfix.model import Fragment
from layoutfix.ngrams import load
from layoutfix.page import Page
from layoutfix.script import Script
from tests.helpers import SPACED, article_to_lines, read_across

ROWS = (
    ("the keeper of the", ".", "a letter from the"),
    ("lighthouse went to bed.", " ;", "minister of fisheries"),
    ("It rained all night", ".", "came on Monday"),
    ("• ", "eels", "* * *"),
)
OPEN, COMPLETE, END = 1, 4, 7
"""Numbers of the marks: in a sentence that goes on, behind a stop, and of an end of their own."""
ORDER = [0, 1, 3, 4, 6, 7, 9, 2, 5, 8, 10, 11]


def _pieces() -> Page:
    fragments, row, at = [], [], 0
    for number, texts in enumerate(ROWS):
        for text in texts:
            core = text.strip()
            at += text.index(core)
            fragments.append(Fragment(at, at + len(core), core))
            row.append(number)
            at += len(core)
    n = len(fragments)
    return Page(
        fragments=fragments,
        row=np.array(row, np.int32),
        x=np.full(n, np.nan, np.float32),
        lead=np.full(n, np.nan, np.float32),
        width=np.array([len(f.text) for f in fragments], np.float32),
        dropped=[],
        marked=np.zeros(n, bool),
        blank_above=np.zeros(n, np.int32),
        rest=np.zeros(n, np.int32),
        numbers=np.zeros(n, bool),
    )


def _judged() -> LoneMarks:
    pieces = _pieces()
    texts = [f.text for f in pieces.fragments]
    links = LinkScorer(texts, pieces.width, SPACED.links, script=Script.SPACED, model=load("en"))
    return judge_marks(are_marks(pieces), ORDER, pieces, links, SPACED.dirt)


def test_only_marks_of_sentences_and_rules_beside_other_pieces_are_asked_about() -> None:
    """Bullets and stars may mean something."""
    assert np.flatnonzero(are_marks(_pieces())).tolist() == [OPEN, COMPLETE, END]


def test_marks_alone_in_their_row_are_left() -> None:
    """They may part two sections."""
    pieces = _pieces()
    pieces.row[:] = np.arange(len(pieces.row))
    assert not are_marks(pieces).any()


def test_a_mark_in_a_sentence_that_goes_on_is_dirt_and_so_is_a_second_one() -> None:
    assert _judged().dirt == {OPEN, COMPLETE}


def test_a_mark_behind_an_open_line_that_goes_on_nowhere_is_its_end() -> None:
    """The next line of its column is another item."""
    assert _judged().ends == {END}


def test_dirt_is_dropped_and_an_end_is_put_at_its_line() -> None:
    pieces, kept = put_marks(_pieces(), LoneMarks(frozenset({OPEN, COMPLETE}), frozenset({END})))
    assert kept == [0, 2, 3, 5, 6, 8, 9, 10, 11]
    line = pieces.fragments[kept.index(6)]
    assert (line.text, line.end - line.start) == ("It rained all night.", 20)
    assert float(pieces.width[kept.index(6)]) == 20.0
    gone = [_pieces().fragments[i] for i in (OPEN, COMPLETE)]
    assert pieces.dropped == [(f.start, f.end, "drop_gutter_junk") for f in gone]


@pytest.mark.parametrize("junk", ["。", "。”", "|"])
def test_a_mark_read_from_the_gutter_tears_no_sentence(junk: str) -> None:
    """As `tesseract --psm 6` reads a rule between two columns: a mark of its own in some rows."""
    lines = article_to_lines("zh-Hans-01-hetang-water", 17, 40)
    left, right = lines[:20], lines[20:]
    rows = [
        f"{a}{junk if k in (3, 8, 13) else ''} {b}"
        for k, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    clean = fix(read_across([[left, right]]), language="zh")
    found = fix("\n".join(rows), language="zh")
    assert found.text.count("\n\n") <= clean.text.count("\n\n")
    for k in (3, 8, 13):
        sentence = re.escape(left[k]) + f"[{re.escape(junk)}]*" + re.escape(left[k + 1])
        assert re.search(sentence, found.text)
