"""Text -> language code, for a whole dump and for each of its fragments.

Scripts first; within a script of letters the profiles of languages (`profiles.py`) are compared:
the sum of log probabilities of all runs of three letters. Sums of pieces of text add up, so a page
needs no words, and each fragment can be judged with what the page says of all of them.

Languages that have no model are known as well, so that their texts are not taken for another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix import ngrams
from layoutfix.arrays import Doubles, Floats, Longs
from layoutfix.chardata import text_to_codes
from layoutfix.languages.profiles import (
    FLOOR,
    Profiles,
    fold_codes,
    load_profiles,
    profile_of_model,
    trigram_keys,
)
from layoutfix.languages.scripts import Script, count_scripts
from layoutfix.patterns import pattern

NO_LANGUAGE = "und"
"""ISO 639 code for "undetermined": there is no model, shape and the dump's own words are left."""

CJK = ("zh", "ja")
CYRILLIC = frozenset({"ru", "uk", "bg", "mk", "sr", "be"})
SCRIPT_LANGUAGES = {
    Script.HANGUL: ("ko",),
    Script.ARABIC: ("ar", "fa", "ur"),
    Script.HEBREW: ("he", "yi"),
    Script.GREEK: ("el", "grc"),
    Script.THAI: ("th",),
    Script.DEVANAGARI: ("hi", "mr", "ne", "sa"),
    Script.OTHER: (),
}
"""Scripts whose languages are not told apart: a text is in the first of them that has a model."""

WINDOWS = 12
WINDOW_CHARACTERS = 320
"""So many pieces of a dump, spread evenly, say which language it is in."""

OVERLAP = 2.0
"""Each letter is in three runs: what their sum counts too much, as a divisor."""
HAN_NATS = 2.5
"""What a Han character says for Chinese and Japanese against no language at all; a letter of
another script as much for its own. Raised, a few of them outweigh a line of Latin words."""
KANA_ODDS = (-0.8, -0.5, -5.0, -0.9, -3.5)
"""Nats for (Han in Japanese, Kana in Japanese, Kana in Chinese, letters alike in both)."""
LEAST_NATS = 0.35
"""Nats a letter by which a language must beat letters in no order: 0.1 (Welsh, which has no
profile) to 0.9 and more (English without spaces). Raised, noisy text has no language."""
MOST_SYMBOLS = 0.08
"""Share of marks that are programs' and not prose's, above which a text is code."""
_SYMBOLS_RE = pattern(r"[{}\[\]<>=;_\\|#$&@^~]|\(\)")

LEAST_SCRIPT_SHARE = 0.1
"""Share of the letters that must be of a language's script for its model to be used."""

