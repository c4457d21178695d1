"""Pages of lines as narrow columns break running text, with an engine's errors: text only.

What the encoder meets at work: the lines of one to four articles on one page, mostly of one width,
columns that begin inside a paragraph, broken words, wrong and lost characters, a line cut a few
characters too early, or too late so that a piece of another column stands at its end or start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.chardata import NO_LINE_START, codes_to_widths, text_to_codes
from layoutfix.script import Script
from layoutfix.training.encoder.texts import Document, File

LINES = 96
"""Lines of a page, at most."""
LEAST_LINES = 20
_ARTICLES = (0.35, 0.3, 0.2, 0.15)
"""Share of pages with one article, two, three, four."""
_SAME_WIDTH, _SAME_FILE, _MID_PARAGRAPH, _NOISY, _TYPESET = 0.7, 0.8, 0.5, 0.6, 0.5
_CUT_WRONG, _CUT_LATE, _LOST = 0.08, 0.4, 0.2
"""Share of lines that are cut wrongly, of these too late; of wrong characters that are lost."""
_MOST_CUT_CJK, _MOST_CUT = 3, 1
"""Characters, or words, by which a line is cut wrongly, at most."""
_MOST_ERRORS_CJK, _MOST_ERRORS = 0.08, 0.03
_LEAST_RUN, _MOST_TRIES = 8, 40
_LETTER, _SPACE, _HYPHEN = 0.98, 0.55, 1.6
"""Mean printed widths, in half-width cells."""
_LEAST_WORD, _LEAST_BEFORE, _LEAST_AFTER, _HYPHENATED = 6, 2, 3, 0.7


@dataclass(frozen=True, slots=True)
class TextPage:
    """n lines; `followed` (n,) whether the next one of the page goes on from each.

    The first lines of articles follow nothing.
    """

    lines: list[str]
    followed: np.ndarray[tuple[int], np.dtype[np.bool_]]


class PageDrawer:
    """Draws pages of the documents of some files; `widths` of columns, in half-width cells."""

    def __init__(
        self, files: Sequence[File], widths: tuple[float, float], *, script: Script, seed: int
    ) -> None:
        self._files = files
        self._widths = widths
        self._script = script
        self._rng = np.random.default_rng(seed)
        self._of_language = {
            language: [file for file in files if file.language == language]
            for language in {file.language for file in files}
        }
        self._within_language = {
            language: _running([file.share for file in own])
            for language, own in self._of_language.items()
        }
        self._of_file = _running([file.share for file in files])
        self._of_document = {
            id(file): _running([sum(map(len, d)) for d in file.documents]) for file in files
        }

    def draw(self) -> TextPage:
        """One page of at least LEAST_LINES lines, unless all text is shorter."""
        for _ in range(_MOST_TRIES):
            lines, followed = self._page()
            if len(lines) >= LEAST_LINES:
                break
        return TextPage(self._damage(lines), np.array(followed, np.bool_))

    def _page(self) -> tuple[list[str], list[bool]]:
        rng = self._rng
        file = self._files[_pick(self._of_file, rng)]
        others, shares = self._of_language[file.language], self._within_language[file.language]
        width, typeset = self._width(), bool(rng.random() < _TYPESET)
        articles = 1 + int(rng.choice(len(_ARTICLES), p=_ARTICLES))
        cuts = np.sort(rng.integers(_LEAST_RUN, LINES - _LEAST_RUN, articles - 1))
        lines: list[str] = []
        followed: list[bool] = []
        for wanted in np.diff([0, *cuts.tolist(), LINES]).tolist():
            own = width if rng.random() < _SAME_WIDTH else self._width()
            source = file if rng.random() < _SAME_FILE else others[_pick(shares, rng)]
            self._run(source, own, wanted, typeset, lines, followed)
        return lines, followed

    def _width(self) -> float:
        """Of a column: narrow ones are as common as wide ones (uniform in the logarithm)."""
        least, most = self._widths
        return float(least * (most / least) ** self._rng.random())

    def _run(
        self,
        file: File,
        width: float,
        wanted: int,
        typeset: bool,
        lines: list[str],
        followed: list[bool],
    ) -> None:
        """Append `wanted` lines of a document, or of several where they are short."""
        end = len(lines) + wanted
        for _ in range(_MOST_TRIES):
            if len(lines) >= end:
                break
            document = file.documents[_pick(self._of_document[id(file)], self._rng)]
            found = self._lines(document, width, end - len(lines), typeset)
            lines += found
            followed += [k < len(found) - 1 for k in range(len(found))]

    def _lines(self, document: Document, width: float, wanted: int, typeset: bool) -> list[str]:
        rng = self._rng
        at = int(rng.integers(len(document)))
        text = document[at]
        if rng.random() < _MID_PARAGRAPH:
            begin = int(rng.integers(len(text)))
            text = text[begin:] if self._script is Script.CJK else text[text.find(" ", begin) + 1 :]
        found: list[str] = []
        while len(found) < wanted:
            if self._script is Script.CJK:
                found += wrap_characters(text, width, typeset=typeset)
            else:
                found += wrap_words(text, width, rng if typeset else None)
            at += 1
            if at == len(document):
                break
            text = document[at]
        return found[:wanted]

    def _damage(self, lines: list[str]) -> list[str]:
        rng = self._rng
        most = _MOST_ERRORS_CJK if self._script is Script.CJK else _MOST_ERRORS
        if rng.random() < _NOISY:
            lines = _misread(lines, rng.uniform(0, most), rng)
        space, reach = ("", _MOST_CUT_CJK) if self._script is Script.CJK else (" ", _MOST_CUT)
        cut = np.flatnonzero(rng.random(len(lines)) < _CUT_WRONG)
        whole = list(lines)
        for i in cut.tolist():
            units = _to_units(whole[i], script=self._script)
            other = _to_units(whole[int(rng.integers(len(whole)))], script=self._script)
            count, at_end = 1 + int(rng.integers(reach)), rng.random() < 0.5
            if rng.random() < _CUT_LATE:
                kept = [*units, *other[:count]] if at_end else [*other[-count:], *units]
            else:
                kept = units[:-count] if at_end else units[count:]
            lines[i] = space.join(kept) or lines[i]
        return lines


def _to_units(line: str, *, script: Script) -> list[str]:
    return list(line) if script is Script.CJK else line.split(" ")


def wrap_characters(text: str, width: float, *, typeset: bool) -> list[str]:
    """Lines of so many half-width cells; none begins with a closing mark.

    typeset  such a mark hangs at the end of the line, and there are no spaces; otherwise the
             character before it goes to the next line as well

    >>> wrap_characters("山上的雪化了，河水涨了。", 12, typeset=True)
    ['山上的雪化了，', '河水涨了。']
    """
    text = text.replace(" ", "") if typeset else text
    cells = np.concatenate(
        [[0.0], np.cumsum(codes_to_widths(text_to_codes(text), script=Script.CJK))]
    )
    lines, at = [], 0
    while at < len(text):
        stop = int(np.searchsorted(cells, cells[at] + width, side="right")) - 1
        stop = min(max(stop, at + 1), len(text))
        if at + 2 < stop < len(text) and text[stop] in NO_LINE_START:
            stop += 1 if typeset else -1
        lines.append(text[at:stop].strip())
        at = stop
    return [line for line in lines if line]


def wrap_words(text: str, width: float, rng: np.random.Generator | None) -> list[str]:
    """Lines of about so many half-width cells; with `rng`, long words are broken by a hyphen.

    >>> wrap_words("the old bridge over the river", 16, None)
    ['the old bridge', 'over the river']
    """
    lines: list[str] = []
    line, used = "", 0.0
    for word in text.split():
        left = word
        while left:
            cells = len(left) * _LETTER + (_SPACE if line else 0.0)
            if used + cells <= width or not line:
                line, used, left = f"{line} {left}".strip(), used + cells, ""
                continue
            if rng is not None and (cut := _hyphen(left, width - used - _HYPHEN, rng)):
                line, left = f"{line} {left[:cut]}-", left[cut:]
            lines.append(line)
            line, used = "", 0.0
    return [*lines, line] if line else lines


def _hyphen(word: str, room: float, rng: np.random.Generator) -> int:
    """Where a word is broken: anywhere that leaves enough on both sides; 0 for nowhere."""
    most = min(int(room), len(word) - _LEAST_AFTER)
    if len(word) < _LEAST_WORD or not word.isalpha() or most < _LEAST_BEFORE:
        return 0
    return int(rng.integers(_LEAST_BEFORE, most + 1)) if rng.random() < _HYPHENATED else 0


def _misread(lines: list[str], rate: float, rng: np.random.Generator) -> list[str]:
    """Characters become others of the page, a fifth of them are lost."""
    pool = "".join(lines)
    read = []
    for line in lines:
        chars = list(line)
        for at in np.flatnonzero(rng.random(len(line)) < rate).tolist():
            if chars[at] != " ":
                lost = rng.random() < _LOST
                chars[at] = "" if lost else pool[int(rng.integers(len(pool)))]
        read.append("".join(chars).strip() or line)
    return read


def _running(weights: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    total = np.cumsum(np.array(weights, np.float64))
    return total / total[-1]


def _pick(running: np.ndarray[tuple[int], np.dtype[np.float64]], rng: np.random.Generator) -> int:
    return min(int(np.searchsorted(running, rng.random())), len(running) - 1)
