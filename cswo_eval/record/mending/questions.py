"""What is asked about each fault: what is known of it, and the ways in which it can be mended, the usual one first."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from cswo_eval.record.faults import Fault
from cswo_eval.record.layout import CONTENTS, DRAFT, FOLDERS, HISTORY, PROFILE, SENT, place_of, shape_of
from cswo_eval.record.loose_references import names_of
from cswo_eval.record.mending.differences import Side, differences
from cswo_eval.record.mending.doubled_in_text import DoubledInFile, doubled_in
from cswo_eval.record.mending.kept_texts import is_of_newer_format, read_of_kind, text_of_file, what_is_left
from cswo_eval.record.mending.mender import Mender
from cswo_eval.record.mending.words import begun, called, counted_in, said_size, size_of
from cswo_eval.record.models import RecordFile
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.moments import plain_moment
from cswo_eval.text.words import listed

MOST_COPIES_OFFERED = 3


class Choice(NamedTuple):
    """One way to mend: what it says, and what does it; `asks` is what the owner has to say first, '' for nothing."""

    says: str
    act: Callable[[str], str]
    """Is given what the owner said; returns the sentence of what was done. Raises CswoEvalError, and then nothing was changed."""
    asks: str = ""


class Question(NamedTuple):
    """One question about one fault."""

    wording: str
    told: tuple[str, ...]
    choices: tuple[Choice, ...]
    """Empty where nothing can be done from here."""


def question_about(mender: Mender, fault: Fault, faults: Sequence[Fault]) -> Question:
    """Return what is asked about a fault that is none of an attached file. `faults`: all that there are."""
    if fault.name in (CONTENTS, HISTORY):
        return _about_the_list(mender, fault)
    if fault.kind == "folder":
        return _about_a_folder(mender, fault)
    if fault.kind == "history":
        return Question(
            f"{fault.name}, a part of the history, does not read. Your record itself is whole.",
            ("`undo` cannot go back beyond it, whatever becomes of it.",),
            (Choice("Set it aside.", lambda _: mender.set_aside(fault.name)),),
        )
    if fault.name == DRAFT:
        return Question(
            "The lines you were typing when it broke off do not read any more.",
            (),
            (Choice("Set them aside.", lambda _: mender.set_aside(fault.name)),),
        )
    unlisted = fault.name not in mender.record.contents.files and fault.name != PROFILE
    if fault.kind in ("copy", "misnamed") or (unlisted and fault.kind != "elsewhere"):
        return _about_a_copy(mender, fault, unlisted)
    text = text_of_file(mender.folder / fault.name) if fault.kind == "content" else None
    if text is not None and is_of_newer_format(text):
        return Question(f"{called(fault.name)} is not for this version to mend.", _what(fault), ())
    if fault.kind == "older" and fault.name == SENT:
        says = "Go on without them: what left with them is not told any more."
        choice = Choice(says, lambda _: mender.know_lost_exports())
        return Question(f"In {called(SENT)} exports are missing.", _what(fault), (choice,))
    if fault.kind == "older":
        return _about_an_older_state(mender, fault)
    doubled = doubled_in(fault.name, text) if text is not None else None
    if doubled is not None:
        return _about_a_doubled_id(mender, fault, doubled)
    return _about_a_lost_file(mender, fault, faults)


def _what(fault: Fault) -> tuple[str, ...]:
    """Return what is wrong, with the line where one is known: never the words that stand there."""
    return tuple(f"Line {one.line}: {one.what}" if one.line else begun(one.what) for one in fault.problems[:5])


# --- the list, and folders ----------------------------------------------------------------------------------------


def _about_the_list(mender: Mender, fault: Fault) -> Question:
    says = "Make it again, from the files that are there and from the history. No number that was given is given again."
    choice = Choice(says, lambda _: mender.make_list_again())
    if _is_closed(mender.folder / fault.name):
        choice = _allowing(mender, fault.name)
    what = "The list of what your record has had, by which it is noticed when a file is gone,"
    return Question(f"{what} cannot be used ({fault.name}).", _what(fault), (choice,))


def _about_a_folder(mender: Mender, fault: Fault) -> Question:
    path = mender.folder / fault.name
    where = f"The folder '{fault.name}' of your record" if fault.name else "Your record's folder"
    if path.is_dir():
        return Question(f"{where} cannot be looked into.", _what(fault), (_allowing(mender, fault.name),))
    thing = "link" if path.is_symlink() else "file"
    choice = Choice(
        f"Set the {thing} aside; what was in the folder is asked about next.", lambda _: mender.set_aside(fault.name)
    )
    return Question(f"{where} is not there: a {thing} lies in its place.", _what(fault), (choice,))


def _is_closed(path: Path) -> bool:
    return path.is_dir() and not os.access(path, os.R_OK | os.W_OK | os.X_OK)


def _allowing(mender: Mender, name: str) -> Choice:
    what = "folder" if (mender.folder / name).is_dir() else "file"
    return Choice(f"Allow yourself to use this {what}.", lambda _: mender.allow(name))


# --- copies -------------------------------------------------------------------------------------------------------


def _about_a_copy(mender: Mender, fault: Fault, unlisted: bool) -> Question:
    text = text_of_file(mender.folder / fault.name)
    value = read_of_kind(_shape_of_copy(fault), text) if text is not None else None
    right = place_of(value) if value is not None else ""
    own_name = fault.beside or (right if os.path.lexists(mender.folder / right) else "") if right else fault.beside
    told = list(_what(fault))
    own = _side(mender, own_name) if own_name and own_name != fault.name else None
    copy = _side(mender, fault.name)
    if own is not None and copy is not None:
        told += differences(own, copy._replace(value=value))
    elif value is not None and said_size(value):
        told.append(f"It holds {said_size(value)}.")
    choices = [Choice("Set it aside.", lambda _: mender.set_aside(fault.name))]
    if not unlisted:  # its own content is gone from here, and is asked about next
        choices = [Choice("Set it aside; what belongs here is asked about next.", choices[0].act)]
    if text is not None and value is not None:
        choices += _uses_of_a_copy(mender, fault.name, text, value, own)
    wording = f"{fault.name} lies beside {own_name}." if own is not None else f"{fault.name} is no file of your record."
    return Question(wording, tuple(dict.fromkeys(told)), tuple(choices))


def _uses_of_a_copy(mender: Mender, name: str, text: str, value: RecordFile, own: Side | None) -> list[Choice]:
    right, choices = place_of(value), list[Choice]()
    there, listed_ = os.path.lexists(mender.folder / right), right in mender.record.contents.files

    def used(_: str) -> str:
        done = mender.put_in_place(right, text, value, f"{called(right)} is now as {name} was.")
        return f"{done} {mender.set_aside(name)}"

    if own is not None and own.value == value:
        return []
    if there and own is not None and own.path == mender.folder / right:
        choices.append(Choice(f"Use it in place of {right}, which is set aside.", used))
    elif not there and (listed_ or right == PROFILE):
        choices.append(Choice(f"Put it in the place of {right}, which is not there.", used))
    elif not there and right != name:
        choices.append(
            Choice(f"Give it its right name, {right}.", lambda _: mender.put_under_own_name(name, right, text, value))
        )
    if isinstance(value, Reflection) and there:
        choices.append(
            Choice(
                "Keep it as an account of its own, under the next number.",
                lambda _: mender.keep_as_own_account(name, text),
            )
        )
    return choices


def _shape_of_copy(fault: Fault) -> type[RecordFile] | None:
    return shape_of(fault.beside) or shape_of(fault.name) or FOLDERS.get(fault.name.rpartition("/")[0])


def _side(mender: Mender, name: str) -> Side | None:
    """Return a file as one of the two that are compared; None where there is none or it cannot be read."""
    path = mender.folder / name
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError:
        data = None
    text = text_of_file(path)
    value = read_of_kind(shape_of(name), text) if text is not None else None
    return Side(name, path, data, value) if data is not None else None


# --- what is gone or damaged --------------------------------------------------------------------------------------


def _about_a_lost_file(mender: Mender, fault: Fault, faults: Sequence[Fault]) -> Question:
    name, path = fault.name, mender.folder / fault.name
    told, choices = list(_what(fault)), list[Choice]()
    if fault.kind == "elsewhere":
        told.append(
            "To have it back, open the folder in the Finder and choose 'Download Now' on it; leave this as it is."
        )
    if fault.kind == "unreadable" and path.is_file() and not os.access(path, os.R_OK):
        choices.append(_allowing(mender, name))
    kept = mender.kept(name)
    if kept is not None:
        size = f" ({said_size(kept.value)})" if said_size(kept.value) else ""
        says = f"Put back what was saved on {plain_moment(kept.at)}{size}."
        choices.append(Choice(says, lambda _: mender.put_back(name, kept)))
    choices += _copies_in_its_place(mender, name, faults)
    if fault.kind == "cut-off":
        choices += _what_is_left(mender, name)
    if name == PROFILE:
        if not choices:
            says = "Make a new one. Your name, targets, hours and leave were in it and have to be said again."
            choices.append(Choice(says, lambda _: mender.make_profile()))
    elif fault.kind == "missing":
        says = "I deleted it on purpose: go on without it."
        choices.append(Choice(says, lambda _: mender.accept(name)))
    else:
        says = "Set aside what lies there, and go on without it."
        choices.append(Choice(says, lambda _: mender.accept(name)))
    what = {"missing": "is gone", "elsewhere": "is not on this machine", "cut-off": "was cut off"}
    return Question(f"{called(name)} {what.get(fault.kind, 'does not read')}.", tuple(told), tuple(choices))


def _about_an_older_state(mender: Mender, fault: Fault) -> Question:
    kept, choices = mender.kept(fault.name), list[Choice]()
    if kept is not None:
        says = f"Put back what was saved last, on {plain_moment(kept.at)}, and set this one aside."
        choices.append(Choice(says, lambda _: mender.put_back(fault.name, kept)))
        choices.append(
            Choice("Go on with it as it is now; `undo` takes that back.", lambda _: mender.go_on_with(fault.name, kept))
        )
    else:  # what was saved last left the history when something was destroyed for good
        says = "Go on with it as it is now. What you destroyed for good since may be in it again: look, and destroy it again."
        choices.append(Choice(says, lambda _: mender.go_on_with(fault.name, None)))
    return Question(f"{called(fault.name)} is not as you saved it last.", _what(fault), tuple(choices))


def _copies_in_its_place(mender: Mender, name: str, faults: Sequence[Fault]) -> list[Choice]:
    choices = []
    for copy in faults:
        if copy.kind not in ("copy", "misnamed") or (copy.beside != name and copy.kind == "copy"):
            continue
        text = text_of_file(mender.folder / copy.name)
        value = read_of_kind(shape_of(name), text) if text is not None else None
        if text is None or value is None or place_of(value) != name:
            continue

        def act(_: str, copy: Fault = copy, text: str = text, value: RecordFile = value) -> str:
            done = mender.put_in_place(name, text, value, f"{called(name)} is now as {copy.name} was.")
            return f"{done} {mender.set_aside(copy.name)}"

        size = f" ({said_size(value)})" if said_size(value) else ""
        choices.append(Choice(f"Put the copy {copy.name}{size} in its place.", act))
    return choices[:MOST_COPIES_OFFERED]


def _what_is_left(mender: Mender, name: str) -> list[Choice]:
    path = mender.folder / name
    try:
        left = what_is_left(name, path.read_bytes()) if path.is_file() else None
    except OSError:
        return []
    if left is None:
        return []
    size, kept = size_of(left.value), mender.kept(name)
    whole = size_of(kept.value) if kept is not None else None
    says = "Keep what is left of it"
    if size is not None:
        says += (
            f": {size} of {counted_in(left.value, whole)}" if whole is not None else f": {counted_in(left.value, size)}"
        )
    says += ", marked private, since its own mark may be lost." if left.made_private else "."
    return [
        Choice(
            says,
            lambda _: mender.put_in_place(
                name, left.text, left.value, f"What is left of {called(name)} is kept as the whole."
            ),
        )
    ]


# --- one id twice -------------------------------------------------------------------------------------------------


def _about_a_doubled_id(mender: Mender, fault: Fault, found: DoubledInFile) -> Question:
    one, name = found.one, fault.name
    told = [
        f"The {place}: {title or 'marked private, or without a title'}"
        for place, title in zip(("first", "second"), found.titles, strict=True)
    ]
    referring = names_of(mender.record, one.id)
    if referring:
        told.append(f"{one.id} is named by {listed(referring)}: look there whether the right one is meant.")
    choices = (
        Choice(
            "Both are things of their own: the second gets the next free number.",
            lambda _: mender.part_doubled(name, found),
        ),
        Choice(
            "Keep the first, and set the second aside.", lambda _: mender.keep_one_of_doubled(name, found, second=False)
        ),
        Choice(
            "Keep the second, and set the first aside.", lambda _: mender.keep_one_of_doubled(name, found, second=True)
        ),
    )
    return Question(f"The id {one.id} stands twice in {called(name)}.", tuple(told), choices)
