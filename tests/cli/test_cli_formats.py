"""``fix`` on files of archives: the format that comes in goes out; other commands read them too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from format_support import SAMPLES
from legacy_text import to_bytes, to_legacy
from tests_support import RunCommand

import vnrestore as package
from vnrestore.formats.reading import read_document
from vnrestore.text.legacy import convert

PHRASE = "2. Bảo tàng tỉnh cử cán bộ hướng dẫn nghiệp vụ, chụp ảnh, đo vẽ; kinh phí"
NAMES = ("hocr", "alto.xml", "page.xml")
CLEAN = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n"
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;\n"
    "Yêu cầu các sở, ngành khẩn trương triển khai thực hiện.\n"
)


@pytest.mark.parametrize("name", NAMES)
def test_fix_gives_back_the_format_it_got(vnrestore: RunCommand, tmp_path: Path, name: str) -> None:
    source = SAMPLES / f"heritage_notice.{name}"
    odd = tmp_path / "no_ending"  # told by content, not by name
    odd.write_bytes(source.read_bytes())
    done = vnrestore("fix", odd, "-o", "out.bin")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    before, after = read_document(source), read_document(tmp_path / "out.bin")
    assert after.format == before.format
    assert PHRASE in after.text
    assert PHRASE not in before.text
    text = vnrestore("fix", source, "--to", "txt")
    assert text.stdout.decode() == after.text
    again = vnrestore("fix", "out.bin")
    assert again.stdout == (tmp_path / "out.bin").read_bytes()


def test_other_forms(vnrestore: RunCommand) -> None:
    source = SAMPLES / "heritage_notice.page.xml"
    record = json.loads(vnrestore("fix", source, "--to", "json").stdout)
    assert (record["format"], record["encodings"]) == ("page", [])
    assert PHRASE in record["text"]
    assert b"+" + PHRASE.encode() in vnrestore("fix", source, "--diff").stdout
    plain = vnrestore("fix", source, "--no-alternatives").stdout
    assert b'index="1"' not in plain
    assert PHRASE.split()[2].encode() in plain
    assert vnrestore("fix", source, "--to", "docx").stdout.startswith(b"PK")
    assert vnrestore("fix", source, "--to", "txt", "--json").returncode == 2


def test_other_commands_read_them_too(vnrestore: RunCommand) -> None:
    source = SAMPLES / "heritage_notice.hocr"
    parts = json.loads(vnrestore("segment", source, "--fix").stdout)
    assert "THÔNG BÁO" in json.dumps(parts, ensure_ascii=False)
    table = vnrestore("metadata", source, "--fix").stdout.decode()
    assert "SỞ VĂN HÓA VÀ THỂ THAO" in table
    scores = vnrestore("evaluate", SAMPLES / "heritage_notice.gold.txt", source, "--json")
    assert scores.returncode == 0


def test_in_three_lines_of_python(tmp_path: Path) -> None:
    document = package.read_document(SAMPLES / "heritage_notice.alto.xml")
    restoration = package.restore(document.text)
    (tmp_path / "out.xml").write_bytes(package.rewrite_document(document, restoration))
    assert package.read_document(tmp_path / "out.xml").text == restoration.text
    assert package.segment(document).source == document.text
    with pytest.raises(ValueError, match="not of this document"):
        package.rewrite_document(package.read_document(SAMPLES / "heritage_notice.gold.txt"), restoration)


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]><alto><Layout><Page><PrintSpace>&j;</PrintSpace></Page></Layout></alto>"
)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"<?xml version='1.0'?>\n<alto><Layout>", 8, "damaged XML"),
        (b"<PcGts><Page></PcGts>", 8, "damaged XML"),
        (b"<?xml version='1.0'?><TEI/>", 8, "<TEI>"),
        (b"<html><body>a page of the web</body></html>", 8, "HTML"),
        (BOMB, 3, "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><alto>&x;</alto>', 3, "declares entities"),
        (b"<alto>" + b"<Layout>" * 300 + b"</Layout>" * 300 + b"</alto>", 3, "safe limits"),
    ],
)
def test_bad_files_say_one_line(
    vnrestore: RunCommand, tmp_path: Path, data: bytes, code: int, words: str
) -> None:
    (tmp_path / "bad.xml").write_bytes(data)
    done = vnrestore("fix", "bad.xml", "-o", "out.xml")
    said = done.stderr.decode()
    assert (done.returncode, said.count("\n")) == (code, 1), said
    assert said.startswith("vnrestore: bad.xml: ")
    assert words in said
    assert not (tmp_path / "out.xml").exists()


@pytest.mark.parametrize("encoding", [*convert.EIGHT_BIT, convert.VIQR])
def test_old_encodings(vnrestore: RunCommand, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "old.txt").write_bytes(to_bytes(to_legacy(CLEAN, encoding)))
    done = vnrestore("fix", "old.txt", "--json")
    record = json.loads(done.stdout)
    assert record["text"] == CLEAN
    said = done.stderr.decode()
    assert said.startswith(f"vnrestore: old.txt: converted from {encoding} (certainty ")
    assert said.count("\n") == 1
    (found,) = record["encodings"]
    assert (found["name"], found["lines"]) == (encoding, 3)
    assert found["confidence"] > 0.9


def test_fix_just_works_on_old_text(vnrestore: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(to_bytes(to_legacy(CLEAN, convert.TCVN3)))
    done = vnrestore("fix", "old.txt", "-q", "--html", "page.html")
    assert (done.stdout.decode(), done.stderr) == (CLEAN, b"")
    assert "converted from TCVN3 (certainty 1.00, 3 lines)" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["segment", "metadata"])
def test_other_commands_say_what_they_converted(vnrestore: RunCommand, tmp_path: Path, command: str) -> None:
    (tmp_path / "old.txt").write_bytes(to_bytes(to_legacy(CLEAN, convert.VNI)))
    done = vnrestore(command, "old.txt")
    assert done.returncode == 0
    assert done.stderr.decode().startswith("vnrestore: old.txt: converted from VNI-Windows (certainty ")
    assert vnrestore(command, "old.txt", "-q").stderr == b""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(vnrestore: RunCommand, encoding: str) -> None:
    done = vnrestore("fix", "-", stdin=CLEAN.encode(encoding))
    assert done.stdout.decode() == CLEAN
    assert encoding.upper() in done.stderr.decode()


def test_old_codes_in_xml(vnrestore: RunCommand, tmp_path: Path) -> None:
    words = "".join(f"<String CONTENT='{word}'/>" for word in to_legacy(CLEAN, convert.TCVN3).split())
    alto = f"<alto><Layout><Page><TextBlock><TextLine>{words}</TextLine></TextBlock></Page></Layout></alto>"
    (tmp_path / "old.xml").write_text(alto, "utf-8")
    done = vnrestore("fix", "old.xml", "-o", "new.xml")
    assert b"TCVN3" in done.stderr
    assert read_document(tmp_path / "new.xml").text.split() == CLEAN.split()


def test_hidden_characters_leave_xml_too(vnrestore: RunCommand, tmp_path: Path) -> None:
    line = "<TextLine><String CONTENT='Ban\u200b'/></TextLine>"
    alto = f"<alto><Layout><Page><TextBlock>{line}</TextBlock></Page></Layout></alto>"
    (tmp_path / "a.xml").write_text(alto, "utf-8")
    assert "Ban\u200b" in vnrestore("fix", "a.xml").stdout.decode()
    cleaned = vnrestore("fix", "a.xml", "--hidden", "remove", "--no-alternatives")
    assert cleaned.stdout.decode() == alto.replace("\u200b", "")
