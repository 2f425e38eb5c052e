/* P(observed string | intended string) for all onsets or rimes at once, and for single pairs. */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

#define MAX_SEGMENT 3

IN_LANES
/* One row of the table of single characters, the components in order. */
void mix_row(const Mixture *m, int32_t row, float *restrict out)
{
    memset(out, 0, sizeof(float) * (size_t)m->characters);
    for (int32_t e = 0; e < m->components; e++) {
        const float *restrict in = m->single + ((int64_t)e * m->rows + row) * m->characters, share = m->share[e];
        for (int32_t i = 0; share != 0.0f && i < m->characters; i++) {
            out[i] += share * in[i];
        }
    }
    const float *restrict pooled = m->pooled + (int64_t)row * m->characters, *restrict shrink = m->shrink;
    for (int32_t i = 0; i < m->characters; i++) {
        out[i] = (out[i] + m->generic * pooled[i]) * shrink[i];
    }
}

/* The row of a string of two or three characters. */
static int32_t find(const Alphabet *a, int size, int64_t key)
{
    const int64_t *keys = a->keys[size - 2];
    int64_t low = 0, high = a->known[size - 2];
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (keys[middle] < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < a->known[size - 2] && keys[low] == key ? a->segments[size - 2][low] : a->nothing;
}

/* The rows of every character, and of the two and three from there. */
void encode(const Alphabet *a, const int32_t *text, int64_t length, int32_t *one, int32_t *two, int32_t *three)
{
    const int64_t base = (int64_t)a->unknown + 1;
    for (int64_t i = 0; i < length; i++) {
        const int32_t point = text[i];
        one[i] = a->rows[point < 0 || point >= a->points ? a->points - 1 : point];
    }
    for (int64_t i = 0; i < length; i++) {
        const int64_t second = i + 1 < length ? one[i + 1] : a->unknown;
        const int64_t third = i + 2 < length ? one[i + 2] : a->unknown;
        const int64_t key = one[i] * base + second;
        two[i] = find(a, 2, key);
        three[i] = find(a, 3, key * base + third);
    }
}

/* P(the two or three characters of a row | an intended character), 0 if that was never seen. */
static float longer(const Channel *c, int32_t row, int32_t column)
{
    for (int32_t i = c->longer_start[row]; i < c->longer_start[row + 1]; i++) {
        if (c->longer_column[i] == column) {
            return c->longer[i];
        }
    }
    return 0.0f;
}

/* P(the `size` characters from `at` | each intended character), as Channel.segment_table has it. */
static float segment(const Channel *c, const Observed *o, int64_t at, int32_t size, int32_t column)
{
    if (column >= c->characters) {
        return c->outside;
    }
    const int64_t n = c->characters;
    if (size == 0) {
        return c->single[c->nothing * n + column];
    }
    if (size == 1) {
        return c->single[o->one[at] * n + column];
    }
    if (size == 2) {
        const float value = longer(c, o->two[at], column) + c->longer_floor;
        return value + (c->single[o->one[at] * n + column] + c->single[o->one[at + 1] * n + column]) * c->stray;
    }
    return longer(c, o->three[at], column) + c->longer_floor;
}

/* Scratch memory of score_units, for a group of strings that are scored side by side, the shorter ones on the way to
 * the end of the longest. */
typedef struct {
    float *table;   /* [characters + 1][MAX_SEGMENT + 1][length + 1][LANES] */
    float *forward; /* [nodes][length + 1][LANES] */
    int64_t *filled; /* [characters + 1]: the group a character's part of the table is of */
    /* of what was observed at each place, [length + 1][LANES]: where its row begins, and its kind */
    int32_t one[(LONGEST_PART + 1) * LANES], kind[(LONGEST_PART + 1) * LANES];
    int32_t length; /* of the longest string */
} Work;

/* Find the rows of every place of a group's strings; behind its end a string has any rows. */
static void place(const Channel *c, const Observed *o, const int32_t *strings, int64_t from, int lanes, Work *work)
{
    work->length = 0;
    for (int lane = 0; lane < lanes; lane++) {
        const int32_t length = strings[3 * (from + lane) + 1];
        work->length = length > work->length ? length : work->length;
    }
    for (int lane = 0; lane < LANES; lane++) {
        const int32_t *string = strings + 3 * (from + (lane < lanes ? lane : 0));
        for (int32_t j = 0; j <= work->length; j++) {
            const int32_t row = j < string[1] ? o->one[string[0] + j] : c->nothing;
            work->one[j * LANES + lane] = row * c->characters;
            work->kind[j * LANES + lane] = c->kind[row];
        }
    }
}

/* For one character: the probabilities of every segment of every string, [MAX_SEGMENT + 1][length + 1][LANES],
 * as `segment` has them but for what was seen of two or three characters. */
IN_LANES
static void fill(const Channel *c, const Work *work, int32_t column, float *rows)
{
    const int32_t places = work->length + 1, room = places * LANES;
    if (column >= c->characters) {
        for (int32_t k = 0; k < (MAX_SEGMENT + 1) * room; k++) {
            rows[k] = c->outside;
        }
        return;
    }
    const float *single = c->single + column;
    const float nothing = single[(int64_t)c->nothing * c->characters], floor = c->longer_floor, stray = c->stray;
    for (int32_t k = 0; k < room; k++) {
        rows[k] = nothing;
    }
    float *one = rows + room, *two = one + room, *three = two + room;
    for (int32_t k = 0; k < room - LANES; k++) {
        one[k] = single[work->one[k]];
    }
    for (int32_t k = 0; k < room - 2 * LANES; k++) {
        two[k] = floor + (one[k] + one[k + LANES]) * stray;
    }
    for (int32_t k = 0; k < room - 3 * LANES; k++) {
        three[k] = floor;
    }
}

/* What was seen of two or three characters, in the parts of the table that are filled for this group. */
static void add_longer(const Channel *c, const Observed *o, const int32_t *strings, int64_t from, int lanes, Work *work)
{
    const int32_t room = (work->length + 1) * LANES;
    for (int lane = 0; lane < lanes; lane++) {
        const int32_t *string = strings + 3 * (from + lane);
        for (int32_t size = 2; size <= MAX_SEGMENT; size++) {
            for (int32_t j = 0; j + size <= string[1]; j++) {
                const int32_t row = (size == 2 ? o->two : o->three)[string[0] + j], k = j * LANES + lane;
                for (int32_t i = c->longer_start[row]; i < c->longer_start[row + 1]; i++) {
                    const int32_t column = c->longer_column[i];
                    if (work->filled[column] == from) {
                        float *rows = work->table + (size_t)column * (MAX_SEGMENT + 1) * room;
                        const float *one = rows + room + k, value = c->longer[i] + c->longer_floor;
                        rows[size * room + k] = size == 2 ? value + (one[0] + one[LANES]) * c->stray : value;
                    }
                }
            }
        }
    }
}

/* Forward probabilities of one trie node from those of its parent; and, where there are probabilities `merged` of a pair
 * of letters that was read as one, from its grandparent's. */
IN_LANES
static void step(const float *restrict above, const float *restrict rows, const float *restrict far,
                 const float *restrict merged, const int32_t *restrict kind, int32_t length, float *restrict here)
{
    const int32_t room = (length + 1) * LANES;
    const float *one = rows + room, *two = one + room, *three = two + room;
    for (int lane = 0; lane < LANES; lane++) {
        here[lane] = above[lane] * rows[lane];
    }
    for (int32_t k = LANES; k < room && k < 3 * LANES; k += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
            here[k + lane] = above[k + lane] * rows[k + lane] + above[k - LANES + lane] * one[k - LANES + lane];
        }
    }
    for (int lane = 0; room > 2 * LANES && lane < LANES; lane++) {
        here[2 * LANES + lane] += above[lane] * two[lane];
    }
    for (int32_t k = 3 * LANES; k < room; k += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
            here[k + lane] = above[k + lane] * rows[k + lane] + above[k - LANES + lane] * one[k - LANES + lane]
                + above[k - 2 * LANES + lane] * two[k - 2 * LANES + lane]
                + above[k - 3 * LANES + lane] * three[k - 3 * LANES + lane];
        }
    }
    for (int32_t k = LANES; merged != NULL && k < room; k += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
            here[k + lane] += far[k - LANES + lane] * merged[kind[k - LANES + lane]];
        }
    }
}

