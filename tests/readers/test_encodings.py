"""Bytes -> text: which encodings are found, how sure, and what is refused."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from layoutfix.errors import InputError
from layoutfix.readers.encodings import check_encoding, decode
from layoutfix.readers.profiles import PROFILES

HANS = "昨天傍晚，老街上的书店关了门，门口贴着一张告示。"
HANT = "昨天傍晚，老街上的書店關了門，門口貼著一張告示。"
JAPANESE = "昨日の夕方、古い通りの本屋が店を閉め、戸口に貼り紙が出た。"
KOREAN = "어제 저녁 옛 거리의 책방이 문을 닫고 안내문을 붙였다."
GERMAN = "Gestern Abend schloß die Buchhandlung in der Altstadt für längere Zeit."
FRENCH = "Hier soir, la librairie de la vieille rue a fermé ; un écriteau l’annonçait à l’entrée."
SWEDISH = "I går kväll stängde bokhandeln på den gamla gatan för en längre tid."
SPANISH = "¿Quién cerró ayer la librería? El señor Núñez, según el cartel."
RUSSIAN = "Вчера вечером книжная лавка на старой улице закрылась."
POLISH = "Wczoraj wieczorem księgarnia przy starej ulicy została zamknięta, mówił sąsiad."
GREEK = "Χθες το βράδυ το βιβλιοπωλείο στον παλιό δρόμο έκλεισε."
TURKISH = "Dün akşam eski sokaktaki kitapçı kapandı, kapıya bir ilân asıldı."
CZECH = "Včera večer knihkupectví ve staré ulici zavřelo, řekl nám soused."
HUNGARIAN = "Tegnap este a régi utcai könyvesbolt bezárt, írta őszintén egy idős szomszéd."
ICELANDIC = "Í gær lokaði bókabúðin við gömlu götuna, það sagði nágranni þeirra."
HEBREW = "אתמול בערב נסגרה חנות הספרים ברחוב הישן."
ARABIC = "أغلقت المكتبة في الشارع القديم أبوابها مساء أمس، وعلق صاحبها إعلانا على الباب."
MIXED = "Das Schild 书店 hing schief, and nobody in the street could read what it said."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HANS, "gb18030"),
        (HANS, "gbk"),
        (HANS, "utf-16-le"),
        (HANS, "utf-16-be"),
        (HANT, "big5"),
        (HANT, "gb18030"),
        (HANT + "\u7881", "cp950"),
        (HANT + "嘅咗", "big5hkscs"),
        (JAPANESE, "shift_jis"),
        (JAPANESE + "①髙", "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "euc_kr"),
        (KOREAN + "똠방", "cp949"),
        (GERMAN, "latin-1"),
        (FRENCH, "cp1252"),
        (SWEDISH, "latin-1"),
        (SPANISH, "latin-1"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32-le"),
        (GERMAN, "utf-32-be"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (GREEK, "cp1253"),
        (GREEK, "iso8859_7"),
        (TURKISH, "cp1254"),
        (ICELANDIC, "latin-1"),
        (HEBREW, "cp1255"),
        (MIXED, "gb18030"),
        ("中国", "gb18030"),
        ("联通", "gb18030"),
        ("Café", "latin-1"),
        ("Änderung", "latin-1"),
        ("“No,” he said.", "cp1252"),
        ("£3", "latin-1"),
    ],
)
def test_found_by_likely_characters(text: str, encoding: str) -> None:
    """Without a mark, a line of text is enough to tell its encoding."""
    found = decode(text.encode(encoding))
    assert found.text == text
    assert not found.had_bom
    assert 0.0 <= found.confidence <= 1.0
    assert text.encode(found.encoding) == text.encode(encoding)


@pytest.mark.parametrize(("text", "encoding"), [(CZECH, "cp1250"), (HUNGARIAN, "iso8859_2")])
def test_alphabets_that_cannot_be_told_apart(text: str, encoding: str) -> None:
    """Czech bytes read as Norwegian are words of Norwegian letters: a guess, and it says so."""
    assert decode(text.encode(encoding)).confidence < 0.95


def test_found_by_charset_normalizer() -> None:
    """Languages that the profiles do not know are left to charset-normalizer, with less trust."""
    found = decode(ARABIC.encode("cp1256"))
    assert (found.text, found.how) == (ARABIC, "charset-normalizer")
    assert found.confidence <= 0.9


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark(mark: bytes, encoding: str) -> None:
    """A byte order mark decides, and is no part of the text."""
    found = decode(mark + HANS.encode(encoding))
    assert (found.text, found.encoding) == (HANS, encoding)
    assert (found.confidence, found.how, found.had_bom) == (1.0, "byte order mark", True)


def test_mark_inside_stays() -> None:
    """Only the first character is a mark: others are text."""
    assert decode("a\ufeffb".encode()).text == "a\ufeffb"


@pytest.mark.parametrize("data", [b"", b"plain", "größer".encode(), HANS.encode(), b"a\x0cb\n"])
def test_utf8(data: bytes) -> None:
    """What is valid UTF-8 is UTF-8; form feeds are text."""
    found = decode(data)
    assert (found.text, found.how) == (data.decode(), "valid UTF-8")


def test_longer_text_is_surer() -> None:
    """Confidence grows with the text, and is near 1 for a line."""
    short = decode("価格".encode("shift_jis")).confidence
    assert short < 0.95
    assert decode(JAPANESE.encode("shift_jis")).confidence > 0.999


@pytest.mark.parametrize("offset", range(4))
def test_sample_cuts_no_character(offset: int) -> None:
    """Long texts are judged by a sample, wherever its end falls."""
    text = "x" * offset + HANS * 500
    assert decode(text.encode("gb18030")).text == text


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (bytes(range(256)) * 4, "looks binary"),
            (b"\x00" * 100, "looks binary"),
            (b"text with a NUL \x00 in it, of odd length", "looks binary"),
            (b"\x01\x02\x03\x04" * 50, "looks binary"),
            (b"%PDF-1.7\n...", "a PDF"),
            (b"PK\x03\x04....", "a zip archive"),
            (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
            (b"\xff\xd8\xff\xe0....", "a JPEG picture"),
            (b"\x1f\x8b\x08....", "a gzip file"),
            (b"\xff\xfe\x00\xd8\x41\x00", "utf-16-le"),
            (GERMAN.encode() + "größer für Bäume".encode() + b"\xe4", "broken at byte"),
            (HANS.encode("gb18030") * 3 + b"\xff" + HANS.encode("gb18030"), "gb18030"),
        ],
    )
    def test_detected(self, data: bytes, words: str) -> None:
        """What is no text is refused in one sentence that names the file and what to do."""
        with pytest.raises(InputError, match=words) as caught:
            decode(data, name="page.txt")
        message = str(caught.value)
        assert message.startswith("page.txt ")
        assert "\n" not in message

    def test_names_what_was_tried(self) -> None:
        """Where nothing fits, the encodings tried are named, and the option to pass."""
        data = bytes(random.Random(3).choices(range(0x80, 0x100), k=200))
        with pytest.raises(InputError) as caught:
            decode(data, name="page.txt")
        for word in ("utf-8", "gb18030", "big5", "cp1252", "--encoding"):
            assert word in str(caught.value)

    def test_given_that_does_not_fit(self) -> None:
        """A forced encoding that does not fit is refused with the byte."""
        with pytest.raises(InputError, match=r"not in ascii: byte 2 \(0xc3\)"):
            decode("größe".encode(), encoding="ascii")

    @pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
    def test_nul_in_given(self, encoding: str) -> None:
        """A NUL is no text, whatever encoding is forced."""
        with pytest.raises(InputError, match="NUL"):
            decode(b"a\x00b", encoding=encoding)

    def test_surrogates_in_given(self) -> None:
        """An encoding that lets lone surrogates through does not get them to us."""
        with pytest.raises(InputError, match="surrogate"):
            decode(rb"a\ud800b", encoding="unicode_escape")

    @pytest.mark.parametrize("encoding", ["utf-9", "base64", "rot13", "", "a\0b"])
    def test_no_such_encoding(self, encoding: str) -> None:
        """A name that is no text encoding is refused with examples of names."""
        with pytest.raises(InputError, match="no text encoding"):
            check_encoding(encoding)


class TestGiven:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "UTF8"])
    @pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
    def test_utf8(self, encoding: str, mark: bytes) -> None:
        """UTF-8 may be forced with and without a byte order mark in the file."""
        found = decode(mark + b"abc", encoding=encoding)
        assert (found.text, found.how, found.had_bom) == ("abc", "given", bool(mark))

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
    def test_utf16(self, encoding: str) -> None:
        """The same for UTF-16."""
        found = decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le"), encoding=encoding)
        assert (found.text, found.had_bom) == ("ab", True)

    def test_wins_over_detection(self) -> None:
        """A forced encoding is used even where the bytes look like another."""
        assert decode("ü".encode(), encoding="cp1252").text == "Ã¼"


class TestProperties:
    @given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
    @example("\ufeffabc")
    def test_utf8_is_exact(self, text: str) -> None:
        """UTF-8 text comes back as it was, but for a mark at its head."""
        assert decode(text.encode()).text == text.removeprefix("\ufeff")

    @given(st.binary(max_size=300))
    def test_text_or_refusal(self, data: bytes) -> None:
        """Any bytes give text without NULs that encodes to these bytes, or an InputError."""
        try:
            found = decode(data)
        except InputError:
            return
        assert "\0" not in found.text
        assert 0.0 <= found.confidence <= 1.0
        if not found.had_bom:
            assert found.text.encode(found.encoding) == data

    @given(st.text(max_size=50))
    def test_scores_are_finite(self, text: str) -> None:
        """Every profile scores every text, at most 0 and never minus infinity."""
        for profile in PROFILES.values():
            assert -40.0 * len(text) <= profile.score(text) <= 0.0


def test_profiles_know_no_ascii_better() -> None:
    """ASCII is as likely in one profile as in another: it decides nothing."""
    assert len({profile.score("Plain text, 1932.\n") for profile in PROFILES.values()}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The mill was sold.\n\x1fNobody\n\x1f\x1d\vhad seen it.\n",
        "第一段。\n\x1f第二段。\n\x1f\x1d\v\n",
        "the munici\u0002pality",
        "the munici\ufffepality",
    ],
)
def test_what_tools_leave_is_text(text: str) -> None:
    """Ends of blocks by djvutxt, and hyphens by PDFium, are no sign of a binary file."""
    assert decode(text.encode()).text == text
