"""Hyphens at line ends: the word's own, or the typesetter's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix import ngrams
from layoutfix.assembly.hyphens import Forms, keeps_hyphen


@pytest.mark.parametrize(
    ("language", "left", "right", "keeps"),
    [
        ("en", "the well-", "known trap", True),
        ("en", "acid and i-", "butyric acid", True),
        ("en", "the blood-", "feeding flies", True),
        ("en", "the govern-", "ment of", False),
        ("en", "of cis-", "jasmone in", True),
        ("en", "the trans-", "port of", False),
        ("fr", "que demande-", "t-il encore", True),
        ("fr", "la gare jus-", "qu’à midi", False),
        ("fr", "une ré-", "gulation de", False),
        ("pt", "e levantou-", "se logo", True),
        ("ru", "когда-", "нибудь потом", True),
        ("de", "an der Halte-", "stelle vorbei", False),
        ("de", "die Ver-", "waltung hat", False),
    ],
)
def test_by_the_language(language: str, left: str, right: str, keeps: bool) -> None:
    """Where the text does not tell, the lexicon and the language's own compounds do."""
    assert keeps_hyphen(left, right, Forms("", ngrams.load(language))) == keeps


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("The re-cover of the chair was red.", True),
        ("They recover their chairs.", False),
        ("Both re-cover and recover.", False),
    ],
)
def test_the_text_decides_first(text: str, keeps: bool) -> None:
    """A form that the text prints more often wins over the lexicon."""
    assert keeps_hyphen("we re-", "cover it", Forms(text, ngrams.load("en"))) == keeps


def test_pieces_at_line_ends_are_no_forms() -> None:
    """What a hyphen breaks elsewhere counts as neither."""
    assert "i-butyric" not in Forms("with i-\nbutyric acid", None).own


@given(st.text(alphabet="aaab-‐e\u0301 .", max_size=24))
def test_a_form_is_counted_alike_by_itself_and_among_all_words(text: str) -> None:
    """Few forms are sought one by one, of many a table is made."""
    table = Forms(text, None).own
    for form in {*table, "a", "ab", "a-a", "aa-b"}:
        if form.count("-") < 2:
            assert Forms(text, None).count(form) == table.get(form, 0), form


@pytest.mark.parametrize("mark", ["¬", "⸗", "\u00ad"])
def test_marks_that_break_words_are_no_part_of_them(mark: str) -> None:
    """Soft hyphens and their like go, whatever the text has."""
    assert not keeps_hyphen(f"the well{mark}", "known", Forms("a well-known man", None))
