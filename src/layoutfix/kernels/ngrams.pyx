# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False
"""N-grams looked up: what `ngrams.table` and `ngrams.backoff` do by arrays, hash by hash.

An n-gram is looked up only where its prefix and its suffix are known, as there; here that costs no
list of rows.
"""

from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t

import numpy as np

cdef enum:
    MOST_UNITS = 17  # of the longest n-gram, as `ngrams.hashing`, and one more
    SHIFT = 48  # as `linking.own`: a hash's first 16 bits

cdef uint64_t BASE = 0xD1342543DE82EF95  # as `ngrams.hashing`
cdef uint64_t SPREAD = 0xD6E8FEB86659FD93  # as `ngrams.hashing.mix`


cdef struct Table:
    const uint32_t *words
    const float *log_probs
    const float *backoffs  # NULL of the longest n-grams
    uint64_t length, span, seed
    uint32_t fingerprint, payload, backoff  # bits, as masks
    int payload_bits, backoff_bits


cdef int _check(int order) except -1:
    """The order of a model, which there is room for."""
    if order >= MOST_UNITS:
        raise ValueError(f"n-grams of {order} units are longer than can be looked up")
    return order


cdef void _read_words(object table, Table *to):
    """The words and the geometry of an `ngrams.table.FuseTable`, which has to outlive `to`."""
    cdef const uint32_t[::1] words = table.words
    cdef object geometry = table.geometry
    to.words = &words[0]
    to.length, to.span = geometry.segment_length, geometry.span
    to.seed = geometry.seed & 0xFFFFFFFFFFFFFFFF
    to.payload_bits = table.payload_bits
    to.fingerprint = (<uint32_t>1 << <int>table.fingerprint_bits) - 1
    to.payload = (<uint32_t>1 << to.payload_bits) - 1


cdef void _read_table(object table, Table *to):
    """An `ngrams.backoff.NgramTable`, which has to outlive `to`."""
    cdef const float[::1] log_probs = table.log_probs, backoffs = table.backoffs
    _read_words(table.table, to)
    to.log_probs = &log_probs[0]
    to.backoff_bits = table.backoff_bits
    to.backoff = (<uint32_t>1 << to.backoff_bits) - 1
    to.backoffs = &backoffs[0] if to.backoff_bits else NULL


cdef inline bint _find(const Table *table, uint64_t hash, uint32_t *payload) noexcept nogil:
    """Whether a hash is in the table, and its payload."""
    cdef uint64_t mixed = hash ^ table.seed, first, second, third
    cdef uint32_t word
    mixed ^= mixed >> 32
    mixed *= SPREAD
    mixed ^= mixed >> 32
    mixed *= SPREAD
    mixed ^= mixed >> 32
    first = ((mixed >> 32) * table.span) >> 32
    second = (first + table.length) ^ ((mixed >> 18) & (table.length - 1))
    third = (first + 2 * table.length) ^ (mixed & (table.length - 1))
    word = table.words[first] ^ table.words[second] ^ table.words[third]
    payload[0] = word & table.payload
    return word >> table.payload_bits == (<uint32_t>(mixed ^ (mixed >> 32)) & table.fingerprint)


cdef inline bint _find_ngram(
    const Table *table, uint64_t hash, float *log_prob, float *backoff
) noexcept nogil:
    """Whether an n-gram is known; if so, its log probability and its log back-off weight."""
    cdef uint32_t payload
    if not _find(table, hash, &payload):
        return False
    log_prob[0] = table.log_probs[payload >> table.backoff_bits]
    backoff[0] = table.backoffs[payload & table.backoff] if table.backoff_bits else 0
    return True


def look_up(table, hashes):
    """`FuseTable.look_up`."""
    cdef Table to
    cdef const uint64_t[::1] keys = np.ascontiguousarray(hashes)
    cdef Py_ssize_t i, count = keys.shape[0]
    found, payloads = np.empty(count, np.bool_), np.empty(count, np.uint32)
    cdef uint8_t[::1] is_found = found.view(np.uint8)
    cdef uint32_t[::1] payload = payloads
    _read_words(table, &to)
    for i in range(count):
        is_found[i] = _find(&to, keys[i], &payload[i])
    return found, payloads


def log_prob(model, ngrams, context_len):
    """`Backoff.log_prob`."""
    cdef Table[MOST_UNITS] tables
    cdef const uint64_t[::1] values = model.unit_values
    cdef const float[::1] log_probs = model.log_probs, backoffs = model.backoffs
    cdef const int32_t[:, :] rows = ngrams
    cdef const int32_t[::1] lengths = np.ascontiguousarray(context_len, np.int32)
    cdef Py_ssize_t i, count = rows.shape[0]
    cdef int n, length, last, width = _check(rows.shape[1])
    cdef uint64_t whole, context, power
    cdef bint alive, context_alive
    cdef float value, backoff, unused
    result = np.empty(count, np.float32)
    cdef float[::1] to = result
    for n in range(width - 1):
        _read_table(model.tables[n], &tables[n])
    for i in range(count):
        length, last = lengths[i], rows[i, width - 1]
        if last < 0:
            last += log_probs.shape[0]  # as arrays have it; nobody asks for what is not there
        value = log_probs[last]
        backoff = backoffs[rows[i, width - 2]] if length >= 1 else 0
        whole, context, power = values[last], 0, 1
        alive = context_alive = True
        for n in range(2, width + 1):
            value += backoff
            backoff = 0
            if n > length + 1:
                break  # no context is left: nothing is known, and nothing to be added
            context += values[rows[i, width - n]] * power  # of n - 1 units
            power *= BASE
            alive = alive and _find_ngram(
                &tables[n - 2], whole + context * BASE, &value, &unused
            )
            if n < width and n <= length and context_alive:
                context_alive = _find_ngram(
                    &tables[n - 2],
                    context + values[rows[i, width - n - 1]] * power,
                    &unused,
                    &backoff,
                )
        to[i] = value
    return result


