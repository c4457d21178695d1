"""The running text that the encoders learn from: which files, how much of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from layoutfix.training.ngrams.corpus import SOURCES, Part, Source, read_documents

Document: TypeAlias = list[str]
"""Its paragraphs, in order."""

FAMILIES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "han": {"zh": 1.0},
        "latin": {"en": 0.4, "de": 0.32, "fr": 0.28},
        "romance": {"es": 0.4, "it": 0.3, "pt": 0.3},
        "cyrillic": {"ru": 1.0},
        "kana": {"ja": 1.0},
    }
)
"""The languages that each family's encoder learns, and the share of pages in each."""

_MOST_COUNTED = 18_000_000
"""Characters of a file that count for its share of the pages, so that none outweighs the others."""
_WITHOUT_SEQUENCE = ("titles", "/ud_")
"""Files of single titles or sentences: no line of theirs goes on in the next one."""
_LEAST_CHARACTERS = 40
_SIZE_POWER = 0.75
"""A file is drawn from by its size to this power: small modern sources count for more."""


@dataclass(frozen=True, slots=True)
class File:
    """The documents of one source; `language` is theirs, `share` the share of pages drawn here."""

    language: str
    share: float
    documents: list[Document]


def family_sources(family: str) -> list[Source]:
    """The files that a family's encoder learns from."""
    return [source for language in FAMILIES[family] for source in _sources(language)]


def _sources(language: str) -> list[Source]:
    return [
        source
        for source in SOURCES[language]
        if not any(word in source.path for word in _WITHOUT_SEQUENCE)
    ]


def family_files(corpora: Path, family: str, part: Part) -> list[File]:
    """The files of a family, with their shares of the pages.

    Raises OSError where a file is missing.
    """
    files: list[File] = []
    for language, share in FAMILIES[family].items():
        found = [
            documents
            for source in _sources(language)
            if (documents := _documents(corpora, source, part))
        ]
        sizes = np.array([sum(len(p) for d in documents for p in d) for documents in found])
        weights = np.minimum(sizes, _MOST_COUNTED) ** _SIZE_POWER
        weights /= weights.sum()
        files += [
            File(language, share * float(weight), documents)
            for weight, documents in zip(weights, found, strict=True)
        ]
    return files


def _documents(corpora: Path, source: Source, part: Part) -> list[Document]:
    texts = [t for t in read_documents(corpora, source, part) if len(t) >= _LEAST_CHARACTERS]
    documents = [[p for p in text.split("\n") if p.strip()] for text in texts]
    return [document for document in documents if document]
