"""`cswo-eval evidence …`: the register of evidence, and reflective accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cswo_eval.cli.options import JsonOption, PlainOption, PrivateOption, RecordOption, StandardsOption, TodayOption
from cswo_eval.cli.typer_private_parts import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from cswo_eval.cli.setting import Setting
    from cswo_eval.record.models import Bearing, Evidence
    from cswo_eval.record.portfolio_models import Reflection

evidence_app = typer.Typer(
    cls=PlainGroup,
    help="Your register of evidence: what shows a competency, or speaks against it; and reflective accounts.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

EntryArgument = Annotated[str, typer.Argument(metavar="ID", help="The entry, such as E3.")]
TitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is called.")]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Such as document or feedback.")]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help="When it happened, not when you write it down.")
]
PartOption = Annotated[str | None, typer.Option("--my-part", metavar="TEXT", help="What your own part was.")]
ShowsOption = Annotated[str | None, typer.Option("--shows", metavar="TEXT", help="What it shows.")]
ConfirmerOption = Annotated[
    str | None, typer.Option("--confirmer", metavar="ROLE", help="Who could confirm it: by role, not by name.")
]
ForOption = Annotated[
    list[str] | None,
    typer.Option("--for", metavar="ID", help='What it bears on: SD1.3, or "SD1.3: why"; may be repeated.'),
]
AgainstOption = Annotated[
    list[str] | None,
    typer.Option("--against", metavar="ID", help="The same, where it speaks against you; may be repeated."),
]
WhyOption = Annotated[
    str | None, typer.Option("--why", metavar="TEXT", help="Why it bears on what is named without a reason of its own.")
]
TagOption = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="TAG", help="A heading it serves as well, such as cpl:protection; may be repeated."),
]
AttachOption = Annotated[
    list[str] | None, typer.Option("--attach", metavar="FILE", help="A file to copy into the record; may be repeated.")
]
PrivateOrNot = Annotated[
    bool | None, typer.Option("--private/--not-private", help="Whether it is left out of what you share.")
]


@evidence_app.command("add", cls=PlainCommand)
def add(
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="What it is, in a line.")] = None,
    kind: KindOption = None,
    date: DateOption = None,
    my_part: PartOption = None,
    shows: ShowsOption = None,
    confirmer: ConfirmerOption = None,
    for_: ForOption = None,
    against: AgainstOption = None,
    why: WhyOption = None,
    tag: TagOption = None,
    attach: AttachOption = None,
    no_questions: Annotated[
        bool, typer.Option("--no-questions", help="Save what is given, and ask for nothing more.")
    ] = False,
    private: PrivateOption = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Add an entry. What you do not give is asked, one question at a time; each answer is saved at once."""
    from cswo_eval.cli.interviews.entry_changes import Given, add_entry
    from cswo_eval.cli.setting import open_setting

    setting = open_setting(record, standards, today, plain, begins_record=True)
    given = Given(
        title=title,
        kind=kind,
        date=date,
        my_part=my_part,
        shows=shows,
        confirmer=confirmer,
        supports=tuple(for_ or ()),
        against=tuple(against or ()),
        why=why,
        tags=tuple(tag or ()),
        attach=tuple(attach or ()),
        private=private or None,
    )
    entry = add_entry(setting, given, no_questions)
    if entry is not None:
        _show_kept(setting, entry)


def _show_kept(setting: Setting, value: Evidence | Reflection) -> None:
    from cswo_eval.pages.evidence_sections import kept_account_document, kept_document
    from cswo_eval.record.models import Evidence

    if isinstance(value, Evidence):
        setting.terminal.show(kept_document(setting.framework, value))
    else:
        setting.terminal.show(kept_account_document(value))


