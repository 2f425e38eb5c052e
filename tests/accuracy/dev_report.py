"""Everything issue 3 asks to be measured on the development texts, in one run.

    python tests/accuracy/dev_report.py                         # all sets, all tables
    python tests/accuracy/dev_report.py --without words         # an ingredient switched off
    python tests/accuracy/dev_report.py --channel DIR           # another trained channel
    python tests/accuracy/dev_report.py --ablation              # every ingredient in turn: minutes
    python tests/accuracy/dev_report.py --svg FILE              # the precision/recall curve as a plot

Needs ``../shared/dev``. Output is Markdown. Real scans and rendered pages are never summed;
the starting notice is shown and nothing is chosen by it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from dev_calibration import PARTS, Judged, calibrate, judge
from dev_curve import curve, curve_table, plot
from dev_sets import MEANING, PAIRED, SETS, SWITCHES, Page, pages, switched_off

from vnrestore.evaluate.align import align
from vnrestore.evaluate.compare import compare
from vnrestore.evaluate.metrics import Scores, score, syllables_of, syllables_of_truth, total
from vnrestore.evaluate.normalise import alternatives, bare
from vnrestore.pipeline import Restorer
from vnrestore.restore.decide import decide
from vnrestore.restore.reading import Reading
from vnrestore.text.spelling import strip_marks

GOOD_CER = 0.02
COMMONEST = 50
LOST_RUN = 3  # so many missing tokens of the truth in a row: a line the scan lost


class Outcome(NamedTuple):
    """One text restored and scored."""

    page: Page
    chosen: list[Reading]
    text: str
    raw: Scores
    restored: Scores


def run(sets: Sequence[str], without: Sequence[str], channel: Path | None) -> list[Outcome]:
    """Restore every text of the sets once."""
    found = []
    with switched_off(without, channel):
        restorer = Restorer()
        for page in pages(sets):
            chosen = restorer.readings(page.noisy)
            text = decide(page.noisy, chosen, restorer.min_posterior).text
            found.append(Outcome(page, chosen, text, score(page.gold, page.noisy), score(page.gold, text)))
    return found


def grouped(found: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes by set, and rendered ones by profile too."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in found:
        groups[one.page.folder].append(one)
        if one.page.profile:
            groups[f"{one.page.folder} {one.page.profile}"].append(one)
    return groups


def percent(value: float, places: int = 2) -> str:
    """A rate for a table."""
    return f"{100 * value:.{places}f}"


def rates(groups: dict[str, list[Outcome]]) -> None:
    """SER before and after, CER, good pages."""
    print("\n## Error rates (%)\n")
    print("| set | pages | syllables | SER raw | SER | strict | CER | pages with CER <= 2 % |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, ones in groups.items():
        raw, new = total([o.raw for o in ones]), total([o.restored for o in ones])
        good = sum(o.restored.cer <= GOOD_CER for o in ones)
        print(
            f"| {name} | {len(ones)} | {new.syllables} | {percent(raw.ser)} | {percent(new.ser)} "
            f"| {percent(new.wer)} | {percent(new.cer)} | {good} |"
        )


def calibration(groups: dict[str, list[Outcome]]) -> dict[str, list[Judged]]:
    """Calibration table; returns the judged readings by set."""
    print("\n## Calibration of words (15 bins)\n")
    print(
        "Words that stand in lost, moved or surplus lines are left out. *Predicted*: the wrong words\n"
        "the posteriors promise. *n worst*: errors among as many words as there are wrong ones.\n"
    )
    heads = " | ".join(f"in {part:.0%}" for part in PARTS)
    print(f"| set | words | left out | wrong | predicted | ECE | errors {heads} | n worst |")
    print("|---|" + "--:|" * (6 + len(PARTS)))
    judged: dict[str, list[Judged]] = {}
    for name, ones in groups.items():
        every = [j for o in ones for j in judge(o.page.gold, o.page.noisy, o.chosen)]
        judged[name] = [j for j in every if not j.layout]
        done = calibrate(judged[name])
        ranked = sorted(judged[name], key=lambda j: j.reading.posterior)
        worst = sum(not j.right for j in ranked[: done.wrong]) / max(1, done.wrong)
        shares = " | ".join(percent(done.shares[part], 0) for part in PARTS)
        predicted = sum(1 - j.reading.posterior for j in judged[name])
        print(
            f"| {name} | {done.words} | {len(every) - done.words} | {done.wrong} | {predicted:.0f} "
            f"| {done.ece:.4f} | {shares} | {percent(worst, 0) if done.wrong else '-'} |"
        )
    return judged


def kinds_of_words(judged: dict[str, list[Judged]]) -> None:
    """Wrong and predicted wrong by the kind of reading, over the paired sets."""
    print("\n## Calibration by kind of reading\n")
    print("| set | kind | words | wrong | predicted |\n|---|---|--:|--:|--:|")
    for name in (n for n in PAIRED if n in judged):
        table: dict[str, list[Judged]] = defaultdict(list)
        for one in judged[name]:
            table[f"{one.reading.generator}, {'changed' if one.changed else 'kept'}"].append(one)
        for kind, ones in sorted(table.items()):
            wrong = sum(not j.right for j in ones)
            predicted = sum(1 - j.reading.posterior for j in ones)
            print(f"| {name} | {kind} | {len(ones)} | {wrong} | {predicted:.1f} |")


def gains(groups: dict[str, list[Outcome]]) -> None:
    """Tokens put right and broken."""
    print("\n## Gains and losses (syllables, against raw)\n")
    print("| set | fixed | broken | surplus before | after |\n|---|--:|--:|--:|--:|")
    for name, ones in groups.items():
        done = [compare(o.page.gold, o.page.noisy, o.text) for o in ones]
        fixed, broken = sum(len(c.gains) for c in done), sum(len(c.losses) for c in done)
        before, after = sum(c.surplus_before for c in done), sum(c.surplus_after for c in done)
        print(f"| {name} | {fixed} | {broken} | {before} | {after} |")


def cause(truth: str | None, token: str | None, lost: bool) -> str:
    """Why a syllable is wrong, guessed by rule."""
    if truth is None:
        return "junk or moved line"
    gold = bare(alternatives(truth)[0])
    if token is None:
        return "lost line" if lost else "word lost or glued"
    got = bare(token)
    if any(c.isdigit() for c in gold) or not any(c.isalpha() for c in gold):
        return "number or code"
    if strip_marks(gold) == strip_marks(got):
        return "mark only"
    if gold in got or any(c.isdigit() for c in got):
        return "glued or symbols left"
    if alternatives(truth)[0].isupper() and len(gold) > 1:
        return "capitals"
    if set(gold) & set("fjwz") or (gold.isascii() and len(gold) > 6):
        return "foreign"
    return "one letter" if len(gold) == 1 else "other"


def remaining(found: Sequence[Outcome]) -> None:
    """The errors left by cause, and the commonest wrong words."""
    causes: Counter[tuple[str, str]] = Counter()
    pairs: Counter[tuple[str, str, str]] = Counter()
    for one in found:
        path = align(syllables_of_truth(one.page.gold), syllables_of(one.text), bare)
        for missing, steps in groupby(path, lambda step: step.token is None):
            run = list(steps)
            for error in (step for step in run if not step.right):
                why = cause(error.truth, error.token, missing and len(run) >= LOST_RUN)
                causes[one.page.folder, why] += 1
                if error.truth is not None and error.token is not None:
                    pairs[error.truth.lower(), error.token.lower(), why] += 1
    sets = list(dict.fromkeys(o.page.folder for o in found))
    print(f"\n## Remaining errors by cause\n\n| cause | {' | '.join(sets)} |\n|---|" + "--:|" * len(sets))
    for why in dict.fromkeys(why for (_, why), _ in causes.most_common()):
        print(f"| {why} | {' | '.join(str(causes[name, why]) for name in sets)} |")
    print(f"\n## The {COMMONEST} commonest wrong words (lost and surplus ones apart)\n")
    print("| times | truth | text | cause |\n|--:|---|---|---|")
    for (truth, token, why), times in pairs.most_common(COMMONEST):
        print(f"| {times} | `{truth.replace('|', '/')}` | `{token.replace('|', '/')}` | {why} |")


def ablation(sets: Sequence[str], channel: Path | None, only: Sequence[str]) -> None:
    """SER with each ingredient switched off, fixed and broken against the full configuration."""
    full = run(sets, (), channel)
    names = list(grouped(full))
    print("\n## Ablation: SER (%), in brackets syllables the ingredient fixes / breaks\n")
    print(f"| without | {' | '.join(names)} |\n|---|" + "--:|" * len(names))
    base = [percent(total([o.restored for o in ones]).ser) for ones in grouped(full).values()]
    print(f"| nothing | {' | '.join(base)} |", flush=True)
    for name in only or SWITCHES:
        less = run(sets, (name,), channel)
        cells = []
        for ones, others in zip(grouped(full).values(), grouped(less).values(), strict=True):
            done = [compare(a.page.gold, b.text, a.text) for a, b in zip(ones, others, strict=True)]
            fixed, broken = sum(len(c.gains) for c in done), sum(len(c.losses) for c in done)
            cells.append(f"{percent(total([o.restored for o in others]).ser)} ({fixed}/{broken})")
        print(f"| {name}: {MEANING[name]} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Run the configuration asked for and print its tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--without", nargs="*", default=[], choices=sorted(SWITCHES), metavar="INGREDIENT")
    parser.add_argument("--channel", type=Path, help="folder of a trained channel")
    parser.add_argument("--sets", nargs="*", default=[], choices=SETS, metavar="SET")
    parser.add_argument("--ablation", nargs="*", choices=sorted(SWITCHES), metavar="INGREDIENT")
    parser.add_argument("--svg", type=Path, help="write the precision/recall curve")
    options = parser.parse_args()
    if options.ablation is not None:
        ablation(options.sets or PAIRED, options.channel, options.ablation)
        return
    began = time.monotonic()
    found = run(options.sets or SETS, options.without, options.channel)
    groups = grouped(found)
    print(f"without: {' '.join(options.without) or 'nothing'}; {time.monotonic() - began:.0f} s")
    rates(groups)
    kinds_of_words(calibration(groups))
    gains(groups)
    points = curve((o.page, o.chosen) for o in found)
    curve_table(points)
    if options.svg:
        options.svg.write_text(plot(points), "utf-8")
    remaining([o for o in found if o.page.folder in PAIRED] or found)


if __name__ == "__main__":
    main()
