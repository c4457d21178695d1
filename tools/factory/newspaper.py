"""Newspaper pages: one to three articles in columns, with what stands among them."""

from __future__ import annotations

from .articles import Text
from .sheet import Sheet, Style, draw_style, style_css, style_data, vary_style

_MOST_WIDE = 1900
"""Pixels: no newspaper page is wider."""


def char_width(sheet: Sheet, style: Style) -> float:
    """Mean width of a character."""
    return style.size if sheet.language.is_cjk else style.size * 0.5


def running_head(sheet: Sheet, style: Style, chance: float = 0.6) -> None:
    """A line above all columns, on most pages."""
    rng = sheet.rng
    if rng.random() >= chance:
        return
    numbers = rng.randrange(1995, 2025), rng.randrange(1, 13), rng.randrange(1, 29)
    text = rng.choice(sheet.language.heads).format(*numbers, rng.randrange(2, 24))
    side = rng.choice(("left", "left", "center", "right"))
    css = (
        f"font:{int(style.size * 0.75)}px '{style.face}';text-align:{side};"
        "border-bottom:1px solid #000;margin-bottom:10px"
    )
    sheet.parts.append(sheet.block("aside", -1, text, "div", css))
    sheet.note("head")


def running_foot(sheet: Sheet, style: Style, chance: float = 0.2) -> None:
    """A page number below all columns, on some."""
    if sheet.rng.random() >= chance:
        return
    text = sheet.language.page.format(sheet.rng.randrange(2, 400))
    css = f"font:{int(style.size * 0.75)}px '{style.face}';text-align:center;margin-top:12px"
    sheet.parts.append(sheet.block("aside", -1, text, "div", css))
    sheet.note("foot")


def headline(sheet: Sheet, article: int, title: str, style: Style) -> str:
    """The headline of an article."""
    size = int(style.size * sheet.rng.uniform(1.5, 2.3))
    side = sheet.rng.choice(("center", "left"))
    css = f"font:bold {size}px/1.25 '{style.face}';margin:12px 0;text-align:{side}"
    return sheet.block("heading", article, title, "h1", css)


def paragraph(sheet: Sheet, article: int, text: str, style: Style, *, kind: str = "body") -> str:
    """A paragraph of running text."""
    css = f"text-indent:{style.indent}em;margin-bottom:{style.gap}em"
    return sheet.block(kind, article, text, "p", css)


def subhead(sheet: Sheet, article: int, text: str, style: Style) -> str:
    """A heading within a column."""
    side = sheet.rng.choice(("left", "left", "center"))
    css = (
        f"font:bold {int(style.size * 1.25)}px/1.3 '{style.face}';margin:8px 0;"
        f"break-after:avoid;text-align:{side}"
    )
    return sheet.block("heading", article, text, "h2", css)


def picture(sheet: Sheet, article: int, style: Style) -> str:
    """A picture as wide as its column, with a caption below it."""
    height = sheet.rng.randrange(70, 190)
    image = f'<div style="height:{height}px;background:#bbb;border:1px solid #555"></div>'
    caption = sheet.sentence(10, 60)
    css = f"font-size:{max(9, int(style.size * 0.8))}px;text-indent:0;margin:2px 0"
    text = sheet.block("caption", article, caption, "p", css) if caption else ""
    sheet.note("pictures")
    return f'<div style="break-inside:avoid;margin:6px 0">{image}{text}</div>'


def cut_picture(sheet: Sheet) -> str:
    """A picture that is cut into its column: the lines beside it are short."""
    rng = sheet.rng
    sheet.note("cut_pictures")
    return (
        f'<div style="float:{rng.choice(("left", "right"))};width:{rng.randrange(35, 55)}%;'
        f'height:{rng.randrange(60, 160)}px;background:#999;margin:4px 8px"></div>'
    )


def box(sheet: Sheet, article: int, style: Style) -> str:
    """A boxed sentence."""
    text = sheet.sentence(10, 60)
    if not text:
        return ""
    css = f"font-size:{int(style.size * 1.1)}px;font-weight:bold;text-indent:0"
    sheet.note("boxes")
    inner = sheet.block("aside", article, text, "p", css)
    frame = "border:2px solid #000;padding:6px;margin:8px 0;break-inside:avoid"
    return f'<div style="{frame}">{inner}</div>'


