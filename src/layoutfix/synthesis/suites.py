"""Pages by name: presets of fixed style, and suites whose every page is set differently."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from layoutfix.errors import InputError
from layoutfix.script import Script
from layoutfix.synthesis.article import Article
from layoutfix.synthesis.damage import Damage, Scrambled
from layoutfix.synthesis.draw import chance, integer, pick
from layoutfix.synthesis.page import Page, PageStyle
from layoutfix.synthesis.presets import presets
from layoutfix.synthesis.scramble import scramble
from layoutfix.synthesis.typeset import set_page

StyleDrawer = Callable[[np.random.Generator, int], PageStyle]

DamageDrawer = Callable[[np.random.Generator, PageStyle, Script], Damage]
"""From random numbers, the style, and whether the page is Chinese or Japanese."""

ENGINE_DAMAGES: dict[str, Damage] = {
    "rapidocr": Damage(
        layout="interleaved",
        jitter_rows=0.03,
        fused=0.02,
        confusions="rapidocr",
        wrong_chars=0.001,
        lost_lines=0.01,
        split_words=0.3,
        lost_spaces=0.01,
    ),
    "tess6": Damage(
        layout="rows",
        glue="psm6",
        blank_rows=0.05,
        confusions="tess6",
        wrong_chars=0.001,
        lost_lines=0.005,
        cjk_spaces=0.01,
    ),
    "pdfcollapsed": Damage(layout="rows", glue="space"),
    "pdflayout": Damage(layout="rows", glue="gutter"),
}
"""What engines without eyes for columns do to a page, as seen on the dev pages: their names."""

FUSING_GUTTER_EM = 1.0
"""RapidOCR fuses neighbours across gutters up to this; on dev pages 2 % of them across others."""

FUSED = (0.1, 0.25, 0.5)
"""Share of the neighbours fused there; it differs much from page to page."""

LOST_CHINESE_LINES = {"rapidocr": 0.03, "tess6": 0.06}
"""Share of the lines of Chinese pages that engines lose; their ceilings on dev pages say so."""

ARTICLES = (1, 1, 1, 1, 1, 2, 2, 3)
COLUMNS = (2, 2, 2, 2, 3, 3, 3, 4, 5, 6)
"""Articles of a page, columns of its first one: about as often as on the 27 typeset dev pages."""

MOST_COLUMNS = 6
GUTTERS_EM = (0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.25)
SIMPLE_GUTTERS_EM = (1.75, 2.0, 2.0)
KEPT_ON_PAGES = 0.5
YEARS = (1921, 2019)


@dataclass(frozen=True, slots=True)
class Suite:
    """How pages are made.

    articles  how many articles a page has: one of these is picked
    style     draws the style of a page with so many articles
    damage    draws what is done to a page of that style
    kept      share of the sub-headings, captions and boxes that stay in the articles
    """

    articles: tuple[int, ...]
    style: StyleDrawer
    damage: DamageDrawer
    kept: float = 1.0


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page of a suite, its dump, what was done to it, and the numbers of its articles."""

    page: Page
    scrambled: Scrambled
    damage: Damage
    articles: tuple[int, ...]


def suites() -> dict[str, Suite]:
    """All presets, each one article a page, and for each engine `page-` and `simple-`.

    `page-rapidocr` and its like are newspaper pages of one to three articles, each in its own
    number of columns; `simple-rapidocr` and its like have one article in two to four.

    >>> [name for name in suites() if name.endswith("-tess6")]
    ['page-tess6', 'simple-tess6']
    """
    found = {name: _fixed(style, damage) for name, (style, damage) in presets().items()}
    for engine in ENGINE_DAMAGES:
        draw = _damage_of(engine)
        found[f"page-{engine}"] = Suite(ARTICLES, draw_newspaper, draw, KEPT_ON_PAGES)
    for engine in ENGINE_DAMAGES:
        found[f"simple-{engine}"] = Suite((1,), draw_simple, _damage_of(engine), 0.0)
    return found


