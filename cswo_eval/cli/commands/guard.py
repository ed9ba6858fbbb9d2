"""`cswo-eval guard …`: what may identify somebody, and what the owner decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cswo_eval.cli.options import JsonOption, PlainOption, RecordOption, StandardsOption
from cswo_eval.cli.typer_private_parts import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from cswo_eval.record.portfolio_models import Pseudonym

guard_app = typer.Typer(
    cls=PlainGroup,
    help="Find what may identify somebody, in your record or in files, and decide what becomes of it.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

LONGEST_ENTRY = 200
"""Characters of a name, of what stands for it and of a public item, as `record/portfolio_models.py` has it."""


@guard_app.command("check", cls=PlainCommand)
def check(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Files to check, in place of the record.")
    ] = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show what may identify somebody: where, what, why, and what to write instead."""
    from cswo_eval.cli.guard_findings import found_in_files, found_in_record
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.pages.guard_sections import guard_document, guard_values

    setting = open_setting(record, standards, None, plain)
    if files:
        found = found_in_files(setting, files)
        said = "In the files you named."
    else:
        found = found_in_record(setting)
        said = "In every text of your record and in the files you attached."
    rules = setting.framework.confidentiality
    if json:
        setting.terminal.data(guard_values(rules, found.findings, found.unchecked))
        return
    names = len(setting.record.guard_decisions().pseudonyms)
    setting.terminal.show(guard_document(rules, found.findings, found.unchecked, said, names))


