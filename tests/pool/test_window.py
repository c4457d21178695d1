"""Items read ahead: how far, and which is handed out first."""

from __future__ import annotations

import pickle
from collections.abc import Iterable

from layoutfix.pool.window import Item, Lost, Window


def open_window(
    lengths: Iterable[int], *, most: int = 100, most_bytes: int = 1000, group: int = 100
) -> Window[int]:
    items = (Item(k, k, length=length, size=length) for k, length in enumerate(lengths))
    return Window(items, most, most_bytes, group)


def read_all(window: Window[int]) -> int:
    count = 0
    while window.read():
        count += 1
    return count


def hand_out_all(window: Window[int]) -> list[int]:
    return [window.hand_out().item.source for _ in range(window.unsent)]


def test_the_largest_is_handed_out_first() -> None:
    """Those that are as long keep their order."""
    window = open_window([3, 9, 3, 1, 9])
    assert read_all(window) == 5
    assert hand_out_all(window) == [1, 4, 0, 2, 3]


def test_a_small_item_is_overtaken_by_its_group_alone() -> None:
    """However many large ones follow, it is handed out before those of the next group."""
    window = open_window([1, 5, 4, 90, 91, 92], group=3)
    read_all(window)
    assert hand_out_all(window) == [1, 2, 0, 5, 4, 3]


def test_results_are_taken_in_order() -> None:
    """The oldest item comes first, once it is done."""
    window = open_window([1, 2])
    read_all(window)
    second, first = window.hand_out(), window.hand_out()
    second.settle(pickle.dumps("second"))
    assert not window.has_result
    first.settle(Lost("it is gone"))
    assert (window.take().made, window.take().made) == (Lost("it is gone"), "second")
    assert window.is_empty


def test_an_item_that_is_done_is_not_handed_out() -> None:
    """What has its result with it waits for its turn alone."""
    window = Window([Item("a", "a", made=0)], 9, 9, 9)
    window.read()
    assert window.unsent == 0
    assert window.take().made == 0


def test_no_more_is_read_than_there_is_room_for() -> None:
    """In items and in bytes; room is made by what is taken. One item is always read."""
    window = open_window([1] * 9, most=4)
    assert read_all(window) == 4
    window.hand_out().settle(pickle.dumps(None))
    window.take()
    assert read_all(window) == 1
    assert read_all(open_window([400, 700, 1, 1])) == 2
    assert read_all(open_window([5000, 1])) == 1


def test_what_is_put_back_is_handed_out_again() -> None:
    """At the place that its length gives it."""
    window = open_window([5, 7, 1])
    read_all(window)
    window.put_back([window.hand_out()])
    assert hand_out_all(window) == [1, 0, 2]
