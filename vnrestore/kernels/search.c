/* Beam search over word lattices with forward-backward posteriors; vnrestore/restore/decode.py says what it does. */
#include "kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    uint64_t history; /* the last three symbols, 16 bits each */
    float bow1, bow2, bow3;
} State;

typedef struct {
    State state;
    float viterbi, forward;
    int64_t arc; /* the best arc that leads here, -1 at the entry */
} Hypothesis;

typedef struct {
    int64_t source, target; /* hypotheses */
    int32_t edge;
    float logp;
} Arc;

/* An arc that may still be dropped, and the group of arcs with its history. */
typedef struct {
    Arc arc;
    float viterbi, forward;
    int32_t group;
    int32_t two;               /* its bigram's query, -1 where the model hears nothing */
    int32_t three, four; /* codes of the longer n-grams, -1 where there is none */
} Trial;

/* What the language model is asked: all bigrams of a node, then the trigrams of those it has, and so on. */
typedef struct {
    uint64_t key;
    int32_t code; /* -1 if there is no such n-gram */
    int32_t trial;
} Query;

typedef struct {
    State state;
    float viterbi, peak;
    double sum;
    int32_t best; /* trial */
    int32_t place; /* hypothesis kept for it within the node, or -1 */
} Group;

typedef struct {
    void *items;
    size_t used, room, size;
} Buffer;

typedef struct {
    Buffer hypotheses, arcs, trials, groups, bigrams, longer;
    int32_t *slots;   /* hash table: group number + 1 */
    size_t slot_room; /* a power of two */
    int64_t *start;   /* first hypothesis of each node */
    int32_t *size;
    int64_t *incoming, *bounds; /* edges sorted by target, and where each target's begin */
} Search;

static void *more(Buffer *buffer, size_t count)
{
    if (buffer->used + count > buffer->room) {
        size_t room = buffer->room ? buffer->room * 2 : 1024;
        while (room < buffer->used + count) {
            room *= 2;
        }
        void *items = realloc(buffer->items, room * buffer->size);
        if (items == NULL) {
            return NULL;
        }
        buffer->items = items;
        buffer->room = room;
    }
    void *at = (char *)buffer->items + buffer->used * buffer->size;
    buffer->used += count;
    return at;
}

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xFF51AFD7ED558CCDull;
    h ^= h >> 33;
    h *= 0xC4CEB9FE1A85EC53ull;
    return h ^ (h >> 33);
}

/* The codes of all keys, or -1. Nothing in here waits for the answer to another key: the memory is read ahead. */
static void look_up(const Fuse *fuse, Query *queries, size_t count)
{
    const uint64_t size = (uint64_t)1 << fuse->segment_bits, mask = size - 1, span = fuse->segments << fuse->segment_bits;
    const int bits = fuse->wide ? 32 : 16;
    const uint32_t values = ((uint32_t)1 << fuse->value_bits) - 1;
    const uint32_t *wide = fuse->cells;
    const uint16_t *narrow = fuse->cells;
    for (size_t i = 0; i < count; i++) {
        const uint64_t h = mix(queries[i].key + fuse->seed), first = ((h >> 32) * span) >> 32;
        const uint64_t p1 = (first + size) ^ ((h >> 18) & mask), p2 = (first + 2 * size) ^ (h & mask);
        const uint32_t word = fuse->wide ? wide[first] ^ wide[p1] ^ wide[p2]
                                         : (uint32_t)(narrow[first] ^ narrow[p1] ^ narrow[p2]);
        const uint64_t mark = (h * 0x9E3779B97F4A7C15ull) >> (64 - bits + fuse->value_bits);
        const int32_t missing = -(int32_t)((word >> fuse->value_bits) != mark);
        queries[i].code = (int32_t)(word & values) | missing;
    }
}

static float code_logp(const Ngrams *m, int32_t code)
{
    return (float)(code >> 8) * -m->logp_step;
}

