/* Lattices from plans (vnrestore/restore/lattice.py): the arms of each chunk, their nodes, and where their rows are. */
#include "kernels.h"

/* Nodes are offsets, those of each passage moved behind the passage before; what ends with a chunk leads to the next. */
typedef struct {
    const Plans *plans;
    const int64_t *shift, *follow;
    Arms *arms;
} Builder;

/* One arm more. 0 if it has rows in a passage, -1 if not. */
static int add_arm(Builder *b, int64_t chunk, int64_t start, int64_t end, int64_t number)
{
    const Plans *p = b->plans;
    Arms *a = b->arms;
    if (chunk < 0 || chunk >= p->chunks || number < 0 || number >= p->lists || a->used >= a->room) {
        return -1;
    }
    const int64_t rows = p->rows[number + 1] - p->rows[number];
    const int64_t source = start + b->shift[chunk];
    const int64_t target = (end == p->stop[chunk] ? b->follow[chunk] : end) + b->shift[chunk];
    const int64_t edges = a->bounds[a->used] + rows;
    if (rows < 0 || source < 0 || target > INT32_MAX || source > target || edges > INT32_MAX || start < 0
        || end > INT32_MAX) {
        return -1;
    }
    const int64_t at = a->used++;
    a->source[at] = (int32_t)source;
    a->target[at] = (int32_t)target;
    a->start[at] = (int32_t)start;
    a->end[at] = (int32_t)end;
    a->begin[at] = p->rows[number];
    a->number[at] = number;
    a->bounds[a->used] = (int32_t)edges;
    return 0;
}

int build_lattice(const Plans *p, int64_t *work, Arms *arms)
{
    int64_t *shift = work, *follow = work + p->chunks, opening = 0, last = -1;
    for (int64_t i = 0; i < p->passages; i++) {
        if (p->ends[i] <= opening || p->ends[i] > p->chunks) {
            return -1;
        }
        const int64_t closing = p->ends[i] - 1, length = p->stop[closing] - p->start[opening];
        last += length + 1;
        if (length < 0 || last > INT32_MAX) {
            return -1;
        }
        arms->first[i] = (int32_t)(last - length);
        arms->last[i] = (int32_t)last;
        for (int64_t k = opening; k <= closing; k++) {
            shift[k] = last - length - p->start[opening];
            follow[k] = k < closing ? p->start[k + 1] : p->stop[k];
        }
        opening = closing + 1;
    }
    if (opening != p->chunks) {
        return -1;
    }
    Builder b = {p, shift, follow, arms};
    arms->used = 0;
    arms->bounds[0] = 0;
    for (int64_t i = 0; i < p->fresh; i++) {
        const int64_t chunk = p->chunk[i], plan = p->plan[i];
        if (chunk < 0 || chunk >= p->chunks || plan < 0 || plan >= p->planned || p->bounds[plan] < 0
            || p->bounds[plan + 1] > p->pieces) {
            return -1;
        }
        for (int64_t k = p->bounds[plan]; k < p->bounds[plan + 1]; k++) {
            const int64_t offset = p->start[chunk];
            if (add_arm(&b, chunk, offset + p->piece_start[k], offset + p->piece_end[k], p->piece_number[k])) {
                return -1;
            }
        }
    }
    for (const int64_t *other = p->other; other < p->other + 4 * p->others; other += 4) {
        if (add_arm(&b, other[0], other[1], other[2], other[3])) {
            return -1;
        }
    }
    return arms->used == arms->room ? 0 : -1;
}
