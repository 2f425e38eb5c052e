import unicodedata

import pytest

from vnrestore.text.keys import shape_key, stripped_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đề án", "de an"),
        ("ỦY BAN NHÂN DÂN", "uy ban nhan dan"),
        ("nghiêng", "nghieng"),
        ("ương", "uong"),
        ("KH&CN", "kh&cn"),
        ("", ""),
    ],
)
def test_stripped_key(text: str, key: str) -> None:
    assert stripped_key(text) == key


def test_keys_do_not_depend_on_composition() -> None:
    for word in ("Đường", "thuyền", "chuẩn", "ỷ"):
        decomposed = unicodedata.normalize("NFD", word)
        assert decomposed != word
        assert stripped_key(decomposed) == stripped_key(word)
        assert shape_key(decomposed) == shape_key(word)


# Readings of the starting notice and of ../shared/pairs.
@pytest.mark.parametrize(
    ("intended", "observed"),
    [
        ("của", "cia"),
        ("của", "cua"),
        ("chức", "chic"),
        ("chức", "chirc"),
        ("chức", "chwc"),
        ("số", "s6"),
        ("số", "S&"),
        ("số", "56"),
        ("số", "$6"),
        ("đối", "ddi"),
        ("trường", "trudng"),
        ("trường", "trwong"),
        ("hội", "hdi"),
        ("bộ", "bg"),
        ("bộ", "b¢"),
        ("về", "v&"),
        ("tế", "t€"),
        ("là", "1a"),
        ("là", "14"),
        ("là", "13"),
        ("các", "c4c"),
        ("hợp", "hgp"),
        ("cộng", "cgng"),
        ("định", "dinh"),
        ("từ", "tir"),
        ("cứ", "cit"),
        ("tư", "tw"),
        ("ngoại", "ngogi"),
        ("công tác", "c6ng t4c"),
        ("TƯỚNG", "TUGNG"),
        ("minh", "rninh"),
    ],
)
def test_shape_key_unites_what_ocr_confuses(intended: str, observed: str) -> None:
    assert shape_key(intended) == shape_key(observed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ban", "dan"),
        ("nhân", "thân"),
        ("thông", "phông"),
        ("đồng", "bồng"),
        ("tin", "tim"),
        ("hợp", "hộc"),
        ("tại", "t?i"),
    ],
)
def test_shape_key_keeps_consonants_apart(one: str, other: str) -> None:
    assert shape_key(one) != shape_key(other)


def test_shape_key_of_words_and_of_none() -> None:
    assert shape_key("  ủy   ban ") == shape_key("ủy") + " " + shape_key("ban")
    assert shape_key("...") == ""
    assert shape_key("a ... b") == shape_key("a") + " " + shape_key("b")
    assert shape_key("") == ""
