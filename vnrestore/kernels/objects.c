/* Kernels that work on Python's own lists: chunks of a text, and what was read for them. With the interpreter's lock. */
#include "python_side.h"

#include <math.h>
#include <stdlib.h>

/* The likely readings of one stretch, some of which may be the same word, and their posteriors. */
typedef struct {
    PyObject *printed; /* a list of tuples, each with a word first */
    const double *posterior;
    Py_ssize_t first, last;
} Rivals;

/* A word of a list of tuples, borrowed. */
static PyObject *word_at(PyObject *printed, Py_ssize_t place)
{
    return PyTuple_GetItem(PyList_GetItem(printed, place), 0);
}

/* Whether a list has so many tuples of three, each with a word first. */
static int are_printed(PyObject *list, Py_ssize_t count)
{
    int fits = PyList_Size(list) == count;
    for (Py_ssize_t i = 0; i < count && fits; i++) {
        PyObject *one = PyList_GetItem(list, i);
        fits = PyTuple_Check(one) && PyTuple_Size(one) == 3 && PyUnicode_Check(PyTuple_GetItem(one, 0));
    }
    return fits;
}

/* What all readings as this word are worth together, if it is the first of them at `at` or stands there not at all;
 * -1 if an earlier one is the same. */
static double share_of(const Rivals *r, PyObject *word, Py_ssize_t at)
{
    double sum = 0.0;
    for (Py_ssize_t i = r->first; i < r->last; i++) {
        if (PyUnicode_Compare(word_at(r->printed, i), word) == 0) {
            if (i < at) {
                return -1.0;
            }
            sum += r->posterior[i];
        }
    }
    return sum;
}

/* The likeliest other word (borrowed) and what it is worth, of equals the first by code points; NULL if there is none. */
static PyObject *best_rival(const Rivals *r, PyObject *word, double *share)
{
    PyObject *best = NULL;
    for (Py_ssize_t i = r->first; i < r->last; i++) {
        PyObject *other = word_at(r->printed, i);
        if (PyUnicode_Compare(other, word) == 0) {
            continue;
        }
        const double worth = share_of(r, other, i);
        if (worth > *share || best == NULL || (worth == *share && PyUnicode_Compare(other, best) < 0)) {
            if (worth >= 0.0) {
                best = other;
                *share = worth;
            }
        }
    }
    return best;
}

/* A new reference to a named tuple of these (stolen), NULL if any of them is; of the type's eight fields. */
static PyObject *eight(PyTypeObject *type, PyObject *const *fields)
{
    int whole = 1;
    for (int i = 0; i < 8; i++) {
        whole &= fields[i] != NULL;
    }
    PyObject *made = whole ? PyType_GenericAlloc(type, 8) : NULL;
    for (int i = 0; i < 8; i++) {
        if (made == NULL) {
            Py_XDECREF(fields[i]);
        } else {
            PyTuple_SetItem(made, i, fields[i]);
        }
    }
    return made;
}

/* Whether a text says the same from start to end; -1 with an error set. */
static int is_same(PyObject *text, Py_ssize_t start, Py_ssize_t end, PyObject *string)
{
    if (end - start != PyUnicode_GetLength(string)) {
        return PyErr_Occurred() ? -1 : 0;
    }
    return (int)PyUnicode_Tailmatch(text, string, start, end, -1);
}

