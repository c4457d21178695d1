"""Running text as the lines of columns: which line follows which, drawn without end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from layoutfix.training.ngrams.corpus import Part, Source, read_documents

CHUNK_LINES = 56
"""Most consecutive lines of one document in a batch: they are each other's hardest negatives."""
BREAK_WEIGHT = 0.3
"""Weight of a joint over a paragraph break, where the text says less."""
_MIN_LINES = 4
_NO_LINE_START = frozenset("，。、；：！？）》」』】”’…,.;:!?)")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one encoder is trained on.

    shares   of draws, by file of the corpora folder; a document is drawn by its length
    widths   of columns, in characters
    noise    letters that stand in for wrongly recognised ones
    by_words break lines between words, with a hyphen now and then; else anywhere
    """

    shares: Mapping[str, float]
    widths: tuple[int, int]
    noise: str
    by_words: bool


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "han": Recipe(
            shares={
                "zh-Hans/xwlb_2012_2026": 0.36,
                "zh-Hans/cnews_sina_thucnews_subset": 0.14,
                "zh-Hans/shenlun_essays_2018": 0.10,
                "zh-Hans/cec_emergency_news": 0.02,
                "zh-Hans/lctt_tech_translations": 0.08,
                "zh-Hans/cmrc2018_wikipedia": 0.04,
                "zh-Hans/gov_work_report_1954_2017": 0.04,
                "zh-Hans/gov_work_report_provinces_2025": 0.02,
                "zh-Hans/gov_work_report_provinces_2026": 0.02,
                "zh-Hans/gov_cn_policy_2019": 0.01,
                "zh-Hans/laws_prc": 0.03,
                "zh-Hant/hk_legco_hansard_2012_2016": 0.08,
                "zh-Hant/drcd_wikipedia": 0.06,
            },
            widths=(8, 30),
            noise="的一是在人有我他这中大来上国和地到说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运",
            by_words=False,
        ),
        "latin": Recipe(
            shares={
                "en/bbc_2004_2005": 0.14,
                "en/nltk_abc": 0.06,
                "en/gsa_digitalgov": 0.07,
                "en/18f_blog": 0.03,
                "en/nltk_state_union": 0.04,
                "en/nltk_inaugural": 0.01,
                "en/classic_books_pd": 0.07,
                "en/eltec_eng_novels": 0.05,
                "de/bundestag_plpr": 0.15,
                "de/eltec_deu_novels": 0.13,
                "de/gesetze_laws": 0.02,
                "fr/eltec_fra_novels": 0.19,
                "fr/codes_laws": 0.04,
            },
            widths=(20, 70),
            noise="eetaoinshrdlucmfwypvbgkEITASlli1.,rnc",
            by_words=True,
        ),
    }
)
"""News and speeches first; laws are formulaic and little of them is enough."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Consecutive lines of one document.

    `weights[t]`: how much the joint of lines t and t + 1 counts; one shorter than `texts`.
    """

    texts: list[str]
    weights: list[float]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents by file, and the lengths by which they are drawn."""

    documents: tuple[tuple[str, ...], ...]
    lengths: tuple[tuple[int, ...], ...]
    shares: tuple[float, ...]


def read_corpus(folder: Path, recipe: Recipe, part: Part) -> Corpus:
    """Return the documents of one part; the hold-out is that of the n-gram models."""
    documents = []
    for path in recipe.shares:
        source = Source(path, 1.0, "")
        documents.append(tuple(d for d in read_documents(folder, source, part) if len(d) > 100))
    lengths = tuple(tuple(_running(lengths)) for lengths in (map(len, d) for d in documents))
    return Corpus(tuple(documents), lengths, tuple(recipe.shares.values()))


def _running(lengths: Iterator[int]) -> Iterator[int]:
    total = 0
    for length in lengths:
        total += length
        yield total


def draw_lines(corpus: Corpus, recipe: Recipe, rng: random.Random, most: int) -> Lines:
    """Return consecutive lines of a random document at a random place, at most `most`."""
    while True:
        file = rng.choices(range(len(corpus.documents)), corpus.shares)[0]
        document = rng.choices(corpus.documents[file], cum_weights=corpus.lengths[file])[0]
        width = rng.randint(*recipe.widths)
        span = int(most * (width + 2) * 1.1)
        start = rng.randrange(-span // 3, max(1, len(document) - span // 3))
        if start <= 0:
            start = 0
        else:
            start = document.find("\n", start) + 1 if rng.random() < 0.5 else start  # noqa: PLR2004
        text = document[start : start + span]
        hyphens = rng.choice((0.0, 0.0, 0.15, 0.35)) if recipe.by_words else 0.0
        lines = _wrap(text, width, recipe.by_words, hyphens, rng)
        if len(lines.texts) >= _MIN_LINES:
            return Lines(lines.texts[:most], lines.weights[: most - 1])


def _wrap(
    text: str, width: int, by_words: bool, hyphens: float, rng: random.Random
) -> Lines:
    texts: list[str] = []
    weights: list[float] = []
    for paragraph in text.split("\n"):
        if by_words:
            lines = list(_wrap_words(paragraph, width, hyphens, rng))
        else:
            lines = list(_wrap_characters(paragraph, width))
        if not lines:
            continue
        if texts:
            weights.append(BREAK_WEIGHT)
        texts += lines
        weights += [1.0] * (len(lines) - 1)
    return Lines(texts, weights)


def _wrap_characters(text: str, width: int) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + width
        while end < len(text) and end < start + width + 2 and text[end] in _NO_LINE_START:
            end += 1  # hanging punctuation
        yield text[start:end]
        start = end


def _wrap_words(text: str, width: int, hyphens: float, rng: random.Random) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        room = width - len(line) - 1
        if not line or len(word) <= room:
            line = f"{line} {word}" if line else word
        elif len(word) >= 6 and room >= 3 and word.isalpha() and rng.random() < 2 * hyphens:  # noqa: PLR2004
            cut = rng.randint(2, min(room - 1, len(word) - 3))
            yield f"{line} {word[:cut]}-"
            line = word[cut:]
        else:
            yield line
            line = word
    if line:
        yield line


def add_noise(text: str, noise: str, share: float, rng: random.Random) -> str:
    """Return a text with a share of its characters wrongly recognised or its punctuation lost."""
    if rng.random() > share * len(text):
        return text
    chars = list(text)
    for _ in range(1 + (rng.random() < share * len(text) / 2)):
        at = rng.randrange(len(chars))
        lost = not chars[at].isalnum() and chars[at] != " "
        chars[at] = "" if lost else rng.choice(noise)
    return "".join(chars)
