"""A reflective account, asked part by part under a model, each part saved before the next is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.conversation import Conversation
from cswo_eval.cli.interviews.entry_options import link_wishes, past_day, tell_day, word_limit
from cswo_eval.cli.interviews.entry_questions import link_answers, link_wish_of, said_bears_on
from cswo_eval.cli.interviews.form_host import FormHost, read_as_answer, saying_how_to_go_on, step_of
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.said_marks import tell_mark
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting, now
from cswo_eval.forms.engine import Kept
from cswo_eval.forms.filling import Filling, Known, Step
from cswo_eval.forms.questions import Choice, NotAnAnswer
from cswo_eval.framework.form_models import Form, FormField
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.portfolio_models import ReflectionStage
from cswo_eval.pages.blocks import Facts
from cswo_eval.pages.evidence_sections.account_progress import (
    left_to_write,
    stages_without_words,
    unfinished,
    wants_level_eleven,
    words_said,
)
from cswo_eval.record.given_ids import ACCOUNT
from cswo_eval.record.models import Draft
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.register_changes import (
    LinkWish,
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


class AccountQuestions(FormHost):
    """Asks about one account. One that is not in the record yet is saved with its title, by `save_new`.

    `deeper`: with the prompts at SCQF level 11; None asks.
    """

    form_name = "account"

    def __init__(
        self,
        setting: Setting,
        writer: RecordWriter,
        keyboard: Keyboard,
        account: Reflection,
        deeper: bool | None = None,
        save_new: Callable[[Reflection], Reflection] | None = None,
    ) -> None:
        super().__init__(setting, writer, keyboard, account.id)
        self.account = account
        self._save_new = save_new
        self._deeper_stages = {one.id: one for one in setting.framework.reflection_models.level_eleven}
        self._declined = False
        self._deeper_given = deeper
        self._asks_deeper = deeper is None and not wants_level_eleven(setting.framework, account)

    @property
    def is_saved(self) -> bool:
        """Whether the account is in the record."""
        return self._save_new is None

    def begin_with(self, account: Reflection) -> None:
        """Ask about this account, which is saved now."""
        self._save_new, self.account = None, account
        if self._deeper_given is not None:
            self._choose_deeper(self._deeper_given)

    @property
    def _stages(self) -> dict[str, ReflectionStage]:
        models = self.setting.framework.reflection_models.models
        model = next(one for one in models if one.id == self.account.model)
        return {one.id: one for one in model.stages}

    @property
    def _asks_level_eleven(self) -> bool:
        return not self._declined and wants_level_eleven(self.setting.framework, self.account)

    # --- the form -----------------------------------------------------------------------------------------------------

    def form(self) -> Form:
        """Return the form with the parts of the account's model, and those at SCQF level 11, in their places."""
        form, fields = super().form(), list[FormField]()
        for field in form.fields:
            if field.id != "deeper":
                fields.append(field)
                fields += map(_field_of_part, self._stages.values()) if field.id == "limit" else ()
                continue
            if self._asks_deeper:
                fields.append(field)
            fields += map(_field_of_part, self._deeper_stages.values()) if self._asks_level_eleven else ()
        return form._replace(fields=tuple(fields))

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        known, account = super().known(), self.account
        models = self.setting.framework.reflection_models
        names = ", ".join(account.evidence)
        return known._replace(
            choices={
                **known.choices,
                "reflection-models": tuple(
                    Choice(str(place), one.name, one.description, (one.id,))
                    for place, one in enumerate(models.models, start=1)
                ),
            },
            words={
                "bears_on": said_bears_on(account.links),
                "names": f"It names {names}. " if names else "",
                "usual_words": f"{account.word_limit or models.usual_words:,}",
            },
            headings={**self._headings(self._stages, ""), **self._headings(self._deeper_stages, " at SCQF level 11")},
        )

    def _headings(self, stages: Mapping[str, ReflectionStage], level: str) -> dict[str, str]:
        return {
            one.id: f"== {one.name}   (part {place} of {len(stages)}{level})"
            for place, one in enumerate(stages.values(), start=1)
        }

    def answers(self) -> Mapping[str, Any]:
        """Return what the account says already."""
        account = self.account
        models = [one.id for one in self.setting.framework.reflection_models.models]
        return {
            "title": account.title,
            "model": str(models.index(account.model) + 1),
            "date": "today" if account.effective == self.today else account.effective,
            "about": account.evidence,
            **account.parts,
            **link_answers(account.links),
        }

    def place_of_text(self, step: Step) -> str:
        """Return where a text of the account stands, in words."""
        if step.field == "reason":
            return f"{self.subject}, why it bears on {step.of}"
        stage = self._stages.get(step.field) or self._deeper_stages.get(step.field)
        return f"{self.subject}, {stage.name if stage is not None else step.field}"

    # --- saving -------------------------------------------------------------------------------------------------------

    def set_private(self, private: bool) -> None:
        """Mark the account, or take that back."""
        if self.account.private != private:
            self._save({"private": private})
        tell_mark(self.setting, self.subject, private)

    def keep(self, kept: Kept) -> Filling:
        """Save an answer; after a part, say how many words there are."""
        step = step_of(kept.question)
        if kept.value is None and step.field == "limit":
            self._save({"word_limit": self._usual_limit})
        script = super().keep(kept)
        if step.field in self._stages or step.field in self._deeper_stages:
            said = words_said(self.account)
            self.terminal.say(f"{said}.", "yellow" if "over the limit" in said else "dim")
        return script

    @property
    def _usual_limit(self) -> int:
        return self.account.word_limit or self.setting.framework.reflection_models.usual_words

    def store(self, step: Step, value: Any, script: Filling) -> None:
        """Save an answer in the account."""
        if step.field == "title":
            read_as_answer(refuse_blank_title, value)
            self.account = self.account._replace(title=value)
            if self._save_new is not None:
                self.begin_with(self._save_new(self.account))
            else:
                self._save({})
        elif step.field == "links":
            self._put(linked(self.account, [LinkWish(item) for item in value]))
        elif step.field == "reason":
            self._put(linked(self.account, [link_wish_of(step, value)]))
        elif step.field == "deeper":
            self._choose_deeper(value)
        elif step.field in ("model", "date", "limit", "about"):
            self._save(self._detail(step.field, value))
        else:
            self._save_part(step.field, value)

    def _detail(self, field: str, value: Any) -> dict[str, Any]:
        if field == "model":
            return self._model_changed(self.setting.framework.reflection_models.models[int(value) - 1].id)
        if field == "date":
            return {"effective": value}
        if field == "limit":
            return {"word_limit": read_as_answer(word_limit, value)}
        return {"evidence": tuple(dict.fromkeys((*self.account.evidence, *value)))}

    def _model_changed(self, model: str) -> dict[str, Any]:
        if model != self.account.model and has_words(self.account):
            there = next(
                one.name for one in self.setting.framework.reflection_models.models if one.id == self.account.model
            )
            raise NotAnAnswer(
                f"{self.subject} has words under the parts of {there} already, so it keeps that model: Enter goes on. Begin "
                "another account for a different one."
            )
        return {"model": model}

    def _save(self, changes: dict[str, Any]) -> None:
        self._put(self.account._replace(**changes))

    def _put(self, account: Reflection) -> None:
        self.account = account
        if self._save_new is None:
            self.account = account._replace(changed=now())
            self.writer.save_reflection(self.account)

    def _save_part(self, name: str, text: str) -> None:
        parts = {**self.account.parts, name: text}
        order = [*self._stages, *self._deeper_stages]
        ordered = sorted(parts, key=lambda one: order.index(one) if one in order else len(order))
        self._save({"parts": {one: parts[one] for one in ordered}})

    def _choose_deeper(self, wanted: bool) -> None:
        """Remember the choice: an empty part stands for the wish; without it, no part of these is kept but one with words."""
        self._declined = not wanted
        parts = {name: text for name, text in self.account.parts.items() if text or name not in self._deeper_stages}
        if wanted and not any(name in parts for name in self._deeper_stages):
            parts[next(iter(self._deeper_stages))] = ""
        if parts.keys() != self.account.parts.keys():
            self._save({"parts": parts})

    # --- where to begin -----------------------------------------------------------------------------------------------

    def first_without_words(self) -> str | None:
        """Return the first part that has no words yet, and say so where others stand before it; None where all have."""
        fields = [one.id for one in self.form().fields]
        left = [one.id for one in stages_without_words(self.setting.framework, self.account) if one.id in fields]
        first = left[0] if left else None
        if first is not None and first != next(iter(self._stages)):
            self.terminal.say("It begins at the first part without words; `back` goes to those before.", "dim")
        return first

    def parts_and_behind(self) -> tuple[str, ...]:
        """Return the fields behind the details: what is asked when an account is gone on with."""
        return tuple(one.id for one in self.form().fields if one.id not in ("title", "model", "date", "limit"))


def _field_of_part(stage: ReflectionStage) -> FormField:
    deeper = "\n".join(f"- {prompt}" for prompt in stage.prompts[1:])
    return FormField(
        id=stage.id,
        kind="text",
        wording=stage.prompts[0],
        hint="As many lines as you like; Enter to leave it for now; ? goes deeper.",
        help=deeper or stage.prompts[0],
    )


def has_words(account: Reflection) -> bool:
    """Return whether something is written under any part."""
    return any(text.strip() for text in account.parts.values())


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
                name = _offered(setting, keyboard, accounts)
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


def _offered(setting: Setting, keyboard: Keyboard, accounts: Sequence[Reflection]) -> str | None:
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

    return Conversation(setting.terminal, keyboard).line(
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
    return AccountQuestions(setting, writer, Keyboard(), account).put_unfinished(draft)
