"""Which model scores a text: the one brought, the one named, the one detected, or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layoutfix import InputError, ngrams
from layoutfix.model_choice import choose_language, choose_model

ENGLISH = "It was a quiet day, and nothing happened in the town."
HUNGARIAN = "Az idén korán érett be a szőlő a domboldalon, és a falu népe nagyon örült neki."


def test_a_model_that_is_brought_scores_whatever_the_text_is_in() -> None:
    """Its language is that of the text, also where no model of it is installed."""
    own = replace_language("la")
    for choose in (choose_model, choose_language):
        choice = choose(ENGLISH, "auto", own)
        assert choice.language == choice.repaired_as == "la"
        assert choice.model is choice.given is own
        assert choice.is_fixed


def replace_language(code: str) -> ngrams.NgramModel:
    return replace(ngrams.load("en"), language=code)


def test_a_language_that_is_named_is_not_doubted() -> None:
    """German asked for scores English, as it is of the same script."""
    choice = choose_model(ENGLISH, "de", None)
    assert choice.model is ngrams.load("de")
    assert choice.notes == ()
    assert choice.is_fixed


def test_a_model_of_another_script_is_not_used_but_its_rules_of_repair_are() -> None:
    """A note says that shape alone judged; the language asked for still names the rules."""
    choice = choose_model(ENGLISH, "zh", None)
    assert (choice.model, choice.language, choice.repaired_as) == (None, "und", "zh")
    assert "another script" in choice.notes[0]


def test_a_language_that_is_detected_may_be_none() -> None:
    """Then a note says so, but for a text that is blank."""
    assert choose_model(ENGLISH, "auto", None).model is ngrams.load("en")
    choice = choose_model(HUNGARIAN, "auto", None)
    assert (choice.model, choice.language, choice.is_fixed) == (None, "und", False)
    assert "no model" in choice.notes[0]
    assert choose_model(" \n", "auto", None).notes == ()


def test_order_that_no_one_scores_needs_no_model() -> None:
    """`choose_language` loads none and has no note."""
    choice = choose_language(ENGLISH, "auto", None)
    assert (choice.model, choice.language, choice.notes) == (None, "en", ())


@pytest.mark.parametrize("choose", [choose_model, choose_language])
def test_what_cannot_be_chosen_is_refused(choose) -> None:
    """A code without a model, and a model beside a code."""
    with pytest.raises(InputError, match="choose one of"):
        choose(ENGLISH, "xx", None)
    with pytest.raises(InputError, match="leave one of them out"):
        choose(ENGLISH, "en", ngrams.load("en"))
