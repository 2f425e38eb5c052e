/* The Python side: buffers in, kernels run without the interpreter's lock, buffers filled. */
#include "python_side.h"

#include <math.h>
#include <stdlib.h>

#include "kernels.h"

/* The numbers of a channel among the arguments of a call: their format, and where they go. */
#define CHANNEL_NUMBERS "iiiifff"
#define CHANNEL_ADDRESSES(c)                                                                            \
    &(c)->characters, &(c)->pairs, &(c)->kinds, &(c)->nothing, &(c)->longer_floor, &(c)->stray, &(c)->outside

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
    return done(&v);
}

static PyObject *py_mix_counts(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &arrays)) {
        return NULL;
    }
    Py_ssize_t counts = 0, sizes[2] = {0, 0}, components = 0, room = 0;
    const int64_t *cell = array(&v, arrays, 0, sizeof(int64_t), &counts);
    const int64_t *component = array(&v, arrays, 0, sizeof(int64_t), &sizes[0]);
    const float *probability = array(&v, arrays, 0, sizeof(float), &sizes[1]);
    const float *share = array(&v, arrays, 0, sizeof(float), &components);
    float *out = array(&v, arrays, 1, sizeof(float), &room);
    if (!PyErr_Occurred()) {
        int fits = sizes[0] == counts && sizes[1] == counts;
        for (Py_ssize_t i = 0; i < counts && fits; i++) {
            fits = cell[i] >= 0 && cell[i] < room && component[i] >= 0 && component[i] < components;
            if (fits) {
                out[cell[i]] += probability[i] * share[component[i]];
            }
        }
        if (!fits) {
            PyErr_SetString(PyExc_ValueError, "cells beyond the table");
        }
    }
    return done(&v);
}

/* The cells of a sparse table, scaled by column, with others added to them: more of them where they are new. */
static PyObject *py_add_cells(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Py_ssize_t width;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!n", &PyTuple_Type, &arrays, &width)) {
        return NULL;
    }
    Py_ssize_t cells = 0, sizes[9] = {0};
    const int64_t *flat = array(&v, arrays, 0, sizeof(int64_t), &cells); /* ascending */
    const int32_t *column = array(&v, arrays, 0, sizeof(int32_t), &sizes[0]);
    const float *value = array(&v, arrays, 0, sizeof(float), &sizes[1]);
    const float *scale = array(&v, arrays, 0, sizeof(float), &sizes[2]);
    const int32_t *start = array(&v, arrays, 0, sizeof(int32_t), &sizes[3]);
    const int64_t *more = array(&v, arrays, 0, sizeof(int64_t), &sizes[4]); /* ascending */
    const float *share = array(&v, arrays, 0, sizeof(float), &sizes[5]);
    int32_t *columns = array(&v, arrays, 1, sizeof(int32_t), &sizes[6]);
    float *values = array(&v, arrays, 1, sizeof(float), &sizes[7]);
    int32_t *starts = array(&v, arrays, 1, sizeof(int32_t), &sizes[8]);
    if (PyErr_Occurred()) {
        return done(&v);
    }
    const Py_ssize_t room = sizes[6], rows = sizes[3], others = sizes[4];
    int fits = sizes[0] == cells && sizes[1] == cells && sizes[2] == width && width > 0 && sizes[5] == others
               && sizes[7] == room && sizes[8] == rows;
    Py_ssize_t used = 0, old = 0, row = 0, added = 0;
    for (Py_ssize_t i = 0; i <= others && fits; i++) {
        for (; old < cells && (i == others || flat[old] < more[i]) && fits; old++, used++) {
            fits = used < room && column[old] >= 0 && column[old] < width;
            if (fits) {
                columns[used] = column[old];
                values[used] = value[old] * scale[column[old]];
            }
        }
        if (i == others || !fits) {
            break;
        }
        const int is_old = old < cells && flat[old] == more[i];
        const Py_ssize_t own_row = (Py_ssize_t)(more[i] / width);
        fits = used < room && more[i] >= 0 && own_row + 1 < rows && (i == 0 || more[i] > more[i - 1])
               && (!is_old || column[old] == more[i] % width);
        if (fits) {
            const int32_t here = (int32_t)(more[i] % width);
            columns[used] = here;
            values[used] = (is_old ? value[old] * scale[here] : 0.0f) + share[i];
            for (; row <= own_row && !is_old; row++) {
                starts[row] = start[row] + (int32_t)added;
            }
            used++;
            old += is_old;
            added += !is_old;
        }
    }
    for (; row < rows && fits; row++) {
        starts[row] = start[row] + (int32_t)added;
    }
    if (!fits || used != room) {
        PyErr_SetString(PyExc_ValueError, "cells that do not fit");
    }
    return done(&v);
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
    return done(&v);
}

static int read_index(Index *index, Views *v, PyObject *arrays, Py_ssize_t *strings)
{
    Py_ssize_t points = 0, bounds = 0, slots = 0;
    index->points = array(v, arrays, 0, sizeof(int32_t), &points);
    index->bounds = array(v, arrays, 0, sizeof(int32_t), &bounds);
    int32_t *table = array(v, arrays, 0, sizeof(int32_t), &slots);
    index->slots = table;
    if (PyErr_Occurred()) {
        return 0;
    }
    if (bounds < 1 || slots < bounds || (slots & (slots - 1)) || index->bounds[bounds - 1] > points) {
        PyErr_SetString(PyExc_ValueError, "this is no index of strings");
        return 0;
    }
    index->mask = (uint64_t)slots - 1;
    *strings = bounds - 1;
    return 1;
}

