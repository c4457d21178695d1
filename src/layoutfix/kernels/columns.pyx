# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""The beam that finds columns: what `ordering.proposals.columns` does by arrays, state by state.

Each setting has a beam of its own. Per fragment, all actions of all states are candidates; a heap
gives them best first, of those with the same feet the first is kept, until the beam is full.
"""

from libc.math cimport fabsf, isnan, rintf
from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

import numpy as np


cdef struct Foot:
    int tail, passed, number  # its last fragment, how often it was passed over since, its number
    float width, x


cdef struct State:
    int64_t score  # thousandths of a nat
    uint64_t key
    int opened, region_start


cdef struct Candidate:
    int64_t score
    int rank  # the action, times the beam, and the state: of equal ones the first is better


cdef struct Prices:
    float x_pass_share, heading_pass_share, halves_share, same_row_cost
    float x_tolerance, x_bonus, x_slope, far, wider_than, wider_by, wider_cost, narrower_cost
    float width_memory
    double region_cost
    int fresh_fragments, most


cdef struct Step:  # what is the same for all states at a fragment
    int j
    float width, both_widths, x, across, new_region
    bint same_row, seen, may_be_half
    uint64_t mark


cdef class Beam:
    """One beam, and what it reads; arrays as in `StepCosts`."""

    cdef Prices prices
    cdef int n, width, reach, closed, last_pass
    cdef const float[:, ::1] links, foot
    cdef const float[::1] again, view_width, view_x, spans, pass_cost
    cdef const int[::1] row
    cdef const unsigned char[::1] stops
    cdef const int64_t[:, ::1] marks
    cdef const int64_t[::1] rows_more
    cdef bint has_headings
    cdef int first_pass
    cdef float open_cost, late_cost
    cdef State *states
    cdef State *next_states
    cdef Foot *feet
    cdef Foot *next_feet
    cdef Candidate *candidates
    cdef uint64_t *candidate_keys
    cdef uint64_t *kept

    def __cinit__(self, object view, object costs, int beam):
        weights = costs.weights
        cdef int most = weights.max_columns
        self.n, self.width = len(view.links), beam
        self.links, self.foot = costs.links, costs.foot
        self.reach = self.links.shape[1]
        self.again, self.pass_cost, self.marks = costs.again, costs.pass_cost, costs.marks
        self.closed = self.again.shape[0] - 1
        self.view_width, self.view_x, self.spans = view.width, view.x, view.spans
        self.row, self.stops = view.row, view.stops.view(np.uint8)
        self.has_headings = costs.rows_more is not None
        if self.has_headings:
            self.rows_more = costs.rows_more
        self.prices = Prices(
            x_pass_share=weights.x_pass_share,
            heading_pass_share=weights.heading_pass_share,
            halves_share=weights.halves_share,
            same_row_cost=weights.same_row_cost,
            x_tolerance=weights.x_tolerance,
            x_bonus=weights.x_bonus,
            x_slope=-weights.x_cost / costs.far,
            far=costs.far,
            wider_than=weights.wider_than,
            wider_by=weights.wider_by,
            wider_cost=weights.wider_cost,
            narrower_cost=weights.narrower_cost,
            width_memory=weights.width_memory,
            region_cost=weights.region_cost,
            fresh_fragments=weights.fresh_fragments,
            most=most,
        )
        self.states = <State *>malloc(beam * sizeof(State))
        self.next_states = <State *>malloc(beam * sizeof(State))
        self.feet = <Foot *>malloc(beam * most * sizeof(Foot))
        self.next_feet = <Foot *>malloc(beam * most * sizeof(Foot))
        self.candidates = <Candidate *>malloc(beam * (most + 2) * sizeof(Candidate))
        self.candidate_keys = <uint64_t *>malloc(beam * (most + 2) * sizeof(uint64_t))
        self.kept = <uint64_t *>malloc(beam * sizeof(uint64_t))
        if not (self.states and self.next_states and self.feet and self.next_feet
                and self.candidates and self.candidate_keys and self.kept):
            raise MemoryError

    def __dealloc__(self):
        free(self.states)
        free(self.next_states)
        free(self.feet)
        free(self.next_feet)
        free(self.candidates)
        free(self.candidate_keys)
        free(self.kept)

    cdef int64_t follow(self, int way, short[:, :, ::1] parents,
                        short[:, :, ::1] actions) noexcept:
        """Follow the beam of a setting over the page: parents and actions, and its best score."""
        cdef int j, live = 1
        cdef int found
        self.states[0] = State(score=0, key=0, opened=0, region_start=0)
        for j in range(self.n):
            found = self.list_candidates(self.step_at(j), live)
            live = self.choose(j, found, parents[j, way], actions[j, way])
            self.states, self.next_states = self.next_states, self.states
            self.feet, self.next_feet = self.next_feet, self.feet
        return self.states[0].score

    cdef void set_way(self, object costs, int way):
        self.first_pass = costs.first[way, 0, 0]
        self.open_cost, self.late_cost = costs.open_cost[way, 0], costs.late_cost[way, 0]

    cdef Step step_at(self, int j) noexcept:
        cdef Step step
        cdef double spans = self.spans[j]
        cdef double region_cost = self.prices.region_cost
        step.j, step.width, step.x = j, self.view_width[j], self.view_x[j]
        step.seen = not isnan(step.x)
        step.same_row = j > 0 and self.row[j] == self.row[j - 1]
        step.may_be_half = (
            j > 0 and not step.same_row and not self.stops[j - 1] and self.prices.halves_share > 0
        )
        step.both_widths = step.width + self.view_width[j - 1] if j else step.width
        step.across = <float>(spans if spans > 0 else 0.0)
        step.new_region = <float>((spans if spans < region_cost else region_cost) - region_cost)
        step.mark = <uint64_t>self.marks[0, j]
        return step

    cdef int list_candidates(self, Step step, int live) noexcept:
        """All actions of all states that may be taken; how many there are."""
        cdef int b, found = 0
        for b in range(live):
            found = self.go_on(&step, b, found)
            if self.states[b].opened < self.prices.most:
                found = self.open_column(&step, b, found)
            if self.states[b].opened > 1:
                found = self.open_region(&step, b, found)
        return found

    cdef int add(self, int found, int action, int b, float gain, uint64_t key) noexcept:
        self.candidates[found].score = self.states[b].score + <int64_t>rintf(gain * 1000)
        self.candidates[found].rank = action * self.width + b
        self.candidate_keys[action * self.width + b] = key
        return found + 1

    cdef float link(self, int j, int tail) noexcept:
        cdef int distance = j - 1 - tail
        return self.links[j, distance if distance < self.reach - 1 else self.reach - 1]

    cdef int go_on(self, Step *step, int b, int found) noexcept:
        """The fragment continues one of the open columns; those that wait longer are passed by."""
        cdef State *state = &self.states[b]
        cdef Foot *feet = &self.feet[b * self.prices.most]
        cdef float passing = 0, waiting, share = self.foot[step.j, state.opened]
        cdef float gain, total_passing = 0
        cdef int s, away
        cdef uint64_t second, mark, sums = 0, total_sums = 0
        for s in range(state.opened):
            total_passing += self.pass_cost_of(state, &feet[s])
            if feet[s].passed < self.closed - 1:
                total_sums += <uint64_t>self.marks[1, feet[s].tail]
        if step.seen:
            share = share * self.prices.x_pass_share
        for s in range(state.opened):
            passing += self.pass_cost_of(state, &feet[s])
            waiting = (total_passing - passing) * share
            if s == 0 and step.may_be_half:
                if step.both_widths <= self.prices.halves_share * feet[0].width:
                    waiting = 0
            gain = self.link(step.j, feet[s].tail) - waiting
            gain -= self.again[feet[s].passed - self.beside(state, &feet[s])]
            if step.same_row and feet[s].number <= feet[0].number:
                gain -= self.prices.same_row_cost
            if step.seen:
                gain += self.place_gain(step, &feet[s])
            if state.opened > 1:
                gain -= self.width_cost(step, &feet[s]) + step.across
            second = <uint64_t>self.marks[1, feet[s].tail]
            if feet[s].passed < self.closed - 1:
                sums += second
            mark = 2 * <uint64_t>feet[s].number + 1
            found = self.add(
                found, s, b, gain,
                state.key + (total_sums - sums)
                - (<uint64_t>self.marks[0, feet[s].tail] * mark + second * <uint64_t>feet[s].passed)
                + step.mark * mark,
            )
        return found

    cdef int open_column(self, Step *step, int b, int found) noexcept:
        cdef State *state = &self.states[b]
        cdef bint fresh = step.j - state.region_start < self.prices.fresh_fragments
        cdef float cost = (self.open_cost if fresh else self.late_cost) + step.across
        cdef uint64_t key = state.key + step.mark * (2 * <uint64_t>state.opened + 1)
        return self.add(found, self.prices.most, b, -cost if state.opened else 0, key)

    cdef int open_region(self, Step *step, int b, int found) noexcept:
        """All columns end; the fragment goes on where the last of them did."""
        cdef Foot *feet = &self.feet[b * self.prices.most]
        cdef int s, last = 0
        for s in range(1, self.states[b].opened):
            if feet[s].number > feet[last].number:
                last = s
        cdef float gain = self.link(step.j, feet[last].tail) + step.new_region
        return self.add(found, self.prices.most + 1, b, gain, step.mark)

    cdef int beside(self, State *state, Foot *foot) noexcept:
        """How often a column was passed over for the height of its heading alone."""
        cdef int beside
        if not self.has_headings:
            return 0
        beside = <int>self.rows_more[foot.tail] * (state.opened - 1)
        return beside if foot.passed >= beside else foot.passed

    cdef float pass_cost_of(self, State *state, Foot *foot) noexcept:
        cdef int beside
        if self.has_headings:
            beside = <int>self.rows_more[foot.tail] * (state.opened - 1)
            if foot.passed < beside:
                return (self.pass_cost[self.first_pass + foot.passed]
                        * self.prices.heading_pass_share)
            return self.pass_cost[self.first_pass + foot.passed - beside]
        return self.pass_cost[self.first_pass + foot.passed]

    cdef float place_gain(self, Step *step, Foot *foot) noexcept:
        cdef float off
        if isnan(foot.x):
            return 0
        off = fabsf(foot.x - step.x) - self.prices.x_tolerance
        if off <= 0:
            return self.prices.x_bonus
        return self.prices.x_slope * (off if off < self.prices.far else self.prices.far)

    cdef float width_cost(self, Step *step, Foot *foot) noexcept:
        cdef Prices *prices = &self.prices
        cdef float cost = 0
        if prices.wider_than * foot.width + prices.wider_by < step.width:
            cost = prices.wider_cost
        if step.width * prices.wider_than + prices.wider_by < foot.width:
            cost += prices.narrower_cost
        return cost

    cdef int choose(self, int j, int found, short[::1] parents, short[::1] actions) noexcept:
        """Keep the best candidates, those with the same feet once; how many there are."""
        cdef int taken, live = 0, left = found, rank, action, b, s, shift = 0
        cdef int most_taken = min(found, 2 * self.width)
        cdef uint64_t key
        cdef Candidate best
        while (2 * self.width) >> shift:
            shift += 1
        heapify(self.candidates, found)
        for taken in range(most_taken):
            best = self.candidates[0]
            left -= 1
            self.candidates[0] = self.candidates[left]
            sift_down(self.candidates, 0, left)
            key = self.candidate_keys[best.rank]
            for s in range(live):
                if self.kept[s] == key << shift:
                    break
            else:
                action, b = best.rank // self.width, best.rank % self.width
                self.kept[live] = key << shift
                parents[live] = b
                actions[live] = self.act(j, b, action, live)
                self.next_states[live].score, self.next_states[live].key = best.score, key
                live += 1
                if live == self.width:
                    break
        return live

    cdef int act(self, int j, int b, int action, int live) noexcept:
        """Write the state after an action of state b; the action as `trace_back` reads it."""
        cdef State *before = &self.states[b]
        cdef State *after = &self.next_states[live]
        cdef Foot *feet = &self.feet[b * self.prices.most]
        cdef Foot *new = &self.next_feet[live * self.prices.most]
        cdef int s, most = self.prices.most
        cdef float width = self.view_width[j], x = self.view_x[j]
        after.opened, after.region_start = before.opened, before.region_start
        if action == most + 1:
            after.opened, after.region_start = 1, j
            new[0] = Foot(tail=j, passed=0, number=0, width=width, x=x)
            return action
        if action == most:
            memcpy(new + 1, feet, before.opened * sizeof(Foot))
            after.opened += 1
            new[0] = Foot(tail=j, passed=0, number=before.opened, width=width, x=x)
            return action
        memcpy(new + 1, feet, action * sizeof(Foot))
        memcpy(new + action + 1, feet + action + 1, (before.opened - action - 1) * sizeof(Foot))
        for s in range(action + 1, before.opened):
            if new[s].passed < self.closed - 1:
                new[s].passed += 1
        new[0] = feet[action]
        new[0].tail, new[0].passed = j, 0
        new[0].width = max(width, new[0].width * self.prices.width_memory)
        if isnan(new[0].x):
            new[0].x = x
        return new[0].number


cdef inline bint is_better(Candidate *a, Candidate *b) noexcept:
    return a.score > b.score or (a.score == b.score and a.rank < b.rank)


cdef void sift_down(Candidate *heap, int at, int count) noexcept:
    """Move one down the heap until none below it is better."""
    cdef Candidate moved = heap[at]
    cdef int below = 2 * at + 1
    while below < count:
        if below + 1 < count and is_better(&heap[below + 1], &heap[below]):
            below += 1
        if not is_better(&heap[below], &moved):
            break
        heap[at] = heap[below]
        at, below = below, 2 * below + 1
    if count:
        heap[at] = moved


cdef void heapify(Candidate *heap, int count) noexcept:
    cdef int at
    for at in range(count // 2 - 1, -1, -1):
        sift_down(heap, at, count)


def follow(object view, object costs, int ways, int beam):
    """Parents and actions (n, W, B) of the states kept, and the score (W,) of the best at the end.

    As `ordering.proposals.columns.follow_by_arrays` does, which says what its arguments are.
    """
    cdef int way, n = len(view.links)
    parents = np.zeros((n, ways, beam), np.int16)
    actions = np.zeros((n, ways, beam), np.int16)
    score = np.zeros(ways, np.int64)
    cdef int64_t[::1] scores = score
    cdef Beam found = Beam(view, costs, beam)
    for way in range(ways):
        found.set_way(costs, way)
        scores[way] = found.follow(way, parents, actions)
    return parents, actions, score
