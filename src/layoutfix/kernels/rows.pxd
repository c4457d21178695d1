"""What other kernels use of `kernels.rows`."""


cdef struct Numbers:  # a list that grows
    Py_ssize_t size, room
    Py_ssize_t *at


cdef int push(Numbers *numbers, Py_ssize_t number) except -1
cdef object to_array(Numbers *numbers)


cdef struct Width:  # a `TriedWidth`
    const float *fit[2]  # of lines that do not end a paragraph, and that do
    float widest


cdef Width to_width(object tried)


cdef class Search:
    cdef const Py_ssize_t[::1] first
    cdef const float[::1] left, right, gain
    cdef const unsigned char[::1] stops
    cdef Py_ssize_t rows
    cdef int most
    cdef float *best  # (nodes, most), best first
    cdef float *rest  # (columns, nodes) the best way from each node to the end, less its gain
    cdef Py_ssize_t longest  # nodes of a row
    cdef Py_ssize_t *back  # (nodes, most): the node before, times `most`, and which of its ways

    cdef Py_ssize_t end(self, Py_ssize_t r) noexcept
    cdef float look_ahead(self, Py_ssize_t r, int h, Width *width) noexcept
    cdef void search(self, Py_ssize_t r, int h, Width *width, float least) noexcept
    cdef int enter(
        self, Py_ssize_t s, float fit, float floor, float *top, Py_ssize_t *back, int count
    ) noexcept
    cdef int trace(self, Py_ssize_t r, int rank, Numbers *nodes) except -1
