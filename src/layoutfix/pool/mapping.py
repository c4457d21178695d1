"""One function over many items: results in the order of the items, from one process or several."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from itertools import chain, islice
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def map_in_order(
    work: Callable[[Given], Made],
    items: Iterable[Given],
    jobs: int,
    *,
    measure: Callable[[Given], int] = lambda _: 0,
    if_lost: Callable[[Given, str], Made] | None = None,
    forks: bool = True,
) -> Generator[Made, None, None]:
    """`work` of each item, in their order, by `jobs` processes. One job or item needs no other.

    work     is sent to the workers once, so that it may carry much; it and the items are pickled
    items    may be endless: no more than `jobs * AHEAD_PER_JOB` are read ahead of what is taken
    measure  bytes of an item, about: the largest are begun first
    if_lost  what stands for an item at which a worker died, TRIES times, and why, in a sentence
             without its full stop; None: BrokenExecutor is raised there
    forks    whether a worker may be a fork of another (`Crew`)

    An error of `work` is raised where its result would stand, and ends all; so do Ctrl-C, an error
    of the iterator, and closing the generator: what is under way is not waited for.

    >>> list(map_in_order(str.upper, "abc", jobs=1))
    ['A', 'B', 'C']
    """
    unread = iter(items)
    first = list(islice(unread, 2)) if jobs > 1 else []
    items = chain(first, unread)
    if len(first) < 2:
        yield from map(work, items)
        return
    # Processes of its own: sockets, threads, pickles, which one text does not need.
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415

    from layoutfix.pool.crew import Crew  # noqa: PLC0415
    from layoutfix.pool.window import Item, Lost  # noqa: PLC0415
    from layoutfix.pool.workers import Raised  # noqa: PLC0415

    sized = ((item, measure(item)) for item in items)
    wrapped = (Item(item, item, length=size, size=size) for item, size in sized)
    with Crew(work, jobs, forks=forks) as crew, closing(crew.do_in_order(wrapped)) as results:
        for item, made in results:
            if isinstance(made, Raised):
                raise made.error
            if not isinstance(made, Lost):
                yield made
            elif if_lost is not None:
                yield if_lost(item, made.why)
            else:
                raise BrokenExecutor(f"An item was not done: {made.why}.")
