"""Alignment of a truth's tokens with a text's: where each true token ended up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from vnrestore.evaluate.normalise import alternatives


@dataclass(frozen=True, slots=True)
class Aligned:
    """A true token beside the token that stands for it; None where one side has none.

    Attributes:
        truth: the gold token as written, with its alternatives.
        token: the token of the scored text.
        right: the token is one of the readings the gold token allows.
    """

    truth: str | None
    token: str | None
    right: bool


def align(
    truth: Sequence[str], tokens: Sequence[str], normalise: Callable[[str], str]
) -> tuple[Aligned, ...]:
    """Levenshtein alignment of two token lists, compared under ``normalise``.

    Tokens are aligned by their preferred readings; the other alternatives of a gold token
    forgive a substitution, they do not attract one. That is how the reference scorer counts.
    """
    readings = [list(dict.fromkeys(normalise(one) for one in alternatives(token))) for token in truth]
    keys = [normalise(token) for token in tokens]
    path: list[Aligned] = []
    for step in Levenshtein.opcodes([allowed[0] for allowed in readings], keys):
        rows = range(step.src_start, step.src_end)
        columns = range(step.dest_start, step.dest_end)
        if step.tag in ("equal", "replace"):
            path += [
                Aligned(truth[i], tokens[j], keys[j] in readings[i])
                for i, j in zip(rows, columns, strict=True)
            ]
        elif step.tag == "delete":
            path += [Aligned(truth[i], None, False) for i in rows]
        else:
            path += [Aligned(None, tokens[j], False) for j in columns]
    return tuple(path)
