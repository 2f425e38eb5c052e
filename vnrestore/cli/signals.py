"""Ctrl-C and SIGTERM as exceptions that are not lost on the way out."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

RETRY = 0.005  # seconds after which a lost exception is raised again


class Terminated(BaseException):
    """SIGTERM, as an exception, so that temporary files are removed on the way out."""


class Heard:
    """The last signal that came: some libraries turn its exception into one of their own.

    numpy answers a Ctrl-C during its import with an ``ImportError``. Whoever reports a failure asks here
    whether it was one.

    Attributes:
        number: of the signal, 0 if none came.
    """

    __slots__ = ("number",)

    def __init__(self) -> None:
        """Nothing has come."""
        self.number = 0


def listen() -> Heard:
    """Raise ``Terminated`` on SIGTERM, and see to it that neither it nor Ctrl-C is swallowed.

    A handler runs wherever the program happens to be. In a finaliser Python prints the exception and
    goes on as if nothing had come; so it is raised again as soon as the finaliser is left.
    """
    heard = Heard()

    def terminate(number: int, frame: FrameType | None) -> NoReturn:
        heard.number = number
        raise Terminated

    def interrupt(number: int, frame: FrameType | None) -> NoReturn:
        heard.number = number
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, terminate)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored, as in nohup
        signal.signal(signal.SIGINT, interrupt)
    if hasattr(signal, "setitimer"):
        sys.unraisablehook = _again
    return heard


def fall_deaf() -> None:
    """Ignore further signals: the outcome is known, and the program is about to end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _again(lost: sys.UnraisableHookArgs) -> None:
    kind = lost.exc_type
    if not issubclass(kind, (KeyboardInterrupt, Terminated)):
        sys.__unraisablehook__(lost)
        return

    def raise_it(number: int, frame: FrameType | None) -> NoReturn:
        raise kind

    signal.signal(signal.SIGALRM, raise_it)
    signal.setitimer(signal.ITIMER_REAL, RETRY)