FOREIGN_LETTERS = 60
FOREIGN_NATS = 25.0
"""A second language of a page needs so many letters, and so many nats more than the first one has
on its fragments; less is names and quotations, or chance."""
FOREIGN_MARGIN = 3.0
"""Nats by which a fragment must be in another language than the page."""
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each of n texts says.

    codes    (L,), the last NO_LANGUAGE
    nats     (n, L): log probability of each text in each language, against letters in no order
    letters  (n,): how many were judged
    """

    codes: tuple[str, ...]
    nats: Doubles
    letters: Doubles


def detect_language(text: str, available: Sequence[str] = ("zh", "en", "de", "fr")) -> str:
    """Code of the language whose model suits a text, or NO_LANGUAGE. A millisecond a text.

    >>> detect_language("今年村里的橘子熟得早")
    'zh'
    >>> detect_language("Theorangesofthevillagewereripe and itwasearly in theyear")
    'en'
    >>> detect_language("今年はみかんが早く熟しました"), detect_language("12 + 30 = 42")
    ('und', 'und')
    """
    pieces = _windows(text)
    code = _main_language(weigh_languages(pieces, available))
    if code != NO_LANGUAGE and _is_code(pieces):
        return NO_LANGUAGE
    return code if code in available else NO_LANGUAGE


def detect_languages(
    texts: Sequence[str], available: Sequence[str], main: str | None = None
) -> list[str]:
    """Code of the language of each text of a page, or NO_LANGUAGE. O(characters).

    Each text is judged by itself and by how much of the page is in which language (a mixture,
    fitted by EM); what says nothing, such as numbers, is in the language of the page. `main`: what
    `detect_language` found for the dump.

    >>> page = ["今年村里的橘子熟得早，果农都很高兴", "合作社的仓库里堆满了筐子，等着装车"] * 4
    >>> box = ["The harbour was full of boats, and nobody", "had seen so many people there before"]
    >>> set(detect_languages(page, ["en", "zh"])), detect_languages(page + box, ["en", "zh"])[-2:]
    ({'zh'}, ['en', 'en'])
    """
    if not texts:
        return []
    evidence = weigh_languages(texts, available)
    if main is None or main == NO_LANGUAGE or main not in evidence.codes:
        main = _main_language(evidence)
    first = evidence.codes.index(main)
    ahead = evidence.nats - evidence.nats[:, [first]]
    if main != NO_LANGUAGE:
        ahead[:, -1] = -np.inf  # a fragment of noise is in the language of its page
    weights = evidence.letters / max(float(evidence.letters.sum()), 1.0)
    share = np.full(len(evidence.codes), 1.0 / len(evidence.codes))
    alive = np.ones(len(share), bool)
    for _ in range(ROUNDS):
        with np.errstate(divide="ignore"):
            odds = ahead + np.log(share)
        odds -= odds.max(1, keepdims=True)
        mine = np.exp(odds)
        mine /= mine.sum(1, keepdims=True)
        enough = mine.T @ evidence.letters >= FOREIGN_LETTERS
        gains = (mine * np.maximum(ahead, 0.0)).sum(0) >= FOREIGN_NATS
        alive &= enough & gains
        alive[first] = True
        share = np.where(alive, weights @ mine, 0.0)
        share[first] = max(share[first], 1e-3)
        share /= share.sum()
    with np.errstate(divide="ignore"):
        odds = ahead + np.log(share)
    odds[:, first] += FOREIGN_MARGIN
    found = [evidence.codes[k] for k in odds.argmax(1).tolist()]
    return [code if code in available else NO_LANGUAGE for code in found]


def weigh_languages(texts: Sequence[str], available: Sequence[str] = ()) -> Evidence:
    """What the letters of each text say of its language."""
    lengths = [len(t) for t in texts]
    counts = count_scripts(text_to_codes("".join(texts)), lengths)
    columns: dict[str, Doubles] = {}
    nothing = np.zeros(len(texts))
    wide = counts[:, Script.HAN] + counts[:, Script.LIKE_HAN] + counts[:, Script.KANA]
    if wide.any():
        han_ja, kana_ja, kana_zh, alike_ja, alike_zh = KANA_ODDS
        kana, alike, han = (counts[:, k] for k in (Script.KANA, Script.LIKE_HAN, Script.HAN))
        in_zh = HAN_NATS * wide + kana_zh * kana + alike_zh * alike
        in_ja = HAN_NATS * wide + han_ja * han + kana_ja * kana + alike_ja * alike
        columns |= {"zh": in_zh.astype(np.float64), "ja": in_ja.astype(np.float64)}
    for script, codes in SCRIPT_LANGUAGES.items():
        if counts[:, script].any():
            code = next((c for c in codes if c in available), codes[0] if codes else "mul")
            columns[code] = (HAN_NATS * counts[:, script]).astype(np.float64)
    letters = counts[:, Script.LATIN] + counts[:, Script.CYRILLIC]
    if letters.any():
        columns |= _weigh_letters(texts, counts, available)
    columns[NO_LANGUAGE] = nothing
    judged = counts[:, 1:].sum(1).astype(np.float64) + wide
    return Evidence(tuple(columns), np.stack(list(columns.values()), 1), judged)


def _weigh_letters(
    texts: Sequence[str], counts: Longs, available: Sequence[str]
) -> dict[str, Doubles]:
    """Nats (n,) of each language with a profile, against letters in no order."""
    profiles = load_profiles()
    codes, log_probs = _with_brought(profiles, available)
    letters = fold_codes(text_to_codes("\n".join(texts)))
    inside = letters[1:-1] > 0
    keys = trigram_keys(letters)
    at = np.searchsorted(profiles.keys, keys)
    at[at == len(profiles.keys)] = 0
    rows = np.where(profiles.keys[at] == keys, at, len(profiles.keys))
    text_of = np.repeat(np.arange(len(texts)), [len(t) + 1 for t in texts])[:-1][inside]
    low = np.uint32(255)
    base = profiles.letters[keys >> np.uint32(16)] + profiles.letters[keys & low]
    base = np.maximum(base + profiles.letters[(keys >> np.uint32(8)) & low], FLOOR)
    n = len(texts)
    sums = np.zeros((n, len(codes)))
    starts = np.flatnonzero(np.diff(text_of, prepend=-1))
    for first in range(0, len(starts), _BLOCK):
        at = starts[first : first + _BLOCK]
        stop = starts[first + _BLOCK] if first + _BLOCK < len(starts) else len(rows)
        own = np.add.reduceat(log_probs[rows[at[0] : stop]], at - at[0], axis=0)
        sums[text_of[at]] = own
    unordered = np.bincount(text_of, weights=base, minlength=n)
    found = {}
    for k, code in enumerate(codes):
        script = Script.CYRILLIC if code in CYRILLIC else Script.LATIN
        share = counts[:, script] > 0
        gain = (sums[:, k] - unordered) / OVERLAP
        found[code] = np.where(share, gain, 0.0).astype(np.float64)
    return found


_BLOCK = 256
"""Texts whose letters are in memory at a time, with what they say of each language."""


def _with_brought(profiles: Profiles, available: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
    """The profiles and those of models that other packages bring in languages that have none."""
    known = {*profiles.codes, *CJK, *(c for codes in SCRIPT_LANGUAGES.values() for c in codes)}
    installed = ngrams.installed()
    brought = {}
    for code in available:
        if code not in known and code in installed:
            column = profile_of_model(installed[code])
            if column is not None:
                brought[code] = column
    if not brought:
        return profiles.codes, profiles.log_probs
    table = np.column_stack([profiles.log_probs, *brought.values()])
    return (*profiles.codes, *brought), table


def fits_script(text: str, code: str) -> bool:
    """Whether a text has letters of the script that a language is written in. O(sample).

    A model of another script knows none of its units, and would judge the gaps between them.

    >>> fits_script("今年村里的橘子熟得早", "zh"), fits_script("今年村里的橘子熟得早", "en")
    (True, False)
    >>> fits_script("12 + 30 = 42", "en")
    True
    """
    sample = "".join(_windows(text))
    counts = count_scripts(text_to_codes(sample), [len(sample)])[0].astype(np.float64)
    counts[[Script.HAN, Script.LIKE_HAN, Script.KANA]] *= HAN_NATS
    total = float(counts[1:].sum())
    own = [s for s, codes in SCRIPT_LANGUAGES.items() if code in codes]
    if code in CJK:
        own = [Script.HAN, Script.LIKE_HAN, Script.KANA]
    elif code in CYRILLIC:
        own = [Script.CYRILLIC]
    elif not own:
        own = [Script.LATIN, Script.CYRILLIC, Script.OTHER]  # of other packages: any letters
        own = [Script.LATIN] if code in load_profiles().codes else own
    return float(counts[own].sum()) >= LEAST_SCRIPT_SHARE * total


def _main_language(evidence: Evidence) -> str:
    total = evidence.nats.sum(0)
    best = int(total.argmax())
    letters = float(evidence.letters.sum())
    return evidence.codes[best] if total[best] >= LEAST_NATS * letters > 0 else NO_LANGUAGE


def _is_code(pieces: Sequence[str]) -> bool:
    text = "".join(pieces)
    size = len("".join(text.split()))
    return len(_SYMBOLS_RE.findall(text)) > MOST_SYMBOLS * size


def _windows(text: str) -> list[str]:
    """Page of a text, spread evenly over it; all of it if it is short."""
    if len(text) <= WINDOWS * WINDOW_CHARACTERS:
        return [text]
    starts = np.linspace(0, len(text) - WINDOW_CHARACTERS, WINDOWS).astype(int)
    return [text[s : s + WINDOW_CHARACTERS] for s in starts.tolist()]
