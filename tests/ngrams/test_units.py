"""From text to units."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix import ngrams

ZH, EN, DE, FR = (ngrams.load(language) for language in ("zh", "en", "de", "fr"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("國際會議", "国际会议"),
        ("ＡＢＣ，１２", "abc,34"),
        ("“你好”", "「你好」"),
        ("你 好\u3000吗", "你好吗"),
        ("⻓⼤", "长大"),
    ],
)
def test_variants_count_as_the_same_character(one: str, other: str) -> None:
    """Traditional forms, widths, quotes, spaces, radicals and digits are folded for scoring."""
    assert ZH.encode(one).tolist() == ZH.encode(other).tolist()


@pytest.mark.parametrize(
    ("model", "one", "other"),
    [
        (EN, "don’t", "don't"),
        (EN, "the ﬁrſt", "the first"),
        (EN, "THE END", "the end"),
        (EN, "  the   end ", "the end"),
        (EN, "“the”", '"the"'),
        (DE, "Waſſer", "Wasser"),
        (FR, "l’État", "l'État"),
    ],
)
def test_variants_count_as_the_same_word(model, one: str, other: str) -> None:
    """Typographic and historic spelling is folded; capitals only where the word needs it."""
    assert model.encode(one).tolist() == model.encode(other).tolist()


def test_words_unknown_to_a_model_go_to_the_class_of_their_shape() -> None:
    """A made-up word is no hole: it counts as others that look like it."""
    assert EN.encode("zorblaxing").tolist() == EN.encode("quindlexing").tolist()
    assert EN.encode("Zorblax").tolist() != EN.encode("zorblax").tolist()
    assert EN.encode("1987").tolist() == EN.encode("2017").tolist()
    assert EN.unknown_id not in EN.encode("Zorblax zorblaxing 1987 17.5 ZRBX 4th").tolist()


@pytest.mark.parametrize("model", [ZH, EN, DE, FR], ids=["zh", "en", "de", "fr"])
def test_a_newline_is_the_paragraph_break(model) -> None:
    """The break has an id of its own, whatever stands around it."""
    assert model.encode("1.\n(").tolist().count(model.break_id) == 1
    assert model.encode("\n").tolist() == [model.break_id]
    assert model.encode("").tolist() == []


@pytest.mark.parametrize("model", [ZH, EN, DE, FR], ids=["zh", "en", "de", "fr"])
@given(st.text())
def test_offsets_agree_with_encode(model, text: str) -> None:
    """Units lie in the text one after the other, none empty, and have the ids of encode."""
    ids, starts, ends = model.encode_with_offsets(text)
    assert ids.tolist() == model.encode(text).tolist()
    assert ids.dtype == starts.dtype == ends.dtype == np.int32
    assert (starts < ends).all()
    assert (starts[1:] >= ends[:-1]).all()
    assert ends.size == 0 or ends[-1] <= len(text)


def test_offsets_of_a_sentence() -> None:
    """Words are cut where they stand; the French article is a word of its own."""
    text = "Voici l’arbre, dit-il."
    _, starts, ends = FR.encode_with_offsets(text)
    found = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    assert found == ["Voici", "l’", "arbre", ",", "dit", "-", "il", "."]
