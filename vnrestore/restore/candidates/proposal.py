"""What generators propose: readings of a piece of text, before any channel has judged them."""

from __future__ import annotations

from typing import NamedTuple


class Proposal(NamedTuple):
    """One reading of an observed piece.

    Attributes:
        symbol: language-model id of the word, or ``SILENT`` for what the model ignores.
        surface: the reading as it would be printed.
        logp: natural log of the prior the generator gives it.
        generator: name of the generator.
        heard: whether the channel is asked how likely the surface was read as the piece.
        kind: ``"unknown"`` and ``"foreign"`` words are welcome in sound text only, ``"garbled"``
            readings never there, ``"misheard"`` marks only where marks are doubted.
    """

    symbol: int
    surface: str
    logp: float
    generator: str
    heard: bool = True
    kind: str = ""