static float code_bow(const Ngrams *m, int32_t code)
{
    return m->bow_top - (float)(code & 0xFF) * m->bow_step;
}

/* P(symbol | history) by the longest n-gram there is, and the history afterwards. */
static float extend(const Ngrams *m, const State *s, int32_t symbol, int32_t two, int32_t three, int32_t four,
                    State *after)
{
    after->history = (s->history << 16 | (uint64_t)symbol) & 0xFFFFFFFFFFFFull;
    after->bow1 = m->unigrams[2 * symbol + 1];
    after->bow2 = two < 0 ? 0.0f : code_bow(m, two);
    after->bow3 = three < 0 ? 0.0f : code_bow(m, three);
    if (two < 0) {
        return m->unigrams[2 * symbol] + (s->bow1 + s->bow2 + s->bow3);
    }
    if (three < 0) {
        return code_logp(m, two) + (s->bow2 + s->bow3);
    }
    return four < 0 ? code_logp(m, three) + s->bow3 : (float)four * -m->top_step;
}

/* The group of a history, new if there is none yet; -1 without memory. */
static int32_t group_of(Search *s, const State *state)
{
    Group *groups = s->groups.items;
    size_t slot = (size_t)mix(state->history) & (s->slot_room - 1);
    while (s->slots[slot]) {
        if (groups[s->slots[slot] - 1].state.history == state->history) {
            return s->slots[slot] - 1;
        }
        slot = (slot + 1) & (s->slot_room - 1);
    }
    const int32_t number = (int32_t)s->groups.used;
    Group *group = more(&s->groups, 1);
    if (group == NULL) {
        return -1;
    }
    *group = (Group){*state, -INFINITY, -INFINITY, 0.0, -1, -1};
    s->slots[slot] = number + 1;
    return number;
}

/* A hash table with room for so many groups, empty. */
static int clear_slots(Search *s, size_t groups)
{
    size_t room = 256;
    while (room < groups * 2) {
        room *= 2;
    }
    if (room > s->slot_room) {
        free(s->slots);
        s->slots = malloc(room * sizeof(int32_t));
        if (s->slots == NULL) {
            s->slot_room = 0;
            return -1;
        }
    }
    s->slot_room = room > s->slot_room ? room : s->slot_room;
    memset(s->slots, 0, s->slot_room * sizeof(int32_t));
    return 0;
}

/* All arcs into a node that are not hopeless even before the language model is asked. */
static int gather(Search *s, const Edges *e, const Beam *beam, int32_t node)
{
    const Hypothesis *h = s->hypotheses.items;
    float best = -INFINITY;
    for (int64_t i = s->bounds[node]; i < s->bounds[node + 1]; i++) {
        const int64_t edge = s->incoming[i], from = s->start[e->source[edge]];
        if (s->size[e->source[edge]] && h[from].viterbi + e->score[edge] > best) { /* the first is the best */
            best = h[from].viterbi + e->score[edge];
        }
    }
    s->trials.used = 0;
    const float floor = best - beam->promise * beam->margin;
    for (int64_t i = s->bounds[node]; i < s->bounds[node + 1]; i++) {
        const int64_t edge = s->incoming[i], from = s->start[e->source[edge]];
        for (int32_t k = 0; k < s->size[e->source[edge]]; k++) {
            if (h[from + k].viterbi + e->score[edge] < floor) {
                break; /* sorted: the others are worse */
            }
            Trial *trial = more(&s->trials, 1);
            if (trial == NULL) {
                return -1;
            }
            trial->arc = (Arc){from + k, -1, (int32_t)edge, 0.0f};
        }
    }
    return 0;
}

