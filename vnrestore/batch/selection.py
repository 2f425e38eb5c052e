"""Which files of a folder are meant: globs as shells have them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from vnrestore.batch.names import unquote


class Selection:
    """Files that match one of ``include`` (all, if there is none) and none of ``exclude``.

    A glob with a slash is matched against the whole path below the input folder, one without
    against the file's name. ``*`` and ``?`` stop at slashes, ``**/`` does not.
    """

    def __init__(self, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        """Keep the globs."""
        self._include = tuple(include)
        self._exclude = tuple(exclude)

    def __contains__(self, path: str) -> bool:
        """Whether the file at a quoted path is meant."""
        if not self._include and not self._exclude:
            return True
        plain = unquote(path)
        name = plain.rpartition("/")[2]
        chosen = not self._include or any(
            pattern.fullmatch(plain if whole else name) for whole, pattern in self._included
        )
        return chosen and not any(
            pattern.fullmatch(plain if whole else name) for whole, pattern in self._excluded
        )

    @cached_property
    def _included(self) -> list[tuple[bool, re.Pattern[str]]]:
        return [("/" in glob, pattern_of(glob)) for glob in self._include]

    @cached_property
    def _excluded(self) -> list[tuple[bool, re.Pattern[str]]]:
        return [("/" in glob, pattern_of(glob)) for glob in self._exclude]


_PARTS = re.compile(r"(?P<deep>\*\*/)|(?P<all>\*\*)|(?P<star>\*)|(?P<one>\?)|\[(?P<set>!?\]?[^\]]*)\]")


def pattern_of(glob: str) -> re.Pattern[str]:
    """The regular expression of a glob; a bracket without its partner stands for itself."""
    pieces: list[str] = []
    at = 0
    for found in _PARTS.finditer(glob):
        pieces += (re.escape(glob[at : found.start()]), _piece(found))
        at = found.end()
    pieces.append(re.escape(glob[at:]))
    return re.compile("".join(pieces), re.DOTALL)


def _piece(found: re.Match[str]) -> str:
    fixed = {"deep": "(?:.*/)?", "all": ".*", "star": "[^/]*", "one": "[^/]"}
    if found.lastgroup in fixed:
        return fixed[found.lastgroup]
    inside = found["set"]
    mark, inside = ("^/", inside[1:]) if inside.startswith("!") else ("", inside)
    members = re.sub(r"([\\\[\]^&|~])", r"\\\1", inside)
    try:
        return re.compile(f"[{mark}{members}]").pattern
    except re.error:
        return re.escape(found[0])
