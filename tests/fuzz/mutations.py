"""Remove each guard once and see a test fail: ``python tests/fuzz/mutations.py [WORD…]``, some ten minutes.

Works in a copy of the tree. A row is a promise, the guard that is taken away, and the tests that must
notice. Prints a Markdown table; exit code 1 if a guard is not missed, or no longer stands where it stood.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
COPIED = ("vnrestore", "tests", "samples", "pyproject.toml")
SECONDS = 240
MEMORY = 4 << 30  # bytes: without a guard against it, a stream without end takes all there is


class Mutation(NamedTuple):
    """What is promised, what is taken away, who must notice.

    Attributes:
        line: number of the promise in the issue.
        promise: in a few words.
        file: where the guard stands.
        guard: the code.
        instead: what replaces it.
        tests: files, and behind ``-k`` which tests in them.
    """

    line: str
    promise: str
    file: str
    guard: str
    instead: str
    tests: str


MUTATIONS = (
    Mutation(
        "1", "right text stays as it is", "restore/regimes.py",
        "SOUND_SHARE = 0.6", "SOUND_SHARE = 2.0",
        "cases/test_clean.py -k ten_thousand",
    ),
    Mutation(
        "1", "numbers side by side stay two in sound text", "restore/candidates/context.py",
        "joins_numbers=False", "joins_numbers=True",
        "cases/test_cases.py -k side and two",
    ),
    Mutation(
        "1", "digits are bars in garbled text only", "restore/candidates/dates.py",
        'kind = "garbled" if misread else ""', 'kind = ""',
        "unit/test_number_readings.py -k garbled_text_only",
    ),
    Mutation(
        "1", "a label stands at the beginning of a line", "restore/letterhead.py",
        "not any(map(str.isalnum, line))", "True",
        "unit/test_letterhead.py",
    ),
    Mutation(
        "1", "an organ's name stands where a word of the motto was lost", "restore/formulas.py",
        "len(word) > 1 and word.isupper()", "False",
        "unit/test_formulas.py",
    ),
    Mutation(
        "1", "other words stand before a day than ngày", "restore/formulas.py",
        " and word not in BEFORE_DAYS", "",
        "unit/test_formulas.py",
    ),
    Mutation(
        "1", "a number may follow the name of another kind", "restore/formulas.py",
        "(name in kinds.values() and name != OF_THE_PARTY)", "False",
        "unit/test_formulas.py",
    ),
    Mutation(
        "1", "only what is next to a word in much doubt is looked at closely", "restore/windows.py",
        "for i in troubled for near", "for i in doubtful for near",
        "unit/test_windows.py",
    ),
    Mutation(
        "1", "behind a class stand words as well", "restore/headings.py",
        "likely = word not in WORDY or piece[0] in OPENS_SMALL", "likely = True",
        "unit/test_headings.py",
    ),
    Mutation(
        "1", "the y of y tế may be glued to the word before", "restore/planner.py",
        "lone_y = ENDS_IN_GLUED_Y.search(piece) is not None", "lone_y = False",
        "unit/test_number_readings.py -k lines",
    ),
    Mutation(
        "1", "Roman numerals stand before capitals", "restore/headings.py",
        "CAPITAL_SHARE = 0.9", "CAPITAL_SHARE = 0.0",
        "unit/test_headings.py",
    ),
    Mutation(
        "1", "a settled word is no part of a new one", "restore/lattice.py",
        "if left.start in settled or right.start in settled:",
        "if left.start in settled and right.start in settled:",
        "unit/test_windows.py",
    ),
    Mutation(
        "1", "what is in doubt yet gets a closer look", "pipeline.py",
        "chosen = self._look_closer(text, parts, chosen, builder)", "pass",
        "unit/test_windows.py",
    ),
    Mutation(
        "1", "what stands beside a word in doubt is looked at, too", "restore/windows.py",
        "for near in (i - 1, i, i + 1)", "for near in (i,)",
        "unit/test_windows.py",
    ),
    Mutation(
        "1", "a speck may be unheard", "restore/candidates/marks.py",
        'symbol = model.id(mark) if mark else SILENT', 'symbol = model.id(mark or piece)',
        "unit/test_marks.py",
    ),
    Mutation(
        "1", "a page's habits with its marks need evidence", "restore/mark_habits.py",
        "read[readings[0], meant] += posterior >= SURE", "read[readings[0], meant] += 1",
        "unit/test_marks.py golden",
    ),
    Mutation(
        "1", "few errors are left alone", "restore/regimes.py",
        "return shown >= unusual or (shown >= usual", "return shown > 0 or (shown >= usual",
        "cases/test_clean.py",
    ),
    Mutation(
        "1", "one change says nothing in an unusual language", "restore/regimes.py",
        "(len(sure) == 1 and not is_bar(slips[0]) and mean_logp() < USUAL)", "False",
        "cases/test_clean.py",
    ),
    Mutation(
        "1", "a bar read as a letter tells in any language", "restore/regimes.py",
        "len(sure) == 1 and not is_bar(slips[0]) and", "len(sure) == 1 and",
        "unit/test_number_readings.py",
    ),
    Mutation(
        "1", "abbreviations are seldom days and months", "restore/candidates/numbers.py",
        "if _ABBREVIATION.fullmatch(bare):", "if False:",
        "unit/test_number_readings.py",
    ),
    Mutation(
        "1", "letters that are no words are specks", "restore/mark_odds.py",
        "if piece.lower() in NO_WORDS:", "if False:",
        "unit/test_marks.py",
    ),
    Mutation(
        "1", "marks stay where only gaps were lost", "restore/regimes.py",
        "SLIPS = 0.002", "SLIPS = 0.0",
        "unit/test_glued_numbers.py",
    ),
    Mutation(
        "1", "a number glued to a word stays", "restore/numbers.py",
        "return _unglued(text, reading) if sound else reading", "return reading",
        "unit/test_glued_numbers.py",
    ),
    Mutation(
        "1", "a standard's number keeps its colon", "restore/candidates/notations.py",
        '(bar, second) == (":", "/") and "-" not in notation', "False",
        "unit/test_number_readings.py",
    ),
    Mutation(
        "1", "names and other languages keep their i and y", "restore/respell.py",
        "if twins is None or not _is_vietnamese(line, words, place):", "if twins is None:",
        "unit/test_respell.py",
    ),
    Mutation(
        "1", "digits, dates, amounts, mail and web addresses stay", "restore/protect.py",
        "    if len(chunk.text) > LONGEST_CHUNK:",
        "    return False\n    if len(chunk.text) > LONGEST_CHUNK:",
        "properties/test_harmless.py -k digits",
    ),
    Mutation(
        "1", "mail and web addresses stay", "restore/protect.py",
        "if _ADDRESS.fullmatch(chunk.text) or", "if",
        "properties/test_harmless.py -k reads_like_words",
    ),
    Mutation(
        "1", "document numbers stay", "restore/protect.py",
        " or _DOCUMENT.fullmatch(chunk.text):", ":",
        "properties/test_harmless.py -k reads_like_words",
    ),
    Mutation(
        "1", "a mixed page changes in its garbled parts only: sound passages", "restore/regimes.py",
        "SOUND_SHARE = 0.6", "SOUND_SHARE = 2.0",
        "properties/test_harmless.py cases/test_mixed.py -k mixed_page or another",
    ),
    Mutation(
        "1", "a mixed page changes in its garbled parts only: foreign passages", "pipeline.py",
        "return [is_foreign_passage(text[p[0].start : p[-1].end], self._languages) for p in parts]",
        "return [False] * len(parts)",
        "properties/test_harmless.py -k mixed_page",
    ),
    Mutation(
        "1", "a mixed page changes in its garbled parts only: runs of English", "restore/foreign_runs.py",
        "                return as_english\n", "                return 0.0\n",
        "cases/test_mixed.py unit/test_foreign_runs.py",
    ),
    Mutation(
        "1", "a mixed page changes in its garbled parts only: code", "restore/foreign_runs.py",
        "LEAST_TELLING = 2", "LEAST_TELLING = 999",
        "cases/test_mixed.py unit/test_foreign_runs.py",
    ),
    Mutation(
        "1", "a mixed page changes in its garbled parts only: formulas", "restore/foreign_runs.py",
        " or self._looks.is_formula(chunks)", "",
        "cases/test_mixed.py unit/test_foreign_runs.py",
    ),
    Mutation(
        "1", "a mixed page: no garbled word passes for English", "restore/foreign_chunks.py",
        "COPIED_LOGP = -0.6", "COPIED_LOGP = 6.0",
        "unit/test_foreign_runs.py -k garbled_word_is_kept",
    ),
    Mutation(
        "1", "a mixed page: short lines and cells go by their paragraph", "restore/regimes.py",
        "SOME_OWN = 0.05", "SOME_OWN = 2.0",
        "properties/test_harmless.py -k mixed_page",
    ),
    Mutation(
        "1", "a mixed page: a paragraph never makes its lines less sound", "restore/regimes.py",
        "max(share, _share(same, share, FEW))", "_share(same, share, FEW)",
        "cases/test_clean.py",
    ),
    Mutation(
        "1", "other languages are told and left alone", "language/other_languages.py",
        "    total = sum(map(len, lines))\n", "    return None\n    total = sum(map(len, lines))\n",
        "cli/test_cli_hostile.py -k another_language_is",
    ),
    Mutation(
        "2", "any Unicode string: lone surrogates", "restore/fluency.py",
        '"surrogatepass"', '"strict"',
        "properties/test_restoration.py -k rebuild",
    ),
    Mutation(
        "2", "corrections rebuild the text", "restore/decide.py",
        "text=apply_corrections(text, corrections),", "text=apply_corrections(text, corrections[:1]),",
        "properties/test_restoration.py -k rebuild",
    ),
    Mutation(
        "2", "a second run changes nothing: sound passages, told by two signs", "pipeline.py",
        "fluent = self._fluency.fluent(every)\n",
        "fluent, sound_passages = [False] * len(every), lambda text, first, known: [False] * len(first)\n",
        "properties/test_restoration.py -k restored_samples",
    ),
    Mutation(
        "2", "every process the same: hash seed", "language/channel_tables.py",
        "sorted(set(items))", "set(items)",
        "properties/test_determinism.py properties/test_concurrency.py -k every_process or other_processes",
    ),
    Mutation(
        "2", "every process the same: locale", "language/resources.py",
        'lines = path.read_bytes().decode("utf-8")', "lines = path.read_text()",
        "properties/test_determinism.py -k every_process",
    ),
    Mutation(
        "2", "a text has no influence on the next", "pipeline.py",
        "            builder = self._builder(learned,",
        "            builder = self._broad = self._builder(learned,",
        "properties/test_determinism.py -k influence",
    ),
    Mutation(
        "2", "paragraphs alone read nearly like the whole", "pipeline.py",
        "blocks([window.chunks for found in split for window in found])",
        "blocks([window.chunks for found in split for window in found][:12])",
        "properties/test_determinism.py -k paragraphs",
    ),
    Mutation(
        "2", "NFC and NFD read the same", "text/composition.py",
        "*range(end - len(segment) + 1, end)", "*range(start + 1, start + len(segment))",
        "unit/test_composition.py properties/test_restoration.py -k compos",
    ),
    Mutation(
        "3", "no hang: patterns do not backtrack", "text/tokens.py",
        "[0-9]++(?:[.,:/x\\-][0-9]++)*+%?", "[0-9]+(?:[.,:/x\\-][0-9]+)*%?",
        "properties/test_restoration.py -k linear_time",
    ),
    Mutation(
        "3", "hOCR: control characters (found by fuzzing)", "formats/html_source.py",
        "        self._replace_controls()\n", "",
        "unit/formats/test_fuzz_findings.py",
    ),
    Mutation(
        "3", "hOCR: undeclared encodings (found by fuzzing)", "formats/html_source.py",
        "encoding=_undeclared(data)", "encoding=None",
        "unit/formats/test_fuzz_findings.py",
    ),
    Mutation(
        "3", "model cut short", "language/stored.py",
        "if path.stat().st_size != wanted:", "if False:",
        "unit/test_trained_files.py -k cut_or_grown",
    ),
    Mutation(
        "3", "model header flipped", "language/stored.py",
        "if match.group(1).decode() != kind or found != shape:", "if False:",
        "unit/test_trained_files.py -k other_arrays or header",
    ),
    Mutation(
        "3", "model of another version", "language/stored.py",
        "if type(found) is not int or found != format_:", "if False:",
        "unit/test_trained_files.py -k manifest",
    ),
    Mutation(
        "3", "lexicon with bad lines", "language/resources.py",
        "if len(fields) != columns or", "if False and",
        "unit/test_trained_files.py -k bad_lines",
    ),
    Mutation(
        "3", "lexicons that only records need", "segment/known_names.py",
        'return load_entries(lexicon_folder() / f"{category}.tsv")', "return []",
        "unit/test_trained_files.py -k damaged_names",
    ),
    Mutation(
        "3", "code words with bad lines", "language/code_words.py",
        "if not kind or not words.split():", "if False:",
        "unit/test_foreign_runs.py -k code_words",
    ),
    Mutation(
        "3", "English: pairs out of order", "language/english.py",
        "if not bool((pairs[:-1] < pairs[1:]).all()):", "if False:",
        "unit/test_foreign_runs.py -k damaged_english",
    ),
    Mutation(
        "4", "XML bombs", "formats/xml_source.py",
        'if b"<!ENTITY" in data:', "if False:",
        "unit/formats/test_xml_source.py -k bombs",
    ),
    Mutation(
        "4", "PDF bombs", "formats/pdf_open.py",
        "if size > MAX_STREAM_BYTES or total > MAX_TOTAL_BYTES:", "if False:",
        "unit/formats/test_pdf_safety.py -k bombs",
    ),
    Mutation(
        "4", "ZIP archives are not text", "formats/sniff.py",
        '    (b"PK\\x03\\x04", "zip", "a ZIP archive, maybe a word-processor document"),\n', "",
        "cli/test_cli_errors.py unit/formats/test_sniff.py",
    ),
    Mutation(
        "4", "100 MB on one line", "formats/plain.py",
        '    check_data(data, "txt", name)\n', "",
        "unit/formats/test_limits.py -k bytes",
    ),
    Mutation(
        "4", "a text too long to hold", "formats/reading.py",
        "    check_text(document.text, name)\n", "",
        "unit/formats/test_limits.py -k long_text",
    ),
    Mutation(
        "4", "streams without end", "formats/limits.py",
        "        check_file_size(size, name)\n", "",
        "unit/formats/test_limits.py -k streams",
    ),
    Mutation(
        "4", "too little memory is said in one line", "cli/main.py",
        "if isinstance(error, MemoryError):", "if False:",
        "cli/test_cli_hostile.py -k too_little_memory",
    ),
    Mutation(
        "4", "a million marks, letters or dots in one word", "restore/protect.py",
        "LONGEST_WORD = 24  # no word of any language met in notices is longer; such a run is junk or code\n"
        "LONGEST_CHUNK = 120",
        "LONGEST_WORD = LONGEST_CHUNK = 10**9",
        "cli/test_cli_hostile.py -k million",
    ),
    Mutation(
        "4", "hidden characters are said", "cli/safety.py",
        'if not found or options.hidden == "keep":', "if True:",
        "cli/test_cli_hostile.py -k hidden",
    ),
    Mutation(
        "4", "hidden characters are removed when asked", "cli/safety.py",
        "return remove_hidden(text) if removed else text", "return text",
        "cli/test_cli_hostile.py -k hidden",
    ),
    Mutation(
        "4", "batch: names that lead out of the folder", "batch/names.py",
        'part not in ("", ".", "..")', "True",
        "unit/batch -k leave or outputs_stay",
    ),
    Mutation(
        "4", "batch: links in the output that lead out of it", "batch/local.py",
        "if os.path.commonpath([self.root, os.path.realpath(folder)]) != self.root:", "if False:",
        "unit/batch/test_local.py -k outputs_stay",
    ),
    Mutation(
        "4", "batch: links that go round", "batch/local.py",
        "            if here in above:", "            if False:",
        "unit/batch/test_local.py -k loops",
    ),
    Mutation(
        "4", "links that go round", "cli/files.py",
        "except (OSError, ValueError, RuntimeError) as error:", "except (OSError, ValueError) as error:",
        "cli/test_cli_hostile.py -k links",
    ),
    Mutation(
        "4", "unreadable files, names that are none", "formats/plain.py",
        "    except (OSError, ValueError) as error:\n        reason = getattr",
        "    except ZeroDivisionError as error:\n        reason = getattr",
        "cli/test_cli_errors.py cli/test_cli_hostile.py -k bad_input or unreadable or links",
    ),
    Mutation(
        "4", "batch: vanishing files", "batch/local.py",
        'raise ReadError("vanished", ', 'raise ReadError("unreadable", ',
        "unit/batch -k not_there or vanishes",
    ),
    Mutation(
        "4", "batch: names in every encoding", "batch/names.py",
        '.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")',
        '.encode("utf-8", "replace").decode("utf-8")',
        "unit/batch/test_names.py unit/batch/test_local.py -k name or utf8",
    ),
    Mutation(
        "4", "full and read-only disks: files are written whole or not at all", "cli/files.py",
        "            _write_whole(Path(name).resolve(), data)", "            Path(name).write_bytes(data)",
        "cli/test_cli_hostile.py cli/test_cli_errors.py -k full_disk",
    ),
    Mutation(
        "4", "batch: a full disk stops the run", "batch/local.py",
        "_FATAL = frozenset({errno.ENOSPC, ", "_FATAL = frozenset({",
        "unit/batch/test_local.py -k write_that_fails",
    ),
    Mutation(
        "4", "SIGTERM: no temporary file is left", "cli/signals.py",
        "    signal.signal(signal.SIGTERM, terminate)\n", "",
        "cli/test_cli_errors.py -k signal",
    ),
    Mutation(
        "4", "SIGINT: one line, 130", "cli/main.py",
        "    except KeyboardInterrupt:", "    except ZeroDivisionError:",
        "cli/test_cli_errors.py -k signals",
    ),
    Mutation(
        "4", "SIGPIPE: silence, 141", "cli/main.py",
        "    except BrokenPipeError:\n        _silence_stdout()\n        return EXIT_BROKEN_PIPE\n", "",
        "cli/test_cli_errors.py cli/test_cli_hostile.py -k pipe",
    ),
    Mutation(
        "4", "signals that a library turns into its own error", "cli/main.py",
        "        if heard.number:", "        if False:",
        "cli/test_cli_hostile.py -k own_error",
    ),
    Mutation(
        "4", "signals in a finaliser", "cli/signals.py",
        "        sys.unraisablehook = _again", "        pass",
        "cli/test_cli_hostile.py -k finaliser",
    ),
    Mutation(
        "5", "eight threads share a restorer", "restore/lattice.py",
        "self._lock = RLock()", 'self._lock = __import__("contextlib").nullcontext()',
        "properties/test_concurrency.py -k threads",
    ),
    Mutation(
        "5", "no global state", "restore/recase.py",
        '_SENTENCE_END = frozenset(".!?:")', '_SENTENCE_END = frozenset(".!?:")\n_seen: dict = {}',
        "properties/test_concurrency.py -k state_of_its_own",
    ),
    Mutation(
        "5", "caches are bounded", "text/syllable.py",
        "@lru_cache(maxsize=1 << 16)", "@lru_cache(maxsize=None)",
        "properties/test_concurrency.py -k bounded",
    ),
    Mutation(
        "6", "no network", "pipeline.py",
        "        folder = trained_folder()\n",
        '        __import__("socket").getaddrinfo("localhost", 80)\n        folder = trained_folder()\n',
        "properties/test_determinism.py -k network",
    ),
    Mutation(
        "6", "least versions stand above known holes", "../pyproject.toml",
        '"lxml>=6.1"', '"lxml>=6.0"',
        "unit/test_advisories.py",
    ),
    Mutation(
        "6", "--verify: hashes of files", "language/resources.py",
        "!= listed.get(name)", '== ""',
        "unit/test_trained_files.py -k flipped or exit_code_6",
    ),
    Mutation(
        "6", "--verify: hash of the manifest", "language/resources.py",
        "if stated != manifest_hash(facts):", "if False:",
        "unit/test_trained_files.py -k manifest",
    ),
    Mutation(
        "6", "--verify is obeyed", "cli/safety.py",
        "    if not options.verify:", "    if True:",
        "unit/test_trained_files.py -k exit_code_6",
    ),
    Mutation(
        "7", "explain: the language model's score in its context", "restore/explain.py",
        "before = [step.symbol for step in path if step.end <= begin]", "before = []",
        "unit/test_explain.py -k language_scores",
    ),
    Mutation(
        "7", "explain: places that are none", "cli/explain.py",
        "    if column > len(lines[line - 1]):", "    if False:",
        "cli/test_cli_explain.py -k no_such_place",
    ),
)  # fmt: skip


def main(words: list[str]) -> int:
    chosen = [one for one in MUTATIONS if not words or any(word in one.promise for word in words)]
    missed = 0
    with tempfile.TemporaryDirectory(prefix="vnrestore-mutations-") as name:
        tree = copied(Path(name))
        print("| line | promise | guard taken away in | noticed by |\n|---|---|---|---|", flush=True)
        for one in chosen:
            outcome = tried(tree, one)
            missed += outcome.startswith("**")
            print(f"| {one.line} | {one.promise} | `{one.file}` | {outcome} |", flush=True)
    print(f"\n{len(chosen) - missed} of {len(chosen)} noticed")
    return 1 if missed else 0


def copied(folder: Path) -> Path:
    """The tree, kernels and all, where it may be broken."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / "lexicons").symlink_to(ROOT / "lexicons")
    return folder


def tried(tree: Path, one: Mutation) -> str:
    """The test that fails without the guard."""
    path = tree / "vnrestore" / one.file
    sound = path.read_text("utf-8")
    if one.guard not in sound:
        return "**the guard is no longer there**"
    path.write_text(sound.replace(one.guard, one.instead), "utf-8")
    try:
        return run(tree, one.tests)
    finally:
        path.write_text(sound, "utf-8")


def run(tree: Path, tests: str) -> str:
    """The first test of some to fail."""
    files, _, which = tests.partition(" -k ")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "--tb=no",
        "-rfE",
        "-p",
        "no:cacheprovider",
        "-o",
        "addopts=",
    ]
    command += [f"tests/{file}" for file in files.split()] + (["-k", which] if which else [])
    environment = os.environ | {"PYTHONPATH": str(tree), "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=tree,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )
    except subprocess.TimeoutExpired:
        return f"no end after {SECONDS} s"
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if done.returncode == 1 and failed:
        return f"`{failed[0].split(' ', 1)[1].split(' - ')[0].removeprefix('tests/')}`"
    return f"**nobody** (pytest: {done.returncode})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
