"""``vnrestore segment``: the forms it writes."""

from __future__ import annotations

import io
import json
import os
import pty
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests_support import RunCommand

NOTICE = """Kết luận của đồng chí Phó Chủ tịch UBND huyện tại cuộc họp giao ban

Ngày 13/5/2014, đồng chí Phó Chủ tịch UBND huyện chủ trì cuộc họp và kết luận như sau:

1. Về cấp nước

1.1. Giao phòng Nông nghiệp rà soát các công trình.

2. Về bảo vệ rừng

Văn phòng thông báo để các đơn vị biết, thực hiện./.

Nơi nhận: TL. CHỦ TỊCH
- Các phòng, ban; CHÁNH VĂN PHÒNG
- Lưu: VT.
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def test_json(vnrestore: RunCommand, notice: Path) -> None:
    done = vnrestore("segment", notice)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Về bảo vệ rừng" in json.dumps(json.loads(done.stdout), ensure_ascii=False)
    (mention,) = json.loads(done.stdout)["mentions"]
    assert (mention["kind"], mention["value"]) == ("date", "2014-05-13")
    assert NOTICE[slice(*mention["span"])] == "13/5/2014"


@pytest.mark.parametrize("form", ["md", "txt"])
def test_text_forms(vnrestore: RunCommand, notice: Path, form: str) -> None:
    done = vnrestore("segment", notice, "--to", form, "-o", "out")
    assert (done.returncode, done.stdout) == (0, b"")
    written = (notice.parent / "out").read_text("utf-8")
    for words in ("Về cấp nước", "rà soát các công trình", "CHÁNH VĂN PHÒNG"):
        assert words in written


def test_fix_first(vnrestore: RunCommand, samples: Path) -> None:
    sample = samples / "conclusions_seedlike.noisy.txt"
    as_it_is = vnrestore("segment", sample, "--to", "txt").stdout.decode()
    fixed = vnrestore("segment", sample, "--to", "txt", "--fix").stdout.decode()
    assert "Về bảo vệ rừng" not in as_it_is
    assert "Về bảo vệ rừng" in fixed


def test_docx(vnrestore: RunCommand, notice: Path) -> None:
    docx = pytest.importorskip("docx")
    piped = vnrestore("segment", notice, "--to", "docx")
    assert (piped.returncode, piped.stderr) == (0, b"")
    written = vnrestore("segment", notice, "--to", "docx", "-o", "out.docx")
    assert (written.returncode, written.stdout) == (0, b"")
    for source in (io.BytesIO(piped.stdout), notice.parent / "out.docx"):
        document = docx.Document(source)
        assert any("Về bảo vệ rừng" in paragraph.text for paragraph in document.paragraphs)
        assert "Các phòng, ban" in document.tables[-1].rows[0].cells[0].text


@pytest.mark.parametrize("target", [[], ["-o", "-"]])
def test_docx_is_not_for_a_terminal(vnrestore: RunCommand, notice: Path, target: list[str]) -> None:
    terminal, end = pty.openpty()
    done = vnrestore("segment", notice, "--to", "docx", *target, stdout=end)
    os.close(end)
    os.close(terminal)
    assert done.returncode == 2
    assert b"-o OUT.docx" in done.stderr


def test_docx_without_python_docx(vnrestore: RunCommand, notice: Path, environment: dict[str, str]) -> None:
    """A module of that name that cannot be imported stands before the real one."""
    (notice.parent / "docx.py").write_text("raise ImportError\n", "utf-8")
    path = os.pathsep.join([str(notice.parent), environment["PYTHONPATH"]])
    done = vnrestore("segment", notice, "--to", "docx", "-o", "out.docx", variables={"PYTHONPATH": path})
    assert done.returncode == 4
    assert done.stderr.decode().count("\n") == 1
    assert "pip install 'vnrestore[docx]'" in done.stderr.decode()
    assert not (notice.parent / "out.docx").exists()


def test_akn(vnrestore: RunCommand, notice: Path) -> None:
    done = vnrestore("segment", notice, "--to", "akn")
    assert (done.returncode, done.stderr) == (0, b"")
    root = ET.fromstring(done.stdout)
    space = {"akn": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
    assert "Về bảo vệ rừng" in "".join(root.itertext())
    assert [node.text for node in root.findall(".//akn:mainBody/akn:paragraph/akn:num", space)] == [
        "1.",
        "2.",
    ]
