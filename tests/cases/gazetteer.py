"""Clean notices that name every place of Vietnam and thousands of people, made from frames written by us.

The lists are public facts (lexicons/places.tsv and the names). No list is shown to the decoder,
so a name of a commune that the corpus never had is as new to it as to any reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from vnrestore.language.lexicon import Lexicon

FRAMES = (
    "Đoàn kiểm tra làm việc tại xã {0}, xã {1} và phường {2} từ ngày {day}/{month}/2019.",
    "Ông {name}, Chủ tịch Ủy ban nhân dân xã {0}, báo cáo kết quả rà soát hộ nghèo năm 2018.",
    "Tuyến đường từ trung tâm xã {0} đi thị trấn {1} dài {km},{tenth} km, tổng mức đầu tư {money} đồng.",
    "Các hộ dân thuộc địa bàn {0}, {1}, {2} và {3} được hỗ trợ theo Quyết định số {number}/QĐ-UBND.",
    "- Xã {0}: {km} hộ; xã {1}: {day} hộ; xã {2}: {month} hộ.",
    "Bà {name} sinh năm 19{year}, thường trú tại thôn {day}, xã {0}, đề nghị xem xét đơn ngày {day}/{month}.",
    "Giao Ủy ban nhân dân các xã {0} và {1} niêm yết danh sách; Công an xã {2} phối hợp thực hiện.",
    "{number}. {name} - Bí thư Đảng ủy xã {0}; {name2} - Phó Chủ tịch Hội đồng nhân dân xã {1}.",
    "Nhà văn hóa {0} rộng {money} m2, do ông {name} và bà {name2} trông coi.",
)  # fmt: skip
LINES = 12  # of one notice


def notices(every: int = 1) -> Iterator[str]:
    """The notices, or every so-many-th of them; the same each time."""
    places = [entry.word for entry in Lexicon().entries("places")]
    people = iter(_people(len(places)))
    lines = _lines(places, people)
    for number, notice in enumerate(iter(lambda: list(islice(lines, LINES)), [])):
        if number % every == 0:
            yield "\n".join(notice) + "\n"


def _lines(places: Sequence[str], people: Iterator[str]) -> Iterator[str]:
    # A stride that shares no factor with the length visits every place once, neighbours in the list apart.
    order = [places[i * 1013 % len(places)] for i in range(len(places))]
    at = number = 0
    while at < len(order):
        frame = FRAMES[number % len(FRAMES)]
        count = 1 + max(
            int(frame[i + 1]) for i in range(len(frame) - 2) if frame[i] == "{" and frame[i + 1].isdigit()
        )
        chosen = (order[at : at + count] + order[:count])[:count]
        at += count
        yield frame.format(
            *chosen,
            day=number % 28 + 1,
            month=number % 12 + 1,
            km=number % 97 + 3,
            tenth=number % 10,
            year=number % 39 + 50,
            number=number % 977 + 10,
            money=f"{number % 89 + 1}.{number * 7 % 900 + 100}",
            name=next(people),
            name2=next(people),
        )
        number += 1


def _people(count: int) -> Iterator[str]:
    """Names of three parts; each list is gone through at its own pace."""
    lexicon = Lexicon()
    family, middle, given = (
        [entry.word for entry in lexicon.entries(f"{part}_names")] for part in ("family", "middle", "given")
    )
    for i in range(count * 2):
        yield f"{family[i % len(family)]} {middle[i * 5 % len(middle)]} {given[i * 7 % len(given)]}"
