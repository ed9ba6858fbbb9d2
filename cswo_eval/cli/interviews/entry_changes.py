"""What the commands of `evidence` change: add, edit, link, take out. All that is wrong is said before anything is saved."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, NamedTuple

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.account_questions import AccountQuestions
from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.editor import text_from_editor
from cswo_eval.cli.interviews.entry_files import (
    FileWish,
    asked_wishes,
    copies_only_if_saved,
    newer_version,
    tell_of_files,
    with_files,
)
from cswo_eval.cli.interviews.entry_options import link_wishes, past_day, tell_day
from cswo_eval.cli.interviews.entry_questions import ALL_QUESTIONS, NEEDED, OF_A_LINK, QUICK, EntryQuestions
from cswo_eval.cli.interviews.form_host import saying_how_to_go_on
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.said_marks import stays
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting, now
from cswo_eval.files.typed_paths import path_given
from cswo_eval.forms.filling import Step
from cswo_eval.framework.given_names import competency_or_element, kind_named, tag_named
from cswo_eval.record.draft import Draft
from cswo_eval.record.fields import own_words, said_field
from cswo_eval.record.given_ids import ENTRY
from cswo_eval.record.models import Bearing, Evidence, EvidenceRegister
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.register_changes import (
    LinkWish,
    account_removed,
    account_restored,
    any_account,
    edited,
    entry_added,
    file_removed,
    is_account_id,
    linked,
    present_account,
    present_entry,
    refuse_blank_title,
    removed,
    restored,
    tag_to_take_off,
    tagged,
    unlinked,
)
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError

IN_ORDER = (
    *ALL_QUESTIONS[: ALL_QUESTIONS.index("links") + 1],
    "reasons",
    *ALL_QUESTIONS[ALL_QUESTIONS.index("links") + 1 :],
)
"""All questions with the one that is asked in place of the links where these were given without a reason."""
NO_TITLE = 'Say what it is, for example: cswo-eval evidence add "Advice to committee on kinship care" --date 14/9/2026'
NO_DATE = "Say when it happened, with --date: a reader asks how recent it is."


class Given(NamedTuple):
    """What the options said, as it was typed; None or empty where nothing was."""

    title: str | None = None
    kind: str | None = None
    date: str | None = None
    texts: Mapping[str, str] = {}
    """The other texts of an entry that were given, by field."""
    supports: Sequence[str] = ()
    against: Sequence[str] = ()
    why: str | None = None
    tags: Sequence[str] = ()
    untags: Sequence[str] = ()
    attach: Sequence[str] = ()
    replace: tuple[str, str] | None = None
    private: bool | None = None

    @property
    def says_something(self) -> bool:
        """Whether any option was given."""
        return self != Given()


def _fields(setting: Setting, given: Given, mistakes: Mistakes) -> dict[str, Any]:
    """Return the fields of an entry that options name, read; what is wrong goes to `mistakes`."""
    fields: dict[str, Any] = dict(given.texts)
    title, kind, day = given.title, given.kind, given.date
    if title is not None:
        fields["title"] = title
        mistakes.reading("The title", refuse_blank_title, title)
    if kind is not None:
        fields["kind"] = mistakes.reading("--kind", kind_named, setting.framework, kind)
    if day is not None:
        fields["effective"] = mistakes.reading("--date", past_day, day, setting.today)
    if given.private is not None:
        fields["private"] = given.private
    return fields


def _read_tags(setting: Setting, given: Given, mistakes: Mistakes) -> list[str]:
    read = [mistakes.reading("--tag", tag_named, setting.framework, one) for one in given.tags]
    return [tag for tag in read if tag is not None]


# --- add ----------------------------------------------------------------------------------------------------------


def add_entry(setting: Setting, given: Given, no_questions: bool, quick: bool = False) -> Evidence | None:
    """Add an entry and ask what is needed and was not given. Returns it as saved; None where nothing was said.

    `quick` asks four questions instead of all. Raises CswoEvalError with everything that is wrong, and then nothing is changed.
    """
    mistakes = Mistakes()
    fields = _fields(setting, given, mistakes)
    wishes = link_wishes(mistakes, setting.framework, given.supports, given.against, given.why)
    tags = _read_tags(setting, given, mistakes)
    if no_questions and given.title is None:
        mistakes.note(NO_TITLE)
    if no_questions and given.date is None:
        mistakes.note(NO_DATE)
    questions = [] if no_questions else _left_to_ask(given, quick)
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        new = Evidence(
            **{
                "id": setting.register.next_id(setting.record.given(ENTRY)),
                "title": "",
                "kind": setting.framework.evidence_kinds.kinds[0].id,
                "effective": setting.today,
                "recorded": now(),
                **fields,
            }
        )
        new = linked(tagged(new, tags), wishes)

        def save_new(entry: Evidence) -> Evidence:
            saved = _saved(
                setting,
                writer,
                entry,
                _files_given(given),
                mistakes,
                lambda one: entry_added(setting.register, one, setting.today, setting.record.given(ENTRY)),
            )
            tell_day(setting, given.date)
            # A title that was asked for is remarked on as every answer is.
            given_texts = [name for name in own_words(Evidence) if name != "title" or given.title is not None]
            remark_on_texts(setting, _texts(saved, given_texts) + _reasons(saved))
            if questions:
                asking.tell_words(f"Kept as {saved.id}.")
            return saved

        keyboard = Keyboard()
        asking = EntryQuestions(setting, writer, keyboard, new, save_new, quick)
        if given.title is not None:
            asking.begin_with(save_new(new))
        else:
            mistakes.refuse()
        lacking = [one.item for one in new.links if not one.own_reason.strip()]
        each = [Step("reason", item) for item in lacking if keyboard.interactive and not (no_questions or quick)]
        _ask(asking, questions, each, lambda: asking.is_saved)
        if not asking.is_saved:
            if not keyboard.interactive and keyboard.line_number == 0:  # a script that gave none
                raise CswoEvalError(NO_TITLE)
            setting.terminal.say("Nothing was said, so nothing was kept.")
            return None
        return asking.entry


def _left_to_ask(given: Given, quick: bool) -> list[str]:
    said = {
        "title": given.title is not None,
        "date": given.date is not None,
        "kind": given.kind is not None,
        **{name: name in given.texts for name in own_words(Evidence) if name != "title"},
        "links": bool(given.supports or given.against),
        "tags": bool(given.tags),
        "files": bool(given.attach),
    }
    left = [name for name in (QUICK if quick else ALL_QUESTIONS) if not said[name]]
    return left if set(left) & set(NEEDED) else []


def _ask(
    asking: EntryQuestions, questions: Sequence[str], each: Sequence[Step] = (), kept: Callable[[], bool] = lambda: True
) -> None:
    """Ask until the end or until the owner stops. Raises KeyboardInterrupt after Ctrl-C: all is saved."""
    only = (*questions, *(OF_A_LINK if "links" in questions and not asking.quick else ()))
    if not (questions or each):
        return
    with (
        contextlib.suppress(Stopped),
        saying_how_to_go_on(asking.setting, f"cswo-eval evidence edit {asking.subject}", kept),
    ):
        asking.ask(only, each=tuple(each))


def _files_given(given: Given) -> list[FileWish]:
    if not given.attach:
        return []

    return [FileWish(path_given(one)) for one in given.attach]


def _saved(
    setting: Setting,
    writer: RecordWriter,
    entry: Evidence,
    wishes: Sequence[FileWish],
    mistakes: Mistakes,
    change: Callable[[Evidence], tuple[EvidenceRegister, Evidence]],
) -> Evidence:
    """Copy the files, refuse all that is wrong, save the register that `change` gives, say what was copied.

    Returns the entry as saved. Where it is refused or cannot be saved, the copies are taken away again.
    """
    files: tuple[Any, ...] = ()
    keeping: Any = nullcontext()
    if wishes:
        entry, files = with_files(setting, writer, entry, wishes, mistakes)
        keeping = copies_only_if_saved(writer)
    with keeping:
        mistakes.refuse()
        register, entry = change(entry)
        writer.save_register(register)
        setting.register = register
    if files:
        tell_of_files(setting, entry, files)
    return entry


def _texts(entry: Evidence, fields: Sequence[str]) -> list[tuple[str, str]]:
    """Return texts of an entry, each with where it stands, for the guard."""
    return [
        (f"{entry.id}, {said_field(Evidence, name)}", getattr(entry, name)) for name in fields if getattr(entry, name)
    ]


def _reasons(value: Evidence | Reflection) -> list[tuple[str, str]]:
    return [(f"{value.id}, why it bears on {link.item}", link.own_reason) for link in value.links if link.own_reason]


# --- edit ---------------------------------------------------------------------------------------------------------


def edit_entry(setting: Setting, name: str, given: Given, editor: bool) -> Evidence:
    """Change an entry by its options, or without any question by question. Returns it as saved.

    Raises CswoEvalError with everything that is wrong, and then nothing is changed.
    """
    if is_account_id(name):
        account = name.strip().upper()
        raise CswoEvalError(f"{account} is a reflective account: `cswo-eval evidence reflect {account}` changes it.")
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        entry = present_entry(setting.register, name)
        if not given.says_something and not editor:
            return _edited_by_questions(setting, writer, entry)
        mistakes = Mistakes()
        fields = _fields(setting, given, mistakes)
        if editor:
            _write_in_editor(setting, entry, fields, mistakes)
        tags = _read_tags(setting, given, mistakes)
        off = [
            tag
            for one in given.untags
            if (tag := mistakes.reading("--untag", tag_to_take_off, setting.framework, entry, one))
        ]
        changed, wishes = entry, _files_given(given)
        if given.attach or given.replace:
            changed, replacing = newer_version(entry, given.replace, mistakes)
            wishes = [*asked_wishes(setting, writer, entry, wishes), *replacing]

        def change(one: Evidence) -> tuple[EvidenceRegister, Evidence]:
            register = setting.register.with_entry(tagged(one, tags, off))
            register = edited(register, one.id, fields, setting.today)
            return register, present_entry(register, one.id)

        saved = _saved(setting, writer, changed, wishes, mistakes, change)
        tell_day(setting, given.date)
        remark_on_texts(setting, _texts(saved, [field for field in own_words(Evidence) if field in fields]))
        return saved


def _edited_by_questions(setting: Setting, writer: RecordWriter, entry: Evidence) -> Evidence:
    keyboard = Keyboard()
    _ask(EntryQuestions(setting, writer, keyboard, entry), ALL_QUESTIONS)
    if not keyboard.interactive and keyboard.line_number == 0:
        raise CswoEvalError(
            "Say what to change, for example --date 14/9/2026. `cswo-eval evidence edit --help` lists all."
        )
    return present_entry(setting.register, entry.id)


def _write_in_editor(setting: Setting, entry: Evidence, fields: dict[str, Any], mistakes: Mistakes) -> None:
    if "shows" in fields:
        mistakes.note("Name either --shows or --editor, not both.")
        return

    text = mistakes.reading("--editor", text_from_editor, entry.shows, setting.record.folder)
    if text is not None:
        fields["shows"] = text


# --- link ---------------------------------------------------------------------------------------------------------


def change_links(
    setting: Setting, name: str, items: Sequence[str], why: str | None, bearing: Bearing | None, remove: bool
) -> Evidence | Reflection:
    """Link an entry or account to competencies and elements, or take such links off. Returns it as saved.

    A reason that was not given is asked for at a terminal. Raises CswoEvalError with everything that is wrong.
    """
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        value = _now(setting, name)
        mistakes = Mistakes()
        if remove:
            if why is not None or bearing is not None:
                mistakes.note("--remove stands alone: a link that is taken off has no reason.")
            names = [_id_to_take_off(setting, value, one) for one in items]
            value = mistakes.reading("", unlinked, value, names) or value
            mistakes.refuse()
            stayed = stays(setting, value.id)
            _put(setting, writer, value)
            if stayed and not stays(setting, value.id):
                setting.terminal.say(f"{value.id} is not private any more: it served what is.", "yellow")
            return value
        read = [mistakes.reading("", competency_or_element, setting.framework, one) for one in items]
        mistakes.refuse()
        meant = [item for item in read if item is not None]
        value = linked(value, [LinkWish(item, bearing, why) for item in meant])
        _put(setting, writer, value)
        if why is None:
            value = _reasons_asked(setting, writer, value, meant)
        remark_on_texts(setting, [one for one in _reasons(value) if why is not None and one[1] == why][:1])
        return value


def _id_to_take_off(setting: Setting, value: Evidence | Reflection, given: str) -> str:
    """Return the id as the link has it: also one that the Standard does not have any more."""
    if any(link.item == given.strip().upper() for link in value.links):
        return given.strip().upper()
    try:
        return competency_or_element(setting.framework, given)
    except CswoEvalError:
        return given.strip().upper()


def _reasons_asked(
    setting: Setting, writer: RecordWriter, value: Evidence | Reflection, items: Sequence[str]
) -> Evidence | Reflection:
    """Ask a person, never a pipe, why it bears on what has no reason yet."""
    keyboard = Keyboard()
    lacking = [one.item for one in value.links if one.item in items and not one.own_reason.strip()]
    if not lacking or not keyboard.interactive:
        return value
    each = tuple(Step("reason", item) for item in lacking)
    command = f"cswo-eval evidence link {value.id} {' '.join(lacking)}"
    with contextlib.suppress(Stopped), saying_how_to_go_on(setting, command):
        if isinstance(value, Reflection):
            AccountQuestions(setting, writer, keyboard, value).ask((), each=each)
        else:
            EntryQuestions(setting, writer, keyboard, value).ask((), each=each)
    return _now(setting, value.id)


def _now(setting: Setting, name: str) -> Evidence | Reflection:
    if is_account_id(name):
        return present_account(setting.record.reflections(), name)
    return present_entry(setting.register, name)


def _put(setting: Setting, writer: RecordWriter, value: Evidence | Reflection) -> None:
    if isinstance(value, Reflection):
        writer.save_reflection(value._replace(changed=now()))
        return
    setting.register = setting.register.with_entry(value)
    writer.save_register(setting.register)


# --- take out, bring back -----------------------------------------------------------------------------------------


def take_file_out(setting: Setting, name: str, file: str, bring_back: bool) -> Evidence:
    """Take one file of an entry out, or bring it back. Returns the entry as saved. Raises UnknownId, CswoEvalError."""
    with setting.changing() as writer:
        register = file_removed(setting.register, name, file, None if bring_back else now())
        writer.save_register(register)
        setting.register = register
    return next(one for one in register.entries if one.id == name.strip().upper())


def take_out(setting: Setting, name: str, bring_back: bool) -> Evidence | Reflection:
    """Take an entry or account out, or bring it back. Returns it as saved. Raises UnknownId, CswoEvalError."""
    with setting.changing() as writer:
        if is_account_id(name):
            account = any_account(setting.record.reflections(), name)
            account = account_restored(account) if bring_back else account_removed(account, now())
            writer.save_reflection(account)
            return account
        register = restored(setting.register, name) if bring_back else removed(setting.register, name, now())
        writer.save_register(register)
        setting.register = register
        return next(one for one in register.entries if one.id == name.strip().upper())


def put_unfinished(setting: Setting, writer: RecordWriter, draft: Draft) -> str:
    """Put a text that was broken off in its entry. Returns where it is, in words. Raises CswoEvalError."""
    entry = present_entry(setting.register, draft.subject)
    return EntryQuestions(setting, writer, Keyboard(), entry).put_unfinished(draft)
