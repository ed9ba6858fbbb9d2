"""Moments as they are kept, in UTC (2026-06-30T23:30:00Z), and the day that it was then where the owner is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def is_moment(text: str) -> bool:
    """Return whether a text of that form names a moment: there is no 30 February."""
    try:
        datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return False
    return True


def local_day(moment: str) -> date:
    """Return the day that a moment fell on by this machine's clock: 23:30 UTC in June is the next day in Scotland."""
    there = datetime.fromisoformat(moment.removesuffix("Z")).replace(tzinfo=UTC)
    try:
        return there.astimezone().date()
    except (OSError, OverflowError, ValueError):  # a system whose clock does not reach back or forward so far
        return there.date()
