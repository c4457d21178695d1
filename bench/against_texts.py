"""The texts that `against.py` times, by group: pages, long texts, texts to be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

import dev_pages
from layoutfix import synthesis
from layoutfix.synthesis.suites import ENGINE_DAMAGES, draw_newspaper
from quality import ROOT, articles

DUMP = ROOT / "fixtures" / "dumps" / "zh-lines-in-turn.txt"
DEV_GROUPS = {
    "simple zh": ("simple zh-Hans", "rapidocr"),
    "simple en": ("simple en", "rapidocr"),
    "typeset zh": ("typeset zh-Hans", "rapidocr"),
    "typeset en": ("typeset en", "rapidocr"),
    "gazette de": ("real-reichsanzeiger de", "rowmajor"),
}
NEWSPAPER_LINES = range(200, 501)
NEWSPAPER_COLUMNS = (3, 4, 5, 6)
LONG, LONG_LINES = "5,000 lines", 5000
REPAIR_CHARACTERS = 100_000
DAMAGED = synthesis.Damage(
    layout="columns", cjk_spaces=0.1, halfwidth=0.3, blank_rows=0.05, lost_spaces=0.02
)
"""What `repair` mends, on lines that stand in their order."""


@dataclass(frozen=True, slots=True)
class Group:
    """Texts of a kind.

    work       what is timed: "fix" or "repair"
    select     so many of its texts
    wanted     how many times as fast it is to be: compiled, pure
    """

    work: str
    select: Callable[[int], Sequence[str]]
    wanted: tuple[float, float]


def dev_dumps(label: str, engine: str, pages: int) -> list[str]:
    """Dumps of the development pages, spread over their group; none where these are not there."""
    if not dev_pages.DEV.is_dir():
        return []
    tasks = dev_pages.select_tasks(label, engine, sees_page=False, limit=None)
    return [dev_pages.dump_of(dev_pages.read_page(p), e) for p, e in spread(tasks, pages)]


def columns_in_order(pages: int) -> list[str]:
    """Fixture articles set in one column, line by line, as they are read."""
    style = synthesis.PageStyle(columns=(1,), across=False)
    found = []
    for path in spread(articles(), pages):
        rng = np.random.default_rng(0)
        page = synthesis.set_page([synthesis.read_article(path)], style, rng)
        found.append(synthesis.scramble(page, synthesis.Damage(layout="columns"), rng).dump)
    return found


def newspapers(pages: int) -> list[str]:
    """Pages of 200 to 500 lines in 3 to 6 columns, as RapidOCR reads them: Chinese, English."""
    found = []
    for k in range(pages):
        rng = np.random.default_rng(k)
        language = ("zh", "en")[k % 2]
        paths = [p for p in articles() if p.name.startswith(language)]
        style = draw_newspaper(rng, 1)
        columns = NEWSPAPER_COLUMNS[k % len(NEWSPAPER_COLUMNS)]
        found.append(_newspaper(paths[k % len(paths) :] + paths, columns, style, rng))
    return found


def _newspaper(
    paths: Sequence[Path], columns: int, style: synthesis.PageStyle, rng: np.random.Generator
) -> str:
    """Articles, one below the other, until there are lines enough."""
    for count in range(1, len(paths) + 1):
        chosen = [synthesis.read_article(path) for path in paths[:count]]
        page = synthesis.set_page(chosen, replace(style, columns=(columns,) * count), rng)
        if len(page.lines) in NEWSPAPER_LINES:
            damage = ENGINE_DAMAGES["rapidocr"]
            return synthesis.scramble(page, damage, rng).dump
    raise ValueError("no number of articles makes such a page")


def lines_in_turn(count: int) -> str:
    """Lines of two columns in turn, repeated to a length, without marks of pages."""
    lines = DUMP.read_text(encoding="utf-8").splitlines()
    return "\n".join(islice(cycle(lines), count))


def clean_texts(pages: int) -> list[str]:
    """Long texts that need no mending."""
    return [_repeat(path.read_text(encoding="utf-8")) for path in spread(articles(), pages)]


def damaged_texts(pages: int) -> list[str]:
    """Long texts with blanks, marks and breaks that are to be mended."""
    found = []
    for k, path in enumerate(spread(articles(), pages)):
        rng = np.random.default_rng(k)
        style = synthesis.PageStyle(columns=(1,), hyphenate=True)
        page = synthesis.set_page([synthesis.read_article(path)], style, rng)
        found.append(_repeat(synthesis.scramble(page, DAMAGED, rng).dump))
    return found


def _repeat(text: str) -> str:
    return "\n\n".join([text.strip("\n")] * (REPAIR_CHARACTERS // len(text) + 1)) + "\n"


def spread(found: Sequence[Any], count: int) -> Sequence[Any]:
    """At most so many, spread over all."""
    return found[:: max(len(found) // count, 1)][:count]


def mixed_pages(count: int) -> list[str]:
    """Pages of all kinds, in no order, again and again until there are so many."""
    groups = [group for name, group in text_groups() if group.work == "fix" and name != LONG]
    pages = [text for group in groups for text in group.select(12)]
    order = np.random.default_rng(0).permutation(count) % len(pages)
    return [pages[k] for k in order]


def text_groups() -> Iterator[tuple[str, Group]]:
    """All groups by name, in the order in which they are timed."""
    for name, (label, engine) in DEV_GROUPS.items():
        wanted = 12.0 if name.startswith("gazette") else 8.0
        yield name, Group("fix", partial(dev_dumps, label, engine), (wanted, 2.5))
    yield "newspaper", Group("fix", newspapers, (12.0, 2.5))
    yield "in order", Group("fix", columns_in_order, (6.0, 2.5))
    yield LONG, Group("fix", lambda _: [lines_in_turn(LONG_LINES)], (8.0, 2.5))
    yield "repair clean", Group("repair", clean_texts, (4.0, 2.5))
    yield "repair damaged", Group("repair", damaged_texts, (4.0, 2.5))
