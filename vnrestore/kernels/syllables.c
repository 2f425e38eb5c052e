/* The likeliest syllables one observed token may be a reading of.
 *
 * P(token | syllable) = sum over cuts of P(prefix | onset) * P(suffix | rime). Onsets are tried
 * best bound first; one whose bound lies under the worst syllable still wanted is passed over.
 */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

enum { LOWER, TITLE, UPPER, PATTERNS };

#define LANES 8
#define NEGLIGIBLE 1e-3f /* share of the worst wanted rank that a cut must reach to be counted */

typedef struct {
    float rank, score;
    int32_t index, pattern;
} Choice;

/* Which pools a syllable's onset and rime are read from; TITLE without an onset has its capital on the rime. */
static const int RIME_OF[PATTERNS] = {LOWER, LOWER, UPPER};

static int by_rank(const void *a, const void *b)
{
    const Choice *x = a, *y = b;
    if (x->rank != y->rank) {
        return x->rank > y->rank ? -1 : 1;
    }
    return x->index - y->index;
}

/* Move the `wanted` best choices to the front, in no order (Hoare's quickselect). */
static void select_best(Choice *found, size_t count, size_t wanted)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        const Choice pivot = found[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;;) {
            while (by_rank(&found[i], &pivot) < 0) {
                i++;
            }
            while (by_rank(&pivot, &found[j]) < 0) {
                j--;
            }
            if (i >= j) {
                break;
            }
            const Choice other = found[i];
            found[i++] = found[j];
            found[j--] = other;
        }
        if (wanted <= j) {
            high = j;
        } else {
            low = j + 1;
        }
    }
}

static const float *onset_of(const Inventory *inv, const Token *t, int pattern, int32_t onset, int32_t cut)
{
    const int pool = pattern == TITLE && onset == inv->empty_onset ? LOWER : pattern;
    return t->onset_pool[pool] + (int64_t)t->onset_row[pool][cut] * inv->onsets + onset;
}

static const float *rimes_of(const Inventory *inv, const Token *t, int pattern, int32_t onset, int32_t cut)
{
    const int pool = pattern == TITLE && onset == inv->empty_onset ? TITLE : RIME_OF[pattern];
    return t->rime_pool[pool] + (int64_t)t->rime_row[pool][cut] * inv->rimes;
}

static int possible(const Token *t, int pattern)
{
    return t->onset_row[pattern][0] >= 0;
}

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("avx2", "default"))) /* the same additions in the same order, eight at a time */
#endif
/* P(token | every rime behind this onset, in this case), [rimes]; cuts that cannot add up to `least` are left out. */
static void score_onset(const Inventory *inv, const Token *t, int pattern, int32_t onset, const float *top, float least,
                        float *out)
{
    memset(out, 0, sizeof(float) * (size_t)inv->rimes);
    top += (pattern == TITLE && onset == inv->empty_onset ? TITLE : RIME_OF[pattern]) * t->cuts;
    for (int32_t cut = 0; cut < t->cuts; cut++) {
        const float weight = *onset_of(inv, t, pattern, onset, cut);
        if (weight * top[cut] > least) {
            const float *rimes = rimes_of(inv, t, pattern, onset, cut);
            for (int32_t r = 0; r < inv->rimes; r++) {
                out[r] += weight * rimes[r];
            }
        }
    }
}

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("avx2", "default")))
#endif
/* The best rime of a row. */
static float highest(const float *row, int32_t rimes)
{
    float best[LANES] = {0.0f};
    int32_t r = 0;
    for (; r + LANES <= rimes; r += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
            best[lane] = row[r + lane] > best[lane] ? row[r + lane] : best[lane];
        }
    }
    for (; r < rimes; r++) {
        best[0] = row[r] > best[0] ? row[r] : best[0];
    }
    for (int lane = 1; lane < LANES; lane++) {
        best[0] = best[lane] > best[0] ? best[lane] : best[0];
    }
    return best[0];
}

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("avx2", "default")))
#endif
/* For every syllable behind an onset, its score in this case if that is better than in those tried before. */
static void better_case(const Inventory *inv, int32_t onset, int pattern, float case_prior, const float *rimes,
                        const float *extra, float *score, int32_t *chosen)
{
    const int32_t from = inv->first[onset], count = inv->first[onset + 1] - from;
    const float *backoff = inv->backoff + (size_t)pattern * inv->syllables + from;
    for (int32_t s = 0; s < count; s++) {
        float value = rimes[inv->rime[from + s]] * backoff[s];
        value = (extra == NULL ? value : extra[from + s] + value) * case_prior;
        chosen[s] = value > score[s] ? pattern : chosen[s];
        score[s] = value > score[s] ? value : score[s];
    }
}

static float at(const Inventory *inv, const Token *t, const float *extra, int32_t place)
{
    const int32_t pattern = place / inv->syllables, syllable = place % inv->syllables;
    if (!possible(t, pattern)) {
        return extra[place] * t->case_prior[pattern];
    }
    int32_t onset = 0;
    while (inv->first[onset + 1] <= syllable) {
        onset++;
    }
    float sum = 0.0f;
    for (int32_t cut = 0; cut < t->cuts; cut++) {
        sum += *onset_of(inv, t, pattern, onset, cut) * rimes_of(inv, t, pattern, onset, cut)[inv->rime[syllable]];
    }
    return (sum * inv->backoff[place] + extra[place]) * t->case_prior[pattern];
}

