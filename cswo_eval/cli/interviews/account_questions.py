"""The questions about a reflective account: its details, the parts of its model, what it bears on and is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cswo_eval.cli.interviews.entry_options import word_limit
from cswo_eval.cli.interviews.entry_questions import link_answers, link_wish_of, said_bears_on
from cswo_eval.cli.interviews.form_host import FormHost, read_as_answer, step_of
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.said_marks import tell_mark
from cswo_eval.cli.setting import Setting, now
from cswo_eval.forms.engine import Kept
from cswo_eval.forms.filling import Filling, Known, Step
from cswo_eval.forms.questions import NotAnAnswer
from cswo_eval.framework.form_choices import choices_from
from cswo_eval.framework.form_models import Form, FormField
from cswo_eval.framework.portfolio_models import ReflectionStage
from cswo_eval.pages.evidence_sections.account_progress import (
    stages_without_words,
    wants_level_eleven,
    words_said,
)
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.register_changes import (
    LinkWish,
    linked,
    refuse_blank_title,
)
from cswo_eval.record.writer import RecordWriter


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
                "reflection-models": choices_from(self.setting.framework, "reflection-models"),
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

    def is_marked(self, step: Step) -> bool:
        """Return whether the account is marked."""
        return self.account.private

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
        if kept.value is not None and (step.field in self._stages or step.field in self._deeper_stages):
            said = words_said(self.account)
            self.terminal.say(f"{said}.", "yellow" if "over the limit" in said else "dim")
        return script

    @property
    def _usual_limit(self) -> int:
        return self.account.word_limit or self.setting.framework.reflection_models.usual_words

    def store(self, step: Step, value: Any) -> None:
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