/* The query of a bigram, new if none since `from` asks for it: hypotheses of a node often end in the same symbol. */
static int32_t query_of(Search *s, size_t from, uint64_t key)
{
    const Query *queries = s->bigrams.items;
    for (size_t i = from; i < s->bigrams.used; i++) {
        if (queries[i].key == key) {
            return (int32_t)i;
        }
    }
    Query *query = more(&s->bigrams, 1);
    if (query == NULL) {
        return -1;
    }
    *query = (Query){key, -1, -1};
    return (int32_t)s->bigrams.used - 1;
}

static int add_query(Buffer *queries, uint64_t key, size_t trial)
{
    Query *query = more(queries, 1);
    if (query == NULL) {
        return -1;
    }
    *query = (Query){key, -1, (int32_t)trial};
    return 0;
}

/* Ask the language model about all trials of a node at once, shorter n-grams first. */
static int ask(Search *s, const Edges *e, const Ngrams *m)
{
    Trial *trials = s->trials.items;
    const Hypothesis *h = s->hypotheses.items;
    size_t from = 0;
    int32_t asked = -1;
    s->bigrams.used = s->longer.used = 0;
    for (size_t i = 0; i < s->trials.used; i++) {
        const int32_t symbol = e->symbol[trials[i].arc.edge];
        trials[i].two = trials[i].three = trials[i].four = -1;
        if (symbol >= 0) {
            from = symbol == asked ? from : s->bigrams.used;
            asked = symbol;
            trials[i].two = query_of(s, from, (h[trials[i].arc.source].state.history & 0xFFFF) << 16 | (uint64_t)symbol);
            if (trials[i].two < 0) {
                return -1;
            }
        }
    }
    Query *bigrams = s->bigrams.items;
    look_up(&m->bigrams, bigrams, s->bigrams.used);
    for (size_t i = 0; i < s->trials.used; i++) {
        trials[i].two = trials[i].two < 0 ? -1 : bigrams[trials[i].two].code;
        const uint64_t history = h[trials[i].arc.source].state.history & 0xFFFFFFFFull;
        if (trials[i].two >= 0 && add_query(&s->longer, history << 16 | (uint64_t)e->symbol[trials[i].arc.edge], i)) {
            return -1;
        }
    }
    Query *queries = s->longer.items;
    look_up(&m->trigrams, queries, s->longer.used);
    size_t found = 0;
    for (size_t i = 0; i < s->longer.used; i++) {
        Trial *trial = &trials[queries[i].trial];
        trial->three = queries[i].code;
        if (trial->three >= 0) {
            const uint64_t history = h[trial->arc.source].state.history;
            queries[found++] = (Query){history << 16 | (uint64_t)e->symbol[trial->arc.edge], -1, queries[i].trial};
        }
    }
    look_up(&m->fourgrams, queries, found);
    for (size_t i = 0; i < found; i++) {
        trials[queries[i].trial].four = queries[i].code;
    }
    return 0;
}

/* Score every trial, and group them by history. */
static int score_trials(Search *s, const Edges *e, const Ngrams *m, const Beam *beam)
{
    Trial *trials = s->trials.items;
    const Hypothesis *h = s->hypotheses.items;
    s->groups.used = 0;
    if (clear_slots(s, s->trials.used) || ask(s, e, m)) {
        return -1;
    }
    for (size_t i = 0; i < s->trials.used; i++) {
        Trial *trial = &trials[i];
        const Hypothesis *from = &h[trial->arc.source];
        const int32_t symbol = e->symbol[trial->arc.edge];
        State after = from->state;
        const float logp = symbol < 0 ? 0.0f
                                      : extend(m, &from->state, symbol, trial->two, trial->three, trial->four, &after);
        trial->arc.logp = logp * beam->lm_weight + e->score[trial->arc.edge];
        trial->viterbi = from->viterbi + trial->arc.logp;
        trial->forward = from->forward + trial->arc.logp;
        trial->group = group_of(s, &after);
        if (trial->group < 0) {
            return -1;
        }
        Group *group = (Group *)s->groups.items + trial->group;
        const Trial *best = group->best < 0 ? NULL : &trials[group->best];
        if (best == NULL || trial->viterbi > best->viterbi
            || (trial->viterbi == best->viterbi && trial->arc.edge < best->arc.edge)) {
            group->viterbi = trial->viterbi;
            group->best = (int32_t)i;
        }
        group->peak = trial->forward > group->peak ? trial->forward : group->peak;
    }
    Group *groups = s->groups.items;
    for (size_t i = 0; i < s->trials.used; i++) {
        Group *group = &groups[trials[i].group];
        const float below = trials[i].forward - group->peak;
        group->sum += below == 0.0f ? 1.0 : exp((double)below); /* most histories have one arc only */
    }
    return 0;
}

