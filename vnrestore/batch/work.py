"""Doing one job: read, restore, write, and say what came of it. It never raises."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from vnrestore.batch.job import Job, Outcome, OutputFile
from vnrestore.batch.names import unquote
from vnrestore.batch.process import Processed, Processor
from vnrestore.batch.settings import Settings
from vnrestore.batch.storage import ReadError, WriteError, open_source, open_target
from vnrestore.errors import EncodingError, InputError, MissingToolError, UnknownFormatError, VnrestoreError
from vnrestore.pipeline import Restorer

_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (EncodingError, "encoding"),
    (UnknownFormatError, "format"),
    (MissingToolError, "tool"),
    (InputError, "empty"),
)


class Worker:
    """Does jobs one after the other with one model."""

    def __init__(self, settings: Settings, follow_links: bool = False) -> None:
        """Load the model and open both sides.

        Raises:
            VnrestoreError: the model, the input or the output cannot be used.
        """
        self._settings = settings
        self._source = open_source(settings.source, follow_links=follow_links)
        self._target = open_target(settings.target)
        with tempfile.TemporaryDirectory(prefix="vnrestore-") as folder:
            restorer = _make_restorer(settings, folder)
        self._processor = Processor(restorer, settings.ocr, settings.ocr_languages)

    def run(self, job: Job) -> Outcome:
        """What came of the job; every error becomes part of it."""
        return self.begin(job)()

    def begin(self, job: Job) -> Callable[[], Outcome]:
        """Everything but the writing, which is given back to be done."""
        started = time.perf_counter()
        digest = ""
        try:
            data = self._source.read(job.path)
            digest = hashlib.sha256(data).hexdigest()
            if digest == job.known:
                outcome = Outcome(job, digest, time.perf_counter() - started, unchanged=True)
                return lambda: outcome
            name = unquote(job.path).rpartition("/")[2]
            done = self._processor.process(data, name, self._settings.formats)
            seconds = time.perf_counter() - started
            return partial(self._finish, job, digest, seconds, done)
        except Exception as error:
            return partial(_failed, job, digest, time.perf_counter() - started, error)

    def _finish(self, job: Job, digest: str, seconds: float, done: Processed) -> Outcome:
        started = time.perf_counter() - seconds
        try:
            outputs = self._write(job, done)
        except Exception as error:
            return _failed(job, digest, time.perf_counter() - started, error)
        seconds = time.perf_counter() - started
        return Outcome(job, digest, seconds, content=done.content, outputs=outputs)

    def _write(self, job: Job, done: Processed) -> tuple[OutputFile, ...]:
        named = [(job.base + made.suffix, made) for made in done.outputs]
        self._target.write_all([(name, made.data) for name, made in named])
        return tuple(
            OutputFile(made.form, name, len(made.data), hashlib.sha256(made.data).hexdigest())
            for name, made in named
        )


def _failed(job: Job, digest: str, seconds: float, error: Exception) -> Outcome:
    kind, message, fatal = explain(error, job.path)
    return Outcome(job, digest, seconds, error=kind, message=message, fatal=fatal)


def explain(error: Exception, path: str) -> tuple[str, str, bool]:
    """The kind of an error (a key of ``job.ERRORS``), one line about it, and whether to stop the run."""
    message = " ".join(str(error).split())
    name = unquote(path).rpartition("/")[2]
    message = message.removeprefix(" ".join(f"{name}:".split())).strip()
    if isinstance(error, ReadError):
        return error.kind, message, False
    if isinstance(error, WriteError):
        return "output", message, error.fatal
    if isinstance(error, MemoryError):
        return "memory", "needs more memory than there is", False
    for kind, label in _KINDS:
        if isinstance(error, kind):
            return label, message, False
    if isinstance(error, VnrestoreError):
        return "internal", message, False
    return "internal", f"{type(error).__name__}: {message}", False


def _make_restorer(settings: Settings, folder: str) -> Restorer:
    """A restorer with the user's lexicons, written out again where it runs."""
    paths = []
    for number, lexicon in enumerate(settings.lexicons):
        paths.append(Path(folder, f"{number}-{lexicon.name}"))
        paths[-1].write_bytes(lexicon.data)
    return Restorer(lexicon_paths=paths, min_posterior=settings.min_posterior, spelling=settings.spelling)
