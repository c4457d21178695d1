"""Processor time a page: layoutfix, an XY-cut on boxes, and the engines that read the page itself.

    python bench/peers_time.py
    python bench/peers_time.py --pages 4 --rapidocr PYTHON --font PATH

The true lines of development pages are drawn where they stand, at 144 dots an inch. Of these
images tesseract (psm 3) and RapidOCR make lines and boxes; the XY-cut is given the boxes that
RapidOCR made of the printed page, layoutfix the dump. Each has one thread. `--rapidocr` is a Python
that has the package rapidocr_onnxruntime, if this one has not; without either that column is empty,
and so is tesseract's where it is not installed.

Exit codes: 0 fine, 2 there are no development pages.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image, ImageDraw, ImageFont

import dev_pages
import layoutfix
import peers
from against_processes import ONE_THREAD, Build, run_once
from against_texts import DEV_GROUPS, spread
from layoutfix.pool import use_one_thread

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
SCALE = 2.0
"""Dots to a point."""
LANGUAGES = {"en": "eng", "zh-Hans": "chi_sim"}
"""Tesseract's names."""
RAPIDOCR = """
import sys, time
from rapidocr_onnxruntime import RapidOCR
read = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
for line in sys.stdin:
    start = time.process_time()
    read(line.strip())
    print(time.process_time() - start, flush=True)
"""
Page = dict[str, Any]
Timer = Callable[[Page, Path], float]
"""Seconds of the processor for a page, which was drawn into a file."""


def main() -> int:
    """Print the table; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--pages", type=int, default=6, help="of each group")
    parser.add_argument("--rapidocr", default=sys.executable, help="a Python that has it")
    parser.add_argument("--font", default=FONT, help="to draw with; it needs Chinese, too")
    arguments = parser.parse_args()
    if not dev_pages.DEV.is_dir():
        print(f"There are no pages in {dev_pages.DEV}.", file=sys.stderr)
        return 2
    use_one_thread()
    with tempfile.TemporaryDirectory() as name, rapidocr(arguments.rapidocr) as time_rapidocr:
        image = Path(name) / "page.png"
        timers: dict[str, Timer] = {
            "layoutfix": time_layoutfix,
            "XY-cut": time_xy_cut,
            "tesseract": time_tesseract,
            "RapidOCR": time_rapidocr,
        }
        print(f"{'group':12} pages" + "".join(f"{name + ' ms':>14}" for name in timers))
        for group, pages in select_pages(arguments.pages):
            times = []
            for page in pages:
                draw_page(page, arguments.font, image)
                times.append([timer(page, image) for timer in timers.values()])
            cells = "".join(f"{1e3 * median(own):14.1f}" for own in zip(*times, strict=True))
            print(f"{group:12} {len(pages):5}{cells}", flush=True)
    return 0


def select_pages(count: int) -> Iterator[tuple[str, list[Page]]]:
    """Pages that have true boxes and those of RapidOCR, by group."""
    for name, (label, engine) in DEV_GROUPS.items():
        tasks = dev_pages.select_tasks(label, engine, sees_page=False, limit=None)
        pages = [dev_pages.read_page(path) for path, _ in tasks]
        whole = [page for page in pages if page.get("boxes") and page["lines"][0].get("box")]
        if whole:
            yield name, list(spread(whole, count))


def draw_page(page: Page, font: str, image: Path) -> None:
    """The true lines of a page, each as large as its box, black on white."""
    right, foot = (max(line["box"][k] for line in page["lines"]) for k in (2, 3))
    canvas = Image.new("L", (round(SCALE * (right + 40)), round(SCALE * (foot + 40))), 255)
    draw = ImageDraw.Draw(canvas)
    for line in page["lines"]:
        left, top, end, low = (SCALE * x for x in line["box"])
        size = 0.8 * (low - top)
        length = ImageFont.truetype(font, size).getlength(line["text"])
        fitted = ImageFont.truetype(font, min(size, size * (end - left) / max(length, 1.0)))
        draw.text((left, top), line["text"], font=fitted, fill=0)
    canvas.save(image)


def time_layoutfix(page: Page, _: Path) -> float:
    """`fix` of RapidOCR's dump, warm."""
    dump = dev_pages.dump_of(page, "rapidocr")
    return min(_time(lambda: layoutfix.fix(dump)) for _ in range(3))


def time_xy_cut(page: Page, _: Path) -> float:
    """The order alone, of boxes that are there."""
    return min(_time(lambda: peers.xy_cut_ocr_boxes(page)) for _ in range(3))


def _time(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def time_tesseract(page: Page, image: Path) -> float:
    """A process that reads the image, its start included; NaN where there is no tesseract."""
    program, language = shutil.which("tesseract"), LANGUAGES.get(page["lang"])
    if program is None or language is None:
        return float("nan")
    build = Build(program, {"OMP_THREAD_LIMIT": "1"})
    return run_once(build, str(image), "-", "-l", language, "--psm", "3", "quiet").processor


@contextmanager
def rapidocr(python: str) -> Iterator[Timer]:
    """What times RapidOCR, which reads images in a process of its own; NaN without the package."""
    process = subprocess.Popen(
        [python, "-c", RAPIDOCR],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **ONE_THREAD},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    asked, said = process.stdin, process.stdout

    def read(_: Page, image: Path) -> float:
        try:
            asked.write(f"{image}\n")
            asked.flush()
        except BrokenPipeError:
            return float("nan")
        return float(said.readline() or "nan")

    try:
        yield read
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
