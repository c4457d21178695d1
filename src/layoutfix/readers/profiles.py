"""How likely a run of characters is in the scripts that a wrong decoding can be told from.

Bytes decoded with the wrong table still decode, mostly, into rare characters. A profile says how
likely a character is in one kind of text, as a logarithm, so that two decodings of the same bytes
can be compared by their sums. The figures are the sizes of the standards' own levels of frequent
and rare characters, with the share of running text that falls into each:

    profile   character                              share of text   kinds   log of share / kinds
    hans      the FREQUENT_HANS                            0.60       420      -6.5
    hans      level 1 of GB 2312                           0.30      3400      -9.3
    hans      level 2 of GB 2312                           0.004     3000     -13.5
    any       a Han character beyond the levels            0.0005   20000     -17.5

and so on for the others. What it gets wrong: texts of a few characters, lists of rare names,
classical Chinese, Japanese without kana.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

FREQUENT_HANS = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事"
    "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此"
    "已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代"
    "内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安"
    "少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光"
    "放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)
FREQUENT_HANT = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事"
    "成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此"
    "已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代"
    "內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安"
    "少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光"
    "放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運"
)
FREQUENT_KANJI = frozenset(
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校"
    "語食車何南万天会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文"
    "元重近考海知道集別物使品計特始運定市部民政県的議対法合関内回化全最所連現調期当実数性経戦制済要相活成予保組機結原受変"
)
FREQUENT_HANGUL = frozenset(
    "이다는의에을가고한지하로를은기사도리인서어대자시나정아일과스수부전라으해장제보그있여주상들니구성원국조공만었면안관유계"
    "회명진비오신동모연방적선경미소용거무위년세화음당업물중개내요간행치트마생학실문바우분차러단통식려역심남히까된말저게월래"
    "결발산법영야노반와두강민달평울재품등했던됐습"
)
WESTERN_LETTERS = frozenset("éèàçêüöäßôîûâùïëœñóíáúãõåøæ")
WESTERN_CAPITALS = frozenset("ÉÈÀÇÊÜÖÄÔÎÂŒÑÓÍÁÚÅØÆÐÞðþý")
CENTRAL_LETTERS = frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäöüőűôľßăâîşţ")
CENTRAL_CAPITALS = frozenset("ĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽÄÖÜŐŰĽĂÂÎŞŢ")
TURKISH_LETTERS = frozenset("ıışğçöüâîû")
TURKISH_CAPITALS = frozenset("İŞĞÇÖÜ")
WESTERN_SIGNS = frozenset("¿¡ªº’‘“”„‚«»‹›–—…·•°§€£©®½\u00a0\u00ad")
CJK_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》「」『』【】〈〉—…·・ー〜～〔〕\u3000")

PLAIN = -4.0
"""Every ASCII character, in every profile: it is the same byte in all encodings but UTF-16."""
NEVER = -30.0
"""Controls, private use, unassigned: not in running text."""
FOREIGN = -14.0
"""A letter of a script that this kind of text hardly ever shows."""
SIGN = -10.5
"""A symbol: arrows, circled digits, boxes."""
ODD = -3.0
"""Two characters side by side that words do not have: a Han character stuck to an ASCII letter."""
MIXED = -6.0
"""Two letters side by side that no word mixes: Latin and Cyrillic, Latin and Greek."""

RUSSIAN_LETTERS = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ"
GREEK_LETTERS = "αοιτενσηυρπκμςλίωόάδέγήύχθώφβξζψϊϋΐΰ"
HEBREW_LETTERS = "יוהלאתמרבשנדקפעחכגטםזצסןךץף"
"""By frequency; each is about 8 % rarer than the one before it (12 % from the tenth on)."""

Table = Callable[[str], float]


class Profile(dict[str, float]):
    """Log-probability by character, filled in on demand from a rule for the non-ASCII ones.

    `accent_pair` is what two accented letters side by side cost in a Latin script.

    >>> hans, western = PROFILES["hans"], PROFILES["western"]
    >>> hans.score("中国") > western.score("ÖÐ¹ú")  # the same four bytes
    True
    >>> hans.score("M鋜chen") < western.score("Märchen")
    True
    """

    def __init__(self, table: Table, *, accent_pair: float = 0.0) -> None:
        super().__init__()
        self._table = table
        self._accent_pair = accent_pair

    def __missing__(self, c: str) -> float:
        value = self[c] = _plain_or(c, self._table)
        return value

    def score(self, text: str) -> float:
        """Log-likelihood of the text. O(n)."""
        total = sum(self[c] for c in text)
        before, before_letter = " ", ""
        for c in text:
            letter = _letter_kind(c)
            if letter and before_letter and not (letter == before_letter == "ascii"):
                total += self._cost_of_neighbours(before, before_letter, c, letter)
            elif letter != before_letter and _is_symbol(before if letter else c):
                total += ODD if self._accent_pair and (letter or before_letter) else 0.0
            before, before_letter = c, letter
        return total

    def _cost_of_neighbours(self, before: str, before_letter: str, c: str, letter: str) -> float:
        kinds = {letter, before_letter}
        if kinds & {"cyrillic", "greek", "hebrew"} and kinds & {"ascii", "accented"}:
            return MIXED
        if before.islower() and c.isupper():
            return ODD
        if len(kinds) == 2:
            return 0.0 if "accented" in kinds and "ascii" in kinds else ODD
        return self._accent_pair if letter == "accented" else 0.0


def _plain_or(c: str, table: Table) -> float:
    if c < "\x80":
        return PLAIN if c >= " " or c in "\t\n\r\f\v\x1d\x1f" else NEVER
    if unicodedata.category(c) in {"Cc", "Co", "Cn", "Cs"}:
        return NEVER
    return table(c)


def _letter_kind(c: str) -> str:
    """The family of letters that c belongs to: those of one word are of one family."""
    if c < "\x80":
        return "ascii" if c.isalpha() else ""
    if "\u00c0" <= c <= "\u024f":
        return "accented"
    if "\u0370" <= c <= "\u03ff":
        return "greek"
    if "\u0400" <= c <= "\u052f":
        return "cyrillic"
    if "\u05d0" <= c <= "\u05ea":
        return "hebrew"
    return "cjk" if is_cjk_letter(c) else ""


def _is_symbol(c: str) -> bool:
    return c >= "\x80" and not _letter_kind(c) and c not in WESTERN_SIGNS


def is_cjk_letter(c: str) -> bool:
    """Whether c is a Han character, kana or Hangul."""
    return "\u3041" <= c <= "\u30fe" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3"


def is_han(c: str) -> bool:
    """Whether c is a Han character, whatever language writes it."""
    return "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" or c >= "\U00020000"


def _lead_byte(c: str, encoding: str) -> int:
    """First byte of c in a standard that orders its characters by frequency, 0 if it has none."""
    try:
        return c.encode(encoding)[0]
    except UnicodeEncodeError:
        return 0


def _others(c: str) -> float:
    """What all East Asian profiles share: punctuation, full-width forms, foreign letters."""
    if c in CJK_PUNCTUATION:
        return -5.0
    if "\uff01" <= c <= "\uff5e":
        return -8.0
    if c.isalpha():
        return FOREIGN
    return SIGN


def _hans(c: str) -> float:
    if c in FREQUENT_HANS:
        return -6.5
    if is_han(c):
        lead = _lead_byte(c, "gb2312")
        return -9.3 if 0xB0 <= lead <= 0xD7 else -13.5 if lead else -17.5
    return _others(c)


def _hant(c: str) -> float:
    if c in FREQUENT_HANT:
        return -6.5
    if is_han(c):
        lead = _lead_byte(c, "big5")
        return -9.6 if 0xA4 <= lead <= 0xC6 else -14.0 if lead else -17.5
    return _others(c)


def _japanese(c: str) -> float:
    if "\u3041" <= c <= "\u3093":
        return -5.2
    if "\u30a1" <= c <= "\u30f6":
        return -6.7
    if c in FREQUENT_KANJI:
        return -7.5
    if is_han(c):
        lead = _lead_byte(c, "euc_jp")
        return -9.6 if 0xB0 <= lead <= 0xCF else -13.5 if lead >= 0xD0 else -17.5
    if "\uff61" <= c <= "\uff9f":
        return -9.0  # half-width katakana: one byte each in Shift-JIS
    return _others(c)


def _korean(c: str) -> float:
    if c in FREQUENT_HANGUL:
        return -5.6
    if "\uac00" <= c <= "\ud7a3":
        return -8.8 if _lead_byte(c, "euc_kr") else -15.0
    if is_han(c):
        return -12.5 if _lead_byte(c, "euc_kr") else -17.5
    return _others(c)


def _latin(letters: frozenset[str], capitals: frozenset[str]) -> Table:
    """Latin letters beyond ASCII: those of a group of languages, and all others."""

    def log_share(c: str) -> float:
        if c in letters:
            return -5.0
        if c in capitals or c in WESTERN_SIGNS:
            return -6.5
        if _letter_kind(c) == "accented":
            return -8.5
        return FOREIGN if c.isalpha() else SIGN

    return log_share


def _ranked(letters: str) -> Table:
    """Letters of a script of its own, by frequency."""

    def log_share(c: str) -> float:
        rank = letters.find(c.lower())
        if rank >= 0:
            return -2.3 - 0.08 * rank - 0.04 * max(0, rank - 9) - (2.5 if c.isupper() else 0.0)
        if c in WESTERN_SIGNS or c == "№":
            return -6.5
        if _letter_kind(c) == _letter_kind(letters[0]):
            return -6.5
        return FOREIGN if c.isalpha() else SIGN

    return log_share


PROFILES = {
    "hans": Profile(_hans),
    "hant": Profile(_hant),
    "japanese": Profile(_japanese),
    "korean": Profile(_korean),
    "western": Profile(_latin(WESTERN_LETTERS, WESTERN_CAPITALS), accent_pair=-3.0),
    "central": Profile(_latin(CENTRAL_LETTERS, CENTRAL_CAPITALS), accent_pair=-1.5),
    "turkish": Profile(_latin(TURKISH_LETTERS, TURKISH_CAPITALS), accent_pair=-1.5),
    "cyrillic": Profile(_ranked(RUSSIAN_LETTERS)),
    "greek": Profile(_ranked(GREEK_LETTERS)),
    "hebrew": Profile(_ranked(HEBREW_LETTERS)),
}

PLAUSIBLE = {
    "hans": -9.6,
    "hant": -9.6,
    "japanese": -9.6,
    "korean": -9.6,
    "western": -8.0,
    "central": -8.0,
    "turkish": -7.0,
    "cyrillic": -4.0,
    "greek": -4.2,
    "hebrew": -4.0,
}
"""Least mean log-likelihood of the non-ASCII characters for a decoding to be believed.

Raised, rare but real text is refused; lowered, Greek passes as Cyrillic, Polish as cp1252 and
binary files as Big5 (the tests of tests/readers/test_encodings.py are what they were set by).
"""
