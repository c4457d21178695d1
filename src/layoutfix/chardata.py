"""Characters as named data: which are wide, which end a sentence, which open a quotation.

Floats are in half-width cells (a Han character is 2), so that they can be compared over scripts.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import regex as re

from layoutfix.arrays import Bools, Floats
from layoutfix.patterns import pattern
from layoutfix.script import Script

Codes = npt.NDArray[np.uint32]

WIDE_RANGES = (
    (0x1100, 0x115F),
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFF60),
    (0xFFE0, 0xFFE6),
)
"""Code points that fill a full square (East Asian Width W and F, by block)."""

CJK_WIDE_MARKS = "“”‘’…—·×"
"""Marks of ambiguous width, set full-width by Chinese and Japanese typesetters."""

NARROW_LETTERS = "ijlI.,;:'!|()[]‘’`ſ"
MEDIUM_LETTERS = 'frt-/"*“”'
BROAD_LETTERS = "mwMW@%—…ℳ"

SENTENCE_END = frozenset("。！？!?.…；;：:")
"""Marks after which a paragraph may end (colons before a quotation or a list included)."""

FULL_STOPS = frozenset("。！？!?.…")
CLOSING = frozenset('”’」』）)】》〉〕］〗｝]"»')
OPENING = frozenset("“‘「『（(【《〈〔［〖｛[«„")
SMALL_KANA = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
NO_LINE_START = frozenset(f"。，、；：？！）】》〉〕］｝〗」』”’,;:?!)]}}%％‰…·・‧々ー{SMALL_KANA}")
"""Marks that typesetters keep off the start of a line (kinsoku), and characters that go on what
stands before them: 々, the long ー, small kana."""

SOFT_HYPHENS = frozenset("¬⸗\u00ad")
"""Marks that break words, and are never part of one."""

BREAK_HYPHENS = frozenset("\ufffe\u0002")
"""What PDFium prints for a hyphen at a line's end and its line break: one character for both."""

BLOCK_BREAKS = "\v\x1d\x1f"
"""What djvutxt prints at the end of a column, a region, a paragraph."""

HYPHENS = frozenset("-‐‑") | SOFT_HYPHENS | BREAK_HYPHENS
SUSPENDED = frozenset(
    re.findall(
        r"\w+",
        "und oder bzw sowie bis noch als wie statt von vom zur zum and or to nor but by of"
        " et ou ni y e o u en",
    )
)
"""Words before which a hyphen is suspended: "Drucker- und Verlagshaus", "two- or threefold"."""

MARKUP_RE = pattern(r"[ \t]*(#{1,6}|>+)[ \t]+")
"""A markdown heading or quotation mark at the start of a row."""

ITEM_NUMBER_RE = pattern(
    r"[(（\[]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[ivxlIVXL]{1,6}|\p{L})[.)）\]、．:：]{1,2}"
)
"""The number or letter of a list's item, with its mark: `12.`, `(a)`, `iv)`, `三、`."""

