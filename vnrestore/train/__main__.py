"""``python -m vnrestore.train STEP``: build what ``language/`` reads."""

from __future__ import annotations

import importlib
import sys

STEPS = ("documents", "lexicons", "lm", "channel", "english", "bom")


def main(argv: list[str]) -> int:
    """Run one step; the rest of the arguments are the step's own."""
    if not argv or argv[0] not in STEPS:
        print(f"usage: python -m vnrestore.train {{{','.join(STEPS)}}} [options]", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"vnrestore.train.{argv[0]}").main(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
