"""Which models there are: those shipped, and those that other packages bring.

A package brings a model by an entry point of the group `layoutfix.models`:

    [project.entry-points."layoutfix.models"]
    la = "layoutfix_latin:MODEL"

The name is the code that `--language` takes. The value is the path of a model's file (str or Path),
or a function without arguments that returns it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from layoutfix.ngrams.errors import ModelError
from layoutfix.ngrams.loading import SUFFIX, load_path
from layoutfix.ngrams.model import NgramModel
from layoutfix.shipped import shipped

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "layoutfix.models"
"""Name of the entry points' group."""
SHIPPED = "layoutfix"
"""Where a model comes from that no other package brings."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that can be loaded by its code.

    `origin`: the package that brings it, with its version, or SHIPPED. `source`: its file, or
    the entry points that lead to one; several are a clash, said when the model is asked for.
    """

    code: str
    origin: str
    source: Path | tuple[EntryPoint, ...]

    def find_path(self) -> Path:
        """The model's file. Raises ModelError where the package does not give one."""
        if isinstance(self.source, Path):
            return self.source
        if len(self.source) > 1:
            raise ModelError(
                f"the language model {self.code!r} is brought by several packages ({self.origin}):"
                " uninstall all but one"
            )
        try:
            value = self.source[0].load()
            return Path(os.fspath(value() if callable(value) else value))
        except Exception as error:  # code of others: whatever it raises, the sentence is the same
            raise ModelError(
                f"the package {self.origin} does not give its language model {self.code!r}"
                f" ({type(error).__name__}: {error}): update it, or uninstall it"
            ) from error


def _origin_of(point: EntryPoint) -> str:
    dist = point.dist
    return point.value if dist is None else f"{dist.name} {dist.version}"


def _brought() -> Iterator[Installed]:
    """The models of other packages; nothing of theirs is imported yet."""
    if not _may_be_brought():
        return
    from importlib.metadata import entry_points  # noqa: PLC0415 - takes 20 ms to import

    points: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=GROUP):
        points.setdefault(point.name, []).append(point)
    for code, found in points.items():
        distinct = {(p.value, _origin_of(p)): p for p in found}  # a path may be searched twice
        origin = ", ".join(sorted(o for _, o in distinct))
        yield Installed(code, origin, tuple(distinct.values()))


def _may_be_brought() -> bool:
    """Whether an installed package names the group of models, or it cannot be seen at a glance.

    A look into the folders of sys.path takes 1 ms, to ask `importlib.metadata` ten times that.
    """
    if any(hasattr(f, "find_distributions") and f is not PathFinder for f in sys.meta_path):
        return True
    return any(_names_the_group(folder or ".") for folder in dict.fromkeys(sys.path))


def _names_the_group(folder: str) -> bool:
    """Whether a package of a folder names the group, or the folder is a file: a zip."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - pathlib takes five times as long
    except NotADirectoryError:
        return True
    except OSError:
        return False
    for name in names:
        if ".egg" in name:
            return True
        if name.endswith(".dist-info"):
            with suppress(OSError), open(f"{folder}/{name}/entry_points.txt", "rb") as file:  # noqa: PTH123
                if GROUP.encode() in file.read():
                    return True
    return False


@cache
def installed() -> Mapping[str, Installed]:
    """All models by their codes, sorted. A package's model stands before the shipped one."""
    found = {
        path.stem: Installed(path.stem, SHIPPED, path)
        for path in shipped("ngrams").glob(f"*{SUFFIX}")
    }
    found |= {model.code: model for model in _brought()}
    return MappingProxyType(dict(sorted(found.items())))


def available() -> tuple[str, ...]:
    """Return the codes that have a model, sorted."""
    return tuple(installed())


def load_path_once(path: str | os.PathLike[str]) -> NgramModel:
    """`load_path`, whose later calls are free as long as the file stays as it is."""
    whole = Path(path).absolute()
    try:
        found = whole.stat()
    except OSError:
        return load_path(Path(path))  # says why it cannot be read
    return _load_version(Path(path), whole, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _load_version(path: Path, whole: Path, time: int, size: int) -> NgramModel:
    return load_path(path)


@cache
def load(code: str) -> NgramModel:
    """Return the model of a code (one of `available()`); later calls are free.

    Raises ModelError when there is no such model or its file is damaged.
    """
    if code not in installed():
        known = ", ".join(available()) or "none"
        raise ModelError(f"there is no language model for {code!r}; there are: {known}")
    return load_path(installed()[code].find_path())
