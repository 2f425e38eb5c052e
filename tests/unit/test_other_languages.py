"""Other languages are told by their small words; Vietnamese in whatever state is never taken for one."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from vnrestore.errors import ResourceError
from vnrestore.language.lexicon import Lexicon
from vnrestore.language.other_languages import is_foreign_passage, load_languages, other_language
from vnrestore.language.resources import lexicon_folder
from vnrestore.text.keys import stripped_key

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = ROOT / "tests" / "cases" / "clean" / "foreign"
EXPECTED = {
    "arabic": "Arabic letters",
    "chinese": "Chinese",
    "english": "English",
    "french": "French",
    "german": "German",
    "hmong": "Hmong",
    "indonesian": "Indonesian or Malay",
    "japanese": "Japanese",
    "khmer": "Khmer",
    "korean": "Korean",
    "latin": "Latin",
    "malay": "Indonesian or Malay",
    "pinyin": "Chinese in Latin letters",
    "polish": "Polish",
    "russian": "Cyrillic letters",
    "spanish": "Spanish",
    "swahili": "Swahili",
    "tagalog": "Tagalog",
    "thai": "Thai",
    "turkish": "Turkish",
}


@pytest.fixture(scope="module")
def languages() -> dict[str, frozenset[str]]:
    return load_languages(lexicon_folder())


def test_every_text_is_told(languages: dict[str, frozenset[str]]) -> None:
    found = {path.stem: other_language(path.read_text("utf-8"), languages) for path in FOREIGN.glob("*.txt")}
    assert found == EXPECTED


def vietnamese() -> list[Path]:
    clean = [path for path in FOREIGN.parent.glob("*.txt") if path.name != "english.txt"]
    return sorted([*clean, *(ROOT / "samples").glob("*.txt")])


@pytest.mark.parametrize("form", ["as it is", "no marks", "decomposed", "capitals"])
def test_vietnamese_is_never_another_language(languages: dict[str, frozenset[str]], form: str) -> None:
    change = {
        "as it is": str,
        "no marks": lambda text: "\n".join(
            " ".join(map(stripped_key, line.split())) for line in text.split("\n")
        ),
        "decomposed": lambda text: unicodedata.normalize("NFD", text),
        "capitals": str.upper,
    }[form]
    taken = {path.name: other_language(change(path.read_text("utf-8")), languages) for path in vietnamese()}
    assert len(taken) >= 20
    assert {name: language for name, language in taken.items() if language is not None} == {}


def test_a_page_half_garbled_half_english_is_not_english(languages: dict[str, frozenset[str]]) -> None:
    english = (FOREIGN / "english.txt").read_text("utf-8")
    garbled = (ROOT / "samples" / "starting_notice.noisy.txt").read_text("utf-8")[:700]
    assert other_language(english, languages) == "English"
    assert other_language(garbled + english, languages) is None


def test_foreign_passages_of_a_mixed_page(languages: dict[str, frozenset[str]]) -> None:
    samples = [path.read_text("utf-8") for path in (ROOT / "samples").glob("*.txt")]
    lines = [line for text in samples for line in text.split("\n") if line.strip()]
    assert len(lines) > 300
    assert [line for line in lines if is_foreign_passage(line, languages)] == []
    assert is_foreign_passage("Please return the borrowed folders by 31/03/2014 at", languages)
    assert not is_foreign_passage("Please return the folders by", languages)
    assert not is_foreign_passage("the the the the Cong tac thong tin", languages)
    assert not is_foreign_passage("", languages)


@pytest.mark.parametrize("text", ["", "the", "12/5/2014 " * 50, "the of and " * 3, "日本", "\ud800" * 30])
def test_little_is_not_enough(languages: dict[str, frozenset[str]], text: str) -> None:
    assert other_language(text, languages) is None


def test_small_words_are_no_syllables(languages: dict[str, frozenset[str]]) -> None:
    """Else a text typed without marks could be taken for another language."""
    stripped = {stripped_key(entry.word) for entry in Lexicon().entries("syllables")}
    for name, words in languages.items():
        assert {word for word in words if stripped_key(word) in stripped} == set(), name
        assert all(unicodedata.is_normalized("NFC", word) and word == word.lower() for word in words), name
    lines = (lexicon_folder() / "languages.tsv").read_text("utf-8").splitlines()[2:]
    assert [line.split("\t")[0] for line in lines] == sorted(languages)
    for line in lines:
        words = line.split("\t")[1].split()
        assert words == sorted(set(words))


@pytest.mark.parametrize("data", [b"", b"# only\n", b"English\n", b"\tthe\n", b"English\tthe", b"\xff\n"])
def test_bad_tables(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "languages.tsv").write_bytes(data)
    with pytest.raises(ResourceError, match=r"languages\.tsv"):
        load_languages(tmp_path)
