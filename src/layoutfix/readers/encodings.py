"""Bytes -> text: which encoding they are in, how sure that is, a clear refusal where none fits.

In this order: a byte order mark; strict UTF-8; NUL bytes, which in text only UTF-16 and UTF-32
have; the likelihood of the decoded characters in each encoding that decodes all bytes
(profiles.py); for texts of none of those languages, charset-normalizer.
"""

from __future__ import annotations

import codecs
import math
from dataclasses import dataclass
from typing import NamedTuple

from layoutfix.errors import InputError
from layoutfix.patterns import plain_pattern
from layoutfix.readers.profiles import NEVER, PLAIN, PLAUSIBLE, PROFILES

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

EAST_ASIAN = (
    ("hans", ("gb18030",)),
    ("hant", ("big5", "cp950", "big5hkscs")),
    ("japanese", ("shift_jis", "cp932")),
    ("japanese", ("euc_jp",)),
    ("korean", ("euc_kr", "cp949")),
    ("hant", ("gb18030",)),
)
"""Profile, and the encodings of a family, narrowest first: the first that decodes all is taken."""

CANDIDATES = (
    ("western", ("cp1252",)),
    *EAST_ASIAN,
    ("cyrillic", ("cp1251",)),
    ("cyrillic", ("koi8_r",)),
    ("central", ("cp1250",)),
    ("central", ("iso8859_2",)),
    ("turkish", ("cp1254",)),
    ("greek", ("cp1253",)),
    ("greek", ("iso8859_7",)),
    ("hebrew", ("cp1255",)),
)
"""All of them; where two are equally likely, the first is taken."""

WIDE_ENCODINGS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

OTHER_PAGES = [
    *("cp1256", "cp1257", "cp1258", "iso8859_5", "iso8859_6", "iso8859_13", "iso8859_15"),
    *("mac_roman", "mac_cyrillic", "cp437", "cp850", "cp852", "cp866", "koi8_u", "tis_620"),
]
"""What charset-normalizer is asked about: it knows the letters of these languages, we do not."""

SAMPLE_BYTES = 6_000
"""How much is scored: posteriors are at 0 or 1 long before."""

UTF16_WITHOUT_NUL = -8.0
"""Prior of UTF-16 with neither a mark nor a NUL byte: it has no ASCII, not even newlines."""

NOT_WESTERN = -2.0
"""Prior of Latin letters beyond those of the west of Europe: they need more than one accent."""

IN_LATIN_TEXT = -8.0
"""Prior of other scripts where ASCII letters are in the majority.

Raised towards 0, a lone accent becomes a Cyrillic or Han letter; lowered, a lone Chinese word in
English text becomes accents.
"""

CONTROLS_IN_TEXT = 0.02
"""Share of control characters above which bytes are no text."""

BROKEN_SHARE = 0.01
"""Share of bytes that may not fit for a message to name the encoding nevertheless."""

