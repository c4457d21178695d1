#!/bin/sh
# Finding: pdftotext -bbox, -bbox-layout and -tsv (poppler-utils) print the size of a page that is
# turned as if it was not, and its words where they are shown.
#
# A page of 400 x 300 points with /Rotate 90 is shown 300 wide and 400 high. Its words have boxes in
# that frame (the first one below lies 350 points down), but its <page>, and the row ###PAGE### of
# -tsv, say width 400, height 300: words lie outside their page, and what is drawn to scale, or put
# into shares of the page, is wrong. Scans that are kept upright by /Rotate are such pages. Nothing in
# the output tells that a page is turned; pdfinfo says "Page rot: 90" and the unturned size.
#
# Source: run below, on a one-page PDF that this script writes with reportlab 4.4.4 and turns with
# pypdf 6.1.1; as seen with poppler 22.12.0: <page width="400.000000" height="300.000000">, a word with yMax above 340.
# Fails (1) if the size is that of the page as it is shown; 2 if the tools cannot be had.
set -eu
command -v pdftotext >/dev/null || { echo "needs pdftotext (apt-get install poppler-utils)"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" -q install reportlab==4.4.4 pypdf==6.1.1 || exit 2
"$folder/venv/bin/python" - "$folder/page.pdf" <<'PY'
import sys
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

page = Canvas(sys.argv[1], pagesize=(400, 300))
page.setFont("Times-Roman", 11)
page.translate(350, 40)  # 350 points down the page as it is shown
page.rotate(90)  # read upright there
page.drawString(0, 0, "ferry")
page.save()
writer = PdfWriter(clone_from=sys.argv[1])
writer.pages[0].rotate(90)
writer.write(sys.argv[1])
PY
pdftotext -v 2>&1 | head -1
for option in -bbox -bbox-layout -tsv; do
  pdftotext "$option" "$folder/page.pdf" "$folder/out"
  echo "--- $option"
  grep -E '<page|<word|###PAGE###|ferry' "$folder/out"
  "$folder/venv/bin/python" - "$folder/out" <<'PY' || exit 1
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
if "<page" in text:
    height = float(re.search(r'<page width="[\d.]+" height="([\d.]+)"', text)[1])
    bottom = float(re.search(r'<word [^>]*yMax="([\d.]+)"', text)[1])
else:
    rows = [line.split("\t") for line in text.splitlines()]
    height = next(float(row[9]) for row in rows if row[-1] == "###PAGE###")
    bottom = next(float(row[7]) + float(row[9]) for row in rows if row[-1] == "ferry")
sys.exit(not (height == 300 and bottom > 340))
PY
done
echo "as found: a page 300 high, a word more than 340 down"