static PyObject *py_index(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Index index;
    Py_ssize_t strings = 0;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &arrays)) {
        return NULL;
    }
    if (read_index(&index, &v, arrays, &strings)) {
        if (v.view[2].readonly) {
            PyErr_SetString(PyExc_TypeError, "the table cannot be written to");
        } else {
            fill_index(index.points, index.bounds, (int32_t)strings, v.view[2].buf, index.mask);
        }
    }
    return done(&v);
}

static void read_readings(Readings *r, Views *v, PyObject *arrays)
{
    Py_ssize_t strings = 0;
    read_index(&r->strings, v, arrays, &strings);
    r->rows = INTS(v, arrays);
    r->component = INTS(v, arrays);
    r->intended = INTS(v, arrays);
    r->probability = FLOATS(v, arrays);
    r->weights = FLOATS(v, arrays);
    r->shrink = FLOATS(v, arrays);
}

/* A document's own readings; returns the highest intended number. */
static Py_ssize_t read_own(OwnReadings *r, Views *v, PyObject *arrays)
{
    Py_ssize_t strings = 0, bounds = 0, rows = 0, values = 0;
    read_index(&r->strings, v, arrays, &strings);
    r->rows = array(v, arrays, 0, sizeof(int32_t), &bounds);
    r->intended = array(v, arrays, 0, sizeof(int32_t), &rows);
    r->value = array(v, arrays, 0, sizeof(float), &values);
    if (PyErr_Occurred()) {
        return -1;
    }
    Py_ssize_t most = -1;
    int bad = bounds != strings + 1 || rows != values || r->rows[0] != 0 || r->rows[bounds - 1] != rows;
    for (Py_ssize_t i = 0; i + 1 < bounds && !bad; i++) {
        bad = r->rows[i] > r->rows[i + 1];
    }
    for (Py_ssize_t i = 0; i < rows && !bad; i++) {
        bad = r->intended[i] < 0;
        most = r->intended[i] > most ? r->intended[i] : most;
    }
    if (bad) {
        PyErr_SetString(PyExc_ValueError, "own readings that do not fit");
    }
    return most;
}

static void read_tries(Scoring *s, Views *v, PyObject *arrays, Py_ssize_t *names)
{
    const int32_t *parts[4];
    for (int i = 0; i < 4; i++) {
        parts[i] = INTS(v, arrays);
    }
    const int32_t *unit_node = INTS(v, arrays);
    Py_ssize_t tries[2] = {0, 0};
    const int32_t *nodes = array(v, arrays, 0, sizeof(int32_t), &tries[0]); /* where each trie's begin, and the end */
    const int32_t *units = array(v, arrays, 0, sizeof(int32_t), &tries[1]);
    const int32_t *unit_of_name = array(v, arrays, 0, sizeof(int32_t), names);
    const float *backoff = FLOATS(v, arrays);
    if (PyErr_Occurred()) {
        return;
    }
    if (tries[0] != 7 || tries[1] != 7) {
        PyErr_SetString(PyExc_ValueError, "six tries are needed");
        return;
    }
    *names /= 6;
    for (int i = 0; i < 6; i++) {
        s->trie[i / 3][i % 3] = (Trie){
            parts[0] + nodes[i], parts[1] + nodes[i], parts[2] + nodes[i], parts[3] + nodes[i],
            nodes[i + 1] - nodes[i], unit_node + units[i], units[i + 1] - units[i],
        };
        s->unit_of_name[i / 3][i % 3] = unit_of_name + *names * i;
        s->backoff[i / 3][i % 3] = backoff + units[i];
    }
}

/* Tokens and all they are scored with. */
static void read_scoring(Scoring *s, Views *v, PyObject *arrays)
{
    Py_ssize_t encoded[3] = {0, 0, 0}, points = 0, bounds = 0, names = 0, words = 0;
    Channel *c = &s->channel;
    c->single = FLOATS(v, arrays);
    c->longer_start = INTS(v, arrays);
    c->longer_column = INTS(v, arrays);
    c->longer = FLOATS(v, arrays);
    c->merged = FLOATS(v, arrays);
    c->kind = INTS(v, arrays);
    read_tries(s, v, arrays, &names);
    read_readings(&s->units, v, arrays);
    const Py_ssize_t most_unit = read_own(&s->own_units, v, arrays);
    read_readings(&s->words, v, arrays);
    const Py_ssize_t most_word = read_own(&s->own_words, v, arrays);
    s->written_of_name = array(v, arrays, 0, sizeof(int32_t), &words);
    s->observed.one = array(v, arrays, 0, sizeof(int32_t), &encoded[0]);
    s->observed.two = array(v, arrays, 0, sizeof(int32_t), &encoded[1]);
    s->observed.three = array(v, arrays, 0, sizeof(int32_t), &encoded[2]);
    s->points = array(v, arrays, 0, sizeof(int32_t), &points);
    s->bounds = array(v, arrays, 0, sizeof(int32_t), &bounds);
    if (PyErr_Occurred()) {
        return;
    }
    if (most_unit >= names || most_word >= words) {
        PyErr_SetString(PyExc_ValueError, "own readings of nothing that has a number");
        return;
    }
    s->tokens = (int32_t)bounds - 1;
    int bad = bounds < 1 || s->bounds[0] != 0 || encoded[0] != points || encoded[1] != points || encoded[2] != points;
    for (Py_ssize_t t = 0; t + 1 < bounds && !bad; t++) {
        const int32_t length = s->bounds[t + 1] - s->bounds[t];
        bad = length < 0 || length > LONGEST_PART;
    }
    if (bad || s->bounds[bounds - 1] > points) {
        PyErr_Format(PyExc_ValueError, "a token is longer than %d characters, or not there", LONGEST_PART);
    }
}

