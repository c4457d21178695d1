"""Archives: files of any number of pages in, the same kind out, shard by shard (docs/batch.md).

records.py   one page on its way
settings.py  what is asked of all pages, and by which version
sources.py   names -> inputs, in a fixed order
reading.py   inputs -> records: JSON lines, tar, text; tables.py, Parquet
survey.py    each input looked through once: digest, records, columns
plan.py      which records make which shard; the manifest
fixing.py    one page fixed, whatever comes
crew.py      pages through worker processes that may be lost
writing.py   a shard written whole or not at all
shards.py    shards read, fixed, written
tally.py     what became of pages, in numbers; report.py, what is left to be read
folder.py    what stands where in the output
worst.py     pages that a report names, as texts for `layoutfix review`
timing.py    how fast it goes
run.py       all of it
"""

from layoutfix.batch.plan import Part, parse_part
from layoutfix.batch.run import Order, Progress, run_batch
from layoutfix.batch.settings import Settings
from layoutfix.batch.shards import Processes
from layoutfix.batch.worst import lay_out_worst

__all__ = [
    "Order",
    "Part",
    "Processes",
    "Progress",
    "Settings",
    "lay_out_worst",
    "parse_part",
    "run_batch",
]
