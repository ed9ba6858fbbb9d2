"""What was typed or pasted into a terminal and waits there: had at once, whole, and without a prompt for each line."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

PATIENCE = 0.04
"""Seconds without a key after which a paste is taken to be over. A person's next key comes later; a slow line's next part
may come later too: then it is another batch, and nothing of it is lost."""

_KEYS = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|[^\[O])?|\0")
"""Keys that stand for no letter, such as an arrow or the mark of a paste: a terminal sends no such thing as text."""
_PARTS = re.compile(r"\r\n|[\r\n\x7f\b\x15\x04]|[^\r\n\x7f\b\x15\x04]+")
_ERASE, _ERASE_LINE, _END = ("\x7f", "\b"), "\x15", "\x04"


class Divided(NamedTuple):
    """Keys as the lines that they are."""

    lines: tuple[str, ...]
    begun: str
    """A last line that has not been ended with Enter."""
    ended: bool
    """Whether Ctrl-D at the beginning of a line ended it all."""


def divided(text: str) -> Divided:
    """Return keys as lines, as a terminal would: Backspace and Ctrl-U take away; every other letter is kept."""
    lines, begun = list[str](), ""
    for part in _PARTS.findall(_KEYS.sub("", text)):
        if part in ("\r\n", "\r", "\n"):
            lines.append(begun)
            begun = ""
        elif part in _ERASE:
            begun = begun[:-1]
        elif part == _ERASE_LINE:
            begun = ""
        elif part != _END:
            begun += part
        elif not begun:
            return Divided(tuple(lines), "", ended=True)
    return Divided(tuple(lines), begun, ended=False)


@contextmanager
def unbounded(descriptor: int) -> Iterator[None]:
    """Let a terminal keep every key for us while this lasts: by itself it cuts a line at 4,096 bytes and drops the rest."""
    with _without(descriptor, local=("ICANON",)):
        yield


def bytes_waiting(descriptor: int) -> int:
    """Return how much waits in a POSIX terminal, within `unbounded`: 0 where that cannot be known."""
    if sys.platform == "win32":
        return 0
    import array
    import fcntl
    import termios

    number = array.array("i", [0])
    with contextlib.suppress(OSError):
        fcntl.ioctl(descriptor, termios.FIONREAD, number)
    return number[0]


def collect(descriptor: int, keys: bytearray, patience: float) -> bool:
    """Add to `keys` what waits in the terminal, until nothing has come for `patience` seconds. Returns False after its end.

    Nothing is shown of it. Interrupted, it leaves in `keys` what it had.
    """
    import select

    with _without(descriptor, local=("ICANON", "ECHO"), arriving=("ICRNL", "INLCR")):
        while select.select([descriptor], [], [], patience)[0]:
            try:
                some = os.read(descriptor, 65536)
            except OSError:  # the window is gone
                some = b""
            if not some:
                return False
            keys += some
            patience = PATIENCE
    return True


def line_waits(descriptor: int) -> bool:
    """Return whether a further line is there, or comes within `PATIENCE`.

    A POSIX terminal that divides lines itself gives whole ones only; at a Windows console it may be one that still wants its Enter.
    """
    if sys.platform != "win32":
        import select

        return bool(select.select([descriptor], [], [], PATIENCE)[0])
    import msvcrt

    last = time.monotonic() + PATIENCE
    while not msvcrt.kbhit():
        if time.monotonic() > last:
            return False
        time.sleep(PATIENCE / 8)
    return True


def drop(descriptor: int) -> None:
    """Take away what waits, a line that has not been ended among it."""
    if sys.platform != "win32":
        import termios

        with contextlib.suppress(termios.error):
            termios.tcflush(descriptor, termios.TCIFLUSH)


@contextmanager
def _without(descriptor: int, *, local: tuple[str, ...], arriving: tuple[str, ...] = ()) -> Iterator[None]:
    """Switch off what a terminal does to keys while this lasts, by the system's names. One that is gone is left alone."""
    if sys.platform == "win32":
        yield
        return
    import termios

    try:
        before = termios.tcgetattr(descriptor)
        changed = termios.tcgetattr(descriptor)
        for name in arriving:
            changed[0] &= ~getattr(termios, name)
        for name in local:
            changed[3] &= ~getattr(termios, name)
        changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
        termios.tcsetattr(descriptor, termios.TCSANOW, changed)
    except termios.error:
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSANOW, before)
