"""Where files come from and go to: the contract, and who fulfils it for a path or a URL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from vnrestore.errors import OutputError, VnrestoreError

MAX_BYTES = 1 << 30
"""Files above a gibibyte are no notices, and reading one whole could take the machine down."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file met on the walk.

    Attributes:
        path: under the input folder, quoted.
        signature: changes when the content may have changed: size, times, inode or ETag. ""
            if the storage has nothing of the kind.
        size: in bytes, 0 where unknown.
        settled: nobody has written to it lately, so that its signature can be relied on.
    """

    path: str
    signature: str
    size: int
    settled: bool = True


@dataclass(slots=True)
class Skipped:
    """What the walk passed by, for the report."""

    links: int = 0
    special: int = 0
    hidden: int = 0
    unreadable: int = 0


class ReadError(VnrestoreError):
    """An input file cannot be read; ``kind`` is a key of ``job.ERRORS``."""

    exit_code = 3

    def __init__(self, kind: str, message: str) -> None:
        """Say which kind it is."""
        super().__init__(message)
        self.kind = kind


class WriteError(OutputError):
    """An output cannot be written; ``fatal`` where no other could be either."""

    def __init__(self, message: str, fatal: bool) -> None:
        """Say whether to go on."""
        super().__init__(message)
        self.fatal = fatal


class Source(Protocol):
    """The input side."""

    def walk(self, skipped: Skipped) -> Iterator[Found]:
        """Every regular file below the folder, each folder's in the order of its names."""

    def read(self, path: str) -> bytes:
        """The content of a file; ReadError if it cannot be had."""


class Target(Protocol):
    """The output side."""

    def prepare(self) -> None:
        """Make the folder; OutputError if it cannot be written."""

    def clear(self) -> None:
        """Remove what killed runs left unfinished; only whoever holds the lock may."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all, folders made as needed; WriteError otherwise."""

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Write several files, each whole or not at all."""

    def write_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file that need not fit into memory, as ``write`` does."""

    def size(self, name: str) -> int | None:
        """Size of an output in bytes; None if it is missing."""

    @property
    def cheap(self) -> bool:
        """Whether asking for sizes costs next to nothing."""


def is_url(name: str) -> bool:
    """Whether a name is a URL for fsspec."""
    return "://" in name


def open_source(name: str, follow_links: bool = False, hidden: bool = False, avoid: str = "") -> Source:
    """The source for a path or a URL; ``avoid`` is the target, which is not read where it lies inside."""
    if is_url(name):
        from vnrestore.batch.remote import RemoteSource

        return RemoteSource(name, hidden=hidden, avoid=avoid)
    from vnrestore.batch.local import LocalSource

    return LocalSource(name, follow_links=follow_links, hidden=hidden, avoid=avoid)


def open_target(name: str) -> Target:
    """The target for a path or a URL."""
    if is_url(name):
        from vnrestore.batch.remote import RemoteTarget

        return RemoteTarget(name)
    from vnrestore.batch.local import LocalTarget

    return LocalTarget(name)
