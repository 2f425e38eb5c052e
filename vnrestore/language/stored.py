"""Trained files as they are stored: nothing in them is believed before it was checked.

A file that was cut short, half-copied or damaged must end in one clear line, not in a
traceback, a crash inside numpy or, worst, other readings. What the program then computes
with is checked here: sizes, types, ranges. That every bit is the one that was trained only a hash can say
(:func:`vnrestore.language.resources.verify_trained`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnrestore.errors import ResourceError

_MAGIC = b"\x93NUMPY\x01\x00"
# matches "{'descr': '<u4', 'fortran_order': False, 'shape': (1179648,), }   \n"; not a 3-dimensional one
_HEADER = re.compile(
    rb"\{'descr': '([<|][a-z]\d)', 'fortran_order': False, 'shape': \((\d{1,12}),(?: (\d{1,3}))?\), \} *\n"
)


def read_manifest(folder: Path, format_: int) -> dict[str, Any]:
    """The facts of ``manifest.json`` in ``folder``.

    Raises:
        ResourceError: it is missing, no JSON object, or of a format other than ``format_``.
    """
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ResourceError(f"{path}: cannot be read: {error}") from error
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if type(found) is not int or found != format_:
        raise ResourceError(f"{path}: format {found!r}, this version of vnrestore needs {format_}")
    return dict(manifest)


def whole_number(facts: Mapping[str, Any], name: str, least: int, most: int) -> int:
    """A number of a manifest, in its range.

    Raises:
        ResourceError: it is missing, no whole number, or out of range.
    """
    value = facts.get(name)
    if type(value) is not int or not least <= value <= most:
        raise ResourceError(f"the manifest's {name} is {value!r}, not a number from {least} to {most}")
    return value


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file whose last line is ended too.

    Raises:
        ResourceError: it cannot be read, or its end is missing.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: cannot be read: {error}") from error
    if not text.endswith("\n"):
        raise ResourceError(f"{path}: the end of the file is missing")
    return text[:-1].split("\n")


def load_array(path: Path, kind: str, rows: int, columns: int | None = None) -> NDArray[Any]:
    """An array in a ``.npy`` file, memory-mapped.

    numpy's own reader evaluates the header and may raise anything or ask for any amount of
    memory on a damaged one; this accepts only the header that the trainer's ``numpy.save`` writes.

    Args:
        path: the file.
        kind: its numbers, as numpy writes them: ``<u4``, ``<f4``.
        rows: its length.
        columns: its width, None for one dimension.

    Raises:
        ResourceError: it cannot be read, or holds anything else.
    """
    shape = (rows,) if columns is None else (rows, columns)
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC) + 2)
            header = file.read(int.from_bytes(start[-2:], "little"))
        match = _HEADER.fullmatch(header)
        if not start.startswith(_MAGIC) or match is None:
            raise ResourceError(f"{path}: is no array of numbers")
        found = tuple(int(n) for n in match.group(2, 3) if n is not None)
        if match.group(1).decode() != kind or found != shape:
            raise ResourceError(f"{path}: holds {match.group(1).decode()} {found}, not {kind} {shape}")
        offset = len(start) + len(header)
        dtype = np.dtype(kind)
        wanted = offset + int(np.prod(shape)) * dtype.itemsize
        if path.stat().st_size != wanted:
            raise ResourceError(
                f"{path}: has {path.stat().st_size} bytes, not {wanted}: cut short or damaged"
            )
        return np.asarray(np.memmap(path, dtype, mode="r", offset=offset, shape=shape))  # indexed faster
    except (OSError, ValueError) as error:
        raise ResourceError(f"{path}: cannot be read: {error}") from error
