"""What stands on the pages: paragraphs, clauses, verses, references, tables, lists, verse."""

from __future__ import annotations

import re

import numpy as np

from kind_pages.setting import Block, Text, cells
from layoutfix.synthesis.draw import chance, integer, pick

SPACE = Block("", printed=True)
"""An empty line."""
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def paragraph_blocks(text: Text, rng: np.random.Generator, indent: int) -> list[Block]:
    """The paragraphs, indented by so many blanks, or by two wide ones where blanks are asked."""
    lead = "　　" if text.cjk and indent else " " * indent
    return [Block(p, lead) for p in text.paragraphs]


def as_verses(text: Text, rng: np.random.Generator) -> list[Block]:
    """Sentences as verses, numbered in the margin."""
    hang = pick(rng, (3, 4, 5))
    first = integer(rng, 1, 30)
    right = chance(rng, 0.5)
    made = []
    for n, sentence in enumerate(text.sentences[:16], first):
        label = f"{n:>{hang - 1}} " if right else f"{n:<{hang - 1}} "
        made.append(Block(sentence, label, hang if chance(rng, 0.9) else 0))
    return [b._replace(hang=made[0].hang) for b in made]


def as_clauses(text: Text, rng: np.random.Generator) -> list[Block]:
    """Headings `1.`, clauses `1.1` and sometimes `(a)` of sentences, in a band of their own."""
    hang = pick(rng, (5, 6, 7))
    letters = chance(rng, 0.4)
    heads = [text.heading(c, 24) for c in text.clauses]
    made: list[Block] = []
    number = below = 0
    for k, sentence in enumerate(text.sentences):
        if k % 3 == 0:
            number, below = number + 1, 0
            head = heads[(7 * k) % len(heads)]
            made.append(Block(head, f"{number}.".ljust(hang), hang, heading=True))
        below += 1
        label = f"({'abc'[(k % 3)]})" if letters and k % 6 > 2 else f"{number}.{below}"
        made.append(Block(sentence, label.ljust(hang), hang))
    return made


def as_references(text: Text, rng: np.random.Generator, count: int) -> list[Block]:
    """References: numbered `[n]` or `n.`, or without a number; lines behind the first hang."""
    numbered = pick(rng, ("[{}]", "[{}]", "{}.", ""))
    hang = len(numbered.format(count)) + 1 if numbered else integer(rng, 2, 5)
    made = []
    for n in range(1, count + 1):
        title = pick(rng, text.clauses)
        year, first = integer(rng, 1950, 2019), integer(rng, 1, 300)
        if text.cjk:
            entry = f"{title[:3]}．{pick(rng, text.clauses)}{title[3:]}研究[J]．岑州学刊，{year}"
            entry += f"（{n}）：{first}-{first + 9}．"
        else:
            names = [w for w in re.findall(r"[^\W\d_]{4,}", title) if w[0].isupper()]
            author = (names or [w.title() for w in re.findall(r"[^\W\d_]{4,}", title)] or ["Tarn"])[
                0
            ]
            rest = f"{title.capitalize()} {pick(rng, text.clauses)}"
            entry = f"{author}, {pick(rng, 'ABEHJMPRT')}. {rest}. Ann. Lakes {n + 3} ({year})"
            entry += f" {first}-{first + 14}."
        made.append(Block(entry, numbered.format(n).ljust(hang) if numbered else "", hang))
    return made


def as_glossary(text: Text, rng: np.random.Generator, count: int) -> list[Block]:
    """Terms in the order of the alphabet, each with a sentence; lines behind the first hang."""
    hang = integer(rng, 2, 4)
    terms = sorted(
        {
            w
            for c in text.clauses
            for w in ([c[:3]] if text.cjk else c.split())
            if text.cjk or (w.isalpha() and len(w) > 3)
        }
    )
    chosen = terms[:: max(1, len(terms) // count)][:count]
    said = text.sentences
    mark = "：" if text.cjk else ": "
    return [Block(f"{t}{mark}{said[k % len(said)]}", "", hang) for k, t in enumerate(chosen)]


def as_table(text: Text, rng: np.random.Generator, width: int) -> list[Block]:
    """Rows of a name and two or three right-aligned figures, each a printed item."""
    names = [c[:3] if text.cjk else c.split()[-1].title() for c in text.clauses]
    names = list(dict.fromkeys(n for n in names if text.cjk or len(n) > 3))
    figures = 2 if width < 34 else 3
    room = (width - 2) // (figures + 1)
    made = []
    for k in range(integer(rng, 4, 7)):
        name = pick(rng, names)[: room - 2]
        row = name + " " * (width - figures * room - cells(name))
        row += "".join(
            f"{integer(rng, 1, 9000) / (10 ** (k % 2)):>{room}g}" for k in range(figures)
        )
        made.append(Block(row, item=k > 0, printed=True))
    return [SPACE, *made, SPACE] if chance(rng, 0.5) else made


def as_list(text: Text, rng: np.random.Generator, count: int, mark: str = "• ") -> list[Block]:
    """Clauses as items; a mark that holds `{}` counts up, one that holds `①` is circled."""
    start = integer(rng, 0, max(0, len(text.clauses) - count))
    made = []
    for n, clause in enumerate(text.clauses[start : start + count], 1):
        label = mark.format(n).replace("①", CIRCLED[n % 20 - 1])
        made.append(Block(clause, label, cells(label), item=n > 1))
    return made


def as_verse(text: Text, rng: np.random.Generator, stanzas: int) -> list[Block]:
    """Stanzas of four clauses, each a line."""
    start = integer(rng, 0, max(0, len(text.clauses) - 4 * stanzas))
    lines = text.clauses[start : start + 4 * stanzas]
    return [
        Block(line[:1].upper() + line[1:], item=k % 4 > 0, printed=True)
        for k, line in enumerate(lines)
    ]