@guard_app.command("accept", cls=PlainCommand)
def accept(
    findings: Annotated[list[str], typer.Argument(metavar="ID...", help="Findings, such as F3a9c01de.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it may stay.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="No longer accept them.")] = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
) -> None:
    """Leave findings as they are, with a reason that is kept and shown in the check."""
    from cswo_eval.cli.guard_findings import found_in_record
    from cswo_eval.cli.setting import now, open_setting
    from cswo_eval.record.portfolio_models import AcceptedFinding
    from cswo_eval.text.problems import CswoEvalError, UnknownId

    setting = open_setting(record, standards, None, plain)
    given = list(dict.fromkeys(f"F{one.strip()[1:].lower()}" for one in findings))
    if not undo and not reason.strip():
        raise CswoEvalError("Say why it may stay, with --reason TEXT: the reason is shown beside it in the check.")
    with setting.record.changing() as writer:
        decisions = setting.record.guard_decisions()
        others = tuple(one for one in decisions.accepted if one.id not in given)
        if undo:
            known = [one.id for one in decisions.accepted]
            fresh: tuple[AcceptedFinding, ...] = ()
        else:
            found = {one.id: one for one in found_in_record(setting).findings}
            known = list(found)
            fresh = tuple(
                AcceptedFinding(id=one.id, kind=one.finding.kind, where=one.place.said, reason=reason, accepted=now())
                for name in given
                if (one := found.get(name)) is not None
            )
        for name in given:
            if name not in known:
                raise UnknownId(name, "finding", known, "`cswo-eval guard check` lists them. Nothing was changed.")
        writer.save_guard_decisions(decisions.with_changes({"accepted": (*others, *fresh)}))
    setting.terminal.say(
        "No longer accepted." if undo else "Kept, with your reason: it stays as you wrote it in all you share."
    )


@guard_app.command("pseudonym", cls=PlainCommand)
def pseudonym(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The name; asked where it is left out.")] = None,
    instead: Annotated[str | None, typer.Argument(metavar="[INSTEAD]", help="What stands for it.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the name out of the table.")] = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
) -> None:
    """Let something else stand for a name in everything you share. The table is private and never shared itself."""
    from cswo_eval.cli.interviews.conversation import Conversation, Stopped
    from cswo_eval.cli.interviews.keyboard import Keyboard
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.record.portfolio_models import Pseudonym
    from cswo_eval.text.problems import CswoEvalError

    setting = open_setting(record, standards, None, plain)
    conversation = Conversation(setting.terminal, Keyboard())
    try:
        if name is None:
            name = conversation.line(
                "Which name?",
                "As you write it, such as a first and last name.",
                "It is kept in your record only, in private/guard.yaml.",
                _entry,
            )
        if instead is None and not remove:
            instead = conversation.line(
                "What should stand for it?",
                "A role or a letter, such as 'the team leader' or 'Ms B'.",
                "It stands in reports, calendars, worksheets and portfolios; your record keeps the name.",
                _entry,
            )
    except Stopped:
        setting.terminal.say("Stopped. Nothing was changed.")
        return
    with setting.record.changing() as writer:
        decisions = setting.record.guard_decisions()
        key = name.strip().casefold()
        table = tuple(one for one in decisions.pseudonyms if one.name.strip().casefold() != key)
        if remove and len(table) == len(decisions.pseudonyms):
            raise CswoEvalError("That name is not in the table. `cswo-eval guard list` shows it.")
        if not remove:
            table = (*table, Pseudonym(name=_entry(name), instead=_entry(instead or "")))
            _refuse_names_in(table)
        writer.save_guard_decisions(decisions.with_changes({"pseudonyms": table}))
    setting.terminal.say(
        "Taken out of the table." if remove else "Kept. It stands for the name in everything you share from now on."
    )


@guard_app.command("allow", cls=PlainCommand)
def allow(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A public number, address or name, as it is written.")],
    remove: Annotated[bool, typer.Option("--remove", help="No longer public.")] = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
) -> None:
    """Say that something is public, such as the council's switchboard, and so not a finding."""
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.text.problems import CswoEvalError

    setting = open_setting(record, standards, None, plain)
    with setting.record.changing() as writer:
        decisions = setting.record.guard_decisions()
        others = tuple(one for one in decisions.public_items if one.casefold() != text.strip().casefold())
        if remove and len(others) == len(decisions.public_items):
            raise CswoEvalError("That is not among the public items. `cswo-eval guard list` shows them.")
        fresh = () if remove else (_entry(text),)
        writer.save_guard_decisions(decisions.with_changes({"public_items": (*others, *fresh)}))
    setting.terminal.say("No longer public." if remove else "Kept as public: it is no finding any more.")


@guard_app.command("list", cls=PlainCommand)
def list_(
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show your table of pseudonyms, what you called public, and what you accepted."""
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.files.shapes import plain as plain_values
    from cswo_eval.pages.guard_sections import decisions_document

    setting = open_setting(record, standards, None, plain)
    decisions = setting.record.guard_decisions()
    if json:
        values = plain_values(decisions)
        setting.terminal.data({name: values.get(name, []) for name in ("pseudonyms", "public_items", "accepted")})
    else:
        setting.terminal.show(decisions_document(decisions))


def _entry(text: str) -> str:
    """Return what was typed for one of the owner's lists. Raises CswoEvalError where it is nothing or too long."""
    from cswo_eval.text.problems import CswoEvalError

    if not text.strip():
        raise CswoEvalError("That is empty, so nothing was changed.")
    if len(text.strip()) > LONGEST_ENTRY:
        raise CswoEvalError(f"That is longer than {LONGEST_ENTRY} characters, so nothing was changed.")
    return text.strip()


def _refuse_names_in(table: Sequence[Pseudonym]) -> None:
    """Raise CswoEvalError where what stands for a name holds a name of the table: it would leave the record after all."""
    from cswo_eval.confidentiality.pseudonyms import with_pseudonyms
    from cswo_eval.text.problems import CswoEvalError

    blanks = [one.with_changes({"instead": ""}) for one in table]
    if any(with_pseudonyms(one.instead, blanks) != one.instead for one in table):
        raise CswoEvalError(
            "What stands for a name cannot hold a name of the table: that name would be read by everyone. Nothing was changed."
        )
