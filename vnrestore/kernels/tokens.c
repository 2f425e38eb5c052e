/* Observed tokens against all syllables: their prefixes are scored against all onsets, their suffixes against all
 * rimes, each but once; garbled ones repeat even where tokens do not. */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

enum { LOWER, TITLE, UPPER, PATTERNS };
enum { ONSET, RIME, SIDES };

#define MULTIPLIER 0x9e3779b97f4a7c15u

static uint64_t hash_of(const int32_t *points, int32_t length)
{
    uint64_t hash = (uint64_t)length;
    for (int32_t i = 0; i < length; i++) {
        hash = (hash ^ (uint32_t)points[i]) * MULTIPLIER;
        hash ^= hash >> 29;
    }
    return hash ^ hash >> 32;
}

static int are_equal(const int32_t *one, const int32_t *other, int32_t length)
{
    return length == 0 || memcmp(one, other, sizeof(int32_t) * (size_t)length) == 0;
}

/* Number the strings by their hashes; there must be more slots than strings. */
void fill_index(const int32_t *points, const int32_t *bounds, int32_t strings, int32_t *slots, uint64_t mask)
{
    memset(slots, -1, sizeof(int32_t) * (size_t)(mask + 1));
    for (int32_t i = 0; i < strings; i++) {
        uint64_t at = hash_of(points + bounds[i], bounds[i + 1] - bounds[i]) & mask;
        while (slots[at] >= 0) {
            at = (at + 1) & mask;
        }
        slots[at] = i;
    }
}

/* The number of a string, -1 if it is not there. */
static int32_t number_of(const Index *index, const int32_t *points, int32_t length)
{
    for (uint64_t at = hash_of(points, length) & index->mask;; at = (at + 1) & index->mask) {
        const int32_t number = index->slots[at];
        if (number < 0) {
            return -1;
        }
        const int32_t start = index->bounds[number];
        if (index->bounds[number + 1] - start == length && are_equal(index->points + start, points, length)) {
            return number;
        }
    }
}

/* A prefix or suffix, and its rows in the pools of the case patterns, -1 where it has none. */
typedef struct {
    int32_t start, length, row[PATTERNS];
} Part;

typedef struct {
    Part *parts;
    size_t count, room;
    int32_t *points;
    size_t used, point_room;
    int32_t *slots;
    size_t size; /* of the hash table, a power of two */
    float *pool[PATTERNS], *top[PATTERNS]; /* rows, and the highest score of each */
    int32_t rows[PATTERNS];
    size_t pool_room[PATTERNS], top_room[PATTERNS];
} Side;

struct Pools {
    Side side[SIDES];
};

Pools *new_pools(void)
{
    return calloc(1, sizeof(Pools));
}

void free_pools(Pools *pools)
{
    for (int i = 0; pools != NULL && i < SIDES; i++) {
        Side *side = pools->side + i;
        free(side->parts);
        free(side->points);
        free(side->slots);
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            free(side->pool[pattern]);
            free(side->top[pattern]);
        }
    }
    free(pools);
}

static void clear(Pools *pools)
{
    for (int i = 0; i < SIDES; i++) {
        Side *side = pools->side + i;
        side->count = side->used = 0;
        memset(side->rows, 0, sizeof side->rows);
        if (side->size) {
            memset(side->slots, -1, sizeof(int32_t) * side->size);
        }
    }
}

/* Room for so many items, some to spare; 0 without memory. */
static int grow(void **items, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room) {
        return 1;
    }
    const size_t more = wanted + wanted / 2 + 64;
    void *grown = realloc(*items, more * size);
    if (grown == NULL) {
        return 0;
    }
    *items = grown;
    *room = more;
    return 1;
}

/* Twice the slots, or the first ones; 0 without memory. */
static int rehash(Side *side)
{
    const size_t size = side->size ? 2 * side->size : 1024;
    int32_t *slots = malloc(sizeof(int32_t) * size);
    if (slots == NULL) {
        return 0;
    }
    memset(slots, -1, sizeof(int32_t) * size);
    for (size_t i = 0; i < side->count; i++) {
        size_t at = hash_of(side->points + side->parts[i].start, side->parts[i].length) & (size - 1);
        while (slots[at] >= 0) {
            at = (at + 1) & (size - 1);
        }
        slots[at] = (int32_t)i;
    }
    free(side->slots);
    side->slots = slots;
    side->size = size;
    return 1;
}

