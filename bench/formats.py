"""What reading and writing files with coordinates costs on top of `fix`, in CPU time.

    python bench/formats.py page.hocr page.xml...

Of each file the best of several runs: read, boxes as arrays, order as lines of the file, write; and
their sum per hundred lines (those that are written: a line that held two columns counts as two).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import layoutfix
from layoutfix.formats import document_to_boxes, find_format, result_to_order

RUNS = 50


def best_ms(work: Callable[[], object]) -> float:
    """The least CPU time of a call, in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1e3 * min(times)


def measure(path: Path) -> str:
    data = path.read_bytes()
    document = layoutfix.read(data, name=path.name)
    result = layoutfix.fix(document)
    write = find_format(document.format).write
    orders = result_to_order(document, result)
    read = best_ms(lambda: layoutfix.read(data))
    both = best_ms(lambda: write(layoutfix.read(data), orders)) if write is not None else read
    costs = [
        read,
        best_ms(lambda: document_to_boxes(document)),
        best_ms(lambda: result_to_order(document, result)),
        both - read,
    ]
    lines = sum(len(block.pieces) for blocks in orders for block in blocks)
    words = sum(len(line.words) for page in document.pages for line in page.lines)
    cells = "  ".join(f"{cost:7.2f}" for cost in (*costs, 100 * sum(costs) / max(lines, 1)))
    return f"{cells}  {lines:6,}  {words:7,}  {document.format:6} {path.name}: {result.verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(description="What reading and writing files costs.")
    parser.add_argument("files", nargs="+", type=Path)
    print("   read    boxes    order    write  per 100   lines    words  file")
    for path in parser.parse_args().files:
        print(measure(path))


if __name__ == "__main__":
    main()
