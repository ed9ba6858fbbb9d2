"""What the owner does to the register: add, edit, link, tag, revise a file, take out, bring back. Each gives a new value.

What is refused is refused in words, and then nothing is changed. The owner's words are kept letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol, Self, TypeVar

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.given_names import tag_named
from cswo_eval.record.fields import own_words
from cswo_eval.record.models import Attachment, Bearing, Evidence, EvidenceRegister, Link
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.days_as_typed import NotADate
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.text.says_nothing import kind_of_nothing
from cswo_eval.text.when_as_typed import refuse_no_past
from cswo_eval.text.when_kept import When

TEXT_FIELDS = own_words(Evidence)
EDITABLE_FIELDS = (*TEXT_FIELDS, "kind", "effective", "private")
_SEE_REGISTER = "`cswo-eval evidence list` shows your register."


class HasLinks(Protocol):
    """What bears on competencies: an entry of the register or a reflective account."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def links(self) -> tuple[Link, ...]:
        """What it bears on."""

    def _replace(self, **changes: Any) -> Self:
        """Return a copy with these fields changed."""


Linked = TypeVar("Linked", bound=HasLinks)


class LinkWish(NamedTuple):
    """A link that the owner wants. None leaves what an earlier link to the same item says."""

    item: str
    bearing: Bearing | None = None
    reason: str | None = None


# --- names as the owner gives them --------------------------------------------------------------------------------


def present_entry(register: EvidenceRegister, given: str) -> Evidence:
    """Return the entry with this id. Raises UnknownId, or CswoEvalError where it was taken out."""
    entry = any_entry(register, given)
    if entry.removed is not None:
        raise CswoEvalError(
            f"{entry.id} was taken out. `cswo-eval evidence remove {entry.id} --bring-back` brings it back first."
        )
    return entry


def any_entry(register: EvidenceRegister, given: str) -> Evidence:
    """Return the entry with this id, taken out or not. Raises UnknownId; CswoEvalError where the register is empty."""
    name = given.strip().upper()
    entry = next((one for one in register.entries if one.id == name), None)
    if entry is None:
        if not register.entries:
            raise CswoEvalError("Your register is empty. `cswo-eval evidence add` begins it.")
        raise UnknownId(given, "entry", [one.id for one in register.entries], _SEE_REGISTER)
    return entry


# --- entries ------------------------------------------------------------------------------------------------------


def entry_added(
    register: EvidenceRegister, entry: Evidence, today: date, given: int = 0
) -> tuple[EvidenceRegister, Evidence]:
    """Return the register with a new entry, and the entry with the id it got. `given`: the highest number given before.

    Raises CswoEvalError as `edited` does.
    """
    new = entry._replace(id=register.next_id(given))
    _refuse_wrong({name: getattr(new, name) for name in ("title", "effective")}, today)
    return register.with_entry(new), new


def edited(register: EvidenceRegister, given: str, changes: Mapping[str, Any], today: date) -> EvidenceRegister:
    """Return the register with fields of an entry changed: those of EDITABLE_FIELDS.

    Raises UnknownId; CswoEvalError where the title would be blank or the day is still to come.
    """
    entry = present_entry(register, given)
    foreign = set(changes) - set(EDITABLE_FIELDS)
    if foreign:
        raise ValueError(f"not for editing: {sorted(foreign)}")
    _refuse_wrong(changes, today)
    return register.with_entry(entry._replace(**changes))


def _refuse_wrong(changes: Mapping[str, Any], today: date) -> None:
    if "title" in changes:
        refuse_blank_title(changes["title"])
    if "effective" in changes:
        _refuse_no_past(changes["effective"], today)


def refuse_blank_title(title: str) -> None:
    """Raise CswoEvalError where a title says nothing: an empty one, and such as '-', 'tbc' or '4'. One letter may be a name."""
    if not title.strip() or kind_of_nothing(title) not in (None, "letter"):
        raise CswoEvalError("A title needs a word or more: it is what you and others will find it by.")


def _refuse_no_past(when: When, today: date) -> None:
    """Raise CswoEvalError for a day, month or year in which nothing can have happened yet, or that cannot be meant."""
    try:
        refuse_no_past(when, today)
    except NotADate as problem:
        raise CswoEvalError(str(problem)) from None


