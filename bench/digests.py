"""Digests of what `fix` makes of many dumps: whether a change to the engine changes any output.

    python bench/digests.py --json before.json
    python bench/digests.py --against before.json            # names those that differ
    python bench/digests.py --against before.json --every 6  # a sixth of them, for a quick look

Dumps: the development pages of ../shared/bench, the cases of ../shared/cases and the seed where
they are; the fixture articles as they are and scrambled by every preset, the fixture cases and
dumps, and one generated page of each kind (bench/kind_pages) in each of its languages. A digest is
that of the whole result: text, order, joints with their confidence, paragraphs, steps.

Exit codes: 0 the same, 1 some result differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import layoutfix
from dev_pages import SHARED
from kind_pages import KINDS
from kinds import make_pages
from layoutfix.pool import map_in_order
from quality import ROOT, articles, synthetic_jobs

Dump = tuple[str, str]  # name, text


def main() -> int:
    """Write or compare the digests; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", type=Path, help="write the digests here")
    parser.add_argument("--against", type=Path, help="digests of another run")
    parser.add_argument("--every", type=int, default=1, help="take each so many-th dump")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    dumps = [*dumps_of_project(), *dumps_of_shared()][:: arguments.every]
    found = dict(map_in_order(digest_dump, dumps, arguments.jobs))
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    if not arguments.against:
        print(f"{len(found)} dumps")
        return 0
    before = json.loads(arguments.against.read_text(encoding="utf-8"))
    differ = [name for name, digest in found.items() if before.get(name) != digest]
    for name in differ:
        print(name)
    print(f"{len(differ)} of {len(found)} differ")
    return int(bool(differ))


def dumps_of_project() -> Iterator[Dump]:
    """The dumps that lie in the repository or are made from what does."""
    for path in articles():
        yield f"article {path.stem}", _read(path)
    for path in sorted((ROOT / "fixtures" / "cases").glob("*/*.txt")):
        dump = _read(path).split("=== dump\n", 1)[-1].split("=== fixed\n", 1)[0]
        yield f"case {path.parent.name} {path.stem}", dump
    for path in sorted((ROOT / "fixtures" / "dumps").glob("*.txt")):
        yield f"dump {path.stem}", _read(path)
    for k, (group, dump, _) in enumerate(synthetic_jobs()):
        yield f"made {group} {k}", dump
    for name, kind in KINDS.items():
        for language in kind.languages:
            for sample in make_pages(name, kind, language, 1, 1):
                yield f"kind {name} {language}", sample.dump


def dumps_of_shared() -> Iterator[Dump]:
    """The dumps that lie beside the repository; none where they do not."""
    for path in sorted((SHARED / "bench" / "dev").glob("*.json")):
        for engine, dump in json.loads(path.read_text(encoding="utf-8"))["dumps"].items():
            yield f"dev {path.stem} {engine}", dump
    for path in sorted((SHARED / "cases").glob("*/*.txt")):
        if path.stem != "right":
            yield f"shared {path.parent.name} {path.stem}", _read(path)
    seed = SHARED / "seed" / "dump.txt"
    if seed.exists():
        yield "seed", _read(seed)


def digest_dump(dump: Dump) -> Dump:
    """The name of a dump, and the digest of what `fix` makes of it."""
    name, text = dump
    result = json.dumps(layoutfix.fix(text).to_dict(), sort_keys=True, ensure_ascii=False)
    return name, hashlib.sha256(result.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main())
