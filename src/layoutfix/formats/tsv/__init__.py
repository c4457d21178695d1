"""tesseract's TSV: a row for each page, block, paragraph, line and word, parted by tabs.

    level page_num block_num par_num line_num word_num left top width height conf text
    4     1        1         1       1        0        62   87  872   35     -1
    5     1        1         1       1        1        62   88  77    26     96.67 How

rows.py    the table: its columns by name, its rows by page, paragraph and line
read.py    rows -> Document
write.py   the rows in reading order, numbered anew
"""

from layoutfix.formats.registry import Format
from layoutfix.formats.tsv.read import read_tsv
from layoutfix.formats.tsv.rows import MOST_BYTES, looks_like_tsv
from layoutfix.formats.tsv.write import write_tsv

FORMAT = Format("tsv", "tesseract TSV", looks_like_tsv, read_tsv, write_tsv, ".tsv", MOST_BYTES)