/* Upper bounds of the ranks behind each onset, and the order in which to try them. */
static void order_onsets(const Inventory *inv, const Token *t, const float *top, const uint8_t *forced, Choice *order)
{
    for (int32_t onset = 0; onset < inv->onsets; onset++) {
        float best = 0.0f;
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            if (!possible(t, pattern)) {
                continue;
            }
            const int pool = pattern == TITLE && onset == inv->empty_onset ? TITLE : RIME_OF[pattern];
            float sum = 0.0f;
            for (int32_t cut = 0; cut < t->cuts; cut++) {
                sum += *onset_of(inv, t, pattern, onset, cut) * top[pool * t->cuts + cut];
            }
            sum *= t->case_prior[pattern] * inv->top_backoff[onset];
            best = sum > best ? sum : best;
        }
        order[onset].rank = forced[onset] ? 3e38f : best * inv->top_prior[onset] * 1.0001f;
        order[onset].index = onset;
    }
    qsort(order, (size_t)inv->onsets, sizeof(Choice), by_rank);
}

/* Fills index, pattern and score (case prior included) best rank first; returns how many, -1 without memory. */
int32_t top_syllables(const Inventory *inv, const Token *t, const Selection *selection, Scratch *scratch,
                      int32_t *index, int32_t *pattern, float *score, float *own_score)
{
    const size_t wanted = (size_t)selection->limit * 4 + (size_t)inv->syllables + (size_t)inv->onsets;
    if (scratch->room < wanted) {
        void *more = realloc(scratch->heap, wanted * sizeof(Choice));
        if (more == NULL) {
            return -1;
        }
        scratch->heap = more;
        scratch->room = wanted;
    }
    Choice *order = scratch->heap, *found = order + inv->onsets;
    float top[PATTERNS * (LONGEST_PART + 1)];
    uint8_t forced[256] = {0};
    for (int pool = 0; pool < PATTERNS; pool++) {
        for (int32_t cut = 0; cut < t->cuts && t->rime_row[pool][0] >= 0; cut++) {
            const int64_t row = t->rime_row[pool][cut];
            top[pool * t->cuts + cut] = highest(t->rime_pool[pool] + row * inv->rimes, inv->rimes);
        }
    }
    for (int32_t i = 0; i < t->additions; i++) {
        scratch->extra[t->added_at[i]] += t->added[i];
        int32_t onset = 0;
        while (inv->first[onset + 1] <= t->added_at[i] % inv->syllables) {
            onset++;
        }
        forced[onset] = 1;
    }
    order_onsets(inv, t, top, forced, order);
    size_t count = 0;
    float best = 0.0f, floor = 0.0f, worst = 0.0f;
    for (int32_t o = 0; o < inv->onsets; o++) {
        const int32_t onset = order[o].index;
        if (!forced[onset] && order[o].rank < floor) {
            break;
        }
        const int32_t from = inv->first[onset], syllables = inv->first[onset + 1] - from;
        memset(scratch->score, 0, sizeof(float) * (size_t)syllables);
        memset(scratch->pattern, 0, sizeof(int32_t) * (size_t)syllables);
        for (int p = 0; p < PATTERNS; p++) {
            const float *extra = forced[onset] ? scratch->extra + (size_t)p * inv->syllables : NULL;
            if (possible(t, p)) {
                const float scale = t->case_prior[p] * inv->top_backoff[onset] * inv->top_prior[onset];
                const float least = forced[onset] ? 0.0f : floor * NEGLIGIBLE / scale;
                score_onset(inv, t, p, onset, top, least, scratch->rimes);
            } else if (forced[onset]) {
                memset(scratch->rimes, 0, sizeof(float) * (size_t)inv->rimes);
            } else {
                continue;
            }
            better_case(inv, onset, p, t->case_prior[p], scratch->rimes, extra, scratch->score, scratch->pattern);
        }
        for (int32_t s = 0; s < syllables; s++) {
            const float rank = scratch->score[s] * inv->prior[from + s];
            if (rank > floor) {
                found[count++] = (Choice){rank, scratch->score[s], from + s, scratch->pattern[s]};
                best = rank > best ? rank : best;
            }
        }
        floor = best * selection->margin > floor ? best * selection->margin : floor;
        if (count > (size_t)selection->limit * 3) {
            select_best(found, count, (size_t)selection->limit);
            count = (size_t)selection->limit;
            for (size_t i = 0; i < count; i++) {
                worst = i == 0 || found[i].rank < worst ? found[i].rank : worst;
            }
            floor = worst > floor ? worst : floor;
        }
    }
    *own_score = t->own < 0 ? 0.0f : at(inv, t, scratch->extra, t->own);
    for (int32_t i = 0; i < t->additions; i++) {
        scratch->extra[t->added_at[i]] = 0.0f;
    }
    if (count > (size_t)selection->limit) {
        select_best(found, count, (size_t)selection->limit);
        count = (size_t)selection->limit;
    }
    qsort(found, count, sizeof(Choice), by_rank);
    const float last = best * selection->margin > selection->tiny ? best * selection->margin : selection->tiny;
    int32_t kept = 0;
    for (size_t i = 0; i < count && found[i].rank >= last; i++, kept++) {
        index[kept] = found[i].index;
        pattern[kept] = found[i].pattern;
        score[kept] = found[i].score;
    }
    return kept;
}
