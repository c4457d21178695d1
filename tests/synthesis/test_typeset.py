"""The typeset page."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from tests.synthesis.articles import ARTICLES, CHINESE, ENGLISH

from layoutfix.chardata import NO_LINE_START, OPENING
from layoutfix.errors import InputError
from layoutfix.synthesis import Article, Page, PageStyle, presets, set_page
from layoutfix.synthesis.page import ACROSS, NO_ARTICLE

STYLES = {
    "plain": PageStyle(),
    "busy": PageStyle(
        columns=(3,),
        width_em=14,
        grid=False,
        ragged_rows=4,
        picture_rows=5,
        beside_pictures=1.0,
        floating=True,
        hyphenate=True,
        running_head="12 May",
        page_number=7,
    ),
    "in column": PageStyle(columns=(4,), width_em=10, across=False, hang=True, page_number=1),
    "one column": PageStyle(columns=(1,), width_em=30, centred=True),
    "six": PageStyle(columns=(6,), width_em=8, gutter_em=1.0),
}


def page_of(articles: list[Article], style: PageStyle, seed: int = 0) -> Page:
    return set_page(articles, style, np.random.default_rng(seed))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_nothing_is_lost_and_order_is_true(article: Article, style: PageStyle) -> None:
    """Block by block, the lines make up the article; boxes may stand after the next paragraph."""
    page = page_of([article], style)
    blocks: dict[int, str] = {}
    for line in page.lines:
        if line.article == 0:
            text = line.text[:-1] if line.hyphenated else line.text
            blocks[line.block] = blocks.get(line.block, "") + bare(text)
    assert list(blocks) == sorted(blocks)
    wanted = [article.headline, *(b.text for b in article.blocks)]
    assert Counter(blocks.values()) == Counter(map(bare, wanted))
    asides = {bare(b.text) for b in article.blocks if b.kind in ("caption", "aside")}
    flow = [text for text in blocks.values() if text not in asides]
    assert flow == [bare(t) for t in wanted if bare(t) not in asides]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_kinsoku_holds_on_the_page(style: PageStyle) -> None:
    """No line of a Chinese page starts with a closing mark or ends with an opening one."""
    for line in page_of([CHINESE], style).lines:
        assert line.text[0] not in NO_LINE_START and line.text[-1] not in OPENING


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_columns_are_read_down_then_right(article: Article, style: PageStyle) -> None:
    """Asides left out, the reading order never goes up in a column, nor back to the left."""
    lines = [s for s in page_of([article], style).lines if s.kind in ("heading", "body")]
    places = [(s.column, s.y) for s in lines if s.article != NO_ARTICLE]
    assert places == sorted(places)


def test_lines_stand_side_by_side() -> None:
    """Neighbours in a row do not overlap, and a row has at most one line of each column."""
    for style in STYLES.values():
        rows: dict[int, list[tuple[int, int, int]]] = {}
        for line in page_of([ENGLISH], style).lines:
            rows.setdefault(line.row, []).append((line.column, line.x, line.width))
        for row in rows.values():
            assert len({column for column, _, _ in row}) == len(row)
            for (_, x, width), (_, next_x, _) in pairwise(sorted(row, key=lambda s: s[1])):
                assert x + width <= next_x + 1  # a cell for rounding


def test_indents_and_narrow_lines_show_in_x() -> None:
    """The first line of a paragraph stands 2 em to the right: 4 cells."""
    page = page_of([CHINESE], PageStyle(columns=(2,), width_em=18))
    body = [line for line in page.lines if line.kind == "body" and line.column == 0]
    assert body[0].x == 4 and body[1].x == 0
    beside = page_of([CHINESE], PageStyle(columns=(2,), width_em=20, beside_pictures=1.0))
    assert max(s.x for s in beside.lines if s.column == 0) >= 8 or any(
        s.width + s.slack <= 26 and s.slack for s in beside.lines if s.kind == "body"
    )


def test_articles_have_their_own_columns() -> None:
    """Articles stand one below the other, each with its number of columns, on one width."""
    page = page_of([CHINESE, ENGLISH], PageStyle(columns=(3, 2), width_em=14))
    assert page.columns == (3, 2)
    for article, columns in enumerate(page.columns):
        found = {line.column for line in page.lines if line.article == article}
        assert found == {ACROSS, *range(columns)}
    last = max(line.y for line in page.lines if line.article == 0)
    assert last < min(line.y for line in page.lines if line.article == 1)
    assert max(line.x + line.width for line in page.lines) <= page.width + 2


def test_columns_can_be_of_unequal_height() -> None:
    """With ragged_rows some column ends above the others, and one is full."""
    page = page_of([CHINESE], PageStyle(columns=(3,), width_em=10, ragged_rows=6), seed=3)
    foot = [max(s.y for s in page.lines if s.column == c) for c in range(3)]
    assert max(foot) - min(foot) >= 2


def test_off_the_grid_rows_do_not_line_up() -> None:
    """Without a grid, headings and captions put neighbours out of step."""
    style = PageStyle(columns=(3,), width_em=12, grid=False, picture_rows=4)
    heights = {line.y % 1 for line in page_of([CHINESE], style).lines}
    assert len(heights) > 1
    grid = PageStyle(columns=(3,), width_em=12, picture_rows=4)
    body = {s.y % 1 for s in page_of([CHINESE], grid).lines if s.kind == "body"}
    assert len(body) == 1


def test_a_seed_gives_the_same_page() -> None:
    """The same seed sets the same page; another one sets another."""
    style = STYLES["busy"]
    assert page_of([CHINESE], style, 5) == page_of([CHINESE], style, 5)
    assert page_of([CHINESE], style, 5) != page_of([CHINESE], style, 6)


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": ()},
        {"columns": (0,)},
        {"width_em": 2},
        {"gutter_em": -1},
        {"beside_pictures": 2},
    ],
)
def test_impossible_styles_are_refused(wrong: dict[str, object]) -> None:
    """A style that cannot be set is refused at once, with what is wrong with it."""
    with pytest.raises(InputError):
        PageStyle(**wrong)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="article"):
        page_of([], PageStyle())


def test_presets_have_styles_that_can_be_set() -> None:
    """Every preset sets all articles on one page."""
    for style, _ in presets().values():
        assert page_of(list(ARTICLES.values()), style).lines
