"""The running text that the encoders learn from: which files, as which units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from layoutfix.chardata import codes_to_widths, text_to_codes
from layoutfix.continuity.features import (
    Features,
    chars_to_features,
    words_to_features_and_ends,
)
from layoutfix.ngrams.units import CharUnits
from layoutfix.training.ngrams.corpus import SOURCES, Part, Source, read_documents

Paragraph = tuple[Features, NDArray[np.float32]]
"""Features (n, 2) of the units of a paragraph, and the printed width of each, with its space."""

FAMILIES: Mapping[str, tuple[Source, ...]] = MappingProxyType(
    {
        "han": SOURCES["zh"],
        "latin": (
            *SOURCES["en"],
            *SOURCES["de"],
            *SOURCES["fr"],
        ),
        "romance": (*SOURCES["es"], *SOURCES["it"], *SOURCES["pt"]),
        "cyrillic": SOURCES["ru"],
    }
)
"""What each family's encoder learns from."""

MOST_UNITS: Mapping[str, int] = MappingProxyType(
    {"han": 16_000_000, "latin": 4_000_000, "romance": 1_500_000, "cyrillic": 4_000_000}
)
"""Units of one file that are used, so that no single source outweighs the others."""


def family_documents(
    corpora: Path, family: str, part: Part, most: int, units: CharUnits | None
) -> Iterator[list[Paragraph]]:
    """The documents of a family as paragraphs of units; at most so many units of each file."""
    convert = _paragraph_converter(units)
    for source in FAMILIES[family]:
        used = 0
        for document in read_documents(corpora, source, part):
            paragraphs = [convert(text) for text in document.split("\n")]
            paragraphs = [p for p in paragraphs if len(p[0])]
            used += sum(len(p[0]) for p in paragraphs)
            if paragraphs:
                yield paragraphs
            if used > most:
                break


def _paragraph_converter(units: CharUnits | None) -> Callable[[str], Paragraph]:
    if units is None:
        return _words
    folded = units

    def characters(text: str) -> Paragraph:
        ids, starts, _ = folded.encode_with_offsets(text)
        widths = codes_to_widths(text_to_codes(text), cjk=True)
        return chars_to_features(ids), np.asarray(widths[starts], np.float32)

    return characters


def _words(text: str) -> Paragraph:
    features, ends = words_to_features_and_ends(text)
    return features, np.diff(ends, prepend=0).astype(np.float32)