/* The number of a prefix or suffix, a new one if it was not met before; -1 without memory. */
static int32_t meet(Side *side, const int32_t *points, int32_t length)
{
    if (2 * (side->count + 1) > side->size && !rehash(side)) {
        return -1;
    }
    size_t at = hash_of(points, length) & (side->size - 1);
    for (; side->slots[at] >= 0; at = (at + 1) & (side->size - 1)) {
        const Part *part = side->parts + side->slots[at];
        if (part->length == length && are_equal(side->points + part->start, points, length)) {
            return side->slots[at];
        }
    }
    if (!grow((void **)&side->parts, &side->room, side->count + 1, sizeof(Part))
        || !grow((void **)&side->points, &side->point_room, side->used + (size_t)length, sizeof(int32_t))) {
        return -1;
    }
    if (length) {
        memcpy(side->points + side->used, points, sizeof(int32_t) * (size_t)length);
    }
    side->parts[side->count] = (Part){(int32_t)side->used, length, {-1, -1, -1}};
    side->used += (size_t)length;
    side->slots[at] = (int32_t)side->count;
    return (int32_t)side->count++;
}

/* Add the counted readings of a string to its row. */
static void add_counted(const Scoring *s, int side, int pattern, const int32_t *points, int32_t length, float *row)
{
    const int32_t *unit_of_name = s->unit_of_name[side][pattern];
    const Readings *units = &s->units;
    int32_t string = number_of(&units->strings, points, length);
    for (int32_t r = string < 0 ? 0 : units->rows[string]; string >= 0 && r < units->rows[string + 1]; r++) {
        const int32_t name = units->intended[r], unit = unit_of_name[name];
        if (unit >= 0) {
            row[unit] += units->probability[r] * units->weights[units->component[r]] * units->shrink[name];
        }
    }
    const OwnReadings *own = &s->own_units;
    string = number_of(&own->strings, points, length);
    for (int32_t r = string < 0 ? 0 : own->rows[string]; string >= 0 && r < own->rows[string + 1]; r++) {
        const int32_t unit = unit_of_name[own->intended[r]];
        if (unit >= 0) {
            row[unit] += own->value[r];
        }
    }
}

/* Strings to score, [count][3], into the order of their lengths. */
static void sort_by_length(const int32_t *jobs, int64_t count, int32_t *sorted)
{
    int64_t place[LONGEST_PART + 2] = {0};
    for (int64_t i = 0; i < count; i++) {
        place[jobs[3 * i + 1] + 1]++;
    }
    for (int32_t length = 0; length <= LONGEST_PART; length++) {
        place[length + 1] += place[length];
    }
    for (int64_t i = 0; i < count; i++) {
        memcpy(sorted + 3 * place[jobs[3 * i + 1]]++, jobs + 3 * i, 3 * sizeof(int32_t));
    }
}

/* Score the parts of the tokens on one side that have no row in this case yet; `cuts` are the numbers of the parts,
 * token by token, `jobs` has room for two times three numbers for each. 0 without memory. */
static int score_parts(Side *side, int which, int pattern, const Scoring *s, const int32_t *cases, const int32_t *cuts,
                       int32_t *jobs, int32_t *sorted)
{
    int64_t count = 0;
    for (int32_t t = 0; t < s->tokens; t++) {
        const int32_t start = s->bounds[t], length = s->bounds[t + 1] - start;
        for (int32_t cut = 0; cases[t] >> pattern & 1 && cut <= length; cut++) {
            Part *part = side->parts + cuts[start + t + cut];
            if (part->row[pattern] < 0) {
                part->row[pattern] = side->rows[pattern]++;
                memcpy(jobs + 3 * count++,
                       (int32_t[]){start + (which == RIME ? cut : 0), part->length, part->row[pattern]},
                       3 * sizeof(int32_t));
            }
        }
    }
    const Trie *trie = &s->trie[which][pattern];
    const size_t rows = (size_t)side->rows[pattern];
    if (!grow((void **)&side->pool[pattern], &side->pool_room[pattern], rows, sizeof(float) * (size_t)trie->units)
        || !grow((void **)&side->top[pattern], &side->top_room[pattern], rows, sizeof(float))) {
        return 0;
    }
    sort_by_length(jobs, count, sorted);
    float *pool = side->pool[pattern];
    if (score_units(&s->channel, &s->observed, trie, s->backoff[which][pattern], sorted, count, pool)) {
        return 0;
    }
    for (int64_t i = 0; i < count; i++) {
        const int32_t *job = sorted + 3 * i;
        float *row = pool + (size_t)job[2] * (size_t)trie->units;
        add_counted(s, which, pattern, s->points + job[0], job[1], row);
        side->top[pattern][job[2]] = best_rime(row, trie->units);
    }
    return 1;
}

