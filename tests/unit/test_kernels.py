"""The compiled kernels against the numpy versions they stand in for."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import Edges, Lattice
from vnrestore.kernels import compiled
from vnrestore.language.channel import CellCounts, Channel, Evidence
from vnrestore.language.readings import as_seen
from vnrestore.language.syllable_scorer import Ranking, SyllableScorer
from vnrestore.pipeline import Restorer
from vnrestore.restore import certainty, confidence, lattice, looks, outcome, signs, windows
from vnrestore.restore import passages as passages_module
from vnrestore.restore.passages import Chunk, passages
from vnrestore.restore.reading import Reading

SAMPLES = Path(__file__).parents[2] / "samples"
TOKENS = ["d6i", "ngoai", "phd", "Thanh", "Ð6NG", "trudng", "&", "Uy", "a", "qué", "ĐIỀU", "xyzxyz", "hóa"]

pytestmark = pytest.mark.skipif(compiled() is None, reason="no compiled kernels here")


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("alphabet", "channel", "syllable_scorer"):
        monkeypatch.setattr(sys.modules[f"vnrestore.language.{module}"], "compiled", lambda: None)


def test_pair_probabilities_are_the_same(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = restorer._broad.context.channel
    pairs = [
        ("Thành", "Thanh"),
        ("phố", "phd"),
        ("đường", "dudng"),
        ("", "x"),
        ("ab", ""),
        ("漢字", "漢宇"),
        ("UBND", "UBND"),
    ]
    fast = channel.word_logps(pairs)
    without_kernels(monkeypatch)
    assert fast == pytest.approx(channel.word_logps(pairs), rel=1e-6)


def test_letters_are_numbered_alike(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    alphabet = restorer._data.alphabet
    texts = ["", "a", "rn", "Uỷ ban nhân dán tinh ii lI 漢\ud800\U0010ffff", "".join(restorer._data.segments)]
    fast = [alphabet.encode(text) for text in texts]
    without_kernels(monkeypatch)
    for text, one in zip(texts, fast, strict=True):
        for rows, other in zip(one, alphabet.encode(text), strict=True):
            assert rows.tolist() == other.tolist(), text
    assert len(set(fast[-1].two.tolist())) > 100


def test_pairs_are_numbered_letter_by_letter(restorer: Restorer) -> None:
    data, kernels = restorer._data, compiled()
    assert kernels is not None
    pairs = [
        ("", "x"),
        ("rn", "m"),
        ("ab", ""),
        (next(iter(data.pairs)) * 2, "wn"),
        ("漢\U0010ffff", "漢"),
        ("r", "nn"),
    ]
    *_, characters, columns, merged, letters, spans = restorer._broad.context.channel._packed(pairs, kernels)
    text = "".join(intended for intended, _ in pairs)
    couples = [intended[i : i + 2] for intended, _ in pairs for i in range(len(intended))]
    assert letters.tolist() == list(map(ord, text))
    assert characters.tolist() == list(map(ord, "xmwn漢nn"))
    assert columns.tolist() == [data.characters.get(char, -1) for char in text]
    assert merged.tolist() == [data.pairs.get(couple, -1) for couple in couples]
    assert (merged >= 0).any()
    sizes = np.array([list(map(len, pair)) for pair in pairs])
    assert spans[:, 1::2].tolist() == sizes.tolist()
    assert spans[:, ::2].tolist() == (sizes.cumsum(0) - sizes).tolist()


def test_pairs_are_numbered_from_what_fits_only() -> None:
    kernels = compiled()
    assert kernels is not None
    letters, numbers, none = np.array([1, 0], np.int32), np.array([0, 1], np.int32), np.full(4, -1, np.int32)
    out = np.empty((3, 4), np.int32)
    good = letters, numbers, none, out[0, :2], out[1, :2], out[2]
    kernels.pack([("ba", "a")], good, 1)
    assert out[0, :2].tolist() == [-1, 0]
    assert out[2].tolist() == [0, 2, 0, 1]
    for pairs in ([("b", "a")], [("bac", "a")], [("ba",)], ["ba"], [(b"ba", "a")], [("ba", None)], []):
        with pytest.raises(ValueError, match="do not fit"):
            kernels.pack(pairs, good, 1)
    odd_arrays = ((1, -numbers), (1, numbers[:0]), (1, numbers[::-1].copy()), (2, none[:3]), (3, none[:1]))
    for place, odd in (*odd_arrays, (4, none[:1]), (5, none[:3]), (1, np.array([7, 1], np.int32))):
        arrays = [*good]
        arrays[place] = odd
        with pytest.raises(ValueError, match="do not fit"):
            kernels.pack([("ba", "a")], tuple(arrays), 1)


def test_alignments_are_the_same(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = restorer._broad.context.channel
    pairs = [("ương", "udng"), ("đ", "d"), ("iê", "ié"), ("a", "abcde"), ("漢", "x"), ("n", ""), ("", "")]
    fast = channel.align(pairs)
    without_kernels(monkeypatch)
    assert fast == channel.align(pairs)
    assert ["".join(o for _, o in edits) for edits in fast[:3]] == ["udng", "d", "ié"]
    assert fast[3:5] == [[], []]  # nobody reads one letter as five, or knows this one
    assert fast[5] == [("n", "")]


def test_the_likeliest_syllables_are_the_same(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    context = restorer._broad.context
    own = np.full(len(TOKENS), -1, np.int32)
    own[3] = restorer._inventory.written["Thanh"]
    priors = np.tile(np.array([1.0, 0.5, 0.5], np.float32), (len(TOKENS), 1))

    def likeliest() -> list[tuple[dict[int, tuple[int, float]], float]]:
        scorer = type(context.scorer)(restorer._inventory, context.channel)
        found = scorer.likeliest(
            TOKENS, own, priors, Ranking(context.priors.syllables, context.priors.best_syllables, 40, 15.0)
        )
        bounds = [0, *accumulate(found.counts.tolist())]
        columns = found.syllables.tolist(), found.cases.tolist(), found.logps.tolist()
        return [
            ({s: (c, p) for s, c, p in zip(*(column[a:b] for column in columns), strict=True)}, own_logp)
            for (a, b), own_logp in zip(pairwise(bounds), found.own.tolist(), strict=True)
        ]

    fast = likeliest()
    without_kernels(monkeypatch)
    for token, (one, own_one), (other, own_other) in zip(TOKENS, fast, likeliest(), strict=True):
        assert own_one == pytest.approx(own_other, abs=1e-4), token
        best = sorted(one, key=lambda s: -one[s][1])[:25]  # the last ones may tie
        assert best, token
        for syllable in best:
            assert other[syllable][0] == one[syllable][0], token
            assert other[syllable][1] == pytest.approx(one[syllable][1], abs=2e-3), token


def test_words_are_cut_alike(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a channel that knows what a document itself showed of its units and words."""
    data, inventory = restorer._data, restorer._inventory
    units = inventory.unit_numbers
    unlisted = next(word for word in inventory.written if word not in data.words.numbers)
    numbers = map(inventory.word_number, ("đường", "Đường", unlisted))
    words = [number for number in numbers if number is not None]
    evidence = Evidence(
        CellCounts(np.sort([data.cell(("ư", "u")), data.cell(("ơ", "d"))]), np.array([3, 2], np.float32)),
        as_seen([(units["ương"], "udng", 4), (units["Đ"], "Ð6", 2), (units["ƯU"], "uy", 1)]),
        as_seen([(words[0], "dudng", 2), (words[1], "x漢", 1), (words[2], "dudng", 1)]),
    )
    channel = Channel(data, restorer._broad.context.channel.weights, evidence)
    asked = [
        ("đường", "dudng", 0),
        ("đường", "Dudng", 1),
        ("ương", "udng", 0),
        ("ủy", "Uy", 1),
        ("ngoại", "", 0),
        ("thanh", "Thanh", 1),
        ("điều", "Ð6IEU", 2),
        ("a", "漢" * 24, 0),
        ("a", "b" * 25, 0),
        ("xyz", "xyz", 0),
        ("anh", "anh", 2),
    ]
    fast = SyllableScorer(inventory, channel).cuts(asked)
    without_kernels(monkeypatch)
    assert fast == SyllableScorer(inventory, channel).cuts(asked)
    assert fast[0] == (("đ", "d"), ("ường", "udng"))
    assert fast[-3:] == [None, None, None]  # too long, no syllable, not in capitals


