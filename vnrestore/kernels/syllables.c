/* The likeliest syllables one observed token may be a reading of.
 *
 * P(token | syllable) = sum over cuts of P(prefix | onset) * P(suffix | rime). Onsets are tried
 * best bound first; one whose bound lies under the worst syllable still wanted is passed over.
 */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

enum { LOWER, TITLE, UPPER, PATTERNS };

#define NEGLIGIBLE 1e-3f /* share of the worst wanted rank that a cut must reach to be counted */

/* Which pools a syllable's onset and rime are read from; TITLE without an onset has its capital on the rime. */
static const int RIME_OF[PATTERNS] = {LOWER, LOWER, UPPER};

/* What to sort by: higher ranks first, of equal ones the lower number. Ranks are not negative. */
static uint64_t key_of(float rank, int32_t number)
{
    uint32_t bits;
    memcpy(&bits, &rank, sizeof bits);
    return (uint64_t)bits << 32 | (uint32_t)~number;
}

static int32_t number_of(uint64_t key)
{
    return (int32_t)~(uint32_t)key;
}

static float rank_of(uint64_t key)
{
    const uint32_t bits = (uint32_t)(key >> 32);
    float rank;
    memcpy(&rank, &bits, sizeof rank);
    return rank;
}

/* Move the `wanted` highest keys to the front, in no order; `spare` has room for as many as there are. Quickselect
 * that copies to both ends, without branches on the keys. */
static void select_best(uint64_t *keys, size_t count, size_t wanted, uint64_t *spare)
{
    uint64_t *from = keys;
    size_t found = 0; /* of those wanted, already at the front of `keys` */
    while (found < wanted) {
        const uint64_t a = from[0], b = from[count / 2], c = from[count - 1];
        const uint64_t low = a < b ? a : b, high = a < b ? b : a;
        const uint64_t pivot = c < low ? low : c > high ? high : c;
        size_t above = 0, below = 0;
        for (size_t i = 0; i < count; i++) {
            const uint64_t key = from[i];
            spare[above] = key;
            above += key > pivot;
            from[below] = key;
            below += key < pivot;
        }
        if (found + above >= wanted) {
            memcpy(from, spare, sizeof(uint64_t) * above);
            count = above;
            found = found + above == wanted ? wanted : found;
        } else {
            /* what lies above the pivot, the pivot, and the best of the rest */
            memmove(from + above + 1, from, sizeof(uint64_t) * below);
            memcpy(from, spare, sizeof(uint64_t) * above);
            from[above] = pivot;
            from += above + 1;
            found += above + 1;
            count = below;
        }
    }
}

