"""The register for --json. The owner's words on what is marked private are left out: output travels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cswo_eval.analysis.register_views import Grouping, Occurrences
from cswo_eval.analysis.sufficiency import word_count
from cswo_eval.pages.evidence_sections.one_entry import FileState
from cswo_eval.pages.json_values import plain_value
from cswo_eval.record.fields import own_words
from cswo_eval.record.models import Evidence
from cswo_eval.record.portfolio_models import Reflection


def entry_values(entry: Evidence) -> dict[str, Any]:
    """Return one entry."""
    values: dict[str, Any] = plain_value(entry)
    if entry.private:
        values.update(dict.fromkeys(own_words(Evidence)))
        for link in values["links"]:
            link["reason"] = None
        for file in values["attachments"]:
            file["name"] = file["stored"] = None
    return values


def whole_entry_values(entry: Evidence, files: Iterable[FileState], occurs: Occurrences) -> dict[str, Any]:
    """Return one entry with how its files stand and where it is used."""
    values = entry_values(entry)
    states = {one.file.id: one for one in files}
    for file in values["attachments"]:
        state = states[file["id"]]
        file["newest"] = state.newest
        file["wrong"] = (None if entry.private else state.wrong) if state.wrong else ""
    return {**values, **plain_value(occurs)}


def list_values(entries: Sequence[Evidence], total: int) -> dict[str, Any]:
    """Return entries, and how many the register holds."""
    return {"total": total, "entries": [entry_values(one) for one in entries]}


def grouped_values(grouping: Grouping) -> dict[str, Any]:
    """Return the headings with the ids of the entries under each, and the command that fills an empty one."""
    return {
        "by": grouping.by,
        "title": grouping.title,
        "note": grouping.note,
        "groups": [
            {
                "id": group.id,
                "name": group.name,
                "entries": [one.id for one in group.entries],
                "command": "" if group.entries else group.command,
            }
            for group in grouping.groups
        ],
        "empty": [group.id for group in grouping.empty],
        "rest": [one.id for one in grouping.rest],
    }


def account_values(account: Reflection) -> dict[str, Any]:
    """Return one reflective account with its number of words."""
    values: dict[str, Any] = plain_value(account)
    values["words"] = sum(word_count(text) for text in account.parts.values())
    if account.private:
        values["title"] = None
        values["parts"] = dict.fromkeys(account.parts)
        for link in values["links"]:
            link["reason"] = None
    return values
