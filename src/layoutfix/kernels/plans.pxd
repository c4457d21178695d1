"""What other kernels use of `kernels.plans`."""

from libc.stdint cimport int64_t


cdef class Lines:
    cdef readonly int n  # so many lines of a plan, in the dump's order
    cdef int *row
    cdef float *x
    cdef float *width
    cdef unsigned char *stops
    cdef unsigned char *heads  # it may be a line of a heading
    cdef unsigned char *begins  # a block of rows begins here
    cdef bint mirrored, seen
    cdef int turned
    cdef object view

    cdef void gather(self, const Py_ssize_t[:] at)
    cdef int arrange(self, Py_ssize_t *label, int k, int *columns) noexcept
    cdef int rank_by_x(self, const Py_ssize_t *label, int k, int *first, int *rank) noexcept
    cdef void rank_by_turns(self, const Py_ssize_t *label, int count, int k, int *rank) noexcept


cdef struct Columns:  # k columns of a plan, up to a line
    int k
    int *turn  # the last turn of each, -1 for none
    int *passed  # how often it was passed over since
    int *last  # its last turn of all
    float *widest


cdef class Prices:
    cdef float *passes
    cdef int last_pass
    cdef float heading_share, x_share, halves_share
    cdef double foot_rows, foot_share
    cdef int fresh_fragments, ended_after
    cdef int64_t opening, late_opening, going_back, same_row

    cdef int64_t of_turns(self, Lines lines, const Py_ssize_t *label, int *columns) noexcept
    cdef bint are_halves(self, Lines lines, int i, float widest) noexcept
    cdef int64_t of_passing(
        self, Lines lines, int i, int s, int opened, int left, Columns *columns
    ) noexcept
    cdef float near_foot(self, int left, int opened) noexcept