static void drop_pools(PyObject *capsule)
{
    free_pools(PyCapsule_GetPointer(capsule, "pools"));
}

static PyObject *py_pools(PyObject *self, PyObject *args)
{
    Pools *pools = new_pools();
    return pools == NULL ? PyErr_NoMemory() : PyCapsule_New(pools, "pools", drop_pools);
}

static PyObject *py_likeliest(PyObject *self, PyObject *args)
{
    PyObject *arrays, *capsule;
    Scoring s;
    Channel *c = &s.channel;
    Inventory inv;
    Selection selection;
    Answers a;
    int most;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "OO!" CHANNEL_NUMBERS "iiiff", &capsule, &PyTuple_Type, &arrays,
                          CHANNEL_ADDRESSES(c), &most, &inv.empty_onset, &selection.limit, &selection.margin,
                          &selection.tiny)) {
        return NULL;
    }
    Pools *pools = PyCapsule_GetPointer(capsule, "pools");
    if (pools == NULL) {
        return NULL;
    }
    Py_ssize_t firsts = 0, syllables = 0, sizes[4] = {0, 0, 0, 0}, room[3] = {0, 0, 0};
    inv.first = array(&v, arrays, 0, sizeof(int32_t), &firsts);
    inv.rime = array(&v, arrays, 0, sizeof(int32_t), &syllables);
    inv.backoff = FLOATS(&v, arrays);
    inv.top_backoff = FLOATS(&v, arrays);
    read_scoring(&s, &v, arrays);
    inv.prior = array(&v, arrays, 0, sizeof(float), &sizes[3]);
    inv.top_prior = FLOATS(&v, arrays);
    a.cases = array(&v, arrays, 0, sizeof(int32_t), &sizes[0]);
    a.case_prior = array(&v, arrays, 0, sizeof(float), &sizes[1]);
    a.own = array(&v, arrays, 0, sizeof(int32_t), &sizes[2]);
    a.index = array(&v, arrays, 1, sizeof(int32_t), &room[0]);
    a.pattern = array(&v, arrays, 1, sizeof(int32_t), &room[1]);
    a.score = array(&v, arrays, 1, sizeof(float), &room[2]);
    a.own_score = array(&v, arrays, 1, sizeof(float), NULL);
    a.counts = array(&v, arrays, 1, sizeof(int32_t), NULL);
    if (!PyErr_Occurred()) {
        inv.onsets = (int32_t)firsts - 1;
        inv.syllables = (int32_t)syllables;
        inv.rimes = s.trie[1][0].units;
        int bad = inv.onsets > MOST_ONSETS || inv.onsets != s.trie[0][0].units || selection.limit < 1;
        bad |= sizes[0] != s.tokens || sizes[1] != 3 * (Py_ssize_t)s.tokens || sizes[2] != s.tokens;
        bad |= sizes[3] != syllables;
        for (int i = 0; i < 3; i++) {
            bad |= room[i] < (Py_ssize_t)selection.limit * s.tokens;
        }
        for (int32_t t = 0; t < s.tokens && !bad; t++) {
            bad = a.own[t] >= 3 * inv.syllables;
        }
        if (bad) {
            PyErr_SetString(PyExc_ValueError, "arrays that do not fit");
        }
    }
    if (!PyErr_Occurred()) {
        int status;
        Py_BEGIN_ALLOW_THREADS
        status = likeliest(pools, most, &s, &inv, &selection, &a);
        Py_END_ALLOW_THREADS
        if (status) {
            PyErr_NoMemory();
        }
    }
    return done(&v);
}

