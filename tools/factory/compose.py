"""A page as HTML: its kind is drawn, then a builder of that kind sets it."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from . import kinds, newspaper
from .articles import Text, texts_of
from .languages import LANGUAGES
from .schedule import Slot, dice
from .sheet import Sheet, to_sentences

BUILDERS: Mapping[str, tuple[int, Callable[[Sheet], None]]] = MappingProxyType(
    {
        "typeset": (50, newspaper.typeset),
        "simple": (20, newspaper.simple),
        "gazette": (6, kinds.gazette),
        "paper": (6, kinds.paper),
        "notices": (5, kinds.notices),
        "sidebyside": (5, newspaper.side_by_side),
        "continuation": (5, newspaper.continuation),
        "vertical": (3, kinds.vertical),
    }
)
"""Groups of pages: the share of each in percent, and what sets it."""

_OTHERS = 12
"""So many articles after those of the page lend it captions, subheads and notices."""

_HYPHENATED = 0.7
"""Share of pages, in scripts with spaces, whose body text is hyphenated."""


@cache
def hyphenator(language: str) -> Callable[[str], str]:
    """What puts soft hyphens into a word; Chromium has no patterns where it was not updated.

    Without the package a word stays as it is; `engines.check` does not let it come to that.
    """
    try:
        pyphen = importlib.import_module("pyphen")
    except ImportError:
        return str
    patterns = pyphen.Pyphen(lang={"en": "en_GB", "pt": "pt_PT"}.get(language, language))
    inserted: Callable[[str, str], str] = patterns.inserted
    return lambda word: inserted(word, "\u00ad")


def draw_group(rng: random.Random, language: str) -> str:
    """The group of a page; only Chinese and Japanese are set in vertical lines."""
    names = list(BUILDERS)
    group = rng.choices(names, [BUILDERS[name][0] for name in names])[0]
    if group == "vertical" and not LANGUAGES[language].is_cjk:
        return "typeset"
    return group


def compose(slot: Slot, texts: tuple[Text, ...], seed: int, attempt: int = 0) -> tuple[str, Sheet]:
    """The group and the sheet of a page, drawn from the seed and its number alone.

    `texts` are all articles of the page's language and part. An `attempt` after the first, where
    a page could not be made, draws anew.
    """
    rng = dice(seed, slot.number, f"layout {attempt}" if attempt else "layout")
    group = draw_group(rng, slot.language)
    count = {"sidebyside": 2, "simple": 1, "vertical": rng.choice((1, 2)), "paper": 2}.get(group)
    count = count or rng.choice((1, 1, 1, 2, 2, 3))
    used = texts_of(texts, slot.ordinal + 997 * attempt, count + _OTHERS)
    sheet = Sheet(rng, slot.language, used[:count], to_sentences(used[count:] or used))
    if not sheet.language.is_cjk and rng.random() < _HYPHENATED:
        sheet.hyphens, sheet.hyphenator = True, hyphenator(slot.language)
    BUILDERS[group][1](sheet)
    sheet.layout["hyphens"] = sheet.hyphens
    return group, sheet
