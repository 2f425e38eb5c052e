"""Folders of this machine: a walk that links and loops cannot lead astray, and writes that are whole."""

from __future__ import annotations

import errno
import os
import stat
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from vnrestore.batch.names import is_inside, quote, unquote
from vnrestore.batch.storage import MAX_BYTES, Found, ReadError, Skipped, WriteError
from vnrestore.errors import InputError

WORKSHOP = ".vnrestore"
"""Folder in the output folder for the lock and for files that are being written."""

_JUNK = frozenset({"thumbs.db", "desktop.ini"})
_FATAL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENODEV, errno.ESTALE})
_REMEMBERED = 10_000  # folders known to exist
_FRESH_NS = 2_000_000_000
"""A file changed so lately may change again within the clock tick of its time stamp."""


class LocalSource:
    """A folder as input."""

    def __init__(self, root: str, follow_links: bool = False, hidden: bool = False, avoid: str = "") -> None:
        """Check that it is a folder; ``avoid`` is the output folder, should it lie inside.

        Raises:
            InputError: it is missing, no folder, or cannot be listed.
        """
        self.root = os.path.realpath(root)
        self.follow_links = follow_links
        self.hidden = hidden
        self._avoid = avoid
        try:
            os.scandir(self.root).close()
        except OSError as error:
            raise InputError(f"{root}: {_reason(error)}") from error

    def walk(self, skipped: Skipped) -> Iterator[Found]:
        """Every regular file, depth first; a folder's files before its folders."""
        now = time.time_ns()
        avoided = self._avoided()
        todo: list[tuple[str, tuple[tuple[int, int], ...]]] = [("", ())]
        while todo:
            folder, above = todo.pop()
            at = os.path.join(self.root, folder)  # noqa: PTH118
            try:
                status = os.stat(at)  # noqa: PTH116
                here = (status.st_dev, status.st_ino)
                entries = sorted(os.scandir(at), key=lambda entry: entry.name)
            except OSError:
                skipped.unreadable += 1
                continue
            if here == avoided:
                continue
            if here in above:
                skipped.links += 1
                continue
            folders: list[str] = []
            for entry in entries:
                yield from self._look(entry, folder, folders, skipped, now)
            todo += [(below, (*above, here)) for below in reversed(folders)]

    def _avoided(self) -> tuple[int, int] | None:
        """Device and inode of the output folder, whatever names lead to it."""
        try:
            status = os.stat(self._avoid)  # noqa: PTH116
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _look(
        self, entry: os.DirEntry[str], folder: str, folders: list[str], skipped: Skipped, now: int
    ) -> Iterator[Found]:
        path = f"{folder}/{entry.name}" if folder else entry.name
        try:
            if not self.hidden and (entry.name[0] in ".~" or entry.name.lower() in _JUNK):
                skipped.hidden += 1
            elif entry.is_symlink() and not self.follow_links:
                skipped.links += 1
            elif entry.is_dir():
                folders.append(path)
            elif entry.is_file():
                yield found(quote(path), entry.stat(), now)
            elif entry.is_symlink():
                skipped.links += 1
            else:
                skipped.special += 1
        except FileNotFoundError:
            return
        except OSError:
            skipped.unreadable += 1

    def read(self, path: str) -> bytes:
        """The bytes of a regular file; a pipe that took its place does not block."""
        if not is_inside(path):
            raise ReadError("unreadable", "is no path below the folder")
        links = 0 if self.follow_links else os.O_NOFOLLOW
        try:
            at = os.path.join(self.root, unquote(path))  # noqa: PTH118
            handle = os.open(at, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | links)
            with open(handle, "rb") as file:  # noqa: PTH123
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    raise ReadError("unreadable", "is no longer a regular file")
                if status.st_size > MAX_BYTES:
                    raise ReadError("size", f"has {status.st_size:,} bytes; at most {MAX_BYTES:,} are read")
                return file.read()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ReadError("vanished", "was gone when it was to be read") from error
        except OSError as error:
            raise ReadError("unreadable", f"cannot be read: {_reason(error)}") from error


def found(path: str, status: os.stat_result, now: int) -> Found:
    """A file as the walk reports it; ``now`` in nanoseconds."""
    signature = f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"
    settled = now - max(status.st_mtime_ns, status.st_ctime_ns) > _FRESH_NS
    return Found(path, signature, status.st_size, settled)


class LocalTarget:
    """A folder as output.

    A file is written under a name of its own in the workshop, flushed to disk, and renamed
    to where it belongs. So after kill -9, a full disk or a power cut there is the old file,
    the new file, or none; what is left in the workshop the next run clears away. The data is
    on disk before the catalogue says so: that is what makes "done" mean done.
    """

    cheap = True

    def __init__(self, root: str) -> None:
        """Know the folder; it is made by :meth:`prepare`."""
        self.root = os.path.realpath(root)
        self._workshop = Path(self.root, WORKSHOP, "unfinished")
        self._known: set[str] = set()

    def prepare(self) -> None:
        """Make the folder and the workshop.

        Raises:
            WriteError: they cannot be made.
        """
        try:
            self._workshop.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{self.root}: cannot be written: {_reason(error)}", fatal=True) from error

    def clear(self) -> None:
        """Remove what killed runs left unfinished; only whoever holds the lock may."""
        with suppress(OSError):
            for path in self._workshop.iterdir():
                with suppress(OSError):
                    path.unlink()

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all."""
        self.write_all([(name, data)])

    def write_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """As ``write``, piece by piece."""
        flush_folder(self._write(name, pieces))

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Write several files; folders are flushed once."""
        for folder in {self._write(name, (data,)) for name, data in files}:
            flush_folder(folder)

    def _write(self, name: str, pieces: Iterable[bytes]) -> str:
        """Put a file in its place; its folder, still to be flushed."""
        if not is_inside(name):
            raise WriteError(f"{name}: is no path below the output folder", fatal=False)
        path = os.path.join(self.root, unquote(name))  # noqa: PTH118
        unfinished = str(self._workshop / uuid.uuid4().hex)
        try:
            self._make_folder(path)
            _write_flushed(unfinished, pieces)
            os.replace(unfinished, path)  # noqa: PTH105
            return os.path.dirname(path)  # noqa: PTH120
        except OSError as error:
            with suppress(OSError):
                os.unlink(unfinished)  # noqa: PTH108
            self._known.clear()
            fatal = error.errno in _FATAL or not self._workshop.is_dir()
            raise WriteError(f"{name}: cannot be written: {_reason(error)}", fatal) from error

    def _make_folder(self, path: str) -> None:
        """Make the folder of a file; links in the output folder must not lead out of it."""
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder in self._known:
            return
        if os.path.commonpath([self.root, os.path.realpath(folder)]) != self.root:
            raise OSError(errno.ELOOP, "a link leads out of the output folder")
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known.add(folder)

    def size(self, name: str) -> int | None:
        """Size of an output in bytes; None if it is missing or no regular file."""
        try:
            status = os.lstat(os.path.join(self.root, unquote(name)))  # noqa: PTH118
        except (OSError, ValueError):
            return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None


def _write_flushed(path: str, pieces: Iterable[bytes]) -> None:
    with open(path, "xb") as file:  # noqa: PTH123
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: str | Path) -> None:
    """Make the rename itself survive a power cut, where the file system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
