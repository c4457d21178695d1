"""What engines read for what was printed: the measured tables, by script and engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from opencc import OpenCC

from layoutfix.chardata import HAN_RE
from layoutfix.errors import InputError
from layoutfix.script import Script

DATA = Path(__file__).parents[1] / "data" / "confusions"
ENGINES = ("rapidocr", "tess6")
LEAST_TRADITIONAL_SHARE = 0.1
"""Share of the Han characters with a simplified form from which on a text is traditional."""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """For what a character is taken, each with the chance that it is; "" where it is dropped."""

    taken_for: tuple[str, ...]
    chances: tuple[float, ...]

    def read(self, char: str, rng: np.random.Generator) -> str:
        """The character as the engine reads it. Draws one number."""
        at = float(rng.random())
        for taken, chance in zip(self.taken_for, self.chances, strict=True):
            at -= chance
            if at < 0:
                return taken
        return char


@cache
def load_confusions(script: str, engine: str) -> dict[str, Mistakes]:
    """The table of a script (`hans`, `hant`, `latin`) and an engine. Do not change it.

    The files have a head of `#` lines that says what they were measured from, then rows of engine,
    printed, times printed, read, times read so (tools/measure_confusions.py).

    >>> load_confusions("hans", "tess6")["："].taken_for[0]
    ':'
    """
    rows: dict[str, list[tuple[str, float]]] = {}
    for line in (DATA / f"{script}.tsv").read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("# "):
            continue
        of, printed, seen, read, count = line.split("\t")
        if of == engine:
            rows.setdefault(printed, []).append((read, int(count) / int(seen)))
    if not rows:
        raise InputError(f"There is no table of {engine!r}: choose one of {', '.join(ENGINES)}.")
    return {c: Mistakes(*map(tuple, zip(*found, strict=True))) for c, found in rows.items()}


def find_script(text: str, *, script: Script) -> str:
    """Which table a text needs.

    >>> [find_script(text, script=Script.CJK) for text in ("東門外的渡船", "东门外的渡船")]
    ['hant', 'hans']
    """
    if script is Script.SPACED:
        return "latin"
    han = "".join(HAN_RE.findall(text))
    changed = sum(a != b for a, b in zip(han, _simplify(han), strict=False))
    return "hant" if changed > LEAST_TRADITIONAL_SHARE * len(han) else "hans"


def _simplify(text: str) -> str:
    simple: str = OpenCC("t2s").convert(text)
    return simple
