"""Runs the engine over pages with boxes, beside XY-cut, the text alone and the file's own order.

    python bench/boxes.py --source rapidocr --group "typeset zh"
    python bench/boxes.py --pages ~/.cache/layoutfix/factory/pages --part test
    python bench/boxes.py --pages ... --part fit --proposals found.jsonl   # tools/fit_following.py

Pages are those of `dev_pages.py`, or with --pages those of the factory, whose `files` lie beside
them. Sources of boxes, each a line of the table for each group:

    rapidocr   boxes of the page's JSON, one a line; columns without a gap come fused
    tsv        words of tesseract --psm 6, rows across the columns
    pdf        words of the PDF, lines as poppler has them (pdftotext -bbox-layout), in its order
    lines      the true lines with their boxes, by rows from the top: ALTO without its order
    pdfrows    the words of the PDF, those that stand side by side as one line, from the top

Columns, J and NED each: the engine with boxes, the text alone, XY-cut on the same lines, the file's
order, the ceiling; then `harm`: J less the best of the three, on the worst page.

Exit codes: 0 fine, 1 the engine raised on some page, 2 the pages are not there.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

import dev_pages
import layoutfix
from layoutfix.arguments import settle_config
from layoutfix.assembly.hyphens import Forms
from layoutfix.assembly.pages import assemble_pages, lines_of_text
from layoutfix.boxes import WordBoxes, boxes_of
from layoutfix.checks import check_result
from layoutfix.conclusion import make_result, state_order
from layoutfix.cutting.items import boxes_to_items
from layoutfix.engine import judge_page, read_pages
from layoutfix.engine.placed import cuts_of, frames_to_orders, read_file, worth
from layoutfix.engine.read import read_text
from layoutfix.linking.page_ends import score_page_ends
from layoutfix.model_choice import choose_model
from layoutfix.sheet import read_sheet
from layoutfix.weights import FollowingWeights
from peers import xy_cut

Box = tuple[float, float, float, float]
Words = list[tuple[str, Box]]
Row = dict[str, Any]
SIDES = ("xMin", "yMin", "xMax", "yMax")
READINGS = ("boxes", "text", "xy", "file")
CJK_RE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’…—]")


def fix_boxes(dump: str, boxes: WordBoxes) -> layoutfix.Result:
    """`layoutfix.fix` of a page with the boxes of its words."""
    config, choice = settle_config(None, None), choose_model(dump, "auto", None)
    span = (0, len(dump))
    pages = read_pages(dump, [span], choice.model, config, boxes=[boxes])
    judged = [judge_page(page) for page in pages]
    over_ends = score_page_ends([*map(lines_of_text, judged)], choice.model, config)
    forms = Forms(dump, choice.model)
    assembled = assemble_pages(dump, [(*span, False)], judged, over_ends, forms, config)
    result = make_result(dump, assembled, choice, config)
    return check_result(state_order(result, pages, config))


def lines_to_input(lines: Sequence[Words]) -> tuple[str, WordBoxes]:
    """The dump of lines of words, and their boxes."""
    dump, words = "", []
    for k, line in enumerate(lines):
        for n, (text, box) in enumerate(line):
            if n and not (CJK_RE.match(dump[-1]) and CJK_RE.match(text)):
                dump += " "
            words.append((len(dump), len(dump) + len(text), k, box))
            dump += text
        dump += "\n"
    return dump, boxes_of(words)


def rapidocr_lines(page: dict[str, Any]) -> list[Words]:
    """The lines of RapidOCR as they stand in the page."""
    found = []
    for corners, text in page.get("boxes") or []:
        across, down = zip(*corners, strict=True)
        if text.strip():
            found.append([(text.strip(), (min(across), min(down), max(across), max(down)))])
    return found


def tsv_lines(path: Path) -> list[Words]:
    """The lines of tesseract's TSV."""
    lines: dict[tuple[str, ...], Words] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = (row["text"] or "").strip()
            if row["level"] != "5" or not text:
                continue
            x, y, w, h = (float(row[name]) for name in ("left", "top", "width", "height"))
            key = tuple(row[f"{name}_num"] for name in ("page", "block", "par", "line"))
            lines.setdefault(key, []).append((text, (x, y, x + w, y + h)))
    return list(lines.values())


