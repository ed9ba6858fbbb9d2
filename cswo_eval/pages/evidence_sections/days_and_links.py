"""How the days and the links of entries and accounts are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Column, Section, Table
from cswo_eval.record.models import Link
from cswo_eval.text.days_in_words import plain_day, short_when
from cswo_eval.text.moments import local_day
from cswo_eval.text.words import listed


def listed_day_of(moment: str) -> str:
    """Return the local day of a moment as '14 Sep 2026', as a table has room for it."""
    return short_when(local_day(moment))


def plain_day_of(moment: str) -> str:
    """Return the local day of a moment as '2 November 2026'."""
    return plain_day(local_day(moment))


def bearings(links: Iterable[Link]) -> str:
    """Return what links lead to: 'SD1.3, SD1.4 (against)'."""
    return listed(f"{link.item} (against)" if link.bearing == "contradicts" else link.item for link in links)


def links_section(framework: Framework, links: Sequence[Link]) -> Section:
    """What an entry or an account bears on, and why."""
    rows = tuple(
        (
            link.item,
            framework.title_of(link.item),
            "against" if link.bearing == "contradicts" else "for",
            link.reason or "no line on why yet",
        )
        for link in links
    )
    columns = (Column("Item"), Column("What"), Column("Speaks"), Column("Why", main=True))
    return Section("links", "What it bears on", (Table("", columns, rows, "Nothing yet."),))
