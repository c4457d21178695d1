# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""Plans arranged, and what their turns cost: `ordering.plans` and `ordering.turns`, plan by plan."""

from libc.math cimport isnan, rintf
from libc.stdlib cimport free, malloc

import numpy as np

cdef enum:  # all as in `ordering.plans`
    MOST_PERMUTED = 6
    FEWER_ROWS = 5
    SAME_ROW = 3
    PLACES = 7
    ENDS = 64  # what a row that ends weighs beside inversions


cdef class Lines:
    """The lines of one plan after the other, as a view has them."""

    def __cinit__(self, object view, int n):
        self.n, self.view = n, view
        self.mirrored, self.seen = view.mirrored, not np.isnan(view.x).all()
        self.turned = view.turned
        self.row = <int *>malloc(n * sizeof(int))
        self.x = <float *>malloc(n * sizeof(float))
        self.width = <float *>malloc(n * sizeof(float))
        self.stops = <unsigned char *>malloc(n)
        self.heads = <unsigned char *>malloc(n)
        self.begins = <unsigned char *>malloc(n)

    def __dealloc__(self):
        free(self.row)
        free(self.x)
        free(self.width)
        free(self.stops)
        free(self.heads)
        free(self.begins)

    cdef void gather(self, const Py_ssize_t[:] at):
        """Read the lines at these places of the view."""
        cdef const int[:] row = self.view.row
        cdef const float[:] x = self.view.x, width = self.view.width
        cdef const unsigned char[:] stops = self.view.stops.view(np.uint8), heads, begins
        cdef int i
        for i in range(self.n):
            self.row[i], self.x[i], self.width[i] = row[at[i]], x[at[i]], width[at[i]]
            self.stops[i], self.heads[i], self.begins[i] = stops[at[i]], 0, 0
        if self.view.heading is not None:
            heads = self.view.heading.view(np.uint8)
            for i in range(self.n):
                self.heads[i] = heads[at[i]]
        if self.view.begins is not None:
            begins = self.view.begins.view(np.uint8)
            for i in range(self.n):
                self.begins[i] = begins[at[i]]

    cdef int arrange(self, Py_ssize_t *label, int k, int *columns) noexcept:
        """Number the columns of a plan as they are read, in place; how many there are.

        label    (n,) below k, or -1
        columns  (2 k,) to be written on
        """
        cdef int *first = columns
        cdef int *rank = columns + k
        cdef int i, s, t, count = 0
        for s in range(k):
            first[s] = self.n
        for i in range(self.n):
            if label[i] >= 0 and first[label[i]] == self.n:
                first[label[i]] = i
                rank[label[i]] = count  # in the order of first appearance
                count += 1
        if self.seen:
            self.rank_by_x(label, k, first, rank)
        elif 2 <= count <= MOST_PERMUTED:
            self.rank_by_turns(label, count, k, rank)
        for i in range(self.n):
            if label[i] >= 0:
                t = rank[label[i]]
                t = count - 1 - t if self.mirrored else t
                label[i] = (t + count - self.turned % count) % count
        return count

    cdef int rank_by_x(self, const Py_ssize_t *label, int k, int *first, int *rank) noexcept:
        """Ranks by the median of the first character columns of each column; 0 where unknown."""
        cdef float *place = <float *>malloc(k * sizeof(float))
        cdef float[PLACES] known
        cdef float x
        cdef int s, t, i, met, count, at, known_all = 1
        for s in range(k):
            if first[s] == self.n:
                continue
            met = count = 0
            for i in range(first[s], self.n):
                if label[i] != s:
                    continue
                met += 1
                if met > 2 * PLACES or count == PLACES:
                    break
                x = self.x[i]
                if isnan(x):
                    continue
                at = count
                while at > 0 and known[at - 1] > x:
                    known[at] = known[at - 1]
                    at -= 1
                known[at] = x
                count += 1
            if not count:
                known_all = 0
                break
            place[s] = (known[(count + 1) // 2 - 1] + known[count // 2]) / 2
        if known_all:
            for s in range(k):
                if first[s] < self.n:
                    rank[s] = 0
                    for t in range(k):
                        if first[t] < self.n and (
                            place[t] < place[s] or (place[t] == place[s] and first[t] < first[s])
                        ):
                            rank[s] += 1
        free(place)
        return known_all

    cdef void rank_by_turns(self, const Py_ssize_t *label, int count, int k, int *rank) noexcept:
        """Ranks by the turns that columns take, where these say so; `rank` as they appear."""
        cdef int[MOST_PERMUTED][MOST_PERMUTED] back
        cdef int[MOST_PERMUTED] place
        cdef int a, b, i, ends = 0
        for a in range(count):
            for b in range(count):
                back[a][b] = 0
        for i in range(1, self.n):
            if label[i] >= 0 and label[i - 1] >= 0 and not self.begins[i]:
                back[rank[label[i - 1]]][rank[label[i]]] += (
                    SAME_ROW if self.row[i] == self.row[i - 1] else 1
                )
        for a in range(count):
            for b in range(a):
                ends += back[a][b]
        if _fewest_ends(back, count, place) + FEWER_ROWS <= ends:
            for a in range(k):
                if 0 <= rank[a] < count:
                    rank[a] = place[rank[a]]


cdef int _fewest_ends(int[MOST_PERMUTED][MOST_PERMUTED] back, int count, int *place) noexcept:
    """The fewest rows that end in any order of the columns; the places of these in that order.

    Of equal ones that with the fewest inversions, then the first as a tuple; found by sets: what
    those columns cost at least that stand to the right of a set.
    """
    cdef int[1 << MOST_PERMUTED] least
    cdef int taken, a, cost, at = 0, full = (1 << count) - 1
    least[full] = 0
    for taken in range(full - 1, -1, -1):
        least[taken] = -1
        for a in range(count):
            if not taken >> a & 1:
                cost = _cost_of_next(back, count, taken, a) + least[taken | 1 << a]
                if least[taken] < 0 or cost < least[taken]:
                    least[taken] = cost
    taken = 0
    while taken != full:
        a = 0
        while taken >> a & 1 or (
            _cost_of_next(back, count, taken, a) + least[taken | 1 << a] != least[taken]
        ):
            a += 1
        place[a] = at
        at, taken = at + 1, taken | 1 << a
    return least[0] // ENDS


cdef inline int _cost_of_next(
    int[MOST_PERMUTED][MOST_PERMUTED] back, int count, int taken, int a
) noexcept:
    """What column a costs to the right of a set: rows that end, and inversions."""
    cdef int b, ends = 0, inversions = 0
    for b in range(count):
        if taken >> b & 1:
            ends += back[a][b]
            inversions += b > a
    return ends * ENDS + inversions


cdef class Prices:
    """The costs of turns, in thousandths of a nat."""

    def __cinit__(self, object weights):
        cdef int i
        self.last_pass = len(weights.pass_costs) - 1
        self.passes = <float *>malloc((self.last_pass + 1) * sizeof(float))
        for i in range(self.last_pass + 1):
            self.passes[i] = round(weights.pass_costs[i] * 1000)
        self.heading_share, self.x_share = weights.heading_pass_share, weights.x_pass_share
        self.halves_share = weights.halves_share
        self.foot_rows, self.foot_share = weights.foot_rows, weights.foot_share
        self.fresh_fragments, self.ended_after = weights.fresh_fragments, weights.ended_after
        self.opening, self.late_opening = _price(weights.open_cost), _price(weights.late_open_cost)
        self.going_back, self.same_row = _price(weights.return_cost), _price(weights.same_row_cost)

    def __dealloc__(self):
        free(self.passes)

    cdef int64_t of_turns(self, Lines lines, const Py_ssize_t *label, int *columns) noexcept:
        """What the turns of a plan cost; its columns are numbered as they are read, from 0.

        label    (n,), -1 at the end of a plan that has fewer lines
        columns  (4 k,) to be written on
        """
        cdef int n = lines.n, i, s, k = 0, opened = 0
        cdef bint same_row
        cdef int64_t total = 0
        cdef Columns found
        while n and label[n - 1] < 0:
            n -= 1
        for i in range(n):
            k = max(k, <int>label[i] + 1)
        found.k, found.turn, found.passed, found.last = k, columns, columns + k, columns + 2 * k
        found.widest = <float *>(columns + 3 * k)
        for s in range(k):
            found.turn[s], found.passed[s], found.last[s], found.widest[s] = -1, 0, -1, 0
        for i in range(n):
            s = label[i]
            found.last[s], found.widest[s] = i, max(found.widest[s], lines.width[i])
        for i in range(n):
            s = label[i]
            same_row = i > 0 and lines.row[i] == lines.row[i - 1]
            if same_row and (label[i - 1] <= s if lines.mirrored else s <= label[i - 1]):
                total += self.same_row
            if found.turn[s] < 0:
                opened += 1
                if i:
                    total += self.opening if i < self.fresh_fragments else self.late_opening
            elif same_row or label[i - 1] != s or not self.are_halves(lines, i, found.widest[s]):
                total += self.of_passing(lines, i, s, opened, n - i, &found)
            found.turn[s], found.passed[s] = i, 0
        return total

    cdef bint are_halves(self, Lines lines, int i, float widest) noexcept:
        """Whether two lines of a column that stand below one another are halves of one."""
        return (
            self.halves_share > 0
            and not lines.stops[i - 1]
            and lines.width[i] + lines.width[i - 1] <= self.halves_share * widest
        )

    cdef int64_t of_passing(
        self, Lines lines, int i, int s, int opened, int left, Columns *columns
    ) noexcept:
        """What line i of column s pays for those columns that wait longer; they count it."""
        cdef int t, passed, beside
        cdef float cost, near = self.near_foot(left, opened)
        cdef int64_t total = 0
        beside = opened - 1 if lines.heads[columns.turn[s]] else 0
        if max(columns.passed[s] - beside, 0) >= self.ended_after:
            total += self.going_back
        for t in range(columns.k):
            if columns.turn[t] < 0 or columns.turn[t] >= columns.turn[s]:
                continue
            beside = opened - 1 if lines.heads[columns.turn[t]] else 0
            passed = columns.passed[t]
            columns.passed[t] += 1
            if passed < beside:
                cost = self.passes[min(passed, self.last_pass)] * self.heading_share
            else:
                cost = self.passes[min(passed - beside, self.last_pass)]
            if columns.last[t] < i:
                cost *= near
            if not isnan(lines.x[i]):
                cost *= self.x_share
            total += <int64_t>rintf(cost)
        return total

    cdef float near_foot(self, int left, int opened) noexcept:
        """`ordering.turns.foot_share`."""
        cdef double rows = <double>left / opened / self.foot_rows
        return <float>min(max(rows, self.foot_share), 1.0)


cdef int64_t _price(object nats):
    return round(nats * 1000)


def arrange(const Py_ssize_t[:, :] at, const Py_ssize_t[:, :] label, object view):
    """`ordering.plans.arrange`."""
    cdef int c = label.shape[0], n = label.shape[1], p, k
    cdef Py_ssize_t[:, ::1] found = np.array(label, np.intp, order="C")
    cdef Lines lines = Lines(view, n)
    k = int(np.max(label, initial=-1)) + 1
    cdef int *columns = <int *>malloc(2 * (k + 1) * sizeof(int))
    try:
        for p in range(c):
            if p == 0 or at.shape[0] > 1:
                lines.gather(at[p])
            lines.arrange(&found[p, 0], k, columns)
    finally:
        free(columns)
    return np.asarray(found)


def turn_costs(
    const Py_ssize_t[:, :] at, const Py_ssize_t[:, :] label, object view, object weights
):
    """`ordering.turns.label_turn_costs`."""
    cdef int c = label.shape[0], n = label.shape[1], p
    cdef const Py_ssize_t[:, ::1] rows = np.ascontiguousarray(label)
    cdef int64_t[::1] costs = np.zeros(c, np.int64)
    cdef Lines lines = Lines(view, n)
    cdef Prices prices = Prices(weights)
    cdef int k = int(np.max(label, initial=-1)) + 1
    cdef int *columns = <int *>malloc(4 * (k + 1) * sizeof(int))
    try:
        for p in range(c):
            if p == 0 or at.shape[0] > 1:
                lines.gather(at[p])
            costs[p] = prices.of_turns(lines, &rows[p, 0], columns)
    finally:
        free(columns)
    return np.asarray(costs)
