"""What a run is asked for, checked before anything is touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from vnrestore.batch.scan import Policy
from vnrestore.batch.selection import Selection
from vnrestore.batch.settings import Settings
from vnrestore.batch.storage import is_url
from vnrestore.errors import UsageError

CATALOGUE = "catalogue.sqlite3"
"""The catalogue's name in the output folder."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for.

    Attributes:
        settings: input, output, forms, options of restoring.
        catalogue: the database; None is the one in the output folder.
        processes: how many; 0 does everything in this process.
        scheduler: of a Dask cluster, instead of processes.
        time_limit: seconds for a file; None for no limit. Processes only.
        watch: seconds between two walks of the input folder; None ends after the first.
        settle: seconds a file must stay as it is before it is read, where watched.
        moved: the input folder is the one of earlier runs under a new name.
        bom: begin CSV files with a byte order mark.
    """

    settings: Settings
    catalogue: Path | None = None
    selection: Selection = field(default_factory=Selection)
    policy: Policy = field(default_factory=Policy)
    processes: int = 1
    scheduler: str | None = None
    time_limit: float | None = None
    follow_links: bool = False
    hidden: bool = False
    watch: float | None = None
    settle: float = 5.0
    moved: bool = False
    bom: bool = False

    @property
    def source(self) -> str:
        """The input folder's full name."""
        return str(local_path(self.settings.source) or self.settings.source)

    def check(self) -> None:
        """Whether the parts go together.

        Raises:
            UsageError: outputs could overwrite inputs, or a part is missing or does nothing.
        """
        source, target = local_path(self.settings.source), local_path(self.settings.target)
        if source is None or target is None:
            same = self.settings.source.rstrip("/") == self.settings.target.rstrip("/")
        else:
            same = source == target or target in source.parents
        if same:
            raise UsageError(
                f"{self.settings.target}: is or holds the input folder: outputs could overwrite inputs"
            )
        if self.scheduler is not None and self.time_limit is not None:
            raise UsageError("--time-limit needs processes of this machine: leave out --scheduler")
        in_memory = any(name.startswith("memory://") for name in (self.settings.source, self.settings.target))
        if in_memory and (self.processes or self.scheduler):
            raise UsageError("memory:// is in this process only: use --jobs 0")

    def catalogue_path(self) -> Path:
        """Where the catalogue is: as asked, else in the output folder.

        Raises:
            UsageError: the output folder is not on this machine and no path is given.
        """
        if self.catalogue is not None:
            return self.catalogue.absolute()
        local = local_path(self.settings.target)
        if local is None:
            raise UsageError(f"{self.settings.target}: name a local file for the catalogue: --catalogue FILE")
        return local / CATALOGUE


def local_path(name: str) -> Path | None:
    """The path of a folder of this machine, given as a path or a ``file://`` URL; None for others."""
    if not is_url(name):
        return Path(name).resolve()
    scheme, _, rest = name.partition("://")
    return Path(rest).resolve() if scheme in ("file", "local") else None
