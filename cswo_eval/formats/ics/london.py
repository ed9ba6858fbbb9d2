"""The zone of a calendar file, as rules: with lists of dates some programs are an hour wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Timezone

ZONE = "Europe/London"


def london() -> Timezone:
    """Return the zone: summer time begins at 01:00 on the last Sunday of March, and ends at 02:00 on that of October."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur  # only for this file

    zone = Timezone()
    zone.add("tzid", ZONE)
    hour, none = timedelta(hours=1), timedelta()
    # The rules hold since 1996; from 1970 on, as calendar programs write them themselves.
    for part, name, begins, month, before, after in (
        (TimezoneDaylight(), "BST", datetime(1970, 3, 29, 1), 3, none, hour),
        (TimezoneStandard(), "GMT", datetime(1970, 10, 25, 2), 10, hour, none),
    ):
        part.add("tzname", name)
        part.add("dtstart", begins)
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