def table(sheet: Sheet, article: int, style: Style) -> str:
    """A small table of numbers; each row is a block of its own."""
    rng = sheet.rng
    columns, rows = rng.randrange(2, 4), rng.randrange(3, 6)
    line = "border-bottom:1px solid #000;" if rng.random() < 0.5 else ""
    css = f"font-size:{max(9, int(style.size * 0.85))}px;text-indent:0;padding:1px 5px;{line}"
    made = []
    for _ in range(rows):
        label = sheet.phrase(5).strip()[:14] or "-"
        cells = [label, *(f"{rng.randrange(1, 90_000) / 10:.1f}" for _ in range(columns - 1))]
        made.append(sheet.row(article, cells, css))
    sheet.note("tables")
    frame = "border-collapse:collapse;margin:8px 0;break-inside:avoid;width:100%;text-align:left"
    return f'<table style="{frame}">{"".join(made)}</table>'


def bullets(sheet: Sheet, article: int) -> str:
    """A short list, numbered or with bullets."""
    mark = sheet.rng.choice(("• ", "– ", "{}. ", "({}) "))
    made = []
    for number in range(1, sheet.rng.randrange(3, 6)):
        if words := sheet.sentence(8, 40):
            css = "padding-left:1em;text-indent:-1em"
            made.append(sheet.block("body", article, mark.format(number) + words, "p", css))
    sheet.note("lists")
    return '<div style="margin:4px 0">' + "".join(made) + "</div>"


def body(sheet: Sheet, article: int, text: Text, style: Style, most: float) -> list[str]:
    """The paragraphs of an article, up to so many characters, and what stands among them."""
    rng = sheet.rng
    made: list[str] = []
    size, pictures = 0, 0
    for number, (kind, paragraph_text) in enumerate(text.paragraphs):
        if size > most:
            break
        if kind == "heading":
            made.append(subhead(sheet, article, paragraph_text, style))
            continue
        chance = rng.random()
        if number and chance < 0.12:
            phrase = sheet.phrase(16)
            if len(phrase) > 4:
                made.append(subhead(sheet, article, phrase, style))
        elif number and chance > 0.85 and pictures < 2:
            pictures += 1
            made.append(picture(sheet, article, style))
        elif 0.79 < chance < 0.85:
            made.append(cut_picture(sheet))
        elif number and 0.72 < chance < 0.75:
            made.append(box(sheet, article, style))
        elif number and 0.75 < chance < 0.77:
            made.append(table(sheet, article, style))
        elif number and 0.77 < chance < 0.79:
            made.append(bullets(sheet, article))
        made.append(paragraph(sheet, article, paragraph_text, style))
        size += len(paragraph_text)
    return made


def columns_css(sheet: Sheet, count: int, style: Style) -> str:
    """Declarations for an element whose text runs in columns."""
    rule = "column-rule:1px solid #000;" if style.rule else ""
    return f"column-count:{count};column-gap:{style.gutter}px;{rule}" + style_css(style)


def fitting(sheet: Sheet, count: int, style: Style, width: float) -> int:
    """So many columns, or fewer where they would be too narrow."""
    least = char_width(sheet, style) * (10 if sheet.language.is_cjk else 21)
    while count > 1 and (width - (count - 1) * style.gutter) / count < least:
        count -= 1
    return count


def _characters(sheet: Sheet) -> int:
    return 2000 if sheet.language.is_cjk else 5000


def typeset(sheet: Sheet, *, goes_on: bool = False) -> None:
    """One to three articles below each other, each in columns of its own.

    A page that goes on from another has no headline over the first.
    """
    rng, cjk = sheet.rng, sheet.language.is_cjk
    style = draw_style(rng, sheet.language)
    narrow, wide = (13, 23) if cjk else (24, 46)
    column = char_width(sheet, style) * rng.uniform(narrow, wide)
    choices = (2, 2, 3, 3, 4, 5, 6) if cjk else (2, 2, 3, 3, 4)
    counts = [1 if rng.random() < 0.04 else rng.choice(choices) for _ in sheet.texts]
    sheet.width = min(_MOST_WIDE, int(max(k * column + (k - 1) * 30 for k in counts)))
    running_head(sheet, style)
    styles = []
    for number, text in enumerate(sheet.texts):
        own = vary_style(rng, style, sheet.language) if number else style
        count = fitting(sheet, counts[number], own, sheet.width)
        sheet.columns.append(count)
        styles.append(style_data(own))
        inside = rng.random() < 0.08
        title = headline(sheet, number, text.title, own) if number or not goes_on else ""
        most = _characters(sheet) / len(sheet.texts) * rng.uniform(0.7, 1.2)
        inner = "".join(body(sheet, number, text, own, most))
        css = columns_css(sheet, count, own)
        if not inside:
            sheet.parts.append(title)
        else:
            sheet.note("headline_in_column")
        start = title if inside else ""
        sheet.parts.append(f'<div style="{css}">{start}{inner}</div>')
        if number + 1 < len(sheet.texts) and rng.random() < 0.15:
            sheet.parts.append('<hr style="border:0;border-top:1px solid #000;margin:8px 0">')
    footnotes(sheet, style, 0.08)
    running_foot(sheet, style)
    sheet.layout["styles"] = styles