PyObject *py_readings(PyObject *self, PyObject *args)
{
    PyObject *text, *type, *printed, *rivals, *arrays;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "UO!O!O!O!", &text, &PyType_Type, &type, &PyList_Type, &printed, &PyList_Type, &rivals,
                          &PyTuple_Type, &arrays)) {
        return NULL;
    }
    Py_ssize_t count = 0, sizes[4] = {0, 0, 0, 0};
    const int32_t *start = array(&v, arrays, 0, sizeof(int32_t), &count);
    const int32_t *end = array(&v, arrays, 0, sizeof(int32_t), &sizes[0]);
    const double *posterior = array(&v, arrays, 0, sizeof(double), &sizes[1]);
    const int32_t *likely = array(&v, arrays, 0, sizeof(int32_t), &sizes[2]); /* rivals of each; -1: it is alone */
    Rivals r = {.printed = rivals, .posterior = array(&v, arrays, 0, sizeof(double), &sizes[3])};
    if (!PyErr_Occurred()) {
        Py_ssize_t left = sizes[3];
        int fits = PyType_IsSubtype((PyTypeObject *)type, &PyTuple_Type) && are_printed(printed, count)
                   && are_printed(rivals, left) && sizes[0] == count && sizes[1] == count && sizes[2] == count;
        for (Py_ssize_t i = 0; i < count && fits; i++) {
            fits = likely[i] <= left;
            left -= likely[i] > 0 ? likely[i] : 0;
        }
        if (!fits) {
            PyErr_SetString(PyExc_ValueError, "lists that do not fit");
        }
    }
    PyObject *zero = PyErr_Occurred() ? NULL : PyFloat_FromDouble(0.0);
    PyObject *found = zero == NULL ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; i < count && found != NULL; i++) {
        PyObject *one = PyList_GetItem(printed, i), *surface = PyTuple_GetItem(one, 0);
        const int same = is_same(text, start[i], end[i], surface);
        PyObject *rival = same ? Py_NewRef(Py_None) : PyUnicode_Substring(text, start[i], end[i]);
        double p = posterior[i], share = 0.0;
        if (likely[i] >= 0 && rival != NULL) {
            r.first = r.last;
            r.last += likely[i];
            p = share_of(&r, surface, r.first);
            p = p > 1.0 ? 1.0 : p;
            PyObject *best = best_rival(&r, surface, &share);
            if (best != NULL) {
                Py_DECREF(rival);
                rival = Py_NewRef(best);
            }
        }
        PyObject *fields[8] = {PyLong_FromLong(start[i]),
                               PyLong_FromLong(end[i]),
                               Py_NewRef(surface),
                               PyFloat_FromDouble(p),
                               rival,
                               share == 0.0 ? Py_NewRef(zero) : PyFloat_FromDouble(share),
                               Py_NewRef(PyTuple_GetItem(one, 1)),
                               Py_NewRef(PyTuple_GetItem(one, 2))};
        PyObject *made = eight((PyTypeObject *)type, fields);
        if (made == NULL) {
            Py_CLEAR(found);
        } else {
            PyList_SetItem(found, i, made);
        }
    }
    Py_XDECREF(zero);
    release(&v);
    return found;
}

/* What a reading is asked to look like (vnrestore/restore/looks.py): flags of its surface, of its generator, others. */
#define OF_SURFACE 0xffffL
#define OF_GENERATOR 0xff0000L
#define MADE (1L << 23) /* by any generator that is not known to keep what stands there */
#define CHANGED (1L << 24)
#define SAME (1L << 25)
#define RIVALLED (1L << 26)
#define OVERTAKEN (1L << 27)
#define LISTED (1L << 28)
#define ODD (1L << 29) /* one character, or others than letters of ASCII */
#define MOST_KINDS 16

typedef struct {
    PyObject *text, *surfaces, *generators, *symbols;
    long kinds[MOST_KINDS];
    Py_ssize_t count;
    long any; /* what any of the kinds has */
    double below;
} Looks;

/* Whether any of the kinds is still possible of what shows these of the flags asked for. */
static int may_be(const Looks *l, long asked, long shown)
{
    int may = 0;
    for (Py_ssize_t i = 0; i < l->count; i++) {
        may |= (l->kinds[i] & asked & ~shown) == 0;
    }
    return may;
}

/* The flags that a dictionary has for a string, those of others if it has none and need not; -1 with an error set. */
static long flags_of(PyObject *known, PyObject *string, int every, long others)
{
    PyObject *flags = PyDict_GetItemWithError(known, string);
    if (flags != NULL) {
        return PyLong_AsLong(flags);
    }
    if (!every || PyErr_Occurred()) {
        return PyErr_Occurred() ? -1 : others;
    }
    flags = PyObject_GetItem(known, string); /* it looks at what it has not met */
    const long found = flags == NULL ? -1 : PyLong_AsLong(flags);
    Py_XDECREF(flags);
    return found;
}

/* Whether any of the kinds is still possible once what shows is seen, the flags in `more` (-1: an error). */
static int goes_on(const Looks *l, long *asked, long *shown, long kinds, long more)
{
    *asked |= kinds;
    *shown |= more;
    return more < 0 ? -1 : may_be(l, *asked, *shown);
}

