"""The label of a document's number and the name of the country."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.letterhead import mend_letterhead
from vnrestore.restore.reading import Reading

HEAD = "UBND TINH VINH LONG CONG HOA XA HQI CHU NGHIA VIET NAM\n\nSO TAI CHINH Dic lap - Ty do - Hanh phiic\n"


def read(text: str) -> list[list[Reading]]:
    """Each word as a reading of itself, a colon apart."""
    found = []
    offset = 0
    for word in text.split(" "):
        core = word.strip().removesuffix(":")
        start = offset + word.index(core)
        found.append(Reading(start, start + len(core), core, 1.0, None, 0.0, "identity", 4))
        if word.endswith(":"):
            found.append(
                Reading(start + len(core), start + len(core) + 1, ":", 1.0, None, 0.0, "identity", 5)
            )
        offset += len(word) + 1
    return [found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("S56: 2429/TTr-SNV", "Số"),
        (".. $05: 192/2011/BC-STC", "Số"),
        ("5ö: 816/QĐ-UBND", "Số"),
        ("568: 816/QĐ-UBND", "568"),  # digits stay
        ("SỐ: 816/QĐ-UBND", "SỐ"),
        ("S56: 2429", "S56"),
        ("S56: 12/10/2024", "S56"),
        ("S56: ba 2429/TTr-SNV", "S56"),
        ("KH: 2429/TTr-SNV", "KH"),
    ],
)
def test_what_stands_before_a_number_at_the_beginning_of_a_line(text: str, first: str) -> None:
    surfaces = [r.surface for r in mend_letterhead(text, read(text))[0]]
    assert first in surfaces
    assert surfaces[-1] == text.rsplit(" ", 1)[-1]


def test_within_a_line_it_is_something_else() -> None:
    text = "giống S56: 2429/TTr-SNV"
    assert mend_letterhead(text, read(text)) == read(text)


def test_the_header_of_a_garbled_page() -> None:
    number = "S56: 2429/TTr-SNV Vinh Long, ngay 17 thang 09 nam 2004\nTO TRINH\n"
    lines = Restorer().restore(HEAD + number).text.split("\n")
    assert lines[3] == "Số: 2429/TTr-SNV Vĩnh Long, ngày 17 tháng 09 năm 2004"


@pytest.mark.parametrize(
    ("before", "line", "want"),
    [("VIET", "NAM", "NAM"), ("VIET", "Co NAM", "NAM"), ("2023", "NAM", "NĂM")],
)
def test_the_name_of_the_country_over_two_lines(before: str, line: str, want: str) -> None:
    head, tail = f"CHU NGHIA {before}", f"{line} HOC"
    first, (*_, name, last) = read(head)[0], read(tail)[0]
    at = len(head) + 2
    first[-1] = first[-1]._replace(surface="VIỆT" if before == "VIET" else before)
    dirt = [r._replace(start=r.start + at, end=r.end + at) for r in read(tail)[0][:-2]]
    name = name._replace(start=name.start + at, end=name.end + at, surface="NĂM")
    chosen = [first, [*dirt, name, last._replace(start=last.start + at, end=last.end + at)]]
    found = mend_letterhead(f"{head}\n\n{tail}", chosen)[1]
    assert [r.surface for r in found[-2:]] == [want, "HOC"]