def test_prefixes_met_before_score_the_same(restorer: Restorer) -> None:
    """Pools that remember, and are emptied when they are full, change nothing."""
    context = restorer._broad.context
    ranking = Ranking(context.priors.syllables, context.priors.best_syllables, 30, 15.0)
    priors, own = np.ones((1, 3), np.float32), np.full(1, -1, np.int32)
    scorer = SyllableScorer(restorer._inventory, context.channel, limit=40)
    for token in [*TOKENS, *TOKENS]:
        one = scorer.likeliest([token], own, priors, ranking)
        other = SyllableScorer(restorer._inventory, context.channel).likeliest([token], own, priors, ranking)
        assert one.syllables.tolist() == other.syllables.tolist(), token
        assert one.logps.tolist() == other.logps.tolist(), token


def test_tokens_are_checked_before_they_are_scored(restorer: Restorer) -> None:
    context = restorer._broad.context
    ranking = Ranking(context.priors.syllables, context.priors.best_syllables, 30, 15.0)
    priors, own = np.ones((1, 3), np.float32), np.full(1, -1, np.int32)
    beyond = np.full(1, 3 * len(restorer._inventory.ids), np.int32)
    for arguments in (
        (["a", "b"], own, priors, ranking),
        (["a"], own, np.ones((1, 2), np.float32), ranking),
        (["a"], beyond, priors, ranking),
        (["a"], own, priors, ranking._replace(prior=ranking.prior[:-1])),
    ):
        with pytest.raises(ValueError, match="do not fit"):
            context.scorer.likeliest(*arguments)
    with pytest.raises(ValueError, match="longer than 32"):
        context.scorer.likeliest(["a" * 33], own, priors, ranking)
    assert len(context.scorer.likeliest(["a" * 32], own, priors, ranking).counts) == 1


