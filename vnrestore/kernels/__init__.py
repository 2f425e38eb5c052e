"""The inner loops in C, compiled when vnrestore is installed.

Scoring strings against all onsets and rimes, picking the likeliest syllables, and the beam
search run some twenty times faster so than as array operations. Where no compiler was found,
or ``VNRESTORE_PURE`` is set, the numpy versions beside each call do the same work.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def compiled() -> ModuleType | None:
    """The compiled kernels, None where there are none or they are not wanted."""
    if os.environ.get("VNRESTORE_PURE"):
        return None
    try:
        return import_module("vnrestore.kernels._kernels")
    except ImportError:
        return None
