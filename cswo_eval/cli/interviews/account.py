"""A reflective account, asked part by part under a model, each part saved before the next is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.account_questions import AccountQuestions, has_words
from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.conversation import Conversation
from cswo_eval.cli.interviews.entry_options import link_wishes, past_day, tell_day, word_limit
from cswo_eval.cli.interviews.form_host import saying_how_to_go_on
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting, now
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Facts
from cswo_eval.pages.evidence_sections.account_progress import (
    left_to_write,
    unfinished,
)
from cswo_eval.record.draft import Draft
from cswo_eval.record.given_ids import ACCOUNT
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.register_changes import (
    is_account_id,
    linked,
    links_wished,
    next_account_id,
    present_account,
    present_entry,
    refuse_blank_title,
)
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.ids_by_name import id_named
from cswo_eval.text.problems import CswoEvalError


def model_named(framework: Framework, given: str) -> str:
    """Return the id of a model of reflection, given by id, by name or by its number in the list. Raises UnknownId."""
    return id_named(framework.reflection_models.models, given, "model of reflection")


class GivenAccount(NamedTuple):
    """What the options said about an account, as it was typed; None or empty where nothing was."""

    model: str | None = None
    title: str | None = None
    about: Sequence[str] = ()
    supports: Sequence[str] = ()
    limit: str | None = None
    date: str | None = None
    private: bool | None = None


def reflect_on(setting: Setting, name: str | None, given: GivenAccount, deeper: bool | None) -> Reflection | None:
    """Begin an account, or go on with the one that is named; with details of one that is there, change those only.

    Returns it as saved; None where nothing was said. Raises CswoEvalError with everything that is wrong, and then
    nothing is changed.
    """
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        accounts = setting.record.reflections()
        keyboard, mistakes = Keyboard(), Mistakes()
        try:
            if name is None and given == GivenAccount():
                name = _offered(setting, writer, keyboard, accounts)
        except Stopped:
            return None
        present = present_account(accounts, name) if name is not None else None
        fields = _fields(setting, given, present, mistakes)
        mistakes.refuse()
        if present is not None and given != GivenAccount():
            present = present._replace(**fields, changed=now())
            writer.save_reflection(present)
            tell_day(setting, given.date)
            _remark(setting, present, given)
            if deeper is None:
                return present
        if present is not None:
            _refuse_unknown_model(setting, present)
            return _gone_on_with(AccountQuestions(setting, writer, keyboard, present, deeper), present)
        return _begun(
            setting, writer, keyboard, next_account_id(accounts, setting.record.given(ACCOUNT)), fields, given, deeper
        )


def _gone_on_with(asking: AccountQuestions, present: Reflection) -> Reflection:
    """Ask from the first part without words; of an account without any, its details first."""
    asking.begin_with(present)
    asking.tell_words(f"{present.id}: {present.title}.")
    if has_words(present):
        _ask(asking, asking.parts_and_behind, asking.first_without_words())
    else:
        details = ("model", "date", *(("limit",) if present.word_limit is None else ()))
        _ask(asking, lambda: (*details, *asking.parts_and_behind()), "model")
    return asking.account


def _ask(asking: AccountQuestions, only: Callable[[], tuple[str, ...]], first: str | None) -> None:
    """Ask until the end or until the owner stops. Raises KeyboardInterrupt after Ctrl-C: all is saved."""
    asking.only = only
    with (
        contextlib.suppress(Stopped),
        saying_how_to_go_on(asking.setting, f"cswo-eval evidence reflect {asking.subject}", lambda: asking.is_saved),
    ):
        asking.ask(only(), first)


def _offered(setting: Setting, writer: RecordWriter, keyboard: Keyboard, accounts: Sequence[Reflection]) -> str | None:
    """Offer a person, never a pipe, to go on with an unfinished account. Returns its id; None for a new one. Raises Stopped."""
    left = unfinished(setting.framework, accounts)
    if not left or not keyboard.interactive:
        return None
    setting.terminal.say("Not finished yet:")
    setting.terminal.tell(
        Facts(tuple((one.id, f"{one.title} ({left_to_write(setting.framework, one)})") for one in left))
    )

    def read(text: str) -> str | None:
        wanted = text.strip().casefold()
        if wanted in ("new", "n", "no"):
            return None
        if wanted in ("", "y", "yes"):
            return left[-1].id
        if not is_account_id(text):  # it may be the answer to another question: it is not repeated
            raise CswoEvalError(f"Enter for {left[-1].id}, an id such as R1, or `new`.")
        return present_account(accounts, text).id

    return Conversation(setting, keyboard, writer).line(
        f"Go on with {left[-1].id}?",
        "Enter for yes" + (", another id" if len(left) > 1 else "") + ", or `new` to begin a new account.",
        "An account goes on at its first part without words; what is written stays.",
        read,
    )


def _fields(setting: Setting, given: GivenAccount, present: Reflection | None, mistakes: Mistakes) -> dict[str, Any]:
    """Return the fields of an account that options name, read; what is wrong goes to `mistakes`."""
    framework, fields = setting.framework, dict[str, Any]()
    title, model, day, limit = given.title, given.model, given.date, given.limit
    if title is not None:
        mistakes.reading("--title", refuse_blank_title, title)
        fields["title"] = title
    if model is not None:
        fields["model"] = mistakes.reading("--model", model_named, framework, model)
        if present is not None and fields["model"] not in (None, present.model) and has_words(present):
            mistakes.note(
                f"--model: {present.id} has words under the parts of {present.model} already. Begin another account for a "
                "different model."
            )
    if day is not None:
        fields["effective"] = mistakes.reading("--date", past_day, day, setting.today)
    if limit is not None:
        fields["word_limit"] = mistakes.reading("--limit", word_limit, limit)
    if given.private is not None:
        fields["private"] = given.private
    about = [mistakes.reading("--about", _entry_id, setting, one) for one in given.about]
    wishes = link_wishes(mistakes, framework, given.supports, (), None)
    if about:
        fields["evidence"] = tuple(dict.fromkeys((*(present.evidence if present is not None else ()), *about)))
    if wishes:
        fields["links"] = linked(present, wishes).links if present is not None else links_wished(wishes)
    return fields


def _entry_id(setting: Setting, given: str) -> str:
    return present_entry(setting.register, given).id


def _begun(
    setting: Setting,
    writer: RecordWriter,
    keyboard: Keyboard,
    name: str,
    fields: dict[str, Any],
    given: GivenAccount,
    deeper: bool | None,
) -> Reflection | None:
    """Ask a new account, its title first where it was not given; None where the owner stopped before.

    Without a model it stands under the first, until the owner says which: with its title it can be saved.
    """
    models = setting.framework.reflection_models.models
    values = {"id": name, "title": "", "model": models[0].id, "effective": setting.today, "written": now(), **fields}
    account = Reflection(**values)

    def save_new(account: Reflection) -> Reflection:
        writer.save_reflection(account)
        tell_day(setting, given.date)
        _remark(setting, account, given)
        asking.tell_words(f"{account.id}: {account.title}.")
        return account

    asking = AccountQuestions(setting, writer, keyboard, account, deeper, save_new)
    asked = (("model", "model"), ("date", "effective"), ("limit", "word_limit"))
    details = tuple(one for one, field in asked if field not in fields)
    if given.title is not None:
        asking.begin_with(save_new(account))
    first = () if given.title is not None else ("title",)
    _ask(asking, lambda: (*first, *details, *asking.parts_and_behind()), None)
    if asking.is_saved:
        return asking.account
    if not keyboard.interactive and keyboard.line_number == 0:  # a script that gave none
        raise CswoEvalError(
            'Say what it is about, for example: cswo-eval evidence reflect --title "The decision in May" --model gibbs'
        )
    setting.terminal.say("Nothing was said, so nothing was kept.")
    return None


def _refuse_unknown_model(setting: Setting, account: Reflection) -> None:
    known = [one.id for one in setting.framework.reflection_models.models]
    if account.model not in known:
        raise CswoEvalError(
            f"{account.id} is written under a model that the standards in use do not have: there are "
            f"{', '.join(known)}. Its words are kept, and `cswo-eval evidence show {account.id}` shows them."
        )


def _remark(setting: Setting, account: Reflection, given: GivenAccount) -> None:
    texts = [(f"{account.id}, title", account.title)] if given.title is not None else []
    named = {wish.item for wish in link_wishes(Mistakes(), setting.framework, given.supports, (), None)}
    texts += [
        (f"{account.id}, why it bears on {link.item}", link.own_reason) for link in account.links if link.item in named
    ]
    remark_on_texts(setting, [one for one in texts if one[1]])


def put_unfinished(setting: Setting, writer: RecordWriter, draft: Draft) -> str:
    """Put a text that was broken off in its account. Returns where it is, in words. Raises CswoEvalError."""
    account = present_account(setting.record.reflections(), draft.subject)
    _refuse_unknown_model(setting, account)
    return AccountQuestions(setting, writer, Keyboard(), account).put_unfinished(draft)
