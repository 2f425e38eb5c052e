"""The development texts, and the configurations in which an ingredient is switched off.

A switch replaces a name or constant of the package for the time of one run; the product
itself has no such switches.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from vnrestore import pipeline
from vnrestore.language import channel_tables
from vnrestore.language.channel import NO_EVIDENCE, Evidence
from vnrestore.language.channel_tables import SYNTHETIC, ChannelData
from vnrestore.language.readings import Columns, reading_table
from vnrestore.restore import mark_habits
from vnrestore.restore.candidates import dates, marks, notations
from vnrestore.text.spelling import strip_marks

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
PAIRED = ("real_eng", "real_vie", "rendered_eng", "rendered_vie")
SETS = (*PAIRED, "starting_notice", "stripped", "clean")


class Page(NamedTuple):
    """One text to restore: its set, its profile within the set, its name, truth and input."""

    folder: str
    profile: str
    name: str
    gold: str
    noisy: str


def pages(sets: Sequence[str]) -> Iterator[Page]:
    """The texts of the sets, in the order of their names."""
    for folder in sets:
        if folder in PAIRED:
            for path in sorted((SHARED / "dev" / folder).glob("*.gold.txt")):
                name = path.name.removesuffix(".gold.txt")
                noisy = path.with_name(f"{name}.noisy.txt").read_text("utf-8")
                profile = name.split("-")[0] if folder.startswith("rendered") else ""
                yield Page(folder, profile, name, path.read_text("utf-8"), noisy)
        elif folder == "starting_notice":
            gold = (HERE.parent / "golden" / "starting_notice.gold.txt").read_text("utf-8")
            (seed,) = (SHARED / "seed").glob("*.ocr.txt")
            yield Page(folder, "", "notice", gold, seed.read_text("utf-8"))
        else:
            for path in sorted((SHARED / "dev" / "segments").glob("*.txt")):
                text = path.read_text("utf-8")
                yield Page(folder, "", path.stem, text, strip_marks(text) if folder == "stripped" else text)


def _set(name: str, value: Any) -> Any:
    return mock.patch.object(pipeline, name, value)


def _without_components(*names: str) -> list[Any]:
    """Mixtures that begin without these components, the others' weights scaled up."""

    def reduced(weigh: Callable[[ChannelData], list[float]]) -> Callable[[ChannelData], list[float]]:
        def weights(data: ChannelData) -> list[float]:
            labels = [*data.components, "generic"]
            gone = {"trained": set(data.components[: data.trained])}
            out = set().union(*(gone.get(name, {name}) for name in names))
            kept = [0.0 if label in out else w for label, w in zip(labels, weigh(data), strict=True)]
            return [w / sum(kept) for w in kept]

        return weights

    found = [_set("broad_weights", reduced(pipeline.broad_weights))]
    if "trained" not in names:
        found.append(_set("trusting_weights", reduced(pipeline.trusting_weights)))
        found.append(_set("mending_weights", reduced(pipeline.mending_weights)))
    return found


def _without_tables(*names: str) -> list[Any]:
    """The channel without its readings of whole words, or of whole onsets and rimes."""
    load = channel_tables.load

    def emptied(*args: Any) -> ChannelData:
        data = load(*args)
        zero = np.zeros(0, np.float32)
        table = Columns([], [], [], zero, zero)
        nothing = reading_table(table, {c: i for i, c in enumerate(data.components)})
        return dataclasses.replace(data, **dict.fromkeys(names, nothing))

    return [mock.patch.object(channel_tables, "load", emptied)]


def _without_evidence(*names: str) -> list[Any]:
    gather = pipeline.gather_evidence

    def reduced(*args: Any) -> Evidence:
        return dataclasses.replace(gather(*args), **{name: getattr(NO_EVIDENCE, name) for name in names})

    return [_set("gather_evidence", reduced)]


def _channel(folder: Path) -> list[Any]:
    """Another trained channel, e.g. one trained without some of the engines."""
    load = channel_tables.load
    return [mock.patch.object(channel_tables, "load", lambda _, lookalikes: load(folder, lookalikes))]


