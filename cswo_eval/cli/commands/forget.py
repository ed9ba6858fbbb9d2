"""`cswo-eval forget`: delete the record, such as when its owner leaves the post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, NamedTuple

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.interviews.confirmed import questions_for, said_yes, typed_word
from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.made_backup import backup_document, make_backup
from cswo_eval.cli.setting import Setting
from cswo_eval.exchange.record_backup import take_away_unfinished
from cswo_eval.pages.blocks import Bullets, Facts, Paragraph
from cswo_eval.pages.evidence_sections.days_and_links import plain_day_of
from cswo_eval.pages.forgetting import what_stays
from cswo_eval.record.forgotten import Forgotten
from cswo_eval.record.forgotten import forget as delete
from cswo_eval.record.holdings import Holdings, holdings_of, size_of
from cswo_eval.record.layout import ATTACHMENTS, COMPANIONS, DRAFT, HISTORY, PLANS, REFLECTIONS, REGISTER, ROUNDS
from cswo_eval.record.place import synced_by
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted, listed, listed_with_and, size_text


class _Known(NamedTuple):
    """What a record says of itself, as far as it can be read."""

    sample: bool = False
    since: str = ""


@command(record="taken", json=True, without=("standards",))
def forget(
    setting: Setting,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: delete it.")] = False,
) -> None:
    """Delete all of your record from this machine, for good. You are told first what goes, and what stays elsewhere."""
    record = setting.record
    if record.is_being_forgotten():
        _tell(setting, delete(record))
        return
    found = holdings_of(record)
    if not found.own:
        record.require()
    known = _known(setting)
    if not (yes and setting.as_json):  # where nobody is asked, the result says it all
        setting.terminal.tell(Facts(_pairs(setting, found, known)), *_what_stays(setting, found, known))
    ask = questions_for(setting, yes, "Nothing was deleted.")
    if ask is not None and not _agreed(setting, ask, known):
        setting.terminal.say("Nothing was deleted.")
        return
    _tell(setting, delete(record))


def _known(setting: Setting) -> _Known:
    try:
        profile = setting.record.profile()
    except CswoEvalError:
        return _Known()
    return _Known(profile.sample, profile.created)


def _pairs(setting: Setting, found: Holdings, known: _Known) -> tuple[tuple[str, str], ...]:
    def files(part: str) -> int:
        return sum(name.startswith(f"{part}/") for name in found.own)

    parts = [
        counted(files(ROUNDS), "round"),
        _entries(setting, found),
        counted(files(REFLECTIONS), "reflective account"),
        counted(files(PLANS), "plan"),
        counted(files(ATTACHMENTS), "attached file"),
    ]
    if files(COMPANIONS):
        parts.append(counted(files(COMPANIONS), "run of a tool", "runs of tools"))
    size = size_text(size_of(setting.record.folder, found.own))
    pairs = [
        ("Record", str(setting.record.folder)),
        ("To be deleted", ", ".join(parts)),
        ("In all", f"{counted(len(found.own), 'file')}, {size}, the history among them ({files(HISTORY)})"),
    ]
    if known.since:
        pairs.append(("Kept since", plain_day_of(known.since)))
    if DRAFT in found.own:
        pairs.append(("Not finished", "a text that you were typing when a command broke off"))
    if known.sample:
        pairs.append(("Note", "this is the fictional sample"))
    return tuple(pairs)


def _entries(setting: Setting, found: Holdings) -> str:
    try:
        return counted(len(setting.record.register().entries), "entry", "entries")
    except CswoEvalError:
        return "a register of evidence that does not read" if REGISTER in found.own else "no register of evidence"


def _what_stays(setting: Setting, found: Holdings, known: _Known) -> list[Paragraph | Bullets]:
    if known.sample and not found.other:
        return []
    said = what_stays(synced_by(setting.record.folder)) if not known.sample else []
    if found.other:
        said.append(
            f"in the folder itself, because it is no part of your record: {listed(found.other, 20)}. Look whether your words are in it, "
            "and delete it yourself"
        )
    return [Paragraph("What stays, and this program cannot reach:"), Bullets(tuple(said))]


def _agreed(setting: Setting, ask: Conversation, known: _Known) -> bool:
    explained = "All files of your record are deleted from this folder. It cannot be taken back."
    if known.sample:
        return said_yes(ask, "Delete the sample record?", explained)
    if not _backed_up(setting, ask):
        return False
    if not said_yes(ask, "Delete all of your record from this machine?", explained):
        return False
    return typed_word(ask, "It cannot be taken back. Are you sure?", "forget", explained)


def _backed_up(setting: Setting, ask: Conversation) -> bool:
    """Offer a backup first. Returns whether to go on."""

    def read(text: str) -> bool:
        if text.strip() and text.strip().lower() not in ("no", "n", "skip"):
            page = backup_document(make_backup(setting, text.strip().strip("\"'"), force=False))
            setting.terminal.tell(*(block for section in page.sections for block in section.blocks))
        return True

    example = f"cswo-record-{date.today()}.zip"
    try:
        return ask.line(
            "Make a backup first?",
            f"Type a file for it, such as {example}, on a disk that you may keep; Enter for none.",
            "A backup is one zip file with everything in it, readable by anyone who has it.",
            read,
        )
    except Stopped:
        return False


def _tell(setting: Setting, done: Forgotten) -> None:
    folder = setting.record.folder
    take_away_unfinished(folder)
    left: Sequence[str] = (*done.left, *done.linked)
    if setting.as_json:
        setting.terminal.data({"record": str(folder), "deleted": done.deleted, "left": list(left)})
        return
    setting.terminal.say(f"Your record is deleted: {counted(done.deleted, 'file')} in {folder}.", "bold")
    if done.left:
        setting.terminal.say(
            f"Still in the folder, because it is not your record's: {listed_with_and(done.left)}.", "yellow"
        )
    if done.linked:
        setting.terminal.say(
            f"Links led to these files, which are still there: {listed_with_and(done.linked)}.", "yellow"
        )
