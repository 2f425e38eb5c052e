"""PDFs with a garbled layer: what is read, what is replaced, and what nothing may happen to."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pdf_support import (
    SCAN,
    corrected,
    image,
    invisible,
    make_pdf,
    page_text,
    pixels,
    raw_images,
    to_bytes,
    visible,
)
from pikepdf import Dictionary, Name

from vnrestore.formats.pdf_fix import FixedPdf, fix_pdf
from vnrestore.formats.pdf_text import PdfText, read_pdf, survey_pdf
from vnrestore.formats.placing import place
from vnrestore.formats.reading import parse_document

LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậ bcdđ eèéẻẽẹêềếểễệ ghiìíỉĩị klmn oòóỏõọôồốổỗộơờớởỡợ pqrst uùúủũụưừứửữự vxyỳýỷỹỵ "
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ BCDĐ EÈÉẺẼẸÊỀẾỂỄỆ GHIÌÍỈĨỊ KLMN OÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ PQRST UÙÚỦŨỤƯỪỨỬỮỰ VXYỲÝỶỸỴ"
)


def fixed(data: bytes, replacements: Mapping[str, str]) -> FixedPdf:
    document = survey_pdf(data, "test.pdf").document
    return fix_pdf(document, place(document, corrected(document, replacements)), "test.pdf")


def exact(found: PdfText) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The words with their boxes."""
    text = found.document.text
    return [
        (word.span.of(text), (b.left, b.top, b.right, b.bottom))
        for line in found.document.lines()
        for word in line.words
        if (b := word.box) is not None
    ]


def words(found: PdfText) -> list[tuple[str, tuple[int, ...]]]:
    """The words with their boxes, rounded to points."""
    return [(word, tuple(map(round, box))) for word, box in exact(found)]


def read(data: bytes) -> PdfText:
    return read_pdf(data, "test.pdf")


@pytest.fixture
def scan() -> bytes:
    """An image with two garbled lines under it, as the commonest case is."""
    layer = invisible((100, 700, "Cong tac thong tin"), (100, 680, "d6i ngoai"))
    return to_bytes(make_pdf(SCAN + layer))


def test_layer_is_read_with_its_boxes(scan: bytes) -> None:
    found = read(scan)
    assert found.document.text == "Cong tac thong tin\nd6i ngoai\n"
    assert found.has_layer
    boxes = dict(words(found))
    left, top, right, bottom = boxes["Cong"]
    assert left == 100
    assert abs(bottom - (842 - 700)) <= 4, "a little under the base line"
    assert 8 <= bottom - top <= 16
    assert right < boxes["tac"][0] < boxes["tac"][2] < boxes["thong"][0]
    assert boxes["d6i"][1] >= top + 18


def test_corrections_go_into_the_layer_and_nothing_else_changes(scan: bytes) -> None:
    done = fixed(scan, {"Cong": "Công", "tac": "tác", "thong": "thông", "d6i": "đối", "ngoai": "ngoại"})
    assert done.pages == (1,)
    assert page_text(done.data).split() == ["Công", "tác", "thông", "tin", "đối", "ngoại"]
    assert "Cong" not in page_text(done.data)
    assert raw_images(done.data) == raw_images(scan)
    assert np.array_equal(pixels(done.data), pixels(scan))


def test_words_stay_in_their_places(scan: bytes) -> None:
    before = words(read(scan))
    after = words(read(fixed(scan, {"Cong": "Công", "ngoai": "ngoại"}).data))
    assert [word for word, _ in after] == ["Công", "tac", "thong", "tin", "d6i", "ngoại"]
    for (_, old), (_, new) in zip(before, after, strict=True):
        assert all(abs(one - other) <= 2 for one, other in zip(old, new, strict=True)), (old, new)


