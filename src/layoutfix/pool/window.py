"""Items read ahead of the results that are taken: the largest are handed out first.

read    a b C d e F g h | i j K ...   in their order, GROUP_PER_JOB of each worker to a group
handed  C F a b d e g h | K ...       group after group, the largest of each first
taken   a b C d e F g h   i ...       in their order
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from multiprocessing.reduction import ForkingPickler
from typing import Any, Generic, TypeVar

GROUP_PER_JOB = 32
"""Items, for each worker, of which the largest is handed out first. Raised, the end of a run is
more even; the first result comes later."""

Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class Item(Generic[Source]):
    """What is to be done.

    source  what comes back beside the result
    given   what the work is done on: is pickled for the worker
    length  how long it is, by which the largest is told
    size    bytes that it holds in memory, about
    made    its result, where there is no work to be done
    """

    source: Source
    given: Any
    length: int = 0
    size: int = 0
    made: Any = None


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands for the result of an item that was not done.

    why      a sentence without its full stop
    is_late  whether it took too long; else its worker died
    """

    why: str
    is_late: bool = False


@dataclass(slots=True, eq=False)
class Slot(Generic[Source]):
    """An item on its way: how often its worker died, and its result once it is there."""

    item: Item[Source]
    rank: tuple[int, int, int]
    deaths: int = 0
    answer: bytes | Lost | None = None
    _packed: bytes | None = field(default=None, repr=False)

    def __lt__(self, other: Slot[Source]) -> bool:
        return self.rank < other.rank

    def pack(self) -> bytes:
        """What is sent to a worker."""
        if self._packed is None:
            self._packed = bytes(ForkingPickler.dumps(self.item.given))
        return self._packed

    def settle(self, answer: bytes | Lost) -> None:
        """Its result, pickled as it came, so that it holds little memory until it is taken."""
        self.answer = answer
        self._packed = None

    @property
    def is_done(self) -> bool:
        """Whether its result can be taken."""
        return self.answer is not None or self.item.made is not None

    @property
    def made(self) -> Any:
        """Its result."""
        if self.answer is None:
            return self.item.made
        return self.answer if isinstance(self.answer, Lost) else pickle.loads(self.answer)


class Window(Generic[Source]):
    """Items under way.

    most        how many are read ahead of what is taken
    most_bytes  of the sizes of all of them; one is always read
    group       how many are ranked by their length
    """

    def __init__(
        self, items: Iterable[Item[Source]], most: int, most_bytes: int, group: int
    ) -> None:
        self._unread = iter(items)
        self._most = most
        self._most_bytes = most_bytes
        self._group = group
        self._slots: deque[Slot[Source]] = deque()
        self._unsent: list[Slot[Source]] = []
        self._bytes = 0
        self._count = 0
        self._is_over = False

    def read(self) -> bool:
        """Read one item, unless there is no room or none is left; whether one was read."""
        is_full = len(self._slots) == self._most or self._bytes >= self._most_bytes
        if self._is_over or (self._slots and is_full):
            return False
        for item in self._unread:
            slot = Slot(item, (self._count // self._group, -item.length, self._count))
            self._count += 1
            self._bytes += item.size
            self._slots.append(slot)
            if item.made is None:
                heappush(self._unsent, slot)
            return True
        self._is_over = True
        return False

    @property
    def unsent(self) -> int:
        """How many wait for a worker."""
        return len(self._unsent)

    @property
    def next(self) -> Slot[Source] | None:
        """The one to be handed out next."""
        return self._unsent[0] if self._unsent else None

    def hand_out(self) -> Slot[Source]:
        """The next one; it is not among those that wait any more."""
        return heappop(self._unsent)

    def put_back(self, slots: Iterable[Slot[Source]]) -> None:
        """Those that were handed out in vain."""
        for slot in slots:
            heappush(self._unsent, slot)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is under way."""
        return not self._slots

    @property
    def has_result(self) -> bool:
        """Whether the oldest is done."""
        return bool(self._slots) and self._slots[0].is_done

    def take(self) -> Slot[Source]:
        """The oldest, which is done; it is under way no more."""
        slot = self._slots.popleft()
        self._bytes -= slot.item.size
        return slot
