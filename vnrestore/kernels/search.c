/* Beam search over word lattices with forward-backward posteriors; vnrestore/restore/decode.py says what it does. */
#include "kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the language model remembers: the last three symbols, 16 bits each, and what a word costs that no n-gram
 * foresees behind three of them (bow3), behind three or two (bow23), behind any (bow123). */
typedef struct {
    uint64_t history;
    float bow3, bow23, bow123;
} State;

typedef struct {
    State state;
    float viterbi, forward;
    int32_t ending;  /* number of its last symbol among those of its node */
    int32_t endings; /* how many there are among the hypotheses up to here */
    int32_t opener;  /* of the hypothesis number k of a node: the first one with ending k, if there is any */
    int64_t arc;     /* the best arc that leads here, -1 at the entry */
} Hypothesis;

typedef struct {
    int64_t source, target; /* hypotheses */
    int32_t edge;
    float logp;
} Arc;

/* An edge into a node and the hypotheses it extends: one trial each. */
typedef struct {
    int64_t from; /* the first and best of these hypotheses */
    int32_t edge, row, count;
    int32_t trial;  /* the first */
    int32_t bigram; /* the first: behind the last symbol numbered 0 */
} Step;

/* An n-gram that is looked up, the longer ones for a trial. */
typedef struct {
    uint64_t hash;
    int32_t code;  /* -1 if there is no such n-gram */
    int32_t lower; /* code of the n-gram without its first symbol */
    int32_t step, trial;
} Query;

/* A history that is one of the best at its node, and what leads to it. */
typedef struct {
    uint64_t history;
    float viterbi;
    int64_t arc; /* the best, -1 before the first */
    double sum;
} Choice;

typedef struct {
    void *items;
    size_t used, room, size;
} Buffer;