static PyObject *py_cuts(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Scoring s;
    Channel *c = &s.channel;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!" CHANNEL_NUMBERS, &PyTuple_Type, &arrays, CHANNEL_ADDRESSES(c))) {
        return NULL;
    }
    Py_ssize_t numbers = 0, room = 0;
    read_scoring(&s, &v, arrays);
    const int32_t *words = array(&v, arrays, 0, sizeof(int32_t), &numbers); /* [words][5], as Cut */
    int32_t *sizes = array(&v, arrays, 1, sizeof(int32_t), &room);
    for (Py_ssize_t i = 0; i < numbers / 5 && !PyErr_Occurred(); i++) {
        const int32_t *w = words + 5 * i;
        if (w[0] < 0 || w[0] >= s.tokens || w[3] < 0 || w[3] > 2 || w[4] < 0 || w[4] > 2 || w[1] < 0
            || w[1] >= s.trie[0][w[3]].units || w[2] < 0 || w[2] >= s.trie[1][w[4]].units || i >= room) {
            PyErr_SetString(PyExc_ValueError, "no such token, onset or rime");
        }
    }
    if (!PyErr_Occurred()) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < numbers / 5; i++) {
            const int32_t *w = words + 5 * i;
            sizes[i] = best_cut(&s, &(Cut){w[0], w[1], w[2], w[3], w[4]});
        }
        Py_END_ALLOW_THREADS
    }
    return done(&v);
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

/* Numbers the letters of intended text, and pairs of them within a string; says where the strings of each pair are. */
static PyObject *py_pack(PyObject *self, PyObject *args)
{
    PyObject *pairs, *arrays;
    int known;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!O!i", &PyList_Type, &pairs, &PyTuple_Type, &arrays, &known)) {
        return NULL;
    }
    Py_ssize_t points = 0, sizes[5] = {0};
    const int32_t *letters = array(&v, arrays, 0, sizeof(int32_t), &points);
    const int32_t *numbers = array(&v, arrays, 0, sizeof(int32_t), &sizes[0]);
    const int32_t *merged = array(&v, arrays, 0, sizeof(int32_t), &sizes[1]); /* [width][width] */
    int32_t *columns = array(&v, arrays, 1, sizeof(int32_t), &sizes[2]);
    int32_t *couples = array(&v, arrays, 1, sizeof(int32_t), &sizes[3]);
    int32_t *spans = array(&v, arrays, 1, sizeof(int32_t), &sizes[4]);
    const Py_ssize_t count = PyList_Size(pairs), top = sizes[0] - 1;
    int32_t begin[2] = {0, 0};
    const Py_ssize_t width = top >= 0 && !PyErr_Occurred() ? numbers[top] + (Py_ssize_t)1 : 0;
    int sound = width > 0 && sizes[1] == width * width && sizes[2] == points && sizes[3] == points
                && sizes[4] == 4 * count;
    for (Py_ssize_t i = 0; i < count && sound; i++, spans += 4) {
        PyObject *pair = PyList_GetItem(pairs, i);
        sound = PyTuple_Check(pair) && PyTuple_Size(pair) == 2;
        for (int k = 0; k < 2 && sound; k++) {
            PyObject *string = PyTuple_GetItem(pair, k);
            sound = PyUnicode_Check(string);
            const Py_ssize_t size = sound ? PyUnicode_GetLength(string) : 0;
            sound = sound && (k || size <= points - begin[0]);
            spans[2 * k] = begin[k];
            spans[2 * k + 1] = (int32_t)size;
            begin[k] += (int32_t)size;
        }
        for (Py_ssize_t k = begin[0] - 1, behind = -1; sound && k >= spans[0]; k--) {
            const Py_ssize_t number = numbers[letters[k] >= 0 && letters[k] < top ? letters[k] : top];
            sound = number >= 0 && number < width;
            columns[k] = number < known ? (int32_t)number : -1;
            couples[k] = sound && behind >= 0 ? merged[number * width + behind] : -1;
            behind = number;
        }
    }
    if (!PyErr_Occurred() && (!sound || begin[0] != points)) {
        PyErr_SetString(PyExc_ValueError, "pairs that do not fit");
    }
    return done(&v);
}

static PyObject *py_pair_logps(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Pairs p;
    Channel *c = &p.channel;
    double copied, foreign, least;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!" CHANNEL_NUMBERS "ddd", &PyTuple_Type, &arrays, CHANNEL_ADDRESSES(c), &copied,
                          &foreign, &least)) {
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
    return done(&v);
}

static PyObject *py_align(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Pairs p;
    Channel *c = &p.channel;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!" CHANNEL_NUMBERS, &PyTuple_Type, &arrays, CHANNEL_ADDRESSES(c))) {
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
    return done(&v);
}

typedef struct {
    Py_ssize_t targets, bounds, begins, symbols, scores;
} Sizes;

static void read_edges(Edges *e, Sizes *sizes, Views *v, PyObject *arrays)
{
    Py_ssize_t arms = 0;
    e->source = array(v, arrays, 0, sizeof(int32_t), &arms);
    e->target = array(v, arrays, 0, sizeof(int32_t), &sizes->targets);
    e->bounds = array(v, arrays, 0, sizeof(int32_t), &sizes->bounds);
    e->begin = array(v, arrays, 0, sizeof(int64_t), &sizes->begins);
    e->symbol = array(v, arrays, 0, sizeof(int32_t), &sizes->symbols);
    e->score = array(v, arrays, 0, sizeof(float), &sizes->scores);
    e->arms = (int32_t)arms;
}