/* One string's probability at the end of every unit. */
IN_LANES
static void collect(const float *restrict forward, const int32_t *restrict unit_node, const float *restrict backoff,
                    int32_t size, int32_t units, float *restrict row)
{
    for (int32_t unit = 0; unit < units; unit++) {
        row[unit] = forward[unit_node[unit] * size] * backoff[unit];
    }
}

/* Strings [from, from + lanes); lanes beyond that repeat the first and are thrown away. */
static void score_group(const Channel *channel, const Observed *observed, const Trie *trie, const float *backoff,
                        const int32_t *strings, int64_t from, int lanes, Work *work, float *out)
{
    place(channel, observed, strings, from, lanes, work);
    const int32_t length = work->length, size = (length + 1) * LANES;
    memset(work->forward, 0, sizeof(float) * (size_t)size);
    for (int lane = 0; lane < LANES; lane++) {
        work->forward[lane] = 1.0f;
    }
    for (int32_t node = 1; node < trie->nodes; node++) {
        const int32_t column = trie->column[node];
        if (work->filled[column] != from) {
            fill(channel, work, column, work->table + (size_t)column * (MAX_SEGMENT + 1) * size);
            work->filled[column] = from;
        }
    }
    add_longer(channel, observed, strings, from, lanes, work);
    for (int32_t node = 1; node < trie->nodes; node++) {
        float *here = work->forward + (size_t)node * size;
        const float *rows = work->table + (size_t)trie->column[node] * (MAX_SEGMENT + 1) * size;
        const int32_t pair = trie->pair[node];
        step(work->forward + (size_t)trie->parent[node] * size, rows,
             work->forward + (size_t)trie->grandparent[node] * size,
             pair < channel->pairs ? channel->merged + (size_t)pair * channel->kinds : NULL, work->kind, length, here);
    }
    for (int lane = 0; lane < lanes; lane++) {
        const int32_t *string = strings + 3 * (from + lane);
        float *row = out + (int64_t)string[2] * trie->units;
        collect(work->forward + string[1] * LANES + lane, trie->unit_node, backoff, size, trie->units, row);
    }
}

