# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""The best few ways to cut each row: what `cutting.ways` does by arrays.

All columns look ahead first; what cannot come near the best of a row is left out. Ways that several
columns find are one.
"""

from libc.math cimport INFINITY, fabs
from libc.stdlib cimport free, malloc, qsort
from libc.string cimport memset

import numpy as np

from layoutfix.kernels.rows cimport Numbers, Search, Width, push, to_array, to_width

cdef enum:
    MANY_PLACES = 400  # as in `cutting.row_search`

cdef float NEVER = -1e6  # as in `cutting.nodes`
cdef float SLACK = 1e-2  # a share of what ways are worth, by which sums in another order may differ


cdef struct Way:  # of one row
    Py_ssize_t begin, count  # its places, in `Collector.places`
    double best  # its highest odds under any column
    const Py_ssize_t *places  # once all are known
    const float *gains  # (columns + 1,)


cdef class Collector:
    """The ways of one row, under all columns."""

    cdef int columns, most
    cdef int size
    cdef Numbers places
    cdef Way *ways  # (columns * most + 1,); the first is that of the whole row
    cdef float *gains  # of each way, (columns + 1,)

    def __cinit__(self, int columns, int most):
        cdef int room = columns * most + 1
        self.columns, self.most = columns, most
        self.places = Numbers(0, 0, NULL)
        self.ways = <Way *>malloc(room * sizeof(Way))
        self.gains = <float *>malloc(room * (columns + 1) * sizeof(float))
        if not (self.ways and self.gains):
            raise MemoryError

    def __dealloc__(self):
        free(self.places.at)
        free(self.ways)
        free(self.gains)

    cdef int clear(self, const float[:, ::1] whole, Py_ssize_t r) except -1:
        """Begin with a row that stays whole."""
        cdef int h
        self.places.size, self.size = 0, 0
        self.open(0)
        for h in range(self.columns):
            self.gains[h] = whole[h, r]
        self.gains[self.columns] = 0
        return 0

    cdef int open(self, Py_ssize_t count) noexcept:
        """A new way, of the last so many places."""
        cdef int h
        self.ways[self.size] = Way(self.places.size - count, count, NEVER, NULL, NULL)
        for h in range(self.columns + 1):
            self.gains[self.size * (self.columns + 1) + h] = NEVER
        self.size += 1
        return self.size - 1

    cdef int add(self, int h, float value, Py_ssize_t count) except -1:
        """Note the odds under column h of the way whose places were added last."""
        cdef const Py_ssize_t *own = self.places.at + self.places.size - count
        cdef Way *way
        cdef int u
        cdef Py_ssize_t k
        if not count:
            return 0  # the row as a whole has odds of its own
        for u in range(1, self.size):
            way = &self.ways[u]
            if way.count == count:
                for k in range(count):
                    if self.places.at[way.begin + k] != own[k]:
                        break
                else:
                    self.places.size -= count
                    break
        else:
            u = self.open(count)
        self.gains[u * (self.columns + 1) + h] = value
        return 0

    cdef int sort(self, double floor) noexcept:
        """Put the ways in order, those apart that are never good enough; how many are."""
        cdef int u, h, kept = 0
        cdef float *gains
        cdef Way way
        for u in range(self.size):
            way = self.ways[u]
            gains = self.gains + u * (self.columns + 1)
            for h in range(self.columns + 1):
                if u and gains[h] < floor:
                    gains[h] = NEVER
                if gains[h] > way.best:
                    way.best = gains[h]
            way.places, way.gains = self.places.at + way.begin, gains
            if u == 0 or way.best > NEVER:
                self.ways[kept] = way
                kept += 1
        qsort(self.ways, kept, sizeof(Way), compare_ways)
        return kept


cdef int compare_ways(const void *a, const void *b) noexcept nogil:
    """The better first; of those as good, the one whose places come first."""
    cdef const Way *x = <const Way *>a
    cdef const Way *y = <const Way *>b
    cdef Py_ssize_t k
    if x.best != y.best:
        return -1 if x.best > y.best else 1
    for k in range(min(x.count, y.count)):
        if x.places[k] != y.places[k]:
            return -1 if x.places[k] < y.places[k] else 1
    return -1 if x.count < y.count else <int>(x.count > y.count)


cdef class Spans:
    """The parts of the ways of one row after the other, numbered as they first occur."""

    cdef Numbers ends  # two of each part
    cdef Py_ssize_t *slots  # its number by a hash of its ends, -1 for none
    cdef Py_ssize_t mask

    def __cinit__(self):
        self.ends = Numbers(0, 0, NULL)
        self.slots, self.mask = NULL, -1

    def __dealloc__(self):
        free(self.ends.at)
        free(self.slots)

    cdef int begin(self, Py_ssize_t parts) except -1:
        """Begin with a row whose ways have so many parts."""
        cdef Py_ssize_t room = self.mask + 1
        if room < 2 * parts:
            room = 64
            while room < 2 * parts:
                room *= 2
            free(self.slots)
            self.slots = <Py_ssize_t *>malloc(room * sizeof(Py_ssize_t))
            if self.slots == NULL:
                self.mask = -1
                raise MemoryError
            self.mask = room - 1
        memset(self.slots, 0xFF, room * sizeof(Py_ssize_t))
        return 0

    cdef Py_ssize_t number(self, Py_ssize_t first, Py_ssize_t last) except -1:
        """The number of a part from after a place to before another."""
        cdef Py_ssize_t at = ((first + 1) * 31 + last * 17) & self.mask
        cdef Py_ssize_t found
        while self.slots[at] >= 0:
            found = self.slots[at]
            if self.ends.at[2 * found] == first and self.ends.at[2 * found + 1] == last:
                return found
            at = (at + 1) & self.mask
        self.slots[at] = self.ends.size // 2
        push(&self.ends, first)
        push(&self.ends, last)
        return self.slots[at]

    cdef int write(self, Way *way, Py_ssize_t end, Numbers *parts) except -1:
        """Append the parts of a way of a row whose end has the number `end` among its places."""
        cdef Py_ssize_t k, before = -1
        for k in range(way.count):
            push(parts, self.number(before, way.places[k]))
            before = way.places[k]
        push(parts, self.number(before, end))
        return 0


cdef class Finder:
    """The ways of all rows, as the arrays of `Ways`."""

    cdef Search search
    cdef Collector found
    cdef Spans spans
    cdef object columns
    cdef Width *widths
    cdef double *best  # what each column's best way of a row is worth
    cdef const Py_ssize_t[:, ::1] rows
    cdef const float[:, ::1] multiple, whole
    cdef Numbers parts, first_part
    cdef double behind

    def __cinit__(self, object table, object columns, int most, double behind):
        cdef int h, many = len(columns.widths)
        self.search = Search(table, most, many)
        self.found = Collector(many, most)
        self.widths = <Width *>malloc((many + 1) * sizeof(Width))
        self.best = <double *>malloc((many + 1) * sizeof(double))
        if not (self.widths and self.best):
            raise MemoryError
        for h in range(many):
            self.widths[h] = to_width(columns.widths[h])
        self.spans = Spans()
        self.columns, self.behind = columns, behind
        self.rows, self.multiple, self.whole = columns.rows, columns.multiple, columns.whole
        self.parts = Numbers(0, 0, NULL)
        self.first_part = Numbers(0, 0, NULL)

    def __dealloc__(self):
        free(self.widths)
        free(self.best)
        free(self.parts.at)
        free(self.first_part.at)

    cdef int collect(self, Py_ssize_t r) except -1:
        """Put the ways of a row into order, under all its columns; how many there are."""
        cdef int h, rank
        cdef double best = self.look_ahead(r), least = best - self.behind - SLACK * (1 + fabs(best))
        cdef float value
        cdef Py_ssize_t count, end = self.search.end(r) * self.search.most
        self.found.clear(self.whole, r)
        best = -INFINITY
        for h in range(self.found.columns):
            if not self.rows[h, 0] <= r < self.rows[h, 1]:
                best = max(best, 0)
            if self.best[h] < least:
                continue
            self.search.search(r, h, &self.widths[h], least - self.multiple[h, r])
            for rank in range(self.search.most):
                value = self.search.best[end + rank] + self.multiple[h, r]
                if value <= NEVER / 2:
                    break
                best = max(best, value)
                count = self.search.trace(r, rank, &self.found.places)
                self.found.add(h, value, count)
        return self.found.sort((0 if best == -INFINITY else best) - self.behind)

    cdef double look_ahead(self, Py_ssize_t r) noexcept:
        """What the best way of a row is worth, of all columns; and of each."""
        cdef int h
        cdef double best = NEVER
        for h in range(self.found.columns):
            self.best[h] = -INFINITY
            if self.rows[h, 0] <= r < self.rows[h, 1]:
                self.best[h] = self.search.look_ahead(r, h, &self.widths[h]) + self.multiple[h, r]
            if self.best[h] <= NEVER / 2:
                self.best[h] = -INFINITY
            best = max(best, self.best[h])
        return best

    cdef int write(self, Py_ssize_t r, int count, int kept, float[:, ::1] gain) except -1:
        """Append so many of the best ways of a row, and the row as a whole; how many they are."""
        cdef Py_ssize_t parts = 0, written = self.first_part.size, end = self.search.end(r) - 1
        cdef int u, h
        cdef Way *way
        for u in range(count):
            parts += self.found.ways[u].count + 1
        self.spans.begin(parts)
        for u in range(count):
            way = &self.found.ways[u]
            if u >= kept and way.count:
                continue
            for h in range(self.found.columns + 1):
                gain[h, self.first_part.size] = way.gains[h]
            push(&self.first_part, self.parts.size)
            self.spans.write(way, end, &self.parts)
        return self.first_part.size - written


def find_ways(object table, object columns, int most, int kept, double behind):
    """`ways.find_ways_by_arrays`."""
    cdef Finder finder = Finder(table, columns, most, behind)
    cdef Py_ssize_t r, n = finder.search.rows
    cdef int count, own
    gain = np.empty((len(columns.widths) + 1, n * (kept + 1)), np.float32)
    first, first_span = np.zeros(n + 1, np.intp), np.zeros(n + 1, np.intp)
    cdef Py_ssize_t[::1] firsts = first, first_spans = first_span
    for r in range(n):
        count = finder.collect(r)
        own = 1 if finder.search.end(r) - 1 > MANY_PLACES else kept
        firsts[r + 1] = firsts[r] + finder.write(r, count, own, gain)
        first_spans[r + 1] = finder.spans.ends.size // 2
    push(&finder.first_part, finder.parts.size)
    return (
        first,
        np.ascontiguousarray(gain[:, : first[n]]),
        first_span,
        to_array(&finder.spans.ends).reshape(-1, 2),
        to_array(&finder.first_part),
        to_array(&finder.parts),
    )
