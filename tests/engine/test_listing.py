"""Lines of one column that are listed otherwise than they are read.

6 5 4 3 2 1     vertical lines listed from the left
2 1 4 3 6 5     a tilted scan
"""

from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest

import layoutfix
from layoutfix.config import Config
from layoutfix.synthesis import read_article
from tests.helpers import FIXTURES, article_to_lines, assert_promises, config_with
from tests.test_grids import to_grid

ZH = article_to_lines("zh-Hant-01-ferry-island", 15, 24)[4:]
RTL = Config(columns="rtl")
PAIRS = [i for k in range(0, 20, 2) for i in (k + 1, k)]


def _fix(lines: list[str], config: Config | None = None) -> layoutfix.Result:
    result = layoutfix.fix("\n".join(lines), config=config)
    assert_promises(result)
    return result


def _text(result: layoutfix.Result) -> str:
    return "".join(result.text.split())


def test_lines_listed_from_the_left_are_read_from_the_right() -> None:
    result = _fix(ZH[::-1])
    assert _text(result) == "".join(ZH)
    assert list(result.order) == list(range(20))[::-1]
    assert result.verdict.startswith("reordered 1 column")


def test_joints_of_lines_listed_anew_are_judged_as_those_of_a_page_in_order() -> None:
    """That all lines are in reverse says nothing against any joint."""
    turned = _fix(ZH[::-1])
    assert len(turned.doubtful(0.5)) <= 1
    assert not any(joint.kind == "gap" for joint in turned.joints)


def test_each_tier_is_turned_round_by_itself() -> None:
    tiers = [*ZH[:10][::-1], "", *ZH[10:][::-1]]
    assert _text(_fix(tiers)) == "".join(ZH)


def test_swapped_pairs_are_put_back() -> None:
    assert _text(_fix([ZH[i] for i in PAIRS])) == "".join(ZH)


def test_a_long_page_needs_more_than_two_swapped_pairs() -> None:
    """Among some ninety rows two may read better swapped by chance, four do not."""
    article = read_article(FIXTURES / "articles" / "en-01-council-footbridge.txt")
    body = [block.text for block in article.blocks if block.kind == "body"]
    lines = [line for text in body for line in textwrap.wrap(text, 40)]
    for swapped, is_moved in (((20, 60), False), ((10, 30, 50, 70), True)):
        rows = list(lines)
        for k in swapped:
            rows[k], rows[k + 1] = rows[k + 1], rows[k]
        assert (layoutfix.fix("\n".join(rows)).order != tuple(range(len(rows)))) == is_moved


@pytest.mark.parametrize("config", [Config(), RTL])
def test_lines_in_order_stay(config: Config) -> None:
    """Also where the user says that lines are listed from the left: they read worse in reverse."""
    result = _fix(ZH, config)
    assert not result.changed


def test_too_few_lines_are_turned_round_only_on_demand() -> None:
    few = ZH[2:4][::-1]
    assert not _fix(few).changed
    assert _text(_fix(few, RTL)) == "".join(ZH[2:4])


def test_a_cautious_reader_gets_the_page_as_it_came() -> None:
    assert not _fix(ZH[::-1], replace(Config(), min_confidence=1.0)).changed


def test_characters_of_a_vertical_line_stand_side_by_side() -> None:
    """Each is a fragment, and nothing is printed between them, not even between digits."""
    lines = [*ZH[:8], "全村共有2026户人家登记", *ZH[8:12]]
    rows = to_grid(lines)
    result = _fix(rows)
    assert _text(result) == "".join(lines)
    assert "2026户" in result.text
    assert all(len(f.text) == 1 for f in result.fragments)


@pytest.mark.parametrize("pair", ["31", "!?"])
def test_what_stands_side_by_side_in_one_place_stays_together(pair: str) -> None:
    """Two digits of a vertical line share a place: both are printed, as one fragment."""
    lines = [*ZH[:3], f"本月之日人人到桥上{ZH[3][:6]}", *ZH[4:8]]
    rows = [row.replace("之", pair) for row in to_grid(lines)]
    result = _fix(rows)
    assert _text(result) == "".join(lines).replace("之", pair)
    assert pair in [f.text for f in result.fragments]


def _by_glyph(lines: list[str]) -> list[str]:
    """Each line as a block of rows of one character."""
    return ["\n".join(line) + "\n" for line in lines]


def test_vertical_lines_come_from_the_left_a_character_a_row() -> None:
    result = _fix(_by_glyph(ZH[::-1]))
    assert _text(result) == "".join(ZH)
    assert all(len(f.text) == 1 for f in result.fragments)


def test_joints_between_such_lines_are_as_sure_as_their_links() -> None:
    """Lines of another text stand among them; inside lines nothing is in doubt."""
    lines = [*ZH[:6], *ZH[12:18]]
    result = _fix(_by_glyph(lines[::-1]))
    sure = {j.confidence for j in result.joints if j.right == j.left + 1}
    between = [j for j in result.joints if j.right != j.left + 1]
    assert min(sure) > 0.9
    poor = [j.confidence for j in between if j.evidence["total"] < 0]
    assert poor
    assert max(poor) < 0.6


def test_tiers_of_such_lines_come_in_turn() -> None:
    """The upper one is listed first, a line of it before one of the lower."""
    upper, lower = ZH[:10][::-1], ZH[10:][::-1]
    rows = [line for pair in zip(upper, lower, strict=True) for line in pair]
    assert _text(_fix(_by_glyph(rows))) == "".join(ZH)


@pytest.mark.parametrize(
    "rows",
    [
        _by_glyph(ZH),
        _by_glyph([f"{line[:7]}，" for line in ZH[::3]]),
        [*_by_glyph(ZH[::-1])[:4], *ZH[4:]],
        _by_glyph(["".join(sorted(line)) for line in ZH]),
    ],
    ids=["in order", "in order, torn", "few", "no text"],
)
def test_other_rows_of_one_character_stay(rows: list[str]) -> None:
    """Also where their lines read on in nothing, and where most rows are longer."""
    result = _fix(rows)
    assert list(result.order) == sorted(result.order)


def test_pins_are_stronger() -> None:
    """A page with pins is not listed anew: the order honours them."""
    rows = ZH[::-1]
    pin = layoutfix.Pin((0, 15), (16, 31))
    result = layoutfix.fix("\n".join(rows), pins=[pin])
    assert result.order.index(1) == result.order.index(0) + 1


OTHER = {
    "least_near_share": 2.0,
    "near_slack": -5.0,
    "turn_cost": 500.0,
    "border_cost": 0.0,
    "least_gain": 500.0,
    "least_mean_gain": 50.0,
    "least_mended_gain": 500.0,
    "least_new_link": 9.0,
    "full_share": 2.0,
    "least_full_share": 1.1,
}


@pytest.mark.parametrize("name", OTHER)
def test_a_weight_counts(name: str) -> None:
    """With another value of it, a page of a title and lines in reverse comes out otherwise."""
    rows = [*ZH[:3], *ZH[3:][::-1]]
    config = config_with(listing={name: OTHER[name]})
    assert _fix(rows, config).order != _fix(rows).order


def test_the_gain_of_a_grid_counts() -> None:
    config = config_with(listing={"least_grid_gain": 99.0})
    rows = to_grid(ZH[:12], "")
    assert _text(_fix(rows)) == "".join(ZH[:12])
    assert _text(_fix(rows, config)) != "".join(ZH[:12])
