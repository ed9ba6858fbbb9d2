"""What the checks found, most serious first."""

from __future__ import annotations

from cswo_eval.analysis.results import Check, GapAnalysis
from cswo_eval.pages.blocks import Column, Section, Table

_SEVERITIES = {"serious": "Mend first", "look": "Look again", "note": "Note"}


def checks_section(analysis: GapAnalysis, for_owner: bool = True) -> Section:
    """Remarks, most serious first."""
    return Section("checks", "Worth a second look", (checks_table(analysis.checks, for_owner),))


def checks_table(checks: tuple[Check, ...], for_owner: bool = True) -> Table:
    """Return the checks as a table: to the owner each with the command that mends it."""
    empty = "Nothing stands out."
    if for_owner:
        rows = tuple((_SEVERITIES[check.severity], check.reason, check.command) for check in checks)
        columns = (Column("How much"), Column("What", main=True), Column("To mend it", main=True))
        return Table("", columns, rows, empty)
    others = tuple((_SEVERITIES[check.severity], check.reason) for check in checks)
    return Table("", (Column("How much"), Column("What", main=True)), others, empty)
