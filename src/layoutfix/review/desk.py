"""The texts that are under review, one after the other: what is known of each, and its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from layoutfix.arguments import settle_pins
from layoutfix.atomic import replace_file
from layoutfix.boxes import WordBoxes
from layoutfix.config import Config
from layoutfix.document import Document
from layoutfix.engine import PageOrder
from layoutfix.errors import InputError, LayoutfixError
from layoutfix.formats.arrays import document_to_boxes
from layoutfix.loading import read_source
from layoutfix.model_choice import choose_model
from layoutfix.pins import Corrections
from layoutfix.pins_file import corrections_to_json, read_pins
from layoutfix.readers import ReadText
from layoutfix.reading import Reading, conclude, read_orders
from layoutfix.result import Result
from layoutfix.review.edits import Action, apply_action
from layoutfix.review.scans import Scan, find_scans, read_scan
from layoutfix.review.sheets import document_to_sheets
from layoutfix.review.view import View, find_moved, result_to_view, rivals_of

PINS_SUFFIX = ".pins.json"
TEXT_SUFFIX, RECORD_SUFFIX = ".fixed.txt", ".fixed.json"

MOST_STATES = 500
"""States of a text that can be gone back to."""

BEGIN = Corrections(anew=False)
"""What is known of a text that nobody has corrected."""


class OutdatedError(LayoutfixError):
    """Another tab has changed the text since this one drew it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked for all texts of a review, as `fix` has it.

    output  the folder that texts and records are written to; None: beside each FILE
    force   whether texts and records that are there already may be overwritten
    source  "text" where every FILE is plain text, whatever its content looks like
    images  scans of the pages of a FILE with coordinates; (): those that it names beside itself
    """

    language: str = "auto"
    model: str | None = None
    encoding: str | None = None
    config: Config = field(default_factory=Config)
    output: Path | None = None
    force: bool = False
    source: str | None = None
    images: Sequence[Path] = ()


class Paper:
    """One text under review. Its methods may be called from several threads.

    version   counts the changes; who sends an older one is refused (`OutdatedError`)
    is_saved  whether text and record are written as they are shown
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path, self.settings = path, settings
        self.version = 0
        self.is_saved = False
        self._lock = RLock()
        self._source: ReadText | None = None
        self._document: Document | None = None
        self._scans: list[Scan | None] = []
        self._digest = b""
        self._states: list[Corrections] = []
        self._at = 0
        self._written: dict[Path, bytes] = {}
        self._readings: dict[Corrections | None, Reading] = {}
        self._result: Result | None = None
        self._pages: list[PageOrder] = []
        self._moved: list[int] = []

    @property
    def pins_path(self) -> Path:
        """FILE.pins.json, beside the text."""
        return self.path.with_name(self.path.name + PINS_SUFFIX)

    @property
    def known(self) -> Corrections:
        """The corrections that the text is shown with."""
        return self._states[self._at] if self._states else BEGIN

    def open(self) -> Result:
        """The result; the first time the text, and its pins if there are any, are read."""
        with self._lock:
            if self._result is None:
                self._load()
                self._solve()
                self._moved = []
            if self._result is None:
                raise AssertionError("a text that was solved has a result")
            return self._result

    def view(self) -> View:
        """What the browser draws."""
        with self._lock:
            result = self.open()
            below = self.settings.config.doubtful_below
            view = result_to_view(result, below)
            if self._document is not None:
                pieces = [(f.start, f.end) for f in result.fragments]
                view["sheets"] = document_to_sheets(self._document, pieces, self._scans)
                view["notes"] = [*self._document.notes, *view["notes"]]
            return {
                **view,
                "version": self.version,
                "saved": self.is_saved,
                "can_undo": self._at > 0,
                "can_redo": self._at < len(self._states) - 1,
                "anew": self.known.anew,
                "moved": self._moved,
                "corrections": _count_corrections(self.known),
            }

    def rivals(self, left: int, right: int) -> View:
        """What else may follow `left`, and come before `right`."""
        with self._lock:
            result = self.open()
            n = len(result.fragments)
            if not (0 <= left < n and 0 <= right < n):
                raise InputError("there is no such piece on this page: reload it")
            return rivals_of(result, self._pages, left, right)

    def scan(self, page: int) -> Scan | None:
        """The scan of a page of a FILE with coordinates; None where there is none."""
        with self._lock:
            self.open()
            return self._scans[page] if page < len(self._scans) else None

    def act(self, version: int, action: Action) -> None:
        """Change the corrections by one action of the user, and solve the text anew.

        Raises OutdatedError, and InputError where the action is of no use: nothing changes then.
        """

        def change(result: Result) -> tuple[list[Corrections], int]:
            known = apply_action(result, self.known, action)
            self._refuse_across(known)
            states = [*self._states[: self._at + 1], known][-MOST_STATES:]
            return states, len(states) - 1

        self._change(version, change)

    def step(self, version: int, by: int) -> None:
        """Go back (-1) or forth (1) in the history."""
        at = self._at + by
        if not 0 <= at < len(self._states):
            raise InputError("there is nothing to undo" if by < 0 else "there is nothing to redo")
        self._change(version, lambda _: (self._states, at))

    def save(self, version: int) -> list[Path]:
        """Write the text, its record and its pins; the files that were written."""
        with self._lock:
            result = self.open()
            self._refuse_outdated(version)
            text = self._read().restore_newlines(result.text)
            stem = self.path.stem if self.path.suffix == ".txt" else self.path.name
            folder = self.settings.output or self.path.parent
            targets = {
                folder / (stem + TEXT_SUFFIX): text,
                folder / (stem + RECORD_SUFFIX): result.to_json() + "\n",
            }
            for target in targets:
                self._refuse_overwriting(target)
            self._write_pins()
            for target, content in targets.items():
                self._write(target, content)
            self.is_saved = True
            return [*targets, self.pins_path]

    def _change(
        self, version: int, change: Callable[[Result], tuple[list[Corrections], int]]
    ) -> None:
        with self._lock:
            before = self.open()
            self._refuse_outdated(version)
            self._refuse_changed()
            states, at = self._states, self._at
            self._states, self._at = change(before)
            try:
                self._solve()
                self._write_pins()
            except Exception:
                self._states, self._at = states, at
                self._solve()
                raise
            if self._result is not None:
                self._moved = find_moved(before, self._result)
            self.version += 1
            self.is_saved = False

    def _refuse_outdated(self, version: int) -> None:
        if version != self.version:
            raise OutdatedError(
                "another tab has changed this text: this one shows it now as it is, please look"
                " again"
            )

    def _read(self) -> ReadText:
        if self._source is None:
            raise AssertionError("a text is read before it is solved")
        return self._source

    def _load(self) -> None:
        settings = self.settings
        found = read_source(
            self.path,
            str(self.path),
            encoding=settings.encoding,
            source_format=settings.source,
        )
        source, document = found.text, found.document
        scans = self._find_scans(document)
        known = BEGIN
        if self.pins_path.exists():
            known = read_pins(self.pins_path)
            try:
                known = settle_pins(known, source.text)
            except InputError as error:
                raise InputError(f"{self.pins_path}: {error}.") from None
            self._written[self.pins_path] = self.pins_path.read_bytes()
        self._digest = sha256(self.path.read_bytes()).digest()
        self._document, self._scans = document, scans
        self._source, self._states, self._at = source, [known], 0

    def _find_scans(self, document: Document | None) -> list[Scan | None]:
        images = self.settings.images
        if not images:
            return [] if document is None else find_scans(document, self.path)
        if document is None:
            raise InputError(
                f"{self.path} is plain text, which has no place on a scan: leave out --image."
            )
        if len(images) > len(document.pages):
            raise InputError(
                f"--image names more scans than {self.path} has pages, {len(document.pages)}: name"
                " one a page."
            )
        return [*map(read_scan, images)]

    def _solve(self) -> None:
        """The result by the corrections; pages are read once, or anew where pins are to tell."""
        known, source = self.known, self._read()
        key = known if known.anew and known else None
        if key not in self._readings:
            settings = self.settings
            choice = choose_model(source.text, settings.language, settings.model)
            config = settings.config
            if choice.is_fixed:
                config = replace(config, mixed_languages=False)
            for old in [k for k in self._readings if k is not None]:
                del self._readings[old]
            self._readings[key] = read_orders(
                source.text, choice, config, known, boxes=self._boxes()
            )
        self._result, self._pages = conclude(self._readings[key], known)

    def _boxes(self) -> list[WordBoxes | None]:
        return [] if self._document is None else document_to_boxes(self._document)

    def _refuse_across(self, known: Corrections) -> None:
        """InputError for pins of two pages: each page is read by itself."""
        spans = [span for reading in self._readings.values() for span in reading.spans]
        for pin in {*known.pins} - {*self.known.pins}:
            left, right = pin.left[0], pin.right[0]
            if not any(lo <= left < hi and lo <= right < hi for lo, hi, _ in spans):
                raise InputError("these lines stand on two pages: lines are joined on one page")

    def _refuse_changed(self) -> None:
        """InputError where the text is another now than the one under review."""
        try:
            is_same = sha256(self.path.read_bytes()).digest() == self._digest
        except OSError:
            is_same = False
        if not is_same:
            raise InputError(
                f"{self.path.name} was changed or removed since it was opened, so nothing is"
                " written: start the review again to see it as it is now."
            )

    def _refuse_overwriting(self, target: Path) -> None:
        self._refuse_changed()
        is_ours = target in self._written or self.pins_path in self._written
        if target.exists() and not (self.settings.force or is_ours):
            raise InputError(
                f"{target.name} exists and is of no review: start it again with --force to"
                " overwrite it, or with another -o."
            )

    def _write_pins(self) -> None:
        """Keep the corrections in FILE.pins.json; nothing is lost when the server ends."""
        path = self.pins_path
        if path in self._written or self.known:
            there = path.read_bytes() if path.exists() else None
            if there is not None and there != self._written.get(path):
                raise InputError(
                    f"{path.name} was changed by another program, so nothing is written: start the"
                    " review again to see what it says now."
                )
            self._write(path, corrections_to_json(self.known, self._read().text))

    def _write(self, target: Path, content: str) -> None:
        data = content.encode("utf-8", "surrogatepass")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target.resolve(), data)
        except OSError as error:
            raise InputError(
                f"{target} cannot be written: {error.strerror or error}; what was there is as it"
                " was."
            ) from None
        self._written[target] = data


@dataclass(frozen=True, slots=True)
class Desk:
    """All texts of a review, in the order in which they were named."""

    papers: Sequence[Paper]

    def progress(self) -> dict[str, Any]:
        """How many texts are saved, of how many, and their names."""
        return {
            "saved": sum(paper.is_saved for paper in self.papers),
            "count": len(self.papers),
            "names": [paper.path.name for paper in self.papers],
            "done": [paper.is_saved for paper in self.papers],
        }


def lay_out(paths: Sequence[Path], settings: Settings) -> Desk:
    """The texts of a review; InputError where one is no file, or two would be written to one."""
    seen: dict[Path, Path] = {}
    for path in paths:
        if not path.is_file():
            what = "is a directory: name the files in it" if path.is_dir() else "is no file"
            raise InputError(f"{path} {what}.")
        key = path.resolve()
        if key in seen:
            raise InputError(f"{path} is named twice: name each FILE once.")
        seen[key] = path
    return Desk([Paper(path, settings) for path in paths])


def _count_corrections(known: Corrections) -> int:
    return len(known.pins) + len(known.cuts) + len(known.breaks) + len(known.kinds)