def removed(register: EvidenceRegister, given: str, now: str) -> EvidenceRegister:
    """Return the register with an entry taken out. It stays in the file, whole. Raises UnknownId, CswoEvalError."""
    entry = any_entry(register, given)
    if entry.removed is not None:
        raise CswoEvalError(
            f"{entry.id} was taken out already. `cswo-eval evidence remove {entry.id} --bring-back` brings it back."
        )
    return register.with_entry(entry._replace(removed=now))


def restored(register: EvidenceRegister, given: str) -> EvidenceRegister:
    """Return the register with an entry brought back as it was. Raises UnknownId; CswoEvalError where it is there."""
    entry = any_entry(register, given)
    if entry.removed is None:
        raise CswoEvalError(f"{entry.id} is in your register: there is nothing to bring back.")
    return register.with_entry(entry._replace(removed=None))


def file_removed(register: EvidenceRegister, given: str, file: str, now: str | None) -> EvidenceRegister:
    """Return the register with one file of an entry taken out, or with `now` None brought back. It stays in the record.

    Raises UnknownId; CswoEvalError where it is out, or there, already.
    """
    entry = any_entry(register, given)
    name = file.strip().upper()
    found = next((one for one in entry.attachments if one.id == name), None)
    if found is None:
        known = [one.id for one in entry.attachments]
        raise UnknownId(file, f"file of {entry.id}", known, f"`cswo-eval evidence show {entry.id}` lists them.")
    if (found.removed is None) == (now is None):
        state = "is there: there is nothing to bring back" if now is None else "was taken out already"
        raise CswoEvalError(f"{found.id} of {entry.id} {state}. Nothing was changed.")
    changed = found._replace(removed=now)
    files = tuple(changed if one.id == name else one for one in entry.attachments)
    return register.with_entry(entry._replace(attachments=files))


# --- links: of an entry or of a reflective account ------------------------------------------------------------------


def linked(value: Linked, wishes: Iterable[LinkWish]) -> Linked:
    """Return an entry or account with these links, one for each item: a second wish for an item changes the first."""
    return value._replace(links=links_wished(wishes, value.links))


def links_wished(wishes: Iterable[LinkWish], present: Iterable[Link] = ()) -> tuple[Link, ...]:
    """Return links with these added or changed, one for each item, in the order they were first named."""
    links = {link.item: link for link in present}
    for wish in wishes:
        before = links.get(wish.item, Link(item=wish.item))
        links[wish.item] = Link(
            item=wish.item,
            bearing=wish.bearing if wish.bearing is not None else before.bearing,
            reason=wish.reason if wish.reason is not None else before.reason,
        )
    return tuple(links.values())


def unlinked(value: Linked, items: Sequence[str]) -> Linked:
    """Return an entry or account without its links to these items. Raises CswoEvalError for one it does not have."""
    have = {link.item for link in value.links}
    missing = [item for item in items if item not in have]
    if missing:
        held = f"It bears on {', '.join(sorted(have))}." if have else "It bears on nothing yet."
        raise CswoEvalError(f"{value.id} is not linked to {', '.join(missing)}. {held}")
    return value._replace(links=tuple(link for link in value.links if link.item not in items))


# --- tags ---------------------------------------------------------------------------------------------------------


def tagged(entry: Evidence, tags: Iterable[str], without: Iterable[str] = ()) -> Evidence:
    """Return the entry with tags added, each once, and others taken off."""
    off = set(without)
    kept = [tag for tag in dict.fromkeys((*entry.tags, *tags)) if tag not in off]
    return entry._replace(tags=tuple(kept))


def tag_to_take_off(framework: Framework, entry: Evidence, given: str) -> str:
    """Return the tag of this entry that is meant, also one whose heading is no longer listed. Raises CswoEvalError."""
    wanted = given.strip().casefold()
    found = [tag for tag in entry.tags if wanted in (tag.casefold(), tag.partition(":")[2].casefold())]
    if len(found) == 1:
        return found[0]
    tag = tag_named(framework, given)
    has = f"It has {', '.join(entry.tags)}." if entry.tags else "It is under no heading."
    raise CswoEvalError(f"{entry.id} is not filed under {tag}. {has}")


