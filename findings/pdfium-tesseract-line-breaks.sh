#!/bin/sh
# Finding: PDFium (pypdfium2 5.15.2) prints all lines of a PDF that tesseract 5.3.0 made of a picture
# of 100 dpi as one line; of the same page at 200 dpi it prints them as lines.
#
# Of a searchable PDF (`tesseract page.png page pdf`), get_text_range() has a blank, not a line break,
# where lines end, if the picture has few pixels: of the twelve lines below (12 pt, 15 pt apart) one is
# left, of 57 lines of a newspaper page at 100 dpi 9. There hyphens at the ends of lines become "-" and
# a blank ("differ- ent") beside the U+FFFE that PDFium has for hyphens elsewhere. poppler's pdftotext
# prints lines. The boxes of characters are right in either file: lines have to be made from these.
#
# Source: run below, on a page that this script writes with reportlab 4.4.4 and has tesseract read.
# Fails (1) if PDFium prints more than half of the lines at 100 dpi; 2 if the tools cannot be had.
set -eu
for tool in tesseract pdftoppm; do
    command -v "$tool" >/dev/null || { echo "needs tesseract-ocr and poppler-utils"; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" -q install reportlab==4.4.4 pypdfium2==5.15.2 || exit 2
cd "$folder"
venv/bin/python - <<'PY'
from reportlab.pdfgen.canvas import Canvas

LINES = (
    "The ferry had been out of sight since", "early dawn, and an extraordinarily thick",
    "fog lay upon the water. Nobody on the", "quay could say whether it would come",
    "back before the evening, and those who", "had waited since the first bell went",
    "home again one after another. Only the", "old pilot stayed where he was, with a",
    "lamp in his hand, and looked out to the", "lighthouse, of which nothing could be",
    "seen but a dim red spot, now brighter", "and now gone, as the fog went by.",
)
page = Canvas("page.pdf", pagesize=(360, 260))
page.setFont("Times-Roman", 12)
for k, line in enumerate(LINES):
    page.drawString(60, 220 - 15 * k, line)
page.save()
PY
tesseract --version 2>&1 | head -1
for dpi in 100 200; do
    pdftoppm -r "$dpi" -png -singlefile page.pdf page
    tesseract page.png "read-$dpi" -l eng --psm 6 pdf 2>/dev/null
done
venv/bin/python - <<'PY'
import sys

import pypdfium2

print("pypdfium2", pypdfium2.PYPDFIUM_INFO)
counts = {}
for dpi in (100, 200):
    text = pypdfium2.PdfDocument(f"read-{dpi}.pdf")[0].get_textpage().get_text_range()
    counts[dpi] = sum(1 for line in text.splitlines() if line.strip())
    print(f"--- {dpi} dpi, {counts[dpi]} lines: {text[:90]!r}...")
if counts[100] > 6 or counts[200] != 12:
    sys.exit("PDFium prints these lines otherwise than it did")
PY
echo "as found: twelve lines at 200 dpi, fewer than half of them at 100"