/* P(string | unit) for every unit of a trie by single characters, times the unit's back-off.
 *
 * strings: [count][3]: offset, length, row of `out`; cheapest sorted by length.
 */
int score_units(const Channel *channel, const Observed *observed, const Trie *trie, const float *backoff,
                const int32_t *strings, int64_t count, float *out)
{
    int32_t longest = 0;
    for (int64_t i = 0; i < count; i++) {
        longest = strings[3 * i + 1] > longest ? strings[3 * i + 1] : longest;
    }
    const size_t columns = (size_t)channel->characters + 1, room = (size_t)(longest + 1) * LANES;
    Work work = {
        .table = malloc(sizeof(float) * columns * (MAX_SEGMENT + 1) * room),
        .forward = malloc(sizeof(float) * (size_t)trie->nodes * room),
        .filled = malloc(sizeof(int64_t) * columns),
    };
    const int enough = work.table != NULL && work.forward != NULL && work.filled != NULL;
    if (enough) {
        memset(work.filled, -1, sizeof(int64_t) * columns);
        for (int64_t from = 0; from < count;) {
            const int lanes = count - from < LANES ? (int)(count - from) : LANES;
            score_group(channel, observed, trie, backoff, strings, from, lanes, &work, out);
            from += lanes;
        }
    }
    free(work.table);
    free(work.forward);
    free(work.filled);
    return enough ? 0 : -1;
}

