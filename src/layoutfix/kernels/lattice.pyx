# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""Ways of rows beside those of the next: what `cutting.pairing` and `cutting.paths` do by arrays."""

from libc.math cimport INFINITY, rintf


import numpy as np


cdef class Pages:
    """The ways of rows lo to hi and how their parts may be paired; arrays as in `Ways`."""

    cdef const Py_ssize_t[::1] first, first_span, first_part, parts
    cdef Py_ssize_t lo, hi

    def __cinit__(self, object ways, Py_ssize_t lo, Py_ssize_t hi):
        self.first, self.first_span = ways.first, ways.first_span
        self.first_part, self.parts = ways.first_part, ways.parts
        self.lo, self.hi = lo, hi

    cdef Py_ssize_t spans(self, Py_ssize_t r) noexcept:
        return self.first_span[r + 1] - self.first_span[r]

    cdef Py_ssize_t count(self, Py_ssize_t u) noexcept:
        return self.first_part[u + 1] - self.first_part[u]

    cdef Py_ssize_t most_spans(self) noexcept:
        """The most pairs of parts that a row and the next have."""
        cdef Py_ssize_t r, most = 0
        for r in range(self.lo, self.hi):
            most = max(most, self.spans(r) * self.spans(r + 1))
        return most

    cdef Py_ssize_t most_parts(self) noexcept:
        """The most parts that a way has."""
        cdef Py_ssize_t u, most = 0
        for u in range(self.first[self.lo], self.first[self.hi + 1]):
            most = max(most, self.count(u))
        return most

    cdef Py_ssize_t list_parts(
        self, Py_ssize_t r, Py_ssize_t k, bint from_right, Py_ssize_t *found, unsigned char *seen
    ) noexcept:
        """List the k-th parts of a row's ways, from the left or right; how many differ.

        seen  (parts of the row,), to be written on: all 0, and so it is afterwards
        """
        cdef Py_ssize_t u, part, many = 0
        for u in range(self.first[r], self.first[r + 1]):
            if k < self.count(u):
                part = self.parts[self.first_part[u + 1] - 1 - k if from_right
                                  else self.first_part[u] + k] - self.first_span[r]
                if not seen[part]:
                    seen[part] = 1
                    found[many] = part
                    many += 1
        for u in range(many):
            seen[found[u]] = 0
        return many

    cdef void mark(
        self, Py_ssize_t r, Py_ssize_t most, unsigned char *used, unsigned char *seen,
        Py_ssize_t *above, Py_ssize_t *below,
    ) noexcept:
        """Mark the pairs of parts of a row and the next that some of their ways put together.

        most  parts of a way; seen, above, below: room for the parts of a row
        """
        cdef Py_ssize_t k, i, j, a_many, b_many, size = self.spans(r + 1)
        cdef int side
        for side in range(2):
            for k in range(most):
                a_many = self.list_parts(r, k, side, above, seen)
                b_many = self.list_parts(r + 1, k, side, below, seen)
                if not (a_many and b_many):
                    break
                for i in range(a_many):
                    for j in range(b_many):
                        used[above[i] * size + below[j]] = 1


def find_pairs(object ways, Py_ssize_t lo, Py_ssize_t hi):
    """`pairing.find_pairs_by_arrays`."""
    cdef Pages pages = Pages(ways, lo, hi)
    cdef Py_ssize_t r, k, a, b, size, base = 0, total = 0
    for r in range(lo, hi):
        total += pages.spans(r) * pages.spans(r + 1)
    marks = np.zeros(max(total, 1), np.uint8)
    cdef unsigned char[::1] used = marks
    size = int(np.diff(ways.first_span).max())
    cdef Py_ssize_t most = pages.most_parts()
    cdef unsigned char[::1] seen = np.zeros(size, np.uint8)
    cdef Py_ssize_t[:, ::1] room = np.empty((2, size), np.intp)
    for r in range(lo, hi):
        pages.mark(r, most, &used[base], &seen[0], &room[0, 0], &room[1, 0])
        base += pages.spans(r) * pages.spans(r + 1)
    count = np.count_nonzero(marks)
    at, left, right = (np.empty(count, np.intp) for _ in range(3))
    cdef Py_ssize_t[::1] ats = at, lefts = left, rights = right
    base = k = 0
    for r in range(lo, hi):
        for a in range(pages.first_span[r], pages.first_span[r + 1]):
            for b in range(pages.first_span[r + 1], pages.first_span[r + 2]):
                if used[base]:
                    ats[k], lefts[k], rights[k] = base, a, b
                    k += 1
                base += 1
    return at, left, right


