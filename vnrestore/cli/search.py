"""``vnrestore search``: documents in what ``vnrestore batch`` made."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from vnrestore.cli.files import check_output, write_output
from vnrestore.cli.fix import coloured

if TYPE_CHECKING:
    from vnrestore.batch.search import Hit
    from vnrestore.batch.snippets import Snippet

_SUMMARY = "find documents in what batch made"
_DESCRIPTION = """Find documents in the catalogue of an output folder, best first. Words without diacritics
find all words that look so; words with diacritics find just those; both also find what OCR
had garbled. "in quotes" is a phrase, -word must not occur, begin* is the beginning of a word."""
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_BOLD, _DIM, _RESET = "\x1b[1;33m", "\x1b[2m", "\x1b[0m"


def add_command(commands: Any) -> None:
    """Add ``search`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "search", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument("folder", metavar="OUT", help="the output folder of vnrestore batch, or a catalogue")
    parser.add_argument("query", metavar="QUERY", nargs="*", default=[], help="what to look for")
    parser.add_argument(
        "--from",
        dest="first",
        metavar="DATE",
        type=first_day,
        help="of that year, month or day or later: 2013, 2013-05, 2013-05-20",
    )
    parser.add_argument("--to", dest="last", metavar="DATE", type=last_day, help="or earlier")
    parser.add_argument("--kind", default="", help='kind of document, such as "thông báo" or "thong bao"')
    parser.add_argument("--organ", default="", help="a part of the issuing body's name")
    parser.add_argument("--limit", metavar="N", type=_limit, default=20, help="at most so many (default: 20)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of to standard output")
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Search and print."""
    check_output(options.output)

    from vnrestore.batch.search import Wanted, search

    wanted = Wanted(
        query=" ".join(options.query),
        first=options.first or "",
        last=options.last or "",
        kind=options.kind,
        organ=options.organ,
        limit=options.limit,
    )
    hits = search(options.folder, wanted)
    text = _as_json(hits) if options.json else _as_text(hits, options.output is None and coloured())
    write_output(options.output, text)


def first_day(value: str) -> str:
    """The first day of a year, a month or a day, ISO 8601."""
    year, month, day = _date(value)
    return f"{year:04}-{month or 1:02}-{day or 1:02}"


def last_day(value: str) -> str:
    """The last day of a year, a month or a day, ISO 8601."""
    year, month, day = _date(value)
    month = month or 12
    return f"{year:04}-{month:02}-{day or _days(year, month):02}"


def _date(value: str) -> tuple[int, int, int]:
    found = _DATE.fullmatch(value)
    year, month, day = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    good = found and year >= 1 and (found[2] is None or 1 <= month <= 12)
    if not good or (found and found[3] is not None and not 1 <= day <= _days(year, month)):
        raise ArgumentTypeError(f"not a year, month or day (2013, 2013-05, 2013-05-20): {value!r}")
    return year, month, day


def _days(year: int, month: int) -> int:
    from calendar import monthrange

    return monthrange(year, month)[1]


def _limit(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= 100_000:
        raise ArgumentTypeError(f"not a number of documents: {value!r}")
    return int(value)


def _as_text(hits: list[Hit], colour: bool) -> str:
    if not hits:
        return "nothing found\n"
    return "\n".join(_paragraph(hit, colour) for hit in hits)


def _paragraph(hit: Hit, colour: bool) -> str:
    facts = _printable(
        "  ".join(
            filter(None, (hit.issued or f"({hit.dated})" * bool(hit.dated), hit.kind, hit.number, hit.organ))
        )
    )
    garbled = "(as OCR read it) " if hit.garbled else ""
    lines = [
        hit.path,
        f"    {_DIM}{facts}{_RESET}" if colour and facts else f"    {facts}",
        f"    {_printable(hit.subject)}",
        f"    {garbled}{_marked(hit.snippet, colour)}",
    ]
    return "\n".join(line for line in lines if line.strip()) + "\n"


def _marked(snippet: Snippet, colour: bool) -> str:
    begin, end = (_BOLD, _RESET) if colour else ("[", "]")
    pieces = ((_printable(text), match) for text, match in snippet.pieces)
    return "".join(f"{begin}{text}{end}" if match else text for text, match in pieces)


def _printable(text: str) -> str:
    """Text without control characters: what a document holds must not drive a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _as_json(hits: list[Hit]) -> str:
    import json

    documents = [
        {
            "path": hit.path,
            "outputs": dict(hit.outputs),
            "kind": hit.kind,
            "number": hit.number,
            "issued": hit.issued,
            "dated": hit.dated,
            "organ": hit.organ,
            "subject": hit.subject,
            "score": round(hit.score, 4),
            "garbled": hit.garbled,
            "snippet": str(hit.snippet),
            "matches": [text for text, match in hit.snippet.pieces if match],
        }
        for hit in hits
    ]
    return (
        json.dumps({"schema": "vnrestore/search/1", "hits": documents}, ensure_ascii=False, indent=2) + "\n"
    )
