#!/bin/sh
# Finding: pdftotext (poppler-utils), default mode, prints a line of justified text one word a line.
#
# Where a line of a justified paragraph is stretched (its blanks about as wide as two letters and
# more), the default mode takes each word for a block of its own: "the mill stood still" comes out
# as four lines, and a reader of the text cannot tell them from four short paragraphs. The same page
# with the same words at natural blanks comes out as one line. Neither pdftotext's manual page nor
# the PDF say so; -layout prints one line for both.
#
# Source: run below, on a one-page PDF that this script writes with reportlab 4.4.4.
# Fails (1) if pdftotext no longer parts the words; 2 if the tools cannot be had.
set -eu
command -v pdftotext >/dev/null || { echo "needs pdftotext (apt-get install poppler-utils)"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" -q install reportlab==4.4.4 || exit 2
"$folder/venv/bin/python" - "$folder/page.pdf" <<'PY'
import sys
from reportlab.pdfgen.canvas import Canvas

page = Canvas(sys.argv[1], pagesize=(400, 300))
page.setFont("Times-Roman", 11)
page.drawString(40, 240, "a line at natural blanks")
for k, word in enumerate("the mill stood still".split()):  # one line: one baseline
    page.drawString(40 + 45 * k, 200, word)
page.save()
PY
pdftotext -v 2>&1 | head -1
pdftotext "$folder/page.pdf" "$folder/default.txt"
pdftotext -layout "$folder/page.pdf" "$folder/layout.txt"
echo "--- default"; cat "$folder/default.txt"
echo "--- -layout"; cat "$folder/layout.txt"
grep -qx "a line at natural blanks" "$folder/default.txt" || exit 1
for word in the mill stood still; do grep -qx "$word" "$folder/default.txt" || exit 1; done
grep -q "the  *mill  *stood  *still" "$folder/layout.txt" || exit 1
echo "as found: one line of the page, four lines of text"