def number_pairs(const Py_ssize_t[::1] left, const Py_ssize_t[::1] right):
    """`pairing.number_pairs_by_arrays`."""
    cdef Py_ssize_t k, at, many = 0, room = 64
    while room < 2 * len(left):
        room *= 2
    first, number = np.empty(len(left), np.intp), np.empty(len(left), np.intp)
    cdef Py_ssize_t[::1] firsts = first, numbers = number
    cdef Py_ssize_t[::1] slots = np.full(room, -1, np.intp)
    for k in range(len(left)):
        at = (left[k] * 61 + right[k]) & (room - 1)  # pairs of a row stay close together
        while slots[at] >= 0 and not (
            left[firsts[slots[at]]] == left[k] and right[firsts[slots[at]]] == right[k]
        ):
            at = (at + 1) & (room - 1)
        if slots[at] < 0:
            slots[at], firsts[many] = many, k
            many += 1
        numbers[k] = slots[at]
    return first[:many], number


cdef float best_pairing(
    const float *values, Py_ssize_t below, const Py_ssize_t *a, Py_ssize_t a_count,
    const Py_ssize_t *b, Py_ssize_t b_count, float *sums, double parts_cost,
) noexcept:
    """Log-odds of two ways: the best pairing of their parts from the left and from the right.

    values  of part a and part b at a * below + b; sums: (few,) to be written on
    """
    cdef Py_ssize_t k, few = min(a_count, b_count), apart = a_count - b_count
    cdef float best, back = 0, sum = 0
    for k in range(few):
        sum += values[a[k] * below + b[k]]
        sums[k] = sum
    best = sum
    if apart:
        for k in range(1, few):  # so many from the right, the others from the left
            back += values[a[a_count - k] * below + b[b_count - k]]
            best = max(best, sums[few - k - 1] + back)
        best = max(best, back + values[a[a_count - few] * below + b[b_count - few]])
    return <float>(best - parts_cost * (apart if apart > 0 else -apart))


def pair_up(
    object ways, Py_ssize_t lo, Py_ssize_t hi, const Py_ssize_t[::1] pairs,
    const float[::1] link, float parts_cost,
):
    """`pairing.pair_up_by_arrays`."""
    cdef Pages pages = Pages(ways, lo, hi)
    cdef Py_ssize_t r, u, v, k = 0, at = 0, base = 0, size, total = 0
    cdef const Py_ssize_t *a
    cdef const Py_ssize_t *b
    for r in range(lo, hi):
        total += (pages.first[r + 1] - pages.first[r]) * (pages.first[r + 2] - pages.first[r + 1])
    odds = np.empty(total, np.float32)
    cdef float[::1] found = odds
    cdef float[::1] values = np.zeros(pages.most_spans() + 1, np.float32)
    cdef float[::1] sums = np.empty(pages.most_parts() + 1, np.float32)
    for r in range(lo, hi):
        size = pages.spans(r) * pages.spans(r + 1)
        while k < len(pairs) and pairs[k] < base + size:
            values[pairs[k] - base] = link[k]
            k += 1
        base += size
        for u in range(pages.first[r], pages.first[r + 1]):
            a = &pages.parts[pages.first_part[u]]
            for v in range(pages.first[r + 1], pages.first[r + 2]):
                b = &pages.parts[pages.first_part[v]]
                found[at] = best_pairing(
                    &values[0] - pages.first_span[r] * pages.spans(r + 1) - pages.first_span[r + 1],
                    pages.spans(r + 1), a, pages.count(u), b, pages.count(v), &sums[0], parts_cost,
                )
                at += 1
    return odds


