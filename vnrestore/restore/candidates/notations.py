"""Document numbers: ``24/2014/ND-CP`` -> ``24/2014/NĐ-CP``, ``4385IQD-BTC`` -> ``4385/QĐ-BTC``.

Digits stay, but for those an engine printed for a bar; the notation is looked up, whole or part by part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

import regex
from rapidfuzz import process
from rapidfuzz.distance import Hamming

from vnrestore.restore.candidates.identity import code_logp
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.candidates.words import DOUBLED
from vnrestore.text.keys import stripped_key
from vnrestore.text.spelling import strip_marks
from vnrestore.text.tokens import CODE

_NUMBERED = regex.compile(
    r"([^\p{L}\p{N}]*(?:[0-9]{1,6}[A-Za-z]?/(?:[0-9]{4}/)?|[0-9]{1,4}-(?=\p{L}+/)))"  # 66-NQ/TW is a party's
    r"([\p{L}017][\p{L}\p{N}\-–./&:=~_*]*?)([^\p{L}\p{N}]*)"
)
_BARE = regex.compile(r"([^\p{L}\p{N}]*)(\p{L}[\p{L}\p{N}\-–.]*?)([^\p{L}\p{N}]*)")
# What the capitals and digits of notations are misread as; nothing else in a number may change.
LOOKALIKES = {
    "Đ": "PBHbpO0NEI", "1": "lI|", "5": "Ss", "0": "OoQ", "3": "8S", "C": "GO€", "I": "l1",
    "T": "17I", "B": "8", "S": "5§", "P": "F", "Q": "O0", "V": "U", "r": "EeiI", "-": ":.=~_*", "/": ":.l|",
}  # fmt: skip
_ONE_TWICE = regex.compile(
    r"(?<=QH)[Il1|!\]](?=[Il1][0-9S](?![0-9]))|(?<=QH[Il1])S(?=5$)"
)  # QHI15, QHIS5 are QH15
_STRANGE = frozenset("FJWZfjwz")  # in no Vietnamese abbreviation: any letter may be behind one
_TWO_FOR_ONE = regex.compile("D[bBpPHhÐĐ](?![a-z])")  # Đ read as two letters
_YEAR = regex.compile("(?:19[4-9]|20[0-4])[0-9]")
_ENDS_IN_NUMBER = regex.compile(r"(0*[1-9][0-9]{0,3}?)([^\p{L}\p{N}]{1,2}|[71IlN]|)")
_BEGIN_WITH_BAR = tuple(
    regex.compile(rf"({bar})([\p{{L}}01][\p{{L}}\p{{N}}\-–./:=~_*&]+)")
    for bar in (r"[^\p{L}\p{N}]{0,2}", "[71IlN]")
)
_YEARLESS = regex.compile(r"([0-9]{2,5})([^\p{L}\p{N}/]{1,2}|[71Il])(\p{L}[\p{L}\p{N}\-–./:=~_*&]+)")
YEARLY = ("NĐ-CP", "TT-B", "TTLT-B", "QH1")  # numbers of these have a year
LONGEST_NUMBER = 5  # digits; longer ones have a year in them
MENDED_LOGP = 6.0  # of a number that was mended so: no other has just such a form
SESSION_LOGP = 4.0  # of QH15 for QHIS: nothing else begins so
UNDOUBLED_LOGP = -2.0
YEARLESS_LOGP = -8.0  # of one that seems to have it, without a bar
JOIN_LOGP = -1.0  # of two known parts of a notation
LISTED_LOGP = -9.0  # of a part that is a known abbreviation, but in no known notation
KNOWN_LOGP = 4.5  # of a part of other notations, against letters of no meaning
WAYS = 12  # to put a notation together from known parts

Options = list[tuple[str, float]]


class _Split(NamedTuple):
    """One way to cut a document number: as it should be printed up to its notation, and that as observed.

    ``misread`` tells whether a digit, or an N that may belong to the notation, is taken for a bar.
    """

    head: str
    notation: str
    tail: str = ""
    misread: bool = False


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """Known notations near the observed one, behind the same number; lost bars and doubled Đs are mended."""
    if sum(map(str.isupper, piece)) < 2 or not any(c.isdigit() or c in "/-" for c in piece):
        return
    symbol = vocabulary.model.id(CODE)
    undoubled = DOUBLED.sub("Đ", piece).replace("—", "-")
    whole = _ONE_TWICE.sub("", undoubled)
    kind = "garbled" if "—" in piece else ""
    plain = _plain(whole)
    if plain is not None:
        for notation, prior in _similar(plain.notation, vocabulary):
            surface = plain.head + notation + plain.tail
            generator = "identity" if surface == piece else "notation"
            logp = code_logp(plain.head) + prior + _yearless_logp(plain.head, notation)
            if plain.notation not in vocabulary.notations and any(map(str.isdigit, notation)):
                logp += SESSION_LOGP
            yield Proposal(symbol, surface, logp, generator, kind=kind)
        if undoubled != piece:
            yield Proposal(symbol, undoubled, code_logp(plain.head) + UNDOUBLED_LOGP, "notation", kind=kind)
    for split in _mended(whole):
        for notation, prior in _similar(split.notation, vocabulary, known=True):
            surface = split.head + ("-" if "/" in notation else "/") + notation
            if _may_lack(split, notation, whole) and surface != piece:
                logp = code_logp(split.head) + prior + MENDED_LOGP
                yield Proposal(symbol, surface, logp, "notation", kind="garbled" if split.misread else "")


def is_notation(surface: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a number with a known notation, or one all of whose parts are known."""
    match = _NUMBERED.fullmatch(surface)
    if match is None:
        return False
    first, *rest = match.group(2).split("-")
    by_parts = first in vocabulary.first_parts and rest and all(p in vocabulary.other_parts for p in rest)
    return bool(by_parts) or match.group(2) in vocabulary.notations


