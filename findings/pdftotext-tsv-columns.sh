#!/bin/sh
# Finding: pdftotext -tsv (poppler-utils) prints tesseract's TSV with two columns exchanged.
#
# Both begin with a row of twelve names. tesseract has "block_num par_num line_num", poppler
# "par_num block_num line_num": code that takes the columns by their places reads poppler's blocks as
# paragraphs of one block. Poppler also counts from 0 (tesseract from 1), has no rows of level 2, and
# a text in the rows of pages, flows and lines (###PAGE###, ###FLOW###, ###LINE###), where tesseract's
# are empty: code that keeps every row with a text prints them. Neither manual page says so.
#
# Source: run below, on a one-page PDF that this script writes with reportlab 4.4.4, and the picture
# of it; as seen with poppler 22.12.0 and tesseract 5.3.0.
# Fails (1) if the rows of names are the same; 2 if the tools cannot be had.
set -eu
for tool in pdftotext pdftoppm tesseract; do
  command -v "$tool" >/dev/null || {
    echo "needs $tool (apt-get install poppler-utils tesseract-ocr)"
    exit 2
  }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" -q install reportlab==4.4.4 || exit 2
"$folder/venv/bin/python" - "$folder/page.pdf" <<'PY'
import sys
from reportlab.pdfgen.canvas import Canvas

page = Canvas(sys.argv[1], pagesize=(400, 300))
page.setFont("Times-Roman", 14)
page.drawString(40, 240, "the mill stood still")
page.drawString(40, 120, "nobody came")
page.save()
PY
pdftotext -v 2>&1 | head -1
tesseract --version 2>&1 | head -1
pdftotext -tsv "$folder/page.pdf" "$folder/poppler.tsv"
pdftoppm -r 200 -png -singlefile "$folder/page.pdf" "$folder/page"
tesseract "$folder/page.png" "$folder/tesseract" tsv 2>/dev/null
for name in poppler tesseract; do echo "--- $name"; head -5 "$folder/$name.tsv"; done
head -1 "$folder/tesseract.tsv" | grep -q "page_num	block_num	par_num	line_num" || exit 1
head -1 "$folder/poppler.tsv" | grep -q "page_num	par_num	block_num	line_num" || exit 1
grep -q "###LINE###" "$folder/poppler.tsv" || exit 1
echo "as found: par_num and block_num are exchanged"