@evidence_app.command("list", cls=PlainCommand)
def list_(
    aspect: Annotated[
        str | None, typer.Option("--aspect", metavar="ID", help="Bears on this aspect, such as MV.")
    ] = None,
    element: Annotated[str | None, typer.Option("--element", metavar="ID", help="Or on this element: SD1.")] = None,
    item: Annotated[str | None, typer.Option("--item", metavar="ID", help="Or on this very competency: SD1.3.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Of this kind, such as document.")] = None,
    older_than: Annotated[
        str | None, typer.Option("--older-than", metavar="AGE", help="Happened longer ago: 2y, 18m, 6w or 730 (days).")
    ] = None,
    unlinked: Annotated[bool, typer.Option("--unlinked", help="Bears on nothing yet.")] = False,
    contradicts: Annotated[bool, typer.Option("--contradicts", help="Speaks against you.")] = False,
    tag: Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Filed under this heading.")] = None,
    private: Annotated[bool, typer.Option("--private", help="Only what you marked private.")] = False,
    removed: Annotated[bool, typer.Option("--removed", help="What you took out, instead.")] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHAT", help="Grouped by cpl, annual-report, element or kind.")
    ] = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """List your evidence. Grouped, it also names what is still empty."""
    from cswo_eval.analysis.register_views import GROUPINGS, EntryFilter, chosen, day_of_age, grouped
    from cswo_eval.cli.interviews.entry_options import Mistakes, aspect_named, element_named, one_of
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.pages.evidence_sections import grouped_document, list_document
    from cswo_eval.pages.evidence_values import account_values, grouped_values, list_values
    from cswo_eval.record.register_changes import competency_or_element, kind_named, tag_to_look_for

    setting = open_setting(record, standards, today, plain)
    framework, mistakes, register = setting.framework, Mistakes(), setting.register
    grouping = mistakes.reading("--by", one_of, by, GROUPINGS) if by is not None else None
    wanted = EntryFilter(
        aspect=(mistakes.reading("--aspect", aspect_named, framework, aspect) if aspect is not None else None) or "",
        element=(mistakes.reading("--element", element_named, framework, element) if element is not None else None)
        or "",
        item=(mistakes.reading("--item", competency_or_element, framework, item) if item is not None else None) or "",
        kind=(mistakes.reading("--kind", kind_named, framework, kind) if kind is not None else None) or "",
        before=mistakes.reading("--older-than", day_of_age, older_than, setting.today)
        if older_than is not None
        else None,
        unlinked=unlinked,
        contradicts=contradicts,
        tag=(mistakes.reading("--tag", tag_to_look_for, framework, register, tag) if tag is not None else None) or "",
        private=private,
        removed=removed,
    )
    mistakes.refuse()
    known = frozenset({*framework.elements, *framework.competencies}) if unlinked else frozenset()
    entries = chosen(register.entries, wanted, known)
    if grouping is not None:
        groups = grouped(framework, entries, grouping)
        if json:
            setting.terminal.data(grouped_values(groups))
        else:
            setting.terminal.show(grouped_document(framework, groups, wanted.narrows))
        return
    accounts = tuple(one for one in setting.record.reflections() if one.removed is not None) if removed else ()
    total = len(register.entries) - len(register.present()) if removed else len(register.present())
    if json:
        values = list_values(entries, total)
        if removed:
            values["accounts"] = [account_values(one) for one in accounts]
        setting.terminal.data(values)
    else:
        setting.terminal.show(list_document(framework, entries, total, wanted.narrows, accounts))


@evidence_app.command("show", cls=PlainCommand)
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="An entry such as E3, or an account such as R1.")],
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Show an entry or account whole. Its files are read, to see that they are unchanged."""
    from cswo_eval.analysis.register_views import occurrences_of
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.pages.evidence_sections import account_document, entry_document
    from cswo_eval.pages.evidence_values import account_values, whole_entry_values
    from cswo_eval.record.register_changes import any_account, any_entry, is_account_id

    setting = open_setting(record, standards, today, plain)
    if is_account_id(name):
        account = any_account(setting.record.reflections(), name)
        if json:
            setting.terminal.data(account_values(account))
            return
        titles = {
            one.id: one.title + (" (taken out)" if one.removed is not None else "") for one in setting.register.entries
        }
        setting.terminal.show(account_document(setting.framework, account, titles))
        return
    entry = any_entry(setting.register, name)
    occurs = occurrences_of(entry, setting.plan, setting.record.reflections())
    files: Any = ()
    if entry.attachments:
        from cswo_eval.cli.interviews.entry_files import states_of

        files = states_of(setting, entry)
    if json:
        setting.terminal.data(whole_entry_values(entry, files, occurs))
    else:
        setting.terminal.show(entry_document(setting.framework, entry, files, occurs))


@evidence_app.command("edit", cls=PlainCommand)
def edit(
    name: EntryArgument,
    title: TitleOption = None,
    kind: KindOption = None,
    date: DateOption = None,
    my_part: PartOption = None,
    shows: ShowsOption = None,
    confirmer: ConfirmerOption = None,
    tag: TagOption = None,
    untag: Annotated[
        list[str] | None, typer.Option("--untag", metavar="TAG", help="A heading it no longer serves; may be repeated.")
    ] = None,
    attach: AttachOption = None,
    replace: Annotated[
        tuple[str, str] | None,
        typer.Option("--replace", metavar="T1 FILE", help="A newer version of a file it has; the earlier one is kept."),
    ] = None,
    editor: Annotated[bool, typer.Option("--editor", help="Write what it shows in your own editor.")] = False,
    private: PrivateOrNot = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Change an entry. Without options you are asked question by question, and Enter keeps what is there."""
    from cswo_eval.cli.interviews.entry_changes import Given, edit_entry
    from cswo_eval.cli.setting import open_setting

    setting = open_setting(record, standards, today, plain)
    given = Given(
        title=title,
        kind=kind,
        date=date,
        my_part=my_part,
        shows=shows,
        confirmer=confirmer,
        tags=tuple(tag or ()),
        untags=tuple(untag or ()),
        attach=tuple(attach or ()),
        replace=replace,
        private=private,
    )
    _show_kept(setting, edit_entry(setting, name, given, editor))


