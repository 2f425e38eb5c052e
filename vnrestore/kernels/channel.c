/* P(observed string | intended string) for all onsets or rimes at once, and for single pairs. */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

#define MAX_SEGMENT 3

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
        float value = c->longer[o->two[at] * n + column] + c->longer_floor;
        return value + (c->single[o->one[at] * n + column] + c->single[o->one[at + 1] * n + column]) * c->stray;
    }
    return c->longer[o->three[at] * n + column] + c->longer_floor;
}

/* For one string and character: the probabilities of every segment, [MAX_SEGMENT + 1][length + 1]. */
static void segment_rows(const Channel *c, const Observed *o, int64_t at, int32_t length, int32_t column, float *rows)
{
    const int32_t stride = length + 1;
    for (int32_t size = 0; size <= MAX_SEGMENT; size++) {
        for (int32_t j = 0; j + size <= length; j++) {
            rows[size * stride + j] = segment(c, o, at + j, size, column);
        }
    }
}

/* P(string | unit) for every unit of a trie, times the unit's back-off, plus its counted readings.
 *
 * strings: [count][5]: offset, length, first and last row of its readings, row of `out`.
 */
int score_units(const Channel *channel, const Observed *observed, const Trie *trie, const Readings *readings,
                const int32_t *unit_of_name, const float *backoff, const int32_t *strings, int64_t count, float *out)
{
    const int32_t room = LONGEST_PART + 1;
    float *table = malloc(sizeof(float) * (size_t)(channel->characters + 1) * (MAX_SEGMENT + 1) * room);
    float *forward = malloc(sizeof(float) * (size_t)trie->nodes * room);
    int64_t *filled = malloc(sizeof(int64_t) * (size_t)(channel->characters + 1)); /* the string a row is of */
    if (table == NULL || forward == NULL || filled == NULL) {
        free(table);
        free(forward);
        free(filled);
        return -1;
    }
    memset(filled, -1, sizeof(int64_t) * (size_t)(channel->characters + 1));
    for (int64_t s = 0; s < count; s++) {
        const int32_t *string = strings + s * 5;
        const int64_t at = string[0];
        const int32_t length = string[1], stride = length + 1;
        float *row = out + (int64_t)string[4] * trie->units;
        memset(forward, 0, sizeof(float) * stride);
        forward[0] = 1.0f;
        for (int32_t node = 1; node < trie->nodes; node++) {
            float *here = forward + (size_t)node * stride;
            const float *above = forward + (size_t)trie->parent[node] * stride;
            float *rows = table + (size_t)trie->column[node] * (MAX_SEGMENT + 1) * room;
            if (filled[trie->column[node]] != s) {
                segment_rows(channel, observed, at, length, trie->column[node], rows);
                filled[trie->column[node]] = s;
            }
            for (int32_t j = 0; j <= length; j++) {
                here[j] = above[j] * rows[j];
            }
            for (int32_t size = 1; size <= MAX_SEGMENT; size++) {
                const float *p = rows + size * stride;
                for (int32_t j = 0; j + size <= length; j++) {
                    here[j + size] += above[j] * p[j];
                }
            }
            const int32_t pair = trie->pair[node];
            if (pair < channel->pairs) {
                const float *far = forward + (size_t)trie->grandparent[node] * stride;
                for (int32_t j = 0; j < length; j++) {
                    here[j + 1] += far[j] * channel->merged[(int64_t)observed->one[at + j] * (channel->pairs + 1) + pair];
                }
            }
        }
        for (int32_t unit = 0; unit < trie->units; unit++) {
            row[unit] = forward[(size_t)trie->unit_node[unit] * stride + length] * backoff[unit];
        }
        for (int32_t r = string[2]; r < string[3]; r++) {
            const int32_t name = readings->intended[r], unit = unit_of_name[name];
            if (unit >= 0) {
                row[unit] += readings->probability[r] * readings->weights[readings->component[r]] * readings->shrink[name];
            }
        }
    }
    free(table);
    free(forward);
    free(filled);
    return 0;
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
                next[stride + j + 1] += here * channel->merged[(int64_t)observed->one[j] * (channel->pairs + 1) + pairs[i]];
            }
        }
    }
    return table[(size_t)rows * stride + length];
}
