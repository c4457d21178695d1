# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""Exchange of parts of columns: what `ordering.moves.exchange` does by arrays, plan by plan.

All that is added up is whole thousandths of a nat.
"""

from libc.math cimport rint
from libc.stdint cimport int64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

from layoutfix.kernels.plans cimport Lines, Prices

import numpy as np

cdef enum:
    TAIL = -1  # as in `ordering.moves.exchange`


cdef struct Move:
    int s, t, first, last
    int64_t gain


cdef struct Ends:  # of the columns of a plan, in reading order
    int count
    int *heads
    int *feet
    unsigned char *late
    int64_t *begin  # how well each begins the text
    bint some_late


cdef class Region:
    """The lines of a region, and what plans for them are worth."""

    cdef Lines lines
    cdef Prices prices
    cdef const int64_t[:, ::1] score
    cdef const int64_t[::1] starts, ends
    cdef int m, k, longest_header
    cdef int64_t first_gain, header_gain, displaced_cost
    cdef double turns_price
    cdef unsigned char *shared  # it shares its row with a neighbour
    cdef int *columns  # scratch of `plans`
    cdef Py_ssize_t *rest
    cdef Ends whole, below
    cdef int64_t *path
    cdef Move *moves
    cdef int found, most
    cdef int *before  # (k, m): the last of each column up to a place, -1 for none
    cdef int *after  # the first behind it
    cdef int *previous  # (m,): of a place's own column
    cdef int *following
    cdef int *by_run  # the places, column by column

    def __cinit__(self, object plans, object bounds, int k):
        cdef int i, m = plans.score.shape[0]
        self.m, self.k, self.longest_header = m, k, bounds.header
        self.lines, self.prices = Lines(plans.view, m), Prices(plans.turns)
        self.lines.gather(plans.at[0])
        self.score, self.starts, self.ends = plans.score, plans.starts, plans.ends
        self.first_gain = round(plans.weights.first_gain * 1000)
        self.header_gain = round(plans.weights.header_gain * 1000)
        self.displaced_cost = round(plans.weights.displaced_cost * 1000)
        self.turns_price = plans.weights.turns_price
        self.most = bounds.looked_into
        self.shared = <unsigned char *>take(m)
        self.columns = <int *>take(4 * k * sizeof(int))
        self.rest = <Py_ssize_t *>take(m * sizeof(Py_ssize_t))
        _allocate(&self.whole, k)
        _allocate(&self.below, k)
        self.path = <int64_t *>take((k + 1) * sizeof(int64_t))
        self.moves = <Move *>take((self.most + 1) * sizeof(Move))
        self.before = <int *>take(k * m * sizeof(int))
        self.after = <int *>take(k * m * sizeof(int))
        self.previous = <int *>take(m * sizeof(int))
        self.following = <int *>take(m * sizeof(int))
        self.by_run = <int *>take(m * sizeof(int))
        for i in range(m):
            self.shared[i] = (i > 0 and self.lines.row[i] == self.lines.row[i - 1]) or (
                i + 1 < m and self.lines.row[i] == self.lines.row[i + 1]
            )

    def __dealloc__(self):
        free(self.shared)
        free(self.columns)
        free(self.rest)
        _free(&self.whole)
        _free(&self.below)
        free(self.path)
        free(self.moves)
        free(self.before)
        free(self.after)
        free(self.previous)
        free(self.following)
        free(self.by_run)

    # ---- what stands between the columns of a plan

    cdef int64_t between(self, const Py_ssize_t *label):
        """The joints between the columns, with the best header above these."""
        cdef Ends *whole = &self.whole
        cdef Ends *below = &self.below
        cdef int s, size, longest, owner = 0, head
        cdef int64_t best, total, beginning
        self.find_ends(label, whole)
        for s in range(whole.count):
            whole.begin[s] = self.begin(whole.heads[s])
        best = self.joints(whole)
        longest = self.find_longest_header(label, whole)
        if longest < 1:
            return best
        owner = self.part_header(label, longest)
        head = below.heads[owner]
        beginning = self.begin(0) - self.header_gain
        for size in range(1, longest + 1):
            below.heads[owner] = head if size == longest else size
            for s in range(below.count):
                below.begin[s] = self.score[size - 1, below.heads[s]]
            total = self.joints(below) + beginning - self.score[size - 1, below.heads[owner]]
            best = max(best, total)
        return best

    cdef int part_header(self, const Py_ssize_t *label, int longest):
        """The columns below the longest header, as `below`; the one that it was given to."""
        cdef int i, owner = 0
        memcpy(self.rest, label, self.m * sizeof(Py_ssize_t))
        for i in range(longest):
            self.rest[i] = -1
        self.lines.arrange(self.rest, self.k, self.columns)
        for i in range(longest, self.m):
            if label[i] == label[0]:
                owner = self.rest[i]
                break
        self.find_ends(self.rest, &self.below)
        self.below.late[owner] = 0  # its header is above it, no picture
        return owner

    cdef void find_ends(self, const Py_ssize_t *label, Ends *ends) noexcept:
        """First and last of each column, and which open late and share no row."""
        cdef int i, s
        ends.count = 0
        for s in range(self.k):
            ends.heads[s], ends.feet[s], ends.late[s] = self.m, -1, 1
        for i in range(self.m):
            s = label[i]
            if s < 0:
                continue
            if ends.feet[s] < 0:
                ends.heads[s] = i
                ends.count += 1
            ends.feet[s] = i
            if self.shared[i]:
                ends.late[s] = 0
        for s in range(self.k):
            if (self.lines.seen or ends.heads[s] == self.m
                    or ends.heads[s] < self.prices.fresh_fragments):
                ends.late[s] = 0

    cdef int find_longest_header(self, const Py_ssize_t *label, Ends *ends) noexcept:
        """How many lines may stand above the columns."""
        cdef int s, i, second = self.m - 1, beside = 0, mine = 0
        for s in range(self.k):
            if s != label[0]:
                second = min(second, ends.heads[s])
        while self.lines.row[beside] != self.lines.row[second]:
            beside += 1
        for i in range(self.m):
            mine += label[i] == label[0]
        return min(min(second, beside), min(mine - 1, self.longest_header))

    cdef int64_t begin(self, int first) noexcept:
        """What it is worth that the text begins with a line."""
        return self.starts[first] + (self.first_gain if self.lines.mirrored or first == 0 else 0)

    cdef int64_t joints(self, Ends *ends) noexcept:
        """Links from foot to head, and of both ends; a late column elsewhere where that gains."""
        cdef int s
        cdef bint some_late = False
        cdef int64_t total = 0
        for s in range(ends.count + 1):
            self.path[s] = self.joint(ends, s, s + 1)
            total += self.path[s]
        for s in range(ends.count):
            some_late |= ends.late[s]
        return total + max(self.elsewhere(ends), 0) if some_late else total

    cdef int64_t joint(self, Ends *ends, int i, int j) noexcept:
        """What column j after column i is worth; 0 and one more than the last are the text's ends."""
        if i == 0:
            return ends.begin[j - 1] if j <= ends.count else 0
        if j > ends.count:
            return self.ends[ends.feet[i - 1]]
        return self.score[ends.feet[i - 1], ends.heads[j - 1]]

    cdef int64_t elsewhere(self, Ends *ends) noexcept:
        """What it gains at most to read one late column elsewhere; negative where nothing does."""
        cdef int column, after
        cdef int64_t without, gain, best = -1
        for column in range(1, ends.count + 1):
            if not ends.late[column - 1]:
                continue
            without = self.joint(ends, column - 1, column + 1)
            without -= self.path[column - 1] + self.path[column]
            for after in range(ends.count + 1):
                if after == column or after == column - 1:
                    continue
                gain = without + self.joint(ends, after, column)
                gain += self.joint(ends, column, after + 1) - self.path[after]
                gain -= self.displaced_cost * (
                    after - column if after > column else column - 1 - after
                )
                best = max(best, gain)
        return best

    # ---- moves

    cdef inline int64_t link(self, int p, int q) noexcept:
        return self.score[p, q] if p >= 0 and q >= 0 else 0

    cdef void look(self, const Py_ssize_t *label, int k) noexcept:
        """What stands around each place of a plan: as `ordering.plans.Around`."""
        cdef int m = self.m, i, s, n = 0, last
        for s in range(k):
            last = -1
            for i in range(m):
                if label[i] == s:
                    self.previous[i], last = last, i
                    self.by_run[n] = i
                    n += 1
                self.before[s * m + i] = last
            last = -1
            for i in range(m - 1, -1, -1):
                self.after[s * m + i] = last
                if label[i] == s:
                    self.following[i], last = last, i

    cdef void add(self, int s, int t, int first, int last, int64_t gain) noexcept:
        """Keep a move if it is among the best; of equal ones those that came first."""
        cdef int at = self.found
        if at == self.most and self.moves[at - 1].gain >= gain:
            return
        while at > 0 and self.moves[at - 1].gain < gain:
            if at < self.most:
                self.moves[at] = self.moves[at - 1]
            at -= 1
        self.moves[at] = Move(s=s, t=t, first=first, last=last, gain=gain)
        self.found = min(self.found + 1, self.most)

    cdef void add_tails(self, const Py_ssize_t *label, int k, int64_t floor) noexcept:
        """What two columns have after a place is exchanged."""
        cdef int m = self.m, s, t, i, a, b, c, d
        cdef int64_t gain
        for s in range(k):
            for t in range(s + 1, k):
                for i in range(m):
                    if label[i] != s and label[i] != t:
                        continue
                    a, b = self.before[s * m + i], self.after[s * m + i]
                    c, d = self.before[t * m + i], self.after[t * m + i]
                    if b < 0 and d < 0:
                        continue
                    gain = self.link(a, d) + self.link(c, b) - self.link(a, b) - self.link(c, d)
                    if gain >= floor:
                        self.add(s, t, i, TAIL, gain)

    cdef void add_blocks(self, const Py_ssize_t *label, int k, int64_t floor, int part) noexcept:
        """What stands between two neighbours of column t goes there: all, its first or its last."""
        cdef int m = self.m, t, q, i, now, at, lo = 0, first, last
        for t in range(k):
            for q in range(m):
                i = self.by_run[q]
                if label[i] == t:
                    continue
                now = self.before[t * m + i]
                at = self.previous[i]
                if at < 0 or self.before[t * m + at] != now:
                    lo = i
                at = self.following[i]
                if at >= 0 and self.before[t * m + at] == now:
                    continue
                if part and lo == i:
                    continue
                first, last = i if part == 2 else lo, lo if part == 1 else i
                self.add_block(label, t, first, last, floor)

    cdef void add_block(
        self, const Py_ssize_t *label, int t, int first, int last, int64_t floor
    ) noexcept:
        cdef int left = self.before[t * self.m + first], right = self.after[t * self.m + first]
        cdef int before = self.previous[first], after = self.following[last]
        cdef int64_t gain = self.link(left, first) + self.link(last, right)
        gain += self.link(before, after) - self.link(left, right)
        gain -= self.link(before, first) + self.link(last, after)
        if gain >= floor:
            self.add(<int>label[first], t, first, last, gain)

    cdef void make(self, const Py_ssize_t *label, Move *move, Py_ssize_t *made) noexcept:
        cdef int i
        for i in range(self.m):
            made[i] = label[i]
            if move.last == TAIL:
                if i > move.first:
                    if label[i] == move.s:
                        made[i] = move.t
                    elif label[i] == move.t:
                        made[i] = move.s
            elif move.first <= i <= move.last and label[i] == move.s:
                made[i] = move.t


