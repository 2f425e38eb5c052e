"""One run at a time on an output folder."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from vnrestore.errors import BusyError, OutputError

_MOMENT = 0.5


class Lock:
    """A lock that the kernel takes back from a process that dies, however it dies.

    So no stale lock can keep a folder closed after kill -9 or a power cut. The file stays;
    what is in it (who holds the lock) is only for people.
    """

    def __init__(self, path: Path) -> None:
        """Know the lock file; its folder must exist."""
        self._path = path
        self._handle = -1

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            BusyError: another run holds it.
            OutputError: the file cannot be made.
        """
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            self._take()
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, f"process {os.getpid()} on {os.uname().nodename}\n".encode(), 0)
        except BlockingIOError as error:
            holder = os.read(self._handle, 200).decode("utf-8", "replace").strip() or "another process"
            os.close(self._handle)
            raise BusyError(f"{self._path.parent.parent}: another run is at work here ({holder})") from error
        except OSError as error:
            if self._handle >= 0:
                os.close(self._handle)
            raise OutputError(f"{self._path}: cannot be written: {error.strerror}") from error
        return self

    def _take(self) -> None:
        """Lock, or give up after a moment: a child that is just being started may hold it so long."""
        until = time.monotonic() + _MOMENT
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise
                time.sleep(_MOMENT / 10)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back."""
        os.close(self._handle)
