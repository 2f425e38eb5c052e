"""Coordinate search for the weights of restoring, on the development pages.

    python tests/accuracy/dev_tune.py [ROUNDS]

Every parameter is tried one step up and one step down; the step that leaves the fewest wrong
syllables is kept if it gains at least :data:`GAIN`. Half of the documents (the even ones) are
searched on, the other half only reported, so that a step that fits its documents alone is seen to.
The values it proposes are copied into the modules by hand, after a look at both halves.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from dev_sets import PAIRED, Page, pages

from vnrestore.evaluate.metrics import score
from vnrestore.restore.candidates.context import FIRST_LIMITS, MENDING_LIMITS, Limits

GAIN = 2  # syllables; fewer may be luck


class Parameter(NamedTuple):
    """A number of a module, or a field of the limits of garbled or sound text, and its step."""

    module: str
    name: str
    step: float
    factor: bool = False


PARAMETERS = (
    Parameter("garbled", "lm_weight", 0.1),
    Parameter("garbled", "prior_weight", 0.2),
    Parameter("garbled", "merge_logp", 1.0),
    Parameter("garbled", "split_logp", 1.0),
    Parameter("garbled", "unknown_logp", 1.0),
    Parameter("garbled", "foreign_logp", 1.0),
    Parameter("sound", "lm_weight", 0.1),
    Parameter("sound", "unknown_logp", 1.0),
    Parameter("sound", "split_logp", 1.0),
    Parameter("language.channel", "STRAY_SHARE", 2.0, True),
    Parameter("language.channel", "LONG_FLOOR", 3.0, True),
    Parameter("language.channel", "KAPPA_EDIT", 1.6, True),
    Parameter("language.channel", "KAPPA_UNIT", 1.6, True),
    Parameter("language.channel", "KAPPA_WORD", 1.6, True),
    Parameter("language.channel_tables", "WORD_SHARE", 0.1),
    Parameter("language.channel_tables", "KAPPA_SAME", 1.6, True),
    Parameter("language.channel_tables", "KAPPA_TONE", 1.6, True),
    Parameter("language.channel_tables", "KAPPA_BARE", 1.6, True),
    Parameter("language.channel_tables", "UNIFORM", 1.6, True),
    Parameter("restore.stretches", "DIRT_LOGP", 1.0),
    Parameter("restore.lattice", "SUSPECT", 2.0),
    Parameter("restore.adapt", "CERTAIN", 0.04),
    Parameter("restore.adapt", "FLOOR", 0.07),
    Parameter("restore.adapt", "BROAD_GENERIC", 0.04),
    Parameter("restore.own_words", "RESCALING", 0.15),
    Parameter("restore.own_words", "SOUND_RESCALING", 0.15),
    Parameter("restore.own_words", "CERTAIN", 0.02),
    Parameter("restore.names", "NAME_LOGP", 1.0),
    Parameter("restore.names", "GAIN", 1.0),
    Parameter("restore.candidates.identity", "JUNK_LOGP", 1.5),
    Parameter("restore.candidates.identity", "LETTER_LOGP", 0.4),
    Parameter("restore.candidates.identity", "MARK_LOGP", 1.5),
)


class Values:
    """The present values of all parameters, put into the modules before each run."""

    def __init__(self) -> None:
        """Read them from the modules."""
        self.now = {p: self._read(p) for p in PARAMETERS}

    def _read(self, parameter: Parameter) -> float:
        if parameter.module in ("garbled", "sound"):
            limits = Limits() if parameter.module == "garbled" else MENDING_LIMITS
            return float(getattr(limits, parameter.name))
        return float(getattr(import_module(f"vnrestore.{parameter.module}"), parameter.name))

    def install(self, values: dict[Parameter, float]) -> None:
        """Make restorers built from now on work with these values."""
        pipeline: Any = sys.modules["vnrestore.pipeline"]
        garbled = {p.name: v for p, v in values.items() if p.module == "garbled"}
        sound = {p.name: v for p, v in values.items() if p.module == "sound"}
        first = {name: v for name, v in garbled.items() if name != "lm_weight"}
        pipeline.Limits = lambda **more: Limits()._replace(**garbled, **more)  # type: ignore[arg-type]
        pipeline.FIRST_LIMITS = FIRST_LIMITS._replace(**first)  # type: ignore[arg-type]
        pipeline.MENDING_LIMITS = MENDING_LIMITS._replace(**sound)  # type: ignore[arg-type]
        for parameter, value in values.items():
            if parameter.module not in ("garbled", "sound"):
                setattr(sys.modules[f"vnrestore.{parameter.module}"], parameter.name, value)


def errors(texts: list[Page]) -> tuple[int, int]:
    """Wrong syllables of the even and of the odd pages."""
    pipeline: Any = sys.modules["vnrestore.pipeline"]
    restore: Callable[[str], Any] = pipeline.Restorer().restore
    wrong = [score(page.gold, restore(page.noisy).text).syllable_errors for page in texts]
    return sum(wrong[::2]), sum(wrong[1::2])


def main() -> None:
    """Search; print every step that is taken."""
    import_module("vnrestore.pipeline")
    texts = list(pages(PAIRED))
    values = Values()
    best = errors(texts)
    print(f"start: {best[0]} + {best[1]} wrong syllables (searched + held out)", flush=True)
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        for parameter in PARAMETERS:
            here = values.now[parameter]
            up, down = (
                (here * parameter.step, here / parameter.step)
                if parameter.factor
                else (here + parameter.step, here - parameter.step)
            )
            for value in (up, down):
                values.install(values.now | {parameter: value})
                found = errors(texts)
                print(
                    f"  {parameter.module}.{parameter.name} {here:g} -> {value:g}: {found[0]} + {found[1]}",
                    flush=True,
                )
                if found[0] <= best[0] - GAIN:
                    best, values.now = found, values.now | {parameter: value}
                    print(f"{parameter.module}.{parameter.name} = {value:g}", flush=True)
                    break
            values.install(values.now)
    print(f"end: {best[0]} + {best[1]}")


if __name__ == "__main__":
    main()