MAGIC = (
    (b"%PDF-", "a PDF: give its text, for example from `pdftotext -layout`"),
    (b"PK\x03\x04", "a zip archive (docx, epub, odt...): give the text in it"),
    (b"\x89PNG", "a PNG picture: give the text that an OCR engine reads in it"),
    (b"\xff\xd8\xff", "a JPEG picture: give the text that an OCR engine reads in it"),
    (b"II*\0", "a TIFF picture: give the text that an OCR engine reads in it"),
    (b"MM\0*", "a TIFF picture: give the text that an OCR engine reads in it"),
    (b"GIF8", "a GIF picture: give the text that an OCR engine reads in it"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"BZh", "a bzip2 file: unpack it first"),
    (b"\xfd7zXZ", "an xz file: unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"{\\rtf", "an RTF document: save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Office document: save it as plain text"),
)

CONTROL_RE = plain_pattern(r"[\x00-\x08\x0e-\x1a\x1c\x1e\x7f-\x84\x86-\x9f]")
CONTROL_BYTES = bytes(b for b in range(0x20) if b not in b"\t\n\v\f\r\x1b\x1d\x1f")
"""Those that text does not have; U+001D and U+001F part the blocks of djvutxt's."""

BREAK_HYPHEN_RE = plain_pattern(rb"(?<=[A-Za-z\x80-\xff])\x02(?=[A-Za-z\x80-\xff])")
"""What PDFium prints for a hyphen at a line's end and its line break."""

SURROGATE_RE = plain_pattern("[\ud800-\udfff]")
UTF8_SEQUENCE_RE = plain_pattern(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
ASCII_LETTER_RE = plain_pattern(rb"[A-Za-z]")
HIGH_BYTE_RE = plain_pattern(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte order mark, and how its encoding was found.

    `confidence` is 0..1; `how` is one of "given", "byte order mark", "valid UTF-8",
    "NUL bytes", "likely characters", "charset-normalizer".
    """

    text: str
    encoding: str
    confidence: float
    how: str
    had_bom: bool = False


def decode(data: bytes, *, encoding: str | None = None, name: str = "the input") -> Decoded:
    """The text of the bytes; InputError, which names the input, where they are no text.

    >>> decode("第一段落".encode("gb18030")).text
    '第一段落'
    >>> decode("Größe und Maß".encode("latin-1")).encoding
    'cp1252'
    >>> decode(b"\\xef\\xbb\\xbfplain").had_bom
    True
    """
    found = _decode_given(data, encoding, name) if encoding else _detect(data, name)
    text = found.text
    if "\0" in text:
        raise InputError(
            f"{name} holds NUL characters, so it is binary or not in {found.encoding}:"
            " give a text file, or pass its --encoding."
        )
    if SURROGATE_RE.search(text):
        raise InputError(
            f"{name} holds halves of surrogate pairs when read as {found.encoding}:"
            " pass the --encoding that it was written in."
        )
    return found


def check_encoding(encoding: str) -> str:
    """Python's own name of an encoding for text; InputError if there is no such encoding."""
    try:
        b"a".decode(encoding)
    except UnicodeError:
        pass  # it exists: "a" alone is no UTF-16
    except (LookupError, ValueError):
        raise InputError(
            f"There is no text encoding {encoding!r}: pass a name such as utf-8, utf-16,"
            " gb18030, big5, shift_jis, euc_kr or cp1252."
        ) from None
    return codecs.lookup(encoding).name


def _decode_given(data: bytes, encoding: str, name: str) -> Decoded:
    codec = check_encoding(encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        byte = f"0x{data[error.start]:02x}"
        raise InputError(
            f"{name} is not in {encoding}: byte {error.start} ({byte}) does not fit; leave out"
            f" --encoding to have it detected, or drop what does not fit with"
            f" `iconv -c -f {encoding} -t utf-8`."
        ) from None
    except UnicodeError as error:
        raise InputError(f"{name} is not in {encoding} ({error}).") from None
    had_bom = text.startswith("\ufeff") or (
        codec in {"utf-8-sig", "utf-16", "utf-32"}
        and data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS))
    )
    return Decoded(text.removeprefix("\ufeff"), codec, 1.0, "given", had_bom)


def _detect(data: bytes, name: str) -> Decoded:
    for magic, advice in MAGIC:
        if data.startswith(magic):
            raise InputError(f"{name} is {advice}.")
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, name)
    text = _decode_all(data, "utf-8")
    if text is not None and "\0" not in text:
        if _is_text(data):
            return Decoded(text, "utf-8", 1.0, "valid UTF-8")
        raise _binary(name)
    if b"\0" in data or not _is_text(data):
        found = _detect_wide(data)
        if found is None:
            raise _binary(name)
        return found
    _refuse_broken_utf8(data, name)
    return _detect_by_likelihood(data, name)


def _decode_marked(data: bytes, encoding: str, name: str) -> Decoded:
    text = _decode_all(data, encoding)
    if text is None:
        raise InputError(
            f"{name} begins with the byte order mark of {encoding}, but is not {encoding}"
            " throughout: pass its --encoding."
        )
    return Decoded(text, encoding, 1.0, "byte order mark", had_bom=True)


def _decode_all(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_text(data: bytes) -> bool:
    head = data[: 1 << 16]
    controls = len(head) - len(head.translate(None, CONTROL_BYTES))
    controls -= len(BREAK_HYPHEN_RE.findall(head))
    return controls <= CONTROLS_IN_TEXT * len(head)


def _refuse_broken_utf8(data: bytes, name: str) -> None:
    """UTF-8 with a few broken bytes would decode as cp1252, into nonsense: say so instead."""
    high = len(HIGH_BYTE_RE.findall(data))
    sequences = UTF8_SEQUENCE_RE.findall(data)
    if len(sequences) >= 3 and sum(map(len, sequences)) >= 0.9 * high:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{name} is UTF-8, but broken at byte {error.start} (tried: utf-8): repair it with"
                " `iconv -c -f utf-8 -t utf-8`, or pass another --encoding."
            ) from None


def _detect_wide(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a byte order mark, or None if neither gives likely text."""
    guesses = []
    for encoding in WIDE_ENCODINGS:
        text = _decode_all(data, encoding)
        if text and not CONTROL_RE.search(text):
            guesses.append(_guess_profile(text[: SAMPLE_BYTES // 2], (encoding,)))
    if not guesses:
        return None
    best = max(guesses)
    if not best.is_plausible:
        return None
    return Decoded(
        data.decode(best.encodings[0]), best.encodings[0], _confidence(best, guesses), "NUL bytes"
    )


def _detect_by_likelihood(data: bytes, name: str) -> Decoded:
    guesses = sorted(_guess_encodings(data), key=lambda g: -g.likelihood)  # ties: by candidate
    if guesses and guesses[0].is_plausible:
        for guess in guesses:
            for encoding in guess.encodings if guess.is_plausible else ():
                text = _decode_all(data, encoding)
                if text is not None:
                    confidence = _confidence(guess, guesses)
                    return Decoded(text, encoding, confidence, "likely characters")
    found = _ask_charset_normalizer(data)
    if found is not None:
        return found
    broken = _find_break(data)
    if broken is not None:
        encoding, at = broken
        raise InputError(
            f"{name} seems to be {encoding}, but byte {at} (0x{data[at]:02x}) does not fit: repair"
            f" it with `iconv -c -f {encoding} -t utf-8`, or pass another --encoding."
        )
    tried = ["utf-8", "utf-16", *(encodings[0] for _, encodings in CANDIDATES)]
    raise InputError(
        f"{name} is in no encoding that gives plausible text (tried:"
        f" {', '.join(dict.fromkeys(tried))}): pass the --encoding that it was written in."
    )


class _Guess(NamedTuple):
    """A way to decode the bytes; guesses sort by likelihood."""

    likelihood: float
    is_plausible: bool
    encodings: tuple[str, ...]
    sample: str


def _guess_encodings(data: bytes) -> list[_Guess]:
    """Every candidate that decodes the sample, which begins before the first non-ASCII byte."""
    first = HIGH_BYTE_RE.search(data)
    start = max(0, first.start() - 1) if first else 0
    sample = data[start : start + SAMPLE_BYTES]
    is_latin = len(ASCII_LETTER_RE.findall(data[: start + SAMPLE_BYTES])) > len(
        HIGH_BYTE_RE.findall(sample)
    )
    is_all = start + len(sample) == len(data)
    guesses: list[_Guess] = []
    for profile_name, encodings in CANDIDATES:
        for k, encoding in enumerate(encodings):
            text = _decode_sample(sample, encoding, is_all)
            if text is not None:
                prior = _prior_of(profile_name, is_latin)
                guesses.append(_guess(text, profile_name, encodings[k:], prior))
                break
    if len(data) % 2 == 0:
        for encoding in WIDE_ENCODINGS[:2]:
            text = _decode_sample(data[:SAMPLE_BYTES], encoding, len(data) <= SAMPLE_BYTES)
            if text:
                guesses.append(_guess_profile(text, (encoding,), UTF16_WITHOUT_NUL))
    return guesses


def _prior_of(profile_name: str, is_latin: bool) -> float:
    if profile_name == "western":
        return 0.0
    if profile_name in {"central", "turkish"}:
        return NOT_WESTERN
    return IN_LATIN_TEXT if is_latin else 0.0


def _decode_sample(sample: bytes, encoding: str, is_all: bool) -> str | None:
    """The text of the first bytes; a character cut off at their end is left out."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample, final=is_all)
    except UnicodeDecodeError:
        return None


def _find_break(data: bytes) -> tuple[str, int] | None:
    """The East Asian encoding that fits all bytes but a few, and the first that does not fit."""
    first = HIGH_BYTE_RE.search(data)
    sample = data[first.start() if first else 0 :][:SAMPLE_BYTES]
    guesses = []
    for profile_name, encodings in EAST_ASIAN:
        text = sample.decode(encodings[-1], "ignore")
        lost = abs(len(sample) - len(text.encode(encodings[-1], "ignore")))
        guess = _guess(text, profile_name, encodings[-1:], NEVER * lost)
        if guess.is_plausible and lost <= 2 + BROKEN_SHARE * len(sample):
            guesses.append(guess)
    if not guesses:
        return None
    encoding = max(guesses).encodings[0]
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return encoding, error.start
    return None


def _guess(text: str, profile_name: str, encodings: tuple[str, ...], prior: float) -> _Guess:
    profile = PROFILES[profile_name]
    total = profile.score(text)
    ascii_count = sum(c < "\x80" for c in text)
    mean = (total - ascii_count * PLAIN) / max(1, len(text) - ascii_count)
    return _Guess(total + prior, mean >= PLAUSIBLE[profile_name], encodings, text)


def _guess_profile(text: str, encodings: tuple[str, ...], prior: float = 0.0) -> _Guess:
    """The same where the encoding does not tell the script."""
    guesses = (_guess(text, name, encodings, prior) for name in PROFILES)
    return max(guesses, key=lambda g: (g.is_plausible, g.likelihood))


def _confidence(best: _Guess, guesses: list[_Guess]) -> float:
    """Chance of a guess among all that read differently."""
    others = [g.likelihood - best.likelihood for g in guesses if g.sample != best.sample]
    return 1.0 / (1.0 + sum(math.exp(max(-60.0, min(60.0, m))) for m in others))


def _ask_charset_normalizer(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 30 ms that most inputs do not need

    best = from_bytes(data, cp_isolation=OTHER_PAGES).best()
    if best is None:
        return None
    text = _decode_all(data, best.encoding)
    if text is None or CONTROL_RE.search(text):
        return None
    confidence = round(max(0.1, min(0.9, best.coherence)), 3)
    return Decoded(text, best.encoding, confidence, "charset-normalizer")


def _binary(name: str) -> InputError:
    return InputError(
        f"{name} looks binary: it has control bytes that text has not (tried: utf-8, utf-16,"
        " utf-32); give a text file, or pass its --encoding."
    )
