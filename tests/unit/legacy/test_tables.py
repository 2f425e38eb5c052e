"""Every Vietnamese letter in every old encoding, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legacy_text import ALPHABET, to_bytes, to_legacy

from vnrestore.text.legacy import tables
from vnrestore.text.legacy.convert import (
    DECOMPOSED,
    EIGHT_BIT,
    ENCODINGS,
    TCVN3,
    VIQR,
    VNI,
    VPS,
    is_decomposed,
    to_unicode,
)

LETTERS = st.sampled_from([*ALPHABET, *"aAbcdDeghiklmnopqrstuvxyY", "1", ",", " ", "\n"])


def test_the_alphabet_is_whole() -> None:
    assert len(set(ALPHABET)) == 134
    assert all(len(letter) == 1 for letter in ALPHABET)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("letter", ALPHABET)
def test_every_letter(encoding: str, letter: str) -> None:
    shown = to_legacy(letter, encoding)
    assert shown != letter or encoding == DECOMPOSED or letter in "âêôÂÊÔàáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝ"
    word = f"X{shown}X" if letter.isupper() else f"x{shown}x"  # TCVN3 tells case by the letters around
    assert to_unicode(word, encoding).lower() == word[0].lower() + letter.lower() + word[-1].lower()
    if encoding != TCVN3 or letter.islower() or letter in "ĂÂÊÔƠƯĐ":
        assert to_unicode(word, encoding)[1] == letter


@pytest.mark.parametrize("encoding", EIGHT_BIT)
@pytest.mark.parametrize("letter", ALPHABET)
def test_bytes_read_as_latin_1_do_as_well(encoding: str, letter: str) -> None:
    data = to_bytes(to_legacy(letter, encoding))
    assert to_unicode(data.decode("latin-1"), encoding).lower() == letter.lower()


@pytest.mark.parametrize("encoding", [one for one in ENCODINGS if one not in (TCVN3, VIQR)])
@settings(max_examples=60, deadline=None)
@given(text=st.text(LETTERS, max_size=30))
def test_any_text_comes_back(encoding: str, text: str) -> None:
    assert to_unicode(to_legacy(text, encoding), encoding) == text


def test_codes_are_used_once() -> None:
    for make in (tables.tcvn3, tables.vni, tables.vps, tables.viscii):
        letters = list(make().values())
        assert len(letters) == len(make())
        missing = set(ALPHABET) - set(letters)
        assert not missing or make is tables.tcvn3


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Lª Lîi, §inh TÕ", "Lê Lợi, Đinh Tế"),
        ("TR¦êNG THPT Lª LîI", "TRƯỜNG THPT LÊ LỢI"),
        ("§¶ng vµ Nhµ n­íc; “x¸c ®Þnh” – 100 %", "Đảng và Nhà nước; “xác định” – 100 %"),
    ],
)
def test_tcvn3_has_its_capitals_in_fonts(shown: str, text: str) -> None:
    assert to_unicode(shown, TCVN3) == text


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("QUYEÁT ÑÒNH Ñoäc laäp - Töï do", "QUYẾT ĐỊNH Độc lập - Tự do"),
        ("Öôùc tính: 12 % (möôøi hai)", "Ước tính: 12 % (mười hai)"),
    ],
)
def test_vni(shown: str, text: str) -> None:
    assert to_unicode(shown, VNI) == text


def test_vps_capitals_are_control_characters() -> None:
    assert to_unicode("M\x12T S– ñI“U", VPS) == "MỘT SỐ ĐIỀU"


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("DDo^.c la^.p - Tu+. do - Ha.nh phu'c", "Độc lập - Tự do - Hạnh phúc"),
        ("dda(.c bie^.t la` ca'c to^? chu+'c", "đặc biệt là các tổ chức"),
        ("so^' 12\\. Ba`i ha'y\\?", "số 12. Bài háy?"),
        ("thu+.c hie^.n. Ca'c so+?", "thực hiện. Các sở"),
        ("gia' tri..", "giá trị."),
        ("QUYE^'T DDI.NH VE^` VIE^.C", "QUYẾT ĐỊNH VỀ VIỆC"),
        ("o.^ng", "ộng"),
        ("u* o* mo+'i", "ư ơ mới"),
        ("b(c) d^ x+y", "b(c) d^ x+y"),
    ],
)
def test_viqr(shown: str, text: str) -> None:
    assert to_unicode(shown, VIQR) == text


def test_a_full_stop_goes_with_the_likelier_syllable() -> None:
    likely = {"lệ": -5.0, "lê": -9.0}
    assert to_unicode("DDie^`u le^. DDa?ng", VIQR, lambda word: likely.get(word, -20.0)) == "Điều lệ Đảng"
    assert to_unicode("ho. Le^. Ta", VIQR, lambda word: -likely.get(word, -word.count("ọ"))) == "họ Lê. Ta"


def test_decomposed_letters_and_no_others() -> None:
    assert is_decomposed("Vie\u0323\u0302t")
    assert to_unicode("Vie\u0323\u0302t Đo\u031b\u0301i ê\u0323", DECOMPOSED) == "Việt Đới ệ"
    for other in ("n\u0303", "\u0301", "\u0915\u093c", "\u212b", "Việt"):
        assert not is_decomposed(other)
        assert to_unicode(other, DECOMPOSED) == other


def test_unknown_encodings() -> None:
    with pytest.raises(KeyError):
        to_unicode("x", "EBCDIC")
