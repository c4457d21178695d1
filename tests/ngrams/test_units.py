"""From text to units."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix import ngrams
from layoutfix.ngrams.units import fold_token, modern_spellings, token_pattern
from layoutfix.training.ngrams.vocabulary import choose_chars

LANGUAGES = ("zh", "en", "de", "fr", "es", "it", "pt", "ru", "ja")
ALL = [ngrams.load(language) for language in LANGUAGES]
ZH, EN, DE, FR, ES, IT, PT, RU, JA = ALL


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
        (FR, "auoir vne iournée souuent", "avoir une journée souvent"),
        (ES, "lo nueuo que ſe ha viſto", "lo nuevo que se ha visto"),
        (ES, "vn niño", "un niño"),
        (IT, "dell’acqua", "dell'acqua"),
        (IT, "ſempre vn poco", "sempre un poco"),
        (PT, "d’agua", "d'agua"),
        (RU, "хлѣбъ міръ Ѳедоръ", "хлеб мир Федор"),
        (RU, "моего добраго друга", "моего доброго друга"),
        (RU, "ещё", "еще"),
        (JA, "國學", "国学"),
        (JA, "ｶﾞﾗｽとﾊﾟﾝ", "ガラスとパン"),
        (JA, "か\u3099くせい", "がくせい"),
        (JA, "「本」ＡＢ１２", "『本』ab34"),
        (JA, "知ってゐる", "知っている"),
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


@pytest.mark.parametrize("model", ALL, ids=LANGUAGES)
def test_a_newline_is_the_paragraph_break(model) -> None:
    """The break has an id of its own, whatever stands around it."""
    assert model.encode("1.\n(").tolist().count(model.break_id) == 1
    assert model.encode("\n").tolist() == [model.break_id]
    assert model.encode("").tolist() == []


@pytest.mark.parametrize("model", ALL, ids=LANGUAGES)
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


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("it", "dell’acqua, un po’ di", ["dell’", "acqua", ",", "un", "po", "’", "di"]),
        ("pt", "d’água disse-lhe", ["d’", "água", "disse", "-", "lhe"]),
        ("es", "¿Qué? ¡No!", ["¿", "Qué", "?", "¡", "No", "!"]),
        ("ru", "Кое-что: 1-го", ["Кое", "-", "что", ":", "1", "-", "го"]),
    ],
)
def test_words_are_cut_by_the_rules_of_their_language(
    language: str, text: str, tokens: list[str]
) -> None:
    """Elided words keep their apostrophe, marks are units of their own."""
    assert re.findall(token_pattern(language), text) == tokens


def test_letters_of_old_russian_are_folded_in_russian_alone() -> None:
    """Ukrainian writes the i that Russian gave up; a lone hard sign stays."""
    assert fold_token("всѣхъ", "ru") == "всех"
    assert fold_token("ъ", "ru") == "ъ"
    assert fold_token("міста", "uk") == fold_token("міста") == "міста"


def test_modern_words_have_no_other_spelling_than_their_own() -> None:
    """What is spelt as today is never respelt into the same word, nor other languages at all."""
    for word in ("vivre", "jour", "uno", "luna", "день"):
        assert word not in list(modern_spellings(word, "fr"))
    assert list(modern_spellings("vpon", "en")) == []
    assert list(modern_spellings("x-1", "it")) == []


def test_a_model_is_counted_without_the_spelling_of_old_print() -> None:
    """The vocabulary decides what a modern word is; text that is counted is taken as it stands."""
    assert FR.units.old_print
    as_counted = replace(FR.units, old_print=False)
    assert as_counted.encode("auoir").tolist() != FR.encode("auoir").tolist()


@given(st.text(alphabet="かカハﾊｶﾞﾟ\u3099\u309aab ", max_size=12))
def test_voicing_marks_are_no_units(text: str) -> None:
    """A mark goes with the kana before it, or is dropped; offsets still agree with encode."""
    ids, starts, _ = JA.encode_with_offsets(text)
    assert ids.tolist() == JA.encode(text).tolist()
    assert not {text[i] for i in starts} & set("ﾞﾟ\u3099\u309a")


def test_only_japanese_units_fold_to_the_forms_of_japan() -> None:
    """Chinese goes to simplified characters, Japanese to those of today's Japan."""
    text = "氣気气 體体 か゛が"
    japanese, _ = choose_chars([text], 50, 1, fold_digits=True, language="ja")
    chinese, _ = choose_chars([text], 50, 1, fold_digits=True)
    assert japanese.encode("氣體").tolist() == japanese.encode("気体").tolist()
    assert japanese.encode("氣").tolist() != japanese.encode("气").tolist()
    assert chinese.encode("氣體").tolist() == chinese.encode("气体").tolist()


@pytest.mark.parametrize("language", ["zh", "ja", "en"])
def test_many_texts_are_encoded_as_each_alone(language: str) -> None:
    """`encode_all` gives what `encode` gives, of empty texts and of kana with voicing marks too."""
    texts = [
        "雨 が 上がった。",
        "",
        "か\u3099くせい",
        "\u3099た",
        "The rain 1947 stopped",
        "渡口 重开",
    ]
    units = ngrams.load(language).units
    for text, ids in zip(texts, units.encode_all(texts), strict=True):
        assert ids.tolist() == units.encode(text).tolist()