/* Whether all arms lead forward among so many nodes and have rows, whose symbols are among so many words. */
static int are_sound(const Edges *e, const Sizes *sizes, Py_ssize_t nodes, Py_ssize_t words)
{
    int32_t most = -1, least = -1;
    if (sizes->targets != e->arms || sizes->bounds != e->arms + 1 || sizes->begins != e->arms
        || sizes->symbols != sizes->scores || sizes->symbols > INT32_MAX || e->bounds[0] != 0) {
        return 0;
    }
    for (int32_t i = 0; i < e->arms; i++) {
        const int32_t edges = e->bounds[i + 1] - e->bounds[i];
        if (e->source[i] < 0 || e->source[i] >= e->target[i] || e->target[i] >= nodes || e->bounds[i + 1] < 0 || edges < 0
            || e->begin[i] < 0 || e->begin[i] > sizes->symbols - edges) {
            return 0;
        }
        const int32_t *symbol = e->symbol + e->begin[i];
        for (int32_t k = 0; k < edges; k++) {
            most = symbol[k] > most ? symbol[k] : most;
            least = symbol[k] < least ? symbol[k] : least;
        }
    }
    return least == -1 && most < words;
}

static PyObject *no_lattice(Views *v)
{
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "this is no lattice");
    }
    release(v);
    return NULL;
}

/* A map of n-grams: its parameters, and its cells, the next of the arrays. */
static void read_map(Fuse *map, PyObject *parameters, Views *v, PyObject *arrays)
{
    unsigned long long seed, segments;
    Py_ssize_t cells = 0;
    if (!PyArg_ParseTuple(parameters, "KiKii", &seed, &map->segment_bits, &segments, &map->value_bits, &map->wide)) {
        return;
    }
    map->seed = seed;
    map->segments = segments;
    map->cells = array(v, arrays, 0, map->wide ? 4 : 2, &cells);
    const int odd = segments < 1 || segments > 1u << 20 || map->segment_bits < 1 || map->segment_bits > 16
                    || map->value_bits < 1 || map->value_bits > (map->wide ? 31 : 15);
    if (!PyErr_Occurred() && (odd || (uint64_t)cells < (map->segments + 2) << map->segment_bits)) {
        PyErr_SetString(PyExc_ValueError, "a map of n-grams is not of its size");
    }
}

static PyObject *py_find(PyObject *self, PyObject *args)
{
    PyObject *arrays, *parameters;
    Fuse map;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!O!", &PyTuple_Type, &arrays, &PyTuple_Type, &parameters)) {
        return NULL;
    }
    Py_ssize_t keys = 0, room[2] = {0, 0};
    read_map(&map, parameters, &v, arrays);
    if (PyErr_Occurred()) {
        return done(&v);
    }
    const uint64_t *key = array(&v, arrays, 0, sizeof(uint64_t), &keys);
    uint8_t *found = array(&v, arrays, 1, sizeof(uint8_t), &room[0]);
    int64_t *value = array(&v, arrays, 1, sizeof(int64_t), &room[1]);
    if (!PyErr_Occurred() && (room[0] < keys || room[1] < keys)) {
        PyErr_SetString(PyExc_ValueError, "arrays too short");
    }
    if (!PyErr_Occurred()) {
        Py_BEGIN_ALLOW_THREADS
        find_keys(&map, key, keys, found, value);
        Py_END_ALLOW_THREADS
    }
    return done(&v);
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
    Sizes sizes = {0, 0, 0, 0, 0};
    Py_ssize_t firsts = 0, lasts = 0, words = 0, posteriors = 0, nodes = 0, lengths = 0;
    read_edges(&e, &sizes, &v, arrays);
    e.first = array(&v, arrays, 0, sizeof(int32_t), &firsts);
    e.last = array(&v, arrays, 0, sizeof(int32_t), &lasts);
    m.unigrams = array(&v, arrays, 0, sizeof(float), &words);
    for (int i = 0; i < 3; i++) {
        read_map(maps[i], parameters[i], &v, arrays);
    }
    double *posterior = array(&v, arrays, 1, sizeof(double), &posteriors);
    int32_t *path = array(&v, arrays, 1, sizeof(int32_t), &nodes);
    int32_t *length = array(&v, arrays, 1, sizeof(int32_t), &lengths);
    if (PyErr_Occurred() || firsts != lasts || firsts != lengths || beam.width < 1
        || !are_sound(&e, &sizes, nodes, words / 2) || e.bounds[e.arms] > posteriors) {
        return no_lattice(&v);
    }
    e.passages = firsts;
    for (Py_ssize_t p = 0; p < firsts; p++) {
        if (e.first[p] < (p ? e.last[p - 1] + 1 : 0) || e.last[p] < e.first[p] || e.last[p] >= nodes) {
            return no_lattice(&v);
        }
    }
    int status;
    Py_BEGIN_ALLOW_THREADS
    status = search(&e, &m, &beam, posterior, path, length);
    Py_END_ALLOW_THREADS
    release(&v);
    if (status == -1) {
        return PyErr_NoMemory();
    }
    if (status) {
        PyErr_SetString(PyExc_ValueError, "a passage is not connected from its first to its last node");
        return NULL;
    }
    return Py_NewRef(Py_None);
}

