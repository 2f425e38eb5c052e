"""What documents the grammar had not seen showed: tables, torn lines, lost numbers, plans, rules."""

from __future__ import annotations

import pytest

from vnrestore.datatypes.notice import Kind, Notice
from vnrestore.segment import segment_text
from vnrestore.segment.assignments import find_assignments

_HEAD = (
    "BỘ XÂY DỰNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: {number}\nHà Nội, ngày 2 tháng 6 năm 2025\n"
    "{kind}\nVỀ CÂY XANH\n"
)
_LONG = (
    "Cây xanh bên đường được trồng và chăm sóc theo hướng dẫn của cơ quan quản lý đường bộ và chính quyền xã."
)


def _notice(body: str, kind: str = "QUYẾT ĐỊNH", number: str = "1/QĐ-BXD") -> Notice:
    return segment_text(_HEAD.format(kind=kind, number=number) + body)


def _kinds(notice: Notice, *kinds: Kind) -> list[tuple[Kind, str]]:
    return [(node.kind, node.text) for node in notice.walk() if node.kind in kinds]


def test_cells_below_a_line_that_announces_them_are_a_table() -> None:
    notice = _notice(
        f"Điều 1. {_LONG}\nĐiều 2. Trồng cây như sau:\nTên cây\nSố lượng\nPhượng\n120\nĐiều 3. {_LONG}\n"
    )
    assert [node.text.split("\n") for node in notice.all(Kind.TABLE)] == [
        ["Tên cây", "Số lượng", "Phượng", "120"]
    ]
    assert [node.value for node in notice.all(Kind.ARTICLE)] == [(1,), (2,), (3,)]


def test_a_head_row_says_more_than_cells_do() -> None:
    notice = _notice(
        f"Điều 1. {_LONG}\nĐiều 2. Trồng cây gồm:\nSTT\nTên cây\nSố lượng\nĐơn vị\nPhượng;\n120\n"
    )
    (table,) = notice.all(Kind.TABLE)
    assert table.text.split("\n")[-1] == "120"


def test_items_that_are_sentences_are_no_cells() -> None:
    notice = _notice(
        "Điều 2. Trồng cây gồm:\nCây bóng mát;\nCây ăn quả;\nCây lấy gỗ;\nCây thuốc.\nĐiều 3. Thi hành.\n"
    )
    assert not notice.all(Kind.TABLE)


def test_a_column_of_figures_tells_a_table_of_an_appendix() -> None:
    rows = "\n".join(
        f"{at}.1. Tiêu chí về chăm sóc cây\n{score}\nHồ sơ kèm theo"
        for at, score in enumerate((4, 3, 3, 5, 5, 2), 1)
    )
    notice = _notice(
        f"Điều 1. {_LONG}\nĐiều 2. {_LONG}\n- Lưu: VT.\nBỘ TRƯỞNG\nNguyễn Văn An\nPHỤ LỤC\n"
        f"(Kèm theo Quyết định số 1/QĐ-BXD)\n{rows}\n1. Cách chấm điểm: {_LONG}\n"
    )
    (table,) = notice.all(Kind.TABLE)
    assert len(table.text.split("\n")) >= 15
    assert not [node for node in notice.appendices[0].walk() if node.kind is Kind.PAGE_NUMBER]


def test_a_note_below_the_signature_is_no_stamp() -> None:
    notice = _notice(
        f"Điều 1. {_LONG}\n- Như Điều 1;\n- Lưu: VT.\nBỘ TRƯỞNG\nNguyễn Văn An\nGhi chú: {_LONG}\n"
    )
    assert ("Ghi chú: " + _LONG) in [node.text for node in notice.all(Kind.PARAGRAPH)]


def test_a_prefix_torn_from_the_post() -> None:
    notice = _notice(
        f"Điều 1. {_LONG}\n- Lưu: VT.\nTL.\nBỘ TRƯỞNG KT. CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG\n"
        f"Nguyễn Văn An\n"
    )
    kinds = (Kind.AUTHORITY, Kind.POSITION, Kind.SIGNER)
    assert [kind for kind, _ in _kinds(notice, *kinds)] == [Kind.AUTHORITY, *kinds]


def test_the_name_behind_the_archive_line_signs() -> None:
    notice = _notice(
        f"Điều 1. {_LONG}\nNơi nhận: KT. BỘ TRƯỞNG\n- Như Điều 1; THỨ TRƯỞNG\n"
        f"- Lưu: VT, KHTC, Nguyễn Xuân Sang\n"
    )
    assert notice.text_of(Kind.SIGNER) == "Nguyễn Xuân Sang"
    assert "Sang" not in notice.text_of(Kind.ARCHIVE)


def test_specks_before_a_name_are_not_of_it() -> None:
    notice = _notice(f"Điều 1. {_LONG}\nNơi nhận: BỘ TRƯỞNG\n- Như Điều 1;\n- Lưu: VT.\n© Mai Văn Chính\n")
    assert notice.text_of(Kind.SIGNER) == "Mai Văn Chính"


_WRAPPED = (
    "Cây xanh bên đường được trồng và chăm sóc theo hướng dẫn của cơ\n"
    "quan quản lý đường bộ và chính quyền xã nơi có đường đi qua nhé.\n"
)


@pytest.mark.parametrize("lost", ["$. ", "o. ", "§. ", ".__, "])
def test_a_number_lost_in_a_run_is_found(lost: str) -> None:
    clauses = "".join(f"{mark}{_WRAPPED}" for mark in ("1. ", "2. ", lost, "4. "))
    notice = _notice(f"Điều 1. Trồng cây\n{clauses}Điều 2. Hiệu lực\n{_WRAPPED}")
    assert [node.value for node in notice.all(Kind.CLAUSE)] == [(1,), (2,), (3,), (4,)]


