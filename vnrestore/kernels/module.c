/* The Python side: buffers in, kernels run without the interpreter's lock, buffers filled. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>

#include <math.h>
#include <stdlib.h>

#include "kernels.h"

#define MOST 32

/* Buffers of one call; released together. */
typedef struct {
    Py_buffer view[MOST];
    int count;
} Views;

static void release(Views *views)
{
    while (views->count) {
        PyBuffer_Release(&views->view[--views->count]);
    }
}

/* The next item of a tuple as a contiguous array of items of `size` bytes, or NULL with an error set. */
static void *array(Views *views, PyObject *arrays, int writable, Py_ssize_t size, Py_ssize_t *length)
{
    PyObject *item = PyTuple_GetItem(arrays, views->count);
    if (item == NULL || views->count >= MOST) {
        return NULL;
    }
    Py_buffer *view = &views->view[views->count];
    if (PyObject_GetBuffer(item, view, PyBUF_C_CONTIGUOUS | (writable ? PyBUF_WRITABLE : 0))) {
        return NULL;
    }
    views->count++;
    if (view->itemsize != size) {
        PyErr_Format(PyExc_TypeError, "array %d has items of %zd bytes, not %zd", views->count, view->itemsize, size);
        return NULL;
    }
    if (length != NULL) {
        *length = view->len / size;
    }
    /* an empty array may have no memory at all */
    static double none[1];
    return view->buf == NULL ? none : view->buf;
}

#define INTS(views, arrays) array(views, arrays, 0, sizeof(int32_t), NULL)
#define FLOATS(views, arrays) array(views, arrays, 0, sizeof(float), NULL)

static void read_channel(Channel *c, Observed *o, Views *v, PyObject *arrays)
{
    c->single = FLOATS(v, arrays);
    c->longer_start = INTS(v, arrays);
    c->longer_column = INTS(v, arrays);
    c->longer = FLOATS(v, arrays);
    c->merged = FLOATS(v, arrays);
    c->kind = INTS(v, arrays);
    o->one = INTS(v, arrays);
    o->two = INTS(v, arrays);
    o->three = INTS(v, arrays);
}

