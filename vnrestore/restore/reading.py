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

    def instead(self, surface: str, posterior: float, generator: str) -> Reading:
        """Another reading of the stretch, preferred for what the whole text shows; this one is its rival."""
        return self._replace(
            surface=surface,
            posterior=posterior,
            runner_up=self.surface,
            runner_up_posterior=1.0 - posterior,
            generator=generator,
        )