def pdf_lines(path: Path) -> list[Words]:
    """The lines of a PDF as poppler has them."""
    made = subprocess.run(
        ["pdftotext", "-bbox-layout", str(path), "-"], check=True, capture_output=True
    )
    text = re.sub(rb' xmlns="[^"]*"', b"", made.stdout)
    text = re.sub(rb"<!DOCTYPE[^>]*>", b"", text)
    found = []
    for line in ET.fromstring(text).iter("line"):
        words = []
        for word in line.iter("word"):
            left, top, right, bottom = (float(word.get(name, "0")) for name in SIDES)
            if (word.text or "").strip():
                words.append(((word.text or "").strip(), (left, top, right, bottom)))
        if words:
            found.append(words)
    return found


def as_rows(lines: Sequence[Words]) -> list[Words]:
    """Lines that stand side by side as one, from the top."""
    words = sorted((w for line in lines for w in line), key=lambda w: w[1][1] + w[1][3])
    rows: list[Words] = []
    for text, box in words:
        middle = (box[1] + box[3]) / 2
        last = rows[-1][0][1] if rows else None
        if last is not None and last[1] < middle < last[3]:
            rows[-1].append((text, box))
        else:
            rows.append([(text, box)])
    return [sorted(row, key=lambda w: w[1][0]) for row in rows]


def inputs(page: dict[str, Any], files: Path, source: str) -> Iterator[tuple[str, list[Words]]]:
    """The lines of each source of a page whose name `source` finds."""
    tsv, pdf = files / f"{page['id']}.tsv.gz", files / f"{page['id']}.pdf"
    if re.search(source, "rapidocr") and page.get("boxes"):
        yield "rapidocr", rapidocr_lines(page)
    if re.search(source, "lines") and all(line.get("box") for line in page["lines"]):
        found = [[(line["text"].strip(), tuple(line["box"]))] for line in page["lines"]]
        yield "lines", [line for row in as_rows(found) for line in ([word] for word in row)]
    if re.search(source, "tsv") and tsv.exists():
        yield "tsv", tsv_lines(tsv)
    asked = [name for name in ("pdf", "pdfrows") if re.search(source, name)]
    if asked and pdf.exists():
        lines = pdf_lines(pdf)
        for name in asked:
            yield name, lines if name == "pdf" else as_rows(lines)


def read_by_xy_cut(lines: Sequence[Words]) -> str:
    """The lines in the order of an XY-cut of their boxes."""
    boxes = []
    for line in lines:
        left, top, right, bottom = zip(*(box for _, box in line), strict=True)
        boxes.append((min(left), min(top), max(right), max(bottom)))
    texts = lines_to_input(lines)[0].split("\n")
    return "\n".join(texts[k] for k in xy_cut(boxes))


def run(page: dict[str, Any], source: str, lines: list[Words], score: Any, kept: Path) -> Row:
    """The scores of all readings of a page."""
    dump, boxes = lines_to_input(lines)
    made = {}
    start = time.perf_counter()
    error = None
    try:
        made["boxes"] = fix_boxes(dump, boxes).text
    except Exception as problem:  # a bench goes on and reports
        made["boxes"], error = dump, f"{type(problem).__name__}: {problem}"
    ms = 1000 * (time.perf_counter() - start)
    base = cached(page, dump, lines, score, kept)
    scores = {"boxes": score.score(made["boxes"], page["lines"], dump), **base}
    best = max(scores[name]["J"] for name in READINGS[1:])
    return {
        "id": page["id"],
        "label": f"{page['group']} {page['lang']}",
        "source": source,
        "scores": scores,
        "harm": scores["boxes"]["J"] - best,
        "ms": ms,
        "error": error,
        "made": made["boxes"],
    }


def proposals_of(page: dict[str, Any], source: str, lines: list[Words], score: Any) -> Row:
    """All orders that are proposed for a page: what they are worth by, and how right they are."""
    dump, boxes = lines_to_input(lines)
    model = choose_model(dump, "auto", None).model
    sheet = read_sheet(dump, 0, len(dump), model, settle_config(None, None), boxes=boxes)
    found = []
    if sheet.rows and sheet.boxes is not None:
        by_text = read_text(replace(sheet, boxes=None))
        items = boxes_to_items(sheet.boxes, sheet)
        orders = [("text", by_text)]
        cuts = cuts_of(by_text)
        orders += [("frames", each) for each in frames_to_orders(items, sheet, cuts)]
        orders += [("file", each) for each in read_file(items, sheet)]
        for name, order in orders:
            text = "\n".join(order.page.fragments[i].text for i in order.order)
            scores = score.score(text, page["lines"], dump)
            terms = {key: worth(order, items, weights) for key, weights in TERMS.items()}
            found.append({"name": name, "J": scores["J"], "ned": scores["ned"], **terms})
    return {"id": page["id"], "source": source, "script": sheet.script.value, "found": found}


