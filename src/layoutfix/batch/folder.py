"""The folder of an output: what stands where, written whole or not at all.

manifest.json            versions, settings, how many records and shards
sources.jsonl            a line for each input: bytes, digest, records
shards/00000.jsonl       the pages
done/00000.json          what became of them; a shard is done when this is there
quarantine/00000.jsonl   those that failed, where some did
quarantine.jsonl         all of them, at the end
report.json, report.txt  at the end
review/                  pages of it that `layoutfix review` opened, and their corrections
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from layoutfix.errors import InputError

FOLDERS = ("shards", "done", "quarantine")
FILES = ("sources.jsonl", "quarantine.jsonl", "report.json", "report.txt")
MANIFEST = "manifest.json"
REVIEW = "review"
"""What is in it is the user's: no run takes it out."""
PART = ".part"
"""Ending of a file that is being written."""
LOCK = ".lock-"
"""Beginning of the names of files that a run holds while it is at work."""
DIGITS = 5
"""Least digits in the name of a shard."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The output folder at `root`."""

    root: Path

    @property
    def manifest(self) -> Path:
        """Versions, settings, counts."""
        return self.root / MANIFEST

    @property
    def sources(self) -> Path:
        """The inputs."""
        return self.root / "sources.jsonl"

    def shard(self, number: int, kind: str) -> Path:
        """The pages of a shard."""
        return self.root / "shards" / f"{number:0{DIGITS}}.{kind}"

    def done(self, number: int) -> Path:
        """What became of a shard; it is there when the shard is."""
        return self.root / "done" / f"{number:0{DIGITS}}.json"

    def quarantine(self, number: int) -> Path:
        """The pages of a shard that failed."""
        return self.root / "quarantine" / f"{number:0{DIGITS}}.jsonl"

    def check(self) -> None:
        """InputError where something else is there."""
        if self.root.exists() and not self.root.is_dir():
            raise InputError(f"{self.root} is a file: give -o a folder.")
        if self.root.is_dir() and not self.manifest.exists():
            self._refuse_strangers()

    def make(self) -> None:
        """Make it, and the folders in it. InputError where it cannot be made."""
        with writing_to(self.root):
            for name in FOLDERS:
                (self.root / name).mkdir(parents=True, exist_ok=True)

    def _refuse_strangers(self) -> None:
        ours = {*FOLDERS, *FILES, REVIEW}
        for path in self.root.iterdir():
            if not (path.name in ours or path.name.endswith(PART) or path.name.startswith(LOCK)):
                raise InputError(
                    f"{self.root} has files of something else ({path.name}): give -o a new folder."
                )

    def clear(self) -> None:
        """Take out all that a run wrote; the manifest last, so that a kill here is found out."""
        with writing_to(self.root):
            for name in ("done", "shards", "quarantine"):
                for path in (self.root / name).glob("[0-9.]*"):
                    path.unlink(missing_ok=True)
            for name in FILES:
                (self.root / name).unlink(missing_ok=True)
            self.manifest.unlink(missing_ok=True)

    def sweep(self, shards: range, *, is_alone: bool) -> None:
        """Take out what a run that was killed had begun to write for these shards.

        is_alone  no other machine writes here: what it had begun for the whole is taken out, too
        """
        if is_alone:
            for path in self.root.glob(f".*{PART}"):
                path.unlink(missing_ok=True)
        for name in FOLDERS:
            for path in (self.root / name).glob(f".*{PART}"):
                number = path.name[1:].partition(".")[0]
                if number.isdecimal() and int(number) in shards:
                    path.unlink(missing_ok=True)

    def note_of(self, shard: int, kind: str) -> dict[str, Any] | None:
        """What became of a shard; None where it is not there as its note says."""
        try:
            note = self.read_json(self.done(shard))
            is_whole = self.shard(shard, kind).stat().st_size == note["bytes"]
        except (InputError, OSError, KeyError):
            return None
        return note if is_whole else None

    def read_json(self, path: Path) -> dict[str, Any]:
        """The object in a file of this folder. InputError where it is damaged or missing."""
        try:
            made = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            made = None
        if not isinstance(made, dict):
            raise InputError(f"{path} is missing or damaged: give another -o, or --restart.")
        return made

    def read_lines(self, path: Path) -> list[dict[str, Any]]:
        """The objects in a file of lines."""
        try:
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
            return [json.loads(line) for line in text.split("\n") if line]
        except (OSError, ValueError):
            raise InputError(
                f"{path} is missing or damaged: give another -o, or --restart."
            ) from None


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """What goes wrong with writing is one sentence that names the place and says what is kept."""
    try:
        yield
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError(
            f"{path} cannot be written ({what}): shards that are done stay; see to it, and run the"
            " same command again to go on."
        ) from None


@contextmanager
def open_whole(target: Path) -> Iterator[IO[bytes]]:
    """A file that is there, with all that was written, once this ends well; else as before.

    InputError where it cannot be written.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART}")
    try:
        with writing_to(target):
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
            _sync_folder(target.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_atomically(target: Path, data: bytes) -> None:
    """All of the bytes, or the file is as it was."""
    with open_whole(target) as file:
        file.write(data)


def _sync_folder(folder: Path) -> None:
    """The names in a folder outlive a loss of power, too, where the system can promise it."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some network file systems cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else is in here with the same path; the system lets go when the process dies.

    InputError where somebody is. Where the file system has no locks, there is no protection.
    """
    with writing_to(path), path.open("ab") as file:
        if not _lock(file):
            raise InputError(
                f"Another run is at work in {path.parent}: wait for it, or give another -o."
            )
        yield


def _lock(file: IO[bytes]) -> bool:
    """Whether this process holds the file now."""
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    import fcntl  # noqa: PLC0415

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks on this file system
        return True
    return True
