"""Which language a text is in: short lines, noise, words run together, pages of two languages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import layoutfix
from layoutfix.chardata import text_to_codes
from layoutfix.languages import detect, detect_language, detect_languages, fits_script
from layoutfix.languages.detect import weigh_languages
from layoutfix.languages.profiles import fold_codes, load_profiles, trigram_keys
from tests.helpers import FIXTURES

ALL = ("de", "en", "es", "fr", "it", "ja", "pt", "ru", "zh")
LINES = {
    "en": "The ferry had been out of service for three weeks",
    "de": "Der Gemeinderat hat gestern über die neue Brücke beraten",
    "fr": "Le conseil municipal a voté hier la construction du pont",
    "es": "El ayuntamiento aprobó ayer la construcción del puente nuevo",
    "it": "Il consiglio comunale ha approvato ieri la costruzione del ponte",
    "pt": "A câmara municipal aprovou ontem a construção da nova ponte",
    "ru": "Городской совет вчера решил построить новый мост",
    "ja": "町の議会はきのう新しい橋を架けることを決めた",
    "zh": "镇议会昨天决定修建一座新桥",
}
UNKNOWN = {
    "Dutch": "De gemeenteraad heeft gisteren besloten de nieuwe brug te bouwen",
    "Danish": "Kommunen besluttede i går at bygge den nye bro over åen",
    "Latin": "Senatus populusque heri decrevit ut pons novus trans flumen fieret",
    "Korean": "마을 의회는 어제 새 다리를 놓기로 결정했다",
    "Arabic": "قرر مجلس القرية أمس بناء جسر جديد على النهر",
    "Hebrew": "מועצת הכפר החליטה אתמול לבנות גשר חדש",
    "Ukrainian": "Міська рада вчора вирішила збудувати новий міст",
    "code": "for (int i = 0; i < n; i++) { total += values[i]; } return total;",
    "numbers": "1,204  55.10  (3)  17 + 4 = 21",
    "nothing": " \n ",
}


@pytest.mark.parametrize("code", LINES)
def test_one_line_is_enough(code: str) -> None:
    """A headline's worth of words says which language it is."""
    assert detect_language(LINES[code], ALL) == code


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "it", "pt", "ru"])
def test_words_run_together_still_tell(code: str) -> None:
    """Engines lose spaces; there are no common words then."""
    assert detect_language(LINES[code].replace(" ", ""), ALL) == code


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_has_no_model_is_not_taken_for_another(what: str) -> None:
    """Languages without a model, programs and numbers are undetermined."""
    assert detect_language(UNKNOWN[what], ALL) == "und"


@pytest.mark.parametrize(
    "path", sorted((FIXTURES / "articles").glob("*-*.txt")), ids=lambda p: p.stem
)
def test_noisy_rows_across_columns_keep_their_language(path: Path) -> None:
    """One letter in ten is wrong, rows have halves of two lines: each article is still known."""
    rng = np.random.default_rng(3)
    letters = list(path.read_text(encoding="utf-8"))
    for k in np.flatnonzero(rng.random(len(letters)) < 0.1).tolist():
        if letters[k].isalpha():
            letters[k] = "el"[k % 2] if letters[k].isascii() else letters[k]
    words = "".join(letters).split()
    half = len(words) // 2
    rows = [
        " ".join((*words[k : k + 3], *words[half + k : half + k + 3])) for k in range(0, half, 3)
    ]
    assert detect_language("\n".join(rows), ALL) == path.stem.split("-")[0]


def test_long_s_is_an_s() -> None:
    """Fraktur's ſ, also where OCR kept it in capital surroundings."""
    text = "Der Bürgermeiſter hat geſtern die Verſammlung eröffnet und begrüßte die Gäſte"
    assert detect_language(text, ALL) == "de"


def test_a_box_in_another_language_is_seen() -> None:
    """Fragments are judged by themselves and by their page; numbers are their page's."""
    page = [LINES["zh"], "合作社的仓库里堆满了筐子，等着装车运走", "1947"] * 5
    box = ["The harbour was full of boats, and nobody", "had ever seen so many people there"]
    assert detect_languages([*page, *box], ALL) == ["zh"] * 15 + ["en"] * 2
    german = ["Der Gemeinderat hat gestern beraten", "und die neue Brücke beschlossen"] * 5
    french = ["Le conseil municipal a voté hier", "la construction du nouveau pont"] * 2
    assert detect_languages([*german, *french], ALL, "de") == ["de"] * 10 + ["fr"] * 4


def test_a_few_foreign_words_are_no_language() -> None:
    """Names and titles inside a page do not part it."""
    page = ["Der Gemeinderat hat gestern beraten", "und die neue Brücke beschlossen"] * 6
    assert set(detect_languages([*page, "New York Times", "Le Monde"], ALL)) == {"de"}


def test_no_texts_have_no_languages() -> None:
    """Empty in, empty out."""
    assert detect_languages([], ALL) == []
    assert detect_languages(["", "  "], ALL) == ["und", "und"]


def test_chinese_needs_no_profiles() -> None:
    """Scripts decide, so that a Chinese page loads nothing of Latin letters."""
    load_profiles.cache_clear()
    assert detect_language(LINES["zh"] * 20, ALL) == "zh"
    assert load_profiles.cache_info().currsize == 0


def test_runs_of_three_are_those_of_plain_python() -> None:
    """The arrays say what a loop over words says."""
    text = "Der Tag, an dem.. ſie kam"
    words = ("der", "tag", "an", "dem", "sie", "kam")
    plain = [f" {w} "[k : k + 3] for w in words for k in range(len(w))]
    inner = {r for r in plain if " " not in r}
    keys = trigram_keys(fold_codes(text_to_codes(text))).tolist()
    assert len(keys) == len(plain)
    for run in inner:
        assert int(trigram_keys(fold_codes(text_to_codes(run)))[1]) in keys


def test_a_model_of_another_script_is_not_used() -> None:
    """Forced on a Chinese page, English would judge only its gaps: a note says that it does not."""
    dump = (FIXTURES / "dumps" / "zh-two-columns.txt").read_text(encoding="utf-8")
    forced = layoutfix.fix(dump, language="en")
    assert forced.language == "und"
    assert "another script" in forced.notes[0]
    assert forced.text == layoutfix.fix(dump, language="und").text
    assert fits_script(dump, "zh") and not fits_script(dump, "ru")


def test_a_text_says_the_same_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are read in blocks of texts, so that long pages need no more memory."""
    texts = ["The gate was shut.", "", "Das Tor war zu, und", "12", "niemand kam.", "La porte"] * 3
    whole = weigh_languages(texts).nats
    monkeypatch.setattr(detect, "_BLOCK", 4)
    assert np.array_equal(weigh_languages(texts).nats, whole)
