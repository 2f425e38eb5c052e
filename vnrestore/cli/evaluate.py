"""``vnrestore evaluate``: error rates of a text against a truth."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from vnrestore.cli.files import STANDARD, check_output, read_input, write_output
from vnrestore.errors import UsageError

if TYPE_CHECKING:
    from vnrestore.evaluate.compare import Comparison
    from vnrestore.evaluate.metrics import Scores

_SUMMARY = "error rates of a text against a truth"
_DESCRIPTION = """Error rates of a text against a truth: SER (syllables; case and punctuation at the
edges ignored), WER (tokens, strict) and CER (characters). The truth may hold alternatives, {a|b}.
With --baseline also what was put right and what was broken since, syllable by syllable."""


def add_command(commands: Any) -> None:
    """Add ``evaluate`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "evaluate", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument("truth", metavar="TRUTH", help="what was printed on the page")
    parser.add_argument("file", metavar="FILE", help="the text to score, or - for standard input")
    parser.add_argument("--baseline", metavar="RAW", help="an earlier text, usually what OCR read")
    parser.add_argument("--errors", metavar="N", type=_count, default=0, help="list the first N errors")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("-o", "--output", metavar="OUT", help="write here instead of to standard output")
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Score and print."""
    inputs = [options.truth, options.file, options.baseline]
    if inputs.count(STANDARD) > 1:
        raise UsageError("only one of the texts can come from standard input")
    check_output(options.output)
    truth, text = read_input(options.truth), read_input(options.file)

    from vnrestore.evaluate.metrics import score

    scores = score(truth, text)
    comparison = None
    if options.baseline is not None:
        from vnrestore.evaluate.compare import compare

        comparison = compare(truth, read_input(options.baseline), text)
    form = _as_json if options.json else _as_text
    write_output(options.output, form(scores, comparison, options.errors))


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise ArgumentTypeError(f"not a number of errors: {value!r}")
    return int(value)


def _as_text(scores: Scores, comparison: Comparison | None, limit: int) -> str:
    lines = [f"  {one.truth or '-'}  {one.token or '-'}" for one in scores.errors[:limit]]
    if lines:
        lines.insert(0, "errors (truth, text):")
    lines += [
        f"SER {scores.ser:.4f}  {scores.syllable_errors} of {scores.syllables} syllables",
        f"WER {scores.wer:.4f}  {scores.token_errors} of {scores.tokens} tokens",
        f"CER {scores.cer:.4f}  {scores.character_errors} of {scores.characters} characters",
    ]
    if comparison is not None:
        lines.append(
            f"gains {len(comparison.gains)}  losses {len(comparison.losses)}  "
            f"surplus syllables {comparison.surplus_before} -> {comparison.surplus_after}"
        )
        lines += [
            f"  lost: {one.truth}  was {one.before}, is {one.after or '-'}"
            for one in comparison.losses[:limit]
        ]
    return "\n".join(lines) + "\n"


def _as_json(scores: Scores, comparison: Comparison | None, limit: int) -> str:
    import json

    record: dict[str, Any] = {
        "syllables": scores.syllables,
        "tokens": scores.tokens,
        "chars": scores.characters,
        "syllable_errors": scores.syllable_errors,
        "token_errors": scores.token_errors,
        "char_errors": scores.character_errors,
        "ser": scores.ser,
        "wer": scores.wer,
        "cer": scores.cer,
        "errors": [[one.truth, one.token] for one in scores.errors[:limit]],
    }
    if comparison is not None:
        record["gains"] = [[one.truth, one.before, one.after] for one in comparison.gains]
        record["losses"] = [[one.truth, one.before, one.after] for one in comparison.losses]
        record["surplus"] = [comparison.surplus_before, comparison.surplus_after]
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