static PyObject *py_rivals(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    double least;
    Edges e;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!d", &PyTuple_Type, &arrays, &least)) {
        return NULL;
    }
    Sizes sizes = {0, 0, 0, 0, 0};
    Py_ssize_t posteriors = 0, arms = 0, counts = 0, room = 0;
    read_edges(&e, &sizes, &v, arrays);
    const double *posterior = array(&v, arrays, 0, sizeof(double), &posteriors);
    const int32_t *arm = array(&v, arrays, 0, sizeof(int32_t), &arms);
    int32_t *size = array(&v, arrays, 1, sizeof(int32_t), &counts);
    int32_t *rival = array(&v, arrays, 1, sizeof(int32_t), &room);
    if (PyErr_Occurred() || counts != arms || !are_sound(&e, &sizes, INT32_MAX - 1, INT32_MAX)
        || e.bounds[e.arms] > posteriors) {
        return no_lattice(&v);
    }
    for (Py_ssize_t i = 0; i < arms; i++) {
        if (arm[i] < 0 || arm[i] >= e.arms) {
            return no_lattice(&v);
        }
    }
    int64_t found;
    Py_BEGIN_ALLOW_THREADS
    found = rivals(&e, posterior, least, arm, arms, size, rival, room);
    Py_END_ALLOW_THREADS
    release(&v);
    return found < 0 ? PyErr_NoMemory() : PyLong_FromLongLong(found);
}

static PyObject *py_lattice(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Plans p;
    Arms a;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &arrays)) {
        return NULL;
    }
    Py_ssize_t sizes[16] = {0};
    p.start = array(&v, arrays, 0, sizeof(int64_t), &sizes[0]);
    p.stop = array(&v, arrays, 0, sizeof(int64_t), &sizes[1]);
    p.ends = array(&v, arrays, 0, sizeof(int64_t), &sizes[2]);
    p.chunk = array(&v, arrays, 0, sizeof(int64_t), &sizes[3]);
    p.plan = array(&v, arrays, 0, sizeof(int64_t), &sizes[4]);
    p.bounds = array(&v, arrays, 0, sizeof(int64_t), &sizes[5]);
    p.piece_start = array(&v, arrays, 0, sizeof(int32_t), &sizes[6]);
    p.piece_end = array(&v, arrays, 0, sizeof(int32_t), &sizes[7]);
    p.piece_number = array(&v, arrays, 0, sizeof(int64_t), &sizes[8]);
    p.other = array(&v, arrays, 0, sizeof(int64_t), &sizes[9]);
    p.rows = array(&v, arrays, 0, sizeof(int64_t), &sizes[10]);
    int32_t *arms = array(&v, arrays, 1, sizeof(int32_t), &sizes[11]);    /* [4][arms] */
    int64_t *numbers = array(&v, arrays, 1, sizeof(int64_t), &sizes[12]); /* [2][arms] */
    a.bounds = array(&v, arrays, 1, sizeof(int32_t), &sizes[13]);
    int32_t *nodes = array(&v, arrays, 1, sizeof(int32_t), &sizes[14]); /* [2][passages] */
    int64_t *work = array(&v, arrays, 1, sizeof(int64_t), &sizes[15]);
    if (!PyErr_Occurred()) {
        p.chunks = sizes[0];
        p.passages = sizes[2];
        p.fresh = sizes[3];
        p.planned = sizes[5] - 1;
        p.pieces = sizes[6];
        p.others = sizes[9] / 4;
        p.lists = sizes[10] - 1;
        a.room = sizes[13] - 1;
        a.source = arms;
        a.target = arms + a.room;
        a.start = arms + 2 * a.room;
        a.end = arms + 3 * a.room;
        a.begin = numbers;
        a.number = numbers + a.room;
        a.first = nodes;
        a.last = nodes + p.passages;
        if (sizes[1] != p.chunks || sizes[4] != p.fresh || p.planned < 0 || sizes[7] != p.pieces
            || sizes[8] != p.pieces || p.lists < 0 || a.room < 0 || sizes[11] != 4 * a.room
            || sizes[12] != 2 * a.room || sizes[14] != 2 * p.passages || sizes[15] < 2 * p.chunks
            || build_lattice(&p, work, &a)) {
            PyErr_SetString(PyExc_ValueError, "plans that do not fit");
        }
    }
    return done(&v);
}

/* The model, the first of the arrays; its vocabulary, 0 with an error set if it does not fit. */
static int64_t read_model(Ngrams *m, PyObject *const *parameters, Views *v, PyObject *arrays)
{
    Fuse *maps[3] = {&m->bigrams, &m->trigrams, &m->fourgrams};
    Py_ssize_t words = 0;
    m->unigrams = array(v, arrays, 0, sizeof(float), &words);
    for (int i = 0; i < 3 && !PyErr_Occurred(); i++) {
        read_map(maps[i], parameters[i], v, arrays);
    }
    if (!PyErr_Occurred() && (m->begin < 0 || m->begin >= words / 2)) {
        PyErr_SetString(PyExc_ValueError, "a sentence begins with no symbol of the model");
    }
    return PyErr_Occurred() ? 0 : words / 2;
}

