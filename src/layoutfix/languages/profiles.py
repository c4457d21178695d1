"""How often each run of three letters occurs in each language: what detection compares.

Three letters, not words: rows that were fused, words run together by OCR and broken at line ends
still have them. Counted by `tools/count_profiles.py`; what stands between words counts as a letter,
so that `the` is seen as _th, the, he_. Letters are folded to lower case, ſ to s; all else parts
words.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Floats
from layoutfix.chardata import Codes, text_to_codes
from layoutfix.ngrams import Installed, ModelError, load
from layoutfix.ngrams.files import pack_file, read_file
from layoutfix.ngrams.units import BREAK, WordUnits
from layoutfix.shipped import shipped

Keys = npt.NDArray[np.uint32]
Letters = npt.NDArray[np.uint8]

LETTERS = (
    "abcdefghijklmnopqrstuvwxyz"
    "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿāăąćĉčďđēėęěĝğģĥįıĵķļłńņňőœŕřśŝşšţťūŭůűųźżžơưșț"
    "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    "абвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџґѣѳѵ"
)
"""A letter's number is its place here, from 1; 0 is what stands between words."""

FLOOR = -11.5
"""Log probability of a run that a profile does not have: it bounds the veto of one OCR error."""
STEP = 0.05
"""Precision of the stored log probabilities."""
PATH = shipped("languages", "profiles.lfng")


@dataclass(frozen=True, slots=True)
class Profiles:
    """codes (L,); keys uint32 (m,), sorted: runs of three letters; log_probs (m, L) of each.

    letters, float32 (256,): log probability of single letters over all languages, for comparison
    with letters in no order at all.
    """

    codes: tuple[str, ...]
    keys: Keys
    log_probs: Floats
    letters: Floats


def fold_codes(codes: Codes) -> Letters:
    """Numbers of letters (n + 2,), 0 before, after and between words."""
    folded = np.zeros(len(codes) + 2, np.uint8)
    folded[1:-1] = _build_fold_table()[np.minimum(codes, 0xFFFF)]
    return folded


def trigram_keys(letters: Letters) -> Keys:
    """The runs of three, (k,): those with a letter in the middle."""
    return _pack(letters)[letters[1:-1] > 0]


def _pack(letters: Letters) -> Keys:
    wide = letters.astype(np.uint32)
    packed: Keys = wide[:-2] << np.uint32(16) | wide[1:-1] << np.uint32(8) | wide[2:]
    return packed


@cache
def _build_fold_table() -> Letters:
    table = np.zeros(0x10000, np.uint8)
    for k, letter in enumerate(LETTERS, start=1):
        table[ord(letter)] = k
        if len(letter.upper()) == 1:
            table[ord(letter.upper())] = k
    for old, new in (("ſ", "s"), ("ﬁ", "i"), ("ﬂ", "l"), ("’", ""), ("ẞ", "ß")):
        table[ord(old)] = LETTERS.index(new) + 1 if new else 0
    return table


def pack_profiles(profiles: Profiles) -> bytes:
    """The bytes of the file; the same profiles give the same bytes."""
    steps = np.round((profiles.log_probs - FLOOR) / STEP)
    table = np.ascontiguousarray(np.clip(steps, 0, 255).astype(np.uint8).T)
    arrays: dict[str, npt.NDArray[Any]] = {
        "keys": _squeeze(np.diff(profiles.keys, prepend=np.uint32(0)).astype("<u4")),
        "log_probs": _squeeze(table),
        "letters": profiles.letters.astype(np.float16),
    }
    return pack_file({"codes": list(profiles.codes), "letters": LETTERS}, arrays)


def _squeeze(array: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(zlib.compress(array.tobytes(), 9), np.uint8)


@cache
def load_profiles() -> Profiles:
    """The profiles that are shipped. The last row of `log_probs` is for runs not among `keys`."""
    header, arrays = read_file(PATH)
    codes = tuple(header["codes"])
    keys = np.frombuffer(zlib.decompress(arrays["keys"].tobytes()), "<u4")
    steps = np.frombuffer(zlib.decompress(arrays["log_probs"].tobytes()), np.uint8)
    table = np.zeros((len(keys) + 1, len(codes)), np.float32)
    table[:-1] = steps.reshape(len(codes), -1).T
    return Profiles(
        codes,
        np.cumsum(keys, dtype=np.uint32),
        table * np.float32(STEP) + np.float32(FLOOR),
        arrays["letters"].astype(np.float32),
    )


@lru_cache(maxsize=64)
def profile_of_model(installed: Installed) -> Floats | None:
    """A column of `log_probs` from the vocabulary of a model that has no profile, (m + 1,).

    None where its units are not words, or where it cannot be loaded: that is said when it is
    asked for. Runs that no shipped profile has are left out. 60 ms, once.
    """
    try:
        model = load(installed.code)
    except ModelError:
        return None
    if not isinstance(model.units, WordUnits):
        return None
    profiles = load_profiles()
    words = [w for w, unit in model.units.vocabulary.items() if unit > BREAK and w.isalpha()]
    units = [model.units.vocabulary[w] for w in words]
    letters = fold_codes(text_to_codes(" ".join(words)))
    inside = letters[1:-1] > 0
    word_of = np.repeat(np.arange(len(words)), [len(w) + 1 for w in words])[:-1][inside]
    keys = trigram_keys(letters)
    shares = np.exp(model.ngrams.log_probs[units].astype(np.float64))[word_of]
    at = np.minimum(np.searchsorted(profiles.keys, keys), len(profiles.keys) - 1)
    rows = np.where(profiles.keys[at] == keys, at, len(profiles.keys))
    mass = np.bincount(rows, weights=shares, minlength=len(profiles.keys) + 1)
    if not shares.size:
        return None
    mass[-1] = 0.0
    log_probs: Floats = np.log(np.maximum(mass / shares.sum(), np.exp(FLOOR))).astype(np.float32)
    return log_probs
