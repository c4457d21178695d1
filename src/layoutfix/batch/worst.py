"""The pages that a report names for review, each as a text of its own for `layoutfix review`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layoutfix.atomic import replace_file
from layoutfix.batch.folder import MANIFEST, REVIEW, Folder
from layoutfix.batch.plan import Plan, load_plan
from layoutfix.batch.reading import read_records
from layoutfix.batch.records import DUMP, Record
from layoutfix.batch.settings import Settings
from layoutfix.batch.sources import Found, SourceKind
from layoutfix.config import Config, RepairConfig
from layoutfix.errors import InputError, cannot_be_read

LONGEST_NAME = 40
"""Characters of the id of a page that are in the name of its file."""

_NO_NAME_RE = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class WorstPage:
    """A page of `worst`: its name, its place in the input, and that in the output."""

    id: str
    source: str
    number: int
    shard: int
    row: int

    @property
    def name(self) -> str:
        """Of its file: the place in the output, so that it stays the same, and the id.

        >>> WorstPage("papers/a.txt", "papers", 7, 0, 6).name
        '00000-000006-papers_a_txt.txt'
        """
        said = _NO_NAME_RE.sub("_", self.id).strip("_")[-LONGEST_NAME:]
        return f"{self.shard:05}-{self.row:06}-{said}.txt"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a dump stands: in the input, or in the shard where the run kept it there."""

    found: Found
    settings: Settings
    number: int


def lay_out_worst(report: Path) -> tuple[list[Path], Settings]:
    """The files of the pages that a report names, the worst one first; the settings of its run.

    They are written into the folder `review` beside the report; what is there already stays, and so
    do corrections. Dumps are those of the shards where the run kept them (`--keep-dump`), or else
    those of the inputs, under the paths that the run read them by.

    Raises InputError where the report is none, or names no page, and where a page is not found, or
    is another now. Memory is that of the texts.
    """
    worst = _read_report(report)
    folder = Folder(report.parent)
    if not folder.manifest.exists():
        raise InputError(
            f"{MANIFEST} is not beside {report}: leave the report in the folder of its run."
        )
    try:
        settings = _read_settings(folder.read_json(folder.manifest)["settings"])
    except (KeyError, TypeError):
        raise InputError(f"{folder.manifest} is of another version of layoutfix.") from None
    plan = load_plan(folder, settings)
    texts = _read_texts(worst, [_place_of(page, plan, folder) for page in worst], folder)
    return [_write(folder, page, text) for page, text in zip(worst, texts, strict=True)], settings


def _read_report(path: Path) -> list[WorstPage]:
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        worst = [
            WorstPage(
                str(page["id"]),
                str(page["source"]),
                *(int(page[name]) for name in ("number", "shard", "row")),
            )
            for page in report["worst"]
        ]
    except OSError as error:
        raise cannot_be_read(path, error) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(
            f"{path} is no report of `layoutfix batch`: name the report.json of a run."
        ) from None
    if not worst:
        raise InputError(f"{path} names no page to review: none has a doubtful joint.")
    return worst


def _read_settings(made: Mapping[str, Any]) -> Settings:
    config = dict(made["config"])
    config["repair"] = RepairConfig(**config["repair"])
    return Settings(**{**made, "config": Config(**config), "added": tuple(made["added"])})


def _place_of(page: WorstPage, plan: Plan, folder: Folder) -> _Place:
    settings = plan.settings
    if settings.keep_dump:
        path = folder.shard(page.shard, plan.kind)
        kind: SourceKind = "parquet" if plan.kind == "parquet" else "jsonl"
        return _Place(
            Found(str(path), kind), Settings(text_column=settings.prefix + DUMP), page.row + 1
        )
    source = next((s for s in plan.sources if s.name == page.source), None)
    if source is None:
        raise InputError(f"{page.source}, which {page.id} is from, is no input of this run.")
    if not source.found.path.exists():
        raise InputError(
            f"{page.source}, which {page.id} is from, is not there: start the review in the folder"
            " that the run was started in, or run `batch` with --keep-dump."
        )
    if source.kind != "folder" and source.found.path.stat().st_size != source.size:
        raise _changed(page)
    return _Place(source.found, settings, page.number)


def _read_texts(
    worst: Sequence[WorstPage], places: Sequence[_Place], folder: Folder
) -> Iterator[str]:
    """The dumps; each source is read once."""
    wanted: dict[str, list[int]] = {}
    for place in places:
        wanted.setdefault(place.found.name, []).append(place.number)
    records: dict[tuple[str, int], Record] = {}
    for name, numbers in wanted.items():
        place = next(p for p in places if p.found.name == name)
        first = min(numbers) - 1
        for number, record in enumerate(
            read_records(place.found, place.settings, folder.root, first), first + 1
        ):
            if number in numbers:
                records[name, number] = record
            if number >= max(numbers):
                break
    for page, place in zip(worst, places, strict=True):
        found = records.get((place.found.name, place.number))
        is_same = found is not None and (place.found.name != page.source or found.id == page.id)
        if found is None or found.text is None or not is_same:
            raise _changed(page)
        yield found.text


def _changed(page: WorstPage) -> InputError:
    return InputError(
        f"{page.id} is not found in {page.source} as the run read it: the input has changed since."
    )


def _write(folder: Folder, page: WorstPage, text: str) -> Path:
    path = folder.root / REVIEW / page.name
    data = text.encode("utf-8", "replace")
    try:
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            replace_file(path, data)
        is_same = path.read_bytes() == data
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}.") from None
    if not is_same:
        raise InputError(
            f"{path} is the page of another run: move the folder {path.parent} away, with the"
            " corrections in it."
        )
    return path
