"""``python -m vnrestore.train lm``: the language model from the corpora."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnrestore.language import fuse, ngram
from vnrestore.text.syllable import is_syllable
from vnrestore.text.tokens import BEGIN, END
from vnrestore.train.corpus import Symbols, choose_vocabulary, final_table
from vnrestore.train.kneser_ney import Counts, Order, count, estimate
from vnrestore.train.manifest import write_manifest
from vnrestore.train.mixture import BackoffOrder, backoff, mix, mixture_weights, prune

ORDER = 4
# One model a group, mixed with weights learned on held-out text of the first, the target register.
GROUPS = {
    "official": ("official_documents",),
    "law": ("codified_law", "gazette"),
    "public": ("government_news", "legal_news", "land_law_qa"),
    "general": ("news", "wiki_politics"),
}
HELD_SHARE = 0.05


def main(argv: list[str]) -> int:
    """Entry point; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m vnrestore.train lm", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--out", type=Path, default=Path("lexicons/trained/lm"))
    parser.add_argument("--minimum", type=int, default=12, help="count a word outside the syllables needs")
    parser.add_argument("--bigrams", type=int, default=900_000)
    parser.add_argument("--trigrams", type=int, default=2_200_000)
    parser.add_argument("--fourgrams", type=int, default=4_500_000)
    args = parser.parse_args(argv)
    started = time.monotonic()

    symbols = Symbols()
    files = {name: args.corpus / f"{name}.txt.xz" for names in GROUPS.values() for name in names}
    encoded = {name: symbols.encode(path) for name, path in files.items()}
    vocabulary = _vocabulary(symbols, list(encoded.values()), args.minimum)
    table = final_table(symbols, vocabulary)
    texts = {
        group: np.concatenate([table[encoded.pop(name)] for name in names]) for group, names in GROUPS.items()
    }
    begin, end = vocabulary.index(BEGIN), vocabulary.index(END)
    _say(started, f"{len(vocabulary)} symbols, {sum(map(len, texts.values()))} tokens")

    weights, perplexity, raws = _weigh(texts, begin, end, len(vocabulary))
    _say(started, f"weights {dict(zip(GROUPS, weights.round(3), strict=True))}, perplexity {perplexity:.2f}")
    models = [estimate(raw, begin) for raw in raws]
    union, mixed, joint = mix(models, raws, weights, len(vocabulary), floor=3)
    del models, raws
    sizes = {2: args.bigrams, 3: args.trigrams, 4: args.fourgrams}
    keep = prune(union, mixed, joint, sizes)
    orders = backoff(union, mixed, keep)
    _say(started, f"n-grams kept: {[len(order.keys) for order in orders]}")
    args.out.mkdir(parents=True, exist_ok=True)
    tables = compile_model(orders, vocabulary, args.out)
    write_manifest(
        args.out,
        inputs=list(files.values()),
        format=ngram.FORMAT,
        vocabulary=len(vocabulary),
        tables=tables,
        ngrams=[len(order.keys) for order in orders],
        parameters={k: v for k, v in vars(args).items() if isinstance(v, int)},
        weights=dict(zip(GROUPS, map(float, weights.round(5)), strict=True)),
        held_out_perplexity_before_pruning=round(perplexity, 3),
    )
    _say(started, f"written to {args.out}")
    return 0


def _say(started: float, message: str) -> None:
    print(f"[{time.monotonic() - started:6.1f} s] {message}", file=sys.stderr, flush=True)


def _vocabulary(symbols: Symbols, encoded: list[NDArray[np.int32]], minimum: int) -> list[str]:
    totals = np.sum([np.bincount(ids, minlength=len(symbols.ids)) for ids in encoded], axis=0)
    counts: Counter[str] = Counter(dict(zip(symbols.ids, map(int, totals), strict=True)))
    return choose_vocabulary(counts, {s for s in counts if is_syllable(s)}, minimum=minimum)


def _weigh(
    texts: dict[str, NDArray[np.uint16]], begin: int, end: int, vocabulary: int
) -> tuple[NDArray[np.float64], float, list[Counts]]:
    """Mixture weights on the tail of the first group, and the counts of all text."""
    target, *rest = texts.values()
    cut = int(len(target) * (1 - HELD_SHARE))
    cut += int(np.flatnonzero(target[cut:] == begin)[0])
    others = [count(text, ORDER, begin, end) for text in rest]
    models: list[list[Order]] = [estimate(count(target[:cut], ORDER, begin, end), begin)]
    models += [estimate(raw, begin) for raw in others]
    weights, perplexity = mixture_weights(models, target[cut:], begin, end, vocabulary)
    return weights, perplexity, [count(target, ORDER, begin, end), *others]


def compile_model(orders: list[BackoffOrder], vocabulary: list[str], out: Path) -> dict[str, dict[str, int]]:
    """Quantise and write the tables; returns their parameters for the manifest, by order."""
    (out / "words.txt").write_text("".join(f"{word}\n" for word in vocabulary), "utf-8")
    np.save(out / "unigrams.npy", np.stack([orders[0].logp, orders[0].bow_logp], axis=1).astype(np.float32))
    tables = {}
    for n, order in enumerate(orders[1:], start=2):
        if n < len(orders):
            logp = np.clip(np.round(-order.logp / ngram.LOGP_STEP), 0, 255).astype(np.uint64)
            bow = np.clip(np.round((ngram.BOW_TOP - order.bow_logp) / ngram.BOW_STEP), 0, 255).astype(
                np.uint64
            )
            table = fuse.build(order.keys, logp << np.uint64(8) | bow, value_bits=16, word=np.uint32)
        else:
            logp = np.clip(np.round(-order.logp / ngram.TOP_LOGP_STEP), 0, 63).astype(np.uint64)
            table = fuse.build(order.keys, logp, value_bits=6, word=np.uint16)
        np.save(out / f"{n}grams.npy", table.cells)
        tables[str(n)] = {
            "seed": table.seed,
            "segment_bits": table.segment_bits,
            "segments": table.segments,
            "value_bits": table.value_bits,
        }
    return tables