/* Have the parts of all tokens scored; `cuts` gets their numbers, prefixes first, [2][points + tokens]. */
static int prepare(Pools *pools, const Scoring *s, const int32_t *cases, int32_t *cuts)
{
    const size_t all = (size_t)s->bounds[s->tokens] + (size_t)s->tokens;
    for (int32_t t = 0; t < s->tokens; t++) {
        const int32_t start = s->bounds[t], length = s->bounds[t + 1] - start;
        for (int32_t cut = 0; cut <= length; cut++) {
            const int32_t before = meet(&pools->side[ONSET], s->points + start, cut);
            const int32_t behind = meet(&pools->side[RIME], s->points + start + cut, length - cut);
            if (before < 0 || behind < 0) {
                return 0;
            }
            cuts[start + t + cut] = before;
            cuts[all + (size_t)(start + t + cut)] = behind;
        }
    }
    int32_t *jobs = malloc(6 * sizeof(int32_t) * (all + 1));
    int enough = jobs != NULL;
    for (int which = 0; which < SIDES; which++) {
        for (int pattern = 0; enough && pattern < PATTERNS; pattern++) {
            enough = score_parts(&pools->side[which], which, pattern, s, cases, cuts + (size_t)which * all, jobs,
                                 jobs + 3 * all);
        }
    }
    free(jobs);
    return enough;
}

/* Counted readings of a whole token: where in [3 * syllables], and P(token | word). */
typedef struct {
    int32_t *at;
    float *value;
    size_t count, at_room, value_room;
} Added;

static int add(Added *added, int32_t at, float value)
{
    if (!grow((void **)&added->at, &added->at_room, added->count + 1, sizeof(int32_t))
        || !grow((void **)&added->value, &added->value_room, added->count + 1, sizeof(float))) {
        return 0;
    }
    added->at[added->count] = at;
    added->value[added->count++] = value;
    return 1;
}

static int find_added(const Scoring *s, const int32_t *points, int32_t length, Added *added)
{
    added->count = 0;
    const OwnReadings *own = &s->own_words;
    int32_t string = number_of(&own->strings, points, length);
    for (int32_t r = string < 0 ? 0 : own->rows[string]; string >= 0 && r < own->rows[string + 1]; r++) {
        const int32_t place = s->written_of_name[own->intended[r]];
        if (place >= 0 && !add(added, place, own->value[r])) {
            return 0;
        }
    }
    const Readings *words = &s->words;
    string = number_of(&words->strings, points, length);
    for (int32_t r = string < 0 ? 0 : words->rows[string]; string >= 0 && r < words->rows[string + 1]; r++) {
        const int32_t name = words->intended[r], place = s->written_of_name[name];
        const float value = words->probability[r] * words->weights[words->component[r]] * words->shrink[name];
        if (place >= 0 && value > 0.0f && !add(added, place, value)) {
            return 0;
        }
    }
    return 1;
}

/* The rows of a token's parts in the pools of one side. */
static void rows_of(const Side *side, const int32_t *cuts, int32_t count, int32_t cases,
                    int32_t rows[PATTERNS][LONGEST_PART + 1])
{
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
        const int possible = cases >> pattern & 1;
        for (int32_t cut = 0; cut < count; cut++) {
            rows[pattern][cut] = possible ? side->parts[cuts[cut]].row[pattern] : -1;
        }
    }
}

static Scratch new_scratch(const Inventory *inventory)
{
    const size_t all = (size_t)inventory->syllables;
    float *floats = calloc((size_t)inventory->rimes + 6 * all, sizeof(float)); /* extra is to be zero */
    int32_t *numbers = malloc(4 * all * sizeof(int32_t));
    return (Scratch){
        .reach = floats + 6 * all,
        .number = numbers,
        .rime = numbers + all,
        .tried_pattern = numbers + 2 * all,
        .spelled = floats + 3 * all,
        .tried = floats + 4 * all,
        .score = floats + 5 * all,
        .pattern = numbers + 3 * all,
        .extra = floats,
    };
}