/* Whether a text has but one character from start to end, or others than letters of ASCII; -1 with an error set. */
static int is_odd(PyObject *text, Py_ssize_t start, Py_ssize_t end)
{
    int odd = end - start < 2;
    for (Py_ssize_t i = start; i < end && !odd; i++) {
        const Py_UCS4 c = PyUnicode_ReadChar(text, i);
        odd = c == (Py_UCS4)-1 && PyErr_Occurred() ? -1 : (c | 0x20) - 'a' >= 26;
    }
    return odd;
}

/* Whether a reading is one of those asked for; -1 with an error set if it is no reading. What costs more is asked last. */
static int looks_so(const Looks *l, PyObject *reading)
{
    if (PyTuple_Size(reading) != 8) {
        PyErr_SetString(PyExc_TypeError, "this is no reading");
        return -1;
    }
    PyObject *surface = PyTuple_GetItem(reading, 2);
    long asked = 0, shown = 0;
    int on = 1;
    if (l->below > 0.0 || l->any & (RIVALLED | OVERTAKEN)) {
        const double posterior = PyFloat_AsDouble(PyTuple_GetItem(reading, 3));
        const double rival = PyFloat_AsDouble(PyTuple_GetItem(reading, 5));
        if ((posterior == -1.0 || rival == -1.0) && PyErr_Occurred()) {
            return -1;
        }
        if (posterior < l->below) {
            return 1;
        }
        on = goes_on(l, &asked, &shown, RIVALLED | OVERTAKEN,
                     RIVALLED * (rival != 0.0) | OVERTAKEN * (rival > posterior));
    }
    if (on > 0 && l->any & OF_GENERATOR) {
        on = goes_on(l, &asked, &shown, OF_GENERATOR, flags_of(l->generators, PyTuple_GetItem(reading, 6), 0, MADE));
    }
    if (on > 0 && l->any & OF_SURFACE) {
        on = goes_on(l, &asked, &shown, OF_SURFACE, flags_of(l->surfaces, surface, 1, 0));
    }
    if (on > 0 && l->any & LISTED) {
        on = goes_on(l, &asked, &shown, LISTED, LISTED * PySet_Contains(l->symbols, PyTuple_GetItem(reading, 7)));
    }
    if (on > 0 && l->any & (SAME | CHANGED | ODD)) {
        const Py_ssize_t start = PyLong_AsSsize_t(PyTuple_GetItem(reading, 0));
        const Py_ssize_t end = PyLong_AsSsize_t(PyTuple_GetItem(reading, 1));
        const int same = is_same(l->text, start, end, surface);
        const int odd = same < 0 || !(l->any & ODD) ? 0 : is_odd(l->text, start, end);
        const long more = odd * ODD | (same ? SAME : CHANGED);
        on = goes_on(l, &asked, &shown, SAME | CHANGED | ODD, same < 0 || odd < 0 ? -1 : more);
    }
    return on > 0 ? may_be(l, ~0L, shown) : on;
}

/* Adds a number to a list, which is made for the first one; -1 with an error set. */
static int add_number(PyObject **list, Py_ssize_t number)
{
    if (*list == NULL) {
        *list = PyList_New(0);
    }
    PyObject *made = PyLong_FromSsize_t(number);
    const int status = *list == NULL || made == NULL ? -1 : PyList_Append(*list, made);
    Py_XDECREF(made);
    return status;
}

/* The places in a passage of the readings asked for, NULL if there are none or with an error set. */
static PyObject *places_in(const Looks *l, PyObject *passage)
{
    PyObject *places = NULL;
    const Py_ssize_t size = PyList_Size(passage);
    for (Py_ssize_t k = 0; k < size; k++) {
        const int is_one = looks_so(l, PyList_GetItem(passage, k));
        if (is_one < 0 || (is_one && add_number(&places, k))) {
            Py_CLEAR(places);
            break;
        }
    }
    return places;
}

