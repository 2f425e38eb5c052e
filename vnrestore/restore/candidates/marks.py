"""Punctuation: what the model hears at a mark that may be dirt, or another mark.

Such a mark is printed as it stands all the same; what it should be is weighed once the words are read
(``restore/marks.py``), by the same odds. Until then a speck between two words must not part them.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from vnrestore.datatypes.lattice import SILENT
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.mark_odds import DASH_BETWEEN, TRAILING

LOW_QUOTE = "\u201a"
KNOWN = MappingProxyType(  # what is printed for these at once, and its log odds
    {":": (";", -4.5), LOW_QUOTE: (",", 0.0)}  # some engines read one semicolon in six so, real scans none
)


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """Marks that engines are known to take for others; silence or another mark at one that may be dirt."""
    model = vocabulary.model
    known = KNOWN.get(piece)
    if known:
        yield Proposal(model.id(known[0]), known[0], known[1], "mark", heard=False, kind="garbled")
        return
    odds = DASH_BETWEEN if piece == "-" else TRAILING.get(piece, {})
    for mark, logp in odds.items():
        symbol = model.id(mark) if mark else SILENT
        yield Proposal(symbol, piece, logp, "mark", heard=False, kind="misheard")