/* P(the first characters | unit) for no character up to all, [length + 1], by the sums of score_units. */
void score_starts(const Channel *channel, const Observed *observed, int32_t length, const Trie *trie, int32_t unit,
                  float *out)
{
    int32_t path[LONGEST_PART + 1], letters = 0;
    for (int32_t node = trie->unit_node[unit]; node > 0 && letters <= LONGEST_PART; node = trie->parent[node]) {
        path[letters++] = node;
    }
    float rows[3][LONGEST_PART + 1] = {{0.0f}};
    float *far = rows[0], *above = rows[1], *here = rows[2];
    above[0] = 1.0f;
    while (letters--) {
        const int32_t node = path[letters], column = trie->column[node];
        for (int32_t j = 0; j <= length; j++) {
            here[j] = above[j] * segment(channel, observed, j, 0, column);
        }
        for (int32_t size = 1; size <= MAX_SEGMENT; size++) {
            for (int32_t j = 0; j + size <= length; j++) {
                here[j + size] += above[j] * segment(channel, observed, j, size, column);
            }
        }
        if (trie->pair[node] < channel->pairs) {
            const float *merged = channel->merged + (int64_t)trie->pair[node] * channel->kinds;
            for (int32_t j = 0; j < length; j++) {
                here[j + 1] += far[j] * merged[channel->kind[observed->one[j]]];
            }
        }
        float *spare = far;
        far = above;
        above = here;
        here = spare;
    }
    memcpy(out, above, sizeof(float) * (size_t)(length + 1));
}

/* P(observed | intended) by single characters and merged pairs; `table` has (rows + 2) * (length + 1) cells. */
double pair_probability(const Channel *channel, const int32_t *columns, const int32_t *pairs,
                        const int32_t *letters, int32_t rows, const Observed *observed,
                        const int32_t *characters, int32_t length, double copied, double foreign, double *table)
{
    const int32_t stride = length + 1;
    memset(table, 0, sizeof(double) * (size_t)(rows + 2) * stride);
    table[0] = 1.0;
    for (int32_t i = 0; i < rows; i++) {
        double *next = table + (size_t)(i + 1) * stride;
        for (int32_t j = 0; j <= length; j++) {
            const double here = table[(size_t)i * stride + j];
            if (here <= 0.0) {
                continue;
            }
            for (int32_t size = 0; size <= MAX_SEGMENT && j + size <= length; size++) {
                double p;
                if (columns[i] >= 0) {
                    p = segment(channel, observed, j, size, columns[i]);
                } else { /* a character outside the alphabet is copied or lost */
                    p = size == 1 && characters[j] == letters[i] ? copied : foreign;
                }
                next[j + size] += here * p;
            }
            if (pairs[i] >= 0 && j < length) {
                const int32_t kind = channel->kind[observed->one[j]];
                next[stride + j + 1] += here * channel->merged[(int64_t)pairs[i] * channel->kinds + kind];
            }
        }
    }
    return table[(size_t)rows * stride + length];
}

/* How many observed characters each intended one was most probably read as, into `sizes`; -1 in the first if there is
 * no such cutting. `table` has 2 * (rows + 1) * (length + 1) cells. */
void align_pair(const Channel *channel, const int32_t *columns, int32_t rows, const Observed *observed, int32_t length,
                double *table, int32_t *sizes)
{
    const int32_t stride = length + 1;
    double *taken = table + (size_t)(rows + 1) * stride; /* of the best way to each cell, the last size */
    memset(table, 0, sizeof(double) * (size_t)(rows + 1) * stride);
    table[0] = 1.0;
    for (int32_t i = 0; i < rows; i++) {
        for (int32_t j = 0; columns[i] >= 0 && j <= length; j++) {
            const double here = table[(size_t)i * stride + j];
            for (int32_t size = 0; here > 0.0 && size <= MAX_SEGMENT && j + size <= length; size++) {
                const size_t next = (size_t)(i + 1) * stride + j + size;
                const double value = here * segment(channel, observed, j, size, columns[i]);
                if (value > table[next]) {
                    table[next] = value;
                    taken[next] = size;
                }
            }
        }
    }
    if (table[(size_t)rows * stride + length] <= 0.0) {
        if (rows) {
            sizes[0] = -1;
        }
        return;
    }
    for (int32_t i = rows, j = length; i > 0; i--) {
        sizes[i - 1] = (int32_t)taken[(size_t)i * stride + j];
        j -= sizes[i - 1];
    }
}
