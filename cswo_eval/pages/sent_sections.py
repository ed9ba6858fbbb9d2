"""What has left the record, as the log tells it: when, for whom, as which file, how many things; or what of one thing has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from cswo_eval.files.shapes import all_fields
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Paragraph, Section, Table
from cswo_eval.record.sent import Sent, SentFile, things_among
from cswo_eval.text.moments import listed_moment, plain_local_day, plain_moment
from cswo_eval.text.words import counted, listed, listed_with_and

_SHORT = 8
"""Characters of a fingerprint that a table shows."""
_MOST_FILES = 3
_MOST_TOLD = 8
"""Exports that are told after something was marked; the others are counted."""
_WENT = {
    "self": "into a copy for yourself",
    "coach": "to a coach",
    "portfolio": "into a portfolio",
    "employer": "to an employer",
    "successor": "to a successor",
    "raters": "to people who were asked",
    "cohort": "to a cohort",
}
_FOR = {
    "self": "yourself",
    "coach": "a coach",
    "portfolio": "a portfolio",
    "employer": "an employer",
    "successor": "a successor",
    "raters": "people asked",
    "cohort": "a cohort",
}
NOTHING = "Nothing has left this record, as far as its log knows. What you print, copy out of a window or send as a backup is not in it."


def said_went(sent: Sent) -> str:
    """Return where an export went, when and as what: 'to a coach on 3 November 2026 (report, cswo-report.html)'."""
    where = _WENT.get(sent.audience, f"to {sent.audience}")
    private = "; with what was private" if sent.with_private else ""
    return f"{where} on {plain_local_day(sent.when)} ({sent.what}, {_said_files(sent.files)}{private})"


def _said_files(files: Sequence[SentFile], fingerprints: bool = False) -> str:
    """Return the names of files, the first few of many, each with the beginning of its fingerprint where that is asked for."""
    if not files:
        return "no file"
    said = [
        (file.name or "shown, not saved") + (f" ({file.sha256[:_SHORT]})" if fingerprints else "")
        for file in files[:_MOST_FILES]
    ]
    more = f" and {counted(len(files) - _MOST_FILES, 'other file')}" if len(files) > _MOST_FILES else ""
    return listed(said) + more


def sent_document(exports: Sequence[Sent], most: int | None, of: str = "") -> Document:
    """Return the exports, the latest first and at most `most` of them (None: all). `of`: the one thing that is asked about, in words."""
    latest = tuple(reversed(exports))
    shown = latest[:most]
    rows = tuple(
        (
            one.id,
            listed_moment(one.when),
            _FOR.get(one.audience, one.audience),
            f"{one.what}: {_said_files(one.files, fingerprints=True)}{'; with what is private' if one.with_private else ''}",
            str(len(one.things)),
        )
        for one in shown
    )
    columns = (Column("Id"), Column("When"), Column("For"), Column("As", main=True), Column("Things", "right"))
    empty = f"Nothing of {of} has left this record, as far as its log knows." if of else NOTHING
    blocks: list[Block] = [Table("", columns, rows, empty)]
    if len(shown) < len(latest):
        blocks.append(Paragraph(f"And {counted(len(latest) - len(shown), 'earlier export')}: add --all.", "quiet"))
    if rows:
        said = (
            "In brackets is how the file's fingerprint (SHA-256) begins: `cswo-eval history --sent --file FILE` says which of these a file "
            "on your disk is."
        )
        blocks.append(Paragraph(said, "quiet"))
    title = f"What of {of} has left" if of else "What has left your record"
    return Document(title, "The latest first." if rows else "", (Section("sent", "", tuple(blocks)),))


def sent_values(exports: Sequence[Sent], most: int | None) -> dict[str, Any]:
    """Return the same for --json, with the whole fingerprints and all ids."""
    latest = tuple(reversed(exports))
    return {
        "earlier": len(latest) - len(latest[:most]),
        "exports": [export_values(one) for one in latest[:most]],
    }


def export_values(sent: Sent) -> dict[str, Any]:
    """Return one export."""
    values = all_fields(sent)
    values["files"] = [all_fields(file) for file in sent.files]
    values["ids"] = list(sent.things)
    del values["events"]  # how far the program has come with each: nothing that anybody looks up
    return values


def file_document(name: str, found: Sequence[tuple[Sent, SentFile]]) -> Document:
    """Return which exports a file on the disk is; `name` is what it is called now."""
    blocks: list[Block] = [Paragraph(_said_of_file(name, sent, file)) for sent, file in reversed(found)]
    if not found:
        what = f"{name} is none of the files that the log of this record knows: it was changed since, or it was not made from this record."
        blocks = [Paragraph(what)]
    return Document("Which export is it?", "", (Section("file", "", tuple(blocks)),))


def _said_of_file(name: str, sent: Sent, file: SentFile) -> str:
    then = f", then called {file.name}" if file.name not in ("", name) else ""
    private = " What is marked private was in it." if sent.with_private else ""
    return (
        f"{name} is the {sent.what} of {plain_moment(sent.when)} for {_FOR.get(sent.audience, sent.audience)} ({sent.id}{then}): "
        f"{counted(len(sent.things), 'thing')}.{private}"
    )


def gone_already(exports: Sequence[Sent], ids: Collection[str]) -> tuple[Block, ...]:
    """Return what of these things has left, the latest first: 'E7 went to a coach on 3 November 2026 (report, r.html).'"""
    with_things = [(one, things_among(one, ids)) for one in reversed(exports)]
    told = [(one, things) for one, things in with_things if things]
    if not told:
        return (
            Paragraph(
                "The log of what has left your record knows of none of it. What you printed, copied or shared before there was a log is "
                "not in it.",
                "quiet",
            ),
        )
    lines = [f"{listed_with_and(_few(things))} went {said_went(one)}." for one, things in told[:_MOST_TOLD]]
    if len(told) > _MOST_TOLD:
        lines.append(f"And with {counted(len(told) - _MOST_TOLD, 'earlier export')}: `cswo-eval history --sent ID`.")
    return (Paragraph("What has left already cannot be called back:", "warning"), Bullets(tuple(lines)))


def _few(things: Sequence[str]) -> list[str]:
    most = 6
    return [*things[:most], f"{len(things) - most} more"] if len(things) > most else list(things)
