"""Count three-letter runs of each language and write the profiles that detection compares.

    pip download --no-deps langdetect==1.0.9 && tar xzf langdetect-1.0.9.tar.gz
    python tools/count_profiles.py --corpora ../shared/corpora \
        --langdetect langdetect-1.0.9/langdetect/profiles --out src/layoutfix/data/languages/

Languages of the corpora folder are counted there; the neighbours that they must not be taken for
come from the counts of the package langdetect (Apache-2.0, abstracts of Wikipedia), Latin from
a text of our own. The same input gives the same bytes. 20 s.
"""

from __future__ import annotations

import argparse
import json
import lzma
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np

from layoutfix.chardata import text_to_codes
from layoutfix.languages.profiles import (
    FLOOR,
    LETTERS,
    Profiles,
    fold_codes,
    pack_profiles,
    trigram_keys,
)

CORPORA = {
    "en": ("18f_blog", "bbc_2004_2005", "classic_books_pd", "eltec_eng_novels"),
    "de": ("bundestag_plpr", "eltec_deu_novels", "gesetze_laws"),
    "fr": ("codes_laws", "eltec_fra_novels"),
    "es": ("eltec_spa_novels", "uruguay_laws", "nltk_conll2002_efe2000"),
    "it": ("eltec_ita_novels",),
    "pt": ("eltec_por_novels", "nltk_mac_morpho_folha1994"),
    "ru": ("eltec_rus_novels", "factrueval2016_news", "rusdracor_drama"),
}
NEIGHBOURS = ("af", "bg", "ca", "cs", "da", "fi", "hr", "hu", "id", "mk", "nl", "no", "pl")
OTHERS = ("ro", "sk", "sl", "sv", "tr", "uk", "vi")
OWN = ("la",)
CHARACTERS = 4_000_000
"""Of each file, from its start."""
PACKAGE_SHARE = 0.3
"""What the package's counts (modern, encyclopedic) weigh beside those of the corpora."""
FUSED_SHARE = 0.25
"""How much of the text counts as if OCR had lost its spaces."""
BARE_SHARE = 0.15
"""How much of the text counts as if OCR had lost its accents."""


def main() -> None:
    """Count, prune and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--langdetect", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kept", type=int, default=3000, help="trigrams kept of each language")
    options = parser.parse_args()
    counts: dict[str, Counter[int]] = {}
    for code, names in CORPORA.items():
        own = Counter[int]()
        for name in names:
            with lzma.open(options.corpora / code / f"{name}.txt.xz", "rt", encoding="utf-8") as f:
                text = f.read(CHARACTERS)
            own += _blend(_count_text(text), _count_text("".join(text.split())), FUSED_SHARE)
        counts[code] = _blend(own, _count_package(options.langdetect / code), PACKAGE_SHARE)
    for code in NEIGHBOURS + OTHERS:
        counts[code] = _count_package(options.langdetect / code)
    for code in OWN:
        counts[code] = _count_text((Path(__file__).parent / "profiles" / f"{code}.txt").read_text())
    profiles = _make(counts, options.kept)
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "profiles.lfng"
    print(
        f"{path}: {path.write_bytes(pack_profiles(profiles)):,} bytes,"
        f" {len(profiles.keys):,} trigrams of {len(profiles.codes)} languages"
    )


def _count_text(text: str) -> Counter[int]:
    keys, times = np.unique(trigram_keys(fold_codes(text_to_codes(text))), return_counts=True)
    return Counter(dict(zip(keys.tolist(), times.tolist(), strict=True)))


def _count_package(path: Path) -> Counter[int]:
    found = Counter[int]()
    for gram, times in json.loads(path.read_text(encoding="utf-8"))["freq"].items():
        if len(gram) == 3:
            folded = fold_codes(text_to_codes(gram))[1:-1]  # without the ends that it adds
            for key in trigram_keys(folded).tolist():
                found[key] += times
    return found


def _shares(counts: Counter[int]) -> Counter[int]:
    """The counts as shares of a billion, so that files of any size weigh alike."""
    total = counts.total()
    return Counter({key: round(1e9 * times / total) for key, times in counts.items()})


def _blend(first: Counter[int], second: Counter[int], share: float) -> Counter[int]:
    """Both in one; share: of the second."""
    first, second = _shares(first), _shares(second)
    return Counter(
        {
            key: round((1 - share) * first[key] + share * second[key])
            for key in first.keys() | second.keys()
        }
    )


def _blur(counts: Counter[int]) -> Counter[int]:
    """Counts as OCR leaves them: accents are lost in a share of the text."""
    bare = np.arange(256)
    for k, letter in enumerate(LETTERS):
        plain = ACCENTS.get(letter)
        if plain:
            bare[k + 1] = LETTERS.index(plain) + 1
    made = Counter[int]()
    for key, times in _shares(counts).items():
        parts = [key >> 16, key >> 8 & 255, key & 255]
        other = [int(bare[p]) for p in parts]
        changed = other[0] << 16 | other[1] << 8 | other[2]
        lost = round(BARE_SHARE * times) if changed != key else 0
        made[key] += times - lost
        made[changed] += lost
    return made


def _bare() -> dict[str, str]:
    found = {}
    for letter in LETTERS:
        plain = unicodedata.normalize("NFD", letter)[0]
        if plain != letter and plain in LETTERS and plain.isascii():
            found[letter] = plain
    return found | {"ß": "b", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o"}


ACCENTS = _bare()


def _make(counts: dict[str, Counter[int]], kept: int) -> Profiles:
    logs: dict[str, dict[int, float]] = {}
    for code, raw in counts.items():
        blurred = _blur(raw)
        total = blurred.total()
        best = sorted(blurred.items(), key=lambda item: (-item[1], item[0]))[:kept]
        logs[code] = {
            key: float(np.log(times / total))
            for key, times in best
            if np.log(times / total) > FLOOR
        }
    codes = tuple(sorted(logs))
    keys = np.array(sorted({key for found in logs.values() for key in found}), np.uint32)
    table = np.full((len(keys), len(codes)), FLOOR, np.float32)
    for column, code in enumerate(codes):
        for row, key in enumerate(keys.tolist()):
            table[row, column] = logs[code].get(key, FLOOR)
    letters = np.zeros(256)
    for raw in counts.values():
        total = raw.total()
        for key, times in raw.items():
            for part in (key >> 16, key >> 8 & 255, key & 255):
                letters[part] += times / total
    letters = np.log(np.maximum(letters, 1e-9) / letters.sum())
    return Profiles(codes, keys, table, np.maximum(letters, -9.0).astype(np.float32))


if __name__ == "__main__":
    main()
