"""Restore and segment Vietnamese administrative notices whose text layer was garbled by OCR.

This module is the public interface and nothing else. Names are loaded on first use
(PEP 562), so that ``import vnrestore`` and ``vnrestore --help`` cost next to nothing.

    >>> import vnrestore
    >>> print(vnrestore.restore("Cong tac thong tin d6i ngoai").text)  # doctest: +SKIP
    Công tác thông tin đối ngoại
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vnrestore.datatypes.document import Document, Span
    from vnrestore.datatypes.notice import Notice
    from vnrestore.datatypes.restoration import Correction, Doubt, Restoration, apply_corrections
    from vnrestore.errors import (
        BusyError,
        EncodingError,
        InputError,
        MissingToolError,
        OutputError,
        ResourceError,
        UnknownFormatError,
        UsageError,
        VnrestoreError,
    )
    from vnrestore.formats.reading import read_document
    from vnrestore.formats.writing import rewrite_document
    from vnrestore.pipeline import Restorer, restore

__version__ = "0.1.0"

__all__ = [
    "BusyError",
    "Correction",
    "Document",
    "Doubt",
    "EncodingError",
    "InputError",
    "MissingToolError",
    "Notice",
    "OutputError",
    "ResourceError",
    "Restoration",
    "Restorer",
    "Span",
    "UnknownFormatError",
    "UsageError",
    "VnrestoreError",
    "__version__",
    "apply_corrections",
    "read_document",
    "restore",
    "rewrite_document",
    "segment",
]

_HOMES = {
    "BusyError": "vnrestore.errors",
    "Correction": "vnrestore.datatypes.restoration",
    "Doubt": "vnrestore.datatypes.restoration",
    "Document": "vnrestore.datatypes.document",
    "EncodingError": "vnrestore.errors",
    "InputError": "vnrestore.errors",
    "MissingToolError": "vnrestore.errors",
    "Notice": "vnrestore.datatypes.notice",
    "OutputError": "vnrestore.errors",
    "ResourceError": "vnrestore.errors",
    "Restoration": "vnrestore.datatypes.restoration",
    "Restorer": "vnrestore.pipeline",
    "Span": "vnrestore.datatypes.document",
    "UnknownFormatError": "vnrestore.errors",
    "UsageError": "vnrestore.errors",
    "VnrestoreError": "vnrestore.errors",
    "apply_corrections": "vnrestore.datatypes.restoration",
    "read_document": "vnrestore.formats.reading",
    "restore": "vnrestore.pipeline",
    "rewrite_document": "vnrestore.formats.writing",
}


def segment(source: str | Restoration | Document) -> Notice:
    """Parse the lines of a notice (its text, a document, or the restoration of it) into its parts."""
    from vnrestore.segment import segment_text

    return segment_text(source if isinstance(source, str) else source.text)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """This package: two functions share their names with sub-packages, and must win.

    Importing ``vnrestore.restore.decode`` makes the import system bind the sub-package as
    attribute ``restore`` of this package, over the public function. That one assignment is
    dropped here; ``from vnrestore.restore.decode import …`` does not need it.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in ("restore", "segment") and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
