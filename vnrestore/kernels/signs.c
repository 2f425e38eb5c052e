/* Signs that readings are wrong (vnrestore/restore/signs.py, whose numpy versions do the same sums in the same order). */
#include "kernels.h"

#include <stdlib.h>

/* Of characters, bit by bit. */
enum { ALNUM = 1, BLANK = 2, USUAL = 4, UPPER = 8, BAR = 16, OPENING = 32, CLOSING = 64 };

/* The rows of the signs. */
enum {
    ODDS, WORD_SURPRISE, NEXT_SURPRISE, AHEAD_SURPRISE, LETTERS, REPEATS, CHANGED_LETTERS, LENGTH_CHANGE, IS_UNKNOWN,
    IS_CODE, ODD_CODE, GLUED_LEFT, GLUED_RIGHT, AT_BAR, ODD_MARKS, LINE_DOUBT, PAGE_DOUBT, NEAR_DOUBT, KEPT,
    KEPT_GARBLED
};

#define NEAR 4
#define AROUND 15

typedef struct {
    int32_t *line, *place; /* [count] of the text and in the chain */
    int32_t *chained;      /* [3 * count + 3] the words and the bounds of paragraphs */
    float *logp;
} Work;

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* What the character at an offset is; blank beyond the text. */
static uint8_t kind_at(const Chosen *c, int64_t at)
{
    return at >= 0 && at < c->length ? c->kinds[c->text[at] < c->points ? c->text[at] : c->points - 1] : BLANK;
}

static int64_t within(int64_t at, int64_t most)
{
    return at < 0 ? 0 : at > most ? most : at;
}

/* Marks that touch a word or stand near it; odd: [length + 1] how many strange ones stand before. */
static void marks(const Chosen *c, const int32_t *odd, double *sign)
{
    const int64_t n = c->count;
    for (int64_t i = 0; i < n; i++) {
        const int64_t start = c->start[i], end = c->end[i];
        const uint8_t before = kind_at(c, start - 1), behind = kind_at(c, end);
        sign[GLUED_LEFT * n + i] = !(before & (ALNUM | BLANK | BAR | OPENING)) && kind_at(c, start - 2) & ALNUM;
        sign[GLUED_RIGHT * n + i] = !(behind & (ALNUM | BLANK | BAR | CLOSING)) && kind_at(c, end + 1) & ALNUM;
        sign[AT_BAR * n + i] = ((before | behind) & BAR) > 0;
        sign[ODD_MARKS * n + i] = odd[within(end + AROUND, c->length)] - odd[within(start - AROUND, c->length)];
    }
}

/* Doubt of the line, of the text and of the words around; sums: [count + 1]. */
static void doubts(const Chosen *c, const int32_t *line, double *sums, double *sign)
{
    const int64_t n = c->count;
    int64_t words = 0;
    for (int64_t i = 0, j; i < n; i = j) {
        double doubt = 0.0, asked = 0.0;
        for (j = i; j < n && line[j] == line[i]; j++) {
            const double own = c->symbol[j] >= 0 ? 1.0 - c->posterior[j] : 0.0;
            doubt += own;
            asked += c->symbol[j] >= 0;
            sums[j + 1] = sums[j] + own;
        }
        words += (int64_t)asked;
        for (int64_t k = i; k < j; k++) {
            sign[LINE_DOUBT * n + k] = doubt / larger(asked, 1.0);
        }
    }
    for (int64_t i = 0; i < n; i++) {
        const double own = c->symbol[i] >= 0 ? 1.0 - c->posterior[i] : 0.0;
        sign[PAGE_DOUBT * n + i] = sums[n] / (double)(words ? words : 1);
        sign[NEAR_DOUBT * n + i] = sums[within(i + NEAR + 1, n)] - sums[within(i - NEAR, n)] - own;
    }
}

/* How long each word is and how far from what stands there; which are words with letters. */
static void lengths(const Chosen *c, uint8_t *words, double *sign)
{
    const int64_t n = c->count;
    int64_t asked = 0, changed = 0;
    for (int64_t i = 0; i < n; i++) {
        words[i] = c->symbol[i] >= 0 && c->spelled[c->symbol[i]];
        asked += words[i];
        const int64_t there = c->end[i] - c->start[i];
        const int other = words[i] && c->others[i] >= 0;
        changed += other;
        sign[LETTERS * n + i] = (double)(other ? c->size[i] : there);
        sign[LENGTH_CHANGE * n + i] = other ? (double)llabs(c->size[i] - there) : 0.0;
        sign[CHANGED_LETTERS * n + i] = other ? (double)c->others[i] / (double)(c->size[i] ? c->size[i] : 1) : 0.0;
    }
    const double garbled = (double)changed / (double)(asked ? asked : 1);
    for (int64_t i = 0; i < n; i++) {
        sign[KEPT * n + i] = c->others[i] < 0;
        sign[KEPT_GARBLED * n + i] = c->others[i] < 0 ? garbled : 0.0;
    }
}