def test_kernels_check_what_they_are_given() -> None:
    kernels = compiled()
    assert kernels is not None
    numbers = np.arange(4, dtype=np.int32)
    with pytest.raises(ValueError, match="no index"):
        kernels.index((numbers, np.array([0, 9], np.int32), np.empty(4, np.int32)))
    with pytest.raises(ValueError, match="no index"):
        kernels.index((numbers, np.array([0, 1], np.int32), np.empty(3, np.int32)))
    with pytest.raises(ValueError, match="beyond"):
        tables = np.ones((1, 2, 3), np.float32), np.ones((2, 3), np.float32), np.ones(1, np.float32)
        rows = np.array([2], np.int32), np.zeros(2, np.bool_), np.ones((2, 3), np.float32)
        kernels.mix((*tables, np.ones(3, np.float32), *rows), 0.1)
    one, two = np.ones(1, np.float32), np.zeros(2, np.float32)
    for cell, component in ((2, 0), (-1, 0), (0, 1)):
        with pytest.raises(ValueError, match="beyond"):
            kernels.mix_counts((np.array([cell]), np.array([component]), one, one, two))
    kernels.mix_counts((np.array([1, 1]), np.array([0, 0]), np.ones(2, np.float32), one, two))
    assert two.tolist() == [0, 2]


