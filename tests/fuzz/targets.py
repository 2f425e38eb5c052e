"""What is fuzzed: every reader, and the functions that see any text, each with seeds and a check.

A check takes any bytes and raises only if something is wrong: an error of ours is a proper
answer to bad input, any other exception is a finding. Targets of modules that are not there
(an optional reader) are left out of :func:`targets`, by name in :func:`absent`.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

import documents
import small_models

from vnrestore.errors import VnrestoreError

Check = Callable[[bytes], None]
ROOT = Path(__file__).resolve().parent.parent.parent
RULES = ("notations.tsv", "lookalikes.tsv", "languages.tsv", "code_words.tsv")
TEXTS = (
    "Cong tac thong tin d6i ngoai Thanh phé n3m 2013 va 4 thang dau nim 2014.\n\n"
    "  S& Thong tin 14/5/2014 ¢6 $6",
    "Công báo số 12/QĐ-UBND ngày 20/5/2014; vanthu@so.vn\r\n\t1.250.000 đồng\f a) H'Mông",
    "e\u0301\u0323o\u031b \u202eabc\u200b\u200f\ufeff \u1ea1\U0001f600 İß ﬁ \u2028 \x85 ｆｕｌｌ",
)


@dataclass(frozen=True)
class Target:
    """One function under test.

    Attributes:
        name: on the command line and in the results.
        needs: module that must exist.
        make: builds the check; loading models and files belongs here.
        seeds: inputs to start from.
        runs: inputs of a full campaign (driver.py); a fast reader gets many.
        max_len: longest input, bytes.
        words: fragments a mutator may insert (libFuzzer's dictionary).
    """

    name: str
    needs: str
    make: Callable[[], Check]
    seeds: Callable[[], Sequence[bytes]]
    runs: int
    max_len: int = 4096
    words: tuple[str, ...] = ()


@contextmanager
def own_errors() -> Iterator[None]:
    """Errors of ours are answers, and say one line."""
    try:
        yield
    except VnrestoreError as error:
        if not str(error).strip() or not 2 <= error.exit_code <= 8:
            raise AssertionError(f"a poor complaint: {error!r}") from error


def texts() -> list[bytes]:
    """Vietnamese texts, garbled and not, in several encodings."""
    return [text.encode(codec) for text in TEXTS for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32")]


def as_text(data: bytes) -> str:
    """Any string, lone surrogates too, from any bytes."""
    return data.decode("utf-8", "surrogateescape")


@cache
def _folder() -> Path:
    """A folder in memory for files that change with every input; gone when the process ends."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="vnrestore-fuzz-", dir=shm if shm.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _plain() -> Check:
    from vnrestore.formats.plain import decode, encode

    def check(data: bytes) -> None:
        with own_errors():
            text = decode(data, "name")
            assert text.strip()
            assert decode(encode(text), "name") == text.removeprefix("\ufeff")

    return check


def _jsonl() -> Check:
    from vnrestore.formats.jsonl import format_jsonl, parse_jsonl

    def check(data: bytes) -> None:
        with own_errors():
            records = parse_jsonl(as_text(data), "name")
            assert json.dumps(parse_jsonl(format_jsonl(records), "again")) == json.dumps(records)

    return check


def _jsonl_seeds() -> list[bytes]:
    return [b'{"text": "S6 1"}\n', '{"id": 1, "text": "Công \\ud83d\\ude00"}\n\n{"text": ""}'.encode()]


def _restoration_json() -> Check:
    from vnrestore.formats.restoration_json import restoration_from_dict, restoration_to_dict

    def check(data: bytes) -> None:
        try:
            record = json.loads(data)
        except (ValueError, RecursionError):
            return
        if isinstance(record, dict):
            with own_errors():
                restoration_to_dict(restoration_from_dict(record))

    return check


def _restoration_seeds() -> list[bytes]:
    from vnrestore.datatypes.document import Span
    from vnrestore.datatypes.restoration import Correction, Restoration
    from vnrestore.formats.restoration_json import restoration_to_json

    one = Correction(Span(0, 2), "S6", "Sở", 0.9, "Số", 0.05, "syllable")
    return [restoration_to_json(Restoration("S6 A", "Sở A", (one,), (one,), 0.9)).encode()]


def _user_lexicon() -> Check:
    from vnrestore.language.lexicon import Lexicon

    path = _folder() / "user.tsv"

    def check(data: bytes) -> None:
        path.write_bytes(data)
        with own_errors():
            lexicon = Lexicon(user_paths=[path])
            for entry in lexicon.entries("user"):
                assert entry.word.strip()
                lexicon.by_stripped_key(entry.word, ("user",))

    return check


def _user_seeds() -> list[bytes]:
    return ["Phú Lộc\t5\n# x\nÊban".encode(), "\ufeffSở\r\n".encode()]


def _lexicon() -> Check:
    from vnrestore.language.lexicon import load_entries

    path = _folder() / "lexicon.tsv"

    def check(data: bytes) -> None:
        path.write_bytes(data)
        with own_errors():
            load_entries(path)

    return check


def _lexicon_seeds() -> list[bytes]:
    names = ("abbreviations", "places", "foreign")
    files = [(ROOT / "lexicons" / f"{name}.tsv").read_bytes() for name in names]
    return [b"".join(data.splitlines(keepends=True)[:12]) for data in files]


def _rules() -> Check:
    """notations.tsv, lookalikes.tsv, languages.tsv and code_words.tsv, by the first byte."""
    from vnrestore.language.code_words import load_code_words
    from vnrestore.language.other_languages import load_languages
    from vnrestore.language.resources import load_lookalikes, load_notations

    loaders: tuple[Callable[[Path], object], ...] = (
        load_notations, load_lookalikes, load_languages, load_code_words
    )  # fmt: skip
    folder = _folder()

    def check(data: bytes) -> None:
        which = data[0] % len(RULES) if data else 0
        (folder / RULES[which]).write_bytes(data[1:])
        with own_errors():
            loaders[which](folder)

    return check


def _rules_seeds() -> list[bytes]:
    heads = [(ROOT / "lexicons" / name).read_bytes().splitlines(keepends=True)[:8] for name in RULES]
    return [bytes([which]) + b"".join(head) for which, head in enumerate(heads)]


def _english() -> Check:
    from vnrestore.language import english

    folder = small_models.english(_folder() / "english")
    damage = small_models.Damage(folder)

    def check(data: bytes) -> None:
        with damage.done(data), own_errors():
            model = english.load(folder)
            for word in (*list(model.ids)[:20], "gnolp"):
                assert -200.0 < model.logp(word, "of") <= 0.0

    return check


def _language_model() -> Check:
    import numpy as np

    from vnrestore.language import ngram

    folder = small_models.language_model(_folder() / "lm")
    damage = small_models.Damage(folder)

    def check(data: bytes) -> None:
        with damage.done(data), own_errors():
            model = ngram.load(folder)
            words = np.arange(min(len(model.words), 50))
            logp, _ = model.score(model.begin(len(words)), words)
            assert np.isfinite(logp).all()
            model.sentence_logp(["ủy", "ban", "nhân", "dân"])

    return check


def _channel() -> Check:
    from vnrestore.language import channel_tables
    from vnrestore.language.channel import NO_EVIDENCE, Channel

    folder = small_models.channel(_folder() / "channel")
    damage = small_models.Damage(folder)
    lookalikes = {"ố": {"6": 1.0}}

    def check(data: bytes) -> None:
        with damage.done(data), own_errors():
            tables = channel_tables.load(folder, lookalikes)
            weights = [1 / (len(tables.components) + 1)] * (len(tables.components) + 1)
            Channel(tables, weights, NO_EVIDENCE).word_logp("số", "s6")

    return check


def _damage_seeds(build: Callable[[Path], Path]) -> Callable[[], list[bytes]]:
    def seeds() -> list[bytes]:
        with tempfile.TemporaryDirectory() as name:
            folder = build(Path(name) / "model")
            return small_models.Damage(folder).seeds()

    return seeds


def _text_functions() -> Check:
    from vnrestore.restore.passages import passages
    from vnrestore.restore.protect import is_protected
    from vnrestore.text.hygiene import find_hidden, remove_hidden
    from vnrestore.text.keys import shape_key, stripped_key
    from vnrestore.text.spelling import old_tone_placement, strip_marks
    from vnrestore.text.syllable import is_syllable
    from vnrestore.text.tokens import model_tokens

    def check(data: bytes) -> None:
        text = as_text(data)
        for function in (shape_key, stripped_key, old_tone_placement, strip_marks, is_syllable):
            function(text)
        at = 0
        for chunk in (chunk for passage in passages(text) for chunk in passage):
            assert not text[at : chunk.start].strip()
            assert text[chunk.start : chunk.end] == chunk.text
            list(model_tokens(chunk.text))
            is_protected(chunk.text, chunk)
            at = chunk.end
        assert not text[at:].strip()
        assert not find_hidden(remove_hidden(text))

    return check


def _segment() -> Check:
    from vnrestore.formats.notice_json import notice_to_json
    from vnrestore.segment import segment_text

    def check(data: bytes) -> None:
        text = as_text(data)
        notice = segment_text(text)
        assert sum(len(span) for node in notice.walk() for span in node.spans) == len(text)
        notice_to_json(notice)

    return check


def _segment_seeds() -> list[bytes]:
    return [path.read_bytes()[:4000] for path in sorted((ROOT / "samples").glob("*.gold.txt"))] + texts()


def _restore() -> Check:
    from vnrestore.datatypes.restoration import apply_corrections
    from vnrestore.pipeline import Restorer

    restorer = Restorer()

    def check(data: bytes) -> None:
        text = as_text(data)
        restoration = restorer.restore(text)
        assert restoration.original == text
        assert apply_corrections(text, restoration.corrections) == restoration.text

    return check


def _both() -> Check:
    """Two readings of one page: the halves of the input."""
    from vnrestore.datatypes.restoration import apply_corrections
    from vnrestore.pipeline import Restorer

    restorer = Restorer()

    def check(data: bytes) -> None:
        middle = len(data) // 2
        text, second = as_text(data[:middle]), as_text(data[middle:])
        restoration = restorer.restore_both(text, second)
        assert apply_corrections(text, restoration.corrections) == restoration.text

    return check


def _both_seeds() -> list[bytes]:
    eng, vie = (
        TEXTS[0].encode(),
        "Công tác thông tin đối ngoại Thành phố năm 2013 và 4 tháng đầu năm".encode(),
    )
    return [eng + eng, eng + vie, *texts()]


TEXT_WORDS = (
    "\u202e", "\u200b", "\u0301", "\u0323", "\ufeff", "\u2028", "\x85", "\x0c", "14/5/2014", "a@b.vn", "S&",
    "d6i", "Đ", "ư", "www.", "\n\n", "    ", "12/QĐ-UBND", "1.", "a)", "H'",
)  # fmt: skip


def _document() -> Check:
    return documents.round_trip(own_errors)


JSON_WORDS = ('"text"', '{"', '":', "[[[[", "null", "1e999", "NaN", "\\ud800", "true", "},", '"schema"')
MODEL_WORDS = ("\\x93NUMPY", "'descr': '<f4'", "'shape': (", "-1", "1e400", "NaN", "null", "[[[[", "\t", "\n")

_TARGETS = (
    Target("plain", "vnrestore.formats.plain", _plain, texts, 400_000, words=TEXT_WORDS),
    Target("jsonl", "vnrestore.formats.jsonl", _jsonl, _jsonl_seeds, 150_000, words=JSON_WORDS),
    Target(
        "restoration_json",
        "vnrestore.formats.restoration_json",
        _restoration_json,
        _restoration_seeds,
        50_000,
        words=JSON_WORDS,
    ),
    Target("user_lexicon", "vnrestore.language.lexicon", _user_lexicon, _user_seeds, 100_000),
    Target("lexicon", "vnrestore.language.lexicon", _lexicon, _lexicon_seeds, 100_000, words=("#", "\t")),
    Target("rules", "vnrestore.language.resources", _rules, _rules_seeds, 100_000),
    Target(
        "language_model",
        "vnrestore.language.ngram",
        _language_model,
        _damage_seeds(small_models.language_model),
        60_000,
        words=MODEL_WORDS,
    ),
    Target(
        "channel",
        "vnrestore.language.channel_tables",
        _channel,
        _damage_seeds(small_models.channel),
        30_000,
        words=MODEL_WORDS,
    ),
    Target(
        "english",
        "vnrestore.language.english",
        _english,
        _damage_seeds(small_models.english),
        60_000,
        words=MODEL_WORDS,
    ),
    Target("text_functions", "vnrestore.text.hygiene", _text_functions, texts, 200_000, words=TEXT_WORDS),
    Target(
        "old_encodings",
        "vnrestore.formats.legacy",
        _document,
        documents.old_encodings,
        20_000,
        1000,
        words=TEXT_WORDS,
    ),
    *(
        Target(
            name,
            "vnrestore.formats.reading",
            _document,
            partial(documents.sample, f"heritage_notice.{ending}"),
            5_000,
            6000,
            words=documents.XML_WORDS,
        )
        for name, ending in (("hocr", "hocr"), ("alto", "alto.xml"), ("page", "page.xml"))
    ),
    Target("pdf", "pikepdf", _document, documents.small_pdfs, 3_000, 4000, words=documents.PDF_WORDS),
    Target("segment", "vnrestore.segment", _segment, _segment_seeds, 20_000, words=TEXT_WORDS),
    Target("restore", "vnrestore.pipeline", _restore, texts, 10_000, 1000, words=TEXT_WORDS),
    Target("both", "vnrestore.pipeline", _both, _both_seeds, 3_000, 800, words=TEXT_WORDS),
)  # fmt: skip


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def targets() -> dict[str, Target]:
    """The targets that can run here, by name."""
    return {target.name: target for target in _TARGETS if _exists(target.needs)}


def absent() -> list[str]:
    """Targets whose module is not there."""
    return [target.name for target in _TARGETS if not _exists(target.needs)]