PyObject *py_looks(PyObject *self, PyObject *args)
{
    PyObject *chosen, *wanted;
    Looks l;
    if (!PyArg_ParseTuple(args, "UO!O!O!O!O!d", &l.text, &PyList_Type, &chosen, &PyDict_Type, &l.surfaces, &PyDict_Type,
                          &l.generators, &PyFrozenSet_Type, &l.symbols, &PyTuple_Type, &wanted, &l.below)) {
        return NULL;
    }
    l.count = PyTuple_Size(wanted);
    l.any = 0;
    for (Py_ssize_t i = 0; i < l.count && i < MOST_KINDS; i++) {
        l.kinds[i] = PyLong_AsLong(PyTuple_GetItem(wanted, i));
        l.any |= l.kinds[i];
    }
    if (l.count > MOST_KINDS && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "too many kinds of readings");
    }
    PyObject *found = PyErr_Occurred() ? NULL : PyDict_New();
    for (Py_ssize_t i = 0; found != NULL && i < PyList_Size(chosen); i++) {
        PyObject *places = places_in(&l, PyList_GetItem(chosen, i));
        PyObject *number = places == NULL ? NULL : PyLong_FromSsize_t(i);
        if (number != NULL) {
            PyDict_SetItem(found, number, places); /* an error is seen below */
        }
        Py_XDECREF(number);
        Py_XDECREF(places);
        if (PyErr_Occurred()) {
            Py_CLEAR(found);
        }
    }
    return found;
}

/* One more of a key (stolen) in a dictionary of counts; -1 with an error set. */
static int count_one(PyObject *counts, PyObject *key)
{
    PyObject *before = key == NULL ? NULL : PyDict_GetItemWithError(counts, key);
    PyObject *now = PyErr_Occurred() ? NULL : PyLong_FromLong((before == NULL ? 0 : PyLong_AsLong(before)) + 1);
    const int status = now == NULL ? -1 : PyDict_SetItem(counts, key, now);
    Py_XDECREF(now);
    Py_XDECREF(key);
    return status;
}

/* What a reading counts as: its symbol, or its surface and what stands there; a new reference. */
static PyObject *key_of(PyObject *reading, PyObject *text)
{
    if (text == NULL) {
        return Py_XNewRef(PyTuple_GetItem(reading, 7));
    }
    PyObject *surface = PyTuple_GetItem(reading, 2);
    const Py_ssize_t start = PyLong_AsSsize_t(PyTuple_GetItem(reading, 0));
    const Py_ssize_t end = PyLong_AsSsize_t(PyTuple_GetItem(reading, 1));
    const int same = is_same(text, start, end, surface);
    PyObject *there = same < 0 || PyErr_Occurred() ? NULL
                      : same                       ? Py_NewRef(surface)
                                                   : PyUnicode_Substring(text, start, end);
    PyObject *key = there == NULL ? NULL : PyTuple_Pack(2, surface, there);
    Py_XDECREF(there);
    return key;
}

/* How often what is read, of the readings of a kind with posteriors from `least` on, in the order it is met. */
PyObject *py_tally(PyObject *self, PyObject *args)
{
    PyObject *text, *chosen, *surfaces, *generators;
    long kind;
    double least;
    if (!PyArg_ParseTuple(args, "OO!O!O!ld", &text, &PyList_Type, &chosen, &PyDict_Type, &surfaces, &PyDict_Type,
                          &generators, &kind, &least)) {
        return NULL;
    }
    text = text == Py_None ? NULL : text;
    PyObject *counts = PyDict_New();
    for (Py_ssize_t i = 0; counts != NULL && i < PyList_Size(chosen); i++) {
        PyObject *passage = PyList_GetItem(chosen, i);
        const Py_ssize_t size = PyList_Size(passage);
        int status = size < 0 ? -1 : 0;
        for (Py_ssize_t k = 0; k < size && status == 0; k++) {
            PyObject *reading = PyList_GetItem(passage, k);
            if (PyTuple_Size(reading) != 8) {
                PyErr_SetString(PyExc_TypeError, "this is no reading");
                status = -1;
            } else if (PyFloat_AsDouble(PyTuple_GetItem(reading, 3)) >= least) {
                const long generator = kind & OF_GENERATOR ? flags_of(generators, PyTuple_GetItem(reading, 6), 0, MADE) : 0;
                const long surface = generator < 0 ? -1 : flags_of(surfaces, PyTuple_GetItem(reading, 2), 1, 0);
                const int is_one = surface >= 0 && ((surface | generator) & kind) == kind;
                status = surface < 0 ? -1 : is_one ? count_one(counts, key_of(reading, text)) : 0;
            }
        }
        if (status || PyErr_Occurred()) {
            Py_CLEAR(counts);
        }
    }
    return counts;
}

