"""Pages that are no newspaper's: gazettes, papers, notices, vertical text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .newspaper import (
    char_width,
    columns_css,
    headline,
    paragraph,
    running_foot,
    running_head,
    subhead,
)
from .sheet import Sheet, draw_style, style_css, style_data

_FORMULAS = (
    "y = a + b x + ε",
    "f(x) = x² − 2x + 1",
    "∑ xᵢ = n · μ",
    "E = m c² (1)",
    "P(A|B) = P(B|A) P(A) / P(B) (2)",
    "∂u/∂t = k ∂²u/∂x²",
)


def gazette(sheet: Sheet) -> None:
    """Numbered entries under headings, in two or three columns, as gazettes and registers have."""
    rng, cjk = sheet.rng, sheet.language.is_cjk
    style = replace(draw_style(rng, sheet.language), indent=0.0)
    style = replace(style, size=max(13, style.size - 2))
    count = rng.choice((2, 2, 3, 3, 4))
    column = char_width(sheet, style) * (rng.uniform(13, 20) if cjk else rng.uniform(28, 42))
    sheet.width = int(column * count + style.gutter * (count - 1))
    sheet.columns.append(count)
    running_head(sheet, style, 0.8)
    mark = rng.choice(("{}. ", "[{}] ", "№ {}. ", "{}) "))
    number = rng.randrange(1, 90_000)
    hanging = rng.choice((0.0, 1.0, 1.5))
    below = rng.choice((0, 0, 4))
    css = f"padding-left:{hanging}em;text-indent:-{hanging}em;margin-bottom:{below}px"
    made = []
    for _ in range(rng.randrange(2, 5)):
        made.append(subhead(sheet, 0, sheet.phrase(12) or "I", style))
        for _ in range(rng.randrange(5, 12)):
            words = sheet.sentence(14, 90).rstrip("。.")
            if not words:
                break
            number += rng.choice((1, 1, 1, 2, 7))
            day = f"{rng.randrange(1, 29)}.{rng.randrange(1, 13)}.{rng.randrange(1880, 2024)}"
            entry = f"{mark.format(number)}{words}, {day}."
            made.append(sheet.block("body", 0, entry, "p", css))
    sheet.parts.append(f'<div style="{columns_css(sheet, count, style)}">{"".join(made)}</div>')
    running_foot(sheet, style, 0.4)
    sheet.layout["styles"] = [style_data(style)]


def paper(sheet: Sheet) -> None:
    """A paper: title, authors, abstract over two columns with formulas and references."""
    rng, language = sheet.rng, sheet.language
    style = replace(draw_style(rng, language), gap=0.0, rule=False, justified=True)
    style = replace(style, size=min(style.size, 16))
    sheet.width = int(char_width(sheet, style) * (46 if language.is_cjk else 96)) + style.gutter
    sheet.columns.append(2)
    running_head(sheet, style, 0.3)
    text = sheet.texts[0]
    sheet.parts.append(headline(sheet, 0, text.title, style))
    names = ", ".join(rng.sample(language.names, rng.randrange(1, 4)))
    css = f"font:{style.size}px '{style.face}';text-align:center;margin-bottom:8px"
    sheet.parts.append(sheet.block("aside", 0, names, "p", css))
    abstract = " ".join(sheet.sentence(20, 60) for _ in range(3))
    small = replace(style, size=style.size - 2)
    inner = sheet.block("body", 0, f"{language.abstract}: {abstract}")
    frame = f"margin:8px {rng.choice((0, 6, 10))}% 14px;{style_css(small)}"
    sheet.parts.append(f'<div style="{frame}">{inner}</div>')
    made = []
    section = 1
    size, most = 0, 1600 if language.is_cjk else 4500
    for number, (_, words) in enumerate(
        part for own in sheet.texts for part in own.paragraphs if part[0] == "body"
    ):
        if size > most:
            break
        if number % 3 == 0:
            title = f"{section} {sheet.phrase(12)}".strip()
            made.append(subhead(sheet, 0, title, style))
            section += 1
        made.append(paragraph(sheet, 0, words, style))
        if rng.random() < 0.25:
            css = "text-align:center;text-indent:0;margin:6px 0;font-style:italic"
            made.append(sheet.block("aside", 0, rng.choice(_FORMULAS), "p", css))
            sheet.note("formulas")
        size += len(words)
    made.append(subhead(sheet, 0, language.references, style))
    css = f"font-size:{style.size - 2}px;padding-left:1.6em;text-indent:-1.6em"
    made += [
        sheet.block("body", 0, f"[{number}] {source}", "p", css)
        for number in range(1, rng.randrange(3, 7))
        if (source := sheet.sentence(12, 50))
    ]
    sheet.parts.append(f'<div style="{columns_css(sheet, 2, style)}">{"".join(made)}</div>')
    running_foot(sheet, style, 0.7)
    sheet.layout["styles"] = [style_data(style)]


def notices(sheet: Sheet) -> None:
    """Classified notices in narrow columns: each is an article of its own."""
    rng, cjk = sheet.rng, sheet.language.is_cjk
    style = draw_style(rng, sheet.language)
    style = replace(style, size=max(13, style.size - 2), indent=0.0, gap=0.0)
    count = rng.choice((3, 4, 4, 5)) if cjk else rng.choice((2, 3, 3, 4))
    column = char_width(sheet, style) * (rng.uniform(10, 15) if cjk else rng.uniform(23, 32))
    sheet.width = int(column * count + style.gutter * (count - 1))
    sheet.columns.append(count)
    running_head(sheet, style, 0.7)
    line = rng.choice(("border-bottom:1px solid #000;", "border-top:1px dashed #000;", ""))
    made = []
    for article in range(rng.randrange(12, 24)):
        words = [text for _ in range(rng.choice((1, 1, 2))) if (text := sheet.sentence(14, 60))]
        if not words:
            break
        label = rng.choice(sheet.language.labels)
        own = [sheet.block("heading", article, label, "h2", "font-size:1.15em;line-height:1.3")]
        for text in words:
            phone = f"{rng.randrange(100, 999)}-{rng.randrange(1000, 9999)}"
            own.append(sheet.block("body", article, f"{text} {phone}"))
        css = f"break-inside:avoid;padding:4px 0;{line}"
        made.append(f'<div style="{css}">{"".join(own)}</div>')
    sheet.parts.append(f'<div style="{columns_css(sheet, count, style)}">{"".join(made)}</div>')
    sheet.layout["styles"] = [style_data(style)]


def vertical(sheet: Sheet) -> None:
    """Chinese or Japanese in vertical lines, from right to left, in tiers below each other.

    The text is shared out among the tiers line by line, so that a paragraph goes on in the next.
    """
    rng = sheet.rng
    style = replace(draw_style(rng, sheet.language), justified=True, gap=0.0)
    tiers = rng.choice((1, 2, 2, 3, 3))
    per_line = rng.randrange(12, 26)
    indent = int(style.indent)
    most = rng.randrange(700, 1400) / len(sheet.texts)
    bodies = [
        _up_to([text for kind, text in own.paragraphs if kind == "body"], most)
        for own in sheet.texts
    ]
    wanted = sum(-(-(len(t) + indent) // per_line) for texts in bodies for t in texts) / tiers
    made: list[list[str]] = [[]]
    lines = 0.0
    for article, texts in enumerate(bodies):
        made[-1].append(headline(sheet, article, sheet.texts[article].title, style))
        lines += 4.0
        for text in texts:
            rest, inset = text, indent
            while rest:
                room = max(1, int(wanted - lines)) if len(made) < tiers else 10_000
                piece, rest = rest[: room * per_line - inset], rest[room * per_line - inset :]
                css = f"text-indent:{inset}em"
                is_new = len(piece) + len(rest) == len(text)
                made[-1].append(
                    sheet.block("body", article, piece, "p", css)
                    if is_new
                    else sheet.rest(piece, css)
                )
                lines += -(-(len(piece) + inset) // per_line)
                inset = 0
                if lines + 1 > wanted and len(made) < tiers:
                    made.append([])
                    lines = 0.0
    rule = "border-top:1px solid #000;" if style.rule else ""
    frame = (
        f"writing-mode:vertical-rl;height:{per_line * style.size}px;margin:0 0 {style.gutter}px "
        f"auto;padding-top:{style.gutter // 2}px;{rule}{style_css(style)}"
    )
    sheet.parts += [f'<div style="{frame}">{"".join(tier)}</div>' for tier in made]
    sheet.vertical = True
    sheet.columns.extend([tiers] * len(bodies))
    sheet.width = 0  # as wide as the text
    sheet.layout["styles"] = [style_data(style)]


def _up_to(texts: Sequence[str], most: float) -> list[str]:
    size, found = 0, []
    for text in texts:
        if size < most:
            found.append(text)
        size += len(text)
    return found