RTL_RE = pattern(r"[\u0591-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of Hebrew, Arabic and their kin, written from right to left."""

VERTICAL_FORMS_RE = pattern(r"[\ufe10-\ufe19\ufe30-\ufe48]")
"""Forms of marks that only vertical setting has: ﹁ ﹂ ︵ ︶ ︙."""

CJK_FROM = "\u2e80"
"""Characters from here on are wide, and set without blanks between them, but for Hangul."""

RADICALS = "\u2e80-\u2fd5"
"""CJK radicals, as the inside of a class: Han that `\\w` and `str.isalpha` do not know as letters,
but that PDF extractors print for the letters themselves (⽣ for 生)."""

HAN_RE = pattern(rf"[{RADICALS}\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
KANA_RE = pattern(r"[\u3041-\u30ff]")
_WORD_RE = pattern(r"\w+")


def is_suspended(right: str) -> bool:
    """Whether a hyphen before this text stands for what follows later.

    >>> is_suspended("und Nachteile"), is_suspended("lation")
    (True, False)
    """
    word = _WORD_RE.match(right)
    return word is not None and word[0].lower() in SUSPENDED


def is_letter(character: str) -> bool:
    """Whether a character is a letter or a digit; a radical stands for one in text from PDFs.

    >>> is_letter("生"), is_letter("\u2f63"), is_letter("7"), is_letter("，")
    (True, True, True, False)
    """
    return character.isalnum() or "\u2e80" <= character <= "\u2fd5"


def text_to_codes(text: str) -> Codes:
    """Code points of a text, shape (len(text),). Lone surrogates are kept as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _build_width_table(script: Script) -> Floats:
    table = np.ones(0x10000, dtype=np.float32)
    for lo, hi in WIDE_RANGES:
        table[lo : hi + 1] = 2.0
    for c in NARROW_LETTERS:
        table[ord(c)] = 0.55
    for c in MEDIUM_LETTERS:
        table[ord(c)] = 0.75
    for c in BROAD_LETTERS:
        table[ord(c)] = 1.6
    for k in range(ord("A"), ord("Z") + 1):
        if chr(k) not in "IMW":
            table[k] = 1.3
    table[ord(" ")] = 0.55
    if script is Script.CJK:
        for c in CJK_WIDE_MARKS:
            table[ord(c)] = 2.0
    return table


def codes_to_widths(codes: Codes, *, script: Script) -> Floats:
    """Printed width of each character in half-width cells, shape (n,).

    Latin letters have the widths of a typical proportional face, within about a tenth over a line.
    """
    table = _build_width_table(script)
    return table[np.where(codes < 0x10000, codes, 0x3042).astype(np.intp)]


def text_to_offsets(text: str, *, script: Script) -> Floats:
    """Printed width before each character of a text and at its end, shape (len(text) + 1,)."""
    at = np.zeros(len(text) + 1, np.float32)
    np.cumsum(codes_to_widths(text_to_codes(text), script=script), out=at[1:])
    return at


def codes_to_is_cjk(codes: Codes) -> Bools:
    """Which characters are written without spaces between words: Han, Kana, CJK punctuation."""
    found = np.zeros(len(codes), bool)
    for lo, hi in CJK_RANGES:
        found |= (codes >= lo) & (codes <= hi)
    return found


CJK_RANGES = (
    (0x2E80, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFF60),
    (0x20000, 0x3FFFF),
)


def is_cjk(character: str) -> bool:
    """`codes_to_is_cjk` of one character, without an array.

    >>> is_cjk("桥"), is_cjk("，"), is_cjk("a"), is_cjk("—")
    (True, True, False, False)
    """
    return character >= CJK_FROM and any(lo <= ord(character) <= hi for lo, hi in CJK_RANGES)


def script_of(text: str) -> Script:
    """CJK where Han and Kana make up more than a third of the letters of a text.

    >>> script_of("山上的雪化了 Snow"), script_of("The snow on the hill (山) is gone")
    (<Script.CJK: 'cjk'>, <Script.SPACED: 'spaced'>)
    """
    han = len(HAN_RE.findall(text)) + len(KANA_RE.findall(text))
    letters = sum(map(str.isalpha, text))
    return Script.CJK if han * 3 > letters else Script.SPACED


def may_be_rtl(text: str) -> bool:
    """Whether a text shows that its columns may run from right to left.

    That is: most of its letters are of such a script, or it has marks of vertical setting.

    >>> may_be_rtl("הגשר נפתח מחדש"), may_be_rtl("他說﹁明天再來﹂"), may_be_rtl("他说：“明天再来”")
    (True, True, False)
    """
    return VERTICAL_FORMS_RE.search(text) is not None or is_rtl_text(text)


def is_rtl_text(text: str) -> bool:
    """Whether most letters of a text are of a script that is written from right to left.

    >>> is_rtl_text("הגשר נפתח מחדש"), is_rtl_text("The bridge (הגשר) is open")
    (True, False)
    """
    return 2 * len(RTL_RE.findall(text)) > sum(map(str.isalpha, text))


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a full stop, a question or exclamation mark (quotes aside).

    >>> ends_sentence("“我们不走了。”"), ends_sentence("He left,"), ends_sentence("Off we go!)")
    (True, False, True)
    """
    tail = text.rstrip()
    while tail and tail[-1] in CLOSING:
        tail = tail[:-1].rstrip()
    return bool(tail) and tail[-1] in FULL_STOPS