def test_split_and_merged_words_get_boxes_of_their_own() -> None:
    data = to_bytes(make_pdf(SCAN + invisible((100, 700, "thongtin doi ngo ai"))))
    after = words(read(fixed(data, {"thongtin": "thông tin", "ngo ai": "ngoại"}).data))
    assert [word for word, _ in after] == ["thông", "tin", "doi", "ngoại"]
    for (_, one), (_, two) in pairwise(after):
        assert one[2] <= two[0]


@pytest.fixture
def alphabet() -> tuple[bytes, list[str]]:
    """A fixed PDF with every Vietnamese letter in its layer, and what should be found in it."""
    expected = [*LETTERS.split(), "𠀀𡨸", "–", "“”"]
    layer = invisible(*((50, 800 - 20 * number, f"mmmmmmmmmmmm{number}") for number in range(len(expected))))
    data = to_bytes(make_pdf(SCAN + layer))
    done = fixed(data, {f"mmmmmmmmmmmm{number}": word for number, word in enumerate(expected)})
    return done.data, expected


def test_every_vietnamese_letter_is_found(alphabet: tuple[bytes, list[str]]) -> None:
    data, expected = alphabet
    assert page_text(data).split() == expected


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_every_vietnamese_letter_is_found_by_pdftotext(
    alphabet: tuple[bytes, list[str]], tmp_path: Path
) -> None:
    data, expected = alphabet
    path = tmp_path / "fixed.pdf"
    path.write_bytes(data)
    out = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, timeout=60)
    assert out.stderr == b""
    assert out.stdout.decode().split() == expected


def test_nothing_to_correct_gives_the_file_back(scan: bytes) -> None:
    done = fixed(scan, {})
    assert done.data == scan
    assert done.pages == ()


def test_fixing_again_changes_nothing(scan: bytes) -> None:
    once = fixed(scan, {"Cong": "Công"})
    assert fixed(once.data, {}).data == once.data
    again = fixed(once.data, {"tin": "tin:"})
    assert page_text(again.data).split() == ["Công", "tac", "thong", "tin:", "d6i", "ngoai"]
    with pikepdf.open(io.BytesIO(again.data)) as pdf:
        assert len(pdf.pages[0].Resources.Font) == 1, "the old layer's font goes with it"


def test_boxes_do_not_creep(scan: bytes) -> None:
    once = fixed(scan, {"Cong": "Công"}).data
    twice = fixed(once, {"Công": "Cong"}).data
    for (_, one), (_, two) in zip(exact(read(once)), exact(read(twice)), strict=True):
        assert one == pytest.approx(two, abs=0.01)


def test_visible_text_is_read_but_never_replaced() -> None:
    data = to_bytes(make_pdf(visible((100, 700, "Cong hoa")) + invisible((100, 600, "Doc lap"))))
    found = read(data)
    assert found.document.text.split() == ["Cong", "hoa", "Doc", "lap"]
    done = fixed(data, {"Cong": "Cộng", "Doc": "Độc"})
    assert page_text(done.data).split() == ["Cong", "hoa", "Độc", "lap"]
    assert np.array_equal(pixels(done.data), pixels(data))
    assert any("visible text was left" in note for note in done.notes)


def test_born_digital_pdf_comes_back_as_it_is() -> None:
    data = to_bytes(make_pdf(visible((100, 700, "Cong hoa xa hoi"))))
    done = fixed(data, {"Cong": "Cộng"})
    assert done.data == data
    assert any("nothing was replaced" in note for note in done.notes)


def test_text_behind_an_image_is_a_layer() -> None:
    data = to_bytes(make_pdf(visible((100, 700, "Cong hoa")) + SCAN))
    done = fixed(data, {"Cong": "Cộng"})
    assert page_text(done.data).split() == ["Cộng", "hoa"]
    assert np.array_equal(pixels(done.data), pixels(data))


def test_text_behind_an_image_with_holes_is_visible() -> None:
    pdf = pikepdf.new()
    mask = pdf.make_indirect(image(pdf))
    holed = pdf.make_indirect(image(pdf, SMask=mask))
    make_pdf(
        visible((100, 700, "Cong hoa")) + SCAN.replace(b"/Scan", b"/Holed"),
        xobjects={"Holed": holed},
        pdf=pdf,
    )
    data = to_bytes(pdf)
    assert fixed(data, {"Cong": "Cộng"}).data == data


