"""What commands check and say before they trust a text or the trained files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from typing import Any

from vnrestore.cli.complain import complain

HIDDEN = ("report", "keep", "remove")
SHOWN = 4  # kinds of hidden characters named in a message


def add_verify_option(parser: ArgumentParser) -> None:
    """``--verify``, of every command that loads the models."""
    parser.add_argument(
        "--verify", action="store_true", help="first compare every trained file with the hash of its manifest"
    )


def verify_if_asked(options: Namespace) -> None:
    """Check the trained files where ``--verify`` asks for it.

    Raises:
        ResourceError: a file differs from its hash.
    """
    if not options.verify:
        return
    from vnrestore.language.resources import trained_folder, verify_trained

    count = len(verify_trained(trained_folder()))
    if options.verbose:
        complain(f"{count} trained files are as their manifests say")


def add_hidden_option(parser: ArgumentParser) -> None:
    """``--hidden``, of commands that give a text back."""
    parser.add_argument(
        "--hidden",
        choices=HIDDEN,
        default="report",
        help="invisible characters and ones that turn the direction of writing: keep them and say so "
        "(report), keep them, or remove them before restoring",
    )


def treat_hidden(options: Namespace, text: str, name: str) -> str:
    """The text as ``--hidden`` wants it; says on standard error what was found."""
    from vnrestore.text.hygiene import find_hidden, remove_hidden

    found = find_hidden(text)
    if not found or options.hidden == "keep":
        return text
    kinds = Counter(one.name for one in found).most_common()
    listed = ", ".join(f"{count} x {kind}" for kind, count in kinds[:SHOWN])
    if len(kinds) > SHOWN:
        listed += f" and {len(kinds) - SHOWN} other kinds"
    line = text.count("\n", 0, found[0].start) + 1
    removed = options.hidden == "remove"
    if not options.quiet:
        done = "removed" if removed else "kept; --hidden remove takes them out"
        complain(f"{name}: hidden characters: {listed}, the first in line {line} ({done})")
    return remove_hidden(text) if removed else text


def hidden_to_list(text: str) -> list[dict[str, Any]]:
    """The hidden characters of a text in JSON types."""
    from vnrestore.text.hygiene import find_hidden

    return [{"start": one.start, "name": one.name} for one in find_hidden(text)]


def name_language(options: Namespace, text: str, name: str) -> str | None:
    """The other language a text is in, if it is not Vietnamese at all; says so on standard error."""
    from vnrestore.language.other_languages import load_languages, other_language
    from vnrestore.language.resources import lexicon_folder

    language = other_language(text, load_languages(lexicon_folder()))
    if language is not None and not options.quiet:
        complain(f"{name}: is not Vietnamese but looks like {language}: left as it is")
    return language
