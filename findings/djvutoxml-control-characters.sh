#!/bin/sh
# Finding: djvutoxml (DjVuLibre 3.5.28) writes XML that no XML parser reads, where the text layer has
# control characters.
#
# Text layers of DjVu part columns, regions and paragraphs with U+000B, U+001D and U+001F, and these
# get into the texts of zones. djvutoxml writes them as &#11; and &#31;, which are as forbidden in
# XML 1.0 as the characters are: expat and libxml2 stop there ("invalid xmlChar value 31"), so that
# the whole file, not the one line, is lost. djvused prints the same text with octal escapes, and
# that can be read.
#
# Source: run below, on a one-page DjVu file that this script makes with c44 and djvused.
# Fails (1) if Python's XML parser takes what djvutoxml prints; 2 if the tools cannot be had.
set -eu
for tool in c44 djvused djvutoxml python3; do
    command -v "$tool" >/dev/null || { echo "needs $tool (apt-get install djvulibre-bin)"; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -c "import sys; sys.stdout.buffer.write(b'P6 60 40 255 ' + bytes([255]) * 7200)" > page.ppm
c44 page.ppm page.djvu
printf '(page 0 0 60 40 (line 5 20 55 30 "The weir was\\037open."))\n' > page.txt
djvused page.djvu -e 'select 1; set-txt page.txt; save'
djvused --help 2>&1 | head -1
echo "--- djvused"
djvused page.djvu -e print-txt
echo "--- djvutoxml"
djvutoxml page.djvu | tee page.xml | grep -A1 '<LINE'
grep -q 'was&#31;open' page.xml || exit 1
python3 - <<'PY'
import sys
from xml.etree import ElementTree

try:
    ElementTree.parse("page.xml")
except ElementTree.ParseError as error:
    print("--- expat:", error)
else:
    sys.exit("the file is read")
PY
echo "as found: djvutoxml prints a reference to U+001F, and the file is no XML"