static PyObject *py_mix(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Mixture m;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!f", &PyTuple_Type, &arrays, &m.generic)) {
        return NULL;
    }
    Py_ssize_t cells = 0, components = 0, characters = 0, wanted = 0, known = 0, room = 0;
    m.single = FLOATS(&v, arrays);
    m.pooled = array(&v, arrays, 0, sizeof(float), &cells);
    m.share = array(&v, arrays, 0, sizeof(float), &components);
    m.shrink = array(&v, arrays, 0, sizeof(float), &characters);
    const int32_t *rows = array(&v, arrays, 0, sizeof(int32_t), &wanted);
    uint8_t *mixed = array(&v, arrays, 1, sizeof(uint8_t), &known);
    float *out = array(&v, arrays, 1, sizeof(float), &room);
    if (!PyErr_Occurred()) {
        m.components = (int32_t)components;
        m.characters = (int32_t)characters;
        m.rows = characters ? (int32_t)(cells / characters) : 0;
        /* with the interpreter's lock: no other thread mixes the same rows */
        for (Py_ssize_t i = 0; i < wanted; i++) {
            const int32_t row = rows[i];
            if (row < 0 || row >= known || (!mixed[row] && (row >= m.rows || (row + 1) * characters > room))) {
                PyErr_SetString(PyExc_ValueError, "a row beyond the tables");
                break;
            }
            if (!mixed[row]) {
                mix_row(&m, row, out + row * characters);
                mixed[row] = 1;
            }
        }
    }
    release(&v);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *py_encode(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Alphabet a;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!ii", &PyTuple_Type, &arrays, &a.unknown, &a.nothing)) {
        return NULL;
    }
    Py_ssize_t length = 0, points = 0, known[2], rows[2], room[3];
    const int32_t *text = array(&v, arrays, 0, sizeof(int32_t), &length);
    a.rows = array(&v, arrays, 0, sizeof(int32_t), &points);
    for (int i = 0; i < 2; i++) {
        a.keys[i] = array(&v, arrays, 0, sizeof(int64_t), &known[i]);
        a.segments[i] = array(&v, arrays, 0, sizeof(int32_t), &rows[i]);
    }
    int32_t *out[3];
    for (int i = 0; i < 3; i++) {
        out[i] = array(&v, arrays, 1, sizeof(int32_t), &room[i]);
    }
    if (!PyErr_Occurred()) {
        a.points = (int32_t)points;
        a.known[0] = known[0];
        a.known[1] = known[1];
        if (points < 1 || rows[0] < known[0] || rows[1] < known[1] || room[0] < length || room[1] < length
            || room[2] < length) {
            PyErr_SetString(PyExc_ValueError, "arrays too short");
        } else {
            encode(&a, text, length, out[0], out[1], out[2]);
        }
    }
    release(&v);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *py_score_units(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Channel c;
    Observed o;
    Trie t;
    Readings r;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!iiiifff", &PyTuple_Type, &arrays, &c.characters, &c.pairs, &c.kinds, &c.nothing,
                          &c.longer_floor, &c.stray, &c.outside)) {
        return NULL;
    }
    Py_ssize_t nodes = 0, units = 0, strings = 0;
    read_channel(&c, &o, &v, arrays);
    t.parent = array(&v, arrays, 0, sizeof(int32_t), &nodes);
    t.grandparent = INTS(&v, arrays);
    t.column = INTS(&v, arrays);
    t.pair = INTS(&v, arrays);
    t.unit_node = array(&v, arrays, 0, sizeof(int32_t), &units);
    r.component = INTS(&v, arrays);
    r.intended = INTS(&v, arrays);
    r.probability = FLOATS(&v, arrays);
    r.weights = FLOATS(&v, arrays);
    r.shrink = FLOATS(&v, arrays);
    const int32_t *unit_of_name = INTS(&v, arrays);
    const float *backoff = FLOATS(&v, arrays);
    const int32_t *table = array(&v, arrays, 0, sizeof(int32_t), &strings);
    float *out = array(&v, arrays, 1, sizeof(float), NULL);
    int status = 0;
    if (!PyErr_Occurred()) {
        t.nodes = (int32_t)nodes;
        t.units = (int32_t)units;
        for (Py_ssize_t i = 0; i < strings / 5 && !status; i++) {
            status = table[5 * i + 1] > LONGEST_PART ? -2 : 0;
        }
        if (status) {
            PyErr_Format(PyExc_ValueError, "a string is longer than %d characters", LONGEST_PART);
            release(&v);
            return NULL;
        }
        Py_BEGIN_ALLOW_THREADS
        status = score_units(&c, &o, &t, &r, unit_of_name, backoff, table, strings / 5, out);
        Py_END_ALLOW_THREADS
        if (status) {
            PyErr_NoMemory();
        }
    }
    release(&v);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* Pairs of intended and observed strings under a channel, and room for their tables. */
typedef struct {
    Channel channel;
    Observed observed;
    const int32_t *characters, *columns, *pairs, *letters;
    const int32_t *spans; /* [count][4]: offset and length of the intended and of the observed string */
    Py_ssize_t count;
    double *work; /* two tables of the longest pair */
} Pairs;

static void read_pairs(Pairs *p, Views *v, PyObject *arrays)
{
    read_channel(&p->channel, &p->observed, v, arrays);
    p->characters = INTS(v, arrays);
    p->columns = INTS(v, arrays);
    p->pairs = INTS(v, arrays);
    p->letters = INTS(v, arrays);
    p->spans = array(v, arrays, 0, sizeof(int32_t), &p->count);
    p->count /= 4;
    p->work = NULL;
    if (!PyErr_Occurred()) {
        size_t cells = 1;
        for (Py_ssize_t i = 0; i < p->count; i++) {
            const size_t need = (size_t)(p->spans[4 * i + 1] + 2) * (size_t)(p->spans[4 * i + 3] + 1);
            cells = need > cells ? need : cells;
        }
        p->work = malloc(2 * sizeof(double) * cells);
        if (p->work == NULL) {
            PyErr_NoMemory();
        }
    }
}

