"""What one stretch of the text was read as."""

from __future__ import annotations

from typing import NamedTuple


class Reading(NamedTuple):
    """One chosen stretch with its probability and its best rival."""

    start: int
    end: int
    surface: str
    posterior: float
    runner_up: str | None
    runner_up_posterior: float
    generator: str
    symbol: int
