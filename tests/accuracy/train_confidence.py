"""Learns the weights of ``vnrestore/restore/certainty.py`` from pages whose truth is known.

    python tests/accuracy/train_confidence.py documents OUT official_documents=70 gazette=40
    python -m vnrestore.train lm --corpus OUT --out OUT/lm
    ocrchannel run OUT/docs.jsonl -o OUT/OUT.jsonl --profiles light,seedlike,medium,heavy,heavy \\
        --engines full:eng,tess:vie --frame --one-profile --max-pages 2
    python tests/accuracy/train_confidence.py fit OUT [OUT2 …]

``documents`` draws documents of the corpora and writes the corpora without them, from which a language
model is made: one that has read the documents is surer of their words than of those of a user. ``fit``
restores all pages, judges every word and fits a logistic model by Newton's method, with an L2 penalty.
Its functions of signs that can only speak for or against a reading may not fall or rise: steps that
do are left out, and the rest is fitted again. The development texts have no part in it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from dev_calibration import judge
from numpy.typing import NDArray

from vnrestore import pipeline
from vnrestore.language import ngram
from vnrestore.restore.certainty import BIAS, FORMAT, Weights
from vnrestore.restore.signs import SIGNS, SignReader
from vnrestore.train.manifest import write_manifest

Floats = NDArray[np.float64]

# Where the function of a sign bends; of the others there is one step from 0 to 1.
BENDS: Mapping[str, tuple[float, ...]] = {
    "odds": (-16, -2, 0, 2, 4, 6, 10),
    "word_surprise": (0, 3, 6, 9, 12, 16),
    "next_surprise": (0, 3, 6, 9),
    "ahead_surprise": (4, 8, 12, 16),
    "letters": (1, 2, 3, 4, 6, 10),
    "repeats": (0.69, 1.1, 2, 4),
    "changed_letters": (0.25, 0.5),
    "length_change": (0, 1, 3),
    "odd_marks": (0, 1, 3, 6),
    "line_doubt": (0, 0.02, 0.05, 0.1),
    "page_doubt": (0, 0.01, 0.03, 0.06),
    "near_doubt": (0, 0.1, 0.5, 2),
}
RISING = frozenset({"odds", "letters", "repeats"})
FREE = frozenset({"unknown", "code", "at_bar", "kept", "kept_garbled"})
PENALTY = 2.0  # on squares of weights, by the spread of their steps
ROUNDS = 30
LEAST_GAIN = 0.05  # nats
THINNED = 9.0  # log odds from which, of right readings, every fourth is taken for four
WORDS = 750  # of a document
SHORTEST = 200
SEED = 31


class Sample(NamedTuple):
    """Words of many pages: signs [signs, words], whether each is right."""

    values: Floats
    right: NDArray[np.bool_]


def write_documents(corpus: Path, out: Path, shares: Mapping[str, int]) -> None:
    """Draw documents; write them, and the corpora without them."""
    rng = random.Random(SEED)
    out.mkdir(parents=True, exist_ok=True)
    drawn: list[dict[str, str]] = []
    for path in sorted(corpus.glob("*.txt.xz")):
        if path.name.split(".")[0] not in shares:
            (out / path.name).symlink_to(path.resolve())
            continue
        name = path.name.split(".")[0]
        every = list(_documents(path))
        long = [i for i, d in enumerate(every) if sum(len(p.split()) for p in d) > SHORTEST]
        taken = frozenset(rng.sample(long, min(shares[name], len(long))))
        with lzma.open(out / path.name, "wt", encoding="utf-8", preset=1) as rest:
            rest.writelines("\n".join(d) + "\n\n" for i, d in enumerate(every) if i not in taken)
        drawn += [{"doc_id": f"{name}-{i}", "text": _window(every[i], rng)} for i in sorted(taken)]
    rng.shuffle(drawn)
    lines = [json.dumps(document, ensure_ascii=False) + "\n" for document in drawn]
    (out / "docs.jsonl").write_text("".join(lines), "utf-8")


def _documents(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for document in file.read().split("\n\n"):
            if document.strip():
                yield document.strip("\n").split("\n")


def _window(document: list[str], rng: random.Random) -> str:
    start = rng.randrange(max(1, len(document) - 10)) if rng.random() < 0.3 else 0
    window: list[str] = []
    for paragraph in document[start:]:
        window.append(" ".join(paragraph.split()[:300]))
        if sum(len(p.split()) for p in window) > WORDS:
            break
    return "\n".join(window)


def pages_of(folder: Path) -> Path:
    """The readings in a folder: what ocrchannel wrote."""
    return folder / f"{folder.name}.jsonl"


def sample(folder: Path) -> Sample:
    """What the pages of a folder show, read with its own language model."""
    load = ngram.load
    with patch.object(ngram, "load", lambda _: load(folder / "lm")):
        restorer = pipeline.Restorer()
    reader = SignReader(restorer._model, restorer._vocabulary.notations)
    values, right = [], []
    for line in pages_of(folder).open(encoding="utf-8"):
        page = json.loads(line)
        gold, noisy = _truth(page["clean"]), unicodedata.normalize("NFC", page["noisy"])
        if len(gold.split()) < 20:
            continue
        chosen = restorer._decoded(noisy)
        signs = reader.read(noisy, chosen)
        place = {reading.start: i for i, reading in enumerate(chosen)}
        judged = [j for j in judge(gold, noisy, chosen) if not j.layout]
        at = [place[j.reading.start] for j in judged]
        fits = np.array([signs.words[i] and chosen[i] is j.reading for i, j in zip(at, judged, strict=True)])
        values.append(signs.values[:, at][:, fits])
        right.append(np.array([j.right for j in judged])[fits])
    return Sample(np.concatenate(values, axis=1), np.concatenate(right))


def _truth(printed: str) -> str:
    """The printed lines as a reader takes them: numbers cut at a bar are whole, lines are no letters."""
    text = unicodedata.normalize("NFC", printed)
    return re.sub(r"_+", " ", re.sub(r"(?<=\w)([-/])\n(?=\w)", r"\1", text)) + "\n"


def fit(found: Sample) -> Weights:
    """The weights that make the sample likeliest."""
    rows = [
        (i, low, high)
        for i, name in enumerate(SIGNS)
        for low, high in zip(BENDS.get(name, (0, 1)), BENDS.get(name, (0, 1))[1:], strict=False)
    ]
    sign, low, high = (np.array(column) for column in zip(*rows, strict=True))
    odds = found.values[SIGNS.index("odds")]
    plain = (odds < THINNED) | ~found.right
    taken = plain | (np.arange(len(odds)) % 4 == 0)
    share = np.where(plain, 1.0, 4.0)[taken]
    all_rows = Weights(0.0, sign, low.astype(float), high.astype(float), np.zeros(len(sign)))
    steps = all_rows.steps(found.values[:, taken]).T
    wanted = np.array([0 if SIGNS[i] in FREE else 1 if SIGNS[i] in RISING else -1 for i in sign])
    live = np.arange(len(sign))
    while True:
        bias, weight = _newton(steps[:, live], found.right[taken].astype(float), share)
        fits = wanted[live] * weight >= 0
        if fits.all():
            break
        live = live[fits]
    return Weights(bias, sign[live], low[live], high[live], weight)


def _newton(steps: Floats, right: Floats, share: Floats) -> tuple[float, Floats]:
    """Penalised maximum likelihood, each step halved until it gains."""
    spread = steps.std(0) + 1e-9
    mean = steps.mean(0)
    matrix = np.column_stack([np.ones(len(steps)), (steps - mean) / spread])
    penalty = np.full(matrix.shape[1], PENALTY)
    penalty[0] = 0.0

    def loss(weight: Floats) -> tuple[float, Floats]:
        score = matrix @ weight
        return float(share @ (np.logaddexp(0.0, score) - right * score) + penalty @ weight**2 / 2), score

    weight = np.zeros(matrix.shape[1])
    least, score = loss(weight)
    for _ in range(ROUNDS):
        p = 1.0 / (1.0 + np.exp(-score.clip(-40, 40)))
        gradient = matrix.T @ (share * (right - p)) - penalty * weight
        hessian = (matrix * (share * p * (1.0 - p))[:, None]).T @ matrix + np.diag(penalty + 1e-6)
        step = np.linalg.solve(hessian, gradient)
        reached, after = loss(weight + step)
        while reached > least and np.abs(step).max() > 1e-6:
            step /= 2.0
            reached, after = loss(weight + step)
        gain, least, score, weight = least - reached, reached, after, weight + step
        if gain < LEAST_GAIN:
            break
    plain = weight[1:] / spread
    return float(weight[0] - plain @ mean), plain


def write(weights: Weights, out: Path, inputs: list[Path], facts: Mapping[str, int]) -> None:
    """Write the table, and a manifest beside it."""
    out.mkdir(parents=True, exist_ok=True)
    lines = ["# sign\tfrom\tto\tweight", f"{BIAS}\t0\t1\t{weights.bias:.4f}"]
    lines += [
        f"{SIGNS[i]}\t{low:g}\t{high:g}\t{weight:.4f}"
        for i, low, high, weight in zip(*weights[1:], strict=True)
        if round(weight, 4)
    ]
    (out / "weights.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    write_manifest(out, inputs=inputs, format=FORMAT, **facts)


def main() -> int:
    """Run one of the steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    draw = steps.add_parser("documents")
    draw.add_argument("out", type=Path)
    draw.add_argument("shares", nargs="+", metavar="CORPUS=DOCUMENTS")
    draw.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    learn = steps.add_parser("fit")
    learn.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    learn.add_argument("--out", type=Path, default=Path("lexicons/trained/confidence"))
    args = parser.parse_args()
    if args.step == "documents":
        shares = dict(share.split("=") for share in args.shares)
        write_documents(args.corpus, args.out, {name: int(count) for name, count in shares.items()})
        return 0
    samples = [sample(folder) for folder in args.folders]
    found = Sample(
        np.concatenate([s.values for s in samples], axis=1), np.concatenate([s.right for s in samples])
    )
    facts = {"words": len(found.right), "wrong": int((~found.right).sum())}
    print(facts)
    write(fit(found), args.out, [pages_of(folder) for folder in args.folders], facts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
