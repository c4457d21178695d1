"""Texts that are in order, of documents that no model has seen: how many does `layoutfix.fix` move?

    python bench/ordered.py --corpora ../shared/corpora --texts 20000 --jobs 2

Stretches of documents held out of all models (as in bench/languages.py), verse, laws, drama, lists
of sentences and headlines included, in forms in which text in order comes (`FORMS`). A text is
moved where its fragments come out in another order; each counts, and is told with its language,
form and number, by which it can be made again (`--only 137` prints it).

Exit codes: 0 none was moved, 1 some were, 2 the corpora are not there.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

import layoutfix
from layoutfix.pool import use_one_thread
from layoutfix.script import Script
from layoutfix.synthesis.linebreak import split_units, take_line
from layoutfix.training.ngrams.build import RECIPES
from layoutfix.training.ngrams.corpus import SOURCES, read_documents

SHARES = MappingProxyType(
    {"zh": 0.4, "en": 0.2, "de": 0.1, "fr": 0.08, "ja": 0.06, "ru": 0.05, "es": 0.05, "it": 0.03}
    | {"pt": 0.03}
)
CHARACTERS = MappingProxyType({Script.CJK: (120, 1800), Script.SPACED: (400, 5000)})
"""Least and most characters of a stretch: some five to ninety lines."""
WIDTHS = (20, 100)
"""Least and most half-width cells of a line, about."""
WRONG_SHARE = 0.02
"""Characters read wrongly, of the form that has some."""


class Drawn(NamedTuple):
    """A text of the run: its number, language, form, and the text as it is given to `fix`."""

    number: int
    language: str
    form: str
    text: str


def wrap(
    paragraph: str, width: int, script: Script, indent: int = 0, *, hyphenate: bool = False
) -> list[str]:
    """A paragraph as lines of about so many half-width cells, the first indented by blanks.

    >>> wrap("the boats lay near it", 10, Script.SPACED)
    ['the boats lay', 'near it']
    """
    units, lines = deque(split_units(paragraph, script=script)), list[str]()
    while units:
        room = (width - indent * (not lines)) * _THOUSANDTHS
        line = take_line(units, room, script=script, hyphenate=hyphenate, hang=True)
        lines.append(f"{' ' * indent * (not lines)}{line.text}")
    return lines


_THOUSANDTHS = 500
"""Of an em, a half-width cell: letters have as much in the mean."""


class Setting(NamedTuple):
    """What a form needs: a script, the width of lines in cells, dice."""

    script: Script
    width: int
    rng: np.random.Generator

    def wrap(self, paragraph: str, indent: int = 0, *, hyphenate: bool = False) -> list[str]:
        """As `wrap`, at the setting's width."""
        return wrap(paragraph, self.width, self.script, indent, hyphenate=hyphenate)


def _run_on(paragraphs: Sequence[str], setting: Setting) -> str:
    return "\n".join(line for p in paragraphs for line in setting.wrap(p))


def _indented(paragraphs: Sequence[str], setting: Setting) -> str:
    indent = 4 if setting.script is Script.CJK else int(setting.rng.integers(2, 6))
    return "\n".join(line for p in paragraphs for line in setting.wrap(p, indent))


def _parted(paragraphs: Sequence[str], setting: Setting) -> str:
    return "\n\n".join("\n".join(setting.wrap(p, hyphenate=True)) for p in paragraphs)


def _whole(paragraphs: Sequence[str], setting: Setting) -> str:
    return "\n".join(paragraphs)


def _whole_parted(paragraphs: Sequence[str], setting: Setting) -> str:
    return "\n\n".join(paragraphs)


def _sentences(paragraphs: Sequence[str], setting: Setting) -> str:
    return "\n".join(s for p in paragraphs for s in _SENTENCE_RE.findall(p) if s.strip())


def _double(paragraphs: Sequence[str], setting: Setting) -> str:
    return "\n\n".join(line for p in paragraphs for line in setting.wrap(p))


