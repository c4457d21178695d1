"""One function over many items by several processes: results in the order of the items.

mapping.py  the function of many items; in this process where one is enough
crew.py     who is given what, and what is done where a worker is lost
window.py   items read ahead, the largest handed out first
workers.py  processes: spawned, or forked from one that has loaded what all need
threads.py  one thread a process
"""

from layoutfix.pool.mapping import map_in_order
from layoutfix.pool.threads import use_one_thread

__all__ = ["map_in_order", "use_one_thread"]