IN_LANES
/* Highest keys first, all of them different: each goes behind all that are higher. */
static void sort_best(uint64_t *restrict keys, size_t count, uint64_t *restrict spare)
{
    memcpy(spare, keys, sizeof(uint64_t) * count);
    for (size_t i = 0; i < count; i++) {
        const int64_t key = (int64_t)spare[i]; /* ranks are not negative: nor is this */
        int64_t higher = 0;
        for (size_t j = 0; j < count; j++) {
            higher += (int64_t)spare[j] > key;
        }
        keys[higher] = spare[i];
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

IN_LANES
static void add_cut(const float *restrict rimes, const int32_t *restrict rime, float weight, int32_t count, float *restrict out)
{
    for (int32_t s = 0; s < count; s++) {
        out[s] += weight * rimes[rime[s]];
    }
}

/* P(token | some syllables behind an onset, in this case), by their rimes; cuts that cannot add up to `least` are
 * left out. */
static void score_onset(const Inventory *inv, const Token *t, int pattern, int32_t onset, const int32_t *rime,
                        int32_t count, const float *top, float least, float *out)
{
    memset(out, 0, sizeof(float) * (size_t)count);
    top += (pattern == TITLE && onset == inv->empty_onset ? TITLE : RIME_OF[pattern]) * t->cuts;
    for (int32_t cut = 0; cut < t->cuts; cut++) {
        const float weight = *onset_of(inv, t, pattern, onset, cut);
        if (weight * top[cut] > least) {
            add_cut(rimes_of(inv, t, pattern, onset, cut), rime, weight, count, out);
        }
    }
}

IN_LANES
/* The best rime of a row. */
float best_rime(const float *row, int32_t rimes)
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

IN_LANES
/* How near each rime comes to the best one, at the cut where it comes nearest. */
static void add_reach(const float *restrict row, float best, int32_t rimes, float *restrict reach)
{
    const float scale = 1.0f / best;
    for (int32_t r = 0; r < rimes; r++) {
        reach[r] = row[r] * scale > reach[r] ? row[r] * scale : reach[r];
    }
}

IN_LANES
/* For the syllables, their scores in this case where that is better than in those tried before. */
static void better_case(const float *restrict spelled, const float *restrict backoff, const float *restrict extra,
                        const int32_t *restrict number, float case_prior, int pattern, int32_t count,
                        float *restrict score, int32_t *restrict chosen)
{
    for (int32_t s = 0; s < count; s++) {
        float value = spelled[s] * backoff[number[s]];
        value = (extra == NULL ? value : extra[number[s]] + value) * case_prior;
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

IN_LANES
static void add_scaled(float *restrict sum, const float *restrict row, float weight, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        sum[i] += row[i] * weight;
    }
}

/* Upper bounds of the scores behind each onset, and the onsets in the order in which to try them. */
static void order_onsets(const Inventory *inv, const Token *t, const float *top, const uint8_t *forced, float *bound,
                         uint64_t *order)
{
    float sum[MOST_ONSETS];
    memset(bound, 0, sizeof(float) * (size_t)inv->onsets);
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
        if (!possible(t, pattern)) {
            continue;
        }
        memset(sum, 0, sizeof(float) * (size_t)inv->onsets);
        float bare = 0.0f;
        for (int32_t cut = 0; cut < t->cuts; cut++) {
            const float *row = t->onset_pool[pattern] + (int64_t)t->onset_row[pattern][cut] * inv->onsets;
            add_scaled(sum, row, top[RIME_OF[pattern] * t->cuts + cut], inv->onsets);
            bare += *onset_of(inv, t, pattern, inv->empty_onset, cut)
                * top[(pattern == TITLE ? TITLE : RIME_OF[pattern]) * t->cuts + cut];
        }
        sum[inv->empty_onset] = bare;
        for (int32_t onset = 0; onset < inv->onsets; onset++) {
            const float value = sum[onset] * (t->case_prior[pattern] * inv->top_backoff[onset]);
            bound[onset] = value > bound[onset] ? value : bound[onset];
        }
    }
    for (int32_t onset = 0; onset < inv->onsets; onset++) {
        bound[onset] *= 1.0001f; /* for sums in another order */
        order[onset] = key_of(forced[onset] ? 3e38f : bound[onset] * inv->top_prior[inv->first[onset]], onset);
    }
    uint64_t spare[MOST_ONSETS];
    sort_best(order, (size_t)inv->onsets, spare);
}

/* The syllables found so far. */
typedef struct {
    uint64_t *keys, *spare;
    size_t count;
    float best, floor; /* the highest rank, and what a further one must exceed */
} Found;

/* Keep the best, and raise the floor to the worst of them. */
static void keep_best(Found *found, size_t limit)
{
    select_best(found->keys, found->count, limit, found->spare);
    found->count = limit;
    uint64_t worst = found->keys[0];
    for (size_t i = 1; i < limit; i++) {
        worst = found->keys[i] < worst ? found->keys[i] : worst;
    }
    found->floor = rank_of(worst) > found->floor ? rank_of(worst) : found->floor;
}

/* Score the syllables scratch->number behind an onset, and add those that rank above the floor. */
static void try_syllables(const Inventory *inv, const Token *t, const Selection *selection, Scratch *scratch,
                          int32_t onset, int32_t count, int forced, const float *top, Found *found)
{
    const int32_t *number = scratch->number;
    memset(scratch->tried, 0, sizeof(float) * (size_t)count);
    memset(scratch->tried_pattern, 0, sizeof(int32_t) * (size_t)count);
    for (int32_t s = 0; s < count; s++) {
        scratch->rime[s] = inv->rime[number[s]];
    }
    for (int p = 0; p < PATTERNS; p++) {
        const size_t behind = (size_t)p * inv->syllables;
        if (possible(t, p)) {
            const float scale = t->case_prior[p] * inv->top_backoff[onset] * inv->top_prior[number[0]];
            const float least = forced ? 0.0f : found->floor * NEGLIGIBLE / scale;
            score_onset(inv, t, p, onset, scratch->rime, count, top, least, scratch->spelled);
        } else if (forced) {
            memset(scratch->spelled, 0, sizeof(float) * (size_t)count);
        } else {
            continue;
        }
        better_case(scratch->spelled, inv->backoff + behind, forced ? scratch->extra + behind : NULL, number,
                    t->case_prior[p], p, count, scratch->tried, scratch->tried_pattern);
    }
    const float floor = found->floor;
    float best = 0.0f;
    size_t count_found = found->count;
    for (int32_t s = 0; s < count; s++) {
        const float rank = scratch->tried[s] * inv->prior[number[s]];
        found->keys[count_found] = key_of(rank, number[s]);
        count_found += rank > floor;
        scratch->score[number[s]] = scratch->tried[s];
        scratch->pattern[number[s]] = scratch->tried_pattern[s];
        best = rank > best ? rank : best;
    }
    found->count = count_found;
    found->best = best > floor && best > found->best ? best : found->best;
    const float lowest = found->best * selection->margin;
    found->floor = lowest > found->floor ? lowest : found->floor;
    if (found->count > (size_t)selection->limit * 2) {
        keep_best(found, (size_t)selection->limit);
    }
}

IN_LANES
/* The highest ranks that syllables can have, by their priors and rimes. */
static void add_limits(const float *restrict prior, const int32_t *restrict rime, const float *restrict reach,
                       float bound, int32_t count, float *restrict limit)
{
    for (int32_t s = 0; s < count; s++) {
        limit[s] = prior[s] * reach[rime[s]] * bound;
    }
}

/* The syllables [from, to) that may reach a rank by their rimes and priors, into scratch->number; the scores of those
 * with the best rime are at most `bound`. Behind some, by their priors, there is none. */
static int32_t choose(const Inventory *inv, Scratch *scratch, int32_t from, int32_t to, float bound, float rank)
{
    int32_t low = from, high = to; /* those before `low` may, those from `high` on may not */
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (inv->top_prior[middle] * bound >= rank) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    float *limit = scratch->tried;
    add_limits(inv->prior + from, inv->rime + from, scratch->reach, bound, low - from, limit);
    int32_t *number = scratch->number, count = 0;
    for (int32_t s = 0; s < low - from; s++) {
        number[count] = from + s;
        count += limit[s] >= rank;
    }
    return count;
}

/* Fills index, pattern and score (case prior included) best rank first; returns how many, -1 without memory. */
int32_t top_syllables(const Inventory *inv, const Token *t, const Selection *selection, Scratch *scratch,
                      int32_t *index, int32_t *pattern, float *score, float *own_score)
{
    const size_t wanted = (size_t)selection->limit * 3 + (size_t)inv->syllables;
    if (scratch->room < wanted) {
        uint64_t *more = realloc(scratch->keys, 2 * wanted * sizeof(uint64_t));
        if (more == NULL) {
            return -1;
        }
        scratch->keys = more;
        scratch->room = wanted;
    }
    Found found = {.keys = scratch->keys, .spare = scratch->keys + scratch->room};
    uint64_t order[MOST_ONSETS];
    float bound[MOST_ONSETS];
    const float *top = t->rime_top;
    uint8_t forced[MOST_ONSETS] = {0};
    memset(scratch->reach, 0, sizeof(float) * (size_t)inv->rimes);
    for (int pool = 0; pool < PATTERNS; pool++) {
        for (int32_t cut = 0; cut < t->cuts && t->rime_row[pool][0] >= 0; cut++) {
            const int64_t row = t->rime_row[pool][cut];
            const float *rimes = t->rime_pool[pool] + row * inv->rimes;
            if (top[pool * t->cuts + cut] > 0.0f) {
                add_reach(rimes, top[pool * t->cuts + cut], inv->rimes, scratch->reach);
            }
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
    order_onsets(inv, t, top, forced, bound, order);
    for (int32_t o = 0; o < inv->onsets; o++) {
        const int32_t onset = number_of(order[o]), from = inv->first[onset], to = inv->first[onset + 1];
        if (!forced[onset] && rank_of(order[o]) < found.floor) {
            break;
        }
        const int32_t count = choose(inv, scratch, from, to, bound[onset], forced[onset] ? 0.0f : found.floor);
        if (count) {
            try_syllables(inv, t, selection, scratch, onset, count, forced[onset], top, &found);
        }
    }
    *own_score = t->own < 0 ? 0.0f : at(inv, t, scratch->extra, t->own);
    for (int32_t i = 0; i < t->additions; i++) {
        scratch->extra[t->added_at[i]] = 0.0f;
    }
    if (found.count > (size_t)selection->limit) {
        keep_best(&found, (size_t)selection->limit);
    }
    sort_best(found.keys, found.count, found.spare);
    const float lowest = found.best * selection->margin;
    const float last = lowest > selection->tiny ? lowest : selection->tiny;
    int32_t kept = 0;
    for (size_t i = 0; i < found.count && rank_of(found.keys[i]) >= last; i++, kept++) {
        index[kept] = number_of(found.keys[i]);
        pattern[kept] = scratch->pattern[index[kept]];
        score[kept] = scratch->score[index[kept]];
    }
    return kept;
}