def test_text_on_an_image_is_visible() -> None:
    data = to_bytes(make_pdf(SCAN + visible((100, 700, "Cong hoa"))))
    assert fixed(data, {"Cong": "Cộng"}).data == data


def test_an_image_in_a_form_hides_where_the_form_puts_it() -> None:
    pdf = pikepdf.new()
    small = SCAN.replace(b"595 0 0 842", b"59.5 0 0 84.2")
    form = pdf.make_stream(small, Type=Name.XObject, Subtype=Name.Form)
    form["/BBox"] = [0, 0, 100, 100]
    form["/Matrix"] = [10, 0, 0, 10, 0, 0]
    make_pdf(visible((100, 700, "Cong hoa")) + b"/Large Do", xobjects={"Large": form}, pdf=pdf)
    form["/Resources"] = pdf.pages[0].Resources
    assert page_text(fixed(to_bytes(pdf), {"Cong": "Cộng"}).data).split() == ["Cộng", "hoa"]


def test_text_beside_a_later_image_is_visible() -> None:
    stamp = b"q 50 0 0 50 90 690 cm /Scan Do Q\n"
    data = to_bytes(make_pdf(visible((100, 700, "Cong hoa xa hoi chu nghia")) + stamp))
    assert fixed(data, {"Cong": "Cộng"}).data == data


def test_transparent_text_is_a_layer() -> None:
    pdf = make_pdf(b"q /Clear gs " + visible((100, 700, "Cong hoa")) + b" Q")
    pdf.pages[0].Resources["/ExtGState"] = Dictionary(Clear=Dictionary(ca=0.0))
    assert page_text(fixed(to_bytes(pdf), {"Cong": "Cộng"}).data).split() == ["Cộng", "hoa"]


def test_layer_in_a_form_is_replaced() -> None:
    pdf = pikepdf.new()
    form = pdf.make_stream(invisible((0, 0, "Cong hoa")), Type=Name.XObject, Subtype=Name.Form)
    form["/BBox"] = [0, 0, 500, 500]
    form["/Matrix"] = [1, 0, 0, 1, 100, 0]
    make_pdf(SCAN + b"q 1 0 0 1 0 700 cm /Layer Do Q", xobjects={"Layer": form}, pdf=pdf)
    form["/Resources"] = pdf.pages[0].Resources
    data = to_bytes(pdf)
    (word, box), *_ = words(read(data))
    assert (word, box[0]) == ("Cong", 100)
    done = fixed(data, {"Cong": "Cộng"})
    assert page_text(done.data).split() == ["Cộng", "hoa"]
    assert words(read(done.data))[0][1] == box


def test_form_drawn_twice_is_left_alone() -> None:
    pdf = pikepdf.new()
    form = pdf.make_stream(invisible((100, 700, "Cong")), Type=Name.XObject, Subtype=Name.Form)
    form["/BBox"] = [0, 0, 600, 900]
    make_pdf(SCAN + b"/Layer Do", b"/Layer Do", xobjects={"Layer": form}, pdf=pdf)
    form["/Resources"] = pdf.pages[0].Resources
    data = to_bytes(pdf)
    assert fixed(data, {"Cong": "Cộng"}).data == data


def test_rendering_mode_set_before_a_form_counts_in_it() -> None:
    pdf = pikepdf.new()
    form = pdf.make_stream(b"BT /F 12 Tf 100 700 Td (Cong) Tj ET", Type=Name.XObject, Subtype=Name.Form)
    form["/BBox"] = [0, 0, 600, 900]
    make_pdf(SCAN + b"BT 3 Tr ET /Layer Do", xobjects={"Layer": form}, pdf=pdf)
    form["/Resources"] = pdf.pages[0].Resources
    assert page_text(fixed(to_bytes(pdf), {"Cong": "Cộng"}).data).split() == ["Cộng"]


