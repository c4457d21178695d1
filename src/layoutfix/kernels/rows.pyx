# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""The best ways to each node of a row: what `cutting.row_search` does by arrays.

Row by row and column by column: of each node the best ways to it, best first; a part begins at the
nodes from which it is neither empty nor too wide.
"""

from libc.stdlib cimport free, malloc, realloc
from libc.string cimport memcpy

import numpy as np

cdef enum:
    STEPS = 8  # as in `cutting.fit`

cdef float NEVER = -1e6  # as in `cutting.nodes`


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


cdef Width to_width(object tried):
    """A width of columns; what was tried has to live as long."""
    cdef const float[:, ::1] fit = tried.fit
    return Width([&fit[0, 0], &fit[1, 0]], tried.widest)


cdef class Search:
    """The best ways to each node of one row after the other; arrays as in `NodeTable`."""

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
