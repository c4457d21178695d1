"""Columns of one article, cut where a column may end: what stands above each cut, and below."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from layoutfix.arrays import Longs
from layoutfix.linking.stretch import FAMILIES, REACH
from layoutfix.linking.stretch_grams import StretchUnits
from layoutfix.training.encoder.texts import FAMILIES as SEAM_FAMILIES
from layoutfix.training.encoder.texts import family_sources
from layoutfix.training.ngrams.corpus import Part, Source, read_documents

Joint: TypeAlias = tuple[Longs, Longs]
"""Units above a cut and below it."""

_GAP = {"han": 450, "latin": 230}
"""Units from cut to cut, at least: what is above one is not below another."""
_LEAST_UNITS = 120
_HELD_BACK_IN = 40
"""One document of the training part in so many is not learnt from: it says when to stop."""
_MOST_CHARACTERS = 9_000_000
"""Of one file of words, half as much of laws."""
_MOST_OF_ONE = 60_000
_COUNTED = 40
"""Gaps of a document that count for how often it is drawn, and gaps of a file / 5."""
_SIZE_POWER = 0.75
_WRONG_UNITS = 0.02
_ANYWHERE = 0.12
"""Share of pages whose columns end anywhere; those of the others end with paragraphs."""
_SHORTER_ABOVE, _SHORTER_BELOW = 0.3, 0.25
"""Share of stretches that begin or end at a paragraph before their reach: columns are short."""


@dataclass(frozen=True, slots=True)
class Document:
    """Units of a text, where its paragraphs end, and the file it is of."""

    units: Longs
    ends: Longs
    source: str


def stretch_sources(family: str) -> list[Source]:
    """The files that an encoder learns from."""
    return [s for seam in SEAM_FAMILIES if seam in FAMILIES[family] for s in family_sources(seam)]


def read_family(corpora: Path, family: str, units: StretchUnits, part: Part) -> list[Document]:
    """The documents of a family. Raises OSError where a file is missing."""
    documents: list[Document] = []
    rng = np.random.default_rng(4)
    for source in stretch_sources(family):
        texts = list(read_documents(corpora, source, part))
        if family != "han":
            texts = _thinned(texts, "law" in source.path, rng)
        for text in texts:
            parts = [units.encode(paragraph) for paragraph in text.split("\n")]
            ends = np.cumsum([len(p) for p in parts])
            if ends[-1] >= _LEAST_UNITS:
                documents.append(Document(np.concatenate(parts), ends[:-1], source.path))
    return documents


def _thinned(texts: list[str], laws: bool, rng: np.random.Generator) -> list[str]:
    """Of novels a piece each: names of many say more than all of a few."""
    most = _MOST_CHARACTERS // 2 if laws else _MOST_CHARACTERS
    one = max(6000, int(1.1 * _MOST_CHARACTERS / len(texts))) if len(texts) < 400 else _MOST_OF_ONE
    kept, total = [], 0
    for i in rng.permutation(len(texts)):
        text = texts[i]
        if len(text) > one:
            begin = text.find("\n", int(rng.integers(0, len(text) - one))) + 1
            text = text[begin : begin + one].rpartition("\n")[0] or text[:one]
        kept.append(text)
        total += len(text)
        if total > most:
            break
    return kept


def is_held_back(document: Document) -> bool:
    """Whether a document is not learnt from."""
    return zlib.crc32(document.units[:60].tobytes()) % _HELD_BACK_IN == 0


class StretchDrawer:
    """Draws pages: joints of columns of one article, or in a share `other` of single articles.

    span   the most gaps of which a page is drawn; columns: the most columns of it
    noisy  whether units are wrong, as OCR makes them
    """

    def __init__(
        self,
        documents: Iterable[Document],
        family: str,
        *,
        seed: int,
        span: float = 6.0,
        columns: int = 6,
        other: float = 0.08,
        noisy: bool = True,
    ) -> None:
        self._rng = np.random.default_rng(seed)
        self._gap, self._reach = _GAP[family], REACH[family]
        self._span, self._columns, self._other, self._noisy = span, columns, other, noisy
        files: dict[str, list[Document]] = {}
        for document in documents:
            files.setdefault(document.source, []).append(document)
        self._files = list(files.values())
        self._long = [[d for d in file if len(d.units) >= 2 * self._gap] for file in self._files]
        sizes = [np.array([len(d.units) for d in file], float) for file in self._long]
        self._chances = [
            np.minimum(size, _COUNTED * self._gap) / np.minimum(size, _COUNTED * self._gap).sum()
            for size in sizes
        ]
        whole = [sum(len(d.units) for d in file) for file in self._files]
        self._share = _shares(np.minimum(s, 5 * _COUNTED * self._gap).sum() for s in sizes)
        self._share_of_all = _shares(whole)

    def draw(self, pages: int) -> tuple[list[Joint], Longs]:
        """The joints of so many pages, and of which page each is, int64 (joints,)."""
        drawn = [self._page() for _ in range(pages)]
        page = np.repeat(np.arange(pages), [len(joints) for joints in drawn])
        joints = [joint for joints in drawn for joint in joints]
        if self._noisy:
            pool = np.concatenate([above for above, _ in joints])
            joints = [(self._spoil(a, pool), self._spoil(b, pool)) for a, b in joints]
        return joints, page

    def _spoil(self, units: Longs, pool: Longs) -> Longs:
        wrong = self._rng.random(len(units)) < _WRONG_UNITS * self._rng.exponential()
        spoilt = units.copy()
        spoilt[wrong] = self._rng.choice(pool, int(wrong.sum()))
        return spoilt

    def _page(self) -> list[Joint]:
        while True:
            joints = self._strangers() if self._rng.random() < self._other else self._article()
            if len(joints) > 1 and all(min(len(a), len(b)) > 5 for a, b in joints):
                return joints

    def _strangers(self) -> list[Joint]:
        """Each column is another article of the file."""
        file = self._files[self._rng.choice(len(self._files), p=self._share_of_all)]
        joints = []
        for i in self._rng.permutation(len(file))[: self._columns]:
            document = file[i]
            ends = document.ends
            ends = ends[(ends > 50) & (ends < len(document.units) - 50)]
            if not len(ends):
                ends = np.arange(50, len(document.units) - 50)
            joints.append(self._joint(document, int(self._rng.choice(ends)), 0))
        return joints

    def _article(self) -> list[Joint]:
        rng = self._rng
        which = rng.choice(len(self._files), p=self._share)
        if not self._long[which]:
            return []
        document = self._long[which][rng.choice(len(self._long[which]), p=self._chances[which])]
        span = int(self._gap * rng.uniform(2, self._span))
        begin = int(rng.integers(0, max(1, len(document.units) - span)))
        cuts = self._cuts(document, begin, min(len(document.units), begin + span))
        joints = []
        for cut in cuts:
            joints.append(self._joint(document, cut, begin))
            begin = cut + len(joints[-1][1])
        return joints

    def _cuts(self, document: Document, begin: int, end: int) -> list[int]:
        ends = document.ends[(document.ends > begin + 30) & (document.ends < end - 30)]
        if len(ends) < 2 or self._rng.random() < _ANYWHERE:
            ends = self._rng.integers(begin + 40, max(begin + 41, end - 40), 24)
        cuts: list[int] = []
        for cut in self._rng.permutation(ends).tolist():
            if len(cuts) < self._columns and all(abs(cut - c) >= self._gap for c in cuts):
                cuts.append(cut)
        return sorted(cuts)

    def _joint(self, document: Document, cut: int, least: int) -> Joint:
        begin = max(least, cut - self._reach[0])
        end = min(len(document.units), cut + self._reach[1])
        ends, rng = document.ends, self._rng
        before = ends[(ends > begin) & (ends < cut - 20)]
        after = ends[(ends > cut + 20) & (ends < end)]
        if len(before) and rng.random() < _SHORTER_ABOVE:
            begin = int(rng.choice(before))
        if len(after) and rng.random() < _SHORTER_BELOW:
            end = int(rng.choice(after))
        return document.units[begin:cut], document.units[cut:end]


def _shares(sizes: Iterable[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weights = np.array(list(sizes), float) ** _SIZE_POWER
    return weights / weights.sum()
