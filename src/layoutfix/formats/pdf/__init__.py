"""The text layer of PDFs, through PDFium: its characters become words, these lines, by their boxes.

chars.py   the characters of a page as words with boxes, as they are painted
rows.py    words -> lines
read.py    files, passwords, pages without text
"""

from layoutfix.formats.pdf.read import looks_like_pdf, read_pdf
from layoutfix.formats.registry import Format

FORMAT = Format("pdf", "PDF", looks_like_pdf, read_pdf)