static Observed observed_of(const Pairs *p, const int32_t *span)
{
    return (Observed){p->observed.one + span[2], p->observed.two + span[2], p->observed.three + span[2]};
}

static PyObject *py_pair_logps(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Pairs p;
    Channel *c = &p.channel;
    double copied, foreign, least;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!iiiifffddd", &PyTuple_Type, &arrays, &c->characters, &c->pairs, &c->kinds,
                          &c->nothing, &c->longer_floor, &c->stray, &c->outside, &copied, &foreign, &least)) {
        return NULL;
    }
    read_pairs(&p, &v, arrays);
    double *out = array(&v, arrays, 1, sizeof(double), NULL);
    if (!PyErr_Occurred()) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < p.count; i++) {
            const int32_t *s = p.spans + 4 * i;
            const Observed here = observed_of(&p, s);
            const double probability = pair_probability(c, p.columns + s[0], p.pairs + s[0], p.letters + s[0], s[1],
                                                        &here, p.characters + s[2], s[3], copied, foreign, p.work);
            out[i] = log(probability > least ? probability : least);
        }
        Py_END_ALLOW_THREADS
    }
    free(p.work);
    release(&v);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *py_align(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Pairs p;
    Channel *c = &p.channel;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!iiiifff", &PyTuple_Type, &arrays, &c->characters, &c->pairs, &c->kinds, &c->nothing,
                          &c->longer_floor, &c->stray, &c->outside)) {
        return NULL;
    }
    read_pairs(&p, &v, arrays);
    int32_t *sizes = array(&v, arrays, 1, sizeof(int32_t), NULL);
    if (!PyErr_Occurred()) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < p.count; i++) {
            const int32_t *s = p.spans + 4 * i;
            const Observed here = observed_of(&p, s);
            align_pair(c, p.columns + s[0], s[1], &here, s[3], p.work, sizes + s[0]);
        }
        Py_END_ALLOW_THREADS
    }
    free(p.work);
    release(&v);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *py_top_syllables(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Inventory inv;
    Selection selection;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!iiff", &PyTuple_Type, &arrays, &inv.empty_onset, &selection.limit,
                          &selection.margin, &selection.tiny)) {
        return NULL;
    }
    Py_ssize_t firsts = 0, syllables = 0, tokens = 0, rimes = 0;
    const float *onset_pool[3], *rime_pool[3];
    const int32_t *onset_row[3], *rime_row[3];
    inv.first = array(&v, arrays, 0, sizeof(int32_t), &firsts);
    inv.rime = array(&v, arrays, 0, sizeof(int32_t), &syllables);
    inv.backoff = FLOATS(&v, arrays);
    inv.prior = FLOATS(&v, arrays);
    inv.top_prior = FLOATS(&v, arrays);
    inv.top_backoff = FLOATS(&v, arrays);
    for (int p = 0; p < 3; p++) {
        onset_pool[p] = FLOATS(&v, arrays);
        rime_pool[p] = FLOATS(&v, arrays);
        onset_row[p] = INTS(&v, arrays);
        rime_row[p] = INTS(&v, arrays);
    }
    const int32_t *cuts = array(&v, arrays, 0, sizeof(int32_t), &tokens); /* [tokens + 1] */
    const float *case_prior = FLOATS(&v, arrays);
    const int32_t *additions = INTS(&v, arrays); /* [tokens + 1] */
    const int32_t *added_at = INTS(&v, arrays);
    const float *added = FLOATS(&v, arrays);
    const int32_t *own = INTS(&v, arrays);
    int32_t *index = array(&v, arrays, 1, sizeof(int32_t), NULL);
    int32_t *pattern = array(&v, arrays, 1, sizeof(int32_t), NULL);
    float *score = array(&v, arrays, 1, sizeof(float), NULL);
    float *own_score = array(&v, arrays, 1, sizeof(float), NULL);
    int32_t *counts = array(&v, arrays, 1, sizeof(int32_t), NULL);
    if (!PyErr_Occurred()) {
        inv.onsets = (int32_t)firsts - 1;
        inv.syllables = (int32_t)syllables;
        rimes = v.view[7].shape != NULL && v.view[7].ndim == 2 ? v.view[7].shape[1] : 0;
        inv.rimes = (int32_t)rimes;
        if (inv.onsets > MOST_ONSETS || rimes == 0) {
            PyErr_SetString(PyExc_ValueError, "too many onsets, or pools that are no matrices");
        }
    }
    if (!PyErr_Occurred()) {
        int enough;
        Py_BEGIN_ALLOW_THREADS
        const size_t all = (size_t)inv.syllables;
        float *floats = calloc((size_t)inv.rimes + 6 * all, sizeof(float)); /* extra is to be zero */
        int32_t *numbers = malloc(4 * all * sizeof(int32_t));
        Scratch scratch = {
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
        enough = floats != NULL && numbers != NULL;
        for (Py_ssize_t t = 0; t < tokens - 1 && enough; t++) {
            Token token = {
                .cuts = cuts[t + 1] - cuts[t],
                .case_prior = case_prior + 3 * t,
                .added_at = added_at + additions[t],
                .added = added + additions[t],
                .additions = additions[t + 1] - additions[t],
                .own = own[t],
            };
            for (int p = 0; p < 3; p++) {
                token.onset_pool[p] = onset_pool[p];
                token.rime_pool[p] = rime_pool[p];
                token.onset_row[p] = onset_row[p] + cuts[t];
                token.rime_row[p] = rime_row[p] + cuts[t];
            }
            const size_t at = (size_t)t * (size_t)selection.limit;
            counts[t] = top_syllables(&inv, &token, &selection, &scratch, index + at, pattern + at, score + at,
                                      own_score + t);
            enough = counts[t] >= 0;
        }
        free(floats);
        free(numbers);
        free(scratch.keys);
        Py_END_ALLOW_THREADS
        if (!enough) {
            PyErr_NoMemory();
        }
    }
    release(&v);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* Whether passages follow each other, arms lead forward inside all nodes, and symbols are words. */
static int is_sound(const Edges *e, Py_ssize_t edges, Py_ssize_t nodes, Py_ssize_t words)
{
    int32_t node = 0, most = -1, least = -1;
    for (Py_ssize_t p = 0; p < e->passages; p++) {
        if (e->first[p] < node || e->last[p] < e->first[p] || e->last[p] >= nodes) {
            return 0;
        }
        node = e->last[p] + 1;
    }
    int bad = e->bounds[0] != 0 || e->bounds[e->arms] != edges;
    for (int32_t i = 0; i < e->arms; i++) {
        bad |= e->source[i] < 0 || e->source[i] >= e->target[i] || e->target[i] >= node;
        bad |= e->bounds[i] > e->bounds[i + 1];
    }
    for (Py_ssize_t i = 0; i < edges; i++) {
        most = e->symbol[i] > most ? e->symbol[i] : most;
        least = e->symbol[i] < least ? e->symbol[i] : least;
    }
    return !bad && least == -1 && most < words;
}

static PyObject *py_search(PyObject *self, PyObject *args)
{
    PyObject *arrays, *parameters[3];
    Edges e;
    Ngrams m;
    Beam beam;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!O!O!O!(ffffi)(ifff)", &PyTuple_Type, &arrays, &PyTuple_Type, &parameters[0],
                          &PyTuple_Type, &parameters[1], &PyTuple_Type, &parameters[2], &m.logp_step, &m.top_step,
                          &m.bow_top, &m.bow_step, &m.begin, &beam.width, &beam.margin, &beam.promise,
                          &beam.lm_weight)) {
        return NULL;
    }
    Fuse *maps[3] = {&m.bigrams, &m.trigrams, &m.fourgrams};
    for (int i = 0; i < 3; i++) {
        unsigned long long seed, segments;
        if (!PyArg_ParseTuple(parameters[i], "KiKii", &seed, &maps[i]->segment_bits, &segments, &maps[i]->value_bits,
                              &maps[i]->wide)) {
            return NULL;
        }
        maps[i]->seed = seed;
        maps[i]->segments = segments;
    }
    Py_ssize_t arms = 0, bounds = 0, edges = 0, scores = 0, passages = 0, lasts = 0, words = 0, sizes[3] = {0, 0, 0};
    e.source = array(&v, arrays, 0, sizeof(int32_t), &arms);
    e.target = array(&v, arrays, 0, sizeof(int32_t), &sizes[0]);
    e.bounds = array(&v, arrays, 0, sizeof(int32_t), &bounds);
    e.symbol = array(&v, arrays, 0, sizeof(int32_t), &edges);
    e.score = array(&v, arrays, 0, sizeof(float), &scores);
    e.first = array(&v, arrays, 0, sizeof(int32_t), &passages);
    e.last = array(&v, arrays, 0, sizeof(int32_t), &lasts);
    m.unigrams = array(&v, arrays, 0, sizeof(float), &words);
    for (int i = 0; i < 3; i++) {
        maps[i]->cells = array(&v, arrays, 0, maps[i]->wide ? 4 : 2, NULL);
    }
    double *posterior = array(&v, arrays, 1, sizeof(double), &sizes[1]);
    int32_t *path = array(&v, arrays, 1, sizeof(int32_t), &sizes[2]);
    int32_t *path_length = array(&v, arrays, 1, sizeof(int32_t), NULL);
    if (!PyErr_Occurred()) {
        int status;
        e.arms = (int32_t)arms;
        e.passages = passages;
        const int fits = sizes[0] == arms && bounds == arms + 1 && scores == edges && lasts == passages
            && sizes[1] >= edges && edges <= INT32_MAX && beam.width > 0;
        if (!fits || !is_sound(&e, edges, sizes[2], words / 2)) {
            PyErr_SetString(PyExc_ValueError, "these are no lattices");
            release(&v);
            return NULL;
        }
        Py_BEGIN_ALLOW_THREADS
        status = search(&e, &m, &beam, posterior, path, path_length);
        Py_END_ALLOW_THREADS
        if (status == -1) {
            PyErr_NoMemory();
        } else if (status) {
            PyErr_SetString(PyExc_ValueError, "a passage is not connected from its first to its last node");
        }
    }
    release(&v);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef methods[] = {
    {"mix", py_mix, METH_VARARGS, "Rows of the table of single characters under one mixture, where they are missing."},
    {"encode", py_encode, METH_VARARGS, "Rows of the characters, pairs and triples of a text."},
    {"score_units", py_score_units, METH_VARARGS, "P(string | unit) for all units of a trie."},
    {"pair_logps", py_pair_logps, METH_VARARGS, "Log P(observed | intended) for many pairs."},
    {"align", py_align, METH_VARARGS, "Most probable cuttings of many pairs into one-character edits."},
    {"top_syllables", py_top_syllables, METH_VARARGS, "The likeliest syllables of many tokens."},
    {"search", py_search, METH_VARARGS, "Best paths and posteriors of many passages."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_kernels", "Inner loops of vnrestore.", 0, methods};

PyMODINIT_FUNC PyInit__kernels(void)
{
    return PyModule_Create(&module);
}