def test_a_sign_outside_a_run_is_no_number() -> None:
    notice = _notice(f"Điều 1. Trồng cây\n$. {_WRAPPED}Điều 2. Hiệu lực\n{_WRAPPED}")
    assert not notice.all(Kind.CLAUSE)


def test_a_quoted_article_without_its_end() -> None:
    notice = _notice(
        "Kính gửi: Công ty A.\nBộ Xây dựng có ý kiến như sau:\n"
        "- Tại Điều 5 Nghị định số 1/2020/NĐ-CP quy định:\n"
        f"“Điều 5. Trồng cây\n1. {_LONG}\n- Tại Điều 7 Luật Đường bộ quy định:\n"
        f"“Điều 7. Chăm sóc cây.”\n{_LONG}\n",
        kind="",
        number="2/BXD-QLXD",
    )
    assert [node.text.split("\n")[0] for node in notice.all(Kind.QUOTE)] == [
        "“Điều 5. Trồng cây", "“Điều 7. Chăm sóc cây.”",
    ]  # fmt: skip
    assert len(notice.all(Kind.DASH)) == 2


def test_reasons_of_an_answer_are_no_grounds() -> None:
    notice = _notice(
        "Kính gửi: Công ty A.\n"
        "Cục nhận được công văn số 1/CV về cây xanh. Về vấn đề này, Cục có ý kiến như sau:\n"
        "Căn cứ khoản 2 Điều 14 Luật Đường bộ quy định về trồng cây.\n"
        "Căn cứ Điều 25 Nghị định số 1/2020/NĐ-CP.\n"
        "Cục trả lời để Công ty biết./.\n",
        kind="",
        number="2/CT-CS",
    )
    assert not notice.all(Kind.GROUND)


def _tasks(notice: Notice) -> list[tuple[str, str, str]]:
    return [(one.actor, one.task[:20], one.deadline) for one in find_assignments(notice)]


def test_a_plan_names_the_leader_after_the_task() -> None:
    notice = _notice(
        "I. NỘI DUNG\n1. Trồng cây\na) Nhiệm vụ: Rà soát quỹ đất trồng cây ven đường.\n"
        "b) Cơ quan thực hiện:\n"
        "- Đơn vị chủ trì: Sở Xây dựng.\n- Đơn vị phối hợp: Các sở, ngành.\n"
        "c) Thời gian thực hiện: Hoàn thành trong năm 2025.\n"
        "2. Chăm sóc cây\n- Nội dung thực hiện: Tưới cây trong mùa khô.\n"
        "- Cơ quan chủ trì: Sở Nội vụ chủ trì tham mưu.\n",
        kind="KẾ HOẠCH",
        number="5/KH-BXD",
    )
    assert _tasks(notice) == [
        ("Sở Xây dựng", "Rà soát quỹ đất trồn", "2025"), ("Sở Nội vụ", "Tưới cây trong mùa k", ""),
    ]  # fmt: skip


def test_a_decree_makes_rules_but_its_execution_sets_tasks() -> None:
    notice = _notice(
        "Điều 1. Văn phòng thuộc bộ\n1. Văn phòng thực hiện chức năng tham mưu tổng hợp.\n"
        "2. Bộ trưởng xác định số lượng cấp phó.\n"
        "Điều 2. Trách nhiệm thi hành\nCác Bộ trưởng chịu trách nhiệm thi hành Nghị định này./.\n",
        kind="NGHỊ ĐỊNH",
        number="3/2025/NĐ-CP",
    )
    assert [actor for actor, _, _ in _tasks(notice)] == ["Các Bộ trưởng"]


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở tổ chức thực hiện Chỉ thị này.", "Thủ trưởng các sở"),
        ("Dự án đang được thanh tra, do đó đề nghị Sở Xây dựng căn cứ kết quả để xử lý.", "Sở Xây dựng"),
        ("Nếu có vướng mắc, kính đề nghị Quý cơ quan liên hệ Sở Xây dựng.", "Quý cơ quan"),
        ("Nếu có khó khăn, vướng mắc đề nghị các xã phản ánh về Sở Xây dựng.", "các xã"),
        ("Các sở được phân công giữ rừng có trách nhiệm báo cáo.", "Các sở được phân công giữ rừng"),
        ("Cục Đường bộ trả lời để Sở Xây dựng biết và thực hiện.", ""),
        ("Cục Đường bộ đang báo cáo Bộ Xây dựng.", ""),
        ("Đảng ủy Chính phủ lãnh đạo việc trồng cây.", "Đảng ủy Chính phủ"),
    ],
)  # fmt: skip
def test_who_is_told_to_do_something(sentence: str, actor: str) -> None:
    notice = _notice(f"Điều 1. {_LONG}\nĐiều 2. Tổ chức thực hiện\n1. {sentence}\n2. {_LONG}\n")
    assert [one.actor for one in find_assignments(notice)] == ([actor] if actor else [])


def test_aims_are_no_tasks() -> None:
    notice = _notice(
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Yêu cầu\n- Các sở, ban, ngành triển khai thực hiện đồng bộ.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Các sở, ban, ngành triển khai thực hiện Kế hoạch này.\n",
        kind="KẾ HOẠCH",
        number="5/KH-BXD",
    )
    assert [one.section for one in find_assignments(notice)] == ["II. › 1."]