/* What the model makes of the words, paragraph by paragraph. */
static int surprises(const Chosen *c, const Ngrams *model, const Work *work, double *sign)
{
    const int64_t n = c->count;
    int64_t used = 0, last = -1;
    for (int64_t i = 0; i < n; i++) {
        if (c->symbol[i] < 0) {
            continue;
        }
        const int32_t breaks = last < 0 ? 0 : work->line[i] - work->line[last];
        if (breaks > 1 || (breaks && kind_at(c, within(c->start[i], c->length - 1)) & UPPER)) {
            work->chained[used++] = c->close;
            work->chained[used++] = model->begin;
        }
        work->place[i] = used;
        work->chained[used++] = c->symbol[i];
        last = i;
    }
    work->chained[used++] = c->close;
    if (chain(model, work->chained, used, work->logp)) {
        return -1;
    }
    for (int64_t i = 0; i < n; i++) {
        if (c->symbol[i] >= 0) {
            const float *logp = work->logp + work->place[i]; /* two behind the last are zero */
            const double next = -(double)logp[1];
            sign[WORD_SURPRISE * n + i] = -(double)logp[0];
            sign[NEXT_SURPRISE * n + i] = next;
            sign[AHEAD_SURPRISE * n + i] = larger(next, larger(-(double)logp[2], -(double)logp[3]));
        }
    }
    return 0;
}

/* What each word is to the vocabulary: strange, or how often it is read here (0 of all that are in no list of words). */
static void vocabulary(const Chosen *c, int32_t *times, double *sign)
{
    const int64_t n = c->count;
    for (int64_t i = 0; i < n; i++) {
        if (c->symbol[i] >= c->classes) {
            times[c->symbol[i]]++;
        }
    }
    for (int64_t i = 0; i < n; i++) {
        sign[REPEATS * n + i] = c->symbol[i] >= c->classes ? times[c->symbol[i]] : 0;
        sign[IS_UNKNOWN * n + i] = c->symbol[i] == c->unknown;
        sign[IS_CODE * n + i] = c->symbol[i] == c->code;
    }
}

int read_signs(const Chosen *c, const Ngrams *model, uint8_t *words, double *sign)
{
    const size_t n = (size_t)c->count, room = 3 * n + 3, length = (size_t)c->length + 1;
    double *sums = calloc(1, (n + 1) * sizeof(double)
                                 + (2 * n + 2 * room + 2 * length + (size_t)c->vocabulary) * sizeof(int32_t));
    if (sums == NULL) {
        return -1;
    }
    Work work = {.line = (int32_t *)(sums + n + 1)};
    work.place = work.line + n;
    work.chained = work.place + n;
    work.logp = (float *)(work.chained + room);
    int32_t *odd = work.chained + 2 * room, *newlines = odd + length, *times = newlines + length;
    for (int64_t i = 0; i < c->length; i++) {
        odd[i + 1] = odd[i] + !(kind_at(c, i) & (ALNUM | BLANK | USUAL));
        newlines[i + 1] = newlines[i] + (c->text[i] == '\n');
    }
    for (size_t i = 0; i < n; i++) {
        work.line[i] = newlines[within(c->start[i] + 1, c->length)];
        sign[ODDS * n + i] = c->posterior[i];
    }
    lengths(c, words, sign);
    doubts(c, work.line, sums, sign);
    vocabulary(c, times, sign);
    marks(c, odd, sign);
    const int status = surprises(c, model, &work, sign);
    free(sums);
    return status;
}

IN_LANES
static void add_step(const double *restrict sign, double low, double part, double weight, int64_t count,
                     double *restrict score)
{
    for (int64_t i = 0; i < count; i++) {
        double along = (sign[i] - low) * part;
        along = along > 0.0 ? along : 0.0;
        along = along < 1.0 ? along : 1.0;
        score[i] += weight * along;
    }
}

void add_steps(const Steps *steps, const double *sign, int64_t count, double *score)
{
    for (int64_t k = 0; k < steps->count; k++) {
        add_step(sign + steps->sign[k] * count, steps->low[k], 1.0 / (steps->high[k] - steps->low[k]), steps->weight[k],
                 count, score);
    }
}