def test_visible_text_that_continues_from_invisible_text_does_not_move() -> None:
    content = b"BT /F 12 Tf 100 700 Td 3 Tr (Cong ) Tj 0 Tr (hoa) Tj ET " + invisible((100, 600, "Doc"))
    data = to_bytes(make_pdf(content))
    done = fixed(data, {"Cong": "Cộng", "Doc": "Độc"})
    assert page_text(done.data).split() == ["Cong", "hoa", "Độc"]
    assert np.array_equal(pixels(done.data), pixels(data))


@pytest.mark.parametrize("show", [b"(Cong) '", b'2 1 (Cong) "'])
def test_next_line_operators_still_move(show: bytes) -> None:
    content = b"BT /F 12 Tf 14 TL 100 700 Td 3 Tr " + show + b" 0 Tr T* (hoa) Tj ET"
    data = to_bytes(make_pdf(content))
    done = fixed(data, {"Cong": "Cộng"})
    assert sorted(page_text(done.data).split()) == ["Cộng", "hoa"]
    assert np.array_equal(pixels(done.data), pixels(data))


def test_state_set_inside_a_removed_text_object_still_holds_after_it() -> None:
    content = b"BT 3 Tr /F 20 Tf 100 700 Td (Cong) Tj ET BT 0 Tr 100 600 Td (hoa) Tj ET"
    data = to_bytes(make_pdf(content))
    assert np.array_equal(pixels(fixed(data, {"Cong": "Cộng"}).data), pixels(data))


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_pages_are_read_and_written_upright(rotation: int) -> None:
    turn = {90: "0 1 -1 0 400 100", 180: "-1 0 0 -1 400 700", 270: "0 -1 1 0 100 700"}[rotation]
    layer = f"BT 3 Tr /F 12 Tf {turn} Tm (Cong hoa xa hoi) Tj 0 -20 Td (chu nghia) Tj ET".encode()
    data = to_bytes(make_pdf(SCAN + layer, Rotate=rotation))
    found = read(data)
    assert found.document.text == "Cong hoa xa hoi\nchu nghia\n"
    size = found.document.pages[0].box
    assert size is not None
    assert (size.width, size.height) == ((595, 842) if rotation == 180 else (842, 595))
    before = words(found)
    assert before[0][1][2] < before[1][1][0], "left to right"
    assert before[0][1][1] < before[4][1][1], "top to bottom"
    done = fixed(data, {"Cong": "Cộng"})
    after = words(read(done.data))
    assert after[0][0] == "Cộng"
    for (_, old), (_, new) in zip(before, after, strict=True):
        assert all(abs(one - other) <= 2 for one, other in zip(old, new, strict=True)), (old, new)
    assert np.array_equal(pixels(done.data), pixels(data))


def test_page_area_need_not_begin_at_zero() -> None:
    layer = invisible((-50, 1100, "Cong hoa"))
    data = to_bytes(make_pdf(layer, media=(-100, 1000, 495, 1842), CropBox=[-90, 1010, 485, 1832]))
    (_, box), *_ = words(read(data))
    assert box[0] == 40
    assert 0 <= box[3] - (1832 - 1100) <= 4
    assert words(read(fixed(data, {"hoa": "hòa"}).data))[0][1] == box


def test_only_pages_that_change_are_touched() -> None:
    layer = invisible((100, 700, "Cong hoa"))
    data = to_bytes(make_pdf(SCAN + layer, SCAN + invisible((100, 700, "khong")), SCAN + layer))
    done = fixed(data, {"khong": "không"})
    assert done.pages == (2,)
    with pikepdf.open(io.BytesIO(data)) as before, pikepdf.open(io.BytesIO(done.data)) as after:
        for index in (0, 2):
            one, two = before.pages[index], after.pages[index]
            assert one.Contents.read_raw_bytes() == two.Contents.read_raw_bytes()
            assert list(one.Resources.Font.keys()) == list(two.Resources.Font.keys())