static PyObject *py_chain(PyObject *self, PyObject *args)
{
    PyObject *arrays, *parameters[3];
    Ngrams m;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!O!O!O!(ffffi)", &PyTuple_Type, &arrays, &PyTuple_Type, &parameters[0],
                          &PyTuple_Type, &parameters[1], &PyTuple_Type, &parameters[2], &m.logp_step, &m.top_step,
                          &m.bow_top, &m.bow_step, &m.begin)) {
        return NULL;
    }
    Py_ssize_t count = 0, room = 0;
    const int64_t words = read_model(&m, parameters, &v, arrays);
    const int32_t *symbol = PyErr_Occurred() ? NULL : array(&v, arrays, 0, sizeof(int32_t), &count);
    float *logp = PyErr_Occurred() ? NULL : array(&v, arrays, 1, sizeof(float), &room);
    if (PyErr_Occurred()) {
        return done(&v);
    }
    int sound = room == count;
    for (Py_ssize_t i = 0; sound && i < count; i++) {
        sound = symbol[i] >= 0 && symbol[i] < words;
    }
    int status = 0;
    if (sound) {
        Py_BEGIN_ALLOW_THREADS
        status = chain(&m, symbol, count, logp);
        Py_END_ALLOW_THREADS
    } else {
        PyErr_SetString(PyExc_ValueError, "no chain of symbols of the model");
    }
    if (status) {
        PyErr_NoMemory();
    }
    return done(&v);
}

/* How many letters of a surface are other than those that stand there. */
static int32_t other_letters(PyObject *surface, Py_ssize_t size, const Chosen *c, Py_ssize_t i, const uint8_t *letters)
{
    int32_t bag[LETTERS_TOLD] = {0}, others = 0;
    for (Py_ssize_t k = 0; k < size; k++) {
        const uint32_t point = PyUnicode_ReadChar(surface, k);
        bag[letters[point < c->points ? point : c->points - 1] % LETTERS_TOLD]++;
    }
    for (int64_t k = c->start[i]; k < c->end[i]; k++) {
        bag[letters[c->text[k] < c->points ? c->text[k] : c->points - 1] % LETTERS_TOLD]--;
    }
    for (int k = 0; k < LETTERS_TOLD; k++) {
        others += bag[k] > 0 ? bag[k] : 0;
    }
    return others;
}

/* One reading among the columns; 0 if it is none, or of another text. */
static int read_chosen(PyObject *reading, const Chosen *c, Py_ssize_t i, const uint8_t *letters)
{
    if (!PyTuple_Check(reading) || PyTuple_Size(reading) != 8) {
        return 0;
    }
    PyObject *surface = PyTuple_GetItem(reading, 2), *generator = PyTuple_GetItem(reading, 6);
    const long symbol = PyLong_AsLong(PyTuple_GetItem(reading, 7));
    c->start[i] = PyLong_AsLongLong(PyTuple_GetItem(reading, 0));
    c->end[i] = PyLong_AsLongLong(PyTuple_GetItem(reading, 1));
    c->posterior[i] = PyFloat_AsDouble(PyTuple_GetItem(reading, 3));
    if (PyErr_Occurred() || !PyUnicode_Check(surface) || !PyUnicode_Check(generator) || c->start[i] < 0
        || c->end[i] < c->start[i] || c->end[i] > c->length || symbol >= c->vocabulary) {
        return 0;
    }
    c->symbol[i] = symbol < 0 ? -1 : (int32_t)symbol;
    c->others[i] = -1;
    if (PyUnicode_CompareWithASCIIString(generator, "identity") != 0) {
        c->size[i] = PyUnicode_GetLength(surface);
        c->others[i] = other_letters(surface, c->size[i], c, i, letters);
    }
    return 1;
}

static PyObject *py_signs(PyObject *self, PyObject *args)
{
    PyObject *chosen, *arrays, *parameters[3];
    Chosen c;
    Ngrams m;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!O!O!O!O!(ffffi)(iiii)", &PyList_Type, &chosen, &PyTuple_Type, &arrays,
                          &PyTuple_Type, &parameters[0], &PyTuple_Type, &parameters[1], &PyTuple_Type, &parameters[2],
                          &m.logp_step, &m.top_step, &m.bow_top, &m.bow_step, &m.begin, &c.close, &c.unknown, &c.code,
                          &c.classes)) {
        return NULL;
    }
    const int64_t vocabulary = read_model(&m, parameters, &v, arrays);
    Py_ssize_t sizes[6] = {0};
    c.text = array(&v, arrays, 0, sizeof(uint32_t), &sizes[0]);
    c.kinds = array(&v, arrays, 0, sizeof(uint8_t), &sizes[1]);
    const uint8_t *letters = array(&v, arrays, 0, sizeof(uint8_t), &sizes[2]);
    c.spelled = array(&v, arrays, 0, sizeof(uint8_t), &sizes[3]);
    uint8_t *words = array(&v, arrays, 1, sizeof(uint8_t), &sizes[4]);
    double *sign = array(&v, arrays, 1, sizeof(double), &sizes[5]);
    if (PyErr_Occurred()) {
        return done(&v);
    }
    c.length = sizes[0];
    c.points = sizes[1];
    c.vocabulary = vocabulary;
    c.count = PyList_Size(chosen);
    int sound = c.points > 0 && sizes[2] == c.points && sizes[3] == vocabulary && sizes[4] == c.count
                && sizes[5] == SIGNS * c.count && c.close >= 0 && c.close < vocabulary && c.classes >= 0;
    c.start = calloc((size_t)c.count + 1, 3 * sizeof(int64_t) + sizeof(double) + 2 * sizeof(int32_t));
    if (c.start == NULL) {
        PyErr_NoMemory();
        return done(&v);
    }
    c.end = c.start + c.count;
    c.size = c.end + c.count;
    c.posterior = (double *)(c.size + c.count);
    c.symbol = (int32_t *)(c.posterior + c.count);
    c.others = c.symbol + c.count;
    for (Py_ssize_t i = 0; i < c.count && sound; i++) {
        sound = read_chosen(PyList_GetItem(chosen, i), &c, i, letters);
    }
    int status = 0;
    if (sound) {
        Py_BEGIN_ALLOW_THREADS
        status = read_signs(&c, &m, words, sign);
        Py_END_ALLOW_THREADS
    } else if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "readings that do not fit");
    }
    if (status) {
        PyErr_NoMemory();
    }
    free(c.start);
    return done(&v);
}

