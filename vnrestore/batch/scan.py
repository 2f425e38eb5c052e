"""The walk: every file met is compared with the catalogue, and what must be done is marked pending."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from vnrestore.batch.catalogue import Catalogue, Known, writing
from vnrestore.batch.claims import Claims
from vnrestore.batch.job import TRANSIENT, Status
from vnrestore.batch.outputs import FORMS
from vnrestore.batch.selection import Selection
from vnrestore.batch.settings import Versions
from vnrestore.batch.storage import Found, Skipped, Source, Target


@dataclass(slots=True)
class Scanned:
    """What a walk found.

    Attributes:
        pending: files to do.
        unchanged: files done before and as they were.
        kept: files that failed before and would fail again.
        skipped: what was passed by.
    """

    pending: int = 0
    unchanged: int = 0
    kept: int = 0
    skipped: Skipped = field(default_factory=Skipped)


@dataclass(frozen=True, slots=True)
class Policy:
    """What is done again.

    Attributes:
        force: everything.
        retry_failed: files that failed, also where nothing changed since.
        checksum: read every file rather than trust its size and times.
    """

    force: bool = False
    retry_failed: bool = False
    checksum: bool = False


class Patience:
    """Holds files back until nobody has written to them for a while, by this machine's clock."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Wait for so many seconds without a change."""
        self._seconds = seconds
        self._clock = clock
        self._met: dict[str, tuple[str, float]] = {}
        self._still: dict[str, tuple[str, float]] = {}
        self._first = True

    def is_stable(self, found: Found) -> bool:
        """Whether a new or changed file may be read now."""
        if self._first and found.settled:
            return True
        now = self._clock()
        signature, since = self._met.get(found.path, (found.signature, now))
        if signature != found.signature:
            since = now
        if now - since >= self._seconds:
            return True
        self._still[found.path] = (found.signature, since)
        return False

    def walked(self) -> None:
        """A walk is over: forget files it did not meet; those met from now on are new."""
        self._met, self._still = self._still, {}
        self._first = False

    @property
    def waiting(self) -> int:
        """Files held back."""
        return len(self._met)


class Scanner:
    """Brings the catalogue up to what lies in the input folder."""

    def __init__(
        self,
        catalogue: Catalogue,
        source: Source,
        target: Target,
        versions: Versions,
        selection: Selection,
        policy: Policy,
    ) -> None:
        """Hold everything a walk needs."""
        self._catalogue = catalogue
        self._source = source
        self._target = target
        self._versions = versions
        self._selection = selection
        self._policy = policy
        self._claims = Claims(catalogue.db)

    def scan(
        self, stop: Callable[[], bool], patience: Patience | None = None, again: bool = False
    ) -> Scanned:
        """Walk once.

        Args:
            stop: asked now and then; the walk ends when it says so.
            patience: holds back files that are still being written.
            again: a later walk of the same run: files as they were are not even touched.

        Raises:
            OutputError: the catalogue cannot be written.
        """
        result = Scanned()
        policy = Policy(checksum=False) if again else self._policy
        with writing(self._catalogue.path):
            self._catalogue.begin()
            self._claims.reserve()
            for found in self._source.walk(result.skipped):
                if found.path in self._selection:
                    self._meet(found, result, policy, patience, again)
                self._catalogue.commit()
                self._catalogue.begin()
                if stop():
                    return result
            if not again and not result.skipped.unreadable:
                self._mark_gone()
            if patience:
                patience.walked()
        self._catalogue.commit(force=True)
        return result

    def _meet(
        self, found: Found, result: Scanned, policy: Policy, patience: Patience | None, again: bool
    ) -> None:
        known = self._catalogue.find(found.path)
        verdict = self._verdict(found, known, policy, again) if known else "do"
        if known and verdict in ("same", "kept"):
            result.unchanged += verdict == "same"
            result.kept += verdict == "kept"
            if not again:
                self._catalogue.meet(known.file_id)
        elif not patience or patience.is_stable(found):
            result.pending += 1
            self._catalogue.meet(self._mark_pending(found, known, verdict))

    def _mark_pending(self, found: Found, known: Known | None, verdict: str) -> int:
        """Put a file on the list of what must be done; its number in the catalogue."""
        signature = found.signature if found.settled else ""
        if known is None:
            cursor = self._catalogue.db.execute(
                "INSERT INTO files (path, base, status, signature, size) VALUES (?, ?, ?, ?, ?)",
                (found.path, self._claims.base_of(found.path), Status.PENDING, signature, found.size),
            )
            return int(cursor.lastrowid or 0)
        forget = "sha256 = NULL, " if verdict == "redo" else ""
        self._catalogue.db.execute(
            f"UPDATE files SET {forget}status = ?, signature = ?, size = ? WHERE id = ?",
            (Status.PENDING, signature, found.size, known.file_id),
        )
        return known.file_id

    def _verdict(self, found: Found, known: Known, policy: Policy, again: bool) -> str:
        """``same`` and ``kept`` need nothing; ``do`` unless the hash is the known one; ``redo`` anyway."""
        if policy.force:
            return "redo"
        if known.status is Status.DONE and not self._has_outputs(known):
            return "redo"
        if known.status in (Status.PENDING, Status.GONE) or known.versions != self._versions:
            return "do"
        if policy.checksum or not found.signature or found.signature != known.signature:
            return "do"
        if known.status is Status.FAILED:
            try_again = policy.retry_failed or (known.error in TRANSIENT and not again)
            return "do" if try_again else "kept"
        return "same"

    def _has_outputs(self, known: Known) -> bool:
        """Whether the outputs are where they were put, in their size; not asked of slow storage."""
        if not self._target.cheap:
            return True
        rows = self._catalogue.db.execute(
            "SELECT form, name, size FROM outputs WHERE file = ?", (known.file_id,)
        ).fetchall()
        return all(self._target.size(row["name"]) == row["size"] for row in rows if row["form"] in FORMS)

    def _mark_gone(self) -> None:
        """Files in the catalogue that the walk should have met and did not; their outputs stay."""
        db = self._catalogue.db
        rows = db.execute(
            "SELECT id, path FROM files WHERE status != ? AND id NOT IN (SELECT id FROM met)", (Status.GONE,)
        )
        gone = [(Status.GONE, row["id"]) for row in rows if row["path"] in self._selection]
        db.executemany("UPDATE files SET status = ? WHERE id = ?", gone)
