# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""The best ways to cut rows into lines: what `cutting.row_search` and `cutting.ways` do by arrays.

Row by row and column by column: of each node the best ways to it, best first; a part begins at the
nodes from which it is neither empty nor too wide.
"""

from libc.math cimport INFINITY, fabs
from libc.stdlib cimport free, malloc, qsort, realloc
from libc.string cimport memcpy, memset

import numpy as np

cdef enum:  # as in `cutting.row_search` and `cutting.fit`
    MANY_PLACES = 400
    STEPS = 8

cdef float NEVER = -1e6
cdef float SLACK = 1e-2  # a share of what ways are worth, by which sums in another order may differ


cdef struct Numbers:  # a list that grows
    Py_ssize_t size, room
    Py_ssize_t *at


cdef int push(Numbers *numbers, Py_ssize_t number) except -1:
    cdef Py_ssize_t room = 2 * numbers.room + 64
    cdef Py_ssize_t *at
    if numbers.size == numbers.room:
        at = <Py_ssize_t *>realloc(numbers.at, room * sizeof(Py_ssize_t))
        if at == NULL:
            raise MemoryError
        numbers.at, numbers.room = at, room
    numbers.at[numbers.size] = number
    numbers.size += 1
    return 0


cdef object to_array(Numbers *numbers):
    cdef Py_ssize_t[::1] view
    found = np.empty(numbers.size, np.intp)
    if numbers.size:
        view = found
        memcpy(&view[0], numbers.at, numbers.size * sizeof(Py_ssize_t))
    return found


cdef struct Width:  # a `TriedWidth`
    const float *fit[2]  # of lines that do not end a paragraph, and that do
    float widest


cdef Width to_width(object tried):
    """A width of columns; what was tried has to live as long."""
    cdef const float[:, ::1] fit = tried.fit
    return Width([&fit[0, 0], &fit[1, 0]], tried.widest)


cdef class Search:
    """The best ways to each node of one row after the other; arrays as in `NodeTable`."""

    cdef const Py_ssize_t[::1] first
    cdef const float[::1] left, right, gain
    cdef const unsigned char[::1] stops
    cdef Py_ssize_t rows
    cdef int most
    cdef float *best  # (nodes, most), best first
    cdef float *rest  # (columns, nodes) the best way from each node to the end, less its gain
    cdef Py_ssize_t longest  # nodes of a row
    cdef Py_ssize_t *back  # (nodes, most): the node before, times `most`, and which of its ways

    def __cinit__(self, object table, int most, int columns):
        cdef Py_ssize_t longest = int(np.diff(table.first).max(initial=0))
        self.longest = longest
        self.first, self.left, self.right = table.first, table.left, table.right
        self.gain, self.stops = table.gain, table.stops.view(np.uint8)
        self.rows, self.most = len(table), most
        self.best = <float *>malloc(longest * most * sizeof(float))
        self.rest = <float *>malloc(columns * longest * sizeof(float))
        self.back = <Py_ssize_t *>malloc(longest * most * sizeof(Py_ssize_t))
        if longest and not (self.best and self.back and (self.rest or not columns)):
            raise MemoryError

    def __dealloc__(self):
        free(self.best)
        free(self.rest)
        free(self.back)

    cdef Py_ssize_t end(self, Py_ssize_t r) noexcept:
        """The node of a row's end."""
        return self.first[r + 1] - self.first[r] - 1

    cdef float look_ahead(self, Py_ssize_t r, int h, Width *width) noexcept:
        """Fill `rest` for a row and column h; what its best way is worth."""
        cdef const float *left = &self.left[self.first[r]]
        cdef const float *right = &self.right[self.first[r]]
        cdef const float *gain = &self.gain[self.first[r]]
        cdef const unsigned char *stops = &self.stops[self.first[r]]
        cdef const float *fits
        cdef float *rest = self.rest + h * self.longest
        cdef Py_ssize_t e, s
        cdef float wide, on
        for s in range(self.end(r)):
            rest[s] = 2 * NEVER
        rest[self.end(r)] = 0
        for e in range(self.end(r), 0, -1):
            on, fits = rest[e] + gain[e], width.fit[stops[e]]
            for s in range(e - 1, -1, -1):
                wide = left[e] - right[s]
                if wide > width.widest:
                    break
                if wide > 0:
                    rest[s] = max(rest[s], on + fits[<int>(wide * STEPS)])
        return rest[0]

    cdef void search(self, Py_ssize_t r, int h, Width *width, float least) noexcept:
        """Fill `best` and `back` for a row and column h, by all ways worth so much at least.

        As `rest` tells them; by all ways where `least` is below NEVER.
        """
        cdef const float *left = &self.left[self.first[r]]
        cdef const float *right = &self.right[self.first[r]]
        cdef const float *gain = &self.gain[self.first[r]]
        cdef const unsigned char *stops = &self.stops[self.first[r]]
        cdef const float *fits
        cdef float *top
        cdef Py_ssize_t *back
        cdef Py_ssize_t e, s, lo = 0
        cdef int i, count, most = self.most
        cdef float wide, floor = NEVER / 2, widest = width.widest
        for i in range(most):
            self.best[i], self.back[i] = 0 if i == 0 else NEVER, 0
        for e in range(1, self.end(r) + 1):
            top, back = self.best + e * most, self.back + e * most
            fits = width.fit[stops[e]]
            while lo > 0 and left[e] - right[lo - 1] <= widest:
                lo -= 1
            while lo < e and left[e] - right[lo] > widest:
                lo += 1
            count = 0
            if least > NEVER:
                floor = max(NEVER / 2, least - self.rest[h * self.longest + e] - gain[e])
            for s in range(lo, e):
                wide = left[e] - right[s]
                if wide <= 0:
                    break
                count = self.enter(s, fits[<int>(wide * STEPS)], floor, top, back, count)
            for i in range(count):
                top[i] += gain[e]
            for i in range(count, most):
                top[i], back[i] = NEVER, 0

    cdef int enter(
        self, Py_ssize_t s, float fit, float floor, float *top, Py_ssize_t *back, int count
    ) noexcept:
        """Enter the ways to node s, with a part from there, among the best; how many these are.

        Those above the floor.
        """
        cdef const float *best = self.best + s * self.most
        cdef int i, at, most = self.most
        cdef float value
        for i in range(most):
            value = best[i] + fit
            if value <= floor or (count == most and value <= top[most - 1]):
                break
            if count < most:
                count += 1
            at = count - 1
            while at > 0 and top[at - 1] < value:
                top[at], back[at] = top[at - 1], back[at - 1]
                at -= 1
            top[at], back[at] = value, s * most + i
        return count

    cdef int trace(self, Py_ssize_t r, int rank, Numbers *nodes) except -1:
        """Append the places of a way of a row, from the left; how many they are."""
        cdef Py_ssize_t at = self.back[self.end(r) * self.most + rank]
        cdef Py_ssize_t begin = nodes.size, a, b
        while at // self.most:
            push(nodes, at // self.most - 1)
            at = self.back[at]
        a, b = begin, nodes.size - 1
        while a < b:
            nodes.at[a], nodes.at[b] = nodes.at[b], nodes.at[a]
            a += 1
            b -= 1
        return nodes.size - begin


def best_cuts(object table, object width):
    """`row_search.best_cuts_by_arrays`."""
    cdef Search search = Search(table, 1, 0)
    cdef Width tried = to_width(width)
    cdef double widest = width.widest
    cdef Numbers places = Numbers(0, 0, NULL)
    cdef Py_ssize_t r, end
    gain, first = np.zeros(search.rows, np.float32), np.zeros(search.rows + 1, np.intp)
    cdef float[::1] gains = gain
    cdef Py_ssize_t[::1] firsts = first
    try:
        for r in range(search.rows):
            end = search.end(r)
            if end > 1 and <double>search.left[search.first[r] + end] > widest:
                search.search(r, 0, &tried, 2 * NEVER)
                if search.best[end] > NEVER / 2:
                    gains[r] = search.best[end]
                    search.trace(r, 0, &places)
            firsts[r + 1] = places.size
        return gain, first, to_array(&places)
    finally:
        free(places.at)


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
