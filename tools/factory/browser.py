"""PDF and true lines of a page: one Chromium prints all, and says where each letter stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

from .errors import MissingError, PageError
from .sheet import Sheet

_TIMEOUT_MS = 300_000
POINTS = 0.75
"""Points in a pixel of the browser."""

_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--font-render-hinting=none"),
)
_LETTERS = """() => [...document.querySelectorAll('[data-b]')].map(element => {
  const found = [parseInt(element.dataset.b)], range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let at = 0;
    for (const letter of node.data) {
      range.setStart(node, at);
      at += letter.length;
      range.setEnd(node, at);
      const box = [...range.getClientRects()].at(-1);
      found.push(box ? [letter, box.left, box.top, box.right, box.bottom] : [letter, 0, 0, 0, 0]);
    }
  }
  return found;
})"""
_HYPHENS = """() => {
  const range = document.createRange();
  const rect = (node, at) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return [...range.getClientRects()].at(-1);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), changes = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data;
    if (!text.includes('\u00ad')) continue;
    let shown = '';
    for (let at = 0; at < text.length; at++) {
      if (text[at] !== '\u00ad') { shown += text[at]; continue; }
      const before = rect(node, at - 1), after = rect(node, at + 1);
      if (Math.abs(before.top - after.top) > 3) shown += '-';
    }
    changes.push([node, shown]);
  }
  for (const [node, shown] of changes) node.data = shown;
}"""
"""A soft hyphen that is shown becomes a hyphen, any other goes: PDFs of real pages have none."""

_SIZE = """() => {
  let right = 0, bottom = 0;
  for (const element of document.querySelectorAll('body, body *')) {
    const box = element.getBoundingClientRect();
    right = Math.max(right, box.right);
    bottom = Math.max(bottom, box.bottom);
  }
  return [right, bottom];
}"""
_DROPPED_RE = re.compile(r"[\s\u00ad\u2010\u2011\ue000-\uf8ff\0-]+")  # and private use
_RADICALS_RE = re.compile("[\u2e80-\u2fdf]")

Letter = Sequence[Any]  # character, left, top, right, bottom in pixels
Line = dict[str, Any]


def letters_to_lines(letters: Sequence[Letter], *, vertical: bool, row: bool = False) -> list[Line]:
    """The lines of one block, as they stand on the page: text and box in pixels.

    A `row` of a table is one line, whatever is between its cells.

    >>> word = [("a", 0, 0, 8, 10), ("-", 8, 0, 12, 10), ("b", 0, 12, 8, 22)]
    >>> [line["text"] for line in letters_to_lines(word, vertical=False)]
    ['a-', 'b']
    >>> letters_to_lines(word[:1], vertical=False)
    [{'text': 'a', 'box': [0, 0, 8, 10]}]
    """
    lines: list[Line] = []
    last: Letter | None = None
    for letter in letters:
        character, left, top, right, bottom = letter
        if right <= left or bottom <= top:
            if lines and character.isspace():
                lines[-1]["text"] += " "
            continue
        if character.isspace() and (not lines or last is None):
            continue
        if last is None or (_breaks(last, letter, vertical=vertical) and not row):
            if character.isspace():
                lines[-1]["text"] += " "
                continue
            lines.append({"text": character, "box": [left, top, right, bottom]})
        else:
            gap = row and left - last[3] > 4
            lines[-1]["text"] += (" " if gap else "") + character
            if not character.isspace():
                box = lines[-1]["box"]
                box[:] = (
                    min(box[0], left),
                    min(box[1], top),
                    max(box[2], right),
                    max(box[3], bottom),
                )
        last = letter
    for line in lines:
        line["text"] = line["text"].strip()
    return [line for line in lines if line["text"]]


def _breaks(last: Letter, letter: Letter, *, vertical: bool) -> bool:
    if vertical:
        across = abs(last[1] + last[3] - letter[1] - letter[3]) / 2
        return bool(across > 0.5 * (last[3] - last[1]) or letter[2] < last[2] - 2)
    high = last[4] - last[2]
    across = abs(last[2] + last[4] - letter[2] - letter[4]) / 2
    return bool(across > 0.5 * high or letter[1] < last[1] - 2 or letter[1] > last[3] + 0.6 * high)


def normal(text: str) -> str:
    """A text without what PDFs have in another form: blanks, hyphens, ligatures, widths."""
    return _DROPPED_RE.sub("", unicodedata.normalize("NFKC", text))


def is_same(true: str, read: str) -> bool:
    """Whether the characters of a PDF are those of a line; a radical stands for any character.

    >>> is_same("fi ne-", "\\ufb01ne")
    True
    >>> is_same("one", "two")
    False
    """
    left, right = normal(true), normal(read)
    if len(left) != len(right):
        return False
    return all(a == b or _RADICALS_RE.match(b) for a, b in zip(left, right, strict=True))


def disagreeing(
    lines: Sequence[Line], characters: Sequence[Letter], *, vertical: bool
) -> list[str]:
    """The lines whose characters the PDF does not have at the same place; boxes in points."""
    wrong = []
    boxes = np.array([c[1:5] for c in characters], dtype=float).reshape(-1, 4)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    along = boxes[:, 1] if vertical else boxes[:, 0]
    left, right = (0, 0) if vertical else (1, 3)  # a stop may hang over
    for line in lines:
        x0, y0, x1, y1 = line["box"]
        inside = np.flatnonzero((x0 - left <= x) & (x <= x1 + right) & (y0 <= y) & (y <= y1))
        inside = inside[np.argsort(along[inside], kind="stable")]
        read = "".join(characters[k][0] for k in inside.tolist())
        if not is_same(line["text"], read) and sorted(normal(read)) != sorted(normal(line["text"])):
            wrong.append(f"{line['text']!r} is {read!r} in the PDF")
    return wrong


class Browser:
    """Chromium, started once; `set_page` prints one sheet."""

    def __init__(self, executable: str) -> None:
        try:
            from playwright.sync_api import sync_playwright  # noqa: PLC0415
        except ImportError as problem:
            raise MissingError(f"Package {problem.name} is missing: install .[factory].") from None
        self._playwright = sync_playwright().start()
        self._chromium = self._playwright.chromium.launch(
            executable_path=executable, args=list(_FLAGS)
        )
        self.version = self._chromium.version
        self._page = self._chromium.new_page()
        self._page.set_default_timeout(_TIMEOUT_MS)
        self._page.emulate_media(media="print")

    def close(self) -> None:
        """Ends Chromium."""
        self._chromium.close()
        self._playwright.stop()

    def set_page(self, sheet: Sheet) -> tuple[bytes, list[Line]]:
        """The PDF of a sheet, one page, and its true lines in reading order, boxes in points."""
        page = self._page
        wide = sheet.width + 2 * sheet.margin if sheet.width else 2400
        page.set_viewport_size({"width": wide, "height": 1600})
        page.set_content(sheet.page_html(), wait_until="load")
        if sheet.hyphens:
            page.evaluate(_HYPHENS)
        right, bottom = page.evaluate(_SIZE)
        if not sheet.width:  # as wide as the text, which nothing bounds
            wide = int(right) + 3
            page.evaluate(f"document.body.style.width = '{wide - 2 * sheet.margin}px'")
            page.set_viewport_size({"width": wide, "height": 1600})
            right, bottom = page.evaluate(_SIZE)
        found = page.evaluate(_LETTERS)
        height = int(bottom) + (80 if sheet.vertical else 3)  # or vertical tiers are broken off
        if right > wide + 1:
            raise PageError(f"the page is {right:.0f} px wide, not {wide}")
        pdf = page.pdf(
            width=f"{wide}px",
            height=f"{height}px",
            print_background=True,
            page_ranges="1" if sheet.vertical else "",  # an empty one may follow
        )
        lines = []
        for number, *letters in found:
            block = sheet.blocks[number]
            row = bool(block.get("row"))
            for line in letters_to_lines(letters, vertical=sheet.vertical, row=row):
                box = [round(x * POINTS, 1) for x in line["box"]]
                lines.append(
                    {
                        "text": line["text"],
                        "block": number,
                        "kind": block["kind"],
                        "article": block["article"],
                        "box": box,
                    }
                )
        return pdf, lines
