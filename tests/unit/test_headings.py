"""Roman numerals of headings, chapters and appendices, whose strokes were read as something else."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.headings import logp_of, number_headings
from vnrestore.restore.reading import Reading

TITLES = ("MUC DICH, YEU CAU", "NOI DUNG CHU YEU", "TO CHUC THUC HIEN", "KINH PHI THUC HIEN")


def read(text: str) -> list[list[Reading]]:
    """Each line as a passage, each word and its marks as readings of themselves."""
    passages, offset = [], 0
    for line in text.split("\n"):
        found = []
        for word in line.split(" "):
            core = word.rstrip(".,:") or word
            found.append(Reading(offset, offset + len(core), core, 1.0, None, 0.0, "identity", 4))
            if word != core:
                end = offset + len(word)
                found.append(
                    Reading(offset + len(core), end, word[len(core) :], 1.0, None, 0.0, "identity", 5)
                )
            offset += len(word) + 1
        passages.append(found)
    return passages


def numerals(*observed: str) -> list[str]:
    text = "\n".join(f"{one} {title}" for one, title in zip(observed, TITLES, strict=False))
    return [passage[0].surface for passage in number_headings(text, read(text))]


@pytest.mark.parametrize(
    ("observed", "want"),
    [
        (["1.", "11.", "111.", "IV."], ["I", "II", "III", "IV"]),
        (["I.", "IL", "III."], ["I", "II.", "III"]),
        (["IL", "H.", "HI."], ["I.", "II", "III"]),
        (["L", "Il."], ["I.", "II"]),
        (["1.", "2.", "3."], ["1", "2", "3"]),  # they count in digits
        (["II.", "III."], ["II", "III"]),  # the page before had the first
        (["H."], ["II"]),
    ],
)
def test_headings_in_capitals_follow_one_another(observed: list[str], want: list[str]) -> None:
    assert numerals(*observed) == want


@pytest.mark.parametrize(
    "line",
    [
        "TL. CUC TRUONG CHI CUC",
        "56: 72/2025 NQ HDND",
        "01 THANG BAY",
        "| KE HOACH CHUNG",
        "1. Noi dung chung",
        "1. UBND TP Ha Noi va cac so",
    ],
)
def test_what_is_no_numeral_before_capitals_stays(line: str) -> None:
    chosen = read(line)
    assert number_headings(line, chosen) is chosen


@pytest.mark.parametrize(
    ("observed", "want"),
    [
        ("11", "II"),
        ("1Í", "II"),
        ("Hi", "III"),
        ("H", "II"),
        ("IT", "II"),
        ("12", "12"),
        ("7", "7"),
        ("V", "V"),
    ],
)
def test_appendices_count_in_roman_numerals(observed: str, want: str) -> None:
    text = f"Phụ lục {observed} kèm theo"
    (passage,) = number_headings(text, read(text))
    assert passage[2].surface == want


@pytest.mark.parametrize(
    ("observed", "want"),
    [("TV", "IV"), ("IH", "III"), ("Il", "II"), ("it", "it"), ("Xi", "Xi"), ("11", "11"), ("xã", "xã")],
)
def test_classes_count_in_small_roman_numerals_if_in_any(observed: str, want: str) -> None:
    text = f"công trình cấp {observed} trở lên"
    (passage,) = number_headings(text, read(text))
    assert passage[3].surface == want


def test_a_numeral_read_in_parts_is_one_reading() -> None:
    text = "I! NOI DUNG CHU YEU"
    parts = [
        Reading(0, 1, "I", 1.0, None, 0.0, "identity", 4),
        Reading(1, 2, "!", 1.0, None, 0.0, "identity", 5),
    ]
    (passage,) = number_headings(text, [parts + read(text)[0][1:]])
    assert [(r.start, r.end, r.surface) for r in passage[:2]] == [(0, 2, "II"), (3, 6, "NOI")]


def test_strokes_are_misread_alike() -> None:
    assert logp_of("III", "III") == 0.0
    assert logp_of("III", "111") > logp_of("III", "I11") - 1.0 > 3 * logp_of("I", "1")
    assert logp_of("II", "11") > logp_of("I", "11")


def test_headings_of_a_garbled_page() -> None:
    page = (
        "Can ctr Luat T6 chitc chinh quyén dia phuong ngay 16 thang 6 nam 2025 cia Quéc héi;\n\n"
        "1. MUC DICH, YEU CAU\nTrién khai thuc hién cé hiéu qua chi dao ctia Thu twéng Chinh phu.\n\n"
        "IL NOI DUNG\nTé chirc tuyén truyén, ph6 bién dén can bé, céng chitc tai Phu luc 11 kém theo.\n\n"
        "111. TO CHUC THUC HIEN\nVan phong Uy ban nhan dan tinh theo ddi, d6n déc viéc thuc hién.\n"
    )
    lines = [line for line in Restorer().restore(page).text.split("\n") if line]
    assert [lines[i] for i in (1, 3, 5)] == ["I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. TỔ CHỨC THỰC HIỆN"]
    assert "Phụ lục II kèm theo" in lines[4]