static int better(const Group *a, const Group *b)
{
    return a->viterbi > b->viterbi || (a->viterbi == b->viterbi && a->state.history < b->state.history);
}

/* Keep the best groups of a node as its hypotheses, sorted, and the arcs that lead to them. */
static int keep(Search *s, const Beam *beam, int32_t node, int32_t *best)
{
    Group *groups = s->groups.items;
    Trial *trials = s->trials.items;
    int32_t kept = 0;
    for (size_t g = 0; g < s->groups.used; g++) {
        int32_t place = kept < beam->width ? kept++ : kept;
        if (place == beam->width) {
            if (!better(&groups[g], &groups[best[place - 1]])) {
                continue;
            }
            place--;
        }
        for (; place > 0 && better(&groups[g], &groups[best[place - 1]]); place--) {
            best[place] = best[place - 1];
        }
        best[place] = (int32_t)g;
    }
    while (kept && groups[best[kept - 1]].viterbi < groups[best[0]].viterbi - beam->margin) {
        kept--;
    }
    const int64_t first = (int64_t)s->hypotheses.used;
    s->start[node] = first;
    s->size[node] = kept;
    Hypothesis *new = more(&s->hypotheses, (size_t)kept);
    if (new == NULL) {
        return -1;
    }
    for (int32_t k = 0; k < kept; k++) {
        Group *group = &groups[best[k]];
        group->place = k;
        new[k] = (Hypothesis){group->state, group->viterbi, (float)(group->sum == 1.0 ? group->peak : group->peak + log(group->sum)), -1};
    }
    for (size_t i = 0; i < s->trials.used; i++) {
        const Group *group = &groups[trials[i].group];
        if (group->place < 0) {
            continue;
        }
        const int64_t number = (int64_t)s->arcs.used;
        Arc *arc = more(&s->arcs, 1);
        if (arc == NULL) {
            return -1;
        }
        *arc = trials[i].arc;
        arc->target = first + group->place;
        if (group->best == (int32_t)i) {
            new[group->place].arc = number;
        }
    }
    return 0;
}

/* Share the posteriors of the last node's hypotheses out among the arcs that led to them. */
static int sweep_back(Search *s, int32_t last, double *posterior)
{
    const Hypothesis *h = s->hypotheses.items;
    const Arc *arcs = s->arcs.items;
    double *share = calloc(s->hypotheses.used, sizeof(double));
    if (share == NULL) {
        return -1;
    }
    double total = 0.0;
    float peak = -INFINITY;
    for (int32_t k = 0; k < s->size[last]; k++) {
        peak = h[s->start[last] + k].forward > peak ? h[s->start[last] + k].forward : peak;
    }
    for (int32_t k = 0; k < s->size[last]; k++) {
        share[s->start[last] + k] = exp((double)(h[s->start[last] + k].forward - peak));
        total += share[s->start[last] + k];
    }
    for (int32_t k = 0; k < s->size[last]; k++) {
        share[s->start[last] + k] /= total;
    }
    for (int64_t a = (int64_t)s->arcs.used - 1; a >= 0; a--) {
        const Arc *arc = &arcs[a];
        const double mass = share[arc->target]
            * exp((double)(h[arc->source].forward + arc->logp - h[arc->target].forward));
        share[arc->source] += mass;
        posterior[arc->edge] += mass;
    }
    free(share);
    return 0;
}