def _plain(piece: str) -> _Split | None:
    """The number as it stands, None if it is none; a bare notation of two parts is one."""
    match = _NUMBERED.fullmatch(piece) or (_BARE.fullmatch(piece) if "-" in piece else None)
    if match is None or len(match.group(2)) < 2 or not any(map(str.isupper, match.group(2))):
        return None
    head, notation, tail = match.groups()
    return _Split(head, notation, tail) if any(map(str.isdigit, head)) or "-" in notation else None


def _mended(piece: str) -> Iterator[_Split]:
    """The ways to cut a number some of whose bars were lost or read as something else."""
    match = _YEARLESS.fullmatch(piece)
    if match is not None and (match.group(2) != "-" or "/" not in match.group(3)):
        yield _Split(match.group(1), match.group(3), misread=_is_digit(match.group(2)))
    for year in _YEAR.finditer(piece, overlapped=True):
        before = _ENDS_IN_NUMBER.fullmatch(piece, 0, year.start())
        if before is None:
            continue
        number, bar = before.groups()
        for behind in filter(None, (begin.fullmatch(piece, year.end()) for begin in _BEGIN_WITH_BAR)):
            second, notation = behind.groups()
            standard = (bar, second) == (":", "/") and "-" not in notation  # QCVN 06:2012/BLĐTBXH
            if (bar, second) != ("/", "/") and not standard:
                yield _Split(
                    f"{number}/{year.group()}", notation, misread=_is_digit(bar) or _is_digit(second)
                )
            if bar.isdigit():
                yield _Split(f"{number}{bar}/{year.group()}", notation, misread=_is_digit(second))


def _is_digit(bar: str) -> bool:
    return bar.isdigit() or bar == "N"


def _yearless_logp(head: str, notation: str) -> float:
    """What speaks against a number whose year was swallowed: it is too long, or its kind has one."""
    number = head.partition("/")[0]
    swallowed = len(number) > LONGEST_NUMBER or (notation.startswith(YEARLY) and head.count("/") < 2)
    return YEARLESS_LOGP if swallowed and _YEAR.fullmatch(number[-4:]) else 0.0


def _may_lack(split: _Split, notation: str, observed: str) -> bool:
    """Whether a number with this notation may have lost a bar before its year, or is one without a year."""
    number, _, year = split.head.partition("/")
    if not year:
        return not notation.startswith(YEARLY)
    if not observed.startswith(number + year):
        return True
    return notation.startswith(YEARLY) or len(number + year) > LONGEST_NUMBER


def _similar(observed: str, vocabulary: Vocabulary, *, known: bool = False) -> Options:
    """Notations (with log priors) whose stripped form is near; part by part if none is.

    Args:
        observed: the notation as it stands.
        vocabulary: what is known of notations.
        known: whether all parts must be known.
    """
    hits = _near(observed, vocabulary.notations)
    if hits or "-" not in observed:
        return hits
    first, *rest = observed.split("-")
    options = [_part(first, vocabulary.first_parts, vocabulary, known=known)]
    options += [_part(part, vocabulary.other_parts, vocabulary, known=known) for part in rest[:3]]
    ways = [
        ("-".join(name for name, _ in way), sum(p for _, p in way) + JOIN_LOGP * len(rest))
        for way in product(*options)
    ]
    return sorted(ways, key=lambda way: (-way[1], way[0]))[:WAYS]


def _part(observed: str, parts: Mapping[str, float], vocabulary: Vocabulary, *, known: bool) -> Options:
    """What a part of a notation may be: one of other notations, an abbreviation, or as it stands."""
    found = {name: KNOWN_LOGP + logp for name, logp in _near(observed, parts)[:3]}
    if "&" in observed:  # SGD&ĐT is SGDĐT as well
        at = observed.index("&")
        whole = _near(observed.replace("&", ""), parts)[:3]
        found.update((f"{name[:at]}&{name[at:]}", logp) for name, logp in whole)
    key = stripped_key(observed)
    for word in vocabulary.words.near(observed):
        if word.surface.isupper() and stripped_key(word.surface) == key:
            found.setdefault(word.surface, LISTED_LOGP)
    if not known:
        found.setdefault(observed, code_logp(observed))
    return list(found.items())


def _near(observed: str, names: Mapping[str, float]) -> Options:
    """Names that differ from what is observed only where OCR is known to misread them."""
    found: dict[str, float] = {}
    for form in {observed, _TWO_FOR_ONE.sub("Đ", observed)}:
        pool = [n for n in names if len(n) == len(form)]
        limit = max(2, len(form) // 3)
        hits = process.extract(form, pool, scorer=Hamming.distance, score_cutoff=limit, limit=None)
        found.update((n, names[n]) for n, _, _ in hits if all(map(_misreads, n, form)))
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:8]


def _misreads(intended: str, observed: str) -> bool:
    """Whether a letter of a notation may have been printed so: Đ and digits have look-alikes."""
    bare = strip_marks(observed)
    if strip_marks(intended).lower() == bare.lower():
        return True
    return bare in LOOKALIKES.get(intended, "") or (bare in _STRANGE and intended.isalpha())
