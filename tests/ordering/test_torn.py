"""Pages in their order whose paragraphs are torn by blank lines, and those whose are not."""

from __future__ import annotations

import numpy as np

import layoutfix
from layoutfix import Config, ngrams
from layoutfix.cutting.cut import whole_rows
from layoutfix.linking.scoring import score_links
from layoutfix.ordering.torn import blank_gain
from layoutfix.sheet import read_sheet
from tests.helpers import SPACED

LINES = (
    "The ferry had been out of sight of the shore since dawn, and on the",
    "quay the women had begun to count the boats.",
    "Nobody spoke of the storm. The clerk of the harbour had written down the",
    "names of all who had gone out, and he read them aloud once more, slowly, as",
    "if each of them could be called back by the sound of his own name alone.",
    "When the lamp was lit the first boat came in, and then another, until only",
    "the ferry was lacking. The old pilot went up to the light and stayed there",
    "until the morning, when a fisherman from the next village brought the news.",
)
ENDS = frozenset({1, 4})
"""Of these lines, those that end a paragraph."""


def _set(blank_behind: frozenset[int]) -> str:
    return "\n".join(line + "\n" * (k in blank_behind) for k, line in enumerate(LINES))


def test_blank_lines_inside_sentences_are_taken_out() -> None:
    """The lines stay in their order; each paragraph is one line; a second pass changes nothing."""
    result = layoutfix.fix(_set(ENDS | {2, 5}))
    assert result.order == tuple(range(len(LINES)))
    assert result.text.split("\n\n") == [
        " ".join(LINES[:2]),
        " ".join(LINES[2:5]),
        " ".join(LINES[5:]),
    ]
    assert not layoutfix.fix(result.text).changed


def test_one_blank_line_inside_a_sentence_is_left() -> None:
    """It may be there by intention: too little to print a whole page anew."""
    assert not layoutfix.fix(_set(ENDS | {2})).changed


def test_where_a_page_is_known_to_be_torn_one_is_enough() -> None:
    page = _set(ENDS | {2})
    sheet = read_sheet(page, 0, len(page), ngrams.load("en"), Config())
    whole = whole_rows(sheet)
    links = score_links(whole, sheet)
    assert blank_gain(whole, links, SPACED.runs) is None
    assert blank_gain(whole, links, SPACED.runs, is_torn=True) is not None


def test_blank_lines_between_paragraphs_stay() -> None:
    """Lines that are wrapped are no damage."""
    assert not layoutfix.fix(_set(ENDS)).changed


def test_a_blank_line_behind_each_line_parts_nothing() -> None:
    """A text that is spaced so is so by intention."""
    assert not layoutfix.fix(_set(frozenset(range(len(LINES) - 1)))).changed


NOVEL = (
    "He had walked since the early morning along the river, past the mills and the",
    "gardens behind them, and he thought of the letter that he had left upon the",
    "table by the window, of the lamp that nobody would light in the evening, and",
    "of the road that went on over the hills to a town of which he knew no more",
    "than the name and what the pedlars told of it in winter, when they sat by the",
    "stove of the inn and drank, and the snow lay so high before the door that they",
    "had to be dug out of it, they and their horses, before they could go on to the",
    "villages behind the pass, where they were awaited as one awaits the spring.",
)
"""A sentence that does not end inside a line."""
VERSE = (
    "He walked",
    "along the river, and thought of the letter that he had left upon the",
    "table by the window",
    "of the lamp",
    "that nobody would light in the evening when he was gone, and of the",
    "road that went on over the hills",
    "to a town",
    "of which he knew no more than the name.",
)


def test_long_sentences_whose_lines_fill_their_column_are_prose() -> None:
    """No sentence ends inside a line, as in novels."""
    dump = "\n".join(line + "\n" * (k in {1, 4}) for k, line in enumerate(NOVEL))
    assert layoutfix.fix(dump).text == " ".join(NOVEL)


def test_stanzas_over_which_a_sentence_goes_on_stay() -> None:
    """Lines of verse end where they will."""
    dump = "\n".join(line + "\n" * (k in {1, 4}) for k, line in enumerate(VERSE))
    assert not layoutfix.fix(dump).changed


def test_a_page_that_is_to_keep_its_layout_keeps_its_blank_lines() -> None:
    """`layout="keep"` is not overruled."""
    torn = _set(ENDS | {2, 5})
    assert not layoutfix.fix(torn, config=Config(layout="keep")).changed


def test_words_that_lines_lack_make_no_torn_sentence() -> None:
    """Short lines with blank lines between, as of a list, are left."""
    words = "oak\n\nash\n\nbirch\n\nelm and lime\nrowan\n\nyew\n\nalder\n"
    assert not layoutfix.fix(words).changed


def test_rare_false_blank_lines_tell_more_of_paragraphs() -> None:
    """The more sentences go on without a blank line, the likelier one ends a paragraph."""
    gains = []
    for behind in (ENDS | {2, 5}, ENDS | {0, 2, 3, 5}):
        dump = _set(behind)
        sheet = read_sheet(dump, 0, len(dump), ngrams.load("en"), Config())
        page = whole_rows(sheet)
        links = score_links(page, sheet)
        gain = blank_gain(page, links, SPACED.runs)
        assert gain is not None
        gains.append(gain)
    assert gains[0] > gains[1] >= 0.0
    assert np.isfinite(gains).all()