def scramble_articles(
    articles: Sequence[Article], suite: Suite, rng: np.random.Generator
) -> MadePage:
    """A page and its dump: the first article, and as many of the others as the suite draws.

    The others must be in the first one's script; those that are not are left out. Raises InputError
    without articles.
    """
    if not articles:
        raise InputError("A page needs at least one article.")
    rest = [k for k, a in enumerate(articles) if k and a.script is articles[0].script]
    wanted = min(pick(rng, suite.articles), 1 + len(rest))
    chosen = [0]
    while len(chosen) < wanted:
        chosen.append(rest.pop(integer(rng, 0, len(rest) - 1)))
    style = suite.style(rng, wanted)
    thinned = [_thin_out(articles[k], suite.kept, rng) for k in chosen]
    page = set_page(thinned, style, rng)
    damage = suite.damage(rng, style, page.script)
    return MadePage(page, scramble(page, damage, rng), damage, tuple(chosen))


def _thin_out(article: Article, kept: float, rng: np.random.Generator) -> Article:
    """The article with a share of its sub-headings, captions and boxes, all of its paragraphs."""
    drawn = [(block, chance(rng, kept)) for block in article.blocks]
    stay = tuple(block for block, stays in drawn if stays or block.kind == "body")
    return replace(article, blocks=stay)


def page_rng(seed: int, article: str, suite: str) -> np.random.Generator:
    """The generator of a page: of its own for every article and suite, the same everywhere."""
    key = hashlib.sha256(f"{seed}/{article}/{suite}".encode()).digest()
    return np.random.default_rng(int.from_bytes(key[:8], "little"))


def make_truth(made: MadePage, *, name: str, seed: int, articles: Sequence[str]) -> dict[str, Any]:
    """The truth of a page as plain data, in the format that docs/evaluation.md documents.

    Beside what `Scrambled.to_dict` has: preset and seed that make the page again, the names of its
    articles, their columns, the damage, and the numbers of the lines in which a word is broken.
    """
    return {
        "preset": name,
        "seed": seed,
        "articles": list(articles),
        "columns": list(made.page.columns),
        "damage": asdict(made.damage),
        **made.scrambled.to_dict(),
        "hyphenated": [k for k, line in enumerate(made.page.lines) if line.hyphenated],
    }


def draw_newspaper(rng: np.random.Generator, articles: int) -> PageStyle:
    """A newspaper page: narrow gutters, no common grid, pictures, boxes in mid-column."""
    first = pick(rng, COLUMNS)
    more = [min(MOST_COLUMNS, max(1, first + integer(rng, -2, 2))) for _ in range(articles - 1)]
    date = f"{integer(rng, *YEARS)}-{integer(rng, 1, 12)}-{integer(rng, 1, 28)}"
    return PageStyle(
        columns=(first, *more),
        width_em=float(integer(rng, 12, 20)),
        gutter_em=pick(rng, GUTTERS_EM),
        hang=chance(rng, 0.5),
        across=chance(rng, 0.7),
        centred=chance(rng, 0.5),
        grid=chance(rng, 0.5),
        ragged_rows=integer(rng, 0, 3),
        picture_rows=integer(rng, 3, 7),
        beside_pictures=pick(rng, (0.0, 0.0, 0.2)),
        floating=True,
        running_head=f"{date}   {integer(rng, 1, 16)}" if chance(rng, 0.7) else "",
        page_number=integer(rng, 1, 40) if chance(rng, 0.2) else None,
    )


def draw_simple(rng: np.random.Generator, articles: int) -> PageStyle:
    """One article in two to four columns with clear gutters, its pictures between paragraphs."""
    return PageStyle(
        columns=(integer(rng, 2, 4),),
        width_em=float(integer(rng, 15, 21)),
        gutter_em=pick(rng, SIMPLE_GUTTERS_EM),
        hang=chance(rng, 0.5),
        centred=chance(rng, 0.5),
        ragged_rows=integer(rng, 0, 2),
        picture_rows=integer(rng, 3, 7),
    )


def _fixed(style: PageStyle, damage: Damage) -> Suite:
    return Suite((1,), lambda rng, articles: style, lambda rng, style, script: damage)


def _damage_of(engine: str) -> DamageDrawer:
    """The damage of an engine: it loses more of Chinese, and RapidOCR fuses at narrow gutters."""
    usual = ENGINE_DAMAGES[engine]

    def draw(rng: np.random.Generator, style: PageStyle, script: Script) -> Damage:
        drawn = pick(rng, FUSED)
        narrow = usual.fused > 0 and style.gutter_em <= FUSING_GUTTER_EM
        return replace(
            usual,
            fused=drawn if narrow else usual.fused,
            lost_lines=LOST_CHINESE_LINES.get(engine, 0.0)
            if script is Script.CJK
            else usual.lost_lines,
        )

    return draw