def _misread(paragraphs: Sequence[str], setting: Setting) -> str:
    letters = list("\n".join(line for p in paragraphs for line in setting.wrap(p)))
    for i in np.flatnonzero(setting.rng.random(len(letters)) < WRONG_SHARE):
        if letters[i].isalnum():
            letters[i] = letters[int(setting.rng.integers(len(letters)))].strip()
    return "".join(letters)


_SENTENCE_RE = re.compile(r".+?(?:[。！？]+[”」』）]?|[.!?]+[\"”»)]?(?=\s|$)|$)")

FORMS: Mapping[str, Callable[[Sequence[str], Setting], str]] = MappingProxyType(
    {
        "lines, paragraphs run on": _run_on,
        "lines, first ones indented": _indented,
        "lines, broken words, blank line between paragraphs": _parted,
        "a paragraph a line": _whole,
        "a paragraph a line, blank lines": _whole_parted,
        "a sentence a line": _sentences,
        "lines, a blank line behind each": _double,
        "lines, characters read wrongly": _misread,
    }
)


@cache
def _documents(corpora: Path, language: str) -> list[list[str]]:
    """The paragraphs of each document that is held out."""
    return [
        document.split("\n")
        for source in SOURCES[language]
        for document in read_documents(corpora, source, "held-out")
    ]


def draw(corpora: Path, seed: int, number: int) -> Drawn:
    """Text `number` of a run: the same whatever else is drawn."""
    rng = np.random.default_rng([seed, number])
    language = str(rng.choice(list(SHARES), p=list(SHARES.values())))
    form = list(FORMS)[number % len(FORMS)]
    script = Script.CJK if RECIPES[language].unit == "char" else Script.SPACED
    documents = _documents(corpora, language)
    wanted, found = int(rng.integers(*CHARACTERS[script])), list[str]()
    while sum(map(len, found)) < wanted:  # short documents stand below one another
        document = documents[int(rng.integers(len(documents)))]
        start = int(rng.integers(max(len(document) - 2, 1)))
        for paragraph in document[start:]:
            found.append(paragraph[: wanted - sum(map(len, found))])
            if sum(map(len, found)) >= wanted:
                break
    setting = Setting(script, int(rng.integers(*WIDTHS)), rng)
    return Drawn(number, language, form, FORMS[form]([p for p in found if p], setting) + "\n")


_RUN: dict[str, tuple[Path, int]] = {}


def _start(corpora: Path, seed: int) -> None:
    use_one_thread()
    _RUN["drawn"] = corpora, seed


def is_moved(number: int) -> Drawn | None:
    """The text where `fix` puts it into another order; its text is left away."""
    drawn = draw(*_RUN["drawn"], number)
    order = layoutfix.fix(drawn.text).order
    return None if list(order) == sorted(order) else drawn._replace(text="")


def main() -> int:
    """Draw, fix, count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="print this text")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"There is no folder {options.corpora}: pass --corpora.", file=sys.stderr)
        return 2
    if options.only is not None:
        print(draw(options.corpora, options.seed, options.only).text, end="")
        return 0
    moved: list[Drawn] = []
    start = (options.corpora, options.seed)
    with multiprocessing.Pool(options.jobs, _start, start) as pool:
        for k, found in enumerate(pool.imap(is_moved, range(options.texts), chunksize=20), 1):
            if found is not None:
                moved.append(found)
                print(f"moved: {found.number} {found.language}, {found.form}", flush=True)
            if k % _SAID_EVERY == 0:
                print(f"{k:,} texts, {len(moved)} moved", file=sys.stderr, flush=True)
    for form, count in Counter(each.form for each in moved).most_common():
        print(f"{count:4}  {form}")
    print(f"{len(moved)} of {options.texts:,} ordered texts moved")
    return 1 if moved else 0


_SAID_EVERY = 1000


if __name__ == "__main__":
    sys.exit(main())
