"""One page of an archive on its way: as it was read, and what `fix` says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST_RECORD = 16 << 20
"""Bytes; a longer line, file or member is not read but fails: it bounds memory. Raised, a file
without line breaks takes more of it: about six times as much."""

Status = Literal["done", "failed", "bug"]

WRITTEN = ("verdict", "changed", "confidence", "doubtful", "language", "error")
"""Columns that each row gets beside `text`, in this order."""

ADDED = ("steps", "joints")
"""Columns that are written where they are asked for."""

TEXT, DUMP, ID = "text", "dump", "id"
"""The repaired text; the text as it came, where it is kept; the name of a page that was a file."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The columns of a row of Parquet: row `index` of `batch`."""

    batch: pa.RecordBatch
    index: int


@dataclass(frozen=True, slots=True)
class Record:
    """A page as it was read.

    id       its name: of the id column, of its file, or `source:number`
    source   name of the input it is from
    number   of the line, row or file in the source, from 1
    text     the dump; None where there is none, or it cannot be read
    columns  what is carried along, the dump among it under its own name
    error    one sentence, where it cannot be read
    size     bytes that it was read from, what is carried along too: about the memory that it takes
    shard    which shard it goes to, once the plan has said it
    raw      what came, where that is no record
    """

    id: str
    source: str
    number: int
    text: str | None
    columns: Mapping[str, Any] | Cells
    error: str = ""
    size: int = 0
    shard: int = 0
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of a page.

    text        repaired; the dump where nothing was changed, or it failed; None where none came
    verdict     as `Result.verdict`; None where it failed
    confidence  mean of the confidences of its joints, 0..1, four digits; None without joints
    doubtful    how many joints are below `Config.doubtful_below`
    language    code of the model that scored it; None where it failed
    error       one sentence where it failed
    added       what was asked for beside: "steps", "joints", as lists of dicts
    """

    text: str | None
    verdict: str | None = None
    changed: bool = False
    confidence: float | None = None
    doubtful: int = 0
    language: str | None = None
    error: str | None = None
    status: Status = "done"
    added: Mapping[str, Any] = field(default_factory=dict)


def fail(text: str | None, error: str, status: Status = "failed") -> Fixed:
    """What stands for a page that was not done.

    >>> fail("A page.", "it took too long").text
    'A page.'
    """
    return Fixed(text=text, error=error, status=status)
