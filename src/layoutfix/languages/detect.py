"""Text -> language code, by script and by the commonest little words.

Enough to choose among the shipped models; detection by the models themselves would load them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import regex as re

from layoutfix.chardata import HAN_RE, HANGUL_RE, KANA_RE

NO_LANGUAGE = "und"
"""ISO 639 code for "undetermined": there is no model, shape and the dump's own words are left."""

SAMPLE_CHARACTERS = 20_000
LEAST_SHARE = 0.08
"""Share of words that must be among a language's commonest; running text has 0.25 to 0.45."""

WORD_RE = re.compile(r"\p{Latin}+")

_WORDS = {
    "en": """
        the of and to in that is was he for it with as his on be at by had not are
        but from or have an they which you were her she this their been has would
        will who said
    """,
    "de": """
        der die und in den von zu das mit sich des auf für ist im dem nicht ein eine
        als auch es an werden aus er hat daß dass sie nach wird bei einer um am sind
        noch wie
    """,
    "fr": """
        de la le et les des en un du une que est pour qui dans a par plus pas au sur
        ne se ce il sont avec son elle ont aux cette ses mais comme nous tout
    """,
    "es": """
        de la que el en y los se del las un por con no una su para es al
    """,
    "it": """
        di e il la che in un a per è una sono non con le del si da i
    """,
    "pt": """
        de a o que e do da em um para é com não uma os no se na por
    """,
    "nl": """
        de het een van en in is dat op te zijn met voor niet aan er
    """,
}
COMMON_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {code: frozenset(words.split()) for code, words in _WORDS.items()}
)
"""The commonest words of languages; those without a model keep others from being taken for one."""


def detect_language(text: str, available: Sequence[str] = ("zh", "en", "de", "fr")) -> str:
    """Code of the language whose model suits a text, or NO_LANGUAGE. O(sample).

    >>> detect_language("今年村里的橘子熟得早")
    'zh'
    >>> detect_language("The oranges of the village were ripe and it was early in the year")
    'en'
    >>> detect_language("今年はみかんが早く熟しました"), detect_language("12 + 30 = 42")
    ('und', 'und')
    """
    sample = text[:SAMPLE_CHARACTERS]
    han = len(HAN_RE.findall(sample))
    kana = len(KANA_RE.findall(sample))
    hangul = len(HANGUL_RE.findall(sample))
    words = [w.lower() for w in WORD_RE.findall(sample.replace("ſ", "s"))]
    if han + kana + hangul > len(words):
        is_chinese = kana * 20 < han and hangul * 5 < han
        return "zh" if is_chinese and "zh" in available else NO_LANGUAGE
    if not words:
        return NO_LANGUAGE
    shares = {
        code: sum(w in common for w in words) / len(words) for code, common in COMMON_WORDS.items()
    }
    best = max(shares, key=lambda code: (shares[code], code))
    return best if shares[best] >= LEAST_SHARE and best in available else NO_LANGUAGE
