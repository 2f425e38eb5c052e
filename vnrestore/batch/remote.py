"""Anything fsspec reads and writes: s3, sftp, memory …; an extra, ``pip install 'vnrestore[remote]'``.

Where a file system stores objects, putting one is whole or nothing. Where it has folders
and renames, the file is written beside its place and moved there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from vnrestore.batch.names import is_inside, quote, unquote
from vnrestore.batch.storage import MAX_BYTES, Found, ReadError, Skipped, WriteError
from vnrestore.errors import InputError, MissingToolError, OutputError, UsageError

_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "memory"})
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "modified", "created")


def open_url(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path in it.

    Raises:
        MissingToolError: fsspec, or what it needs for this kind of URL, is not installed.
        UsageError: it knows no such kind of URL.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingToolError(f"{url}: needs fsspec: pip install 'vnrestore[remote]'") from error
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        raise MissingToolError(f"{url}: {error}") from error
    except ValueError as error:
        raise UsageError(f"{url}: {error}") from error
    except Exception as error:  # whatever a driver raises while it connects
        raise InputError(f"{url}: cannot be opened: {_reason(error)}") from error
    return system, str(path).rstrip("/")


class RemoteSource:
    """A URL as input."""

    def __init__(self, url: str, hidden: bool = False, avoid: str = "") -> None:
        """Check that it is a folder; ``avoid`` is the URL of the output, should it lie inside.

        Raises:
            InputError: it is missing or no folder.
        """
        self.hidden = hidden
        self._system, self._root = open_url(url)
        scheme = url.partition("://")[0]
        self._avoid = open_url(avoid)[1] if avoid.startswith(f"{scheme}://") else None
        try:
            is_folder = self._system.isdir(self._root or "/")
        except Exception as error:
            raise InputError(f"{url}: cannot be listed: {_reason(error)}") from error
        if not is_folder:
            raise InputError(f"{url}: is missing or no folder")

    def walk(self, skipped: Skipped) -> Iterator[Found]:
        """Every file, depth first; a folder's files before its folders."""
        todo = [""]
        while todo:
            folder = todo.pop()
            try:
                entries = self._system.ls(self._at(folder), detail=True)
            except Exception:
                skipped.unreadable += 1
                continue
            named = sorted((str(entry["name"]).rstrip("/").rpartition("/")[2], entry) for entry in entries)
            folders = []
            for name, entry in named:
                path = f"{folder}/{name}" if folder else name
                if not self.hidden and name[:1] in (".", "~"):
                    skipped.hidden += 1
                elif entry.get("islink"):
                    skipped.links += 1
                elif entry.get("type") == "directory" and self._at(path) == self._avoid:
                    continue
                elif entry.get("type") == "directory":
                    folders.append(path)
                elif entry.get("type") == "file" and is_inside(quote(path)):
                    yield Found(quote(path), _signature(entry), int(entry.get("size") or 0))
                else:
                    skipped.special += 1
            todo += reversed(folders)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root or "/"

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        if not is_inside(path):
            raise ReadError("unreadable", "is no path below the folder")
        at = self._at(unquote(path))
        try:
            size = self._system.size(at)
            if size is not None and size > MAX_BYTES:
                raise ReadError("size", f"has {size:,} bytes; at most {MAX_BYTES:,} are read")
            return bytes(self._system.cat_file(at))
        except FileNotFoundError as error:
            raise ReadError("vanished", "was gone when it was to be read") from error
        except ReadError:
            raise
        except Exception as error:
            raise ReadError("unreadable", f"cannot be read: {_reason(error)}") from error


class RemoteTarget:
    """A URL as output."""

    cheap = False

    def __init__(self, url: str) -> None:
        """Connect."""
        self._system, self._root = open_url(url)
        protocol = self._system.protocol
        names = {protocol} if isinstance(protocol, str) else set(protocol)
        self._whole = bool(names & _OBJECT_STORES)

    def prepare(self) -> None:
        """Make the folder, where there are folders.

        Raises:
            OutputError: it cannot be made.
        """
        try:
            self._system.makedirs(self._root or "/", exist_ok=True)
        except Exception as error:
            raise OutputError(f"{self._root}: cannot be written: {_reason(error)}") from error

    def clear(self) -> None:
        """Nothing: what is unfinished lies beside its place and is written over or harmless."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all."""
        if not is_inside(name):
            raise WriteError(f"{name}: is no path below the output folder", fatal=False)
        path = f"{self._root}/{name}"
        try:
            self._system.makedirs(path.rpartition("/")[0] or "/", exist_ok=True)
            if self._whole:
                self._system.pipe_file(path, data)
            else:
                self._write_beside(path, data)
        except Exception as error:
            fatal = isinstance(error, OSError) and not isinstance(error, PermissionError | FileNotFoundError)
            raise WriteError(f"{name}: cannot be written: {_reason(error)}", fatal) from error

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Write one file after the other."""
        for name, data in files:
            self.write(name, data)

    def write_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """As ``write``; put together in memory, for object stores want it whole."""
        self.write(name, b"".join(pieces))

    def _write_beside(self, path: str, data: bytes) -> None:
        folder, _, _ = path.rpartition("/")
        unfinished = f"{folder}/.{uuid.uuid4().hex}.part"
        try:
            self._system.pipe_file(unfinished, data)
            self._system.mv(unfinished, path)
        except BaseException:
            with suppress(Exception):
                self._system.rm_file(unfinished)
            raise

    def size(self, name: str) -> int | None:
        """Size of an output in bytes; None if it is missing."""
        try:
            size = self._system.size(f"{self._root}/{name}")
        except Exception:
            return None
        return None if size is None else int(size)


def _signature(entry: dict[str, Any]) -> str:
    """ETag or time beside the size; "" where the listing has neither, so that contents decide."""
    mark = entry.get("ETag") or next((entry[key] for key in _TIMES if entry.get(key)), None)
    return f"{entry.get('size')}-{mark}" if mark else ""


def _reason(error: Exception) -> str:
    return " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())
