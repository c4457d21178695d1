"""How much time and memory `layoutfix train` takes on a large file of made-up text.

    python tools/measure_training.py --megabytes 1000 --folder /tmp

Words are drawn one by one from Zipf's distribution, with one in 50 made up on the spot: more
different words and n-grams than any real text of that length has.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

_LETTERS = np.array(list("enisratdhulcgmobwfkzvpjyxq"))
_KNOWN = 400_000
_LINE = 80
_SEED = 7


def write_text(path: Path, megabytes: float) -> None:
    """Write a file of made-up text; the same size gives the same bytes."""
    rng = np.random.default_rng(_SEED)
    weights = 1 / np.arange(1, len(_LETTERS) + 1)
    weights /= weights.sum()

    def make_words(count: int) -> list[str]:
        letters = rng.choice(_LETTERS, size=(count, 11), p=weights)
        lengths = rng.integers(2, 12, count)
        return ["".join(row[:n]) for row, n in zip(letters, lengths, strict=True)]

    known = np.array(make_words(_KNOWN), dtype=object)
    shares = np.cumsum(1 / np.arange(10, _KNOWN + 10))
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < megabytes * 1e6:
            places = np.searchsorted(shares, rng.random(200_000) * shares[-1])
            words = known[np.minimum(places, _KNOWN - 1)]
            new = rng.integers(0, words.size, words.size // 50)
            words[new] = make_words(new.size)
            lines = (words[k : k + _LINE] for k in range(0, words.size, _LINE))
            file.write("".join(" ".join(line) + ".\n" for line in lines))


def main() -> None:
    """Write the text, train on it in a process of its own, print what that took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--megabytes", type=float, default=1000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--language", default="de")
    options = parser.parse_args()
    text = options.folder / "layoutfix-made-up.txt"
    model = options.folder / "layoutfix-made-up.lfng"
    try:
        write_text(text, options.megabytes)
        start = time.monotonic()
        command = [sys.executable, "-m", "layoutfix", "train", str(text), "-o", str(model)]
        subprocess.run([*command, "--language", options.language, "--force"], check=True)
        seconds = time.monotonic() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        size = text.stat().st_size / 1e6
        print(f"{size:.0f} MB: {seconds:.0f} s, {size / seconds:.1f} MB/s, {peak:.2f} GB at most")
    finally:
        text.unlink(missing_ok=True)
        model.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
