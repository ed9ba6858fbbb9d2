"""What the guard finds in a file: in its text, in its properties, in what was changed or remarked on; and in its name."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from cswo_eval.confidentiality.documents import DocumentText, document_text
from cswo_eval.confidentiality.findings import Finding
from cswo_eval.confidentiality.guard import Guard, Located, finding_id
from cswo_eval.confidentiality.record_texts import Place

KIND_OF_PART = {"author": "file-author", "tracked-change": "tracked-change", "comment": "file-comment"}
"""Parts of a file whose being there is a finding: they tell who wrote what, and readers forget that they are there."""


class CheckedFile(NamedTuple):
    """What was found in a file, and what of it could not be read as text, in words ('' where all was), fit to leave."""

    found: tuple[Located, ...]
    unchecked: str

    @property
    def open(self) -> tuple[Located, ...]:
        """Those that the owner has not accepted."""
        return tuple(one for one in self.found if one.reason is None)


def place_of_attachment(entry: str, attachment: str) -> Place:
    """Return the place of a file of the register: the same as in the register's texts, and in words without its name."""
    return Place(f"evidence/entries/{entry}/attachments/{attachment}", f"{entry}, file {attachment}")


def found_in_name(guard: Guard, place: Place, name: str) -> tuple[Located, ...]:
    """Return what the guard finds in the name of a file. That of a file in the record is one of the register's texts."""
    return guard.found(place.inside("name", "its name"), name)


def checked_file(
    guard: Guard, place: Place, name: str, data: bytes, own_names: Collection[str], read: DocumentText | None = None
) -> CheckedFile:
    """Return what the guard finds within a file. `own_names`: the owner's, in small letters, who may well be its author.

    `read`: the file's texts, where they have been read already.
    """
    read = read or document_text(name, data)
    found: list[Located] = []
    accepted = {one.id: one.reason for one in guard.decisions.accepted}
    for part in read.parts:
        where = place.inside(part.where, part.where)
        found += guard.found(where, part.text)
        kind = KIND_OF_PART.get(part.kind)
        if kind is None or (kind == "file-author" and part.text.strip().casefold() in own_names):
            continue
        finding = Finding(kind, False, 0, len(part.text), part.text)
        own_id = finding_id(guard.record_id, where, finding)
        found.append(Located(own_id, where, finding, accepted.get(own_id)))
    unique = {(one.id, one.finding.start): one for one in found}
    return CheckedFile(tuple(unique.values()), guard.leaving(read.unchecked))
