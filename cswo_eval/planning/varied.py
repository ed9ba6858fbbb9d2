"""Numbers that vary, the same each time: no chance comes into a plan."""

from __future__ import annotations

_FACTOR, _MODULUS = 48271, 2**31 - 1
"""Of the generator of Park and Miller, the minimal standard (Communications of the ACM 36, 1993)."""


class Varied:
    """A row of numbers that begins anew with each object."""

    def __init__(self) -> None:
        self._last = 7

    def share(self) -> float:
        """Return the next number, from 0 up to but not 1."""
        self._last = self._last * _FACTOR % _MODULUS
        return self._last / _MODULUS

    def below(self, number: int) -> int:
        """Return a whole number from 0 up to but not `number`."""
        return int(self.share() * number)