def test_lattices_are_put_together_alike(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "V& hoat dong thdng tin  d6i ngo ai 12 /2014\n\nThanh phd, Pé au tu.\n\nx"
    doubts = {text.index("Thanh"): 3.0, text.index("tin"): 1.5}
    parts = passages(text, doubts)
    settled = {r.start: [r] for r in restorer.readings(text) if r.surface in ("tin", "hoạt")}
    assert settled

    def lattices() -> list[Lattice]:
        builder = restorer._builder(restorer._broad.context.channel.weights)
        return [builder.build(parts), builder.build(parts, settled), builder.build(parts[1:2])]

    fast = lattices()
    monkeypatch.setattr(lattice, "compiled", lambda: None)
    for one, other in zip(fast, lattices(), strict=True):
        for name in ("start", "end", "number", "form"):
            assert getattr(one, name).tolist() == getattr(other, name).tolist(), name
        for name in Edges._fields:
            a, b = getattr(one.edges, name), getattr(other.edges, name)
            assert (a.dtype, a.tolist()) == (b.dtype, b.tolist()), name
    edges = [int(one.edges.bounds[-1]) for one in fast]
    assert edges[0] > edges[1] > 0  # what is settled has one reading


def test_lattices_are_made_of_plans_that_fit_only() -> None:
    kernels = compiled()
    assert kernels is not None

    def wide(*numbers: int) -> NDArray[np.int64]:
        return np.array(numbers, np.int64)

    def small(*numbers: int) -> NDArray[np.int32]:
        return np.array(numbers, np.int32)

    good: dict[str, NDArray[Any]] = {
        "begins": wide(0, 4),
        "stops": wide(3, 6),
        "ends": wide(2),
        "fresh": wide(0, 1),
        "plans": wide(0, 0),
        "bounds": wide(0, 1),
        "start": small(0),
        "end": small(2),
        "number": wide(0),
        "others": np.array([[1, 4, 6, 0]], np.int64),
        "rows": wide(0, 5),
        "arms": np.empty((4, 3), np.int32),
        "numbers": np.empty((2, 3), np.int64),
        "edges": np.empty(4, np.int32),
        "nodes": np.empty((2, 1), np.int32),
        "work": np.empty(4, np.int64),
    }
    kernels.lattice(tuple(good.values()))
    assert good["edges"].tolist() == [0, 5, 10, 15]
    assert good["arms"].tolist() == [[0, 4, 4], [2, 6, 6], [0, 4, 4], [2, 6, 6]]
    assert good["nodes"].tolist() == [[0], [6]]
    for name, odd in (
        ("begins", wide(0)),
        ("begins", wide(7, 4)),  # ends before it begins
        ("ends", wide(1)),
        ("ends", wide(3)),
        ("ends", wide(0)),
        ("fresh", wide(0, 2)),
        ("fresh", wide(0, -1)),
        ("plans", wide(0, 1)),
        ("plans", wide(-1, 0)),
        ("bounds", wide(0, 2)),
        ("bounds", wide(-1, 1)),
        ("bounds", wide(0, 0)),  # fewer arms than there is room for
        ("end", small(-9)),
        ("number", wide(1)),
        ("number", wide(-1)),
        ("others", np.array([[2, 4, 6, 0]], np.int64)),
        ("others", np.array([[1, 4, 6, 1]], np.int64)),
        ("others", np.array([[1, 4, 2**40, 0]], np.int64)),
        ("others", np.array([[1, 4, 6, 0]] * 2, np.int64)),  # more than there is room for
        ("rows", wide(0, 2**31)),
        ("rows", wide(0, -1)),
        ("arms", np.empty((4, 2), np.int32)),
        ("numbers", np.empty((2, 2), np.int64)),
        ("nodes", np.empty((2, 2), np.int32)),
        ("work", np.empty(3, np.int64)),
    ):
        with pytest.raises(ValueError, match="do not fit"):
            kernels.lattice(tuple((good | {name: odd}).values()))


def test_readings_are_put_together_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changed or not, alone or with rivals, some of which are the same word or as likely as another."""
    text = "Uy ban nhân dân tinh 😀x"
    read = [("Ủy", "syllable", 5), ("ban", "syllable", 6), ("nhân", "identity", 7), ("dân", "syllable", 8)]
    read += [("tỉnh", "syllable", 9), ("", "mark", -1), ("x", "identity", 1)]
    rivals = [("Ủy", "syllable", 5), ("Uy", "identity", 4), ("Ủy", "merge", 5)]
    rivals += [("dân", "syllable", 8), ("dãn", "syllable", 1), ("dàn", "syllable", 2), ("dần", "syllable", 3)]
    rivals += [("tính", "syllable", 9), ("tình", "syllable", 9), ("tình", "word", 9)]
    columns = (
        np.array([0, 3, 7, 12, 16, 21, 22], np.int32),
        np.array([2, 6, 11, 15, 20, 22, 23], np.int32),
        np.array([0.5, 1.0, 0.75, 0.5, 0.9, 0.25, 1.0]),
        np.array([3, -1, 0, 4, 3, -1, -1], np.int32),
        np.array([0.5, 0.25, 0.75, 0.5, 0.125, 0.2, 0.2, 0.3, 0.2, 0.2]),
    )
    fast = outcome._assembled(text, read, rivals, columns)
    monkeypatch.setattr(outcome, "compiled", lambda: None)
    assert fast == outcome._assembled(text, read, rivals, columns)
    assert all(type(r) is Reading for r in fast)
    assert fast[0] == Reading(0, 2, "Ủy", 1.0, "Uy", 0.25, "syllable", 5)  # 1.25 is too much
    assert fast[1][4:6] == (None, 0.0)
    assert fast[2].posterior == 0.0
    assert fast[3][3:6] == (0.5, "dàn", 0.2)  # the first of equals
    assert fast[4][3:6] == (0.0, "tình", 0.4)  # two edges, one word
    assert fast[5].runner_up == "😀"


def test_readings_are_put_together_from_what_fits_only() -> None:
    kernels = compiled()
    assert kernels is not None
    one, half = np.ones(1, np.int32), np.full(1, 0.5)
    columns = 0 * one, 2 * one, half, one, half
    read = [("Ủy", "syllable", 5)]
    assert kernels.readings("Uy", Reading, read, read, columns)[0].surface == "Ủy"
    for arguments in (
        (Reading, [], read, columns),
        (Reading, read, [], columns),
        (Reading, read, [("Ủy",)], columns),
        (Reading, [(5, "syllable", 5)], read, columns),
        (Reading, [["Ủy", "syllable", 5]], read, columns),
        (list, read, read, columns),
        (Reading, read, read, (*columns[:3], 2 * one, half)),
        (Reading, read, read, (*columns[:2], np.ones(2), one, half)),
        (Reading, read, read, (one[:0], *columns[1:])),
    ):
        with pytest.raises(ValueError, match="do not fit"):
            kernels.readings("Uy", *arguments)
    with pytest.raises(IndexError):
        kernels.readings("Uy", Reading, read, read, (-1 * one, *columns[1:]))


def test_signs_and_their_sums_are_the_same(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the last bit, over paragraphs, stray marks, changed words, numbers and what is no word."""
    reader, weights = restorer._certainty._signs, restorer._certainty._weights
    texts = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.noisy.txt"))]
    texts += ["\n\nUy §ban.nhân\n(dan)\n\nTinh 12/2014/ND-CP va/ 13-xq 漢\ud800😀 x", "x", "\n.", "😀"]
    for text in texts:
        chosen = restorer._decoded(text)
        chosen += [Reading(len(text), len(text), "", 0.0, None, 0.0, "gap", -1)]
        with monkeypatch.context() as pure:
            pure.setattr(signs, "compiled", lambda: None)
            pure.setattr(certainty, "compiled", lambda: None)
            words, values = reader.read(text, chosen)
            right = weights.probabilities(values)
        fast = reader.read(text, chosen)
        assert fast.words.tolist() == words.tolist()
        for name, one, other in zip(signs.SIGNS, fast.values, values, strict=True):
            assert one.tolist() == other.tolist(), name
        assert weights.probabilities(values) == pytest.approx(right, abs=1e-12)
    assert values.shape[1] == 2


def test_signs_are_read_off_what_fits_only(restorer: Restorer) -> None:
    kernels = compiled()
    assert kernels is not None
    model = restorer._model
    cells, parameters, steps = model.kernel_arguments()
    good: dict[str, Any] = {
        "points": np.array([ord("U"), ord("y")], np.uint32),
        "kinds": np.ones(3, np.uint8),
        "letters": np.full(3, 255, np.uint8),
        "spelled": np.ones(len(model.words), np.bool_),
        "words": np.zeros(1, np.bool_),
        "values": np.zeros((len(signs.SIGNS), 1)),
    }
    reading = Reading(0, 2, "Ủy", 0.5, None, 0.0, "syllable", 20)

    def read(one: object = reading, symbols: tuple[int, ...] = (3, 1, 8, 9), **odd: object) -> None:
        kernels.signs([one], (*cells, *(good | odd).values()), *parameters, steps, symbols)

    read()
    assert good["words"].tolist() == [True]
    assert good["values"][signs.SIGNS.index("letters")].tolist() == [2.0]
    for odd in (
        {"kinds": np.ones(4, np.uint8)},
        {"kinds": np.ones(0, np.uint8), "letters": np.ones(0, np.uint8)},
        {"spelled": np.ones(len(model.words) - 1, np.bool_)},
        {"words": np.zeros(2, np.bool_)},
        {"values": np.zeros((len(signs.SIGNS) - 1, 1))},
        {"points": good["points"][:1]},
        {"one": reading._replace(start=-1)},
        {"one": reading._replace(start=2, end=1)},
        {"one": reading._replace(symbol=len(model.words))},
        {"one": reading._replace(surface=None)},
        {"one": reading._replace(generator=b"identity")},
        {"one": reading[:7]},
        {"one": list(reading)},
        {"symbols": (len(model.words), 1, 8, 9)},
        {"symbols": (3, 1, 8, -1)},
    ):
        with pytest.raises(ValueError, match="do not fit"):
            read(**odd)
    with pytest.raises(ValueError, match="begins with no symbol"):
        kernels.signs([reading], (*cells, *good.values()), *parameters, (*steps[:4], -1), (3, 1, 8, 9))
    with pytest.raises(TypeError):
        read(reading._replace(start="0"))
    one, row = np.ones(1), np.array([1])
    sums = np.zeros(2)
    kernels.steps((row, 0 * one, 2 * one, one, np.array([[9.0, 9.0], [1.0, 5.0]]), sums))
    assert sums.tolist() == [0.5, 1.0]
    for arrays in (
        (row, one, one, sums),
        (row, one, sums, one),
        (row - 2, one, one, one),
        (row + 1, one, one, one),
    ):
        with pytest.raises(ValueError, match="not there"):
            kernels.steps((*arrays, np.zeros((2, 2)), sums))


def test_a_notice_is_restored_alike_without_kernels(restorer: Restorer) -> None:
    noisy = (SAMPLES / "official_letter_light.noisy.txt").read_text("utf-8")[:900]
    code = "import sys, vnrestore; print(vnrestore.restore(sys.stdin.read()).text, end='')"
    pure = subprocess.run(
        [sys.executable, "-c", code],
        input=noisy,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "VNRESTORE_PURE": "1", "PYTHONUTF8": "1"},
    ).stdout
    assert pure == restorer.restore(noisy).text
    assert pure != noisy