static int select_all(const Pools *pools, const Scoring *s, const Inventory *inventory, const Selection *selection,
                      const Answers *a, const int32_t *cuts)
{
    const size_t all = (size_t)s->bounds[s->tokens] + (size_t)s->tokens;
    Scratch scratch = new_scratch(inventory);
    Added added = {.count = 0};
    int enough = scratch.extra != NULL && scratch.number != NULL;
    size_t found = 0;
    for (int32_t t = 0; t < s->tokens && enough; t++) {
        const int32_t start = s->bounds[t], length = s->bounds[t + 1] - start;
        int32_t rows[SIDES][PATTERNS][LONGEST_PART + 1];
        float top[PATTERNS * (LONGEST_PART + 1)];
        for (int which = 0; which < SIDES; which++) {
            rows_of(&pools->side[which], cuts + (size_t)which * all + start + t, length + 1, a->cases[t], rows[which]);
        }
        enough = find_added(s, s->points + start, length, &added);
        Token token = {
            .cuts = length + 1,
            .case_prior = a->case_prior + 3 * t,
            .added_at = added.at,
            .added = added.value,
            .additions = (int32_t)added.count,
            .own = a->own[t],
            .rime_top = top,
        };
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            token.onset_pool[pattern] = pools->side[ONSET].pool[pattern];
            token.rime_pool[pattern] = pools->side[RIME].pool[pattern];
            token.onset_row[pattern] = rows[ONSET][pattern];
            token.rime_row[pattern] = rows[RIME][pattern];
            for (int32_t cut = 0; cut <= length; cut++) {
                const int32_t row = rows[RIME][pattern][cut];
                top[pattern * (length + 1) + cut] = row < 0 ? 0.0f : pools->side[RIME].top[pattern][row];
            }
        }
        if (enough) {
            a->counts[t] = top_syllables(inventory, &token, selection, &scratch, a->index + found, a->pattern + found,
                                         a->score + found, a->own_score + t);
            enough = a->counts[t] >= 0;
            found += enough ? (size_t)a->counts[t] : 0;
        }
    }
    free(scratch.extra);
    free(scratch.number);
    free(scratch.keys);
    free(added.at);
    free(added.value);
    return enough;
}

/* The likeliest syllables of all tokens; pools that have grown past `most` rows are emptied before. -1 without memory,
 * and then the pools are empty. */
int likeliest(Pools *pools, int32_t most, const Scoring *s, const Inventory *inventory, const Selection *selection,
              const Answers *answers)
{
    for (int i = 0; i < SIDES * PATTERNS; i++) {
        if (pools->side[i / PATTERNS].rows[i % PATTERNS] > most) {
            clear(pools);
        }
    }
    const size_t all = (size_t)s->bounds[s->tokens] + (size_t)s->tokens;
    int32_t *cuts = malloc(2 * sizeof(int32_t) * (all + 1));
    const int enough = cuts != NULL && prepare(pools, s, answers->cases, cuts)
        && select_all(pools, s, inventory, selection, answers, cuts);
    free(cuts);
    if (!enough) {
        clear(pools);
    }
    return enough ? 0 : -1;
}

/* P(part | one unit), as a row of a pool has it; `score` is that by single characters. */
static float complete(const Scoring *s, int side, int pattern, int32_t unit, const int32_t *points, int32_t length,
                      float score)
{
    const int32_t *unit_of_name = s->unit_of_name[side][pattern];
    const Readings *units = &s->units;
    score *= s->backoff[side][pattern][unit];
    int32_t string = number_of(&units->strings, points, length);
    for (int32_t r = string < 0 ? 0 : units->rows[string]; string >= 0 && r < units->rows[string + 1]; r++) {
        const int32_t name = units->intended[r];
        if (unit_of_name[name] == unit) {
            score += units->probability[r] * units->weights[units->component[r]] * units->shrink[name];
        }
    }
    const OwnReadings *own = &s->own_units;
    string = number_of(&own->strings, points, length);
    for (int32_t r = string < 0 ? 0 : own->rows[string]; string >= 0 && r < own->rows[string + 1]; r++) {
        score += unit_of_name[own->intended[r]] == unit ? own->value[r] : 0.0f;
    }
    return score;
}

/* How many characters of a token its onset was most likely read as. */
int32_t best_cut(const Scoring *s, const Cut *cut)
{
    const int32_t start = s->bounds[cut->token], length = s->bounds[cut->token + 1] - start;
    const int32_t *points = s->points + start;
    float before[LONGEST_PART + 1], behind[LONGEST_PART + 1];
    Observed here = {s->observed.one + start, s->observed.two + start, s->observed.three + start};
    score_starts(&s->channel, &here, length, &s->trie[ONSET][cut->onset_case], cut->onset, before);
    int32_t best = 0;
    float highest = -1.0f;
    for (int32_t k = 0; k <= length; k++) {
        const Observed rest = {here.one + k, here.two + k, here.three + k};
        score_starts(&s->channel, &rest, length - k, &s->trie[RIME][cut->rime_case], cut->rime, behind);
        const float onset = complete(s, ONSET, cut->onset_case, cut->onset, points, k, before[k]);
        const float rime = complete(s, RIME, cut->rime_case, cut->rime, points + k, length - k, behind[length - k]);
        if (onset * rime > highest) {
            highest = onset * rime;
            best = k;
        }
    }
    return best;
}
