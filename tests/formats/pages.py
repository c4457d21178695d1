"""Pages of our own words as hOCR, ALTO and PAGE: two columns that were read across."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

LEFT = [
    "The ferry left the old harbour at dawn with",
    "out half of its crew, and nobody on the quay",
    "could say where the men had gone that night.",
    "The captain waited until the church bell had",
    "rung nine times before he gave the order to",
    "cast off, and then he went below without a",
    "word to the passengers who stood at the rail.",
    "By noon the wind had turned and the boat lay",
    "still, a mile from the lighthouse.",
]

RIGHT = [
    "The mayor opened the new market hall on Monday",
    "in front of a large crowd of citizens who had",
    "come from every village in the valley to see",
    "the building that had cost the town so much.",
    "He thanked the masons, the carpenters and the",
    "smiths, and he promised that the rents of the",
    "stalls would not be raised for seven years.",
    "After the speech the band of the fire brigade",
    "played until it was dark.",
]

WIDTH, HEIGHT = 1000, 800
FIRST, STEP, TALL, CELL = 60, 35, 28, 9
"""Where the first line stands, from line to line, how high one is, how wide a character."""


class Printed(NamedTuple):
    """A word and its box."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


def print_line(text: str, left: int, top: int) -> list[Printed]:
    """The words of a line, from a place on."""
    found, at = [], left
    for word in text.split(" "):
        found.append(Printed(word, at, top, at + CELL * len(word), top + TALL))
        at += CELL * (len(word) + 1)
    return found


def fused_rows() -> list[list[Printed]]:
    """The rows of both columns, each as one line: how an engine reads across."""
    return [
        [
            *print_line(a, 60, FIRST + k * STEP),
            *print_line(b, 520, FIRST + k * STEP),
        ]
        for k, (a, b) in enumerate(zip(LEFT, RIGHT, strict=True))
    ]


def clean_rows() -> list[list[Printed]]:
    """The lines of one column after another."""
    return [
        print_line(text, left, FIRST + k * STEP)
        for column, left in ((LEFT, 60), (RIGHT, 520))
        for k, text in enumerate(column)
    ]


def _around(words: list[Printed]) -> tuple[int, int, int, int]:
    return words[0].left, words[0].top, words[-1].right, words[0].bottom


def to_hocr(rows: list[list[Printed]], *, html: bool = False) -> bytes:
    """A page as tesseract writes it; as HTML that is no XML, if asked for."""
    lines = []
    for k, words in enumerate(rows):
        left, top, right, bottom = _around(words)
        inner = "\n".join(
            f"      <span class='ocrx_word' id='word_1_{k}_{n}' title='bbox {w.left} {w.top}"
            f" {w.right} {w.bottom}; x_wconf 9{n % 10}'>{w.text}</span>"
            for n, w in enumerate(words)
        )
        lines.append(
            f"     <span class='ocr_line' id='line_1_{k}' title=\"bbox {left} {top} {right}"
            f' {bottom}; baseline 0.01 -5; x_size 20">\n{inner}\n     </span>'
        )
    head = "<!DOCTYPE html>\n<html>" if html else '<?xml version="1.0" encoding="UTF-8"?>\n<html>'
    meta = "<meta name='ocr-system' content='engine 1.0'" + (">" if html else "/>")
    image = "\n   <hr>" if html else "\n   <!-- a rule stood here -->"
    return f"""{head}
 <head>
  <title></title>
  {meta}
 </head>
 <body>
  <div class='ocr_page' id='page_1' title='image "a.png"; bbox 0 0 {WIDTH} {HEIGHT}; ppageno 0'>
   <div class='ocr_carea' id='block_1_1' title="bbox 60 60 950 400">
    <p class='ocr_par' id='par_1_1' lang='eng' title="bbox 60 60 950 400">
{chr(10).join(lines)}
    </p>
   </div>{image}
   <div class='ocr_photo' id='photo_1' title='bbox 0 500 100 600' data-x='kept'></div>
  </div>
 </body>
</html>
""".encode()


ALTO_SPACES = {
    "2": "http://www.loc.gov/standards/alto/ns-v2#",
    "3": "http://www.loc.gov/standards/alto/ns-v3#",
    "4": "http://www.loc.gov/standards/alto/ns-v4#",
    "": "",
}


