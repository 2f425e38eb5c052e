"""``vnrestore fix``: restore a garbled text."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnrestore.cli.files import (
    STANDARD,
    check_output,
    read_input_bytes,
    read_input_document,
    same_file,
    shown_name,
    write_data,
    write_output,
)
from vnrestore.cli.pdf import fixed_pdf, settle_form
from vnrestore.cli.safety import (
    add_hidden_option,
    add_verify_option,
    hidden_to_list,
    name_language,
    treat_hidden,
    verify_if_asked,
)
from vnrestore.errors import UsageError

if TYPE_CHECKING:
    from vnrestore.datatypes.document import Document
    from vnrestore.datatypes.restoration import Restoration
    from vnrestore.pipeline import Restorer

_SUMMARY = "restore a garbled text"
_DESCRIPTION = """Restore a garbled text: plain text in any encoding, hOCR, ALTO, PAGE-XML, or a PDF with a
text layer. Lines and spaces stay where they are; what is not surely wrong stays as it is. The result has the
format of FILE, which is told by its content, and goes to standard output unless -o names a file."""
_FORMS = """form of the result instead of that of FILE: txt (plain text), json (as --json), hocr (of files
that have pages), docx (Word; needs python-docx: pip install 'vnrestore[docx]')"""

_SPELLING = """of the whole result: old (tone marks on the first vowel of oa, oe and uy, y as is usual),
new (on the second vowel, i for y), or kept: as the document has it (the default)"""


def add_command(commands: Any) -> None:
    """Add ``fix`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "fix", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument("file", metavar="FILE", help="the garbled text, or - for standard input")
    parser.add_argument("-o", "--output", metavar="OUT", help="write here instead of to standard output")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true", help="text, corrections, suggestions and the segmented notice as JSON"
    )
    form.add_argument("--diff", action="store_true", help="only the changed lines, before and after")
    form.add_argument("--to", choices=("txt", "json", "hocr", "docx"), help=_FORMS)
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='FILE holds one JSON object a line: restore the field "text" of each, keep the others '
        "(with --json: add corrections and suggestions)",
    )
    parser.add_argument(
        "--no-alternatives",
        action="store_true",
        help="do not keep the original readings beside the new ones in hOCR, ALTO and PAGE",
    )
    parser.add_argument(
        "--second",
        metavar="FILE",
        help="another engine's reading of the same page, in any format: a text is restored by both",
    )
    parser.add_argument("--html", metavar="PAGE", help="also write a page that shows every change and why")
    add_hidden_option(parser)
    add_restoring_options(parser)
    parser.set_defaults(run=run)


def add_restoring_options(parser: ArgumentParser) -> None:
    """The options of every command that restores."""
    parser.add_argument(
        "--min-posterior",
        metavar="P",
        type=probability,
        help="correct only where the probability of being right is at least P (0 to 1)",
    )
    parser.add_argument(
        "--lexicon",
        metavar="TSV",
        action="append",
        default=[],
        help="your own words and names, one a line, with a count behind a tab if you like; "
        "may be given several times",
    )
    parser.add_argument("--spelling", choices=("kept", "old", "new"), default="kept", help=_SPELLING)
    add_verify_option(parser)
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("-v", "--verbose", action="store_true", help="say what was done, on standard error")
    loudness.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


def probability(value: str) -> float:
    """A number from 0 to 1, given on the command line."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise ArgumentTypeError(f"not a probability from 0 to 1: {value!r}")
    return number


def restorer_arguments(options: Namespace) -> dict[str, Any]:
    """The keyword arguments of a restorer as the options of ``add_restoring_options`` want it."""
    return {
        "lexicon_paths": [Path(name) for name in options.lexicon],
        "min_posterior": options.min_posterior,
        "spelling": options.spelling,
    }


def make_restorer(options: Namespace) -> Restorer:
    """A restorer as the options of ``add_restoring_options`` want it."""
    from vnrestore.pipeline import Restorer

    verify_if_asked(options)
    started = time.perf_counter()
    restorer = Restorer(**restorer_arguments(options))
    if options.verbose:
        say(f"model loaded in {time.perf_counter() - started:.2f} s")
    return restorer


def restore_with(options: Namespace, document: Document) -> Restoration:
    """Restore one document as the options of ``add_restoring_options`` say."""
    return restore_document(options, make_restorer(options), document)


def restore_document(options: Namespace, restorer: Restorer, document: Document) -> Restoration:
    """Restore one of several documents; -v says how it went."""
    started = time.perf_counter()
    restoration = restorer.restore(document.text, document.confidences())
    if options.verbose:
        say(
            f"{len(restoration.corrections)} corrections, {len(restoration.suggestions)} suggestions, "
            f"mean confidence {restoration.confidence:.3f}, in {time.perf_counter() - started:.2f} s"
        )
    return restoration


def run(options: Namespace) -> None:
    """Restore and write in the form asked for."""
    _check_targets(options)
    set_loudness(options)
    name = shown_name(options.file)
    if options.jsonl:
        write_output(options.output, _restored_lines(options, name))
        return
    document = _read(options, name)
    if document.format == "pdf":
        settle_form(options)
    language = name_language(options, document.text, name)
    restoration = _restored(options, document)
    if options.html is not None:
        from vnrestore.report.html import html

        write_output(options.html, html(restoration, Path(name).name, document.encodings))
    write_data(options.output, _rendered(options, document, restoration, language))


def _restored(options: Namespace, document: Document) -> Restoration:
    """The text restored, by two readings if there are two."""
    if options.second is None:
        return restore_with(options, document)
    if document.format != "txt":
        raise UsageError("--second goes with a text as FILE; the second reading may be of any format")
    second = read_input_document(options.second)
    report_encodings(options, second, shown_name(options.second))
    return make_restorer(options).restore_both(document.text, second.text)


def _read(options: Namespace, name: str) -> Document:
    """The input, after saying what is strange about it."""
    document = read_input_document(options.file)
    report_encodings(options, document, name)
    if treat_hidden(options, document.text, name) == document.text:
        return document

    from vnrestore.formats.compose import with_text
    from vnrestore.text.hygiene import remove_hidden

    return with_text(document, remove_hidden)


def report_encodings(options: Namespace, document: Document, name: str) -> None:
    """Say which old encodings a file was in, unless -q wants silence."""
    if document.encodings and not options.quiet:
        found = ", ".join(
            f"{one.name} (certainty {one.confidence:.2f}, {one.lines} lines)" for one in document.encodings
        )
        say(f"{name}: converted from {found}")


def set_loudness(options: Namespace) -> None:
    """Let the library's own log through as far as -v and -q say."""
    import logging

    level = logging.INFO if options.verbose else logging.ERROR if options.quiet else logging.WARNING
    logging.basicConfig(format="vnrestore: %(message)s", level=level, stream=sys.stderr)
    logging.getLogger("pikepdf").setLevel(logging.ERROR)  # it tells of its own workings


def say(message: str) -> None:
    """One line on standard error."""
    print(f"vnrestore: {message}", file=sys.stderr)


def coloured() -> bool:
    """Whether standard output is a terminal whose owner did not turn colour off (no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def _check_targets(options: Namespace) -> None:
    for target in (options.output, options.html):
        check_output(target)
    if options.jsonl and (options.diff or options.to or options.html is not None):
        raise UsageError("--jsonl goes with neither --diff nor --to nor --html")
    if options.second is not None:
        if options.jsonl:
            raise UsageError("--jsonl and --second do not go together")
        if same_file(options.second, options.file) or options.second == options.file == STANDARD:
            raise UsageError("--second names the same reading as FILE")
    if options.to == "docx" and options.output in (None, STANDARD) and sys.stdout.isatty():
        raise UsageError("a Word file is nothing for a terminal: name one with -o OUT.docx")
    if options.html is None:
        return
    if same_file(options.html, options.file):
        raise UsageError("--html names the input file: it would be overwritten")
    if options.output is not None and same_file(options.html, options.output):
        raise UsageError("--html and -o name the same file")
    if options.html == STANDARD and options.output in (None, STANDARD):
        raise UsageError("--html - needs -o FILE: both would go to standard output")


def _restored_lines(options: Namespace, name: str) -> str:
    from vnrestore.formats.jsonl import format_jsonl, parse_jsonl
    from vnrestore.formats.plain import decode
    from vnrestore.formats.restoration_json import restoration_to_dict

    content = treat_hidden(options, decode(read_input_bytes(options.file), name), name)
    records = parse_jsonl(content, name)
    restorations = make_restorer(options).restore_many(record["text"] for record in records)
    return format_jsonl(
        record | (restoration_to_dict(one) if options.json else {"text": one.text})
        for record, one in zip(records, restorations, strict=True)
    )


def _rendered(
    options: Namespace, document: Document, restoration: Restoration, language: str | None
) -> bytes:
    from vnrestore.formats.plain import encode

    if options.diff:
        from vnrestore.report.diff import diff

        name = shown_name(options.file)
        return encode(diff(restoration, name, colour=options.output is None and coloured()))
    if options.json or options.to == "json":
        return encode(json_report(document, restoration, language))
    if options.to == "docx":
        from vnrestore.formats.notice_docx import notice_to_docx
        from vnrestore.segment import segment_text

        return notice_to_docx(segment_text(restoration.text))
    if options.to == "txt":
        return encode(restoration.text)

    if options.to == "hocr":
        return _new_hocr(document, restoration)
    if document.format == "pdf":
        return fixed_pdf(options, document, restoration)

    from vnrestore.formats.writing import rewrite_document

    return rewrite_document(document, restoration, alternatives=not options.no_alternatives)


def _new_hocr(document: Document, restoration: Restoration) -> bytes:
    from vnrestore.formats.hocr_new import new_hocr
    from vnrestore.formats.placing import place

    if not document.pages:
        raise UsageError("--to hocr: the file has no pages and no places of words")
    return new_hocr(document, place(document, restoration))


def json_report(document: Document, restoration: Restoration, language: str | None) -> str:
    """What ``--json`` prints: the restoration, the notice and what was found out about the file."""
    from vnrestore.formats.notice_json import notice_to_dict
    from vnrestore.formats.restoration_json import encodings_to_list, restoration_to_json
    from vnrestore.segment import segment_text

    facts = {
        "format": document.format,
        "encodings": encodings_to_list(document.encodings),
        "other_language": language,
        "hidden": hidden_to_list(restoration.original),
    }
    return restoration_to_json(restoration, notice_to_dict(segment_text(restoration.text)), facts)
