"""vnrestore beside what else one might use: the same text, the same run, one core each.

    pip install symspellpy pyvi spylls && apt-get install hunspell-vi
    python tests/benchmarks/peers.py [GOLD.txt NOISY.txt]...

Prints a table (syllables a second, ratio to ours, syllable error rate). A peer that is not
installed is left out. Without arguments the samples of this repository are read. Dictionaries are
ours for symspellpy (the vocabulary and unigrams of the language model) and Debian's for
hunspell. Peers get what helps them: pyvi text without marks, which is what it was made for.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from vnrestore.evaluate.metrics import score
from vnrestore.language import ngram
from vnrestore.language.resources import trained_folder
from vnrestore.pipeline import Restorer
from vnrestore.text.spelling import strip_marks

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
HUNSPELL = Path("/usr/share/hunspell/vi_VN")
ROUNDS = 3
SLOW = 60  # words given to a peer that takes seconds for each

Corrector = Callable[[str], str]


def ours() -> Corrector:
    restorer = Restorer()
    return lambda text: restorer.restore(text).text


def symspell() -> Corrector:
    from symspellpy import SymSpell

    model = ngram.load(trained_folder() / "lm")
    speller = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    counts = np.exp(model.unigrams[:, 0].astype(float)) * 1e9
    for word, count in zip(model.words, counts.tolist(), strict=True):
        if word.isalpha():
            speller.create_dictionary_entry(word, int(count) + 1)

    def correct(text: str) -> str:
        return "\n".join(
            speller.lookup_compound(line, max_edit_distance=2)[0].term if line.strip() else line
            for line in text.split("\n")
        )

    return correct


def pyvi() -> Corrector:
    from pyvi import ViUtils

    def marked(line: str) -> str:
        try:
            return str(ViUtils.add_accents(strip_marks(line))) if line.strip() else line
        except KeyError:  # some words of other alphabets are too much for it
            return line

    return lambda text: "\n".join(map(marked, text.split("\n")))


def hunspell() -> Corrector:
    from spylls.hunspell import Dictionary

    dictionary = Dictionary.from_files(str(HUNSPELL))

    def best(word: str) -> str:
        return word if dictionary.lookup(word) else next(iter(dictionary.suggest(word)), word)

    return lambda text: "\n".join(" ".join(map(best, line.split())) for line in text.split("\n"))


PEERS: tuple[tuple[str, str, Callable[[], Corrector], bool], ...] = (
    ("vnrestore", "vnrestore", ours, False),
    ("symspellpy lookup_compound", "symspellpy", symspell, False),
    ("pyvi add_accents", "pyvi", pyvi, False),
    ("spylls, hunspell-vi", "spylls", hunspell, True),
)


def measured(corrector: Corrector, pairs: list[tuple[str, str]], slow: bool) -> tuple[float, float]:
    """Syllables a second at the best of the rounds, and the syllable error rate."""
    if slow:
        pairs = [(" ".join(gold.split()[:SLOW]), " ".join(noisy.split()[:SLOW])) for gold, noisy in pairs[:1]]
    corrector(pairs[0][1][:500])
    best, restored = float("inf"), [""]
    for _ in range(1 if slow else ROUNDS):
        started = time.process_time()
        restored = [corrector(noisy) for _, noisy in pairs]
        best = min(best, time.process_time() - started)
    words = sum(len(noisy.split()) for _, noisy in pairs)
    scores = [score(gold, out) for (gold, _), out in zip(pairs, restored, strict=True)]
    return words / best, sum(s.syllable_errors for s in scores) / sum(s.syllables for s in scores)


def inputs(arguments: list[str]) -> Iterator[tuple[str, str]]:
    names = arguments or [
        str(part)
        for noisy in sorted(SAMPLES.glob("*.noisy.txt"))
        if (gold := noisy.with_name(noisy.name.replace(".noisy.", ".gold."))).exists()
        for part in (gold, noisy)
    ]
    for gold, noisy in zip(names[::2], names[1::2], strict=True):
        yield Path(gold).read_text("utf-8"), Path(noisy).read_text("utf-8")


def main() -> None:
    pairs = list(inputs(sys.argv[1:]))
    print(f"{sum(len(n.split()) for _, n in pairs)} syllables in {len(pairs)} texts; CPU time, one process")
    own = 0.0
    for name, package, make, slow in PEERS:
        if find_spec(package) is None or (package == "spylls" and not HUNSPELL.with_suffix(".dic").exists()):
            print(f"{name:<28} not installed")
            continue
        rate, wrong = measured(make(), pairs, slow)
        own = own or rate
        print(
            f"{name:<28} {rate:10.0f} syllables/s   ours is {own / rate:8.1f} x   SER {100 * wrong:6.2f} %",
            flush=True,
        )


if __name__ == "__main__":
    main()
