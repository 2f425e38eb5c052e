"""The same text gives the same result in every process: hash seed, locale, options, and without a network."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein
from tests_support import Restore

from vnrestore.datatypes.restoration import Restoration
from vnrestore.pipeline import Restorer

CHILD = """
import json, sys
from vnrestore.pipeline import Restorer
from vnrestore.formats.restoration_json import restoration_to_dict
restorer = Restorer()
texts = json.load(sys.stdin)
print(json.dumps([restoration_to_dict(restorer.restore(text)) for text in texts]))
"""

SOCKETLESS = """
import socket
class Blocked(Exception):
    pass
def blocked(*arguments, **options):
    raise Blocked("no network at run time")
socket.socket = socket.create_connection = socket.getaddrinfo = socket.socketpair = blocked
"""

SETTINGS: dict[str, tuple[dict[str, str], Sequence[str]]] = {
    "hash seed 1": ({"PYTHONHASHSEED": "1"}, []),
    "hash seed 4242, C locale": ({"PYTHONHASHSEED": "4242", "LC_ALL": "C", "PYTHONUTF8": "0"}, []),
    "Turkish, optimised": ({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"}, ["-OO"]),
}


def texts(samples: Path) -> list[str]:
    names = ("starting_notice.noisy.txt", "plan_medium_vie.noisy.txt")
    found = [(samples / name).read_text("utf-8")[:1500] for name in names]
    return [*found, "d6i ngoai", "CÔNG BÁO I i İ ı", "S& Tai chinh " * 20]


def run(code: str, given: list[str], environment: dict[str, str], options: Sequence[str]) -> str:
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        input=json.dumps(given),
        capture_output=True,
        env=environment,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


@pytest.fixture(scope="module")
def here(restorer: Restorer, samples: Path) -> str:
    from vnrestore.formats.restoration_json import restoration_to_dict

    return json.dumps([restoration_to_dict(restorer.restore(text)) for text in texts(samples)]) + "\n"


@pytest.mark.parametrize("name", SETTINGS)
def test_every_process_gives_the_same(
    here: str, samples: Path, environment: dict[str, str], name: str
) -> None:
    variables, options = SETTINGS[name]
    assert run(CHILD, texts(samples), environment | variables, options) == here


def test_nothing_asks_the_network(here: str, samples: Path, environment: dict[str, str]) -> None:
    assert run(SOCKETLESS + CHILD, texts(samples), environment, []) == here
    with pytest.raises(subprocess.CalledProcessError):  # the block works
        run(SOCKETLESS + "import urllib.request as u; u.urlopen('http://127.0.0.1:9')", [], environment, [])


def same_words(one: str, other: str) -> float:
    """Share of words that are the same in two readings of one text."""
    return Levenshtein.normalized_similarity(one.split(), other.split())


def test_paragraphs_alone_read_nearly_like_the_whole(
    restorer: Restorer, restore_once: Restore, samples: Path
) -> None:
    """Context and the learned engine count for something, but a page is not made by its neighbours.

    tests/accuracy/splitting.py measures it on all samples.
    """
    text = (samples / "starting_notice.noisy.txt").read_text("utf-8")
    parts = text.split("\n\n")
    halves = ["\n\n".join(parts[: len(parts) // 2]), "\n\n".join(parts[len(parts) // 2 :])]
    joined = "\n\n".join(restorer.restore(half).text for half in halves)
    assert same_words(joined, restore_once(text).text) >= 0.97


@pytest.mark.parametrize(
    "name", ["starting_notice.noisy.txt", "plan_medium_vie.noisy.txt", "decision_medium.gold.txt"]
)
def test_decomposed_samples_read_like_composed_ones(
    restorer: Restorer, restore_once: Restore, samples: Path, name: str
) -> None:
    text = unicodedata.normalize("NFC", (samples / name).read_text("utf-8"))
    decomposed = restorer.restore(unicodedata.normalize("NFD", text))
    assert unicodedata.normalize("NFC", decomposed.text) == restore_once(text).text


def test_a_text_has_no_influence_on_the_next(restorer: Restorer, samples: Path) -> None:
    """Caches and learned channels of one document leave no trace in another."""
    texts_ = texts(samples)
    forwards = [restorer.restore(text) for text in texts_]
    backwards: list[Restoration] = [restorer.restore(text) for text in reversed(texts_)]
    assert forwards == backwards[::-1]