def cross(crossings, left, right, width):
    """`backoff.Crossings.log_prob`."""
    cdef Table[MOST_UNITS] tables
    cdef int order = _check(crossings.model.order), units = width, k, t, length
    cdef const uint64_t[:, ::1] tails = crossings.tail_hashes, heads = crossings.head_hashes
    cdef const uint8_t[:, ::1] tail_known = crossings.tail_known.view(np.uint8)
    cdef const uint8_t[:, ::1] head_known = crossings.head_known.view(np.uint8)
    cdef const float[:, ::1] tail_backoff = crossings.tail_backoff
    cdef const float[:, ::1] alone = crossings.head_log_prob
    cdef const int32_t[::1] lengths = np.ascontiguousarray(crossings.head_lens, np.int32)
    cdef const Py_ssize_t[::1] lefts = np.ascontiguousarray(left, np.intp)
    cdef const Py_ssize_t[::1] rights = np.ascontiguousarray(right, np.intp)
    cdef Py_ssize_t q, i, j
    cdef uint64_t[MOST_UNITS] power
    cdef bint[MOST_UNITS] known
    cdef float[MOST_UNITS] backoff
    cdef float value
    cdef bint suffix_known
    result = np.empty((lefts.shape[0], units), np.float32)
    cdef float[:, ::1] to = result
    power[0] = 1
    for k in range(1, order):
        power[k] = power[k - 1] * BASE
        _read_table(crossings.model.tables[k - 1], &tables[k - 1])
    for q in range(lefts.shape[0]):
        i, j = lefts[q], rights[q]
        for t in range(1, order):
            known[t], backoff[t] = tail_known[t, i], tail_backoff[t, i]
        length = lengths[j]
        for k in range(1, order):
            if k > length:
                to[q, k - 1] = 0
                continue
            value = alone[j, k - 1]
            suffix_known = head_known[k, j]
            for t in range(1, order - k + 1):
                value += backoff[t]
                backoff[t] = 0
                suffix_known = known[t] = known[t] and suffix_known and _find_ngram(
                    &tables[t + k - 2],
                    tails[t, i] * power[k] + heads[k, j],
                    &value,
                    &backoff[t],
                )
            to[q, k - 1] = value
        for k in range(order, units + 1):
            to[q, k - 1] = alone[j, k - 1]
    return result


cdef struct Seen:  # n-grams of one length that stand inside lines
    int n
    const uint64_t *hashes  # ascending
    Py_ssize_t count
    const uint8_t *likely  # by the first bits of a hash


cdef inline bint _has(const Seen *seen, uint64_t hash) noexcept nogil:
    """Whether a hash is among them."""
    cdef Py_ssize_t low = 0, high = seen.count, middle
    if not seen.likely[hash >> SHIFT]:
        return False
    while low < high:
        middle = (low + high) >> 1
        if seen.hashes[middle] < hash:
            low = middle + 1
        else:
            high = middle
    return low < seen.count and seen.hashes[low] == hash


def crossing_hits(own, left, right):
    """`linking.own.OwnNgrams.crossing_hits`: the longest are looked for first."""
    cdef Seen[MOST_UNITS] all_seen
    cdef const uint64_t[:, ::1] tails = own.tails, heads = own.heads
    cdef const int32_t[::1] tail_lens = own.tail_lens, head_lens = own.head_lens
    cdef const uint64_t[::1] hashes
    cdef const uint8_t[::1] likely
    cdef const Py_ssize_t[::1] lefts = np.ascontiguousarray(left, np.intp)
    cdef const Py_ssize_t[::1] rights = np.ascontiguousarray(right, np.intp)
    cdef uint64_t[MOST_UNITS] power
    cdef int lengths = 0, t, k, s, width = tails.shape[1] - 1, most_left, most_right
    cdef Py_ssize_t q, i, j
    best = np.zeros(lefts.shape[0], np.int32)
    cdef int32_t[::1] to = best
    for n in sorted(own.seen, reverse=True):
        hashes, likely = own.seen[n], own.likely[n].view(np.uint8)
        all_seen[lengths] = Seen(n, &hashes[0], hashes.shape[0], &likely[0])
        lengths += 1
    power[0] = 1
    for t in range(1, MOST_UNITS):
        power[t] = power[t - 1] * BASE
    for q in range(lefts.shape[0]):
        i, j = lefts[q], rights[q]
        most_left, most_right = min(tail_lens[i], width), min(head_lens[j], width)
        for s in range(lengths):
            for t in range(1, all_seen[s].n):
                k = all_seen[s].n - t
                if t <= most_left and k <= most_right and _has(
                    &all_seen[s], tails[i, t] * power[k] + heads[j, k]
                ):
                    to[q] = all_seen[s].n
                    break
            if to[q]:
                break
    return best
