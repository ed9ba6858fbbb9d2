"""Ctrl-C, a closed window, a stopped process: they end a program that waits at once, and one that saves once that is done.

An answer that was ended with Enter is not lost between the key and the file: whoever takes one holds what would interrupt it
(`held`), and lets it through where it waits for a person (`let_through`).
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = ("SIGINT", "SIGHUP", "SIGTERM", "SIGQUIT", "SIGBREAK")


class _Interruptions:
    """What has come, and whether it must wait."""

    holds = 0
    came = False


def take_signals() -> None:
    """Let Ctrl-C, a closed window and a stopped process end alike: once, so that a second one cannot break the saving."""
    numbers = [number for name in _NAMES if (number := getattr(signal, name, None)) is not None]
    _Interruptions.holds, _Interruptions.came = 0, False

    def interrupt(_number: int, _frame: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        _Interruptions.came = True
        if not _Interruptions.holds:
            _raise_if_came()

    for number in numbers:
        with contextlib.suppress(ValueError, OSError):  # only the main thread may
            signal.signal(number, interrupt)


@contextmanager
def held() -> Iterator[None]:
    """Let no interruption through while this lasts: it is raised at the end. Raises KeyboardInterrupt."""
    _Interruptions.holds += 1
    try:
        yield
    finally:
        _Interruptions.holds -= 1
    if not _Interruptions.holds:
        _raise_if_came()


@contextmanager
def let_through() -> Iterator[None]:
    """Let an interruption through while this lasts, within `held`: one that has come, too. Raises KeyboardInterrupt."""
    holds, _Interruptions.holds = _Interruptions.holds, 0
    try:
        _raise_if_came()
        yield
    finally:
        _Interruptions.holds = holds


def _raise_if_came() -> None:
    if _Interruptions.came:
        _Interruptions.came = False
        raise KeyboardInterrupt
