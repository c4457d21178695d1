"""Times a review: until a page is drawn, and until it is solved anew after a correction.

    PYTHONPATH=. python bench/review.py [--lines 100 400] [--rounds 7]

Pages of two columns in turn, of articles in fixtures. Drawing is timed in headless Chromium where
it and Playwright are installed, from the request to the last line drawn; medians in milliseconds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from textwrap import wrap

from layoutfix.pool import use_one_thread
from layoutfix.review.desk import Paper, Settings

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 34


def make_page(lines: int) -> str:
    """A page of so many lines: two columns of articles, line by line."""
    articles = sorted((ROOT / "fixtures" / "articles").rglob("en*.txt"))
    texts = [wrap(path.read_text(encoding="utf-8"), WIDTH) for path in articles]
    flow = cycle(line for text in texts for line in text)
    left = list(islice(flow, lines // 2))
    right = list(islice(flow, lines // 2))
    return "\n".join(line for pair in zip(left, right, strict=True) for line in pair) + "\n"


def time_corrections(paper: Paper, rounds: int) -> float:
    """Milliseconds from a correction to the state that is drawn."""
    spent = []
    for k in range(rounds):
        piece = paper.open().order[7 * (k + 1)]
        began = time.perf_counter()
        paper.act(paper.version, {"do": "move", "first": piece, "last": piece, "after": None})
        paper.view()
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent)


def time_drawing(path: Path, rounds: int) -> float | None:
    """Milliseconds from the request to the last line drawn; None without a browser."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the extra
    except ImportError:
        return None
    if chromium is None:
        return None
    from tests.review.conftest import FLAGS  # noqa: PLC0415 - the extra
    from tests.review.serving import serve  # noqa: PLC0415 - the extra

    spent: list[float] = []
    with serve([path]) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(rounds + 1):
            page = browser.new_page()
            page.goto(served.address)
            page.wait_for_selector("#lines path", state="attached")
            spent.append(page.evaluate("performance.getEntriesByName('drawn')[0].startTime"))
            page.close()
        browser.close()
    return statistics.median(spent[1:])  # the first also reads the text


def main() -> None:
    """Print a row for each number of lines."""
    parser = argparse.ArgumentParser(description="Times a review.")
    parser.add_argument("--lines", type=int, nargs="+", default=[100, 400])
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    use_one_thread()
    print("lines  read  solved anew  drawn  (ms)")
    for lines in arguments.lines:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.txt"
            path.write_text(make_page(lines), encoding="utf-8")
            paper = Paper(path, Settings())
            began = time.perf_counter()
            paper.open()
            read = 1000 * (time.perf_counter() - began)
            anew = time_corrections(paper, arguments.rounds)
            paper.pins_path.unlink()
            drawn = time_drawing(path, arguments.rounds)
        print(f"{lines:5}  {read:6.0f}  {anew:6.0f}  {'-' if drawn is None else f'{drawn:.0f}'}")


if __name__ == "__main__":
    main()