/* For each chunk the place of the reading that begins with it, or 0, and how many of those up to the next are heard. */
static void heard_by(const long *chunk, Py_ssize_t chunks, const long *start, const char *spoken, Py_ssize_t readings,
                     Py_ssize_t *begin, long *heard)
{
    Py_ssize_t at = 0;
    for (Py_ssize_t i = 0; i < chunks; i++) {
        while (at < readings && (start[at] < chunk[i] || (at + 1 < readings && start[at + 1] == chunk[i]))) {
            at++;
        }
        begin[i] = at < readings && start[at] == chunk[i] ? at : 0;
    }
    begin[chunks] = readings;
    for (Py_ssize_t i = 0; i < chunks; i++) {
        heard[i] = 0;
        for (Py_ssize_t k = begin[i]; k < begin[i + 1]; k++) {
            heard[i] += spoken[k];
        }
    }
}

/* The first number of each tuple of a list, and whether the eighth is none below zero; 0 with an error set. */
static int read_starts(PyObject *list, Py_ssize_t count, long *start, char *spoken)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *one = PyList_GetItem(list, i), *number = one == NULL ? NULL : PyTuple_GetItem(one, 0);
        start[i] = number == NULL ? -1 : PyLong_AsLong(number);
        if (spoken != NULL && number != NULL) {
            PyObject *symbol = PyTuple_GetItem(one, 7);
            spoken[i] = symbol != NULL && PyLong_AsLong(symbol) >= 0;
        }
        if (PyErr_Occurred()) {
            return 0;
        }
    }
    return 1;
}

/* Which chunks of a passage are in doubt or so near one that is that the model hears both (vnrestore/restore/windows.py),
 * and where their readings begin. */
PyObject *py_near(PyObject *self, PyObject *args)
{
    PyObject *passage, *readings, *doubtful;
    long memory;
    if (!PyArg_ParseTuple(args, "O!O!O!l", &PyList_Type, &passage, &PyList_Type, &readings, &PyList_Type, &doubtful,
                          &memory)) {
        return NULL;
    }
    const Py_ssize_t chunks = PyList_Size(passage), count = PyList_Size(readings);
    const size_t n = (size_t)chunks + 1, m = (size_t)count + 1;
    long *chunk = calloc(1, (2 * n + m) * sizeof(long) + n * sizeof(Py_ssize_t) + m + n);
    if (chunk == NULL) {
        return PyErr_NoMemory();
    }
    long *heard = chunk + n, *start = heard + n;
    Py_ssize_t *begin = (Py_ssize_t *)(start + m);
    char *spoken = (char *)(begin + n), *near = spoken + m;
    PyObject *places = NULL, *found = NULL;
    if (read_starts(passage, chunks, chunk, NULL) && read_starts(readings, count, start, spoken)) {
        heard_by(chunk, chunks, start, spoken, count, begin, heard);
        for (Py_ssize_t i = 0; i < PyList_Size(doubtful) && !PyErr_Occurred(); i++) {
            const Py_ssize_t place = PyLong_AsSsize_t(PyList_GetItem(doubtful, i));
            if (place >= 0 && place < chunks) {
                heard[place] = -1;
            }
        }
        for (int backward = 0; backward < 2; backward++) {
            long wanted = 0;
            for (Py_ssize_t k = 0; k < chunks; k++) {
                const Py_ssize_t i = backward ? chunks - 1 - k : k;
                near[i] |= heard[i] < 0 || wanted > 0;
                wanted = heard[i] < 0 ? memory : wanted - heard[i];
            }
        }
        places = PyErr_Occurred() ? NULL : PyList_New(chunks + 1);
        for (Py_ssize_t i = 0; places != NULL && i <= chunks; i++) {
            PyList_SetItem(places, i, PyLong_FromSsize_t(begin[i]));
        }
        found = places == NULL ? NULL : Py_BuildValue("(Oy#)", places, near, chunks);
    }
    Py_XDECREF(places);
    free(chunk);
    return found;
}

