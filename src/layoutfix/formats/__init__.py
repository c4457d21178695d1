"""Files with coordinates: hOCR, ALTO, PAGE... -> Document, and back with their order put right.

registry.py   the formats, and which one a file is in
files.py      `read` and `write`
order.py      what `fix` found, as lines of the file and pieces of lines
arrays.py     the boxes of a document as the engine gets them
values.py     numbers, boxes and texts of files, as they are safe to take
words.py      words -> the text of their line
markup.py     XML and HTML of others, read so that a file can do no harm
nodes.py      lines of a file beside their elements; what readers and writers of XML share
regroup.py    elements put into the order of their lines
pieces.py     where a piece of a line stands

One module or package a format, which reads and writes it (docs/formats.md).
"""

from layoutfix.formats.arrays import document_to_boxes
from layoutfix.formats.files import read, write
from layoutfix.formats.order import PageOrders, result_to_order
from layoutfix.formats.registry import Format, all_formats, detect_format, find_format

__all__ = [
    "Format",
    "PageOrders",
    "all_formats",
    "detect_format",
    "document_to_boxes",
    "find_format",
    "read",
    "result_to_order",
    "write",
]
