#!/bin/sh
# Finding: pdfminer.six 20260107, extract_text(), prints words of a stretched line after the
# paragraph that the line stands in, so that a false sentence is left where they were.
#
# Four lines of one justified column; the second has four words, far apart, as where the next word
# was too long for it. With default parameters its first and last word stay between the lines, the
# two in the middle come after the whole paragraph: "since an extraordinarily thick fog", and then
# "dawn," and "and". No word is lost, and nothing says that the order is not that of the page. The
# same line at natural blanks is printed as it stands. With boxes_flow=None both stand above the
# paragraph instead.
#
# Source: run below, on a one-page PDF that this script writes with reportlab 4.4.4.
# Fails (1) if pdfminer.six keeps the words in their line; 2 if the packages cannot be had.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" -q install reportlab==4.4.4 pdfminer.six==20260107 || exit 2
"$folder/venv/bin/python" - "$folder/page.pdf" <<'PY'
import sys

import pdfminer
from pdfminer.high_level import extract_text
from pdfminer.layout import LAParams
from reportlab.pdfgen.canvas import Canvas

LINES = ("The ferry had been out of sight", "since dawn, and an", "extraordinarily",
         "thick fog lay upon the water all")
WIDTH = 150


def write(stretched):
    page = Canvas(sys.argv[1], pagesize=(400, 200))
    page.setFont("Helvetica", 10)
    for k, line in enumerate(LINES):
        words, x = line.split(), 40
        ink = sum(page.stringWidth(word, "Helvetica", 10) for word in words)
        gap = (WIDTH - ink) / (len(words) - 1) if stretched and len(words) > 1 else 2.8
        for word in words:
            page.drawString(x, 160 - 12 * k, word)
            x += page.stringWidth(word, "Helvetica", 10) + gap
    page.save()


print("pdfminer.six", pdfminer.__version__)
found = {}
for name, stretched, flow in (("natural", False, 0.5), ("stretched", True, 0.5), ("no flow", True, None)):
    write(stretched)
    text = extract_text(sys.argv[1], laparams=LAParams(boxes_flow=flow))
    found[name] = text.split()
    print(f"--- {name}: {text.strip()!r}")
said = " ".join(LINES).split()
sorted_alike = all(sorted(words) == sorted(said) for words in found.values())
after = found["stretched"].index("dawn,") > found["stretched"].index("all")
above = found["no flow"].index("dawn,") < found["no flow"].index("The")
if not (sorted_alike and found["natural"] == said and after and above):
    sys.exit("pdfminer.six prints these words otherwise than it did")
PY
echo "as found: two words of the second line stand after the fourth"
