"""Parts of a page that are searched again, whole and in two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import fix
from layoutfix.ordering import search
from layoutfix.ordering.moves import parts
from layoutfix.ordering.moves.parts import (
    PartSearch,
    find_divisions,
    find_stretches,
    find_windows,
    look_again,
)
from layoutfix.ordering.objective import Objective
from layoutfix.ordering.view import PageView, PartLinks
from tests.helpers import SPACED, article_to_lines, config_with, read_across
from tests.ordering.plain import links_of, plain_view, random_page

_ROWS = 8


def _columns(name: str, count: int, width: int) -> list[list[str]]:
    """The beginning of an article in so many columns of eight lines."""
    lines = article_to_lines(name, width, count * _ROWS)
    return [lines[k * _ROWS : (k + 1) * _ROWS] for k in range(count)]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("zh-Hans-05-court-drone", 3, 12), ("zh-Hans-03-orange-price", 3, 12)),
        (("zh-Hans-08-village-school", 2, 12), ("zh-Hans-04-deep-cave-lab", 3, 12)),
        (("zh-Hans-03-orange-price", 4, 11), ("zh-Hans-06-marathon", 3, 11)),
    ],
)
def test_columns_end_where_another_article_begins(
    upper: tuple[str, int, int], lower: tuple[str, int, int]
) -> None:
    """Two articles below one another, each line a row: nothing but the text parts them.

    The first search carries columns of the upper article on into the lower one.
    """
    page = [_columns(*upper), _columns(*lower)]
    eager = config_with(order={"division_gain": 3.0})
    result = fix(read_across(page), language="zh", config=eager)
    found = [result.fragments[i].text for i in result.order]
    assert found == [line for columns in page for column in columns for line in column]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("zh-Hans-01-hetang-water", "zh-Hans-02-puppet-troupe"),
        ("zh-Hans-02-puppet-troupe", "zh-Hans-12-old-lift"),
        ("zh-Hans-03-orange-price", "zh-Hans-09-ai-port"),
    ],
)
def test_two_wide_columns_below_many_narrow_ones(upper: str, lower: str) -> None:
    """The lines of the wide ones are no headlines; each line is a row, as RapidOCR prints them."""
    narrow = article_to_lines(upper, 9, 60)
    above = [narrow[k * 12 : k * 12 + 12] for k in range(5)]
    wide = article_to_lines(lower, 22, 20)
    below = [wide[:10], wide[10:]]
    result = fix(read_across([above, below]), language="zh")
    found = [result.fragments[i].text for i in result.order]
    joints = set(pairwise(found))
    for column in below:
        kept = sum(pair in joints for pair in pairwise(column))
        assert kept >= 8, found


def test_parts_that_would_be_read_from_right_to_left_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All of a page is read in one direction: the order stays that of the first search."""
    find = search.search_columns
    asked = []

    def from_right_to_left(objective: Objective) -> tuple[list[int], Objective]:
        order, seen = find(objective)
        if not isinstance(objective.links, PartLinks):
            return order, seen
        asked.append(len(order))
        return order, seen.reversed()

    page = [_columns("zh-Hans-05-court-drone", 3, 12), _columns("zh-Hans-03-orange-price", 3, 12)]
    never = config_with(order={"part_gain": np.inf, "division_gain": np.inf})
    first = fix(read_across(page), language="zh", config=never)
    monkeypatch.setattr(search, "search_columns", from_right_to_left)
    result = fix(read_across(page), language="zh")
    assert asked
    assert result.order == first.order


_BELOW_COLUMNS = [2, 5, 1, 4, 0, 3, *range(6, 14)]
"""Three columns of two lines, and eight lines as the dump has them."""


def _objective(
    view: PageView, good: list[tuple[int, int]], usual: float = -1.0, **weights: float
) -> Objective:
    links = links_of(len(view.row), usual, dict.fromkeys(good, 4.0))
    return Objective(view, links, replace(SPACED.order, **weights), SPACED.turns)


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A region of more than three lines is large."""
    monkeypatch.setattr(parts, "SMALL", 3)
    monkeypatch.setattr(parts, "LEAST_TOGETHER", 6)


@pytest.mark.usefixtures("_small")
def test_rows_whose_joints_are_poor_are_looked_at() -> None:
    """Eight rows in the order of the dump below a region of three columns."""
    found = find_stretches(_BELOW_COLUMNS, _objective(plain_view(14), []))
    assert found == [(6, 14), (0, 6)]


@pytest.mark.usefixtures("_small")
def test_rows_that_read_well_are_not() -> None:
    """The lines of one column after the region."""
    objective = _objective(plain_view(14), [(i, i + 1) for i in range(6, 13)])
    assert find_stretches(_BELOW_COLUMNS, objective) == [(0, 6)]


@pytest.mark.usefixtures("_small")
def test_a_page_that_is_one_region_is_not_looked_at_again() -> None:
    """It would be the same search; the headline above three columns belongs to it."""
    assert find_stretches([0, 3, 6, 2, 5, 1, 4], _objective(plain_view(7), [])) == []


def test_a_window_is_a_region_of_columns_with_what_stands_around_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two regions of two columns, a line above each and one at the end; a small one is none."""
    two = [0, 1, 3, 5, 2, 4, 6, 7, 8, 10, 12, 9, 11, 13, 14]
    monkeypatch.setattr(parts, "SMALL", 2)
    assert list(find_windows(two)) == [(0, 9), (6, 15)]
    with monkeypatch.context() as patch:
        patch.setattr(parts, "SMALL", 3)
        assert list(find_windows(two)) == []
    monkeypatch.setattr(parts, "LARGEST_DIVIDED", 8)
    assert list(find_windows(two)) == []


