"""How a batch is shown: a bar in a terminal, lines elsewhere, or JSON for another program."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from vnrestore.cli.complain import complain

if TYPE_CHECKING:
    from rich.progress import TaskID

    from vnrestore.batch.job import Outcome
    from vnrestore.batch.progress import Tally

LINE_EVERY = 10.0
"""Seconds between two lines of progress where there is no terminal."""


class Quiet:
    """Errors only, one line each."""

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to end."""

    def scanned(self, tally: Tally) -> None:
        """Nothing."""

    def file(self, outcome: Outcome, tally: Tally) -> None:
        """A failed file is reported."""
        if outcome.error:
            complain(f"{outcome.job.path}: {outcome.message}")

    def tick(self, tally: Tally) -> None:
        """Nothing."""

    def note(self, message: str) -> None:
        """Nothing."""

    def ended(self, tally: Tally, outcome: str) -> None:
        """Nothing."""


class Lines(Quiet):
    """Plain lines on standard error: good in a log file."""

    def __init__(self) -> None:
        """Nothing said yet."""
        self._said = time.monotonic()

    def scanned(self, tally: Tally) -> None:
        """What there is to do."""
        complain(scanned_line(tally))

    def tick(self, tally: Tally) -> None:
        """A line now and then."""
        if time.monotonic() - self._said >= LINE_EVERY:
            self._said = time.monotonic()
            complain(progress_line(tally))

    def note(self, message: str) -> None:
        """Say it."""
        complain(message)

    def ended(self, tally: Tally, outcome: str) -> None:
        """The last count."""
        complain(f"{outcome}: {progress_line(tally)}")


class JsonLines(Quiet):
    """One JSON object a line on standard error, for a program that watches."""

    def __init__(self) -> None:
        """Nothing said yet."""
        self._ticked = time.monotonic()

    def scanned(self, tally: Tally) -> None:
        """Event ``scanned``."""
        self._say("scanned", **_counts(tally))

    def file(self, outcome: Outcome, tally: Tally) -> None:
        """Event ``file``, with what came of it."""
        status = "failed" if outcome.error else "unchanged" if outcome.unchanged else "done"
        event: dict[str, Any] = {"path": outcome.job.path, "status": status}
        event["seconds"] = round(outcome.seconds, 3)
        if outcome.error:
            event |= {"error": outcome.error, "message": outcome.message}
        if outcome.content is not None:
            content = outcome.content
            event |= {"pages": len(content.pages), "words": sum(page.words for page in content.pages)}
            event |= {"confidence": round(content.confidence, 4)}
            event |= {"outputs": [one.name for one in outcome.outputs]}
        self._say("file", **event)

    def tick(self, tally: Tally) -> None:
        """Event ``progress``, now and then."""
        now = time.monotonic()
        if now - self._ticked >= LINE_EVERY:
            self._ticked = now
            self._say("progress", **_counts(tally))

    def note(self, message: str) -> None:
        """Event ``note``."""
        self._say("note", message=message)

    def ended(self, tally: Tally, outcome: str) -> None:
        """Event ``ended``."""
        self._say("ended", outcome=outcome, **_counts(tally))

    def _say(self, event: str, **fields: Any) -> None:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"time": stamp, "event": event, **fields}, ensure_ascii=True)
        try:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()
        except (AttributeError, OSError, ValueError):
            return


class Bar(Quiet):
    """A bar in a terminal, with what failed above it."""

    def __init__(self) -> None:
        """Prepare the bar; it is drawn once there is something to do."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._console = Console(stderr=True, highlight=False)
        self._bar = Progress(
            BarColumn(bar_width=24, complete_style="green", finished_style="green"),
            TextColumn("[bold]{task.percentage:>3.0f} %"),
            TextColumn("{task.completed:,.0f}/{task.total:,.0f} files"),
            TextColumn("[dim]{task.fields[facts]}"),
            TextColumn("[red]{task.fields[errors]}"),
            TextColumn("[cyan]{task.fields[left]}"),
            console=self._console,
            refresh_per_second=5,
        )
        self._task: TaskID | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar as it stands and give the cursor back."""
        with suppress(OSError):  # the terminal may be gone; the run is not the worse for it
            self._bar.stop()

    def scanned(self, tally: Tally) -> None:
        """Say what there is to do and start the bar."""
        if self._task is None:
            self._print(scanned_line(tally))
            if not tally.total:
                return
            self._task = self._bar.add_task("", total=tally.total, facts="", errors="", left="")
            with suppress(OSError):
                self._bar.start()
        self.tick(tally)

    def file(self, outcome: Outcome, tally: Tally) -> None:
        """A failed file goes above the bar."""
        if outcome.error:
            self._print(f"{outcome.job.path}: {outcome.message}", style="red")

    def tick(self, tally: Tally) -> None:
        """Move the bar."""
        if self._task is None:
            return
        self._bar.update(
            self._task,
            total=tally.total,
            completed=tally.finished,
            facts=f"{tally.pages:,} pages  {tally.rate:,.0f} syll/s",
            errors=f"{tally.failed:,} failed" if tally.failed else "",
            left=f"{duration(tally.left)} left" if tally.left is not None else "",
        )

    def note(self, message: str) -> None:
        """Above the bar."""
        self._print(message)

    def ended(self, tally: Tally, outcome: str) -> None:
        """Leave the bar and say how it was."""
        self.tick(tally)
        with suppress(OSError):
            self._bar.stop()
        self._print(f"{outcome}: {progress_line(tally)}")

    def _print(self, message: str, style: str | None = None) -> None:
        text = "vnrestore: " + " ".join(message.split())
        with suppress(OSError):
            self._console.print(text, style=style, markup=False, soft_wrap=True)


def choose(quiet: bool, as_json: bool) -> Quiet:
    """The progress that fits: a bar where standard error is a terminal."""
    import os

    if as_json:
        return JsonLines()
    if quiet:
        return Quiet()
    if sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        return Bar()
    return Lines()


def scanned_line(tally: Tally) -> str:
    """What the walk found, in words."""
    said = f"{tally.total:,} files to do, {tally.unchanged:,} done before"
    return said + (f", {tally.kept:,} that failed before are not tried again" if tally.kept else "")


def progress_line(tally: Tally) -> str:
    """The counts, in words."""
    left = f", {duration(tally.left)} left" if tally.left and tally.finished < tally.total else ""
    return (
        f"{tally.finished:,}/{tally.total:,} files, {tally.pages:,} pages, {tally.failed:,} failed, "
        f"{tally.rate:,.0f} syllables/s{left}"
    )


def duration(seconds: float | None) -> str:
    """Seconds as ``1 h 05 min``, ``3 min 20 s`` or ``12 s``."""
    whole = round(seconds or 0.0)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60:02} min"
    return f"{whole // 60} min {whole % 60:02} s" if whole >= 60 else f"{whole} s"


def _counts(tally: Tally) -> dict[str, Any]:
    return {
        "total": tally.total,
        "finished": tally.finished,
        "done": tally.done,
        "failed": tally.failed,
        "unchanged": tally.unchanged,
        "failed_before": tally.kept,
        "pages": tally.pages,
        "words": tally.words,
        "seconds": round(tally.seconds, 3),
        "seconds_left": None if tally.left is None else round(tally.left, 1),
    }
