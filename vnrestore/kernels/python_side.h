/* What the kernels that take arrays or objects of Python share. */
#ifndef VNRESTORE_PYTHON_SIDE_H
#define VNRESTORE_PYTHON_SIDE_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>

#define MOST 80

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

/* How a kernel that fills its arrays ends: with None, or with the error that was set. */
static PyObject *done(Views *views)
{
    release(views);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
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

/* Those that work on lists of chunks and readings (objects.c). */
PyObject *py_readings(PyObject *self, PyObject *args);
PyObject *py_looks(PyObject *self, PyObject *args);
PyObject *py_tally(PyObject *self, PyObject *args);
PyObject *py_near(PyObject *self, PyObject *args);
PyObject *py_take(PyObject *self, PyObject *args);
PyObject *py_chunks(PyObject *self, PyObject *args);
PyObject *py_numbers(PyObject *self, PyObject *args);
PyObject *py_calibrated(PyObject *self, PyObject *args);

#endif