cdef void *take(size_t size) except NULL:
    """Memory of so many bytes; MemoryError where there is none."""
    cdef void *memory = malloc(max(size, 1))
    if memory == NULL:
        raise MemoryError
    return memory


cdef int _allocate(Ends *ends, int k) except -1:
    ends.heads = <int *>take(k * sizeof(int))
    ends.feet = <int *>take(k * sizeof(int))
    ends.late = <unsigned char *>take(k)
    ends.begin = <int64_t *>take(k * sizeof(int64_t))
    return 0


cdef void _free(Ends *ends):
    free(ends.heads)
    free(ends.feet)
    free(ends.late)
    free(ends.begin)


def between(object plans, const Py_ssize_t[:, :] label, object bounds):
    """`RegionPlans.between`, (c,)."""
    cdef int p
    cdef const Py_ssize_t[:, ::1] rows = np.ascontiguousarray(label)
    cdef Region region = Region(plans, bounds, int(np.max(label)) + 1)
    cdef int64_t[::1] found = np.zeros(label.shape[0], np.int64)
    for p in range(label.shape[0]):
        found[p] = region.between(&rows[p, 0])
    return np.asarray(found)


def look_around(
    object plans, object plan, int64_t least, bint tails_only, object bounds
):
    """Labels (q, m) one move away, what is between, what turns cost, what each gains, (q,).

    As `ordering.moves.exchange.look_around_by_arrays` does, which says what its arguments are.
    """
    cdef const Py_ssize_t[::1] label = plan.label
    cdef int64_t now = plan.between, paid = plan.paid, floor = least - paid
    cdef int64_t least_inside = max(floor, -bounds.loss)
    cdef int m = label.shape[0], k = int(np.max(plan.label)) + 1, c, count, tried = 0
    cdef Region region = Region(plans, bounds, k)
    region.look(&label[0], k)
    region.add_tails(&label[0], k, least_inside)
    if not tails_only:
        for c in range(3):
            region.add_blocks(&label[0], k, least_inside, c)
    cdef Py_ssize_t[:, ::1] labels = np.empty((region.found, m), np.intp)
    cdef int64_t[::1] after = np.empty(region.found, np.int64)
    cdef int64_t[::1] gain = np.empty(region.found, np.int64)
    for c in range(region.found):
        region.make(&label[0], &region.moves[c], &labels[tried, 0])
        count = region.lines.arrange(&labels[tried, 0], k, region.columns)
        if count < 2:
            continue
        after[tried] = region.between(&labels[tried, 0])
        gain[tried] = region.moves[c].gain + after[tried] - now
        tried += gain[tried] >= floor
    best = np.argsort(-np.asarray(gain)[:tried], kind="stable")[: bounds.tried]
    chosen, gained = np.asarray(labels)[best], np.asarray(gain)[best]
    cdef Py_ssize_t[:, ::1] kept = chosen
    cdef int64_t[::1] costs = np.empty(len(best), np.int64)
    for c in range(kept.shape[0]):
        costs[c] = <int64_t>rint(
            region.turns_price * region.prices.of_turns(region.lines, &kept[c, 0], region.columns)
        )
    paying = np.asarray(costs)
    return chosen, np.asarray(after)[best], paying, gained + paid - paying
