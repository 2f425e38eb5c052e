"""Words that are not syllables, found by what OCR makes of them."""

from __future__ import annotations

from vnrestore.pipeline import Restorer
from vnrestore.restore.candidates.wordlist import Word, WordList


def test_words_of_mixed_case_are_found_by_shape() -> None:
    words = WordList([Word(1, "VNeID"), Word(2, "google"), Word(3, "ASEAN")])
    assert [word.surface for word in words.near("VNelD")] == ["VNeID"]
    assert words.near("goog1e") == []


def test_l_for_i_in_a_garbled_text_only() -> None:
    restorer = Restorer()
    garbled = (
        "quéc gia. Ung dung VNelD va img dung Công dich vu công. Thyc hién trén VNelD muc 2 cua cong dan."
    )
    assert restorer.restore(garbled).text.count("VNeID") == 2
    clean = "Ứng dụng VNelD và ứng dụng Cổng dịch vụ công quốc gia trên thiết bị di động của công dân."
    assert restorer.restore(clean).text == clean
