"""Reading and writing for commands: ``-``, standard streams, and files that are never half-written."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from vnrestore.datatypes.document import Document
from vnrestore.errors import InputError, OutputError
from vnrestore.formats.limits import read_up_to_limit
from vnrestore.formats.plain import encode, read_bytes

STANDARD = "-"
"""The name by which standard input and output go on the command line."""


def read_input(name: str) -> str:
    """The text of a file or, for ``-``, of standard input; errors as in ``read_input_document``."""
    return read_input_document(name).text


def read_input_document(name: str) -> Document:
    """The document in a file or, for ``-``, on standard input.

    Raises:
        InputError: it cannot be read, is empty, too large, or refused as unsafe.
        EncodingError: it is binary or in an encoding that cannot be told.
        UnknownFormatError: it is of no format that vnrestore reads, or damaged.
    """
    from vnrestore.formats.reading import parse_document

    return parse_document(read_input_bytes(name), shown_name(name))


def read_input_bytes(name: str) -> bytes:
    """The bytes of a file or, for ``-``, of standard input.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    if name != STANDARD:
        return read_bytes(name)
    try:
        return read_up_to_limit(sys.stdin.buffer, shown_name(name))
    except (AttributeError, OSError, ValueError) as error:
        raise InputError("standard input cannot be read") from error


def shown_name(name: str) -> str:
    """What messages call an input named on the command line."""
    return "standard input" if name == STANDARD else name


def check_output(name: str | None) -> None:
    """Fail before the work, not after it, where an output obviously cannot be written.

    Raises:
        OutputError: the folder is missing, or the name is a folder's.
    """
    if name is None or name == STANDARD:
        return
    path = Path(name)
    try:
        if path.is_dir():
            raise OutputError(f"{name}: is a directory, not a file")
        if not path.parent.is_dir():
            raise OutputError(f"{name}: the folder {path.parent} does not exist")
        if path.exists() and not os.access(path, os.W_OK):
            raise OutputError(f"{name}: no permission to write it")
    except (OSError, ValueError) as error:
        raise OutputError(f"{name}: cannot be written: {_reason(error)}") from error


def same_file(one: str, other: str) -> bool:
    """Whether two names given on the command line are of the same file."""
    if STANDARD in (one, other):
        return False
    try:
        return Path(one).resolve() == Path(other).resolve() or os.path.samefile(one, other)  # noqa: PTH121
    except (OSError, ValueError, RuntimeError):  # Python 3.11 and 3.12: a link that leads to itself
        return False


def write_output(name: str | None, text: str) -> None:
    """Write a text to a file, whole or not at all, or to standard output for None and ``-``.

    Raises:
        OutputError: it cannot be written.
        BrokenPipeError: the reader of standard output went away.
    """
    write_data(name, encode(text))


def write_data(name: str | None, data: bytes) -> None:
    """Write bytes as ``write_output`` writes a text; the same errors."""
    if name is None or name == STANDARD:
        _write_stdout(data)
        return
    try:
        if _is_device(Path(name)):
            Path(name).write_bytes(data)
        else:
            _write_whole(Path(name).resolve(), data)
    except BrokenPipeError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise OutputError(f"{name}: cannot be written: {_reason(error)}") from error


def _is_device(path: Path) -> bool:
    """A device or a pipe is written to; there is nothing to rename over."""
    return path.absolute().parts[1:2] == ("dev",) or (path.exists() and not path.is_file())


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside the target, flush to disk, rename over it: readers see the old file or the new."""
    from vnrestore.batch.local import flush_folder

    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(handle, _mode_for(path))
            os.fsync(handle)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    flush_folder(path.parent)


def _mode_for(path: Path) -> int:
    """Permissions of the file being replaced; for a new one what the umask leaves of rw-rw-rw-."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(path.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _write_stdout(data: bytes) -> None:
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        _discard_stdout()
        raise OutputError(f"standard output cannot be written: {_reason(error)}") from error


def _discard_stdout() -> None:
    """What is still in the buffer would fail again when Python exits."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