NOTHING = FollowingWeights(*[0.0] * 6)
TERMS = {
    "links": NOTHING,
    "next": replace(NOTHING, next_gain=1.0),
    "passed": replace(NOTHING, passed_cost=1.0),
}
"""By name the weights under which `worth` is the links, and these with one other term."""


def cached(page: dict[str, Any], dump: str, lines: list[Words], score: Any, kept: Path) -> Row:
    """Scores of the other readings, which change only when the text engine does."""
    key = hashlib.sha256(json.dumps([page["lines"], dump, lines]).encode()).hexdigest()
    path = kept / f"{key[:32]}.json"
    if path.exists():
        known: Row = json.loads(path.read_text())
        return known
    texts = {"text": layoutfix.fix(dump).text, "xy": read_by_xy_cut(lines), "file": dump}
    texts["ceiling"] = score.oracle(page["lines"], dump)
    found = {name: score.score(text, page["lines"], dump) for name, text in texts.items()}
    kept.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found))
    return found


def table_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Means by group and source."""
    names = (*READINGS, "ceiling")
    yield (
        f"{'group':22} {'source':9} {'n':>3} " + " ".join(f"{n:>11}" for n in names) + "   harm ms"
    )
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["source"], row["label"]].append(row)
        groups[row["source"], "all"].append(row)
    for (source, label), members in sorted(groups.items()):
        cells = []
        for name in names:
            j, ned = (np.mean([r["scores"][name][m] for r in members]) for m in ("J", "ned"))
            cells.append(f"{j:.3f}/{ned:.3f}")
        worst = min(members, key=lambda r: float(r["harm"]))
        span = dev_pages.interval(r["scores"]["boxes"]["J"] for r in members)
        shown = f"[{span[0]:.2f} {span[1]:.2f}]" if span else ""
        ms = np.mean([r["ms"] for r in members])
        yield (
            f"{label:22} {source:9} {len(members):3} {' '.join(cells)} {worst['harm']:+.3f} "
            f"{ms:4.0f} {shown} {worst['id']}"
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the bench; see the module's docstring for the exit codes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=Path, default=dev_pages.DEV, metavar="DIR")
    parser.add_argument("--files", type=Path, metavar="DIR", help="TSV and PDF of the pages")
    parser.add_argument("--part", default="", help="of the factory's pages: fit, choose, test")
    parser.add_argument("--group", default="", metavar="REGEX", help='in "group language id"')
    parser.add_argument("--source", default="", metavar="REGEX")
    parser.add_argument("--limit", type=int, metavar="N", help="pages of each group and language")
    parser.add_argument("--save", type=Path, metavar="DIR", help="the texts that are made")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list so many pages")
    parser.add_argument("--proposals", type=Path, metavar="OUT", help="all orders, a page a line")
    parser.add_argument("--json", type=Path, metavar="OUT")
    options = parser.parse_args(argv)
    if not options.pages.is_dir():
        print(f"{options.pages} is not there: see docs/factory.md.", file=sys.stderr)
        return 2
    score, rows = dev_pages.load_scorer(), []
    taken: dict[str, int] = defaultdict(int)
    files = options.files or options.pages.parent / "files"
    for path in sorted(options.pages.glob("*.json")):
        page = dev_pages.read_page(str(path))
        label = f"{page['group']} {page['lang']}"
        wanted = re.search(options.group, f"{label} {page['id']}")
        if not wanted or not re.search(options.part, page.get("part", "")):
            continue
        if options.limit is not None and taken[label] >= options.limit:
            continue
        taken[label] += 1
        for source, lines in inputs(page, files, options.source):
            if options.proposals:
                with options.proposals.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(proposals_of(page, source, lines, score)) + "\n")
                continue
            rows.append(run(page, source, lines, score, dev_pages.CACHE / "boxes"))
            if options.save:
                options.save.mkdir(parents=True, exist_ok=True)
                (options.save / f"{page['id']}.{source}.txt").write_text(rows[-1]["made"])
    if options.proposals:
        return 0
    print("\n".join(table_lines(rows)))
    for row in sorted(rows, key=lambda r: float(r["harm"]))[: options.worst]:
        shown = {name: round(row["scores"][name]["J"], 3) for name in (*READINGS, "ceiling")}
        print(f"{row['harm']:+.3f} {row['id']} {row['source']} {shown}")
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False))
    failed = [row for row in rows if row["error"]]
    for row in failed:
        print(f"the engine raised on {row['id']} {row['source']}: {row['error']}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