typedef struct {
    Buffer hypotheses, arcs;
    Buffer steps, bigrams, longer; /* of one node */
    Buffer logp, viterbi, three;   /* of its trials; three: the code of the trigram, if there is a bigram */
    Choice *best;                  /* [width], sorted */
    int32_t kept;
    uint64_t some;              /* bits of the last symbols of histories that are or were among them */
    int32_t entry;              /* first node of the passage */
    int64_t *start;             /* first hypothesis of each node */
    int32_t *size;              /* and how many */
    int32_t *incoming, *bounds; /* arms sorted by target, and where each target's begin */
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

static inline void places_of(const Fuse *fuse, uint64_t hash, uint64_t *place)
{
    const uint64_t size = (uint64_t)1 << fuse->segment_bits, mask = size - 1;
    place[0] = ((hash >> 32) * (fuse->segments << fuse->segment_bits)) >> 32;
    place[1] = (place[0] + size) ^ ((hash >> 18) & mask);
    place[2] = (place[0] + 2 * size) ^ (hash & mask);
}

/* The code of a hashed key, or -1. */
static inline int32_t look_up(const Fuse *fuse, uint64_t hash)
{
    const int bits = fuse->wide ? 32 : 16;
    const uint32_t *wide = fuse->cells;
    const uint16_t *narrow = fuse->cells;
    uint64_t at[3];
    places_of(fuse, hash, at);
    const uint32_t word = fuse->wide ? wide[at[0]] ^ wide[at[1]] ^ wide[at[2]]
                                     : (uint32_t)(narrow[at[0]] ^ narrow[at[1]] ^ narrow[at[2]]);
    const uint64_t mark = (hash * 0x9E3779B97F4A7C15ull) >> (64 - bits + fuse->value_bits);
    const int32_t missing = -(int32_t)((word >> fuse->value_bits) != mark);
    return (int32_t)(word & (((uint32_t)1 << fuse->value_bits) - 1)) | missing;
}

/* The hash of a key, whose cells are on their way when they will be looked up. */
static inline uint64_t announce(const Fuse *fuse, uint64_t key)
{
    const uint64_t hash = mix(key + fuse->seed);
    const char *cells = fuse->cells;
    uint64_t at[3];
    places_of(fuse, hash, at);
    for (int i = 0; i < 3; i++) {
        FETCH(cells + (at[i] << (fuse->wide ? 2 : 1)));
    }
    return hash;
}

static void look_up_all(const Fuse *fuse, Buffer *queries)
{
    const Fuse map = *fuse;
    Query *query = queries->items;
    for (size_t i = 0; i < queries->used; i++) {
        query[i].code = look_up(&map, query[i].hash);
    }
}

#define AHEAD 64 /* keys whose cells are on their way together */

void find_keys(const Fuse *map, const uint64_t *key, int64_t count, uint8_t *found, int64_t *value)
{
    uint64_t hash[AHEAD];
    for (int64_t first = 0; first < count; first += AHEAD) {
        const int64_t some = count - first < AHEAD ? count - first : AHEAD;
        for (int64_t i = 0; i < some; i++) {
            hash[i] = announce(map, key[first + i]);
        }
        for (int64_t i = 0; i < some; i++) {
            const int32_t code = look_up(map, hash[i]);
            found[first + i] = code >= 0;
            value[first + i] = code;
        }
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

static uint64_t extended(uint64_t history, int32_t symbol)
{
    return symbol < 0 ? history : (history << 16 | (uint64_t)symbol) & 0xFFFFFFFFFFFFull;
}

/* The key of a symbol behind those of its history that the mask lets through. */
static uint64_t ngram(uint64_t history, uint64_t mask, int32_t symbol)
{
    return (history & mask) << 16 | (uint64_t)symbol;
}

/* What the model remembers after another symbol, by the codes of the bigram and trigram that end in it. */
static State extend(const Ngrams *m, const State *s, int32_t symbol, int32_t two, int32_t three)
{
    const float bow1 = m->unigrams[2 * symbol + 1], bow2 = two < 0 ? 0.0f : code_bow(m, two);
    const float bow3 = two < 0 || three < 0 ? 0.0f : code_bow(m, three);
    return (State){extended(s->history, symbol), bow3, bow2 + bow3, bow1 + bow2 + bow3};
}

/* Room for all that may be tried at a node, and the score from which an arc is not hopeless even before the language
 * model is asked. */
static int prepare(Search *s, const Edges *e, const Beam *beam, int32_t node, float *floor)
{
    const Hypothesis *h = s->hypotheses.items;
    float best = -INFINITY;
    size_t trials = 1;
    for (int32_t i = s->bounds[node]; i < s->bounds[node + 1]; i++) {
        const int32_t arm = s->incoming[i], source = e->source[arm];
        if (source < s->entry || !s->size[source]) {
            continue;
        }
        const float from = h[s->start[source]].viterbi; /* the first is the best */
        const int32_t edges = e->bounds[arm + 1] - e->bounds[arm];
        const float *score = e->score + e->begin[arm];
        for (int32_t i = 0; i < edges; i++) {
            best = from + score[i] > best ? from + score[i] : best;
        }
        trials += (size_t)s->size[source] * (size_t)edges;
    }
    *floor = best - beam->promise * beam->margin;
    Buffer *buffers[] = {&s->steps, &s->bigrams, &s->longer, &s->logp, &s->viterbi, &s->three};
    for (int i = 0; i < 6; i++) {
        buffers[i]->used = 0;
        if (more(buffers[i], trials) == NULL) {
            return -1;
        }
        buffers[i]->used = 0;
    }
    return 0;
}

/* The edges of an arm, with the hypotheses they extend and the bigrams to be looked up. */
static void gather(Search *s, const Edges *e, const Ngrams *m, int32_t arm, float floor)
{
    const int32_t source = e->source[arm], size = source < s->entry ? 0 : s->size[source];
    const int64_t from = s->start[source];
    const Hypothesis *h = (const Hypothesis *)s->hypotheses.items + from;
    Step *steps = s->steps.items;
    Query *bigrams = s->bigrams.items;
    int32_t asked = -1, first = 0;
    int32_t row = (int32_t)e->begin[arm];
    for (int32_t edge = e->bounds[arm]; edge < e->bounds[arm + 1] && size; edge++, row++) {
        const int32_t symbol = e->symbol[row];
        int32_t count = 0;
        while (count < size && h[count].viterbi + e->score[row] >= floor) {
            count++; /* sorted: the others are worse */
        }
        if (!count) {
            continue;
        }
        if (symbol != asked) { /* forms of one word follow each other */
            asked = symbol;
            first = (int32_t)s->bigrams.used;
        }
        const int32_t wanted = symbol < 0 ? 0 : h[count - 1].endings;
        for (int32_t k = (int32_t)s->bigrams.used - first; k < wanted; k++) {
            const uint64_t history = h[h[k].opener].state.history;
            bigrams[s->bigrams.used++].hash = announce(&m->bigrams, ngram(history, 0xFFFF, symbol));
        }
        steps[s->steps.used++] = (Step){from, edge, row, count, (int32_t)s->logp.used, first};
        s->logp.used += (size_t)count;
    }
}

/* Score every trial by its unigram, and list those whose bigram there is. */
static void score_short(Search *s, const Edges *e, const Ngrams *m, const Beam *beam)
{
    const Step *steps = s->steps.items;
    const Query *bigrams = s->bigrams.items;
    Query *longer = s->longer.items;
    look_up_all(&m->bigrams, &s->bigrams);
    for (size_t i = 0; i < s->steps.used; i++) {
        const Step *step = &steps[i];
        const Hypothesis *h = (const Hypothesis *)s->hypotheses.items + step->from;
        const int32_t symbol = e->symbol[step->row], endings = symbol < 0 ? 0 : h[step->count - 1].endings;
        const float score = e->score[step->row], unigram = symbol < 0 ? 0.0f : m->unigrams[2 * symbol];
        float *logp = (float *)s->logp.items + step->trial, *viterbi = (float *)s->viterbi.items + step->trial;
        for (int32_t k = 0; k < step->count; k++) {
            logp[k] = (symbol < 0 ? 0.0f : unigram + h[k].state.bow123) * beam->lm_weight + score;
            viterbi[k] = h[k].viterbi + logp[k];
        }
        int32_t missing = -1; /* of all bigrams: of most edges there are none */
        for (int32_t k = 0; k < endings; k++) {
            missing &= bigrams[step->bigram + k].code;
        }
        for (int32_t k = 0; k < step->count && missing != -1; k++) {
            const int32_t two = bigrams[step->bigram + h[k].ending].code;
            if (two >= 0) {
                const uint64_t hash = announce(&m->trigrams, ngram(h[k].state.history, 0xFFFFFFFF, symbol));
                longer[s->longer.used++] = (Query){hash, -1, two, (int32_t)i, step->trial + k};
            }
        }
    }
}

/* Score the trials that have a bigram by the longest n-gram there is. */
static void score_long(Search *s, const Edges *e, const Ngrams *m, const Beam *beam)
{
    Query *longer = s->longer.items;
    for (int order = 3; order <= 4 && s->longer.used; order++) {
        size_t found = 0;
        look_up_all(order == 3 ? &m->trigrams : &m->fourgrams, &s->longer);
        for (size_t i = 0; i < s->longer.used; i++) {
            const Query q = longer[i];
            const Step *step = (const Step *)s->steps.items + q.step;
            const Hypothesis *from = (const Hypothesis *)s->hypotheses.items + step->from + (q.trial - step->trial);
            float logp = code_logp(m, q.lower) + (order == 3 ? from->state.bow23 : from->state.bow3);
            if (q.code >= 0 && order == 4) {
                logp = (float)q.code * -m->top_step;
            } else if (q.code >= 0) {
                const uint64_t key = ngram(from->state.history, UINT64_MAX, e->symbol[step->row]);
                longer[found++] = (Query){announce(&m->fourgrams, key), -1, q.code, q.step, q.trial};
            }
            if (order == 3) {
                ((int32_t *)s->three.items)[q.trial] = q.code;
            }
            logp = logp * beam->lm_weight + e->score[step->row];
            ((float *)s->logp.items)[q.trial] = logp;
            ((float *)s->viterbi.items)[q.trial] = from->viterbi + logp;
        }
        s->longer.used = found;
    }
}

/* The highest of so many numbers. */
IN_LANES
static float highest(const float *value, size_t count)
{
    float most[LANES], best = -INFINITY;
    for (int j = 0; j < LANES; j++) {
        most[j] = -INFINITY;
    }
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        for (int j = 0; j < LANES; j++) {
            most[j] = value[i + j] > most[j] ? value[i + j] : most[j];
        }
    }
    for (int j = 0; j < LANES; j++) {
        best = most[j] > best ? most[j] : best;
    }
    for (; i < count; i++) {
        best = value[i] > best ? value[i] : best;
    }
    return best;
}

static int better(const Choice *a, const Choice *b)
{
    return a->viterbi > b->viterbi || (a->viterbi == b->viterbi && a->history < b->history);
}

/* Put a history in its place among the best so far. */
static void consider(Search *s, const Beam *beam, Choice new)
{
    Choice *best = s->best;
    const uint64_t bit = 1ull << (new.history & 63);
    int32_t place = s->some & bit ? 0 : s->kept; /* most end in a symbol that none of them ends in */
    while (place < s->kept && best[place].history != new.history) {
        place++;
    }
    if (place < s->kept) {
        if (new.viterbi <= best[place].viterbi) {
            return;
        }
    } else if (s->kept < beam->width) {
        s->kept++;
    } else if (!better(&new, &best[--place])) {
        return;
    }
    for (; place > 0 && better(&new, &best[place - 1]); place--) {
        best[place] = best[place - 1];
    }
    best[place] = new;
    s->some |= bit;
}

/* The best histories of all trials, no more than the beam has room for. */
static void choose(Search *s, const Edges *e, const Beam *beam)
{
    const Step *steps = s->steps.items;
    const float *viterbi = s->viterbi.items;
    float floor = highest(viterbi, s->logp.used) - beam->margin;
    s->kept = 0;
    s->some = 0;
    for (size_t i = 0; i < s->steps.used; i++) {
        const Hypothesis *h = (const Hypothesis *)s->hypotheses.items + steps[i].from;
        for (int32_t k = 0; k < steps[i].count; k++) {
            if (viterbi[steps[i].trial + k] >= floor) {
                const uint64_t history = extended(h[k].state.history, e->symbol[steps[i].row]);
                consider(s, beam, (Choice){history, viterbi[steps[i].trial + k], -1, 0.0});
                if (s->kept == beam->width && s->best[s->kept - 1].viterbi > floor) {
                    floor = s->best[s->kept - 1].viterbi;
                }
            }
        }
    }
}

static State state_after(const Search *s, const Ngrams *m, const Step *step, int64_t from, int32_t symbol)
{
    const Hypothesis *h = (const Hypothesis *)s->hypotheses.items + from;
    if (symbol < 0) {
        return h->state;
    }
    const int32_t two = ((const Query *)s->bigrams.items)[step->bigram + h->ending].code;
    return extend(m, &h->state, symbol, two, ((const int32_t *)s->three.items)[step->trial + from - step->from]);
}

/* All arcs that lead to the histories chosen, however bad: they count for the posteriors. */
static int collect(Search *s, const Edges *e, const Ngrams *m, int64_t first)
{
    const Step *steps = s->steps.items;
    const float *logp = s->logp.items;
    Hypothesis *h = s->hypotheses.items, *new = h + first;
    uint64_t some = 0; /* bits of the histories' last symbols: most edges end in none of them */
    for (int32_t k = 0; k < s->kept; k++) {
        some |= 1ull << (s->best[k].history & 63);
        new[k].viterbi = s->best[k].viterbi;
        new[k].forward = -INFINITY;
    }
    for (size_t i = 0; i < s->steps.used; i++) {
        const int32_t edge = steps[i].edge, symbol = e->symbol[steps[i].row];
        if (symbol >= 0 && !(some >> (symbol & 63) & 1)) {
            continue;
        }
        for (int64_t from = steps[i].from; from < steps[i].from + steps[i].count; from++) {
            const uint64_t history = extended(h[from].state.history, symbol);
            int32_t place = 0;
            while (place < s->kept && s->best[place].history != history) {
                place++;
            }
            if (place == s->kept) {
                continue;
            }
            const int64_t number = (int64_t)s->arcs.used;
            Arc *arc = more(&s->arcs, 1);
            if (arc == NULL) {
                return -1;
            }
            *arc = (Arc){from, first + place, edge, logp[steps[i].trial + from - steps[i].from]};
            Choice *choice = &s->best[place];
            const Arc *best = choice->arc < 0 ? NULL : (const Arc *)s->arcs.items + choice->arc;
            if (best == NULL) {
                new[place].state = state_after(s, m, &steps[i], from, symbol);
            }
            const float viterbi = h[from].viterbi + arc->logp, forward = h[from].forward + arc->logp;
            const float most = best == NULL ? -INFINITY : h[best->source].viterbi + best->logp;
            if (best == NULL || viterbi > most || (viterbi == most && edge < best->edge)) {
                choice->arc = number;
            }
            new[place].forward = forward > new[place].forward ? forward : new[place].forward;
        }
    }
    return 0;
}

/* Make the histories chosen the hypotheses of a node. */
static int keep(Search *s, const Edges *e, const Ngrams *m, int32_t node)
{
    const int64_t first = (int64_t)s->hypotheses.used;
    const size_t before = s->arcs.used;
    if (more(&s->hypotheses, (size_t)s->kept) == NULL || collect(s, e, m, first)) {
        return -1;
    }
    s->start[node] = first;
    s->size[node] = s->kept;
    Hypothesis *h = s->hypotheses.items, *new = h + first;
    for (const Arc *arc = (Arc *)s->arcs.items + before; arc < (Arc *)s->arcs.items + s->arcs.used; arc++) {
        const float below = h[arc->source].forward + arc->logp - h[arc->target].forward;
        s->best[arc->target - first].sum += below == 0.0f ? 1.0 : exp((double)below); /* most have one arc only */
    }
    int32_t endings = 0;
    for (int32_t k = 0; k < s->kept; k++) {
        const double sum = s->best[k].sum;
        new[k].forward = (float)(sum == 1.0 ? new[k].forward : new[k].forward + log(sum));
        new[k].arc = s->best[k].arc;
        int32_t same = 0;
        while ((new[same].state.history ^ new[k].state.history) & 0xFFFF) {
            same++;
        }
        new[k].ending = same < k ? new[same].ending : endings;
        new[k].opener = k;
        if (same == k) {
            new[endings++].opener = k;
        }
        new[k].endings = endings;
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
        const float below = h[arc->source].forward + arc->logp - h[arc->target].forward;
        const double mass = below == 0.0f ? share[arc->target] : share[arc->target] * exp((double)below);
        share[arc->source] += mass;
        posterior[arc->edge] += mass;
    }
    free(share);
    return 0;
}

static int one_node(Search *s, const Edges *e, const Ngrams *m, const Beam *beam, int32_t node)
{
    float floor;
    if (s->bounds[node] == s->bounds[node + 1]) {
        return 0; /* nothing ends here */
    }
    if (prepare(s, e, beam, node, &floor)) {
        return -1;
    }
    for (int32_t i = s->bounds[node]; i < s->bounds[node + 1]; i++) {
        gather(s, e, m, s->incoming[i], floor);
    }
    score_short(s, e, m, beam);
    score_long(s, e, m, beam);
    choose(s, e, beam);
    return keep(s, e, m, node);
}

static int one_passage(Search *s, const Edges *e, const Ngrams *m, const Beam *beam, int64_t passage,
                       double *posterior, int32_t *path, int32_t *length)
{
    const int32_t last = e->last[passage];
    s->entry = e->first[passage];
    s->hypotheses.used = s->arcs.used = 0;
    Hypothesis *entry = more(&s->hypotheses, 1);
    if (entry == NULL) {
        return -1;
    }
    const float bow = m->unigrams[2 * m->begin + 1];
    *entry = (Hypothesis){{(uint64_t)m->begin, 0.0f, 0.0f, bow}, 0.0f, 0.0f, 0, 1, 0, -1};
    s->start[s->entry] = 0;
    s->size[s->entry] = 1;
    for (int32_t node = s->entry + 1; node <= last; node++) {
        if (one_node(s, e, m, beam, node)) {
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
    int32_t steps = 0;
    for (int64_t at = h[s->start[last]].arc; at >= 0; at = h[arcs[at].source].arc) {
        path[steps++] = arcs[at].edge;
    }
    for (int32_t i = 0; i < steps / 2; i++) {
        const int32_t other = path[i];
        path[i] = path[steps - 1 - i];
        path[steps - 1 - i] = other;
    }
    *length = steps;
    return 0;
}

/* Arms sorted by target, those of one target in the order of their numbers. */
static int sort_arms(const Edges *e, int32_t nodes, int32_t **sorted, int32_t **bounds)
{
    *bounds = calloc((size_t)nodes + 2, sizeof(int32_t));
    *sorted = malloc(((size_t)e->arms + 1) * sizeof(int32_t));
    if (!*bounds || !*sorted) {
        return -1;
    }
    for (int32_t i = 0; i < e->arms; i++) {
        (*bounds)[e->target[i] + 2]++;
    }
    for (int32_t n = 0; n < nodes; n++) {
        (*bounds)[n + 2] += (*bounds)[n + 1];
    }
    for (int32_t i = 0; i < e->arms; i++) {
        (*sorted)[(*bounds)[e->target[i] + 1]++] = i;
    }
    return 0;
}

int search(const Edges *e, const Ngrams *m, const Beam *beam, double *posterior, int32_t *path, int32_t *length)
{
    Search s = {
        .hypotheses.size = sizeof(Hypothesis),
        .arcs.size = sizeof(Arc),
        .steps.size = sizeof(Step),
        .bigrams.size = sizeof(Query),
        .longer.size = sizeof(Query),
        .logp.size = sizeof(float),
        .viterbi.size = sizeof(float),
        .three.size = sizeof(int32_t),
    };
    const int32_t nodes = e->passages ? e->last[e->passages - 1] + 1 : 0;
    s.best = malloc(sizeof(Choice) * (size_t)beam->width);
    s.start = calloc((size_t)nodes + 1, sizeof(int64_t));
    s.size = calloc((size_t)nodes + 1, sizeof(int32_t));
    int status = sort_arms(e, nodes, &s.incoming, &s.bounds) || !s.best || !s.start || !s.size ? -1 : 0;
    for (int64_t p = 0; p < e->passages && status == 0; p++) {
        status = one_passage(&s, e, m, beam, p, posterior, path, length + p);
        path += status ? 0 : length[p];
    }
    for (int32_t edge = 0; edge < e->bounds[e->arms] && status == 0; edge++) {
        posterior[edge] = posterior[edge] > 1.0 ? 1.0 : posterior[edge]; /* rounding */
    }
    void *owned[] = {s.hypotheses.items, s.arcs.items, s.steps.items, s.bigrams.items, s.longer.items, s.logp.items,
                     s.viterbi.items, s.three.items, s.best, s.start, s.size, s.bounds, s.incoming};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) {
        free(owned[i]);
    }
    return status;
}

int64_t rivals(const Edges *e, const double *posterior, double least, const int32_t *arm, int64_t arms, int32_t *size,
               int32_t *rival, int64_t room)
{
    int32_t nodes = 0, *sorted = NULL, *bounds = NULL;
    for (int32_t i = 0; i < e->arms; i++) {
        nodes = e->target[i] >= nodes ? e->target[i] + 1 : nodes;
    }
    int64_t found = sort_arms(e, nodes, &sorted, &bounds);
    for (int64_t i = 0; i < arms && found >= 0; i++) {
        const int32_t source = e->source[arm[i]], target = e->target[arm[i]];
        const int64_t before = found;
        for (int32_t j = bounds[target]; j < bounds[target + 1]; j++) {
            const int32_t other = sorted[j];
            for (int32_t edge = e->bounds[other]; edge < e->bounds[other + 1] && e->source[other] == source; edge++) {
                if (posterior[edge] > least && found < room) {
                    rival[found++] = edge;
                }
            }
        }
        size[i] = (int32_t)(found - before);
    }
    free(sorted);
    free(bounds);
    return found;
}

/* The codes of the n-grams that end in each symbol, -1 where there is none or the shorter one is missing. */
static void codes(const Fuse *map, uint64_t mask, const uint64_t *history, const int32_t *symbol, int64_t count,
                  const int32_t *shorter, uint64_t *hash, int32_t *code)
{
    for (int64_t i = 0; i < count; i++) {
        hash[i] = shorter == NULL || shorter[i] >= 0 ? announce(map, ngram(history[i], mask, symbol[i])) : 0;
    }
    for (int64_t i = 0; i < count; i++) {
        code[i] = shorter == NULL || shorter[i] >= 0 ? look_up(map, hash[i]) : -1;
    }
}

int chain(const Ngrams *m, const int32_t *symbol, int64_t count, float *logp)
{
    uint64_t *history = calloc((size_t)count + 1, 2 * sizeof(uint64_t) + 3 * sizeof(int32_t));
    if (history == NULL) {
        return -1;
    }
    uint64_t *hash = history + count;
    int32_t *two = (int32_t *)(hash + count), *three = two + count, *four = three + count;
    uint64_t before = (uint64_t)m->begin;
    for (int64_t i = 0; i < count; i++) {
        history[i] = before;
        before = extended(before, symbol[i]);
    }
    codes(&m->bigrams, 0xFFFF, history, symbol, count, NULL, hash, two);
    codes(&m->trigrams, 0xFFFFFFFF, history, symbol, count, two, hash, three);
    codes(&m->fourgrams, 0xFFFFFFFFFFFF, history, symbol, count, three, hash, four);
    float bow1 = m->unigrams[2 * m->begin + 1], bow2 = 0.0f, bow3 = 0.0f;
    for (int64_t i = 0; i < count; i++) {
        const float *unigram = m->unigrams + 2 * (int64_t)symbol[i];
        logp[i] = four[i] >= 0    ? (float)four[i] * -m->top_step
                  : three[i] >= 0 ? code_logp(m, three[i]) + bow3
                  : two[i] >= 0   ? code_logp(m, two[i]) + (bow2 + bow3)
                                  : unigram[0] + (bow1 + bow2 + bow3);
        bow1 = unigram[1];
        bow2 = two[i] >= 0 ? code_bow(m, two[i]) : 0.0f;
        bow3 = three[i] >= 0 ? code_bow(m, three[i]) : 0.0f;
    }
    free(history);
    return 0;
}