def tag_to_look_for(framework: Framework, register: EvidenceRegister, given: str) -> str:
    """Return the tag that is meant: one that some entry has, else one of the headings now. Raises UnknownId, CswoEvalError."""
    wanted = given.strip().casefold()
    found = {tag for entry in register.entries for tag in entry.tags if wanted == tag.casefold()}
    return found.pop() if len(found) == 1 else tag_named(framework, given)


# --- files --------------------------------------------------------------------------------------------------------


def attachment_named(entry: Evidence, given: str) -> Attachment:
    """Return the file of this entry with this id, such as T1 (any case). Raises UnknownId, CswoEvalError."""
    name = given.strip().upper()
    found = next((one for one in entry.attachments if one.id == name), None)
    if found is None:
        if not entry.attachments:
            raise CswoEvalError(
                f"{entry.id} has no file yet. `cswo-eval evidence edit {entry.id} --attach FILE` adds one."
            )
        known = [one.id for one in entry.attachments]
        raise UnknownId(given, "file", known, f"`cswo-eval evidence show {entry.id}` lists the files of {entry.id}.")
    return found


def newest_wanted(entry: Evidence, given: str) -> Attachment:
    """Return the file that a new version is of. Raises UnknownId; CswoEvalError where it has a newer one already."""
    file = attachment_named(entry, given)
    after = next((one for one in entry.attachments if one.replaces == file.id), None)
    if after is not None:
        raise CswoEvalError(f"{file.id} has a newer version already: {after.id}. Name that one.")
    return file


def replaced_by(entry: Evidence, earlier: str, later: str) -> Evidence:
    """Return the entry with one of its files marked as the newer version of another that was added before. Both stay.

    Raises UnknownId; CswoEvalError where that is not their order, or one has its place in a line of versions already.
    """
    old, new = newest_wanted(entry, earlier), attachment_named(entry, later)
    if entry.attachments.index(new) <= entry.attachments.index(old):
        raise CswoEvalError(
            f"{new.id} was not added after {old.id}: name the earlier version first, then the newer one."
        )
    if new.replaces is not None:
        raise CswoEvalError(f"{new.id} is the newer version of {new.replaces} already.")
    files = tuple(one._replace(replaces=old.id) if one.id == new.id else one for one in entry.attachments)
    return entry._replace(attachments=files)


# --- reflective accounts ------------------------------------------------------------------------------------------


def any_account(accounts: Sequence[Reflection], given: str) -> Reflection:
    """Return the reflective account with this id, taken out or not. Raises UnknownId, CswoEvalError."""
    name = given.strip().upper()
    found = next((one for one in accounts if one.id == name), None)
    if found is None:
        if not accounts:
            raise CswoEvalError("There is no reflective account yet. `cswo-eval evidence reflect` begins one.")
        known = [one.id for one in accounts]
        raise UnknownId(given, "reflective account", known, "`cswo-eval evidence reflect --list` shows them.")
    return found


def present_account(accounts: Sequence[Reflection], given: str) -> Reflection:
    """Return the account with this id. Raises UnknownId, or CswoEvalError where it was taken out."""
    account = any_account(accounts, given)
    if account.removed is not None:
        raise CswoEvalError(
            f"{account.id} was taken out. `cswo-eval evidence remove {account.id} --bring-back` brings it back first."
        )
    return account


def next_account_id(accounts: Iterable[Reflection], given: int = 0) -> str:
    """Return an id that no account, taken out or not, has had. `given`: the highest number that the record says it gave."""
    return f"R{max(given, 0, *(int(one.id[1:]) for one in accounts)) + 1}"


def account_removed(account: Reflection, now: str) -> Reflection:
    """Return the account taken out; its file stays. Raises CswoEvalError where it was already."""
    if account.removed is not None:
        raise CswoEvalError(
            f"{account.id} was taken out already. `cswo-eval evidence remove {account.id} --bring-back` brings it back."
        )
    return account._replace(removed=now)


def account_restored(account: Reflection) -> Reflection:
    """Return the account brought back as it was. Raises CswoEvalError where it is there."""
    if account.removed is None:
        raise CswoEvalError(f"{account.id} is among your accounts: there is nothing to bring back.")
    return account._replace(removed=None)


def is_account_id(given: str) -> bool:
    """Return whether this names a reflective account (R1) rather than an entry of the register."""
    return re.fullmatch(r"[Rr]\d+", given.strip()) is not None
