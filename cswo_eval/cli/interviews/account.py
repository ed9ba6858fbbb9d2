"""A reflective account, asked part by part under a model, each part saved before the next is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.conversation import Stopped
from cswo_eval.cli.interviews.entry_changes import tell_day
from cswo_eval.cli.interviews.entry_options import link_wishes, past_day, word_limit
from cswo_eval.cli.interviews.entry_questions import ask_day, tell_register
from cswo_eval.cli.interviews.guide import Guide, saying_how_to_go_on, walk_through
from cswo_eval.cli.interviews.link_questions import ask_links, entries_meant, tell_wrong
from cswo_eval.cli.interviews.said_marks import tell_mark
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting, now
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
from cswo_eval.walk.control_words import Word

WAYS = (
    "`back` goes to the part before, `skip` leaves it, `editor` opens your own editor, `private` marks the account and `public` "
    "takes that back."
)


def model_named(framework: Framework, given: str) -> str:
    """Return the id of a model of reflection, given by id, by name or by its number in the list. Raises UnknownId."""
    return id_named(framework.reflection_models.models, given, "model of reflection")


def ask_account_title(guide: Guide) -> str:
    """Ask what the account is about. Raises Stopped."""

    def read(text: str) -> str:
        refuse_blank_title(text)
        return text

    return guide.needed(
        "What do you want to reflect on, in a line?",
        "Such as: The secure authorisation in September.",
        "One event or decision, rather than a whole year: its title, without the names of people.",
        read,
    )


class Reflecting:
    """Asks about one account that is saved already. `deeper`: with the prompts at SCQF level 11; None asks."""

    def __init__(
        self, setting: Setting, writer: RecordWriter, guide: Guide, account: Reflection, deeper: bool | None
    ) -> None:
        self._setting = setting
        self._writer = writer
        self._guide = guide
        self.account = account
        guide.mark = self._mark
        self._deeper_stages = {one.id: one for one in setting.framework.reflection_models.level_eleven}
        self._declined = False
        if deeper is not None:
            self._choose_deeper(deeper)
        self._asks_deeper = deeper is None and not self._asks_level_eleven

    @property
    def _stages(self) -> dict[str, ReflectionStage]:
        models = self._setting.framework.reflection_models.models
        model = next(one for one in models if one.id == self.account.model)
        return {one.id: one for one in model.stages}

    @property
    def _asks_level_eleven(self) -> bool:
        return not self._declined and wants_level_eleven(self._setting.framework, self.account)

    def run(self, details: tuple[str, ...]) -> None:
        """Ask these details ('model', 'date', 'limit'), then the parts, then what it bears on. Raises Stopped; all is saved.

        Without details it begins at the first part that has no words yet.
        """
        place = 0 if details else self._first_without_words()
        walk_through(lambda: self._questions(details), self._ask, lambda: tell_register(self._setting), place)

    def _mark(self, private: bool) -> None:
        if self.account.private != private:
            self._save({"private": private})
        tell_mark(self._setting, self.account.id, private)

    def _first_without_words(self) -> int:
        questions = self._questions(())
        left = [one.id for one in stages_without_words(self._setting.framework, self.account) if one.id in questions]
        place = questions.index(left[0]) if left else 0
        if place:
            said = "It begins at the first part without words; `back` goes to those before."
            self._setting.terminal.say(said, "dim")
        return place

    def _questions(self, details: tuple[str, ...]) -> list[str]:
        names = [*details, *self._stages, *(["deeper"] if self._asks_deeper else [])]
        return [*names, *(self._deeper_stages if self._asks_level_eleven else ()), "links", "about"]

    def _ask(self, question: str) -> Word | None:
        ask: dict[str, Callable[[], Word | None]] = {
            "model": self._ask_model,
            "date": self._ask_date,
            "limit": self._ask_limit,
            "deeper": self._ask_deeper,
            "links": lambda: ask_links(self._guide, self._setting, lambda: self.account, self._put),
            "about": self._ask_about,
        }
        stage = self._stages.get(question) or self._deeper_stages.get(question)
        return self._ask_part(stage) if stage is not None else ask[question]()

    def _save(self, changes: dict[str, Any]) -> None:
        self._put(self.account._replace(**changes, changed=now()))

    def _put(self, account: Reflection) -> None:
        self.account = account
        self._writer.save_reflection(account)

    def _ask_model(self) -> Word | None:
        framework, present = self._setting.framework, self.account.model
        models = framework.reflection_models.models
        there = next(one.name for one in models if one.id == present)
        answer = self._guide.ask(
            "Under which model of reflection?",
            "  ".join(f"{place} {one.name}" for place, one in enumerate(models, start=1)) + f". Enter for {there}.",
            "\n".join(f"{place} {one.name}: {one.description}" for place, one in enumerate(models, start=1))
            + f"\n{WAYS}",
            lambda text: model_named(framework, text) if text.strip() else present,
        )
        if isinstance(answer, Word):
            return answer
        if answer != present and has_words(self.account):
            self._setting.terminal.say(
                f"{self.account.id} has words under the parts of {there} already, so it keeps that model. Begin another "
                "account for a different one.",
                "yellow",
            )
        elif answer != present:
            self._save({"model": answer})
        return None

    def _ask_date(self) -> Word | None:
        explained = f"The day of what you reflect on, not the day you write. {WAYS}"
        answer = ask_day(self._guide, self._setting, self.account.effective, explained)
        if isinstance(answer, Word):
            return answer
        self._save({"effective": answer})
        return None

    def _ask_limit(self) -> Word | None:
        usual = self.account.word_limit or self._setting.framework.reflection_models.usual_words
        answer = self._guide.ask(
            "How many words may it have?",
            f"Your programme says. Enter for {usual:,}; none for no limit.",
            f"You are told how many words there are after each part. Nothing is ever cut. {WAYS}",
            lambda text: word_limit(text) if text.strip() else usual,
        )
        if isinstance(answer, Word):
            return answer
        self._save({"word_limit": answer})
        return None

    def _ask_part(self, stage: ReflectionStage) -> Word | None:
        terminal = self._setting.terminal
        own = list(self._deeper_stages if stage.id in self._deeper_stages else self._stages)
        level = " at SCQF level 11" if stage.id in self._deeper_stages else ""
        terminal.say("")
        terminal.say(f"== {stage.name}   (part {own.index(stage.id) + 1} of {len(own)}{level})", "bold cyan")
        present = self.account.parts.get(stage.id, "")
        deeper = "\n".join(f"- {prompt}" for prompt in stage.prompts[1:])
        answer = self._guide.text(
            stage.prompts[0],
            "" if present else "As many lines as you like; Enter to leave it for now; ? goes deeper.",
            f"{deeper}\n{WAYS}" if deeper else WAYS,
            present,
            lambda text: self._save_part(stage.id, text),
        )
        if isinstance(answer, Word):
            return answer
        if answer is not None:
            self._save_part(stage.id, answer)
            remark_on_texts(self._setting, [(f"{self.account.id}, {stage.name}", answer)])
        terminal.say(f"{words_said(self.account)}.", "yellow" if self._over_limit() else "dim")
        return None

    def _over_limit(self) -> bool:
        return "over the limit" in words_said(self.account)

    def _save_part(self, name: str, text: str) -> None:
        parts = {**self.account.parts, name: text}
        order = [*self._stages, *self._deeper_stages]
        ordered = sorted(parts, key=lambda one: order.index(one) if one in order else len(order))
        self._save({"parts": {one: parts[one] for one in ordered}})

    def _ask_deeper(self) -> Word | None:
        wanted = self._guide.agreed(
            "Go on with the prompts at SCQF level 11?",
            "They ask for theory, critical awareness and your own accountability: what a portfolio for the Diploma is read "
            "for. Without that, no is a good answer.",
        )
        self._choose_deeper(wanted)
        return None

    def _choose_deeper(self, wanted: bool) -> None:
        """Remember the choice: an empty part stands for the wish; without it, no part of these is kept but one with words."""
        self._declined = not wanted
        parts = {name: text for name, text in self.account.parts.items() if text or name not in self._deeper_stages}
        if wanted and not any(name in parts for name in self._deeper_stages):
            parts[next(iter(self._deeper_stages))] = ""
        if parts.keys() != self.account.parts.keys():
            self._save({"parts": parts})

    def _ask_about(self) -> Word | None:
        while True:
            has = ", ".join(self.account.evidence)
            answer = self._guide.ask(
                "Which entries of your register is it about?",
                (f"It names {has}. " if has else "") + "Ids such as E3; `list` shows them. Enter for no more.",
                f"Evidence and reflection on the same event strengthen each other. {WAYS}",
                lambda text: entries_meant(self._setting, text),
            )
            if isinstance(answer, Word) or answer is None:
                return answer
            if answer.items:
                self._save({"evidence": tuple(dict.fromkeys((*self.account.evidence, *answer.items)))})
            tell_wrong(self._guide, answer.wrong)
            if not answer.wrong:
                return None


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
        accounts = setting.record.reflections()
        guide, mistakes = Guide(setting), Mistakes()
        try:
            if name is None and given == GivenAccount():
                name = _offered(setting, guide, accounts)
        except Stopped:
            return None
        present = present_account(accounts, name) if name is not None else None
        fields = _fields(setting, given, present, mistakes)
        mistakes.refuse()
        if present is not None and given != GivenAccount():
            present = present._replace(**fields, changed=now())
            writer.save_reflection(present)
            tell_day(setting, given.date, present.effective)
            _remark(setting, present, given)
            if deeper is None:
                return present
        details: tuple[str, ...] = ()
        if present is None:
            new = _begun(setting, guide, next_account_id(accounts, setting.record.given(ACCOUNT)), fields)
            if new is None:
                setting.terminal.say("Nothing was said, so nothing was kept.")
                return None
            writer.save_reflection(new)
            tell_day(setting, given.date, new.effective)
            _remark(setting, new, given)
            asked = (("model", "model"), ("date", "effective"), ("limit", "word_limit"))
            details = tuple(one for one, field in asked if field not in fields)
        else:
            new = present
            _refuse_unknown_model(setting, new)
            if not has_words(new):
                details = ("model", "date", *(("limit",) if new.word_limit is None else ()))
        setting.terminal.say(
            f"{new.id}: {new.title}. At any question: ? goes deeper; back, skip, editor, private, public, quit. All is saved as you "
            "go.",
            "dim",
        )
        reflecting = Reflecting(setting, writer, guide, new, deeper)
        try:
            with saying_how_to_go_on(setting, f"cswo-eval evidence reflect {new.id}"):
                reflecting.run(details)
        except Stopped as stop:
            if stop.interrupted:
                raise KeyboardInterrupt from None
        return reflecting.account


def _offered(setting: Setting, guide: Guide, accounts: Sequence[Reflection]) -> str | None:
    """Offer a person, never a pipe, to go on with an unfinished account. Returns its id; None for a new one. Raises Stopped."""
    left = unfinished(setting.framework, accounts)
    if not left or not guide.keyboard.interactive:
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

    return guide.needed(
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


def _begun(setting: Setting, guide: Guide, name: str, fields: dict[str, Any]) -> Reflection | None:
    """Return a new account, its title asked where it was not given; None where the owner stopped before.

    Without a model it stands under the first, until the owner says which: with its title it can be saved.
    """

    def mark(private: bool) -> None:
        fields["private"] = private
        tell_mark(setting, name, private)

    guide.mark = mark
    try:
        title = fields.get("title") or ask_account_title(guide)
    except Stopped:
        if not guide.keyboard.interactive and guide.keyboard.line_number == 0:  # a script that gave none
            raise CswoEvalError(
                'Say what it is about, for example: cswo-eval evidence reflect --title "The decision in May" --model gibbs'
            ) from None
        return None
    model = fields.get("model") or setting.framework.reflection_models.models[0].id
    return Reflection(
        **{"id": name, "effective": setting.today, "written": now(), **fields, "title": title, "model": model}
    )


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
