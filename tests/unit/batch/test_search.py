"""Search: with and without diacritics, through the garbled original, by fields, and any nonsense typed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnrestore.batch.catalogue import Catalogue
from vnrestore.batch.job import Content, Job, Outcome, PageCount
from vnrestore.batch.query import expression, parse_query
from vnrestore.batch.schema import TABLES
from vnrestore.batch.search import Hit, Wanted, search
from vnrestore.batch.settings import Versions
from vnrestore.batch.snippets import BEGIN, END, snippet_of
from vnrestore.datatypes.record import FIELD_LENGTHS
from vnrestore.errors import InputError, UsageError

DOCUMENTS = {
    "doi-ngoai.txt": (
        {
            "TypeName": "Thông báo",
            "IssuedDate": "2014-05-13",
            "OrganName": "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        },
        "Về hoạt động thông tin đối ngoại của Thành phố Đà Nẵng",
        "V& hoat dong thdng tin d6i ngoai cua Thanh phd Pa Nang",
    ),
    "doi-moi.txt": (
        {"TypeName": "Quyết định", "IssuedDate": "2012-01-02", "OrganName": "SỞ NGOẠI VỤ"},
        "Đổi mới công tác ngoại vụ, đời sống",
        "Ddi mdi cng tac ngoai vu, ddi sdng",
    ),
    "no-date.txt": (
        {"TypeName": "Thông báo", "OrganName": "SỞ Y TẾ", "Subject": "Phòng chống dịch"},
        "Phòng chống dịch bệnh. " + "Nội dung khác. " * 200 + "Tiêm chủng mở rộng.",
        "Phong ch6ng dich bénh. Tiém chimg mé rong.",
    ),
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    with Catalogue(folder / "catalogue.sqlite3") as catalogue:
        for number, (path, (fields, text, original)) in enumerate(DOCUMENTS.items(), start=1):
            catalogue.begin()
            catalogue.db.execute(
                "INSERT INTO files (id, path, base, status, signature, size)"
                " VALUES (?, ?, ?, 'pending', '', 1)",
                (number, path, path),
            )
            empty = {"value": "", "confidence": 0.0, "spans": [], "truncated": False}
            record = {name: empty | {"value": fields.get(name, "")} for name in FIELD_LENGTHS}
            content = Content(
                "txt",
                (PageCount(1, 5, 0, 0, 0.0),),
                0.9,
                record,
                fields.get("IssuedDate", ""),
                text,
                original,
            )
            catalogue.record(
                Outcome(Job(number, path, path), "ab", content=content), Versions("", "", "", "")
            )
    return folder


def paths(out: Path, query: str, **fields: str) -> list[str]:
    return [hit.path.removesuffix(".txt") for hit in search(out, Wanted(query, **fields))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("doi ngoai", {"doi-ngoai", "doi-moi"}),
        ("đối ngoại", {"doi-ngoai"}),
        ("ĐỐI NGOẠI", {"doi-ngoai"}),
        ("đối ngoại", {"doi-ngoai"}),  # decomposed
        ('"doi ngoai"', {"doi-ngoai"}),
        ("da nang", {"doi-ngoai"}),
        ("Đà Nẵng", {"doi-ngoai"}),
        ("đời", {"doi-moi"}),
        ("doi -moi", {"doi-ngoai"}),
        ("ngo*", {"doi-ngoai", "doi-moi"}),
        ("d6i", {"doi-ngoai"}),
        ("d6i ngoai", {"doi-ngoai"}),
        ("thdng tin", {"doi-ngoai"}),
        ("phong chong", {"no-date"}),
        ("khong co", set()),
        ("ngoại AND vụ", set()),  # no operators: AND is a word
        ("V&", {"doi-ngoai"}),
    ],
)
def test_words(out: Path, query: str, found: set[str]) -> None:
    assert set(paths(out, query)) == found


def test_fields(out: Path) -> None:
    assert paths(out, "doi", first="2013-01-01") == ["doi-ngoai"]
    assert paths(out, "doi", last="2012-12-31") == ["doi-moi"]
    assert paths(out, "", kind="thong bao") == ["no-date", "doi-ngoai"]
    assert paths(out, "", kind="THÔNG BÁO", organ="ha noi") == ["doi-ngoai"]
    assert paths(out, "ngoai", organ="Sở") == ["doi-moi"]
    assert len(search(out, Wanted("ngoai", limit=1))) == 1


def hit(out: Path, query: str) -> Hit:
    return search(out, Wanted(query))[0]


def marked(found: Hit) -> list[str]:
    return [text for text, match in found.snippet.pieces if match]


def test_snippets_show_diacritics_also_when_none_were_typed(out: Path) -> None:
    assert marked(hit(out, "thong tin doi ngoai")) == ["thông", "tin", "đối", "ngoại"]
    found = hit(out, "tiem chung")
    assert marked(found) == ["Tiêm", "chủng"]
    assert str(found.snippet).startswith("…") and len(str(found.snippet)) < 300
    assert not found.garbled


def test_a_garbled_query_shows_the_garbled_text(out: Path) -> None:
    found = hit(out, "thdng d6i")
    assert found.garbled
    assert marked(found) == ["thdng", "d6i"]


def test_the_subject_counts_most(out: Path) -> None:
    assert paths(out, "dich")[0] == "no-date"


def test_nothing_to_look_for(out: Path) -> None:
    for query in ("", "  ", '""', "-", "***", "!?"):
        with pytest.raises(UsageError):
            search(out, Wanted(query))
    with pytest.raises(UsageError, match="must not"):
        search(out, Wanted("-moi"))


INDEX = sqlite3.connect(":memory:")
INDEX.executescript(TABLES)


@given(st.text() | st.text("\"*-^:(){}+, NEARORAND'\\%_\0đa", max_size=30))
def test_whatever_is_typed_is_a_query(query: str) -> None:
    said = expression(parse_query(query))
    if said:
        INDEX.execute("SELECT rowid, bm25(texts) FROM texts WHERE texts MATCH ?", (said,)).fetchall()


def test_where_there_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such catalogue"):
        search(tmp_path, Wanted("a"))
    (tmp_path / "catalogue.sqlite3").write_bytes(b"SQLite format 3\0" + b"rubbish" * 100)
    with pytest.raises(InputError):
        search(tmp_path, Wanted("a"))
    other = tmp_path / "other.sqlite3"
    sqlite3.connect(other).execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(InputError, match="no catalogue of vnrestore"):
        search(other, Wanted("a"))


def test_a_later_catalogue_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite3"
    Catalogue(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(InputError, match="version 99"):
        Catalogue(path)
    with pytest.raises(InputError, match="version 99"):
        search(tmp_path, Wanted("a"))


def test_a_folder_that_cannot_be_written_can_be_searched(out: Path, tmp_path: Path) -> None:
    """As on a CD: nothing beside the database, and nothing can be made there."""
    copy = tmp_path / "catalogue.sqlite3"
    copy.write_bytes((out / "catalogue.sqlite3").read_bytes())
    tmp_path.chmod(0o555)
    try:
        assert paths(tmp_path, "d6i") == ["doi-ngoai"]
    finally:
        tmp_path.chmod(0o755)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".sqlite3"] == ["catalogue.sqlite3"]


@given(st.lists(st.sampled_from(["một ", "hai\n", f"{BEGIN}ba{END} ", "x" * 50 + " "]), max_size=40))
def test_snippets_are_pieces_of_the_text(parts: list[str]) -> None:
    highlighted = "".join(parts)
    text = highlighted.replace(BEGIN, "").replace(END, "")
    snippet = snippet_of(highlighted, text)
    said = str(snippet).strip("…").strip()
    assert said in " ".join(text.split())
    assert bool(snippet.words) == (BEGIN in highlighted)