static PyObject *py_steps(PyObject *self, PyObject *args)
{
    PyObject *arrays;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &arrays)) {
        return NULL;
    }
    Py_ssize_t rows[4] = {0}, signs = 0, count = 0;
    Steps steps;
    steps.sign = array(&v, arrays, 0, sizeof(int64_t), &rows[0]);
    steps.low = array(&v, arrays, 0, sizeof(double), &rows[1]);
    steps.high = array(&v, arrays, 0, sizeof(double), &rows[2]);
    steps.weight = array(&v, arrays, 0, sizeof(double), &rows[3]);
    const double *sign = array(&v, arrays, 0, sizeof(double), &signs);
    double *score = array(&v, arrays, 1, sizeof(double), &count);
    if (PyErr_Occurred()) {
        return done(&v);
    }
    steps.count = rows[0];
    int sound = rows[1] == rows[0] && rows[2] == rows[0] && rows[3] == rows[0];
    for (Py_ssize_t k = 0; k < rows[0] && sound; k++) {
        sound = steps.sign[k] >= 0 && (count == 0 || steps.sign[k] < signs / count);
    }
    if (sound) {
        Py_BEGIN_ALLOW_THREADS
        add_steps(&steps, sign, count, score);
        Py_END_ALLOW_THREADS
    } else {
        PyErr_SetString(PyExc_ValueError, "steps of signs that are not there");
    }
    return done(&v);
}

static PyMethodDef methods[] = {
    {"mix", py_mix, METH_VARARGS, "Rows of the table of single characters under one mixture, where they are missing."},
    {"mix_counts", py_mix_counts, METH_VARARGS, "Probabilities in long form under one mixture, added to a table."},
    {"add_cells", py_add_cells, METH_VARARGS, "A sparse table with more cells."},
    {"encode", py_encode, METH_VARARGS, "Rows of the characters, pairs and triples of a text."},
    {"index", py_index, METH_VARARGS, "A hash table of strings."},
    {"pools", py_pools, METH_NOARGS, "Room for the scores of the prefixes and suffixes of tokens."},
    {"likeliest", py_likeliest, METH_VARARGS, "The likeliest syllables of many tokens."},
    {"cuts", py_cuts, METH_VARARGS, "Where tokens were most likely cut into onset and rime."},
    {"pack", py_pack, METH_VARARGS, "Pairs of strings as the next two want them."},
    {"pair_logps", py_pair_logps, METH_VARARGS, "Log P(observed | intended) for many pairs."},
    {"align", py_align, METH_VARARGS, "Most probable cuttings of many pairs into one-character edits."},
    {"find", py_find, METH_VARARGS, "Which keys are in a map, and their values."},
    {"search", py_search, METH_VARARGS, "Best paths and posteriors of many passages."},
    {"chain", py_chain, METH_VARARGS, "Log probabilities of the symbols of a sentence."},
    {"signs", py_signs, METH_VARARGS, "Signs that readings are wrong."},
    {"steps", py_steps, METH_VARARGS, "Weighted sums of signs, step by step."},
    {"rivals", py_rivals, METH_VARARGS, "The likely edges of some arms' stretches."},
    {"lattice", py_lattice, METH_VARARGS, "The arms of a lattice, from plans."},
    {"tally", py_tally, METH_VARARGS, "How often what is read."},
    {"near", py_near, METH_VARARGS, "Which chunks are near one in doubt."},
    {"take", py_take, METH_VARARGS, "Items of a list by their numbers."},
    {"chunks", py_chunks, METH_VARARGS, "The chunks of each plain line."},
    {"numbers", py_numbers, METH_VARARGS, "The numbers of chunks in dictionaries."},
    {"calibrated", py_calibrated, METH_VARARGS, "Readings with posteriors as probable as they say."},
    {"looks", py_looks, METH_VARARGS, "The readings that look like any of some kinds."},
    {"readings", py_readings, METH_VARARGS, "The readings of stretches, with their best rivals."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_kernels", "Inner loops of vnrestore.", 0, methods};

PyMODINIT_FUNC PyInit__kernels(void)
{
    return PyModule_Create(&module);
}
