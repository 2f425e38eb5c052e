"""What a run is asked to do, and the versions of what does it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from vnrestore import __version__
from vnrestore.errors import ResourceError
from vnrestore.language.resources import lexicon_folder, trained_folder
from vnrestore.restore.respell import Spelling


@dataclass(frozen=True, slots=True)
class UserLexicon:
    """A user's own words: the file travels, so that another machine needs no copy of it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a worker must know; picklable, sent to each worker once.

    Attributes:
        source: the input folder, a path or a URL.
        target: the output folder, a path or a URL.
        formats: of the outputs, keys of ``outputs.SUFFIXES``.
        min_posterior: as for ``vnrestore fix``; None is the default.
        lexicons: the user's own.
        spelling: as for ``vnrestore fix``.
        ocr: read images, and PDFs without a text layer, with Tesseract.
        ocr_languages: Tesseract's language packs joined by ``+``; None for the best there are.
    """

    source: str
    target: str
    formats: tuple[str, ...]
    min_posterior: float | None = None
    lexicons: tuple[UserLexicon, ...] = ()
    spelling: Spelling = "kept"
    ocr: bool = False
    ocr_languages: str | None = None

    def options(self) -> str:
        """The options that decide what the outputs hold, as JSON."""
        options: dict[str, object] = {"to": sorted(self.formats), "min_posterior": self.min_posterior}
        if self.spelling != "kept":
            options["spelling"] = self.spelling
        if self.ocr:
            options["ocr"] = self.ocr_languages or True
        return json.dumps(options, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Versions:
    """What outputs depend on besides the content of their file.

    Attributes:
        program: vnrestore's own version.
        model: hash over the manifests of the trained artefacts.
        lexicon: hash over the lexicons, the user's included.
        options: as :meth:`Settings.options` has them.
    """

    program: str
    model: str
    lexicon: str
    options: str


def versions(settings: Settings) -> Versions:
    """The versions in force here.

    Raises:
        ResourceError: a lexicon or a manifest cannot be read.
    """
    try:
        manifests = sorted(trained_folder().glob("*/manifest.json"))
        lexicons = sorted(lexicon_folder().glob("*.tsv"))
        model = _digest([(path.parent.name, path.read_bytes()) for path in manifests])
        words = [(path.name, path.read_bytes()) for path in lexicons]
    except OSError as error:
        raise ResourceError(f"cannot read the language data: {error}") from error
    words += [("", one.data) for one in settings.lexicons]
    return Versions(__version__, model, _digest(words), settings.options())


def read_lexicons(names: list[str]) -> tuple[UserLexicon, ...]:
    """The user's lexicons by their file names.

    Raises:
        ResourceError: one cannot be read or has a bad line.
    """
    from vnrestore.language.lexicon import USER, Lexicon

    Lexicon(user_paths=[Path(name) for name in names]).entries(USER)  # complains of bad lines at once
    try:
        return tuple(UserLexicon(Path(name).name, Path(name).read_bytes()) for name in names)
    except OSError as error:
        raise ResourceError(f"{error.filename}: cannot be read: {error.strerror}") from error


def _digest(parts: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in parts:
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
