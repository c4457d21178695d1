"""Pages that are in order: every one must come back byte for byte."""

from __future__ import annotations

import numpy as np

from kind_pages.blocks import as_clauses, as_references, as_table, as_verses, paragraph_blocks
from kind_pages.setting import (
    Block,
    Sample,
    Text,
    cells,
    paste,
    printed,
    read_texts,
    set_blocks,
)
from layoutfix.synthesis.draw import chance, integer, pick


def margin_every(text: Text, rng: np.random.Generator) -> Sample:
    """A number before every line, one to four blanks between (or an ideographic one)."""
    return _margin(text, rng, step=1, right=False)


def margin_every_right(text: Text, rng: np.random.Generator) -> Sample:
    """A number behind every line."""
    return _margin(text, rng, step=1, right=True)


def margin_fifth(text: Text, rng: np.random.Generator) -> Sample:
    """A number before every fifth line; the others are indented as far."""
    return _margin(text, rng, step=5, right=False)


def margin_fifth_right(text: Text, rng: np.random.Generator) -> Sample:
    """A number behind every fifth line."""
    return _margin(text, rng, step=5, right=True)


def _margin(text: Text, rng: np.random.Generator, *, step: int, right: bool) -> Sample:
    lines = _prose(text, rng, integer(rng, 48, 70))
    rows = lines[: pick(rng, (10, 12, 30))]
    first = pick(rng, (1, 1, 1, 31, 96))
    numbers = [n if n % step == 0 else None for n in range(first, first + len(rows))]
    wide = len(str(first + len(rows))) + pick(rng, (0, 0, 2))
    gap = " " * integer(rng, 1, 4)
    if text.cjk and not right and chance(rng, 0.2):
        gap = "　"
    edge = max(map(cells, rows))
    made = []
    for row, number in zip(rows, numbers, strict=True):
        label = "" if number is None else str(number)
        if right:
            padding = " " * (edge - cells(row)) + gap
            made.append(f"{row}{padding}{label:>{wide}}".rstrip())
        else:
            made.append(f"{label:>{wide}}{gap}{row}")
    return _ordered("\n".join(made) + "\n")


def pleading(text: Text, rng: np.random.Generator) -> Sample:
    """Two pages of a pleading: the numbers 1 to 28 on each, a bar behind them or not."""
    lines = _prose(text, rng, integer(rng, 48, 62))
    bar = pick(rng, ("  ", "   ", " | "))
    pages = [
        "\n".join(f"{n:>2}{bar}{row}" for n, row in enumerate(lines[at : at + 28], 1)) + "\n"
        for at in (0, 28)
    ]
    return _ordered("\f".join(p for p in pages if p.strip()))


def verses(text: Text, rng: np.random.Generator) -> Sample:
    """Verses with their numbers hanging in the margin, one a sentence."""
    blocks = as_verses(text, rng)
    return _ordered_blocks(text, rng, blocks)


def clauses(text: Text, rng: np.random.Generator) -> Sample:
    """Clauses 1., 1.1, (a) of one column, hanging."""
    return _ordered_blocks(text, rng, as_clauses(text, rng))


def references(text: Text, rng: np.random.Generator) -> Sample:
    """References of one column, hanging."""
    return _ordered_blocks(text, rng, as_references(text, rng, 12))


def table_in_prose(text: Text, rng: np.random.Generator) -> Sample:
    """A table between paragraphs of one column."""
    width = integer(rng, 52, 70)
    blocks = paragraph_blocks(text, rng, 0)
    blocks[1:1] = as_table(text, rng, width)
    lines = set_blocks(blocks[:8], width, cjk=text.cjk)
    return _ordered("\n".join(printed(lines)) + "\n")


def list_u3000(text: Text, rng: np.random.Generator) -> Sample:
    """Items whose marks are followed by an ideographic blank."""
    marks = pick(rng, ("①②③④⑤⑥⑦⑧", "一二三四五六七八", "甲乙丙丁戊己庚辛", "◎◎◎◎◎◎◎◎"))
    rows = []
    hang = pick(rng, (0, 4))
    for mark, sentence in zip(marks, text.sentences, strict=False):
        block = Block(sentence, f"{mark}　", hang)
        rows += printed(set_blocks([block], 44, cjk=True))
    return _ordered("\n".join(rows) + "\n")


