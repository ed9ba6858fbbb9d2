"""Moments as they are kept, in UTC (2026-06-30T23:30:00Z), as the owner's clock showed them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cswo_eval.text.days_in_words import plain_day, said_day, short_day


def is_moment(text: str) -> bool:
    """Return whether a text of that form names a moment: there is no 30 February."""
    try:
        datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return False
    return True


def local_time(moment: str) -> datetime:
    """Return a moment on this machine's clock: 23:30 UTC in June is half past midnight, the next day, in Scotland."""
    there = datetime.fromisoformat(moment)
    try:
        return there.astimezone()
    except (OSError, OverflowError, ValueError):  # a system whose clock does not reach back or forward so far
        return there


def local_day(moment: str) -> date:
    """Return the day that a moment fell on by this machine's clock."""
    return local_time(moment).date()


def said_moment(moment: str, today: date) -> str:
    """Return 'today 14:32', 'yesterday 14:32' or 'Monday 23 November 2026, 14:32'."""
    when = local_time(moment)
    near = {today: "today ", today - timedelta(days=1): "yesterday "}
    return f"{near.get(when.date()) or f'{said_day(when.date())}, '}{when:%H:%M}"


def plain_moment(moment: str) -> str:
    """Return '3 November 2026, 10:15'."""
    when = local_time(moment)
    return f"{plain_day(when.date())}, {when:%H:%M}"


def listed_moment(moment: str) -> str:
    """Return '23 Nov 2026 14:32', as a table has room for it."""
    when = local_time(moment)
    return f"{short_day(when.date()).partition(' ')[2]} {when:%Y %H:%M}"


def plain_local_day(moment: str) -> str:
    """Return '23 November 2026': the day that it was where the owner is."""
    return plain_day(local_day(moment))
