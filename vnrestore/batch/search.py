"""Looking for documents in a catalogue: full text, restored or as garbled, and fields of the record."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from vnrestore.batch.catalogue import check_catalogue
from vnrestore.batch.query import expression, parse_query
from vnrestore.batch.request import CATALOGUE
from vnrestore.batch.snippets import BEGIN, END, Snippet, snippet_of
from vnrestore.errors import InputError, UsageError
from vnrestore.segment.fold import fold

_WEIGHTS = "10.0, 4.0, 2.0, 1.0"  # of subject, text, folded, original in bm25
_ALSO = {"thong bao": ("thong bao", "thong bao ket luan", "ket luan")}
"""A notice of conclusions is headed "Kết luận của đồng chí …": who wants notices wants it too."""

_TEXT, _FOLDED, _ORIGINAL = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        query: words and phrases, as :mod:`.query` reads them; may be empty if a field is given.
        first: earliest day, ISO 8601, "" for any: of issue, or the first that the text names.
        last: latest day.
        kind: of document, with or without diacritics: ``thong bao``.
        organ: a part of the issuing body's name, with or without diacritics.
        limit: at most so many hits.
    """

    query: str = ""
    first: str = ""
    last: str = ""
    kind: str = ""
    organ: str = ""
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found.

    Attributes:
        path: of the input file, quoted.
        dated: day of issue, else the first that the text names.
        outputs: form and name under the output folder.
        score: higher is better; 0.0 where no words were asked for.
        garbled: found only through what OCR read.
        snippet: the place that matches best.
    """

    path: str
    kind: str
    number: str
    issued: str
    dated: str
    organ: str
    subject: str
    outputs: tuple[tuple[str, str], ...]
    score: float
    garbled: bool
    snippet: Snippet


def search(folder: str | Path, wanted: Wanted) -> list[Hit]:
    """The documents that match, best first.

    Args:
        folder: an output folder of ``vnrestore batch``, or a catalogue file.
        wanted: what is looked for.

    Raises:
        InputError: there is no catalogue, or it cannot be read.
        UsageError: nothing is asked for.
    """
    terms = parse_query(wanted.query)
    match = expression(terms)
    if terms and not match:
        raise UsageError("only words that must not occur: give one that must")
    if not match and not (wanted.first or wanted.last or wanted.kind or wanted.organ):
        raise UsageError("nothing to search for: give a word, or --from, --to, --kind or --organ")
    path = Path(folder)
    path = path / CATALOGUE if path.is_dir() else path
    with _open(path) as db:
        try:
            return list(_hits(db, match, wanted))
        except sqlite3.DatabaseError as error:
            raise InputError(f"{path}: cannot be searched: {error}") from error


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """The catalogue, to read; also from a folder that cannot be written, such as a CD."""
    if not path.is_file():
        raise InputError(f"{path}: no such catalogue: is that the output folder of vnrestore batch?")
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)) as db:
            db.row_factory = sqlite3.Row
            try:
                check_catalogue(db, path)
            except sqlite3.OperationalError as error:
                if "immutable" in mode:
                    raise InputError(f"{path}: cannot be read: {error}") from error
                continue
            db.create_function("fold", 1, lambda text: fold(text or ""), deterministic=True)
            yield db
            return


def _hits(db: sqlite3.Connection, match: str, wanted: Wanted) -> Iterator[Hit]:
    conditions, values = _conditions(wanted)
    if match:
        # highlight() only of the rows kept: it reads whole texts.
        ranked = (
            f"SELECT t.rowid AS id, bm25(texts, {_WEIGHTS}) AS rank"
            " FROM texts t JOIN files f ON f.id = t.rowid"
            f" WHERE texts MATCH ?{conditions} ORDER BY rank, f.path LIMIT ?"
        )
        rows = db.execute(ranked, (match, *values, wanted.limit)).fetchall()
    else:
        dated = f"SELECT f.id, 0.0 AS rank FROM files f WHERE f.words > 0{conditions}"
        rows = db.execute(f"{dated} ORDER BY f.dated, f.path LIMIT ?", (*values, wanted.limit)).fetchall()
    for row in rows:
        yield _hit(db, row["id"], -row["rank"], match)


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    conditions, values = "", list[object]()
    for condition, value in (
        (" AND f.dated >= ?", wanted.first),
        (" AND f.dated <= ?", wanted.last),
        (" AND instr(fold(f.organ), ?)", _folded(wanted.organ)),
    ):
        if value:
            conditions += condition
            values.append(value)
    kinds = _ALSO.get(_folded(wanted.kind), (_folded(wanted.kind),))
    if wanted.kind:
        conditions += f" AND fold(f.kind) IN ({', '.join('?' * len(kinds))})"
        values += kinds
    return conditions, values


def _folded(text: str) -> str:
    return " ".join(fold(unicodedata.normalize("NFC", text)).split())


def _hit(db: sqlite3.Connection, file_id: int, score: float, match: str) -> Hit:
    row = db.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone()
    outputs = db.execute("SELECT form, name FROM outputs WHERE file = ? ORDER BY form", (file_id,)).fetchall()
    snippet, garbled = _snippet(db, file_id, match)
    return Hit(
        path=row["path"],
        kind=row["kind"] or "",
        number=row["number"] or "",
        issued=row["issued"] or "",
        dated=row["dated"] or "",
        organ=row["organ"] or "",
        subject=row["subject"] or "",
        outputs=tuple((one["form"], one["name"]) for one in outputs),
        score=score,
        garbled=garbled,
        snippet=snippet,
    )


def _snippet(db: sqlite3.Connection, file_id: int, match: str) -> tuple[Snippet, bool]:
    """The best place; in the restored text unless more of the query is in what OCR read."""
    if not match:
        text = db.execute("SELECT substr(text, 1, 400) FROM texts WHERE rowid = ?", (file_id,)).fetchone()[0]
        return snippet_of(text, text), False
    marked = ", ".join(f"highlight(texts, {n}, '{BEGIN}', '{END}')" for n in (_TEXT, _FOLDED, _ORIGINAL))
    row = db.execute(
        f"SELECT {marked}, text FROM texts WHERE texts MATCH ? AND rowid = ?", (match, file_id)
    ).fetchone()
    exact, folded, original, text = row
    best = max((snippet_of(one, text) for one in (exact, folded)), key=lambda one: one.words)
    garbled = snippet_of(original, original.replace(BEGIN, "").replace(END, ""))
    return (garbled, True) if garbled.words > best.words else (best, False)