SWITCHES: dict[str, Callable[[], list[Any]]] = {
    "adaptation": lambda: [_set("ADAPTATIONS", 0)],
    "later-rounds": lambda: [_set("ADAPTATIONS", 1)],
    "closer-look": lambda: [
        mock.patch.object(pipeline.Restorer, "_look_closer", lambda self, text, parts, chosen, _: chosen)
    ],
    "doubted-marks": lambda: [
        mock.patch.object(marks, "TRAILING", {}),
        mock.patch.object(marks, "DASH_BETWEEN", {}),
    ],
    "document-evidence": lambda: _without_evidence("edits", "units", "words"),
    "mixture-weights": lambda: [_set("learn_weights", lambda aligned, start: list(start))],
    "shapes": lambda: _without_components("shapes"),
    "marks": lambda: _without_components("marks"),
    "generic": lambda: _without_components("generic"),
    "synthetic": lambda: _without_components(*SYNTHETIC, "generic"),
    "trained": lambda: _without_components("trained"),
    "words": lambda: _without_tables("words"),
    "units": lambda: _without_tables("words", "units"),
    "gaps": lambda: [_set("Limits", functools.partial(pipeline.Limits, sound=True))],
    "enumerations": lambda: [_set("number_items", lambda text, chosen, score: chosen)],
    "recase": lambda: [_set("recase", lambda text, passage: passage)],
    "regimes": lambda: [_set("sound_passages", lambda text, chosen, words=0: [False] * len(chosen))],
    "repeats": lambda: [_set("agree", lambda text, chosen, score: chosen)],
    "formulas": lambda: [
        mock.patch.object(pipeline.Formulas, "mend", lambda self, text, chosen, sound: chosen)
    ],
    "headings": lambda: [_set("number_headings", lambda text, chosen: chosen)],
    "mended-numbers": lambda: [
        mock.patch.object(notations, "_mended", lambda piece: iter(())),
        mock.patch.object(dates, "_dates", lambda before, year: iter(())),
    ],
    "mark-habits": lambda: [mock.patch.object(mark_habits, "SURE", 2.0)],
    "settled": lambda: [
        _set("doubtful_chunks", lambda text, parts, chosen, **_: [list(range(len(p))) for p in parts])
    ],
    "own-words": lambda: [_set("own_words", lambda chosen, model, sound: None)],
    "names": lambda: [_set("spell_names", lambda text, chosen, names, builder: chosen)],
    "stray-quotes": lambda: [_set("drop_stray_quotes", lambda text, chosen: chosen)],
    "punctuation": lambda: [_set("mend_marks", lambda text, chosen, model, sound: chosen)],
    "foreign-runs": lambda: [
        mock.patch.object(pipeline.ForeignRuns, "keep", lambda self, text, chosen, _: chosen)
    ],
    "sure-changes": lambda: [_set("sure_changes", lambda text, chosen, mean_logp: set())],
    "lexicon-words": lambda: [_set("_words", lambda model, lexicon, syllables: iter(()))],
}
MEANING = {
    "adaptation": "no second reading at all",
    "later-rounds": "one second reading, not up to two",
    "closer-look": "what is in doubt yet is not read among rarer readings",
    "doubted-marks": "the language model hears every mark as it stands",
    "document-evidence": "the document teaches the mixture weights only",
    "mixture-weights": "the document teaches confusions, the mixture stays",
    "shapes": "no look-alike component",
    "marks": "no any-mark component",
    "generic": "no flattened pool of the engines",
    "synthetic": "trained engines only",
    "trained": "no trained engine in the broad mixture (their units and words neither)",
    "words": "no trained readings of whole words",
    "units": "no trained readings of onsets, rimes and whole words",
    "gaps": "no splitting, joining or gap repair",
    "enumerations": "list letters read one by one",
    "recase": "case of words read from digits and symbols as decoded",
    "regimes": "every passage read as garbled",
    "repeats": "repeated document numbers read one by one",
    "formulas": "mottos, dates and kinds before numbers as they were decoded",
    "headings": "Roman numerals of headings as they were decoded",
    "mended-numbers": "bars of numbers and dates stay as they were read",
    "mark-habits": "no second look at the marks",
    "settled": "certain words are asked about again in every reading",
    "own-words": "a word read well in one place is not likelier in the next",
    "names": "people's names are read word by word",
    "stray-quotes": "quotation marks without a partner stay",
    "punctuation": "marks as they were decoded: specks stay",
    "foreign-runs": "runs of English and code in garbled text are read as garbled",
    "sure-changes": "nothing is changed in sound text that shows few errors",
    "lexicon-words": "no abbreviations and foreign words but those in the language model's vocabulary",
}


@contextmanager
def switched_off(names: Sequence[str], channel: Path | None = None) -> Iterator[None]:
    """The package without some ingredients, while the context lasts."""
    with ExitStack() as stack:
        for patch in _channel(channel) if channel else []:
            stack.enter_context(patch)
        for name in names:
            for patch in SWITCHES[name]():
                stack.enter_context(patch)
        yield
