"""What a record has left elsewhere, and cannot be reached from where it lies."""

from __future__ import annotations


def what_stays(service: str | None) -> list[str]:
    """Return what stays elsewhere when a record, or a part of it, is deleted. `service`: what copies its folder, None for nothing known."""
    said = [
        "files that you had written: reports, portfolios, plans as calendar files and what a calendar took from them, worksheets, "
        "spreadsheets",
        "what you sent to others, such as a coach or an assessor",
        "backups that you made with `cswo-eval backup`, and those that your system or your council makes of this machine",
        "what a specialist could still read from the disk itself",
    ]
    if service is not None:
        said.insert(
            0,
            f"copies that '{service}' keeps: this folder lies under it, and such services keep earlier versions and deleted files for "
            "weeks. Empty its bin, and look for 'version history'",
        )
    return said