def to_alto(
    rows: list[list[Printed]], version: str = "3.0", *, unit: str = "pixel", order: str = ""
) -> bytes:
    """A page of ALTO with a running head in its margin; `order` is its ReadingOrder."""
    space = ALTO_SPACES[version[:1]]
    xmlns = f' xmlns="{space}" SCHEMAVERSION="{version}"' if space else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alto{xmlns}>
 <Description>
  <MeasurementUnit>{unit}</MeasurementUnit>
 </Description>{order}
 <Layout>
  <Page ID="p1" PHYSICAL_IMG_NR="1" WIDTH="{WIDTH}" HEIGHT="{HEIGHT}">
   <PrintSpace ID="ps" HPOS="0" VPOS="0" WIDTH="{WIDTH}" HEIGHT="{HEIGHT}">
    <TextBlock ID="b1" HPOS="60" VPOS="60" WIDTH="890" HEIGHT="340">
{chr(10).join(_alto_lines(rows))}
    </TextBlock>
    <!-- kept -->
    <Illustration ID="i1" HPOS="0" VPOS="500" WIDTH="100" HEIGHT="100"/>
   </PrintSpace>
  </Page>
 </Layout>
</alto>
""".encode()


def _alto_lines(rows: list[list[Printed]]) -> Iterator[str]:
    for k, words in enumerate(rows):
        left, top, right, bottom = _around(words)
        strings = []
        for n, word in enumerate(words):
            strings.append(
                f'      <String ID="s{k}_{n}" HPOS="{word.left}" VPOS="{word.top}"'
                f' WIDTH="{word.right - word.left}" HEIGHT="{TALL}" WC="0.9"'
                f" CONTENT={quoteattr(word.text)}/>"
            )
        for n, (a, b) in enumerate(pairwise(words)):
            strings[n] += f'<SP WIDTH="{b.left - a.right}" VPOS="{a.top}" HPOS="{a.right}"/>'
        yield (
            f'     <TextLine ID="l{k}" HPOS="{left}" VPOS="{top}" WIDTH="{right - left}"'
            f' HEIGHT="{bottom - top}">\n' + "\n".join(strings) + "\n     </TextLine>"
        )


PAGE_SPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/{}"


def to_page(
    rows: list[list[Printed]],
    version: str = "2019-07-15",
    *,
    order: str = "",
    words: bool = True,
    custom: bool = False,
) -> bytes:
    """A page of PAGE; `order` is its ReadingOrder, `custom` writes Transkribus' index."""
    lines = []
    for k, row in enumerate(rows):
        left, top, right, bottom = _around(row)
        inner = [
            f'     <Word id="w{k}_{n}">{_coords(*word[1:])}'
            f"<TextEquiv><Unicode>{word.text}</Unicode></TextEquiv></Word>"
            for n, word in enumerate(row)
        ]
        text = " ".join(word.text for word in row)
        mark = f' custom="readingOrder {{index:{k};}} person {{offset:4; length:5;}}"'
        lines.append(
            f'    <TextLine id="l{k}"{mark if custom else ""}>\n'
            f"     {_coords(left, top, right, bottom)}\n"
            f'     <Baseline points="{left},{bottom} {right},{bottom}"/>\n'
            + "\n".join([*inner, ""] if words else [])
            + f'     <TextEquiv conf="0.8"><Unicode>{text}</Unicode></TextEquiv>\n    </TextLine>'
        )
    text = "\n".join(" ".join(word.text for word in row) for row in rows)
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<PcGts xmlns="{PAGE_SPACE.format(version)}">
 <Metadata>
  <Creator>nobody</Creator>
  <Created>2020-01-01T00:00:00</Created>
  <LastChange>2020-01-01T00:00:00</LastChange>
 </Metadata>
 <Page imageFilename="a.png" imageWidth="{WIDTH}" imageHeight="{HEIGHT}">{order}
  <TextRegion id="r1" type="paragraph">
   {_coords(60, 60, 950, 400)}
{chr(10).join(lines)}
   <TextEquiv>
    <Unicode>{text}</Unicode>
   </TextEquiv>
  </TextRegion>
  <!-- kept -->
  <ImageRegion id="i1">{_coords(0, 500, 100, 600)}</ImageRegion>
 </Page>
</PcGts>
""".encode()


def _coords(left: int, top: int, right: int, bottom: int) -> str:
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'
