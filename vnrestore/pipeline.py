"""The Restorer: the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, compress
from operator import not_
from pathlib import Path
from types import MappingProxyType

from vnrestore.datatypes.restoration import Restoration
from vnrestore.language import channel_tables, english, ngram
from vnrestore.language.channel import NO_EVIDENCE, Channel, Evidence
from vnrestore.language.code_words import load_code_words
from vnrestore.language.inventory import SyllableInventory
from vnrestore.language.lexicon import USER, Lexicon
from vnrestore.language.other_languages import is_foreign_passage, load_languages, other_language
from vnrestore.language.readings import Floats
from vnrestore.language.resources import (
    lexicon_folder,
    load_lookalikes,
    load_notations,
    trained_folder,
)
from vnrestore.language.syllable_scorer import SyllableScorer
from vnrestore.restore.adapt import (
    CLEAR,
    TROUBLED,
    align_words,
    broad_weights,
    certain_words,
    doubtful_chunks,
    gather_evidence,
    learn_weights,
)
from vnrestore.restore.broken import breaks_letters, glued_logp
from vnrestore.restore.candidates.context import (
    FIRST_LIMITS,
    MENDING_LIMITS,
    TRUSTING_LIMITS,
    Context,
    Limits,
    closer,
)
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.candidates.wordlist import Word, WordList
from vnrestore.restore.certainty import Certainty, load_weights
from vnrestore.restore.confidence import calibrate
from vnrestore.restore.decide import decide, drop_changes, mean_posterior
from vnrestore.restore.decode import Beam, decode
from vnrestore.restore.doubts import doubts_of
from vnrestore.restore.enumerations import number_items
from vnrestore.restore.fluency import FluencyJudge
from vnrestore.restore.foreign_chunks import ForeignChunks
from vnrestore.restore.foreign_runs import ForeignRuns
from vnrestore.restore.formulas import Formulas
from vnrestore.restore.headings import number_headings
from vnrestore.restore.joint import Page, join
from vnrestore.restore.lattice import LatticeBuilder
from vnrestore.restore.letterhead import mend_letterhead
from vnrestore.restore.marks import mend_marks
from vnrestore.restore.names import PersonNames, spell_names
from vnrestore.restore.numbers import keep_numbers, prints_digits
from vnrestore.restore.outcome import readings
from vnrestore.restore.own_words import own_words
from vnrestore.restore.passages import Chunk, blocks, passages
from vnrestore.restore.planner import GLUES
from vnrestore.restore.protect import LONGEST_CHUNK, LONGEST_SYLLABLE
from vnrestore.restore.quotes import drop_stray_quotes
from vnrestore.restore.reading import Reading
from vnrestore.restore.recase import recase
from vnrestore.restore.regimes import (
    mending_weights,
    needs_restoring,
    shows_misreadings,
    sound_passages,
    sure_changes,
    trusting_weights,
)
from vnrestore.restore.rejects import expecting_rejects, masked, reject_marks, unmasked
from vnrestore.restore.repeats import agree
from vnrestore.restore.respell import Spelling, check_spelling, respell
from vnrestore.restore.signs import SignReader
from vnrestore.restore.sketchbook import Sketchbook
from vnrestore.restore.tone_placement import ambiguous_symbols, place_tones
from vnrestore.restore.turned import TurnedLines, turned_back, whole_lines
from vnrestore.restore.windows import Before, Window, stitched, windows, with_neighbours
from vnrestore.text.composition import as_given, compose
from vnrestore.text.syllable import is_glued, is_syllable

DEFAULT_MIN_POSTERIOR = 0.3  # below, the reading is only a guess; measured in tests/accuracy/RESULTS.md
ADAPTATIONS = 2  # at most so many readings after the first, each under a channel learned from the last
BEAM_MARGIN = 16.0  # nats below the best hypothesis of a node
SURE = 0.985  # mean posterior from which another reading is not worth its time


class Restorer:
    """Restores texts; loads the models once and keeps caches between calls.

    Args:
        lexicon_paths: user lexicons, TSV files of words and names.
        min_posterior: changes less probable than this become suggestions; in [0, 1].
        spelling: where tone marks stand and whether words end in i or y: as ``restore.respell`` has them.

    Raises:
        ResourceError: if a model or lexicon is missing or damaged.
        UsageError: if there is no such spelling.
    """

    def __init__(
        self,
        *,
        lexicon_paths: Sequence[Path] = (),
        min_posterior: float | None = None,
        spelling: Spelling = "kept",
    ) -> None:
        """Load the models."""
        check_spelling(spelling)
        self.spelling = spelling
        self.min_posterior = DEFAULT_MIN_POSTERIOR if min_posterior is None else min_posterior
        folder = trained_folder()
        self._model = ngram.load(folder / "lm")
        self._data = channel_tables.load(folder / "channel", load_lookalikes(lexicon_folder()))
        self._inventory = SyllableInventory(enumerate(self._model.words), self._data)
        lexicon = Lexicon(user_paths=lexicon_paths)
        words = WordList(_words(self._model, lexicon, self._inventory.index))
        notations = load_notations(lexicon_folder())
        self._vocabulary = Vocabulary(self._model, self._inventory, words, notations)
        self._names = PersonNames(lexicon, self._model)
        self._formulas = Formulas(lexicon, self._model)
        self._fluency = FluencyJudge(self._model)
        signs = SignReader(self._model, notations)
        self._certainty = Certainty(load_weights(folder / "confidence"), signs, DEFAULT_MIN_POSTERIOR)
        self._languages = load_languages(lexicon_folder())
        code_words = load_code_words(lexicon_folder())
        garbled = self._inventory.index, self._data.words.observed
        english_words = english.load(folder / "english")
        self._foreign_runs = ForeignRuns(ForeignChunks(english_words, code_words, *garbled))
        syllables = (word for word in self._model.words if word in self._inventory.index)
        self._turned_lines = TurnedLines(syllables, english_words.ids.keys() | code_words)
        self._two_placements = ambiguous_symbols(self._model.words)
        self._book = Sketchbook(self._vocabulary)
        self._broad = self._builder(broad_weights(self._data), limits=FIRST_LIMITS)
        self._sound = self._builder(trusting_weights(self._data), limits=TRUSTING_LIMITS)

    def _builder(
        self,
        weights: Sequence[float],
        evidence: Evidence = NO_EVIDENCE,
        limits: Limits | None = None,
        own: Floats | None = None,
    ) -> LatticeBuilder:
        scorer = SyllableScorer(self._inventory, Channel(self._data, weights, evidence))
        return LatticeBuilder(Context(self._vocabulary, scorer, limits or Limits(), own), self._book)

    def restore(self, text: str, confidences: Iterable[tuple[int, float]] = ()) -> Restoration:
        """Restore one text.

        Args:
            text: the text.
            confidences: the OCR engine's, in [0, 1], of words by their offsets in the text.
        """
        composed = compose(text)
        if composed.offsets is not None:
            confidences = ()  # they belong to the letters as they stood
        chosen = self.readings(composed.text, doubts_of(confidences))
        restoration = decide(composed.text, chosen, self.min_posterior)
        return as_given(respell(restoration, self.spelling, self._model), text, composed)

    def readings(self, text: str, doubts: Mapping[int, float] = MappingProxyType({})) -> list[Reading]:
        """What every stretch of an NFC text was read as, changed or not; in text order.

        Posteriors are the probabilities that the readings are right, all signs of doubt considered.
        """
        return self._certainty.weigh(text, self._decoded(text, doubts))

    def _decoded(self, text: str, doubts: Mapping[int, float] = MappingProxyType({})) -> list[Reading]:
        """The readings with the posteriors they have among their rivals."""
        lines = self._turned_lines.find(text)
        if lines:
            upright = turned_back(text, lines)
            return whole_lines(text, lines, upright, self._readings_of_all(upright, doubts))
        return self._readings_of_all(text, doubts)

    def _readings_of_all(self, text: str, doubts: Mapping[int, float]) -> list[Reading]:
        marks = reject_marks(text)
        if marks:
            expected = expecting_rejects(self._data, self._inventory)
            start = self._builder(self._broad.context.channel.weights, expected, FIRST_LIMITS)
            return unmasked(text, self._readings(masked(text, marks), doubts, start, expected))
        return self._readings(text, doubts, self._broad, NO_EVIDENCE)

    def _readings(
        self, text: str, doubts: Mapping[int, float], broad: LatticeBuilder, expected: Evidence
    ) -> list[Reading]:
        every = passages(text, doubts)
        fluent = self._fluency.fluent(every)
        sound, doubtful = list(compress(every, fluent)), list(compress(every, map(not_, fluent)))
        foreign = self._foreign(text, doubtful)
        final = self._keep(text, list(compress(doubtful, foreign)))
        parts = list(compress(doubtful, map(not_, foreign)))
        first = self._read(text, parts, broad)
        clean = sound_passages(text, first, sum(map(len, sound)))
        sound += compress(parts, clean)
        garbled = list(map(not_, clean))
        unsound, chosen = list(compress(parts, garbled)), list(compress(first, garbled))
        weights = broad.context.channel.weights
        mostly_sound = sum(map(len, sound)) > sum(map(len, unsound))
        final += self._adapt(text, unsound, chosen, broad, weights, Limits(guard=mostly_sound), expected)
        final += self._read_sound(text, sorted(sound))
        return list(chain.from_iterable(sorted(final)))

    def _foreign(self, text: str, parts: list[list[Chunk]]) -> list[bool]:
        """Which passages are in another language; all of them if the text as a whole is."""
        if parts and other_language(text, self._languages) is not None:
            return [True] * len(parts)
        return [is_foreign_passage(text[p[0].start : p[-1].end], self._languages) for p in parts]

    def _keep(self, text: str, parts: list[list[Chunk]]) -> list[list[Reading]]:
        """Passages that are none of our business, word by word as they stand."""
        chosen = self._read(text, parts, self._sound)
        return drop_changes(text, chosen, ())

    def _adapt(
        self,
        text: str,
        parts: list[list[Chunk]],
        chosen: list[list[Reading]],
        start: LatticeBuilder,
        weights: Sequence[float],
        limits: Limits,
        expected: Evidence = NO_EVIDENCE,
    ) -> list[list[Reading]]:
        """Read again under a channel learned from the last reading; then mend what needs the whole text."""
        if not parts:
            return []
        builder = start
        if not limits.sound:
            limits = limits._replace(digit_words=prints_digits(parts), broken=breaks_letters(parts))
            limits = limits._replace(split_logp=glued_logp(parts, limits.split_logp))
        longest = LONGEST_CHUNK if limits.split_logp <= GLUES else LONGEST_SYLLABLE
        for round_ in range(ADAPTATIONS):
            if round_ and mean_posterior(chosen) >= SURE:
                break
            aligned = align_words(certain_words(text, chosen), builder.context)
            learned = learn_weights(aligned, weights)
            own = own_words(chosen, self._model, sound=limits.sound)
            builder = self._builder(learned, gather_evidence(aligned, expected), limits, own)
            numbers = bool(round_) or not limits.digit_words
            doubtful = doubtful_chunks(text, parts, chosen, numbers=numbers, longest=longest)
            chosen = self._read(text, parts, builder, Before(chosen, doubtful))
        if not limits.sound:
            chosen = self._look_closer(text, parts, chosen, builder)
        chosen = spell_names(text, chosen, self._names, builder)
        chosen = number_items(text, chosen, builder.context.channel.word_logps)
        chosen = number_headings(text, chosen)
        chosen = mend_letterhead(text, chosen)
        chosen = agree(text, chosen, builder.context.channel.word_logps)
        chosen = place_tones(text, chosen, builder.context.channel.word_logps, self._two_placements)
        chosen = self._formulas.mend(text, chosen, sound=limits.sound)
        if not limits.sound:
            chosen = drop_stray_quotes(text, chosen)
        if not _typed(builder.context.channel.weights, self._data.components) and (
            not limits.sound or shows_misreadings(text, chosen)
        ):
            chosen = mend_marks(text, chosen, self._model, sound=limits.sound)
        chosen = keep_numbers(text, calibrate(text, chosen, builder.context), sound=limits.sound)
        return self._foreign_runs.keep(text, chosen, builder)

    def _look_closer(
        self, text: str, parts: list[list[Chunk]], chosen: list[list[Reading]], builder: LatticeBuilder
    ) -> list[list[Reading]]:
        """Read what is in doubt yet once more, with what is next to the worst of it, among more readings."""
        known = builder.context
        context = Context(self._vocabulary, known.scorer, closer(known.limits), known.own)
        close = LatticeBuilder(context, self._book)
        doubtful, troubled = (doubtful_chunks(text, parts, chosen, below=p) for p in (CLEAR, TROUBLED))
        open_ = list(map(with_neighbours, doubtful, troubled, map(len, parts)))
        return self._read(text, parts, close, Before(chosen, open_))

    def _read_sound(self, text: str, parts: list[list[Chunk]]) -> list[list[Reading]]:
        """Read sound passages with trust in what stands there; drop doubtful changes altogether."""
        if not parts:
            return []
        chosen = self._read(text, parts, self._sound)
        mean_logp = partial(self._fluency.mean_logp, parts)
        if needs_restoring(text, chosen, mean_logp):
            return self._adapt(text, parts, chosen, self._sound, mending_weights(self._data), MENDING_LIMITS)
        kept = drop_changes(text, chosen, sure_changes(text, chosen, mean_logp))
        return calibrate(text, kept, self._sound.context)

    def _read(
        self,
        text: str,
        parts: list[list[Chunk]],
        builder: LatticeBuilder,
        before: Before | None = None,
    ) -> list[list[Reading]]:
        limits = builder.context.limits
        beam = Beam(width=limits.beam_width, margin=BEAM_MARGIN)
        if before is None:
            split = [[Window(passage)] for passage in parts]
            before = Before([[] for _ in parts], [])
        else:
            split = [windows(*some) for some in zip(parts, *before, strict=True)]
        settled = {at: some for found in split for window in found for at, some in window.settled.items()}
        held = {r[0]: r for some in settled.values() for r in some}
        read: list[list[Reading]] = []
        for block in blocks([window.chunks for found in split for window in found]):
            lattice = builder.build(block, settled)
            decoding = decode(lattice.edges, self._model, beam, lm_weight=limits.lm_weight)
            read += readings(text, lattice, decoding, self._model.words, held)
        left = iter(read)
        return recase(text, [stitched(*some, left) for some in zip(split, before.readings, strict=True)])

    def restore_both(self, first: str, second: str) -> Restoration:
        """Restore a text in the light of another engine's reading of the same page.

        Spans are of ``first``, whose lines are kept; lines it lacks are brought in from ``second``.
        A text that needs no restoring by itself is left alone.
        """
        composed = compose(first)
        restoration = self._joined(composed.text, compose(second).text)
        return as_given(respell(restoration, self.spelling, self._model), first, composed)

    def _joined(self, first: str, second: str) -> Restoration:
        page = Page(first, self._decoded(first))
        alone = decide(first, self._certainty.weigh(first, page.readings), self.min_posterior)
        if not alone.corrections:
            return alone
        other = Page(second, self._decoded(second))
        return decide(first, join(page, other, self._model, self.min_posterior), self.min_posterior)

    def restore_many(self, texts: Iterable[str]) -> list[Restoration]:
        """Restore texts one after the other."""
        return [self.restore(text) for text in texts]


def _typed(weights: Sequence[float], components: Sequence[str]) -> bool:
    """Whether a text lacks the marks on its letters and is sound otherwise: no engine read it."""
    return weights[components.index("stripped")] > 0.5


def _words(model: ngram.NgramModel, lexicon: Lexicon, syllables: Container[str]) -> Iterator[Word]:
    """Words that are not syllables: of the lexicons, of the vocabulary, of the user."""
    listed: dict[str, str] = {}
    for category in ("abbreviations", "foreign"):
        for entry in lexicon.entries(category):
            listed.setdefault(entry.word.lower(), entry.word)
    for key, word in listed.items():
        if not is_syllable(key):
            yield Word(model.id(key), word)
    for i, word in enumerate(model.words):
        if word.isalpha() and word not in listed and word not in syllables and not is_glued(word, syllables):
            yield Word(i, word)
    for entry in lexicon.entries(USER):
        for word in entry.word.split():
            yield Word(model.id(word.lower()), word, user=True)


def restore(
    text: str, *, min_posterior: float | None = None, lexicon_paths: Sequence[Path] = ()
) -> Restoration:
    """Restore one text with a Restorer made for the call; use :class:`Restorer` for many."""
    return Restorer(lexicon_paths=lexicon_paths, min_posterior=min_posterior).restore(text)
