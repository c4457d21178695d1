"""The running text that the shipped models are counted from: which files, how much of each."""

from __future__ import annotations

import lzma
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

DOCUMENT_SEPARATOR = "\n\n%%%%\n\n"
HELD_OUT_IN = 64
"""One document in so many is held out of the models."""
_MIN_DOCUMENTS = 20  # a file with fewer is held out by blocks of paragraphs instead
_BLOCK_PARAGRAPHS = 40
_SPACES_RE = re.compile(r"[ \t\u00a0\u3000]+")

Part: TypeAlias = Literal["training", "held-out"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the corpora folder, `<folder>/<name>.txt.xz`, and the share of it to use."""

    path: str
    share: float
    licence: str


SOURCES: Mapping[str, tuple[Source, ...]] = MappingProxyType(
    {
        "zh": (
            Source("zh-Hans/xwlb_2012_2026", 1.0, "third-party text: counts only"),
            Source("zh-Hans/cnews_sina_thucnews_subset", 1.0, "third-party text: counts only"),
            Source("zh-Hans/shenlun_essays_2018", 1.0, "third-party text: counts only"),
            Source("zh-Hans/cec_emergency_news", 1.0, "third-party text: counts only"),
            Source("zh-Hans/lctt_tech_translations", 1.0, "Apache-2.0"),
            Source("zh-Hans/cmrc2018_wikipedia", 1.0, "CC BY-SA 4.0"),
            Source("zh-Hans/gov_work_report_1954_2017", 1.0, "official text"),
            Source("zh-Hans/gov_work_report_2018_2022", 1.0, "official text"),
            Source("zh-Hans/gov_work_report_provinces_2025", 1.0, "official text"),
            Source("zh-Hans/gov_work_report_provinces_2026", 1.0, "official text"),
            Source("zh-Hans/gov_cn_policy_2019", 1.0, "official text"),
            Source("zh-Hans/ud_gsdsimp_sents", 1.0, "CC BY-SA 4.0"),
            Source("zh-Hans/laws_prc", 0.3, "official text"),
            Source("zh-Hans-titles/peoples_daily_headlines_1946_2022", 1.0, "titles: counts only"),
            Source("zh-Hant/hk_legco_hansard_2012_2016", 0.5, "official text, Hansard LegCo HK"),
            Source("zh-Hant/drcd_wikipedia", 1.0, "CC BY-SA 3.0"),
            Source("zh-Hant/ud_gsd_sents", 1.0, "CC BY-SA 4.0"),
            Source("zh-Hant/taiwan_laws", 0.05, "official text"),
        ),
        "en": (
            Source("en/classic_books_pd", 1.0, "public domain"),
            Source("en/eltec_eng_novels", 0.6, "public domain, mark-up CC BY 4.0"),
            Source("en/gsa_digitalgov", 1.0, "CC0"),
            Source("en/18f_blog", 1.0, "CC0"),
            Source("en/bbc_2004_2005", 1.0, "third-party text: counts only"),
            Source("en/nltk_abc", 1.0, "third-party text: counts only"),
            Source("en/nltk_state_union", 1.0, "public domain"),
            Source("en/nltk_inaugural", 1.0, "public domain"),
            Source("en/prc_gov_work_report_2008_2022_en", 0.3, "official text"),
            Source("en/ud_ewt_sents", 1.0, "CC BY-SA 4.0"),
        ),
        "de": (
            Source("de/eltec_deu_novels", 1.0, "public domain, mark-up CC BY 4.0"),
            Source("de/bundestag_plpr", 1.0, "official text"),
            Source("de/gesetze_laws", 0.3, "official text"),
            Source("de/ud_gsd_sents", 1.0, "CC BY-SA 4.0"),
        ),
        "fr": (
            Source("fr/eltec_fra_novels", 1.0, "public domain, mark-up CC BY 4.0"),
            Source("fr/codes_laws", 0.3, "official text, Etalab 2.0"),
            Source("fr/ud_gsd_sents", 1.0, "CC BY-SA 4.0"),
        ),
        "es": (
            Source("es/eltec_spa_novels", 1.0, "public domain, mark-up CC BY 4.0"),
            Source("es/uruguay_laws", 0.3, "official text, Licencia de Datos Abiertos"),
            Source("es/ud_gsd_sents", 1.0, "CC BY-SA 4.0"),
        ),
        "it": (Source("it/eltec_ita_novels", 1.0, "public domain, mark-up CC BY 4.0"),),
        "pt": (
            Source("pt/eltec_por_novels", 1.0, "public domain, mark-up CC BY 4.0"),
            Source("pt/nltk_mac_morpho_folha1994", 1.0, "third-party text: counts only"),
        ),
        "ru": (
            Source("ru/rusdracor_drama", 1.0, "CC0"),
            Source("ru/eltec_rus_novels", 1.0, "public domain, mark-up CC BY 4.0"),
            Source("ru/factrueval2016_news", 1.0, "third-party text: counts only"),
            Source("ru/ud_taiga_sents", 1.0, "CC BY-SA 4.0"),
        ),
        "ja": (
            Source("ja/aozora_bunko", 1.0, "public domain"),
            Source("ja/wikinews_ja", 1.0, "CC BY 2.5"),
        ),
    }
)
"""What each model is counted from. Sources whose licence excludes commercial or non-research use
(Brown, MASC, ISDT, EFE, gold-miner) are left out altogether; laws are formulaic, so only a part of
their documents is used."""


def read_documents(folder: Path, source: Source, part: Part) -> Iterator[str]:
    """Yield the documents of one file that belong to a part, paragraphs separated by newlines.

    What is held out is decided by a checksum of the file's name and the document's index, so it is
    the same on every machine and whatever else is read. A file with few documents is cut into
    blocks of paragraphs first. Runs of spaces become one space, empty lines are dropped.
    """
    with lzma.open(folder / f"{source.path}.txt.xz", "rt", encoding="utf-8") as file:
        documents = file.read().split(DOCUMENT_SEPARATOR)
    if len(documents) < _MIN_DOCUMENTS:
        documents = [block for document in documents for block in _to_blocks(document)]
    ranks = [zlib.crc32(f"{source.path}:{i}".encode()) for i in range(len(documents))]
    spare = min(range(len(ranks)), key=lambda i: (ranks[i] % HELD_OUT_IN, i))
    for i, document in enumerate(documents):
        held_out = ranks[i] % HELD_OUT_IN == 0 or i == spare
        if held_out != (part == "held-out"):
            continue
        used = (ranks[i] // HELD_OUT_IN) % 1000 < source.share * 1000
        if used or held_out:
            lines = (_SPACES_RE.sub(" ", line).strip() for line in document.split("\n"))
            yield "\n".join(line for line in lines if line)


def _to_blocks(document: str) -> Iterator[str]:
    lines = document.split("\n")
    for i in range(0, len(lines), _BLOCK_PARAGRAPHS):
        yield "\n".join(lines[i : i + _BLOCK_PARAGRAPHS])
