"""Compatibility forms: radicals, ligatures, widths, combining marks; meaning is left alone."""

from __future__ import annotations

import unicodedata

from layoutfix.chardata import KANA_RE
from layoutfix.languages import written_han
from layoutfix.patterns import pattern
from layoutfix.repair.draft import DIGIT, LATIN, Draft, Edit
from layoutfix.weights import RepairWeights

_SUPPLEMENT = (
    "⺁厂⺄乙⺅亻⺆冂⺉刂⺊卜⺎兀⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬"
    "⺧牛⺨犭⺩王⺪疋⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺹耂⺻聿⺼肉⺾艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足"
    "⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼"
    "⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_RARE = (
    "⺂乛⺃乚⺇𠘨⺈刀⺋㔾⺌小⺍小⺏尣⺑𡯂⺕彐⺞歺⺥爫⺫目"
    "⺳㓁⺴冗⺵𦉫⺷𦍌⺸𦍋⺺肀⺽𦥑⺿艹⻇𧢲⻞𩙿⻡𩠐"
)
SUPPLEMENT = {
    **dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)),
    **dict(zip(_RARE[::2], _RARE[1::2], strict=True)),
}
"""CJK Radicals Supplement -> unified ideographs, for all of which Unicode names an equivalent
(EquivalentUnifiedIdeograph); NFKC has two of them only (2E9F, 2EF3). Where Unicode's is no
character that is printed (⺮ 𥫗), the one that has the radical's place in running text."""

LOCAL_FORMS = {"⼾": {"hans": "户", "ja": "戸"}}
"""Radicals that fonts print for a character whose form differs by country: NFKC knows one of
them."""

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ſt", "ﬆ": "st"}

RADICAL_RE = pattern("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
CIRCLE_RE = pattern(
    "(?<=[一二三四五六七八九〇])[○◯]+(?:(?=[一二三四五六七八九十百])|(?=[年月日号號级級版页頁期％%]))"
)
"""Circles that are the numeral nought: behind a numeral, and before one or what is counted."""

LIGATURE_RE = pattern("[ﬀ-ﬆ]")
_COMBINING = "".join(map(chr, range(0x300, 0x370))) + "\u3099\u309a"
COMBINING_RE = pattern(rf"[^\W\d_][{_COMBINING}]+")
WIDE_RE = pattern("[０-９Ａ-Ｚａ-ｚ．]+")
CHART_RE = pattern("[\u2e80-\u2fdf](?:[、, /|\t]+[\u2e80-\u2fdf]){2,}")
"""Radicals in a list: a dictionary speaks of them as such."""


def fix_radicals(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """CJK radicals and compatibility ideographs become the characters that they print.

    Printers of PDF text (poppler) give the glyph's first code point, which may be a radical: the
    text looks right, but no search finds it. Unicode's compatibility forms cover the Kangxi
    radicals (2F00-2FD5); those of the supplement (2E80-2EF3) have a table here. A circle between
    numerals is the numeral 〇.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_radicals, "⺠⽣福祉，⾼铁⻓度")
    '民生福祉，高铁长度'
    >>> preview(fix_radicals, "部首：⼀、⼁、⼂、⼃")
    '部首：⼀、⼁、⼂、⼃'

    >>> preview(fix_radicals, "家家⼾⼾过年，二○二五年的事，甲○○说")
    '家家户户过年，二〇二五年的事，甲○○说'

    Gets wrong: a radical spoken of as such in running text. The one without a character of its own
    (⺀) stays.
    """
    edits = []
    if "○" in draft.text or "◯" in draft.text:
        edits = [Edit(m.start(), m.end(), "〇" * len(m[0])) for m in CIRCLE_RE.finditer(draft.text)]
    if not draft.has_odd:
        return edits
    charts = [m.span() for m in CHART_RE.finditer(draft.text)]
    for found in RADICAL_RE.finditer(draft.text):
        at, c = found.start(), found[0]
        if c in LOCAL_FORMS:
            plain = LOCAL_FORMS[c].get(_country_of(draft.text)) or unicodedata.normalize("NFKC", c)
        else:
            plain = SUPPLEMENT.get(c) or unicodedata.normalize("NFKC", c)
        if plain != c and not any(s <= at < e for s, e in charts):
            edits.append(Edit(at, at + 1, plain))
    return sorted(edits)


def _country_of(text: str) -> str:
    return "ja" if KANA_RE.search(text) else written_han(text)


def fix_ligatures(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """Ligature characters (U+FB00-FB06) become letters, so that words are found and known.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_ligatures, "the oﬃce ﬁles of Baﬅ")
    'the office files of Baſt'
    >>> preview(fix_ligatures, "œuvre, Æsir, ß")
    'œuvre, Æsir, ß'

    œ, æ and ß are letters and stay; the long s stays in its ligature's place.
    Gets wrong: text about ligatures.
    """
    if not draft.has_odd:
        return []
    return [Edit(m.start(), m.end(), LIGATURES[m[0]]) for m in LIGATURE_RE.finditer(draft.text)]


def fix_composition(draft: Draft, weights: RepairWeights) -> list[Edit]:
    r"""A letter and its combining mark become one character, where Unicode has it (NFC).

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_composition, "re\u0301gulation") == "r\u00e9gulation"
    True
    >>> preview(fix_composition, "x\u0304 = 3") == "x\u0304 = 3"
    True

    Gets wrong: nothing known; the two are canonically the same text.
    """
    if draft.text.isascii() or not draft.has_any(_COMBINING):
        return []
    edits = []
    for found in COMBINING_RE.finditer(draft.text):
        whole = unicodedata.normalize("NFC", found[0])
        if whole != found[0]:
            edits.append(Edit(found.start(), found.end(), whole))
    return edits


def fix_width(draft: Draft, weights: RepairWeights) -> list[Edit]:
    """Full-width letters and digits in the middle of half-width ones become half-width.

    Engines that read Chinese print one digit of a number, or one letter of a name, in full width. A
    number or word that is full-width throughout is a typesetter's choice, and stays.

    >>> from layoutfix.repair.draft import preview
    >>> preview(fix_width, "2０26年，ＧDP增长5．6%")
    '2026年，GDP增长5.6%'
    >>> preview(fix_width, "Ａ股在２０２６年，长15ＫＭ")
    'Ａ股在２０２６年，长15ＫＭ'

    Gets wrong: a full-width letter set beside a half-width one on purpose (Ａa).
    """
    if not draft.has_odd:
        return []
    edits = []
    text, kinds = draft.text, draft.kinds
    for found in WIDE_RE.finditer(text):
        lo, hi = found.span()
        around = int(kinds[lo]), int(kinds[hi + 1])
        if found[0] == "．":
            mixed = all(k & DIGIT for k in around)
        else:
            same = DIGIT if found[0][-1] in "０１２３４５６７８９" else LATIN
            mixed = any(k & same for k in around) or _touches_decimal(text, lo, hi)
        if mixed:
            edits.append(Edit(lo, hi, unicodedata.normalize("NFKC", found[0])))
    return edits


def _touches_decimal(text: str, lo: int, hi: int) -> bool:
    """Whether a half-width point or comma with a half-width digit behind it is in the number."""
    return _is_decimal(text[max(0, lo - 2) : lo][::-1]) or _is_decimal(text[hi : hi + 2])


def _is_decimal(mark_and_digit: str) -> bool:
    return mark_and_digit[:1] in {".", ","} and mark_and_digit[1:] in _DIGITS


_DIGITS = frozenset("0123456789")
