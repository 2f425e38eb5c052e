"""``vnrestore batch``: a folder of documents, with a catalogue, resumed where it stopped."""

from __future__ import annotations

import os
import signal
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from vnrestore.cli.complain import complain
from vnrestore.cli.fix import add_restoring_options, set_loudness
from vnrestore.cli.safety import verify_if_asked
from vnrestore.errors import EXIT_INTERRUPTED, EXIT_QUARANTINE, EXIT_TERMINATED, UsageError

if TYPE_CHECKING:
    from vnrestore.batch.request import Request

_SUMMARY = "restore a folder of documents; resumed where it stopped"
_DESCRIPTION = """Restore every document below the folder IN and write the results below OUT, in the same
folders. OUT also gets catalogue.sqlite3 (what is known of every file), summary.html, files.csv,
review.csv (worst pages first) and metadata.csv (the archive's record). Run it again after a crash
or when files were added: only what is new or changed is done. A file that cannot be restored is
reported and listed, and the others go on; the exit code then is 9."""
_DEFAULT_LIMIT = 3600.0


def add_command(commands: Any) -> None:
    """Add ``batch`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "batch", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument(
        "source", metavar="IN", help="the folder of documents, or its URL (s3://, sftp:// ...)"
    )
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="folder or URL of the results")
    parser.add_argument(
        "--to",
        metavar="FORMS",
        default="txt",
        help="forms of the results, with commas between: txt (the default), same (the format of the file; of "
        "scans a searchable PDF), json, md, docx, akn, html",
    )
    parser.add_argument(
        "--ocr", action="store_true", help="read images, and PDFs without a text layer, with Tesseract"
    )
    parser.add_argument("--lang", metavar="LANG", help="with --ocr: Tesseract's language packs, joined by +")
    _add_what(parser)
    _add_again(parser)
    _add_how(parser)
    add_restoring_options(parser)
    parser.set_defaults(run=run)


def _add_what(parser: ArgumentParser) -> None:
    what = parser.add_argument_group("which files")
    what.add_argument(
        "--include",
        metavar="GLOB",
        action="append",
        default=[],
        help="only files whose name, or path below IN if there is a / in GLOB, matches; "
        "may be given several times",
    )
    what.add_argument(
        "--exclude", metavar="GLOB", action="append", default=[], help="all but files that match; as above"
    )
    what.add_argument(
        "--follow-links",
        action="store_true",
        help="go where symbolic links lead; otherwise they are passed by",
    )
    what.add_argument("--hidden", action="store_true", help="also files and folders that begin with . or ~")


def _add_again(parser: ArgumentParser) -> None:
    again = parser.add_argument_group("what is done again")
    again.add_argument("--force", action="store_true", help="everything")
    again.add_argument(
        "--retry-failed", action="store_true", help="also files that failed and did not change"
    )
    again.add_argument(
        "--checksum", action="store_true", help="read every file to see if it changed: trust no size and time"
    )
    again.add_argument(
        "--moved", action="store_true", help="IN is the folder of the last run under another name"
    )


def _add_how(parser: ArgumentParser) -> None:
    how = parser.add_argument_group("how it is done")
    how.add_argument(
        "-j", "--jobs", metavar="N", type=_count, help="processes (default: one a core); 0: without any"
    )
    how.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=_seconds,
        help=f"give up a file after so long (default: {_DEFAULT_LIMIT:g}); 0: never",
    )
    how.add_argument(
        "--scheduler",
        metavar="URL",
        help="let the workers of a Dask cluster do it (tcp://host:8786); they must see IN and OUT under the "
        "same names; needs pip install 'vnrestore[dask]'",
    )
    how.add_argument(
        "--watch",
        metavar="SECONDS",
        type=_seconds,
        nargs="?",
        const=2.0,
        help="then look for new files every so many seconds (default: 2) until interrupted",
    )
    how.add_argument(
        "--settle",
        metavar="SECONDS",
        type=_seconds,
        default=5.0,
        help="with --watch: read a file once it has not changed for so long (default: 5)",
    )
    how.add_argument(
        "--catalogue", metavar="FILE", help="where the catalogue is kept (default: in OUT); needed for URLs"
    )
    how.add_argument("--bom", action="store_true", help="begin CSV files with the mark that Excel needs")
    how.add_argument("--json-log", action="store_true", help="progress as JSON lines on standard error")


def run(options: Namespace) -> int:
    """Do the folder and say how it went.

    Returns:
        The exit status: 0, 9 if some files failed, 130 or 143 if it was stopped.
    """
    set_loudness(options)
    verify_if_asked(options)

    from vnrestore.batch.run import run_batch
    from vnrestore.cli.batch_progress import choose

    request = _request(options)
    with choose(options.quiet, options.json_log) as progress, Stop() as stop:
        finished = run_batch(request, progress, stop)
    if not options.quiet and not options.json_log:
        complain(f"{finished.report} has the summary; in quarantine: {finished.quarantined:,}")
    if stop.number is not None:
        complain("interrupted" if stop.number == signal.SIGINT else "terminated")
        return EXIT_INTERRUPTED if stop.number == signal.SIGINT else EXIT_TERMINATED
    return EXIT_QUARANTINE if finished.quarantined else 0


def _request(options: Namespace) -> Request:
    from vnrestore.batch.outputs import check_forms
    from vnrestore.batch.request import Request
    from vnrestore.batch.scan import Policy
    from vnrestore.batch.selection import Selection
    from vnrestore.batch.settings import Settings, read_lexicons

    _check_ocr(options)
    settings = Settings(
        source=options.source,
        target=options.output,
        formats=check_forms([name.strip() for name in options.to.split(",") if name.strip()]),
        min_posterior=options.min_posterior,
        lexicons=read_lexicons(options.lexicon),
        spelling=options.spelling,
        ocr=options.ocr,
        ocr_languages=options.lang,
    )
    limit = options.time_limit
    if limit is None and options.scheduler is None and options.jobs != 0:
        limit = _DEFAULT_LIMIT
    return Request(
        settings=settings,
        catalogue=None if options.catalogue is None else Path(options.catalogue),
        selection=Selection(options.include, options.exclude),
        policy=Policy(options.force, options.retry_failed, options.checksum),
        processes=_cores() if options.jobs is None else options.jobs,
        scheduler=options.scheduler,
        time_limit=limit or None,
        follow_links=options.follow_links,
        hidden=options.hidden,
        watch=options.watch,
        settle=options.settle,
        moved=options.moved,
        bom=options.bom,
    )


def _check_ocr(options: Namespace) -> None:
    """Complain at once of what no file could be read without."""
    if options.lang is not None and not options.ocr:
        raise UsageError("--lang goes with --ocr")
    if options.ocr:
        from vnrestore.ocr.tesseract import choose_languages

        note = choose_languages(options.lang).note
        if note and not options.quiet:
            complain(note)
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")


class Stop:
    """Ctrl-C and SIGTERM as a request to stop, asked for by calling; the second one stops at once."""

    def __init__(self) -> None:
        """Nobody asked yet."""
        self.number: int | None = None
        self._before: dict[int, Any] = {}

    def __call__(self) -> bool:
        """Whether to stop."""
        return self.number is not None

    def __enter__(self) -> Self:
        """Listen."""
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._asked)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the signals as they were."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        if self.number is not None:
            signal.signal(number, self._before[number])
            signal.raise_signal(number)
        self.number = number


def _cores() -> int:
    """Cores this process may use: a container may have fewer than the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 1024:
        raise ArgumentTypeError(f"not a number of processes: {value!r}")
    return int(value)


def _seconds(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0.0 <= number < 1e9:
        raise ArgumentTypeError(f"not a number of seconds: {value!r}")
    return number