def test_readings_are_found_by_their_looks_alike(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    flags = [1 << i for i in (*range(12), *range(16, 21), 23, *range(24, 30))]
    assert flags[-1] == looks.ODD
    assert flags[11] == looks.DIGITS
    for name in ("starting_notice", "plan_medium_vie"):
        text = (SAMPLES / f"{name}.noisy.txt").read_text("utf-8")
        chosen = [restorer.readings(text), [], restorer._decoded(text)]
        odd = [
            Reading(0, 0, "", 0.5, None, 0.5, "", -1),
            Reading(0, 3, "\U00020000ab", 1.0, None, 0.0, "gap", 2),
        ]
        chosen.append(odd)
        asked = [(kind,) for kind in flags] + [
            (a | b, c) for a, b, c in zip(flags, flags[7:], flags[::-1], strict=False)
        ]
        listed = frozenset(r.symbol for r in chosen[0][::3])
        for below in (0.0, 0.9):
            fast = [looks.find(text, chosen, *some, below=below, symbols=listed) for some in asked]
            with monkeypatch.context() as patched:
                patched.setattr(looks, "compiled", lambda: None)
                slow = [looks.find(text, chosen, *some, below=below, symbols=listed) for some in asked]
            assert fast == slow
            assert sum(len(some) for places in fast for some in places.values()) > len(chosen[0])


def test_readings_are_calibrated_alike(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SAMPLES / "starting_notice.noisy.txt").read_text("utf-8")
    readings = restorer._decoded(text)
    readings += [r._replace(generator="notation", runner_up_posterior=0.0) for r in readings[:9]]
    doubts = [-0.01 * (i % 5) for i in range(len(readings))]
    fast = confidence._all_calibrated(readings, doubts)
    monkeypatch.setattr(confidence, "compiled", lambda: None)
    assert fast == confidence._all_calibrated(readings, doubts)
    assert fast != readings


def test_only_readings_are_looked_at_and_calibrated() -> None:
    kernels = compiled()
    assert kernels is not None
    none, known = frozenset[int](), {"a": 1}
    reading = Reading(0, 1, "a", 1.0, None, 0.0, "x", 1)
    wrong: list[Any] = [None, (), (*reading[:3], "p", *reading[4:]), [*reading]]
    for one in wrong:
        with pytest.raises((TypeError, SystemError, KeyError)):
            kernels.looks("a", [[one]], known, known, none, (1 | 1 << 24,), 0.5)
        with pytest.raises((TypeError, SystemError, KeyError)):
            kernels.calibrated([one], [0.0], known, Reading, 1.8)
    with pytest.raises((TypeError, SystemError, KeyError)):
        kernels.looks("a", [[(1,) * 8]], known, known, none, (1 | 1 << 24,), 0.0)
    with pytest.raises((TypeError, SystemError, KeyError)):
        kernels.looks("a", [reading, 5], known, known, none, (1,), 0.0)
    with pytest.raises(KeyError):
        kernels.looks("b", [[reading._replace(surface="b")]], known, known, none, (1,), 0.0)
    with pytest.raises(ValueError, match="kinds"):
        kernels.looks("a", [[reading]], known, known, none, (1,) * 17, 0.0)
    with pytest.raises(ValueError, match="fit"):
        kernels.calibrated([reading], [], known, Reading, 1.8)


def test_words_and_symbols_are_counted_alike(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("starting_notice", "plan_medium_vie"):
        text = (SAMPLES / f"{name}.noisy.txt").read_text("utf-8")
        chosen = [restorer.readings(text), [], restorer._decoded(text)]
        for least in (0.0, 0.9, 1.0):
            fast = looks.count_words(text, chosen, least), looks.count_symbols(chosen, least)
            with monkeypatch.context() as patched:
                patched.setattr(looks, "compiled", lambda: None)
                slow = looks.count_words(text, chosen, least), looks.count_symbols(chosen, least)
            assert [list(counts.items()) for counts in fast] == [list(counts.items()) for counts in slow]
            assert all(fast)


def test_what_is_near_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(5)
    for _ in range(200):
        starts = np.flatnonzero(draw.random(60) < 0.5).tolist()
        begun = sorted(draw.choice(60, 40).tolist())  # some with none, some twice
        passage = [Chunk(start, start + 1, "a", False) for start in starts]
        readings = [
            Reading(start, start + 1, "a", 1.0, None, 0.0, "x", s)
            for start, s in zip(begun, draw.integers(-1, 3, 40).tolist(), strict=True)
        ]
        doubtful = sorted(draw.choice(len(starts), 3).tolist())
        begin, near = windows._reach(passage, readings, doubtful)
        with monkeypatch.context() as patched:
            patched.setattr(windows, "compiled", lambda: None)
            slow = windows._reach(passage, readings, doubtful)
        assert (begin, list(near)) == (slow[0], list(map(int, slow[1])))


def test_lists_that_do_not_fit_are_refused() -> None:
    kernels = compiled()
    assert kernels is not None
    with pytest.raises(IndexError):
        kernels.take([1], (np.array([1]),))
    with pytest.raises(IndexError):
        kernels.take([1], (np.array([-1]),))
    for wrong in (None, (), 5):
        with pytest.raises((TypeError, SystemError, IndexError)):
            kernels.near([wrong], [], [], 3)
        with pytest.raises((TypeError, SystemError, IndexError)):
            kernels.near([], [wrong], [], 3)
        with pytest.raises((TypeError, SystemError)):
            kernels.tally("a", [[wrong]], {}, {}, 1, 0.0)
    assert kernels.near([(0,)], [(0, *"abcdef", 1)], [7, -1], 3) == ([0, 1], b"\0")


def test_lines_are_cut_into_chunks_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    blanks = [chr(c) for c in range(0x3100) if chr(c).isspace()]
    texts = [
        "",
        "\n",
        " ",
        "a",
        "a\n",
        "một hai\n ba\nbốn \n\nnăm  sáu\n\U00020000 b\u200bc",
        *map("a{}b c\n".format, blanks),
    ]
    texts += [
        (SAMPLES / f"{name}.noisy.txt").read_text("utf-8") for name in ("starting_notice", "plan_medium_vie")
    ]
    for text in texts:
        fast = passages_module._plain_lines(text)
        with monkeypatch.context() as patched:
            patched.setattr(passages_module, "compiled", lambda: None)
            assert fast == passages_module._plain_lines(text)
        assert all(isinstance(chunk, Chunk) for line in fast for chunk in line or ())


def test_cells_that_do_not_fit_are_refused() -> None:
    kernels = compiled()
    assert kernels is not None
    ints, floats = np.array, lambda *values: np.array(values, np.float32)

    def added(more: list[int], cells: int, columns: tuple[int, ...] = (1, 0)) -> list[list[float]]:
        flat, start = ints([1, 3]), ints([0, 1, 2], np.int32)
        found = np.zeros(cells, np.int32), np.zeros(cells, np.float32), np.zeros(3, np.int32)
        shares = np.ones(len(more), np.float32)
        own = ints(columns, np.int32), floats(0.5, 0.25), floats(1, 2, 4)
        kernels.add_cells((flat, *own, start, ints(more, np.int64), shares, *found), 3)
        return [column.tolist() for column in found]

    assert added([0, 3, 4], 4) == [[0, 1, 0, 1], [1.0, 1.0, 1.25, 1.0], [0, 2, 4]]
    assert added([], 2) == [[1, 0], [1.0, 0.25], [0, 1, 2]]
    for more, cells in (([3], 3), ([0], 2), ([4, 0], 4), ([-1], 3), ([6], 3)):
        with pytest.raises(ValueError, match="fit"):
            added(more, cells)
    with pytest.raises(ValueError, match="fit"):
        added([], 2, (1, 3))


def test_chunks_are_numbered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    kernels = compiled()
    assert kernels is not None
    chunks = [Chunk(0, 1, text, opens) for text in ("a", "b", "c") for opens in (False, True)]
    known = {"a": 5, "b": 2}, {"b": 3}
    fast = passages_module.numbers_of(chunks, *known).tolist()
    assert fast == [-1, 5, 3, 2, -1, -1]
    for wrong in ([None], [()], [(0, 1, [], True)]):
        with pytest.raises((TypeError, SystemError, IndexError)):
            kernels.numbers(wrong, {}, {}, (np.zeros(1, np.int64),))
    with pytest.raises(ValueError, match="fit"):
        kernels.numbers(chunks, {}, {}, (np.zeros(1, np.int64),))
    monkeypatch.setattr(passages_module, "compiled", lambda: None)
    assert fast == passages_module.numbers_of(chunks, *known).tolist()
