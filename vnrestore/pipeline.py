"""The Restorer: the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from vnrestore.datatypes.restoration import Restoration
from vnrestore.language import channel, ngram
from vnrestore.language.inventory import SyllableInventory, SyllableScorer
from vnrestore.language.resources import lexicon_folder, load_notations, trained_folder
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.wordlist import WordList
from vnrestore.restore.decide import decide, readings
from vnrestore.restore.decode import Beam, decode
from vnrestore.restore.lattice import LatticeBuilder
from vnrestore.restore.passages import passages
from vnrestore.text.syllable import is_syllable

DEFAULT_MIN_POSTERIOR = 0.0


class Restorer:
    """Restores texts; loads the models once and keeps caches between calls.

    Args:
        lexicon_paths: user lexicons, TSV files of words and names.
        min_posterior: changes less probable than this become suggestions; in [0, 1].

    Raises:
        ResourceError: if a model or lexicon is missing or damaged.
    """

    def __init__(self, *, lexicon_paths: Sequence[Path] = (), min_posterior: float | None = None) -> None:
        """Load the models."""
        self.min_posterior = DEFAULT_MIN_POSTERIOR if min_posterior is None else min_posterior
        folder = trained_folder()
        self._model = ngram.load(folder / "lm")
        self._data = channel.load(folder / "channel")
        self._inventory = SyllableInventory(enumerate(self._model.words), self._data)
        foreign = [(i, w) for i, w in enumerate(self._model.words) if w.isalpha() and not is_syllable(w)]
        self._words = WordList((i, w, w.upper() if not set(w) & set("aeiouy") else w) for i, w in foreign)
        mixed = channel.Channel(self._data, [0.65, 0.05, 0.1, 0.1, 0.1])
        self._builder = LatticeBuilder(
            Context(
                self._model, mixed, SyllableScorer(self._inventory, mixed), self._words, load_notations(lexicon_folder())
            )
        )

    def restore(self, text: str) -> Restoration:
        """Restore one text."""
        lattice = self._builder.build(passages(text))
        decoding = decode(lattice, self._model, Beam())
        return decide(text, readings(text, lattice, decoding), self.min_posterior)

    def restore_many(self, texts: Iterable[str]) -> list[Restoration]:
        """Restore texts one after the other."""
        return [self.restore(text) for text in texts]


def restore(text: str, *, min_posterior: float | None = None, lexicon_paths: Sequence[Path] = ()) -> Restoration:
    """Restore one text with a Restorer made for the call; use :class:`Restorer` for many."""
    return Restorer(lexicon_paths=lexicon_paths, min_posterior=min_posterior).restore(text)