@evidence_app.command("link", cls=PlainCommand)
def link(
    name: Annotated[str, typer.Argument(metavar="ID", help="An entry such as E3, or an account such as R1.")],
    items: Annotated[list[str], typer.Argument(metavar="COMPETENCY…", help="What it bears on, such as SD1.3 or SD1.")],
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why it bears on that, in a line.")] = None,
    contradicts: Annotated[
        bool | None, typer.Option("--contradicts/--supports", help="Whether it speaks against you there, or for you.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take these links off.")] = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Say what an entry bears on, and why. Named again, a link is changed."""
    from cswo_eval.cli.interviews.entry_changes import change_links
    from cswo_eval.cli.setting import open_setting

    setting = open_setting(record, standards, today, plain)
    bearing: Bearing | None = None if contradicts is None else "contradicts" if contradicts else "supports"
    _show_kept(setting, change_links(setting, name, items, why, bearing, remove))


@evidence_app.command("remove", cls=PlainCommand)
def remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="An entry such as E3, or an account such as R1.")],
    file: Annotated[
        str | None, typer.Option("--file", metavar="ID", help="Only this file of the entry, such as T1.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Bring back what was taken out.")] = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Take an entry, an account or one file of an entry out. It stays in the record, and --undo brings it back."""
    from cswo_eval.analysis.register_views import left_without
    from cswo_eval.cli.interviews.entry_changes import take_file_out, take_out
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.record.models import Evidence
    from cswo_eval.text.words import listed

    setting = open_setting(record, standards, today, plain)
    if file is not None:
        entry = take_file_out(setting, name, file, undo)
        back = f"`cswo-eval evidence remove {entry.id} --file {file.strip().upper()} --undo` brings it back."
        setting.terminal.say("It is back." if undo else f"Taken out of all you share; it stays in your record. {back}")
        _show_kept(setting, entry)
        return
    value = take_out(setting, name, undo)
    if undo:
        _show_kept(setting, value)
        return
    setting.terminal.say(f"{value.id} is taken out: {value.title}", "bold")
    bare = left_without(value, setting.register.present()) if isinstance(value, Evidence) else ()
    if bare:
        setting.terminal.say(f"Nothing else in your register supports {listed(bare, 8)} now.")
    setting.terminal.say(f"It stays in your record. `cswo-eval evidence remove {value.id} --undo` brings it back.")


@evidence_app.command("reflect", cls=PlainCommand)
def reflect(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An account to go on with, such as R1 (else: a new one).")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="MODEL", help="gibbs, driscoll, rolfe or plain.")
    ] = None,
    title: TitleOption = None,
    about: Annotated[
        list[str] | None, typer.Option("--about", metavar="ID", help="An entry it reflects on; may be repeated.")
    ] = None,
    for_: ForOption = None,
    limit: Annotated[
        str | None,
        typer.Option("--limit", metavar="N", help="The most words it may have, or none; nothing is ever cut."),
    ] = None,
    date: DateOption = None,
    level_eleven: Annotated[
        bool | None,
        typer.Option("--level-eleven/--no-level-eleven", help="With the prompts at SCQF level 11, or without."),
    ] = None,
    private: PrivateOrNot = None,
    list_all: Annotated[bool, typer.Option("--list", help="Show the accounts you have.")] = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Write a reflective account. You are asked part by part, and each is saved before the next."""
    from cswo_eval.cli.interviews.account import GivenAccount, reflect_on
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.text.problems import CswoEvalError

    setting = open_setting(record, standards, today, plain, begins_record=True)
    given = GivenAccount(
        model=model,
        title=title,
        about=tuple(about or ()),
        supports=tuple(for_ or ()),
        limit=limit,
        date=date,
        private=private,
    )
    if list_all:
        if name is not None or given != GivenAccount() or level_eleven is not None:
            raise CswoEvalError("--list stands alone: it shows the accounts you have.")
        _list_accounts(setting, json)
        return
    if json:
        raise CswoEvalError("--json goes with --list here; `cswo-eval evidence show R1 --json` gives one account.")
    account = reflect_on(setting, name, given, level_eleven)
    if account is not None:
        _show_kept(setting, account)


def _list_accounts(setting: Setting, json: bool) -> None:
    from cswo_eval.pages.evidence_sections import accounts_document
    from cswo_eval.pages.evidence_values import account_values

    accounts = setting.record.reflections()
    if json:
        setting.terminal.data({"accounts": [account_values(one) for one in accounts if one.removed is None]})
    else:
        setting.terminal.show(accounts_document(setting.framework, accounts))