def footnotes(sheet: Sheet, style: Style, chance: float) -> None:
    """One or two notes below all columns, on few pages."""
    if sheet.rng.random() >= chance:
        return
    css = f"font-size:{max(9, int(style.size * 0.78))}px;font-family:'{style.face}'"
    notes = [
        sheet.block("aside", -1, mark + words, "p", css)
        for mark in ("* ", "** ")[: sheet.rng.randrange(1, 3)]
        if (words := sheet.sentence(12, 60))
    ]
    frame = "border-top:1px solid #000;margin-top:10px;padding-top:4px"
    sheet.parts.append(f'<div style="{frame}">{"".join(notes)}</div>')
    sheet.note("footnotes")


def continuation(sheet: Sheet) -> None:
    """A page that goes on from another: it starts in the middle of a paragraph."""
    first = sheet.texts[0]
    paragraphs = list(first.paragraphs)
    at = next((k for k, (kind, _) in enumerate(paragraphs) if kind == "body"), 0)
    kind, text = paragraphs[at]
    cut = int(len(text) * sheet.rng.uniform(0.2, 0.6))
    rest = text[cut:] if sheet.language.is_cjk else text[cut:].split(" ", 1)[-1]
    paragraphs = [(kind, rest.strip() or text), *paragraphs[at + 1 :]]
    sheet.texts = [Text(first.source, "", tuple(paragraphs)), *sheet.texts[1:]]
    typeset(sheet, goes_on=True)
    start = next(k for k, part in enumerate(sheet.parts) if "column-count" in part)
    sheet.parts[start] = sheet.parts[start].replace("text-indent:", "text-indent:0em;--was:", 1)


def simple(sheet: Sheet) -> None:
    """One article in two to four columns of the same width, and hardly anything else."""
    rng, cjk = sheet.rng, sheet.language.is_cjk
    style = draw_style(rng, sheet.language)
    count = rng.choice((2, 2, 3, 3, 4))
    wide = {2: 21, 3: 17, 4: 14} if cjk else {2: 44, 3: 34, 4: 27}
    column = char_width(sheet, style) * wide[count] * rng.uniform(0.9, 1.15)
    sheet.width = int(column * count + style.gutter * (count - 1))
    sheet.columns.append(count)
    text = sheet.texts[0]
    if text.title and rng.random() < 0.85:
        sheet.parts.append(headline(sheet, 0, text.title, style))
    made = []
    size, most = 0, _characters(sheet) * rng.uniform(0.5, 1.0)
    with_picture = rng.random() < 0.3
    for number, (kind, paragraph_text) in enumerate(text.paragraphs):
        if size > most:
            break
        if kind == "heading":
            made.append(subhead(sheet, 0, paragraph_text, style))
            continue
        if number == 2 and with_picture:
            made.append(picture(sheet, 0, style))
        made.append(paragraph(sheet, 0, paragraph_text, style))
        size += len(paragraph_text)
    sheet.parts.append(f'<div style="{columns_css(sheet, count, style)}">{"".join(made)}</div>')
    sheet.layout["styles"] = [style_data(style)]


def side_by_side(sheet: Sheet) -> None:
    """Two articles beside each other, each under its own headline."""
    rng, cjk = sheet.rng, sheet.language.is_cjk
    style = draw_style(rng, sheet.language)
    counts = [rng.choice((1, 1, 2, 2, 3)), rng.choice((1, 1, 2))]
    narrow, wide = (13, 20) if cjk else (26, 42)
    column = char_width(sheet, style) * rng.uniform(narrow, wide)
    widths = [int(column * k + style.gutter * (k - 1)) for k in counts]
    between = max(style.gutter, rng.choice((16, 24, 32)))
    sheet.width = sum(widths) + between
    sheet.columns.extend(counts)
    running_head(sheet, style)
    cells = []
    most = _characters(sheet) * 0.8
    for number, text in enumerate(sheet.texts[:2]):
        share = most * counts[number] / sum(counts)
        title = headline(sheet, number, text.title, style)
        inner = "".join(body(sheet, number, text, style, share * rng.uniform(0.8, 1.2)))
        css = columns_css(sheet, counts[number], style)
        edge = f"width:{widths[number]}px;" + ("border-left:1px solid #000;" if number else "")
        edge += f"padding-left:{between // 2}px;margin-left:{between // 2}px;" if number else ""
        columns = f'<div style="{css}">{inner}</div>'
        cells.append(f'<div style="{edge}"><div>{title}</div>{columns}</div>')
    sheet.width += between
    sheet.parts.append(f'<div style="display:flex;align-items:flex-start">{"".join(cells)}</div>')
    running_foot(sheet, style)
    sheet.layout["styles"] = [style_data(style)]
