"""What was found out about texts of a page: most of its lines are asked about again and again.

A page is scored several times, cut otherwise and in other orders, and nine lines in ten are the
same. What depends on a text alone is found once a page and then recalled: while the page is read,
and where it is the only one, while it is judged and mended, too. Of a document of many pages each
is forgotten when it is read, and lists of very many texts are not remembered: memory is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Asked = TypeVar("Asked", bound=Hashable)
Found = TypeVar("Found")

_remembered: ContextVar[dict[Hashable, dict[Any, Any]] | None] = ContextVar(
    "texts remembered", default=None
)


MOST_REMEMBERED = 1 << 16
"""Texts of a list that are remembered: bounds memory."""


@contextmanager
def texts_remembered() -> Iterator[None]:
    """While a page is worked on, what was found out about its texts is kept.

    Inside of another, what that one knows is known, and kept until that one ends.
    """
    if _remembered.get() is not None:
        yield
        return
    before = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(before)


def recall(
    question: Hashable, texts: Sequence[Asked], find: Callable[[list[Asked]], Iterable[Found]]
) -> list[Found]:
    """What `find` gives for each of the texts; inside of `texts_remembered` each is asked once.

    question  what is asked, and of whom: answers are kept by it and the text
    find      one answer for each text of a list

    >>> with texts_remembered():
    ...     recall("length", ["sea", "salt", "sea"], lambda new: map(len, new))
    ...     recall("length", ["salt", "sea"], lambda new: [])  # not asked
    [3, 4, 3]
    [4, 3]
    """
    memory = _remembered.get()
    if memory is None or len(texts) > MOST_REMEMBERED:
        return list(find(list(texts))) if texts else []
    known: dict[Asked, Found] = memory.setdefault(question, {})
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if new:
        known.update(zip(new, find(new), strict=True))
    return [known[text] for text in texts]


def recall_one(question: Hashable, about: Hashable, find: Callable[[], Found]) -> Found:
    """The same of one thing, which `find` gives.

    >>> with texts_remembered():
    ...     recall_one("size", ("sea", "salt"), lambda: 7)
    ...     recall_one("size", ("sea", "salt"), lambda: 0)  # not asked
    7
    7
    """
    return recall(question, [about], lambda _: [find()])[0]