def page_marks(text: Text, rng: np.random.Generator) -> Sample:
    """Prose of one column over three pages, a line that names the page between."""
    lines = _prose(text, rng, integer(rng, 44, 70))
    size = integer(rng, 9, 16)
    shape = page_mark(rng, text)
    pages = ["\n".join(lines[at : at + size]) for at in range(0, min(len(lines), 3 * size), size)]
    if chance(rng, 0.5):
        return _ordered("\n\n".join(f"{shape.format(n)}\n\n{p}" for n, p in enumerate(pages, 1)))
    return _ordered("\n".join(f"{p}\n{shape.format(n)}" for n, p in enumerate(pages, 14)) + "\n")


def page_mark(rng: np.random.Generator, text: Text) -> str:
    """How a line that names a page is printed."""
    own = {"de": "Seite {}", "fr": "— page {} —", "zh-Hans": "第{}页", "zh-Hant": "第{}頁"}
    shapes = ("--- Page {} ---", "- {} -", "=== Page {} ===", "[p. {}]", "— {} —")
    return pick(rng, (*shapes, own.get(text.language, "{}")))


def timed(text: Text, rng: np.random.Generator) -> Sample:
    """A programme: a time, a gap, a line of text; some go on below, hanging."""
    gap = pick(rng, ("  ", "    ", "      ", *(("　", "　　") if text.cjk else ())))
    minutes = integer(rng, 300, 600)
    padded = chance(rng, 0.5)
    blocks = []
    for clause in text.clauses[: integer(rng, 10, 18)]:
        hour = f"{minutes // 60:02}" if padded else f"{minutes // 60:>2}"
        label = f"{hour}:{minutes % 60:02}{gap}"
        minutes += 5 * integer(rng, 1, 12)
        more = pick(rng, text.clauses) if chance(rng, 0.3) else ""
        blocks.append(Block(f"{clause} {more}".strip(), label, cells(label)))
    lines = set_blocks(blocks, 56, cjk=text.cjk)
    return _ordered("\n".join(printed(lines)) + "\n")


def speakers(text: Text, rng: np.random.Generator) -> Sample:
    """A dialogue: names in a column, what they say in another, hanging."""
    names = ("廖阿满", "贺兰", "邓若谷") if text.cjk else ("OREN", "MARA", "THE WATCH")
    wide = max(map(cells, names)) + integer(rng, 2, 6)
    blocks = []
    for sentence in text.sentences[: integer(rng, 8, 14)]:
        name = pick(rng, names)
        blocks.append(Block(sentence, name + " " * (wide - cells(name)), wide))
    return _ordered_blocks(text, rng, blocks)


def parallel(text: Text, rng: np.random.Generator) -> Sample:
    """Phrases and their fellows in another language, side by side, to be read by row."""
    fellow = read_texts({"zh-Hans": "en", "en": "de", "de": "fr"}.get(text.language, "en"))
    rows = list(zip(text.clauses, pick(rng, fellow).clauses, strict=False))[: integer(rng, 8, 20)]
    starts = [0, max(cells(left) for left, _ in rows) + integer(rng, 2, 8)]
    numbered = chance(rng, 0.3)
    sides = [
        [f"{n}. {c}" if numbered else c for n, c in enumerate(s, 1)]
        for s in zip(*rows, strict=True)
    ]
    starts[1] += 4 * numbered
    return _ordered(paste(sides, starts))


def _prose(text: Text, rng: np.random.Generator, width: int) -> list[str]:
    indent = pick(rng, (0, 2, 4))
    blocks = paragraph_blocks(text, rng, indent)
    return printed(set_blocks(blocks, width, cjk=text.cjk, strict=chance(rng, 0.7)))


def _ordered_blocks(text: Text, rng: np.random.Generator, blocks: list[Block]) -> Sample:
    lines = set_blocks(blocks, integer(rng, 46, 72), cjk=text.cjk)
    return _ordered("\n".join(printed(lines)) + "\n")


def _ordered(dump: str) -> Sample:
    return Sample(dump, dump)