cdef class Steps:
    """A lattice, row by row; arrays as in `Lattice`."""

    cdef const Py_ssize_t[::1] first, first_joint
    cdef const float[:, ::1] gain
    cdef const float[::1] odds, enter
    cdef float switch_cost
    cdef Py_ssize_t rows, columns

    def __cinit__(self, object lattice):
        self.first, self.gain, self.enter = lattice.first, lattice.gain, lattice.enter
        self.first_joint, self.odds = lattice.joints.first, lattice.joints.odds
        self.switch_cost = lattice.switch_cost
        self.rows, self.columns = len(lattice.first) - 1, len(lattice.enter)

    cdef const float *joint(self, Py_ssize_t r, Py_ssize_t u) noexcept:
        """Log-odds of way u of row r beside each of the next."""
        cdef Py_ssize_t many = self.first[r + 2] - self.first[r + 1]
        return &self.odds[0] + self.first_joint[r] + (u - self.first[r]) * many

    cdef void forward(self, Py_ssize_t r, float[:, ::1] value) noexcept:
        """Fill the values of a row from those of the row above."""
        cdef Py_ssize_t h, u, v, lo = self.first[r], hi = self.first[r + 1]
        cdef float before, highest
        cdef const float *joint
        for h in range(self.columns):
            for v in range(lo, hi):
                value[h, v] = -INFINITY
        for u in range(self.first[r - 1], lo):
            highest = -INFINITY
            for h in range(self.columns):
                highest = max(highest, value[h, u])
            joint = self.joint(r - 1, u)
            for h in range(self.columns):
                before = max(value[h, u], highest - self.switch_cost - self.enter[h])
                for v in range(hi - lo):
                    if before + joint[v] > value[h, lo + v]:
                        value[h, lo + v] = before + joint[v]
        for h in range(self.columns):
            for v in range(lo, hi):
                value[h, v] += self.gain[h, v]

    cdef void backward(self, Py_ssize_t r, float[:, ::1] value, float *on) noexcept:
        """Fill the values of a row from those of the row below; `on`: room for its ways."""
        cdef Py_ssize_t h, u, v, lo = self.first[r + 1], many = self.first[r + 2] - lo
        cdef float after
        cdef const float *joint
        for h in range(self.columns):
            for v in range(many):
                on[v] = self.gain[h, lo + v] + value[h, lo + v]
            for u in range(self.first[r], lo):
                joint = self.joint(r, u)
                after = -INFINITY
                for v in range(many):
                    after = max(after, on[v] + joint[v])
                value[h, u] = after
        for u in range(self.first[r], lo):
            after = -INFINITY
            for h in range(self.columns):
                after = max(after, value[h, u] - self.switch_cost - self.enter[h])
            for h in range(self.columns):
                value[h, u] = max(value[h, u], after)


def forward(object lattice):
    """`paths.forward_by_arrays`."""
    cdef Steps steps = Steps(lattice)
    cdef Py_ssize_t h, u, r
    found = np.empty((steps.columns, steps.gain.shape[1]), np.float32)
    cdef float[:, ::1] value = found
    for h in range(steps.columns):
        for u in range(steps.first[1]):
            value[h, u] = steps.gain[h, u] - steps.enter[h]
    for r in range(1, steps.rows):
        steps.forward(r, value)
    return found


def backward(object lattice):
    """`paths.backward_by_arrays`."""
    cdef Steps steps = Steps(lattice)
    cdef Py_ssize_t r
    found = np.zeros((steps.columns, steps.gain.shape[1]), np.float32)
    cdef float[:, ::1] value = found
    cdef float[::1] on = np.empty(steps.gain.shape[1] + 1, np.float32)
    for r in range(steps.rows - 2, -1, -1):
        steps.backward(r, value, &on[0])
    return found


def best_path(object lattice, const float[:, ::1] value):
    """`paths.best_path_by_arrays`."""
    cdef Steps steps = Steps(lattice)
    cdef Py_ssize_t r, h, u, lo, hi, column = -1, way = 0, from_column
    cdef float odds, best, switch
    found = np.empty(steps.rows, np.intp)
    cdef Py_ssize_t[::1] path = found
    for r in range(steps.rows - 1, -1, -1):
        lo, hi = steps.first[r], steps.first[r + 1]
        from_column, best = column, -INFINITY
        for h in range(steps.columns):
            switch = 0
            if from_column >= 0 and h != from_column:
                switch = steps.switch_cost + steps.enter[from_column]
            for u in range(lo, hi):
                odds = value[h, u]
                if from_column >= 0:
                    odds = odds + steps.joint(r, u)[way - hi] - switch
                odds = rintf(odds * 1000) / 1000
                if odds > best:
                    best, column, path[r] = odds, h, u
        way = path[r]
    return found