def _two_articles() -> tuple[list[int], list[tuple[int, int]]]:
    """Two articles in two columns of eight rows, found as one region; and the joints that read."""
    columns = [[k for k in range(32) if k % 2 == side] for side in (0, 1)]
    good = [(i, j) for column in columns for i, j in pairwise(column) if (i < 16) == (j < 16)]
    return [i for column in columns for i in column], good


def test_columns_that_do_not_go_on_across_a_row_may_be_two() -> None:
    """No joint that crosses the first row of the lower article reads."""
    order, good = _two_articles()
    assert find_divisions(order, 0, 32, _objective(plain_view(32), good)) == []  # -2 say too little
    eager = _objective(plain_view(32), good, division_signs=2.0)
    assert find_divisions(order, 0, 32, eager) == [16]


def test_the_rows_themselves_speak_for_a_division() -> None:
    """What the widths of lines and the short rows say is added to what the joints say."""
    order, good = _two_articles()
    boundary = np.zeros(32, np.float32)
    boundary[16] = 3.0
    told = _objective(replace(plain_view(32), boundary=boundary), good)
    assert find_divisions(order, 0, 32, told) == [16]


def test_a_part_is_divided_between_rows_and_not_near_its_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A place inside of a row is none, nor one that leaves a few lines."""
    order, good = _two_articles()
    rows = replace(plain_view(32), row=np.arange(1, 33, dtype=np.int32) // 2)
    assert find_divisions(order, 0, 32, _objective(rows, good, division_signs=2.0)) == []
    monkeypatch.setattr(parts, "LEAST_DIVIDED", 17)
    eager = _objective(plain_view(32), good, division_signs=2.0)
    assert find_divisions(order, 0, 32, eager) == []


class _Parts(PartSearch):
    """Parts without a page: their widths say what those of the page say."""

    def _part(self, begin: int, end: int) -> Objective:
        view, links = self.objective.view, PartLinks(self.objective.links, begin, end)  # type: ignore[arg-type]
        own = view.part(begin, end, view.spans[begin:end], np.zeros(end - begin, np.float32), -3.5)
        return replace(self.objective, view=own, links=links)

    def is_worth_a_look(self, order: list[int], begin: int, end: int) -> bool:
        return True


def _parts(objective: Objective, find: Callable[[Objective], list[int] | None]) -> PartSearch:
    none = cast(Any, None)
    return _Parts(none, none, SPACED, objective, find)


def test_a_part_of_poor_joints_is_worth_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """One joint in three is worth less than nothing; or its own widths see it otherwise."""
    view = plain_view(4)
    of = PartSearch(cast(Any, None), cast(Any, None), SPACED, _objective(view, []), lambda _: None)
    monkeypatch.setattr(parts, "spanning_odds", lambda *_: view.spans)
    links = {"links": links_of(4, -1.0, dict.fromkeys([(0, 1), (1, 2)], 4.0))}
    of = replace(of, **links)
    for share, looks in ((0.3, True), (0.4, False)):
        monkeypatch.setattr(parts, "POOR_SHARE", share)
        assert of.is_worth_a_look([0, 1, 2, 3], 0, 4) is looks
    monkeypatch.setattr(parts, "spanning_odds", lambda *_: view.spans + 5)
    assert of.is_worth_a_look([0, 1, 2, 3], 0, 4)


@pytest.mark.usefixtures("_small_parts")
@settings(deadline=None)
@given(n=st.integers(12, 40), columns=st.integers(1, 3), seed=st.integers(0, 2**16))
def test_looking_again_never_lowers_the_worth_of_a_page(n: int, columns: int, seed: int) -> None:
    """Whatever the search of a part finds."""
    plan, objective = random_page(n, columns, seed)
    rng = np.random.default_rng(seed)
    objective = replace(objective, weights=replace(objective.weights, division_signs=-50.0))

    def find(part: Objective) -> list[int] | None:
        m = len(part.view.row)
        return None if rng.random() < 0.1 else np.argsort(rng.integers(0, 3, m)).tolist()

    order = [i for column in plan for i in column]
    found = look_again(order, _parts(objective, find))
    assert sorted(found) == list(range(n))
    assert objective.worth(found) >= objective.worth(order)


@pytest.fixture(scope="module")
def _small_parts() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SMALL", 3)
        patch.setattr(parts, "LEAST_TOGETHER", 6)
        yield