def test_metadata_bookmarks_and_attachments_survive(scan: bytes) -> None:
    with pikepdf.open(io.BytesIO(scan)) as pdf:
        pdf.docinfo["/Title"] = "Thông báo số 1"
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Thông báo số 1"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Trang đầu", 0))
        pdf.attachments["goc.txt"] = b"ban goc"
        pdf.Root["/PageLabels"] = Dictionary(Nums=[0, Dictionary(S=Name.r)])
        data = to_bytes(pdf)
    with pikepdf.open(io.BytesIO(fixed(data, {"Cong": "Công"}).data)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Thông báo số 1"
        assert pdf.open_metadata()["dc:title"] == "Thông báo số 1"
        assert [item.title for item in pdf.open_outline().root] == ["Trang đầu"]
        assert pdf.attachments["goc.txt"].get_file().read_bytes() == b"ban goc"
        assert "/PageLabels" in pdf.Root


def test_images_keep_their_bytes_whatever_packs_them() -> None:
    pdf = make_pdf(SCAN + invisible((100, 700, "Cong")))
    stream = pdf.pages[0].Resources.XObject.Scan
    stream.write(bytes(range(256)).hex().encode() + b">", filter=Name.ASCIIHexDecode)
    data = to_bytes(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    assert raw_images(fixed(data, {"Cong": "Công"}).data) == [bytes(range(256)).hex().encode() + b">"]


def test_a_signature_does_not_go_unmentioned(scan: bytes) -> None:
    with pikepdf.open(io.BytesIO(scan)) as pdf:
        pdf.Root["/AcroForm"] = Dictionary(Fields=[], SigFlags=3)
        data = to_bytes(pdf)
    assert any("signature" in note for note in fixed(data, {"Cong": "Công"}).notes)
    assert fixed(data, {}).notes == ()


def test_letters_and_marks_apart_are_put_together() -> None:
    apart = unicodedata.normalize("NFD", "Cộng hòa xã hội chủ nghĩa")
    layer = invisible((50, 700, "mmmmmmmm mmmmmmmm mmmm mmmm mmmm mmmmmmmm"))
    data = to_bytes(make_pdf(SCAN + layer))
    data = fixed(data, {"mmmmmmmm mmmmmmmm mmmm mmmm mmmm mmmmmmmm": apart}).data
    document = parse_document(data, "test.pdf")
    assert document.text == "Cộng hòa xã hội chủ nghĩa\n"
    assert [one.lines for one in document.encodings] == [1]
    done = fix_pdf(document, place(document, corrected(document, {})))
    assert page_text(done.data) == "Cộng hòa xã hội chủ nghĩa"


def test_a_hyphen_at_the_line_end_stays_there() -> None:
    data = to_bytes(make_pdf(SCAN + invisible((100, 700, "so 18/TT-"), (100, 680, "BCT ngay"))))
    assert read(data).document.text == "so 18/TT-\nBCT ngay\n"


def test_columns_and_paragraphs() -> None:
    layer = invisible(
        (50, 800, "UBND"),
        (50, 786, "HUYEN"),
        (350, 800, "CONG HOA"),
        (350, 786, "Doc lap"),
        (50, 700, "Kinh"),
    )
    text = read(to_bytes(make_pdf(SCAN + layer))).document.text
    assert text == "UBND\nHUYEN\n\nCONG HOA\nDoc lap\n\nKinh\n"


def test_pages_are_parted_and_empty_ones_named() -> None:
    layer = invisible((100, 700, "Cong"))
    data = to_bytes(make_pdf(SCAN + layer, SCAN, SCAN + layer))
    found = read(data)
    assert found.document.text == "Cong\n\f\nCong\n"
    assert found.pages_without_text() == [2]
    assert any("page 2" in note and "vnrestore ocr" in note for note in fixed(data, {}).notes)
