"""What is said on standard error when something goes wrong."""

from __future__ import annotations

import sys


def complain(message: str) -> None:
    """One line on standard error, whatever the message holds; a closed one is no reason to fail."""
    line = "vnrestore: " + " ".join(message.split())
    try:
        encoding = sys.stderr.encoding or "ascii"
        sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        return
