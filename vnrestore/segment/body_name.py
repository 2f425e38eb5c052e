"""The name of the issuing body, mended where the document itself and the lexicons say how it is spelled.

A body's name stands in capitals beside the motto, where OCR misreads marks (``GIA LẠI``), glues
words (``BOY TẾ``) and loses the second line (``TỈNH ĐẮK`` / ``LẮK``). The document names its body and
its province again in what follows. Nothing is taken that the document does not hold, but for a
known body whose letters are those printed.
"""

from __future__ import annotations

import re
from collections import Counter

from vnrestore.datatypes.notice import Kind, Notice
from vnrestore.segment.fold import distance, fold
from vnrestore.segment.known_names import key_of, known_bodies, known_provinces
from vnrestore.text.spelling import old_tone_placement

_LOOKED_THROUGH = 40_000
"""Characters of a document in which its province is looked for."""
_COUNCILS = {"uybannhandan": "ỦY BAN NHÂN DÂN", "hoidongnhandan": "HỘI ĐỒNG NHÂN DÂN"}
_OLD_SPELLING = ("Ỷ", "ỷ")
_LEVELS = re.compile(r"\b(?:tinh|thanh pho)(?= |$)")
_LETTERS_OFF = 10
"""One letter in so many may be misread."""
_SURE, _MENDED, _FILLED = 0.95, 0.8, 0.65


def mend_body(name: str, notice: Notice) -> tuple[str, float]:
    """The body's name and how sure it is.

    Args:
        name: as read from the header, junk at its edges taken off.
        notice: the document.
    """
    if sum(map(str.isupper, name)) >= sum(map(str.islower, name)):
        name = name.upper()
    territorial = _territorial(name, notice)
    if territorial is not None:
        return territorial
    if old_tone_placement(name.lower()) in known_bodies().printed:
        return name, _SURE
    like = _known_like(name)
    if like:
        return like, _MENDED
    spelled = _spelled_in_text(name, notice.source)
    return (spelled, _MENDED) if spelled and spelled != name else (name, _SURE)


def _known_like(name: str) -> str:
    """The known body with the same letters, or with a few others and no other so near; "" if none."""
    key, bodies = key_of(name), known_bodies()
    same = bodies.by_key.get(key, ())
    if len(same) == 1:
        return same[0].upper()
    allowed = len(key) // _LETTERS_OFF
    if same or not allowed:
        return ""
    near = sorted(
        (away, other)
        for other in bodies.by_key
        if abs(len(other) - len(key)) <= allowed and (away := distance(other, key)) <= allowed
    )
    alone = len(near) == 1 or (len(near) > 1 and near[1][0] > near[0][0])
    names = bodies.by_key[near[0][1]] if near and alone else ()
    return names[0].upper() if len(names) == 1 else ""


def _territorial(name: str, notice: Notice) -> tuple[str, float] | None:
    """``ỦY BAN NHÂN DÂN TỈNH X`` with council and province as they are spelled; None for other bodies."""
    folded = fold(name)
    level = next(_LEVELS.finditer(folded), None)
    if level is None:
        return None
    council = _council(name[: level.start()].strip())
    if not council:
        return None
    printed = name[level.start() : level.end()]
    title = "TỈNH" if level[0] == "tinh" else "THÀNH PHỐ"
    read = " ".join(re.findall(r"[^\W\d_]+(?:\s?-\s?[^\W\d_]+)?", name[level.end() :]))
    place, sure = _place(read, title, notice)
    mended = f"{council} {title} {place}".strip()
    same = mended == name or (council == name[: level.start()].strip() and printed == title and place == read)
    return (mended, _SURE) if same and sure == _SURE else (mended, min(sure, _MENDED))


def _council(words: str) -> str:
    key = key_of(words)
    known = min(_COUNCILS, key=lambda other: distance(other, key))
    if distance(known, key) > 1:
        return ""
    return words if key == known and words in (_COUNCILS[known], "UỶ BAN NHÂN DÂN") else _COUNCILS[known]


def _place(read: str, title: str, notice: Notice) -> tuple[str, float]:
    """The province a header names, by what was read of it and by what the document calls it."""
    provinces = known_provinces()
    if old_tone_placement(read.lower()) in provinces.printed:
        return read, _SURE
    held = _provinces_in(notice, title)
    words = fold(read).split()
    same = provinces.by_key.get("".join(words), ())
    if len(same) == 1:
        return same[0].upper(), _MENDED
    fitting = [place for place in held if _fits(words, fold(place).split())]
    if fitting:
        best = max(fitting, key=lambda place: held[place])
        return best.upper(), _MENDED if words else _FILLED
    near = [place for place in provinces.by_key if read and distance(place, "".join(words)) <= 1]
    if len(near) == 1:
        return provinces.by_key[near[0]][0].upper(), _FILLED
    return read, _SURE if not held and read else _FILLED


def _provinces_in(notice: Notice, title: str) -> Counter[str]:
    """The provinces a document names with their level, as often as it does; the place of its date counts."""
    text = " ".join(notice.source[:_LOOKED_THROUGH].split()).lower()
    names = [names[0] for names in known_provinces().by_key.values()]
    places = {name: text.count(f"{title.lower()} {name.lower()}") for name in names}
    dated = notice.first(Kind.PLACE_DATE)
    for name in places:
        places[name] += bool(dated and dated.text.lower().startswith(name.lower())) * 2
    most = max(places.values(), default=0)
    return Counter({name: count for name, count in places.items() if count and count * 2 >= most})


def _fits(read: list[str], place: list[str]) -> bool:
    """Whether what was read may be this province: its words in order, the first of them, or near them.

    Nothing read fits any: the line was lost.
    """
    if not read:
        return True
    rest = iter(read)
    if all(word in rest for word in place):
        return True
    if len(read) <= len(place) and all(
        ours[0] == theirs[0] or distance(ours, theirs) <= 1 for ours, theirs in zip(read, place, strict=False)
    ):
        return True
    ours, theirs = "".join(read), "".join(place)
    return distance(ours, theirs) <= max(1, len(theirs) // 3)


def _spelled_in_text(name: str, source: str) -> str:
    """How the text spells a body that no lexicon knows, if it does so twice as often as the header."""
    folded, wanted = fold(source), fold(name)
    if len(wanted) < 8 or not wanted.replace(" ", "").isalpha():
        return ""
    found: Counter[str] = Counter()
    at = folded.find(wanted)
    while at >= 0:
        found[" ".join(source[at : at + len(wanted)].upper().split())] += 1
        at = folded.find(wanted, at + 1)
    ranked = found.most_common(2)
    if not ranked or ranked[0][0] == name:
        return ""
    return ranked[0][0] if ranked[0][1] >= 2 * found[name] and ranked[0][1] > 1 else ""


def repeated_end(name: str) -> str:
    """The name without its end where the line below it repeated it: ``TỈNH X TỈNH X``."""
    words = name.split()
    for size in range(2, len(words) // 2 + 1):
        if all(ours == theirs for ours, theirs in zip(words[-size:], words[-2 * size : -size], strict=True)):
            return " ".join(words[:-size])
    return name
