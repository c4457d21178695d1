# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""What the seam encoder's networks see of lines: sums of rows, as `linking.encoder` adds them."""

from libc.math cimport sqrtf
from libc.stdint cimport int8_t, int32_t

import numpy as np

cdef float FAR_SCALE = 1.0 / 3  # as `linking.encoder`


cdef inline void _add(
    float *to, const int8_t *codes, float scale, Py_ssize_t size, bint is_first
) noexcept nogil:
    """Add a row of 8 bits to a unit, or begin it."""
    cdef Py_ssize_t d
    if is_first:
        for d in range(size):
            to[d] = <float>codes[d] * scale
    else:
        for d in range(size):
            to[d] += <float>codes[d] * scale


def add_units(first, second, features, int columns, int exact):
    """`linking.encoder.add_units`: the input of a network for each line, (n, inputs)."""
    cdef const int8_t[:, ::1] first_codes = first.codes, second_codes = second.codes
    cdef const float[::1] first_scales = first.scales, second_scales = second.scales
    cdef const int32_t[:, :, ::1] units = features
    cdef Py_ssize_t i, r, d, at, size = first_codes.shape[1], reach = units.shape[1]
    cdef int c, known
    cdef float share
    inputs = np.zeros((units.shape[0], (exact + 2) * size), np.float32)
    unit = np.zeros(size, np.float32)
    cdef float[:, ::1] to = inputs
    cdef float[::1] row = unit
    cdef float *near
    cdef float *every
    cdef float *far
    for i in range(units.shape[0]):
        every, far = &to[i, exact * size], &to[i, (exact + 1) * size]
        known = 0
        for r in range(reach):
            if units[i, r, 0] < 0:
                continue  # all zeros
            known += 1
            for c in range(columns):
                at = max(units[i, r, c], 0)
                if c % 2:
                    _add(&row[0], &second_codes[at, 0], second_scales[at], size, False)
                else:
                    _add(&row[0], &first_codes[at, 0], first_scales[at], size, c == 0)
            if r < exact:
                near = &to[i, r * size]
                for d in range(size):
                    near[d] = row[d]
            else:
                for d in range(size):
                    far[d] += row[d]
            for d in range(size):
                every[d] += row[d]
        share = sqrtf(<float>max(known, 1))
        for d in range(size):
            every[d] = every[d] / share
            far[d] = far[d] * FAR_SCALE
    return inputs