/* Items of a list by their numbers. */
PyObject *py_take(PyObject *self, PyObject *args)
{
    PyObject *list, *arrays;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &list, &PyTuple_Type, &arrays)) {
        return NULL;
    }
    Py_ssize_t count = 0;
    const int64_t *number = array(&v, arrays, 0, sizeof(int64_t), &count);
    PyObject *found = PyErr_Occurred() ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; i < count && found != NULL; i++) {
        PyObject *item = PyList_GetItem(list, (Py_ssize_t)number[i]);
        if (item == NULL) {
            Py_CLEAR(found);
        } else {
            PyList_SetItem(found, i, Py_NewRef(item));
        }
    }
    release(&v);
    return found;
}

/* Whether a character is a blank, as str.isspace has it. */
static int is_blank(Py_UCS4 c)
{
    return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680
           || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Where a line ends that begins here; whether there is no blank in it but one between two words each. */
static Py_ssize_t end_of_line(PyObject *text, Py_ssize_t start, Py_ssize_t length, int *plain)
{
    Py_ssize_t at = start;
    int behind_blank = 1;
    *plain = 1;
    for (; at < length; at++) {
        const Py_UCS4 c = PyUnicode_ReadChar(text, at);
        if (c == '\n') {
            break;
        }
        const int blank = is_blank(c);
        *plain &= !blank || (c == ' ' && !behind_blank);
        behind_blank = blank;
    }
    *plain &= at == start || !behind_blank;
    return at;
}

/* The chunks of a plain line; NULL with an error set. */
static PyObject *chunks_of(PyObject *text, Py_ssize_t start, Py_ssize_t end, PyTypeObject *type, PyObject *doubt)
{
    PyObject *found = PyList_New(0);
    for (Py_ssize_t at = start, stop; at < end && found != NULL; at = stop + 1) {
        stop = PyUnicode_FindChar(text, ' ', at, end, 1);
        stop = stop < 0 ? end : stop;
        PyObject *chunk = PyType_GenericAlloc(type, 5);
        int status = chunk == NULL ? -1 : 0;
        PyObject *fields[5] = {PyLong_FromSsize_t(at), PyLong_FromSsize_t(stop), PyUnicode_Substring(text, at, stop),
                               PyBool_FromLong(at == start), Py_NewRef(doubt)};
        for (int i = 0; i < 5; i++) {
            status |= fields[i] == NULL;
            if (chunk == NULL) {
                Py_XDECREF(fields[i]);
            } else {
                PyTuple_SetItem(chunk, i, fields[i]);
            }
        }
        if (status || PyList_Append(found, chunk)) {
            Py_CLEAR(found);
        }
        Py_XDECREF(chunk);
    }
    return found;
}

/* The chunks of each line (vnrestore/restore/passages.py), None for a line that is not plain. */
PyObject *py_chunks(PyObject *self, PyObject *args)
{
    PyObject *text, *type;
    if (!PyArg_ParseTuple(args, "UO!", &text, &PyType_Type, &type)) {
        return NULL;
    }
    if (!PyType_IsSubtype((PyTypeObject *)type, &PyTuple_Type)) {
        PyErr_SetString(PyExc_TypeError, "chunks are tuples");
        return NULL;
    }
    const Py_ssize_t length = PyUnicode_GetLength(text);
    PyObject *lines = PyList_New(0), *doubt = PyFloat_FromDouble(0.0);
    for (Py_ssize_t at = 0; at <= length && lines != NULL && doubt != NULL;) {
        int plain = 1;
        const Py_ssize_t end = end_of_line(text, at, length, &plain);
        PyObject *line = plain ? chunks_of(text, at, end, (PyTypeObject *)type, doubt) : Py_NewRef(Py_None);
        if (line == NULL || PyList_Append(lines, line)) {
            Py_CLEAR(lines);
        }
        Py_XDECREF(line);
        at = end + 1;
    }
    Py_XDECREF(doubt);
    return lines;
}

/* The numbers that two dictionaries have for the texts of chunks, of those that open a line and of others; -1 for none. */
PyObject *py_numbers(PyObject *self, PyObject *args)
{
    PyObject *chunks, *opening, *others, *arrays;
    Views v = {.count = 0};
    if (!PyArg_ParseTuple(args, "O!O!O!O!", &PyList_Type, &chunks, &PyDict_Type, &opening, &PyDict_Type, &others,
                          &PyTuple_Type, &arrays)) {
        return NULL;
    }
    Py_ssize_t count = 0;
    int64_t *found = array(&v, arrays, 1, sizeof(int64_t), &count);
    if (!PyErr_Occurred() && count != PyList_Size(chunks)) {
        PyErr_SetString(PyExc_ValueError, "arrays that do not fit");
    }
    int sound = !PyErr_Occurred();
    for (Py_ssize_t i = 0; i < count && sound; i++) {
        PyObject *chunk = PyList_GetItem(chunks, i);
        PyObject *text = PyTuple_GetItem(chunk, 2), *opens = text == NULL ? NULL : PyTuple_GetItem(chunk, 3);
        PyObject *number = opens == NULL ? NULL : PyDict_GetItemWithError(opens == Py_True ? opening : others, text);
        found[i] = number == NULL ? -1 : PyLong_AsLongLong(number);
        sound = found[i] >= 0 || !PyErr_Occurred();
    }
    return done(&v);
}

/* Odds to the power of 1 / temperature. */
static double tempered(double p, double temperature)
{
    if (!(p > 0.0 && p < 1.0)) {
        return p;
    }
    const double odds = log(p) - log1p(-p);
    return 1.0 / (1.0 + exp(-odds / temperature));
}

/* A reading (vnrestore/restore/confidence.py) with posteriors as probable as they say; NULL with an error set. */
static PyObject *calibrated(PyObject *reading, PyTypeObject *type, PyObject *trust, double doubt, double temperature)
{
    if (PyTuple_Size(reading) != 8) {
        PyErr_SetString(PyExc_TypeError, "this is no reading");
        return NULL;
    }
    double posterior = tempered(PyFloat_AsDouble(PyTuple_GetItem(reading, 3)), temperature);
    double rival = tempered(PyFloat_AsDouble(PyTuple_GetItem(reading, 5)), temperature);
    PyObject *share = PyDict_GetItemWithError(trust, PyTuple_GetItem(reading, 6));
    posterior *= doubt != 0.0 ? exp(doubt) : 1.0;
    posterior *= share != NULL ? PyFloat_AsDouble(share) : 1.0;
    rival = rival != 0.0 && 1.0 - posterior < rival ? 1.0 - posterior : rival;
    if (PyErr_Occurred()) {
        return NULL;
    }
    PyObject *fields[8];
    for (int i = 0; i < 8; i++) {
        fields[i] = i == 3 ? PyFloat_FromDouble(posterior)
                    : i == 5 ? PyFloat_FromDouble(rival)
                             : Py_NewRef(PyTuple_GetItem(reading, i));
    }
    return eight(type, fields);
}

PyObject *py_calibrated(PyObject *self, PyObject *args)
{
    PyObject *readings, *doubts, *trust, *type;
    double temperature;
    if (!PyArg_ParseTuple(args, "O!O!O!O!d", &PyList_Type, &readings, &PyList_Type, &doubts, &PyDict_Type, &trust,
                          &PyType_Type, &type, &temperature)) {
        return NULL;
    }
    const Py_ssize_t count = PyList_Size(readings);
    if (PyList_Size(doubts) != count || !PyType_IsSubtype((PyTypeObject *)type, &PyTuple_Type)) {
        PyErr_SetString(PyExc_ValueError, "lists that do not fit");
        return NULL;
    }
    PyObject *found = PyList_New(count);
    for (Py_ssize_t i = 0; i < count && found != NULL; i++) {
        const double doubt = PyFloat_AsDouble(PyList_GetItem(doubts, i));
        PyObject *made = calibrated(PyList_GetItem(readings, i), (PyTypeObject *)type, trust, doubt, temperature);
        if (made == NULL || PyErr_Occurred()) {
            Py_XDECREF(made);
            Py_CLEAR(found);
        } else {
            PyList_SetItem(found, i, made);
        }
    }
    return found;
}
