"""``vnrestore segment``: the forms it writes."""

from __future__ import annotations

import json
from pathlib import Path

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