static int one_passage(Search *s, const Edges *e, const Ngrams *m, const Beam *beam, int64_t passage,
                       double *posterior, int32_t *path, int32_t *path_length, int32_t *best)
{
    const int32_t first = e->first[passage], last = e->last[passage];
    s->hypotheses.used = s->arcs.used = 0;
    Hypothesis *entry = more(&s->hypotheses, 1);
    if (entry == NULL) {
        return -1;
    }
    *entry = (Hypothesis){{(uint64_t)m->begin, m->unigrams[2 * m->begin + 1], 0.0f, 0.0f}, 0.0f, 0.0f, -1};
    s->start[first] = 0;
    s->size[first] = 1;
    for (int32_t node = first + 1; node <= last; node++) {
        if (gather(s, e, beam, node) || score_trials(s, e, m, beam) || keep(s, beam, node, best)) {
            return -1;
        }
    }
    if (!s->size[last]) {
        return -2;
    }
    if (sweep_back(s, last, posterior)) {
        return -1;
    }
    const Hypothesis *h = s->hypotheses.items;
    const Arc *arcs = s->arcs.items;
    int32_t length = 0;
    for (int64_t at = h[s->start[last]].arc; at >= 0; at = h[arcs[at].source].arc) {
        path[length++] = arcs[at].edge;
    }
    for (int32_t i = 0; i < length / 2; i++) {
        const int32_t other = path[i];
        path[i] = path[length - 1 - i];
        path[length - 1 - i] = other;
    }
    *path_length = length;
    return 0;
}

/* Edges sorted by target, those of one target in the order of their sources. */
static int sort_edges(Search *s, const Edges *e, int32_t nodes)
{
    s->start = calloc((size_t)nodes, sizeof(int64_t));
    s->size = calloc((size_t)nodes, sizeof(int32_t));
    s->bounds = calloc((size_t)nodes + 2, sizeof(int64_t));
    s->incoming = malloc(((size_t)e->edges + 1) * sizeof(int64_t));
    if (!s->start || !s->size || !s->bounds || !s->incoming) {
        return -1;
    }
    for (int64_t i = 0; i < e->edges; i++) {
        s->bounds[e->target[i] + 2]++;
    }
    for (int32_t n = 0; n < nodes; n++) {
        s->bounds[n + 2] += s->bounds[n + 1];
    }
    for (int64_t i = 0; i < e->edges; i++) {
        s->incoming[s->bounds[e->target[i] + 1]++] = i;
    }
    return 0;
}

/* path: room for every node of every passage, passage p's edges from e->first[p] on. */
int search(const Edges *e, const Ngrams *m, const Beam *beam, double *posterior, int32_t *path, int32_t *path_length)
{
    Search s = {
        .hypotheses.size = sizeof(Hypothesis),
        .arcs.size = sizeof(Arc),
        .trials.size = sizeof(Trial),
        .groups.size = sizeof(Group),
        .bigrams.size = sizeof(Query),
        .longer.size = sizeof(Query),
    };
    const int32_t nodes = e->passages ? e->last[e->passages - 1] + 1 : 0;
    int32_t *best = malloc(sizeof(int32_t) * ((size_t)beam->width + 1));
    int status = best == NULL || sort_edges(&s, e, nodes) ? -1 : 0;
    for (int64_t p = 0; p < e->passages && status == 0; p++) {
        status = one_passage(&s, e, m, beam, p, posterior, path + e->first[p], path_length + p, best);
    }
    free(best);
    free(s.hypotheses.items);
    free(s.arcs.items);
    free(s.trials.items);
    free(s.groups.items);
    free(s.bigrams.items);
    free(s.longer.items);
    free(s.slots);
    free(s.start);
    free(s.size);
    free(s.bounds);
    free(s.incoming);
    return status;
}
